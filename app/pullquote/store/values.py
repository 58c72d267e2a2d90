"""What the project file is asked, and what it answers with."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol

from pullquote.model.values import StateValue
from pullquote.text.spans import Span

Order = Literal[
    "added", "title", "published", "source", "state", "copies", "coverage", "labels", "position",
    "queue",
]  # fmt: skip
ChangeKind = Literal["do", "undo", "redo", "barrier", "derived"]
What = Literal["insert", "update", "delete"]


FOLD_KEEPS = 1000
"""So many of the last operations can be undone whatever is folded."""


@dataclass(frozen=True, slots=True)
class DocumentQuery:
    """Which documents, in which order.

    `search` is what a person typed: every word must stand in the title or the text, the last one
    as the beginning of a word, from two letters on, words in quotation marks as a phrase. `state`
    "not_started" and the order by state, labels and position are those of `annotator`; `assigned`
    gives only what was assigned to them, and by position what was not comes last. `excluded`:
    False leaves excluded documents out, True gives only them, None gives all. `near`: "copies"
    gives what is near other documents, "first" one of each group, the earliest, beside all that is
    near none. The order "queue" is that by position, in which the documents of a group follow each
    other, the earliest first, where the first of them stands. `review` gives what holds labels
    that were carried there for `annotator`, and neither changed nor confirmed.
    """

    search: str = ""
    order: Order = "added"
    descending: bool = False
    state: StateValue | Literal["not_started"] | None = None
    source: str | None = None
    excluded: bool | None = False
    annotator: int | None = None
    assigned: bool = False
    near: Literal["copies", "first"] | None = None
    review: bool = False


SEARCHED_WORD = re.compile(r"[^\W_]+")
"""A word as a search takes it: letters and digits."""


def searchable(typed: str) -> str:
    """What was typed, composed (NFC), without a last word of which only one letter is there yet.

    Nearly every text has a word that begins with any one letter, so that to look for it finds
    nearly all and takes longest. It is looked for once a second one follows, or once the word is
    over: a blank or a closing quotation mark says so. A wide sign, as of Chinese, Japanese or
    Korean, says as much as a word of letters and is looked for at once.
    """
    composed = unicodedata.normalize("NFC", typed)
    if not composed[-1:].isalnum():
        return composed
    last = SEARCHED_WORD.findall(composed)[-1]
    begun = len(last) == 1 and unicodedata.east_asian_width(last) not in "FW"
    return composed[:-1] if begun else composed


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A line of the documents list, as one annotator sees it.

    `repeats` counts the distinct repeated passages, boilerplate left out; `labels` the
    annotator's annotations. `near` counts the other documents of its group, `coverage` is the
    share of it, 0 to 1, that stands in them.
    """

    id: int
    name: str
    title: str
    source: str | None
    published: str | None
    state: StateValue | None
    repeats: int
    labels: int
    excluded: str | None
    characters: int
    near: int = 0
    coverage: float = 0.0


class StateCounts(NamedTuple):
    """How far one annotator is; an excluded document counts as nothing else."""

    total: int
    not_started: int
    in_progress: int
    done: int
    skipped: int
    excluded: int


class Rejection(NamedTuple):
    """A suggestion that an annotator turned down."""

    document: int
    annotator: int
    layer: str
    start: int
    end: int
    value: str = ""

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class ForeignSuggestion(NamedTuple):
    """A label that another tool, named by `source`, suggests to whoever labels the document.

    `external_id` is the tool's own id of it, known among those of this document. Besides the
    attributes of its layer, `attributes` may have the id of a relation, with the external id of the
    label at its other end. `speaker_name` is a name, no row of the register; `confidence`, from 0
    to 1, the tool's own.
    """

    id: int
    uid: str
    document: int
    layer: str
    start: int
    end: int
    attributes: Mapping[str, str]
    speaker_name: str | None
    source: str
    external_id: str | None
    confidence: float | None
    at: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Stamp(NamedTuple):
    """From what derived data was made; it is stale once `Project.content_hash()` differs.

    There is none once a document with passages was removed, even if it comes back.
    """

    name: str
    engine: str
    settings_hash: str
    content_hash: str


class PassageLike(Protocol):
    @property
    def document(self) -> int | str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def copy(self) -> int: ...


class ClusterLike(Protocol):
    @property
    def fingerprint(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def similarity(self) -> float: ...
    @property
    def boilerplate(self) -> bool: ...
    @property
    def passages(self) -> Sequence[PassageLike]: ...


class FoundDuplicates(Protocol):
    """What a search for duplicates found; the documents are named by their ids."""

    @property
    def clusters(self) -> Sequence[ClusterLike]: ...


class SearchedDocument(NamedTuple):
    """What a search for duplicates has to know of a document, but its text."""

    id: int
    text_sha256: str
    name: str
    published: str | None


class PairRow(NamedTuple):
    """Two documents that were looked at, and what they share, packed by the search.

    `strong` and `weak` count the matches in `spans`.
    """

    a_document: int
    b_document: int
    strong: int
    weak: int
    spans: bytes


class GroupRow(NamedTuple):
    """A document that is near others: the share of it that stands in them, and the earliest one.

    `grp` is the same for all documents of a group.
    """

    document: int
    grp: int
    coverage: float
    representative: int


class DuplicateChanges(NamedTuple):
    """What a later search found to be other than what an earlier one had left.

    `base` is what the earlier one had left as `state`, or None where everything is new; `state` is
    what the next one wants to know. Clusters come with their numbers.
    """

    base: bytes | None
    state: bytes
    gone_clusters: Sequence[int]
    clusters: Sequence[tuple[int, ClusterLike]]
    gone_pairs: Sequence[tuple[int, int]]
    pairs: Sequence[PairRow]
    groups: Sequence[GroupRow]


class ChangedRow(NamedTuple):
    """`document` is the document that the row belongs to, None for a speaker and the like."""

    table: str
    row: int
    document: int | None
    what: What


class Change(NamedTuple):
    """What one commit changed; `operation` is 0 for derived data."""

    operation: int
    name: str
    kind: ChangeKind
    documents: frozenset[int]
    tables: frozenset[str]
    rows: tuple[ChangedRow, ...]

    def touches(self, table: str, document: int | None = None) -> bool:
        """Whether a row of the table changed; with a document, a row of that one."""
        if document is None or table not in self.tables:
            return table in self.tables
        return any(r.table == table and r.document == document for r in self.rows)


class HistoryEntry(NamedTuple):
    """One operation of the journal, newest first in a history.

    `undone` says that its effect is taken back at the moment; `changes` counts the rows it
    changed, `documents` are the first of the documents it touched, at most fifty.
    """

    operation: int
    uid: str
    name: str
    details: Mapping[str, Any]
    actor: int | None
    at: str
    kind: str
    state: str
    undone: bool
    changes: int
    documents: tuple[int, ...]

    @property
    def is_named(self) -> bool:
        """That somebody named this version, to go back to."""
        return self.kind == "barrier" and self.details.get("reason") in ("version", "folded")

    @property
    def ends_undo(self) -> bool:
        """That no undo can go back past it."""
        return self.kind == "barrier" and self.details.get("reason") != "version"

    @property
    def title(self) -> str:
        """The name, with how far it came if it was interrupted."""
        if self.state != "interrupted":
            return self.name
        done, total = self.details.get("done", 0), self.details.get("total")
        return f"{self.name}, interrupted after {done:,}" + (f" of {total:,}" if total else "")


class NamedVersion(NamedTuple):
    """A mark in the journal that one can go back to; `at` is in UTC."""

    operation: int
    name: str
    actor: int | None
    at: str


class VersionCounts(NamedTuple):
    """Rows that come back, that go, and that become what they were."""

    back: int
    gone: int
    changed: int


class VersionPreview(NamedTuple):
    """What going back to a version would do: the counts by table, of those that differ.

    What stays: `collected` works of a document that were collected since, `imported` documents;
    `lost` ones were removed since and cannot come back, for their files were imported anew.
    """

    counts: Mapping[str, VersionCounts]
    collected: int
    imported: int
    lost: int

    @property
    def stays(self) -> bool:
        """That something was changed since which going back leaves as it is."""
        return bool(self.collected or self.imported or self.lost)


class JournalSize(NamedTuple):
    """In bytes: what the journal takes of the file, and what all else takes."""

    journal: int
    content: int

    @property
    def is_large(self) -> bool:
        """That the past takes more room than what it led to."""
        return self.journal > self.content


class FoldPreview(NamedTuple):
    """The operations that could no longer be undone: how many, until when, how many of each name.

    `at` is in UTC, "" where there are none; the most frequent names come first.
    """

    operations: int
    at: str
    names: tuple[tuple[str, int], ...]


class CheckProblem(NamedTuple):
    """A finding of `check`: `kind` for programs, `sentence` for people."""

    kind: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence
