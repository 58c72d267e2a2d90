"""A project file that somebody else worked in: opened with care, read as values."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from peewee import JOIN

from pullquote.adjudication.values import Decision
from pullquote.errors import PullquoteError
from pullquote.model.values import Annotator, Assignment, HandedTo, Represents, Speaker
from pullquote.store.content import adjudications
from pullquote.store.errors import ChangedProject, CopiedInUse, LogCutOff
from pullquote.store.file import header_check
from pullquote.store.journal.history import WORK, WorkOperation
from pullquote.store.journal.images import read_image
from pullquote.store.journal.row_check import misfits
from pullquote.store.merge.annotator_work import TakenOperations, Work, read_works
from pullquote.store.project import Project
from pullquote.store.sql.database import Database, backups_folder
from pullquote.store.sql.statements import LISTED, Query, Statement, field_names, select
from pullquote.store.sql.tables import (
    JOURNALLED,
    AnnotatorTable,
    ChangeTable,
    DocumentTable,
    DuplicateDecisionTable,
    OperationTable,
    TextTable,
)

OperationsByWork = Mapping[int, Mapping[int, Sequence[WorkOperation]]]

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class SpeakerChange:
    """What an operation changed of a speaker or an alias; all columns of one it made."""

    operation: str
    table: str
    row: int
    columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class ForeignDuplicateDecision:
    """A row of `duplicate_decision`; `by` is a uid."""

    uid: str
    kind: str
    a_text: str
    a_start: int
    a_end: int
    b_text: str | None
    b_start: int | None
    b_end: int | None
    fingerprint: str
    note: str | None
    at: str
    by: str | None


@dataclass(frozen=True)
class ForeignProject:
    """What a file says of itself; `last` is the time and the uid of its last operation.

    `works` counts the works that operations of its journal changed; `documents` gives uids.
    """

    path: Path
    uid: str
    name: str
    schema_toml: str
    handout: HandedTo | None
    annotators: tuple[Annotator, ...]
    speakers: tuple[Speaker, ...]
    represents: tuple[Represents, ...]
    touched: tuple[SpeakerChange, ...]
    assignments: tuple[Assignment, ...]
    decisions: tuple[Decision, ...]
    repeats: tuple[ForeignDuplicateDecision, ...]
    documents: dict[int, str]
    works: int
    last: tuple[str, str]
    notices: tuple[PullquoteError, ...] = ()

    @cached_property
    def register(self) -> dict[str, Speaker]:
        """The speakers by uid."""
        return {speaker.uid: speaker for speaker in self.speakers}


@dataclass(frozen=True, slots=True)
class ForeignWork:
    """The work of an annotator in a document, with the uids of all operations that changed it.

    `head` is the last of them and `at` its time. `text_sha256` is computed from the text itself:
    what the file says of it may be wrong. `work` is None, and the text not looked at, where all of
    it is dealt with already. `fits` says whether it is what the journal of the file tells.
    """

    annotator: str
    document: str
    name: str
    text_sha256: str
    operations: tuple[str, ...]
    at: str
    work: Work | None
    fits: bool = True

    @property
    def head(self) -> str:
        return self.operations[-1]


@contextmanager
def open_foreign(path: Path) -> Iterator[Project]:
    """Nothing is written to it. Raise a ProjectError for a file that is damaged or not whole."""
    with open_unchecked(path) as project:
        check_foreign(project)
        yield project


@contextmanager
def open_unchecked(path: Path) -> Iterator[Project]:
    """As `open_foreign`, but rows are looked at by `check_foreign`, before anything is taken."""
    with Project.open(path, read_only=True) as project:
        if project._file.mode == "immutable":  # noqa: SLF001 - of this room
            raise CopiedInUse(path=path)
        yield project


def check_foreign(project: Project) -> None:
    """Raise a ProjectError for what is damaged."""
    with project._reading() as db:  # noqa: SLF001 - of this room
        header_check.look_at_rules(db, project.path)


def check_journal(project: Project) -> None:
    """Raise ChangedProject for a row that is not what the journal tells; works are looked at when
    they are read, each for itself.
    """
    with project._reading() as db:  # noqa: SLF001 - of this room
        found = next(misfits(db, [name for name in JOURNALLED if name not in WORK], None), None)
    if found is not None:
        what = f"row {found.row} of {found.table} is not what its journal tells"
        backups = backups_folder(project.path)
        raise ChangedProject(path=project.path, what=what, backups=backups)


def is_all_taken(project: Project, of: OperationsByWork, taken: TakenOperations) -> bool:
    """Whether all operations of a file are dealt with, so that nothing in it needs to be read."""
    with project._reading() as db:  # noqa: SLF001 - of this room
        documents = {row: uid for row, uid, _name in db.every(_DOCUMENTS)}
        left = set(db.column(_UIDS))
    uids = {annotator.id: annotator.uid for annotator in project.annotators()}
    for annotator, works in of.items():
        for document, steps in works.items():
            uid = documents.get(document)
            if uid is None or not taken.has(uids[annotator], uid, steps[-1].uid):
                return False
            left.difference_update(step.uid for step in steps)
    return left <= taken.handouts


def read_operations_by_work(project: Project) -> OperationsByWork:
    """For each annotator and document the operations that changed the work."""
    every = {a.id: project.work_operations(a.id) for a in project.annotators()}
    return {annotator: operations for annotator, operations in every.items() if operations}


def describe_foreign(project: Project, of: OperationsByWork) -> ForeignProject:
    """All that another project says besides the works themselves, which are read some at a time.

    `of` is what `read_operations_by_work` gave: it says who did how much there.
    """
    with project._reading() as db:  # noqa: SLF001 - of this room
        touched = tuple(_speaker_changes(db))
        last = db.first(_LAST)
        documents = {row: uid for row, uid, _name in db.every(_DOCUMENTS)}
        repeats = tuple(db.all(_DUPLICATE_DECISIONS))
        decided = tuple(adjudications.read_adjudications(db, None))
    return ForeignProject(
        path=project.path,
        uid=project.uid,
        name=project.name,
        schema_toml=project.schema_toml,
        handout=project.handout,
        annotators=tuple(project.annotators()),
        speakers=tuple(project.speakers()),
        represents=tuple(project.represents()),
        touched=touched,
        assignments=tuple(project.assignments()),
        decisions=decided,
        repeats=repeats,
        documents=documents,
        works=sum(map(len, of.values())),
        last=last or ("", ""),
        notices=tuple(notice for notice in project.notices if isinstance(notice, LogCutOff)),
    )


def read_foreign_works(
    project: Project, of: OperationsByWork, taken: TakenOperations
) -> Iterator[list[ForeignWork]]:
    """All works that operations of the journal changed, some at a time, by annotator.

    Those that are taken already are told by their last operation, and not read.
    """
    with project._reading() as db:  # noqa: SLF001 - of this room
        times: dict[int, str] = dict(db.every(_TIMES))
        documents = {row[0]: row[1:] for row in db.every(_DOCUMENTS)}
    uids = {annotator.id: annotator.uid for annotator in project.annotators()}
    for annotator, operations in of.items():
        wanted = sorted(operations.keys() & documents.keys())
        for first in range(0, len(wanted), _AT_ONCE):
            some = wanted[first : first + _AT_ONCE]
            due = [
                document
                for document in some
                if not taken.has(
                    uids[annotator], documents[document][0], operations[document][-1].uid
                )
            ]
            with project._reading() as db:  # noqa: SLF001 - of this room
                found, digests = read_works(db, due), _digests(db, due)
                wrong = {(misfit.document, misfit.annotator) for misfit in misfits(db, WORK, due)}
            yield [
                ForeignWork(
                    uids[annotator],
                    documents[document][0],
                    documents[document][1],
                    digests.get(document, ""),
                    tuple(step.uid for step in operations[document]),
                    times[operations[document][-1].operation],
                    found.get((document, annotator), Work()) if document in digests else None,
                    fits=wrong.isdisjoint(((document, annotator), (document, None))),
                )
                for document in some
            ]


def _digests(db: Database, documents: Collection[int]) -> dict[int, str]:
    texts = db.run(_TEXTS, (json.dumps(list(documents)),))
    return {document: sha256(text.encode()).hexdigest() for document, text in texts}


def _speaker_changes(db: Database) -> Iterator[SpeakerChange]:
    for operation, table, row, columns in db.run(_SPEAKER_CHANGES):
        image = read_image(table, row, None, columns)
        yield SpeakerChange(operation, table, row, frozenset(image))


_SPEAKER_CHANGES = Statement(
    lambda: (
        ChangeTable.select(OperationTable.uid, ChangeTable.tab, ChangeTable.row, ChangeTable.after)
        .join(OperationTable)
        .where(ChangeTable.tab.in_(("speaker", "alias")), ChangeTable.after.is_null(False))
        .order_by(ChangeTable.id)
    )
)
_LAST = Statement(
    lambda: (
        OperationTable.select(OperationTable.at, OperationTable.uid)
        # The last, not the latest: a clock may have been turned back since.
        .order_by(OperationTable.id.desc())
        .limit(1)
    )
)
_UIDS = select(OperationTable, "uid")
_TIMES = select(OperationTable, "id", "at")
_DOCUMENTS = select(DocumentTable, "id", "uid", "name")
_TEXTS = Statement(
    lambda: (
        DocumentTable.select(DocumentTable.id, TextTable.content)
        .join(TextTable)
        .where(DocumentTable.id.in_(LISTED))
    )
)
_OF_DECISION = tuple(name for name in field_names(ForeignDuplicateDecision) if name != "by")
_DUPLICATE_DECISIONS = Query(
    lambda: (
        DuplicateDecisionTable.select(
            *(getattr(DuplicateDecisionTable, name) for name in _OF_DECISION), AnnotatorTable.uid
        )
        .join(AnnotatorTable, JOIN.LEFT_OUTER)
        .order_by(DuplicateDecisionTable.uid)
    ),
    lambda row: ForeignDuplicateDecision(*row),
)
