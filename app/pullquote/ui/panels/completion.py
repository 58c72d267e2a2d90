"""The names a speaker may have, as a list under the field."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from pullquote.ui.panels.painting import made_font, paint_cap, paint_text
from pullquote.ui.panels.popup import Popup
from pullquote.ui.panels.rows import VALUE, Index, RowsModel, RowsView
from pullquote.ui.panels.values import Candidate
from pullquote.ui.panels.wording import tr
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import Label, Line, counted

ROW = 39
_MOST = 8
_SIDE = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """A row of the list: somebody of the register, a new name, or nobody."""

    kind: Literal["known", "new", "nobody"]
    name: str
    about: str
    speaker: int = 0


def choices(candidates: Sequence[Candidate], typed: str) -> list[Choice]:
    """The rows for what was typed, the best first; a new name only where no one has it yet."""
    rows = [Choice("known", c.name, _about(c), c.speaker) for c in candidates[:_MOST]]
    name = " ".join(typed.split())
    if name and all(name.casefold() != c.name.casefold() for c in candidates):
        rows.append(Choice("new", name, tr("add to the register")))
    rows.append(Choice("nobody", tr("Nobody named"), tr("leave the speaker open")))
    return rows


class CompletionList(Popup):
    """`taken` has a Choice. The field keeps the focus and tells the list which keys came."""

    taken = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._model = RowsModel[Choice](_say)
        self._delegate = _ChoiceDelegate(theme)
        self._list = RowsView(tr("Speakers that match"))
        self._list.setModel(self._model)
        self._list.setItemDelegate(self._delegate)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(self._click)
        self._line = Line()
        self._foot = Label("", "caption")
        self._foot.setContentsMargins(_SIDE, 8, _SIDE, 0)
        self.column.addWidget(self._list)
        self.column.addSpacing(4)
        self.column.addWidget(self._line)
        self.column.addWidget(self._foot)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._delegate.theme = theme

    def show_choices(self, rows: Sequence[Choice], register: int, *, numbered: bool) -> None:
        """`register` counts its speakers; `numbered`: digits take a row, and the rows say so."""
        self._model.show_rows(rows)
        self._delegate.numbered = numbered
        self._list.setFixedHeight(len(rows) * ROW)
        self._foot.setText(
            counted(register, tr("Register: 1 speaker"), tr("Register: {} speakers"))
        )
        self._list.choose(0)
        self._list.viewport().update()

    def move_by(self, step: int) -> None:
        self._list.choose((self._list.row() + step) % len(self._model.rows))

    def current(self) -> Choice:
        return self._model.rows[self._list.row()]

    def take(self, row: int | None = None) -> bool:
        """Take a row, the chosen one by default; False where there is no such row."""
        row = self._list.row() if row is None else row
        if not 0 <= row < len(self._model.rows):
            return False
        self.taken.emit(self._model.rows[row])
        return True

    def _click(self, index: Index) -> None:
        self.take(index.row())


class _ChoiceDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.numbered = False

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(option.rect.width(), ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        choice: Choice = index.data(VALUE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect.adjusted(1, 0, -1, 0), self.theme.color("accent_t"))
        room = option.rect.adjusted(_SIDE, 2, -_SIDE, -2)
        key = tr("Enter") if chosen else self._number(index.row())
        if key:
            left = paint_cap(painter, room.right() + 1, room.center().y() + 1, key, self.theme)
            room.setRight(left - 8)
        self._paint_choice(painter, room, choice, chosen=chosen)

    def _paint_choice(
        self, painter: QPainter, room: QRect, choice: Choice, *, chosen: bool
    ) -> None:
        known = choice.kind == "known"
        font = made_font(13, 600 if chosen else 500)
        name = tr("New speaker “{0}”").format(choice.name) if choice.kind == "new" else choice.name
        ink = self.theme.color("ink" if chosen or known else "ink2")
        paint_text(painter, QRect(room.left(), room.top(), room.width(), 19), name, font, ink)
        below = QRect(room.left(), room.top() + 18, room.width(), 16)
        paint_text(painter, below, choice.about, made_font(12), self.theme.color("ink2"))

    def _number(self, row: int) -> str:
        return str(row + 1) if self.numbered and row < 9 else ""


def _about(candidate: Candidate) -> str:
    quotes = counted(candidate.quotes, tr("1 quote"), tr("{} quotes"))
    return f"{candidate.about}, {quotes}" if candidate.about else quotes


def _say(choice: Choice) -> str:
    name = tr("New speaker “{0}”").format(choice.name) if choice.kind == "new" else choice.name
    return f"{name}, {choice.about}"
