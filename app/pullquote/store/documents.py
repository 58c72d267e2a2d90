"""Documents: single ones, the sorted and filtered list, and its lines."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from pullquote.model.values import Document, Published
from pullquote.store import search
from pullquote.store.database import Database
from pullquote.store.rows import marks
from pullquote.store.values import DocumentQuery, DocumentRow, StateCounts

_DOCUMENT = """
    SELECT d.id, d.uid, d.text_sha256, t.characters, d.name, d.title, d.source, d.url, d.language,
           d.external_id, d.published, d.published_from, d.published_evidence, d.raw_sha256,
           d.origin, d.origin_row, d.encoding, d.newline, d.reader, d.replaced, d.version_of,
           d.excluded, d.metadata
    FROM document d JOIN text t ON t.sha256 = d.text_sha256
"""
_ROWS = """
    SELECT d.id, d.name, d.title, d.source, d.published, s.value, coalesce(r.repeats, 0),
           coalesce((SELECT sum(n) FROM document_counts
                     WHERE annotator = ?1 AND document = d.id), 0),
           d.excluded, t.characters
    FROM document d JOIN text t ON t.sha256 = d.text_sha256
    LEFT JOIN state s ON s.document = d.id AND s.annotator = ?1
    LEFT JOIN document_repeats r ON r.document = d.id
    WHERE d.id IN (SELECT value FROM json_each(?2))
"""
_SORTED_BY = {
    "added": "d.id",
    "title": "d.title COLLATE NOCASE",
    "published": "d.published",
    "source": "d.source COLLATE NOCASE",
}
# What only some documents have: their ids and ranks are read, the others come first.
_RANKED_BY = {
    "state": """
        SELECT document, CASE value WHEN 'in_progress' THEN 1 WHEN 'done' THEN 2 ELSE 3 END
        FROM state WHERE annotator = :annotator
    """,
    "labels": """
        SELECT document, sum(n) FROM document_counts WHERE annotator = :annotator GROUP BY document
    """,
    "copies": "SELECT document, repeats FROM document_repeats",
}
_BATCH = 64


def document(db: Database, row: int) -> Document | None:
    found = db.first(_DOCUMENT + "WHERE d.id = ?", row)
    return None if found is None else _document(found)


def text(db: Database, row: int) -> str | None:
    sql = "SELECT t.content FROM document d JOIN text t ON t.sha256 = d.text_sha256 WHERE d.id = ?"
    content: str | None = db.value(sql, row)
    return content


def some_texts(db: Database, after: int) -> Sequence[tuple[int, str]]:
    """The next texts, by the id of their document, of documents that are not excluded."""
    sql = """
        SELECT d.id, t.content FROM document d JOIN text t ON t.sha256 = d.text_sha256
        WHERE d.id > ? AND d.excluded IS NULL ORDER BY d.id LIMIT ?
    """
    return db.every(sql, after, _BATCH)


def sources(db: Database) -> list[str]:
    sql = "SELECT DISTINCT source FROM document WHERE source IS NOT NULL ORDER BY source"
    return [source for (source,) in db.every(sql)]


def ids(db: Database, query: DocumentQuery) -> list[int]:
    """Equal ranks are in the order in which the documents were added."""
    tables = "document d"
    conditions: list[str] = []
    values: list[object] = []
    words = search.parse(query.search)
    if words.expression:
        tables = "document_fts f JOIN document d ON d.id = f.rowid"
        conditions.append("document_fts MATCH ?")
        values.append(words.expression)
    for condition, operands in _filters(query):
        conditions.append(condition)
        values.extend(operands)
    direction = "DESC" if query.descending else "ASC"
    by = _SORTED_BY.get(query.order, "d.id")
    order = f"{by} {direction}" + (", d.id" if by != "d.id" else "")
    where = " AND ".join(conditions) or "1"
    sql = f"SELECT d.id FROM {tables} WHERE {where} ORDER BY {order}"
    found = [row for (row,) in db.every(sql, *values)]
    if words.phrases:
        found = _with_phrases(db, found, words)
    return _ranked(db, found, query) if query.order in _RANKED_BY else found


def rows(db: Database, documents: Sequence[int], annotator: int) -> list[DocumentRow]:
    found = db.every(_ROWS, annotator, json.dumps(list(documents)))
    by_id = {row[0]: DocumentRow(*row) for row in found}
    return [by_id[document] for document in documents if document in by_id]


def counts(db: Database, annotator: int) -> StateCounts:
    total: int = db.value("SELECT count(*) FROM document")
    excluded: int = db.value("SELECT count(*) FROM document WHERE excluded IS NOT NULL")
    states = dict(
        db.every(
            """
            SELECT value, count(*) - (
                SELECT count(*) FROM document d JOIN state e ON e.document = d.id
                WHERE d.excluded IS NOT NULL AND e.annotator = s.annotator AND e.value = s.value)
            FROM state s WHERE annotator = ? GROUP BY value
            """,
            annotator,
        )
    )
    return StateCounts(
        total=total,
        not_started=total - excluded - sum(states.values()),
        in_progress=states.get("in_progress", 0),
        done=states.get("done", 0),
        skipped=states.get("skipped", 0),
        excluded=excluded,
    )


def _document(row: tuple[Any, ...]) -> Document:
    known, evidence = row[10], json.loads(row[12] or "{}")
    published = Published(
        known, row[11], evidence.get("words", ""), evidence.get("start"), evidence.get("end")
    )
    values = (*row[:10], published, *row[13:22], json.loads(row[22]))
    return Document(*values)


def _filters(query: DocumentQuery) -> Iterator[tuple[str, list[object]]]:
    if query.excluded is not None:
        yield f"d.excluded IS {'NOT ' if query.excluded else ''}NULL", []
    if query.source is not None:
        yield "d.source = ?", [query.source]
    if query.state == "not_started":
        yield "d.id NOT IN (SELECT document FROM state WHERE annotator = ?)", [query.annotator]
    elif query.state is not None:
        within = "d.id IN (SELECT document FROM state WHERE annotator = ? AND value = ?)"
        yield within, [query.annotator, query.state]


def _ranked(db: Database, found: list[int], query: DocumentQuery) -> list[int]:
    cursor = db.run(_RANKED_BY[query.order], {"annotator": query.annotator})
    ranks: dict[int, int] = dict(cursor.fetchall())
    return sorted(found, key=lambda row: ranks.get(row, 0), reverse=query.descending)


def _with_phrases(db: Database, found: list[int], words: search.Words) -> list[int]:
    """Those in which the phrases stand; the index knows words, not their order."""
    kept = set()
    for at in range(0, len(found), _BATCH):
        batch = found[at : at + _BATCH]
        sql = f"SELECT id, title, content FROM searched WHERE id IN ({marks(batch)})"
        kept |= {row for row, title, content in db.every(sql, *batch) if words.fit(title, content)}
    return [row for row in found if row in kept]
