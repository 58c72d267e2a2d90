"""JSON: an object a line, one document each; or one list of objects, written in any lines."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from pullquote.model.values import NewDocument
from pullquote.reading.columns import choose_columns, fields_of, glance
from pullquote.reading.day_order import DayOrder, find_order
from pullquote.reading.documents import new_document
from pullquote.reading.encodings import Decoded, decode, decoded_lines
from pullquote.reading.errors import (
    BrokenLine,
    BrokenMember,
    ColumnMissing,
    LineWithoutField,
    NoTextColumn,
    ReadingError,
    TableOfExport,
)
from pullquote.reading.file_access import read_bytes
from pullquote.reading.values import Field, Limits, ReadOptions, Skipped, Source, TableColumns

_PEEKED_AT = 20
# Around lines that are a list of objects.
_BRACKETS = {"[", "]"}


def read(source: Source, options: ReadOptions) -> Iterator[NewDocument | Skipped]:
    """Fields are guessed line by line, as lines may have different ones."""
    if (members := _members(source, options.limits, options.encoding)) is not None:
        yield from _read_members(source, members, options)
        return
    order = cache(lambda: find_order(_days_of_lines(source, options)))
    with source.path.open("rb") as file:
        for number, (raw, decoded) in enumerate(decoded_lines(source, file, options.encoding), 1):
            if raw.isspace() or decoded.text.strip() in _BRACKETS:
                continue
            try:
                record = _record(source, decoded.text, number)
                yield _document(source, raw, decoded, number, record, options, order)
            except ReadingError as error:
                yield Skipped(source.origin, number, error)


def peek(source: Source) -> TableColumns:
    """The fields of the first lines that can be read, in order of appearance."""
    records: list[Mapping[str, str]] = []
    if (members := _members(source, Limits())) is not None:
        some = [member for member in members.found[:_PEEKED_AT] if isinstance(member, dict)]
        return _glance([dict(_flat(member)) for member in some])
    with source.path.open("rb") as file:
        for number, (raw, decoded) in islice(enumerate(decoded_lines(source, file), 1), _PEEKED_AT):
            try:
                records.append({} if raw.isspace() else _record(source, decoded.text, number))
            except ReadingError:
                continue
    return _glance(records)


def _glance(records: Sequence[Mapping[str, str]]) -> TableColumns:
    names = dict.fromkeys(name for record in records for name in record)
    first = next(filter(None, records), {})
    return glance(names, (first.get(name, "") for name in names))


def _days_of_lines(source: Source, options: ReadOptions) -> Iterator[str]:
    with source.path.open("rb") as file:
        for number, (_, decoded) in enumerate(decoded_lines(source, file, options.encoding), 1):
            with suppress(ReadingError):
                yield _day_of(source, _record(source, decoded.text, number), options)


def _day_of(source: Source, record: Mapping[str, str], options: ReadOptions) -> str:
    try:
        return record.get(_columns(source, record, options).get("published", ""), "")
    except (ColumnMissing, NoTextColumn):
        return ""


def _document(
    source: Source,
    raw: bytes,
    decoded: Decoded,
    number: int,
    record: Mapping[str, str],
    options: ReadOptions,
    order: Callable[[], DayOrder | None],
) -> NewDocument:
    try:
        columns = _columns(source, record, options)
    except (ColumnMissing, NoTextColumn) as error:
        column = {"column": "text", **error.values, "line": number}
        raise LineWithoutField(**column) from None
    fields = fields_of(record, columns, order)
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


class _Members(NamedTuple):
    """Those of the one list of a file, and how the file was decoded."""

    found: list[Any]
    decoded: Decoded


def _members(source: Source, limits: Limits, encoding: str = "") -> _Members | None:
    """None for a file with an object a line, and for one that is no JSON as a whole.

    What is one object is a list of itself, unless it holds one list of objects.
    """
    if source.path.stat().st_size > limits.file or not _may_be_whole(source):
        return None
    raw = read_bytes(source, limits)
    decoded = decode(raw, asked=encoding)
    try:
        value = json.loads(decoded.text.removeprefix("\ufeff")) if decoded else None
    except (ValueError, RecursionError):
        return None
    if isinstance(value, dict):
        if str(value.get("format", "")).startswith("pullquote-"):
            raise TableOfExport(file=source.name)
        held = [m for m in value.values() if isinstance(m, list) and m and isinstance(m[0], dict)]
        named = any(isinstance(m, str) and len(m) > _NO_LIST for m in value.values())
        value = held[0] if len(held) == 1 and not named else [value]
    return _Members(value, decoded) if isinstance(value, list) and decoded else None


# Characters of a text that stands beside lists: the object is a document then.
_NO_LIST = 200


def _may_be_whole(source: Source) -> bool:
    """Whether its name says so, or the first line that holds more than brackets is no object by
    itself.
    """
    with source.path.open("rb") as file:
        start = file.read(_LARGEST_LINE)
    lines = [line for line in start.removeprefix(b"\xef\xbb\xbf").split(b"\n") if line.strip()]
    if not lines or lines[0].lstrip()[:1] not in (b"{", b"["):
        return False
    if source.path.suffix.lower() == ".json":
        return True
    first = next((line for line in lines if line.strip() not in (b"[", b"]")), b"")
    try:
        return not isinstance(json.loads(first.strip().removesuffix(b",")), dict)
    except (ValueError, RecursionError):
        return True


_LARGEST_LINE = 2**20


def _read_members(
    source: Source, members: _Members, options: ReadOptions
) -> Iterator[NewDocument | Skipped]:
    records = (dict(_flat(member)) for member in members.found if isinstance(member, dict))
    order = cache(lambda: find_order(_day_of(source, record, options) for record in records))
    for number, member in enumerate(members.found, 1):
        raw = json.dumps(member, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
        try:
            if not isinstance(member, dict):
                raise BrokenMember(file=source.name, number=number, why=type(member).__name__)
            record = dict(_flat(member))
            yield _document(source, raw, members.decoded, number, record, options, order)
        except ReadingError as error:
            yield Skipped(source.origin, number, error)


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
