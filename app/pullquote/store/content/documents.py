"""Documents: single ones, the sorted and filtered list, and what adds, changes and removes them."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypedDict, Unpack, get_args
from uuid import uuid4

import peewee

from pullquote.model.values import (
    ABOUT_TWO_STRETCHES,
    DecisionKind,
    Document,
    DuplicateDecision,
    NewDocument,
    Published,
)
from pullquote.store.errors import AlreadyImported, NotThere, UnknownValue
from pullquote.store.journal import operations
from pullquote.store.journal.operations import now
from pullquote.store.sql import full_text
from pullquote.store.sql.database import (
    Database,
    WriteContext,
    broken_rule,
    delete,
    insert,
    storable,
    to_json,
    update,
)
from pullquote.store.sql.tables import DuplicateDecision as Decision
from pullquote.store.values import DocumentQuery, DocumentRow, Purged, StateCounts

_DOCUMENT = """
    SELECT d.id, d.uid, d.text_sha256, t.characters, d.name, d.title, d.source, d.url, d.language,
           d.external_id, d.published, d.published_from, d.published_evidence, d.raw_sha256,
           d.origin, d.origin_row, d.encoding, d.newline, d.reader, d.replaced, d.version_of,
           d.excluded, d.metadata, d.part, d.published_doubt
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

_OF_STATE = "SELECT document AS id FROM state WHERE annotator = ? AND value = ?"

# CROSS JOIN: from the excluded documents, which are few, to their states.
_STATES_OF_EXCLUDED = """
    SELECT s.value, count(*) FROM document d CROSS JOIN state s
    ON s.document = d.id AND s.annotator = ? WHERE d.excluded IS NOT NULL GROUP BY s.value
"""
_BATCH = 64

# So many ids at most are given to a statement; more are sifted from what it found.
_FEW = 1000


def read_document(db: Database, row: int) -> Document | None:
    found = db.first(_DOCUMENT + "WHERE d.id = ?", row)
    return None if found is None else _document(found)


def read_text(db: Database, row: int) -> str | None:
    sql = "SELECT t.content FROM document d JOIN text t ON t.sha256 = d.text_sha256 WHERE d.id = ?"
    content: str | None = db.value(sql, row)
    return content


def read_texts_after(db: Database, after: int) -> Sequence[tuple[int, str]]:
    """The next texts, by the id of their document, of documents that are not excluded."""
    sql = """
        SELECT d.id, t.content FROM document d JOIN text t ON t.sha256 = d.text_sha256
        WHERE d.id > ? AND d.excluded IS NULL ORDER BY d.id LIMIT ?
    """
    return db.every(sql, after, _BATCH)


def read_sources(db: Database) -> list[str]:
    sql = "SELECT DISTINCT source FROM document WHERE source IS NOT NULL ORDER BY source"
    return [source for (source,) in db.every(sql)]


def find_documents(db: Database, query: DocumentQuery) -> list[int]:
    """Equal ranks are in the order in which they were added; descending is all turned round."""
    tables = "document d"
    conditions: list[str] = []
    values: list[object] = []
    if words := full_text.parse_search(query.search):
        tables = "document_fts f JOIN document d ON d.id = f.rowid"
        conditions.append("document_fts MATCH ?")
        values.append(words)
    for condition, operands in _filters(db, query):
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
    if query.state is not None:
        found = _in_state(db, found, query)
    if query.assigned:
        sql = "SELECT document AS id FROM assignment WHERE annotator = ?"
        within = set(_numbers(db, sql, query.annotator))
        found = [row for row in found if row in within]
    return _ranked(db, found, query) if query.order in _RANKED_BY else found


def read_document_rows(db: Database, documents: Sequence[int], annotator: int) -> list[DocumentRow]:
    found = db.every(_ROWS, annotator, json.dumps(list(documents)))
    by_id = {row[0]: DocumentRow(*row) for row in found}
    return [by_id[document] for document in documents if document in by_id]


def count_states(db: Database, annotator: int) -> StateCounts:
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
        known,
        row[11],
        evidence.get("words", ""),
        evidence.get("start"),
        evidence.get("end"),
        row[24],
    )
    values = (*row[:10], published, *row[13:22], json.loads(row[22]), row[23])
    return Document(*values)


def _filters(db: Database, query: DocumentQuery) -> Iterator[tuple[str, list[object]]]:
    if query.excluded is not None:
        yield f"d.excluded IS {'NOT ' if query.excluded else ''}NULL", []
    if query.source is not None:
        # The first by the index, the second because two names may differ in case only.
        yield "d.source = ? COLLATE NOCASE AND d.source = ?", [query.source, query.source]
    if query.state is not None and query.state != "not_started":
        within = _numbers(db, _OF_STATE, query.annotator, query.state)
        if len(within) <= _FEW:
            yield "d.id IN (SELECT value FROM json_each(?))", [json.dumps(within)]


# By sets of ids, which for 200,000 documents takes half the time of a join.
def _in_state(db: Database, found: list[int], query: DocumentQuery) -> list[int]:
    if query.state == "not_started":
        sql = "SELECT document AS id FROM state WHERE annotator = ?"
        started = set(_numbers(db, sql, query.annotator))
        return [row for row in found if row not in started]
    within = set(_numbers(db, _OF_STATE, query.annotator, query.state))
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


class DocumentFields(TypedDict, total=False):
    name: str
    title: str
    source: str | None
    url: str | None
    language: str | None
    external_id: str | None
    published: Published
    version_of: int | None
    excluded: str | None
    metadata: Mapping[str, str]


class DocumentVerbs:
    _writing: WriteContext

    def add_document(self, new: NewDocument, uid: str | None = None) -> int:
        """Raise AlreadyImported for the same file from the same place."""
        db = self._writing.db
        digest = hashlib.sha256(new.text.encode()).hexdigest()
        if db.value("SELECT 1 FROM text WHERE sha256 = ?", digest) is None:
            insert(db, "text", sha256=digest, content=new.text, characters=len(new.text))
        try:
            return insert(
                db,
                "document",
                uid=uid or str(uuid4()),
                text_sha256=digest,
                raw_sha256=new.raw_sha256,
                origin=storable(new.origin),
                origin_row=new.origin_row,
                part=new.part,
                encoding=new.encoding,
                newline=new.newline,
                reader=new.reader,
                replaced=new.replaced,
                **_document_columns(
                    {
                        "name": new.name,
                        "title": new.title,
                        "source": new.source,
                        "url": new.url,
                        "language": new.language,
                        "external_id": new.external_id,
                        "published": new.published,
                        "excluded": new.excluded,
                        "metadata": new.metadata,
                    }
                ),
            )
        except peewee.IntegrityError as error:
            if broken_rule(error) == "unique":
                raise AlreadyImported(name=new.name) from error
            raise

    def change_document(self, document: int, **fields: Unpack[DocumentFields]) -> None:
        if fields and not update(
            self._writing.db, "document", document, **_document_columns(fields)
        ):
            raise NotThere(what="document", id=document)

    def remove_document(self, document: int) -> None:
        """Its labels, states and decisions go with it, and come back with it."""
        if not delete(self._writing.db, "document", document):
            raise NotThere(what="document", id=document)

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
        uid = str(uuid4())
        note = note and storable(note)
        columns = ("a_text", "a_start", "a_end", "b_text", "b_start", "b_end")
        query = Decision.insert(
            uid=uid,
            kind=kind,
            fingerprint=fingerprint,
            note=note,
            by=self._writing.actor,
            at=now(),
            **dict(zip(columns, evidence, strict=True)),
        )
        try:
            row: int = query.execute(self._writing.db)
        except peewee.IntegrityError as error:
            if broken_rule(error) == "reference":
                raise NotThere(what="text", id=a_text) from error
            raise UnknownValue(value=kind, field="a decision about these passages") from error
        return DuplicateDecision(row, uid, kind, *evidence, fingerprint=fingerprint, note=note)

    def delete_decision(self, decision: int) -> None:
        if not delete(self._writing.db, "duplicate_decision", decision):
            raise NotThere(what="decision", id=decision)


def _document_columns(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a document in which these fields are kept."""
    columns: dict[str, Any] = {}
    for name, content in fields.items():
        if name == "published":
            columns |= _published_columns(content)
        elif name == "metadata":
            columns[name] = to_json(dict(content))
        else:
            columns[name] = storable(content) if isinstance(content, str) else content
    return columns


def _published_columns(published: Published) -> dict[str, Any]:
    evidence = {"words": published.evidence, "start": published.start, "end": published.end}
    return {
        "published": published.value,
        "published_from": published.source,
        "published_evidence": to_json(evidence) if published.evidence else None,
        "published_doubt": published.doubt and storable(published.doubt),
    }


_REMOVED = """
    SELECT DISTINCT row, json_extract(before, '$.name') FROM change
    WHERE tab = 'document' AND after IS NULL AND row NOT IN (SELECT id FROM document) ORDER BY row
"""
_USED = """
    SELECT text_sha256 FROM document UNION SELECT a_text FROM duplicate_decision
    UNION SELECT b_text FROM duplicate_decision WHERE b_text IS NOT NULL
"""


def removed_documents(db: Database) -> list[str]:
    return [name for _row, name in db.every(_REMOVED)]


def purge(db: Database, actor: int) -> Purged:
    """A text that another document or a decision about duplicates refers to stays."""
    names = tuple(removed_documents(db))
    db.run("PRAGMA secure_delete = ON")
    with operations.transaction(db):
        details = {"reason": "purge", "documents": len(names)}
        operation = operations.begin(db, "Purge removed documents", actor, details, kind="barrier")
        operations.let_write(db, operation)
        full_text.forget_removed_documents(db, -1)
        # Words that were taken out stay in the index until its parts are merged.
        db.run("INSERT INTO document_fts (document_fts) VALUES ('optimize')")
        db.run(
            "DELETE FROM change WHERE document > 0 AND document NOT IN (SELECT id FROM document)"
        )
        texts = db.run(f"DELETE FROM text WHERE sha256 NOT IN ({_USED})").rowcount
        operations.forbid_writing(db)
    db.run("VACUUM")
    db.run("PRAGMA secure_delete = OFF")
    return Purged(names, texts)
