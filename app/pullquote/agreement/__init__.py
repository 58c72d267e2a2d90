"""Inter-annotator agreement: figures, and the disagreements behind them; pure functions.

`agreement.values` loads when it is first asked for: a project opens without it.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pullquote.agreement import values

__all__ = ["values"]


def __getattr__(name: str) -> ModuleType:
    if name not in __all__:
        raise AttributeError(name)
    return import_module(f"{__name__}.{name}")
