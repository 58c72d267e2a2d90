"""The rail at the left: one step for each room, settings and help at its foot."""

from collections.abc import Sequence
from typing import NamedTuple
from weakref import ref

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAccessibleWidget,
    QButtonGroup,
    QFrame,
    QToolButton,
    QWidget,
)

from pullquote.ui.services.arrangement import RAIL, RAIL_COMPACT
from pullquote.ui.theme.fonts import program_font
from pullquote.ui.widgets import discard_widget, paint_focus, set_tooltip
from pullquote.ui.widgets.field import Hints
from pullquote.ui.widgets.icon import icon_pixmap
from pullquote.ui.widgets.layout import Free, column_of
from pullquote.ui.widgets.paint import smooth_painter

_ICON = 22


class RailEntry(NamedTuple):
    """`key` is the shortcut as text ("Ctrl+1"); the window owns the shortcut itself."""

    id: str
    name: str
    icon: str
    key: str = ""


class Rail(QFrame):
    """`chosen` has the room's id and comes from the person only."""

    chosen = Signal(str)
    settings_clicked = Signal()
    help_clicked = Signal()

    def __init__(self, rooms: Sequence[RailEntry] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: dict[str, _Step] = {}
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._tell)
        self._settings = _Step(RailEntry("settings", self.tr("Settings"), "settings", "Ctrl+,"), 44)
        self._help = _Step(RailEntry("help", self.tr("Help"), "help", "F1"), 44)
        self._settings.clicked.connect(self.settings_clicked)
        self._help.clicked.connect(self.help_clicked)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = column_of(Free(), self._settings, self._help, on=self, margins=(0, 8, 1, 8))
        self.set_compact(False)
        self.show_rooms(rooms)

    def show_rooms(self, rooms: Sequence[RailEntry]) -> None:
        for step in self._steps.values():
            self._group.removeButton(step)
            discard_widget(step)
        self._steps = {}
        for place, room in enumerate(rooms):
            step = _RoomStep(room, 64)
            step.setCheckable(True)
            step.set_compact(self._settings.compact)
            self._group.addButton(step)
            self._column.insertWidget(place, step)
            self._steps[room.id] = step

    def choose(self, room: str) -> None:
        """Show `room` as the one that is open."""
        self._steps[room].setChecked(True)

    def offers(self, room: str) -> bool:
        return room in self._steps

    def focus_room(self) -> None:
        """Go to the step of the room that is open."""
        chosen = self._group.checkedButton() or self._settings
        chosen.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def key_hints(self) -> Hints:
        return [
            ("Space", self.tr("into it")),
            ("Tab", self.tr("next room")),
            ("F6", self.tr("next pane")),
        ]

    def room(self) -> str | None:
        return next((name for name, step in self._steps.items() if step.isChecked()), None)

    def set_compact(self, compact: bool) -> None:
        """Icons alone, 48 wide; the names are tool tips then."""
        self.setFixedWidth(RAIL_COMPACT if compact else RAIL)
        for step in (*self._steps.values(), self._settings, self._help):
            step.set_compact(compact)

    def _tell(self, button: QAbstractButton) -> None:
        self.chosen.emit(next(name for name, step in self._steps.items() if step is button))


class RoomPart(QAccessibleWidget):
    """Of a step to a room: Qt would take a button that can be checked for a box to tick."""

    def __init__(self, step: "_RoomStep") -> None:
        super().__init__(step, QAccessible.Role.RadioButton, "")
        self._step = ref(step)

    def state(self) -> QAccessible.State:
        state, step = super().state(), self._step()
        state.checkable = 1
        state.checked = int(step is not None and step.isChecked())
        return state

    def actionNames(self) -> list[str]:
        return [QAccessibleActionInterface.pressAction(), *super().actionNames()]

    def doAction(self, name: str) -> None:
        step = self._step()
        if name == QAccessibleActionInterface.pressAction() and step is not None:
            step.click()
        else:
            super().doAction(name)


class _Step(QToolButton):
    def __init__(self, room: RailEntry, height: int) -> None:
        super().__init__()
        self._room = room
        self._height = height
        self._named = height == 64
        self.compact = False
        self.setText(room.name)
        self.setAccessibleName(room.name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_tooltip(self, f"{room.name} ({room.key})" if room.key else room.name)

    def set_compact(self, compact: bool) -> None:
        self.compact = compact
        wide = RAIL_COMPACT - 1 if compact else RAIL - 1
        self.setFixedSize(wide, 48 if compact and self._named else self._height)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with smooth_painter(self) as painter:
            palette = self.palette()
            if self.underMouse() and not self.isChecked():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(palette.color(QPalette.ColorRole.AlternateBase))
                painter.drawRoundedRect(self.rect().adjusted(5, 2, -5, -2), 6, 6)
            chosen = QPalette.ColorRole.Accent if self.isChecked() else QPalette.ColorRole.Shadow
            colour = palette.color(chosen)
            if self.isChecked():
                painter.fillRect(0, 6, 3, self.height() - 12, colour)
            named = self._named and not self.compact
            top = 11 if named else (self.height() - _ICON) // 2
            drawn = icon_pixmap(self._room.icon, colour, _ICON, self.devicePixelRatioF())
            painter.drawPixmap((self.width() - _ICON) // 2, top, drawn)
            if named:
                painter.setFont(program_font(11, 600 if self.isChecked() else 500))
                painter.setPen(colour)
                words = QRect(0, top + _ICON + 3, self.width(), 18)
                painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self._room.name)
            if self.hasFocus():
                paint_focus(painter, self)


class _RoomStep(_Step):
    """One of several, of which one is chosen."""

    def make_accessible_part(self) -> RoomPart:
        return RoomPart(self)
