"""What this machine knows of plug-ins: for which projects somebody here switched them on, and what
is set for them. It stands in a file of its own and never in a project.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from filelock import FileLock

from pullquote.folders import settings_folder
from pullquote.plugins.installed import Plugin
from pullquote.plugins.process import PluginLimits

_FILE = "plugins.json"
_LEAST, _MOST = 1.0, 3600.0


class MachineSettings(NamedTuple):
    """Of one plug-in: for how many seconds it may think about a document, what else is set for it,
    and why it failed last, "" where it did not.
    """

    seconds: float = PluginLimits().seconds
    options: Mapping[str, str] = {}
    last_error: str = ""


class Machine:
    """Reads its file anew each time, as the window and the command line both write it.

    A file that is missing or damaged allows nothing.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._path = (folder or settings_folder()) / _FILE

    def allows(self, project_uid: str, plugin: Plugin) -> bool:
        """Whether somebody switched this plug-in, of this package, on for the project here."""
        allowed = _mapping(_mapping(self._read().get("allowed")).get(project_uid))
        return allowed.get(plugin.name) == plugin.package

    def allow(self, project_uid: str, name: str, package: str) -> None:
        """Let it run for the project; "" as its package lets it no more."""
        with self._changed() as kept:
            allowed = kept.setdefault("allowed", {}).setdefault(project_uid, {})
            allowed.pop(name, None)
            if package:
                allowed[name] = package

    def settings(self, name: str) -> MachineSettings:
        """What is set for a plug-in, or what holds without that."""
        found = _mapping(_mapping(self._read().get("plugins")).get(name))
        seconds, error = found.get("seconds"), found.get("last_error")
        options = {k: v for k, v in _mapping(found.get("options")).items() if isinstance(v, str)}
        return MachineSettings(
            _bounded(seconds) if isinstance(seconds, int | float) else PluginLimits().seconds,
            options,
            error if isinstance(error, str) else "",
        )

    def set(self, name: str, settings: MachineSettings) -> None:
        """Keep it; options that are "" are not set any more."""
        with self._changed() as kept:
            kept.setdefault("plugins", {})[name] = {
                "seconds": _bounded(settings.seconds),
                "options": {k: v for k, v in settings.options.items() if v},
                "last_error": settings.last_error,
            }

    def note_error(self, name: str, sentence: str) -> None:
        """Why it failed, "" where it answered."""
        settings = self.settings(name)
        if settings.last_error != sentence:
            self.set(name, settings._replace(last_error=sentence))

    def _read(self) -> dict[str, Any]:
        with suppress(OSError, ValueError, RecursionError):
            found = json.loads(self._path.read_text("utf-8"))
            if isinstance(found, dict):
                return found
        return {}

    @contextmanager
    def _changed(self) -> Iterator[dict[str, Any]]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self._path.with_suffix(".lock")):
            kept = {
                key: {k: dict(v) for k, v in _mapping(part).items() if isinstance(v, dict)}
                for key, part in self._read().items()
            }
            yield kept
            new = self._path.with_suffix(".part")
            new.write_text(json.dumps(kept, indent=1, ensure_ascii=False), "utf-8")
            new.replace(self._path)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _bounded(seconds: float) -> float:
    # So that what is no number is the least: no limit would end at it.
    return min(float(seconds), _MOST) if seconds >= _LEAST else _LEAST
