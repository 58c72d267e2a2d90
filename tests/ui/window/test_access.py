"""For everyone: names for screen readers, ways for the keyboard, keys that do not collide."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)

from pullquote.assets import RESOURCES
from pullquote.model.schema_file import parse_schema
from pullquote.ui.actions.table import ACTIONS, text_keys

NAMED = {
    QAccessible.Role.PushButton, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton,
    QAccessible.Role.ComboBox, QAccessible.Role.EditableText, QAccessible.Role.List,
    QAccessible.Role.Table, QAccessible.Role.Tree, QAccessible.Role.PageTabList,
}  # fmt: skip
REACHED = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)


def parts(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """What a screen reader finds in sight; the rows of lists are tried beside their lists."""
    yield interface
    if interface.role() in {QAccessible.Role.List, QAccessible.Role.Table, QAccessible.Role.Tree}:
        return
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None and child.isValid() and not child.state().invisible:
            yield from parts(child)


def nameless(widget: QWidget) -> list[str]:
    found = parts(QAccessible.queryAccessibleInterface(widget))
    return [
        f"{part.role()} {part.object()} in {part.object().parent() if part.object() else None}"
        for part in found
        if part.role() in NAMED and not part.text(QAccessible.Text.Name)
    ]


class Flicker(QObject):
    """Notes what in a pane is shown and hidden: a screen reader is told of it each time."""

    def __init__(self, pane: QWidget) -> None:
        super().__init__(pane)
        self.seen: list[tuple[str, str]] = []
        for part in pane.findChildren(QWidget):
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() in {QEvent.Type.Show, QEvent.Type.Hide}:
            self.seen.append((type(watched).__name__, event.type().name))
        return False


def test_a_key_hides_nothing_in_the_panel_that_stays(ferry, hands) -> None:
    def press(*keys: str) -> None:
        for key in keys:
            hands.keys(key)
            QApplication.processEvents()

    for words in ("“We wait for the pilots,”", "“They decide when it is safe to go out again,”"):
        hands.words(words)
        press("Q", "Esc", "Esc")
    press("J", "J")
    flicker = Flicker(ferry.room.panel)
    press("K", "J", "K")
    assert flicker.seen == []
    press("Esc")
    hands.words("Ada")
    QApplication.processEvents()
    flicker.seen.clear()
    press("Shift+Right", "Shift+Right", "Ctrl+Shift+Right")
    assert flicker.seen == []


def to_reach(widget: QWidget) -> set[QWidget]:
    wanted = set()
    for kind in REACHED:
        for found in widget.findChildren(kind):
            usable = found.isVisible() and found.isEnabled() and found.window() is widget
            if usable and found.focusPolicy() & Qt.FocusPolicy.TabFocus:
                wanted.add(found)
    return wanted


def reached(widget: QWidget, keys: tuple[str, ...] = ("Tab",), steps: int = 90) -> set[QWidget]:
    """Whatever has the focus while the keys are pressed again and again."""
    seen = set()
    for key in keys:
        for _ in range(steps):
            focused = widget.focusWidget()
            if focused is not None:
                seen.add(focused)
            combination = QKeySequence(key)[0]
            QTest.keyClick(focused or widget, combination.key(), combination.keyboardModifiers())
    return seen


def unchosen_radios(missed: set[QWidget]) -> set[QWidget]:
    """Of a group Tab goes to the chosen one, the arrows to the others."""
    return {w for w in missed if isinstance(w, QAbstractButton) and w.autoExclusive()}


@pytest.mark.parametrize("page", ["labels", "copies", "history"])
def test_everything_in_the_window_has_a_name(ferry, hands, page: str) -> None:
    hands.keys("G", "Q")
    ferry.room.panel.show_page(page)
    QApplication.processEvents()
    assert nameless(ferry) == []


def test_everything_on_the_first_page_has_a_name_and_is_reached(make_window) -> None:
    window = make_window()
    assert nameless(window) == []
    missed = to_reach(window) - reached(window)
    assert missed - unchosen_radios(missed) == set()


@pytest.mark.parametrize(
    "name",
    [
        "settings",
        "keys",
        "help",
        "guidelines",
        "about",
        "export",
        "name_version",
        "properties",
        "published",
        "exclude",
        "skip",
    ],
)
def test_dialogs_have_names_and_can_be_walked_by_keys(ferry, answer, name: str) -> None:
    found: dict[str, object] = {}

    def walk(dialog) -> None:
        found["nameless"] = nameless(dialog)
        missed = to_reach(dialog) - reached(dialog, steps=40)
        found["missed"] = missed - unchosen_radios(missed)

    answer(walk)
    ferry.run(name)
    assert found == {"nameless": [], "missed": set()}


@pytest.mark.parametrize("page", ["labels", "copies", "history"])
def test_all_of_the_window_is_reached_by_keys(ferry, hands, page: str) -> None:
    hands.keys("G", "Q")
    ferry.room.panel.show_page(page)
    seen: set[QWidget] = set()
    for _ in range(4):
        hands.keys("F6")
        seen |= reached(ferry, ("Tab", "Shift+Tab"), steps=25)
    assert len(to_reach(ferry)) > 10
    missed = to_reach(ferry) - seen
    assert missed - unchosen_radios(missed) == set()


def portable(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText)


def test_no_key_means_two_things() -> None:
    schema = parse_schema((RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8"))
    everywhere = [portable(k) for a in ACTIONS if a.where == "window" for k in a.keys]
    text = [portable(k) for a in ACTIONS if a.where == "text" for k in a.keys]
    layers = [portable(layer.key) for layer in schema.layers]
    digits = [str(n) for n, _layer in enumerate(schema.layers, 1)]
    assert len(everywhere) == len(set(everywhere))
    of_text = text + layers + digits
    assert len(of_text) == len(set(of_text))
    assert set(everywhere) & set(of_text) == set()
    assert len(text_keys(schema)) == len(of_text) + 1  # Enter of the number pad


def test_menu_letters_open_each_menu_once(ferry) -> None:
    titles = [a.text() for a in ferry.bar.menu_bar.actions()]
    letters = [t[t.index("&") + 1].lower() for t in titles]
    assert len(letters) == len(set(letters))
