"""The list of clusters: its model over columns, the names above them, its keys, and how a row is
painted.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QAbstractListModel, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QStyleOptionViewItem, QWidget

from pullquote.ui.services.key_map import sequences
from pullquote.ui.theme.fonts import text_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed, ThemedDelegate
from pullquote.ui.widgets import bidi_isolated, counted, day_words, number
from pullquote.ui.widgets.field import Hints
from pullquote.ui.widgets.label import Spoken
from pullquote.ui.widgets.paint import made_font, paint_text
from pullquote.ui.widgets.row_list import ROOT, VALUE, Index
from pullquote.ui.widgets.row_table import Table, paint_ground
from pullquote.ui.widgets.words import tr, value_in_words

if TYPE_CHECKING:
    # NumPy comes with it: the thread that reads has loaded it by then.
    from pullquote.workflow.clusters.columns import ClusterColumns, ClusterRow

ROW = 48
MARGIN = 32
_HEAD = 32
_GAP = 16
_LEAST_WORDS = 240


class ListColumn(NamedTuple):
    """`weight`: those of the least go first where there is no room for all."""

    order: str
    name: str
    width: int
    weight: int


def cluster_columns() -> list[ListColumn]:
    """All but the words, which have what is left."""
    return [
        ListColumn("copies", tr("Places"), 64, 9),
        ListColumn("documents", tr("Documents"), 84, 3),
        ListColumn("sources", tr("Sources"), 64, 6),
        ListColumn("words", tr("Words"), 56, 5),
        ListColumn("first", tr("First seen"), 92, 7),
        ListColumn("last", tr("Last"), 92, 2),
        ListColumn("similarity", tr("Alike"), 52, 4),
        ListColumn("labelled", tr("Labelled"), 88, 8),
    ]


def order_names() -> dict[str, str]:
    """What one can sort by, and how it is called."""
    return {"rank": tr("Passage")} | {column.order: column.name for column in cluster_columns()}


def shown_columns(width: int) -> list[tuple[ListColumn, int]]:
    """Those that a list `width` pixels wide has room for, each with its left edge."""
    kept = cluster_columns()
    room = width - 2 * MARGIN - _LEAST_WORDS
    while sum(column.width + _GAP for column in kept) > room and len(kept) > 1:
        kept.remove(min(kept, key=lambda column: column.weight))
    left, found = width - MARGIN, []
    for column in reversed(kept):
        left -= column.width
        found.append((column, left))
        left -= _GAP
    return found[::-1]


class ClustersModel(QAbstractListModel):
    """Rows of the columns; their words are looked up when they come into sight."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: ClusterColumns | None = None
        self._rows: Sequence[int] = ()
        self._words: Callable[[ClusterRow], str] = lambda _row: ""

    def show_rows(
        self,
        columns: "ClusterColumns",
        rows: Sequence[int],
        words: "Callable[[ClusterRow], str]",
    ) -> None:
        self.beginResetModel()
        self.columns, self._rows, self._words = columns, rows, words
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def cluster(self, row: int) -> "ClusterRow | None":
        if self.columns is None or not 0 <= row < len(self._rows):
            return None
        return self.columns.row(int(self._rows[row]))

    def number(self, row: int) -> int:
        """The row of the columns that stands there."""
        return int(self._rows[row])

    def words(self, cluster: "ClusterRow") -> str:
        return self._words(cluster)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cluster = self.cluster(index.row())
        if cluster is None:
            return None
        if role == VALUE:
            return cluster
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._say(cluster)
        return None

    def _say(self, cluster: "ClusterRow") -> str:
        said = [
            self._words(cluster),
            kind_name(cluster.kind),
            counted(cluster.copies, tr("{} place"), tr("{} places")),
            counted(cluster.documents, tr("{} document"), tr("{} documents")),
            counted(cluster.sources, tr("{} source"), tr("{} sources")) if cluster.sources else "",
            day_words(cluster.first_day),
            labelled_words(cluster),
        ]
        return ", ".join(filter(None, said))


def kind_name(kind: str) -> str:
    return {"line": tr("Page furniture"), "quote": tr("Quote")}.get(kind, tr("Passage"))


def labelled_words(cluster: "ClusterRow") -> str:
    if cluster.dismissed:
        return tr("dismissed")
    if cluster.boilerplate:
        return tr("boilerplate")
    if not cluster.labelled:
        return tr("not yet")
    return tr("{0} of {1}").format(number(cluster.labelled), number(cluster.copies))


def _value(cluster: "ClusterRow", order: str) -> str:
    """What a column says of a cluster."""
    if order == "first":
        return value_in_words(cluster.first_day) or "–"
    if order == "last":
        return value_in_words(cluster.last_day) or "–"
    if order == "similarity":
        same = cluster.similarity >= 1.0
        return tr("same") if same else tr("{} %").format(min(99, round(100 * cluster.similarity)))
    if order == "labelled":
        return labelled_words(cluster)
    if order == "sources" and not cluster.sources:
        return "–"
    return number(getattr(cluster, order))


class ColumnNames(Spoken, Themed, QWidget):
    """The names over the columns; `sorted_by` has the one that was clicked."""

    sorted_by = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._order, self._descending = "copies", True
        self.setFixedHeight(_HEAD)
        self.setMinimumWidth(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_order("copies", descending=True)

    def show_order(self, order: str, *, descending: bool) -> None:
        self._order, self._descending = order, descending
        turn = tr("the greatest first") if descending else tr("the least first")
        self.setAccessibleName(tr("Sorted by {0}, {1}").format(order_names()[order], turn))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, _HEAD)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().x()
        if event.button() == Qt.MouseButton.LeftButton:
            hit = [c.order for c, left in shown_columns(self.width()) if place >= left - _GAP / 2]
            self.sorted_by.emit(hit[-1] if hit else "rank")

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            columns = shown_columns(self.width())
            self._write(painter, QRect(MARGIN, 0, 200, _HEAD - 4), "rank", tr("Passage"))
            for column, left in columns:
                where = QRect(left, 0, column.width, _HEAD - 4)
                self._write(painter, where, column.order, column.name, right=True)
            painter.fillRect(
                MARGIN, _HEAD - 1, self.width() - 2 * MARGIN, 1, self._theme.color("line")
            )

    def _write(
        self, painter: QPainter, where: QRect, order: str, words: str, *, right: bool = False
    ) -> None:
        chosen = order == self._order
        font, colour = made_font(12, 600 if chosen else 400), "ink" if chosen else "ink2"
        taken = paint_text(painter, where, words, font, self._theme.color(colour), right=right)
        if chosen:
            left = where.right() - taken - 12 if right else where.left() + taken + 12
            self._paint_turn(painter, QPointF(left, where.center().y() + 1))

    def _paint_turn(self, painter: QPainter, centre: QPointF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("ink"), 1.5))
        tip = 2 if self._descending else -2
        middle = centre + QPointF(0, tip)
        for side in (-4, 4):
            painter.drawLine(centre + QPointF(side, -tip), middle)


class ClusterDelegate(ThemedDelegate):
    def __init__(self, theme: Theme, model: ClustersModel) -> None:
        super().__init__(theme)
        self._model = model
        self._words = text_font(14)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cluster: ClusterRow = index.data(VALUE)
        theme, area, width = self.theme, option.rect, option.widget.width()
        paint_ground(painter, option, theme)
        painter.fillRect(MARGIN, area.bottom(), width - 2 * MARGIN, 1, theme.color("line"))
        aside = cluster.boilerplate or cluster.dismissed
        ink, quiet = (theme.color(one) for one in (("boiler",) * 2 if aside else ("ink", "ink2")))
        columns = shown_columns(width)
        room = QRect(MARGIN, area.top() + 4, columns[0][1] - MARGIN - _GAP, 22)
        words = bidi_isolated(self._model.words(cluster))
        paint_text(painter, room, words, self._words, ink)
        room.moveTop(area.top() + 25)
        room.setHeight(18)
        paint_text(painter, room, kind_name(cluster.kind), made_font(12), quiet)
        for column, left in columns:
            where = QRect(left, area.top(), column.width, ROW)
            self._paint_value(painter, where, column, cluster, ink, quiet)

    def _paint_value(
        self,
        painter: QPainter,
        where: QRect,
        column: ListColumn,
        cluster: "ClusterRow",
        ink: QColor,
        quiet: QColor,
    ) -> None:
        strong = column.order == "copies"
        open_ = column.order == "labelled" and not cluster.labelled
        font = made_font(13, 600 if strong else 400, tabular=True)
        colour = quiet if open_ else ink
        paint_text(painter, where, _value(cluster, column.order), font, colour, right=True)


_KEYS = {
    "V": "carry_place",
    "B": "decide_boilerplate",
    "/": "split_place",
    "M": "join_clusters",
    "Del": "dismiss_cluster",
    "Backspace": "dismiss_cluster",
}


def cluster_action(event: QKeyEvent) -> str:
    """The action of the room that a press in one of its lists means, "" for none."""
    return next((_KEYS[keys] for keys in sequences(event) if keys in _KEYS), "")


class ClustersTable(Table):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Clusters"), ROW, parent)

    def key_hints(self) -> Hints:
        if self.row() < 0:
            return [("Ctrl+F", tr("search"))]
        below = self.row() < self.model().rowCount() - 1
        hints: Hints = [("↓", tr("next"))] if below else []
        hints.append(("Enter", tr("open in the text")))
        if not self.read_only:
            hints += [
                ("V", tr("carry labels")),
                ("B", tr("boilerplate")),
                ("M", tr("the same as …")),
                ("Del", tr("dismiss")),
            ]
        return [*hints, ("F6", tr("to the places")), ("Shift+F10", tr("sort, more"))]

    def action_of(self, event: QKeyEvent) -> str:
        return cluster_action(event)

    def _arrive(self) -> None:
        if self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))
