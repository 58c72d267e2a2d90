"""Tables that are sorted by document, with the rows of some documents replaced."""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np

from pullquote.agreement.columns import Ints

Table = TypeVar("Table", bound=Any)
"""A dataclass of columns."""


def spliced(old: Table, new: Table, others: Ints, *, by: str = "document") -> Table:
    """The old rows with those of these documents, which rise, replaced by the new ones."""
    if not len(getattr(old, by)):
        return new
    pieces = list(_pieces(getattr(old, by), getattr(new, by), others))
    tables = old, new
    return replace(
        old,
        **{
            each.name: np.concatenate(
                [getattr(tables[which], each.name)[low:high] for which, low, high in pieces]
            )
            for each in fields(old)
        },
    )


def _pieces(old: Ints, new: Ints, others: Ints) -> Iterator[tuple[int, int, int]]:
    """Whether of the new one, and from which row to which."""
    done = 0
    for low, high, first, last in zip(
        np.searchsorted(old, others).tolist(),
        np.searchsorted(old, others, "right").tolist(),
        np.searchsorted(new, others).tolist(),
        np.searchsorted(new, others, "right").tolist(),
        strict=True,
    ):
        if low > done:
            yield 0, done, low
        yield 1, first, last
        done = high
    yield 0, done, len(old)
