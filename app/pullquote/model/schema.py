"""The label schema as values: layers, their attributes, and the relations between them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

Underline = Literal["solid", "thick", "dashed", "dotted", "double", "dashdot"]
Unit = Literal["quotation", "name", "verb", "date", "clause", "word"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """What can be said of a label. `values` is empty for free text.

    `default` is what counts while nothing is set, "" where that means nothing. `key` is the letter
    that goes to the next value while a label of the layer is selected, "" for none. `guidelines`
    are (value, when to choose it), of the values that have one.
    """

    id: str
    name: str
    values: tuple[str, ...] = ()
    default: str = ""
    key: str = ""
    guidelines: tuple[tuple[str, str], ...] = ()

    def guideline(self, value: str) -> str:
        """When to choose a value, "" where the schema does not say."""
        return dict(self.guidelines).get(value, "")


@dataclass(frozen=True, slots=True)
class Layer:
    """A kind of label. `key` is a single capital letter; `unit` is what it takes at the caret.

    `opens`: a label of it becomes the current one, and those set after it are related to it.
    `speaker`: its labels name a speaker of the register. `light` and `dark` are (line, tint, tint
    when selected) as #rrggbb, empty to take the next free colours of the theme.
    `guideline` says in a few lines of Markdown what is labelled with it.
    """

    id: str
    name: str
    key: str
    underline: Underline = "solid"
    unit: Unit = "word"
    opens: bool = False
    speaker: bool = False
    attributes: tuple[Attribute, ...] = ()
    light: tuple[str, str, str] | tuple[()] = ()
    dark: tuple[str, str, str] | tuple[()] = ()
    guideline: str = ""

    def attribute(self, name: str) -> Attribute | None:
        for attribute in self.attributes:
            if attribute.id == name:
                return attribute
        return None

    def defaults(self) -> dict[str, str]:
        return {a.id: a.default for a in self.attributes if a.default}


@dataclass(frozen=True, slots=True)
class RelationType:
    """From a head to a tail, each of one of the layers named.

    `most` is the number that a head may have, None for any number; with `roles`, it counts per
    role. `acyclic`: following it never leads back.
    """

    id: str
    name: str
    heads: tuple[str, ...]
    tails: tuple[str, ...]
    most: int | None = None
    roles: tuple[str, ...] = ()
    acyclic: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """What may be labelled in a project: read from TOML by `schema_file.parse_schema`.

    The order of `layers` is that of the number keys and of all lists; ids are unique among layers
    and among relations. A look-up gives None for what the schema does not know, as labels that come
    in from other files may name it. `guidelines` is Markdown: what holds for all labels.
    """

    name: str
    layers: tuple[Layer, ...]
    relations: tuple[RelationType, ...]
    guidelines: str = ""

    def layer(self, name: str) -> Layer | None:
        for layer in self.layers:  # asked for each label that is shown
            if layer.id == name:
                return layer
        return None

    def relation(self, name: str) -> RelationType | None:
        for relation in self.relations:
            if relation.id == name:
                return relation
        return None

    def relation_between(self, head: str, tail: str) -> RelationType | None:
        """The relation that may go from a label of layer `head` to one of layer `tail`."""
        for relation in self.relations:
            if head in relation.heads and tail in relation.tails:
                return relation
        return None


def label_guidelines(schema: Schema, layer: str, values: Mapping[str, str]) -> list[str]:
    """What is said of a layer, and of the values that a label has, in Markdown."""
    known = schema.layer(layer)
    if known is None:
        return []
    said = [known.guideline]
    for attribute in known.attributes:
        value = values.get(attribute.id, "")
        if words := attribute.guideline(value):
            said.append(f"**{value[:1].upper()}{value[1:]}**: {words}")
    return [words for words in said if words]


def without_guidelines(schema: Schema) -> Schema:
    """What labels can be, without the words that explain it."""
    layers = tuple(
        replace(
            layer,
            guideline="",
            attributes=tuple(replace(attribute, guidelines=()) for attribute in layer.attributes),
        )
        for layer in schema.layers
    )
    return replace(schema, layers=layers, guidelines="")


def schema_hash(schema: Schema) -> str:
    """SHA-256, equal for two schemas that differ in guidelines only."""
    return hashlib.sha256(repr(without_guidelines(schema)).encode()).hexdigest()
