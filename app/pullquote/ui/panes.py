"""Where the keyboard is: F6 from pane to pane, and the key caps of the strip."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from pullquote.ui.window import MainWindow

_ARROWS = (("←", "Left"), ("→", "Right"), ("↑", "Up"), ("↓", "Down"))


def step(window: "MainWindow", by: int) -> None:
    """Give the focus to the next pane, or the one before; round and round."""
    room = window.rooms.current or window.room
    panes = [pane for pane in (window.rail, *room.panes()) if pane.isVisible()]
    if window.annotate is None or not panes:
        return
    focused = window.focusWidget()
    now = [i for i, pane in enumerate(panes) if focused and _holds(pane, focused)]
    _enter(window, panes[((now[0] if now else -by) + by) % len(panes)])


def press(window: QWidget, cap: str) -> None:
    """As if the key of a cap was pressed: a shortcut of the window, else where the focus is."""
    for sign, name in _ARROWS:
        cap = cap.replace(sign, name)
    keys = QKeySequence(cap)
    shortcut = next((entry for entry in window.actions() if keys in entry.shortcuts()), None)
    focused = QApplication.focusWidget()
    if shortcut is not None:
        shortcut.trigger()
    elif focused is not None and keys.count():
        combination = keys[0]  # type: ignore[index]  # the stubs do not know it
        key, held = combination.key(), combination.keyboardModifiers()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(focused, QKeyEvent(kind, key, held))


def _holds(pane: QWidget, focused: QWidget) -> bool:
    return pane is focused or pane.isAncestorOf(focused)


def _enter(window: "MainWindow", pane: QWidget) -> None:
    room = window.room
    if pane is room.panel:
        room.panel.focus_page()
    elif pane is window.rail:
        window.rail.focus_room()
    elif pane is room.documents:
        list_, search = room.documents.view, room.documents.search
        (list_ if list_.isVisible() else search).setFocus(Qt.FocusReason.ShortcutFocusReason)
    elif pane is room.page.empty:
        room.page.empty.focus_first()
    else:
        pane.setFocus(Qt.FocusReason.ShortcutFocusReason)
