"""Taking typed values out of JSON that somebody else may have written."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pullquote.exchange.errors import BadField

Row = Mapping[str, Any]
_Choice = TypeVar("_Choice", bound=str)

# Far beyond any offset, and what every program can count to.
_LARGEST = 2**53


def text(row: Row, key: str, default: str | None = None) -> str:
    """A string; with a `default` the key may be missing or null."""
    value = row.get(key)
    if value is None and default is not None:
        return default
    if not isinstance(value, str) or "\0" in value:
        raise BadField(key=key, expected="text")
    return value


def name(row: Row, key: str) -> str:
    """A string that is not empty."""
    if not (value := text(row, key)):
        raise BadField(key=key, expected="text that is not empty")
    return value


def text_or_none(row: Row, key: str) -> str | None:
    return None if row.get(key) is None else text(row, key)


def whole(row: Row, key: str, default: int | None = None) -> int:
    """A whole number from 0; with a `default` the key may be missing or null."""
    value = row.get(key)
    if value is None and default is not None:
        return default
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LARGEST:
        raise BadField(key=key, expected="a whole number from 0")
    return value


def whole_or_none(row: Row, key: str) -> int | None:
    return None if row.get(key) is None else whole(row, key)


def share_or_none(row: Row, key: str) -> float | None:
    """A number from 0 to 1."""
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        raise BadField(key=key, expected="a number from 0 to 1")
    return float(value)


def choice(row: Row, key: str, choices: tuple[_Choice, ...], default: _Choice) -> _Choice:
    value = text(row, key, default)
    for known in choices:
        if known == value:
            return known
    raise BadField(key=key, expected="one of " + ", ".join(choices))


def rows(row: Row, key: str) -> list[Any]:
    """A list, empty where the key is missing or null."""
    value = row.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadField(key=key, expected="a list")
    return value


def record(value: object, key: str) -> Row:
    if not isinstance(value, dict):
        raise BadField(key=key, expected="an object")
    return value


def record_or_none(row: Row, key: str) -> Row | None:
    return None if row.get(key) is None else record(row[key], key)


def strings(row: Row, key: str) -> dict[str, str]:
    """An object of strings; those that are null are left out."""
    values = record_or_none(row, key) or {}
    return {name: text(values, name) for name, value in values.items() if value is not None}


def names(row: Row, key: str) -> tuple[str, ...]:
    """A list of strings, empty where the key is missing or null."""
    values = rows(row, key)
    if not all(isinstance(value, str) and "\0" not in value for value in values):
        raise BadField(key=key, expected="a list of texts")
    return tuple(values)
