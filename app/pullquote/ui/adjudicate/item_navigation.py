"""Going about: what the list shows, which place is in sight, what the strip says."""

from PySide6.QtCore import QObject, Signal

from pullquote.store import Project
from pullquote.ui.actions import key_hints
from pullquote.ui.adjudicate import place_page
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
        widget: AdjudicateWidget,
        project: Project,
        items_reader: OpenItemsReader,
        presenter: AdjudicatePresenter,
        version_edit: VersionEdit,
    ) -> None:
        super().__init__(widget)
        self._widget, self._project = widget, project
        self._items_reader, self._presenter, self._version_edit = (
            items_reader,
            presenter,
            version_edit,
        )

    def show_item(self, item: ItemId | None) -> None:
        """Show a place; None where there is nothing to show."""
        if self._version_edit.session is not None:
            return
        if item is None or not self._presenter.show(self._items_reader.open_items, item):
            self._presenter.clear()
            self._show_state_page()
        self._widget.items.choose(self._presenter.id)
        self.say_state()
        self._keep_focus()

    def show_read(self) -> None:
        """The list was read anew."""
        pending = self._items_reader.pending()
        self.show_list()
        (pending or self.show_first)()

    def catch_up(self, *, show_new: bool = False) -> None:
        """Read a few documents again, and what is in sight.

        With `show_new`, as after undo, a place that is listed again is shown.
        """
        before = self._presenter.id
        listed = {row.item for row in self._items_reader.open_items.rows()}
        stale = self._items_reader.catch_up()
        if before is not None and before[0] in stale:
            self._presenter.forget()
        self.show_list()
        again = [r.item for r in self._items_reader.open_items.rows() if r.item not in listed]
        if show_new and again:
            self.show_item(again[0])
        elif self._presenter.case is None:
            self.show_first()
        else:
            self._widget.items.choose(self._presenter.id)

    def show_list(self) -> None:
        """The counts and the rows."""
        rows, counts = self._items_reader.open_items.rows(), self._items_reader.open_items.counts()
        self._widget.items.show_counts(counts, writable=not self._project.read_only)
        self._widget.items.show_rows(rows)
        only = self._items_reader.open_items.only
        one, many = self.tr("{} place from Agreement"), self.tr("{} places from Agreement")
        self._widget.items.show_only(counted(len(rows), one, many) if only is not None else "")

    def show_first(self) -> None:
        """The place in sight if it is still there, else the first of the list."""
        rows, now = self._items_reader.open_items.rows(), self._presenter.id
        listed = {row.item for row in rows}
        if (
            now is not None
            and (now in listed or not rows)
            and self._presenter.show(self._items_reader.open_items, now)
        ):
            self._widget.items.choose(now)
            self.say_state()
        else:
            self.show_item(rows[0].item if rows else None)

    def _show_state_page(self) -> None:
        page = self._widget.page
        page.state.show_state(
            place_page.state_shown(self._items_reader.open_items, read_only=self._project.read_only)
        )
        focused = self._widget.window().focusWidget()
        goes = focused is not None and not self._widget.items.isAncestorOf(focused)
        page.show_state()
        self._widget.show_side(text=False)
        if goes and self._widget.isVisible():
            page.state.focus_first()

    def _keep_focus(self) -> None:
        """What had the keyboard may be out of sight now."""
        focused = self._widget.window().focusWidget()
        if self._widget.isVisible() and (focused is None or not focused.isVisible()):
            self._widget.focus_text()

    def say_state(self) -> None:
        """What the keys do now."""
        if not self._widget.page.is_text():
            self._widget.page.strip.show_keys(key_hints.hints_for_state())
        elif self._version_edit.session is not None:
            self._widget.page.strip.show_keys(
                key_hints.hints_for_version_edit(self._project.schema)
            )
        else:
            item = self._presenter.item
            settled = item is not None and item.state == "settled"
            self._widget.page.strip.show_keys(key_hints.hints_for_item(settled=settled))

    def step(self, by: int) -> None:
        """Go to the next place, or the one before; nothing is decided."""
        rows, now = self._items_reader.open_items.rows(), self._presenter.id
        at = next((n for n, row in enumerate(rows) if row.item == now), None)
        if at is None:
            self.show_item(rows[0].item if rows else None)
        elif 0 <= at + by < len(rows):
            self.show_item(rows[at + by].item)
        else:
            last, first = self.tr("This is the last place."), self.tr("This is the first place.")
            self.said.emit(last if by > 0 else first, False)
