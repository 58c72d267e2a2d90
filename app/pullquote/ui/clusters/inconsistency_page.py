"""Copies that are labelled differently: the list of them, and two places side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTextCharFormat
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QStyleOptionViewItem, QWidget

from pullquote.text.spans import Span
from pullquote.ui.services.key_map import sequences
from pullquote.ui.theme.fonts import text_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed, ThemedDelegate
from pullquote.ui.widgets import Button, bidi_isolated
from pullquote.ui.widgets.empty_state import EmptyState
from pullquote.ui.widgets.field import Hints
from pullquote.ui.widgets.label import Spoken, TextBlock
from pullquote.ui.widgets.layout import Free, column_of, row_of
from pullquote.ui.widgets.paint import made_font, paint_key_cap, paint_text
from pullquote.ui.widgets.row_list import VALUE, Index, RowsModel
from pullquote.ui.widgets.row_table import Table, paint_ground
from pullquote.ui.widgets.words import tr

ROW = 40
MARGIN = 32
_KIND, _GAP = 132, 16
_PAD, _PITCH = 14, 22
_LINES, _FEW = 4, 2
# Of a card, without the lines of text.
_AROUND = 100


@dataclass(frozen=True, slots=True)
class UnlikeRow:
    """A line of the list: what differs, of which words, and what each place says."""

    kind: str
    words: str
    says: tuple[str, str]

    def sentence(self) -> str:
        return ", ".join((self.kind, self.words, *self.says))


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """A place in its context: `label` are the words of the label in `text`, of `layer`.

    `says` is what is labelled, `marked` whether anything is; `who` is told where two differ.
    """

    title: str
    where: str
    text: str
    label: Span
    layer: str
    says: str
    marked: bool
    who: str = ""


class InconsistencyPage(QWidget):
    """`pointed` has the row that is gone to, `acted` the action of a key or button."""

    pointed = Signal(int)
    acted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._model = RowsModel[UnlikeRow](UnlikeRow.sentence)
        self.list = UnlikeTable()
        self.list.setModel(self._model)
        self.list.setItemDelegate(UnlikeDelegate(theme))
        self.notice = EmptyState()
        self.cards = (PlaceCard(theme, "1"), PlaceCard(theme, "2"))
        self._like = (
            Button(tr("Make 2 like 1"), "1"),
            Button(tr("Make 1 like 2"), "2"),
            Button(tr("Both are right"), "B"),
        )
        self._places = QWidget()
        self._side = 0
        self._assemble()
        self._connect()
        self.show_rows(())

    @property
    def side(self) -> int:
        """The place that Enter opens, 0 or 1."""
        return self._side

    def row(self) -> int:
        return self.list.row()

    def has_rows(self) -> bool:
        return bool(self._model.rows)

    def show_rows(self, rows: Sequence[UnlikeRow], chosen: int = -1) -> None:
        self.list.choose(-1)
        self._model.show_rows(rows)
        self.list.choose(min(chosen, len(rows) - 1))
        self._pages.setCurrentWidget(self.list if rows else self.notice)
        self.setFocusProxy(self.list if rows else self.notice)
        if not rows:
            self.show_places(None)

    def say_none(self, heading: str, sentence: str = "") -> None:
        """What stands there where nothing is listed."""
        self.notice.show_notice(heading, sentence)

    def show_places(self, places: tuple[PlaceShown, PlaceShown] | None) -> None:
        self._places.setVisible(places is not None)
        if places is not None:
            for card, place in zip(self.cards, places, strict=True):
                card.show_place(place)

    def set_read_only(self, read_only: bool) -> None:
        self.list.read_only = read_only
        for button in self._like:
            button.setEnabled(not read_only)

    def set_low(self, low: bool) -> None:
        """There is little room below one another."""
        for card in self.cards:
            card.set_lines(_FEW if low else _LINES)

    def choose_side(self, side: int) -> None:
        self._side = side
        for number, card in enumerate(self.cards):
            card.set_chosen(chosen=number == side)

    def _assemble(self) -> None:
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.notice)
        cards = row_of((self.cards[0], 1), (self.cards[1], 1), gap=16)
        buttons = row_of(*self._like, Free(), gap=8)
        column_of(cards, buttons, on=self._places, margins=(MARGIN, 12, MARGIN, 12), gap=12)
        column_of((pages, 1), self._places, on=self)
        self.choose_side(0)

    def _connect(self) -> None:
        self.list.pointed.connect(self.pointed)
        self.list.entered_row.connect(lambda _row: self.acted.emit("open_place"))
        self.list.acted.connect(self.acted)
        self.list.turned.connect(self.choose_side)
        actions = ("make_second_alike", "make_first_alike", "decide_boilerplate")
        for button, action in zip(self._like, actions, strict=True):
            button.clicked.connect(lambda _on=False, action=action: self.acted.emit(action))
        for number, card in enumerate(self.cards):
            card.clicked.connect(lambda number=number: self.choose_side(number))
            card.opened.connect(lambda: self.acted.emit("open_place"))


_KEYS = {"1": "make_second_alike", "2": "make_first_alike", "B": "decide_boilerplate"}


class UnlikeTable(Table):
    """`turned` has the place that the arrows go to."""

    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__(tr("Labelled differently"), ROW)

    def key_hints(self) -> Hints:
        below = self.row() < self.model().rowCount() - 1
        hints: Hints = [("↓", tr("next"))] if below else []
        if self.row() >= 0 and not self.read_only:
            hints += [("1", tr("2 like 1")), ("2", tr("1 like 2")), ("B", tr("both right"))]
        if self.row() >= 0:
            hints += [("← →", tr("other place")), ("Enter", tr("open it"))]
        return [*hints, ("F6", tr("other panes"))]

    def action_of(self, event: QKeyEvent) -> str:
        return next((_KEYS[keys] for keys in sequences(event) if keys in _KEYS), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turns = {Qt.Key.Key_Left: 0, Qt.Key.Key_Right: 1}
        if event.key() in turns and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.turned.emit(turns[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _arrive(self) -> None:
        if self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))


class UnlikeDelegate(ThemedDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._words = text_font(14)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: UnlikeRow = index.data(VALUE)
        theme, area, width = self.theme, option.rect, option.widget.width()
        paint_ground(painter, option, theme)
        painter.fillRect(MARGIN, area.bottom(), width - 2 * MARGIN, 1, theme.color("line"))
        inner = width - 2 * MARGIN - _KIND
        said = min(200, (inner - 160) // 2)
        words = inner - 2 * said
        left = MARGIN
        for text, room, font, ink in (
            (row.kind, _KIND, made_font(13, 500), "ink"),
            (row.words, words, self._words, "ink"),
            (row.says[0], said, made_font(13), "ink2"),
            (row.says[1], said, made_font(13), "ink2"),
        ):
            where = QRect(left, area.top(), max(1, room - _GAP), area.height())
            paint_text(painter, where, bidi_isolated(text), font, theme.color(ink))
            left += room


class PlaceCard(Spoken, Themed, QWidget):
    """A place with the words around it; `clicked` chooses it, `opened` wants it in the text."""

    clicked = Signal()
    opened = Signal()

    def __init__(self, theme: Theme, key: str) -> None:
        super().__init__()
        self._theme, self._key = theme, key
        self._place: PlaceShown | None = None
        self._chosen = False
        self.set_lines(_LINES)
        self.setMinimumWidth(200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_place(self, place: PlaceShown) -> None:
        self._place = place
        said = (self._key, place.who, place.title, place.where, place.text, place.says)
        self.setAccessibleName(", ".join(filter(None, said)))
        self.update()

    def set_lines(self, lines: int) -> None:
        """So much of the text is shown."""
        self._lines = lines
        self.setFixedHeight(_AROUND + lines * _PITCH)
        self.update()

    def set_chosen(self, *, chosen: bool) -> None:
        self._chosen = chosen
        self.update()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.clicked.emit()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.clicked.emit()
        self.opened.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        place, theme = self._place, self._theme
        if place is None:
            return
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("paper"))
            if self._chosen:
                painter.fillRect(
                    0, _PAD - 4, 3, self.height() - 2 * _PAD + 8, theme.color("accent")
                )
            room = QRect(_PAD, _PAD - 4, self.width() - 2 * _PAD, 20)
            paint_key_cap(painter, room.right(), room.center().y() + 1, self._key, theme)
            title = room.adjusted(0, 0, -32, 0)
            ink, quiet = theme.color("ink"), theme.color("ink2")
            paint_text(painter, title, bidi_isolated(place.title), made_font(13, 600), ink)
            where = QRect(room.left(), room.bottom() + 1, room.width(), 18)
            paint_text(painter, where, bidi_isolated(place.where), made_font(12), quiet)
            top = where.bottom() + 8
            self._block(place, room.width()).paint(painter, room.left(), top, quiet)
            says = QRect(room.left(), self.height() - 26, room.width(), 18)
            words = f"{place.who}: {place.says}" if place.who else place.says
            paint_text(painter, says, bidi_isolated(words), made_font(12, 600), ink)

    def _block(self, place: PlaceShown, width: int) -> TextBlock:
        look = QTextCharFormat()
        look.setForeground(self._theme.color("ink"))
        if place.marked:
            colours = self._theme.layer(place.layer)
            look.setBackground(colours.tint)
            look.setUnderlineColor(colours.line)
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            look.setFontWeight(QFont.Weight.Medium)
        formats = [(place.label, look)] if place.label else []
        return TextBlock(
            place.text, text_font(14), width, lines=self._lines, pitch=_PITCH, formats=formats
        )
