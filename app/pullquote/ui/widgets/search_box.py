"""A search box that waits until the fingers rest."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from pullquote.ui.widgets.icon import Icon, IconButton
from pullquote.ui.widgets.key_cap import KeyCap
from pullquote.ui.widgets.label import set_property

DEBOUNCE_MS = 50


class SearchBox(QFrame):
    """`searched` comes 50 ms after the last key and at once on Enter, each wording once.

    `entered` is Enter, `left_down` the arrow that goes into the list, `left` Esc in an empty box,
    or at once where Esc does not clear it first.
    """

    searched = Signal(str)
    entered = Signal()
    left_down = Signal()
    left = Signal()

    def __init__(
        self,
        placeholder: str,
        key: str = "",
        *,
        esc_clears: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor = QLineEdit()
        self.editor.setPlaceholderText(placeholder)
        self.editor.setAccessibleName(placeholder)
        self.editor.installEventFilter(self)
        self.editor.textChanged.connect(self._wait)
        self._cap = KeyCap(key)
        self._clear = IconButton("close", self.tr("Clear the search"), size=16)
        self._clear.clicked.connect(self.editor.clear)
        self._clear.hide()
        self._esc_clears = esc_clears
        self._told = ""
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self._tell)
        self._has_key = bool(key)
        self.setFixedHeight(32)
        self.setFocusProxy(self.editor)
        row = QHBoxLayout(self)
        row.setContentsMargins(7, 0, 4, 0)
        row.setSpacing(6)
        row.addWidget(Icon("search", size=18))
        row.addWidget(self.editor, 1)
        row.addWidget(self._cap)
        row.addWidget(self._clear)

    def text(self) -> str:
        return self.editor.text()

    def set_text(self, text: str) -> None:
        """Put words into the box and search them at once."""
        self.editor.setText(text)
        self._tell()

    def set_placeholder(self, text: str) -> None:
        self.editor.setPlaceholderText(text)
        self.editor.setAccessibleName(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            set_property(self, "active", event.type() == QEvent.Type.FocusIn)
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _take_key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            clears = self._esc_clears and bool(self.editor.text())
            self.editor.clear() if clears else self.left.emit()
            return True
        if key == Qt.Key.Key_Down:
            self._tell()
            self.left_down.emit()
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._tell()
            self.entered.emit()
            return True
        return False

    def _wait(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._cap.setVisible(self._has_key and not text)
        self._timer.start()

    def _tell(self) -> None:
        self._timer.stop()
        if self.editor.text() != self._told:
            self._told = self.editor.text()
            self.searched.emit(self._told)
