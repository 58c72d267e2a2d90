"""The speaker of a label: a field, and the names of the register as a list under it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from pullquote.ui.panels.values import SpeakerCandidate
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed, ThemedDelegate
from pullquote.ui.widgets import Field, Label, Line, counted
from pullquote.ui.widgets.field import Hints, is_leaving
from pullquote.ui.widgets.layout import INHERITED, add_parts, column_of
from pullquote.ui.widgets.paint import made_font, paint_key_cap, paint_text
from pullquote.ui.widgets.popup import Popup
from pullquote.ui.widgets.row_list import VALUE, Index, RowsModel, RowsView
from pullquote.ui.widgets.words import tr

Complete = Callable[[str], Sequence[SpeakerCandidate]]
_TAKE = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}


@dataclass(frozen=True, slots=True)
class SpeakerChoice:
    """A row of the list: somebody of the register, a new name, or nobody."""

    kind: Literal["known", "new", "nobody"]
    name: str
    about: str
    speaker: int = 0


class SpeakerField(Themed, QWidget):
    """One of `known` (a speaker's id), `named` (a new name) and `nobody` comes with the choice.

    `left` follows each of them, and Esc, which changes nothing.
    """

    known = Signal(int)
    named = Signal(str)
    nobody = Signal()
    left = Signal()

    def __init__(self, theme: Theme, caption: str) -> None:
        super().__init__()
        self._complete: Complete = lambda _typed: ()
        self._register: Callable[[], int] = lambda: 0
        self._shown = ("", "")
        self._typing = False
        self._prefill = ""
        self.field = Field(
            caption,
            "S",
            placeholder=tr("Not set"),
            icon="speakers",
            icon_name=tr("Choose a speaker"),
        )
        self.field.own_keys = self._keys
        self.list = CompletionList(theme)
        self.list.taken.connect(self._take)
        self.field.edited.connect(self._narrow)
        self.field.icon_clicked.connect(lambda: self.edit())
        self.field.cancelled.connect(self.left)
        self.field.editor.clicked.connect(self._open)
        self.field.editor.watch(self)
        self.setFocusProxy(self.field)
        column_of(self.field, on=self, gap=INHERITED)

    def set_theme(self, theme: Theme) -> None:
        self.list.set_theme(theme)

    def set_register(self, complete: Complete, size: Callable[[], int]) -> None:
        """`complete` gives the candidates for what is typed, `size` how many there are in all."""
        self._complete, self._register = complete, size

    def set_read_only(self, read_only: bool) -> None:
        self.field.set_read_only(read_only)

    def show_speaker(self, name: str, hint: str = "") -> None:
        self._shown = (name, hint)
        if not self.list.isVisible():
            self.field.set_text(name, hint)

    def _keys(self) -> Hints:
        if self.field.editor.isReadOnly():
            return [("Tab", tr("next")), ("Esc", tr("to the text"))]
        if not self.list.isVisible():
            return [("Enter", tr("names of the register")), ("Esc", tr("to the text"))]
        several: Hints = [("↑ ↓", tr("choose"))] if self.list.count() > 1 else []
        return [*several, ("Enter", tr("take")), ("Esc", tr("leave as it was"))]

    def stop(self) -> None:
        """Shut the list without choosing; what was typed stays until `show_speaker`."""
        self.list.hide()

    def edit(self, prefill: str = "") -> None:
        """Open the list on the best match of `prefill`, or without one of all who may be meant.

        The first letter replaces what stands in the field.
        """
        if self.field.editor.isReadOnly():
            return
        self._prefill = prefill
        self.field.set_text(prefill or self._shown[0])
        self.field.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.editor.selectAll()
        self._typing = False
        self._show_choices()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if is_leaving(event):
            self._close()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.list.hide()
        super().hideEvent(event)

    def _open(self) -> None:
        if not self.list.isVisible():
            self.edit()

    def _press(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if not self.list.isVisible():
            return self._press_closed(key)
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.list.move_by(-1 if key == Qt.Key.Key_Up else 1)
        elif key in _TAKE:
            self.list.take()
        elif key == Qt.Key.Key_Escape:
            self._close()
            self.left.emit()
        else:
            return self._takes_number(event)
        return True

    def _press_closed(self, key: Qt.Key) -> bool:
        if key not in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return False
        self.edit()
        return True

    def _takes_number(self, event: QKeyEvent) -> bool:
        """Digits take a row until something is typed; after that they are part of a name."""
        digit = event.text()
        plain = digit.isascii() and digit.isdigit() and digit != "0"
        return plain and not self._typing and self.list.take(int(digit) - 1)

    def _narrow(self) -> None:
        self._typing = True
        self._show_choices()

    def _show_choices(self) -> None:
        # The name of whoever is set finds nobody else: nothing is asked until something is typed.
        asked = self.field.text() if self._typing else self._prefill
        rows = speaker_choices(self._complete(asked), asked)
        self.list.show_choices(rows, self._register(), numbered=not self._typing)
        self.list.open_below(self.field, -12, self.field.width() + 24)

    def _take(self, choice: SpeakerChoice) -> None:
        self._close()
        if choice.kind == "known":
            self.known.emit(choice.speaker)
        elif choice.kind == "new":
            self.named.emit(choice.name)
        else:
            self.nobody.emit()
        self.left.emit()

    def _close(self) -> None:
        self.list.hide()
        self.field.set_text(*self._shown)


ROW = 39
_MOST = 8
_SIDE = 12


def speaker_choices(candidates: Sequence[SpeakerCandidate], typed: str) -> list[SpeakerChoice]:
    """The rows for what was typed, the best first; a new name only where no one has it yet."""
    rows = [SpeakerChoice("known", c.name, _about(c), c.speaker) for c in candidates[:_MOST]]
    name = " ".join(typed.split())
    if name and all(name.casefold() != c.name.casefold() for c in candidates):
        rows.append(SpeakerChoice("new", name, tr("add to the register")))
    rows.append(SpeakerChoice("nobody", tr("Nobody named"), tr("leave the speaker open")))
    return rows


class CompletionList(Popup):
    """`taken` has a Choice. The field keeps the focus and tells the list which keys came."""

    taken = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._model = RowsModel[SpeakerChoice](_say)
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
        add_parts(self.column, self._list, 4, self._line, self._foot)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._delegate.theme = theme

    def show_choices(self, rows: Sequence[SpeakerChoice], register: int, *, numbered: bool) -> None:
        """`register` counts its speakers; `numbered`: digits take a row, and the rows say so."""
        self._model.show_rows(rows)
        self._delegate.numbered = numbered
        self._list.setFixedHeight(len(rows) * ROW)
        self._foot.setText(
            counted(register, tr("Register: 1 speaker"), tr("Register: {} speakers"))
        )
        self._list.choose(0)
        self._list.viewport().update()

    def count(self) -> int:
        return len(self._model.rows)

    def move_by(self, step: int) -> None:
        self._list.choose((self._list.row() + step) % len(self._model.rows))

    def current(self) -> SpeakerChoice:
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


class _ChoiceDelegate(ThemedDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.numbered = False

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(option.rect.width(), ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        choice: SpeakerChoice = index.data(VALUE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect.adjusted(1, 0, -1, 0), self.theme.color("accent_t"))
        room = option.rect.adjusted(_SIDE, 2, -_SIDE, -2)
        key = tr("Enter") if chosen else self._number(index.row())
        if key:
            left = paint_key_cap(painter, room.right() + 1, room.center().y() + 1, key, self.theme)
            room.setRight(left - 8)
        self._paint_choice(painter, room, choice, chosen=chosen)

    def _paint_choice(
        self, painter: QPainter, room: QRect, choice: SpeakerChoice, *, chosen: bool
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


def _about(candidate: SpeakerCandidate) -> str:
    quotes = counted(candidate.quotes, tr("1 quote"), tr("{} quotes"))
    return f"{candidate.about}, {quotes}" if candidate.about else quotes


def _say(choice: SpeakerChoice) -> str:
    name = tr("New speaker “{0}”").format(choice.name) if choice.kind == "new" else choice.name
    return f"{name}, {choice.about}"
