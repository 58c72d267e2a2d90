"""How the program looks, for this person: theme, text size, settings, the key sheet."""

from PySide6.QtCore import QObject, Signal

from pullquote import __version__
from pullquote.assets import DEFAULT_SCHEMA
from pullquote.model.schema import Schema
from pullquote.store.journal.operations import now
from pullquote.ui.actions.table import key_sheet_groups
from pullquote.ui.reader.layout.metrics import LEAST_ZOOM, MOST_ZOOM
from pullquote.ui.services.host import Host
from pullquote.ui.services.preferences import Preferences, wanted_theme

ZOOM_STEP = 10
MADE_OF = (
    ("Qt for Python", "PySide6-Essentials", "LGPL-3.0"),
    ("Peewee", "peewee", "MIT"),
    ("RapidFuzz", "rapidfuzz", "MIT"),
    ("NumPy", "numpy", "BSD-3-Clause"),
    ("trafilatura", "trafilatura", "Apache-2.0"),
)


class PreferenceActions(QObject):
    """What is chosen is kept in the person's preferences.

    `changed` says that sizes, motion, or from when on suggestions learn are others.
    """

    theme_chosen = Signal()
    name_given = Signal(str)
    changed = Signal()

    def __init__(self, host: Host, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._host, self._preferences = host, preferences

    def zoom_by(self, steps: int) -> None:
        self.zoom(self._preferences.zoom + steps * ZOOM_STEP)

    def zoom(self, percent: int) -> None:
        self._preferences.zoom = min(max(percent, LEAST_ZOOM), MOST_ZOOM)
        self.changed.emit()

    def theme(self, name: str) -> None:
        """light, dark, or as the system."""
        self._preferences.theme = name
        self.theme_chosen.emit()

    def settings(self, name: str) -> None:
        """`name` is who works here now, where nothing was given yet."""
        from pullquote.ui.dialogs.settings import SettingsDialog

        preferences = self._preferences
        dialog = SettingsDialog(self._host.dialog_parent)
        dialog.show_settings(
            name=preferences.name or name,
            theme=preferences.theme,
            zoom=preferences.zoom,
            motion=preferences.motion,
        )
        dialog.changed.connect(self._set)
        dialog.forget_wanted.connect(self._forget)
        dialog.ask()

    def keys(self, schema: Schema | None) -> None:
        """The key sheet of a project; without one, of the schema that a new project has."""
        from pullquote.model.schema_file import parse_schema
        from pullquote.ui.dialogs.key_sheet import KeySheet

        shown = schema or parse_schema(DEFAULT_SCHEMA.read_text(encoding="utf-8"))
        theme, parent = wanted_theme(self._preferences), self._host.dialog_parent
        theme = theme.with_layers(shown.layers)
        KeySheet(theme, key_sheet_groups(shown), shown.layers, parent).ask()

    def about(self) -> None:
        from pullquote.ui.dialogs.about import AboutDialog

        parts = [(name, _version(package), licence) for name, package, licence in MADE_OF]
        AboutDialog(__version__, [p for p in parts if p[1]], self._host.dialog_parent).ask()

    def _forget(self) -> None:
        self._preferences.learns_since = now()
        self.changed.emit()

    def _set(self, name: str, value: object) -> None:
        if name == "name":
            self.name_given.emit(str(value))
        elif name == "theme":
            self.theme(str(value))
        elif name == "zoom" and isinstance(value, int):
            self.zoom(value)
        elif name == "motion":
            self._preferences.motion = bool(value)
            self.changed.emit()


def _version(package: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
