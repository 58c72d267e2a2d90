"""What people decide about repeats, each time as one operation; it outlives any search."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from pullquote.errors import PullquoteError
from pullquote.model.values import DecisionKind, DuplicateDecision, Passage
from pullquote.store.project import Project


class RepeatedWords(Protocol):
    """Repeated words of a document: a block, or one passage."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def decide_boilerplate(
    project: Project, actor: int, document: int, words: RepeatedWords, *, wanted: bool = True
) -> None:
    """Say of repeated words that they are boilerplate, or no longer."""
    if wanted:
        _decide(project, actor, document, words, "Mark as boilerplate", "boilerplate")
        return
    with project.operation("Unmark boilerplate", actor) as writer:
        for decision in _boilerplate_of(project, _passages(project, document, words)):
            writer.delete_decision(decision.id)


def dismiss(project: Project, actor: int, document: int, words: RepeatedWords) -> None:
    """Say of repeated words that their repetition is of no interest anywhere."""
    _decide(project, actor, document, words, "Dismiss repeat", "dismissed")


def bring_back(project: Project, actor: int, decision: int) -> None:
    """Take a decision back by which a repeat was dismissed."""
    with project.operation("Bring repeat back", actor) as writer:
        writer.delete_decision(decision)


class SameText(PullquoteError):
    """Raised where places cannot be told apart: a text that several documents have is kept once."""

    template = "The document has the same text as the others: its place cannot be split off."


def split_off(project: Project, actor: int, place: Passage, others: Collection[Passage]) -> None:
    """Say of a place that its words are not those of the other places of its cluster.

    Raises SameText.
    """
    texts = _Texts(project)
    here = texts.of(place)
    apart = [there for there in dict.fromkeys(map(texts.of, others)) if there != here]
    if not apart:
        raise SameText
    with project.operation("Split place from repeat", actor) as writer:
        for there in apart:
            writer.decide_duplicate("not_the_same", *here, *there)


def join(project: Project, actor: int, one: Passage, other: Passage) -> None:
    """Say of two clusters, by a place of each, that they repeat the same words."""
    texts = _Texts(project)
    with project.operation("Join repeats", actor) as writer:
        writer.decide_duplicate("the_same", *texts.of(one), *texts.of(other))


class _Texts:
    """The SHA-256 of the texts of documents, each looked up once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[int, str] = {}

    def of(self, place: Passage) -> tuple[str, int, int]:
        if place.document not in self._known:
            self._known[place.document] = self._project.document(place.document).text_sha256
        return self._known[place.document], place.start, place.end


def _passages(project: Project, document: int, words: RepeatedWords) -> list[Passage]:
    return [
        passage
        for passage in project.passages(document)
        if words.start <= passage.start and passage.end <= words.end
    ]


def _decide(
    project: Project, actor: int, document: int, words: RepeatedWords, name: str, kind: DecisionKind
) -> None:
    text = project.document(document).text_sha256
    found = _passages(project, document, words)
    names = _fingerprints(project, found)
    with project.operation(name, actor) as writer:
        for passage in found:
            fingerprint = names[passage.cluster]
            writer.decide_duplicate(kind, text, passage.start, passage.end, fingerprint=fingerprint)
        if not found:
            # Another search has parted them otherwise since; it is about these words all the same.
            writer.decide_duplicate(kind, text, words.start, words.end)


def _fingerprints(project: Project, found: Sequence[Passage]) -> Mapping[int, str]:
    return {number: project.cluster(number).fingerprint for number in {p.cluster for p in found}}


def _boilerplate_of(project: Project, found: Sequence[Passage]) -> list[DuplicateDecision]:
    """The decisions by which repeated words are boilerplate, wherever they were made."""
    names = _fingerprints(project, found)
    made = [decision for decision in project.decisions() if decision.kind == "boilerplate"]
    spans: dict[str, list[Passage]] = defaultdict(list)
    for number in names:
        for copy in project.cluster_passages(number):
            spans[project.document(copy.document).text_sha256].append(copy)
    return [
        decision
        for decision in made
        if decision.fingerprint in names.values()
        or any(
            c.start < decision.a_end and decision.a_start < c.end for c in spans[decision.a_text]
        )
    ]
