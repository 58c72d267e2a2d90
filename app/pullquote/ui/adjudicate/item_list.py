"""The list at the left: how much is open and settled, what all agree on, and the items,
each painted with how annotators differ, its words and its document.
"""

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QStyleOptionViewItem,
    QWidget,
)

from pullquote.ui.adjudicate.values import ItemCounts, ItemId, ItemRow, Which
from pullquote.ui.theme.fonts import text_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import ThemedDelegate
from pullquote.ui.widgets import (
    Button,
    Label,
    LinkButton,
    Segments,
    Spoken,
    bidi_isolated,
    counted,
    number,
)
from pullquote.ui.widgets.icon import icon_pixmap
from pullquote.ui.widgets.layout import INHERITED, Free, column_of, row_of
from pullquote.ui.widgets.paint import (
    made_font,
    paint_if_chosen,
    paint_text,
    smooth_painter,
)
from pullquote.ui.widgets.row_list import VALUE, Index, RowsModel, RowsView

SAID_MS = 6000
_STEPS = {Qt.Key.Key_J: Qt.Key.Key_Down, Qt.Key.Key_K: Qt.Key.Key_Up}


class ItemsPanel(QFrame):
    """`pointed` says that a person went to another place, `entered` that they go to its text.

    `which_chosen` has the filter; `all_wanted` asks to let go of a narrower choice of places.
    """

    pointed = Signal(object)
    entered = Signal(object)
    which_chosen = Signal(str)
    take_agreed_clicked = Signal()
    all_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open = Label("", "heading")
        self._settled = Label("", "second")
        self._progress = _Progress()
        self._agreed = Label("", "meta", wrap=True)
        self.take = Button(self.tr("Take them over"))
        self.take.clicked.connect(self.take_agreed_clicked)
        names = {"open": self.tr("Open"), "settled": self.tr("Settled"), "all": self.tr("All")}
        self.which = Segments(names, self.tr("Places"), "open")
        self.which.chosen.connect(self.which_chosen)
        self._only = QWidget()
        self._only_words = Label("", "meta", wrap=True)
        self._nothing = Label("", "second", wrap=True)
        self._said = Label("", "accent", wrap=True)
        self._said.hide()
        self._said_timer = QTimer(self, singleShot=True, interval=SAID_MS)
        self._said_timer.timeout.connect(lambda: self.say(""))
        self._delegate = RowDelegate(theme)
        self._model: RowsModel[ItemRow] = RowsModel(_say)
        self.list = _List(self.tr("Places to settle"))
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        self.list.setUniformItemSizes(True)
        self._quiet = False
        self.list.pointed.connect(self._point)
        self.list.chosen.connect(lambda row: self.entered.emit(self._model.rows[row].item))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusProxy(self.list)
        self._assemble()

    def show_counts(self, counts: ItemCounts, *, writable: bool) -> None:
        self._open.setText(
            counted(counts.open, self.tr("{} place open"), self.tr("{} places open"))
        )
        self._settled.setText(
            self.tr("{0} of {1} settled").format(number(counts.settled), number(counts.total))
        )
        self._progress.show_part(counts.settled, counts.total)
        who = self.tr("both") if counts.people == 2 else self.tr("all {}").format(counts.people)
        if counts.agreed:
            said = counted(
                counts.agreed,
                self.tr("{} label %1 agreed on is not taken over yet."),
                self.tr("{} labels %1 agreed on are not taken over yet."),
            )
        else:
            said = counted(
                counts.taken,
                self.tr("{} label %1 agreed on is taken over."),
                self.tr("{} labels %1 agreed on are taken over."),
            )
        shown = counts.agreed or counts.taken
        self._agreed.setText(said.replace("%1", who) if shown else "")
        self._agreed.setVisible(bool(shown))
        self.take.setVisible(bool(counts.agreed) and writable)

    def say(self, sentence: str) -> None:
        """What was just settled; the strip is left to the keys. "" takes it away."""
        self._said.setText(sentence)
        self._said.setHidden(not sentence)
        if sentence:
            self._said_timer.start()

    def said(self) -> str:
        return self._said.text()

    def show_rows(self, rows: Sequence[ItemRow]) -> None:
        """Which of them is chosen is to be told afterwards."""
        # When a row goes, Qt moves on to its neighbour: that is no person's choice.
        self._quiet = True
        self._model.show_rows(rows)
        self._quiet = False
        self.list.setVisible(bool(rows))
        which = self.which.value()
        words = {
            "open": self.tr("Nothing is open here."),
            "settled": self.tr("Nothing has been settled yet."),
            "all": self.tr("There is nothing to compare."),
        }
        self._nothing.setText(words[which or "all"])
        self._nothing.setVisible(not rows)

    def choose(self, item: ItemId | None) -> None:
        rows = (row for row, shown in enumerate(self._model.rows) if shown.item == item)
        self.list.choose(next(rows, -1))

    def rows(self) -> Sequence[ItemRow]:
        return self._model.rows

    def show_only(self, words: str) -> None:
        """Say that only some places are listed; "" when all are."""
        self._only_words.setText(words)
        self._only.setVisible(bool(words))

    def value(self) -> Which:
        return cast("Which", self.which.value() or "open")

    def focus_list(self) -> None:
        shown = self.list if self.list.isVisible() else self.which
        shown.setFocus(Qt.FocusReason.TabFocusReason)

    def _point(self, row: int) -> None:
        if not self._quiet:
            self.pointed.emit(self._model.rows[row].item)

    def _assemble(self) -> None:
        counts = row_of(self._open, Free(), self._settled, gap=INHERITED)
        everything = LinkButton(self.tr("Show all"))
        everything.clicked.connect(self.all_wanted)
        row_of((self._only_words, 1), everything, on=self._only, gap=INHERITED)
        self._only.hide()
        top = column_of(
            counts,
            self._progress,
            self._agreed,
            self.take,
            self.which,
            self._only,
            self._said,
            margins=(MARGIN, 16, MARGIN, 12),
            gap=8,
        )
        nothing = column_of(self._nothing, margins=(MARGIN, 8, MARGIN, 8), gap=INHERITED)
        column_of(top, (self.list, 1), nothing, Free(), on=self)


class _List(RowsView):
    """J and K go up and down as the arrows do; `key_filter` has the first word."""

    key_filter: Callable[[QKeyEvent], bool] | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.key_filter is not None and self.key_filter(event):
            return
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers():
            event = QKeyEvent(event.type(), step, event.modifiers())
        super().keyPressEvent(event)


class _Progress(Spoken, QWidget):
    """A line that fills with what is settled."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setFixedHeight(4)

    def show_part(self, done: int, total: int) -> None:
        self._share = done / total if total else 0.0
        self.setAccessibleName(self.tr("{0} of {1} settled").format(done, total))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with smooth_painter(self) as painter:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.palette().color(QPalette.ColorRole.Mid))
            painter.drawRoundedRect(self.rect(), 2, 2)
            filled = self.rect()
            filled.setWidth(round(self.width() * self._share))
            painter.setBrush(self.palette().color(QPalette.ColorRole.Accent))
            painter.drawRoundedRect(filled, 2, 2)


def _say(row: ItemRow) -> str:
    copies = counted(row.copies, "{} copy", "{} copies") if row.copies else ""
    parts = (row.outcome, row.kind, row.words, row.document, copies)
    return ", ".join(part for part in parts if part)


ROW_HEIGHT = 68
MARGIN = 16
_LINE = 18
_ICON = 14


class RowDelegate(ThemedDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(option.widget.width(), ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: ItemRow = index.data(VALUE)
        theme = self.theme
        paint_if_chosen(painter, option, theme)
        room = option.rect.adjusted(MARGIN, 7, -MARGIN, -7)
        self._paint_kind(painter, QRect(room.left(), room.top(), room.width(), _LINE), row)
        words = QRect(room.left(), room.top() + _LINE, room.width(), _LINE)
        ink = "ink2" if row.state == "settled" else "ink"
        paint_text(painter, words, bidi_isolated(row.words), text_font(13), theme.color(ink))
        below = words.translated(0, _LINE)
        paint_text(painter, below, bidi_isolated(row.document), made_font(12), theme.color("ink2"))

    def _paint_kind(self, painter: QPainter, room: QRect, row: ItemRow) -> None:
        theme, middle = self.theme, room.center().y() + 1
        if row.copies:
            font, color = made_font(12, 600, tabular=True), theme.color("dup_text")
            taken = paint_text(painter, room, str(row.copies), font, color, right=True)
            room.setRight(room.right() - max(taken, 8) - 8)
            self._icon(painter, "copies", "dup_text", room.right() - _ICON, middle)
            room.setRight(room.right() - _ICON - 8)
        if row.state in {"settled", "changed"}:
            settled = row.state == "settled"
            sign, role = ("check", "ink2") if settled else ("history", "dis")
            self._icon(painter, sign, role, room.left(), middle)
            room.setLeft(room.left() + _ICON + 6)
        said = f"{row.outcome} · {row.kind}" if row.outcome else row.kind
        role = "ink2" if row.state in {"settled", "agreed"} else "dis"
        paint_text(painter, room, said, made_font(12, 600), theme.color(role))

    def _icon(self, painter: QPainter, name: str, role: str, left: int, middle: int) -> None:
        ratio = painter.device().devicePixelRatio()
        drawn = icon_pixmap(name, self.theme.color(role), _ICON, ratio)
        painter.drawPixmap(left, middle - _ICON // 2, drawn)
