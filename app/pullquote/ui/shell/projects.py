"""The life of projects in the window: made, opened, closed, and what runs on the open one."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal

from pullquote.assets import RESOURCES
from pullquote.errors import PullquoteError
from pullquote.model.values import HandedTo
from pullquote.store import Change, DocumentRow, Project
from pullquote.ui.annotate.room import AnnotateRoom
from pullquote.ui.pages.recent_projects import RecentProject
from pullquote.ui.services.errors import error_message
from pullquote.ui.services.jobs import Jobs
from pullquote.ui.services.preferences import proposed_name
from pullquote.ui.widgets import number

if TYPE_CHECKING:
    from pullquote.ui.actions.distribution import DistributionActions
    from pullquote.ui.actions.documents import DocumentActions
    from pullquote.ui.main_window import MainWindow

SUFFIX = ".pullquote"
SCHEMA = RESOURCES / "schemas" / "statements.toml"


class ProjectGone(PullquoteError):
    template = "{path} is gone: what you do now is not kept; put the file back, or open a backup."


class Projects(QObject):
    """Holds the open project and its jobs; the window shows what they say."""

    _changed = Signal(object)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.project: Project | None = None
        self.actor = 0
        self.jobs: Jobs | None = None
        self._asking: DocumentActions | None = None
        self._together: DistributionActions | None = None
        self._who = ""
        self.is_handout = False
        self._unlisten: Callable[[], None] = _nothing
        # Repeats are looked for when the hands rest: a burst of changes is one search.
        self._stale = QTimer(self, singleShot=True, interval=1500)
        self._stale.timeout.connect(self._find_repeats)
        # Changes of a writing thread arrive in the window's own.
        self._changed.connect(self._follow)

    # --- opening -------------------------------------------------------------------------------

    def open(
        self, path: Path, *, read_only: bool = False, quiet: bool = False, who: str = ""
    ) -> bool:
        """Open a project; False, and a sentence on the screen, if it cannot be opened.

        `who` works in it in the place of the person whose name is kept.
        """
        there = self.project
        if there is not None and not there.read_only and there.path == path.resolve():
            return True
        try:
            self._take(Project.open(path, read_only=read_only), quiet=quiet, who=who)
        except PullquoteError as error:
            if quiet:
                # Nobody sits before the window: whoever asked is told.
                raise
            self._window.show_error(error)
            self.list_recent()
            return False
        return True

    def create(self, path: Path) -> bool:
        """Make an empty project and open it."""
        if path.suffix != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
        try:
            schema = SCHEMA.read_text(encoding="utf-8")
            self._take(Project.create(path, name=path.stem, schema_toml=schema))
        except PullquoteError as error:
            self._window.show_error(error)
            return False
        return True

    def open_sample(self) -> None:
        """Make the sample project once, in this person's own folder, and open it."""
        from pullquote.workflow import demo

        place = QStandardPaths.StandardLocation.AppDataLocation
        try:
            made = demo.build_demo(Path(QStandardPaths.writableLocation(place)))
        except PullquoteError as error:
            self._window.show_error(error)
            return
        self.open(made.project, who=demo.READER)

    def close(self) -> None:
        """Stop what runs, leave one plain file behind, and show the first page."""
        if self.project is None:
            return
        self._stale.stop()
        if self.jobs is not None:
            self.jobs.finish()
        self._unlisten()
        self._window.forget_annotate()
        self.project.close()
        self.project = self.jobs = self._asking = self._together = None
        self._window.show_welcome()

    def rows(self, ids: Sequence[int]) -> Sequence[DocumentRow]:
        """The rows of the documents list."""
        return self.project.document_rows(ids, self.actor) if self.project else ()

    @property
    def asking(self) -> "DocumentActions | None":
        """The dialogs of the open project; loaded when the first is asked for."""
        controller = self._window.annotate
        if self._asking is None and self.project and self.jobs and controller:
            from pullquote.ui.actions.documents import DocumentActions

            self._asking = DocumentActions(
                self._window, self.project, self.actor, self.jobs, controller
            )
        return self._asking

    @property
    def together(self) -> "DistributionActions | None":
        """What several people need; loaded when the first of it is asked for."""
        if self._together is None and self.project and self.jobs:
            from pullquote.ui.actions.distribution import DistributionActions

            self._together = DistributionActions(self._window, self.project, self.actor, self.jobs)
        return self._together

    # --- people --------------------------------------------------------------------------------

    def set_name(self, name: str) -> None:
        """Change who works here; an open project takes them in, and shows their labels."""
        name = name.strip()
        if not name or name == self._window.preferences.name:
            return
        self._window.preferences.name = name
        self._window.bar.show_annotator(name)
        project, controller = self.project, self._window.annotate
        if project is None or controller is None or project.read_only:
            return
        place = controller.here()
        self.close()
        if self.open(project.path) and place is not None and self._window.annotate is not None:
            self._window.annotate.open(place.document, place.caret, jump=False)

    def name(self) -> str:
        return (
            self._who
            or self._window.preferences.name
            or self._window.welcome.name()
            or proposed_name()
            or "Me"
        )

    # --- the first page ------------------------------------------------------------------------

    def list_recent(self) -> None:
        window = self._window
        name = window.preferences.name
        window.welcome.show_name(name or proposed_name(), proposed=not name)
        window.welcome.show_recent([_recent(path) for path in window.preferences.recent()])

    def forget(self, path: str) -> None:
        self._window.preferences.forget(Path(path))
        self.list_recent()

    def take_dropped(self, paths: Sequence[str]) -> None:
        """Open a project that was dropped; import anything else."""
        found = [Path(path) for path in paths]
        if len(found) == 1 and found[0].suffix == SUFFIX:
            self.open(found[0])
        elif self.asking is not None:
            self.asking.import_paths(found)
        else:
            self._window.handlers.import_into_new(found)

    # --- inside --------------------------------------------------------------------------------

    def _take(self, project: Project, *, quiet: bool = False, who: str = "") -> None:
        """Show a project in the place of the one that is open; if that fails, that one stays."""
        window = self._window
        handout = project.handout
        who = handout.name if handout else who
        try:
            actor = self._annotator(project, who or self.name(), handout)
        except PullquoteError:
            project.close()
            raise
        self.close()
        self.project, self.actor, self._who = project, actor, who
        self.is_handout = handout is not None
        self.jobs = Jobs(project, self.actor, self)
        window.connect_room()
        controller = AnnotateRoom(window.room, project, self.actor)
        window.set_theme(window.theme.with_layers(project.schema.layers))
        window.bar.show_project(project.name, str(project.path))
        window.bar.show_annotator(self.name())
        window.bar.show_saved(True, str(project.path))
        window.setWindowTitle(f"{project.name} – Pullquote")
        window.room.page.head.set_read_only(project.read_only)
        window.room.page.empty.show_read_only(project.read_only)
        window.room.panel.set_read_only(project.read_only)
        self._connect(controller, self.jobs)
        window.rooms.open(project, self.actor, blind=handout is not None)
        window.show_annotate(controller)
        controller.start()
        controller.focus_text()
        if not quiet:
            window.room.page.notices.show_read_only(project)
            window.preferences.remember(project.path)
            self._find_repeats()
        self._unlisten = project.listen(self._changed.emit)

    def _annotator(self, project: Project, name: str, handout: HandedTo | None) -> int:
        """This person's row; of a hand-out the one it was made for, whoever opens it.

        On a read-only project it is one who is there, else nobody.
        """
        if handout is not None:
            return next(a.id for a in project.annotators() if a.uid == handout.annotator)
        persons = (a for a in project.annotators() if a.kind == "person")
        known = {a.name.casefold(): a.id for a in persons}
        if name.casefold() in known:
            return known[name.casefold()]
        if project.read_only:
            return next(iter(known.values()), 0)
        with project.operation("Annotator added", 0) as writer:
            return writer.add_annotator(name).id

    def _connect(self, controller: AnnotateRoom, jobs: Jobs) -> None:
        window = self._window
        controller.said.connect(window.say)
        controller.failed.connect(self.take_failure)
        controller.trained.connect(self._give_feedback)
        controller.decided.connect(self._find_repeats)
        controller.keys_asked.connect(lambda: window.handlers.run("keys"))
        controller.desk.moved.connect(window.update_actions_soon)
        jobs.progressed.connect(self._show_busy)
        jobs.rested.connect(self._rested)
        jobs.failed.connect(self.take_failure)
        jobs.exported.connect(
            lambda report: window.say(self.tr("Exported to {}.").format(report.path.name))
        )
        jobs.turned_back.connect(window.say)
        jobs.imported.connect(lambda report: self._ask("show_report", report))
        jobs.labels_imported.connect(lambda report: self._ask("say_labels", report))
        controller.asked.connect(lambda what, ids: self._ask("about_documents", what, ids))

    def _follow(self, change: Change) -> None:
        if self.project is None:
            return
        if change.kind != "derived" and change.touches("document"):
            self._stale.start()
        self._window.update_actions_soon()
        if not self.project.path.exists():
            self.take_failure(ProjectGone(path=self.project.path))
            return
        self._window.bar.show_saved(True, str(self.project.path))
        self._window.room.page.notices.show_saved()
        self._window.rooms.follow(change)

    def _give_feedback(self, document: int) -> None:
        if self.together is not None:
            self.together.give_feedback(document)

    def _ask(self, name: str, *values: object) -> None:
        if self.asking is not None:
            getattr(self.asking, name)(*values)

    def _find_repeats(self) -> None:
        if self.jobs is not None:
            self.jobs.find_repeats()

    def take_failure(self, error: Exception) -> None:
        """Say what went wrong, and whether the last change is not on the disk."""
        if isinstance(error, PullquoteError) and type(error).__name__ in _NOT_SAVED:
            said = error_message(error)
            self._window.bar.show_saved(False, said)
            self._window.room.page.notices.show_unsaved(said)
        else:
            self._window.show_error(error)

    def _show_busy(self, title: str, done: int, total: int) -> None:
        counts = self.tr("{}: {} of {}").format(title, number(done), number(total))
        self._window.show_busy(counts if total else f"{title} …")
        self._window.room.page.busy.show_progress(done, total)

    def _rested(self) -> None:
        self._window.show_busy("")
        self._window.room.page.busy.stop()


# After these the last change is not on the disk.
_NOT_SAVED = {"DiskFull", "ProjectBusy", "CannotReach", "CannotWrite", "ProjectGone"}


def _nothing() -> None:
    """Before a project is open there is nobody to stop listening."""


def _recent(path: Path) -> RecentProject:
    home = str(Path.home())
    shown = str(path).replace(home, "~", 1) if str(path).startswith(home) else str(path)
    try:
        at = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except OSError:
        return RecentProject(str(path), path.stem, "not found, is the disk plugged in?", "missing")
    return RecentProject(str(path), path.stem, f"{shown}, {at:%d %b %Y %H:%M}")
