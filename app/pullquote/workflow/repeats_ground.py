"""What a search for repeats in a project stands on: documents, their words, what stands where."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, overload
from uuid import uuid4

import numpy as np

from pullquote.duplicates.index import WordIndex, index_part
from pullquote.duplicates.matches.grams import PLACE_BITS, place_bits
from pullquote.duplicates.matches.links import CorpusChange
from pullquote.duplicates.matches.quotes import quotation_units
from pullquote.duplicates.words.boundaries import Boundaries, Quotations, joined_quotations
from pullquote.duplicates.words.corpus import Corpus, Words, joined_words, read_words
from pullquote.store.reads import Reads
from pullquote.store.values import SearchedDocument
from pullquote.text.token_arrays import Array, mixed
from pullquote.workflow.repeats_cache import (
    RepeatsCache,
    StoredDocuments,
    StoredFindings,
    StoredTexts,
)

# So many documents that came or went since texts were stored are kept beside them, or so great a
# part of all; with more, all are stored anew.
_FEW, _PART = 64, 20

Slot = SearchedDocument | None


class Ground(NamedTuple):
    """Documents (None for those that are gone) by number, and all that is known of their words.

    The first are the texts stored as `made`, `behind` are the words of the others. `change` is that
    since the `left` of an earlier search; None where there is none.
    """

    documents: list[Slot]
    corpus: Corpus
    boundaries: Boundaries
    quotations: Quotations
    where: WordIndex
    made: str
    behind: Words
    left: StoredFindings | None = None
    change: CorpusChange | None = None

    @property
    def ids(self) -> list[int]:
        """0 for those that are gone."""
        return [0 if document is None else document.id for document in self.documents]

    @property
    def hashes(self) -> list[str]:
        """Of the texts, empty for those that are gone."""
        return ["" if document is None else document.text_sha256 for document in self.documents]

    def identities(self) -> Array:
        """Of each document a number that is the same at all times."""
        texts = [int(sha256[:16] or "0", 16) for sha256 in self.hashes]
        return mixed(np.array(self.ids, np.uint64) + mixed(np.array(texts, np.uint64)))

    def to_keep(self) -> StoredDocuments:
        stored = len(self.documents) - len(self.behind.sizes)
        counts = self.quotations.counts
        rows = self.quotations.rows[int(counts[:stored].sum()) :]
        by_rank = np.argsort(self.corpus.ranks)
        stands = np.array([document is not None for document in self.documents], np.bool_)
        return StoredDocuments(
            np.array(self.ids, np.int64),
            self.hashes,
            by_rank[stands[by_rank]],
            self.behind,
            Quotations(counts[stored:], rows),
        )


def ground_of(project: Reads, cache: RepeatsCache, token: str | None) -> Ground:
    """From where the search called `token` has left it, if that is still in the cache."""
    documents = project.searched_documents()
    stored = cache.texts()
    if stored and place_bits(2 * len(stored.words.keys)) > PLACE_BITS:
        stored = None  # so large that places may take another number of bits next time
    left = cache.findings(token) if token and stored else None
    if stored and left and left.made == stored.made:
        found = _as_left(project, documents, stored, left)
        if found is not None:
            return found
    return _anew(project, documents, cache, stored)


def _as_left(
    project: Reads,
    documents: Sequence[SearchedDocument],
    stored: StoredTexts,
    left: StoredFindings,
) -> Ground | None:
    """The documents of an earlier search as they stood, the new ones behind them."""
    was = left.documents
    slots = _slots(documents, was)
    same = {document.id for document in slots if document is not None}
    new = [document for document in documents if document.id not in same]
    many = len(slots) + len(new) - len(stored.hashes) + slots.count(None)
    if many > max(_FEW, len(documents) // _PART):
        return None
    texts = _Texts(project, [*slots, *new])
    read = read_words([texts[at] for at in range(len(slots), len(texts))])
    behind = joined_words([was.words, read])
    corpus = Corpus(_names(texts.documents), texts, stored.words_with(behind))
    if _in_other_order(corpus, was, slots):
        return None
    quotations = joined_quotations([stored.quotations, was.quotations])
    boundaries = Boundaries(corpus, quotations)
    quotations = joined_quotations([quotations, boundaries.quotations_from(len(slots))])
    units = quotation_units(corpus, quotations)
    parts = [stored.part, index_part(corpus, units, len(stored.hashes))]
    change = CorpusChange(
        np.append(was.ids > 0, np.zeros(len(new), np.bool_)),
        np.array([document is not None for document in texts.documents], np.bool_),
    )
    index = WordIndex(parts, units)
    return Ground(
        texts.documents, corpus, boundaries, quotations, index, stored.made, behind, left, change
    )


def _slots(documents: Sequence[SearchedDocument], was: StoredDocuments) -> list[Slot]:
    there = {document.id: document for document in documents}
    found: list[Slot] = [there.get(id_) for id_ in was.ids.tolist()]
    for at, sha256 in enumerate(was.hashes):
        if (document := found[at]) is not None and document.text_sha256 != sha256:
            found[at] = None
    return found


def _in_other_order(corpus: Corpus, was: StoredDocuments, slots: Sequence[Slot]) -> bool:
    """Texts with the same words are in the order of their names, which may have changed."""
    ranks = corpus.ranks[[at for at in was.order.tolist() if slots[at] is not None]]
    return bool((np.diff(ranks) <= 0).any())


def _anew(
    project: Reads,
    documents: Sequence[SearchedDocument],
    cache: RepeatsCache,
    stored: StoredTexts | None,
) -> Ground:
    """The documents as they stand; they are stored, if others are."""
    ordered, rows = _ordered(documents, stored)
    texts = _Texts(project, ordered)
    new = read_words([texts[at] for at in range(len(rows), len(texts))])
    whole = stored is not None and len(rows) == len(stored.hashes) == len(ordered)
    words, quotations = new, None
    if stored is not None:
        words = stored.words if whole else joined_words([stored.words.take(rows), new])
        quotations = stored.quotations.take(rows)
    corpus = Corpus(_names(ordered), texts, words)
    boundaries = Boundaries(corpus, quotations)
    quotations = boundaries.all_quotations()
    units = quotation_units(corpus, quotations)
    if stored is None or not whole:
        hashes = [document.text_sha256 for document in documents_of(ordered)]
        part = index_part(corpus, units)
        words = words._replace(keys=corpus.keys)
        stored = StoredTexts(uuid4().hex, hashes, words, quotations, part)
        cache.keep_texts(stored)
    index = WordIndex([stored.part], units)
    nothing = new.take(np.empty(0, np.int64))
    return Ground(ordered, corpus, boundaries, quotations, index, stored.made, nothing)


def documents_of(slots: Sequence[Slot]) -> list[SearchedDocument]:
    """Without those that are gone."""
    return [document for document in slots if document is not None]


def _ordered(
    documents: Sequence[SearchedDocument], stored: StoredTexts | None
) -> tuple[list[Slot], Array]:
    """Those whose texts are stored first, in that order; and the numbers of these texts."""
    waiting: dict[str, list[SearchedDocument]] = defaultdict(list)
    for document in reversed(documents):
        waiting[document.text_sha256].append(document)
    rows, first = [], []
    for row, sha256 in enumerate(stored.hashes if stored else ()):
        if waiting.get(sha256):
            rows.append(row)
            first.append(waiting[sha256].pop())
    taken = {document.id for document in first}
    rest = [document for document in documents if document.id not in taken]
    return [*first, *rest], np.array(rows, np.int64)


def _names(documents: Sequence[Slot]) -> list[int]:
    """Numbers by name: the order in which documents were imported makes no difference. Those that
    are gone come last.
    """

    def order(at: int) -> tuple[bool, str, str, int]:
        document = documents[at]
        if document is None:
            return True, "", "", at
        return False, document.name, document.text_sha256, document.id

    names = [0] * len(documents)
    for number, at in enumerate(sorted(range(len(documents)), key=order)):
        names[at] = number
    return names


class _Texts(Sequence[str]):
    """The texts of documents, read where they are asked for; none of those that are gone."""

    def __init__(self, project: Reads, documents: Sequence[Slot]) -> None:
        self.documents = list(documents)
        self._text = lru_cache(maxsize=4096)(project.text)

    def __len__(self) -> int:
        return len(self.documents)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        document = self.documents[at]
        return "" if document is None else self._text(document.id)
