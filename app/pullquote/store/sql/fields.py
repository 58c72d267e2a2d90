"""Columns that hold something else than the value has: JSON for a mapping, 0 and 1 for a bool."""

import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from os import urandom
from typing import Any

from peewee import Check, IntegerField, Model, TextField

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """What SQLite can store: NUL and lone surrogates become U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def to_json(content: object) -> str:
    """Equal content gives equal text."""
    return storable(_encode(content))


class DamagedRow(sqlite3.DatabaseError):
    """What stands in a row cannot have been written by this program; found here, not by SQLite."""


def from_json(text: str) -> Any:  # noqa: ANN401 - whatever was written
    """Raise DamagedRow where damage has made something else of it."""
    try:
        return json.loads(text)
    except (TypeError, ValueError, RecursionError):
        raise DamagedRow("what should be JSON is none") from None


def mapping_from_json(text: str) -> dict[str, Any]:
    """As `from_json`, and nothing but an object will do."""
    found = from_json(text)
    if not isinstance(found, dict):
        raise DamagedRow("what should be JSON is none")
    return found


def new_uid() -> str:
    """128 random bits in hexadecimal: one name for a thing in all files that come to hold it."""
    return urandom(16).hex()


class JsonField(TextField):
    """A mapping as JSON; `check` is the rule for the column {0}."""

    def __init__(self, check: str = "json_valid({0})", **options: Any) -> None:  # noqa: ANN401 - as a field takes them
        super().__init__(**options)
        self._check = ("{0} IS NULL OR " if self.null else "") + check

    def bind(self, model: type[Model], name: str, set_attribute: bool = True) -> None:
        self.constraints = [*(self.constraints or ()), Check(self._check.format(name))]
        super().bind(model, name, set_attribute)

    def db_value(self, value: Mapping[str, Any]) -> str:
        return to_json(dict(value))

    def python_value(self, value: str) -> Mapping[str, Any]:
        return _parse(value)


class ListField(JsonField):
    """A list as JSON: of texts, of lists, which become tuples, or of objects of a dataclass."""

    def __init__(self, of: type | None = None, **options: Any) -> None:  # noqa: ANN401 - as a field takes them
        super().__init__(**options)
        self._of = of

    def db_value(self, value: Sequence[Any]) -> str:  # type: ignore[override]
        return to_json([asdict(one) for one in value] if self._of else value)

    def python_value(self, value: str) -> tuple[Any, ...]:  # type: ignore[override]
        found = from_json(value)
        try:
            if self._of is not None:
                return tuple(self._of(**one) for one in found)
            return tuple(tuple(one) if isinstance(one, list) else one for one in found)
        except TypeError:  # no list, or other fields
            raise DamagedRow("what should be JSON is none") from None


class FlagField(IntegerField):
    """0 or 1."""

    def db_value(self, value: bool) -> int:
        return int(value)

    def python_value(self, value: int) -> bool:
        return bool(value)


@lru_cache(1024)
def _parse(text: str) -> Mapping[str, Any]:
    """Labels say the same few things of themselves; nobody changes what is read in place."""
    return mapping_from_json(text)
