"""Who labels, and what each gets: the dialog, and the plan at work. Annotators are added at
once, documents are dealt with the main button.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QWidget

from pullquote.errors import PullquoteError
from pullquote.store import Project, Writer
from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.services.errors import error_message
from pullquote.ui.services.tasks import Progress, Stop, Tasks
from pullquote.ui.widgets import Button, CheckBox, Field, Label, Segments, bidi_isolated, counted
from pullquote.ui.widgets.check_table import CheckTable
from pullquote.ui.widgets.layout import add_parts, grid_with, row_of
from pullquote.workflow.plan import PersonShare, PlanReport, PlanRequest, preview_plan
from pullquote.workflow.progress import progress_of


@dataclass(frozen=True, slots=True)
class Person:
    """An annotator with the documents that were given to them, and those they have done."""

    id: int
    name: str
    assigned: int
    done: int
    labels: int = 0


@dataclass(frozen=True, slots=True)
class PlanChoices:
    """What is to be dealt: to whom, how many people a document, which share for agreement.

    `overlap` is a share of the documents, 0 to 1.
    """

    annotators: tuple[int, ...]
    per_document: int
    overlap: float
    training: bool
    suggestions: bool
    seed: int


class PlanDialog(Dialog):
    """`wished` comes with every change, for the sentence that says what would be dealt."""

    added = Signal(str)
    renamed = Signal(int, str)
    removed = Signal(int)
    wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Annotators and plan"), QSize(640, 640), parent)
        heads = (self.tr("Annotator"), self.tr("Documents"), self.tr("Done"))
        self.people = CheckTable(self.tr("Annotators"), heads, editable=True)
        self.name = Field(self.tr("Add an annotator"), placeholder=self.tr("Name"))
        self._add = Button(self.tr("Add"))
        self._remove = Button(self.tr("Remove"))
        how_many = self.tr("Annotators for each document")
        self.per_document = Segments(("1", "2", "3"), how_many, "1")
        self.overlap = _number_field(self.tr("Share for agreement, in %"), 0, _ALL, "10")
        self.seed = _number_field(self.tr("Seed of the draw"), 0, 999_999, "1")
        self.training = CheckBox(self.tr("Begin with the documents whose answer is known"))
        self.suggestions = CheckBox(self.tr("Outline speakers and cues in shared documents, too"))
        self.preview = Label("", "strong", wrap=True)
        self.problem = Label("", "second", wrap=True)
        self._assemble_body()
        self._connect()
        self.add_foot(self.tr("Assign"), self.tr("Close"))
        self.note.setText(self.tr("Nothing is assigned before you press the button."))
        self.name.setFocus()

    def show_people(self, people: Sequence[Person], ticked: set[int]) -> None:
        rows = [(str(p.id), (p.name, p.assigned, p.done)) for p in people]
        self.people.show_rows(rows, {str(one) for one in ticked})

    def show_training(self, documents: int) -> None:
        """Offer training with as many documents as have a known answer."""
        self.training.setEnabled(documents > 0)
        words = self.tr("Begin with the {} documents whose answer is known")
        none = self.tr("No document has a known answer yet: adjudicate some to train with")
        self.training.setText(words.format(documents) if documents else none)

    def show_preview(self, sentence: str, documents: int) -> None:
        """Say what the button would do; it is off where that is nothing."""
        self.preview.setText(sentence)
        self.main.setEnabled(documents > 0)

    def show_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def choices(self) -> PlanChoices:
        return PlanChoices(
            annotators=tuple(int(key) for key in self.people.ticked_keys()),
            per_document=int(self.per_document.value() or 1),
            overlap=_number(self.overlap, 0) / _ALL,
            training=self.training.isEnabled() and self.training.isChecked(),
            suggestions=self.suggestions.isChecked(),
            seed=_number(self.seed, 1),
        )

    def _connect(self) -> None:
        self._add.clicked.connect(self._add_name)
        self.name.editor.returnPressed.connect(self._add_name)
        self._remove.clicked.connect(self._remove_chosen)
        self.people.renamed.connect(lambda key, name: self.renamed.emit(int(key), name))
        self.people.ticked.connect(self.wished)
        self.per_document.chosen.connect(lambda _value: self.wished.emit())
        self.overlap.edited.connect(self._keep_share)
        for field in (self.overlap, self.seed):
            field.edited.connect(lambda _text: self.wished.emit())
        for box in (self.training, self.suggestions):
            box.toggled.connect(lambda _on: self.wished.emit())

    def _keep_share(self, _text: str) -> None:
        # The validator lets three digits stand until the field is left.
        if _number(self.overlap, 0) > _ALL:
            self.overlap.set_text(str(_ALL))

    def _add_name(self) -> None:
        if self.name.text().strip():
            self.added.emit(self.name.text().strip())

    def _remove_chosen(self) -> None:
        key = self.people.current_key()
        if key is not None:
            self.removed.emit(int(key))

    def _assemble_body(self) -> None:
        self.problem.hide()
        adding = row_of((self.name, 1), self._add, self._remove, gap=8)
        grid = grid_with(24, 12)
        grid.addWidget(Label(self.tr("Annotators for each document"), "medium"), 0, 0)
        grid.addWidget(self.per_document, 0, 1)
        grid.addWidget(self.overlap, 1, 0)
        grid.addWidget(self.seed, 1, 1)
        grid.addWidget(self.training, 2, 0, 1, 2)
        grid.addWidget(self.suggestions, 3, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        copies = self.tr(
            "Articles that share most of their words go to one person, "
            "whole groups of them to everybody for the agreement."
        )
        add_parts(
            self.body,
            (self.people, 1),
            8,
            adding,
            self.problem,
            16,
            grid,
            8,
            Label(copies, "caption", wrap=True),
            12,
            self.preview,
        )


def _number_field(caption: str, least: int, most: int, value: str) -> Field:
    field = Field(caption)
    field.editor.setValidator(QIntValidator(least, most, field))
    field.set_text(value)
    return field


def _number(field: Field, otherwise: int) -> int:
    text = field.text().strip()
    return int(text) if text.isdecimal() else otherwise


_ALL = 100

# The sentence is counted when the hands rest.
_REST_MS = 150


def person_rows(project: Project) -> list[Person]:
    """Everybody who labels, with what they have and what is done of it."""
    return [
        Person(one.annotator.id, one.annotator.name, one.assigned or 0, one.done, one.labels)
        for one in progress_of(project).people
        if one.annotator.kind == "person"
    ]


class PlanPresenter(QObject):
    """`deal` is called with what was wished for when the main button is pressed."""

    def __init__(
        self,
        project: Project,
        actor: int,
        people: Sequence[Person],
        deal: Callable[[PlanRequest], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._project, self._actor = project, actor
        self._people = {one.id: one for one in people}
        self.dialog = PlanDialog(parent)
        self._tasks = Tasks(self)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._preview)
        self.dialog.added.connect(self._add)
        self.dialog.renamed.connect(self._rename)
        self.dialog.removed.connect(self._remove)
        self.dialog.wished.connect(self._rest.start)
        self.dialog.main_clicked.connect(lambda: self._deal(deal))
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
        self.dialog.show_preview(error_message(error), 0)

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
            self.dialog.show_problem(error_message(error))
            return False
        self.dialog.show_problem("")
        return True

    def _show(self, ticked: set[int]) -> None:
        self.dialog.show_people(self._people_now(), ticked)
        self._preview()

    def _people_now(self) -> list[Person]:
        """Who is there now; what they have was counted when the dialog opened, and is as it was."""
        persons = (one for one in self._project.annotators() if one.kind == "person")
        known = self._people
        return [
            replace(known.get(one.id, Person(one.id, one.name, 0, 0)), name=one.name)
            for one in persons
        ]

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
