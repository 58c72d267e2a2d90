"""The work of annotators in documents, named by uids, so that two files can be compared."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import NAMESPACE_OID, uuid5

from peewee import JOIN, Case, ModelSelect, Tuple, fn

from pullquote.store.journal.history import WORK, WorkOperation, rows_of_work
from pullquote.store.journal.operations import last_change
from pullquote.store.reads import Reads
from pullquote.store.sql.database import Database
from pullquote.store.sql.fields import from_json
from pullquote.store.sql.statements import ASKED, LISTED, Query, Row, Statement, Value, select
from pullquote.store.sql.tables import (
    AnnotationTable,
    AnnotatorTable,
    ChangeTable,
    CollectedTable,
    DocumentTable,
    HandoutTable,
    OperationTable,
    RejectionTable,
    RelationTable,
    SpeakerTable,
    StateTable,
    column_names,
)

WorkKey = tuple[int, int]  # document, annotator
_SHORT = 13


class WorkAnnotation(NamedTuple):
    """A row of `annotation`; `speaker` and `created_by` are uids, `attributes` is JSON.

    `rest` are the columns of REST_OF_ANNOTATION: what is compared and taken over as it is.
    """

    uid: str
    layer: str
    start: int
    end: int
    attributes: str
    speaker: str | None
    created_by: str | None
    rest: tuple[Any, ...]

    @property
    def place(self) -> tuple[str, int, int]:
        return self.layer, self.start, self.end


class WorkRelation(NamedTuple):
    """A row of `relation`; `head` and `tail` are uids of labels.

    `rest` are the columns of REST_OF_RELATION.
    """

    uid: str
    kind: str
    head: str
    tail: str
    role: str
    rest: tuple[Any, ...]


_WHOSE = {"id", "document", "annotator"}
REST_OF_ANNOTATION = tuple(
    name for name in column_names(AnnotationTable) if name not in {*_WHOSE, *WorkAnnotation._fields}
)
REST_OF_RELATION = tuple(
    name for name in column_names(RelationTable) if name not in {*_WHOSE, *WorkRelation._fields}
)


class WorkRejection(NamedTuple):
    """A row of `rejection`."""

    layer: str
    start: int
    end: int
    value: str
    at: str


class WorkState(NamedTuple):
    """A row of `state`."""

    value: str
    reason: str | None
    at: str


@dataclass(frozen=True, slots=True)
class Work:
    """All that one annotator did in one document, in an order that depends on nothing else."""

    labels: tuple[WorkAnnotation, ...] = ()
    relations: tuple[WorkRelation, ...] = ()
    state: WorkState | None = None
    rejections: tuple[WorkRejection, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkHistoryStep:
    """One operation of the history of a work.

    `changed`: it changed the work. `head`: it took over, or found equal, the work of another file
    as that file's operation of this uid had left it.
    """

    step: WorkOperation
    changed: bool = True
    head: str | None = None


@dataclass(frozen=True, slots=True)
class WorkHistory:
    """`known`: the beginnings of the uids of operations of other files that are dealt with."""

    steps: tuple[WorkHistoryStep, ...] = ()
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TakenOperations:
    """Which operations of other files are dealt with in a project, to be asked in a process of
    another kind: `by_work` gives, by the uids of annotator and document, what `collected` holds of
    a work; `handouts` are uids of hand-outs, which are the first operations in them.
    """

    by_work: Mapping[tuple[str, str], str]
    handouts: frozenset[str]

    def has(self, annotator: str, document: str, operation: str) -> bool:
        known = self.by_work.get((annotator, document), "")
        return operation in self.handouts or f'"{operation[:_SHORT]}"' in known


def read_works(db: Database, documents: Collection[int]) -> dict[WorkKey, Work]:
    """All works in these documents that there are."""
    wanted = json.dumps(list(documents))
    labels = _by_work(db, _ANNOTATIONS, wanted)
    relations = _by_work(db, _RELATIONS, wanted)
    states = _by_work(db, _STATES, wanted)
    rejections = _by_work(db, _REJECTIONS, wanted)
    return {
        whose: Work(
            tuple(labels.get(whose, ())),
            tuple(relations.get(whose, ())),
            next(iter(states.get(whose, ())), None),
            tuple(rejections.get(whose, ())),
        )
        for whose in labels.keys() | relations.keys() | states.keys() | rejections.keys()
    }


class WorkReads:
    """The works of a project as they are at the moment."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def document(self, uid: str) -> tuple[int, str] | None:
        """Its row and the SHA-256 of its text."""
        return self._db.first(_DOCUMENT, uid)

    def annotator(self, uid: str) -> int | None:
        row: int | None = self._db.value(_ANNOTATOR, uid)
        return row

    def work(self, whose: WorkKey) -> Work:
        return read_works(self._db, [whose[0]]).get(whose, Work())

    def history(self, whose: WorkKey) -> WorkHistory:
        document, annotator = whose
        steps = tuple(
            WorkHistoryStep(WorkOperation(*row[:4]), bool(row[4]), row[5] or None)
            for row in self._db.every(_STEPS, document, annotator, document)
        )
        return WorkHistory(steps, self.known(whose))

    def begun(self, since: int) -> tuple[int, set[WorkKey]]:
        """The id of the newest change, and the works that changes after `since` began or ended."""
        newest = last_change(self._db)
        return newest, set(self._db.every(_BEGUN, since)) if newest > since else set()

    def known(self, whose: WorkKey) -> frozenset[str]:
        """The beginnings of the uids of operations of other files that are dealt with."""
        found = self._db.value(_KNOWN, *whose)
        return frozenset(from_json(found or "[]"))

    def taken(self) -> TakenOperations:
        return TakenOperations(
            {(annotator, document): known for annotator, document, known in self._db.every(_TAKEN)},
            frozenset(self._db.column(_HANDOUTS)),
        )

    def own_uids(self, whose: WorkKey, work: Work) -> Work:
        """With other uids for labels and relations whose uid belongs to another work.

        They are made of the uid and the work, so that they are the same each time.
        """
        document, annotator = whose
        taken = self._taken(_LABELS_TAKEN, whose, [label.uid for label in work.labels])
        relations = self._taken(
            _RELATIONS_TAKEN, whose, [relation.uid for relation in work.relations]
        )
        if not taken and not relations:
            return work
        names = self._db.value(_UID_OF_DOCUMENT, document), self._db.value(_UID, annotator)

        def own(uid: str) -> str:
            return str(uuid5(NAMESPACE_OID, f"{names} {uid}"))

        new = {uid: own(uid) for uid in taken}
        return Work(
            tuple(sorted(la._replace(uid=new.get(la.uid, la.uid)) for la in work.labels)),
            tuple(
                sorted(
                    relation._replace(
                        uid=own(relation.uid) if relation.uid in relations else relation.uid,
                        head=new.get(relation.head, relation.head),
                        tail=new.get(relation.tail, relation.tail),
                    )
                    for relation in work.relations
                )
            ),
            work.state,
            work.rejections,
        )

    def _taken(self, taken: Statement, whose: WorkKey, uids: Collection[str]) -> set[str]:
        return set(self._db.column(taken, json.dumps(list(uids)), *whose))


@contextmanager
def open_work_reads(project: Reads) -> Iterator[WorkReads]:
    """Not inside an operation of its own."""
    with project._reading() as db:  # noqa: SLF001 - of this room
        yield WorkReads(db)


def known_operations(project: Reads, uids: Collection[str]) -> frozenset[str]:
    """Those of these operations that the journal has."""
    with project._reading() as db:  # noqa: SLF001 - of this room
        return frozenset(db.column(_OPERATIONS, json.dumps(list(uids))))


def removed_uids(project: Reads, table: str) -> frozenset[str]:
    """The uids of rows of a table that somebody removed, other than by an undo."""
    with project._reading() as db:  # noqa: SLF001 - of this room
        return frozenset(db.column(_REMOVED, table))


def short_uids(uids: Iterable[str]) -> list[str]:
    """As they are kept in `collected`: 48 bits tell the operations of one work apart."""
    return sorted({uid[:_SHORT] for uid in uids})


def _by_work(db: Database, query: Query[Value], documents: str) -> dict[WorkKey, list[Value]]:
    """By the document and annotator that each row begins with; its value is made of the rest."""
    found: dict[WorkKey, list[Value]] = defaultdict(list)
    for whose, some in groupby(db.run(query, (documents,)), key=itemgetter(0, 1)):
        found[whose] += [query.make(row[2:]) for row in some]
    return found


def _annotation(row: Row) -> WorkAnnotation:
    return WorkAnnotation._make((*row[:7], row[7:]))


def _relation(row: Row) -> WorkRelation:
    return WorkRelation._make((*row[:5], row[5:]))


def _annotations() -> "ModelSelect[AnnotationTable]":
    label = AnnotationTable
    whose = (label.document, label.annotator, label.uid)
    place = (label.layer, label.start, label.end, label.attributes)
    return (
        label.select(
            *whose,
            *place,
            SpeakerTable.uid,
            AnnotatorTable.uid,
            *(getattr(label, name) for name in REST_OF_ANNOTATION),
        )
        .join(SpeakerTable, JOIN.LEFT_OUTER, on=(SpeakerTable.id == label.speaker))
        .switch(label)
        .join(AnnotatorTable, JOIN.LEFT_OUTER, on=(AnnotatorTable.id == label.created_by))
        .where(label.document.in_(LISTED))
        .order_by(*whose)
    )


def _relations() -> "ModelSelect[RelationTable]":
    relation, head, tail = RelationTable, AnnotationTable.alias(), AnnotationTable.alias()
    return (
        relation.select(
            relation.document,
            relation.annotator,
            relation.uid,
            relation.kind,
            head.uid,
            tail.uid,
            relation.role,
            *(getattr(relation, name) for name in REST_OF_RELATION),
        )
        .join(head, on=(head.id == relation.head))
        .switch(relation)
        .join(tail, on=(tail.id == relation.tail))
        .where(relation.document.in_(LISTED))
        .order_by(relation.document, relation.annotator, relation.uid)
    )


def _of_work(table: type[Any], kind: type[NamedTuple]) -> "ModelSelect[Any]":
    columns = [getattr(table, name) for name in ("document", "annotator", *kind._fields)]
    found: ModelSelect[Any] = table.select(*columns).where(table.document.in_(LISTED))
    return found.order_by(*columns)


def _taken_elsewhere(table: type[Any]) -> "ModelSelect[Any]":
    mine = (table.document == ASKED) & (table.annotator == ASKED)
    found: ModelSelect[Any] = table.select(table.uid).where(table.uid.in_(LISTED), ~mine)
    return found


def _begun() -> "ModelSelect[Any]":
    change = ChangeTable
    whose = fn.json_extract(fn.COALESCE(change.before, change.after), "$.annotator")
    # What is joined to nothing has no index: that by table would have nearly all of it read.
    table = change.tab.concat("")
    return (
        change.select(change.document, whose)
        .distinct()
        .where(change.id > ASKED, table.in_(_TABLES))
    )


def _steps() -> "ModelSelect[Any]":
    change, operation, other = ChangeTable, OperationTable, ChangeTable.alias()
    rows = rows_of_work(other, *_TABLES).where(other.document == ASKED)
    taken = change.tab == "collected"
    head = Case(None, [(taken, fn.json_extract(change.after, "$.head"))])
    return (
        change.select(
            operation.id,
            operation.uid,
            operation.kind,
            operation.of,
            fn.MAX(change.tab != "collected"),
            fn.MAX(head),
        )
        .join(operation)
        .where(
            change.document == ASKED,
            change.tab.in_(_TABLES),
            Tuple(change.tab, change.row).in_(rows),
        )
        .group_by(operation.id)
        .order_by(operation.id)
    )


_TABLES = (*WORK, "collected")
_ANNOTATIONS = Query(_annotations, _annotation)
_RELATIONS = Query(_relations, _relation)
_STATES = Query(lambda: _of_work(StateTable, WorkState), WorkState._make)
_REJECTIONS = Query(lambda: _of_work(RejectionTable, WorkRejection), WorkRejection._make)
_DOCUMENT = select(DocumentTable, "id", "text_sha256", by=["uid"])
_UID_OF_DOCUMENT = select(DocumentTable, "uid", by=["id"])
_ANNOTATOR = select(AnnotatorTable, "id", by=["uid"])
_UID = select(AnnotatorTable, "uid", by=["id"])
_KNOWN = select(CollectedTable, "operations", by=("document", "annotator"))
_TAKEN = Statement(
    lambda: (
        CollectedTable.select(AnnotatorTable.uid, DocumentTable.uid, CollectedTable.operations)
        .join(AnnotatorTable)
        .switch(CollectedTable)
        .join(DocumentTable)
    )
)
_HANDOUTS = select(HandoutTable, "uid")
_OPERATIONS = Statement(
    lambda: OperationTable.select(OperationTable.uid).where(OperationTable.uid.in_(LISTED))
)
_REMOVED = Statement(
    lambda: (
        ChangeTable.select(fn.json_extract(ChangeTable.before, "$.uid"))
        .join(OperationTable)
        .where(
            ChangeTable.tab == ASKED,
            ChangeTable.after.is_null(),
            OperationTable.kind != "undo",
        )
    )
)
_LABELS_TAKEN = Statement(lambda: _taken_elsewhere(AnnotationTable))
_RELATIONS_TAKEN = Statement(lambda: _taken_elsewhere(RelationTable))
_BEGUN = Statement(_begun)
_STEPS = Statement(_steps)
