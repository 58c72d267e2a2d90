"""The disagreements as rows: their model, and how a row is painted."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from pullquote.agreement.values import Disagreement
from pullquote.ui.agreement.lookup import Lookup
from pullquote.ui.agreement.painting import MARGIN, paint_ground
from pullquote.ui.agreement.wording import listed, row_sentence, said, tr, versions
from pullquote.ui.theme import icons
from pullquote.ui.theme.fonts import text_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import bidi_isolated, number, plain_tooltip
from pullquote.ui.widgets.paint import made_font, paint_text
from pullquote.ui.widgets.row_list import ROOT, VALUE, Index

ROW = 40
_ICON = 16
_KIND, _PLACES, _GAP = 112, 56, 16
_LEAST_SAYS, _MOST_SAYS = 104, 190
_LEAST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Columns:
    """(left, width) of each; without `versions`, one column `together` says what all say."""

    kind: tuple[int, int]
    words: tuple[int, int]
    versions: tuple[tuple[int, int], ...]
    together: tuple[int, int] | None
    document: tuple[int, int]
    places: tuple[int, int]


def columns(width: int, people: int) -> Columns:
    """The columns of a list `width` pixels wide with the versions of `people`."""
    left, right = MARGIN, width - MARGIN
    places = (right - _PLACES, _PLACES)
    inner = places[0] - _GAP - left - _KIND
    document = min(280, max(112, round(inner * 0.25)))
    says = min(_MOST_SAYS, (inner - document - _GAP - _LEAST_WORDS) // max(people, 1))
    apart_ = says >= _LEAST_SAYS
    taken = says * people if apart_ else min(420, round((inner - document) * 0.5))
    words = inner - document - _GAP - taken
    first = left + _KIND + words
    versions = tuple((first + says * n, says - _GAP) for n in range(people)) if apart_ else ()
    together = None if apart_ else (first, taken - _GAP)
    return Columns(
        (left, _KIND - 8),
        (left + _KIND, words - _GAP),
        versions,
        together,
        (places[0] - _GAP - document, document),
        places,
    )


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
            tr("{0}: {1}").format(look.person(r.annotator), said(r.says)) for r in row.readings
        ]
        titles = dict.fromkeys(look.title(place.document) for place in row.places[:5])
        return "\n".join([*lines, listed(list(titles))])


class DisagreementDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: DisagreementsModel) -> None:
        super().__init__()
        self.theme = theme
        self._model = model
        self._words = text_font(14)
        self._small_words = text_font(13)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Disagreement = index.data(VALUE)
        theme, area, look = self.theme, option.rect, self._model.lookup
        places = columns(option.widget.width(), len(self._model.people))
        paint_ground(painter, option, theme)
        line = theme.color("line")
        painter.fillRect(MARGIN, area.bottom(), option.widget.width() - 2 * MARGIN, 1, line)
        ratio = painter.device().devicePixelRatioF()
        sign = icons.pixmap("agreement", theme.color("dis"), _ICON, ratio)
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
        self, painter: QPainter, area: QRect, row: Disagreement, places: Columns
    ) -> None:
        look, theme = self._model.lookup, self.theme
        # Where words differ in their ends alone, those are what there is to see.
        words = row.kind == "boundary"
        font = self._small_words if words else made_font(13)
        says = versions(row)
        if places.together is not None:
            each = [
                tr("{0}: {1}").format(look.person(a), says[a])
                for a in self._model.people
                if a in says
            ]
            where = _in(area, places.together)
            paint_text(painter, where, bidi_isolated(" · ".join(each)), font, theme.color("ink"))
            return
        marked = {reading.annotator for reading in row.readings if reading.annotations}
        for annotator, place in zip(self._model.people, places.versions, strict=True):
            known = annotator in marked
            ink = theme.color("ink" if known else "ink3")
            shown = says.get(annotator, "–")
            paint_text(
                painter,
                _in(area, place),
                bidi_isolated(shown),
                font if known else made_font(13),
                ink,
            )


def _in(area: QRect, place: tuple[int, int]) -> QRect:
    return QRect(area.left() + place[0], area.top(), place[1], area.height())
