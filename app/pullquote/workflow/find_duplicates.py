"""The repeats of a project: kept current, read for the screen, decided about."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pullquote.duplicates.blocks import Block, Place, blocks, places
from pullquote.model.values import Passage
from pullquote.store.errors import ReadOnlyProject
from pullquote.store.project import Project
from pullquote.store.reads import Reads
from pullquote.store.values import DocumentRow, Stamp
from pullquote.text.folding import fold
from pullquote.text.spans import Span

if TYPE_CHECKING:
    from pullquote.duplicates.contradictions import Contradiction
    from pullquote.duplicates.diff import Piece
    from pullquote.workflow.worker import Progress, Stop

STAMP = "duplicates"
# To be raised whenever the search finds something else in the same texts.
ENGINE = "4"

# Boilerplate has thousands of copies: so many of them are shown, and of a cluster with more than
# so many those in other documents are only counted to paint it.
_SHOWN, _READ = 200, 100


def refresh_duplicates(
    project: Project, *, progress: "Progress | None" = None, stop: "Stop | None" = None
) -> bool:
    """Find repeats, in a process of its own, if what is known is not of the project as it is.

    False if it is. Raises what `worker.run` does, and ReadOnlyProject.
    """
    from pullquote.workflow.repeats_search import search_project
    from pullquote.workflow.worker import run_on_project

    if is_current(project):
        return False
    if project.read_only:
        raise ReadOnlyProject(path=project.path, why=project.why_read_only)
    while True:
        stamp, changes = run_on_project(
            search_project, project, STAMP, ENGINE, progress=progress, stop=stop
        )
        if project.content_hash() == stamp.content_hash and project.update_duplicates(
            changes, stamp
        ):
            return True


def is_current(project: Reads) -> bool:
    """Whether the repeats that are known are of the documents and decisions as they are."""
    return project.stamp(STAMP) == _stamp(project)


def _stamp(project: Reads) -> Stamp:
    return Stamp(STAMP, ENGINE, "", project.content_hash())


# --- for the screen ------------------------------------------------------------------------------


class Twin(NamedTuple):
    """A place that repeats a block or a part of it, and the words that stand there.

    `here` are the words of the block that it repeats; `similarity`, `pieces` and `differs_in`
    compare those.
    """

    document: int
    start: int
    end: int
    words: str
    here: str
    title: str
    source: str | None
    published: str | None
    similarity: float
    pieces: tuple["Piece", ...]
    same_document: bool
    differs_in: tuple["Contradiction", ...] = ()


def document_blocks(project: Reads, document: int) -> list[Block]:
    """What is repeated in a document, in order."""
    found = _Repeats(project, document)
    counted = {number for number, cluster in found.clusters.items() if cluster.copies > _READ}
    return blocks(found.passages, found.copies(but=counted), found.clusters, counted)


def twins(project: Reads, document: int, block: Block | Passage) -> list[Twin]:
    """Where the words of a block stand too: first here, then by publication date; the first 200."""
    found = _Repeats(project, document, block.start, block.end)
    everywhere = places(found.passages, _first_documents(found.copies(), document))
    ids = {place.document for place in everywhere}
    rows = {row.id: row for row in project.document_rows(sorted(ids), 0)}

    def order(place: Place) -> tuple[bool, bool, str, str, int, int]:
        date, name = rows[place.document].published, rows[place.document].name
        elsewhere = place.document != document
        return elsewhere, date is None, date or "", name, place.document, place.start

    shown = sorted((place for place in everywhere if place.document in rows), key=order)[:_SHOWN]
    text = project.text(document)
    return [
        _twin(project, rows[place.document], place, text, same=place.document == document)
        for place in shown
    ]


def cluster_twins(
    project: Reads, copies: Sequence[Passage], first: int = 0, most: int = _SHOWN
) -> list[Twin]:
    """So many of the copies of a cluster from number `first` on, compared with its first one."""
    text, (own, *_) = project.text(copies[0].document), copies
    some = copies[first : first + most]
    rows = {row.id: row for row in project.document_rows([copy.document for copy in some], 0)}
    return [
        _twin(
            project,
            rows[copy.document],
            Place(copy.document, copy.start, copy.end, own.start, own.end),
            text,
            same=False,
        )
        for copy in some
        if copy.document in rows
    ]


class SameWords(NamedTuple):
    """A passage that has words of another one, too; `title` is that of its document."""

    document: int
    start: int
    title: str


def same_words(project: Reads, document: int, block: Block, span: Span) -> SameWords | None:
    """The copy of `block` that has all words at `span`, a part of it, too: the nearest one in the
    document, those below first, else the first of the others; None where none has.
    """
    found = _Repeats(project, document, block.start, block.end)
    everywhere = places(found.passages, _first_documents(found.copies(), document))
    words = fold(span.of(project.text(document))).text

    def order(place: Place) -> tuple[bool, bool, int]:
        elsewhere, above = place.document != document, place.start < span.start
        return elsewhere, above and not elsewhere, 0 if elsewhere else abs(place.start - span.start)

    for place in sorted(everywhere, key=order)[:_SHOWN]:
        if place.here_start <= span.start and span.end <= place.here_end:
            there = Span(place.start, place.end).of(project.text(place.document))
            if words in fold(there).text:
                known = project.document(place.document)
                return SameWords(place.document, place.start, known.title or known.name)
    return None


def repeated_place(
    project: Reads, document: int, around: Span, copy: tuple[int, Span]
) -> Place | None:
    """The words of `around` and where they stand in a copy, which is a stretch of a document; None
    where nothing there repeats them.
    """
    found = _Repeats(project, document)
    found.passages = [p for p in found.passages if p.span.overlaps(around)]
    other, span = copy
    copies = {
        number: [p for p in some if p.document in {document, other}]
        for number, some in found.copies().items()
    }
    there = [place for place in places(found.passages, copies) if place.document == other]
    shared = [(Span(place.start, place.end).overlap(span), place) for place in there]
    most, place = max(shared, default=(0, None))
    return place if most else None


# In the settings of a hand-out, whose repeats are found among its own documents only.
_OUTSIDE = "copies_not_in_file"


def copies_outside(project: Reads, documents: Sequence[int]) -> dict[str, Any]:
    """What a file with only these documents is to know of the copies that are not in it: settings,
    with the stretches of each document, by its uid, and how many copies of each are elsewhere.
    """
    inside, known = set(documents), dict[int, int]()
    found: dict[str, list[list[int]]] = {}
    for document in documents:
        stretches = []
        for passage in project.passages(document):
            if passage.cluster not in known:
                some = project.cluster_passages(passage.cluster)
                dimmed = project.cluster(passage.cluster).boilerplate
                outside = sum(copy.document not in inside for copy in some)
                known[passage.cluster] = 0 if dimmed else outside
            if known[passage.cluster]:
                stretches.append([passage.start, passage.end, known[passage.cluster]])
        if stretches:
            found[project.document(document).uid] = stretches
    return {_OUTSIDE: found} if found else {}


def count_outside(project: Reads, document: int, heads: Sequence[Span]) -> int:
    """How many copies of the words of a label are not in the file: of the one with the most."""
    if project.handout is None:
        return 0
    listed = project.settings.get(_OUTSIDE, {})
    stretches = listed.get(project.document(document).uid, ()) if listed else ()
    return max(
        (
            copies
            for start, end, copies in stretches
            if any(2 * head.overlap(Span(start, end)) >= len(head) for head in heads)
        ),
        default=0,
    )


def _first_documents(
    copies: Mapping[int, Sequence[Passage]], document: int
) -> dict[int, list[Passage]]:
    """The copies in this document and in the first to be shown; copies are in that order."""
    longest = max(copies.values(), key=len, default=[])
    first = {document, *list(dict.fromkeys(copy.document for copy in longest))[:_SHOWN]}
    return {
        number: [copy for copy in some if len(longest) <= _SHOWN or copy.document in first]
        for number, some in copies.items()
    }


def _twin(project: Reads, row: DocumentRow, place: Place, text: str, *, same: bool) -> Twin:
    from pullquote.duplicates.compare import similarity
    from pullquote.duplicates.contradictions import contradictions
    from pullquote.duplicates.diff import diff

    words = project.text(row.id)[place.start : place.end]
    here = text[place.here_start : place.here_end]
    pieces = diff(here, words)
    return Twin(
        document=row.id,
        start=place.start,
        end=place.end,
        words=words,
        here=here,
        title=row.title or row.name,
        source=row.source,
        published=row.published,
        similarity=similarity(here, words),
        pieces=tuple(pieces),
        same_document=same,
        differs_in=tuple(contradictions(here, words, pieces)),
    )


class _Repeats:
    """The passages of a document, or of a stretch of it, and their clusters."""

    def __init__(
        self, project: Reads, document: int, start: int = 0, end: int | None = None
    ) -> None:
        self._project = project
        self.passages = [
            passage
            for passage in project.passages(document)
            if start <= passage.start and (end is None or passage.end <= end)
        ]
        numbers = {passage.cluster for passage in self.passages}
        self.clusters = {number: project.cluster(number) for number in numbers}

    def copies(self, *, but: Collection[int] = ()) -> dict[int, list[Passage]]:
        """All passages of each cluster; of these clusters only those in the document."""
        return {
            number: [passage for passage in self.passages if passage.cluster == number]
            if number in but
            else self._project.cluster_passages(number)
            for number in self.clusters
        }
