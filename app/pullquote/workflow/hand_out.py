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

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pullquote.model.values import Annotator, HandedDocument
from pullquote.store.errors import ReadOnlyProject
from pullquote.store.project import Project
from pullquote.store.reads import snapshot
from pullquote.workflow.hand_out_errors import IsHandout
from pullquote.workflow.hand_out_filling import Order, fill
from pullquote.workflow.hand_out_orders import orders
from pullquote.workflow.worker import Progress, Stop, Stopped, run

# Up to here writing takes less time than starting a process for it.
_FEW = 50


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
    NotAFolder, IsHandout, ReadOnlyProject and CannotWrite; Stopped when `stop` says so.
    """
    _refuse(project)
    with ExitStack() as files:
        ordered = orders(project, folder, annotators, documents, files, replace=replace_files)
        if sum(len(order.assignments) for order in ordered) <= _FEW:
            handed = _write(project, ordered, progress, stop)
        else:
            handed = run(_write_there, project.path, ordered, progress=progress, stop=stop)
        _note(project, actor, ordered, handed)
    return [_handed_out(order) for order in ordered]


def _refuse(project: Project) -> None:
    if project.read_only:
        raise ReadOnlyProject(path=project.path, why=project.why_read_only)
    whose = project.handout
    if whose is not None:
        raise IsHandout(path=project.path, name=whose.name)


def _write(
    project: Project,
    ordered: Sequence[Order],
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> list[list[HandedDocument]]:
    """All files as the project is at one moment, and what is in each."""
    handed = []
    with snapshot(project) as at_once:
        for done, order in enumerate(ordered, 1):
            if stop is not None and stop():
                raise Stopped
            handed.append(fill(at_once, order))
            if progress is not None:
                progress(done, len(ordered))
    return handed


def _write_there(
    path: Path, ordered: Sequence[Order], progress: Progress | None = None
) -> list[list[HandedDocument]]:
    """The same in a process of its own, so that the window does not wait."""
    with Project.open(path, read_only=True) as project:
        return _write(project, ordered, progress)


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
