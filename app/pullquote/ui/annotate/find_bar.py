"""Find in the text: a bar under the head, the hits in the text, how many there are."""

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from pullquote.text.folding import fold
from pullquote.text.spans import Span
from pullquote.ui.widgets import IconButton, Label, SearchBox


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
        self._row = QHBoxLayout(self)
        self._row.setSpacing(8)
        self._row.addWidget(self._box, 1)
        for widget in (self._count, before, after, close):
            self._row.addWidget(widget)
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

    def set_indent(self, left: int) -> None:
        self._row.setContentsMargins(left, 4, 20, 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.shut.emit()
            return
        super().keyPressEvent(event)
