"""What all fields of the panels share while somebody types."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit


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


def let_undo_pass(editor: QLineEdit) -> None:
    """Leave Ctrl+Z to the program as long as there is nothing typed here to take back."""
    editor.installEventFilter(_UndoPasses(editor))
