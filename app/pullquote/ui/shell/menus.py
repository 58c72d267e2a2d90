"""The menus and shortcuts of the window, made from the table of actions."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar, QWidget

from pullquote.ui.actions.table import ACTIONS, MENUS, Action


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


def build_menus(bar: QMenuBar, window: QWidget, run: Callable[[str], None]) -> dict[str, QAction]:
    """Fill `bar`, and give `window` every action that stands in it.

    Keys of the text are shown beside their entries and act through the text alone: as shortcuts
    they would take letters away from every field.
    """
    made: dict[str, QAction] = {}
    menus = {name: bar.addMenu(_tr(title)) for name, title in MENUS}
    for action in ACTIONS:
        if not action.menu:
            continue
        entry = _entry(action, window, partial(run, action.id))
        made[action.id] = entry
        if action.rule:
            menus[action.menu].addSeparator()
        menus[action.menu].addAction(entry)
    return made


def _entry(action: Action, window: QWidget, handler: Callable[[], None]) -> QAction:
    text = _tr(action.text)
    if action.where == "text" and action.keys:
        shown = QKeySequence(action.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
        text = f"{text}\t{shown}"
    entry = QAction(text, window)
    entry.setMenuRole(_ROLES.get(action.id, QAction.MenuRole.NoRole))
    if action.where == "window" and action.keys:
        entry.setShortcuts([QKeySequence(keys) for keys in action.keys])
        entry.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    entry.triggered.connect(lambda _checked=False: handler())
    window.addAction(entry)
    return entry


# macOS moves these to the application's own menu.
_ROLES = {
    "settings": QAction.MenuRole.PreferencesRole,
    "quit": QAction.MenuRole.QuitRole,
    "about": QAction.MenuRole.AboutRole,
}
