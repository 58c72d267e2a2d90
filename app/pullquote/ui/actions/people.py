"""Several people in the window: the plan, files handed out and collected, proposals."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from pullquote.store import Project
from pullquote.ui.dialogs.import_report import ImportReportDialog
from pullquote.ui.people import collect
from pullquote.ui.people.collect import CollectDialog
from pullquote.ui.people.hand_out import HandOutDialog
from pullquote.ui.people.plan import Person, PlanPresenter, person_rows
from pullquote.ui.people.proposals import ProposalsPresenter
from pullquote.ui.services.host import Host
from pullquote.ui.services.jobs import Jobs
from pullquote.ui.widgets import counted
from pullquote.workflow.collect.collect import OPERATION
from pullquote.workflow.collect.report import CollectReport
from pullquote.workflow.hand_out.operation import HandedOut
from pullquote.workflow.plan import PlanReport


class DistributionActions(QObject):
    """Shows a dialog, starts what was answered, and says what came of it."""

    def __init__(self, host: Host, project: Project, actor: int, jobs: Jobs) -> None:
        super().__init__(jobs)
        self._host, self._project, self._actor, self._jobs = host, project, actor, jobs
        self._paths: list[Path] = []
        self._collect: CollectDialog | None = None
        jobs.dealt.connect(self._say_dealt)
        jobs.handed_out.connect(self._say_handed_out)
        jobs.previewed.connect(self._show_preview)
        jobs.collected.connect(self._show_collected)

    def plan(self) -> None:
        def ask(people: Sequence[Person]) -> None:
            parent = self._host.dialog_parent
            PlanPresenter(self._project, self._actor, people, self._jobs.deal, parent).ask()

        self._count_people(ask)

    def hand_out(self) -> None:
        self._count_people(self._ask_to_hand_out)

    def _ask_to_hand_out(self, people: Sequence[Person]) -> None:
        dialog = HandOutDialog(self._host.dialog_parent)
        path = self._project.path
        dialog.show_people(people, path.with_name(f"{path.stem} hand-outs"))

        def go() -> None:
            self._jobs.hand_out(dialog.to(), dialog.annotators(), dialog.replace.isChecked())
            dialog.accept()

        dialog.main_clicked.connect(go)
        dialog.ask()

    def _count_people(self, ask: Callable[[Sequence[Person]], None]) -> None:
        """In a thread: 200,000 labels are counted for longer than a person waits."""
        project = self._project
        self._host.work(
            "people", self.tr("Counting"), lambda _progress, _stop: person_rows(project), ask
        )

    def collect(self) -> None:
        """Ask for files; once they are looked through, the dialog shows what would come."""
        paths, _kind = QFileDialog.getOpenFileNames(
            self._host.dialog_parent,
            self.tr("Collect"),
            str(self._project.path.parent),
            "Pullquote (*.pullquote)",
        )
        if paths:
            self.collect_files([Path(path) for path in paths])

    def collect_files(self, paths: Sequence[Path]) -> None:
        self._paths += [path for path in paths if path not in self._paths]
        self._jobs.preview_collect(self._paths)

    def proposals(self) -> None:
        ProposalsPresenter(self._project, self._actor, self._host.dialog_parent).ask()

    # --- what came of it -----------------------------------------------------------------------

    def _say_dealt(self, report: PlanReport) -> None:
        one, many = self.tr("{} document assigned."), self.tr("{} documents assigned.")
        self._host.say(counted(report.documents, one, many), undo=True)

    def _say_handed_out(self, files: Sequence[HandedOut]) -> None:
        one, many = self.tr("{} file made in {{}}."), self.tr("{} files made in {{}}.")
        folder = files[0].path.parent.name
        self._host.say(counted(len(files), one, many).format(folder), undo=True)

    def _show_preview(self, report: CollectReport) -> None:
        shown = self._collect
        dialog = shown or CollectDialog(self._host.dialog_parent)
        dialog.show_files(collect.returned_rows(report), collect.conflict_rows(report))
        if shown is not None:
            return
        self._collect = dialog
        dialog.more_clicked.connect(self.collect)
        dialog.main_clicked.connect(lambda: self._take(dialog))
        dialog.ask()
        self._collect = None
        self._paths = []

    def _take(self, dialog: CollectDialog) -> None:
        paths = [Path(path) for path in dialog.chosen()]
        self._jobs.collect(paths, collect.decider(dialog.decisions()))
        dialog.accept()

    def _show_collected(self, report: CollectReport) -> None:
        said, rows = collect.collected_sentence(report), collect.report_rows(report)
        if not rows:
            self._host.say(said, undo=True)
            return
        dialog = ImportReportDialog(
            self._host.dialog_parent, title=self.tr("Collected"), undo=self.tr("Undo the collect")
        )
        dialog.show_report(report.taken, rows, stopped=report.stopped)
        dialog.heading.setText(said)
        dialog.undo_clicked.connect(lambda: self._host.undo_newest(OPERATION))
        dialog.ask()
