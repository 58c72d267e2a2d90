"""Tables of cells that are computed, and each made, when somebody looks at it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np

from pullquote.agreement.columns import Bools, Floats
from pullquote.agreement.reasons import NO_COMMON_DOCUMENTS
from pullquote.agreement.values import Cell, Reason

Key = TypeVar("Key")


class Cells(Mapping[Key, Cell]):
    """`values` gives NaN where a figure is undefined; why: no document is common, nothing is
    there, or it is `flat`.
    """

    def __init__(
        self,
        keys: Sequence[Key],
        values: Callable[[], Floats],
        n: Callable[[], Floats],
        common: Bools,
        *,
        nothing: Reason,
        flat: Reason,
    ) -> None:
        self._keys = keys
        self._compute = values
        self._count = n
        self._common = common
        self._nothing = nothing
        self._flat = flat

    @cached_property
    def _at(self) -> Mapping[Key, int]:
        return {key: number for number, key in enumerate(self._keys)}

    @cached_property
    def _values(self) -> Floats:
        return self._compute()

    @cached_property
    def _n(self) -> Floats:
        return self._count()

    def __getitem__(self, key: Key) -> Cell:
        at = self._at[key]
        n, value = round(float(self._n[at])), float(self._values[at])
        if not np.isnan(value):
            return Cell(value, n)
        if not self._common[at]:
            return Cell(None, n, NO_COMMON_DOCUMENTS)
        return Cell(None, n, self._flat if n else self._nothing)

    def __iter__(self) -> Iterator[Key]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __repr__(self) -> str:
        return repr(dict(self))
