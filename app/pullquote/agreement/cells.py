"""Tables of cells as arrays: a cell is made when somebody looks at it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np

from pullquote.agreement.columns import Bools, Floats, Ints
from pullquote.agreement.reasons import NO_COMMON_DOCUMENTS
from pullquote.agreement.values import Cell, Reason

Key = TypeVar("Key")


class Cells(Mapping[Key, Cell]):
    """`values` are NaN where undefined; why: no document is common, nothing there, or `flat`."""

    def __init__(
        self,
        keys: Sequence[Key],
        values: Floats,
        n: Floats | Ints,
        common: Bools,
        *,
        nothing: Reason,
        flat: Reason,
    ) -> None:
        self._at = {key: number for number, key in enumerate(keys)}
        self._values = values
        self._n = n
        self._common = common
        self._nothing = nothing
        self._flat = flat

    def __getitem__(self, key: Key) -> Cell:
        at = self._at[key]
        n, value = round(float(self._n[at])), float(self._values[at])
        if not np.isnan(value):
            return Cell(value, n)
        if not self._common[at]:
            return Cell(None, n, NO_COMMON_DOCUMENTS)
        return Cell(None, n, self._flat if n else self._nothing)

    def __iter__(self) -> Iterator[Key]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._at)

    def __repr__(self) -> str:
        return repr(dict(self))
