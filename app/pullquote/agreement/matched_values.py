"""What two annotators say about spans that they matched: layer, attribute, speaker, date."""

import numpy as np

from pullquote.agreement.characters import Tally
from pullquote.agreement.columns import Floats, Ints


def confusion(first: Ints, second: Ints, values: int) -> Floats:
    """(values, values): how often the first annotator said the row, the second the column."""
    table = np.bincount(first * values + second, minlength=values * values)
    return table.reshape(values, values).astype(np.float64)


def confusions(group: Ints, first: Ints, second: Ints, groups: int, values: int) -> Floats:
    """(groups, values, values): a confusion for each document, pair, or both as one number."""
    place = (group * values + first) * values + second
    table = np.bincount(place, minlength=groups * values * values)
    return table.reshape(groups, values, values).astype(np.float64)


def nominal_tally(document: Ints, first: Ints, second: Ints, documents: int, values: int) -> Tally:
    """Each match as a unit with two values: what nominal alpha is made of, per document."""
    agreeing = 2.0 * np.bincount(document[first == second], minlength=documents)
    places = np.concatenate([document * values + first, document * values + second])
    counts = np.bincount(places, minlength=documents * values).reshape(documents, values)
    return Tally(agreeing.astype(np.float64), counts.astype(np.float64))
