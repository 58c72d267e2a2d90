"""Tab goes through a panel as the eyes do, also through parts that are made later."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def order_tabs(page: QWidget) -> None:
    """Set the tab order of everything in `page` to the order of its layouts."""
    for first, second in pairwise(_reachable(page)):
        QWidget.setTabOrder(first, second)


def _reachable(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    inner = widget.widget() if isinstance(widget, QScrollArea) else None
    layout = widget.layout()
    if inner:
        yield from _reachable(inner)
    elif layout:
        yield from _laid_out(layout)
    else:
        for child in widget.findChildren(
            QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly
        ):
            yield from _reachable(child)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        widget, inner = (item.widget(), item.layout()) if item else (None, None)
        if widget:
            yield from _reachable(widget)
        elif inner:
            yield from _laid_out(inner)
