"""What comes of each file, while the files are read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pullquote.errors import PullquoteError
from pullquote.store.merge.annotator_work import Work
from pullquote.store.merge.foreign_project import ForeignProject, ForeignWork
from pullquote.store.project import Project
from pullquote.workflow.collect_files import Opened, read_files
from pullquote.workflow.collect_people import Annotators
from pullquote.workflow.collect_values import CollectedFile, Conflict, LeftOut
from pullquote.workflow.collect_weigh import Weighed
from pullquote.workflow.worker import Stop, Stopped


@dataclass(slots=True)
class Tally:
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

    def report(self, toml: str) -> CollectedFile:
        return CollectedFile(
            path=self.file.path,
            annotators=tuple(self.annotators),
            new=self.new,
            changed=self.changed,
            same=self.same,
            conflicts=tuple(self.conflicts),
            left_out=tuple(self.left_out),
            other_schema=self.file.schema_toml != toml,
        )

    def count(self, weighed: Weighed, given: ForeignWork, annotators: Annotators) -> None:
        self.annotators[annotators.name(given.annotator)] = None
        match weighed.worth:
            case "known" | "equal":
                self.same += 1
            case "forward" if weighed.ours == Work():
                self.new += 1
            case "forward":
                self.changed += 1
            case "conflict":
                self.conflicts.append(self._conflict(weighed, given, annotators))
            case "refused" if weighed.problem is not None:
                self.leave(given, weighed.problem)

    def _conflict(self, weighed: Weighed, given: ForeignWork, annotators: Annotators) -> Conflict:
        return Conflict(
            file=self.file.path,
            annotator=weighed.annotator,
            annotator_name=annotators.name(weighed.annotator),
            document=given.document,
            document_name=given.name,
            ours=len(weighed.ours.labels),
            theirs=len(weighed.theirs.labels),
            at=given.at,
        )


class Tallies:
    """Those of all files; `total` counts the works in them."""

    def __init__(self, project: Project, annotators: Annotators) -> None:
        self._project = project
        self._annotators = annotators
        self._refused: tuple[tuple[Path, PullquoteError], ...] = ()
        self._tallies: list[Tally] = []
        self.total = 0

    def read(
        self, files: Sequence[Path], stop: Stop | None
    ) -> Iterator[tuple[Tally, list[ForeignWork]]]:
        """Each file first without works, then some of them at a time. Raise Stopped."""
        for found in read_files(self._project, files, stop):
            if stop is not None and stop():
                raise Stopped
            if isinstance(found, Opened):
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

    def _open(self, found: Opened) -> None:
        self._refused = found.refused
        self.total = sum(file.works for file in found.files)
        for file in found.files:
            self._annotators.meet(file)
            self._tallies.append(Tally(file))
