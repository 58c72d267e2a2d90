"""Hand-outs: new project files, each with the documents of one annotator and nothing of others.

A hand-out is written from values, never a copy with rows removed.
"""

import re
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from pullquote.errors import Problem, PullquoteError
from pullquote.model.schema import schema_hash
from pullquote.model.values import Annotator, Assignment, HandedDocument
from pullquote.store.errors import CannotWrite, NotThere, ReadOnlyProject
from pullquote.store.file.lock import unfinished_file
from pullquote.store.journal.operations import now
from pullquote.store.project import Project
from pullquote.store.reads import snapshot
from pullquote.store.sql.fields import new_uid
from pullquote.workflow.hand_out.content import HandOutOrder, fill_hand_out
from pullquote.workflow.worker import Progress, Stop, Stopped, run_on_project

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
    IsHandout, ReadOnlyProject and CannotWrite; Stopped when `stop` says so.
    """
    _refuse(project)
    with ExitStack() as files:
        ordered = hand_out_orders(
            project, folder, annotators, documents, files, replace=replace_files
        )
        if sum(len(order.assignments) for order in ordered) <= _FEW:
            handed = _write(project, ordered, progress, stop)
        else:
            handed = run_on_project(_write, project, ordered, progress=progress, stop=stop)
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
    ordered: Sequence[HandOutOrder],
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> list[list[HandedDocument]]:
    """All files as the project is at one moment, and what is in each."""
    handed = []
    with snapshot(project) as at_once:
        for done, order in enumerate(ordered, 1):
            if stop is not None and stop():
                raise Stopped
            handed.append(fill_hand_out(at_once, order))
            if progress is not None:
                progress(done, len(ordered))
    return handed


def _note(
    project: Project,
    actor: int,
    orders: Sequence[HandOutOrder],
    handed: Sequence[list[HandedDocument]],
) -> None:
    """Write what was handed out, and give the files their names once that is certain."""
    names = [order.annotator.name for order in orders]
    what = names[0] if len(names) == 1 else f"{len(names)} annotators"
    schema = schema_hash(project.schema)
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


def _handed_out(order: HandOutOrder) -> HandedOut:
    documents = tuple(given.document for given in order.assignments)
    return HandedOut(order.made.path, order.handout, order.annotator, documents)


Given = tuple[Annotator, tuple[Assignment, ...]]

# What some system takes for more than a part of a file's name.
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST = 80


def hand_out_orders(
    project: Project,
    folder: Path,
    annotators: Sequence[int] | None,
    documents: Collection[int] | None,
    files: ExitStack,
    *,
    replace: bool,
) -> list[HandOutOrder]:
    """As `hand_out` is asked; what is not put in its place is gone once `files` is left."""
    if folder.is_file():
        said = "{path} is a file, not a folder; choose a folder for the files."
        raise Problem(said, path=folder)
    given = _given(project, annotators, documents)
    paths = _paths(folder, project.path.stem, [who.name for who, _queue in given])
    for path in paths:
        if path.exists() and not replace:
            raise HandoutExists(path=path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(path=folder, what=error.strerror) from error
    return [
        HandOutOrder(
            files.enter_context(unfinished_file(path, replace=replace)), new_uid(), now(), *what
        )
        for path, what in zip(paths, given, strict=True)
    ]


def _given(
    project: Project, annotators: Sequence[int] | None, documents: Collection[int] | None
) -> list[Given]:
    """What goes to whom, in the order of each one's queue."""
    wanted = [who for who in project.annotators() if who.kind == "person"]
    if annotators is not None:
        there = {who.id: who for who in wanted}
        for annotator in annotators:
            if annotator not in there:
                raise NotThere(what="annotator", id=annotator)
        wanted = [there[annotator] for annotator in dict.fromkeys(annotators)]
    for document in documents or ():
        project.document(document)
    dealable = frozenset(row.id for row in project.dealable())
    given = [(who, _queue(project, who, documents, dealable)) for who in wanted]
    if annotators is None:
        given = [(who, queue) for who, queue in given if queue]
    for who, queue in given:
        if not queue:
            raise NothingToHandOut(name=who.name)
    if not given:
        raise NobodyToHandOutTo
    return given


def _queue(
    project: Project,
    who: Annotator,
    documents: Collection[int] | None,
    dealable: Collection[int],
) -> tuple[Assignment, ...]:
    """Assignments that are not in the project yet have the id 0."""
    there = project.assignments(who.id)
    given = [one for one in there if documents is None or one.document in documents]
    kept = {one.document for one in there}
    last = max((one.position for one in there), default=0)
    new = [document for document in dict.fromkeys(documents or ()) if document not in kept]
    for place, document in enumerate(new, last + 1):
        given.append(Assignment(0, new_uid(), document, who.id, position=place))
    return tuple(one for one in given if one.document in dealable)


def _paths(folder: Path, project: str, names: Sequence[str]) -> list[Path]:
    """NAME-annotator.pullquote, with a number where two names are alike as names of files."""
    paths: list[Path] = []
    taken: set[str] = set()
    for name in names:
        fit = _UNFIT.sub("_", name).strip(" .")[:_LONGEST] or "annotator"
        chosen, number = fit, 1
        while chosen.casefold() in taken:
            number += 1
            chosen = f"{fit} {number}"
        taken.add(chosen.casefold())
        paths.append(folder / f"{project}-{chosen}.pullquote")
    return paths


class NothingToHandOut(PullquoteError):
    template = "{name} has no documents to hand out; assign some first, or name them."


class NobodyToHandOutTo(PullquoteError):
    template = "No documents are assigned to anybody; assign some first, or name people and them."


class HandoutExists(PullquoteError):
    """Raised before any file is written, for the first one that is there."""

    template = "{path} exists already; choose another folder, or let it be replaced."


class IsHandout(PullquoteError):
    template = (
        "{path} is itself a file that was handed out, to {name}; "
        "deal and hand out in the project that it came from."
    )
