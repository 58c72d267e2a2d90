"""What people decided about repeats, found again in the texts as they are now."""

import hashlib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import product

from pullquote.duplicates.corpus import Corpus, TokenRange
from pullquote.duplicates.matches import Match, equal_runs
from pullquote.model.values import DecisionKind, DuplicateDecision
from pullquote.text.spans import Span

# A decision is about a passage if it is about so much of it.
_ABOUT = 0.5


class Decisions:
    """Each counts in all documents that have its text; where none has, by its fingerprint."""

    def __init__(self, corpus: Corpus, decisions: Collection[DuplicateDecision]) -> None:
        self._corpus = corpus
        self._documents: dict[str, list[int]] = defaultdict(list)
        # Who has decided nothing need not wait until a corpus is hashed.
        for document, text in enumerate(corpus.texts if decisions else ()):
            self._documents[hashlib.sha256(text.encode()).hexdigest()].append(document)
        self._decisions: dict[DecisionKind, list[DuplicateDecision]] = defaultdict(list)
        for decision in decisions:
            self._decisions[decision.kind].append(decision)

    def same(self) -> Iterator[Match]:
        """What was decided to be the same, as matches."""
        for a, b in self._pairs("the_same"):
            a, b = sorted((a, b))
            runs = equal_runs(self._corpus.keys, *a, *b)
            yield Match(*a, *b, tuple(runs))

    def apart(self, passages: list[TokenRange]) -> Iterator[tuple[TokenRange, TokenRange]]:
        """Pairs of `passages`, which are in order, that were decided not to be the same."""
        for a, b in self._pairs("not_the_same"):
            yield from product(_meant(a, passages), _meant(b, passages))

    def about(self, kind: DecisionKind, passages: list[TokenRange]) -> set[TokenRange]:
        """Those of `passages`, which are in order, that decisions of this kind are about."""
        extents = (extent for one in self._decisions[kind] for extent in self._extents_a(one))
        return {passage for extent in extents for passage in _meant(extent, passages)}

    def fingerprints(self, kind: DecisionKind) -> set[str]:
        return {decision.fingerprint for decision in self._decisions[kind]} - {""}

    def _pairs(self, kind: DecisionKind) -> Iterator[tuple[TokenRange, TokenRange]]:
        for one in self._decisions[kind]:
            for a, b in product(self._extents_a(one), self._extents_b(one)):
                if a != b:
                    yield a, b

    def _extents_a(self, decision: DuplicateDecision) -> list[TokenRange]:
        return self._extents(decision.a_text, decision.a_start, decision.a_end)

    def _extents_b(self, decision: DuplicateDecision) -> list[TokenRange]:
        if decision.b_text is None or decision.b_start is None or decision.b_end is None:
            return []
        return self._extents(decision.b_text, decision.b_start, decision.b_end)

    def _extents(self, text: str, start: int, end: int) -> list[TokenRange]:
        found = (self._corpus.extent(d, Span(start, end)) for d in self._documents.get(text, ()))
        return [extent for extent in found if extent.words > 0]


def meeting(extent: TokenRange, passages: list[TokenRange]) -> list[TokenRange]:
    """Those of the passages, which are in order and apart, that share words with `extent`."""
    first = max(bisect_right(passages, extent) - 1, 0)
    near = passages[first : bisect_left(passages, TokenRange(extent.end, 0))]
    return [passage for passage in near if extent.shared(passage)]


def _meant(extent: TokenRange, passages: list[TokenRange]) -> list[TokenRange]:
    """Those of the passages that lie at least half in `extent`."""
    near = meeting(extent, passages)
    return [passage for passage in near if extent.shared(passage) >= _ABOUT * passage.words]
