"""What one annotator marked in two ways, as a row: copies in the place of people."""

from dataclasses import replace

from pullquote.agreement.values import Disagreement, Inconsistency

FIRST, LATER = -1, -2
"""Who the columns are of: no annotator has such an id."""


def as_disagreement(found: Inconsistency) -> Disagreement:
    first, later = found.readings
    readings = (replace(first, annotator=FIRST), replace(later, annotator=LATER))
    return Disagreement(found.kind, found.detail, found.layer, readings, tuple(found.places))
