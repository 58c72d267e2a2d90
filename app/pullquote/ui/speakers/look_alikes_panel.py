"""Who in the register may be one: by their names, and what returned files propose."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QStyleOptionViewItem, QWidget

from pullquote.ui.services.key_map import sequences
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import ThemedDelegate
from pullquote.ui.widgets import Button, Label, Line, bidi_isolated, counted
from pullquote.ui.widgets.field import Hints
from pullquote.ui.widgets.icon import icon_pixmap
from pullquote.ui.widgets.layout import Free, column_of, row_of
from pullquote.ui.widgets.paint import MARGIN, made_font, paint_if_chosen, paint_text
from pullquote.ui.widgets.row_list import VALUE, Index, RowsModel, RowsView
from pullquote.ui.widgets.words import tr
from pullquote.workflow.speakers.overview import Alike, SpeakerRow

_HIGH = 92


class Question(NamedTuple):
    """One row: two that may be one, or the `sentence` of the proposal with this number."""

    alike: Alike | None = None
    proposal: int = 0
    sentence: str = ""


def why_words(alike: Alike) -> str:
    said = {
        "title": tr("The same name, with other words before it."),
        "given": tr("Same surname, given name written two ways."),
        "surname": tr("Same given name, surname spelt two ways."),
        "spelling": tr("One name in two spellings."),
        "alone": tr("A surname alone, and nobody else has it."),
        "several": tr("Several people have this surname: look at each mention."),
    }[alike.why]
    if alike.why == "several":
        return said
    never = tr("Never both in one article.")
    both = counted(alike.together, tr("Both in {} article."), tr("Both in {} articles."))
    return f"{said} {both if alike.together else never}"


def _uses(row: SpeakerRow) -> str:
    if row.quotes:
        return counted(row.quotes, tr("{} quote"), tr("{} quotes"))
    return counted(row.mentions, tr("{} mention"), tr("{} mentions"))


def _say(row: Question) -> str:
    if row.alike is None:
        return row.sentence
    pair = [f"{one.name}, {_uses(one)}" for one in (row.alike.kept, row.alike.other)]
    return f"{'; '.join(pair)}. {why_words(row.alike)}"


class LookAlikesPanel(QFrame):
    """`answered` has a row and whether it is so; `pointed` the row that was gone to."""

    answered = Signal(object, bool)
    pointed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._heading = Label("", "heading", wrap=True)
        self._sentence = Label("", "second", wrap=True)
        self._model = RowsModel[Question](_say)
        self.list = QuestionList()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_QuestionDelegate(theme))
        self._merge = Button(tr("Merge"), tr("Enter"), main=True)
        self._apart = Button(tr("Not the same"), "N")
        self._foot = QWidget()
        self._read_only = False
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        buttons = row_of(self._merge, self._apart, Free(), margins=(MARGIN, 12, MARGIN, 12), gap=8)
        column_of(Line(), buttons, on=self._foot)
        head = column_of(self._heading, self._sentence, margins=(MARGIN, 12, MARGIN, 12), gap=4)
        column_of(head, (self.list, 1), self._foot, on=self, margins=(1, 1, 0, 0))
        self.list.chosen.connect(lambda _row: self._answer(so=True))
        self.list.refused.connect(lambda: self._answer(so=False))
        self.list.pointed.connect(lambda _row: self._point())
        self._merge.clicked.connect(lambda: self._answer(so=True))
        self._apart.clicked.connect(lambda: self._answer(so=False))
        self.show_questions(())

    def show_questions(self, rows: Sequence[Question]) -> None:
        chosen = max(self.list.row(), 0)
        self._model.show_rows(rows)
        self.list.choose(min(chosen, len(rows) - 1))
        one, many = tr("{} pair looks alike"), tr("{} pairs look alike")
        self._heading.setText(counted(len(rows), one, many) if rows else tr("Nobody looks alike"))
        self._sentence.setText(
            tr("Nothing is merged until you say so.")
            if rows
            else tr("No two names in the register may be one.")
        )
        self._foot.setVisible(bool(rows))
        self._name_buttons()

    def question(self) -> Question | None:
        row = self.list.row()
        return self._model.rows[row] if 0 <= row < len(self._model.rows) else None

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = self.list.read_only = read_only
        self._name_buttons()

    def _point(self) -> None:
        self._name_buttons()
        if (question := self.question()) is not None:
            self.pointed.emit(question)

    def _name_buttons(self) -> None:
        question = self.question()
        proposed = question is not None and question.alike is None
        self._merge.setText(tr("Take it") if proposed else tr("Merge"))
        self._apart.setText(tr("Leave as it is") if proposed else tr("Not the same"))
        for button in (self._merge, self._apart):
            button.setEnabled(question is not None and not self._read_only)

    def _answer(self, *, so: bool) -> None:
        question = self.question()
        if question is not None and not self._read_only:
            self.answered.emit(question, so)


class QuestionList(RowsView):
    """`refused` comes on N."""

    refused = Signal()
    read_only = False

    def __init__(self) -> None:
        super().__init__(tr("Who may be one"))
        self.setUniformItemSizes(True)

    def key_hints(self) -> Hints:
        hints: Hints = [("↑ ↓", tr("other pair"))] if self.model().rowCount() > 1 else []
        if self.row() >= 0 and not self.read_only:
            hints += [("Enter", tr("merge")), ("N", tr("not the same"))]
        return [*hints, ("F6", tr("other panes"))]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if "N" in sequences(event):
            self.refused.emit()
        else:
            super().keyPressEvent(event)


class _QuestionDelegate(ThemedDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, _HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Question = index.data(VALUE)
        theme, area = self.theme, option.rect
        paint_if_chosen(painter, option, theme)
        wide = option.widget.width() - 2 * MARGIN
        ink, quiet = theme.color("ink"), theme.color("ink2")
        top = area.top() + 8
        for one in (row.alike.kept, row.alike.other) if row.alike is not None else ():
            where = QRect(MARGIN, top, wide, 20)
            taken = paint_text(painter, where, _uses(one), made_font(12), quiet, right=True)
            where.setWidth(wide - taken - 8)
            paint_text(painter, where, bidi_isolated(one.name), made_font(13, 600), ink)
            top += 20
        room = QRect(MARGIN, top + 2, wide, area.bottom() - top - 8)
        if row.alike is not None and row.alike.why == "several":
            sign = icon_pixmap("warning", theme.color("dis"), 16, option.widget.devicePixelRatioF())
            painter.drawPixmap(room.left(), room.top(), sign)
            room.setLeft(room.left() + 22)
        painter.setFont(made_font(12))
        painter.setPen(quiet)
        words = row.sentence if row.alike is None else why_words(row.alike)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.drawText(room, flags, bidi_isolated(words))
        painter.fillRect(MARGIN, area.bottom(), wide, 1, theme.color("line"))
