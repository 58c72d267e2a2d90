"""Which of day and month stands first in a column of days in figures.

03/04/2025 alone may be either; where another row has 25/04/2025, the day stands first in all.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from pullquote.calendar.meanings import whole_year

# Of two figures a year has slashes before it alone: 10.30.25 may be a clock.
_FIGURES = re.compile(
    r"(?<![\w./-])([0-3]?\d)([./-])([0-3]?\d)\2(\d{4}|(?<=/)\d\d)(?![\d/-]|\.\d)", re.ASCII
)
_LOOKED_AT = 100


class DayOrder(NamedTuple):
    """`shown` is the first value of the column that can be read in one way alone."""

    day_first: bool
    shown: str

    def spelled(self, value: str) -> str:
        """`value` with its day as year, month, day, for one that is open."""
        return _FIGURES.sub(self._in_order, value[:_LOOKED_AT])

    def _in_order(self, found: re.Match[str]) -> str:
        day, month = (found[1], found[3]) if self.day_first else (found[3], found[1])
        year = whole_year(found[4]) if len(found[4]) == 2 else found[4]
        return f"{year}-{month:0>2}-{day:0>2}"


def is_open(value: str) -> bool:
    """Whether each figure of the one day in `value` may be the month."""
    one, two = _figures(value)
    return one != two and min(one, two) >= 1 and max(one, two) <= 12


def find_order(values: Iterable[str]) -> DayOrder | None:
    """None where no value tells it, or two tell it differently."""
    found: dict[bool, DayOrder] = {}
    for value in values:
        one, two = _figures(value)
        if 1 <= min(one, two) <= 12 < max(one, two) <= 31:
            found.setdefault(one > two, DayOrder(one > two, value))
    return next(iter(found.values())) if len(found) == 1 else None


def _figures(value: str) -> tuple[int, int]:
    """Of the one day that `value` has in figures, else zeros."""
    found = _FIGURES.findall(value[:_LOOKED_AT])
    return (int(found[0][0]), int(found[0][2])) if len(found) == 1 else (0, 0)
