"""A key as it stands on the keyboard."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_MAC = {"Ctrl+": "⌘", "Shift+": "⇧", "Alt+": "⌥", "Meta+": "⌃"}


def key_name(key: str, platform: str = sys.platform) -> str:
    """`key` ("Ctrl+Enter") as this machine's keyboard has it."""
    if platform != "darwin":
        return key
    for name, sign in _MAC.items():
        key = key.replace(name, sign)
    return key


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
        self.setHidden(not text)
