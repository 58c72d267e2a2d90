"""The list of disagreements: how many, what narrows it, and each with the versions side by side;
its panel, its model, and how a row is painted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QSizePolicy,
    QStackedLayout,
    QStyleOptionViewItem,
    QWidget,
)

from pullquote.agreement.values import Disagreement
from pullquote.ui.agreement.axis import MARGIN
from pullquote.ui.agreement.filters import Chips
from pullquote.ui.agreement.lookup import Lookup
from pullquote.ui.agreement.wording import (
    people_in_words,
    row_sentence,
    version_excerpts,
    version_in_words,
)
from pullquote.ui.theme.fonts import text_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed, ThemedDelegate
from pullquote.ui.widgets import ElidedLabel, Label, bidi_isolated, counted, number, plain_tooltip
from pullquote.ui.widgets.empty_state import EmptyState
from pullquote.ui.widgets.icon import icon_pixmap
from pullquote.ui.widgets.layout import Free, column_of, row_of
from pullquote.ui.widgets.paint import made_font, paint_text
from pullquote.ui.widgets.row_list import ROOT, VALUE, Index
from pullquote.ui.widgets.row_table import Table, paint_ground
from pullquote.ui.widgets.words import tr

ROW = 40

LEAST = 88 + 3 * ROW
_NOTED = 900


class DisagreementsPanel(QWidget):
    """`opened` has the disagreement to see in the text; `cleared` wants no filter at all."""

    opened = Signal(object)
    taken_off = Signal(str)
    cleared = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = DisagreementsModel()
        self._delegate = DisagreementDelegate(theme, self._model)
        self.heading = Label("", "heading")
        self.chips = Chips()
        self._note = ElidedLabel(tr("the same words in several places are one row"), "meta")
        self._head = _Head(theme, self._model)
        self.list = Table(tr("Disagreements"), ROW)
        self.notice = EmptyState()
        margins = self.notice.contentsMargins()
        self.notice.setContentsMargins(margins.left(), -44, margins.right(), -12)
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        self.list.entered_row.connect(self._open)
        self.chips.taken_off.connect(self.taken_off)
        self.notice.acted.connect(self.cleared)
        self.setFocusProxy(self.list)
        self.setMinimumHeight(LEAST)
        head = row_of(
            self.heading, self.chips, Free(1), self._note, margins=(MARGIN, 10, MARGIN, 0), gap=16
        )
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.notice)
        column_of(head, 6, self._head, (pages, 1), on=self)

    def show_rows(
        self,
        rows: Sequence[Disagreement],
        people: tuple[int, ...],
        lookup: Lookup,
        chips: Sequence[tuple[str, str]],
        heading: str = "",
    ) -> None:
        """`people` have a column each."""
        at, was = self.list.row(), self.row()
        self._model.show_rows(rows, people, lookup)
        self.chips.show_chips(chips)
        self.chips.setVisible(bool(chips))
        many = counted(len(rows), tr("{} disagreement"), tr("{} disagreements"))
        self.heading.setText(heading or many)
        self._say_none(narrowed=bool(chips))
        self._pages.setCurrentIndex(0 if rows else 1)
        self.setFocusProxy(self.list if rows else self.notice)
        self._head.setVisible(bool(rows))
        # Rows are made when they are asked for: looking for one would make them all.
        self.list.choose(at if was is not None and at < len(rows) and rows[at] == was else -1)
        self._head.update()

    def rows(self) -> Sequence[Disagreement]:
        """What is listed, in its order."""
        return self._model.rows

    def row(self) -> Disagreement | None:
        at = self.list.row()
        return self._model.rows[at] if 0 <= at < len(self._model.rows) else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._note.setVisible(self.width() >= _NOTED)

    def sizeHint(self) -> QSize:
        """A few rows; what is free of the page goes here."""
        return QSize(700, LEAST)

    def _say_none(self, *, narrowed: bool) -> None:
        if narrowed:
            self.notice.show_notice(tr("Nothing of this kind"), "", tr("Show all"), "Esc")
        else:
            self.notice.show_notice(tr("No disagreements"), tr("All marked the same here."))

    def _open(self, _row: int) -> None:
        row = self.row()
        if row is not None:
            self.opened.emit(row)


class DisagreementsModel(QAbstractListModel):
    """The words of a row are looked up when it comes into sight."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Disagreement] = ()
        self.people: tuple[int, ...] = ()
        self.lookup = Lookup()

    def show_rows(
        self, rows: Sequence[Disagreement], people: tuple[int, ...], lookup: Lookup
    ) -> None:
        self.beginResetModel()
        self.rows, self.people, self.lookup = rows, people, lookup
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == VALUE:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._say(row)
        return plain_tooltip(self._tip(row)) if role == Qt.ItemDataRole.ToolTipRole else None

    def _say(self, row: Disagreement) -> str:
        look = self.lookup
        kind, title = look.kind(row.kind, row.detail), look.title(row.place.document)
        return row_sentence(row, kind, look.names, look.words(row.place), title)

    def _tip(self, row: Disagreement) -> str:
        look = self.lookup
        lines = [look.words(row.place)]
        lines += [
            tr("{0}: {1}").format(look.person(r.annotator), version_in_words(r.description))
            for r in row.readings
        ]
        titles = dict.fromkeys(look.title(place.document) for place in row.places[:5])
        return "\n".join([*lines, people_in_words(list(titles))])


class _Head(Themed, QWidget):
    """The names of the columns, over the rows that are painted in the same places."""

    def __init__(self, theme: Theme, model: DisagreementsModel) -> None:
        super().__init__()
        self._theme = theme
        self._model = model
        self.setFixedHeight(24)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(700, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            places = disagreement_columns(self.width(), len(self._model.people))
            names = [self._model.lookup.person(a) for a in self._model.people]
            said = list(zip(places.versions, names, strict=False))
            if places.all_versions is not None:
                said = [(places.all_versions, tr("Versions"))]
            for place, words in (
                (places.kind, tr("Kind")),
                (places.words, tr("Words")),
                *said,
                (places.document, tr("Document")),
            ):
                self._write(painter, place, words)
            self._write(painter, places.places, tr("Places"), right=True)
            line = self._theme.color("line")
            painter.fillRect(MARGIN, 23, self.width() - 2 * MARGIN, 1, line)

    def _write(
        self, painter: QPainter, place: tuple[int, int], words: str, *, right: bool = False
    ) -> None:
        where = QRect(place[0], 0, place[1], 22)
        paint_text(painter, where, words, made_font(12), self._theme.color("ink2"), right=right)


_ICON = 16
_KIND, _PLACES, _GAP = 112, 56, 16
_LEAST_VERSION, _MOST_VERSION = 104, 190
_LEAST_WORDS = 200


@dataclass(frozen=True, slots=True)
class DisagreementColumns:
    """(left, width) of each; without `versions`, one column `all_versions` says what all say."""

    kind: tuple[int, int]
    words: tuple[int, int]
    versions: tuple[tuple[int, int], ...]
    all_versions: tuple[int, int] | None
    document: tuple[int, int]
    places: tuple[int, int]


def disagreement_columns(width: int, people: int) -> DisagreementColumns:
    """The columns of a list `width` pixels wide with the versions of `people`."""
    left, right = MARGIN, width - MARGIN
    places = (right - _PLACES, _PLACES)
    inner = places[0] - _GAP - left - _KIND
    document = min(280, max(112, round(inner * 0.25)))
    each = min(_MOST_VERSION, (inner - document - _GAP - _LEAST_WORDS) // max(people, 1))
    has_columns = each >= _LEAST_VERSION
    taken = each * people if has_columns else min(420, round((inner - document) * 0.5))
    words = inner - document - _GAP - taken
    first = left + _KIND + words
    versions = tuple((first + each * n, each - _GAP) for n in range(people)) if has_columns else ()
    all_versions = None if has_columns else (first, taken - _GAP)
    return DisagreementColumns(
        (left, _KIND - 8),
        (left + _KIND, words - _GAP),
        versions,
        all_versions,
        (places[0] - _GAP - document, document),
        places,
    )


class DisagreementDelegate(ThemedDelegate):
    def __init__(self, theme: Theme, model: DisagreementsModel) -> None:
        super().__init__(theme)
        self._model = model
        self._words = text_font(14)
        self._small_words = text_font(13)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Disagreement = index.data(VALUE)
        theme, area, look = self.theme, option.rect, self._model.lookup
        places = disagreement_columns(option.widget.width(), len(self._model.people))
        paint_ground(painter, option, theme)
        line = theme.color("line")
        painter.fillRect(MARGIN, area.bottom(), option.widget.width() - 2 * MARGIN, 1, line)
        ratio = painter.device().devicePixelRatioF()
        sign = icon_pixmap("agreement", theme.color("dis"), _ICON, ratio)
        painter.drawPixmap(places.kind[0], area.top() + (ROW - _ICON) // 2, sign)
        kind = _in(area, (places.kind[0] + 22, places.kind[1] - 22))
        kind_words = look.kind(row.kind, row.detail)
        paint_text(painter, kind, kind_words, made_font(13, 500), theme.color("ink"))
        words = _in(area, places.words)
        paint_text(
            painter, words, bidi_isolated(look.words(row.place)), self._words, theme.color("ink")
        )
        self._paint_versions(painter, area, row, places)
        title, small = look.title(row.place.document), made_font(13)
        paint_text(
            painter, _in(area, places.document), bidi_isolated(title), small, theme.color("ink2")
        )
        many = theme.color("dup_text" if len(row.places) > 1 else "ink2")
        count = made_font(13, 600 if len(row.places) > 1 else 400, tabular=True)
        shown = number(len(row.places))
        paint_text(painter, _in(area, places.places), shown, count, many, right=True)

    def _paint_versions(
        self, painter: QPainter, area: QRect, row: Disagreement, places: DisagreementColumns
    ) -> None:
        look, theme = self._model.lookup, self.theme
        # Where words differ in their ends alone, those are what there is to see.
        words = row.kind == "boundary"
        font = self._small_words if words else made_font(13)
        descriptions = version_excerpts(row)
        if places.all_versions is not None:
            each = [
                tr("{0}: {1}").format(look.person(a), descriptions[a])
                for a in self._model.people
                if a in descriptions
            ]
            where = _in(area, places.all_versions)
            paint_text(painter, where, bidi_isolated(" · ".join(each)), font, theme.color("ink"))
            return
        annotated = {reading.annotator for reading in row.readings if reading.annotations}
        for annotator, place in zip(self._model.people, places.versions, strict=True):
            known = annotator in annotated
            ink = theme.color("ink" if known else "ink3")
            shown = descriptions.get(annotator, "–")
            paint_text(
                painter,
                _in(area, place),
                bidi_isolated(shown),
                font if known else made_font(13),
                ink,
            )


def _in(area: QRect, place: tuple[int, int]) -> QRect:
    return QRect(area.left() + place[0], area.top(), place[1], area.height())
