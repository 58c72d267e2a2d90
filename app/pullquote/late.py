"""Modules that load when they are first asked for: to show a text, little is needed."""

from collections.abc import Callable
from importlib import import_module
from types import ModuleType


def late_modules(package: str, *names: str) -> Callable[[str], ModuleType]:
    """The `__getattr__` of a package that loads those of its modules as they are asked for."""

    def load(name: str) -> ModuleType:
        if name not in names:
            raise AttributeError(f"{package} has no {name}")
        return import_module(f"{package}.{name}")

    return load
