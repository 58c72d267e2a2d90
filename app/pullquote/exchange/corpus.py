"""What every format writes and reads: a corpus with its labels, by uids instead of row ids.

Its passages say which repeated words a label stands in.
"""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from pullquote.adjudication.values import Outcome
from pullquote.model.schema import Schema
from pullquote.model.values import (
    AnnotatorKind,
    ClusterKind,
    DecisionKind,
    Origin,
    Published,
    SpeakerKind,
    StateValue,
    ToCheck,
)
from pullquote.text.spans import Span

# Records are hashable, so that what was read back is compared with what was meant by 8 bytes a
# document instead of a second copy of the corpus.
Pairs = tuple[tuple[str, str], ...]


def sorted_pairs(mapping: Mapping[str, str]) -> Pairs:
    """A mapping as a value that can be hashed, the same whatever the order it was filled in."""
    return tuple(sorted(mapping.items()))


@dataclass(frozen=True, slots=True)
class ProjectRecord:
    """`settings` is JSON text."""

    uid: str
    name: str
    guidelines: str = ""
    settings: str = "{}"

    def settings_as_values(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.settings)
        return found


@dataclass(frozen=True, slots=True)
class AnnotatorRecord:
    """A name is unique in a project, whatever its case."""

    name: str
    kind: AnnotatorKind = "person"


@dataclass(frozen=True, slots=True)
class AliasRecord:
    """Another name of a speaker; with a `document`, it counts in that document only."""

    uid: str
    form: str
    document: str | None = None


@dataclass(frozen=True, slots=True)
class RepresentsRecord:
    """Whom a speaker speaks for; with a `document`, in that document only."""

    uid: str
    institution: str
    document: str | None = None


@dataclass(frozen=True, slots=True)
class SpeakerRecord:
    """A speaker of the register; `merged_into` is the uid of the one that it turned out to be."""

    uid: str
    name: str
    kind: SpeakerKind = "person"
    note: str | None = None
    merged_into: str | None = None
    aliases: tuple[AliasRecord, ...] = ()
    represents: tuple[RepresentsRecord, ...] = ()
    external_ids: Pairs = ()


@dataclass(frozen=True, slots=True)
class ClusterRecord:
    """All passages that repeat one another; `uid` is the public id.

    `decision` is what a person decided about it, "" where nobody did.
    """

    uid: str
    kind: ClusterKind
    copies: int
    documents: int
    similarity: float = 1.0
    boilerplate: bool = False
    decision: str = ""


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A decision about repeated words, with its evidence: text hashes and spans."""

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


@dataclass(frozen=True, slots=True)
class DuplicatesRecord:
    """What found the passages: the engine's version and the hash of its settings."""

    engine: str
    settings: str


@dataclass(frozen=True, slots=True)
class StateRecord:
    """How far the annotator of this name is with the document; none at all means not started."""

    annotator: str
    value: StateValue
    reason: str | None = None
    at: str = ""


@dataclass(frozen=True, slots=True)
class AnnotationRecord:
    """A labelled span; `annotator` and `created_by` are names, `speaker` is a uid."""

    uid: str
    annotator: str
    layer: str
    start: int
    end: int
    attributes: Pairs = ()
    speaker: str | None = None
    note: str | None = None
    origin: Origin = "hand"
    rule: str | None = None
    confidence: float | None = None
    carried_from: str | None = None
    created_by: str | None = None
    created_at: str = ""
    changed_at: str = ""
    confirmed_at: str | None = None
    to_check: ToCheck | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def attribute(self, name: str) -> str:
        """Its value, "" where it is not set."""
        return next((value for key, value in self.attributes if key == name), "")


@dataclass(frozen=True, slots=True)
class RelationRecord:
    """`head` and `tail` are uids of annotations of the same document and annotator."""

    uid: str
    annotator: str
    kind: str
    head: str
    tail: str
    role: str = ""
    created_at: str = ""
    origin: Origin = "hand"
    rule: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class RejectionRecord:
    """A suggestion that an annotator does not want to see again."""

    annotator: str
    layer: str
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class AdjudicationRecord:
    """What was decided between annotators about one place.

    `sources` are (uid, content) of the labels that were compared, `taken` and `results` uids of
    labels; `by` is a name.
    """

    uid: str
    outcome: Outcome
    sources: tuple[tuple[str, str], ...] = ()
    taken: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    note: str | None = None
    by: str | None = None
    at: str = ""


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A stretch that stands elsewhere too; `copy` counts from 1 in its cluster."""

    start: int
    end: int
    cluster: str
    copy: int


@dataclass(frozen=True, slots=True)
class FileRecord:
    """The file a document was read from; `row` is 0 for a whole file, `part` for one article."""

    sha256: str = ""
    path: str = ""
    row: int = 0
    encoding: str = "utf-8"
    newline: str = "lf"
    reader: str = ""
    replaced: int = 0
    part: int = 0


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One document with all that is known of it, each list in the order of `arranged`."""

    uid: str
    name: str
    text: str
    text_sha256: str
    title: str = ""
    external_id: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    published: Published = field(default_factory=Published)
    version_of: str | None = None
    excluded: str | None = None
    file: FileRecord = FileRecord()
    metadata: Pairs = ()
    states: tuple[StateRecord, ...] = ()
    annotations: tuple[AnnotationRecord, ...] = ()
    relations: tuple[RelationRecord, ...] = ()
    rejections: tuple[RejectionRecord, ...] = ()
    adjudications: tuple[AdjudicationRecord, ...] = ()
    passages: tuple[PassageRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelledCorpus:
    """A project, or a selection of it, ready to be written.

    `each` gives the documents anew on every call, ordered by name and uid, one at a time: a corpus
    does not have to fit into memory. `total` is their number.
    """

    project: ProjectRecord
    schema: Schema
    schema_toml: str
    annotators: tuple[AnnotatorRecord, ...]
    speakers: tuple[SpeakerRecord, ...]
    clusters: Mapping[str, ClusterRecord]
    decisions: tuple[DecisionRecord, ...]
    duplicates: DuplicatesRecord | None
    total: int
    each: Callable[[], Iterator[DocumentRecord]]


def arranged_document(document: DocumentRecord) -> DocumentRecord:
    """The same document with every list in the order that files have.

    Annotations by annotator, start, longest first, layer, uid; relations by annotator, kind, where
    their ends stand, role, uid.
    """
    starts = {a.uid: a.start for a in document.annotations}
    return replace(
        document,
        states=tuple(sorted(document.states, key=lambda s: s.annotator)),
        annotations=tuple(
            sorted(
                document.annotations,
                key=lambda a: (a.annotator, a.start, -a.end, a.layer, a.uid),
            )
        ),
        relations=tuple(
            sorted(
                document.relations,
                key=lambda r: (
                    r.annotator,
                    r.kind,
                    starts.get(r.head, -1),
                    starts.get(r.tail, -1),
                    r.role,
                    r.uid,
                ),
            )
        ),
        rejections=tuple(
            sorted(
                document.rejections,
                key=lambda r: (r.annotator, r.start, -r.end, r.layer, r.value),
            )
        ),
        adjudications=tuple(sorted(document.adjudications, key=lambda a: (a.at, a.uid))),
        passages=tuple(sorted(document.passages, key=lambda p: (p.start, p.end))),
    )


class TextRange(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class RepeatedPassages:
    """Finds the passage of a label in one document, whose passages never overlap."""

    def __init__(self, document: DocumentRecord, clusters: Mapping[str, ClusterRecord]) -> None:
        self._text = document.text
        self._clusters = clusters
        self._passages = document.passages
        self._starts = [passage.start for passage in document.passages]

    def of(self, stretch: TextRange) -> PassageRecord | None:
        """The passage whose repetition repeats the whole label.

        All words of the label have to stand in passages; over several of them it counts with the
        one that has the fewest copies, for as a whole it stands no more often than that.
        """
        if not self._starts:
            return None
        touched = self._touching(stretch)
        if not touched or self._has_words_outside(stretch, touched):
            return None
        return min(touched, key=self._copies)

    def copies(self, passage: PassageRecord | None) -> int:
        """How often the words of a passage stand in the corpus; 1 for no passage at all."""
        return 1 if passage is None else self._copies(passage)

    def _copies(self, passage: PassageRecord) -> int:
        return self._clusters[passage.cluster].copies

    def _touching(self, stretch: TextRange) -> Sequence[PassageRecord]:
        first = max(0, bisect_right(self._starts, stretch.start) - 1)
        if self._passages[first].end <= stretch.start:
            first += 1
        last = bisect_right(self._starts, stretch.end - 1)
        return self._passages[first:last]

    def _has_words_outside(self, stretch: TextRange, touched: Sequence[PassageRecord]) -> bool:
        # Passages begin and end at words, so the marks around a quotation may lie outside.
        at = stretch.start
        for passage in touched:
            if passage.start > at and _has_words(self._text[at : passage.start]):
                return True
            at = passage.end
        return at < stretch.end and _has_words(self._text[at : stretch.end])


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))
