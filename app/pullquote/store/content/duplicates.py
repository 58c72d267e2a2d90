"""Duplicates that were found, as derived tables, and what users decided about them."""

import hashlib
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
    DocumentRepeatsTable,
    PassageTable,
    StampTable,
)
from pullquote.store.sql.fields import new_uid, storable
from pullquote.store.sql.statements import (
    Records,
    Statement,
    delete_statement,
    insert_statement,
)
from pullquote.store.sql.tables import DocumentTable, DuplicateDecisionTable
from pullquote.store.values import FoundDuplicates, Stamp

_UNFIT = "{value} is not a value that a decision about these passages can have."

_CLUSTERS = Records(ClusterTable, Cluster)
CLUSTERS = _CLUSTERS.by()
CLUSTER = _CLUSTERS.by("id")
_PASSAGES = Records(PassageTable, Passage)
PASSAGES_OF_DOCUMENT = _PASSAGES.by("document", order=["start"])
PASSAGES_OF_CLUSTER = _PASSAGES.by("cluster", order=["copy"])
DECISIONS = Records(DuplicateDecisionTable, DuplicateDecision)
ALL_DECISIONS = DECISIONS.by()
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
        .where(~ClusterTable.boilerplate)
        .group_by(PassageTable.document),
        [DocumentRepeatsTable.document, DocumentRepeatsTable.repeats],
    )
)


def hash_content(db: Database) -> str:
    """A hash of all that duplicates depend on: the documents, their texts and the decisions."""
    digest = hashlib.sha256()
    for sql in (_DOCUMENTS, ALL_DECISIONS):
        with db.stream(sql) as rows:
            for row in rows:
                digest.update(repr(row).encode())
    return digest.hexdigest()


def replace_duplicates(db: Database, found: FoundDuplicates, made: Stamp) -> None:
    """Put these clusters and passages in the place of those that are there."""
    for table in (ClusterTable, PassageTable, DocumentRepeatsTable):
        db.run(delete_statement(table))
    clusters, passages = [], []
    for number, new in enumerate(found.clusters, 1):
        documents = [passage.document for passage in new.passages]
        counts = (len(documents), len(set(documents)), documents[0])
        row = (number, new.fingerprint, new.kind, *counts, new.similarity, new.boilerplate)
        clusters.append(row)
        passages += [(p.document, p.start, p.end, number, p.copy) for p in new.passages]
    db.many(_NEW_CLUSTER, clusters)
    db.many(_PASSAGES.insertion, passages)
    db.run(_COUNT_REPEATS)
    db.run(delete_statement(StampTable, "name"), (made.name,))
    db.add(_STAMPS, made)


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
