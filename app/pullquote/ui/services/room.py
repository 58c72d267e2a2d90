"""A room: what the window knows of each place that one works in, and no more."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from pullquote.store import Change, Project
from pullquote.ui.services.arrangement import Arrangement
from pullquote.ui.services.host import Host, Target
from pullquote.ui.services.preferences import Preferences
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import spread_theme
from pullquote.ui.widgets.key_strip import KeyStrip

Commands = Mapping[str, Callable[[], object]]
"""What is done for which action of the table; when it makes sense, the table's `needs` say."""


class PersonChoice(NamedTuple):
    """Somebody whose labels can be looked at; `look` shows them."""

    name: str
    chosen: bool
    look: Callable[[], None]


class RoomWidget(QFrame):
    """What is in sight of a room; `strip` says what the keys do, what was done and what runs."""

    strip: KeyStrip

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through, in the order of the window, as far as it is in sight."""
        raise NotImplementedError

    def arrange(self, arrangement: Arrangement) -> None:
        """Follow the width of the window; most rooms follow their own."""

    def show_error(self, sentence: str) -> None:
        """One line under the head."""
        raise NotImplementedError


class Room(QObject):
    """A room at work on the open project: made when it is first entered, gone with the project.

    A room is made as `factory(project, actor, theme, host, parent)`. Its name, icon and key stand
    in the table of rooms, for the rail shows them before the room is there.

    `commands_changed` says that `has_text` is no longer what it was.
    """

    commands_changed = Signal()
    widget: RoomWidget

    def __init__(
        self, project: Project, actor: int, host: Host, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.project, self.actor, self.host = project, actor, host

    @property
    def strip(self) -> KeyStrip:
        return self.widget.strip

    def commands(self) -> Commands:
        raise NotImplementedError

    def has_text(self) -> bool:
        """Whether a text is in sight: what needs "text" makes sense then."""
        return False

    def may_write(self) -> bool:
        """Whether what is in sight may be changed, where the project may."""
        return True

    def people_to_look_at(self) -> "Sequence[PersonChoice]":
        """Whose labels can be shown, oneself first."""
        return ()

    # --- coming and going ----------------------------------------------------------------------

    def enter(self, target: Target | None = None) -> None:
        """The room comes into sight: bring up to date what it was told of by `note`.

        Of the targets a room shows those that it knows.
        """
        raise NotImplementedError

    def leave(self) -> None:
        """Another room comes into sight."""

    def place(self) -> Target | None:
        """What brings one back to where one is, in a room that is made anew."""
        return None

    def back(self) -> bool:
        """Go to where one was before, in the room; False where there is no such place."""
        return False

    def panes(self) -> Sequence[QWidget]:
        return self.widget.panes()

    def focus_pane(self, pane: QWidget) -> None:
        pane.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close(self) -> None:
        """Stop what runs and what was put off: the project is about to be closed."""

    # --- following -----------------------------------------------------------------------------

    def refresh(self, change: Change) -> None:
        """Show what a commit changed; the room is in sight."""
        raise NotImplementedError

    def note(self, change: Change) -> None:
        """Remember, at no cost, what a commit changed; the room is out of sight."""
        raise NotImplementedError

    def reveal(self, change: Change) -> None:
        """Go to what an undo or a redo has just changed."""

    # --- how it looks --------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        spread_theme(self.widget, theme)

    def set_preferences(self, preferences: Preferences) -> None:
        """Take what this person likes, as far as the room has it: sizes, motion, hidden names."""

    def arrange(self, arrangement: Arrangement) -> None:
        self.widget.arrange(arrangement)

    def show_error(self, sentence: str, *, unsaved: bool = False) -> None:  # noqa: ARG002
        """One line under the head; with `unsaved` it may be over once something can be saved."""
        self.widget.show_error(sentence)

    def show_saved(self) -> None:
        """What was not saved is over."""

    def show_busy(self, text: str, done: int, total: int) -> None:  # noqa: ARG002
        """Say what runs, "" when nothing does; `total` is 0 while it is not known."""
        self.strip.show_busy(text)


def offer_keys(widget: QWidget, host: Host) -> None:
    """The `?` that stands in the strip, for a room that reads no letters itself; what is typed into
    a field stays there.
    """
    in_room = Qt.ShortcutContext.WidgetWithChildrenShortcut
    # Whether Shift belongs to the sign is up to the layout of the keyboard; one press may be both.
    for keys in ("?", "Shift+?"):
        shortcut = QShortcut(QKeySequence(keys), widget, context=in_room)
        shortcut.activated.connect(lambda: host.run("keys"))
        shortcut.activatedAmbiguously.connect(lambda: host.run("keys"))


class FirstPaint(QObject):
    """Calls `act` once, as soon as `widget` has been painted and is on the screen."""

    def __init__(self, widget: QWidget, act: Callable[[], None]) -> None:
        super().__init__(widget)
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(act)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            watched.removeEventFilter(self)
            self._timer.start()
        return False
