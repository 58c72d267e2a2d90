"""What is done to the open project: export, copies, backups, versions, the check."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from pullquote.store import CheckProblem, Project
from pullquote.store.values import FoldPreview
from pullquote.ui.dialogs.import_report import ImportReportDialog, ReportRow
from pullquote.ui.dialogs.prompt import fold_prompt, version_prompt
from pullquote.ui.services.file_names import with_ending
from pullquote.ui.services.host import Host
from pullquote.ui.services.jobs import Jobs


class ProjectActions(QObject):
    """Asks what there is to ask, starts the work, and says what came of it."""

    def __init__(self, host: Host, project: Project, actor: int, jobs: Jobs) -> None:
        super().__init__(jobs)
        self._host, self._project, self._actor, self._jobs = host, project, actor, jobs

    def export(self) -> None:
        from pullquote.ui.actions.export import ExportAction

        ExportAction(self._host.dialog_parent, self._project, self._jobs).ask()

    def save_copy(self) -> None:
        proposal = self._project.path.with_name(f"{self._project.path.stem} copy.pullquote")
        path, _kind = QFileDialog.getSaveFileName(
            self._host.dialog_parent,
            self.tr("Save a copy"),
            str(proposal),
            "Pullquote (*.pullquote)",
        )
        if not path:
            return
        to, project = with_ending(path, ".pullquote"), self._project

        def saved(_answer: object) -> None:
            if project.read_only or project.lost():
                self._host.take_files([str(to)])
            else:
                self._host.say(self.tr("Copy saved as {}.").format(to.name))

        title = self.tr("Saving a copy")
        self._host.work("copy", title, lambda _progress, _stop: project.save_copy(to), saved)

    def backups(self) -> None:
        from pullquote.ui.actions.backups import BackupActions

        BackupActions(self._host, self._project, self).ask()

    def name_version(self) -> None:
        project, actor = self._project, self._actor
        dialog = version_prompt(parent=self._host.dialog_parent)

        def keep(name: str) -> None:
            said = self.tr("This version is named “{}”.").format(name)
            self._host.work(
                "version",
                self.tr("Naming this version"),
                lambda _progress, _stop: project.name_version(name, actor),
                lambda _operation: self._host.say(said),
            )

        dialog.given.connect(keep)
        dialog.ask()

    def fold_history(self) -> None:
        """Say what could no longer be undone, and fold it if that is wanted."""
        project, title = self._project, self.tr("Looking at the history")
        self._host.work(
            "fold", title, lambda _progress, _stop: project.preview_fold(), self._ask_to_fold
        )

    def _ask_to_fold(self, preview: FoldPreview) -> None:
        if not preview.operations:
            self._host.say(self.tr("There is nothing to fold: all can still be undone."))
            return
        project, actor, said = self._project, self._actor, self.tr("The history is folded.")
        dialog = fold_prompt(preview, self._host.dialog_parent)

        def fold(name: str) -> None:
            self._host.work(
                "fold",
                self.tr("Folding the history"),
                lambda _progress, _stop: project.fold_history(name, actor),
                lambda _operation: self._host.say(said),
            )

        dialog.given.connect(fold)
        dialog.ask()

    def guidelines(self) -> None:
        from pullquote.ui.actions.guidelines import GuidelineActions

        GuidelineActions(self._host, self._project, self._actor, self).ask()

    def check(self) -> None:
        title = self.tr("Checking the project")
        self._host.work(
            "check", title, lambda _progress, _stop: self._project.check(), self._show_problems
        )

    def _show_problems(self, problems: Sequence[CheckProblem]) -> None:
        if not problems:
            self._host.say(self.tr("Checked: texts, offsets, relations and journal are sound."))
            return
        rows = [ReportRow("skipped", problem.kind, problem.sentence) for problem in problems]
        dialog = ImportReportDialog(self._host.dialog_parent, title=self.tr("Checked"))
        dialog.show_report(0, rows)
        dialog.heading.setText(self.tr("{} findings").format(len(problems)))
        dialog.ask()
