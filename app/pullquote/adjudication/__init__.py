"""Adjudication: versions lined up, what is settled, what is new, what to propose; pure.

`adjudication.values` loads when it is first asked for: a project opens without it.
"""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pullquote.adjudication import values

__all__ = ["values"]


def __getattr__(name: str) -> ModuleType:
    if name not in __all__:
        raise AttributeError(name)
    return import_module(f"{__name__}.{name}")
