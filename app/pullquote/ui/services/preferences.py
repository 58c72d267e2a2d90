"""What this person likes on this machine: name, theme, sizes, recent projects."""

import getpass
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QPalette

from pullquote.ui.theme.palette import Theme, ThemeName

RECENT = 10
STOPS = 50


class Preferences:
    """A typed view of QSettings; nothing of a project's content is ever kept here."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @property
    def name(self) -> str:
        """The annotator's name, "" before it was asked for."""
        return str(self._settings.value("name", ""))

    @name.setter
    def name(self, name: str) -> None:
        self._settings.setValue("name", name.strip())

    @property
    def theme(self) -> str:
        """light, dark or system."""
        return str(self._settings.value("theme", "system"))

    @theme.setter
    def theme(self, theme: str) -> None:
        self._settings.setValue("theme", theme)

    @property
    def zoom(self) -> int:
        return int(str(self._settings.value("zoom", 100)))

    @zoom.setter
    def zoom(self, percent: int) -> None:
        self._settings.setValue("zoom", percent)

    @property
    def motion(self) -> bool:
        return str(self._settings.value("motion", "true")) == "true"

    @motion.setter
    def motion(self, motion: bool) -> None:
        self._settings.setValue("motion", "true" if motion else "false")

    @property
    def names_hidden(self) -> bool:
        """Whether labels are settled without the names of those who set them."""
        return str(self._settings.value("names_hidden", "false")) == "true"

    @names_hidden.setter
    def names_hidden(self, hidden: bool) -> None:
        self._settings.setValue("names_hidden", "true" if hidden else "false")

    @property
    def suggests(self) -> frozenset[str]:
        """What is suggested besides quotations and dates: "indirect" and "claims"."""
        return frozenset(str(self._settings.value("suggests", "")).split())

    @suggests.setter
    def suggests(self, more: frozenset[str]) -> None:
        self._settings.setValue("suggests", " ".join(sorted(more)))

    @property
    def learns_since(self) -> str:
        """From when on what is done teaches the suggestions, as states say it; "" for all."""
        return str(self._settings.value("learns_since", ""))

    @learns_since.setter
    def learns_since(self, instant: str) -> None:
        self._settings.setValue("learns_since", instant)

    @property
    def list_width(self) -> int:
        return int(str(self._settings.value("list_width", 288)))

    @list_width.setter
    def list_width(self, width: int) -> None:
        self._settings.setValue("list_width", width)

    @property
    def geometry(self) -> QByteArray:
        value = self._settings.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._settings.setValue("geometry", geometry)

    def stopped(self, whose: str) -> tuple[str, int] | None:
        """Where somebody stopped in a project: a document's uid and the caret in it.

        `whose` are both their uids.
        """
        places = self._stopped()
        return places.get(whose)

    def remember_stop(self, whose: str, document: str, caret: int) -> None:
        """Keep it for when the project is opened again, of so many projects as were open last."""
        others = {k: v for k, v in self._stopped().items() if k != whose}
        kept = [(whose, (document, caret)), *others.items()][:STOPS]
        self._settings.setValue("stopped", [f"{k} {d} {c}" for k, (d, c) in kept])

    def _stopped(self) -> dict[str, tuple[str, int]]:
        value = self._settings.value("stopped", [])
        lines = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        parts = (str(line).split(" ") for line in lines)
        return {p[0]: (p[1], int(p[2])) for p in parts if len(p) == 3 and p[2].isdigit()}

    def recent(self) -> list[Path]:
        value = self._settings.value("recent", [])
        # One entry comes back as a string, not as a list.
        paths = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return [Path(str(p)) for p in paths if p]

    def remember(self, path: Path) -> None:
        """Put `path` first among the recent projects."""
        path = path.resolve()
        others = [p for p in self.recent() if p.resolve() != path]
        self._write_recent([path, *others])

    def forget(self, path: Path) -> None:
        self._write_recent([p for p in self.recent() if p != path])

    def _write_recent(self, paths: Sequence[Path]) -> None:
        self._settings.setValue("recent", [str(p) for p in paths[:RECENT]])


def system_user_name() -> str:
    """The name proposed to somebody who has not said theirs."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def wanted_theme(preferences: Preferences) -> Theme:
    """The theme that was set, or the system's; in its own colours where it wishes for contrast."""
    theme = Theme.load(chosen_theme(preferences))
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() != Qt.ContrastPreference.HighContrast:
        return theme
    # Without a palette of ours the program has the system's.
    ours = QGuiApplication.palette()
    QGuiApplication.setPalette(QPalette())
    theme = theme.in_high_contrast(QGuiApplication.palette())
    QGuiApplication.setPalette(ours)
    return theme


def chosen_theme(preferences: Preferences) -> ThemeName:
    """The theme that was set, or the system's."""
    if preferences.theme in ("light", "dark"):
        return "dark" if preferences.theme == "dark" else "light"
    scheme = QGuiApplication.styleHints().colorScheme()
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"
