"""Which disagreements are listed: what a cell filters by, and the chips that take a filter off."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, cast

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from pullquote.agreement.values import Filter, Kind
from pullquote.ui.agreement.figure_list import FigureRow
from pullquote.ui.agreement.lookup import Lookup
from pullquote.ui.agreement.wording import people_in_words
from pullquote.ui.widgets import discard_widget, paint_focus, set_tooltip
from pullquote.ui.widgets.icon import icon_pixmap
from pullquote.ui.widgets.layout import row_of
from pullquote.ui.widgets.paint import made_font, paint_text, smooth_painter
from pullquote.ui.widgets.words import tr

FilterPart = Literal["kinds", "pair", "layers", "annotator", "layer", "document"]

_KINDS: Mapping[str, frozenset[Kind]] = {
    "detection": frozenset({"missed", "label"}),
    "boundaries": frozenset({"boundary"}),
    "label": frozenset({"label"}),
    "attribute": frozenset({"attribute"}),
    "speaker": frozenset({"speaker"}),
    "links": frozenset({"link"}),
    "date": frozenset({"date"}),
}


def by_figure(now: Filter, row: FigureRow) -> Filter:
    """The disagreements behind a figure: those that make it less than 1."""
    kinds = _KINDS[row.aspect]
    if row.aspect == "detection" and row.id != "detection.overlap":
        kinds |= {"boundary"}
    last = row.id.rpartition(".")[2]
    detail = last if row.aspect == "attribute" or row.id == "date.granularity" else None
    if row.aspect == "links" and last != "f1":
        detail = last
    return replace(now, kinds=kinds, detail=detail, layers=None)


def by_pair(now: Filter, pair: tuple[int, int]) -> Filter:
    return replace(now, pair=pair, annotator=None, layers=None)


def by_confusion(now: Filter, pair: tuple[int, int], layers: tuple[str, str]) -> Filter:
    """What one calls this and the other that; on the diagonal what else differs there."""
    if layers[0] == layers[1]:
        return replace(by_pair(now, pair), layer=layers[0], kinds=None, detail=None)
    return replace(by_pair(now, pair), layers=layers, layer=None, kinds=None, detail=None)


def by_part(now: Filter, view: str, key: object) -> Filter:
    """`key` is a layer, a document or an annotator, as `view` says."""
    if view == "layers":
        return replace(now, layer=str(key), layers=None)
    if view == "documents":
        return replace(now, document=cast("int", key))
    return replace(now, annotator=cast("int", key), pair=None, layers=None)


def without(now: Filter, part: str) -> Filter:
    if part == "kinds":
        return replace(now, kinds=None, detail=None)
    if part == "pair":
        return replace(now, pair=None, layers=None)
    return replace(now, **{part: None})


def filter_chips(now: Filter, lookup: Lookup) -> list[tuple[FilterPart, str]]:
    """Each part that narrows the list, in words."""
    found: list[tuple[FilterPart, str]] = []
    if now.kinds is not None:
        found.append(("kinds", _kinds(now, lookup)))
    if now.pair is not None:
        found.append(("pair", people_in_words([lookup.person(a) for a in now.pair])))
    if now.layers is not None:
        words = [_layer(layer, lookup) for layer in now.layers]
        found.append(("layers", tr("{0} against {1}").format(*words)))
    if now.annotator is not None:
        found.append(("annotator", lookup.person(now.annotator)))
    if now.layer is not None:
        found.append(("layer", _layer(now.layer, lookup)))
    if now.document is not None:
        found.append(("document", lookup.title(now.document)))
    return found


def _kinds(now: Filter, lookup: Lookup) -> str:
    order = ("missed", "boundary", "label", "attribute", "speaker", "link", "date")
    detail = now.detail or ""
    names = [lookup.kind(kind, detail) for kind in order if kind in (now.kinds or ())]
    if detail and now.kinds == frozenset[Kind]({"link"}):
        return tr("{0}: {1}").format(names[0], lookup.relations.get(detail, detail))
    first, *rest = (name if not at else name.lower() for at, name in enumerate(names))
    return tr("{0} or {1}").format(", ".join((first, *rest[:-1])), rest[-1]) if rest else first


def _layer(layer: str, lookup: Lookup) -> str:
    return lookup.layer(layer) or tr("not marked")


_CROSS = 14
_MOST = 220


class Chip(QAbstractButton):
    """A click, Space, Enter or Delete takes it off."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setText(" ".join(text.split()))
        self.setAccessibleName(tr("Filter {}: take off").format(text))
        set_tooltip(self, text)
        self.setFixedHeight(24)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(made_font(12, 600)).horizontalAdvance(self.text())
        return QSize(min(_MOST, 12 + words + 2 + 5 + _CROSS + 8), 24)

    def keyPressEvent(self, event: object) -> None:
        keys = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
        if event.key() in keys:  # type: ignore[attr-defined]
            self.click()
        else:
            super().keyPressEvent(event)  # type: ignore[arg-type]

    def paintEvent(self, _event: QPaintEvent) -> None:
        with smooth_painter(self) as painter:
            palette = self.palette()
            hover = self.underMouse() or self.isDown()
            painter.setPen(Qt.PenStyle.NoPen)
            ground = QPalette.ColorRole.Mid if hover else QPalette.ColorRole.Midlight
            painter.setBrush(palette.color(ground))
            painter.drawRoundedRect(self.rect(), 12, 12)
            colour = palette.color(QPalette.ColorRole.Accent)
            words = QRect(12, 0, self.width() - 12 - 5 - _CROSS - 8, self.height())
            paint_text(painter, words, self.text(), made_font(12, 600), colour)
            cross = icon_pixmap("close", colour, _CROSS, self.devicePixelRatioF())
            painter.drawPixmap(words.right() + 6, (self.height() - _CROSS) // 2, cross)
            if self.hasFocus():
                paint_focus(painter, self)


class Chips(QWidget):
    """`taken_off` has the key of the chip."""

    taken_off = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: dict[str, Chip] = {}
        self._row = row_of(on=self, gap=8)

    def show_chips(self, chips: Sequence[tuple[str, str]]) -> None:
        """(key, words) of each."""
        if [(key, chip.text()) for key, chip in self.chips.items()] == list(chips):
            return
        for chip in self.chips.values():
            self._row.removeWidget(chip)
            discard_widget(chip)
        self.chips = {}
        for key, words in chips:
            chip = Chip(words)
            chip.clicked.connect(lambda _checked, key=key: self.taken_off.emit(key))
            self.chips[key] = chip
            self._row.addWidget(chip)
