"""What rooms and actions may ask of the window around them, which they do not know."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from pullquote.agreement.values import Disagreement

Work = Callable[[Callable[[int, int], None], Callable[[], bool]], Any]
"""Long work: gets `progress(done, total)` and `stop()`, and gives its answer."""


class TextPlace(NamedTuple):
    """A stretch of a document, in code points, half open."""

    document: int
    start: int
    end: int


class ListedDisagreements(NamedTuple):
    """What is to be settled, in the order it is listed in."""

    disagreements: "Sequence[Disagreement]"


class DocumentSearch:
    """The search box of the documents list."""


Target = TextPlace | ListedDisagreements | DocumentSearch
"""What is wanted of a room that is entered."""


class Host(Protocol):
    """The window, as its rooms and actions see it."""

    @property
    def dialog_parent(self) -> QWidget:
        """The widget that dialogs lie over."""

    def say(self, text: str, undo: bool = False, brief: bool = False) -> None:
        """Say for six seconds what was done, in the strip of the room in sight.

        `brief`: nothing was done and nothing needs to be; two seconds are enough.
        """

    def show_error(self, error: Exception) -> None:
        """Show an expected error in words; anything that is no PullquoteError is raised."""

    def run(self, action: str) -> None:
        """Run an action of the table, if it makes sense now."""

    def go(self, room: str, target: Target | None = None) -> None:
        """Enter a room, if it is offered, and show there what is wanted of it."""

    def work(
        self,
        key: str,
        title: str,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run long work in a thread, then `done` with its answer in this one.

        New work under a key overtakes the old. It is shown busy under `title`, unless that is "".
        An error is shown, where `failed` is not given.
        """

    def undo_operation(self, operation: int) -> None:
        """Take back an operation, whoever did it and whatever was done since."""

    def go_back(self, version: int, name: str) -> None:
        """Show what going back to a named version would change, and do it if that is wanted."""

    def undo_newest(self, name: str) -> None:
        """Take back the newest operation of that name that stands."""

    def take_files(self, paths: Sequence[str]) -> None:
        """Open a project, or import anything else, as if it was dropped on the window."""
