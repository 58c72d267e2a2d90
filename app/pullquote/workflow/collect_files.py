"""The files that came back, read in a process of its own."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pullquote.errors import PullquoteError
from pullquote.store.errors import ChangedProject, DamagedProject, ProjectError
from pullquote.store.merge.foreign_project import (
    ForeignProject,
    ForeignWork,
    OperationsByWork,
    describe_foreign,
    open_foreign,
    read_foreign_works,
    read_operations_by_work,
)
from pullquote.store.project import Project
from pullquote.workflow.collect_errors import (
    ChangedReturn,
    DamagedReturn,
    ItsOwnFile,
    OtherProject,
)
from pullquote.workflow.worker import Stop, stream

# Up to here reading takes less time than starting a process for it.
_SMALL = 2 << 20


@dataclass(frozen=True, slots=True)
class Opened:
    """The files that can be collected, in the order in which it is done, and the others."""

    files: tuple[ForeignProject, ...]
    refused: tuple[tuple[Path, PullquoteError], ...]


def read_files(
    project: Project, files: Sequence[Path], stop: Stop | None
) -> Iterator[Opened | tuple[int, list[ForeignWork]]]:
    """First what is opened, then the works, each with the number of its file."""
    paths = [path.resolve() for path in files]
    if sum(path.stat().st_size for path in paths if path.is_file()) <= _SMALL:
        return read_here(project.path, project.uid, paths)
    return stream(read_here, project.path, project.uid, paths, stop=stop)


def read_here(
    own: Path, uid: str, paths: Sequence[Path]
) -> Iterator[Opened | tuple[int, list[ForeignWork]]]:
    """In the order of their last operations, so that the order they are given in is no matter."""
    refused: list[tuple[Path, PullquoteError]] = []
    found: list[tuple[ForeignProject, Project, OperationsByWork]] = []
    with ExitStack() as opened:
        for path in paths:
            try:
                project = opened.enter_context(_checked(own, uid, path))
                past = read_operations_by_work(project)
                found.append((describe_foreign(project, past), project, past))
            except (ProjectError, OtherProject, ItsOwnFile) as problem:
                refused.append((path, _told(path, problem)))
        found.sort(key=lambda one: one[0].last)
        yield Opened(tuple(file for file, *_ in found), tuple(refused))
        for number, (_, project, past) in enumerate(found):
            for some in read_foreign_works(project, past):
                yield number, some


def _told(path: Path, problem: PullquoteError) -> PullquoteError:
    """What is wrong with a file that somebody else has: there is no backup of it here."""
    match problem:
        case DamagedProject():
            return DamagedReturn(path=path, what=problem.values["what"])
        case ChangedProject():
            return ChangedReturn(path=path, what=problem.values["what"])
    return problem


@contextmanager
def _checked(own: Path, uid: str, path: Path) -> Iterator[Project]:
    if path == own:
        raise ItsOwnFile(path=path)
    with open_foreign(path) as project:
        if project.uid != uid:
            raise OtherProject(path=path, name=project.name)
        yield project
