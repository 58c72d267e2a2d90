"""Where programs of this user keep things on this machine."""

import os
import sys
from pathlib import Path


def cache_folder() -> Path:
    """What can be made anew."""
    chosen = os.environ.get("PULLQUOTE_CACHE")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "pullquote"


def settings_folder() -> Path:
    """What somebody chose for this machine and no project knows."""
    chosen = os.environ.get("PULLQUOTE_SETTINGS")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "pullquote"
