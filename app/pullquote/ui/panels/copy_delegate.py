"""How a copy is painted: where it stands, how like it is, and the words that differ."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QPainter, QTextCharFormat
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from pullquote.text.spans import Span
from pullquote.ui.panels.differences import Diff, Kind, stretches
from pullquote.ui.panels.painting import MARGIN, made_font, paint_cap, paint_chosen, paint_text
from pullquote.ui.panels.rows import VALUE, Index, right_margin
from pullquote.ui.panels.text_block import Format, TextBlock
from pullquote.ui.panels.values import Copy
from pullquote.ui.panels.wording import tr, value_in_words
from pullquote.ui.theme.fonts import text_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import counted

_PAD = 12
_TITLE = 20
_META = 18
_GAP = 6
_LINES = 6
_PITCH = 20
# Ground and ink of words that stand on one side only.
_ROLES: dict[Kind, tuple[str, str]] = {"only_a": ("rem_t", "rem"), "only_b": ("add_t", "add")}


class CopyDelegate(QStyledItemDelegate):
    """`here` are the words that the copies are compared with."""

    def __init__(self, theme: Theme, diff: Diff) -> None:
        super().__init__()
        self.theme = theme
        self._diff = diff
        self._here = ""
        self._blocks: dict[tuple[Copy, int], TextBlock] = {}

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._blocks.clear()

    def compare_with(self, here: str) -> None:
        self._here = here
        self._blocks.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        copy: Copy = index.data(VALUE)
        view = option.widget
        width = view.width()
        height = 2 * _PAD + _TITLE + _META
        if not copy.same:
            height += _GAP + self._block(copy, width - 2 * MARGIN).height
        return QSize(width, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        copy: Copy = index.data(VALUE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            paint_chosen(painter, option.rect, self.theme, focused=focused)
        room = option.rect.adjusted(MARGIN, _PAD, -right_margin(option), -_PAD)
        self._paint_title(painter, room, copy)
        self._paint_place(painter, room.translated(0, _TITLE), copy, chosen=chosen)
        if not copy.same:
            top = room.top() + _TITLE + _META + _GAP
            block = self._block(copy, room.width())
            block.paint(painter, room.left(), top, self.theme.color("ink2"))

    def _paint_title(self, painter: QPainter, room: QRect, copy: Copy) -> None:
        line = QRect(room.left(), room.top(), room.width(), _TITLE)
        font = made_font(12, 600, tabular=True)
        colour = self.theme.color("dup_text")
        taken = paint_text(painter, line, likeness(copy), font, colour, right=True)
        line.setRight(line.right() - taken - 12)
        paint_text(painter, line, title(copy), made_font(13, 600), self.theme.color("ink"))

    def _paint_place(self, painter: QPainter, room: QRect, copy: Copy, *, chosen: bool) -> None:
        line = QRect(room.left(), room.top(), room.width(), _META)
        font, colour = made_font(12), self.theme.color("ink2")
        if chosen:
            taken = paint_text(painter, line, tr("open"), font, colour, right=True)
            middle = line.center().y() + 1
            right = line.right() - taken - 8
            line.setRight(paint_cap(painter, right, middle, tr("Enter"), self.theme) - 8)
        paint_text(painter, line, place(copy), font, colour)

    def _block(self, copy: Copy, width: int) -> TextBlock:
        if (copy, width) not in self._blocks:
            self._blocks[copy, width] = self._lay_out(copy, width)
        return self._blocks[copy, width]

    def _lay_out(self, copy: Copy, width: int) -> TextBlock:
        here = copy.against or self._here
        parts = stretches(here, copy.words, self._diff(here, copy.words))
        formats: list[Format] = []
        end = 0
        for part in parts:
            start, end = end, end + len(part.text)
            if part.kind != "same":
                formats.append((Span(start, end), self._look(part.kind)))
        text = "".join(part.text for part in parts)
        return TextBlock(text, text_font(13), width, lines=_LINES, pitch=_PITCH, formats=formats)

    def _look(self, kind: Kind) -> QTextCharFormat:
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


def title(copy: Copy) -> str:
    if not copy.here:
        return copy.title or tr("Without a title")
    if copy.below == 0:
        return tr("Here, in the same paragraph")
    if copy.below > 0:
        return counted(copy.below, tr("Here, 1 paragraph below"), tr("Here, {} paragraphs below"))
    return counted(-copy.below, tr("Here, 1 paragraph above"), tr("Here, {} paragraphs above"))


def place(copy: Copy) -> str:
    if copy.here:
        return tr("¶ {0} of {1}").format(copy.paragraph, copy.paragraphs)
    when = value_in_words(copy.published) or tr("undated")
    return " · ".join(part for part in (copy.source, when) if part)


def likeness(copy: Copy) -> str:
    """A copy with other words is never called 100 % alike."""
    if copy.same:
        return tr("same words")
    return tr("{0} %").format(min(99, round(copy.similarity * 100)))
