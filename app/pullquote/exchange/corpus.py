"""What every format writes and reads: a corpus with its labels, by uids instead of row ids.

Its passages say which repeated words a label stands in.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from msgspec.structs import replace

from pullquote.duplicates.compare import folded_words
from pullquote.exchange.records import (
    AnnotationRecord,
    AnnotatorRecord,
    DecisionRecord,
    DocumentRecord,
    DuplicatesRecord,
    PassageRecord,
    ProjectRecord,
    SpeakerRecord,
)
from pullquote.model.schema import Schema
from pullquote.model.values import ClusterKind, after_merges
from pullquote.sampling.split import PARTS, Part


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


class LabelRepeats(NamedTuple):
    """Where a label may leak through: the clusters of the passages that share characters with it,
    with how many, and its folded words, "" for so few that nobody copied them.
    """

    length: int
    clusters: tuple[tuple[str, int], ...]
    words: str


@dataclass(frozen=True, slots=True)
class Leaks:
    """In which parts the passages of a cluster stand, and the labels of the same folded words;
    only of those that stand in several.
    """

    clusters: Mapping[str, frozenset[Part]]
    words: Mapping[str, frozenset[Part]]

    def of(
        self, label: AnnotationRecord, repeats: "RepeatedPassages", part: str | None
    ) -> tuple[Part, ...]:
        """The other parts in which a label of a document of `part` stands, as well."""
        return self.beside(repeats.of_label(label), part) if part else ()

    def beside(self, label: LabelRepeats, own: str) -> tuple[Part, ...]:
        """Other parts than `own` with at least half of a label's words, or with a label like it."""
        there = set(self.words.get(label.words, ()))
        covered: Counter[Part] = Counter()
        for cluster, characters in label.clusters:
            covered.update(dict.fromkeys(self.clusters.get(cluster, ()), characters))
        there |= {part for part, many in covered.items() if 2 * many >= label.length}
        return tuple(part for part in PARTS if part in there and part != own)


@dataclass(frozen=True, slots=True)
class CorpusSplit:
    """Into which part each document goes, by uid; an excluded one is in none."""

    parts: Mapping[str, Part]
    leaks: Leaks


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
    split: CorpusSplit | None = None


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


class SpeakerIndex:
    """The speakers of a corpus; a merged one answers as the speaker it went into."""

    def __init__(self, speakers: tuple[SpeakerRecord, ...]) -> None:
        known = {speaker.uid: speaker for speaker in speakers}
        into = {s.uid: s.merged_into for s in speakers if s.merged_into in known and s.merged_into}
        self._standing = {uid: known[after_merges(into, uid)] for uid in known}

    def get(self, uid: str | None) -> SpeakerRecord | None:
        return self._standing.get(uid) if uid is not None else None


# Shorter labels, names and verbs for the most part, are no text that anybody copied.
_FEWEST_WORDS = 3


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
        touched = self.touched_by(stretch)
        if not touched or self._has_words_outside(stretch, touched):
            return None
        return min(touched, key=self._copies)

    def touched_by(self, stretch: TextRange) -> Sequence[PassageRecord]:
        """The passages that share characters with `stretch`, in the order of the text."""
        if not self._starts:
            return ()
        first = max(0, bisect_right(self._starts, stretch.start) - 1)
        if self._passages[first].end <= stretch.start:
            first += 1
        last = bisect_right(self._starts, stretch.end - 1)
        return self._passages[first:last]

    def of_label(self, label: AnnotationRecord) -> LabelRepeats:
        """What `Leaks` asks of a label of this document."""
        covered = tuple(
            (p.cluster, min(p.end, label.end) - max(p.start, label.start))
            for p in self.touched_by(label)
        )
        words = folded_words(self._text[label.start : label.end])
        enough = len(words) >= _FEWEST_WORDS
        return LabelRepeats(label.end - label.start, covered, " ".join(words) if enough else "")

    def copies(self, passage: PassageRecord | None) -> int:
        """How often the words of a passage stand in the corpus; 1 for no passage at all."""
        return 1 if passage is None else self._copies(passage)

    def _copies(self, passage: PassageRecord) -> int:
        return self._clusters[passage.cluster].copies

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
