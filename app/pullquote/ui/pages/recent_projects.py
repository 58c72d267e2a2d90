"""The list of recent projects on the welcome page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from pullquote.ui.theme.fonts import program_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed
from pullquote.ui.widgets import Label, Line, Menu, discard_widget, paint_focus, set_tooltip
from pullquote.ui.widgets.icon import icon_pixmap
from pullquote.ui.widgets.layout import Free, column_of
from pullquote.ui.widgets.paint import smooth_painter

_HEIGHT = 92
_ICON = 16


@dataclass(frozen=True, slots=True)
class RecentProject:
    """`note` is a sentence: counts, or why it cannot be opened as usual."""

    path: str
    name: str
    note: str = ""
    state: Literal["", "read_only", "missing"] = ""


class RecentList(Themed, QWidget):
    """`chosen` and `forgotten` have a path; Delete forgets the project in focus."""

    chosen = Signal(str)
    forgotten = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[_Row] = []
        self._none = Label(self.tr("Projects you open are listed here."), "second", wrap=True)
        heading = Label(self.tr("Recent"), "strong")
        heading.setFixedHeight(32)
        heading.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._none.setContentsMargins(0, 16, 0, 0)
        self._column = column_of(heading, Line(), self._none, Free(), on=self)

    def show_recent(self, recent: Sequence[RecentProject]) -> None:
        for row in self._rows:
            discard_widget(row)
        self._rows = [_Row(item, self._theme, self) for item in recent]
        for place, row in enumerate(self._rows):
            self._column.insertWidget(3 + place, row)
            row.clicked.connect(self._choose)
            row.forgotten.connect(self.forgotten)
        self._none.setHidden(bool(recent))

    def rows(self) -> Sequence[QToolButton]:
        return self._rows

    def _choose(self) -> None:
        row = self.sender()
        if isinstance(row, _Row):
            self.chosen.emit(row.item.path)


class _Row(Themed, QToolButton):
    forgotten = Signal(str)

    def __init__(self, item: RecentProject, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.item = item
        self._theme = theme
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(", ".join(filter(None, (item.name, item.path, item.note))))
        set_tooltip(self, item.path)

    def sizeHint(self) -> QSize:
        return QSize(384, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() == Qt.Key.Key_Delete:
            self.forgotten.emit(self.item.path)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = Menu(parent=self)
        menu.addAction(self.tr("Open")).triggered.connect(self.click)
        forget = menu.addAction(self.tr("Take off this list"))
        forget.triggered.connect(lambda: self.forgotten.emit(self.item.path))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos() or QPoint())

    def paintEvent(self, _event: QPaintEvent) -> None:
        with smooth_painter(self) as painter:
            theme, missing = self._theme, self.item.state == "missing"
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))
            if self.underMouse():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.palette().color(QPalette.ColorRole.AlternateBase))
                painter.drawRoundedRect(self.rect().adjusted(-12, 6, 0, -6), 6, 6)
            name = "ink3" if missing else "ink"
            self._write(painter, 13, program_font(15, 600), self.item.name, name)
            self._write(painter, 35, program_font(12), self.item.path, "ink3", middle=True)
            note = "dis" if missing else "ink2"
            sign = {"missing": "warning", "read_only": "lock"}.get(self.item.state)
            if sign:
                ratio = self.devicePixelRatioF()
                drawn = icon_pixmap(sign, theme.color(note), _ICON, ratio)
                painter.drawPixmap(0, 57, drawn)
            left = _ICON + 6 if sign else 0
            self._write(painter, 55, program_font(12), self.item.note, note, left=left)
            if self.hasFocus():
                paint_focus(painter, self)

    def _write(
        self,
        painter: QPainter,
        top: int,
        font: QFont,
        text: str,
        role: str,
        *,
        left: int = 0,
        middle: bool = False,
    ) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color(role))
        place = QRect(left, top, self.width() - left, 20)
        mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(text, mode, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
