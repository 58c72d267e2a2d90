"""What stands above the text: the document, how many annotators, and whether names are hidden."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pullquote.ui.widgets import CheckBox, ElidedLabel, IconButton, LinkButton

HEIGHT = 72


class AdjudicateHead(QFrame):
    """`names_hidden` comes from the person only."""

    names_hidden = Signal(bool)
    compare_clicked = Signal()
    list_asked = Signal()
    panel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel("", "title")
        self._facts = ElidedLabel("", "second")
        self.names = CheckBox(self.tr("Names hidden"))
        self.names.clicked.connect(self.names_hidden)
        self.compare = LinkButton(self.tr("Compare with the annotators"))
        self.compare.clicked.connect(self.compare_clicked)
        self._list = IconButton("list", self.tr("Places to settle (F8)"))
        self._list.clicked.connect(self.list_asked)
        self._panel = IconButton("labels", self.tr("Versions (F9)"))
        self._panel.clicked.connect(self.panel_asked)
        self.setFixedHeight(HEIGHT)
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._assemble()
        self.set_drawers(of_list=False, of_panel=False)

    def show_document(self, title: str, facts: str) -> None:
        self._title.set_text(title)
        self._facts.set_text(facts)

    def set_names_hidden(self, hidden: bool) -> None:
        self.names.setChecked(hidden)

    def set_indent(self, left: int) -> None:
        """Let the title begin where the text does."""
        self._row.setContentsMargins(left, 12, 24, 12)

    def set_drawers(self, *, of_list: bool, of_panel: bool) -> None:
        self._list.setHidden(not of_list)
        self._panel.setHidden(not of_panel)

    def _assemble(self) -> None:
        facts = QHBoxLayout()
        facts.setSpacing(16)
        facts.addWidget(self._facts, 1)
        facts.addWidget(self.names)
        title = QHBoxLayout()
        title.setSpacing(16)
        title.addWidget(self._title, 1)
        title.addWidget(self.compare)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(title)
        column.addLayout(facts)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._list)
        self._row.addLayout(column, 1)
        self._row.addWidget(self._panel)
        self.set_indent(72)
