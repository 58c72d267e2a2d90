"""JSON objects of `pullquote/1` back into records: what does not fit is refused by name."""

import hashlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar, get_args

from pullquote.adjudication.values import Outcome
from pullquote.errors import PullquoteError
from pullquote.exchange.corpus import (
    AdjudicationRecord,
    AliasRecord,
    AnnotationRecord,
    AnnotatorRecord,
    DecisionRecord,
    DocumentRecord,
    FileRecord,
    PassageRecord,
    RejectionRecord,
    RelationRecord,
    RepresentsRecord,
    SpeakerRecord,
    StateRecord,
    arranged_document,
    sorted_pairs,
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
from pullquote.exchange.jsonl_encoder import VERSION
from pullquote.model.values import (
    ABOUT_TWO_STRETCHES,
    AnnotatorKind,
    DecisionKind,
    Origin,
    Published,
    PublishedFrom,
    SpeakerKind,
    StateValue,
    ToCheck,
)
from pullquote.text.canonical import canonical
from pullquote.text.segments import grapheme_start

# What was refused (an annotation's id, a state's annotator; "" for the whole line), and why.
RefuseField = Callable[[str, PullquoteError], None]

_ORIGINS: tuple[Origin, ...] = get_args(Origin)
_REASONS: tuple[ToCheck, ...] = get_args(ToCheck)
_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
_STATES: tuple[StateValue, ...] = get_args(StateValue)
_SOURCES: tuple[PublishedFrom, ...] = get_args(PublishedFrom)

Row = Mapping[str, Any]


def decode_document(row: Row, refuse: RefuseField, *, cut: bool = False) -> DocumentRecord:
    """The record of one line; parts that do not fit are handed to `refuse` and left out.

    With `cut`, labels may cut through a character. Raises PullquoteError where the line as a whole
    cannot be taken.
    """
    found = take_text(row, "format", "")
    if found != VERSION:
        raise OtherFormat(found=found, known=VERSION)
    text = _text(row)
    annotations = _annotations(row, text, refuse, cut)
    return arranged_document(
        DocumentRecord(
            uid=take_name(row, "document"),
            name=take_text(row, "name"),
            text=text,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
            title=take_text(row, "title", ""),
            external_id=take_text_or_none(row, "external_id"),
            source=take_text_or_none(row, "source"),
            url=take_text_or_none(row, "url"),
            language=take_text_or_none(row, "language"),
            published=_published(row),
            version_of=take_text_or_none(row, "version_of"),
            excluded=take_text_or_none(row, "excluded"),
            file=_file(take_record_or_none(row, "file") or {}),
            metadata=sorted_pairs(take_strings(row, "metadata")),
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
    expected = take_text(row, "text_sha256", "")
    if expected and expected != hashlib.sha256(text.encode()).hexdigest():
        raise TextChanged
    return text


def _annotations(
    row: Row, text: str, refuse: RefuseField, cut: bool
) -> tuple[AnnotationRecord, ...]:
    taken: list[AnnotationRecord] = []
    uids: set[str] = set()
    places: set[tuple[str, str, int, int]] = set()
    for item in take_rows(row, "annotations"):
        try:
            found = _annotation(take_record(item, "annotations"), text)
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
    start, end = take_whole(row, "start"), take_whole(row, "end")
    _check_span(text, start, end, take_text_or_none(row, "text"))
    return AnnotationRecord(
        uid=take_name(row, "id"),
        annotator=take_name(row, "annotator"),
        layer=take_name(row, "layer"),
        start=start,
        end=end,
        attributes=sorted_pairs(take_strings(row, "attributes")),
        speaker=take_text_or_none(row, "speaker"),
        note=take_text_or_none(row, "note"),
        origin=take_choice(row, "origin", _ORIGINS, "imported"),
        rule=take_text_or_none(row, "rule"),
        confidence=take_share_or_none(row, "confidence"),
        carried_from=take_text_or_none(row, "carried_from"),
        created_by=take_text_or_none(row, "created_by"),
        created_at=take_text(row, "created_at", ""),
        changed_at=take_text(row, "changed_at", ""),
        confirmed_at=take_text_or_none(row, "confirmed_at"),
        to_check=take_choice_or_none(row, "to_check", _REASONS),
    )


def _check_span(text: str, start: int, end: int, words: str | None) -> None:
    if not start < end <= len(text):
        raise SpanOutsideText(start=start, end=end, length=len(text))
    if words is not None and words != text[start:end]:
        raise WordsDiffer(start=start, end=end, found=text[start:end][:60], expected=words[:60])


def _relations(
    row: Row, annotations: tuple[AnnotationRecord, ...], refuse: RefuseField
) -> tuple[RelationRecord, ...]:
    owners = {annotation.uid: annotation.annotator for annotation in annotations}

    def relation(item: Row) -> RelationRecord:
        found = RelationRecord(
            uid=take_name(item, "id"),
            annotator=take_name(item, "annotator"),
            kind=take_name(item, "kind"),
            head=take_name(item, "head"),
            tail=take_name(item, "tail"),
            role=take_text(item, "role", ""),
            created_at=take_text(item, "created_at", ""),
            origin=take_choice(item, "origin", _ORIGINS, "imported"),
            rule=take_text_or_none(item, "rule"),
            confidence=take_share_or_none(item, "confidence"),
        )
        ends = {owners.get(found.head), owners.get(found.tail)}
        if ends != {found.annotator} or found.head == found.tail:
            raise EndMissing
        return found

    return _each(row, "relations", "id", relation, refuse)


def _state(row: Row) -> StateRecord:
    return StateRecord(
        annotator=take_name(row, "annotator"),
        value=take_choice(row, "state", _STATES, "in_progress"),
        reason=take_text_or_none(row, "reason"),
        at=take_text(row, "at", ""),
    )


def _rejection(text: str, row: Row) -> RejectionRecord:
    start, end = take_whole(row, "start"), take_whole(row, "end")
    _check_span(text, start, end, None)
    return RejectionRecord(
        annotator=take_name(row, "annotator"),
        layer=take_name(row, "layer"),
        start=start,
        end=end,
        value=take_text(row, "value", ""),
    )


def _adjudication(row: Row) -> AdjudicationRecord:
    sources = (take_record(item, "sources") for item in take_rows(row, "sources"))
    return AdjudicationRecord(
        uid=take_name(row, "id"),
        outcome=take_choice(row, "outcome", _OUTCOMES, "edited"),
        sources=tuple((take_name(s, "annotation"), take_text(s, "content")) for s in sources),
        taken=take_names(row, "taken"),
        results=take_names(row, "results"),
        note=take_text_or_none(row, "note"),
        by=take_text_or_none(row, "by"),
        at=take_text(row, "at", ""),
    )


def _passage(row: Row) -> PassageRecord:
    return PassageRecord(
        start=take_whole(row, "start"),
        end=take_whole(row, "end"),
        cluster=take_name(row, "cluster"),
        copy=take_whole(row, "copy"),
    )


def _published(row: Row) -> Published:
    evidence = take_record_or_none(row, "published_evidence") or {}
    return Published(
        value=take_text_or_none(row, "published"),
        source=take_choice(row, "published_from", _SOURCES, "unknown"),
        evidence=take_text(evidence, "words", ""),
        start=take_whole_or_none(evidence, "start"),
        end=take_whole_or_none(evidence, "end"),
        doubt=take_text_or_none(row, "published_doubt"),
    )


def _file(row: Row) -> FileRecord:
    return FileRecord(
        sha256=take_text(row, "sha256", ""),
        path=take_text(row, "path", ""),
        row=take_whole(row, "row", 0),
        part=take_whole(row, "part", 0),
        encoding=take_text(row, "encoding", "utf-8"),
        newline=take_text(row, "newline", "lf"),
        reader=take_text(row, "reader", ""),
        replaced=take_whole(row, "replaced", 0),
    )


def _each(
    row: Row, key: str, called: str, take: Callable[[Row], Any], refuse: RefuseField
) -> tuple[Any, ...]:
    taken = []
    for item in take_rows(row, key):
        try:
            taken.append(take(take_record(item, key)))
        except PullquoteError as problem:
            refuse(f"{key}: {_called(item, called)}", problem)
    return tuple(taken)


def _called(item: object, key: str) -> str:
    value = item.get(key, "") if isinstance(item, dict) else ""
    return value[:80] if isinstance(value, str) else ""


_SPEAKERS: tuple[SpeakerKind, ...] = get_args(SpeakerKind)
_ANNOTATORS: tuple[AnnotatorKind, ...] = get_args(AnnotatorKind)
_DECISIONS: tuple[DecisionKind, ...] = get_args(DecisionKind)


def decode_speaker(row: Row) -> SpeakerRecord:
    """Raises BadField."""
    return SpeakerRecord(
        uid=take_name(row, "speaker"),
        name=take_name(row, "name"),
        kind=take_choice(row, "kind", _SPEAKERS, "person"),
        note=take_text_or_none(row, "note"),
        external_ids=sorted_pairs(take_strings(row, "external_ids")),
        merged_into=take_text_or_none(row, "merged_into"),
        aliases=tuple(
            AliasRecord(
                uid=take_name(alias, "id"),
                form=take_name(alias, "form"),
                document=take_text_or_none(alias, "document"),
            )
            for alias in _each_of_project(row, "aliases")
        ),
        represents=tuple(
            RepresentsRecord(
                take_name(found, "id"),
                take_name(found, "institution"),
                take_text_or_none(found, "document"),
            )
            for found in _each_of_project(row, "represents")
        ),
    )


def decode_annotator(row: Row) -> AnnotatorRecord:
    """Raises BadField."""
    return AnnotatorRecord(take_name(row, "name"), take_choice(row, "kind", _ANNOTATORS, "person"))


def decode_decision(row: Row) -> DecisionRecord:
    """Raises BadField."""
    kind = take_choice(row, "kind", _DECISIONS, "dismissed")
    if (row.get("b_text") is None) == (kind in ABOUT_TWO_STRETCHES):
        raise BadField(key="b_text", expected="there for a decision about two passages only")
    for side in ("a", "b") if row.get("b_text") else ("a",):
        if take_whole(row, f"{side}_start") >= take_whole(row, f"{side}_end"):
            raise BadField(key=f"{side}_end", expected="after the start")
    return DecisionRecord(
        uid=take_name(row, "uid"),
        kind=kind,
        a_text=take_name(row, "a_text"),
        a_start=take_whole(row, "a_start"),
        a_end=take_whole(row, "a_end"),
        b_text=take_text_or_none(row, "b_text"),
        b_start=take_whole_or_none(row, "b_start"),
        b_end=take_whole_or_none(row, "b_end"),
        fingerprint=take_text(row, "fingerprint", ""),
        note=take_text_or_none(row, "note"),
    )


def _each_of_project(row: Row, key: str) -> list[Row]:
    return [take_record(item, key) for item in take_rows(row, key)]


_Choice = TypeVar("_Choice", bound=str)

# Far beyond any offset, and what every program can count to.
_LARGEST = 2**53


def take_text(row: Row, key: str, default: str | None = None) -> str:
    """A string; with a `default` the key may be missing or null."""
    value = row.get(key)
    if value is None and default is not None:
        return default
    if not isinstance(value, str) or "\0" in value:
        raise BadField(key=key, expected="text")
    return value


def take_name(row: Row, key: str) -> str:
    """A string that is not empty."""
    if not (value := take_text(row, key)):
        raise BadField(key=key, expected="text that is not empty")
    return value


def take_text_or_none(row: Row, key: str) -> str | None:
    return None if row.get(key) is None else take_text(row, key)


def take_whole(row: Row, key: str, default: int | None = None) -> int:
    """A whole number from 0; with a `default` the key may be missing or null."""
    value = row.get(key)
    if value is None and default is not None:
        return default
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LARGEST:
        raise BadField(key=key, expected="a whole number from 0")
    return value


def take_whole_or_none(row: Row, key: str) -> int | None:
    return None if row.get(key) is None else take_whole(row, key)


def take_share_or_none(row: Row, key: str) -> float | None:
    """A number from 0 to 1."""
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        raise BadField(key=key, expected="a number from 0 to 1")
    return float(value)


def take_choice(row: Row, key: str, choices: tuple[_Choice, ...], default: _Choice) -> _Choice:
    value = take_text(row, key, default)
    for known in choices:
        if known == value:
            return known
    raise BadField(key=key, expected="one of " + ", ".join(choices))


def take_choice_or_none(row: Row, key: str, choices: tuple[_Choice, ...]) -> _Choice | None:
    return None if row.get(key) is None else take_choice(row, key, choices, choices[0])


def take_rows(row: Row, key: str) -> list[Any]:
    """A list, empty where the key is missing or null."""
    value = row.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadField(key=key, expected="a list")
    return value


def take_record(value: object, key: str) -> Row:
    if not isinstance(value, dict):
        raise BadField(key=key, expected="an object")
    return value


def take_record_or_none(row: Row, key: str) -> Row | None:
    return None if row.get(key) is None else take_record(row[key], key)


def take_strings(row: Row, key: str) -> dict[str, str]:
    """An object of strings; those that are null are left out."""
    values = take_record_or_none(row, key) or {}
    return {name: take_text(values, name) for name, value in values.items() if value is not None}


def take_names(row: Row, key: str) -> tuple[str, ...]:
    """A list of strings, empty where the key is missing or null."""
    values = take_rows(row, key)
    if not all(isinstance(value, str) and "\0" not in value for value in values):
        raise BadField(key=key, expected="a list of texts")
    return tuple(values)
