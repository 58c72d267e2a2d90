"""Where the keyboard goes: from pane to pane, by the key caps of a strip, and what they say."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QRadioButton,
    QWidget,
)

from pullquote.ui.services.room import Room, RoomWidget
from pullquote.ui.shell.rail import Rail
from pullquote.ui.widgets.key_strip import Hint, KeyStrip
from pullquote.ui.widgets.words import tr

_ARROWS = (("←", "Left"), ("→", "Right"), ("↑", "Up"), ("↓", "Down"))


def step_pane(rail: Rail, room: Room, by: int) -> None:
    """Give the focus to the next pane, or the one before; round and round."""
    panes = [pane for pane in (rail, *room.panes()) if pane.isVisible()]
    if not panes:
        return
    focused = rail.window().focusWidget()
    now = [i for i, pane in enumerate(panes) if focused and _holds(pane, focused)]
    start = now[0] if now else -by
    for step in range(1, len(panes) + 1):
        pane = panes[(start + by * step) % len(panes)]
        if pane is rail:
            rail.focus_room()
        else:
            room.focus_pane(pane)
        reached = rail.window().focusWidget()
        if reached is not None and _holds(pane, reached):
            return  # a pane with nothing in it cannot take the keyboard


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


def open_context_menu() -> None:
    """The menu of whatever has the focus, at the place that it chooses itself."""
    focused = QApplication.focusWidget()
    if focused is not None:
        place = focused.rect().center()
        reason = QContextMenuEvent.Reason.Keyboard
        event = QContextMenuEvent(reason, place, focused.mapToGlobal(place))
        QApplication.sendEvent(focused, event)


def _holds(pane: QWidget, focused: QWidget) -> bool:
    return pane is focused or pane.isAncestorOf(focused)


class FocusKeys(QObject):
    """Lets the strip of the room in sight say what the keys do for whatever has the focus."""

    def __init__(self, strip: Callable[[], KeyStrip | None], parent: QObject) -> None:
        super().__init__(parent)
        self._strip = strip
        # What a field shows with the focus, its list for one, comes right after it.
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.show)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._move)

    def show(self) -> None:
        strip, focused = self._strip(), QApplication.focusWidget()
        if strip is None:
            return
        keys = keys_of(focused) if focused is not None else None
        strip.show_keys_of_focus(keys)
        if keys is not None and focused is not None:
            focused.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A key may leave the focus where it is, and another row or a list be there.
        if event.type() == QEvent.Type.KeyRelease:
            self._later.start()
        elif event.type() == QEvent.Type.FocusOut:
            watched.removeEventFilter(self)
        return False

    def _move(self, _before: QWidget | None, _now: QWidget | None) -> None:
        self._later.start()


def keys_of(focused: QWidget) -> list[Hint] | None:
    """What the keys do for a widget that has the focus; None where its room says it.

    It is said by the widget's own `key_hints` or that of what holds it, of a dialog by the dialog.
    """
    window = focused.window()
    within: QWidget | None = window if isinstance(window, QDialog) else focused
    while within is not None and not isinstance(within, RoomWidget):
        own = getattr(within, "key_hints", None)
        if own is not None:
            return list(own())
        within = within.parentWidget()
    return _keys_of_kind(focused)


def _keys_of_kind(focused: QWidget) -> list[Hint] | None:
    around: list[Hint] = [("Tab", tr("next")), ("F6", tr("next pane"))]
    if isinstance(focused, QRadioButton):
        return [("← →", tr("choose")), *around]
    if isinstance(focused, QComboBox):
        return [("↑ ↓", tr("choose")), *around]
    if isinstance(focused, QAbstractButton):
        return [("Space", focused.accessibleName() or focused.text() or tr("press")), *around]
    return None
