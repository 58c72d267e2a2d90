"""The verbs that take over what was done in another file."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import get_args

import peewee

from pullquote.adjudication.values import Decision
from pullquote.model.values import DecisionKind, Origin, ToCheck
from pullquote.store.content import adjudications
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
    short_uids,
)
from pullquote.store.merge.foreign_project import ForeignDuplicateDecision
from pullquote.store.sql.database import (
    ASKED,
    Database,
    Statement,
    delete,
    insert,
    insert_statement,
    question_marks,
    update,
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


class CollectVerbs(WorkReads):
    """What a person does by hand goes through the verbs of Writer."""

    def put_work(self, whose: WorkKey, old: Work, new: Work, people: PeopleByUid) -> None:
        """Make `new` of the work, which is `old`, with its own uids, makers and times.

        Raise BrokenWork, with nothing written, where the tables do not take it, or where a value is
        none of those that the program knows.
        """
        if not _is_known(new):
            raise BrokenWork(document=whose[0])
        self._db.run("SAVEPOINT work")
        try:
            _WorkReplacer(self._db, whose, people).run(old, new)
        except (sqlite3.IntegrityError, peewee.IntegrityError) as error:
            self._db.run("ROLLBACK TO work")
            raise BrokenWork(document=whose[0]) from error
        finally:
            self._db.run("RELEASE work")

    def put_collected(
        self, whose: WorkKey, *, handout: int | None, head: str, operations: Iterable[str], at: str
    ) -> None:
        """Note which operations of another file are dealt with in this work.

        `head` is the one whose outcome the work now is, "" where the work is another one.
        """
        document, annotator = whose
        there = self._db.first(
            _COLLECTED,
            document,
            annotator,
        )
        if there is None:
            known = json.dumps(short_uids(operations), separators=(",", ":"))
            row = {"document": document, "annotator": annotator, "handout": handout}
            insert(self._db, CollectedTable, **row, head=head, operations=known, at=at)
            return
        row_id, before, known_before = there
        known = json.dumps(
            sorted({*json.loads(known_before), *short_uids(operations)}), separators=(",", ":")
        )
        columns = {"handout": handout, "operations": known, "at": at}
        update(self._db, CollectedTable, row_id, **columns, head=head or before)

    def put_repeats(self, decision: ForeignDuplicateDecision, by: int | None) -> bool:
        """False for a decision that is here already, or that is about a text that is not here."""
        if decision.kind not in get_args(DecisionKind):
            return False
        columns = {name: getattr(decision, name) for name in ForeignDuplicateDecision.__slots__}
        try:
            insert(self._db, DuplicateDecisionTable, **{**columns, "by": by})
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
            delete(self._db, AdjudicationTable, there[uid].id)
        for uid in sorted(came.keys() - same):
            columns = adjudications.adjudication_columns(came[uid])
            insert(self._db, AdjudicationTable, **columns)


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
        self._db.many(_UPDATE, [(*self._columns(label), label.uid) for label in changed])
        self._db.many(
            _INSERT,
            [
                (*self._whose, label.uid, *label.place, *self._columns(label))
                for label in after.values()
                if label.uid not in kept
            ],
        )

    def _columns(self, label: WorkAnnotation) -> tuple[object, ...]:
        maker, speaker = label.created_by, label.speaker
        return (
            label.attributes,
            None if speaker is None else self._people.speakers[speaker],
            None if maker is None else self._people.annotators[maker],
            *label.rest,
        )

    def _relations(self, old: Iterable[WorkRelation], new: Iterable[WorkRelation]) -> None:
        before, after = set(old), set(new)
        if before:
            self._db.many(_DELETE_RELATION, [(relation.uid,) for relation in before - after])
            # Some went with the labels that they related.
            there = {uid for (uid,) in self._db.every(_RELATIONS_THERE, *self._whose)}
            after = {relation for relation in after if relation.uid not in there}
        self._db.many(
            _RELATE,
            [
                (relation.uid, *self._whose, *relation[1:-1], *relation.rest)
                for relation in sorted(after)
            ],
        )

    def _state(self, new: Work) -> None:
        row = self._db.value(_STATE_ROW, *self._whose)
        if new.state is None:
            delete(self._db, StateTable, row)
        elif row is not None:
            update(self._db, StateTable, row, **new.state._asdict())
        else:
            document, annotator = self._whose
            insert(
                self._db, StateTable, document=document, annotator=annotator, **new.state._asdict()
            )

    def _rejections(self, old: Work, new: Work) -> None:
        before, after = set(old.rejections), set(new.rejections)
        self._db.many(_DELETE_REJECTION, [(*self._whose, *no[:-1]) for no in before - after])
        self._db.many(_ADD_REJECTION, [(*self._whose, *no) for no in sorted(after - before)])


_COLLECTED = Statement(
    lambda: CollectedTable.select(
        CollectedTable.id, CollectedTable.head, CollectedTable.operations
    ).where(CollectedTable.document == ASKED, CollectedTable.annotator == ASKED)
)
_DELETE_LABEL = Statement(lambda: AnnotationTable.delete().where(AnnotationTable.uid == ASKED))
_DELETE_RELATION = Statement(lambda: RelationTable.delete().where(RelationTable.uid == ASKED))
_RELATIONS_THERE = Statement(
    lambda: RelationTable.select(RelationTable.uid).where(
        RelationTable.document == ASKED, RelationTable.annotator == ASKED
    )
)
_STATE_ROW = Statement(
    lambda: StateTable.select(StateTable.id).where(
        StateTable.document == ASKED, StateTable.annotator == ASKED
    )
)
_DELETE_REJECTION = Statement(
    lambda: RejectionTable.delete().where(
        RejectionTable.document == ASKED,
        RejectionTable.annotator == ASKED,
        RejectionTable.layer == ASKED,
        RejectionTable.start == ASKED,
        RejectionTable.end == ASKED,
        RejectionTable.value == ASKED,
    )
)
_ADD_REJECTION = insert_statement(RejectionTable, "document", "annotator", *WorkRejection._fields)
_ORIGIN, _TO_CHECK = map(REST_OF_ANNOTATION.index, ("origin", "to_check"))
_RELATION_ORIGIN = REST_OF_RELATION.index("origin")
_ORIGINS = frozenset(get_args(Origin))
_REASONS = frozenset(get_args(ToCheck))
_CHANGED = ("attributes", "speaker", "created_by", *REST_OF_ANNOTATION)
_INSERT = insert_statement(
    AnnotationTable, "document", "annotator", "uid", "layer", "start", "end", *_CHANGED
)
# By hand: values come in the order of the record; and ends are looked up as rows are written.
_UPDATE = (
    f"UPDATE annotation SET ({', '.join(_CHANGED)}) = ({question_marks(_CHANGED)}) WHERE uid = ?"
)
_RELATE = f"""
    INSERT INTO relation (uid, document, annotator, kind, head, tail, role,
                          {", ".join(REST_OF_RELATION)})
    VALUES (?, ?, ?, ?, (SELECT id FROM annotation WHERE uid = ?),
            (SELECT id FROM annotation WHERE uid = ?), ?, {question_marks(REST_OF_RELATION)})
"""
