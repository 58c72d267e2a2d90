"""What collecting is asked and what it answers: conflicts, counts, why something was left out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pullquote.errors import PullquoteError

ConflictChoice = Literal["theirs", "ours", "both"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A work that was changed in a file and in the project.

    `annotator` and `document` are uids; `ours` and `theirs` count labels; `at` is when it was
    changed last in the file.
    """

    file: Path
    annotator: str
    annotator_name: str
    document: str
    document_name: str
    ours: int
    theirs: int
    at: str


DecideConflict = Callable[[Conflict], ConflictChoice | None]
"""What is to stand: the file's work, ours, or both side by side; None leaves it undecided."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What of a file was not taken, and why; `document` is "" for the whole file."""

    file: Path
    document: str
    problem: PullquoteError

    def __str__(self) -> str:
        what = f"{self.file.name}, {self.document}" if self.document else ""
        return f"{what}: {self.problem}" if what else str(self.problem)


@dataclass(frozen=True, slots=True)
class CollectedFile:
    """What came, or would come, from one file. `new`, `changed`, `same` and `conflicts` count
    works, which are documents where a file has one annotator.

    `new`: nothing stands here yet; `same`: here already, or as old as what is here. `annotators`
    are the names of those whose work the file has; `older_guidelines` says that the project has
    others by now, which stay; `problem` says why nothing can be taken.
    """

    path: Path
    annotators: tuple[str, ...] = ()
    new: int = 0
    changed: int = 0
    same: int = 0
    conflicts: tuple[Conflict, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    other_schema: bool = False
    older_guidelines: bool = False
    problem: PullquoteError | None = None


@dataclass(frozen=True, slots=True)
class CollectReport:
    """`settled` are the conflicts that were decided, and how.

    `names` and `aliases` (a name and its new form) are new in the register, `proposals` are what
    files say otherwise about speakers, `annotators` the names of new ones, `repeats` new decisions
    about repeated words.
    """

    files: tuple[CollectedFile, ...]
    settled: tuple[tuple[Conflict, ConflictChoice], ...] = ()
    annotators: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    proposals: int = 0
    repeats: int = 0
    stopped: bool = False

    @property
    def taken(self) -> int:
        """Works of annotators that are not what they were."""
        decided = sum(choice != "ours" for _, choice in self.settled)
        return sum(file.new + file.changed for file in self.files) + decided

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        files = (LeftOut(f.path, "", f.problem) for f in self.files if f.problem is not None)
        return (*files, *(left for file in self.files for left in file.left_out))

    @property
    def whole(self) -> bool:
        """Whether all that came was taken."""
        return not self.left_out and not self.stopped


class HandoutCollects(PullquoteError):
    template = (
        "{path} is itself a file that was handed out, to {name}; "
        "collect into the project that it came from."
    )


class LeftUndecided(PullquoteError):
    """A conflict for which `decide` gave no answer: it comes up again at the next collect."""

    template = "{name} has labelled it here and there since; say whose work is to stand"
