"""The Progress room at work: counts anew when it is entered and something has changed."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from pullquote.errors import PullquoteError
from pullquote.store import Change, Project
from pullquote.ui.progress.widget import ProgressWidget
from pullquote.ui.services.arrangement import Arrangement
from pullquote.ui.services.tasks import Progress, Stop, Tasks
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets.key_strip import KeyStrip
from pullquote.workflow.progress import ProjectProgress, progress_of, write_progress_csv

# Counting 200,000 labels takes long enough that an import must not ask for it with every step.
_REST_MS = 300
_COUNTED = {"document", "annotator", "assignment", "state", "annotation"}


class ProgressRoom(QObject):
    """`failed` has an error, `said` a sentence for the strip; `import_wanted` asks for articles."""

    failed = Signal(object)
    said = Signal(str, bool)
    versions_wanted = Signal(int, int, int)
    import_wanted = Signal()

    def __init__(
        self, project: Project, actor: int, theme: Theme, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._actor = project, actor
        self._shown: ProjectProgress | None = None
        self._stale = True
        self._tasks = Tasks(self)
        self._room = ProgressWidget(theme, project.schema)
        self._room.export_clicked.connect(self._export)
        self._room.import_clicked.connect(self.import_wanted)
        for chart in self._room.charts():
            chart.folder = project.path.parent
            chart.saved.connect(self._say_written)
            chart.failed.connect(self.failed)
        self._room.strip.show_keys([("F6", self.tr("to the tables")), ("Alt+←", self.tr("back"))])
        self._later = QTimer(self, singleShot=True, interval=_REST_MS)
        self._later.timeout.connect(self._count)

    @property
    def widget(self) -> QWidget:
        return self._room

    @property
    def strip(self) -> KeyStrip:
        return self._room.strip

    def enter(self) -> None:
        if self._stale:
            self._count()
        self._room.export.setFocus()

    def follow(self, change: Change) -> None:
        if not change.tables & _COUNTED:
            return
        self._stale = True
        if self._room.isVisible() and not self._later.isActive():
            self._later.start()

    def set_theme(self, theme: Theme) -> None:
        self._room.set_theme(theme)

    def arrange(self, _arrangement: Arrangement) -> None:
        """The page follows its own width."""

    def panes(self) -> list[QWidget]:
        return self._room.panes()

    def show_error(self, sentence: str) -> None:
        self._room.show_error(sentence)

    def close(self) -> None:
        self._later.stop()
        self._tasks.finish()

    def write(self, to: Path) -> None:
        """Write the counts that are shown as CSV."""
        if self._shown is None:
            return
        try:
            write_progress_csv(self._shown, to)
        except PullquoteError as error:
            self.failed.emit(error)
            return
        self._say_written(to)

    def _say_written(self, to: Path) -> None:
        self.said.emit(self.tr("Written to {}.").format(to.name), False)

    def _count(self) -> None:
        self._stale = False
        project = self._project

        def work(_progress: Progress, _stop: Stop) -> ProjectProgress:
            return progress_of(project)

        self._tasks.run("count", self.tr("Counting"), work, self._show, self.failed.emit)

    def _show(self, progress: ProjectProgress) -> None:
        self._shown = progress
        self._room.show_error("")
        self._room.show_progress(progress)

    def _export(self) -> None:
        proposal = self._project.path.with_name(f"{self._project.path.stem} progress.csv")
        path, _kind = QFileDialog.getSaveFileName(
            self._room, self.tr("Export as CSV"), str(proposal), "CSV (*.csv)"
        )
        if path:
            self.write(Path(path) if Path(path).suffix else Path(f"{path}.csv"))
