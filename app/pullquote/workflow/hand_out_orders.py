"""Which files are to be made for a hand-out: for whom, with what, under which names."""

import re
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

from pullquote.model.values import Annotator, Assignment
from pullquote.store.errors import CannotWrite, NotThere
from pullquote.store.file.create_from_values import unfinished_file
from pullquote.store.journal.operations import now
from pullquote.store.project import Project
from pullquote.workflow.hand_out_errors import (
    HandoutExists,
    NobodyToHandOutTo,
    NotAFolder,
    NothingToHandOut,
)
from pullquote.workflow.hand_out_filling import Order

Given = tuple[Annotator, tuple[Assignment, ...]]

# What some system takes for more than a part of a file's name.
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST = 80


def orders(
    project: Project,
    folder: Path,
    annotators: Sequence[int] | None,
    documents: Collection[int] | None,
    files: ExitStack,
    *,
    replace: bool,
) -> list[Order]:
    """As `hand_out` is asked; what is not put in its place is gone once `files` is left."""
    if folder.is_file():
        raise NotAFolder(path=folder)
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
        Order(
            files.enter_context(unfinished_file(path, replace=replace)), str(uuid4()), now(), *what
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
        given.append(Assignment(0, str(uuid4()), document, who.id, position=place))
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
