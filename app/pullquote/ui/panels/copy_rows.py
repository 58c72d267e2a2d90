"""The rows of the Copies page: where a copy stands, how it differs, and whether it is ticked.

Differences are one short text: struck out, added, and the rest between.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QFont, QPainter, QTextCharFormat
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from pullquote.text.spans import Span
from pullquote.ui.panels.values import CopyRow, Tick
from pullquote.ui.theme.fonts import text_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import ThemedDelegate
from pullquote.ui.widgets import counted
from pullquote.ui.widgets.buttons import paint_check
from pullquote.ui.widgets.icon import icon_pixmap
from pullquote.ui.widgets.label import TextBlock, TextFormat
from pullquote.ui.widgets.paint import (
    MARGIN,
    made_font,
    paint_if_chosen,
    paint_key_cap,
    paint_text,
)
from pullquote.ui.widgets.row_list import VALUE, Index, right_margin
from pullquote.ui.widgets.words import tr, value_in_words

DiffKind = Literal["same", "only_a", "only_b"]


class DiffPiece(Protocol):
    @property
    def kind(self) -> DiffKind: ...
    @property
    def a(self) -> Span: ...
    @property
    def b(self) -> Span: ...


Diff = Callable[[str, str], Sequence[DiffPiece]]


def say_copy(copy: CopyRow) -> str:
    said = (
        copy_title(copy),
        tick_words(copy),
        copy_place(copy),
        likeness_words(copy),
        differs_words(copy),
        copy.labels,
        copy.verdict,
    )
    return ", ".join(words for words in said if words)


_PAD = 12
_TITLE = 20
_META = 18
_GAP = 6
_LINES = 6
_BOX = 16
_BESIDE_ICON = 20
TICK_ROOM = 24
"""Pixels for a row's tick, left of its words."""
_VERDICT: dict[Tick, tuple[str, str]] = {
    "on": ("check", "ink2"), "off": ("warning", "dis"), "locked": ("lock", "ink3"),
}  # fmt: skip
_PITCH = 20

# Ground and ink of words that stand on one side only.
_ROLES: dict[DiffKind, tuple[str, str]] = {"only_a": ("rem_t", "rem"), "only_b": ("add_t", "add")}


class CopyDelegate(ThemedDelegate):
    """`here` are the words that the copies are compared with."""

    def __init__(self, theme: Theme, diff: Diff) -> None:
        super().__init__(theme)
        self._diff = diff
        self._here = ""
        self._blocks: dict[tuple[str, str, int], TextBlock] = {}
        self._verdicts: dict[tuple[str, int], TextBlock] = {}

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._blocks.clear()

    def compare_with(self, here: str) -> None:
        self._here = here
        self._blocks.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        copy: CopyRow = index.data(VALUE)
        view = option.widget
        width = view.width()
        height = 2 * _PAD + _TITLE + _META * (1 + bool(copy.differs_in) + bool(copy.labels))
        inside = width - 2 * MARGIN - (TICK_ROOM if copy.tick else 0)
        if not copy.same:
            height += _GAP + self._block(copy, inside).height
        if copy.verdict:
            height += _GAP + self._verdict(copy, inside - _BESIDE_ICON).height
        return QSize(width, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        copy: CopyRow = index.data(VALUE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        paint_if_chosen(painter, option, self.theme)
        room = option.rect.adjusted(MARGIN, _PAD, -right_margin(option), -_PAD)
        if copy.tick:
            self._paint_tick(painter, option, room, copy)
            room.setLeft(room.left() + TICK_ROOM)
        self._paint_title(painter, room, copy)
        self._paint_place(painter, room.translated(0, _TITLE), copy, chosen=chosen)
        top = room.top() + _TITLE + _META + _GAP
        if copy.differs_in:
            line = QRect(room.left(), top - _GAP, room.width(), _META)
            paint_text(painter, line, differs_words(copy), made_font(12), self.theme.color("ink"))
            top += _META
        if copy.labels:
            line = QRect(room.left(), top - _GAP, room.width(), _META)
            self._paint_icon(painter, option, line.topLeft() + QPoint(0, 2), "labels", "ink3", 14)
            line.setLeft(line.left() + _BESIDE_ICON)
            paint_text(painter, line, copy.labels, made_font(12), self.theme.color("ink2"))
            top += _META
        if not copy.same:
            block = self._block(copy, room.width())
            block.paint(painter, room.left(), top, self.theme.color("ink2"))
            top += round(block.height) + _GAP
        if copy.verdict:
            self._paint_verdict(painter, option, room.left(), top, copy)

    def _paint_tick(
        self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, copy: CopyRow
    ) -> None:
        box = QRectF(room.left(), room.top() + 2, _BOX, _BOX)
        if copy.tick == "locked":
            self._paint_icon(painter, option, box.topLeft().toPoint(), "lock", "ink3", _BOX)
        else:
            paint_check(painter, box, option.palette, checked=copy.tick == "on")

    def _paint_verdict(
        self, painter: QPainter, option: QStyleOptionViewItem, left: int, top: int, copy: CopyRow
    ) -> None:
        icon, tone = _VERDICT[copy.judged]
        if icon != "lock":
            self._paint_icon(painter, option, QPoint(left, top + 2), icon, tone, 14)
            left += _BESIDE_ICON
        width = option.rect.width() - right_margin(option) - left
        self._verdict(copy, width).paint(painter, left, top, self.theme.color("ink2"))

    def _paint_icon(
        self, painter: QPainter, option: QStyleOptionViewItem, at: QPoint, icon: str, tone: str,
        size: int,
    ) -> None:  # fmt: skip
        ratio = option.widget.devicePixelRatioF()
        painter.drawPixmap(at, icon_pixmap(icon, self.theme.color(tone), size, ratio))

    def _verdict(self, copy: CopyRow, width: int) -> TextBlock:
        key = (copy.verdict, width)
        if key not in self._verdicts:
            made = TextBlock(copy.verdict, made_font(12), width, lines=2, pitch=_META, formats=[])
            self._verdicts[key] = made
        return self._verdicts[key]

    def _paint_title(self, painter: QPainter, room: QRect, copy: CopyRow) -> None:
        line = QRect(room.left(), room.top(), room.width(), _TITLE)
        font = made_font(12, 600, tabular=True)
        colour = self.theme.color("dup_text")
        taken = paint_text(painter, line, likeness_words(copy), font, colour, right=True)
        line.setRight(line.right() - taken - 12)
        paint_text(painter, line, copy_title(copy), made_font(13, 600), self.theme.color("ink"))

    def _paint_place(self, painter: QPainter, room: QRect, copy: CopyRow, *, chosen: bool) -> None:
        line = QRect(room.left(), room.top(), room.width(), _META)
        font, colour = made_font(12), self.theme.color("ink2")
        if chosen:
            taken = paint_text(painter, line, tr("open"), font, colour, right=True)
            middle = line.center().y() + 1
            right = line.right() - taken - 8
            line.setRight(paint_key_cap(painter, right, middle, tr("Enter"), self.theme) - 8)
        paint_text(painter, line, copy_place(copy), font, colour)

    def _block(self, copy: CopyRow, width: int) -> TextBlock:
        key = (copy.against, copy.words, width)
        if key not in self._blocks:
            self._blocks[key] = self._lay_out(copy, width)
        return self._blocks[key]

    def _lay_out(self, copy: CopyRow, width: int) -> TextBlock:
        here = copy.against or self._here
        parts = diff_parts(here, copy.words, self._diff(here, copy.words))
        formats: list[TextFormat] = []
        end = 0
        for part in parts:
            start, end = end, end + len(part.text)
            if part.kind != "same":
                formats.append((Span(start, end), self._look(part.kind)))
        text = "".join(part.text for part in parts)
        return TextBlock(text, text_font(13), width, lines=_LINES, pitch=_PITCH, formats=formats)

    def _look(self, kind: DiffKind) -> QTextCharFormat:
        ground, ink = _ROLES[kind]
        look = QTextCharFormat()
        look.setBackground(self.theme.color(ground))
        look.setForeground(self.theme.color(ink))
        if kind == "only_a":
            look.setFontStrikeOut(True)
        else:
            look.setFontWeight(QFont.Weight.Bold)
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        return look


def differs_words(copy: CopyRow) -> str:
    """In what a copy contradicts the words here; "" where in nothing."""
    if not copy.differs_in:
        return ""
    names = {
        "number": tr("number"),
        "negation": tr("negation"),
        "name": tr("name"),
        "date": tr("date"),
    }
    return tr("differs in: {}").format(", ".join(names[kind] for kind in copy.differs_in))


def copy_title(copy: CopyRow) -> str:
    if not copy.here:
        return copy.title or tr("Without a title")
    if copy.below == 0:
        return tr("Here, in the same paragraph")
    if copy.below > 0:
        return counted(copy.below, tr("Here, 1 paragraph below"), tr("Here, {} paragraphs below"))
    return counted(-copy.below, tr("Here, 1 paragraph above"), tr("Here, {} paragraphs above"))


def copy_place(copy: CopyRow) -> str:
    if copy.here:
        return tr("¶ {0} of {1}").format(copy.paragraph, copy.paragraphs)
    when = value_in_words(copy.published) or tr("undated")
    return " · ".join(part for part in (copy.source, when) if part)


def tick_words(copy: CopyRow) -> str:
    """For a screen reader."""
    return {
        "on": tr("ticked"),
        "off": tr("not ticked"),
        "locked": tr("cannot be ticked"),
    }.get(copy.tick, "")


def likeness_words(copy: CopyRow) -> str:
    """A copy with other words is never called 100 % alike."""
    if copy.same:
        return tr("same words")
    return tr("{0} %").format(min(99, round(copy.similarity * 100)))


# Words kept at each side of a difference, and of a long difference itself.
_AROUND = 7
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class DiffPart:
    """`kind` says of which text the words are: of both, only of the one here, only of the other."""

    kind: DiffKind
    text: str


def diff_parts(here: str, there: str, pieces: Iterable[DiffPiece]) -> list[DiffPart]:
    """The pieces in words; what is long is cut in its middle, and no space is struck or added."""
    found: list[DiffPart] = []
    for piece in pieces:
        text = piece.a.of(here) if piece.kind == "only_a" else piece.b.of(there)
        words = text if piece.kind == "same" else text.rstrip()
        if found and words and _joined(found[-1].text, words) and found[-1].kind != piece.kind:
            found.append(DiffPart("same", " "))
        parts = DiffPart(piece.kind, words), DiffPart("same", text[len(words) :])
        found += [part for part in parts if part.text]
    return [
        DiffPart(stretch.kind, _cut(stretch.text, last=stretch is found[-1])) for stretch in found
    ]


def _joined(before: str, after: str) -> bool:
    """Whether two words would run together."""
    return before[-1].isalnum() and after[0].isalnum()


def _cut(text: str, *, last: bool) -> str:
    words = list(_WORD.finditer(text))
    if len(words) <= 2 * _AROUND + 3:
        return text
    start = text[: words[_AROUND - 1].end()]
    return f"{start} …" if last else f"{start} … {text[words[-_AROUND].start() :]}"
