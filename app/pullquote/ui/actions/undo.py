"""Undo and redo: one way for the keys, the strip, reports and the history."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from pullquote.errors import PullquoteError
from pullquote.store import Change, NothingToRedo, NothingToUndo, Project, UndoBlocked
from pullquote.store.values import VersionPreview
from pullquote.ui.services.errors import error_message
from pullquote.ui.services.host import Host
from pullquote.ui.widgets.words import counted, tr

# So many rows are put back within a frame of the screen.
AT_ONCE = 100

Step = Callable[[], Change]


class UndoActions(QObject):
    """Few rows are put back at once, many in a thread, and then it is said.

    `reveal` is called with the change that was made at once: whoever pressed the key still looks.
    """

    def __init__(
        self,
        host: Host,
        project: Project,
        actor: int,
        reveal: Callable[[Change], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._host, self._project, self._actor, self._reveal = host, project, actor, reveal
        self._busy = False
        # What is carried back where the same is asked for once more.
        self._blocked: int | None = None

    def undo(self) -> None:
        if self._blocked is not None and self._take_back(
            self._newest(self._project.undo_name(self._actor))
        ):
            return
        rows = self._project.undo_rows(self._actor)
        self._turn_back(lambda: self._project.undo(self._actor), rows)

    def redo(self) -> None:
        rows = self._project.redo_rows(self._actor)
        title, said = self.tr("Redoing"), self.tr("Redone: {}")
        self._turn_back(lambda: self._project.redo(self._actor), rows, title, said)

    def undo_operation(self, operation: int) -> None:
        """Take back any operation, whoever did it."""
        if self._take_back(operation):
            return
        rows = self._project.operation_rows(operation)
        self._turn_back(lambda: self._project.undo_operation(operation, self._actor), rows)

    def undo_newest(self, name: str) -> None:
        """Take back the newest operation of that name: a report's, whatever came after it."""

        def step() -> Change:
            named = (e for e in self._project.history() if e.name == name and e.kind == "do")
            found = next((entry for entry in named if not entry.undone), None)
            if found is None:
                raise NothingToUndo
            return self._project.undo_operation(found.operation, self._actor)

        self._in_thread(step, self.tr("Undoing"), self.tr("Undone: {}"))

    def go_back(self, version: int, name: str) -> None:
        """Show what going back to a version would change, counted in a thread; then do it there."""
        project, actor = self._project, self._actor

        def ask(preview: VersionPreview) -> None:
            from pullquote.ui.dialogs.go_back import GoBackDialog

            dialog = GoBackDialog(name, self._host.dialog_parent)
            dialog.show_preview(preview)
            dialog.main_clicked.connect(go)
            dialog.ask()

        def go() -> None:
            title, said = self.tr("Going back"), self.tr("Gone back to “{}”.").format(name)
            self._host.work(
                "turn_back",
                title,
                lambda _progress, _stop: project.go_back(version, actor),
                lambda _change: self._host.say(said, undo=True),
            )

        counting = self.tr("Counting what would change")
        self._host.work(
            "version", counting, lambda _progress, _stop: project.preview_version(version), ask
        )

    def _turn_back(self, step: Step, rows: int, title: str = "", said: str = "") -> None:
        title, said = title or self.tr("Undoing"), said or self.tr("Undone: {}")
        if rows > AT_ONCE:
            self._in_thread(step, title, said)
            return
        try:
            change = step()
        except PullquoteError as error:
            self._refuse(error)
            return
        self._reveal(change)
        self._host.say(said.format(self.tr(change.name)))

    def _in_thread(self, step: Step, title: str, said: str) -> None:
        """A second one waits for a second wish: which it would be is not known yet."""
        if self._busy:
            return
        self._busy = True

        def done(change: Change) -> None:
            self._busy = False
            self._host.say(said.format(self.tr(change.name)))

        def failed(error: Exception) -> None:
            self._busy = False
            self._refuse(error)

        self._host.work("turn_back", title, lambda _progress, _stop: step(), done, failed)

    def _refuse(self, error: Exception) -> None:
        """That there is nothing left is no fault."""
        self._blocked = None
        if isinstance(error, NothingToUndo | NothingToRedo):
            self._host.say(error_message(error), brief=True)
            return
        self._host.show_error(error)
        if isinstance(error, UndoBlocked) and error.values["done"] == "undone":
            self._offer_the_rest(self._newest(str(error.values["name"])))

    def _newest(self, name: str | None) -> int | None:
        """The newest operation of that name that stands."""
        found = (e for e in self._project.history() if e.name == name and e.kind == "do")
        return next((e.operation for e in found if not e.undone), None) if name else None

    def _offer_the_rest(self, operation: int | None) -> None:
        """Where labels were carried and some copies changed since, the others can be taken back."""
        # Needed where something is in the way.
        from pullquote.workflow.carry import untouched_labels

        if operation is None:
            return
        project = self._project

        def offer(labels: list[int]) -> None:
            if labels:
                self._blocked = operation
                one = tr("Once more takes back the 1 carried label in documents without changes.")
                many = tr(
                    "Once more takes back the {} carried labels in documents without changes."
                )
                self._host.say(counted(len(labels), one, many))

        self._host.work(
            "rest", "", lambda _progress, _stop: untouched_labels(project, operation), offer
        )

    def _take_back(self, operation: int | None) -> bool:
        """Whether what can be taken back of an operation is, as it was offered."""
        if operation is None or operation != self._blocked:
            self._blocked = None
            return False
        from pullquote.workflow.carry import take_back_untouched

        self._blocked = None
        project, actor = self._project, self._actor

        def said(count: int) -> None:
            one, many = tr("1 label taken back."), tr("{} labels taken back.")
            self._host.say(counted(count, one, many))

        self._host.work(
            "turn_back",
            self.tr("Undoing"),
            lambda _progress, stop: take_back_untouched(project, actor, operation, stop=stop),
            said,
        )
        return True
