"""JSON lines: an object a line, one document each."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from pullquote.model.values import NewDocument
from pullquote.reading.columns import choose_columns, fields_of, glance
from pullquote.reading.documents import new_document
from pullquote.reading.encodings import Decoded, decoded_lines
from pullquote.reading.errors import (
    BrokenLine,
    ColumnMissing,
    LineWithoutField,
    NoTextColumn,
    ReadingError,
)
from pullquote.reading.values import Field, ReadOptions, Skipped, Source, TableColumns

_PEEKED_AT = 20
# Around lines that are a list of objects.
_BRACKETS = {"[", "]"}


def read(source: Source, options: ReadOptions) -> Iterator[NewDocument | Skipped]:
    """Fields are guessed line by line, as lines may have different ones."""
    with source.path.open("rb") as file:
        for number, (raw, decoded) in enumerate(decoded_lines(source, file, options.encoding), 1):
            if raw.isspace() or decoded.text.strip() in _BRACKETS:
                continue
            try:
                yield _document(source, raw, decoded, number, options)
            except ReadingError as error:
                yield Skipped(source.origin, number, error)


def peek(source: Source) -> TableColumns:
    """The fields of the first lines that can be read, in order of appearance."""
    records: list[Mapping[str, str]] = []
    with source.path.open("rb") as file:
        for number, (raw, decoded) in islice(enumerate(decoded_lines(source, file), 1), _PEEKED_AT):
            try:
                records.append({} if raw.isspace() else _record(source, decoded.text, number))
            except ReadingError:
                continue
    names = dict.fromkeys(name for record in records for name in record)
    first = next(filter(None, records), {})
    return glance(names, (first.get(name, "") for name in names))


def _document(
    source: Source, raw: bytes, decoded: Decoded, number: int, options: ReadOptions
) -> NewDocument:
    record = _record(source, decoded.text, number)
    try:
        columns = _columns(source, record, options)
    except (ColumnMissing, NoTextColumn) as error:
        column = {"column": "text", **error.values, "line": number}
        raise LineWithoutField(**column) from None
    fields = fields_of(record, columns)
    return new_document(
        source,
        raw,
        replace(decoded, text=record[columns["text"]]),
        reader="jsonl 1",
        limits=options.limits,
        fields=fields,
        row=number,
        may_be_escaped=True,
        name=fields.external_id or f"{source.name}:{number}",
    )


def _columns(
    source: Source, record: Mapping[str, str], options: ReadOptions
) -> Mapping[Field, str]:
    """Of the fields that have a value, if the text is among them, else of all."""
    try:
        return choose_columns(source, filter(record.get, record), options.columns)
    except (ColumnMissing, NoTextColumn):
        return choose_columns(source, record, options.columns)


def _record(source: Source, line: str, number: int) -> dict[str, str]:
    try:
        # Between the brackets of a list each line but the last ends in a comma.
        value = json.loads(line.rstrip().removesuffix(","))
        if isinstance(value, dict):
            return dict(_flat(value))
        why = f"it is a {type(value).__name__}"
    except json.JSONDecodeError as error:
        why = f"{error.msg.removesuffix(' at')} at character {error.pos + 1}"
    except (ValueError, RecursionError) as error:
        why = "a number is too long" if isinstance(error, ValueError) else "it is nested too deeply"
    raise BrokenLine(file=source.name, line=number, why=why)


def _flat(value: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Names to text, with the members of an object inside as "outer.inner", null as "".

    A list of texts, or of objects that hold one, is one text, a paragraph each.
    """
    for name, member in value.items():
        if isinstance(member, dict):
            yield from _flat(member, f"{prefix}{name}.")
        elif isinstance(member, str):
            yield prefix + name, member
        elif isinstance(member, list) and (paragraphs := _paragraphs(member)):
            yield prefix + name, "\n".join(paragraphs)
        else:
            yield prefix + name, "" if member is None else json.dumps(member, ensure_ascii=False)


_PARAGRAPH = ("text", "p", "paragraph", "content")


def _paragraphs(members: list[Any]) -> list[str]:
    """Their texts if each is one or holds one, else none; of lists inside, their sentences."""
    found: list[str] = []
    for member in members:
        said = member
        if isinstance(member, list) and all(isinstance(part, str) for part in member):
            said = " ".join(member)
        if isinstance(member, dict):
            said = next((member[name] for name in _PARAGRAPH if name in member), None)
        if not isinstance(said, str):
            return []
        found.append(said)
    return found
