"""Going about: what the list shows, which place is in sight, what the strip says."""

from PySide6.QtCore import QObject, Signal

from pullquote.store import Project
from pullquote.ui.adjudicate import keys, place_page
from pullquote.ui.adjudicate.open_items import OpenItemsReader
from pullquote.ui.adjudicate.presenter import AdjudicatePresenter
from pullquote.ui.adjudicate.values import ItemId
from pullquote.ui.adjudicate.version_edit import VersionEdit
from pullquote.ui.adjudicate.widget import AdjudicateWidget
from pullquote.ui.widgets import counted


class ItemNavigation(QObject):
    """Keeps list, text and strip together; `said` is a sentence for the strip."""

    said = Signal(str, bool)

    def __init__(
        self,
        room: AdjudicateWidget,
        project: Project,
        listing: OpenItemsReader,
        showing: AdjudicatePresenter,
        editing: VersionEdit,
    ) -> None:
        super().__init__(room)
        self._room, self._project = room, project
        self._listing, self._showing, self._editing = listing, showing, editing

    def show_item(self, item: ItemId | None) -> None:
        """Show a place; None where there is nothing to show."""
        if self._editing.session is not None:
            return
        if item is None or not self._showing.show(self._listing.docket, item):
            self._showing.clear()
            self._show_state_page()
        self._room.items.choose(self._showing.id)
        self.say_state()
        self._keep_focus()

    def show_read(self) -> None:
        """The list was read anew."""
        pending = self._listing.pending()
        self.show_list()
        (pending or self.show_first)()

    def catch_up(self, *, show_new: bool = False) -> None:
        """Read a few documents again, and what is in sight.

        With `show_new`, as after undo, a place that is listed again is shown.
        """
        before = self._showing.id
        listed = {row.item for row in self._listing.docket.rows()}
        stale = self._listing.catch_up()
        if before is not None and before[0] in stale:
            self._showing.forget()
        self.show_list()
        again = [r.item for r in self._listing.docket.rows() if r.item not in listed]
        if show_new and again:
            self.show_item(again[0])
        elif self._showing.case is None:
            self.show_first()
        else:
            self._room.items.choose(self._showing.id)

    def show_list(self) -> None:
        """The counts and the rows."""
        rows, counts = self._listing.docket.rows(), self._listing.docket.counts()
        self._room.items.show_counts(counts, writable=not self._project.read_only)
        self._room.items.show_rows(rows)
        only = self._listing.docket.only
        one, many = self.tr("{} place from Agreement"), self.tr("{} places from Agreement")
        self._room.items.show_only(counted(len(rows), one, many) if only is not None else "")

    def show_first(self) -> None:
        """The place in sight if it is still there, else the first of the list."""
        rows, now = self._listing.docket.rows(), self._showing.id
        listed = {row.item for row in rows}
        if (
            now is not None
            and (now in listed or not rows)
            and self._showing.show(self._listing.docket, now)
        ):
            self._room.items.choose(now)
            self.say_state()
        else:
            self.show_item(rows[0].item if rows else None)

    def _show_state_page(self) -> None:
        page = self._room.page
        page.state.show_state(
            place_page.state_shown(self._listing.docket, read_only=self._project.read_only)
        )
        focused = self._room.window().focusWidget()
        goes = focused is not None and not self._room.items.isAncestorOf(focused)
        page.show_state()
        self._room.show_side(text=False)
        if goes and self._room.isVisible():
            page.state.focus_first()

    def _keep_focus(self) -> None:
        """What had the keyboard may be out of sight now."""
        focused = self._room.window().focusWidget()
        if self._room.isVisible() and (focused is None or not focused.isVisible()):
            self._room.focus_text()

    def say_state(self) -> None:
        """What the keys do now."""
        if not self._room.page.is_text():
            self._room.page.strip.show_keys(keys.state_hints())
        elif self._editing.session is not None:
            self._room.page.strip.show_keys(keys.edit_hints(self._project.schema))
        else:
            item = self._showing.item
            settled = item is not None and item.state == "settled"
            self._room.page.strip.show_keys(keys.hints(settled=settled))

    def step(self, by: int) -> None:
        """Go to the next place, or the one before; nothing is decided."""
        rows, now = self._listing.docket.rows(), self._showing.id
        at = next((n for n, row in enumerate(rows) if row.item == now), None)
        if at is None:
            self.show_item(rows[0].item if rows else None)
        elif 0 <= at + by < len(rows):
            self.show_item(rows[at + by].item)
        else:
            last, first = self.tr("This is the last place."), self.tr("This is the first place.")
            self.said.emit(last if by > 0 else first, False)
