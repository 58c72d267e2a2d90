"""Hand-outs: new project files, each with the documents of one annotator and nothing of others.

A hand-out is written from values, never a copy with rows removed. It is the same project (the same
project uid, document uids and texts), and says in its row `project` which hand-out of which
annotator it is (`handout_uid`, `handout_annotator`: uids).

How the original knows what came back, for each (annotator, document):

- The work of an annotator in a document is their annotations, relations, state and rejections
  there. The operations that changed it, oldest first, are read by `Project.work_operations`.
- All that a hand-out begins with was written by the first operation of its journal, a barrier,
  whose uid is the uid of the hand-out: the row `handout` of the original has the same.
- `handout.documents` in the original has of each document `uid`, `text` (its SHA-256) and `head`:
  the last operation of the original that changed this annotator's work there, "" for none. So the
  hand-out knows the work up to `head`, though that operation is not in its journal.
- The head of a file is the uid of the last operation that changed the work, undos included. Where
  an operation and its undo follow one another in the original they cancel out, so that a collect
  that was undone can be done again (`heads.settled`).
- Known here: the head of the hand-out is its own uid (nothing was done), or an operation that was
  collected before. Ours known there: our head is the `head` of the hand-out's row, or, where the
  last change here was a collect, the head that was collected is among the operations there.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from pullquote.model.values import Annotator, Assignment, HandedDocument
from pullquote.store.errors import CannotWrite, ReadOnlyProject
from pullquote.store.heads import settled
from pullquote.store.journal import now
from pullquote.store.making import unfinished
from pullquote.store.project import Project
from pullquote.store.reads import Reads
from pullquote.store.snapshot import snapshot
from pullquote.workflow.hand_out_errors import (
    HandoutExists,
    IsHandout,
    NobodyToHandOutTo,
    NothingToHandOut,
)
from pullquote.workflow.hand_out_filling import Order, fill
from pullquote.workflow.worker import Progress, Stop, Stopped

Given = tuple[Annotator, tuple[Assignment, ...]]


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A file that was made: for whom, and the documents in it by their ids in the original."""

    path: Path
    uid: str
    annotator: Annotator
    documents: tuple[int, ...]


def hand_out(
    project: Project,
    folder: Path,
    annotators: Sequence[int] | None,
    actor: int,
    *,
    documents: Collection[int] | None = None,
    replace_files: bool = False,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> list[HandedOut]:
    """Make a file for each annotator in `folder`, as one operation that can be undone.

    With None for `annotators`, for all who have documents; without `documents`, with those that
    are assigned to each. A document that is named and not assigned yet becomes so. Excluded
    documents stay here. All files appear or none.

    Raises NothingToHandOut, NobodyToHandOutTo, HandoutExists (unless they may be replaced),
    IsHandout, ReadOnlyProject and CannotWrite; Stopped when `stop` says so.
    """
    _refuse(project)
    with ExitStack() as files:
        with snapshot(project) as at_once:
            given = _given(at_once, annotators, documents)
            _make_folder(folder)
            orders = []
            for path, (who, queue) in zip(_paths(folder, project, given), given, strict=True):
                if path.exists() and not replace_files:
                    raise HandoutExists(path=path)
                made = files.enter_context(unfinished(path, replace=replace_files))
                orders.append(Order(made, str(uuid4()), now(), who, queue))
            for done, order in enumerate(orders, 1):
                if stop is not None and stop():
                    raise Stopped
                fill(at_once, order)
                if progress is not None:
                    progress(done, len(orders))
            handed = [_documents(at_once, order) for order in orders]
        _note(project, actor, orders, handed)
    return [_handed_out(order) for order in orders]


def _refuse(project: Project) -> None:
    if project.read_only:
        raise ReadOnlyProject(path=project.path, why=project.why_read_only)
    whose = project.handout
    if whose is not None:
        raise IsHandout(path=project.path, name=whose.name)


def _given(
    project: Reads, annotators: Sequence[int] | None, documents: Collection[int] | None
) -> list[Given]:
    """What goes to whom, in the order of each one's queue."""
    everybody = [who for who in project.annotators() if who.kind == "person"]
    wanted = everybody if annotators is None else [project.annotator(a) for a in annotators]
    given = [(who, tuple(_queue(project, who, documents))) for who in dict.fromkeys(wanted)]
    if annotators is None:
        given = [(who, queue) for who, queue in given if queue]
    for who, queue in given:
        if not queue:
            raise NothingToHandOut(name=who.name)
    if not given:
        raise NobodyToHandOutTo
    return given


def _queue(
    project: Reads, who: Annotator, documents: Collection[int] | None
) -> Iterator[Assignment]:
    """Assignments that are not in the project yet have the id 0."""
    there = project.assignments(who.id)
    kept = {given.document for given in there}
    there = [given for given in there if documents is None or given.document in documents]
    last = max((given.position for given in there), default=0)
    new = [document for document in dict.fromkeys(documents or ()) if document not in kept]
    for place, document in enumerate(new, last + 1):
        there.append(Assignment(0, str(uuid4()), document, who.id, position=place))
    for given in there:
        if project.document(given.document).excluded is None:
            yield given


def _documents(project: Reads, order: Order) -> list[HandedDocument]:
    work = project.work_operations(order.annotator.id)
    handed = []
    for given in order.assignments:
        document = project.document(given.document)
        steps = settled(work.get(given.document, ()))
        head = steps[-1].uid if steps else ""
        handed.append(HandedDocument(document.uid, document.text_sha256, head))
    return handed


def _note(
    project: Project, actor: int, orders: Sequence[Order], handed: Sequence[list[HandedDocument]]
) -> None:
    """Write what was handed out, and give the files their names once that is certain."""
    names = [order.annotator.name for order in orders]
    what = names[0] if len(names) == 1 else f"{len(names)} annotators"
    schema = sha256(project.schema_toml.encode()).hexdigest()
    details = {"annotators": names, "paths": [str(order.made.path) for order in orders]}
    with project.operation(f"Hand out to {what}", actor, details) as writer:
        for order, documents in zip(orders, handed, strict=True):
            writer.add_handout(
                order.annotator.id,
                documents,
                schema_sha256=schema,
                uid=order.handout,
                made_at=order.made_at,
            )
            for new in order.assignments:
                if not new.id:
                    writer.add_assignment(
                        new.document, new.annotator, position=new.position, uid=new.uid
                    )
        for order in orders:
            order.made.put_in_place()


def _handed_out(order: Order) -> HandedOut:
    documents = tuple(given.document for given in order.assignments)
    return HandedOut(order.made.path, order.handout, order.annotator, documents)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(path=folder, what=error.strerror) from error


_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST = 80


def _paths(folder: Path, project: Project, given: Sequence[Given]) -> list[Path]:
    """NAME-annotator.pullquote, with a number where two names are alike as names of files."""
    paths: list[Path] = []
    taken: set[str] = set()
    for who, _queue in given:
        fit = _UNFIT.sub("_", who.name).strip(" .")[:_LONGEST] or "annotator"
        chosen, number = fit, 1
        while chosen.casefold() in taken:
            number += 1
            chosen = f"{fit} {number}"
        taken.add(chosen.casefold())
        paths.append(folder / f"{project.path.stem}-{chosen}.pullquote")
    return paths
