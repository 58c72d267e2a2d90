"""The Copies page: every place that repeats the words at the caret, and how it differs."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QListView,
    QSizePolicy,
    QWidget,
)

from pullquote.ui.panels.copy_rows import CopyDelegate, Diff, say_copy
from pullquote.ui.panels.section import Heading
from pullquote.ui.panels.values import CopiesShown, CopyRow
from pullquote.ui.services.key_map import sequences
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed
from pullquote.ui.widgets import Button, Label, Line, counted
from pullquote.ui.widgets.field import Hints
from pullquote.ui.widgets.label import Spoken
from pullquote.ui.widgets.layout import Free, column_of, row_of
from pullquote.ui.widgets.paint import (
    MARGIN,
    made_font,
)
from pullquote.ui.widgets.row_list import RowsModel, RowsView
from pullquote.ui.widgets.words import tr


class CopiesPage(QWidget):
    """`open_twin` has the Copy to go to, `boilerplate_wanted` what the cluster shown shall be.

    `dismissed`: these words are no repeat.
    """

    open_twin = Signal(object)
    boilerplate_wanted = Signal(bool)
    dismissed = Signal()
    counted = Signal(int)

    def __init__(self, theme: Theme, diff: Diff) -> None:
        super().__init__()
        self._shown = CopiesShown("", 0)
        self._heading = Heading(theme)
        self._legend = _Legend(theme)
        self._said = Label("", "meta", wrap=True)
        self._model = RowsModel[CopyRow](say_copy)
        self._delegate = CopyDelegate(theme, diff)
        self.list = _CopiesList()
        self._boilerplate = Button(tr("Boilerplate"), "B")
        self._dismiss = Button(tr("No repeat"), tr("Del"))
        self._foot = QWidget()
        self._assemble()
        self.list.chosen.connect(self._open)
        self.list.boilerplate_pressed.connect(self._boilerplate.click)
        self.list.dismiss_pressed.connect(self._dismiss.click)
        self._boilerplate.clicked.connect(self._toggle)
        self._dismiss.clicked.connect(self.dismissed)
        self.show_nothing()

    def show_copies(self, shown: CopiesShown) -> None:
        row = max(0, self.list.row()) if shown.words == self._shown.words else 0
        if shown.words != self._shown.words:
            # Compared with other words, a copy may need more lines or fewer.
            self._model.show_rows(())
            self._delegate.compare_with(shown.words)
        self._shown = shown
        self.list.choose(-1)
        self._model.show_rows(shown.copies)
        self.list.choose(min(row, len(shown.copies) - 1))
        self._say_head(shown)
        self._boilerplate.setText(tr("Not boilerplate") if shown.boilerplate else tr("Boilerplate"))
        self._boilerplate.updateGeometry()
        self._show_state(tr("Boilerplate: dimmed in the text.") if shown.boilerplate else "")
        self.counted.emit(len(shown.copies))

    def show_nothing(self) -> None:
        """The words at the caret stand nowhere else."""
        self._show_empty(tr("These words stand nowhere else."))

    def set_read_only(self, read_only: bool) -> None:
        self.list.read_only = read_only
        self._boilerplate.setEnabled(not read_only)
        self._dismiss.setEnabled(not read_only)

    def _show_empty(self, words: str) -> None:
        self._shown = CopiesShown("", 0)
        self._model.show_rows(())
        self._heading.show_text(tr("Copies"))
        self._show_state(words)
        self.counted.emit(0)

    def _say_head(self, shown: CopiesShown) -> None:
        said = counted(len(shown.copies), tr("1 copy"), tr("{} copies"))
        where = _where(len(shown.copies), sum(not copy.here for copy in shown.copies))
        words = counted(shown.count, tr("1 word"), tr("{} words"))
        self._heading.show_text(f"{said}, {where}", words)

    def _show_state(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))
        self._legend.setVisible(any(not copy.same for copy in self._shown.copies))
        self._foot.setVisible(bool(self._shown.copies))

    def _assemble(self) -> None:
        head = column_of(
            self._heading, self._legend, self._said, margins=(MARGIN, 16, MARGIN, 12), gap=6
        )
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        buttons = row_of(
            self._boilerplate, self._dismiss, Free(), margins=(MARGIN, 16, MARGIN, 16), gap=8
        )
        column_of(Line(), buttons, on=self._foot)
        column_of(head, (self.list, 1), self._foot, on=self)

    def _open(self, row: int) -> None:
        self.open_twin.emit(self._model.rows[row])

    def _toggle(self) -> None:
        self.boilerplate_wanted.emit(not self._shown.boilerplate)


class _CopiesList(RowsView):
    read_only = False
    boilerplate_pressed = Signal()
    dismiss_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Copies of the words at the caret"))
        # Rows differ in height: the first ones are laid out at once, the others while it rests.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(20)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def key_hints(self) -> Hints:
        hints: Hints = []
        rows = self.model().rowCount()
        if rows > 1:
            hints.append(("↑ ↓", tr("other copy")))
        if rows:
            hints.append(("Enter", tr("open")))
        if rows and not self.read_only:
            hints += [("B", tr("boilerplate")), ("Del", tr("no repeat"))]
        return [*hints, ("Esc", tr("to the text"))]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.row() >= 0 and "B" in sequences(event):
            self.boilerplate_pressed.emit()
        elif self.row() >= 0 and event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.dismiss_pressed.emit()
        else:
            super().keyPressEvent(event)


class _Legend(Spoken, Themed, QWidget):
    """What the two looks of differing words mean."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(20)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Struck out: only here. Underlined: only there."))

    def sizeHint(self) -> QSize:
        return QSize(200, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            left = self._paint(painter, 0, tr("only here"), "rem", removed=True)
            self._paint(painter, left + 12, tr("only there"), "add", removed=False)

    def _paint(
        self, painter: QPainter, left: float, words: str, role: str, *, removed: bool
    ) -> float:
        font = QFont(made_font(12, 400 if removed else 600))
        font.setStrikeOut(removed)
        font.setUnderline(not removed)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(words) + 6
        box = QRectF(left, 2, width, 16)
        painter.fillRect(box, self._theme.color(f"{role}_t"))
        painter.setPen(self._theme.color(role))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        return left + width


def _where(copies: int, elsewhere: int) -> str:
    if not elsewhere:
        return tr("in this document")
    if elsewhere == copies:
        return counted(copies, tr("in another document"), tr("in other documents"))
    return counted(elsewhere, tr("1 in another document"), tr("{} in other documents"))
