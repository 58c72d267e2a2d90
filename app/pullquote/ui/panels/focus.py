"""Tab goes through a panel as the eyes do, also through parts that are made later."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QRadioButton, QScrollArea, QStackedWidget, QWidget
from shiboken6 import invalidate


def next_in(panel: QWidget, *, forward: bool) -> QWidget | None:
    """What has the focus after what has it now; behind the last one, the first outside `panel`.

    None where the focus is at nothing that Tab reaches.
    """
    now = panel.focusWidget()
    order = list(_reachable(panel))
    if now not in order:
        return None
    place = order.index(now) + (1 if forward else -1)
    outside = None if 0 <= place < len(order) else _outside(panel, now, forward=forward)
    return outside or order[place % len(order)]


def _outside(panel: QWidget, now: QWidget, *, forward: bool) -> QWidget | None:
    step = QWidget.nextInFocusChain if forward else QWidget.previousInFocusChain
    at = step(now)
    while at and at is not now:
        if not panel.isAncestorOf(at) and at is not panel and _takes(at):
            return at
        at = step(at)
    return None


def _takes(widget: QWidget) -> bool:
    if not (widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None):
        return False
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _reachable(widget: QWidget) -> Iterator[QWidget]:
    """What takes the focus in `widget`, in the order of its layouts."""
    if widget.isHidden():
        return
    if _takes(widget) and not _stands_back(widget):
        yield widget
    inner = _inner(widget)
    layout = widget.layout()
    if inner:
        yield from _reachable(inner)
    elif layout:
        yield from _laid_out(layout)
    else:
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        for child in widget.findChildren(QWidget, options=direct):
            # The list of a combo box is a window of its own.
            if not child.isWindow():
                yield from _reachable(child)


def _inner(widget: QWidget) -> QWidget | None:
    if isinstance(widget, QScrollArea):
        return widget.widget()
    return widget.currentWidget() if isinstance(widget, QStackedWidget) else None


def _stands_back(widget: QWidget) -> bool:
    """Of segments, Tab goes to the chosen one; the arrows do the rest."""
    if not isinstance(widget, QRadioButton) or widget.isChecked():
        return False
    group = widget.group()
    return group.checkedButton() is not None or group.buttons()[0] is not widget


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        widget, inner = (item.widget(), item.layout()) if item else (None, None)
        if widget and item:
            # Python does not learn when the layout frees its item: another object at that place
            # in memory would then be taken for it.
            invalidate(item)
            yield from _reachable(widget)
        elif inner:
            yield from _laid_out(inner)
