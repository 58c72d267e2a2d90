"""The widget of the Annotate room: documents at the left, the side panel at the right, and
between them the head, messages, the find bar, the text and the strip of keys.
"""

import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from pullquote.text.folding import fold
from pullquote.text.spans import Span
from pullquote.ui.documents import DocumentsPanel
from pullquote.ui.documents.model import Rows
from pullquote.ui.panels.side_panel import SidePanel
from pullquote.ui.reader import Reader
from pullquote.ui.reader.layout.metrics import text_column
from pullquote.ui.services.arrangement import (
    LIST,
    LIST_LEAST,
    LIST_MOST,
    PANEL_COMPACT,
    Arrangement,
)
from pullquote.ui.services.errors import Notices
from pullquote.ui.services.room import RoomWidget
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import (
    BusyLine,
    ElidedLabel,
    IconButton,
    KeyCap,
    Label,
    LinkButton,
    MessageLine,
    SearchBox,
    StatusShape,
)
from pullquote.ui.widgets.drawer import Drawer, Side, SidePane
from pullquote.ui.widgets.key_strip import STRIP_HEIGHT, KeyStrip
from pullquote.ui.widgets.layout import INHERITED, column_of, row_of
from pullquote.ui.widgets.lines import Splitter

if TYPE_CHECKING:
    from pullquote.ui.panels.copy_rows import DiffPiece


class AnnotateWidget(RoomWidget):
    """Puts the three panes side by side; in a narrow window list and panel lie in drawers."""

    list_resized = Signal(int)

    def __init__(self, theme: Theme, rows: Rows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arrangement: Arrangement | None = None
        self._list_width = LIST
        self._makes_room = self._was_hidden = False
        # Each part is made inside the next: a style sheet looks again at all that is moved.
        self._split = Splitter(Qt.Orientation.Horizontal, self)
        self.documents = DocumentsPanel(theme, rows, self._split)
        self.page = TextPage(theme, self._split)
        self.strip = self.page.strip
        self.panel = SidePanel(theme, _diff, self)
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.documents)
        self._split.addWidget(self.page)
        self._split.setStretchFactor(1, 1)
        self._split.splitterMoved.connect(self._resized)
        self._row = row_of((self._split, 1), self.panel, on=self)
        self._list = SidePane(
            self.documents,
            partial(self._make_drawer, "left", LIST),
            self._put_list_back,
            self._leave,
        )
        self._side = SidePane(
            self.panel,
            partial(self._make_drawer, "right", PANEL_COMPACT),
            lambda: self._row.addWidget(self.panel),
            self._leave,
        )
        self._list.keep_apart(self._side)
        self._side.keep_apart(self._list)
        self.documents.setMinimumWidth(LIST_LEAST)
        self.documents.setMaximumWidth(LIST_MOST)

    def set_motion(self, motion: bool) -> None:
        self._list.set_motion(motion)
        self._side.set_motion(motion)
        self.page.reader.motion.on = motion

    def set_list_width(self, width: int) -> None:
        """Give the list `width` pixels, at once or when the room is first shown."""
        self._list_width = width
        self._split.setSizes([width, max(1, self._split.width() - width)])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.set_list_width(self._list_width)

    def arrange(self, arrangement: Arrangement) -> None:
        """Move list and panel into drawers, or back beside the text."""
        self.panel.setFixedWidth(arrangement.panel)
        if self._arrangement == arrangement:
            return
        self._arrangement = arrangement
        self._list.arrange(in_drawer=arrangement.list_is_drawer or self._makes_room)
        self._side.arrange(in_drawer=arrangement.panel_is_drawer)
        self.page.head.set_list_button(arrangement.list_is_drawer)

    def make_room(self, *, wanted: bool) -> None:
        """The text needs all the width that there is: the list lies in its drawer meanwhile."""
        if self._makes_room == wanted:
            return
        self._side.close_drawer()
        if wanted:
            self._was_hidden = self.documents.isHidden()
        self._makes_room = wanted
        narrow = self._arrangement is not None and self._arrangement.list_is_drawer
        self._list.arrange(in_drawer=wanted or narrow)
        if self._was_hidden and not wanted and not narrow:
            self.documents.hide()

    def toggle_list(self) -> None:
        self._list.toggle()
        if self.documents.isVisible():
            self.documents.focus_list()

    def toggle_panel(self) -> None:
        self._side.toggle()

    def show_list(self) -> None:
        if not self.documents.isVisible():
            self.toggle_list()

    def show_panel(self) -> None:
        self._side.show()

    def shut_list_drawer(self) -> None:
        self._list.close_drawer()

    def panes(self) -> list[QWidget]:
        """The panes F6 goes through, in the order of the window, those in sight."""
        inner = [self.documents, self.page.middle(), self.panel]
        return [pane for pane in inner if pane.isVisible()]

    def focus_pane(self, pane: QWidget) -> None:
        """Give the keyboard to what one uses first in a pane."""
        if pane is self.panel:
            self.panel.focus_page()
        elif pane is self.documents:
            view, search = self.documents.view, self.documents.search
            (view if view.isVisible() else search).setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            pane.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.page.align()

    def _resized(self, width: int, _index: int) -> None:
        self._list_width = width
        self.list_resized.emit(width)

    def _put_list_back(self) -> None:
        self._split.insertWidget(0, self.documents)
        # A splitter gives its widths to what is shown.
        self.documents.show()
        self.set_list_width(self._list_width)

    def _make_drawer(self, side: Side, width: int) -> Drawer:
        drawer = Drawer(self, side, width, STRIP_HEIGHT)
        drawer.opened.connect(lambda: self.page.set_covered(side, drawer.width()))
        drawer.shut.connect(lambda: self.page.set_covered(side, 0))
        return drawer

    def _leave(self) -> None:
        self.page.reader.setFocus(Qt.FocusReason.OtherFocusReason)


def _diff(here: str, there: str) -> "Sequence[DiffPiece]":
    # Loaded with the first copy that is shown: the window must not wait for it at start.
    from pullquote.duplicates.diff import diff

    return diff(here, there)


class TextPage(QWidget):
    """Puts the parts over one another; what stands above the text begins where the text does."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._covered: dict[Side, int] = {"left": 0, "right": 0}
        self.head = Head(self)
        self.busy = BusyLine(parent=self)
        self.message = MessageLine(parent=self)
        self.message.hide()
        self.notices = Notices(self.message, self)
        self.find_bar = FindBar(self)
        self._middle = QStackedWidget(self)
        self.reader = Reader(theme, self._middle)
        self.strip = KeyStrip(self)
        self._middle.addWidget(self.reader)
        column_of(
            self.head,
            self.busy,
            self.message,
            self.find_bar,
            (self._middle, 1),
            self.strip,
            on=self,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def show_text(self) -> None:
        self.head.show()
        self._middle.setCurrentWidget(self.reader)

    def show_instead(self, page: QWidget) -> None:
        """Show a page in place of head and text."""
        self.head.hide()
        self.find_bar.hide()
        self._middle.addWidget(page)
        self._middle.setCurrentWidget(page)

    def is_empty(self) -> bool:
        return self.middle() is not self.reader

    def middle(self) -> QWidget:
        """The reader, or what is shown in its place."""
        return self._middle.currentWidget() or self.reader

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.align()

    def set_covered(self, side: Side, width: int) -> None:
        """A drawer lies over `width` pixels at a side: what is said stays beside it."""
        self._covered[side] = width
        self.align()

    def align(self) -> None:
        left, _width = text_column(self.reader.width())
        covered = (self._covered["left"], self._covered["right"])
        for part in (self.head, self.find_bar, self.message):
            part.set_indent(left, covered=covered)


HEAD_HEIGHT = 72


class Head(QFrame):
    """`done` is the button beside the state, `list_asked` the one that opens the drawer."""

    done = Signal()
    list_asked = Signal()
    properties_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel("", "title")
        self._facts = LinkLabel()
        self._facts.clicked.connect(self.properties_asked)
        self._shape = StatusShape()
        self._state = Label("", "medium")
        self._done = LinkButton(self.tr("Done, next"))
        self._done.setProperty("quiet", True)
        self._done.clicked.connect(self.done)
        self._cap = KeyCap("Ctrl+Enter")
        self._is_narrow = False
        self._list = IconButton("list", self.tr("Documents list (F8)"))
        self._list.clicked.connect(self.list_asked)
        self._list.hide()
        self.setFixedHeight(HEAD_HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        facts = row_of((self._facts, 1), self._shape, self._state, 16, self._done, self._cap, gap=8)
        column = column_of(self._title, facts)
        self._row = row_of(self._list, (column, 1), on=self, gap=INHERITED)
        self.set_indent(72)

    def show_document(self, title: str, facts: str) -> None:
        """`facts` is one line: source, date, words."""
        self._title.set_text(title)
        self._facts.set_text(facts)

    def show_state(self, state: str, name: str, *, done: bool) -> None:
        self._shape.set_state(state or None)
        self._state.setText(name)
        self._done.setText(self.tr("Next") if done else self.tr("Done, next"))

    def set_read_only(self, read_only: bool) -> None:
        self._done.setHidden(read_only)
        self._cap.setHidden(read_only or self._is_narrow)

    def set_indent(self, left: int, *, covered: tuple[int, int] = (0, 0)) -> None:
        """Let the title begin where the text does; `covered` as in a `MessageLine`."""
        before, behind = covered
        self._row.setContentsMargins(max(left, before + 20), 12, behind + 24, 12)
        # Beside a drawer there is no room for the key, too.
        self._is_narrow = bool(behind)
        self._cap.setHidden(self._is_narrow or self._done.isHidden())

    def set_list_button(self, shown: bool) -> None:
        self._list.setHidden(not shown)


class LinkLabel(ElidedLabel):
    """A line of facts; a click or Enter opens what can be set there."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__("", "second")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, _event: object) -> None:
        self.clicked.emit()


def find_hits(text: str, asked: str) -> list[Span]:
    """Where `asked` stands in `text`, whatever the case, quotation marks, dashes and spaces."""
    if not asked.strip():
        return []
    folded, wanted = fold(text), fold(asked).text.strip()
    if not wanted:
        return []
    pattern = re.compile(r"\s+".join(re.escape(part) for part in wanted.split()))
    return [folded.original(Span(m.start(), m.end())) for m in pattern.finditer(folded.text)]


class FindBar(QFrame):
    """`searched` gives the words, `moved` +1 or -1, `shut` that the bar was closed."""

    searched = Signal(str)
    moved = Signal(int)
    shut = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = SearchBox(self.tr("Find in this text"), esc_clears=False)
        self._box.own_keys = lambda: [
            ("Enter", self.tr("next")), ("Shift+F3", self.tr("before")), ("Esc", self.tr("close")),
        ]  # fmt: skip
        self._box.searched.connect(self.searched)
        self._box.entered.connect(lambda: self.moved.emit(1))
        self._box.left.connect(self.shut)
        self._count = Label("", "caption")
        before = IconButton("chevron-up", self.tr("Find previous (Shift+F3)"))
        before.clicked.connect(lambda: self.moved.emit(-1))
        after = IconButton("chevron-down", self.tr("Find next (F3)"))
        after.clicked.connect(lambda: self.moved.emit(1))
        close = IconButton("close", self.tr("Close"))
        close.clicked.connect(self.shut)
        self.setFixedHeight(40)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = row_of((self._box, 1), self._count, before, after, close, on=self, gap=8)
        self.set_indent(72)
        self.hide()

    def ask(self, words: str = "") -> None:
        """Show the bar with the caret in it; `words` replaces what was asked last."""
        if words:
            self._box.set_text(words)
        self.show()
        self._box.editor.selectAll()
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def asked(self) -> str:
        return self._box.text()

    def show_hits(self, hits: Sequence[Span], current: int) -> None:
        if not self._box.text():
            self._count.setText("")
        elif not hits:
            self._count.setText(self.tr("not in this text"))
        else:
            self._count.setText(self.tr("{} of {}").format(current + 1, len(hits)))

    def set_indent(self, left: int, *, covered: tuple[int, int] = (0, 0)) -> None:
        before, behind = covered
        self._row.setContentsMargins(max(left, before + 20), 4, behind + 20, 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.shut.emit()
            return
        super().keyPressEvent(event)
