"""The life of projects in the window: made, opened, closed, and what runs on the open one."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QTimer

from pullquote.assets import RESOURCES
from pullquote.errors import PullquoteError
from pullquote.store import Change, DocumentRow, Project
from pullquote.ui.annotate.controller import AnnotateController
from pullquote.ui.jobs import Jobs
from pullquote.ui.pages.recent import Recent
from pullquote.ui.preferences import login_name
from pullquote.ui.widgets import number

if TYPE_CHECKING:
    from pullquote.ui.asking import Asking
    from pullquote.ui.window import MainWindow

SUFFIX = ".pullquote"
SCHEMA = RESOURCES / "schemas" / "statements.toml"


class Projects(QObject):
    """Holds the open project and its jobs; the window shows what they say."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.project: Project | None = None
        self.actor = 0
        self.jobs: Jobs | None = None
        self._asking: Asking | None = None
        self._message_action = ""
        self._unlisten: Callable[[], None] = _nothing
        # Repeats are looked for when the hands rest: a burst of changes is one search.
        self._stale = QTimer(self, singleShot=True, interval=1500)
        self._stale.timeout.connect(self._find_repeats)

    # --- opening -------------------------------------------------------------------------------

    def open(self, path: Path, *, read_only: bool = False, quiet: bool = False) -> bool:
        """Open a project; False, and a sentence on the screen, if it cannot be opened."""
        try:
            project = Project.open(path, read_only=read_only)
        except PullquoteError as error:
            self._window.show_error(error)
            self.list_recent()
            return False
        self.close()
        self._take(project, quiet=quiet)
        return True

    def create(self, path: Path) -> bool:
        """Make an empty project and open it."""
        if path.suffix != SUFFIX:
            path = path.with_name(path.name + SUFFIX)
        try:
            project = Project.create(
                path, name=path.stem, schema_toml=SCHEMA.read_text(encoding="utf-8")
            )
        except PullquoteError as error:
            self._window.show_error(error)
            return False
        self.close()
        self._take(project)
        return True

    def open_sample(self) -> None:
        """Make the sample project once, in this person's own folder, and open it."""
        from pullquote.workflow import demo

        place = QStandardPaths.StandardLocation.AppDataLocation
        try:
            made = demo.build(Path(QStandardPaths.writableLocation(place)))
        except PullquoteError as error:
            self._window.show_error(error)
            return
        self.open(made.project)

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
        self.project = self.jobs = self._asking = None
        self._window.show_welcome()

    def rows(self, ids: Sequence[int]) -> Sequence[DocumentRow]:
        """The rows of the documents list."""
        return self.project.document_rows(ids, self.actor) if self.project else ()

    @property
    def asking(self) -> "Asking | None":
        """The dialogs of the open project; loaded when the first is asked for."""
        controller = self._window.annotate
        if self._asking is None and self.project and self.jobs and controller:
            from pullquote.ui.asking import Asking

            self._asking = Asking(self._window, self.project, self.actor, self.jobs, controller)
        return self._asking

    # --- people --------------------------------------------------------------------------------

    def set_name(self, name: str) -> None:
        """Change who works here; an open project takes them in, and shows their labels."""
        if not name.strip() or name.strip() == self._window.preferences.name:
            return
        self._window.preferences.name = name
        self._window.bar.show_annotator(name)
        project = self.project
        if project is not None and not project.read_only:
            path = project.path
            self.close()
            self.open(path)

    def name(self) -> str:
        return self._window.preferences.name or self._window.welcome.name() or login_name() or "Me"

    # --- the first page ------------------------------------------------------------------------

    def list_recent(self) -> None:
        window = self._window
        name = window.preferences.name
        window.welcome.show_name(name or login_name(), proposed=not name)
        window.welcome.show_recent([_recent(path) for path in window.preferences.recent()])

    def forget(self, path: str) -> None:
        self._window.preferences.forget(Path(path))
        self.list_recent()

    def take_dropped(self, paths: list[Path]) -> None:
        """Open a project that was dropped; import anything else."""
        found = [Path(path) for path in paths]
        if len(found) == 1 and found[0].suffix == SUFFIX:
            self.open(found[0])
        elif self.asking is not None:
            self.asking.import_paths(found)
        else:
            self._window.handlers.import_into_new(found)

    def message_acted(self) -> None:
        """The action of the line under the head was taken."""
        action, self._message_action = self._message_action, ""
        self._window.room.page.message.hide()
        if action == "copy":
            self._window.handlers.run("save_copy")

    # --- inside --------------------------------------------------------------------------------

    def _take(self, project: Project, *, quiet: bool = False) -> None:
        window = self._window
        self.project = project
        self.actor = self._annotator(project)
        self.jobs = Jobs(project, self.actor, self)
        window.connect_room()
        controller = AnnotateController(window.room, project, self.actor)
        window.set_theme(window.theme.with_layers(project.schema.layers))
        window.bar.show_project(project.name, str(project.path))
        window.bar.show_annotator(self.name())
        window.bar.show_saved(True)
        window.setWindowTitle(f"{project.name} – Pullquote")
        window.room.page.head.set_read_only(project.read_only)
        window.room.page.empty.show_read_only(project.read_only)
        window.room.panel.set_read_only(project.read_only)
        self._connect(controller, self.jobs)
        window.show_annotate(controller)
        controller.start()
        controller.focus_text()
        self._say_read_only(project, quiet=quiet)
        if not quiet:
            window.preferences.remember(project.path)
            self._find_repeats()
        self._unlisten = project.listen(self._changed)

    def _annotator(self, project: Project) -> int:
        """This person's row; on a read-only project one who is there, else nobody."""
        name = self.name()
        known = {a.name.casefold(): a.id for a in project.annotators()}
        if name.casefold() in known:
            return known[name.casefold()]
        if project.read_only:
            return next(iter(known.values()), 0)
        with project.operation("Annotator added", 0) as writer:
            return writer.add_annotator(name).id

    def _connect(self, controller: AnnotateController, jobs: Jobs) -> None:
        window = self._window
        controller.said.connect(window.say)
        controller.failed.connect(self._failed)
        controller.decided.connect(self._find_repeats)
        controller.keys_asked.connect(lambda: window.handlers.run("keys"))
        controller.desk.moved.connect(window.update_actions)
        jobs.progressed.connect(self._show_busy)
        jobs.rested.connect(self._rested)
        jobs.failed.connect(self._failed)
        jobs.imported.connect(lambda report: self._ask("show_report", report))
        jobs.labels_imported.connect(lambda report: self._ask("say_labels", report))
        controller.asked.connect(lambda what, ids: self._ask("about_documents", what, ids))

    def _changed(self, change: Change) -> None:
        # Comes on the thread that wrote: only a queued call may follow.
        if change.kind != "derived" and (change.touches("document")):
            QTimer.singleShot(0, self, self._stale.start)
        QTimer.singleShot(0, self, self._window.update_actions)
        QTimer.singleShot(0, self, lambda: self._window.bar.show_saved(True))

    def _ask(self, name: str, *values: object) -> None:
        if self.asking is not None:
            getattr(self.asking, name)(*values)

    def _find_repeats(self) -> None:
        if self.jobs is not None:
            self.jobs.find_repeats()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, PullquoteError) and type(error).__name__ in _NOT_SAVED:
            self._window.bar.show_saved(False, str(error))
        self._window.show_error(error)

    def _show_busy(self, title: str, done: int, total: int) -> None:
        page = self._window.room.page
        counts = self.tr("{}: {} of {}").format(title, number(done), number(total))
        page.strip.show_busy(counts if total else f"{title} …")
        page.busy.show_progress(done, total)

    def _rested(self) -> None:
        self._window.room.page.strip.show_busy("")
        self._window.room.page.busy.stop()

    def _say_read_only(self, project: Project, *, quiet: bool) -> None:
        message = self._window.room.page.message
        message.setHidden(quiet or not project.read_only)
        if quiet or not project.read_only:
            return
        why = project.why_read_only
        said = {
            "file": self.tr("Read-only: the file may not be written to."),
            "folder": self.tr("Read-only: the folder may not be written to."),
            "asked": self.tr("Read-only, as it was asked for."),
        }.get(why, self.tr("Read-only: the project is {}.").format(why))
        self._message_action = "copy"
        message.show_message("read_only", said, self.tr("Open a copy"))


# After these the last change is not on the disk.
_NOT_SAVED = {"DiskFull", "ProjectBusy", "CannotReach", "CannotWrite"}


def _nothing() -> None:
    """Before a project is open there is nobody to stop listening."""


def _recent(path: Path) -> Recent:
    home = str(Path.home())
    shown = str(path).replace(home, "~", 1) if str(path).startswith(home) else str(path)
    if not path.exists():
        return Recent(str(path), path.stem, "not found, is the disk plugged in?", "missing")
    at = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    return Recent(str(path), path.stem, f"{shown}, {at:%d %b %Y %H:%M}")
