"""What all fields of the panels share while somebody types."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from pullquote.ui.widgets import KeyCap


class _UndoPasses(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(watched, QLineEdit)
            and isinstance(event, QKeyEvent)
            and event.type() in {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}
        ):
            undoes = event.matches(QKeySequence.StandardKey.Undo) and not watched.isUndoAvailable()
            redoes = event.matches(QKeySequence.StandardKey.Redo) and not watched.isRedoAvailable()
            if undoes or redoes:
                event.ignore()
                return True
        return super().eventFilter(watched, event)


def show_key(field: QWidget, key: str) -> None:
    """Give a field its key cap, which must not be shown before it stands in the field."""
    cap = field.findChild(KeyCap)
    if cap:
        cap.set_key(key)


def is_leaving(event: QEvent) -> bool:
    """Whether the person goes elsewhere in the program; another window taking over is not that."""
    if not isinstance(event, QFocusEvent) or event.type() != QEvent.Type.FocusOut:
        return False
    away = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}
    return event.reason() not in away


def let_undo_pass(editor: QLineEdit) -> None:
    """Leave Ctrl+Z to the program as long as there is nothing typed here to take back."""
    editor.installEventFilter(_UndoPasses(editor))
