"""The label schema as values: layers, their attributes, and the relations between them."""

from dataclasses import dataclass
from typing import Literal

Underline = Literal["solid", "thick", "dashed", "dotted", "double", "dashdot"]
Unit = Literal["quotation", "name", "verb", "date", "clause", "word"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """`values` is empty for free text; `default` is "" where nothing is set at first.

    `key` is the letter that goes to the next value while a label of the layer is selected.
    """

    id: str
    name: str
    values: tuple[str, ...] = ()
    default: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """`unit` is what its key takes at the caret; `opens` says that labels set after it tie to it.

    `light` and `dark` are (line, tint, tint when selected) as #rrggbb, empty to take the next free
    colours of the theme.
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

    def attribute(self, name: str) -> Attribute | None:
        return next((a for a in self.attributes if a.id == name), None)

    def defaults(self) -> dict[str, str]:
        return {a.id: a.default for a in self.attributes if a.default}


@dataclass(frozen=True, slots=True)
class RelationType:
    """From a head to a tail; `most` is the number a head may have, None for any number.

    With `roles`, `most` counts per role.
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
    name: str
    layers: tuple[Layer, ...]
    relations: tuple[RelationType, ...]

    def layer(self, name: str) -> Layer | None:
        return next((layer for layer in self.layers if layer.id == name), None)

    def relation(self, name: str) -> RelationType | None:
        return next((relation for relation in self.relations if relation.id == name), None)

    def layer_of_key(self, key: str) -> Layer | None:
        return next((layer for layer in self.layers if layer.key == key), None)

    def tie(self, head: str, tail: str) -> RelationType | None:
        """The relation that may go from a label of layer `head` to one of layer `tail`."""
        return next((r for r in self.relations if head in r.heads and tail in r.tails), None)
