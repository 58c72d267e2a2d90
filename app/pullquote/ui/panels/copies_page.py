"""The Copies page: every place that repeats the words at the caret, and how it differs.

Differences are one short text: struck out, added, and the rest between.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QListView,
    QSizePolicy,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from pullquote.text.spans import Span
from pullquote.ui.panels.section import Heading
from pullquote.ui.panels.values import CopiesShown, CopyRow
from pullquote.ui.services.key_map import sequences
from pullquote.ui.theme.fonts import text_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed, ThemedDelegate
from pullquote.ui.widgets import Button, Label, Line, counted
from pullquote.ui.widgets.field import Hints
from pullquote.ui.widgets.label import Spoken, TextBlock, TextFormat
from pullquote.ui.widgets.layout import Free, column_of, row_of
from pullquote.ui.widgets.paint import (
    MARGIN,
    made_font,
    paint_if_chosen,
    paint_key_cap,
    paint_text,
)
from pullquote.ui.widgets.row_list import VALUE, Index, RowsModel, RowsView, right_margin
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


class CopiesPage(QWidget):
    """`open_twin` has the Copy to go to, `boilerplate_wanted` what the cluster shown shall be.

    `dismissed`: these words are no repeat.
    """

    open_twin = Signal(object)
    boilerplate_wanted = Signal(bool)
    dismissed = Signal()
    counted = Signal(int)

    def __init__(self, theme: Theme, diff: Diff) -> None:
        super().__init__()
        self._shown = CopiesShown("", 0)
        self._heading = Heading(theme)
        self._legend = _Legend(theme)
        self._said = Label("", "meta", wrap=True)
        self._model = RowsModel[CopyRow](_say)
        self._delegate = CopyDelegate(theme, diff)
        self.list = _CopiesList()
        self._boilerplate = Button(tr("Boilerplate"), "B")
        self._dismiss = Button(tr("No repeat"), tr("Del"))
        self._foot = QWidget()
        self._assemble()
        self.list.chosen.connect(self._open)
        self.list.boilerplate_pressed.connect(self._boilerplate.click)
        self.list.dismiss_pressed.connect(self._dismiss.click)
        self._boilerplate.clicked.connect(self._toggle)
        self._dismiss.clicked.connect(self.dismissed)
        self.show_nothing()

    def show_copies(self, shown: CopiesShown) -> None:
        row = max(0, self.list.row()) if shown.words == self._shown.words else 0
        if shown.words != self._shown.words:
            # Compared with other words, a copy may need more lines or fewer.
            self._model.show_rows(())
            self._delegate.compare_with(shown.words)
        self._shown = shown
        self.list.choose(-1)
        self._model.show_rows(shown.copies)
        self.list.choose(min(row, len(shown.copies) - 1))
        self._say_head(shown)
        self._boilerplate.setText(tr("Not boilerplate") if shown.boilerplate else tr("Boilerplate"))
        self._boilerplate.updateGeometry()
        self._show_state(tr("Boilerplate: dimmed in the text.") if shown.boilerplate else "")
        self.counted.emit(len(shown.copies))

    def show_nothing(self) -> None:
        """The words at the caret stand nowhere else."""
        self._show_empty(tr("These words stand nowhere else."))

    def set_read_only(self, read_only: bool) -> None:
        self.list.read_only = read_only
        self._boilerplate.setEnabled(not read_only)
        self._dismiss.setEnabled(not read_only)

    def _show_empty(self, words: str) -> None:
        self._shown = CopiesShown("", 0)
        self._model.show_rows(())
        self._heading.show_text(tr("Copies"))
        self._show_state(words)
        self.counted.emit(0)

    def _say_head(self, shown: CopiesShown) -> None:
        said = counted(len(shown.copies), tr("1 copy"), tr("{} copies"))
        where = _where(len(shown.copies), sum(not copy.here for copy in shown.copies))
        words = counted(shown.count, tr("1 word"), tr("{} words"))
        self._heading.show_text(f"{said}, {where}", words)

    def _show_state(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))
        self._legend.setVisible(any(not copy.same for copy in self._shown.copies))
        self._foot.setVisible(bool(self._shown.copies))

    def _assemble(self) -> None:
        head = column_of(
            self._heading, self._legend, self._said, margins=(MARGIN, 16, MARGIN, 12), gap=6
        )
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        buttons = row_of(
            self._boilerplate, self._dismiss, Free(), margins=(MARGIN, 16, MARGIN, 16), gap=8
        )
        column_of(Line(), buttons, on=self._foot)
        column_of(head, (self.list, 1), self._foot, on=self)

    def _open(self, row: int) -> None:
        self.open_twin.emit(self._model.rows[row])

    def _toggle(self) -> None:
        self.boilerplate_wanted.emit(not self._shown.boilerplate)


class _CopiesList(RowsView):
    read_only = False
    boilerplate_pressed = Signal()
    dismiss_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Copies of the words at the caret"))
        # Rows differ in height: the first ones are laid out at once, the others while it rests.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(20)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def key_hints(self) -> Hints:
        hints: Hints = []
        rows = self.model().rowCount()
        if rows > 1:
            hints.append(("↑ ↓", tr("other copy")))
        if rows:
            hints.append(("Enter", tr("open")))
        if rows and not self.read_only:
            hints += [("B", tr("boilerplate")), ("Del", tr("no repeat"))]
        return [*hints, ("Esc", tr("to the text"))]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.row() >= 0 and "B" in sequences(event):
            self.boilerplate_pressed.emit()
        elif self.row() >= 0 and event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.dismiss_pressed.emit()
        else:
            super().keyPressEvent(event)


class _Legend(Spoken, Themed, QWidget):
    """What the two looks of differing words mean."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(20)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Struck out: only here. Underlined: only there."))

    def sizeHint(self) -> QSize:
        return QSize(200, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            left = self._paint(painter, 0, tr("only here"), "rem", removed=True)
            self._paint(painter, left + 12, tr("only there"), "add", removed=False)

    def _paint(
        self, painter: QPainter, left: float, words: str, role: str, *, removed: bool
    ) -> float:
        font = QFont(made_font(12, 400 if removed else 600))
        font.setStrikeOut(removed)
        font.setUnderline(not removed)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(words) + 6
        box = QRectF(left, 2, width, 16)
        painter.fillRect(box, self._theme.color(f"{role}_t"))
        painter.setPen(self._theme.color(role))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        return left + width


def _where(copies: int, elsewhere: int) -> str:
    if not elsewhere:
        return tr("in this document")
    if elsewhere == copies:
        return counted(copies, tr("in another document"), tr("in other documents"))
    return counted(elsewhere, tr("1 in another document"), tr("{} in other documents"))


def _say(copy: CopyRow) -> str:
    said = (copy_title(copy), copy_place(copy), likeness_words(copy), differs_words(copy))
    return ", ".join(words for words in said if words)


_PAD = 12
_TITLE = 20
_META = 18
_GAP = 6
_LINES = 6
_PITCH = 20

# Ground and ink of words that stand on one side only.
_ROLES: dict[DiffKind, tuple[str, str]] = {"only_a": ("rem_t", "rem"), "only_b": ("add_t", "add")}


class CopyDelegate(ThemedDelegate):
    """`here` are the words that the copies are compared with."""

    def __init__(self, theme: Theme, diff: Diff) -> None:
        super().__init__(theme)
        self._diff = diff
        self._here = ""
        self._blocks: dict[tuple[CopyRow, int], TextBlock] = {}

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
        height = 2 * _PAD + _TITLE + _META + (_META if copy.differs_in else 0)
        if not copy.same:
            height += _GAP + self._block(copy, width - 2 * MARGIN).height
        return QSize(width, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        copy: CopyRow = index.data(VALUE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        paint_if_chosen(painter, option, self.theme)
        room = option.rect.adjusted(MARGIN, _PAD, -right_margin(option), -_PAD)
        self._paint_title(painter, room, copy)
        self._paint_place(painter, room.translated(0, _TITLE), copy, chosen=chosen)
        top = room.top() + _TITLE + _META + _GAP
        if copy.differs_in:
            line = QRect(room.left(), top - _GAP, room.width(), _META)
            paint_text(painter, line, differs_words(copy), made_font(12), self.theme.color("ink"))
            top += _META
        if not copy.same:
            block = self._block(copy, room.width())
            block.paint(painter, room.left(), top, self.theme.color("ink2"))

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
        if (copy, width) not in self._blocks:
            self._blocks[copy, width] = self._lay_out(copy, width)
        return self._blocks[copy, width]

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
