"""Coefficients of rows of ratings in the plainest way, to hold the program's figures against.

Rows are items, columns annotators, None where there is no value; None is also the answer where a
coefficient is undefined.
"""

from collections import Counter
from itertools import permutations


def pairable(rows):
    """The values of the items that two annotators or more have rated."""
    values = [[value for value in row if value is not None] for row in rows]
    return [row for row in values if len(row) > 1]


def coincidences(rows):
    """Krippendorff (2004), chapter 11: ordered pairs of values within items, by 1 / (m - 1)."""
    found = Counter()
    for row in pairable(rows):
        for one, other in permutations(range(len(row)), 2):
            found[row[one], row[other]] += 1 / (len(row) - 1)
    return found


def observed(rows):
    """1 - D_o: each item weighs as many values as it has."""
    pairs = coincidences(rows)
    n = sum(pairs.values())
    return sum(count for (a, b), count in pairs.items() if a == b) / n if n else None


def alpha(rows, distance=lambda a, b, _counts: float(a != b)):
    pairs, counts = coincidences(rows), Counter()
    for (a, _), count in pairs.items():
        counts[a] += count
    n = sum(counts.values())
    expected = sum(counts[a] * counts[b] * distance(a, b, counts) for a in counts for b in counts)
    if not expected:
        return None
    differ = sum(count * distance(a, b, counts) for (a, b), count in pairs.items())
    return 1 - (n - 1) * differ / expected


def ordinal(a, b, counts):
    between = sum(n for value, n in counts.items() if min(a, b) <= value <= max(a, b))
    return (between - (counts[a] + counts[b]) / 2) ** 2


def interval(a, b, _counts):
    return (a - b) ** 2


def ratio(a, b, _counts):
    return ((a - b) / (a + b)) ** 2 if a + b else 0.0


def cohen(rows, weight=lambda a, b: float(a != b)):
    both = [row for row in pairable(rows) if len(row) == 2]
    expected = sum(weight(a, b) for a, _ in both for _, b in both)
    if not expected:
        return None
    return 1 - len(both) * sum(weight(a, b) for a, b in both) / expected


def _corrected(rows, chance):
    agreed = observed(rows)
    return None if agreed is None or chance >= 1 else (agreed - chance) / (1 - chance)


def _shares(rows):
    values = [value for row in pairable(rows) for value in row]
    return [count / len(values) for count in Counter(values).values()]


def fleiss(rows):
    return _corrected(rows, sum(share**2 for share in _shares(rows)))


def even(rows, labels):
    return _corrected(rows, 1 / labels)


def ac1(rows, labels):
    shares = _shares(rows)
    if labels < 2:
        return None
    return _corrected(rows, sum(share * (1 - share) for share in shares) / (labels - 1))
