"""The widget of the Agreement room: figures at the left, one of them taken apart at the right,
the list of disagreements below; and the page while there is nothing to compare.
"""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from pullquote.ui.agreement.breakdown import Breakdown
from pullquote.ui.agreement.disagreement_list import LEAST, DisagreementsPanel
from pullquote.ui.agreement.figure_list import Figures
from pullquote.ui.agreement.folding_choice import FoldingChoice
from pullquote.ui.agreement.head import AgreementHead
from pullquote.ui.agreement.table import MARGIN
from pullquote.ui.agreement.wording import tr
from pullquote.ui.services.key_map import sequences
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import BusyLine, Button, CheckBox, Icon, Label, Line, MessageLine, counted
from pullquote.ui.widgets.empty_state import EmptyState
from pullquote.ui.widgets.key_strip import KeyStrip

_SIDE_BY_SIDE = 900
_STACKED = 640
_FIGURES, _EMPTY, _WAITING = range(3)
_CHOICES = 28

# Margins and lines of the page between its head and its foot.
_AROUND = 12 + 12 + 1 + 2
_PANEL = (344, 456)
KEYS = {"Ctrl+C": "copy", "Ctrl+J": "settle", "Esc": "clear"}
_STOP = {"Shift+Esc": "stop"}


class AgreementWidget(QFrame):
    """`command` has copy, settle, clear or stop when its key is pressed."""

    command = Signal(str)
    focus_moved = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = AgreementHead()
        self.busy = BusyLine(divider=False)
        self.message = MessageLine("error")
        self.layers = FoldingChoice(tr("Layer"))
        self.all_measures = CheckBox(tr("All measures"))
        self.figures = Figures(theme)
        self.bands = Label("", "caption", wrap=True)
        self.meaning = Label("", "meta", wrap=True)
        self.breakdown = Breakdown(theme)
        self.disagreements = DisagreementsPanel(theme)
        self.empty = NothingToCompare()
        self.waiting = EmptyState()
        self.strip = KeyStrip()
        self._is_busy = False
        self._meanings: list[str] = []
        self._left = QWidget()
        self._upper = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._scroll = QScrollArea()
        self.message.hide()
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._assemble()

    def set_theme(self, theme: Theme) -> None:
        for part in (self.figures, self.breakdown, self.disagreements):
            part.set_theme(theme)

    def show_figures(self) -> None:
        self._turn_to(_FIGURES)
        self.head.scope.show()

    def show_empty(self, *, narrowed: bool) -> None:
        """`narrowed`: what is compared was chosen, and may be the reason."""
        self._turn_to(_EMPTY)
        self.head.scope.setVisible(narrowed)

    def show_waiting(self, *, running: bool) -> None:
        """Nothing is known yet; `running` False: the counting was stopped or failed."""
        self._turn_to(_WAITING)
        self.head.scope.hide()
        if running:
            self.waiting.show_notice(tr("Comparing labels"))
        else:
            self.waiting.show_notice(tr("Not compared yet"), "", tr("Compare"))

    def is_empty(self) -> bool:
        return self._pages.currentIndex() == _EMPTY

    def is_waiting(self) -> bool:
        return self._pages.currentIndex() == _WAITING

    def show_error(self, sentence: str) -> None:
        """One line under the head; "" takes it away."""
        self.message.show_message("error", sentence)
        self.message.setHidden(not sentence)

    def set_busy(self, busy: bool) -> None:
        """While something runs, Shift+Esc is `command` stop."""
        self._is_busy = busy

    def panes(self) -> list[QWidget]:
        """F6 goes through these."""
        if self.is_waiting():
            return [self.waiting]
        if self.is_empty():
            return [self.empty]
        return [self.figures, self.breakdown, self.disagreements]

    def show_meaning(self, meaning: str, all_of_them: Sequence[str]) -> None:
        """What the chosen figure means; the line is as high as the longest of them needs."""
        self._meanings = list(all_of_them)
        self.meaning.setText(meaning)

    def fit(self) -> None:
        """Share the height: all figures first, the list at least a few rows."""
        view = self._scroll.viewport()
        beside = view.width() - 2 * MARGIN >= _SIDE_BY_SIDE
        direction = QBoxLayout.Direction
        self._upper.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        self._upper.setSpacing(24 if beside else 16)
        panel = min(_PANEL[1], max(_PANEL[0], round(view.width() / 3)))
        self.breakdown.setFixedWidth(panel + MARGIN if beside else view.width())
        self.breakdown.setContentsMargins(0 if beside else MARGIN, 0, MARGIN, 0)
        self._left.setFixedWidth(view.width() - (panel + MARGIN + 24 if beside else 0))
        head = max(self.head.heightForWidth(view.width()), self.head.minimumSizeHint().height())
        free = view.height() - head - LEAST - _AROUND
        self.meaning.setFixedHeight(self._meanings_height(self._left.width() - MARGIN - 8))
        notes = self._notes.heightForWidth(self._left.width())
        above = _CHOICES + 8 + notes
        self.figures.setFixedHeight(self.figures.wanted_height(max(0, free - above)))
        left = above + self.figures.height()
        self._left.setFixedHeight(left)
        wanted = self.breakdown.wanted_height()
        self.breakdown.setFixedHeight(
            max(left, min(wanted, free)) if beside else min(wanted, _STACKED)
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._scroll.viewport() and event.type() == QEvent.Type.Resize:
            self.fit()
        elif event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._scroll.ensureWidgetVisible(watched, 0, 40)
            self.focus_moved.emit()
        return super().eventFilter(watched, event)

    def _turn_to(self, page: int) -> None:
        """Show a page; the keyboard goes along if it was in the one before."""
        before, focused = self._pages.currentWidget(), self.focusWidget()
        here = bool(focused and before and before in {focused, *_around(focused)})
        turned = page != self._pages.currentIndex()
        self._pages.setCurrentIndex(page)
        self.head.set_figures(page == _FIGURES)
        if here and turned:
            self.panes()[0].setFocus()

    def _meanings_height(self, width: int) -> int:
        self.meaning.ensurePolished()
        metrics, flags = self.meaning.fontMetrics(), int(Qt.TextFlag.TextWordWrap)
        room = QRect(0, 0, width, 1000)
        return max(
            (metrics.boundingRect(room, flags, m).height() for m in self._meanings), default=0
        )

    def event(self, event: QEvent) -> bool:
        # Before the window's own Ctrl+C, which copies from the text.
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return super().event(event)
        event.setAccepted(any(keys in self._keys() for keys in sequences(event)))
        return event.isAccepted()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        for keys in sequences(event):
            if keys in self._keys():
                self.command.emit(self._keys()[keys])
                return
        super().keyPressEvent(event)

    def _keys(self) -> dict[str, str]:
        # While nothing runs here, the window stops what runs elsewhere.
        return KEYS | _STOP if self._is_busy else KEYS

    def _assemble(self) -> None:
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self._page())
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.waiting)
        self.waiting.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        content = QFrame()
        content.setProperty("ground", "page")
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.head)
        inner.addWidget(self.busy)
        inner.addWidget(self.message)
        inner.addWidget(pages, 1)
        self._scroll.setWidget(content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.strip)
        self._scroll.viewport().installEventFilter(self)
        # F6 may go to what is scrolled out of sight.
        pairs = self.breakdown.pairs
        parts = [page.list for page in self.breakdown.lists.values()]
        targets = (self.figures.list, pairs.matrix, pairs.confusion, *parts)
        for target in (*targets, self.disagreements.list):
            target.installEventFilter(self)

    def _page(self) -> QWidget:
        self._assemble_left()
        self._upper.addWidget(self._left, 1, Qt.AlignmentFlag.AlignTop)
        self._upper.addWidget(self.breakdown, 0, Qt.AlignmentFlag.AlignTop)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._upper)
        column.addSpacing(12)
        column.addWidget(Line())
        column.addWidget(self.disagreements, 1)
        return page

    def _assemble_left(self) -> None:
        choices = QHBoxLayout()
        choices.setContentsMargins(MARGIN, 0, 8, 0)
        choices.setSpacing(16)
        choices.addWidget(self.layers, 1)
        choices.addWidget(self.all_measures)
        self._notes = notes = QVBoxLayout()
        notes.setContentsMargins(MARGIN, 6, 8, 0)
        notes.setSpacing(4)
        notes.addWidget(self.bands)
        notes.addWidget(self.meaning)
        self.meaning.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._left.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(choices)
        column.addSpacing(8)
        column.addWidget(self.figures)
        column.addLayout(notes)


def _around(widget: QWidget) -> Iterator[QWidget]:
    """The widgets that hold a widget, from the inside out."""
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


_WIDTH = 520


class NothingToCompare(QWidget):
    """`acted` wants documents handed out, `widened` everything compared."""

    acted = Signal()
    widened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrowed = False
        self.sentence = Label("", "second", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setFixedWidth(_WIDTH)
        self.button = Button(tr("Hand out documents"), main=True)
        self.button.clicked.connect(self._act)
        self.setFocusProxy(self.button)
        centre = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(0)
        column.addStretch(2)
        column.addWidget(Icon("agreement", "accent", 40), 0, centre)
        column.addSpacing(12)
        column.addWidget(Label(tr("Nothing to compare yet"), "title"), 0, centre)
        column.addSpacing(6)
        column.addWidget(self.sentence, 0, centre)
        column.addSpacing(20)
        column.addWidget(self.button, 0, centre)
        column.addStretch(3)

    def show_counts(self, single: int, people: int, *, narrowed: bool, read_only: bool) -> None:
        """`single` documents are done by one person; `people` work in the project; `narrowed`
        says that the choice of what is compared leaves nothing.
        """
        self._narrowed = narrowed
        self.button.setText(tr("Compare everything") if narrowed else tr("Hand out documents"))
        self.button.setDisabled(read_only and not narrowed)
        self.sentence.setText(_why_narrowed() if narrowed else _why(single, people))
        self.sentence.setFixedHeight(self.sentence.heightForWidth(_WIDTH))

    def _act(self) -> None:
        (self.widened if self._narrowed else self.acted).emit()


def _why_narrowed() -> str:
    return tr("With what is compared now, no document is left that two people have done.")


def _why(single: int, people: int) -> str:
    done = counted(
        single,
        tr("{} document is done by one person only."),
        tr("{} documents are done by one person only."),
    )
    told = [done if single else tr("No document is done by two people.")]
    if people < 2:
        told.append(tr("So far one person works in this project."))
    told.append(
        tr(
            "Agreement is counted on documents that at least two people have marked as done: "
            "give the same documents to two or more, and collect what they return."
        )
    )
    return " ".join(told)
