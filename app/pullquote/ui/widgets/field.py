"""Fields to type in or to choose from, values side by side, and the box that searches."""

from collections.abc import Callable, Mapping, Sequence
from weakref import ref

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QFrame,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QStyledItemDelegate,
    QWidget,
)

from pullquote.ui.widgets.icon import Icon, IconButton
from pullquote.ui.widgets.label import KeyCap, Label, set_property
from pullquote.ui.widgets.layout import Free, column_of, row_of

DEBOUNCE_MS = 50

Hints = list[tuple[str, str] | None]
OwnKeys = Callable[[], Hints]
"""What the keys do, as `key_strip.Hint`."""


class LineEditor(QLineEdit):
    """The line of a field; `clicked` comes when the mouse is let go over it.

    Who watches it sees its events while it has the focus: shown and painted, it has others by the
    dozen.
    """

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        # Weak: who watches it holds it, and Qt takes them down one by one.
        self._watchers: list[ref[QObject]] = []

    def watch(self, watcher: QObject) -> None:
        """`watcher` is an event filter; the last one sees an event first."""
        self._watchers.append(ref(watcher))

    def focusInEvent(self, event: QFocusEvent) -> None:
        for watcher in filter(None, (known() for known in self._watchers)):
            self.installEventFilter(watcher)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        for watcher in filter(None, (known() for known in self._watchers)):
            self.removeEventFilter(watcher)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.clicked.emit()


def is_leaving(event: QEvent) -> bool:
    """Whether the person goes elsewhere in the program; another window taking over is not that."""
    if not isinstance(event, QFocusEvent) or event.type() != QEvent.Type.FocusOut:
        return False
    away = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}
    return event.reason() not in away


class Field(QWidget):
    """A caption over a line to type in.

    `edited` comes with every key, `committed` on Enter and when a changed field loses the focus,
    `cancelled` on Esc, after the value that was set last is back. None of them comes from
    `set_text`. Ctrl+Z is left to the program while nothing is typed here that it could take back.
    """

    edited = Signal(str)
    committed = Signal(str)
    cancelled = Signal()
    icon_clicked = Signal()

    def __init__(
        self,
        caption: str,
        key: str = "",
        *,
        read_only: bool = False,
        placeholder: str = "",
        icon: str = "",
        icon_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor = LineEditor()
        self.own_keys: OwnKeys | None = None
        self.passes_esc = False  # to a dialog, which shuts then
        self._kept = ""
        self._hint = Label("", "caption", parent=self.editor)
        self._button = IconButton(icon, icon_name, parent=self.editor) if icon else None
        if self._button:
            self._button.clicked.connect(self.icon_clicked)
        self._caption = _caption_row(self, caption, key, self.editor)
        self.editor.setAccessibleName(caption)
        self.editor.setPlaceholderText(placeholder)
        self.editor.textEdited.connect(self._edit)
        self.editor.returnPressed.connect(self._enter)
        self.editor.textChanged.connect(self._place)
        self.editor.watch(self)
        self.setFocusProxy(self.editor)
        self.set_read_only(read_only)
        set_property(self.editor, "empty", True)

    def text(self) -> str:
        return self.editor.text()

    def set_text(self, text: str, hint: str = "") -> None:
        """Show a value, and behind it a `hint` in small letters (mention “he”)."""
        self._kept = text
        self._hint.setText(hint)
        if text != self.editor.text() or self.editor.isUndoAvailable():
            self.editor.setText(text)
        self.editor.setCursorPosition(0)
        self._place()

    def set_read_only(self, read_only: bool) -> None:
        self.editor.setReadOnly(read_only)
        if self._button:
            self._button.setEnabled(not read_only)
        set_property(self.editor, "read", read_only)

    def key_hints(self) -> Hints:
        """What the keys do here: what whoever holds the field says, else what any field does."""
        if self.own_keys is not None:
            return self.own_keys()
        if self.editor.isReadOnly():
            return [("Tab", self.tr("next")), ("Esc", self.tr("leave"))]
        return [("Enter", self.tr("keep")), ("Esc", self.tr("leave as it was"))]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent):
            if event.lostFocus() and self.editor.text() != self._kept:
                self._enter()
        elif isinstance(event, QKeyEvent):
            if self._passes(event):
                event.ignore()
                return True
            escapes = event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape
            if escapes and not self.editor.isReadOnly():
                self.editor.setText(self._kept)
                if self.passes_esc:
                    return False
                self.cancelled.emit()
                return True
        return super().eventFilter(watched, event)

    def _passes(self, key: QKeyEvent) -> bool:
        """Whether a key is an undo or a redo for which there is nothing here."""
        standard = QKeySequence.StandardKey
        undoes = key.matches(standard.Undo) and not self.editor.isUndoAvailable()
        return undoes or (key.matches(standard.Redo) and not self.editor.isRedoAvailable())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _edit(self, text: str) -> None:
        self._hint.setText("")
        self.edited.emit(text)

    def _enter(self) -> None:
        if self.editor.isReadOnly():
            return
        self._kept = self.editor.text()
        self.committed.emit(self._kept)

    def _place(self) -> None:
        set_property(self.editor, "empty", not self.editor.text())
        right = 0
        if self._button:
            self._button.move(self.width() - self._button.width() + 4, -2)
            right = self._button.width()
        # Qt keeps two pixels free at the left: the value stands under its caption.
        self.editor.setTextMargins(-2, 0, right, 0)
        shown = self.editor.text() or self.editor.placeholderText()
        used = self.editor.fontMetrics().horizontalAdvance(shown) + 12
        room = self.width() - used - right
        self._hint.setVisible(bool(self._hint.text()) and room > 40)
        self._hint.setGeometry(used, 0, max(room, 0), self.editor.height())


class ChoiceField(QWidget):
    """A field with a few values to take; `chosen` has the value's key and comes from a person."""

    chosen = Signal(str)

    def __init__(self, caption: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QComboBox()
        self.box.setItemDelegate(QStyledItemDelegate(self.box))
        self.box.setAccessibleName(caption)
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(8)
        self._arrow = Icon("chevron-down", size=16, parent=self.box)
        _caption_row(self, caption, key, self.box)
        self.box.activated.connect(self._tell)
        self.setFocusProxy(self.box)

    def set_choices(self, choices: Sequence[tuple[str, str]], value: str = "") -> None:
        """Offer (key, words); `value` is the key shown as chosen, else the first one."""
        self.box.clear()
        for key, words in choices:
            self.box.addItem(words, key)
        self.set_value(value)
        if self.box.currentIndex() < 0:
            self.box.setCurrentIndex(0)

    def value(self) -> str:
        return str(self.box.currentData() or "")

    def set_value(self, value: str) -> None:
        """A value that is not offered shows none."""
        self.box.setCurrentIndex(self.box.findData(value))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrow.move(self.width() - 20, 4)

    def _tell(self) -> None:
        self.chosen.emit(self.value())


class Segments(QFrame):
    """The values of one attribute, perhaps with the words on screen for each; `name` is for screen
    readers.

    `chosen` comes from the person only, never from `set_value`.
    """

    chosen = Signal(str)

    def __init__(
        self,
        values: Sequence[str] | Mapping[str, str],
        name: str = "",
        value: str | None = None,
    ) -> None:
        super().__init__()
        self._buttons: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._tell)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(28)
        row = row_of(on=self, margins=(2, 2, 2, 2))
        names = values if isinstance(values, Mapping) else {}
        for known in values:
            button = QRadioButton(names.get(known) or known[:1].upper() + known[1:])
            self._buttons[known] = button
            self._group.addButton(button)
            row.addWidget(button)
        self.setAccessibleName(name)
        self.set_value(value)

    def value(self) -> str | None:
        return next((value for value, b in self._buttons.items() if b.isChecked()), None)

    def set_value(self, value: str | None) -> None:
        """Show `value` as chosen; with None, or a value that is not here, none is."""
        self._group.setExclusive(False)
        for known, button in self._buttons.items():
            button.setChecked(known == value)
        self._group.setExclusive(True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The value that is chosen has the keyboard, else the first one."""
        super().focusInEvent(event)
        button = self._buttons.get(self.value() or "") or next(iter(self._buttons.values()), None)
        if button is not None:
            button.setFocus(event.reason())

    def next_value(self) -> str:
        """Choose the value after the one that is chosen, the first one after the last."""
        values = list(self._buttons)
        current = self.value()
        value = values[(values.index(current) + 1) % len(values)] if current else values[0]
        self.set_value(value)
        self.chosen.emit(value)
        return value

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        for button in self._buttons.values():
            button.setAccessibleName(f"{name}: {button.text()}")

    def showEvent(self, _event: object) -> None:
        # The chosen one is heavier: all are as wide as their heavy text, so that nothing moves.
        for button in self._buttons.values():
            button.ensurePolished()
            heavy = QFont(button.font())
            heavy.setWeight(QFont.Weight.DemiBold)
            button.setFixedWidth(QFontMetrics(heavy).horizontalAdvance(button.text()) + 24)

    def _tell(self, button: QAbstractButton) -> None:
        self.chosen.emit(next(value for value, b in self._buttons.items() if b is button))


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
        self.own_keys: OwnKeys | None = None
        self.editor.setPlaceholderText(placeholder)
        self.editor.setAccessibleName(placeholder)
        self.editor.installEventFilter(self)
        self.editor.textChanged.connect(self._wait)
        self._cap = KeyCap(key)
        self._clear = IconButton("close", self.tr("Clear the search"), size=16)
        self._clear.clicked.connect(self.editor.clear)
        self._clear.hide()
        self._esc_clears = esc_clears
        self._last_searched = ""
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self._tell)
        self._has_key = bool(key)
        self.setFixedHeight(32)
        self.setFocusProxy(self.editor)
        row_of(
            Icon("search", size=18),
            (self.editor, 1),
            self._cap,
            self._clear,
            on=self,
            margins=(7, 0, 4, 0),
            gap=6,
        )

    def text(self) -> str:
        return self.editor.text()

    def key_hints(self) -> Hints:
        if self.own_keys is not None:
            return self.own_keys()
        clears = self._esc_clears and bool(self.editor.text())
        esc = self.tr("clear") if clears else self.tr("leave")
        return [("↓", self.tr("to the list")), ("Esc", esc)]

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
        if self.editor.text() != self._last_searched:
            self._last_searched = self.editor.text()
            self.searched.emit(self._last_searched)


def _caption_row(field: QWidget, caption: str, key: str, value: QWidget) -> Label:
    label = Label(caption, "caption")
    label.setBuddy(value)
    cap = KeyCap(key, field)
    row = row_of(label, Free(), cap, gap=4)
    label.setFixedHeight(20)
    value.setFixedHeight(27)
    column_of(row, value, on=field)
    field.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    field.setFixedHeight(47)
    return label
