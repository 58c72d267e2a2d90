"""Where the keyboard goes: from pane to pane, and by the key caps of a strip."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from pullquote.ui.services.room import Room
from pullquote.ui.shell.rail import Rail

_ARROWS = (("←", "Left"), ("→", "Right"), ("↑", "Up"), ("↓", "Down"))


def step_pane(rail: Rail, room: Room, by: int) -> None:
    """Give the focus to the next pane, or the one before; round and round."""
    panes = [pane for pane in (rail, *room.panes()) if pane.isVisible()]
    if not panes:
        return
    focused = rail.window().focusWidget()
    now = [i for i, pane in enumerate(panes) if focused and _holds(pane, focused)]
    pane = panes[((now[0] if now else -by) + by) % len(panes)]
    if pane is rail:
        rail.focus_room()
    else:
        room.focus_pane(pane)


def press_key_cap(window: QWidget, keys: str) -> None:
    """As if the first of `keys` was pressed: a shortcut of the window, else where the focus is."""
    cap = keys.split(" ")[0]
    for sign, name in _ARROWS:
        cap = cap.replace(sign, name)
    pressed = QKeySequence(cap)
    shortcut = next((entry for entry in window.actions() if pressed in entry.shortcuts()), None)
    focused = QApplication.focusWidget()
    if shortcut is not None:
        shortcut.trigger()
    elif focused is not None and pressed.count():
        combination = pressed[0]  # type: ignore[index]  # the stubs do not know it
        key, held = combination.key(), combination.keyboardModifiers()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(focused, QKeyEvent(kind, key, held))


def _holds(pane: QWidget, focused: QWidget) -> bool:
    return pane is focused or pane.isAncestorOf(focused)
