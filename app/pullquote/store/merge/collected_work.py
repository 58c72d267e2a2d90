"""The verbs that take over what was done in another file."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

import peewee

from pullquote.adjudication.values import Decision
from pullquote.model.values import DecisionKind, Origin, ToCheck
from pullquote.store.content import adjudications
from pullquote.store.content.annotations import STATE_ROW
from pullquote.store.errors import BrokenWork
from pullquote.store.merge.annotator_work import (
    REST_OF_ANNOTATION,
    REST_OF_RELATION,
    Work,
    WorkAnnotation,
    WorkKey,
    WorkReads,
    WorkRejection,
    WorkRelation,
    WorkState,
    short_uids,
)
from pullquote.store.merge.foreign_project import ForeignDuplicateDecision
from pullquote.store.sql.database import Database
from pullquote.store.sql.fields import from_json, to_json
from pullquote.store.sql.statements import (
    ASKED,
    Insertion,
    Row,
    delete_statement,
    field_names,
    insert_statement,
    select,
    update_statement,
)
from pullquote.store.sql.tables import (
    AdjudicationTable,
    AnnotationTable,
    CollectedTable,
    DuplicateDecisionTable,
    RejectionTable,
    RelationTable,
    StateTable,
)
from pullquote.store.writer import Writer


@dataclass(frozen=True, slots=True)
class PeopleByUid:
    """The rows of annotators and speakers by uid."""

    annotators: Mapping[str, int]
    speakers: Mapping[str, int]

    @property
    def count(self) -> int:
        return len(self.annotators) + len(self.speakers)


@dataclass(frozen=True, slots=True)
class NewWork:
    """A work where nothing stood, with what `collected` is to say of it."""

    whose: WorkKey
    work: Work
    handout: int | None
    head: str
    operations: tuple[str, ...]
    at: str


class CollectVerbs(WorkReads):
    """What a person does by hand goes through the verbs of Writer."""

    def put_work(self, whose: WorkKey, old: Work, new: Work, people: PeopleByUid) -> None:
        """Make `new` of the work, which is `old`, with its own uids, makers and times.

        Raise BrokenWork, with nothing written, where the tables do not take it, or where a value is
        none of those that the program knows.
        """
        if not _is_known(new):
            raise BrokenWork(document=whose[0])
        try:
            with self._db.savepoint():
                _WorkReplacer(self._db, whose, people).run(old, new)
        except (sqlite3.IntegrityError, peewee.IntegrityError) as error:
            raise BrokenWork(document=whose[0]) from error

    def put_new(self, works: Sequence["NewWork"], people: PeopleByUid) -> None:
        """Put works where nothing was before, and note them as `put_collected` does: all by few
        statements. Raise BrokenWork, with nothing written, as `put_work` does, of any of them.

        Their uids must be nobody else's: that is not looked up.
        """
        first = works[0].whose[0]
        if not all(_is_known(new.work) for new in works):
            raise BrokenWork(document=first)
        try:
            with self._db.savepoint():
                self._insert_new(works, people)
        except (sqlite3.IntegrityError, peewee.IntegrityError) as error:
            raise BrokenWork(document=first) from error

    def _insert_new(self, works: Sequence["NewWork"], people: PeopleByUid) -> None:
        insert = self._db.insert_many
        insert(
            _INSERTION,
            [_label_row(new.whose, label, people) for new in works for label in new.work.labels],
        )
        insert(
            _RELATING,
            [_relation_row(new.whose, one) for new in works for one in new.work.relations],
        )
        insert(_NEW_STATE, [(*new.whose, *new.work.state) for new in works if new.work.state])
        self._db.many(
            _ADD_REJECTION, [(*new.whose, *no) for new in works for no in new.work.rejections]
        )
        insert(
            _NEW_COLLECTED,
            [
                (*new.whose, new.handout, new.head, to_json(short_uids(new.operations)), new.at)
                for new in works
            ],
        )

    def put_collected(
        self, whose: WorkKey, *, handout: int | None, head: str, operations: Iterable[str], at: str
    ) -> None:
        """Note which operations of another file are dealt with in this work.

        `head` is the one whose outcome the work now is, "" where the work is another one.
        """
        document, annotator = whose
        there = self._db.first(_COLLECTED, document, annotator)
        row, before, known = there or (None, "", "[]")
        columns = {
            "handout": handout,
            "head": head or before,
            "operations": to_json(sorted({*from_json(known), *short_uids(operations)})),
            "at": at,
        }
        if row is None:
            self._db.insert(CollectedTable, document=document, annotator=annotator, **columns)
        else:
            self._db.update(CollectedTable, row, **columns)

    def put_repeats(self, decision: ForeignDuplicateDecision, by: int | None) -> bool:
        """False for a decision that is here already, or that is about a text that is not here."""
        if decision.kind not in get_args(DecisionKind):
            return False
        columns = {name: getattr(decision, name) for name in field_names(ForeignDuplicateDecision)}
        try:
            self._db.insert(DuplicateDecisionTable, **{**columns, "by": by})
        except peewee.IntegrityError:
            return False
        return True


class AdjudicationReplacer:
    """Puts the decisions of another file about a document in the place of ours."""

    def __init__(self, writer: Writer) -> None:
        self._db = writer._writing.db  # noqa: SLF001 - of this room

    def put(self, document: int, theirs: Iterable[Decision]) -> None:
        """`document` and `by` of the decisions are rows of this project."""
        there = {one.uid: one for one in adjudications.read_adjudications(self._db, [document])}
        came = {one.uid: replace(one, id=0) for one in theirs}
        same = {uid for uid, one in there.items() if replace(one, id=0) == came.get(uid)}
        for uid in there.keys() - same:
            self._db.delete(AdjudicationTable, there[uid].id)
        for uid in sorted(came.keys() - same):
            self._db.add(adjudications.decision_records(), came[uid])


def collect_verbs(writer: Writer) -> CollectVerbs:
    """These verbs inside the operation of `writer`."""
    return CollectVerbs(writer._writing.db)  # noqa: SLF001 - of this room


def _is_known(work: Work) -> bool:
    labels, relations = work.labels, work.relations
    origins = {label.rest[_ORIGIN] for label in labels} | {
        relation.rest[_RELATION_ORIGIN] for relation in relations
    }
    reasons = {label.rest[_TO_CHECK] for label in labels} - {None}
    return origins <= _ORIGINS and reasons <= _REASONS


def _label_row(whose: WorkKey, label: WorkAnnotation, people: PeopleByUid) -> Row:
    """In the order of _NEW."""
    uid, layer, start, end, attributes, speaker, maker, rest = label
    return (
        *whose,
        uid,
        layer,
        start,
        end,
        attributes,
        None if speaker is None else people.speakers[speaker],
        None if maker is None else people.annotators[maker],
        *rest,
    )


def _relation_row(whose: WorkKey, relation: WorkRelation) -> Row:
    """In the order of _OF_RELATION."""
    uid, kind, head, tail, role, rest = relation
    return (uid, *whose, kind, head, tail, role, *rest)


class _WorkReplacer:
    """Turns one work into another by the fewest rows."""

    def __init__(self, db: Database, whose: WorkKey, people: PeopleByUid) -> None:
        self._db = db
        self._whose = whose
        self._people = people

    def run(self, old: Work, new: Work) -> None:
        self._labels(old.labels, new.labels)
        self._relations(old.relations, new.relations)
        if old.state != new.state:
            self._state(new)
        if old.rejections != new.rejections:
            self._rejections(old, new)

    def _labels(self, old: Iterable[WorkAnnotation], new: Iterable[WorkAnnotation]) -> None:
        before = {label.uid: label for label in old}
        after = {label.uid: label for label in new}
        # Those that move come back anew: two of them may change places.
        kept = {
            uid for uid in before.keys() & after.keys() if before[uid].place == after[uid].place
        }
        self._db.many(_DELETE_LABEL, [(uid,) for uid in before if uid not in kept])
        changed = [after[uid] for uid in after if uid in kept and after[uid] != before[uid]]
        update, order = _UPDATE
        columns = [(self._columns(label), label.uid) for label in changed]
        self._db.many(update, [(*(values[name] for name in order), uid) for values, uid in columns])
        self._db.insert_many(
            _INSERTION,
            [
                _label_row(self._whose, label, self._people)
                for label in after.values()
                if label.uid not in kept
            ],
        )

    def _columns(self, label: WorkAnnotation) -> dict[str, Any]:
        row = _label_row(self._whose, label, self._people)
        return dict(zip(_NEW, row, strict=True))

    def _relations(self, old: Iterable[WorkRelation], new: Iterable[WorkRelation]) -> None:
        before, after = set(old), set(new)
        if before:
            self._db.many(_DELETE_RELATION, [(relation.uid,) for relation in before - after])
            # Some went with the labels that they related.
            there = set(self._db.column(_RELATIONS_THERE, *self._whose))
            after = {relation for relation in after if relation.uid not in there}
        self._db.insert_many(_RELATING, [_relation_row(self._whose, one) for one in sorted(after)])

    def _state(self, new: Work) -> None:
        row = self._db.value(STATE_ROW, *self._whose)
        document, annotator = self._whose
        if new.state is None:
            self._db.delete(StateTable, row)
        elif row is not None:
            self._db.update(StateTable, row, **new.state._asdict())
        else:
            columns = new.state._asdict() | {"document": document, "annotator": annotator}
            self._db.insert(StateTable, **columns)

    def _rejections(self, old: Work, new: Work) -> None:
        before, after = set(old.rejections), set(new.rejections)
        self._db.many(_DELETE_REJECTION, [(*self._whose, *no[:-1]) for no in before - after])
        self._db.many(_ADD_REJECTION, [(*self._whose, *no) for no in sorted(after - before)])


_WHOSE = ("document", "annotator")
_COLLECTED = select(CollectedTable, "id", "head", "operations", by=_WHOSE)
_DELETE_LABEL = delete_statement(AnnotationTable, "uid")
_DELETE_RELATION = delete_statement(RelationTable, "uid")
_RELATIONS_THERE = select(RelationTable, "uid", by=_WHOSE)
_DELETE_REJECTION = delete_statement(
    RejectionTable, *_WHOSE, *(name for name in WorkRejection._fields if name != "at")
)
_ADD_REJECTION = insert_statement(RejectionTable, *_WHOSE, *WorkRejection._fields)
_ORIGIN, _TO_CHECK = map(REST_OF_ANNOTATION.index, ("origin", "to_check"))
_RELATION_ORIGIN = REST_OF_RELATION.index("origin")
_ORIGINS = frozenset(get_args(Origin))
_REASONS = frozenset(get_args(ToCheck))
_CHANGED = ("attributes", "speaker", "created_by", *REST_OF_ANNOTATION)
_NEW = (*_WHOSE, "uid", "layer", "start", "end", *_CHANGED)
_NEW_STATE = Insertion(StateTable, **dict.fromkeys((*_WHOSE, *WorkState._fields), ASKED))
_NEW_COLLECTED = Insertion(
    CollectedTable,
    **dict.fromkeys((*_WHOSE, "handout", "head", "operations", "at"), ASKED),
)
_INSERTION = Insertion(AnnotationTable, **dict.fromkeys(_NEW, ASKED))
_UPDATE = update_statement(AnnotationTable, *_CHANGED, by="uid")
_OF_RELATION = ("uid", *_WHOSE, "kind", "head", "tail", "role", *REST_OF_RELATION)
_END = AnnotationTable.select(AnnotationTable.id).where(AnnotationTable.uid == ASKED)
_RELATING = Insertion(
    RelationTable, **{**dict.fromkeys(_OF_RELATION, ASKED), "head": _END, "tail": _END}
)
