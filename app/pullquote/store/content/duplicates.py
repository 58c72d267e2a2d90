"""Duplicates that were found, as derived tables, and what users decided about them."""

import hashlib
from typing import Any

from pullquote.model.values import Cluster, DuplicateDecision, Passage
from pullquote.store.sql.database import Database
from pullquote.store.values import FoundDuplicates, Stamp

_CLUSTER = (
    "SELECT id, fingerprint, kind, copies, documents, similarity, boilerplate, origin FROM cluster "
)
_PASSAGE = 'SELECT document, start, "end", cluster, copy FROM passage '
_DECISION = """
    SELECT id, uid, kind, a_text, a_start, a_end, b_text, b_start, b_end, fingerprint, note
    FROM duplicate_decision ORDER BY id
"""


def read_passages(db: Database, document: int) -> list[Passage]:
    return [Passage(*row) for row in db.every(_PASSAGE + "WHERE document = ? ORDER BY 2", document)]


def read_cluster_passages(db: Database, cluster: int) -> list[Passage]:
    return [Passage(*row) for row in db.every(_PASSAGE + "WHERE cluster = ? ORDER BY 5", cluster)]


def read_cluster(db: Database, row: int) -> Cluster | None:
    found = db.first(_CLUSTER + "WHERE id = ?", row)
    return None if found is None else _cluster(found)


def read_clusters(db: Database) -> list[Cluster]:
    found = db.every(_CLUSTER + "ORDER BY id")
    return [_cluster(row) for row in found]


def read_duplicate_decisions(db: Database) -> list[DuplicateDecision]:
    return [DuplicateDecision(*row) for row in db.every(_DECISION)]


def read_stamp(db: Database, name: str) -> Stamp | None:
    sql = "SELECT name, engine, settings_hash, content_hash FROM stamp WHERE name = ?"
    found = db.first(sql, name)
    return None if found is None else Stamp(*found)


def hash_content(db: Database) -> str:
    """A hash of all that duplicates depend on: the documents, their texts and the decisions."""
    digest = hashlib.sha256()
    documents = "SELECT id, text_sha256, published FROM document WHERE excluded IS NULL ORDER BY id"
    for sql in (documents, _DECISION):
        with db.stream(sql) as rows:
            for row in rows:
                digest.update(repr(row).encode())
    return digest.hexdigest()


def replace_duplicates(db: Database, found: FoundDuplicates, made: Stamp) -> None:
    """Put these clusters and passages in the place of those that are there."""
    for table in ("cluster", "passage", "document_repeats"):
        db.run(f"DELETE FROM {table}")
    clusters, passages = [], []
    for number, new in enumerate(found.clusters, 1):
        documents = [passage.document for passage in new.passages]
        counts = (len(documents), len(set(documents)), documents[0])
        row = (number, new.fingerprint, new.kind, *counts, new.similarity, new.boilerplate)
        clusters.append(row)
        passages += [(p.document, p.start, p.end, number, p.copy) for p in new.passages]
    many = db.link.executemany
    many(
        "INSERT INTO cluster (id, fingerprint, kind, copies, documents, first_document, similarity,"
        " boilerplate) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        clusters,
    )
    many(
        'INSERT INTO passage (document, start, "end", cluster, copy) VALUES (?, ?, ?, ?, ?)',
        passages,
    )
    db.run("""
        INSERT INTO document_repeats
            SELECT p.document, count(DISTINCT p.cluster) FROM passage p
            JOIN cluster c ON c.id = p.cluster WHERE NOT c.boilerplate GROUP BY p.document
    """)
    db.run("DELETE FROM stamp WHERE name = ?", (made.name,))
    values = (made.name, made.engine, made.settings_hash, made.content_hash)
    db.run("INSERT INTO stamp VALUES (?, ?, ?, ?)", values)


def _cluster(row: tuple[Any, ...]) -> Cluster:
    values = (*row[:6], bool(row[6]), row[7])
    return Cluster(*values)
