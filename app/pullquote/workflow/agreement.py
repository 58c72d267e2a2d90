"""The agreement of a project: read whole, kept up with it, written as files."""

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pullquote.agreement.study.project_rows import (
    DocumentRows,
    register,
    study_of,
    updated,
    with_passages,
    with_people,
)
from pullquote.agreement.study.study import Study, StudySpeakers
from pullquote.store.project import Project
from pullquote.store.reads import Reads, snapshot
from pullquote.workflow.find_duplicates import STAMP

if TYPE_CHECKING:
    from pullquote.agreement.values import Scope
    from pullquote.workflow.worker import Progress, Stop

Format = Literal["csv", "json"]

_STEPS = 3


def load_study(
    project: Project, *, progress: "Progress | None" = None, stop: "Stop | None" = None
) -> Study:
    """All that is done in the project, with the tables of the usual scope, from a process of its
    own. Raises what `worker.run` does.
    """
    from pullquote.workflow.worker import run_on_project

    return run_on_project(_load, project, progress=progress, stop=stop)


def read_study(project: Project) -> Study:
    """The same in this process, without tables."""
    with snapshot(project) as at_once, _uncollected():
        return _read(project, at_once)


def reload_study(project: Project, study: Study, documents: Collection[int]) -> Study:
    """The study with these documents as they are now, and with the register and the repeats."""
    with snapshot(project) as at_once:
        people, speakers = tuple(at_once.annotators()), register(at_once.speaker_rows())
        if project.schema != study.schema or _renamed(study.register, speakers):
            return _read(project, at_once)
        rows = _rows(at_once, documents)
        if (people, speakers) != (study.people, study.register):
            study = with_people(study, people, speakers)
        repeats = _repeats(at_once)
        if repeats != study.repeats:
            study = with_passages(study, at_once.passage_rows(), repeats)
    return updated(study, documents, rows)


def write_figures(
    study: Study,
    scope: "Scope",
    to: Path,
    kind: Format,
    *,
    progress: "Progress | None" = None,
    stop: "Stop | None" = None,
) -> None:
    """Write all figures with the tables from which each can be computed again.

    "csv": a folder, or a .zip, with a table each; "json": one file. What stands there is replaced
    if it was written by this. Raises NotOurExport, CannotWriteFile and Stopped; `to` is then as
    before.
    """
    from pullquote.workflow import agreement_files
    from pullquote.workflow.worker import Stopped

    steps = count(1)

    def step() -> None:
        if stop is not None and stop():
            raise Stopped
        if progress is not None:
            progress(next(steps), agreement_files.STEPS)

    write = (
        agreement_files.write_figures_json if kind == "json" else agreement_files.write_figures_csv
    )
    write(study, scope, to, step)


def _renamed(before: StudySpeakers, now: StudySpeakers) -> bool:
    """Labels that no mention names go by the name of their speaker."""
    return any(now.folded.get(speaker) != name for speaker, name in before.folded.items())


def _load(project: Project, progress: "Progress | None" = None) -> Study:
    from pullquote.agreement.figures.tables import cached_tables
    from pullquote.agreement.values import Scope

    def tell(done: int) -> None:
        if progress is not None:
            progress(done, _STEPS)

    study = read_study(project)
    tell(1)
    for done, scope in enumerate((Scope(), Scope(once=True)), 2):
        cached_tables(study, scope)
        tell(done)
    return study


def _read(project: Project, at_once: Reads) -> Study:
    return study_of(
        project.schema,
        at_once.annotators(),
        register(at_once.speaker_rows()),
        _rows(at_once, None),
        at_once.passage_rows(),
        repeats=_repeats(at_once),
    )


def _rows(project: Reads, documents: Collection[int] | None) -> DocumentRows:
    return DocumentRows(
        documents=project.done_document_rows(documents),
        done=project.done_rows(documents),
        labels=project.label_rows(documents),
        relations=project.relation_rows(documents),
        names=project.done_names(documents),
        texts=project.done_texts(documents),
    )


def _repeats(project: Reads) -> str:
    stamp = project.stamp(STAMP)
    return stamp.content_hash if stamp else ""


@contextmanager
def _uncollected() -> Iterator[None]:
    """A hundred thousand rows set the garbage collector off many times, and are no garbage."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
