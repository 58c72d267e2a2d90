"""How the program looks, for this person: theme, text size, settings, the key sheet."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from pullquote import __version__
from pullquote.ui.actions.table import key_sheet_groups
from pullquote.ui.shell.projects import SCHEMA
from pullquote.ui.theme.palette import Theme

if TYPE_CHECKING:
    from pullquote.ui.main_window import MainWindow

ZOOM_STEP = 10
MADE_OF = (
    ("Qt for Python", "PySide6-Essentials", "LGPL-3.0"),
    ("Peewee", "peewee", "MIT"),
    ("RapidFuzz", "rapidfuzz", "MIT"),
    ("NumPy", "numpy", "BSD-3-Clause"),
    ("trafilatura", "trafilatura", "Apache-2.0"),
)


class PreferenceActions(QObject):
    """What is chosen is kept in the person's preferences."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def zoom_by(self, steps: int) -> None:
        self.zoom(self._window.room.page.reader.zoom() + steps * ZOOM_STEP)

    def settings(self) -> None:
        from pullquote.ui.dialogs.settings import SettingsDialog

        preferences = self._window.preferences
        dialog = SettingsDialog(self._window)
        dialog.show_settings(
            name=preferences.name or self._window.projects.name(),
            theme=preferences.theme,
            zoom=self._window.room.page.reader.zoom(),
            motion=preferences.motion,
        )
        dialog.changed.connect(self._set)
        dialog.ask()

    def _set(self, name: str, value: object) -> None:
        if name == "name":
            self._window.projects.set_name(str(value))
        elif name == "theme":
            self.theme(str(value))
        elif name == "zoom" and isinstance(value, int):
            self.zoom(value)
        elif name == "motion":
            self._window.preferences.motion = bool(value)
            self._window.room.set_motion(bool(value))
            if self._window.rooms.settling is not None:
                self._window.rooms.settling.set_motion(bool(value))

    def theme(self, name: str) -> None:
        from pullquote.ui.application import chosen_theme

        self._window.preferences.theme = name
        theme = Theme.load(chosen_theme(self._window.preferences))
        project = self._window.projects.project
        self._window.set_theme(theme.with_layers(project.schema.layers) if project else theme)

    def zoom(self, percent: int) -> None:
        reader = self._window.room.page.reader
        reader.set_zoom(percent)
        self._window.preferences.zoom = reader.zoom()
        if self._window.rooms.settling is not None:
            self._window.rooms.settling.set_text_size(reader.zoom())

    def keys(self) -> None:
        from pullquote.model.schema_file import parse_schema
        from pullquote.ui.dialogs.key_sheet import KeySheet

        project = self._window.projects.project
        schema = project.schema if project else parse_schema(SCHEMA.read_text(encoding="utf-8"))
        KeySheet(self._window.theme, key_sheet_groups(schema), schema.layers, self._window).ask()

    def about(self) -> None:
        from pullquote.ui.dialogs.about import AboutDialog

        parts = [(name, _version(package), licence) for name, package, licence in MADE_OF]
        AboutDialog(__version__, [p for p in parts if p[1]], self._window).ask()


def _version(package: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
