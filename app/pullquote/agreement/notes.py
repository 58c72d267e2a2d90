"""What to know of figures that mislead alone."""

from collections.abc import Iterator, Mapping

import numpy as np

from pullquote.agreement.beside import median
from pullquote.agreement.kept_sums import Sums
from pullquote.agreement.reasons import SKEWED, marked_nothing, shifted
from pullquote.agreement.values import Reason


def notes(added: Sums) -> Mapping[str, Reason]:
    """By figure."""
    return dict((*_skewed(added), *_marked_nothing(added), *_shifted(added)))


def _skewed(added: Sums) -> Iterator[tuple[str, Reason]]:
    return ((figure, SKEWED) for figure in added.skewed())


def _marked_nothing(added: Sums) -> Iterator[tuple[str, Reason]]:
    """Of those who marked nothing at all, the one with the most documents."""
    tables, marked = added.tables, added.beside.marked.sum(axis=0)
    done = np.where(marked == 0, tables.done.sum(axis=0), 0)
    if not (marked.any() and done.any()):
        return
    annotator = int(done.argmax())
    name = added.study.name(int(tables.annotators[annotator]))
    for figure in added.measured:
        if figure.id.startswith("detection."):
            yield figure.id, marked_nothing(name, int(done[annotator]))


def _shifted(added: Sums) -> Iterator[tuple[str, Reason]]:
    ends = (("start", added.beside.starts), ("end", added.beside.ends))
    for end, shifts in ends:
        found = shifts.sum(axis=0)
        if (shift := median(found)) is not None and found[1:].any():
            yield f"boundaries.{end}", shifted(shift)
