"""Undo and redo: one way for the keys, the strip, reports and the history."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from pullquote.errors import PullquoteError
from pullquote.store import Change, NothingToRedo, NothingToUndo, Project
from pullquote.store.values import VersionPreview
from pullquote.ui.services.errors import error_message
from pullquote.ui.services.host import Host

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

    def undo(self) -> None:
        rows = self._project.undo_rows(self._actor)
        self._turn_back(lambda: self._project.undo(self._actor), rows)

    def redo(self) -> None:
        rows = self._project.redo_rows(self._actor)
        title, said = self.tr("Redoing"), self.tr("Redone: {}")
        self._turn_back(lambda: self._project.redo(self._actor), rows, title, said)

    def undo_operation(self, operation: int) -> None:
        """Take back any operation, whoever did it."""
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
        if isinstance(error, NothingToUndo | NothingToRedo):
            self._host.say(error_message(error), brief=True)
        else:
            self._host.show_error(error)
