"""Duplicates that were found, as derived tables, and what users decided about them."""

import hashlib
from dataclasses import fields, replace
from typing import Any, get_args

import peewee
from peewee import fn

from pullquote.model.values import (
    ABOUT_TWO_STRETCHES,
    Cluster,
    DecisionKind,
    DuplicateDecision,
    Passage,
)
from pullquote.store.errors import NotThere, UnknownValue
from pullquote.store.journal.operations import now
from pullquote.store.sql.database import (
    ASKED,
    Database,
    Statement,
    WriteContext,
    broken_rule,
    delete,
    insert,
    insert_statement,
    new_uid,
    storable,
)
from pullquote.store.sql.derived_tables import (
    ClusterTable,
    DocumentRepeatsTable,
    PassageTable,
    StampTable,
)
from pullquote.store.sql.tables import (
    DocumentTable,
    DuplicateDecisionTable,
)
from pullquote.store.values import FoundDuplicates, Stamp

_CLUSTER_FIELDS = [getattr(ClusterTable, field.name) for field in fields(Cluster)]
_PASSAGE_FIELDS = [getattr(PassageTable, field.name) for field in fields(Passage)]
_CLUSTERS = Statement(lambda: ClusterTable.select(*_CLUSTER_FIELDS).order_by(ClusterTable.id))
_CLUSTER = Statement(lambda: ClusterTable.select(*_CLUSTER_FIELDS).where(ClusterTable.id == ASKED))
_OF_DOCUMENT = Statement(
    lambda: (
        PassageTable.select(*_PASSAGE_FIELDS)
        .where(PassageTable.document == ASKED)
        .order_by(PassageTable.start)
    )
)
_OF_CLUSTER = Statement(
    lambda: (
        PassageTable.select(*_PASSAGE_FIELDS)
        .where(PassageTable.cluster == ASKED)
        .order_by(PassageTable.copy)
    )
)
_DECISIONS = Statement(
    lambda: DuplicateDecisionTable.select(
        *(getattr(DuplicateDecisionTable, field.name) for field in fields(DuplicateDecision))
    ).order_by(DuplicateDecisionTable.id)
)
_DOCUMENTS = Statement(
    lambda: (
        DocumentTable.select(DocumentTable.id, DocumentTable.text_sha256, DocumentTable.published)
        .where(DocumentTable.excluded.is_null())
        .order_by(DocumentTable.id)
    )
)
_STAMP_FIELDS = Stamp._fields
_STAMP = Statement(
    lambda: StampTable.select(*(getattr(StampTable, name) for name in _STAMP_FIELDS)).where(
        StampTable.name == ASKED
    )
)
_COUNT_REPEATS = Statement(
    lambda: DocumentRepeatsTable.insert_from(
        PassageTable.select(PassageTable.document, fn.COUNT(PassageTable.cluster.distinct()))
        .join(ClusterTable, on=(ClusterTable.id == PassageTable.cluster))
        .where(~ClusterTable.boilerplate)
        .group_by(PassageTable.document),
        [DocumentRepeatsTable.document, DocumentRepeatsTable.repeats],
    )
)


def read_passages(db: Database, document: int) -> list[Passage]:
    return [Passage(*row) for row in db.every(_OF_DOCUMENT, document)]


def read_cluster_passages(db: Database, cluster: int) -> list[Passage]:
    return [Passage(*row) for row in db.every(_OF_CLUSTER, cluster)]


def read_cluster(db: Database, row: int) -> Cluster | None:
    found = db.first(_CLUSTER, row)
    return None if found is None else _cluster(found)


def read_clusters(db: Database) -> list[Cluster]:
    return [_cluster(row) for row in db.every(_CLUSTERS)]


def read_duplicate_decisions(db: Database) -> list[DuplicateDecision]:
    return [DuplicateDecision(*row) for row in db.every(_DECISIONS)]


def read_stamp(db: Database, name: str) -> Stamp | None:
    found = db.first(_STAMP, name)
    return None if found is None else Stamp(*found)


def hash_content(db: Database) -> str:
    """A hash of all that duplicates depend on: the documents, their texts and the decisions."""
    digest = hashlib.sha256()
    for sql in (_DOCUMENTS, _DECISIONS):
        with db.stream(sql) as rows:
            for row in rows:
                digest.update(repr(row).encode())
    return digest.hexdigest()


def replace_duplicates(db: Database, found: FoundDuplicates, made: Stamp) -> None:
    """Put these clusters and passages in the place of those that are there."""
    for table in (ClusterTable, PassageTable, DocumentRepeatsTable):
        table.delete().execute(db)
    clusters, passages = [], []
    for number, new in enumerate(found.clusters, 1):
        documents = [passage.document for passage in new.passages]
        counts = (len(documents), len(set(documents)), documents[0])
        row = (number, new.fingerprint, new.kind, *counts, new.similarity, new.boilerplate)
        clusters.append(row)
        passages += [(p.document, p.start, p.end, number, p.copy) for p in new.passages]
    db.many(insert_statement(ClusterTable, *_CLUSTER_COLUMNS), clusters)
    db.many(insert_statement(PassageTable, *_PASSAGE_COLUMNS), passages)
    db.run(_COUNT_REPEATS)
    StampTable.delete().where(StampTable.name == made.name).execute(db)
    insert(db, StampTable, **{name: getattr(made, name) for name in _STAMP_FIELDS})


_CLUSTER_COLUMNS = (
    "id", "fingerprint", "kind", "copies", "documents", "first_document", "similarity",
    "boilerplate",
)  # fmt: skip
_PASSAGE_COLUMNS = ("document", "start", "end", "cluster", "copy")


class DuplicateVerbs:
    _writing: WriteContext

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
            raise UnknownValue(value=kind, field="a decision about these passages")
        evidence = (a_text, a_start, a_end, b_text, b_start, b_end)
        uid = new_uid()
        note = note and storable(note)
        columns = ("a_text", "a_start", "a_end", "b_text", "b_start", "b_end")
        try:
            row = insert(
                self._writing.db,
                DuplicateDecisionTable,
                uid=uid,
                kind=kind,
                fingerprint=fingerprint,
                note=note,
                by=self._writing.actor,
                at=now(),
                **dict(zip(columns, evidence, strict=True)),
            )
        except peewee.IntegrityError as error:
            if broken_rule(error) == "reference":
                raise NotThere(what="text", id=a_text) from error
            raise UnknownValue(value=kind, field="a decision about these passages") from error
        return DuplicateDecision(row, uid, kind, *evidence, fingerprint=fingerprint, note=note)

    def delete_decision(self, decision: int) -> None:
        if not delete(self._writing.db, DuplicateDecisionTable, decision):
            raise NotThere(what="decision", id=decision)


def _cluster(row: tuple[Any, ...]) -> Cluster:
    found = Cluster(*row)
    return replace(found, boilerplate=bool(found.boilerplate))
