"""The Progress room at work: counts anew when it is entered and something has changed."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from pullquote.errors import PullquoteError
from pullquote.store import Change, Project
from pullquote.ui.progress.widget import ProgressWidget
from pullquote.ui.services.file_names import with_ending
from pullquote.ui.services.host import Host, Target
from pullquote.ui.services.room import Commands, Room, offer_keys
from pullquote.ui.services.tasks import Progress, Stop, Tasks
from pullquote.ui.theme.palette import Theme
from pullquote.workflow.progress import ProjectProgress, progress_of, write_progress_csv

# Counting 200,000 labels takes long enough that an import must not ask for it with every step.
_REST_MS = 300
_COUNTED = {"document", "annotator", "assignment", "state", "annotation"}


class ProgressRoom(Room):
    def __init__(
        self,
        project: Project,
        actor: int,
        theme: Theme,
        host: Host,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(project, actor, host, parent)
        self._shown: ProjectProgress | None = None
        self._stale = True
        self._tasks = Tasks(self)
        self.widget: ProgressWidget = ProgressWidget(theme, project.schema)
        offer_keys(self.widget, host)
        self.widget.export_clicked.connect(self._export)
        self.widget.import_clicked.connect(lambda: host.run("import"))
        for chart in self.widget.charts():
            chart.folder = project.path.parent
            chart.saved.connect(self._say_written)
            chart.failed.connect(host.show_error)
        self.widget.strip.show_keys([("F6", self.tr("to the tables")), ("Alt+←", self.tr("back"))])
        self._later = QTimer(self, singleShot=True, interval=_REST_MS)
        self._later.timeout.connect(self._count)

    def commands(self) -> Commands:
        return {}

    def enter(self, _target: Target | None = None) -> None:
        if self._stale:
            self._count()
        self.widget.export.setFocus()

    def refresh(self, change: Change) -> None:
        self.note(change)
        if self._stale and not self._later.isActive():
            self._later.start()

    def note(self, change: Change) -> None:
        self._stale = self._stale or bool(change.tables & _COUNTED)

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
            self.host.show_error(error)
            return
        self._say_written(to)

    def _say_written(self, to: Path) -> None:
        self.host.say(self.tr("Written to {}.").format(to.name))

    def _count(self) -> None:
        self._stale = False
        project = self.project

        def work(_progress: Progress, _stop: Stop) -> ProjectProgress:
            return progress_of(project)

        self._tasks.run("count", self.tr("Counting"), work, self._show, self.host.show_error)

    def _show(self, progress: ProjectProgress) -> None:
        self._shown = progress
        self.widget.show_error("")
        self.widget.show_progress(progress)

    def _export(self) -> None:
        proposal = self.project.path.with_name(f"{self.project.path.stem} progress.csv")
        path, _kind = QFileDialog.getSaveFileName(
            self.widget, self.tr("Export as CSV"), str(proposal), "CSV (*.csv)"
        )
        if path:
            self.write(with_ending(path, ".csv"))
