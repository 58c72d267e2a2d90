"""The middle of the room: head, messages, find bar, the text, and the strip of keys under it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from pullquote.ui.annotate.find_bar import FindBar
from pullquote.ui.annotate.head import Head
from pullquote.ui.annotate.notices import Notices
from pullquote.ui.pages import EmptyPage
from pullquote.ui.reader import Reader
from pullquote.ui.reader.layout.metrics import text_column
from pullquote.ui.shell import KeyStrip
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import BusyLine, MessageLine


class TextPage(QWidget):
    """Puts the parts over one another; what stands above the text begins where the text does."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = Head()
        self.busy = BusyLine()
        self.message = MessageLine()
        self.message.hide()
        self.notices = Notices(self.message, self)
        self.find_bar = FindBar()
        self.reader = Reader(theme)
        self.empty = EmptyPage()
        self.strip = KeyStrip()
        self._middle = QStackedWidget()
        self._middle.addWidget(self.reader)
        self._middle.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.head, self.busy, self.message, self.find_bar):
            column.addWidget(part)
        column.addWidget(self._middle, 1)
        column.addWidget(self.strip)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def set_theme(self, theme: Theme) -> None:
        self.reader.set_theme(theme)

    def show_text(self) -> None:
        self.head.show()
        self._middle.setCurrentWidget(self.reader)

    def show_empty(self) -> None:
        self.head.hide()
        self.find_bar.hide()
        self._middle.setCurrentWidget(self.empty)

    def is_empty(self) -> bool:
        return self._middle.currentWidget() is self.empty

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.align()

    def align(self) -> None:
        left, _width = text_column(self.reader.width())
        for part in (self.head, self.message, self.find_bar):
            part.set_indent(left)
