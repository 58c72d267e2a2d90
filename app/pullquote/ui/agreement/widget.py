"""The widget of the Agreement room: its head, and below it the figures, or the page while there are
none.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedLayout, QWidget

from pullquote.ui.agreement.head import AgreementHead
from pullquote.ui.services.key_map import sequences
from pullquote.ui.services.room import RoomWidget
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed
from pullquote.ui.widgets import BusyLine, Button, Icon, Label, MessageLine, counted
from pullquote.ui.widgets.empty_state import EmptyState
from pullquote.ui.widgets.key_strip import KeyStrip
from pullquote.ui.widgets.layout import Free, column_of
from pullquote.ui.widgets.words import tr

if TYPE_CHECKING:
    from pullquote.ui.agreement.figures_page import FiguresPage

KEYS = {"Ctrl+C": "copy", "Ctrl+J": "settle", "Esc": "clear"}
_STOP = {"Shift+Esc": "stop"}


class AgreementWidget(Themed, RoomWidget):
    """`command` has copy, settle, clear or stop when its key is pressed."""

    command = Signal(str)
    focus_moved = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = AgreementHead()
        self.busy = BusyLine(divider=False)
        self.message = MessageLine("error")
        self.empty = NothingToCompare()
        self.waiting = EmptyState()
        self.strip = KeyStrip()
        self._is_busy = False
        self._theme = theme
        self._page: FiguresPage | None = None
        self._scroll = QScrollArea(self)
        self._pages = QStackedLayout()
        self.message.hide()
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._assemble()

    @property
    def page(self) -> "FiguresPage":
        """Made when it is first asked for, with the first figures: the room is there without it."""
        if self._page is None:
            self._page = self._make_page()
        return self._page

    def show_figures(self) -> None:
        self._turn_to(self.page)
        self.head.scope.show()

    def show_empty(self, *, choice: bool) -> None:
        """`choice`: something else can be compared, which may be the way out."""
        self._turn_to(self.empty)
        self.head.scope.setVisible(choice)

    def show_waiting(self, *, running: bool) -> None:
        """Nothing is known yet; `running` False: the counting was stopped or failed."""
        self._turn_to(self.waiting)
        self.head.scope.hide()
        if running:
            self.waiting.show_notice(tr("Comparing labels"))
        else:
            self.waiting.show_notice(tr("Not compared yet"), "", tr("Compare"))

    def is_empty(self) -> bool:
        return self._pages.currentWidget() is self.empty

    def is_waiting(self) -> bool:
        return self._pages.currentWidget() is self.waiting

    def has_figures(self) -> bool:
        """Whether they are in sight."""
        return self._page is not None and self._pages.currentWidget() is self._page

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
        return self.page.panes()

    def fit(self) -> None:
        """Share what the head leaves of the height."""
        if self._page is None:
            return
        view = self._scroll.viewport()
        head = max(self.head.heightForWidth(view.width()), self.head.minimumSizeHint().height())
        self._page.fit(view.width(), view.height() - head)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._scroll.viewport() and event.type() == QEvent.Type.Resize:
            self.fit()
        elif event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._scroll.ensureWidgetVisible(watched, 0, 40)
            self.focus_moved.emit()
        return super().eventFilter(watched, event)

    def _turn_to(self, page: QWidget) -> None:
        """Show a page; the keyboard goes along if it was in the one before."""
        before, focused = self._pages.currentWidget(), self.focusWidget()
        here = bool(focused and before and before in {focused, *_around(focused)})
        turned = page is not before
        self._pages.setCurrentWidget(page)
        self.head.set_figures(page is self._page)
        if here and turned:
            self.panes()[0].setFocus()

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
        """From the outside in: what is moved once it has its style would be styled again."""
        column_of((self._scroll, 1), self.strip, on=self)
        content = QFrame()
        content.setProperty("ground", "page")
        self._scroll.setWidget(content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().installEventFilter(self)
        column_of(self.head, self.busy, self.message, (self._pages, 1), on=content)
        self._pages.addWidget(self.waiting)
        self._pages.addWidget(self.empty)
        self.waiting.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _make_page(self) -> "FiguresPage":
        from pullquote.ui.agreement.figures_page import FiguresPage

        page = FiguresPage(self._theme, self)
        self._pages.addWidget(page)
        # F6 may go to what is scrolled out of sight.
        page.target_made.connect(lambda target: target.installEventFilter(self))
        for target in page.targets():
            target.installEventFilter(self)
        return page


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
        column_of(
            Free(2),
            (Icon("agreement", "accent", 40), 0, centre),
            12,
            (Label(tr("Nothing to compare yet"), "title"), 0, centre),
            6,
            (self.sentence, 0, centre),
            20,
            (self.button, 0, centre),
            Free(3),
            on=self,
            margins=(24, 24, 24, 24),
        )

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
