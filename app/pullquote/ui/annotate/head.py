"""What stands above the text: its title, where and when it was published, and its state."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pullquote.ui.widgets import ElidedLabel, IconButton, KeyCap, Label, LinkButton, StatusShape

HEIGHT = 72


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
        self._list = IconButton("list", self.tr("Documents list (F8)"))
        self._list.clicked.connect(self.list_asked)
        self._list.hide()
        self.setFixedHeight(HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._assemble()

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
        self._cap.setHidden(read_only)

    def set_indent(self, left: int) -> None:
        """Let the title begin where the text does."""
        self._row.setContentsMargins(left, 12, 24, 12)

    def set_list_button(self, shown: bool) -> None:
        self._list.setHidden(not shown)

    def _assemble(self) -> None:
        facts = QHBoxLayout()
        facts.setSpacing(8)
        facts.addWidget(self._facts, 1)
        facts.addWidget(self._shape)
        facts.addWidget(self._state)
        facts.addSpacing(16)
        facts.addWidget(self._done)
        facts.addWidget(self._cap)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addLayout(facts)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._list)
        self._row.addLayout(column, 1)
        self.set_indent(72)


class LinkLabel(ElidedLabel):
    """A line of facts; a click or Enter opens what can be set there."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__("", "second")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, _event: object) -> None:
        self.clicked.emit()
