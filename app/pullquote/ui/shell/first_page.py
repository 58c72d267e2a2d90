"""The first page: the projects of this person, and who that is."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from pullquote.ui.pages.recent_projects import RecentProject
from pullquote.ui.pages.welcome import WelcomePage
from pullquote.ui.services.host import Host
from pullquote.ui.services.preferences import Preferences, system_user_name
from pullquote.ui.theme.palette import Theme


class FirstPage(QObject):
    """Fills the page, and hands on what is chosen there; `named` is who works here."""

    named = Signal(str)

    def __init__(self, host: Host, preferences: Preferences, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.page = page = WelcomePage(theme)
        self._preferences = preferences
        page.sample_clicked.connect(lambda: host.run("sample"))
        page.new_clicked.connect(lambda: host.run("new"))
        page.open_clicked.connect(lambda: host.run("open"))
        page.import_clicked.connect(lambda: host.run("import"))
        page.keys_clicked.connect(lambda: host.run("keys"))
        page.recent_chosen.connect(lambda path: host.take_files([path]))
        page.recent_forgotten.connect(self._forget)
        page.named.connect(self.named)
        page.dropped.connect(host.take_files)

    def list_recent(self) -> None:
        name = self._preferences.name
        self.page.show_name(name or system_user_name(), proposed=not name)
        self.page.show_recent([recent_project(path) for path in self._preferences.recent()])
        self.page.focus_first()

    def _forget(self, path: str) -> None:
        self._preferences.forget(Path(path))
        self.list_recent()


def recent_project(path: Path) -> RecentProject:
    """A row of the first page: where the project is and when it was changed, or that it is gone."""
    try:
        at = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except OSError:
        return RecentProject(str(path), path.stem, "not found, is the disk plugged in?", "missing")
    return RecentProject(str(path), path.stem, f"{at:%d %b %Y %H:%M}")
