"""Calendar values, day intervals and date expressions.

`calendar.expressions` and `calendar.tense` load when they are first asked for: to show a text with
its dates the values are enough.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pullquote.calendar import expressions, tense

__all__ = ["expressions", "tense"]


def __getattr__(name: str) -> ModuleType:
    if name not in __all__:
        raise AttributeError(name)
    return import_module(f"{__name__}.{name}")
