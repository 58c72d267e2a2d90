"""The column of formats in the export dialog."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout

from pullquote.ui.dialogs.base import Aside
from pullquote.ui.theme.fonts import program_font
from pullquote.ui.widgets import Label, discard_widget, number, paint_focus

_HEIGHT = 56


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """`forms` are (id, words) where a format can be written in more than one way.

    `tables` says that spreadsheets open its files.
    """

    id: str
    name: str
    subtitle: str
    forms: tuple[tuple[str, str], ...] = ()
    tables: bool = False


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
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 16)
        self._column.setSpacing(0)
        self._column.addWidget(heading)
        self._column.addStretch()

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
        self._item = item
        self._loss = Label("", "warning-small", parent=self)
        self.setCheckable(True)
        self.setText(item.name)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_loss(0)

    def show_loss(self, count: int) -> None:
        loses = self.tr("loses {}").format(number(count)) if count else ""
        self._loss.setText(loses)
        self._place_loss()
        said = (self._item.name, self._item.subtitle, loses)
        self.setAccessibleName(", ".join(filter(None, said)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_loss()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
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
        painter.drawText(QRect(24, 9, self.width() - 40, 20), flags, self._item.name)
        painter.setPen(palette.color(QPalette.ColorRole.Shadow))
        painter.setFont(program_font(12))
        painter.drawText(QRect(24, 29, self.width() - 40, 18), flags, self._item.subtitle)
        if self.hasFocus():
            paint_focus(painter, self)
        painter.end()

    def _place_loss(self) -> None:
        self._loss.adjustSize()
        self._loss.move(self.width() - self._loss.width() - 16, 11)
