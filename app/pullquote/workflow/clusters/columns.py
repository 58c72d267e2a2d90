"""All repeats of a project in columns, to be sorted, searched and narrowed; and the places of one.

They are read in a process of their own; who shows them keeps them, and brings up to date what
labels change.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from pullquote.model.values import ClusterKind
from pullquote.store.project import Project
from pullquote.store.reads import Reads, snapshot
from pullquote.text.folding import fold
from pullquote.text.segments import word_count
from pullquote.text.spans import Span

if TYPE_CHECKING:
    from pullquote.store.sql.statements import Row
    from pullquote.workflow.worker import Progress, Stop

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
ClusterFilter = Literal["all", "quotes", "passages", "furniture", "dismissed"]
ClusterOrder = Literal[
    "rank", "copies", "documents", "sources", "words", "first", "last", "similarity", "labelled"
]  # fmt: skip
"""The columns that one can sort by; "rank" is the place of the words in the alphabet."""

KINDS: tuple[ClusterKind, ...] = get_args(ClusterKind)
SEARCHED = 500
"""Code points of a passage that are searched: its beginning is what one knows it by."""
_OF_FILTER: Mapping[ClusterFilter, tuple[ClusterKind, ...]] = {
    "quotes": ("quote",),
    "passages": ("exact", "near"),
    "furniture": ("line",),
}
# Texts are read in so many steps that are told of.
_STEPS = 100


class ClusterRow(NamedTuple):
    """A row: `document`, `start` and `end` are of the first copy; days are calendar values or "".

    `id` is that of the cluster, or of the decision by which it was `dismissed`; `labelled` counts
    the copies in which the annotator labelled something.
    """

    id: int
    kind: ClusterKind
    document: int
    start: int
    end: int
    copies: int
    documents: int
    sources: int
    words: int
    first_day: str
    last_day: str
    similarity: float
    boilerplate: bool
    labelled: int
    dismissed: bool


@dataclass(frozen=True, slots=True, eq=False)
class PassageColumns:
    """All passages, in the order of documents and texts; `cluster` is the row of the cluster."""

    document: Ints
    start: Ints
    end: Ints
    cluster: Ints
    labelled: Bools


@dataclass(frozen=True, slots=True, eq=False)
class ClusterColumns:
    """A value for each cluster, by row; those that were dismissed come last.

    Days are numbers, 20260212, with 00 where a part is not known, and 0 without any; `beginnings`
    are the folded words, as UTF-8, that of row n from `begins[n]` on.
    """

    ids: Ints
    kind: Ints
    document: Ints
    start: Ints
    end: Ints
    copies: Ints
    documents: Ints
    sources: Ints
    words: Ints
    first: Ints
    last: Ints
    similarity: NDArray[np.float64]
    boilerplate: Bools
    labelled: Ints
    dismissed: Bools
    rank: Ints
    beginnings: bytes
    begins: Ints
    places: PassageColumns
    repeated: float
    """The share of all text that stands in more than one place, boilerplate left out; 0 to 1."""

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, number: int) -> ClusterRow:
        return ClusterRow(
            int(self.ids[number]),
            KINDS[self.kind[number]],
            int(self.document[number]),
            int(self.start[number]),
            int(self.end[number]),
            int(self.copies[number]),
            int(self.documents[number]),
            int(self.sources[number]),
            int(self.words[number]),
            _day_value(int(self.first[number])),
            _day_value(int(self.last[number])),
            float(self.similarity[number]),
            bool(self.boilerplate[number]),
            int(self.labelled[number]),
            bool(self.dismissed[number]),
        )

    def labelled_place(self, number: int) -> tuple[int, int, int] | None:
        """Document, start and end of the first place of a row that has a label; None of none."""
        places = self.places
        found = np.flatnonzero((places.cluster == number) & places.labelled)
        if not len(found):
            return None
        at = found[0]
        return int(places.document[at]), int(places.start[at]), int(places.end[at])

    def find(self, cluster: ClusterRow, among: Ints) -> int:
        """Where in these rows a cluster stands, which may be one of other columns; else -1."""
        same = (self.document == cluster.document) & (self.start == cluster.start)
        same &= self.dismissed == cluster.dismissed
        found = np.flatnonzero(same[among])
        return int(found[0]) if len(found) else -1

    def rows(
        self,
        show: ClusterFilter = "all",
        search: str = "",
        order: ClusterOrder = "copies",
        *,
        descending: bool = True,
    ) -> Ints:
        """The rows that are wanted, in order; what is equal in it stands by places, then words."""
        if show == "dismissed":
            wanted = self.dismissed.copy()
        else:
            wanted = ~self.dismissed
            if show != "all":
                wanted &= np.isin(self.kind, [KINDS.index(kind) for kind in _OF_FILTER[show]])
        if search.strip():
            wanted &= self._having(search)
        found = np.flatnonzero(wanted)
        keys: Ints = getattr(self, order)[found]
        ranks = self.rank[found]
        if order == "rank":
            return found[np.argsort(-ranks if descending else ranks, kind="stable")]
        return found[np.lexsort((ranks, -self.copies[found], -keys if descending else keys))]

    def _having(self, search: str) -> Bools:
        """The rows whose words have each of these, a part of a word too."""
        found = np.ones(len(self), np.bool_)
        begins = self.begins.tolist()
        for part in fold(search).text.split():
            has = np.zeros(len(self), np.bool_)
            has[list(_rows_with(self.beginnings, begins, part.encode()))] = True
            found &= has
        return found


def _rows_with(text: bytes, begins: Sequence[int], part: bytes) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        row = bisect_right(begins, at) - 1
        yield row
        at = text.find(part, begins[row + 1])


# --- read ----------------------------------------------------------------------------------------


def load_clusters(
    project: Project,
    actor: int,
    *,
    progress: "Progress | None" = None,
    stop: "Stop | None" = None,
) -> ClusterColumns:
    """All that is known to be repeated, from a process of its own, whose errors are raised."""
    from pullquote.workflow.worker import run_on_project

    return run_on_project(read_clusters, project, actor, progress=progress, stop=stop)


def read_clusters(
    project: Project, actor: int, progress: "Progress | None" = None
) -> ClusterColumns:
    """The same in this process."""
    with snapshot(project) as at_once:
        return _Reading(at_once, actor, progress).table()


def with_labels(
    project: Reads, table: ClusterColumns, actor: int, documents: Collection[int]
) -> ClusterColumns:
    """The table with what is labelled in these documents now."""
    places = table.places
    touched = np.isin(places.document, np.fromiter(documents, np.int64))
    labelled = places.labelled & ~touched
    labelled |= _labelled(places, _columns(project.label_spans(actor, documents), 3))
    return replace(
        table,
        places=replace(places, labelled=labelled),
        labelled=np.bincount(places.cluster[labelled], minlength=len(table)),
    )


def _columns(rows: "Sequence[Row]", width: int) -> Ints:
    """Rows of numbers, turned to columns."""
    flat = np.fromiter(chain.from_iterable(rows), np.int64, len(rows) * width)
    return flat.reshape(len(rows), width).T


def _labelled(places: PassageColumns, labels: Ints) -> Bools:
    """The places in which a label starts; `labels` are documents, starts and ends."""
    found = np.zeros(len(places.document), np.bool_)
    if not len(found) or not labels.shape[1]:
        return found
    document, start, _ = labels
    reach = int(max(places.end.max(), start.max())) + 1
    at = np.searchsorted(places.document * reach + places.start, document * reach + start, "right")
    at = np.maximum(at - 1, 0)
    found[at[(places.document[at] == document) & (start < places.end[at])]] = True
    return found


class _Reading:
    """A table on the way."""

    def __init__(self, project: Reads, actor: int, progress: "Progress | None") -> None:
        self._project, self._actor, self._progress = project, actor, progress

    def table(self) -> ClusterColumns:
        clusters = self._project.cluster_rows()
        ids = np.array([row[0] for row in clusters], np.int64)
        passages = _columns(self._project.every_passage(), 5)
        known = np.isin(passages[3], ids)
        document, start, end, cluster, copy = passages[:, known]
        characters = self._read_documents(int(document.max(initial=0)))
        cluster = np.searchsorted(ids, cluster)
        places = PassageColumns(document, start, end, cluster, np.zeros(len(document), np.bool_))
        places = replace(
            places, labelled=_labelled(places, _columns(self._project.label_spans(self._actor), 3))
        )
        order = np.lexsort((copy, cluster))
        heads = np.searchsorted(cluster[order], np.arange(len(ids)))
        first = order[np.minimum(heads, max(len(order) - 1, 0))] if len(order) else order
        told = ~np.array([row[5] for row in clusters], np.bool_)[cluster]
        dismissed = self._dismissed()
        firsts = np.stack([document[first], start[first], end[first]]) if len(ids) else _NONE
        firsts = np.concatenate([firsts, dismissed[:, 1:4].T], axis=1)
        beginnings, begins, rank, words = self._words(firsts)
        gone = len(dismissed)
        return ClusterColumns(
            ids=np.append(ids, dismissed[:, 0]),
            kind=_with(gone, [KINDS.index(row[1]) for row in clusters]),
            document=firsts[0],
            start=firsts[1],
            end=firsts[2],
            copies=np.append(_ints(row[2] for row in clusters), dismissed[:, 4]),
            documents=np.append(_ints(row[3] for row in clusters), dismissed[:, 4]),
            sources=_with(gone, self._sources(places, len(ids))),
            words=words,
            first=_with(gone, self._days(places, len(ids), last=False)),
            last=_with(gone, self._days(places, len(ids), last=True)),
            similarity=np.append(np.array([row[4] for row in clusters], float), np.ones(gone)),
            boilerplate=_with(gone, [row[5] for row in clusters]).astype(np.bool_),
            labelled=_with(
                gone, np.bincount(cluster[places.labelled], minlength=len(ids))[: len(ids)]
            ),
            dismissed=_with(gone, np.zeros(len(ids))).astype(np.bool_)
            | (np.arange(len(ids) + gone) >= len(ids)),
            rank=rank,
            beginnings=beginnings,
            begins=begins,
            places=places,
            repeated=float((end - start)[told].sum()) / characters if characters else 0.0,
        )

    def _read_documents(self, last: int) -> int:
        """By the id of each document, up to the last at least, the number of its source, -1 for
        none, and its day; how many characters all have.
        """
        spread = self._project.spread_rows()
        most = max(last, spread[-1][0] if spread else 0) + 1
        self._source, self._day = np.full(most, -1, np.int64), np.zeros(most, np.int64)
        numbers: dict[str, int] = {}
        for document, source, published, _ in spread:
            self._day[document] = _day_number(published)
            if source:
                self._source[document] = numbers.setdefault(source, len(numbers))
        return sum(row[3] for row in spread)

    def _dismissed(self) -> Ints:
        """A row for each decision: its id, document, start, end, and how many documents have it."""
        having: dict[str, list[int]] = {}
        decided = [one for one in self._project.decisions() if one.kind == "dismissed"]
        if decided:
            for document in self._project.searched_documents():
                having.setdefault(document.text_sha256, []).append(document.id)
        rows = [
            (one.id, having[one.a_text][0], one.a_start, one.a_end, len(having[one.a_text]))
            for one in decided
            if one.a_text in having
        ]
        return np.array(rows, np.int64).reshape(len(rows), 5)

    def _sources(self, places: PassageColumns, clusters: int) -> Ints:
        source = self._source[places.document]
        pairs = np.unique(np.stack([places.cluster, source])[:, source >= 0], axis=1)
        return np.bincount(pairs[0], minlength=clusters)

    def _days(self, places: PassageColumns, clusters: int, *, last: bool) -> Ints:
        day = self._day[places.document]
        dated = day > 0
        found = np.full(clusters, 0 if last else _LATEST)
        (np.maximum if last else np.minimum).at(found, places.cluster[dated], day[dated])
        found[found == _LATEST] = 0
        return found

    def _words(self, firsts: Ints) -> tuple[bytes, Ints, Ints, Ints]:
        """What the first copies begin with, folded; where each begins, ranks, and words in all."""
        count = firsts.shape[1]
        pieces, words = [b""] * count, np.zeros(count, np.int64)
        order = np.lexsort((firsts[1], firsts[0]))
        step = max(1, count // _STEPS)
        document, text = 0, ""
        for done, row in enumerate(order.tolist()):
            if int(firsts[0, row]) != document:
                document = int(firsts[0, row])
                text = self._project.text(document)
            span = Span(int(firsts[1, row]), int(firsts[2, row]))
            words[row] = word_count(text, span)
            shown = text[span.start : min(span.end, span.start + SEARCHED)]
            pieces[row] = fold(" ".join(shown.split())).text.encode()
            if self._progress is not None and done % step == 0:
                self._progress(done, count)
        rank = np.empty(count, np.int64)
        letters = [piece.lstrip(_SIGNS) for piece in pieces]
        rank[sorted(range(count), key=letters.__getitem__)] = np.arange(count)
        lengths = np.fromiter(map(len, pieces), np.int64, count) + 1
        begins = np.append(0, np.cumsum(lengths))
        return b"\n".join(pieces), begins, rank, words


_NONE = np.zeros((3, 0), np.int64)
_LATEST = 99_999_999
# In the alphabet a quotation stands where its first word does.
_SIGNS = b"\"'([-*#. "


def _ints(values: "Iterator[int]") -> Ints:
    return np.fromiter(values, np.int64)


def _with(more: int, values: "Sequence[int] | NDArray[np.generic]") -> Ints:
    """The values of the clusters, and 0 for those that were dismissed."""
    return np.append(np.asarray(values, np.int64), np.zeros(more, np.int64))


def _day_number(value: str | None) -> int:
    """20260212 of a calendar value; what is no day, month or year counts as unknown."""
    parts = (value or "").split("-")
    if not all(part.isdecimal() for part in parts) or len(parts) > 3:
        return 0
    year, month, day = (*map(int, parts), 0, 0)[:3]
    return (year * 100 + month) * 100 + day


def _day_value(number: int) -> str:
    year, month, day = number // 10_000, number // 100 % 100, number % 100
    parts = (
        [f"{year:04}"] * (number > 0) + [f"{month:02}"] * (month > 0) + [f"{day:02}"] * (day > 0)
    )
    return "-".join(parts)
