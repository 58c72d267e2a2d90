"""Duplicates that were found, as derived tables, and what users decided about them."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import get_args

import peewee
from peewee import fn

from pullquote.model.values import (
    ABOUT_TWO_STRETCHES,
    Cluster,
    DecisionKind,
    DuplicateDecision,
    Passage,
)
from pullquote.store.errors import NotThere, WriteProblem
from pullquote.store.journal.operations import Verbs, now
from pullquote.store.sql.database import Database, broken_rule
from pullquote.store.sql.derived_tables import (
    ClusterTable,
    DocumentGroupTable,
    DocumentRepeatsTable,
    PairMatchTable,
    PassageTable,
    StampTable,
)
from pullquote.store.sql.fields import new_uid, storable
from pullquote.store.sql.statements import (
    ASKED,
    LISTED,
    Query,
    Records,
    Statement,
    delete_statement,
    insert_statement,
    select,
)
from pullquote.store.sql.tables import DocumentTable, DuplicateDecisionTable, TextTable
from pullquote.store.values import (
    ClusterLike,
    DuplicateChanges,
    FoundDuplicates,
    GroupRow,
    PairRow,
    SearchedDocument,
    Stamp,
)

_UNFIT = "{value} is not a value that a decision about these passages can have."

_CLUSTERS = Records(ClusterTable, Cluster)
CLUSTERS = _CLUSTERS.by()
CLUSTER = _CLUSTERS.by("id")
_PASSAGES = Records(PassageTable, Passage)
PASSAGES_OF_DOCUMENT = _PASSAGES.by("document", order=["start"])
PASSAGES_OF_CLUSTER = _PASSAGES.by("cluster", order=["copy"])
DECISIONS = Records(DuplicateDecisionTable, DuplicateDecision)
ALL_DECISIONS = DECISIONS.by()
# What is said of labels changes nothing of what is repeated.
_DECIDED_REPEATS = Statement(
    lambda: (
        DuplicateDecisionTable.select(*DECISIONS.columns)
        .where(DuplicateDecisionTable.kind != "both_right")
        .order_by(DuplicateDecisionTable.id)
    )
)
_STAMPS = Records(StampTable, Stamp)
STAMP = _STAMPS.by("name", order=())
_DOCUMENTS = Statement(
    lambda: (
        DocumentTable.select(DocumentTable.id, DocumentTable.text_sha256, DocumentTable.published)
        .where(DocumentTable.excluded.is_null())
        .order_by(DocumentTable.id)
    )
)
_NEW_CLUSTER = insert_statement(
    ClusterTable, "id", "fingerprint", "kind", "copies", "documents", "first_document",
    "similarity", "boilerplate",
)  # fmt: skip
_COUNT_REPEATS = Statement(
    lambda: DocumentRepeatsTable.insert_from(
        PassageTable.select(PassageTable.document, fn.COUNT(PassageTable.cluster.distinct()))
        .join(ClusterTable, on=(ClusterTable.id == PassageTable.cluster))
        .where(~ClusterTable.boilerplate, PassageTable.document.in_(LISTED))
        .group_by(PassageTable.document),
        [DocumentRepeatsTable.document, DocumentRepeatsTable.repeats],
    )
)


# No document has this number: the row of the pair matches that says what they were made from.
_STATE = 0
_FOUND = (ClusterTable, PassageTable, DocumentRepeatsTable, PairMatchTable, DocumentGroupTable)
_STATE_ROW = select(PairMatchTable, "spans", by=["a_document"])
_PAIRS = Records(PairMatchTable, PairRow)
PAIRS = Query(
    lambda: PairMatchTable.select(*_PAIRS.columns).where(PairMatchTable.a_document > _STATE),
    _PAIRS.value,
)
WHOLE_CLUSTERS = Statement(
    lambda: (
        PassageTable.select(PassageTable.cluster)
        .join(ClusterTable, on=(ClusterTable.id == PassageTable.cluster))
        .group_by(PassageTable.cluster, ClusterTable.copies)
        .having(fn.COUNT(PassageTable.id) == ClusterTable.copies)
    )
)
PAIRS_OF_DOCUMENT = Query(
    lambda: (
        PairMatchTable.select(*_PAIRS.columns).where(PairMatchTable.a_document == ASKED)
        | PairMatchTable.select(*_PAIRS.columns).where(PairMatchTable.b_document == ASKED)
    ),
    _PAIRS.value,
)
CLUSTER_ROWS = select(
    ClusterTable, "id", "kind", "copies", "documents", "similarity", "boilerplate", order=["id"]
)
PASSAGE_ROWS = select(
    PassageTable, "document", "start", "end", "cluster", "copy", order=["document", "start"]
)
SPREAD_ROWS = Statement(
    lambda: (
        DocumentTable.select(
            DocumentTable.id, DocumentTable.source, DocumentTable.published, TextTable.characters
        )
        .join(TextTable)
        .where(DocumentTable.excluded.is_null())
        .order_by(DocumentTable.id)
    )
)
LAST_CLUSTER = Statement(lambda: ClusterTable.select(fn.MAX(ClusterTable.id)))
_GROUPS = Records(DocumentGroupTable, GroupRow)
GROUPS = _GROUPS.by(order=["grp", "document"])
SEARCHED = Query(
    lambda: (
        DocumentTable.select(
            DocumentTable.id,
            DocumentTable.text_sha256,
            DocumentTable.name,
            DocumentTable.published,
        )
        .where(DocumentTable.excluded.is_null())
        .order_by(DocumentTable.id)
    ),
    lambda row: SearchedDocument(*row),
)
_COUNTED = Statement(
    lambda: (
        PassageTable.select(PassageTable.document, fn.COUNT(PassageTable.cluster.distinct()))
        .join(ClusterTable, on=(ClusterTable.id == PassageTable.cluster))
        .where(~ClusterTable.boilerplate, PassageTable.cluster.in_(LISTED))
        .group_by(PassageTable.document)
    )
)
_FORGET_REPEATS = Statement(
    lambda: DocumentRepeatsTable.delete().where(DocumentRepeatsTable.document.in_(LISTED))
)
_FINGERPRINTED = Statement(
    lambda: ClusterTable.select(ClusterTable.id).where(ClusterTable.fingerprint.in_(LISTED))
)


def hash_content(db: Database) -> str:
    """A hash of all that duplicates depend on: the documents, their texts and the decisions."""
    digest = hashlib.sha256()
    for sql in (_DOCUMENTS, _DECIDED_REPEATS):
        with db.stream(sql) as rows:
            for row in rows:
                digest.update(repr(row).encode())
    return digest.hexdigest()


def replace_duplicates(db: Database, found: FoundDuplicates, made: Stamp) -> None:
    """Put these clusters and passages in the place of those that are there."""
    clusters = tuple(enumerate(found.clusters, 1))
    update_duplicates(db, DuplicateChanges(None, b"", (), clusters, (), (), ()), made)


def update_duplicates(db: Database, changes: DuplicateChanges, made: Stamp) -> bool:
    """Whether what is there is what the changes start from; else nothing is changed."""
    if changes.base is None:
        for table in _FOUND:
            db.run(delete_statement(table))
    elif changes.base != read_state(db):
        return False
    gone = json.dumps(list(changes.gone_clusters))
    counted = dict(db.run(_COUNTED, (gone,)))
    for number in changes.gone_clusters:
        db.run(delete_statement(PassageTable, "cluster"), (number,))
        db.run(delete_statement(ClusterTable, "id"), (number,))
    _add_clusters(db, changes.clusters)
    recounted = json.dumps(sorted(_counted_otherwise(counted, changes.clusters)))
    db.run(_FORGET_REPEATS, (recounted,))
    db.run(_COUNT_REPEATS, (recounted,))
    db.many(delete_statement(PairMatchTable, "a_document", "b_document"), changes.gone_pairs)
    db.run(delete_statement(PairMatchTable, "a_document"), (_STATE,))
    db.many(_PAIRS.insertion, [*changes.pairs, PairRow(_STATE, _STATE, 0, 0, changes.state)])
    db.run(delete_statement(DocumentGroupTable))
    db.many(_GROUPS.insertion, changes.groups)
    db.run(delete_statement(StampTable, "name"), (made.name,))
    db.add(_STAMPS, made)
    return True


def _counted_otherwise(
    before: Mapping[int, int], new: Sequence[tuple[int, ClusterLike]]
) -> Iterator[int]:
    """Documents that have another number of the `new` clusters than of those `before`."""
    now = Counter(
        document
        for _, cluster in new
        if not cluster.boilerplate
        for document in {int(passage.document) for passage in cluster.passages}
    )
    return (one for one in {*before, *now} if before.get(one, 0) != now[one])


def _add_clusters(db: Database, new: Sequence[tuple[int, ClusterLike]]) -> None:
    clusters, passages = [], []
    for number, cluster in new:
        documents = [passage.document for passage in cluster.passages]
        counts = (len(documents), len(set(documents)), documents[0])
        kind, similarity = cluster.kind, cluster.similarity
        clusters.append(
            (number, cluster.fingerprint, kind, *counts, similarity, cluster.boilerplate)
        )
        passages += [(p.document, p.start, p.end, number, p.copy) for p in cluster.passages]
    db.many(_NEW_CLUSTER, clusters)
    db.many(_PASSAGES.insertion, passages)


def clusters_of_fingerprints(db: Database, fingerprints: Collection[str]) -> list[int]:
    return [number for (number,) in db.run(_FINGERPRINTED, (json.dumps(list(fingerprints)),))]


def read_state(db: Database) -> bytes | None:
    """What the last search left for the next one."""
    row = db.run(_STATE_ROW, (_STATE,)).fetchone()
    return None if row is None else bytes(row[0])


class DuplicateVerbs(Verbs):
    def decide_duplicate(
        self,
        kind: DecisionKind,
        a_text: str,
        a_start: int,
        a_end: int,
        b_text: str | None = None,
        b_start: int | None = None,
        b_end: int | None = None,
        fingerprint: str = "",
        note: str | None = None,
    ) -> DuplicateDecision:
        """`a_text` and `b_text` are the SHA-256 of texts in the project."""
        if kind not in get_args(DecisionKind) or (b_text is None) == (kind in ABOUT_TWO_STRETCHES):
            raise WriteProblem(_UNFIT, value=kind)
        new = DuplicateDecision(
            0,
            new_uid(),
            kind,
            a_text,
            a_start,
            a_end,
            b_text,
            b_start,
            b_end,
            fingerprint,
            note and storable(note),
        )
        columns = DECISIONS.by_column(new) | {"by": self._writing.actor, "at": now()}
        try:
            row = self._writing.db.insert(DuplicateDecisionTable, **columns)
        except peewee.IntegrityError as error:
            if broken_rule(error) == "reference":
                raise NotThere(what="text", id=a_text) from error
            raise WriteProblem(_UNFIT, value=kind) from error
        return replace(new, id=row)

    def delete_decision(self, decision: int) -> None:
        self._delete(DuplicateDecisionTable, "decision", decision)
