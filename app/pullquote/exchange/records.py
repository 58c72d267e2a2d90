"""The records of `pullquote/1`: each field of a line is declared here, once.

Keys stand in the files in the order of the fields. Rows have no ids here: labels, relations and
documents are known by uid, annotators by name. What a value has in common with a record of the
model has the same name in both, and `SharedFields` carries it over.
"""

import dataclasses
from collections.abc import Mapping
from operator import attrgetter
from typing import Annotated, Any, ClassVar

from msgspec import Meta, Struct

from pullquote.adjudication.values import Outcome
from pullquote.model.values import (
    AnnotatorKind,
    DecisionKind,
    Origin,
    Published,
    PublishedFrom,
    SpeakerKind,
    StateValue,
    ToCheck,
)
from pullquote.text.spans import Span

VERSION = "pullquote/1"

# The descriptions end the sentence “key” should be ...
Text = Annotated[str, Meta(description="text")]
Name = Annotated[str, Meta(min_length=1, description="text that is not empty")]
# Up to there, every program can count: far beyond any offset.
Whole = Annotated[int, Meta(ge=0, le=2**53, description="a whole number from 0")]
Share = Annotated[float, Meta(ge=0, le=1, description="a number from 0 to 1")]


class Record(Struct, frozen=True, kw_only=True):
    """`called` is the key by which a record is named when something is wrong with it."""

    called: ClassVar[str] = "id"


class ProjectRecord(Record, frozen=True, kw_only=True):
    """What an export says of the project it is from; `guidelines` is Markdown."""

    uid: Text
    name: Text
    guidelines: Text = ""
    settings: dict[str, Any] = {}


class AnnotatorRecord(Record, frozen=True):
    """A name is unique in a project, whatever its case."""

    name: Name
    kind: AnnotatorKind = "person"


class AliasRecord(Record, frozen=True, rename={"uid": "id"}):
    """Another name of a speaker; with a `document`, it counts in that document only."""

    uid: Name
    form: Name
    document: Text | None = None


class RepresentsRecord(Record, frozen=True, rename={"uid": "id"}):
    """Whom a speaker speaks for; with a `document`, in that document only."""

    uid: Name
    institution: Name
    document: Text | None = None


class SpeakerRecord(Record, frozen=True, rename={"uid": "speaker"}):
    """A speaker of the register; `merged_into` is the uid of the one that it turned out to be."""

    uid: Name
    name: Name
    kind: SpeakerKind = "person"
    note: Text | None = None
    external_ids: dict[str, Text] = {}
    merged_into: Text | None = None
    aliases: tuple[AliasRecord, ...] = ()
    represents: tuple[RepresentsRecord, ...] = ()


class DecisionRecord(Record, frozen=True):
    """A decision about repeated words, with its evidence: SHA-256 of texts, and spans in them."""

    uid: Name
    kind: DecisionKind
    a_text: Name
    a_start: Whole
    a_end: Whole
    b_text: Text | None = None
    b_start: Whole | None = None
    b_end: Whole | None = None
    fingerprint: Text = ""
    note: Text | None = None


class DuplicatesRecord(Record, frozen=True):
    """What found the passages: the engine's version and the hash of its settings."""

    engine: Text = ""
    settings: Text = ""


class StateRecord(Record, frozen=True, rename={"value": "state"}):
    """How far the annotator of this name is with the document; none at all means not started."""

    called: ClassVar[str] = "annotator"

    annotator: Name
    value: StateValue = "in_progress"
    reason: Text | None = None
    at: Text = ""


class AnnotationRecord(Record, frozen=True, kw_only=True, rename={"uid": "id"}):
    """A labelled span; `annotator` and `created_by` are names, `speaker` is a uid.

    An attribute of the schema that is not set is None. What follows from the rest, `text`,
    `speaker_name` and `cluster` to `leak`, is filled when the record is written; a reader holds
    `text` against the text of the document.
    """

    uid: Name
    annotator: Name
    layer: Name
    start: Whole
    end: Whole
    text: Text | None = None
    attributes: dict[str, Text | None] = {}
    speaker: Text | None = None
    speaker_name: Text | None = None
    note: Text | None = None
    origin: Origin = "imported"
    rule: Text | None = None
    confidence: Share | None = None
    carried_from: Text | None = None
    created_by: Text | None = None
    created_at: Text = ""
    changed_at: Text = ""
    confirmed_at: Text | None = None
    to_check: ToCheck | None = None
    cluster: Text | None = None
    copy: Whole = 1
    copies: Whole = 1
    weight: float = 1.0
    leak: Text | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def attribute(self, name: str) -> str:
        """Its value, "" where it is not set."""
        return self.attributes.get(name) or ""

    def set_attributes(self) -> dict[str, str]:
        """Those that are set, sorted."""
        found = self.attributes
        return {name: value for name in sorted(found) if (value := found[name]) is not None}


class RelationRecord(Record, frozen=True, kw_only=True, rename={"uid": "id"}):
    """`head` and `tail` are uids of annotations of the same document and annotator."""

    uid: Name
    annotator: Name
    kind: Name
    role: Text = ""
    head: Name
    tail: Name
    created_at: Text = ""
    origin: Origin = "imported"
    rule: Text | None = None
    confidence: Share | None = None


class RejectionRecord(Record, frozen=True):
    """A suggestion that an annotator does not want to see again."""

    called: ClassVar[str] = "annotator"

    annotator: Name
    layer: Name
    start: Whole
    end: Whole
    value: Text = ""


class SourceRecord(Record, frozen=True):
    """A label that was compared: its uid, and the hash of what it was then."""

    annotation: Name
    content: Text


class AdjudicationRecord(Record, frozen=True, kw_only=True, rename={"uid": "id"}):
    """What was decided between annotators about one place.

    `taken` and `results` are uids of labels; `by` is a name.
    """

    uid: Name
    outcome: Outcome = "edited"
    sources: tuple[SourceRecord, ...] = ()
    taken: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    note: Text | None = None
    by: Text | None = None
    at: Text = ""


class PassageRecord(Record, frozen=True, kw_only=True):
    """A stretch that stands elsewhere too; `copy` counts from 1 in its cluster.

    `kind` and `copies` are of the cluster, filled when the record is written.
    """

    called: ClassVar[str] = "cluster"

    start: Whole
    end: Whole
    cluster: Name
    kind: Text = ""
    copy: Whole
    copies: Whole = 1


class FileRecord(
    Record, frozen=True, rename={"raw_sha256": "sha256", "origin": "path", "origin_row": "row"}
):
    """The file a document was read from.

    `origin_row` is 0 for a whole file, `part` for a file or row that holds one article.
    """

    raw_sha256: Text = ""
    origin: Text = ""
    origin_row: Whole = 0
    part: Whole = 0
    encoding: Text = "utf-8"
    newline: Text = "lf"
    reader: Text = ""
    replaced: Whole = 0


class EvidenceRecord(Record, frozen=True):
    """The words from which a publication date was read, and where they stand in the text."""

    words: Text = ""
    start: Whole | None = None
    end: Whole | None = None


class GroupRecord(Record, frozen=True):
    """The near documents that one belongs to; alone, it is a group of one.

    `id`: the first 12 digits of the SHA-256 of the representative's text. `coverage` is the share
    of the document that stands in the representative, or of this one in the others.
    """

    called: ClassVar[str] = "group"

    id: Name
    copies: Whole = 1
    coverage: Share | None = None
    representative: bool = True


class DocumentRecord(Record, frozen=True, kw_only=True, rename={"uid": "document"}):
    """One document with all that is known of it, each list in the order of `arranged_document`.

    `format` is VERSION in every line, and "" before it is written. `split` is the part that it was
    dealt to. `group` and `weight`, 1 divided by its copies, are None where repeats are not up to
    date.
    """

    called: ClassVar[str] = "document"

    format: str = ""
    uid: Name
    external_id: Text | None = None
    name: Text
    title: Text = ""
    source: Text | None = None
    url: Text | None = None
    language: Text | None = None
    published: Text | None = None
    published_from: PublishedFrom = "unknown"
    published_evidence: EvidenceRecord | None = None
    published_doubt: Text | None = None
    text_sha256: Text = ""
    version_of: Text | None = None
    excluded: Text | None = None
    file: FileRecord = FileRecord()
    text: Text
    group: GroupRecord | None = None
    split: Text | None = None
    weight: Share | None = None
    states: tuple[StateRecord, ...] = ()
    annotations: tuple[AnnotationRecord, ...] = ()
    relations: tuple[RelationRecord, ...] = ()
    rejections: tuple[RejectionRecord, ...] = ()
    adjudications: tuple[AdjudicationRecord, ...] = ()
    passages: tuple[PassageRecord, ...] = ()
    metadata: dict[str, Text] = {}

    @property
    def publication(self) -> Published:
        evidence = self.published_evidence or EvidenceRecord()
        return Published(
            self.published,
            self.published_from,
            evidence.words,
            evidence.start,
            evidence.end,
            self.published_doubt,
        )


def publication_fields(published: Published) -> dict[str, Any]:
    """A publication date as fields of a DocumentRecord."""
    found = EvidenceRecord(published.evidence, published.start, published.end)
    return {
        "published": published.value,
        "published_from": published.source,
        "published_evidence": found if found != EvidenceRecord() else None,
        "published_doubt": published.doubt,
    }


class SharedFields:
    """The fields that a record and a value of the model have in common, by name."""

    def __init__(self, record: type[Record], value: type, *, but: tuple[str, ...] = ()) -> None:
        """`value` is a dataclass; those named in `but` mean something else there."""
        known = {field.name for field in dataclasses.fields(value)}
        self.names = tuple(n for n in record.__struct_fields__ if n in known and n not in but)
        self._get = attrgetter(*self.names)

    def of(self, found: object) -> dict[str, Any]:
        """Of a record or of a value: names and what they hold there."""
        return dict(zip(self.names, self._get(found), strict=True))


def sorted_items(mapping: Mapping[str, str]) -> dict[str, str]:
    """The items in the order of their names, so that one mapping is always written alike."""
    return dict(sorted(mapping.items()))
