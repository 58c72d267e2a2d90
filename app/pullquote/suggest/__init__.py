"""First guesses that an annotator takes or leaves.

`suggest.units` and the others load when they are first asked for: to show a text none is needed.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pullquote.suggest import mentions, near, quotes, register, units

__all__ = ["mentions", "near", "quotes", "register", "units"]


def __getattr__(name: str) -> ModuleType:
    if name not in __all__:
        raise AttributeError(name)
    return import_module(f"{__name__}.{name}")
