"""A room that lists what a thread reads of the project, and what one of the listed is: how it is
entered, follows the project, and says what it reads or that there is nothing.
"""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent
from PySide6.QtWidgets import QFrame, QStackedLayout, QWidget

from pullquote.store import Change, Project
from pullquote.ui.services.errors import error_message
from pullquote.ui.services.host import Host, Target
from pullquote.ui.services.key_map import sequences
from pullquote.ui.services.room import Room, RoomWidget, offer_keys
from pullquote.ui.services.tasks import Tasks, Work
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed
from pullquote.ui.widgets import BusyLine, Label, Menu, MessageLine, SearchBox
from pullquote.ui.widgets.empty_state import EmptyState
from pullquote.ui.widgets.key_strip import KeyStrip
from pullquote.ui.widgets.words import tr

# A burst of labels is read once; a key that is held down passes the rows by.
_REST_MS, _CHOSEN_MS = 300, 60


class ListRoomWidget(Themed, RoomWidget):
    """`acted` has the action of a key; `stopped` comes when what the room does is to stop, which is
    said by `is_busy`. Ctrl+F does the action `FIND`, Esc `LET_GO`.
    """

    FIND: ClassVar[str]
    LET_GO: ClassVar[str]
    acted = Signal(str)
    stopped = Signal()
    is_busy = False

    def __init__(self, theme: Theme, search: str) -> None:
        super().__init__()
        self._theme = theme
        self.strip = KeyStrip()
        self.error = MessageLine("error")
        self.busy = BusyLine(divider=False)
        self.sentence = Label("", "second", wrap=True)
        self.search = SearchBox(search, "Ctrl+F")
        self.notice = EmptyState()
        self.pages = QFrame()
        self._pages = QStackedLayout(self.pages)
        self._waits = False
        self.error.hide()
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for left in (self.search.left, self.search.left_down, self.search.entered):
            left.connect(self.focus_list)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def list_in_sight(self) -> QWidget | None:
        """What the keyboard goes to; None while the notice stands in its place."""
        raise NotImplementedError

    def waits_at(self) -> QWidget:
        """Where the keyboard waits until something is listed."""
        return self.search

    def show_notice(self, heading: str, sentence: str = "", action: str = "") -> None:
        """In place of the list."""
        self.notice.show_notice(heading, sentence, action)
        self.turn_to(self.notice)

    def has_notice(self) -> bool:
        return self._pages.currentWidget() is self.notice

    def show_error(self, sentence: str) -> None:
        self.error.show_message("error", sentence)
        self.error.setVisible(bool(sentence))

    def show_busy(self, title: str, done: int, total: int) -> None:
        self.is_busy = True
        self.busy.show_progress(done, total)
        self.strip.show_busy(f"{title}.")

    def show_rest(self) -> None:
        """Nothing runs any more."""
        self.is_busy = False
        self.busy.stop()
        self.strip.show_busy("")

    def focus_list(self) -> None:
        """The keyboard goes to the list, as soon as there is something in it."""
        target = self.list_in_sight()
        if target is None and self.has_notice() and self.notice.has_action():
            target = self.notice
        self._waits = target is None
        (target or self.waits_at()).setFocus(Qt.FocusReason.OtherFocusReason)

    def arrive(self) -> None:
        """There is something in the list: whoever waited for it has the keyboard there."""
        if self._waits and self.waits_at().isAncestorOf(self.focusWidget() or self):
            self.focus_list()
        self._waits = False

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            # Before the window's own Ctrl+F, which finds in a text. While nothing runs here, the
            # window stops what runs elsewhere.
            event.setAccepted(any(keys in self._own_keys() for keys in sequences(event)))
            return event.isAccepted()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = self._own_keys().intersection(sequences(event))
        if "Shift+Esc" in pressed:
            self.stopped.emit()
        elif pressed:
            self.acted.emit(self.FIND)
        elif event.key() == Qt.Key.Key_Escape:
            self.acted.emit(self.LET_GO)
        else:
            super().keyPressEvent(event)

    def turn_to(self, page: QWidget) -> None:
        before, focused = self._pages.currentWidget(), self.focusWidget()
        here = focused is not None and before is not None and before.isAncestorOf(focused)
        self._pages.setCurrentWidget(page)
        if here and before is not page:
            self.focus_list()

    def _add_pages(self, *pages: QWidget) -> None:
        for page in (*pages, self.notice):
            self._pages.addWidget(page)

    def _own_keys(self) -> set[str]:
        return {"Ctrl+F", "Shift+Esc"} if self.is_busy else {"Ctrl+F"}


class ReadWords(NamedTuple):
    """What a room says while it reads for the first time, where that failed, and on the button that
    tries once more.
    """

    reading: str
    failed: str
    again: str


class MenuEntry(NamedTuple):
    """`writes` is of what a project that can only be read does not allow."""

    words: str
    action: str
    writes: bool = True


class ListRoom(Room):
    widget: ListRoomWidget

    def __init__(
        self,
        project: Project,
        actor: int,
        widget: ListRoomWidget,
        host: Host,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(project, actor, host, parent)
        self.widget = widget
        offer_keys(widget, host)
        self._tasks = Tasks(self)
        self._stale = True
        self._order = ""
        self._later = QTimer(self, singleShot=True, interval=_REST_MS)
        self._later.timeout.connect(self._catch_up)
        self._chosen_later = QTimer(self, singleShot=True, interval=_CHOSEN_MS)
        self._chosen_later.timeout.connect(self._read_chosen)
        widget.acted.connect(lambda action: self.commands()[action]())
        widget.search.searched.connect(lambda _words: self._list())
        widget.notice.acted.connect(self._act_on_notice)
        for stop in (widget.strip.stop_clicked, widget.stopped):
            stop.connect(self._tasks.stop)
        self._tasks.progressed.connect(self._show_progress)
        self._tasks.ended.connect(self._rest)

    def enter(self, _target: Target | None = None) -> None:
        self._catch_up()
        before = self.widget.focusWidget()
        if self._has_read() and before is not None and before.isVisible():
            before.setFocus()
        else:
            self.widget.focus_list()

    def refresh(self, change: Change) -> None:
        self.note(change)
        if self._is_behind() and not self._later.isActive():
            self._later.start()

    def close(self) -> None:
        self._later.stop()
        self._chosen_later.stop()
        self._tasks.finish()

    # --- what each room is -----------------------------------------------------------------------

    def _read_words(self) -> ReadWords:
        raise NotImplementedError

    def _has_read(self) -> bool:
        """Whether there is anything to list, be it old."""
        raise NotImplementedError

    def _load(self) -> None:
        """Read all that is listed, by `_read`."""
        raise NotImplementedError

    def _list(self) -> None:
        """List what is wanted of what was read."""
        raise NotImplementedError

    def _read_chosen(self) -> None:
        """Show what stands beside the list."""
        raise NotImplementedError

    def _sort(self, order: str) -> None:
        raise NotImplementedError

    def _act_on_notice(self) -> None:
        """The button of the notice was pressed."""
        raise NotImplementedError

    def _is_behind(self) -> bool:
        """Whether what is shown is older than the project."""
        return self._stale

    def _catch_up(self) -> None:
        """Read what has changed since it was read."""
        if self._is_behind():
            self._load()

    # --- what they share -------------------------------------------------------------------------

    def _read(self, key: str, title: str, work: Work, take: Callable[[Any], None]) -> None:
        self._stale = False
        if not self._has_read():
            self.widget.show_notice(self._read_words().reading)
        self._tasks.run(key, title, work, take, self._not_read)

    def _not_read(self, error: Exception) -> None:
        self._stale = True
        if self._has_read():
            self._fail(error)
            return
        words = self._read_words()
        said = "" if type(error).__name__ == "Stopped" else error_message(error)
        self.widget.show_notice(words.failed, said, words.again)

    def _fail(self, error: Exception) -> None:
        if type(error).__name__ == "Stopped":
            self.host.say(tr("Stopped. What is shown is from before."))
        else:
            self.host.show_error(error)

    def _find(self) -> None:
        self.widget.search.setFocus()
        self.widget.search.editor.selectAll()

    def _make_menu(self, entries: Iterable[MenuEntry], orders: dict[str, str]) -> Menu:
        """What can be done with the chosen row, and the orders of the list by name."""
        menu = Menu(parent=self.widget)
        menu.aboutToHide.connect(menu.deleteLater)
        for one in entries:
            entry = menu.addAction(one.words)
            entry.setEnabled(not one.writes or not self.project.read_only)
            entry.triggered.connect(lambda _on=False, a=one.action: self.commands()[a]())
        menu.addSeparator()
        sort = Menu(tr("Sort by"), menu)
        menu.addMenu(sort)
        group = QActionGroup(sort)
        for order, name in orders.items():
            entry = sort.addAction(name)
            entry.setCheckable(True)
            group.addAction(entry)
            entry.setChecked(order == self._order)
            entry.triggered.connect(lambda _on=False, o=order: self._sort(o))
        return menu

    def _show_progress(self, _key: str, title: str, done: int, total: int) -> None:
        if title:
            self.widget.show_busy(title, done, total)

    def _rest(self, _key: str) -> None:
        if not self._tasks.busy():
            self.widget.show_rest()
