"""The export dialog: the column of formats, what is written, where, and beforehand what the
format cannot keep.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QCoreApplication, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from pullquote.exchange.formats import ExportFormat
from pullquote.exchange.report import SplitReport
from pullquote.exchange.selection import Copies
from pullquote.sampling.split import SplitRequest
from pullquote.ui.dialogs.base import Aside, Dialog
from pullquote.ui.dialogs.split_form import SplitForm
from pullquote.ui.theme.fonts import program_font
from pullquote.ui.widgets import (
    BusyLine,
    CheckBox,
    ChoiceField,
    ElidedLabel,
    Field,
    Icon,
    Label,
    Line,
    RadioButton,
    counted,
    discard_widget,
    number,
    paint_focus,
)
from pullquote.ui.widgets.layout import Free, add_layout, column_of, grid_with, row_of
from pullquote.ui.widgets.paint import smooth_painter

__all__ = ["ExportChoice", "ExportDialog", "LossRow"]


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
    with_paths: bool = False
    split: SplitRequest | None = None


@dataclass(frozen=True, slots=True)
class LossRow:
    """So many of what (a plural noun), and where the first ones are."""

    count: int
    what: str
    where: str = ""


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
        self._forms = RadioGroup()
        self._copies = RadioGroup()
        self.split = SplitForm()
        self._losses = LossList()
        self._spreadsheet = CheckBox(self.tr("Safe for spreadsheets"))
        self._paths = CheckBox(self.tr("With the paths of files on this computer"))
        self._busy = BusyLine(divider=False)
        self._assemble_parts()
        self._connect_parts()
        self.show_copies()

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

    def show_copies(self, labels: int | None = None, once: int | None = None) -> None:
        """How many labels there are, and how many when every repeated passage counts once; None
        while that is being counted.
        """
        words = {
            "weighted": (self.tr("All copies, each weighted 1 / copies"), labels),
            "one": (self.tr("One per cluster, the earliest"), once),
            "all": (self.tr("All copies, each as one"), labels),
        }
        counts = (self.tr("{} label"), self.tr("{} labels"))
        self._copies.show_choices(
            [
                (key, said if many is None else f"{said}, {counted(many, *counts)}")
                for key, (said, many) in words.items()
            ]
        )

    def show_split(self, report: SplitReport | None) -> None:
        """What comes of the split that is chosen; None where repeats are not up to date."""
        self.split.show_report(report)

    def show_losses(self, losses: Sequence[LossRow]) -> None:
        """What the chosen format cannot keep; nothing at all is said too."""
        self._losses.show_losses(losses, _tr(self._formats[self._format].name))
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
            copies=cast("Copies", self._copies.value()),
            spreadsheet=bool(
                item and "spreadsheet" in item.options and self._spreadsheet.isChecked()
            ),
            folder=self.folder.text().strip(),
            with_paths=self._paths.isChecked(),
            split=self.split.request(),
        )

    def _assemble_parts(self) -> None:
        self.add_aside(self.formats, 264)
        fields = grid_with(32, 16)
        fields.addWidget(self.annotator, 0, 0)
        fields.addWidget(self.documents, 0, 1)
        fields.addWidget(self.layer, 1, 0)
        fields.addWidget(self.folder, 1, 1)
        self.body.setSpacing(16)
        self.body.addSpacing(12)
        add_layout(self.body, fields)
        self._form_part = self._part(self.tr("Written as"), self._forms)
        self._part(self.tr("Copies"), self._copies)
        self._part(self.tr("Split"), self.split)
        self._tables_part = self._part(self.tr("Tables"), self._tables())
        self._part(self.tr("Files"), self._paths)
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
        self.split.changed.connect(self._tell)
        self._spreadsheet.toggled.connect(self._tell)
        self._paths.toggled.connect(self._tell)
        self.main_clicked.connect(self._act)

    def _part(self, title: str, content: QWidget) -> QWidget:
        part = QWidget()
        heading = Label(title, "strong")
        heading.setFixedWidth(96)
        heading.setContentsMargins(0, 3, 0, 0)
        row = row_of((heading, 0, Qt.AlignmentFlag.AlignTop), (content, 1), margins=(0, 16, 0, 0))
        column_of(Line(), row, on=part)
        self.body.addWidget(part)
        return part

    def _tables(self) -> QWidget:
        tables = QWidget()
        words = self.tr("No cell is taken for a formula. Such files cannot be read back.")
        note = Label(words, "caption")
        note.setContentsMargins(28, 0, 0, 0)
        column_of(self._spreadsheet, note, on=tables)
        return tables

    def _choose_format(self, format_id: str) -> None:
        self._format = format_id
        item = self._formats[format_id]
        self.formats.choose(format_id)
        words = {
            "folder": self.tr("A folder"),
            "zip": self.tr("A zip file"),
            "file": self.tr("One file"),
        }
        several = len(item.forms) > 1
        self._forms.show_choices([(form, words[form]) for form in item.forms] if several else ())
        self._form_part.setVisible(several)
        self._tables_part.setVisible("spreadsheet" in item.options)
        self._tell()

    def _tell(self) -> None:
        if self._done:
            self._done = False
            self.main.setText(self.tr("Export"))
            self.cancel.setText(self.tr("Cancel"))
        self._show_promise()
        self._check()
        self._losses.show_counting()
        self.split.show_counting()
        self.changed.emit(self.choice())

    def _check(self) -> None:
        ready = self._format and self.folder.text().strip() and self.split.is_complete()
        self.main.setEnabled(bool(ready))

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


def _tr(text: str) -> str:
    """A name of the table of formats in the user's language."""
    return QCoreApplication.translate("Formats", text)


_HEIGHT = 56


class FormatList(Aside):
    """`chosen` has a format's id; arrows go from one to the next."""

    chosen = Signal(str)

    def __init__(self, title: str) -> None:
        super().__init__()
        self._rows: dict[str, _Row] = {}
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._tell)
        heading = Label(title, "title")
        heading.setContentsMargins(24, 24, 16, 16)
        self._column = column_of(heading, Free(), on=self, margins=(0, 0, 0, 16))

    def show_formats(self, formats: Sequence[ExportFormat]) -> None:
        for row in self._rows.values():
            self._group.removeButton(row)
            discard_widget(row)
        self._rows = {}
        for place, item in enumerate(formats, 1):
            row = _Row(item)
            self._rows[item.id] = row
            self._group.addButton(row)
            self._column.insertWidget(place, row)

    def choose(self, format_id: str) -> None:
        self._rows[format_id].setChecked(True)

    def focus_chosen(self) -> None:
        row = self._group.checkedButton()
        if row is not None:
            row.setFocus()

    def show_loss(self, format_id: str, count: int) -> None:
        """Say beside a format how much it cannot keep."""
        self._rows[format_id].show_loss(count)

    def _tell(self, button: QAbstractButton) -> None:
        self.chosen.emit(next(name for name, row in self._rows.items() if row is button))


class _Row(QToolButton):
    def __init__(self, item: ExportFormat) -> None:
        super().__init__()
        self._name, self._keeps = _tr(item.name), _tr(item.keeps)
        self._loss = Label("", "warning-small", parent=self)
        self.setCheckable(True)
        self.setText(self._name)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_loss(0)

    def show_loss(self, count: int) -> None:
        loses = self.tr("loses {}").format(number(count)) if count else ""
        self._loss.setText(loses)
        self._place_loss()
        said = (self._name, self._keeps, loses)
        self.setAccessibleName(", ".join(filter(None, said)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_loss()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with smooth_painter(self) as painter:
            palette = self.palette()
            if self.isChecked():
                painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Base))
                bar = palette.color(QPalette.ColorRole.Accent)
                painter.fillRect(0, 7, 3, self.height() - 14, bar)
            elif self.underMouse():
                painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.AlternateBase))
            flags = Qt.AlignmentFlag.AlignVCenter
            painter.setPen(palette.color(QPalette.ColorRole.WindowText))
            painter.setFont(program_font(14, 600 if self.isChecked() else 500))
            painter.drawText(QRect(24, 9, self.width() - 40, 20), flags, self._name)
            painter.setPen(palette.color(QPalette.ColorRole.Shadow))
            painter.setFont(program_font(12))
            painter.drawText(QRect(24, 29, self.width() - 40, 18), flags, self._keeps)
            if self.hasFocus():
                paint_focus(painter, self)

    def _place_loss(self) -> None:
        self._loss.adjustSize()
        self._loss.move(self.width() - self._loss.width() - 16, 11)


class RadioGroup(QWidget):
    """One of a few; the first one until another is chosen."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._buttons: dict[str, RadioButton] = {}
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._tell)
        self._column = column_of(on=self, gap=2)

    def show_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        before = self.value()
        for button in self._buttons.values():
            self._group.removeButton(button)
            discard_widget(button)
        self._buttons = {}
        for key, words in choices:
            button = RadioButton(words)
            self._buttons[key] = button
            self._group.addButton(button)
            self._column.addWidget(button)
        wanted = before if before in self._buttons else next(iter(self._buttons), "")
        if wanted:
            self._buttons[wanted].setChecked(True)

    def value(self) -> str:
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def _tell(self) -> None:
        self.chosen.emit(self.value())


class LossList(QWidget):
    """One sentence, and under it each kind of loss with its number."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = Icon("check", "good", 18)
        self._sentence = Label("", "medium", wrap=True)
        self._rows: list[QWidget] = []
        head = row_of(self._icon, (self._sentence, 1), gap=8)
        self._grid = grid_with(12, 4, wide=(1, 2))
        column_of(head, self._grid, on=self, margins=(0, 2, 0, 0), gap=6)

    def show_counting(self) -> None:
        """Nothing is known yet, not even that nothing is lost."""
        self.show_losses((), "")
        self._icon.hide()
        self._sentence.setText(self.tr("Counting what cannot be kept …"))

    def show_losses(self, losses: Sequence[LossRow], name: str) -> None:
        self._icon.show()
        for widget in self._rows:
            discard_widget(widget)
        self._rows = []
        for place, loss in enumerate(losses):
            count = Label(number(loss.count), "strong")
            count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            count.setMinimumWidth(40)
            row = (count, Label(loss.what, wrap=True), ElidedLabel(loss.where, "caption"))
            for column, label in enumerate(row):
                self._grid.addWidget(label, place, column)
            self._rows.extend(row)
        total = sum(loss.count for loss in losses)
        self._icon.show_icon(*(("warning", "warning") if losses else ("check", "good")))
        kept = self.tr("{} keeps everything.").format(name)
        lost = self.tr("{} things cannot be kept in {}.").format(number(total), name)
        self._sentence.setText(lost if losses else kept)
