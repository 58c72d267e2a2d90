"""The chosen figure taken apart: by pairs, layers, documents and annotators, and with oneself;
a part is a row with its bar, sorted as one likes.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QStyleOptionViewItem,
    QWidget,
)

from pullquote.agreement.values import Cell
from pullquote.ui.agreement.axis import Bar, paint_bar, paint_hints
from pullquote.ui.agreement.folding_choice import FoldingChoice
from pullquote.ui.agreement.matrices import PairsPage
from pullquote.ui.agreement.wording import cell_words, reason, value
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed, ThemedDelegate
from pullquote.ui.widgets import Label, Line, Segments, number, plain_tooltip
from pullquote.ui.widgets.layout import INHERITED, column_of, row_of
from pullquote.ui.widgets.paint import made_font, paint_text
from pullquote.ui.widgets.row_list import ROOT, VALUE, Index
from pullquote.ui.widgets.row_table import Table, is_chosen, paint_ground
from pullquote.ui.widgets.words import tr

_HEAD = 28 + 12


@dataclass(frozen=True, slots=True)
class FigurePart:
    """`key` is a layer, a document or an annotator; `place` its own order."""

    key: Hashable
    cell: Cell
    place: int = 0


@dataclass(frozen=True, slots=True)
class ShownParts:
    """`parts` are counted when they are looked at; `name` gives a key in words, and is asked for
    parts in sight only.
    """

    title: str
    parts: Callable[[], Sequence[FigurePart]]
    name: Callable[[Any], str]


class Breakdown(Themed, QWidget):
    """`view_chosen` has a view; `part_pointed` (view, key) of a row; `list_made` the list of
    a view when it is first shown: until then neither it nor its parts are made.
    """

    view_chosen = Signal(str)
    part_pointed = Signal(str, object)
    list_made = Signal(QWidget)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names = names = {
            "pairs": tr("Pairs"),
            "layers": tr("Layers"),
            "documents": tr("Documents"),
            "annotators": tr("Annotators"),
            "oneself": tr("Oneself"),
        }
        self.views = FoldingChoice(tr("Taken apart by"))
        self.views.show_choices(names, "pairs")
        self.views.chosen.connect(self._choose)
        self.pairs = PairsPage(theme)
        self.lists: dict[str, PartsList] = {}
        self._parts: dict[str, ShownParts] = {}
        self._stack = QStackedWidget()
        self._scroll = QScrollArea()
        self._scroll.setWidget(self.pairs)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        self.pairs.setAutoFillBackground(False)
        self._stack.addWidget(self._scroll)
        self.setFocusProxy(self.pairs.matrix)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column_of(self.views, (self._stack, 1), on=self, gap=12)

    def view(self) -> str:
        return self.views.value()

    def show_view(self, view: str) -> None:
        self.views.set_value(view)
        self._stack.setCurrentWidget(self._scroll if view == "pairs" else self._list(view))
        self.setFocusProxy(self._target())

    def show_parts(self, view: str, shown: "ShownParts") -> None:
        self._parts[view] = shown
        if view in self.lists:
            self.lists[view].show_parts(shown)

    def _list(self, view: str) -> "PartsList":
        made = self.lists.get(view)
        if made is None:
            made = self.lists[view] = PartsList(self._names[view], self._theme)
            made.pointed.connect(lambda key: self.part_pointed.emit(view, key))
            self._stack.addWidget(made)
            self.list_made.emit(made.list)
            if view in self._parts:
                made.show_parts(self._parts[view])
        return made

    def _target(self) -> QWidget:
        """Where the focus goes when the pane is entered."""
        if self.view() == "pairs":
            return self.pairs.matrix
        return self._list(self.view()).list

    def wanted_height(self) -> int:
        """Of the pairs; the lists scroll in the same room."""
        return _HEAD + self.pairs.sizeHint().height()

    def sizeHint(self) -> QSize:
        return QSize(416, self.wanted_height())

    def _choose(self, view: str) -> None:
        self.show_view(view)
        self.view_chosen.emit(view)


Order = Literal["name", "value", "n"]
ROW = 32
NAME = Qt.ItemDataRole.UserRole + 1
_LEFT = 12


class PartsList(QWidget):
    """`pointed` has the key of the part that a person goes to."""

    pointed = Signal(object)

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model()
        self._delegate = _Delegate(theme)
        self.heading = Label(name, "strong", wrap=True)
        names = {"name": tr("Name"), "value": tr("Value"), "n": "n"}
        self.order = Segments(names, tr("Sorted by"), "name")
        self.order.chosen.connect(self._sort)
        self.list = Table(name, ROW)
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        self.list.pointed.connect(self._point)
        self.list.entered_row.connect(self._point)
        self.list.clicked.connect(lambda index: self._point(index.row()))
        self.setFocusProxy(self.list)
        head = row_of((self.heading, 1), self.order, gap=INHERITED)
        column_of(head, 8, Line(), (self.list, 1), on=self)

    def show_parts(self, shown: ShownParts) -> None:
        self.heading.setText(shown.title)
        self.list.setAccessibleName(shown.title)
        self._model.show_parts(shown.parts(), shown.name)
        self._sort()

    def order_by(self, order: Order) -> None:
        self.order.set_value(order)
        self._sort()

    def keys(self) -> list[Hashable]:
        return [part.key for part in self._model.parts]

    def wanted_height(self) -> int:
        return 37 + len(self._model.parts) * ROW

    def _sort(self) -> None:
        at = self.list.row()
        was = self._model.parts[at].key if 0 <= at < len(self._model.parts) else None
        order = self.order.value()
        self._model.sort_by("value" if order == "value" else "n" if order == "n" else "name")
        self.list.choose(self.keys().index(was) if was in self.keys() else -1)

    def _point(self, row: int) -> None:
        self.pointed.emit(self._model.parts[row].key)


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[FigurePart] = []
        self._name: Callable[[Any], str] = str

    def show_parts(self, parts: Sequence[FigurePart], name: Callable[[Any], str]) -> None:
        self.beginResetModel()
        self.parts, self._name = list(parts), name
        self.endResetModel()

    def sort_by(self, order: Order) -> None:
        """The lowest values first: those one wants to look at; undefined ones last."""
        self.beginResetModel()
        if order == "name":
            self.parts.sort(key=lambda part: part.place)
        elif order == "n":
            self.parts.sort(key=lambda part: (-part.cell.n, part.place))
        else:
            self.parts.sort(key=_by_value)
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.parts)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.parts):
            return None
        part = self.parts[index.row()]
        if role == VALUE:
            return part
        name = self._name(part.key)
        if role == NAME:
            return name
        description = f"{name}, {cell_words(part.cell)}, n {number(part.cell.n)}"
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return description
        return plain_tooltip(description) if role == Qt.ItemDataRole.ToolTipRole else None


class _Delegate(ThemedDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        part: FigurePart = index.data(VALUE)
        theme, area = self.theme, option.rect
        paint_ground(painter, option, theme)
        right = option.widget.width() - 12
        axis_width = min(120, max(72, area.width() // 4))
        axis = QRect(right - 62 - 48 - axis_width, area.top(), axis_width, area.height())
        known = part.cell.value is not None
        ends = axis.left() if known else round(area.width() * 0.4)
        name = QRect(_LEFT, area.top(), ends - 12 - _LEFT, ROW)
        paint_text(painter, name, index.data(NAME), made_font(13), theme.color("ink"))
        small = made_font(12, tabular=True)
        if part.cell.value is None:
            why = QRect(ends, area.top(), right - ends, ROW)
            paint_text(painter, why, reason(part.cell.why), small, theme.color("ink2"))
            return
        n, quiet = QRect(right - 62, area.top(), 62, ROW), theme.color("ink3")
        paint_text(painter, n, tr("n {}").format(number(part.cell.n)), small, quiet, right=True)
        paint_hints(painter, axis, theme)
        paint_bar(painter, axis, Bar(part.cell.value), theme, on_chosen=is_chosen(option))
        number_ = QRect(axis.right(), area.top(), 48, ROW)
        font = made_font(13, 600, tabular=True)
        paint_text(painter, number_, value(part.cell.value), font, theme.color("ink"), right=True)


def _by_value(part: FigurePart) -> tuple[bool, float, int]:
    undefined = part.cell.value is None
    return undefined, 0.0 if part.cell.value is None else part.cell.value, part.place
