"""Lines of `pullquote/1` back into records: what does not fit is refused by name.

A line that is as it should be is decoded at once. Any other is taken apart, so that one bad label
is named and the rest comes in, and so that the sentence is ours.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec.structs import fields, replace

from pullquote.errors import Problem, PullquoteError
from pullquote.exchange.corpus import arranged_document
from pullquote.exchange.errors import (
    AlreadyInFile,
    BadField,
    BrokenExportLine,
    OtherFormat,
)
from pullquote.exchange.files import has_half_character
from pullquote.exchange.records import (
    VERSION,
    AnnotationRecord,
    DecisionRecord,
    DocumentRecord,
    Record,
    RejectionRecord,
    RelationRecord,
)
from pullquote.model.values import ABOUT_TWO_STRETCHES
from pullquote.text.canonical import canonical
from pullquote.text.segments import grapheme_start

# What was refused (an annotation's id, a state's annotator; "" for the whole line), and why.
RefuseField = Callable[[str, PullquoteError], None]
Row = Mapping[str, Any]
R = TypeVar("R", bound=Record)

# NUL, which no text holds here, and halves of surrogate pairs: msgspec lets some of them through.
_SUSPECT = re.compile(rb"\\u(?:0000|[dD][89abAB])")


def decode_document(line: bytes, refuse: RefuseField, *, cut: bool = False) -> DocumentRecord:
    """The record of one line; parts that do not fit are handed to `refuse` and left out.

    With `cut`, labels may cut through a character. Raises BrokenExportLine, OtherFormat, BadField,
    and Problem where the line as a whole cannot be taken.
    """
    found = _decoded(line, DocumentRecord)
    if found is None:
        found = _document(_parsed(line), refuse)
    elif found.format != VERSION:
        raise OtherFormat(found=found.format[:40], known=VERSION)
    else:
        _check_text(found.text, found.text_sha256)
    return arranged_document(_checked(found, refuse, cut))


def decode_line(line: bytes, kind: type[R]) -> R:
    """The record of one line. Raises BrokenExportLine and BadField."""
    found = _decoded(line, kind)
    return fitted(_parsed(line), kind) if found is None else found


def fitted(value: object, kind: type[R], key: str = "") -> R:
    """The record of a JSON object under `key`, where null is the same as missing.

    Raises BadField, which names the first field that does not fit.
    """
    if not isinstance(value, dict):
        raise BadField(key=key, expected="an object")
    try:
        return msgspec.convert(_marked(value), kind)
    except msgspec.ValidationError:
        row = _without_nulls(_marked(value))
    try:
        return msgspec.convert(row, kind)
    except msgspec.ValidationError:
        raise _misfit(row, kind) from None


def check_decision(decision: DecisionRecord) -> DecisionRecord:
    """Raises BadField where it has a second passage and should not, or the other way round."""
    if (decision.b_text is None) == (decision.kind in ABOUT_TWO_STRETCHES):
        raise BadField(key="b_text", expected="there for a decision about two passages only")
    if decision.a_start >= decision.a_end:
        raise BadField(key="a_end", expected="after the start")
    if decision.b_text is not None and (decision.b_start or 0) >= (decision.b_end or 0):
        raise BadField(key="b_end", expected="after the start")
    return decision


def listed(row: Row, key: str) -> list[Any]:
    """Empty where the key is missing or null. Raises BadField where it is no list."""
    value = row.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadField(key=key, expected="a list")
    return value


def cuts_character(text: str, start: int, end: int) -> bool:
    """Whether one of the ends stands inside what a reader sees as one character."""
    return grapheme_start(text, start) != start or grapheme_start(text, end) != end


def _decoded(line: bytes, kind: type[R]) -> R | None:
    """None for what has to be looked at more closely."""
    if b"\\u" in line and _SUSPECT.search(line):
        return None
    try:
        # Keys that nobody knows are skipped, and not looked at.
        line.decode()
        found: R = msgspec.json.decode(line, type=kind)
    except (ValueError, RecursionError):
        return None
    return found


# Stands for what no record can hold, so that it fits nowhere: NaN, infinities, texts with NUL.
_NOTHING = object()


def _parsed(line: bytes) -> Row:
    """The object of one line. Raises BrokenExportLine."""
    try:
        value = json.loads(line.decode(), parse_constant=lambda _said: _NOTHING)
        broken = b"\\u" in line and has_half_character(value)
    except RecursionError:
        raise BrokenExportLine(reason="it is nested too deeply") from None
    except UnicodeDecodeError:
        raise BrokenExportLine(reason="it is not UTF-8") from None
    except ValueError as error:
        raise BrokenExportLine(reason=error) from None
    if broken:
        raise BrokenExportLine(reason="it holds half a character")
    if not isinstance(value, dict):
        raise BrokenExportLine(reason="it is something else")
    return value


# The lists of a document, whose members are taken or refused one by one.
_PARTS: Mapping[str, type[Record]] = {
    field.encode_name: get_args(field.type)[0]
    for field in fields(DocumentRecord)
    if get_origin(field.type) is tuple
}


def _document(row: Row, refuse: RefuseField) -> DocumentRecord:
    version = row.get("format")
    if version != VERSION:
        raise OtherFormat(found=str(version or "")[:40], known=VERSION)
    text, digest = row.get("text"), row.get("text_sha256")
    if not isinstance(text, str):
        raise BadField(key="text", expected="text")
    _check_text(text, digest if isinstance(digest, str) else "")
    parts = {key: _each(row, key, kind, refuse) for key, kind in _PARTS.items()}
    whole = fitted({k: v for k, v in row.items() if k not in parts}, DocumentRecord)
    return replace(whole, **parts)


def _each(row: Row, key: str, kind: type[R], refuse: RefuseField) -> tuple[R, ...]:
    taken = []
    for item in listed(row, key):
        try:
            taken.append(fitted(item, kind, key))
        except PullquoteError as problem:
            name = item.get(kind.called, "") if isinstance(item, dict) else ""
            refuse(_named(key, name[:80] if isinstance(name, str) else ""), problem)
    return tuple(taken)


def _named(key: str, name: str) -> str:
    return name if key == "annotations" else f"{key}: {name}"


def _marked(value: Any) -> Any:  # noqa: ANN401
    """The same JSON value with what fits nowhere in place of texts that hold NUL."""
    if isinstance(value, dict):
        return {key: _marked(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_marked(inner) for inner in value]
    return _NOTHING if isinstance(value, str) and "\0" in value else value


def _without_nulls(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    return [_without_nulls(inner) for inner in value] if isinstance(value, list) else value


def _misfit(row: Row, kind: type[Record]) -> BadField:
    """Why a row is no such record: its first field that does not fit."""
    for field in fields(kind):
        key = field.encode_name
        if key in row:
            problem = _problem(key, row[key], field.type)
            if problem is not None:
                return problem
        elif field.required:
            return BadField(key=key, expected=_expected(field.type))
    return BadField(key=kind.__name__, expected="a record")


def _problem(key: str, value: object, kind: Any) -> BadField | None:  # noqa: ANN401
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        pass
    else:
        return None
    kind = _without_none(kind)
    inner = next(iter(get_args(kind)), None)
    if isinstance(kind, type) and issubclass(kind, Record) and isinstance(value, dict):
        return _misfit(value, kind)
    if get_origin(kind) is dict and isinstance(value, dict):
        return next(filter(None, (_problem(k, v, get_args(kind)[1]) for k, v in value.items())))
    if isinstance(inner, type) and issubclass(inner, Record) and isinstance(value, list):
        return next(filter(None, (_problem(key, item, inner) for item in value)))
    return BadField(key=key, expected=_expected(kind))


def _without_none(kind: Any) -> Any:  # noqa: ANN401
    if get_origin(kind) in {Union, UnionType}:
        return next(inner for inner in get_args(kind) if inner is not NoneType)
    return kind


def _expected(kind: Any) -> str:  # noqa: ANN401
    """What a value of this type is, in words."""
    kind = _without_none(kind)
    if get_origin(kind) is Annotated:
        return next((m.description for m in get_args(kind)[1:] if m.description), "text")
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(get_args(kind))
    if get_origin(kind) is tuple:
        of_records = isinstance(get_args(kind)[0], type) and issubclass(get_args(kind)[0], Record)
        return "a list" if of_records else "a list of texts"
    return {str: "text", float: "a number"}.get(kind, "an object")


def _check_text(text: str, expected: str) -> None:
    if canonical(text).text != text:
        raise Problem(
            "its text holds carriage returns, NUL, half characters or a byte order mark, "
            "so the offsets cannot be trusted"
        )
    if expected and expected != hashlib.sha256(text.encode()).hexdigest():
        raise Problem("its text is not the one that was labelled: the SHA-256 differs")


def _checked(document: DocumentRecord, refuse: RefuseField, cut: bool) -> DocumentRecord:
    """The document without labels and relations that cannot stand in its text."""
    labels = _annotations(document, refuse, cut)
    owners = {label.uid: label.annotator for label in labels}
    rejections = _sound(
        document.rejections, lambda no: _check_span(document.text, no), "rejections", refuse
    )
    relations = _sound(
        document.relations, lambda relation: _check_ends(relation, owners), "relations", refuse
    )
    digest = document.text_sha256 or hashlib.sha256(document.text.encode()).hexdigest()
    return replace(
        document,
        text_sha256=digest,
        annotations=labels,
        relations=relations,
        rejections=rejections,
    )


def _sound(
    records: Iterable[R], check: Callable[[R], None], key: str, refuse: RefuseField
) -> tuple[R, ...]:
    taken = []
    for record in records:
        try:
            check(record)
        except PullquoteError as problem:
            refuse(_named(key, _name(record)), problem)
        else:
            taken.append(record)
    return tuple(taken)


def _name(record: Record) -> str:
    field = next(field for field in fields(record) if field.encode_name == record.called)
    return str(getattr(record, field.name))[:80]


def _annotations(
    document: DocumentRecord, refuse: RefuseField, cut: bool
) -> tuple[AnnotationRecord, ...]:
    text = document.text
    uids: set[str] = set()
    places: set[tuple[str, str, int, int]] = set()

    def check(label: AnnotationRecord) -> None:
        _check_span(text, label, label.text)
        place = (label.annotator, label.layer, label.start, label.end)
        if label.uid in uids or place in places:
            raise AlreadyInFile(what="label")
        if not cut and cuts_character(text, label.start, label.end):
            said = "{start} to {end} cuts through a character"
            raise Problem(said, start=label.start, end=label.end)
        uids.add(label.uid)
        places.add(place)

    return _sound(document.annotations, check, "annotations", refuse)


def _check_span(
    text: str, record: AnnotationRecord | RejectionRecord, words: str | None = None
) -> None:
    start, end = record.start, record.end
    if not start < end <= len(text):
        raise Problem(
            "{start} to {end} is not a stretch of a text of {length} characters",
            start=start, end=end, length=len(text),
        )  # fmt: skip
    if words is not None and words != text[start:end]:
        raise Problem(
            "{start} to {end} says “{found}” and not “{expected}”",
            start=start, end=end, found=text[start:end][:60], expected=words[:60],
        )  # fmt: skip


def _check_ends(relation: RelationRecord, owners: Mapping[str, str]) -> None:
    ends = {owners.get(relation.head), owners.get(relation.tail)}
    if ends != {relation.annotator} or relation.head == relation.tail:
        raise Problem("it ties labels that are not there, or of two annotators")
