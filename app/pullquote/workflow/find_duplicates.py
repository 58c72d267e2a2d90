"""The repeats of a project: kept current, read for the screen, decided about."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from pullquote.duplicates.blocks import Block, Place, blocks, places
from pullquote.model.values import DecisionKind, DuplicateDecision, Passage
from pullquote.store.project import Project
from pullquote.store.reads import Reads
from pullquote.store.snapshot import snapshot
from pullquote.store.values import DocumentRow, Stamp

if TYPE_CHECKING:
    from pullquote.duplicates.diff import Piece
    from pullquote.duplicates.values import Found, FoundPassage
    from pullquote.workflow.worker import Progress, Stop

STAMP = "duplicates"
# To be raised whenever the search finds something else in the same texts.
ENGINE = "1"

# Copies of one block that are shown at most; boilerplate has thousands.
_SHOWN = 200


def refresh(
    project: Project, *, progress: "Progress | None" = None, stop: "Stop | None" = None
) -> bool:
    """Find repeats anew, in a process of its own, if what is known is not of the project as it is.

    False if it is. Raises what `worker.run` does.
    """
    from pullquote.workflow.worker import run

    if is_current(project):
        return False
    while True:
        with snapshot(project) as at_once:
            searched = _Searched(at_once)
        found = run(
            _search,
            searched.documents,
            searched.published,
            searched.decisions,
            progress=progress,
            stop=stop,
        )
        if project.content_hash() == searched.stamp.content_hash:
            project.replace_duplicates(searched.with_ids(found), searched.stamp)
            return True


def is_current(project: Reads) -> bool:
    """Whether the repeats that are known are of the documents and decisions as they are."""
    return project.stamp(STAMP) == _stamp(project)


def _stamp(project: Reads) -> Stamp:
    return Stamp(STAMP, ENGINE, "", project.content_hash())


class _Searched:
    """What a search is made of. Documents are numbered by name, so their ids make no difference."""

    def __init__(self, project: Reads) -> None:
        self.stamp = _stamp(project)
        self.decisions = project.decisions()
        texts = dict(project.texts())
        rows = {row.id: row for row in project.document_rows(list(texts), 0)}
        self._ids = sorted(texts, key=lambda id_: (rows[id_].name, texts[id_], id_))
        self.documents = [(number, texts[id_]) for number, id_ in enumerate(self._ids)]
        dates = ((number, rows[id_].published) for number, id_ in enumerate(self._ids))
        self.published = {number: date for number, date in dates if date is not None}

    def with_ids(self, found: "Found") -> "Found":
        def passage(one: "FoundPassage") -> "FoundPassage":
            assert isinstance(one.document, int)
            return replace(one, document=self._ids[one.document])

        clusters = (
            replace(cluster, passages=tuple(map(passage, cluster.passages)))
            for cluster in found.clusters
        )
        return replace(found, clusters=tuple(clusters), groups=(), weak=())


def _search(
    documents: Sequence[tuple[int, str]],
    published: Mapping[int | str, str],
    decisions: Sequence[DuplicateDecision],
    progress: "Progress | None" = None,
) -> "Found":
    from pullquote.duplicates.find import find

    return find(documents, published=published, decisions=decisions, progress=progress)


# --- for the screen ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Twin:
    """A place that repeats a block or a part of it, and the words that stand there.

    `here` are the words of the block that it repeats; `similarity` and `pieces` compare those.
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


def document_blocks(project: Reads, document: int) -> list[Block]:
    """What is repeated in a document, in order."""
    found = _Repeats(project, document)
    return blocks(found.passages, found.copies, found.clusters)


def twins(project: Reads, document: int, block: Block | Passage) -> list[Twin]:
    """Where the words of a block stand too: first here, then by publication date; the first 200."""
    found = _Repeats(project, document, block.start, block.end)
    everywhere = places(found.passages, found.copies)
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


def _twin(project: Reads, row: DocumentRow, place: Place, text: str, *, same: bool) -> Twin:
    from pullquote.duplicates.compare import similarity
    from pullquote.duplicates.diff import diff

    words = project.text(row.id)[place.start : place.end]
    here = text[place.here_start : place.here_end]
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
        pieces=tuple(diff(here, words)),
        same_document=same,
    )


class _Repeats:
    """The passages of a document, or of a stretch of it, and all copies of each."""

    def __init__(
        self, project: Reads, document: int, start: int = 0, end: int | None = None
    ) -> None:
        self.passages = [
            passage
            for passage in project.passages(document)
            if start <= passage.start and (end is None or passage.end <= end)
        ]
        numbers = {passage.cluster for passage in self.passages}
        self.clusters = {number: project.cluster(number) for number in numbers}
        self.copies = {number: project.cluster_passages(number) for number in numbers}


# --- decisions -----------------------------------------------------------------------------------


def decide_boilerplate(
    project: Project, actor: int, document: int, block: Block, *, wanted: bool = True
) -> None:
    """Say of a block, in one operation, that it is boilerplate, or no longer."""
    if wanted:
        _decide(project, actor, document, block, "Mark as boilerplate", "boilerplate")
        return
    with project.operation("Unmark boilerplate", actor) as writer:
        for decision in _boilerplate_of(project, document, block):
            writer.delete_decision(decision.id)


def dismiss(project: Project, actor: int, document: int, block: Block) -> None:
    """Say of a block, in one operation, that its repetition is of no interest anywhere."""
    _decide(project, actor, document, block, "Dismiss repeat", "dismissed")


def _decide(
    project: Project, actor: int, document: int, block: Block, name: str, kind: DecisionKind
) -> None:
    found = _Repeats(project, document, block.start, block.end)
    text = project.document(document).text_sha256
    with project.operation(name, actor) as writer:
        for passage in found.passages:
            fingerprint = found.clusters[passage.cluster].fingerprint
            writer.decide_duplicate(kind, text, passage.start, passage.end, fingerprint=fingerprint)


def _boilerplate_of(project: Project, document: int, block: Block) -> list[DuplicateDecision]:
    """The decisions by which a block is boilerplate, wherever they were made."""
    found = _Repeats(project, document, block.start, block.end)
    names = {cluster.fingerprint for cluster in found.clusters.values()}
    made = [decision for decision in project.decisions() if decision.kind == "boilerplate"]
    spans: dict[str, list[Passage]] = defaultdict(list)
    for copy in chain.from_iterable(found.copies.values()):
        spans[project.document(copy.document).text_sha256].append(copy)
    return [
        decision
        for decision in made
        if decision.fingerprint in names
        or any(
            c.start < decision.a_end and decision.a_start < c.end for c in spans[decision.a_text]
        )
    ]
