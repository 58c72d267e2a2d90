"""The page of a project that has no documents yet: drop articles here."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from pullquote.ui.widgets import Button, Icon, Label, dropped_paths
from pullquote.ui.widgets.layout import INHERITED, Free, column_of
from pullquote.ui.widgets.paint import smooth_painter

_WIDTH = 480


class EmptyPage(QFrame):
    """`dropped` has the paths of files and folders; `choose_clicked` is the button."""

    choose_clicked = Signal()
    dropped = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = _Zone()
        self._zone.button.clicked.connect(self.choose_clicked)
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.setFocusProxy(self._zone.button)
        column_of(
            Free(2),
            (self._zone, 0, Qt.AlignmentFlag.AlignHCenter),
            40,
            (self._steps(), 0, Qt.AlignmentFlag.AlignHCenter),
            Free(3),
            on=self,
            margins=(24, 24, 24, 24),
            gap=INHERITED,
        )

    def show_formats(self, formats: Sequence[str]) -> None:
        """The formats that can be read, in words ("Text", "HTML")."""
        words = self.tr("Files or a folder. {}.").format(", ".join(formats))
        self._zone.sentence.setText(words)

    def show_read_only(self, read_only: bool) -> None:
        self.setAcceptDrops(not read_only)
        self._zone.button.setDisabled(read_only)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self._zone.set_over(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._zone.set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._zone.set_over(False)
        event.acceptProposedAction()
        self.dropped.emit(dropped_paths(event.mimeData()))

    def _steps(self) -> QWidget:
        steps = (
            (self.tr("Read"), self.tr("titles, sources and dates are found, copies are named")),
            (self.tr("Repeats"), self.tr("the same words, here and elsewhere, are marked")),
            (self.tr("Label"), self.tr("one key each; nothing is stored unasked")),
        )
        holder = QWidget()
        holder.setFixedWidth(_WIDTH)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(12)
        grid.setColumnMinimumWidth(0, 28)
        grid.setColumnMinimumWidth(1, 76)
        grid.setHorizontalSpacing(0)
        grid.setColumnStretch(2, 1)
        for row, (verb, sentence) in enumerate(steps):
            grid.addWidget(Label(str(row + 1), "number"), row, 0)
            grid.addWidget(Label(verb, "strong"), row, 1)
            grid.addWidget(Label(sentence, "second"), row, 2)
        return holder


class _Zone(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._over = False
        self.sentence = Label(self.tr("Files or a folder. Text, HTML, CSV, JSONL."), "second")
        self.button = Button(self.tr("Choose files"), "Ctrl+I", main=True)
        self.setFixedSize(_WIDTH, 208)
        centre = Qt.AlignmentFlag.AlignHCenter
        column_of(
            (Icon("import", "accent", 40), 0, centre),
            12,
            (Label(self.tr("Drop articles here"), "title"), 0, centre),
            4,
            (self.sentence, 0, centre),
            Free(),
            (self.button, 0, centre),
            on=self,
            margins=(16, 38, 16, 20),
        )

    def set_over(self, over: bool) -> None:
        self._over = over
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with smooth_painter(self) as painter:
            palette = self.palette()
            if self._over:
                painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), 2))
                painter.setBrush(palette.color(QPalette.ColorRole.Midlight))
            else:
                pen = QPen(palette.color(QPalette.ColorRole.Dark), 1.5)
                pen.setDashPattern([5, 4])
                painter.setPen(pen)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 12, 12)
