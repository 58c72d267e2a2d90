"""The search for repeats in a project, from where an earlier search has left it.

Pairs of documents are kept in the project, words and grams in a cache. Only pairs that became worth
a look are compared, and only clusters that changed are described. It runs in a process of its own.
"""

import json
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, overload
from uuid import uuid4

import numpy as np

from pullquote.duplicates.decisions import Decisions
from pullquote.duplicates.find import Search, Steps
from pullquote.duplicates.matches.grams import PLACE_BITS, packed_grams, place_bits
from pullquote.duplicates.matches.pairs import PackedPair, PairMatches, no_pairs, pack, unpack
from pullquote.duplicates.values import FoundCluster, Name
from pullquote.duplicates.words.boundaries import Boundaries, Quotations
from pullquote.duplicates.words.corpus import Corpus, joined_words, read_words
from pullquote.model.values import DuplicateDecision
from pullquote.store.project import Project
from pullquote.store.reads import Reads, snapshot
from pullquote.store.values import (
    DuplicateChanges,
    GroupRow,
    PairRow,
    SearchedDocument,
    Stamp,
)
from pullquote.text.tokens import Array, mixed
from pullquote.workflow.repeats_cache import RepeatsCache, StoredClusters, StoredTexts

Tell = Callable[[int, int], None]


def search_project(
    project: Project, name: str, engine: str, progress: Tell | None = None
) -> tuple[Stamp, DuplicateChanges]:
    """The changes, and the stamp that they get: `name`, and made by this `engine`."""
    with snapshot(project) as at_once:
        stamp = Stamp(name, engine, "", at_once.content_hash())
        search = _ProjectSearch(at_once, project.uid, engine, progress)
        return stamp, search.changes()


class _State(NamedTuple):
    """What a search leaves for the next one, in the project.

    `documents` are the SHA-256 of the texts by document; `fingerprints` those of decisions.
    """

    engine: str
    token: str
    documents: dict[int, str]
    fingerprints: list[str]

    def packed(self) -> bytes:
        written = [self.engine, self.token, list(self.documents.items()), self.fingerprints]
        return zlib.compress(json.dumps(written).encode(), 1)


def _state(packed: bytes | None, engine: str) -> _State | None:
    if not packed:
        return None
    try:
        made_by, token, documents, fingerprints = json.loads(zlib.decompress(packed))
        known = _State(made_by, token, dict(documents), fingerprints)
    except (zlib.error, ValueError, TypeError):
        return None
    return known if made_by == engine else None


# Of so many documents more than are stored the words are read each time; with more, all are stored.
_FEW = 0.05


class _ProjectSearch:
    def __init__(self, project: Reads, uid: str, engine: str, progress: Tell | None) -> None:
        self._project = project
        self._engine = engine
        self._base = project.duplicate_state()
        self._before = _state(self._base, engine)
        self._cache = RepeatsCache(uid, engine)
        self._steps = Steps(progress or (lambda _done, _total: None))
        stored = self._cache.texts()
        if stored and place_bits(len(stored.words.keys)) > PLACE_BITS:
            stored = None  # so large that places may take another number of bits next time
        self._documents = _ordered(project.searched_documents(), stored)
        self._texts = _Texts(project, self._documents)
        self._read(stored)

    def _read(self, stored: StoredTexts | None) -> None:
        """The words of all documents, from the cache where they are in it."""
        known = _Known(stored, [document.text_sha256 for document in self._documents])
        new = range(known.count, len(self._documents))
        words = joined_words([known.words, read_words([self._texts[at] for at in new])])
        self._corpus = Corpus(_names(self._documents), self._texts, words)
        self._boundaries = Boundaries(self._corpus, known.quotations)
        start = int(self._corpus.first[known.count]) if new else len(self._corpus)
        more = packed_grams(self._corpus, start)
        packed = known.packed()
        self._packed = np.insert(packed, np.searchsorted(packed, more), more)
        if stored is None or len(new) + known.gone > _FEW * len(self._documents):
            self._keep_texts()

    def _keep_texts(self) -> None:
        hashes = [document.text_sha256 for document in self._documents]
        if len(set(hashes)) < len(hashes):
            return
        found = self._boundaries.all_quotations()
        self._cache.keep_texts(StoredTexts(hashes, self._corpus.words, found, self._packed))

    def changes(self) -> DuplicateChanges:
        decisions = self._project.decisions()
        hashes = [document.text_sha256 for document in self._documents]
        known = self._known_pairs()
        search = Search(
            self._corpus,
            self._boundaries,
            self._published(),
            Decisions(self._corpus, decisions, hashes),
            self._steps,
            packed=self._packed,
            known=known,
        )
        gone_pairs, pairs = self._pair_changes(known, search.pairs)
        groups = tuple(self._groups(search))
        state = _State(
            self._engine,
            uuid4().hex,
            {document.id: document.text_sha256 for document in self._documents},
            sorted({decision.fingerprint for decision in decisions} - {""}),
        )
        gone, clusters = self._cluster_changes(search, state, decisions)
        self._steps.reach(4)
        return DuplicateChanges(
            base=None if self._before is None else self._base,
            state=state.packed(),
            gone_clusters=gone,
            clusters=clusters,
            gone_pairs=gone_pairs,
            pairs=pairs,
            groups=groups,
        )

    def _published(self) -> dict[Name, str]:
        dated = zip(self._corpus.names, self._documents, strict=True)
        return {name: row.published for name, row in dated if row.published is not None}

    # --- pairs ---

    def _known_pairs(self) -> PairMatches:
        """What is kept of pairs of documents whose texts are what they were."""
        self._stored_pairs: list[tuple[int, int]] = []
        if self._before is None:
            return no_pairs()
        then = self._before.documents
        numbers = {
            document.id: number
            for number, document in enumerate(self._documents)
            if then.get(document.id) == document.text_sha256
        }
        rows = self._project.pair_rows()
        self._stored_pairs = [(row.a_document, row.b_document) for row in rows]
        same = [
            PackedPair(numbers[row[0]], numbers[row[1]], *row[2:])
            for row in rows
            if row[0] in numbers and row[1] in numbers
        ]
        # Of texts with the same words the order is by name, which may have changed.
        ranks = self._corpus.ranks
        same = [pair for pair in same if ranks[pair.left] <= ranks[pair.right]]
        try:
            return unpack(self._corpus, same)
        except ValueError:
            return no_pairs()

    def _pair_changes(
        self, known: PairMatches, found: PairMatches
    ) -> tuple[list[tuple[int, int]], list[PairRow]]:
        size = len(self._documents)
        new = np.flatnonzero(~np.isin(found.codes(size), known.codes(size)))
        ids = [document.id for document in self._documents]
        stayed = np.isin(known.codes(size), found.codes(size))
        stay = {
            (ids[a], ids[b])
            for a, b in zip(known.left[stayed].tolist(), known.right[stayed].tolist(), strict=True)
        }
        gone = [pair for pair in self._stored_pairs if pair not in stay]
        rows = pack(self._corpus, found._replace(left=found.left[new], right=found.right[new]))
        return gone, [PairRow(ids[row.left], ids[row.right], *row[2:]) for row in rows]

    # --- clusters ---

    def _cluster_changes(
        self, search: Search, state: _State, decisions: Collection[DuplicateDecision]
    ) -> tuple[list[int], list[tuple[int, FoundCluster]]]:
        """The numbers of those that are gone, and the new ones with theirs."""
        describer = search.describer()
        signatures = describer.signatures(self._identities())
        before = self._clusters_before(decisions)
        kept, new = self._kept_and_new(signatures, before)
        last = self._project.last_cluster() if self._before is not None else 0
        described = []
        numbers = {int(signatures[row]): before[int(signatures[row])] for row in kept}
        for row, cluster in describer.clusters(new):
            last += 1
            numbers[int(signatures[row])] = last
            described.append((last, self._with_ids(cluster)))
        gone = [] if self._before is None else self._gone(set(numbers.values()))
        self._cache.keep_clusters(
            StoredClusters(
                state.token,
                np.array(list(numbers), np.uint64),
                np.array(list(numbers.values()), np.int64),
            )
        )
        return gone, described

    def _kept_and_new(
        self, signatures: Array, before: dict[int, int]
    ) -> tuple[list[int], list[int]]:
        kept: list[int] = []
        new: list[int] = []
        for row, signature in enumerate(signatures.tolist()):
            (kept if signature in before else new).append(row)
        return kept, new

    def _gone(self, kept: set[int]) -> list[int]:
        return [cluster.id for cluster in self._project.clusters() if cluster.id not in kept]

    def _clusters_before(self, decisions: Collection[DuplicateDecision]) -> dict[int, int]:
        """Numbers of clusters by signature; those that decisions name are looked at again."""
        stored = self._cache.clusters()
        if self._before is None or stored is None or stored.token != self._before.token:
            return {}
        named = {decision.fingerprint for decision in decisions} - {""}
        doubtful = set(
            self._project.clusters_of_fingerprints(named.union(self._before.fingerprints))
        )
        there = set(self._project.whole_clusters()) - doubtful
        pairs = zip(stored.signatures.tolist(), stored.numbers.tolist(), strict=True)
        return {signature: number for signature, number in pairs if number in there}

    def _identities(self) -> Array:
        ids = np.array([document.id for document in self._documents], np.uint64)
        texts = [int(document.text_sha256[:16], 16) for document in self._documents]
        return mixed(ids + mixed(np.array(texts, np.uint64)))

    def _with_ids(self, cluster: FoundCluster) -> FoundCluster:
        ids = self._ids_by_name
        passages = tuple(
            passage.__class__(ids[int(passage.document)], passage.start, passage.end, passage.copy)
            for passage in cluster.passages
        )
        return FoundCluster(
            cluster.fingerprint, cluster.kind, cluster.similarity, cluster.boilerplate, passages
        )

    @property
    def _ids_by_name(self) -> dict[int, int]:
        pairs = zip(self._corpus.names, self._documents, strict=True)
        return {int(name): document.id for name, document in pairs}

    def _groups(self, search: Search) -> Iterator[GroupRow]:
        ids = self._ids_by_name
        for number, group in enumerate(search.groups(), 1):
            first = ids[int(group.documents[0])]
            for name, coverage in zip(group.documents, group.coverage, strict=True):
                yield GroupRow(ids[int(name)], number, coverage, first)


def _ordered(
    documents: Sequence[SearchedDocument], stored: StoredTexts | None
) -> list[SearchedDocument]:
    """Those whose texts are stored first, in the order in which these are stored."""
    if stored is None:
        return list(documents)
    waiting = {document.text_sha256: document for document in reversed(documents)}
    first = [waiting[sha256] for sha256 in stored.hashes if sha256 in waiting]
    taken = {document.id for document in first}
    return [*first, *(document for document in documents if document.id not in taken)]


def _names(documents: Sequence[SearchedDocument]) -> list[int]:
    """Numbers by name: the order in which documents were imported makes no difference."""
    order = sorted(
        range(len(documents)),
        key=lambda at: (documents[at].name, documents[at].text_sha256, documents[at].id),
    )
    names = [0] * len(documents)
    for number, at in enumerate(order):
        names[at] = number
    return names


class _Texts(Sequence[str]):
    """The texts of documents, read where they are asked for."""

    def __init__(self, project: Reads, documents: Sequence[SearchedDocument]) -> None:
        self._documents = documents
        self._text = lru_cache(maxsize=4096)(project.text)

    def __len__(self) -> int:
        return len(self._documents)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        return self._text(self._documents[at].id)


class _Known:
    """What the cache has of the first documents, in their order."""

    def __init__(self, stored: StoredTexts | None, hashes: Sequence[str]) -> None:
        numbers = {sha256: at for at, sha256 in enumerate(stored.hashes)} if stored else {}
        rows: list[int] = []
        for sha256 in hashes:
            at = numbers.get(sha256)
            if at is None or (rows and at <= rows[-1]):
                break
            rows.append(at)
        self.count = len(rows)
        self.gone = len(numbers) - len(rows)
        if stored is None or not rows:
            self.words = read_words([])
            self.quotations = Quotations(np.zeros(0, np.int64), np.zeros((0, 2), np.int64))
            self._packed, self._stored = np.empty(0, np.uint64), None
            return
        self._rows = np.array(rows, np.int64)
        self._stored = stored
        self._packed = stored.packed
        self.words = stored.words.take(self._rows) if self.gone else stored.words
        counts = stored.quotations.counts
        keep = np.repeat(np.isin(np.arange(len(counts)), self._rows), counts)
        self.quotations = Quotations(counts[self._rows], stored.quotations.rows[keep])

    def packed(self) -> Array:
        """The grams of these documents, where they stand now."""
        if self._stored is None:
            return self._packed
        sizes = self._stored.words.sizes + 1
        low = np.uint64((1 << place_bits(int(sizes.sum()))) - 1)
        if not self.gone:
            return self._packed
        starts = np.cumsum(sizes) - sizes
        place = (self._packed & low).astype(np.int64)
        document = np.searchsorted(starts, place, "right") - 1
        new_starts = np.full(len(sizes), -1, np.int64)
        kept = sizes[self._rows]
        new_starts[self._rows] = np.cumsum(kept) - kept
        stays = new_starts[document] >= 0
        shift = (starts - new_starts)[document[stays]].astype(np.uint64)
        found: Array = self._packed[stays] - shift
        return found
