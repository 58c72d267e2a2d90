"""What is asked of a date: its value, its role for the words it dates, and its anchor."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pullquote.ui.panels.form.date_field import DateField, Parse
from pullquote.ui.panels.form.relation_fields import role_caption
from pullquote.ui.panels.values import DateShown
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import ElidedLabel, Icon, Segments
from pullquote.ui.widgets.layout import column_of, row_of
from pullquote.ui.widgets.words import tr, value_in_words


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
        anchor = row_of(self._anchor_icon, (self._anchor, 1), gap=8)
        self._role_column = column_of(self._for, on=self._role_row, gap=4)
        column_of(self.field, anchor, self._role_row, on=self, gap=12)

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
        self.field.steps_to = tr("what it is to the words") if date.head and date.roles else ""

    def _show_roles(self, roles: tuple[str, ...], role: str) -> None:
        if roles != self._role_names:
            self._role_names = roles
            if self._roles:
                self._roles.deleteLater()
            names = {name: role_caption(name) for name in roles}
            self._roles = Segments(names, tr("Role of the date"))
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
    publication = (
        tr("Counted from publication, {0}").format(counted_from)
        if counted_from
        else tr("Counts from publication, which is unknown")
    )
    before = (
        tr("Counted from the date before, {0}").format(counted_from)
        if counted_from
        else tr("Counted from the date before")
    )
    said = {
        "to_check": tr("What it was counted from has changed: to check"),
        "publication": publication,
        "date": before,
        "none": tr("Counted from nothing: the words say it all"),
    }
    return said.get(date.anchor, tr("Not set what it is counted from"))
