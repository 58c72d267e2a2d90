"""The export dialog: what is written, where, and beforehand what the format cannot keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.dialogs.export_formats import ExportFormat, FormatList
from pullquote.ui.dialogs.export_parts import Losses, LossRow, Radios
from pullquote.ui.widgets import (
    BusyLine,
    CheckBox,
    ChoiceField,
    Field,
    Label,
    Line,
    number,
)

__all__ = ["ExportChoice", "ExportDialog", "LossRow"]

Copies = Literal["all", "one"]


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """`annotator` and `layer` are "" for all of them; `form` is "" where a format has only one."""

    format: str
    form: str
    annotator: str
    layer: str
    done_only: bool
    copies: Copies
    spreadsheet: bool
    folder: str


class ExportDialog(Dialog):
    """`changed` and `exported` have an `ExportChoice`; the window answers `changed` with
    `show_losses`. `folder_clicked` wants a place to be chosen, `opened` the folder to be shown.
    """

    changed = Signal(object)
    exported = Signal(object)
    folder_clicked = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Export"), QSize(1000, 620), parent)
        self._formats: dict[str, ExportFormat] = {}
        self._format = ""
        self._done = False
        self.heading.hide()
        self.formats = FormatList(self.tr("Export"))
        self.annotator = ChoiceField(self.tr("Labels of"))
        self.documents = ChoiceField(self.tr("Documents"))
        self.layer = ChoiceField(self.tr("Layers"))
        self.folder = Field(
            self.tr("To the folder"), icon="folder", icon_name=self.tr("Choose a folder")
        )
        self._forms = Radios()
        self._copies = Radios()
        self._losses = Losses()
        self._spreadsheet = CheckBox(self.tr("Safe for spreadsheets"))
        self._busy = BusyLine(divider=False)
        self._assemble_parts()
        self._connect_parts()

    def show_formats(self, formats: Sequence[ExportFormat], chosen: str = "") -> None:
        self._formats = {item.id: item for item in formats}
        self.formats.show_formats(formats)
        self._choose_format(chosen or formats[0].id)

    def show_choices(
        self,
        *,
        annotators: Sequence[tuple[str, str]],
        layers: Sequence[tuple[str, str]],
        documents: int,
        done: int,
        folder: str,
    ) -> None:
        """(key, name) of annotators and layers; how many documents there are, how many done."""
        self.annotator.set_choices([("", self.tr("Everybody")), *annotators])
        self.layer.set_choices([("", self.tr("All")), *layers])
        all_words = self.tr("All {}").format(number(documents))
        done_words = self.tr("Done only, {} of {}").format(number(done), number(documents))
        self.documents.set_choices([("all", all_words), ("done", done_words)])
        self.folder.set_text(folder)
        self._check()

    def show_copies(self, labels: int, once: int) -> None:
        """How many labels there are, and how many when every repeated passage counts once."""
        self._copies.show_choices(
            [
                ("all", self.tr("All copies, {} labels").format(number(labels))),
                ("one", self.tr("One per cluster, the earliest, {} labels").format(number(once))),
            ]
        )

    def show_losses(self, losses: Sequence[LossRow]) -> None:
        """What the chosen format cannot keep; nothing at all is said too."""
        self._losses.show_losses(losses, self._formats[self._format].name)
        self.formats.show_loss(self._format, sum(row.count for row in losses))

    def set_folder(self, folder: str) -> None:
        self.folder.set_text(folder)
        self._tell()

    def show_busy(self, text: str, done: int, total: int) -> None:
        self._busy.show_progress(done, total)
        self._say(text, "meta")
        self.main.setDisabled(True)

    def show_error(self, text: str) -> None:
        self._busy.stop()
        self._say(text, "warning")
        self._check()

    def show_done(self, text: str) -> None:
        """Written, read back and compared: `text` says so; the main button opens the folder."""
        self._busy.stop()
        self._done = True
        self._say(text, "strong")
        self.main.setText(self.tr("Show the files"))
        self.cancel.setText(self.tr("Close"))
        self.main.setEnabled(True)
        self.main.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.formats.focus_chosen()

    def choice(self) -> ExportChoice:
        item = self._formats.get(self._format)
        return ExportChoice(
            format=self._format,
            form=self._forms.value(),
            annotator=self.annotator.value(),
            layer=self.layer.value(),
            done_only=self.documents.value() == "done",
            copies="one" if self._copies.value() == "one" else "all",
            spreadsheet=bool(item and item.tables and self._spreadsheet.isChecked()),
            folder=self.folder.text().strip(),
        )

    def _assemble_parts(self) -> None:
        self.add_aside(self.formats, 264)
        fields = QGridLayout()
        fields.setHorizontalSpacing(32)
        fields.setVerticalSpacing(16)
        fields.addWidget(self.annotator, 0, 0)
        fields.addWidget(self.documents, 0, 1)
        fields.addWidget(self.layer, 1, 0)
        fields.addWidget(self.folder, 1, 1)
        self.body.setSpacing(16)
        self.body.addSpacing(12)
        self.body.addLayout(fields)
        self._form_part = self._part(self.tr("Written as"), self._forms)
        self._copies_part = self._part(self.tr("Copies"), self._copies)
        self._tables_part = self._part(self.tr("Tables"), self._tables())
        self._part(self.tr("Losses"), self._losses)
        self.body.addStretch()
        self.add_foot(self.tr("Export"), self.tr("Cancel"))
        self._content.insertWidget(self._content.count() - 2, self._busy)
        self._show_promise()

    def _connect_parts(self) -> None:
        self.formats.chosen.connect(self._choose_format)
        for field in (self.annotator, self.documents, self.layer):
            field.chosen.connect(self._tell)
        self.folder.edited.connect(self._tell)
        self.folder.icon_clicked.connect(self.folder_clicked)
        self.folder.cancelled.connect(self.reject)
        self._forms.chosen.connect(self._tell)
        self._copies.chosen.connect(self._tell)
        self._spreadsheet.toggled.connect(self._tell)
        self.main_clicked.connect(self._act)

    def _part(self, title: str, content: QWidget) -> QWidget:
        part = QWidget()
        heading = Label(title, "strong")
        heading.setFixedWidth(96)
        heading.setContentsMargins(0, 3, 0, 0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 16, 0, 0)
        row.setSpacing(0)
        row.addWidget(heading, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(content, 1)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Line())
        column.addLayout(row)
        self.body.addWidget(part)
        return part

    def _tables(self) -> QWidget:
        tables = QWidget()
        column = QVBoxLayout(tables)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._spreadsheet)
        words = self.tr("No cell is taken for a formula. Such files cannot be read back.")
        note = Label(words, "caption")
        note.setContentsMargins(28, 0, 0, 0)
        column.addWidget(note)
        return tables

    def _choose_format(self, format_id: str) -> None:
        self._format = format_id
        item = self._formats[format_id]
        self.formats.choose(format_id)
        self._forms.show_choices(item.forms)
        self._form_part.setVisible(bool(item.forms))
        self._tables_part.setVisible(item.tables)
        self._tell()

    def _tell(self) -> None:
        self._reset_done()
        self._check()
        self.changed.emit(self.choice())

    def _check(self) -> None:
        self.main.setEnabled(bool(self._format and self.folder.text().strip()))

    def _reset_done(self) -> None:
        if self._done:
            self._done = False
            self.main.setText(self.tr("Export"))
            self.cancel.setText(self.tr("Cancel"))
        self._show_promise()

    def _show_promise(self) -> None:
        self._say(self.tr("After writing, the files are read back and compared."), "meta")

    def _say(self, text: str, role: str) -> None:
        self.note.setText(text)
        self.note.set_role(role)

    def _act(self) -> None:
        if self._done:
            self.opened.emit()
        else:
            self.exported.emit(self.choice())
