"""A date that is typed or taken from a calendar; the days it covers are said in words."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed
from pullquote.ui.widgets import Field, Icon, Label
from pullquote.ui.widgets.field import Hints, is_leaving
from pullquote.ui.widgets.layout import column_of, row_of
from pullquote.ui.widgets.words import span_in_words, tr

if TYPE_CHECKING:
    from pullquote.ui.panels.form.month_grid import MonthPopup

Parse = Callable[[str], str | None]


class DateField(Themed, QWidget):
    """`valued` has a calendar value, "" for none; it comes on Enter, when a changed field loses
    the focus, and from the calendar (Alt+Down opens it).

    `stepped` is -1 or 1 for ↑ and ↓, `left` follows Enter and Esc.
    """

    valued = Signal(str)
    stepped = Signal(int)
    left = Signal()

    def __init__(self, theme: Theme, caption: str, key: str = "") -> None:
        super().__init__()
        self._parse: Parse = lambda typed: typed
        self._value = ""
        self._published: str | None = None
        self._hint = ""
        self.steps_to = ""  # what ↑ and ↓ go through, where they do
        self.field = Field(
            caption,
            key,
            placeholder=tr("2026-02-10, 10 Feb, last week"),
            icon="calendar",
            icon_name=tr("Open the calendar"),
        )
        self.said = Label("", "meta", wrap=True)
        self.warning = Icon("warning", "warning", size=16)
        self._theme = theme
        self._calendar: MonthPopup | None = None
        below = row_of(
            (self.warning, 0, Qt.AlignmentFlag.AlignTop),
            (self.said, 1),
            margins=(0, 6, 0, 0),
            gap=6,
        )
        column_of(self.field, below, on=self)
        self.warning.hide()
        self.setFocusProxy(self.field)
        self.field.own_keys = self._keys
        self.field.editor.watch(self)
        self.field.edited.connect(self._preview)
        self.field.committed.connect(self._commit)
        self.field.cancelled.connect(self._cancel)
        self.field.editor.returnPressed.connect(self._leave)
        self.field.icon_clicked.connect(self.open_calendar)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self._calendar is not None:
            self._calendar.set_theme(theme)

    def calendar(self) -> "MonthPopup":
        """Built, and its module loaded, when it is first opened."""
        if self._calendar is None:
            from pullquote.ui.panels.form.month_grid import MonthPopup

            self._calendar = MonthPopup(self._theme)
            self._calendar.grid.installEventFilter(self)
            self.installEventFilter(self)
            self._calendar.grid.picked.connect(self._pick)
            self._calendar.grid.left.connect(self.field.editor.setFocus)
        return self._calendar

    def _keys(self) -> Hints:
        if self.field.editor.isReadOnly():
            return [("Tab", tr("next")), ("Esc", tr("to the text"))]
        steps: Hints = [("↑ ↓", self.steps_to)] if self.steps_to else []
        calendar: Hints = [("Alt+↓", tr("calendar"))]
        return [("Enter", tr("keep")), *steps, *calendar, ("Esc", tr("leave as it was"))]

    def set_parse(self, parse: Parse) -> None:
        """`parse` gives the calendar value of what was typed, None for what is none."""
        self._parse = parse

    def show_value(self, value: str, published: str | None, hint: str = "") -> None:
        """`published` is what relative words count from; it is marked in the calendar.

        `hint` stands after the days in words, or alone while there is no value.
        """
        self._value, self._published, self._hint = value, published, hint
        if not self.field.editor.isModified() or not self.field.editor.hasFocus():
            self.field.set_text(value)
            self._say_span(value)

    def set_read_only(self, read_only: bool) -> None:
        self.field.set_read_only(read_only)

    def value(self) -> str:
        return self._value

    def failed(self) -> bool:
        """Whether what stands in the field is no date."""
        return not self.warning.isHidden()

    def open_calendar(self) -> None:
        if self.field.editor.isReadOnly():
            return
        popup = self.calendar()
        popup.grid.show_value(self._value, self._published, date.today())  # noqa: DTZ011
        popup.open_below(self.field, -12, popup.grid.width())
        popup.grid.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        popup = self._calendar
        if popup is not None and watched is popup.grid:
            if is_leaving(event):
                popup.hide()
        elif popup is not None and watched is self:
            if event.type() == QEvent.Type.Hide:
                popup.hide()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if event.key() == Qt.Key.Key_Down and alt:
            self.open_calendar()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            return False
        return True

    def _preview(self, typed: str) -> None:
        value = self._parse(typed) if typed.strip() else None
        self._say_span(value or "")

    def _commit(self, typed: str) -> None:
        value = self._parse(typed) if typed.strip() else ""
        if value is None:
            stays = tr("{0} stays").format(self._value) if self._value else tr("nothing is set")
            self.said.setText(tr("“{0}” is no date; {1}.").format(typed.strip(), stays))
            self.said.show()
            self.warning.show()
            return
        self._take(value)

    def _pick(self, value: str) -> None:
        self.field.editor.setFocus()
        self._take(value)

    def _take(self, value: str) -> None:
        changed = value != self._value
        self._value = value
        self.field.set_text(value)
        self._say_span(value)
        if changed:
            self.valued.emit(value)

    def _cancel(self) -> None:
        self.field.set_text(self._value)
        self._say_span(self._value)
        self.left.emit()

    def _leave(self) -> None:
        if not self.failed():
            self.left.emit()

    def _say_span(self, value: str) -> None:
        self.warning.hide()
        span = span_in_words(value, anchored=bool(self._published)) if value else ""
        hint = self._hint if value == self._value else ""
        self.said.setText("; ".join(part for part in (span, hint) if part))
        self.said.setVisible(bool(self.said.text()))
