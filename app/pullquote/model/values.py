"""The values that rooms hand to one another: documents, labels, speakers, passages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from pullquote.text.spans import Span

PublishedFrom = Literal["field", "metadata", "header", "dateline", "typed", "unknown"]
StateValue = Literal["in_progress", "done", "skipped"]
Origin = Literal[
    "hand", "suggestion", "suggestion_edited", "carried", "carried_edited", "imported",
    "adjudicated",
]  # fmt: skip
"""How a label or a relation began; "_edited" once a person has changed what was proposed."""
ToCheck = Literal["extent", "anchor", "original"]
"""Why a person should look at a label again: its edges moved and a value set by hand stayed; the
date that it rests on was corrected; the label that it was carried from was changed since."""
SpeakerKind = Literal["person", "organisation", "document", "unnamed"]
AnnotatorKind = Literal["person", "adjudicated", "reference"]
ClusterKind = Literal["line", "exact", "quote", "near"]
DecisionKind = Literal[
    "boilerplate", "dismissed", "boundary", "not_the_same", "the_same", "both_right"
]  # fmt: skip
"""About one stretch: it is page furniture, it is no repetition, its ends are where passages end;
about two: they are, or are not, the same words; their labels differ, and both are right."""
ABOUT_TWO_STRETCHES: frozenset[DecisionKind] = frozenset({"not_the_same", "the_same", "both_right"})
ProposalKind = Literal["merge", "kind", "alias", "name", "note"]
AssignmentRole = Literal["label", "overlap", "training"]


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date and why it is believed.

    `value` is a calendar value ("2026-02-12", "2026-02") or None; `evidence` the words it was read
    from, `start` and `end` where they stand in the text, if they stand there. `doubt` says in a
    sentence why a person should look at it again, None for no doubt.
    """

    value: str | None = None
    source: PublishedFrom = "unknown"
    evidence: str = ""
    start: int | None = None
    end: int | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document that was read and is not yet in a project.

    `text` is canonical (see `text.canonical`); `raw_sha256` the hash of the bytes it came from,
    `origin` their place (a path), `origin_row` the row or line inside, 0 for a whole file.
    `part` counts the articles of a file or row that holds several, from 1; 0 where it is one.
    `replaced` counts the characters that became U+FFFD.
    """

    text: str
    name: str
    title: str = ""
    source: str | None = None
    url: str | None = None
    language: str | None = None
    external_id: str | None = None
    published: Published = Published()
    raw_sha256: str = ""
    origin: str = ""
    origin_row: int = 0
    encoding: str = "utf-8"
    newline: str = "lf"
    reader: str = ""
    replaced: int = 0
    excluded: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    part: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """One occurrence of a text in a project; many documents may share one text.

    `characters` is the length in code points. `excluded` is the reason why it is not part of the
    corpus, None while it is; `version_of` the id of an older one. For the rest see NewDocument.
    """

    id: int
    uid: str
    text_sha256: str
    characters: int
    name: str
    title: str
    source: str | None
    url: str | None
    language: str | None
    external_id: str | None
    published: Published
    raw_sha256: str
    origin: str
    origin_row: int
    encoding: str
    newline: str
    reader: str
    replaced: int
    version_of: int | None
    excluded: str | None
    metadata: Mapping[str, str]
    part: int = 0


@dataclass(frozen=True, slots=True)
class Annotator:
    """Whose a version is: a person, or one of "adjudicated" and "reference" (a known answer).

    `name` is unique in a project, whatever its case; `pseudonym` is None where there is none.
    """

    id: int
    uid: str
    name: str
    kind: AnnotatorKind = "person"
    pseudonym: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A document that an annotator is to label; `position` counts in the annotator's own queue.

    `role` "overlap": others label it too, to measure agreement; "training": its answer is known.
    `suggestions` says whether the program may propose labels. `batch` names the deal.
    """

    id: int
    uid: str
    document: int
    annotator: int
    role: AssignmentRole = "label"
    position: int = 0
    suggestions: bool = True
    batch: str = ""


@dataclass(frozen=True, slots=True)
class HandedDocument:
    """A document as it was handed out: its uid, and the SHA-256 of its `text`.

    `head` is the uid of the last operation that changed the annotator's work there, "" for none.
    """

    uid: str
    text: str
    head: str = ""


@dataclass(frozen=True, slots=True)
class Handout:
    """A project file that was made for one annotator; its first operation has the same uid."""

    id: int
    uid: str
    annotator: int
    made_at: str
    documents: tuple[HandedDocument, ...]
    schema_sha256: str


@dataclass(frozen=True, slots=True)
class HandedTo:
    """For whom a project file was made: the uid of the hand-out, the annotator's uid and name."""

    handout: str
    annotator: str
    name: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """A labelled span of one version: `start` and `end` are code points of the text, half-open.

    `annotator` is whose version it stands in, `created_by` who set it there, None where unknown.
    `attributes` are by id; one that is missing was not set. `speaker` is a canonical speaker's id,
    None while it is not set. `rule` and `confidence` (0 to 1) come from the suggestion it began as,
    `carried_from` is the uid of the label it was copied from. Times are ISO 8601 in UTC, "" before
    the label is stored. `confirmed_at` is when a person last said that
    what was proposed, carried or annotated is right, None where nobody has; `to_check` why somebody
    should, None for no reason.
    """

    id: int
    uid: str
    document: int
    annotator: int
    layer: str
    start: int
    end: int
    attributes: Mapping[str, str] = field(default_factory=dict)
    speaker: int | None = None
    note: str | None = None
    origin: Origin = "hand"
    rule: str | None = None
    confidence: float | None = None
    carried_from: str | None = None
    created_by: int | None = None
    created_at: str = ""
    changed_at: str = ""
    confirmed_at: str | None = None
    to_check: ToCheck | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


_EDITED: Mapping[Origin, Origin] = {"carried": "carried_edited"}


def edited_origin(label: Annotation) -> Origin:
    """How a label began, once a person has changed it."""
    return _EDITED.get(label.origin, label.origin)


def is_unconfirmed(label: Annotation) -> bool:
    """Whether nobody has said yet that what was carried is right."""
    return label.origin in {"carried", "carried_edited"} and label.confirmed_at is None


@dataclass(frozen=True, slots=True)
class Relation:
    """From the label `head` to the label `tail`, ids of one document and one annotator.

    `kind` is the id of a relation of the schema; `role` is "" where that has no roles. `rule` and
    `confidence` are of the suggestion that it began as, as those of an annotation.
    """

    id: int
    uid: str
    document: int
    annotator: int
    kind: str
    head: int
    tail: int
    role: str = ""
    created_at: str = ""
    origin: Origin = "hand"
    rule: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a speaker; with a `document`, it counts in that document only."""

    id: int
    uid: str
    speaker: int
    form: str
    document: int | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as the register has them; mentions and quotes point here.

    `merged_into` is the id of the speaker that this one turned out to be: labels keep pointing at
    the old one, so that a merge can be undone, and whoever shows them follows it.
    `external_ids` are ids in registers elsewhere, by the name of the register.
    """

    id: int
    uid: str
    name: str
    kind: SpeakerKind = "person"
    note: str | None = None
    merged_into: int | None = None
    external_ids: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[Alias, ...] = ()


@dataclass(frozen=True, slots=True)
class Represents:
    """Whom a speaker speaks for; with a `document`, in that document only."""

    id: int
    uid: str
    speaker: int
    institution: int
    document: int | None = None


_Known = TypeVar("_Known", int, str)


def after_merges(into: Mapping[_Known, _Known], speaker: _Known) -> _Known:
    """Whom a speaker stands for; `into` leads from each that was merged to its target.

    A chain of merges is followed to its end; a circle, which a damaged file may have, is cut.
    """
    seen = {speaker}
    while (following := into.get(speaker)) is not None and following not in seen:
        seen.add(following)
        speaker = following
    return speaker


@dataclass(frozen=True, slots=True)
class State:
    """How far an annotator is with a document; no value at all means not started."""

    document: int
    annotator: int
    value: StateValue
    reason: str | None = None
    at: str = ""


@dataclass(frozen=True, slots=True)
class Cluster:
    """All passages that repeat one another.

    `fingerprint` is the public id; `copies` counts passages, `documents` the documents they stand
    in; `similarity` is 0 to 1 against the first copy; `origin` says what found it: "search" the
    program, else the name of the tool whose output was read.
    """

    id: int
    fingerprint: str
    kind: ClusterKind
    copies: int
    documents: int
    similarity: float = 1.0
    boilerplate: bool = False
    origin: str = "search"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that stands elsewhere too; `copy` counts from 1 in the cluster."""

    document: int
    start: int
    end: int
    cluster: int
    copy: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class DuplicateDecision:
    """What a person decided about repeated words: stored as evidence, so it survives a rebuild.

    `a_text` and `b_text` are the SHA-256 of texts; only kinds of ABOUT_TWO_STRETCHES have a `b`.
    `fingerprint` is that of the cluster; of labels that are both right, that of what they say.
    """

    id: int
    uid: str
    kind: DecisionKind
    a_text: str
    a_start: int
    a_end: int
    b_text: str | None = None
    b_start: int | None = None
    b_end: int | None = None
    fingerprint: str = ""
    note: str | None = None
