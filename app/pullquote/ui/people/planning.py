"""The plan at work: annotators are added at once, documents are dealt with the main button."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from pullquote.errors import PullquoteError
from pullquote.store import Project, Writer
from pullquote.ui.errors import sentence
from pullquote.ui.people.plan_dialog import Person, PlanDialog
from pullquote.ui.tasks import Progress, Stop, Tasks
from pullquote.ui.widgets import bidi_isolated, counted
from pullquote.workflow.plan import PersonShare, PlanReport, PlanRequest, preview_plan
from pullquote.workflow.progress import progress_of

# The sentence is counted when the hands rest.
_REST_MS = 150


def persons(project: Project) -> list[Person]:
    """Everybody who labels, with what they have and what is done of it."""
    return [
        Person(one.annotator.id, one.annotator.name, one.assigned or 0, one.done, one.labels)
        for one in progress_of(project).people
        if one.annotator.kind == "person"
    ]


class Planning(QObject):
    """`deal` is called with what was wished for when the main button is pressed."""

    def __init__(
        self, project: Project, actor: int, deal: Callable[[PlanRequest], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._project, self._actor = project, actor
        self.dialog = PlanDialog(parent)
        self._tasks = Tasks(self)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._preview)
        self.dialog.added.connect(self._add)
        self.dialog.renamed.connect(self._rename)
        self.dialog.removed.connect(self._remove)
        self.dialog.wished.connect(self._rest.start)
        self.dialog.main_clicked.connect(lambda: self._deal(deal))
        people = persons(project)
        self.dialog.show_training(len(project.answered_documents()))
        # Who only imports is no annotator before somebody says so.
        self.dialog.show_people(people, {one.id for one in people if one.assigned or one.labels})
        self._preview()

    def ask(self) -> None:
        self.dialog.ask()
        self._rest.stop()
        self._tasks.finish()
        self.deleteLater()

    def wish(self) -> PlanRequest:
        choices = self.dialog.choices()
        return PlanRequest(
            annotators=choices.annotators,
            training=tuple(self._project.answered_documents()) if choices.training else (),
            per_document=choices.per_document,
            overlap=choices.overlap,
            suggestions=choices.suggestions,
            seed=choices.seed,
        )

    def _deal(self, deal: Callable[[PlanRequest], None]) -> None:
        deal(self.wish())
        self.dialog.accept()

    def _preview(self) -> None:
        """In a thread: of 10,000 documents it takes as long as a person notices."""
        project, wish = self._project, self.wish()

        def work(_progress: Progress, _stop: Stop) -> PlanReport:
            return preview_plan(project, wish)

        self._tasks.run("preview", "", work, self._show_preview, self._show_refusal)

    def _show_preview(self, report: PlanReport) -> None:
        self.dialog.show_preview(self._words(report), report.documents)

    def _show_refusal(self, error: Exception) -> None:
        self.dialog.show_preview(sentence(error), 0)

    def _add(self, name: str) -> None:
        ticked = set(self.dialog.choices().annotators)
        before = {annotator.id for annotator in self._project.annotators()}
        if self._write(self.tr("Annotator added"), lambda writer: writer.add_annotator(name)):
            self.dialog.name.set_text("")
            new = {annotator.id for annotator in self._project.annotators()} - before
            self._show(ticked | new)

    def _rename(self, annotator: int, name: str) -> None:
        self._write(
            self.tr("Annotator renamed"),
            lambda writer: writer.change_annotator(annotator, name=name),
        )
        self._show(set(self.dialog.choices().annotators))

    def _remove(self, annotator: int) -> None:
        ticked = set(self.dialog.choices().annotators)
        words = self.tr("Annotator removed")
        if self._write(words, lambda writer: writer.remove_annotator(annotator)):
            self._show(ticked - {annotator})

    def _write(self, name: str, act: Callable[[Writer], object]) -> bool:
        try:
            with self._project.operation(name, self._actor) as writer:
                act(writer)
        except PullquoteError as error:
            self.dialog.show_problem(sentence(error))
            return False
        self.dialog.show_problem("")
        return True

    def _show(self, ticked: set[int]) -> None:
        self.dialog.show_people(persons(self._project), ticked)
        self._preview()

    def _words(self, report: PlanReport) -> str:
        if not report.documents:
            return self.tr("Every document is assigned already.")
        one, many = (
            self.tr("{} document would be assigned"),
            self.tr("{} documents would be assigned"),
        )
        first = counted(report.documents, one, many)
        shares = ", ".join(self._share(share) for share in report.shares if share.documents)
        more = []
        if report.overlap:
            more.append(self.tr("{} to several people").format(report.overlap))
        if report.training:
            more.append(self.tr("{} to train with").format(report.training))
        if report.assigned:
            more.append(self.tr("{} are assigned already").format(report.assigned))
        return f"{first}: {shares}. " + ("; ".join(more).capitalize() + "." if more else "")

    def _share(self, share: PersonShare) -> str:
        return self.tr("{documents} to {name}").format(
            documents=share.documents, name=bidi_isolated(share.name)
        )
