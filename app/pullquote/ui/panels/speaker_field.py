"""The speaker of a label: a field with the register's completion under it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pullquote.ui.panels.completion import Choice, CompletionList, choices
from pullquote.ui.panels.editing import leaves, let_undo_pass, show_key
from pullquote.ui.panels.values import Candidate
from pullquote.ui.panels.wording import tr
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import Field

Complete = Callable[[str], Sequence[Candidate]]
_TAKE = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}


class SpeakerField(QWidget):
    """One of `known` (a speaker's id), `named` (a new name) and `nobody` comes with the choice.

    `left` follows each of them, and Esc, which changes nothing.
    """

    known = Signal(int)
    named = Signal(str)
    nobody = Signal()
    left = Signal()

    def __init__(self, theme: Theme, caption: str) -> None:
        super().__init__()
        self._complete: Complete = lambda _typed: ()
        self._register: Callable[[], int] = lambda: 0
        self._shown = ("", "")
        self._typing = False
        self.field = Field(
            caption,
            placeholder=tr("Not set"),
            icon="speakers",
            icon_name=tr("Choose a speaker"),
        )
        show_key(self.field, "S")
        self.list = CompletionList(theme)
        self.list.taken.connect(self._take)
        self.field.edited.connect(self._narrow)
        self.field.icon_clicked.connect(lambda: self.edit())
        self.field.cancelled.connect(self.left)
        let_undo_pass(self.field.editor)
        self.field.editor.installEventFilter(self)
        self.setFocusProxy(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)

    def set_theme(self, theme: Theme) -> None:
        self.list.set_theme(theme)

    def set_register(self, complete: Complete, size: Callable[[], int]) -> None:
        """`complete` gives the candidates for what is typed, `size` how many there are in all."""
        self._complete, self._register = complete, size

    def set_read_only(self, read_only: bool) -> None:
        self.field.set_read_only(read_only)

    def show_speaker(self, name: str, hint: str = "") -> None:
        self._shown = (name, hint)
        if not self.list.isVisible():
            self.field.set_text(name, hint)

    def stop(self) -> None:
        """Shut the list without choosing."""
        self._close()

    def edit(self, prefill: str = "") -> None:
        """Open the list on the best match of `prefill`, which the first letter replaces."""
        if self.field.editor.isReadOnly():
            return
        self.field.set_text(prefill or self._shown[0])
        self.field.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.editor.selectAll()
        self._typing = False
        self._show_choices()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if leaves(event):
            self._close()
        elif event.type() == QEvent.Type.Hide:
            self.list.hide()
        elif event.type() == QEvent.Type.MouseButtonRelease and not self.list.isVisible():
            self.edit()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if not self.list.isVisible():
            return self._press_closed(key)
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.list.move_by(-1 if key == Qt.Key.Key_Up else 1)
        elif key in _TAKE:
            self.list.take()
        elif key == Qt.Key.Key_Escape:
            self._close()
            self.left.emit()
        else:
            return self._takes_number(event)
        return True

    def _press_closed(self, key: Qt.Key) -> bool:
        if key not in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return False
        self.edit()
        return True

    def _takes_number(self, event: QKeyEvent) -> bool:
        """Digits take a row until something is typed; after that they are part of a name."""
        digit = event.text()
        plain = digit.isascii() and digit.isdigit() and digit != "0"
        return plain and not self._typing and self.list.take(int(digit) - 1)

    def _narrow(self) -> None:
        self._typing = True
        self._show_choices()

    def _show_choices(self) -> None:
        typed = self.field.text()
        rows = choices(self._complete(typed), typed)
        self.list.show_choices(rows, self._register(), numbered=not self._typing)
        self.list.open_below(self.field, -12, self.field.width() + 24)

    def _take(self, choice: Choice) -> None:
        self._close()
        if choice.kind == "known":
            self.known.emit(choice.speaker)
        elif choice.kind == "new":
            self.named.emit(choice.name)
        else:
            self.nobody.emit()
        self.left.emit()

    def _close(self) -> None:
        self.list.hide()
        self.field.set_text(*self._shown)
