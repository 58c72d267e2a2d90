"""The page of one speaker: the names, and where the speaker speaks."""

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QStyleOptionViewItem

from pullquote.store.speakers_in_text import SpokenPlace
from pullquote.ui.speakers.speaker_list import pressed_action
from pullquote.ui.theme.fonts import text_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import ThemedDelegate
from pullquote.ui.widgets import BusyLine, Label, bidi_isolated, counted, number
from pullquote.ui.widgets.field import Hints
from pullquote.ui.widgets.layout import Free, column_of, row_of
from pullquote.ui.widgets.paint import made_font, paint_text
from pullquote.ui.widgets.row_list import VALUE, Index, RowsModel
from pullquote.ui.widgets.row_table import Table, paint_ground
from pullquote.ui.widgets.words import tr, value_in_words
from pullquote.workflow.speakers.overview import NameRow, SpeakerPage

_MARGIN, _NAME, _PLACE, _COUNT = 32, 32, 54, 64
# So many names are seen at once; the others are scrolled to.
_NAMES_SHOWN = 6


def where_words(row: NameRow) -> str:
    if row.by_reference:
        return tr("by reference")
    if row.documents is None:
        return tr("everywhere")
    return counted(row.documents, tr("only in {} document"), tr("only in {} documents"))


def _say_name(row: NameRow) -> str:
    mentions = counted(row.mentions, tr("{} mention"), tr("{} mentions"))
    return f"{row.form}, {where_words(row)}, {mentions}"


def _place_head(place: SpokenPlace) -> str:
    return ", ".join(filter(None, (place.source or place.name, value_in_words(place.published))))


def _say_place(place: SpokenPlace) -> str:
    return f"{_place_head(place)}: {' '.join(place.words.split())}"


class SpeakerPagePanel(QFrame):
    """`acted` has the action of a key in the names, `opened` the place that is wanted."""

    acted = Signal(str)
    opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.page: SpeakerPage | None = None
        self._name = Label("", "heading", wrap=True)
        self._what = Label("", "second", wrap=True)
        self._names_head = Label(tr("Names"), "meta")
        self._places_head = Label("", "meta")
        self._names = RowsModel[NameRow](_say_name)
        self._places = RowsModel[SpokenPlace](_say_place)
        self.names = NamesTable(tr("Names"), _NAME)
        self.names.setModel(self._names)
        self.names.setItemDelegate(_NameDelegate(theme))
        self.places = PlacesTable(tr("Where they speak"), _PLACE)
        self.places.setModel(self._places)
        self.places.setItemDelegate(_PlaceDelegate(theme))
        self._busy = BusyLine(divider=False)
        self.names.acted.connect(self.acted)
        self.places.entered_row.connect(lambda row: self.opened.emit(self._places.rows[row]))
        self._assemble()
        self.show_nothing()

    def show_page(self, page: SpeakerPage, what: str) -> None:
        """`what` says what the speaker is."""
        speaker = page.speaker
        self._name.setText(speaker.name)
        said = [what]
        if page.represents:
            names = ", ".join(dict.fromkeys(name for _one, name in page.represents))
            said.append(tr("speaks for {}").format(names))
        said += list(speaker.external_ids.values())
        self._what.setText("; ".join(said))
        same = self.page is not None and self.page.speaker.id == speaker.id
        kept = self.names.row() if same else -1
        self._names.show_rows(page.names)
        self._places.show_rows(page.places)
        self.names.choose(min(kept, len(page.names) - 1))
        quotes = counted(len(page.places), tr("{} quote"), tr("{} quotes"))
        self._places_head.setText(tr("Where they speak: {}").format(quotes))
        self.names.setFixedHeight(_NAME * min(max(len(page.names), 1), _NAMES_SHOWN) + 2)
        self.page = page
        self._busy.stop()
        self._show_parts(there=True)

    def show_nothing(self, words: str = "") -> None:
        self.page = None
        self._name.setText(words)
        self._what.setText("")
        self._names.show_rows(())
        self._places.show_rows(())
        self._busy.stop()
        self._show_parts(there=False)

    def chosen_name(self) -> NameRow | None:
        row = self.names.row()
        return self._names.rows[row] if 0 <= row < len(self._names.rows) else None

    def set_read_only(self, read_only: bool) -> None:
        self.names.read_only = read_only

    def _show_parts(self, *, there: bool) -> None:
        self._names_head.setVisible(there)
        self.names.setVisible(there)
        self._places_head.setVisible(there)
        self.places.setVisible(there)
        self._what.setVisible(there)

    def _assemble(self) -> None:
        head = column_of(
            self._name, self._what, 10, self._names_head,
            margins=(_MARGIN, 8, _MARGIN, 4), gap=2,
        )  # fmt: skip
        places = row_of(self._places_head, Free(), margins=(_MARGIN, 14, _MARGIN, 4))
        column_of(
            head, self._busy, self.names, places, (self.places, 1), Free(),
            on=self, margins=(1, 1, 0, 0),
        )  # fmt: skip


class NamesTable(Table):
    def key_hints(self) -> Hints:
        hints: Hints = [("↑ ↓", tr("other name"))] if self.model().rowCount() > 1 else []
        if self.row() >= 0 and not self.read_only:
            hints += [("/", tr("somebody else: split")), ("Del", tr("remove this name"))]
        if not self.read_only:
            hints.append(("+", tr("add a name")))
        return [*hints, ("F6", tr("other panes"))]

    def action_of(self, event: QKeyEvent) -> str:
        action = pressed_action(event)
        return "remove_speaker_name" if action == "remove_speaker" else action


class PlacesTable(Table):
    def key_hints(self) -> Hints:
        hints: Hints = [("↑ ↓", tr("other quote"))] if self.model().rowCount() > 1 else []
        if self.row() >= 0:
            hints.append(("Enter", tr("open in the text")))
        return [*hints, ("F6", tr("other panes"))]


class _NameDelegate(ThemedDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, _NAME)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: NameRow = index.data(VALUE)
        theme, area, width = self.theme, option.rect, option.widget.width()
        paint_ground(painter, option, theme)
        painter.fillRect(_MARGIN, area.bottom(), width - 2 * _MARGIN, 1, theme.color("line"))
        right = QRect(width - _MARGIN - _COUNT, area.top(), _COUNT, _NAME)
        font = made_font(13, 600, tabular=True)
        paint_text(painter, right, number(row.mentions), font, theme.color("ink"), right=True)
        middle = QRect(right.left() - 150, area.top(), 150, _NAME)
        said = where_words(row)
        paint_text(painter, middle, said, made_font(12), theme.color("ink2"), right=True)
        room = QRect(_MARGIN, area.top(), max(middle.left() - _MARGIN - 8, 40), _NAME)
        paint_text(painter, room, bidi_isolated(row.form), text_font(14), theme.color("ink"))


class _PlaceDelegate(ThemedDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, _PLACE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place: SpokenPlace = index.data(VALUE)
        theme, area, width = self.theme, option.rect, option.widget.width()
        paint_ground(painter, option, theme)
        room = QRect(_MARGIN, area.top() + 6, width - 2 * _MARGIN, 18)
        paint_text(painter, room, _place_head(place), made_font(12), theme.color("ink2"))
        room = QRect(_MARGIN, area.top() + 25, width - 2 * _MARGIN, 22)
        words = bidi_isolated(" ".join(place.words[:400].split()))
        paint_text(painter, room, words, text_font(14), theme.color("ink"))
