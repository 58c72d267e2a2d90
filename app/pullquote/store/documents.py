"""Documents: single ones, the sorted and filtered list, and its lines."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import peewee

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
# What only some documents have, least first; the others come before them, but for positions.
_RANKED_BY = {
    "state": """
        SELECT document AS id FROM state WHERE annotator = ?1 AND value = 'in_progress' UNION ALL
        SELECT document FROM state WHERE annotator = ?1 AND value = 'done' UNION ALL
        SELECT document FROM state WHERE annotator = ?1 AND value = 'skipped'
    """,
    "labels": """
        SELECT document AS id FROM document_counts WHERE annotator = ?1
        GROUP BY document ORDER BY sum(n), document
    """,
    "copies": """
        SELECT document AS id FROM document_repeats WHERE ?1 IS ?1 ORDER BY repeats, document
    """,
    "position": """
        SELECT document AS id FROM assignment WHERE annotator = ?1 ORDER BY position, id
    """,
}
_STATES = "SELECT value, count(*) FROM state WHERE annotator = ? GROUP BY value"
# CROSS JOIN: from the excluded documents, which are few, to their states.
_STATES_OF_EXCLUDED = """
    SELECT s.value, count(*) FROM document d CROSS JOIN state s
    ON s.document = d.id AND s.annotator = ? WHERE d.excluded IS NOT NULL GROUP BY s.value
"""
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
    """Equal ranks are in the order in which they were added; descending is all turned round."""
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
    order = f"{by} {direction}" + (f", d.id {direction}" if by != "d.id" else "")
    where = " AND ".join(conditions) or "1"
    sql = f"SELECT d.id FROM {tables} WHERE {where} ORDER BY {order}"
    try:
        found = _numbers(db, sql, *values)
    except peewee.OperationalError as error:
        if "fts5" not in str(error):
            raise
        return []  # a letter that SQLite takes for a sign, in the middle of a word
    if words.phrases:
        found = _with_phrases(db, found, words)
    if query.state is not None:
        found = _in_state(db, found, query)
    if query.assigned:
        sql = "SELECT document AS id FROM assignment WHERE annotator = ?"
        within = set(_numbers(db, sql, query.annotator))
        found = [row for row in found if row in within]
    return _ranked(db, found, query) if query.order in _RANKED_BY else found


def rows(db: Database, documents: Sequence[int], annotator: int) -> list[DocumentRow]:
    found = db.every(_ROWS, annotator, json.dumps(list(documents)))
    by_id = {row[0]: DocumentRow(*row) for row in found}
    return [by_id[document] for document in documents if document in by_id]


def counts(db: Database, annotator: int) -> StateCounts:
    total: int = db.value("SELECT count(*) FROM document")
    excluded: int = db.value("SELECT count(*) FROM document WHERE excluded IS NOT NULL")
    states = dict(db.every(_STATES, annotator))
    for state, away in db.every(_STATES_OF_EXCLUDED, annotator):
        states[state] -= away
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
        # The first by the index, the second because two names may differ in case only.
        yield "d.source = ? COLLATE NOCASE AND d.source = ?", [query.source, query.source]


# By sets of ids, which for 200,000 documents takes half the time of a join.


def _in_state(db: Database, found: list[int], query: DocumentQuery) -> list[int]:
    sql = "SELECT document AS id FROM state WHERE annotator = ?"
    if query.state == "not_started":
        started = set(_numbers(db, sql, query.annotator))
        return [row for row in found if row not in started]
    within = set(_numbers(db, sql + " AND value = ?", query.annotator, query.state))
    return [row for row in found if row in within]


def _ranked(db: Database, found: list[int], query: DocumentQuery) -> list[int]:
    ranked = _numbers(db, _RANKED_BY[query.order], query.annotator)
    there, ranks = set(found), set(ranked)
    others = [row for row in found if row not in ranks]
    within = [row for row in ranked if row in there]
    ordered = within + others if query.order == "position" else others + within
    return ordered[::-1] if query.descending else ordered


def _numbers(db: Database, sql: str, *values: object) -> list[int]:
    """The ids that a statement gives, in one value: half the time of as many rows."""
    numbers: list[int] = json.loads(db.value(f"SELECT json_group_array(id) FROM ({sql})", *values))
    return numbers


def _with_phrases(db: Database, found: list[int], words: search.Words) -> list[int]:
    """Those in which the phrases stand; the index knows words, not their order."""
    kept = set()
    for at in range(0, len(found), _BATCH):
        batch = found[at : at + _BATCH]
        sql = f"SELECT id, title, content FROM searched WHERE id IN ({marks(batch)})"
        kept |= {row for row, title, content in db.every(sql, *batch) if words.fit(title, content)}
    return [row for row in found if row in kept]
