import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit, QWidget

from pullquote.ui.widgets.label import Silence
from pullquote.ui.widgets.layout import column_of


@pytest.fixture
def listened():
    """As if a screen reader was there."""
    before = QAccessible.isActive()
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(before)


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def part(qtbot, window):
    """A part with a line in it, beside another line, in a window."""
    part = QWidget()
    column_of(QLineEdit(), on=part)
    column_of(part, QLineEdit(), on=window)
    with qtbot.waitActive(window):
        window.show()
    return part


def lines(part):
    return part.window().findChildren(QLineEdit)


def test_nobody_is_told_while_the_focus_is_elsewhere(listened, part):
    lines(part)[1].setFocus()
    with Silence(part).keep():
        assert not QAccessible.isActive()
    assert QAccessible.isActive()


def test_all_is_told_while_the_focus_is_in_the_part(listened, part):
    lines(part)[0].setFocus()
    with Silence(part).keep():
        assert QAccessible.isActive()


def test_it_ends_with_an_error(listened, part):
    lines(part)[1].setFocus()
    with pytest.raises(ValueError, match="wrong"), Silence(part).keep():
        raise ValueError("wrong")
    assert QAccessible.isActive()


def test_of_what_came_and_went_the_outermost_is_told(listened, part, monkeypatch):
    told = []
    lines(part)[1].setFocus()
    inner = lines(part)[0]
    silence = Silence(part)
    with silence.keep():
        added = QWidget(part)
        column_of(QLineEdit(), on=added)
        added.show()
        inner.hide()
    monkeypatch.setattr(
        QAccessible,
        "updateAccessibility",
        lambda event: told.append((event.type(), event.object())),
    )
    silence.tell()
    silence.tell()
    kinds = QAccessible.Event
    assert told == [(kinds.ObjectHide, inner), (kinds.ObjectShow, added)]


def test_without_a_listener_nothing_is_kept(part):
    before = QAccessible.isActive()
    QAccessible.setActive(False)
    silence = Silence(part)
    with silence.keep():
        pass
    assert silence._told is None
    assert not QAccessible.isActive()
    QAccessible.setActive(before)
