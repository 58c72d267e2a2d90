"""What keys and buttons of the room ask for, by name."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from pullquote.ui.adjudicate.controller import AdjudicateController

_WHILE_EDITING = {"keep", "leave", "why", "keys"}
_ANYWHERE = {"next", "before", "keys"}


class Commands(QObject):
    """The names are those of the keys; "take:N" has the place of a version."""

    def __init__(self, controller: "AdjudicateController") -> None:
        super().__init__(controller)
        self._at = controller
        going, deciding = controller.going, controller.deciding
        self._table: dict[str, Callable[[], None]] = {
            "all": deciding.take_all,
            "neither": deciding.take_none,
            "reopen": deciding.reopen,
            "edit": self._edit,
            "keep": self._keep_edit,
            "leave": controller.editing.leave,
            "why": self._why,
            "next": lambda: going.step(1),
            "before": lambda: going.step(-1),
            "keys": controller.strip.help_clicked.emit,
            "agreed": controller.take_agreed,
            "compare": controller.compare,
            "export": controller.export_wanted.emit,
            "plan": controller.plan_wanted.emit,
            "settled": self._list_settled,
        }

    def run(self, name: str) -> bool:
        """Run the command of a key; False for one that does not apply here."""
        what, _, value = name.partition(":")
        if self._at.keys.is_editing and what not in _WHILE_EDITING:
            self._at.editing.run(name)
            return True
        if self._at.showing.item is None and what not in _ANYWHERE:
            return False
        if what == "take":
            self._take(int(value) if value else None)
        else:
            self._table[what]()
        return True

    def press(self, what: str, place: int) -> None:
        """A button of the bar, or of the page without a text; the keyboard goes to the text."""
        if what == "take":
            self._at.deciding.take(place)
        else:
            self._table[what]()
        if self._at.room.page.is_text():
            self._at.room.focus_text()

    def _take(self, place: int | None) -> None:
        """With Enter, the version that stands out; a settled place is left as it is then."""
        item = self._at.showing.item
        if place is not None:
            self._at.deciding.take(place)
        elif item is not None and item.state != "settled":
            self._at.deciding.take_current()

    def _edit(self) -> None:
        if self._at.deciding.may_write():
            self._at.editing.begin()

    def _keep_edit(self) -> None:
        item = self._at.editing.item_now()
        if item is not None:
            self._at.deciding.keep_edit(item)

    def _why(self) -> None:
        """The note of the decision; while a label is edited, its own."""
        self._at.room.show_panel()
        if self._at.keys.is_editing:
            self._at.room.labels.edit_note()
        else:
            self._at.room.question.focus_note()

    def _list_settled(self) -> None:
        self._at.room.items.which.set_value("settled")
        self._at.list_which()
