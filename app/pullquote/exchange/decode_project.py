"""What belongs to a project as a whole, from JSON: speakers, annotators, decisions."""

from typing import get_args

from pullquote.exchange import fields
from pullquote.exchange.corpus import (
    AliasRecord,
    AnnotatorRecord,
    DecisionRecord,
    RepresentsRecord,
    SpeakerRecord,
)
from pullquote.exchange.errors import BadField
from pullquote.exchange.fields import Row
from pullquote.model.values import AnnotatorKind, DecisionKind, SpeakerKind

_SPEAKERS: tuple[SpeakerKind, ...] = get_args(SpeakerKind)
_ANNOTATORS: tuple[AnnotatorKind, ...] = get_args(AnnotatorKind)
_DECISIONS: tuple[DecisionKind, ...] = get_args(DecisionKind)


def speaker(row: Row) -> SpeakerRecord:
    """Raises BadField."""
    return SpeakerRecord(
        uid=fields.name(row, "speaker"),
        name=fields.name(row, "name"),
        kind=fields.choice(row, "kind", _SPEAKERS, "person"),
        note=fields.text_or_none(row, "note"),
        merged_into=fields.text_or_none(row, "merged_into"),
        aliases=tuple(
            AliasRecord(
                uid=fields.name(alias, "id"),
                form=fields.name(alias, "form"),
                document=fields.text_or_none(alias, "document"),
            )
            for alias in _each(row, "aliases")
        ),
        represents=tuple(
            RepresentsRecord(
                fields.name(found, "institution"), fields.text_or_none(found, "document")
            )
            for found in _each(row, "represents")
        ),
    )


def annotator(row: Row) -> AnnotatorRecord:
    """Raises BadField."""
    return AnnotatorRecord(
        fields.name(row, "name"), fields.choice(row, "kind", _ANNOTATORS, "person")
    )


def decision(row: Row) -> DecisionRecord:
    """Raises BadField."""
    kind = fields.choice(row, "kind", _DECISIONS, "dismissed")
    if (row.get("b_text") is None) != (kind in {"boilerplate", "dismissed"}):
        raise BadField(key="b_text", expected="there for a decision about two passages only")
    for side in ("a", "b") if row.get("b_text") else ("a",):
        if fields.whole(row, f"{side}_start") >= fields.whole(row, f"{side}_end"):
            raise BadField(key=f"{side}_end", expected="after the start")
    return DecisionRecord(
        uid=fields.name(row, "uid"),
        kind=kind,
        a_text=fields.name(row, "a_text"),
        a_start=fields.whole(row, "a_start"),
        a_end=fields.whole(row, "a_end"),
        b_text=fields.text_or_none(row, "b_text"),
        b_start=fields.whole_or_none(row, "b_start"),
        b_end=fields.whole_or_none(row, "b_end"),
        fingerprint=fields.text(row, "fingerprint", ""),
        note=fields.text_or_none(row, "note"),
    )


def _each(row: Row, key: str) -> list[Row]:
    return [fields.record(item, key) for item in fields.rows(row, key)]
