"""Versions of several annotators, and what was decided between them: read and written."""

import json
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import fields, replace
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from peewee import SQL, ModelSelect

from pullquote import adjudication, agreement
from pullquote.model.values import Annotator, Relation
from pullquote.store.content.annotations import (
    ANNOTATION_FIELDS,
    annotation_from_row,
    select_annotations,
)
from pullquote.store.content.people import PeopleVerbs
from pullquote.store.content.relations import select_relations
from pullquote.store.errors import NameTaken, NotThere
from pullquote.store.journal.operations import now
from pullquote.store.sql.database import (
    LISTED,
    Database,
    Statement,
    delete,
    insert,
    new_uid,
    storable,
    to_json,
    update,
)
from pullquote.store.sql.tables import (
    AdjudicationTable,
    AnnotationTable,
    AnnotatorTable,
    RelationTable,
    column_names,
)

if TYPE_CHECKING:
    from pullquote.adjudication.values import Decision, DocumentVersions, Outcome
    from pullquote.agreement.values import Version

# More documents at a time would be a pause for whoever waits for the first of them.
_AT_ONCE = 500

_FIELDS = column_names(AdjudicationTable)
_LISTS = ("sources", "results", "taken")


def _decisions() -> "ModelSelect[AdjudicationTable]":
    table = AdjudicationTable
    return table.select(*(getattr(table, name) for name in _FIELDS)).order_by(
        table.document, table.id
    )


_ALL_DECISIONS = Statement(_decisions)
_DECISIONS = Statement(lambda: _decisions().where(AdjudicationTable.document.in_(LISTED)))
_ADJUDICATED_ANNOTATOR = Statement(
    lambda: AnnotatorTable.select(
        *(getattr(AnnotatorTable, field.name) for field in fields(Annotator))
    ).where(AnnotatorTable.kind == SQL("'adjudicated'"))
)
_NO_REFERENCES = Statement(
    lambda: AnnotatorTable.select(AnnotatorTable.id).where(
        AnnotatorTable.kind != SQL("'reference'")
    )
)


def _labels() -> "ModelSelect[AnnotationTable]":
    table = AnnotationTable
    return select_annotations().order_by(
        table.document, table.annotator, table.start, table.end.desc(), table.layer, table.id
    )


def _relations() -> "ModelSelect[RelationTable]":
    return select_relations().order_by(RelationTable.document, RelationTable.id)


_ALL_LABELS = Statement(_labels)
_LABELS = Statement(lambda: _labels().where(AnnotationTable.document.in_(LISTED)))
_ALL_RELATIONS = Statement(_relations)
_RELATIONS = Statement(lambda: _relations().where(RelationTable.document.in_(LISTED)))
# By hand: two joins that each of the statements below goes on from.
_DONE = """
    FROM state s JOIN annotator a ON a.id = s.annotator
    JOIN document d ON d.id = s.document
    WHERE s.value = 'done' AND a.kind = 'person' AND d.excluded IS NULL
"""
_ADJUDICATED = """
    FROM state s JOIN annotator a ON a.id = s.annotator
    JOIN document d ON d.id = s.document AND d.excluded IS NULL
    JOIN annotator j ON j.kind = 'adjudicated'
    JOIN state js ON js.document = s.document AND js.annotator = j.id AND js.value = 'done'
"""


def read_adjudicated_annotator(db: Database) -> Annotator | None:
    found = db.first(_ADJUDICATED_ANNOTATOR)
    return None if found is None else Annotator(*found)


def read_adjudications(db: Database, documents: Sequence[int] | None) -> "Iterator[Decision]":
    if documents is None:
        return map(_decision, db.every(_ALL_DECISIONS))
    return map(_decision, db.every(_DECISIONS, json.dumps(list(documents))))


def read_versions(
    db: Database, documents: Sequence[int] | None, least: int
) -> "Iterator[DocumentVersions]":
    """In the order of the documents' ids, some read at a time."""
    if documents is None:
        yield from _versions(db, None, least)
        return
    wanted = sorted(set(documents))
    for first in range(0, len(wanted), _AT_ONCE):
        yield from _versions(db, json.dumps(wanted[first : first + _AT_ONCE]), least)


def read_compared_documents(db: Database) -> list[int]:
    sql = f"SELECT s.document {_DONE} GROUP BY s.document HAVING count(*) > 1 ORDER BY 1"
    return [document for (document,) in db.every(sql)]


def read_adjudicated_and_done(db: Database) -> list[tuple[int, int]]:
    sql = f"SELECT s.document, s.annotator {_ADJUDICATED} WHERE s.value = 'done'"
    return db.every(f"{sql} AND a.kind = 'person' ORDER BY 1, 2")


def read_adjudicated_extents(db: Database) -> list[tuple[int, int, str, int, int]]:
    return db.every(f"""
        SELECT x.document, x.annotator, x.layer, x.start, x."end" {_ADJUDICATED}
        JOIN annotation x ON x.document = s.document AND x.annotator = s.annotator
        WHERE s.value = 'done' AND a.kind <> 'reference' ORDER BY x.id
    """)


def _versions(db: Database, wanted: str | None, least: int) -> "Iterator[DocumentVersions]":
    """`wanted` is a list of documents as JSON, None for all."""
    done = _done(db, wanted, least)
    people = {row for (row,) in db.every(_NO_REFERENCES)}
    if wanted is None:
        labels, relations = db.every(_ALL_LABELS), db.every(_ALL_RELATIONS)
    else:
        labels, relations = db.every(_LABELS, wanted), db.every(_RELATIONS, wanted)
    found, related = _by_document(labels, done), _by_document(relations, done)
    settled = read_adjudicated_annotator(db)
    own = settled.id if settled else 0
    for document, who in done.items():
        mine = _by_annotator(found.get(document, ()), related.get(document, ()))
        unfinished = (mine[a].annotations for a in mine.keys() & people - {own, *who})
        yield adjudication.values.DocumentVersions(
            document=document,
            versions=tuple(mine.get(a) or agreement.values.Version(a, (), ()) for a in who),
            adjudicated=mine.get(own) or agreement.values.Version(own, (), ()),
            unfinished=frozenset(label.uid for labels in unfinished for label in labels),
        )


def _done(db: Database, wanted: str | None, least: int) -> dict[int, list[int]]:
    among = "" if wanted is None else " AND s.document IN (SELECT value FROM json_each(?))"
    sql = f"SELECT s.document, s.annotator {_DONE}{among} ORDER BY 1, 2"
    values = () if wanted is None else (wanted,)
    done: dict[int, list[int]] = defaultdict(list)
    for document, annotator in db.every(sql, *values):
        done[document].append(annotator)
    return {document: who for document, who in done.items() if len(who) >= least}


# Where they stand in rows of annotations and of relations.
_DOCUMENT, _ANNOTATOR = (ANNOTATION_FIELDS.index(name) for name in ("document", "annotator"))


def _by_document(
    rows: list[tuple[Any, ...]], wanted: dict[int, list[int]]
) -> dict[int, list[tuple[Any, ...]]]:
    found = groupby(rows, key=itemgetter(_DOCUMENT))
    return {document: list(some) for document, some in found if document in wanted}


def _by_annotator(
    labels: Sequence[tuple[Any, ...]], rows: Sequence[tuple[Any, ...]]
) -> "dict[int, Version]":
    relations: dict[int, list[Relation]] = defaultdict(list)
    for row in rows:
        relations[row[_ANNOTATOR]].append(Relation(*row))
    return {
        annotator: agreement.values.Version(
            annotator,
            tuple(annotation_from_row(row) for row in some),
            tuple(relations[annotator]),
        )
        for annotator, some in groupby(labels, key=itemgetter(_ANNOTATOR))
    }


def _decision(row: tuple[Any, ...]) -> "Decision":
    found = dict(zip(_FIELDS, row, strict=True))
    found |= {name: tuple(json.loads(found[name])) for name in _LISTS}
    found["sources"] = tuple((uid, content) for uid, content in found["sources"])
    return adjudication.values.Decision(**found)


def adjudication_columns(decision: "Decision") -> dict[str, Any]:
    """What is stored of it, by column: all but its id."""
    columns = {name: getattr(decision, name) for name in _FIELDS if name != "id"}
    columns |= {name: to_json(columns[name]) for name in _LISTS}
    return columns | {"note": decision.note and storable(decision.note)}


class AdjudicationReads(ABC):
    @abstractmethod
    def _reading(self) -> AbstractContextManager[Database]: ...

    def adjudicated(self) -> Annotator | None:
        """Whose labels the adjudicated version is, None before there is one."""
        with self._reading() as db:
            return read_adjudicated_annotator(db)

    def adjudications(self, documents: Sequence[int] | None = None) -> "list[Decision]":
        """What was decided between annotators, by document, the oldest first."""
        with self._reading() as db:
            return list(read_adjudications(db, documents))

    def versions(
        self, documents: Sequence[int] | None = None, *, least: int = 2
    ) -> "list[DocumentVersions]":
        """Of the documents that at least so many persons are done with, by id.

        Excluded documents are left out.
        """
        with self._reading() as db:
            return list(read_versions(db, documents, least))

    def compared_documents(self) -> list[int]:
        """The documents that at least two persons are done with."""
        with self._reading() as db:
            return read_compared_documents(db)

    def adjudicated_and_done(self) -> list[tuple[int, int]]:
        """(document, person) of those who have done a document that is adjudicated."""
        with self._reading() as db:
            return read_adjudicated_and_done(db)

    def adjudicated_extents(self) -> list[tuple[int, int, str, int, int]]:
        """(document, annotator, layer, start, end) of all labels in documents that are adjudicated.

        Of persons who have done them, and of the adjudicated version.
        """
        with self._reading() as db:
            return read_adjudicated_extents(db)


ADJUDICATED_NAME = "Adjudicated"
Sources = Sequence[tuple[str, str]]


class AdjudicationVerbs(PeopleVerbs):
    def adjudicated(self) -> Annotator:
        """Whose labels the adjudicated version is; made when it is first needed."""
        there = read_adjudicated_annotator(self._writing.db)
        return there or self._new_adjudicated()

    def add_adjudication(
        self,
        document: int,
        outcome: "Outcome",
        sources: Sources,
        results: Sequence[str],
        *,
        taken: Sequence[str] = (),
        note: str | None = None,
        uid: str | None = None,
    ) -> "Decision":
        """See Decision for what each of these is."""
        new = adjudication.values.Decision(
            0,
            uid or new_uid(),
            document,
            outcome,
            tuple(sources),
            tuple(results),
            tuple(taken),
            note and storable(note),
            self._writing.actor,
            now(),
        )
        return self.put_adjudication(new)

    def put_adjudication(self, new: "Decision") -> "Decision":
        """Write a decision with its own uid, maker and time; `new.id` is ignored."""
        row = insert(self._writing.db, AdjudicationTable, **adjudication_columns(new))
        return replace(new, id=row)

    def change_adjudication(
        self, decision: int, sources: Sources, results: Sequence[str], taken: Sequence[str]
    ) -> None:
        """What it decided stays, on fewer or other labels."""
        columns = {
            "sources": to_json(list(map(list, sources))),
            "results": to_json(list(results)),
            "taken": to_json(list(taken)),
        }
        if not update(self._writing.db, AdjudicationTable, decision, **columns):
            raise NotThere(what="decision", id=decision)

    def delete_adjudication(self, decision: int) -> None:
        """The labels that it put into the adjudicated version stay."""
        if not delete(self._writing.db, AdjudicationTable, decision):
            raise NotThere(what="decision", id=decision)

    def _new_adjudicated(self) -> Annotator:
        for number in range(1, 100):
            name = ADJUDICATED_NAME if number == 1 else f"{ADJUDICATED_NAME} {number}"
            try:
                return self.add_annotator(name, "adjudicated")
            except NameTaken:
                continue
        raise NameTaken(name=ADJUDICATED_NAME)
