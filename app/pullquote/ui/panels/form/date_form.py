"""What is asked of a date: its value, its role for the words it dates, and its anchor.

The value is typed or taken from a calendar, and the days it covers are said in words.
"""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pullquote.ui.panels.form.line_edits import is_leaving, let_undo_pass
from pullquote.ui.panels.form.month_grid import MonthGrid
from pullquote.ui.panels.form.relation_fields import role_caption
from pullquote.ui.panels.values import DateShown
from pullquote.ui.panels.words import span_in_words, tr, value_in_words
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import ElidedLabel, Field, Icon, Label, Segments
from pullquote.ui.widgets.popup import Popup

Parse = Callable[[str], str | None]


class DateForm(QWidget):
    """↑ and ↓ in the value's field go through the roles."""

    valued = Signal(str)
    role_chosen = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.field = DateField(theme, tr("Value"))
        self._anchor_icon = Icon("link", size=16)
        self._anchor = ElidedLabel("", "meta")
        self._for = ElidedLabel("", "caption")
        self._role_row = QWidget()
        self._roles: Segments | None = None
        self._role_names: tuple[str, ...] = ()
        self.field.valued.connect(self.valued)
        self.field.left.connect(self.left)
        self.field.stepped.connect(self._step)
        self.setFocusProxy(self.field)
        self._assemble()

    def set_theme(self, theme: Theme) -> None:
        self.field.set_theme(theme)

    def set_parse(self, parse: Parse) -> None:
        self.field.set_parse(parse)

    def set_read_only(self, read_only: bool) -> None:
        self.field.set_read_only(read_only)
        self._role_row.setEnabled(not read_only)

    def show_date(self, date: DateShown) -> None:
        self.field.show_value(date.value, date.published)
        self._anchor.set_text(anchor_in_words(date))
        warns = date.anchor == "to_check"
        self._anchor_icon.show_icon("warning" if warns else "link", "warning" if warns else "")
        self._for.set_text(tr("For {0}").format(date.head))
        self._show_roles(date.roles, date.role)
        self._role_row.setVisible(bool(date.head and date.roles))

    def _assemble(self) -> None:
        anchor = QHBoxLayout()
        anchor.setSpacing(8)
        anchor.addWidget(self._anchor_icon)
        anchor.addWidget(self._anchor, 1)
        self._role_column = QVBoxLayout(self._role_row)
        self._role_column.setContentsMargins(0, 0, 0, 0)
        self._role_column.setSpacing(4)
        self._role_column.addWidget(self._for)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.field)
        column.addLayout(anchor)
        column.addWidget(self._role_row)

    def _show_roles(self, roles: tuple[str, ...], role: str) -> None:
        if roles != self._role_names:
            self._role_names = roles
            if self._roles:
                self._roles.deleteLater()
            self._roles = Segments(roles, {name: role_caption(name) for name in roles})
            self._roles.setAccessibleName(tr("Role of the date"))
            self._roles.chosen.connect(self.role_chosen)
            self._role_column.addWidget(self._roles)
        if self._roles:
            self._roles.set_value(role)

    def _step(self, step: int) -> None:
        if self._roles is None or self._role_row.isHidden() or not self._role_row.isEnabled():
            return
        now = self._roles.value()
        at = self._role_names.index(now) + step if now else 0
        self._roles.set_value(self._role_names[at % len(self._role_names)])
        self.role_chosen.emit(self._role_names[at % len(self._role_names)])


def anchor_in_words(date: DateShown) -> str:
    """What the value was counted from."""
    counted_from = value_in_words(date.anchor_value)
    if date.anchor == "to_check":
        return tr("Publication date changed: to check")
    if date.anchor == "publication":
        if counted_from:
            return tr("Counted from publication, {0}").format(counted_from)
        return tr("Counts from publication, which is unknown")
    if date.anchor == "date":
        if counted_from:
            return tr("Counted from the date before, {0}").format(counted_from)
        return tr("Counted from the date before")
    return tr("Counted from nothing: the words say it all")


class DateField(QWidget):
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
        self.field = Field(
            caption,
            key,
            placeholder=tr("2026-02-10, 10 Feb, last week"),
            icon="calendar",
            icon_name=tr("Open the calendar"),
        )
        self.said = Label("", "meta", wrap=True)
        self.warning = Icon("warning", "warning", size=16)
        self.grid = MonthGrid(theme)
        self._popup = Popup(theme)
        self._popup.column.addWidget(self.grid)
        self._assemble()
        self._connect()

    def set_theme(self, theme: Theme) -> None:
        self.grid.set_theme(theme)
        self._popup.set_theme(theme)

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
        self.grid.show_value(self._value, self._published, date.today())  # noqa: DTZ011
        self._popup.open_below(self.field, -12, self.grid.width())
        self.grid.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.grid:
            if is_leaving(event):
                self._popup.hide()
        elif event.type() == QEvent.Type.Hide:
            self._popup.hide()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        return super().eventFilter(watched, event)

    def _assemble(self) -> None:
        below = QHBoxLayout()
        below.setContentsMargins(0, 6, 0, 0)
        below.setSpacing(6)
        below.addWidget(self.warning, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.said, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.field)
        column.addLayout(below)
        self.warning.hide()
        self.setFocusProxy(self.field)

    def _connect(self) -> None:
        let_undo_pass(self.field.editor)
        self.field.editor.installEventFilter(self)
        self.grid.installEventFilter(self)
        self.field.edited.connect(self._preview)
        self.field.committed.connect(self._commit)
        self.field.cancelled.connect(self._cancel)
        self.field.editor.returnPressed.connect(self._leave)
        self.field.icon_clicked.connect(self.open_calendar)
        self.grid.picked.connect(self._pick)
        self.grid.left.connect(self.field.editor.setFocus)

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
