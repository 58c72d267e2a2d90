"""What can go wrong with a project file, each as one sentence for the user."""

from pathlib import Path

from pullquote.errors import Problem, PullquoteError

_WHY = {
    "file": "the file may not be written to",
    "folder": "its folder may not be written to",
    "disk": "the disk may not be written to",
    "asked": "as it was asked for",
    "backup": "it is a backup",
}


class ProjectError(PullquoteError):
    """Something about the project file; `path` is among the values."""


class NoSuchProject(ProjectError):
    """Nothing is there, or something that is no file."""

    template = "There is no project at {path}; check the name, or make a new project."


class ProjectExists(ProjectError):
    """Raised by `Project.create` and by copies: a project is never written over."""

    template = "{path} exists already; open it, or choose another name."


class NotAProject(ProjectError):
    """Another program's file, or one whose head was written over."""

    template = "{path} is not a Pullquote project; choose a file that ends in .pullquote."


class NewerProject(ProjectError):
    template = "{path} was made by a newer Pullquote; update the program to open it."


class OlderProject(ProjectError):
    template = (
        "{path} was made by Pullquote 0.1.0, whose projects this version does not open; export it "
        "there as JSONL and import that into a new project."
    )


class LeadsToBackups(PullquoteError):
    """Leads to the folder `backups`, or says `without` where no backup is in it; `alone` is what
    happened, for who offers a backup beside it. What SQLite says of damage, `what`, is of use to
    who mends files: no sentence has it.
    """

    without = ""
    alone = ""

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        if not any(Path(str(values["backups"])).glob("*.pullquote")):
            self.template = self.without


class ChangedProject(LeadsToBackups, ProjectError):
    """Its tables are not those of its version, so triggers and checks cannot be relied on."""

    template = (
        "{path} was changed by another program ({what}), so it is not opened; "
        "open the latest backup in {backups}."
    )
    without = (
        "{path} was changed by another program ({what}), so it is not opened, and there is no "
        "backup beside it; open a copy that you have elsewhere."
    )
    alone = "{path} was changed by another program, so it is not opened."


class DamagedProject(LeadsToBackups, ProjectError):
    """SQLite or the checks at opening found pages or rows that cannot be right."""

    template = "{path} is damaged; open the latest backup in {backups}."
    without = (
        "{path} is damaged, and there is no backup beside it; open a copy that you have elsewhere."
    )
    alone = "{path} is damaged and cannot be opened."


class DamagedIndex(ProjectError):
    """Something that can be made anew from texts and labels: search, counts, repeats."""

    template = (
        "What {path} keeps for searching and counting is damaged, the texts and labels are whole; "
        "close the project and open it again, and the rest is made anew."
    )


class IndexMadeAnew(ProjectError):
    """Nothing was lost; a notice, never raised."""

    template = (
        "What {path} kept for searching, counting and repeats was damaged; it was made anew from "
        "the texts and labels, which are whole."
    )


class LogCutOff(ProjectError):
    """A notice, never raised: what the log held up to its fault is in the project."""

    template = (
        "The last changes to {path} may be missing: the program that had it open was ended, and "
        "its log does not end as it should; look through the last entries of History."
    )


class CopiedWhileOpen(ProjectError):
    """Its header tells of a log that is not beside it; such a file opens for reading alone."""

    template = (
        "{path} was copied while it was open, so its last changes may be missing; use Save a copy "
        "on the original, or open this file read-only."
    )


class CopiedInUse(ProjectError):
    template = (
        "{path} was copied while it was open, so its last changes may be missing; "
        "close the original, copy it again and take that copy."
    )


class CannotOpen(ProjectError):
    template = "{path} cannot be opened ({what}); check that you may read it and its folder."


class CannotWrite(ProjectError):
    """The system refused to make or to change the file; nothing was half-written."""

    template = "{path} cannot be written ({what}); check that you may write to its folder."


class NoRoomForBackup(ProjectError):
    template = (
        "No backup of {path} was made ({what}); free some space on the disk, or save a copy in "
        "another place."
    )


class ReadOnlyProject(ProjectError):
    """`why` is a reason of `Project.why_read_only`; the sentence has it in words."""

    template = "{path} is open read-only ({why}); save a copy to label in it."

    def __init__(self, *, why: str, **values: object) -> None:
        super().__init__(why=_WHY.get(why, why), **values)


class DiskFull(ProjectError):
    template = "The disk is full, so nothing was written to {path}; free some space and try again."


class DiskFullMidway(DiskFull):
    """Of work in many steps; `written` says how many of how many."""

    template = (
        "The disk is full: {written} were written to {path} and stay, as an entry of History that "
        "can be undone; free some space and try again for the rest."
    )


class ProjectBusy(ProjectError):
    template = "{path} is in use by another program; nothing was written; try again in a moment."


class CannotReach(ProjectError):
    template = (
        "{path} could not be read or written ({what}); nothing was half-written; "
        "check the disk and try again."
    )


class CannotReachMidway(CannotReach):
    template = (
        "{path} could not be written any more ({what}): {written} were written and stay, as an "
        "entry of History that can be undone; check the disk and try again for the rest."
    )


class ProjectClosed(ProjectError):
    template = "{path} was closed meanwhile; open it again to go on."


class ProjectMoved(ProjectError):
    template = (
        "{path} was moved or deleted while it was open, so nothing more is saved in it; "
        "put it back, or keep what is open with Save a copy."
    )


class ProjectReplaced(ProjectError):
    template = (
        "{path} was replaced or changed by another program while it was open, so nothing more is "
        "saved in it; keep what is open with Save a copy."
    )


class LogChanged(ProjectReplaced):
    """What was saved since the project was opened stands in its log until it is closed."""

    template = (
        "The log beside {path} was cut or changed by another program while it was open, so the "
        "last changes may be damaged and nothing more is saved in it; keep what is open with Save "
        "a copy."
    )


class WentElsewhere(ProjectError):
    """Said when a project is closed that was moved while it was open: all is in `to`."""

    template = "{path} was moved while it was open; all that was saved is in {to}: open that."


class KeptElsewhere(ProjectError):
    """Said when a project is closed that was lost while it was open."""

    template = (
        "{path} was moved, replaced or changed by another program while it was open; what was open "
        "is kept in {to}: open that."
    )


class NotKept(LeadsToBackups, ProjectError):
    template = (
        "{path} was moved, replaced or changed by another program while it was open, and what was "
        "open could not be kept elsewhere ({what}); open the latest backup in {backups}."
    )
    without = (
        "{path} was moved, replaced or changed by another program while it was open, what was open "
        "could not be kept elsewhere ({what}), and there is no backup beside it; open a copy that "
        "you have elsewhere."
    )


class NotPutAway(ProjectError):
    """Said when a project is closed; its lock file stays, as a sign that nothing is missing."""

    template = (
        "All is saved, but {path} could not be tidied up ({what}); leave the files beside it where "
        "they are, and open it once more when there is space on the disk."
    )


class NestedOperation(RuntimeError):
    """An operation was begun inside another one by the same thread: a mistake in the program."""


class NothingToUndo(PullquoteError):
    template = "There is nothing to undo."


class NothingToRedo(PullquoteError):
    template = "There is nothing to redo."


class NothingToFold(PullquoteError):
    """Fewer operations were done than are always kept."""

    template = "There is nothing to fold: all that was done last can be undone anyway."


class VersionOutOfReach(PullquoteError):
    """`name` is that of the version, `why` the reason."""

    template = "“{name}” cannot be gone back to: {why}."


class UndoBlocked(PullquoteError):
    """`name` is the operation, `obstacle` what stands in its way, `document` where (or None).

    `done` is "undone", "done again" or "gone back to".
    """

    template = "“{name}” cannot be {done}: {obstacle}."


class WriteRefused(PullquoteError):
    """A change that breaks a rule; the operation around it can go on without it."""


class WriteProblem(Problem, WriteRefused):
    """One that nobody tells from others by its class: its sentence stands where it comes up."""


class NotThere(WriteRefused):
    """`what` is the noun (document, label …), `id` the row id that was asked for."""

    template = "There is no {what} {id} in this project; it may have been removed meanwhile."


class AlreadyThere(WriteRefused):
    template = "There is already a label of layer {layer} from {start} to {end}."


class AlreadyImported(WriteRefused):
    """The project has a document of the same bytes from the same place and row."""

    template = "{name} is in the project already: the same file from the same place."


class WrongRelation(WriteRefused):
    """The schema or the two ends do not allow it; `reason` says which of the rules."""

    template = "The relation {kind} cannot be made: {reason}."


class UnknownAnnotator(PullquoteError):
    """Raised for a name that somebody gave; `known` are the names that there are."""

    template = "There is no annotator called {name} in this project; there are {known}."


class NameTaken(WriteRefused):
    """Names of annotators are unique whatever their case, that of the adjudicated version too."""

    template = "The name {name} is taken; choose another one."


class BrokenWork(WriteRefused):
    """A CHECK or a foreign key of the tables refused labels of another file: it was made or changed
    by other means than this program.
    """

    template = (
        "What was labelled there breaks a rule of the tables, so nothing of it was taken; "
        "check the file it came from."
    )
