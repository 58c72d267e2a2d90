"""The foot of the list: how many are done, open and to do; a click shows only those."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from pullquote.store.values import StateCounts
from pullquote.ui.documents.rows import state_name
from pullquote.ui.theme.fonts import program_font
from pullquote.ui.widgets import number, paint_focus, paint_status

_SHAPE = 11
_GAP = 6


class DocumentsFoot(QFrame):
    """`chosen` has a state, or None when the one that was chosen is let go."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = {
            "done": _Count("done", self.tr("done")),
            "in_progress": _Count("in_progress", self.tr("open")),
            "not_started": _Count("not_started", self.tr("to do")),
        }
        self.setFixedHeight(40)
        row = QHBoxLayout(self)
        row.setContentsMargins(11, 0, 8, 0)
        row.setSpacing(4)
        for state, count in self._counts.items():
            row.addWidget(count)
            count.clicked.connect(self._tell)
            count.setProperty("state", state)
        row.addStretch()

    def show_counts(self, counts: StateCounts) -> None:
        self._counts["done"].show_count(counts.done)
        self._counts["in_progress"].show_count(counts.in_progress)
        self._counts["not_started"].show_count(counts.not_started)
        self._fit()

    def show_state(self, state: str | None) -> None:
        for known, count in self._counts.items():
            count.setChecked(known == state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave the nouns out where the numbers need the room."""
        for count in self._counts.values():
            count.short = False
        wanted = sum(count.sizeHint().width() + 4 for count in self._counts.values())
        for count in self._counts.values():
            count.short = wanted > self.width() - 19
            count.updateGeometry()

    def _tell(self) -> None:
        state = self.sender().property("state")
        self.chosen.emit(state if self._counts[state].isChecked() else None)


class _Count(QToolButton):
    def __init__(self, state: str, noun: str) -> None:
        super().__init__()
        self._state = state
        self._noun = noun
        self._value = 0
        self.short = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_count(0)

    def show_count(self, value: int) -> None:
        self._value = value
        words = self.tr("{}: {}, show only these").format(state_name(self._state), number(value))
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        self.setFont(program_font(12, 600 if self.isChecked() else 500, tabular=True))
        words = self.fontMetrics().horizontalAdvance(self._words())
        return QSize(5 + _SHAPE + _GAP + words + 7, 28)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.AlternateBase))
            painter.drawRoundedRect(self.rect(), 6, 6)
        role = QPalette.ColorRole.Accent if self.isChecked() else QPalette.ColorRole.Shadow
        shape = QRectF(5, (self.height() - _SHAPE) / 2, _SHAPE, _SHAPE)
        paint_status(painter, shape, self._state, palette.color(role))
        painter.setPen(palette.color(role))
        painter.setFont(self.font())
        words = self.rect().adjusted(5 + _SHAPE + _GAP, 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._words())
        if self.hasFocus():
            paint_focus(painter, self)
        painter.end()

    def _words(self) -> str:
        return number(self._value) if self.short else f"{number(self._value)} {self._noun}"
