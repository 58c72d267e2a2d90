"""Versions of several annotators, and what was decided between them: read and written."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from peewee import ModelSelect, fn

from pullquote.model.values import Annotation, Annotator, Relation
from pullquote.store.content.annotations import ANNOTATIONS
from pullquote.store.content.people import ANNOTATORS_OF_KIND, PeopleVerbs
from pullquote.store.content.relations import RELATIONS
from pullquote.store.errors import NameTaken
from pullquote.store.journal.operations import now
from pullquote.store.sql.database import Database, Readable
from pullquote.store.sql.fields import new_uid, storable, to_json
from pullquote.store.sql.statements import LISTED, Among, Query, Records, Statement
from pullquote.store.sql.tables import (
    AdjudicationTable,
    AnnotationTable,
    AnnotatorTable,
    DocumentTable,
    RelationTable,
    StateTable,
)

if TYPE_CHECKING:
    from pullquote.adjudication.values import Decision, DocumentVersions, Outcome
    from pullquote.agreement.values import Version

Found = TypeVar("Found")

# More documents at a time would be a pause for whoever waits for the first of them.
_AT_ONCE = 500


def _labels() -> "ModelSelect[Any]":
    label = AnnotationTable
    order = (label.document, label.annotator, label.start, label.end.desc(), label.layer, label.id)
    return label.select(*ANNOTATIONS.columns).where(label.document.in_(LISTED)).order_by(*order)


def _relations() -> "ModelSelect[Any]":
    relation = RelationTable
    found = relation.select(*RELATIONS.columns).where(relation.document.in_(LISTED))
    return found.order_by(relation.document, relation.id)


def _done(*columns: Any) -> "ModelSelect[Any]":  # noqa: ANN401 - whatever may stand after SELECT
    """Of persons who are done with a document that is part of the corpus."""
    return (
        StateTable.select(*columns)
        .join(AnnotatorTable)
        .switch(StateTable)
        .join(DocumentTable)
        .where(
            StateTable.value == "done",
            AnnotatorTable.kind == "person",
            DocumentTable.excluded.is_null(),
        )
    )


def _in_adjudicated(*columns: Any) -> "ModelSelect[Any]":  # noqa: ANN401 - whatever may stand after SELECT
    """Of all who are done with a document that is adjudicated and part of the corpus."""
    state, settled, whose = StateTable, StateTable.alias(), AnnotatorTable.alias()
    return (
        state.select(*columns)
        .join(AnnotatorTable)
        .switch(state)
        .join(DocumentTable)
        .join(settled, on=(settled.document == state.document))
        .join(whose, on=(whose.id == settled.annotator))
        .where(
            state.value == "done",
            DocumentTable.excluded.is_null(),
            settled.value == "done",
            whose.kind == "adjudicated",
        )
    )


def _extents() -> "ModelSelect[Any]":
    label, state = AnnotationTable, StateTable
    return (
        _in_adjudicated(label.document, label.annotator, label.layer, label.start, label.end)
        .join(label, on=(label.document == state.document) & (label.annotator == state.annotator))
        .where(AnnotatorTable.kind != "reference")
        .order_by(label.id)
    )


@lru_cache
def decision_records() -> "Records[Decision]":
    """Its class loads when it is first asked for: a project opens without it."""
    from pullquote.adjudication.values import Decision

    return Records(AdjudicationTable, Decision)


_PAIR = (StateTable.document, StateTable.annotator)
_DECISIONS = Among(
    lambda: AdjudicationTable.select(*decision_records().columns).order_by(
        AdjudicationTable.document, AdjudicationTable.id
    ),
    AdjudicationTable.document,
    lambda row: decision_records().value(row),
)
_LABELS = Query(_labels, ANNOTATIONS.value)
_RELATIONS = Query(_relations, RELATIONS.value)
_DONE = Among(lambda: _done(*_PAIR).order_by(*_PAIR), StateTable.document, tuple)
_COMPARED = Statement(
    lambda: (
        _done(StateTable.document)
        .group_by(StateTable.document)
        .having(fn.COUNT(StateTable.id) > 1)
        .order_by(StateTable.document)
    )
)
_ADJUDICATED_AND_DONE = Statement(
    lambda: _in_adjudicated(*_PAIR).where(AnnotatorTable.kind == "person").order_by(*_PAIR)
)
_EXTENTS = Statement(_extents)
_NO_REFERENCES = Statement(
    lambda: AnnotatorTable.select(AnnotatorTable.id).where(AnnotatorTable.kind != "reference")
)


def read_adjudicated_annotator(db: Database) -> Annotator | None:
    return db.one(ANNOTATORS_OF_KIND, "adjudicated")


def read_adjudications(db: Database, documents: Sequence[int] | None) -> "list[Decision]":
    return db.among(_DECISIONS, documents)


def read_versions(
    db: Database, documents: Sequence[int] | None, least: int
) -> "Iterator[DocumentVersions]":
    """In the order of the documents' ids, some read at a time."""
    # Loaded when they are first needed, as in `decision_records`.
    from pullquote.adjudication.values import DocumentVersions
    from pullquote.agreement.values import Version

    done: dict[int, list[int]] = defaultdict(list)
    for document, annotator in db.among(_DONE, documents):
        done[document].append(annotator)
    compared = [document for document, who in done.items() if len(who) >= least]
    people = set(db.column(_NO_REFERENCES))
    settled = read_adjudicated_annotator(db)
    own = settled.id if settled else 0
    for first in range(0, len(compared), _AT_ONCE):
        some = compared[first : first + _AT_ONCE]
        labels = _by_document(db.all(_LABELS, json.dumps(some)))
        relations = _by_document(db.all(_RELATIONS, json.dumps(some)))
        for document in some:
            who = done[document]
            mine = _by_annotator(labels.get(document, ()), relations.get(document, ()))
            unfinished = (mine[a].annotations for a in mine.keys() & people - {own, *who})
            yield DocumentVersions(
                document=document,
                versions=tuple(mine.get(a) or Version(a, (), ()) for a in who),
                adjudicated=mine.get(own) or Version(own, (), ()),
                unfinished=frozenset(label.uid for labels in unfinished for label in labels),
            )


def _by_document(found: Iterable[Found]) -> dict[int, list[Found]]:
    return {document: list(some) for document, some in groupby(found, key=attrgetter("document"))}


def _by_annotator(
    labels: Iterable[Annotation], relations: Iterable[Relation]
) -> "dict[int, Version]":
    from pullquote.agreement.values import Version

    related: dict[int, list[Relation]] = defaultdict(list)
    for relation in relations:
        related[relation.annotator].append(relation)
    return {
        annotator: Version(annotator, tuple(some), tuple(related[annotator]))
        for annotator, some in groupby(labels, key=attrgetter("annotator"))
    }


class AdjudicationReads(Readable):
    def adjudicated(self) -> Annotator | None:
        """Whose labels the adjudicated version is, None before there is one."""
        with self._reading() as db:
            return read_adjudicated_annotator(db)

    def adjudications(self, documents: Sequence[int] | None = None) -> "list[Decision]":
        """What was decided between annotators, by document, the oldest first."""
        return self._among(_DECISIONS, documents)

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
        return [document for (document,) in self._every(_COMPARED)]

    def adjudicated_and_done(self) -> list[tuple[int, int]]:
        """(document, person) of those who have done a document that is adjudicated."""
        return self._every(_ADJUDICATED_AND_DONE)

    def adjudicated_extents(self) -> list[tuple[int, int, str, int, int]]:
        """(document, annotator, layer, start, end) of all labels in documents that are adjudicated.

        Of persons who have done them, and of the adjudicated version.
        """
        return self._every(_EXTENTS)


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
        from pullquote.adjudication.values import Decision

        new = Decision(
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
        return self._writing.db.add(decision_records(), new)

    def change_adjudication(
        self, decision: int, sources: Sources, results: Sequence[str], taken: Sequence[str]
    ) -> None:
        """What it decided stays, on fewer or other labels."""
        columns = {"sources": sources, "results": results, "taken": taken}
        stored = {name: to_json(column) for name, column in columns.items()}
        self._update(AdjudicationTable, "decision", decision, **stored)

    def delete_adjudication(self, decision: int) -> None:
        """The labels that it put into the adjudicated version stay."""
        self._delete(AdjudicationTable, "decision", decision)

    def _new_adjudicated(self) -> Annotator:
        for number in range(1, 100):
            name = ADJUDICATED_NAME if number == 1 else f"{ADJUDICATED_NAME} {number}"
            try:
                return self.add_annotator(name, "adjudicated")
            except NameTaken:
                continue
        raise NameTaken(name=ADJUDICATED_NAME)
