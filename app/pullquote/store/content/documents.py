"""Documents: single ones, the sorted and filtered list, and what adds, changes and removes them."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypedDict, Unpack

import peewee
from peewee import ModelDelete, ModelSelect, fn

from pullquote.model.values import Document, NewDocument, Published
from pullquote.store.errors import AlreadyImported, NotThere
from pullquote.store.journal import operations
from pullquote.store.sql import full_text
from pullquote.store.sql.database import (
    ASKED,
    Database,
    Statement,
    WriteContext,
    broken_rule,
    delete,
    insert,
    new_uid,
    storable,
    to_json,
    update,
)
from pullquote.store.sql.tables import (
    ChangeTable,
    DocumentTable,
    DuplicateDecisionTable,
    StateTable,
    TextTable,
)
from pullquote.store.values import DocumentQuery, DocumentRow, Purged, StateCounts

_PUBLISHED = ("published", "published_from", "published_evidence", "published_doubt")
# The fields of Document that are columns of its table, in their order.
_PLAIN = tuple(
    field.name for field in fields(Document) if field.name not in ("characters", "published")
)
_METADATA = _PLAIN.index("metadata")


def _with_text(*columns: Any) -> "ModelSelect[DocumentTable]":  # noqa: ANN401 - whatever may stand after SELECT
    return DocumentTable.select(*columns).join(
        TextTable, on=(TextTable.sha256 == DocumentTable.text_sha256)
    )


_DOCUMENT = Statement(
    lambda: _with_text(
        TextTable.characters, *(getattr(DocumentTable, name) for name in (*_PUBLISHED, *_PLAIN))
    ).where(DocumentTable.id == ASKED)
)
_TEXT = Statement(lambda: _with_text(TextTable.content).where(DocumentTable.id == ASKED))
_TEXTS_AFTER = Statement(
    lambda: (
        _with_text(DocumentTable.id, TextTable.content)
        .where(DocumentTable.id > ASKED, DocumentTable.excluded.is_null())
        .order_by(DocumentTable.id)
        .limit(ASKED)
    )
)
_OF_UID = Statement(
    lambda: DocumentTable.select(DocumentTable.id).where(DocumentTable.uid == ASKED)
)
_TEXT_THERE = Statement(lambda: TextTable.select(TextTable.id).where(TextTable.sha256 == ASKED))
_SOURCES = Statement(
    lambda: (
        DocumentTable.select(DocumentTable.source)
        .distinct()
        .where(DocumentTable.source.is_null(False))
        .order_by(DocumentTable.source)
    )
)
_COUNT = Statement(lambda: DocumentTable.select(fn.COUNT(DocumentTable.id)))
_COUNT_EXCLUDED = Statement(
    lambda: DocumentTable.select(fn.COUNT(DocumentTable.id)).where(
        DocumentTable.excluded.is_null(False)
    )
)
_STATES = Statement(
    lambda: (
        StateTable.select(StateTable.value, fn.COUNT(StateTable.id))
        .where(StateTable.annotator == ASKED)
        .group_by(StateTable.value)
    )
)
# The statements of the list are by hand: the bench of 200,000 documents rests on their plans, on
# which index each order takes and on one value that stands in several places.
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
    found = db.first(_DOCUMENT, row)
    return None if found is None else _document(found)


def read_text(db: Database, row: int) -> str | None:
    content: str | None = db.value(_TEXT, row)
    return content


def read_texts_after(db: Database, after: int) -> Sequence[tuple[int, str]]:
    """The next texts, by the id of their document, of documents that are not excluded."""
    return db.every(_TEXTS_AFTER, after, _BATCH)


def read_sources(db: Database) -> list[str]:
    return [source for (source,) in db.every(_SOURCES)]


def find_by_uid(db: Database, uid: str) -> int | None:
    found: int | None = db.value(_OF_UID, uid)
    return found


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
    found = db.every(_ROWS, annotator, to_json(list(documents)))
    by_id = {row[0]: DocumentRow(*row) for row in found}
    return [by_id[document] for document in documents if document in by_id]


def count_states(db: Database, annotator: int) -> StateCounts:
    total: int = db.value(_COUNT)
    excluded: int = db.value(_COUNT_EXCLUDED)
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
    characters, value, source, evidence, doubt, *plain = row
    found = json.loads(evidence or "{}")
    published = Published(
        value, source, found.get("words", ""), found.get("start"), found.get("end"), doubt
    )
    plain[_METADATA] = json.loads(plain[_METADATA])
    return Document(
        characters=characters, published=published, **dict(zip(_PLAIN, plain, strict=True))
    )


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
        if db.value(_TEXT_THERE, digest) is None:
            insert(db, TextTable, sha256=digest, content=new.text, characters=len(new.text))
        try:
            return insert(
                db,
                DocumentTable,
                uid=uid or new_uid(),
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
            self._writing.db, DocumentTable, document, **_document_columns(fields)
        ):
            raise NotThere(what="document", id=document)

    def remove_document(self, document: int) -> None:
        """Its labels, states and decisions go with it, and come back with it."""
        if not delete(self._writing.db, DocumentTable, document):
            raise NotThere(what="document", id=document)


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


def _unused_texts() -> ModelDelete:
    decided = DuplicateDecisionTable
    used = (
        DocumentTable.select(DocumentTable.text_sha256)
        .union(decided.select(decided.a_text))
        .union(decided.select(decided.b_text).where(decided.b_text.is_null(False)))
    )
    return TextTable.delete().where(TextTable.sha256.not_in(used))


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
        there = DocumentTable.select(DocumentTable.id)
        ChangeTable.delete().where(
            ChangeTable.document > 0, ChangeTable.document.not_in(there)
        ).execute(db)
        texts: int = _unused_texts().execute(db)
        operations.forbid_writing(db)
    db.run("VACUUM")
    db.run("PRAGMA secure_delete = OFF")
    return Purged(names, texts)
