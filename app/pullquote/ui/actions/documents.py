"""What is done to documents: their states, out of the corpus and back, removal, properties."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from pullquote.calendar.expressions import parse_typed
from pullquote.errors import PullquoteError
from pullquote.labelling import edits, label_dates
from pullquote.model.values import Published, StateValue
from pullquote.store import Project
from pullquote.text.segments import word_count
from pullquote.ui.dialogs.prompt import exclude_prompt, skip_prompt
from pullquote.ui.dialogs.properties import PropertiesDialog
from pullquote.ui.dialogs.published import PublishedDialog
from pullquote.ui.services.host import Host
from pullquote.ui.widgets import counted

# So many documents are changed before anybody notices.
AT_ONCE = 5
_STATES: dict[str, StateValue | None] = {"done": "done", "not_started": None}


class DocumentActions(QObject):
    """Asks what there is to ask, and does it; many documents are changed in a thread."""

    def __init__(self, host: Host, project: Project, actor: int, parent: QObject) -> None:
        super().__init__(parent)
        self._host, self._project, self._actor = host, project, actor

    def act(self, what: str, documents: Sequence[int]) -> None:
        """`what` is properties, published, exclude, include, skip, done, not_started or remove."""
        if not documents:
            return
        if what in _STATES:
            self._set_state(documents, _STATES[what])
            return
        {
            "properties": lambda: self._show_properties(documents[0]),
            "published": lambda: self._ask_for_day(documents),
            "exclude": lambda: self._ask_to_exclude(documents),
            "include": lambda: self._exclude(documents, None),
            "skip": lambda: self._ask_to_skip(documents),
            "remove": lambda: self._remove(documents),
        }[what]()

    def _ask_to_exclude(self, documents: Sequence[int]) -> None:
        prompt = exclude_prompt(len(documents), self._host.dialog_parent)
        prompt.given.connect(lambda reason: self._exclude(documents, reason))
        prompt.ask()

    def _ask_to_skip(self, documents: Sequence[int]) -> None:
        prompt = skip_prompt(self._host.dialog_parent)
        prompt.given.connect(lambda reason: self._set_state(documents, "skipped", reason))
        prompt.ask()

    def _set_state(
        self, documents: Sequence[int], value: StateValue | None, reason: str | None = None
    ) -> None:
        def change() -> None:
            edits.set_document_states(self._project, self._actor, documents, value, reason)

        self._do(documents, change)

    def _exclude(self, documents: Sequence[int], reason: str | None) -> None:
        name = "Left out of the corpus" if reason else "Taken back into the corpus"

        def change() -> None:
            with self._project.operation(name, self._actor) as writer:
                for document in documents:
                    writer.change_document(document, excluded=reason)

        self._do(documents, change)

    def _remove(self, documents: Sequence[int]) -> None:
        count = len(documents)
        name = "Document removed" if count == 1 else f"{count} documents removed"

        def change() -> None:
            with self._project.operation(name, self._actor) as writer:
                for document in documents:
                    writer.remove_document(document)

        one, many = self.tr("Document removed."), self.tr("{} documents removed.")
        self._do(documents, change, counted(count, one, many))

    def _ask_for_day(self, documents: Sequence[int]) -> None:
        """With a preview of what hangs on it."""

        def look() -> list[label_dates.CountedDates]:
            return [label_dates.counted_dates(self._project, one) for one in documents]

        def ask(dates: list[label_dates.CountedDates]) -> None:
            first = next((one.day for one in dates if one.day), None)
            dialog = PublishedDialog(
                dates, lambda typed: parse_typed(typed, first), self._host.dialog_parent
            )
            dialog.given.connect(lambda published: self._set_day(documents, published))
            dialog.ask()

        if len(documents) <= AT_ONCE:
            ask(look())
            return
        title = self.tr("Looking at the dates")
        self._host.work("documents", title, lambda _progress, _stop: look(), ask)

    def _set_day(self, documents: Sequence[int], published: Published) -> None:
        def change() -> None:
            label_dates.set_published_of_many(self._project, self._actor, documents, published)

        self._do(documents, change, self.tr("Day of publication set."))

    def _do(self, documents: Sequence[int], change: Callable[[], None], said: str = "") -> None:
        """Few at once, many in a thread; then say so, with the way back."""

        def done(_answer: object = None) -> None:
            if said:
                self._host.say(said, undo=True)

        if len(documents) > AT_ONCE:
            title = self.tr("Changing documents")
            self._host.work("documents", title, lambda _progress, _stop: change(), done)
            return
        try:
            change()
        except PullquoteError as error:
            self._host.show_error(error)
        else:
            done()

    def _show_properties(self, number: int) -> None:
        document = self._project.document(number)
        dialog = PropertiesDialog(
            lambda typed: parse_typed(typed, document.published.value), self._host.dialog_parent
        )
        count = word_count(self._project.text(number))
        dialog.show_document(document, count, read_only=self._project.read_only)
        dialog.changed.connect(lambda changes: self._keep(number, changes))
        dialog.ask()

    def _keep(self, number: int, changes: dict[str, object]) -> None:
        try:
            published = changes.pop("published", None)
            if isinstance(published, Published):
                label_dates.set_published(self._project, self._actor, number, published)
            if changes:
                with self._project.operation("Document changed", self._actor) as writer:
                    writer.change_document(number, **changes)  # type: ignore[arg-type]
        except PullquoteError as error:
            self._host.show_error(error)
