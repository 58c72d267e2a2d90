"""The life of projects in the window: made, opened, closed, and what runs on the open one."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal

from pullquote.assets import DEFAULT_SCHEMA, SAMPLE
from pullquote.errors import Problem, PullquoteError
from pullquote.model.values import HandedTo
from pullquote.store import Change, Project, ProjectError
from pullquote.store.errors import (
    CopiedWhileOpen,
    DamagedProject,
    LeadsToBackups,
    NoSuchProject,
    NotAProject,
)
from pullquote.store.file.backups import Backup, backups
from pullquote.store.values import FOLD_KEEPS
from pullquote.ui.services.errors import error_message
from pullquote.ui.services.jobs import Jobs
from pullquote.ui.services.preferences import Preferences, system_user_name
from pullquote.ui.services.tasks import Tasks
from pullquote.ui.widgets.words import moment_words

SUFFIX = ".pullquote"
WATCH_MS = 2000


class NoBackup(PullquoteError):
    template = (
        "No backup was made: {problem} What you do is saved in the project all the same; "
        "save a copy in another place with File, Save a copy."
    )


class NoBackupOfDamage(PullquoteError):
    template = "{problem} No backup was made of it, so the ones that are there stay as they are."


class HandoutOfNobody(PullquoteError):
    template = (
        "{path} is damaged (it does not know for whom it was made); ask for it again where it "
        "came from."
    )


class ProjectFrame(Protocol):
    """What shows the open project."""

    def show_project(self) -> None:
        """A project was opened."""

    def leave_project(self) -> None:
        """The project is about to be closed: nothing may ask it any more."""

    def show_welcome(self) -> None:
        """No project is open any more."""

    def show_busy(self, text: str) -> None:
        """Say what runs, "" when nothing does."""

    def say(self, text: str) -> None:
        """Say for some seconds what may be of use."""

    def show_failure(self, error: Exception) -> None:
        """Say what went wrong."""

    def offer(self, error: Exception, hint: str, offer: str) -> bool:
        """Say why a project does not open, and ask whether to do what is offered instead."""

    def show_saved(self) -> None:
        """What was said to be not saved can be saved again."""


class Projects(QObject):
    """Holds the open project and its jobs, and is the one that listens to it.

    `changed` has each Change, in the window's thread whatever thread wrote it.
    """

    changed = Signal(object)
    _committed = Signal(object)

    def __init__(
        self,
        frame: ProjectFrame,
        preferences: Preferences,
        typed_name: Callable[[], str],
        parent: QObject,
    ) -> None:
        """`typed_name` is what stands on the first page, and was not kept yet."""
        super().__init__(parent)
        self._frame, self._preferences, self._typed_name = frame, preferences, typed_name
        self.project: Project | None = None
        self.actor = 0
        self.jobs: Jobs | None = None
        self.is_handout = False
        self._who = self._lost = ""
        self._unlisten: Callable[[], object] = _nothing
        self._no_backup: ProjectError | None = None
        self._tasks = Tasks(self)
        # Repeats are looked for when the hands rest: a burst of changes is one search.
        self._stale = QTimer(self, singleShot=True, interval=1500)
        self._stale.timeout.connect(self.find_repeats)
        # The file may be replaced or moved while nobody works.
        self._watch = QTimer(self, interval=WATCH_MS)
        self._watch.timeout.connect(self.look_after_file)
        # Changes of a writing thread arrive in the window's own.
        self._committed.connect(self._follow)

    # --- opening -------------------------------------------------------------------------------

    def open(
        self, path: Path, *, read_only: bool = False, quiet: bool = False, who: str = ""
    ) -> bool:
        """Open a project; False, and a sentence on the screen, if it cannot be opened.

        `who` works in it in the place of the person whose name is kept.
        """
        there = self.project
        if there is not None and there.lost():
            # First, for what is opened may be where its file went.
            self.close()
        elif there is not None and not there.read_only and there.path == path.resolve():
            return True
        try:
            self._take(Project.open(path, read_only=read_only), quiet=quiet, who=who)
        except PullquoteError as error:
            if quiet:
                # Nobody sits before the window: whoever asked is told.
                raise
            if isinstance(error, CopiedWhileOpen) and not read_only:
                hint = self.tr("Opened read-only it can be saved as a copy, and that be labelled.")
                wanted = self._frame.offer(error, hint, self.tr("Open read-only"))
                return wanted and self.open(path, read_only=True, who=who)
            return self._open_backup(error, path, who)
        return True

    def create(self, path: Path) -> bool:
        """Make an empty project and open it."""
        if path.suffix != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
        try:
            schema = DEFAULT_SCHEMA.read_text(encoding="utf-8")
            self._take(Project.create(path, name=path.stem, schema_toml=schema))
        except PullquoteError as error:
            self._frame.show_failure(error)
            return False
        return True

    def open_sample(self) -> None:
        """Make the sample project once, in this person's own folder, in a thread; then open it."""
        if self._tasks.busy("sample"):
            return
        place = QStandardPaths.StandardLocation.AppDataLocation
        folder = Path(QStandardPaths.writableLocation(place))

        def work(_progress: object, _stop: object) -> tuple[Path, str]:
            from pullquote.workflow import demo

            return demo.build_demo(folder).project, demo.READER

        def made(sample: tuple[Path, str]) -> None:
            self._frame.show_busy("")
            self.open(sample[0], who=sample[1])

        def failed(error: Exception) -> None:
            self._frame.show_busy("")
            self._frame.show_failure(error)

        self._frame.show_busy(self.tr("Making the sample …"))
        self._tasks.run("sample", "", work, made, failed)

    def finish(self) -> None:
        """Close the project, and open none any more."""
        self._tasks.finish()
        self.close()

    def close(self) -> None:
        """Stop what runs, leave one plain file behind, and show the first page."""
        if self.project is None:
            return
        self._stale.stop()
        if self.jobs is not None:
            self.jobs.finish()
        self._watch.stop()
        self._unlisten()
        self._frame.leave_project()
        told: ProjectError | None = None
        try:
            self.project.close()
        except ProjectError as error:
            told = error
        self.project = self.jobs = None
        self.is_handout = False
        self._frame.show_welcome()
        if told is not None:
            self._frame.show_failure(told)

    # --- people --------------------------------------------------------------------------------

    def take_name(self, name: str) -> bool:
        """Keep who works here from now on; True where an open project must take them in."""
        name = name.strip()
        if not name or name == self._preferences.name:
            return False
        self._preferences.name = name
        return self.project is not None and not self.project.read_only

    def name(self) -> str:
        kept = self._who or self._preferences.name
        return kept or self._typed_name() or system_user_name() or "Me"

    # --- what is so ----------------------------------------------------------------------------

    def facts(self) -> frozenset[str]:
        """What is so now, in the words of the needs of actions."""
        project = self.project
        so = {
            "project": project is not None,
            "writable": project is None or not project.read_only,
            "owner": not self.is_handout,
        }
        return frozenset(name for name, holds in so.items() if holds)

    def look_after_file(self) -> None:
        """Say once that the file was replaced or moved; and that it is back."""
        lost = self.project.lost() if self.project else None
        said = type(lost).__name__ if lost else ""
        if said == self._lost:
            return
        self._lost = said
        if lost is not None:
            self._frame.show_failure(lost)
        else:
            self._frame.show_saved()

    def find_repeats(self) -> None:
        if self.jobs is not None:
            self.jobs.find_repeats()

    # --- inside --------------------------------------------------------------------------------

    def _take(self, project: Project, *, quiet: bool = False, who: str = "") -> None:
        """Show a project in the place of the one that is open; if that fails, that one stays."""
        handout = project.handout
        who = handout.name if handout else who or _reader_of_sample(project)
        try:
            actor = self._annotator(project, who or self.name(), handout)
        except PullquoteError:
            project.close()
            raise
        self.close()
        self.project, self.actor, self._who = project, actor, who
        self._lost = ""
        self._watch.start()
        self.is_handout = handout is not None
        self.jobs = Jobs(project, self.actor, self)
        self._frame.show_project()
        if not quiet:
            self._preferences.remember(project.path)
            self.find_repeats()
            self.jobs.rested.connect(self._tell_backup)
            self.jobs.run("backup", "", lambda *_of_task: _look_after(project), self._offer_fold)
        for notice in project.notices:
            self._frame.show_failure(notice)
        self._unlisten = project.listen(self._committed.emit)

    def _open_backup(self, error: PullquoteError, path: Path, who: str) -> bool:
        """Where a project is damaged or gone, offer the latest of its backups that opens."""
        lost = isinstance(error, LeadsToBackups | NotAProject | NoSuchProject)
        there = [one for one in backups(path) if one.operation] if lost else []
        said: PullquoteError = error
        if isinstance(error, LeadsToBackups) and error.alone:
            said = Problem(error.alone, path=path)
        if not there:
            self._frame.show_failure(error)
        elif self._frame.offer(said, self._hint(there[0]), self.tr("Open latest backup")):
            for one in there:
                try:
                    self._take(Project.open(one.path), who=who)
                except PullquoteError as problem:
                    error = problem
                else:
                    return True
            self._frame.show_failure(error)
        return False

    def _hint(self, backup: Backup) -> str:
        hint = self.tr(
            "The latest backup is of {}; the last that was done in it is “{}”. It opens read-only; "
            "Save a copy makes a project of it."
        )
        return hint.format(moment_words(backup.at), backup.name)

    def _annotator(self, project: Project, name: str, handout: HandedTo | None) -> int:
        """This person's row; of a hand-out the one it was made for, whoever opens it.

        On a read-only project it is one who is there, else nobody.
        """
        if handout is not None:
            own = [a.id for a in project.annotators() if a.uid == handout.annotator]
            if not own:
                raise HandoutOfNobody(path=project.path)
            return own[0]
        persons = (a for a in project.annotators() if a.kind == "person")
        known = {a.name.casefold(): a.id for a in persons}
        if name.casefold() in known:
            return known[name.casefold()]
        if project.read_only:
            return next(iter(known.values()), 0)
        with project.operation("Annotator added", 0) as writer:
            return writer.add_annotator(name).id

    def _offer_fold(self, is_due: bool) -> None:
        if is_due:
            self._frame.say(
                self.tr(
                    "The history takes more room than all else in the project: "
                    "File, Fold the history makes it smaller."
                )
            )

    def _tell_backup(self) -> None:
        """Say once why there is no backup of what is open, whatever wanted one."""
        problem = self.project.backup_problem if self.project else None
        if problem is self._no_backup:
            return
        self._no_backup = problem
        if isinstance(problem, DamagedProject):
            self._frame.show_failure(NoBackupOfDamage(problem=error_message(problem)))
        elif problem is not None:
            self._frame.show_failure(NoBackup(problem=error_message(problem)))

    def _follow(self, change: Change) -> None:
        if self.project is None:
            return
        if change.kind != "derived" and change.touches("document"):
            self._stale.start()
        if change.touches("duplicate_decision"):
            self.find_repeats()
        lost = self.project.lost()
        if lost is None:
            self.changed.emit(change)
        else:
            self._frame.show_failure(lost)


def _reader_of_sample(project: Project) -> str:
    """Whoever opens the sample is to see labels in it."""
    if project.name != SAMPLE:
        return ""
    from pullquote.workflow import demo

    return demo.reader_of(project)


def _look_after(project: Project) -> bool:
    """Wait for the backup, then say whether to fold the journal would save much; for a thread."""
    if project.wait_for_backup() is not None or project.read_only:
        return False
    return project.journal_size().is_large and project.preview_fold().operations >= FOLD_KEEPS


def _nothing() -> None:
    """Before a project is open there is nobody to stop listening."""
