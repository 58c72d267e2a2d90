"""Documents: single ones, the sorted and filtered list, and what adds, changes and removes them."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict, Unpack

import peewee
from peewee import JOIN, SQL, ColumnBase, ModelSelect, Select, fn

from pullquote.model.values import Document, NewDocument, Published
from pullquote.store.errors import AlreadyImported
from pullquote.store.journal.operations import Verbs
from pullquote.store.sql import full_text
from pullquote.store.sql.database import Database, broken_rule
from pullquote.store.sql.derived_tables import (
    DocumentCountsTable,
    DocumentGroupTable,
    DocumentRepeatsTable,
)
from pullquote.store.sql.fields import mapping_from_json, new_uid, storable, to_json
from pullquote.store.sql.statements import (
    ASKED,
    LISTED,
    Query,
    Row,
    Statement,
    field_names,
    select,
)
from pullquote.store.sql.tables import (
    AdjudicationTable,
    AnnotationTable,
    AssignmentTable,
    DocumentTable,
    StateTable,
    TextTable,
)
from pullquote.store.values import DocumentQuery, DocumentRow, StateCounts

_PUBLISHED = ("published", "published_from", "published_evidence", "published_doubt")
# The fields of Document that are columns of its table, in their order.
_PLAIN = tuple(name for name in field_names(Document) if name not in ("characters", "published"))
_READ = tuple(name for name in field_names(NewDocument) if name != "text")
_METADATA = _PLAIN.index("metadata")


def _with_text(*columns: Any) -> "ModelSelect[Any]":  # noqa: ANN401 - whatever may stand after SELECT
    return DocumentTable.select(*columns).join(TextTable)


def _document(row: Row) -> Document:
    characters, value, source, evidence, doubt, *plain = row
    found = mapping_from_json(evidence or "{}")
    published = Published(
        value, source, found.get("words", ""), found.get("start"), found.get("end"), doubt
    )
    plain[_METADATA] = mapping_from_json(plain[_METADATA])
    return Document(
        characters=characters, published=published, **dict(zip(_PLAIN, plain, strict=True))
    )


DOCUMENT = Query(
    lambda: _with_text(
        TextTable.characters, *(getattr(DocumentTable, name) for name in (*_PUBLISHED, *_PLAIN))
    ).where(DocumentTable.id == ASKED),
    _document,
)
TEXT = Statement(lambda: _with_text(TextTable.content).where(DocumentTable.id == ASKED))
TEXTS_AFTER = Statement(
    lambda: (
        _with_text(DocumentTable.id, TextTable.content)
        .where(DocumentTable.id > ASKED, DocumentTable.excluded.is_null())
        .order_by(DocumentTable.id)
        .limit(64)
    )
)
"""The next texts, by the id of their document, of documents that are not excluded."""
DOCUMENT_OF_UID = select(DocumentTable, "id", by=["uid"])
_TEXT_OF_HASH = select(TextTable, "id", by=["sha256"])
_NAMES_OF_TEXT = select(DocumentTable, "name", by=["text_sha256"], order=["id"])
_WORK = tuple(
    select(table, "id", by=["document"])
    for table in (AnnotationTable, StateTable, AssignmentTable, AdjudicationTable)
)
SOURCES = Statement(
    lambda: (
        DocumentTable.select(DocumentTable.source)
        .distinct()
        .where(DocumentTable.source.is_null(False))
        .order_by(DocumentTable.source)
    )
)
_COUNT = Statement(lambda: DocumentTable.select(fn.COUNT(SQL("*"))))
_COUNT_EXCLUDED = Statement(
    lambda: DocumentTable.select(fn.COUNT(SQL("*"))).where(DocumentTable.excluded.is_null(False))
)
_STATES = Statement(
    lambda: (
        StateTable.select(StateTable.value, fn.COUNT(StateTable.id))
        .where(StateTable.annotator == ASKED)
        .group_by(StateTable.value)
    )
)


def _states_of_excluded() -> "ModelSelect[Any]":
    document, state = DocumentTable, StateTable
    return (
        document.select(state.value, fn.COUNT(state.id))
        # So that it goes from the excluded documents, which are few, to their states.
        .join(state, JOIN.CROSS)
        .where(
            state.document == document.id,
            state.annotator == ASKED,
            document.excluded.is_null(False),
        )
        .group_by(state.value)
    )


def _group_sizes() -> "ModelSelect[Any]":
    """Of the groups of those listed: each is counted once, however many of it are asked for."""
    group, listed = DocumentGroupTable, DocumentGroupTable.alias()
    groups = listed.select(listed.grp).where(listed.document.in_(LISTED))
    return (
        group.select(group.grp, fn.COUNT(SQL("*")).alias("n"))
        .where(group.grp.in_(groups))
        .group_by(group.grp)
        .alias("sizes")
    )


def _rows() -> "ModelSelect[Any]":
    document, state, repeats = DocumentTable, StateTable, DocumentRepeatsTable
    counts, group = DocumentCountsTable, DocumentGroupTable
    sizes = _group_sizes()
    labels = counts.select(fn.SUM(counts.n)).where(
        counts.annotator == ASKED, counts.document == document.id
    )
    return (
        document.select(
            document.id,
            document.name,
            document.title,
            document.source,
            document.published,
            state.value,
            fn.COALESCE(repeats.repeats, 0),
            fn.COALESCE(labels, 0),
            document.excluded,
            TextTable.characters,
            fn.COALESCE(sizes.c.n - 1, 0),
            fn.COALESCE(group.coverage, 0.0),
        )
        .join(TextTable)
        .join(group, JOIN.LEFT_OUTER, on=(group.document == document.id))
        .join(sizes, JOIN.LEFT_OUTER, on=(sizes.c.grp == group.grp))
        .join(
            state,
            JOIN.LEFT_OUTER,
            on=(state.document == document.id) & (state.annotator == ASKED),
        )
        .join(repeats, JOIN.LEFT_OUTER, on=(repeats.document == document.id))
        .where(document.id.in_(LISTED))
    )


_STATES_OF_EXCLUDED = Statement(_states_of_excluded)
_ROWS = Query(_rows, lambda row: DocumentRow(*row))


def _ids(build: Callable[[], "ModelSelect[Any]"]) -> Statement:
    """The ids that a query gives, in one value: half the time of as many rows."""
    return Statement(lambda: _as_list(build()))


def _as_list(found: "ModelSelect[Any]") -> Select:
    return Select([found], [fn.json_group_array(SQL("id"))])


_IN_STATE = _ids(
    lambda: StateTable.select(StateTable.document.alias("id")).where(
        StateTable.annotator == ASKED, StateTable.value == ASKED
    )
)
_STARTED = _ids(
    lambda: StateTable.select(StateTable.document.alias("id")).where(StateTable.annotator == ASKED)
)
_ASSIGNED = _ids(
    lambda: (
        AssignmentTable.select(AssignmentTable.document.alias("id"))
        .where(AssignmentTable.annotator == ASKED)
        .order_by(AssignmentTable.position, AssignmentTable.id)
    )
)
_BY_LABELS = _ids(
    lambda: (
        DocumentCountsTable.select(DocumentCountsTable.document.alias("id"))
        .where(DocumentCountsTable.annotator == ASKED)
        .group_by(DocumentCountsTable.document)
        .order_by(fn.SUM(DocumentCountsTable.n), DocumentCountsTable.document)
    )
)
_BY_COPIES = _ids(
    lambda: DocumentRepeatsTable.select(DocumentRepeatsTable.document.alias("id")).order_by(
        DocumentRepeatsTable.repeats, DocumentRepeatsTable.document
    )
)


def _near() -> "ModelSelect[Any]":
    """Those with others in their group, which may have gone since it was found."""
    group, other = DocumentGroupTable, DocumentGroupTable.alias()
    others = other.select(other.document).where(
        other.grp == group.grp, other.document != group.document
    )
    return (
        group.select(group.document.alias("id"))
        .where(fn.EXISTS(others))
        .order_by(group.coverage, group.document)
    )


def _later_in_group() -> "ModelSelect[Any]":
    """Those that are near an earlier document, where that one is still there to be shown."""
    group, document = DocumentGroupTable, DocumentTable
    return (
        group.select(group.document.alias("id"))
        .join(document, on=(document.id == group.representative))
        .where(group.document != group.representative, document.excluded.is_null())
    )


def _to_review() -> "ModelSelect[Any]":
    label = AnnotationTable
    return (
        label.select(label.document.alias("id"))
        .where(
            label.carried_from.is_null(False),
            label.origin == "carried",
            label.confirmed_at.is_null(),
            # Not by the index of annotators: what was carried is a small part of their labels.
            label.annotator + 0 == ASKED,
        )
        .distinct()
    )


_BY_COVERAGE = _ids(_near)
_TO_REVIEW = _ids(_to_review)
_EARLIEST = Statement(
    lambda: DocumentGroupTable.select(
        DocumentGroupTable.document, DocumentGroupTable.representative
    )
)
_LATER_IN_GROUP = _ids(_later_in_group)
# By hand, as all of FTS5.
_FOUND = "SELECT json_group_array(rowid) FROM document_fts WHERE document_fts MATCH ?"
_SORTED_BY = {
    "title": DocumentTable.title.collate("NOCASE"),
    "published": DocumentTable.published,
    "source": DocumentTable.source.collate("NOCASE"),
}

# So many ids at most are given to a statement; more are sifted from what it found.
_FEW = 5000


def find_documents(db: Database, query: DocumentQuery) -> list[int]:
    """Equal ranks are in the order in which they were added; descending is all turned round,
    but for what is in no queue.
    """
    searched = _searched(db, query.search)
    found: list[int] = json.loads(db.ask(_as_list(_sorted(db, query, searched))).fetchone()[0])
    # By sets of ids, which for 200,000 documents takes half the time of a join.
    if searched is not None and len(searched) > _FEW:
        within = set(searched)
        found = [row for row in found if row in within]
    if query.state == "not_started":
        started = set(_numbers(db, _STARTED, query.annotator))
        found = [row for row in found if row not in started]
    elif query.state is not None:
        within = set(_numbers(db, _IN_STATE, query.annotator, query.state))
        found = [row for row in found if row in within]
    if query.assigned:
        within = set(_numbers(db, _ASSIGNED, query.annotator))
        found = [row for row in found if row in within]
    if query.review:
        within = set(_numbers(db, _TO_REVIEW, query.annotator))
        found = [row for row in found if row in within]
    if query.near == "copies":
        within = set(_numbers(db, _BY_COVERAGE))
        found = [row for row in found if row in within]
    elif query.near == "first":
        later = set(_numbers(db, _LATER_IN_GROUP))
        found = [row for row in found if row not in later]
    ranked = _ranked(found, _ranks(db, query), query)
    return _by_group(ranked, dict(db.every(_EARLIEST))) if query.order == "queue" else ranked


def read_document_rows(db: Database, documents: Sequence[int], annotator: int) -> list[DocumentRow]:
    listed = to_json(list(documents))
    found = db.all(_ROWS, annotator, listed, annotator, listed)
    by_id = {row.id: row for row in found}
    return [by_id[document] for document in documents if document in by_id]


def count_states(db: Database, annotator: int) -> StateCounts:
    total: int = db.value(_COUNT)
    excluded: int = db.value(_COUNT_EXCLUDED)
    states: dict[str, int] = dict(db.every(_STATES, annotator))
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


def _searched(db: Database, typed: str) -> list[int] | None:
    """The documents with these words, in no order; None where nothing was asked."""
    words = full_text.parse_search(typed)
    if not words:
        return None
    try:
        found: list[int] = json.loads(db.value(_FOUND, words))
    except peewee.OperationalError as error:
        if "fts5" not in str(error):
            raise
        return []  # a letter that SQLite takes for a sign, in the middle of a word
    return found


def _sorted(db: Database, query: DocumentQuery, searched: list[int] | None) -> "ModelSelect[Any]":
    """Of those searched, where they are few, and else all: they are sifted afterwards."""
    document = DocumentTable
    found = document.select(document.id)
    if searched is not None and len(searched) <= _FEW:
        found = found.where(document.id.in_(SQL(LISTED.sql, (to_json(searched),))))
    if query.excluded is not None:
        found = found.where(document.excluded.is_null(not query.excluded))
    if query.source is not None:
        # The first by the index, the second because two names may differ in case only.
        of = document.source
        found = found.where(of.collate("NOCASE") == query.source, of == query.source)
    if query.state is not None and query.state != "not_started":
        within = _numbers(db, _IN_STATE, query.annotator, query.state)
        if len(within) <= _FEW:
            found = found.where(document.id.in_(SQL(LISTED.sql, (to_json(within),))))
    by: list[ColumnBase] = [document.id]
    if query.order in _SORTED_BY:
        by.insert(0, _SORTED_BY[query.order])
    return found.order_by(*(one.desc() if query.descending else one.asc() for one in by))


def _ranks(db: Database, query: DocumentQuery) -> list[int] | None:
    """What only some documents have, least first; None where there is no such order."""
    match query.order:
        case "state":
            states = ("in_progress", "done", "skipped")
            return [row for one in states for row in _numbers(db, _IN_STATE, query.annotator, one)]
        case "labels":
            return _numbers(db, _BY_LABELS, query.annotator)
        case "copies":
            return _numbers(db, _BY_COPIES)
        case "coverage":
            return _numbers(db, _BY_COVERAGE)
        case "position" | "queue":
            return _numbers(db, _ASSIGNED, query.annotator)
    return None


def _ranked(found: list[int], ranked: list[int] | None, query: DocumentQuery) -> list[int]:
    """Those without a rank come before the others; behind them, whichever way it is turned, where
    the rank is the place in a queue.
    """
    if ranked is None:
        return found
    there, ranks = set(found), set(ranked)
    others = [row for row in found if row not in ranks]
    within = [row for row in ranked if row in there]
    step = -1 if query.descending else 1
    if query.order in ("position", "queue"):
        return within[::step] + others[::step]
    return (others + within)[::step]


def _by_group(found: list[int], earliest: Mapping[int, int]) -> list[int]:
    """The documents that are near each other where the first of them is, the earliest first."""
    together: dict[int, list[int]] = {}
    for row in found:
        together.setdefault(earliest.get(row, row), []).append(row)
    return [
        row
        for first, rows in together.items()
        for row in sorted(rows, key=lambda row: row != first)
    ]


def _numbers(db: Database, ids: Statement, *values: object) -> list[int]:
    numbers: list[int] = json.loads(db.value(ids, *values))
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


class DocumentVerbs(Verbs):
    def add_document(self, new: NewDocument, uid: str | None = None) -> int:
        """Raise AlreadyImported for the same file from the same place."""
        db = self._writing.db
        digest = hashlib.sha256(new.text.encode()).hexdigest()
        if db.value(_TEXT_OF_HASH, digest) is None:
            db.insert(TextTable, sha256=digest, content=new.text, characters=len(new.text))
        columns = _document_columns({name: getattr(new, name) for name in _READ})
        try:
            return db.insert(DocumentTable, uid=uid or new_uid(), text_sha256=digest, **columns)
        except peewee.IntegrityError as error:
            if broken_rule(error) == "unique":
                raise AlreadyImported(name=new.name) from error
            raise

    def name_of_text(self, text: str) -> str | None:
        """The name of the first document that has exactly this text."""
        found: str | None = self._writing.db.value(
            _NAMES_OF_TEXT, hashlib.sha256(text.encode()).hexdigest()
        )
        return found

    def change_document(self, document: int, **fields: Unpack[DocumentFields]) -> None:
        self._update(DocumentTable, "document", document, **_document_columns(fields))

    def is_worked_on(self, document: int) -> bool:
        """Whether somebody labelled it, began it, is to label it, or decided about its labels."""
        found = (self._writing.db.value(statement, document) for statement in _WORK)
        return any(row is not None for row in found)

    def remove_document(self, document: int) -> None:
        """Its labels, states and decisions go with it, and come back with it."""
        self._delete(DocumentTable, "document", document)


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
