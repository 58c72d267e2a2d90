"""The words that explain a schema: for one label, all on one page, and written into its TOML."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from pullquote.model.schema import Layer, Schema
from pullquote.model.schema_file import SchemaError, entry_lines, parse_schema


class GuidelinePlace(NamedTuple):
    """What a guideline is about, by ids: all labels, a layer, or a value of its attribute."""

    layer: str = ""
    attribute: str = ""
    value: str = ""


Guidelines = Mapping[GuidelinePlace, str]
"""Markdown by what it is about; what is not named has none."""


def guidelines_of(schema: Schema) -> dict[GuidelinePlace, str]:
    """Every place that can have a guideline, in order, "" where nothing is said."""
    found = {GuidelinePlace(): schema.guidelines}
    for layer in schema.layers:
        found[GuidelinePlace(layer.id)] = layer.guideline
        for attribute in layer.attributes:
            for value in attribute.values:
                place = GuidelinePlace(layer.id, attribute.id, value)
                found[place] = attribute.guideline(value)
    return found


def with_guidelines(schema: Schema, words: Guidelines) -> Schema:
    """The schema with these guidelines and no others; what it does not have is passed over."""
    return replace(
        schema,
        guidelines=words.get(GuidelinePlace(), ""),
        layers=tuple(_explained(layer, words) for layer in schema.layers),
    )


def guidelines_page(schema: Schema, title: str) -> str:
    """All guidelines as Markdown under a title, "" where there are none."""
    parts = [schema.guidelines]
    for layer in schema.layers:
        parts += _section(layer)
    said = [part for part in parts if part]
    return "\n\n".join([f"# {title}", *said]) + "\n" if said else ""


def write_guidelines(toml: str, words: Guidelines) -> str:
    """A schema's TOML with these guidelines and no others; comments and order stay.

    Raise SchemaError where it is written in another way than as tables with a line for each entry.
    """
    wanted = with_guidelines(parse_schema(toml), {p: _clean(w) for p, w in words.items()})
    lines, starts = toml.split("\n"), entry_lines(toml)
    gone = _lines_of_guidelines(lines, starts)
    behind = _new_lines(wanted)
    for path in behind:
        if path not in starts:
            raise SchemaError(1, "guidelines can be added only below lines of [[layer]] tables")
    added = {starts[path] - 1: text for path, text in behind.items()}
    kept: list[str] = []
    for number, line in enumerate(lines):
        kept += [] if number in gone else [line]
        kept += [added[number]] if number in added else []
    written = "\n".join(kept)
    if parse_schema(written) != wanted:
        raise SchemaError(1, "guidelines can be written only as entries with a line of their own")
    return written


_Path = tuple[str | int, ...]
_NAMES = {"guideline", "guidelines"}
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def _explained(layer: Layer, words: Guidelines) -> Layer:
    attributes = tuple(
        replace(
            attribute,
            guidelines=tuple(
                (value, said)
                for value in attribute.values
                if (said := words.get(GuidelinePlace(layer.id, attribute.id, value), ""))
            ),
        )
        for attribute in layer.attributes
    )
    said = words.get(GuidelinePlace(layer.id), "")
    return replace(layer, guideline=said, attributes=attributes)


def _section(layer: Layer) -> Iterator[str]:
    values = [
        f"- **{attribute.name}: {value}**. {' '.join(words.split())}"
        for attribute in layer.attributes
        for value, words in attribute.guidelines
    ]
    if layer.guideline or values:
        yield f"## {layer.name} (`{layer.key}`)"
        yield layer.guideline
        yield "\n".join(values)


def _clean(words: str) -> str:
    return _NO_TEXT.sub("\ufffd", words.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _lines_of_guidelines(lines: list[str], starts: Mapping[_Path, int]) -> set[int]:
    """The numbers, from 0, of the lines that guidelines take."""
    found: set[int] = set()
    for path, number in starts.items():
        if _NAMES.isdisjoint(path):
            continue
        end = number if isinstance(path[-1], int) else _end(lines, number - 1)
        found |= set(range(number - 1, end))
    return found


def _end(lines: list[str], start: int) -> int:
    """Where an entry that begins in a line ends: the number of the next line."""
    for end in range(start + 1, len(lines) + 1):
        try:
            tomllib.loads("\n".join(lines[start:end]))
        except tomllib.TOMLDecodeError:
            continue
        return end
    return start + 1


def _new_lines(schema: Schema) -> dict[_Path, str]:
    """What is written behind which entry."""
    found: dict[_Path, str] = {}
    if schema.guidelines:
        found["name",] = f"guidelines = {_long(schema.guidelines)}"
    for n, layer in enumerate(schema.layers):
        if layer.guideline:
            found["layer", n, "id"] = f"guideline = {_long(layer.guideline)}"
        for m, attribute in enumerate(layer.attributes):
            if attribute.guidelines:
                pairs = ", ".join(
                    f"{_short(v)} = {_short(said)}" for v, said in attribute.guidelines
                )
                found["layer", n, "attribute", m, "id"] = f"guideline = {{ {pairs} }}"
    return found


def _short(words: str) -> str:
    # A JSON text is a TOML one, for _clean leaves no character out that TOML forbids alone.
    return json.dumps(words, ensure_ascii=False)


def _long(words: str) -> str:
    """On lines of its own, so that it can be read there."""
    if "\n" not in words:
        return _short(words)
    lines = [json.dumps(line, ensure_ascii=False)[1:-1] for line in words.split("\n")]
    return '"""\n' + "\n".join(lines) + '"""'
