"""Who labels, and what each gets."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.people.table import CheckTable
from pullquote.ui.widgets import Button, CheckBox, Field, Label, Segments


@dataclass(frozen=True, slots=True)
class Person:
    """An annotator with the documents that were given to them, and those they have done."""

    id: int
    name: str
    assigned: int
    done: int
    labels: int = 0


@dataclass(frozen=True, slots=True)
class Choices:
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
        self.people = CheckTable(heads, editable=True)
        self.people.setAccessibleName(self.tr("Annotators"))
        self.name = Field(self.tr("Add an annotator"), placeholder=self.tr("Name"))
        self._add = Button(self.tr("Add"))
        self._remove = Button(self.tr("Remove"))
        self.per_document = Segments(("1", "2", "3"))
        self.per_document.setAccessibleName(self.tr("Annotators for each document"))
        self.per_document.set_value("1")
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

    def choices(self) -> Choices:
        return Choices(
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
        adding = QHBoxLayout()
        adding.setSpacing(8)
        adding.addWidget(self.name, 1)
        adding.addWidget(self._add)
        adding.addWidget(self._remove)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
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
        self.body.addWidget(self.people, 1)
        self.body.addSpacing(8)
        self.body.addLayout(adding)
        self.body.addWidget(self.problem)
        self.body.addSpacing(16)
        self.body.addLayout(grid)
        self.body.addSpacing(8)
        self.body.addWidget(Label(copies, "caption", wrap=True))
        self.body.addSpacing(12)
        self.body.addWidget(self.preview)


def _number_field(caption: str, least: int, most: int, value: str) -> Field:
    field = Field(caption)
    field.editor.setValidator(QIntValidator(least, most, field))
    field.set_text(value)
    return field


def _number(field: Field, otherwise: int) -> int:
    text = field.text().strip()
    return int(text) if text.isdigit() else otherwise


_ALL = 100
