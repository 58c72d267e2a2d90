"""The manual, opened at what is in sight."""

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from pullquote.errors import PullquoteError
from pullquote.model.guidelines import guidelines_page
from pullquote.store import Project
from pullquote.ui.dialogs.help import HelpDialog
from pullquote.ui.services.host import Host
from pullquote.ui.services.manual import DIALOG_PAGES, ROOM_PAGES, help_page, read_pages
from pullquote.workflow.guidelines import explained_schema

OF_PROJECT = "of-project"
"""The id of the page that the guidelines are."""


class LinkNotOpened(PullquoteError):
    template = "No program here opens {address}; copy the address into a browser."


class HelpActions(QObject):
    def __init__(self, host: Host, parent: QObject) -> None:
        super().__init__(parent)
        self._host = host

    def help(self, room: str, project: Project | None) -> None:
        """Open the page of the dialog in sight, else that of the room, "" for none.

        The guidelines of the project, if it has any, are the first page.
        """
        asking = QApplication.activeModalWidget()
        if isinstance(asking, HelpDialog):
            return
        pages = read_pages()
        said = guidelines_page(explained_schema(project), self._title()) if project else ""
        own = [help_page(OF_PROJECT, said)] if said else []
        dialog = HelpDialog([*own, *pages], self._host.dialog_parent)
        dialog.show_page(DIALOG_PAGES.get(type(asking).__name__, "") or ROOM_PAGES.get(room, ""))
        dialog.link_wanted.connect(self._open)
        dialog.keys_wanted.connect(lambda: self._host.run("keys"))
        dialog.ask()

    def _title(self) -> str:
        return self.tr("Guidelines of this project")

    def _open(self, address: str) -> None:
        if not QDesktopServices.openUrl(QUrl(address)):
            self._host.show_error(LinkNotOpened(address=address))
