"""The middle of the room: head, messages, the text with its lanes, the choices, the keys."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from pullquote.ui.adjudicate.choice_bar import ChoiceBar
from pullquote.ui.adjudicate.head import AdjudicateHead
from pullquote.ui.adjudicate.state_page import StatePage
from pullquote.ui.reader import Reader
from pullquote.ui.reader.layout.metrics import text_column
from pullquote.ui.services.errors import Notices
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import BusyLine, Line, MessageLine
from pullquote.ui.widgets.key_strip import KeyStrip


class PlacePage(QWidget):
    """The text stays where it is whatever is chosen: only pages without a text replace it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = AdjudicateHead()
        self.busy = BusyLine()
        self.message = MessageLine()
        self.message.hide()
        self.notices = Notices(self.message, self)
        self.reader = Reader(theme)
        self.state = StatePage()
        self.bar = ChoiceBar()
        self.strip = KeyStrip()
        self._rule = Line()
        self._middle = QStackedWidget()
        self._middle.addWidget(self.reader)
        self._middle.addWidget(self.state)
        self.bar.setProperty("ground", "page")
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        parts = QVBoxLayout(self)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        above: tuple[QWidget, ...] = (self.head, self.busy, self.message)
        below: tuple[QWidget, ...] = (self._rule, self.bar, self.strip)
        for part in above:
            parts.addWidget(part)
        parts.addWidget(self._middle, 1)
        for part in below:
            parts.addWidget(part)

    def show_text(self) -> None:
        self._show(text=True)

    def show_state(self) -> None:
        self._show(text=False)

    def is_text(self) -> bool:
        return self._middle.currentWidget() is self.reader

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.align()

    def align(self) -> None:
        left, _width = text_column(self.reader.width())
        self.head.set_indent(left)
        self.message.set_indent(left)

    def _show(self, *, text: bool) -> None:
        self._middle.setCurrentWidget(self.reader if text else self.state)
        for part in (self.head, self._rule, self.bar):
            part.setVisible(text)
