"""The files that came back, read in a process of their own, and what comes of each."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pullquote.errors import Problem, PullquoteError
from pullquote.model.guidelines import guidelines_of
from pullquote.model.schema import schema_hash
from pullquote.model.schema_file import parse_schema
from pullquote.store.errors import ChangedProject, DamagedProject, ProjectError
from pullquote.store.merge.annotator_work import TakenOperations, Work, open_work_reads
from pullquote.store.merge.foreign_project import (
    ForeignProject,
    ForeignWork,
    OperationsByWork,
    check_foreign,
    check_journal,
    describe_foreign,
    is_all_taken,
    open_unchecked,
    read_foreign_works,
    read_operations_by_work,
)
from pullquote.store.project import Project
from pullquote.workflow.collect.compare_versions import ComparedVersion
from pullquote.workflow.collect.people import CollectAnnotators
from pullquote.workflow.collect.report import CollectedFile, Conflict, LeftOut
from pullquote.workflow.worker import Stop, Stopped, stream_from_process


@dataclass(slots=True)
class ReturnedFile:
    """What came of one file so far."""

    file: ForeignProject
    annotators: dict[str, None] = field(default_factory=dict)
    new: int = 0
    changed: int = 0
    same: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def leave(self, given: ForeignWork, *problems: PullquoteError) -> None:
        self.left_out += [LeftOut(self.file.path, given.name, problem) for problem in problems]

    def pass_taken(
        self, some: Sequence[ForeignWork], annotators: CollectAnnotators
    ) -> list[ForeignWork]:
        """Count those that were not read, for they are here already, and return the others."""
        for given in some:
            if given.work is None:
                self.annotators[annotators.name(given.annotator)] = None
                self.same += 1
        return [given for given in some if given.work is not None]

    def report(self, toml: str) -> CollectedFile:
        return CollectedFile(
            path=self.file.path,
            annotators=tuple(self.annotators),
            new=self.new,
            changed=self.changed,
            same=self.same,
            conflicts=tuple(self.conflicts),
            left_out=tuple(self.left_out),
            other_schema=_other_schema(self.file.schema_toml, toml),
            older_guidelines=_older_guidelines(self.file.schema_toml, toml),
        )

    def count(
        self, compared: ComparedVersion, given: ForeignWork, annotators: CollectAnnotators
    ) -> None:
        self.annotators[annotators.name(given.annotator)] = None
        match compared.result:
            case "known" | "equal":
                self.same += 1
            case "forward" if compared.ours == Work():
                self.new += 1
            case "forward":
                self.changed += 1
            case "conflict":
                self.conflicts.append(self._conflict(compared, given, annotators))
            case "refused" if compared.problem is not None:
                self.leave(given, compared.problem)

    def _conflict(
        self, compared: ComparedVersion, given: ForeignWork, annotators: CollectAnnotators
    ) -> Conflict:
        return Conflict(
            file=self.file.path,
            annotator=compared.annotator,
            annotator_name=annotators.name(compared.annotator),
            document=given.document,
            document_name=given.name,
            ours=len(compared.ours.labels),
            theirs=len(compared.theirs.labels),
            at=given.at,
        )


@dataclass(frozen=True, slots=True)
class OpenedFiles:
    """The files that can be collected, in the order in which it is done, and the others."""

    files: tuple[ForeignProject, ...]
    refused: tuple[tuple[Path, PullquoteError], ...]


class ReturnedFiles:
    """Those of all files; `total` counts the works in them."""

    def __init__(self, project: Project, annotators: CollectAnnotators) -> None:
        self._project = project
        self._annotators = annotators
        self._refused: tuple[tuple[Path, PullquoteError], ...] = ()
        self._tallies: list[ReturnedFile] = []
        self.total = 0

    def read(
        self, files: Sequence[Path], stop: Stop | None
    ) -> Iterator[tuple[ReturnedFile, list[ForeignWork]]]:
        """Each file first without works, then some of them at a time. Raise Stopped."""
        for found in read_files(self._project, files, stop):
            if stop is not None and stop():
                raise Stopped
            if isinstance(found, OpenedFiles):
                self._open(found)
                # All of them before any labels: who they are said to be is settled then.
                yield from ((tally, []) for tally in self._tallies)
            else:
                number, some = found
                yield self._tallies[number], some

    def report(self) -> tuple[CollectedFile, ...]:
        """In the order in which they were taken, those that cannot be last."""
        toml = self._project.schema_toml
        wrong = (CollectedFile(path, problem=problem) for path, problem in self._refused)
        return (*(tally.report(toml) for tally in self._tallies), *wrong)

    def _open(self, found: OpenedFiles) -> None:
        self._refused = found.refused
        self.total = sum(file.works for file in found.files)
        for file in found.files:
            self._annotators.meet(file)
            left_out = [LeftOut(file.path, "", notice) for notice in file.notices]
            self._tallies.append(ReturnedFile(file, left_out=left_out))


# Up to here reading takes less time than starting a process for it.
_SMALL = 2 << 20


def read_files(
    project: Project, files: Sequence[Path], stop: Stop | None
) -> Iterator[OpenedFiles | tuple[int, list[ForeignWork]]]:
    """First what is opened, then the works, each with the number of its file."""
    paths = [path.resolve() for path in files]
    with open_work_reads(project) as reads:
        taken = reads.taken()
    # os.path asks without raising, however long the names are.
    size = sum(path.stat().st_size for path in paths if os.path.isfile(path))  # noqa: PTH113
    if size <= _SMALL:
        return read_here(project.path, project.uid, paths, taken)
    return stream_from_process(read_here, project.path, project.uid, paths, taken, stop=stop)


def read_here(
    own: Path, uid: str, paths: Sequence[Path], taken: TakenOperations
) -> Iterator[OpenedFiles | tuple[int, list[ForeignWork]]]:
    """In the order of their last operations, so that the order they are given in is no matter."""
    refused: list[tuple[Path, PullquoteError]] = []
    found: list[tuple[ForeignProject, Project, OperationsByWork]] = []
    with ExitStack() as opened:
        for path in paths:
            try:
                project = opened.enter_context(_opened(own, uid, path))
                operations = read_operations_by_work(project)
                if not is_all_taken(project, operations, taken):
                    _check(project)
                found.append((describe_foreign(project, operations), project, operations))
            except (ProjectError, Problem) as problem:
                refused.append((path, _without_backup(path, problem)))
        found.sort(key=lambda one: one[0].last)
        yield OpenedFiles(tuple(file for file, *_ in found), tuple(refused))
        for number, (_, project, operations) in enumerate(found):
            for some in read_foreign_works(project, operations, taken):
                yield number, some


def _without_backup(path: Path, problem: PullquoteError) -> PullquoteError:
    """What is wrong with a file that somebody else has: there is no backup of it here."""
    if not isinstance(problem, DamagedProject | ChangedProject):
        return problem
    damaged = "{path} is damaged; ask for it again."
    changed = "{path} was changed by another program ({what}); ask for it again."
    said = damaged if isinstance(problem, DamagedProject) else changed
    return Problem(said, path=path, what=problem.values["what"])


@contextmanager
def _opened(own: Path, uid: str, path: Path) -> Iterator[Project]:
    if path == own:
        raise Problem("{path} is this project itself; choose a file that came back.", path=path)
    with open_unchecked(path) as project:
        if project.uid != uid:
            said = "{path} is of another project ({name}); collect it into that one."
            raise Problem(said, path=path, name=project.name)
        yield project


def _check(project: Project) -> None:
    check_foreign(project)
    check_journal(project)
    handout = project.handout
    if handout and all(who.uid != handout.annotator for who in project.annotators()):
        said = "{path} is damaged (it does not know for whom it was made); ask for it again."
        raise Problem(said, path=project.path)


def _other_schema(theirs: str, ours: str) -> bool:
    """Whether labels can be other ones there than here."""
    if theirs == ours:
        return False
    return schema_hash(parse_schema(theirs)) != schema_hash(parse_schema(ours))


def _older_guidelines(theirs: str, ours: str) -> bool:
    """Only the project's owner writes them, so where they are others they are of another day."""
    if theirs == ours:
        return False
    return guidelines_of(parse_schema(theirs)) != guidelines_of(parse_schema(ours))
