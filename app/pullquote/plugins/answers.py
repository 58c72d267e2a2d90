"""What plug-ins answered, kept so that none is asked twice about the same words: a cache of this
machine, that holds no more than can be asked again.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pullquote.folders import cache_folder
from pullquote.plugins.installed import Plugin

_MOST = 20_000
# Of a question: what is no reason for another answer.
_NO_MATTER = frozenset({"id", "seconds"})


class KeptAnswers:
    """Of one project. An answer holds for the same plug-in in the same version, asked the same
    question, whatever the document is called.
    """

    def __init__(self, project_uid: str) -> None:
        self._folder = cache_folder() / "plugins" / project_uid
        self._count: int | None = None

    def find(self, plugin: Plugin, document: Mapping[str, Any]) -> dict[str, Any] | None:
        """None where nothing is known, or it cannot be read."""
        with suppress(OSError, ValueError, RecursionError):
            found = json.loads(self._path(plugin, document).read_bytes())
            if isinstance(found, dict):
                return found
        return None

    def keep(self, plugin: Plugin, document: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        """A folder that cannot be written keeps nothing."""
        path = self._path(plugin, document)
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._make_room()
            new = path.with_suffix(f".{os.getpid()}")
            new.write_text(json.dumps(answer), "utf-8")
            new.replace(path)

    def _path(self, plugin: Plugin, document: Mapping[str, Any]) -> Path:
        asked = {key: value for key, value in document.items() if key not in _NO_MATTER}
        whole = [plugin.name, plugin.package, plugin.version, asked]
        key = hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()
        return self._folder / f"{key}.json"

    def _make_room(self) -> None:
        """The oldest half goes once there are too many."""
        if self._count is None or self._count >= _MOST:
            files = sorted(self._folder.iterdir(), key=lambda path: path.stat().st_mtime)
            for path in files[: len(files) // 2] if len(files) >= _MOST else ():
                path.unlink(missing_ok=True)
                self._count = None
            self._count = len(files) if self._count is None else self._count
        self._count += 1
