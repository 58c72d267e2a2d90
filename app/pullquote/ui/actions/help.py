"""The manual, opened at what is in sight."""

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from pullquote.errors import PullquoteError
from pullquote.ui.dialogs.help import HelpDialog
from pullquote.ui.services.host import Host
from pullquote.ui.services.manual import DIALOG_PAGES, ROOM_PAGES, read_pages


class LinkNotOpened(PullquoteError):
    template = "No program here opens {address}; copy the address into a browser."


class HelpActions(QObject):
    def __init__(self, host: Host, parent: QObject) -> None:
        super().__init__(parent)
        self._host = host

    def help(self, room: str) -> None:
        """Open the page of the dialog in sight, else that of the room, "" for none."""
        asking = QApplication.activeModalWidget()
        if isinstance(asking, HelpDialog):
            return
        dialog = HelpDialog(read_pages(), self._host.dialog_parent)
        dialog.show_page(DIALOG_PAGES.get(type(asking).__name__, "") or ROOM_PAGES.get(room, ""))
        dialog.link_wanted.connect(self._open)
        dialog.keys_wanted.connect(lambda: self._host.run("keys"))
        dialog.ask()

    def _open(self, address: str) -> None:
        if not QDesktopServices.openUrl(QUrl(address)):
            self._host.show_error(LinkNotOpened(address=address))
