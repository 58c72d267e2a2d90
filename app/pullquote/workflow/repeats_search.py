"""The search for repeats in a project, from where an earlier search has left it.

Pairs of documents are kept in the project; words, what stands where, and what follows from it in a
cache. Only what documents concern that came or went is looked up, and only clusters that changed
are described. It runs in a process of its own.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple
from uuid import uuid4

import numpy as np

from pullquote.duplicates.decisions import Decisions
from pullquote.duplicates.describe import ClusterDescriber
from pullquote.duplicates.find import Repeats, SearchAgain, Searched, Steps, search
from pullquote.duplicates.matches.pairs import PackedPair, PairMatches, no_pairs, pack, unpack
from pullquote.duplicates.values import FoundCluster
from pullquote.duplicates.words.arrays import among
from pullquote.store.project import Project
from pullquote.store.reads import Reads, snapshot
from pullquote.store.values import DuplicateChanges, GroupRow, PairRow, Stamp
from pullquote.text.token_arrays import Array
from pullquote.workflow.repeats_cache import RepeatsCache, StoredFindings
from pullquote.workflow.repeats_ground import documents_of, ground_of

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


class _ProjectSearch:
    def __init__(self, project: Reads, uid: str, engine: str, progress: Tell | None) -> None:
        self._project = project
        self._base = project.duplicate_state()
        self._before = _state(self._base, engine)
        self._cache = RepeatsCache(uid, engine)
        self._steps = Steps(progress or (lambda _done, _total: None))
        self._ground = ground_of(project, self._cache, self._before and self._before.token)
        self._ids = self._ground.ids
        decisions = project.decisions()
        self._decided = Decisions(self._ground.corpus, decisions, self._ground.hashes)
        there = documents_of(self._ground.documents)
        self._state = _State(
            engine,
            uuid4().hex,
            {document.id: document.text_sha256 for document in there},
            sorted({decision.fingerprint for decision in decisions} - {""}),
        )

    def changes(self) -> DuplicateChanges:
        self._steps.reach(1)
        ground = self._ground
        if ground.left is None:
            pairs, gone_pairs, searched = self._search_anew()
        else:
            pairs, gone_pairs, searched = self._search_again(ground.left)
        self._steps.reach(3)
        repeats = Repeats(
            ground.corpus, ground.boundaries, searched.known, self._decided, self._published()
        )
        groups, families = self._groups(repeats)
        describer = repeats.describer(self._ids, ground.left and ground.left.spans)
        gone, clusters, numbers = self._cluster_changes(describer)
        found = StoredFindings(
            self._state.token,
            ground.made,
            ground.to_keep(),
            pairs,
            searched.known,
            np.array(list(numbers), np.uint64),
            np.array(list(numbers.values()), np.int64),
            describer.spans(),
            families,
            self._decided.parting,
        )
        self._cache.keep_findings(found, self._before and self._before.token)
        self._steps.reach(4)
        return DuplicateChanges(
            base=None if self._before is None else self._base,
            state=self._state.packed(),
            gone_clusters=gone,
            clusters=clusters,
            gone_pairs=gone_pairs,
            pairs=self._rows(searched.pairs),
            groups=groups,
        )

    def _published(self) -> dict[int | str, str]:
        rows = zip(self._ground.corpus.names, self._ground.documents, strict=True)
        return {name: row.published for name, row in rows if row and row.published is not None}

    # --- pairs ---

    def _search_again(
        self, left: StoredFindings
    ) -> tuple[tuple[Array, Array], list[tuple[int, int]], Searched]:
        """All pairs that are worth a look, those that are no more, and what is new."""
        ground = self._ground
        corpus, change = ground.corpus, ground.change
        assert change is not None
        again = SearchAgain(corpus, ground.where, change, left.known)
        parted = self._decided.parted_since([tuple(one) for one in left.apart])
        was = tuple(side.astype(np.int64) for side in left.pairs)
        stay, searched = again.search(
            ground.boundaries, self._decided, parted, (was[0], was[1]), self._steps.within
        )
        ids = left.documents.ids
        gone = zip(ids[was[0][~stay]].tolist(), ids[was[1][~stay]].tolist(), strict=True)
        new = searched.pairs
        both = np.append(was[0][stay], new.left), np.append(was[1][stay], new.right)
        return both, list(gone), searched

    def _search_anew(self) -> tuple[tuple[Array, Array], list[tuple[int, int]], Searched]:
        """The same; what is kept of pairs in the project is not looked for again."""
        ground, ids = self._ground, self._ids
        rows = self._project.pair_rows() if self._before is not None else []
        known = self._known_pairs(rows)
        searched = search(
            ground.corpus, ground.boundaries, ground.where, self._decided, self._steps.within, known
        )
        found, size = searched.pairs, len(ids)
        new = np.flatnonzero(~among(found.codes(size), known.codes(size)))
        stay = among(known.codes(size), found.codes(size))
        sides = known.left[stay].tolist(), known.right[stay].tolist()
        there = {(ids[a], ids[b]) for a, b in zip(*sides, strict=True)}
        gone = [pair for row in rows if (pair := (row.a_document, row.b_document)) not in there]
        fresh = found._replace(left=found.left[new], right=found.right[new])
        return (found.left, found.right), gone, searched._replace(pairs=fresh)

    def _known_pairs(self, rows: Sequence[PairRow]) -> PairMatches:
        """What is kept of pairs of documents whose texts are what they were."""
        then = self._before.documents if self._before is not None else {}
        numbers = {
            document.id: number
            for number, document in enumerate(self._ground.documents)
            if document is not None and then.get(document.id) == document.text_sha256
        }
        same = [
            PackedPair(numbers[row[0]], numbers[row[1]], *row[2:])
            for row in rows
            if row[0] in numbers and row[1] in numbers
        ]
        # Of texts with the same words the order is by name, which may have changed.
        ranks = self._ground.corpus.ranks
        same = [pair for pair in same if ranks[pair.left] <= ranks[pair.right]]
        try:
            return unpack(self._ground.corpus, same)
        except ValueError:
            return no_pairs()

    def _rows(self, new: PairMatches) -> list[PairRow]:
        ids = self._ids
        rows = pack(self._ground.corpus, new)
        return [PairRow(ids[row.left], ids[row.right], *row[2:]) for row in rows]

    # --- clusters ---

    def _cluster_changes(
        self, describer: ClusterDescriber
    ) -> tuple[list[int], list[tuple[int, FoundCluster]], dict[int, int]]:
        """The numbers of those that are gone, the new ones with theirs, all by signature."""
        before = self._clusters_before()
        signatures = describer.signatures(self._ground.identities()).tolist()
        numbers = {signature: before[signature] for signature in signatures if signature in before}
        new = [row for row, signature in enumerate(signatures) if signature not in before]
        last = self._project.last_cluster() if self._before is not None else 0
        described = []
        for row, cluster in describer.clusters(new):
            last += 1
            numbers[signatures[row]] = last
            described.append((last, cluster))
        kept = set(numbers.values())
        return [number for number in self._there() if number not in kept], described, numbers

    def _there(self) -> list[int]:
        """The numbers of the clusters in the project."""
        if self._before is None:
            return []
        left = self._ground.left
        if left is not None:
            return [int(number) for number in left.numbers]
        return [cluster.id for cluster in self._project.clusters()]

    def _clusters_before(self) -> dict[int, int]:
        """Numbers of clusters by signature; those that decisions name are looked at again."""
        left = self._ground.left
        if self._before is None or left is None:
            return {}
        named = {*self._state.fingerprints, *self._before.fingerprints}
        doubtful = set(self._project.clusters_of_fingerprints(named))
        there = set(self._project.whole_clusters()) - doubtful
        pairs = zip(left.signatures.tolist(), left.numbers.tolist(), strict=True)
        return {signature: number for signature, number in pairs if number in there}

    # --- near documents ---

    def _groups(self, repeats: Repeats) -> tuple[list[GroupRow], Array]:
        """All rows, and the signatures of the families that they follow from."""
        kin, left = repeats.kin(), self._ground.left
        signatures = kin.signatures(self._ground.identities(), repeats.cluster_names())
        families = kin.families()
        same = np.zeros(len(families), np.bool_)
        if left is not None:
            same = among(signatures, left.families)
        found: list[tuple[list[int], list[float]]] = []
        stay = [document for at in np.flatnonzero(same) for document in families[at].tolist()]
        found += self._groups_before({self._ids[document] for document in stay})
        for at in np.flatnonzero(~same).tolist():
            for group in kin.groups(families[at]):
                ids = [self._ids[document] for document in group.documents.tolist()]
                found.append((ids, group.coverage.tolist()))
        number = {id_: int(place) for id_, place in zip(self._ids, repeats.order, strict=True)}
        found.sort(key=lambda group: number[group[0][0]])
        return [
            GroupRow(id_, at, coverage, ids[0])
            for at, (ids, shares) in enumerate(found, 1)
            for id_, coverage in zip(ids, shares, strict=True)
        ], signatures

    def _groups_before(self, documents: set[int]) -> list[tuple[list[int], list[float]]]:
        """Those of the documents, the first of each first."""
        groups: dict[int, list[GroupRow]] = defaultdict(list)
        for row in self._project.document_groups() if documents else ():
            if row.document in documents:
                groups[row.representative].append(row)
        found = []
        for first, rows in groups.items():
            rows.sort(key=lambda row: row.document != first)
            found.append(([row.document for row in rows], [row.coverage for row in rows]))
        return found
