"""How far two calendar values agree, day by day."""

from datetime import timedelta

from pullquote.calendar.values import days


def day_set(value):
    """All days of a value; none for what is no stretch of the calendar."""
    found = days(value)
    if found is None:
        return frozenset()
    return frozenset(found.first + timedelta(n) for n in range((found.after - found.first).days))


def jaccard(a, b):
    one, other = day_set(a), day_set(b)
    if a == b:
        return 1.0
    return len(one & other) / len(one | other) if one and other else 0.0
