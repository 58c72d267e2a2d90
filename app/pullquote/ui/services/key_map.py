"""Which key a press means: by its letter, or by its place where the layout is not Latin."""

import sys
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

# The places of letters and digits: Linux counts keys as evdev does plus 8, Windows without the 8.
_ROWS = ((2, "1234567890"), (16, "QWERTYUIOP"), (30, "ASDFGHJKL"), (44, "ZXCVBNM"))
_EVDEV = {start + i: key for start, row in _ROWS for i, key in enumerate(row)}
_MAC = dict(
    zip(
        (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 25, 26,
         28, 29, 31, 32, 34, 35, 37, 38, 40, 45, 46),
        "ASDFHGZXCVBQWERYT1234659780OUIPLJKNM",
        strict=True,
    )
)  # fmt: skip
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class KeyMap:
    """Sequences as in a menu ("Q", "Shift+E", "F2") to the names of commands."""

    def __init__(self, commands: Mapping[str, str]) -> None:
        self._commands = {
            QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText): name
            for keys, name in commands.items()
        }

    def command(self, event: QKeyEvent) -> str | None:
        """The command of a press; None where it has none."""
        for sequence in sequences(event):
            name = self._commands.get(sequence)
            if name is not None:
                return name
        return None


def sequences(event: QKeyEvent) -> list[str]:
    """How a press may be written, the likeliest first."""
    modifiers = event.modifiers() & ~_KEYPAD
    found = [_sequence(event.key(), modifiers)]
    place = _place(event)
    if place and not _is_latin(event):
        found.append(_sequence(ord(place), modifiers))
    elif place and place.isdigit():
        # On layouts that type digits with Shift, the digit row still labels.
        found.append(place if modifiers == Qt.KeyboardModifier.NoModifier else "")
    if event.text() in {"?", "/", "+"}:
        found.append(event.text())
    return [s for s in found if s]


def _sequence(key: int, modifiers: Qt.KeyboardModifier) -> str:
    if key in (0, int(Qt.Key.Key_unknown)):
        return ""
    if key == int(Qt.Key.Key_Backtab):
        key = int(Qt.Key.Key_Tab)  # Qt's name for it with Shift
    combined = QKeySequence(key | modifiers.value)
    return combined.toString(QKeySequence.SequenceFormat.PortableText)


def _is_latin(event: QKeyEvent) -> bool:
    return event.key() < 0x80 or event.key() >= 0x01000000


def _place(event: QKeyEvent) -> str:
    if sys.platform == "darwin":
        return _MAC.get(event.nativeVirtualKey(), "")
    code = event.nativeScanCode()
    return _EVDEV.get(code if sys.platform == "win32" else code - 8, "")
