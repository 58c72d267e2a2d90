"""Rows and columns of widgets, each made in one call."""

from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget
from shiboken6 import invalidate


class Free(NamedTuple):
    """Room that nothing stands in; it grows by its share of what is left over."""

    share: int = 0


Item = QWidget | QLayout
Part = Item | int | Free | tuple[Item, int] | tuple[Item, int, Qt.AlignmentFlag]
"""What stands in a row or a column: an item, perhaps with its share of what is left over and with
its place in its room; or so many free pixels; or what is `Free`.
"""

Margins = tuple[int, int, int, int]
"""Pixels at the left, above, at the right and below."""

INHERITED = -1
"""The gap of the layout around it, or else of the style."""

Box = TypeVar("Box", bound=QBoxLayout)


def row_of(
    *parts: Part, on: QWidget | None = None, margins: Margins = (0, 0, 0, 0), gap: int = 0
) -> QHBoxLayout:
    """Parts side by side, `gap` pixels apart; with `on`, they are what that widget holds."""
    return _filled(QHBoxLayout(on) if on else QHBoxLayout(), parts, margins, gap)


def column_of(
    *parts: Part, on: QWidget | None = None, margins: Margins = (0, 0, 0, 0), gap: int = 0
) -> QVBoxLayout:
    """Parts below one another, as `row_of` takes them."""
    return _filled(QVBoxLayout(on) if on else QVBoxLayout(), parts, margins, gap)


def _filled(box: Box, parts: tuple[Part, ...], margins: Margins, gap: int) -> Box:
    box.setContentsMargins(*margins)
    box.setSpacing(gap)
    add_parts(box, *parts)
    return box


def add_parts(box: QBoxLayout, *parts: Part) -> None:
    """Put parts behind those that a row or a column has."""
    for part in parts:
        if isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, Free):
            box.addStretch(part.share)
        elif isinstance(part, tuple):
            _add(box, *part)
        else:
            _add(box, part)


def add_layout(box: QBoxLayout, inner: QLayout, share: int = 0) -> None:
    """As `addLayout`."""
    box.addLayout(inner, share)
    _forget_items(inner)


def add_to_grid(grid: QGridLayout, inner: QLayout, row: int, column: int) -> None:
    """As `addLayout`."""
    grid.addLayout(inner, row, column)
    _forget_items(inner)


def _forget_items(layout: QLayout) -> None:
    # PySide6 makes objects for all items of a layout that is added to another one, and keeps them.
    for item in items_of(layout):
        if isinstance(item, QLayout):
            _forget_items(item)


def items_of(layout: QLayout) -> Iterator[Item]:
    """The widgets and layouts of a layout, in order.

    Python does not learn when a layout frees an item, and would take the next object at that place
    in memory for it; given to an event filter, that ends Python 3.11. So no item stays known.
    """
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if item is not inner:
            invalidate(item)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield inner


def grid_with(across: int, down: int, *, wide: tuple[int, ...] = ()) -> QGridLayout:
    """A grid to fill, with so many pixels between its columns and its rows; columns that are `wide`
    share what is left over.
    """
    grid = QGridLayout()
    grid.setHorizontalSpacing(across)
    grid.setVerticalSpacing(down)
    for column in wide:
        grid.setColumnStretch(column, 1)
    return grid


def _add(
    box: QBoxLayout, item: Item, share: int = 0, alignment: Qt.AlignmentFlag | None = None
) -> None:
    if isinstance(item, QLayout):
        add_layout(box, item, share)
    elif alignment is None:
        box.addWidget(item, share)
    else:
        box.addWidget(item, share, alignment)
