"""A key as it stands on the keyboard."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_SIGNS = {
    "Return": "Enter",
    "PgDown": "PgDn",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
}
_MAC = {"Ctrl": "⌘", "Shift": "⇧", "Alt": "⌥", "Meta": "⌃"}


def key_name(key: str, platform: str = sys.platform) -> str:
    """A stroke as Qt writes it ("Ctrl+Return") with the names on this machine's keys."""
    *modifiers, last = _strokes(key)
    last = _SIGNS.get(last, last)
    if platform == "darwin":
        return "".join(_MAC.get(name, name) for name in modifiers) + last
    return "+".join((*modifiers, last))


def _strokes(key: str) -> list[str]:
    """The parts of a stroke; the plus key is a part too ("Ctrl++")."""
    if key.endswith("+"):
        return [*filter(None, key[:-1].split("+")), "+"]
    return key.split("+")


class KeyCap(QLabel):
    """The keys of one stroke in a cap; empty text hides it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_key(text)

    def set_key(self, text: str) -> None:
        self.setText(key_name(text))
        # Shown without a parent, it would be a window of its own for a moment and take the focus.
        if self.parent() or not text:
            self.setHidden(not text)
