"""Where speakers stand in the texts: how often, as which words, and what they say there."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from peewee import Node, fn

from pullquote.store.reads import Reads
from pullquote.store.sql.statements import Among, Query, Row
from pullquote.store.sql.tables import AnnotationTable, DocumentTable, RelationTable, TextTable
from pullquote.text.spans import Span

if TYPE_CHECKING:
    from peewee import ModelAlias, ModelSelect

    Label = type[AnnotationTable] | ModelAlias[AnnotationTable]

_Quote = AnnotationTable.alias()


class SpeakerLabel(NamedTuple):
    """A stretch of a document that names a speaker, or, `is_quote`, that a speaker says."""

    speaker: int
    document: int
    is_quote: int
    start: int
    end: int


class MentionWords(NamedTuple):
    """The same words that name a speaker in so many places of a document."""

    speaker: int
    document: int
    words: str
    times: int


class SpokenPlace(NamedTuple):
    """A quote: its words, and where they stand. `published` is the day of the document, "" if that
    is not known.
    """

    document: int
    span: Span
    words: str
    source: str
    name: str
    published: str


def _place(row: Row) -> SpokenPlace:
    document, start, end, words, source, name, published = row
    return SpokenPlace(document, Span(start, end), words, source or "", name, published or "")


_NAMING = Query(
    lambda: (
        AnnotationTable.select(
            AnnotationTable.speaker,
            AnnotationTable.document,
            AnnotationTable.layer == "quote",
            AnnotationTable.start,
            AnnotationTable.end,
        )
        .where(
            AnnotationTable.speaker.is_null(False), AnnotationTable.layer.in_(("speaker", "quote"))
        )
        .distinct()
    ),
    SpeakerLabel._make,
)
_SAID = Query(
    lambda: (
        RelationTable.select(
            AnnotationTable.speaker, AnnotationTable.document, 1, _Quote.start, _Quote.end
        )
        .join(AnnotationTable, on=(AnnotationTable.id == RelationTable.tail))
        .join(_Quote, on=(_Quote.id == RelationTable.head))
        .where(
            AnnotationTable.speaker.is_null(False),
            RelationTable.kind == "said_by",
            _Quote.layer == "quote",
        )
        .distinct()
    ),
    SpeakerLabel._make,
)


def _words(label: "Label") -> Node:
    return fn.SUBSTR(TextTable.content, label.start + 1, label.end - label.start)


def _of_speakers(*columns: Node) -> "ModelSelect[Any]":
    return AnnotationTable.select(*columns).join(DocumentTable).join(TextTable)


_WORDS = Among(
    lambda: (
        _of_speakers(
            AnnotationTable.speaker,
            AnnotationTable.document,
            _words(AnnotationTable),
            fn.COUNT(AnnotationTable.start.distinct()),
        )
        .where(AnnotationTable.layer == "speaker")
        .group_by(AnnotationTable.speaker, AnnotationTable.document, _words(AnnotationTable))
    ),
    AnnotationTable.speaker,
    MentionWords._make,
)


def _columns(quote: "Label") -> tuple[Node, ...]:
    document = DocumentTable
    return (
        quote.document, quote.start, quote.end, _words(quote),
        document.source, document.name, document.published,
    )  # fmt: skip


_OWN = Among(
    lambda: (
        _of_speakers(*_columns(AnnotationTable)).where(AnnotationTable.layer == "quote").distinct()
    ),
    AnnotationTable.speaker,
    _place,
)
_THROUGH_MENTIONS = Among(
    lambda: (
        RelationTable.select(*_columns(_Quote))
        .join(AnnotationTable, on=(AnnotationTable.id == RelationTable.tail))
        .join(_Quote, on=(_Quote.id == RelationTable.head))
        .join(DocumentTable, on=(DocumentTable.id == _Quote.document))
        .join(TextTable)
        .where(RelationTable.kind == "said_by", _Quote.layer == "quote")
        .distinct()
    ),
    AnnotationTable.speaker,
    _place,
)


def read_speaker_labels(project: Reads) -> set[SpeakerLabel]:
    """Mentions and quotes, each once however many have labelled it; one who was merged stands for
    itself.
    """
    return {*project._all(_NAMING), *project._all(_SAID)}  # noqa: SLF001 - of this room


def read_mention_words(project: Reads, speakers: Collection[int]) -> list[MentionWords]:
    """What stands in the texts for these speakers, by document."""
    return project._among(_WORDS, speakers)  # noqa: SLF001 - of this room


def read_spoken_places(project: Reads, speakers: Collection[int]) -> list[SpokenPlace]:
    """The quotes of these speakers, each once however many have labelled it, the newest first."""
    found = {
        *project._among(_OWN, speakers),  # noqa: SLF001 - of this room
        *project._among(_THROUGH_MENTIONS, speakers),  # noqa: SLF001 - of this room
    }
    latest = sorted(found, key=lambda place: (place.document, place.span.start))
    return sorted(latest, key=lambda place: place.published, reverse=True)
