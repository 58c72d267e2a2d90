"""From values to the cells of a table."""

import json
import re
from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from typing import Any

from pullquote.calendar.values import days, granularity

Value = str | int | float | bool | None
Row = dict[str, Value]

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_INSERTION = re.compile(r"\s*\[[^\[\]]*\]")
_MARKS = re.compile('["“”„‟«»]')
_SINGLE_MARKS = re.compile(r"['‘‚‹](.*)['’‘›]", re.DOTALL)
_SPACE = re.compile(r"\s+")
_LONELY = re.compile(r"\s+(?=[,.;:!?…])")


def csv_cell(value: Value) -> str:
    """Empty for None, true and false, numbers as short as they are exact."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value).removesuffix(".0")


def spreadsheet_safe(text: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return "'" + text if text.startswith(_FORMULA) else text


def one_line_cell(text: str) -> str:
    return text.replace("\n", " ")


def list_cell(values: Iterable[Any]) -> str:
    """JSON, empty for an empty list."""
    found = list(values)
    return json.dumps(found, ensure_ascii=False) if found else ""


def words_only(text: str) -> str:
    """The words of a quote as a speaker said them: no quotation marks, nothing in brackets."""
    text = _MARKS.sub("", _INSERTION.sub("", text)).strip()
    if single := _SINGLE_MARKS.fullmatch(text):
        text = single[1]
    return _LONELY.sub("", _SPACE.sub(" ", text)).strip()


def calendar_cells(value: str, prefix: str = "") -> Row:
    """First and last day of a calendar value, None for what is no stretch of the calendar."""
    first, last = _first_and_last(value)
    return {f"{prefix}first_day": first, f"{prefix}last_day": last}


@lru_cache(maxsize=4096)
def granularity_cell(value: str) -> str | None:
    return granularity(value) if value else None


@lru_cache(maxsize=4096)
def _first_and_last(value: str) -> tuple[str | None, str | None]:
    span = days(value) if value else None
    if span is None:
        return None, None
    return span.first.isoformat(), (span.after - timedelta(days=1)).isoformat()
