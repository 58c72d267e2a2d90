"""JSON objects of `pullquote/1` back into records: what does not fit is refused by name."""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any, get_args

from pullquote.adjudication.values import Outcome
from pullquote.errors import PullquoteError
from pullquote.exchange import fields
from pullquote.exchange.corpus import (
    AdjudicationRecord,
    AnnotationRecord,
    DocumentRecord,
    FileRecord,
    PassageRecord,
    RejectionRecord,
    RelationRecord,
    StateRecord,
    arranged,
    pairs,
)
from pullquote.exchange.errors import (
    AlreadyInFile,
    BadField,
    EndMissing,
    OtherFormat,
    SpanCutsCharacter,
    SpanOutsideText,
    TextChanged,
    TextNotPlain,
    WordsDiffer,
)
from pullquote.exchange.fields import Row
from pullquote.exchange.manifest import JSONL
from pullquote.model.values import (
    Origin,
    Published,
    PublishedFrom,
    StateValue,
)
from pullquote.text.canonical import canonical
from pullquote.text.segments import grapheme_start

# What was refused (an annotation's id, a state's annotator; "" for the whole line), and why.
Refuse = Callable[[str, PullquoteError], None]

_ORIGINS: tuple[Origin, ...] = get_args(Origin)
_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
_STATES: tuple[StateValue, ...] = get_args(StateValue)
_SOURCES: tuple[PublishedFrom, ...] = get_args(PublishedFrom)


def document(row: Row, refuse: Refuse, *, cut: bool = False) -> DocumentRecord:
    """The record of one line; parts that do not fit are handed to `refuse` and left out.

    With `cut`, labels may cut through a character. Raises PullquoteError where the line as a whole
    cannot be taken.
    """
    found = fields.text(row, "format", "")
    if found != JSONL:
        raise OtherFormat(found=found, known=JSONL)
    text = _text(row)
    annotations = _annotations(row, text, refuse, cut)
    return arranged(
        DocumentRecord(
            uid=fields.name(row, "document"),
            name=fields.text(row, "name"),
            text=text,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
            title=fields.text(row, "title", ""),
            external_id=fields.text_or_none(row, "external_id"),
            source=fields.text_or_none(row, "source"),
            url=fields.text_or_none(row, "url"),
            language=fields.text_or_none(row, "language"),
            published=_published(row),
            version_of=fields.text_or_none(row, "version_of"),
            excluded=fields.text_or_none(row, "excluded"),
            file=_file(fields.record_or_none(row, "file") or {}),
            metadata=pairs(fields.strings(row, "metadata")),
            states=_each(row, "states", "annotator", _state, refuse),
            annotations=annotations,
            relations=_relations(row, annotations, refuse),
            rejections=_each(row, "rejections", "annotator", partial(_rejection, text), refuse),
            adjudications=_each(row, "adjudications", "id", _adjudication, refuse),
            passages=_each(row, "passages", "cluster", _passage, refuse),
        )
    )


def cuts_character(text: str, start: int, end: int) -> bool:
    """Whether one of the ends stands inside what a reader sees as one character."""
    return grapheme_start(text, start) != start or grapheme_start(text, end) != end


def _text(row: Row) -> str:
    text = row.get("text")
    if not isinstance(text, str):
        raise BadField(key="text", expected="text")
    if canonical(text).text != text:
        raise TextNotPlain
    expected = fields.text(row, "text_sha256", "")
    if expected and expected != hashlib.sha256(text.encode()).hexdigest():
        raise TextChanged
    return text


def _annotations(row: Row, text: str, refuse: Refuse, cut: bool) -> tuple[AnnotationRecord, ...]:
    taken: list[AnnotationRecord] = []
    uids: set[str] = set()
    places: set[tuple[str, str, int, int]] = set()
    for item in fields.rows(row, "annotations"):
        try:
            found = _annotation(fields.record(item, "annotations"), text)
            place = (found.annotator, found.layer, found.start, found.end)
            if found.uid in uids or place in places:
                raise AlreadyInFile(what="label")
            if not cut and cuts_character(text, found.start, found.end):
                raise SpanCutsCharacter(start=found.start, end=found.end)
        except PullquoteError as problem:
            refuse(_called(item, "id"), problem)
        else:
            uids.add(found.uid)
            places.add(place)
            taken.append(found)
    return tuple(taken)


def _annotation(row: Row, text: str) -> AnnotationRecord:
    start, end = fields.whole(row, "start"), fields.whole(row, "end")
    _check_span(text, start, end, fields.text_or_none(row, "text"))
    return AnnotationRecord(
        uid=fields.name(row, "id"),
        annotator=fields.name(row, "annotator"),
        layer=fields.name(row, "layer"),
        start=start,
        end=end,
        attributes=pairs(fields.strings(row, "attributes")),
        speaker=fields.text_or_none(row, "speaker"),
        note=fields.text_or_none(row, "note"),
        origin=fields.choice(row, "origin", _ORIGINS, "imported"),
        rule=fields.text_or_none(row, "rule"),
        confidence=fields.share_or_none(row, "confidence"),
        carried_from=fields.text_or_none(row, "carried_from"),
        created_by=fields.text_or_none(row, "created_by"),
        created_at=fields.text(row, "created_at", ""),
        changed_at=fields.text(row, "changed_at", ""),
    )


def _check_span(text: str, start: int, end: int, words: str | None) -> None:
    if not start < end <= len(text):
        raise SpanOutsideText(start=start, end=end, length=len(text))
    if words is not None and words != text[start:end]:
        raise WordsDiffer(start=start, end=end, found=text[start:end][:60], expected=words[:60])


def _relations(
    row: Row, annotations: tuple[AnnotationRecord, ...], refuse: Refuse
) -> tuple[RelationRecord, ...]:
    owners = {annotation.uid: annotation.annotator for annotation in annotations}

    def relation(item: Row) -> RelationRecord:
        found = RelationRecord(
            uid=fields.name(item, "id"),
            annotator=fields.name(item, "annotator"),
            kind=fields.name(item, "kind"),
            head=fields.name(item, "head"),
            tail=fields.name(item, "tail"),
            role=fields.text(item, "role", ""),
            created_at=fields.text(item, "created_at", ""),
        )
        ends = {owners.get(found.head), owners.get(found.tail)}
        if ends != {found.annotator} or found.head == found.tail:
            raise EndMissing
        return found

    return _each(row, "relations", "id", relation, refuse)


def _state(row: Row) -> StateRecord:
    return StateRecord(
        annotator=fields.name(row, "annotator"),
        value=fields.choice(row, "state", _STATES, "in_progress"),
        reason=fields.text_or_none(row, "reason"),
        at=fields.text(row, "at", ""),
    )


def _rejection(text: str, row: Row) -> RejectionRecord:
    start, end = fields.whole(row, "start"), fields.whole(row, "end")
    _check_span(text, start, end, None)
    return RejectionRecord(
        annotator=fields.name(row, "annotator"),
        layer=fields.name(row, "layer"),
        start=start,
        end=end,
        value=fields.text(row, "value", ""),
    )


def _adjudication(row: Row) -> AdjudicationRecord:
    sources = (fields.record(item, "sources") for item in fields.rows(row, "sources"))
    return AdjudicationRecord(
        uid=fields.name(row, "id"),
        outcome=fields.choice(row, "outcome", _OUTCOMES, "edited"),
        sources=tuple((fields.name(s, "annotation"), fields.text(s, "content")) for s in sources),
        taken=fields.names(row, "taken"),
        results=fields.names(row, "results"),
        note=fields.text_or_none(row, "note"),
        by=fields.text_or_none(row, "by"),
        at=fields.text(row, "at", ""),
    )


def _passage(row: Row) -> PassageRecord:
    return PassageRecord(
        start=fields.whole(row, "start"),
        end=fields.whole(row, "end"),
        cluster=fields.name(row, "cluster"),
        copy=fields.whole(row, "copy"),
    )


def _published(row: Row) -> Published:
    evidence = fields.record_or_none(row, "published_evidence") or {}
    return Published(
        value=fields.text_or_none(row, "published"),
        source=fields.choice(row, "published_from", _SOURCES, "unknown"),
        evidence=fields.text(evidence, "words", ""),
        start=fields.whole_or_none(evidence, "start"),
        end=fields.whole_or_none(evidence, "end"),
    )


def _file(row: Row) -> FileRecord:
    return FileRecord(
        sha256=fields.text(row, "sha256", ""),
        path=fields.text(row, "path", ""),
        row=fields.whole(row, "row", 0),
        encoding=fields.text(row, "encoding", "utf-8"),
        newline=fields.text(row, "newline", "lf"),
        reader=fields.text(row, "reader", ""),
        replaced=fields.whole(row, "replaced", 0),
    )


def _each(
    row: Row, key: str, called: str, take: Callable[[Row], Any], refuse: Refuse
) -> tuple[Any, ...]:
    taken = []
    for item in fields.rows(row, key):
        try:
            taken.append(take(fields.record(item, key)))
        except PullquoteError as problem:
            refuse(f"{key}: {_called(item, called)}", problem)
    return tuple(taken)


def _called(item: object, key: str) -> str:
    value = item.get(key, "") if isinstance(item, dict) else ""
    return value[:80] if isinstance(value, str) else ""
