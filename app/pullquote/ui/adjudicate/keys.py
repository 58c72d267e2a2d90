"""What the keys of the room do, in the list and in the text."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from pullquote.model.schema import Schema
from pullquote.ui.actions.table import own_keys
from pullquote.ui.services.key_map import KeyMap

COMMANDS: Mapping[str, str] = {
    **{str(number): f"take:{number - 1}" for number in range(1, 10)},
    "B": "all",
    "0": "neither",
    "E": "edit",
    "M": "why",
    "R": "reopen",
    "J": "next",
    "K": "before",
    "Return": "take",
    "Enter": "take",
    "?": "keys",
}

_KEEP = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class RoomKeys(QObject):
    """Runs commands by key: of the room, or of the text that is edited while there is one."""

    def __init__(self, schema: Schema, run: Callable[[str], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._run = run
        self._room = KeyMap(COMMANDS)
        self._editing = KeyMap(edit_commands(schema))
        self.is_editing = False

    def take(self, event: QKeyEvent) -> bool:
        """Whether the key was for the room."""
        keymap = self._editing if self.is_editing else self._room
        name = keymap.command(event)
        return name is not None and self._run(name)

    def take_in_list(self, event: QKeyEvent) -> bool:
        """In the list, the keys that go from row to row are the list's own."""
        name = self._room.command(event)
        if name in {None, "next", "before", "take"} or self.is_editing:
            return False
        return self._run(name or "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter keeps an edit here, whatever it means elsewhere in the window."""
        if (
            self.is_editing
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() in _KEEP
        ):
            event.accept()
            return True
        return super().eventFilter(watched, event)


def edit_commands(schema: Schema) -> dict[str, str]:
    """The keys of the text that change labels, as in the Annotate room."""
    found = {
        "Ctrl+Return": "keep",
        "Ctrl+Enter": "keep",
        "Return": "field",
        "Enter": "field",
        "Esc": "leave",
        "F2": "extent",
        "Del": "remove",
        "Backspace": "remove",
        **{key: f"value:{key}" for key in ("T", "Y", *own_keys(schema))},
        "M": "why",
        "J": "next_label",
        "K": "label_before",
        "G": "quotation",
        "?": "keys",
    }
    for number, layer in enumerate(schema.layers, 1):
        found[layer.key] = f"layer:{layer.id}"
        if number <= 9:
            found[str(number)] = f"layer:{layer.id}"
    return found
