from datetime import date

import pytest

from pullquote.ui.widgets.words import date_words, month_words, span_in_words, value_in_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2026-02-10", "10 Feb 2026, one day"),
        ("2026-W07", "9 to 15 Feb 2026, week 7"),
        ("2026-02", "1 to 28 Feb 2026, 28 days"),
        ("2026-Q1", "1 Jan to 31 Mar 2026, quarter 1"),
        ("2026", "1 Jan to 31 Dec 2026, 365 days"),
        ("2025-12-30/2026-01-02", "30 Dec 2025 to 2 Jan 2026, 4 days"),
        ("2026-W01", "29 Dec 2025 to 4 Jan 2026, week 1"),
        ("PAST_REF", "in the past, no certain day"),
        ("P3D", "no days of the calendar"),
    ],
)
def test_a_value_is_said_as_the_days_it_covers(qapp, value, words):
    assert span_in_words(value) == words


def test_an_unknown_publication_date_leaves_the_value_open(qapp):
    assert span_in_words("XXXX-02-04", anchored=False) == "open: publication date unknown"
    assert span_in_words("XXXX-02-04") == "open: no year is known"


def test_a_value_that_is_no_day_is_said_as_it_is(qapp):
    assert value_in_words("P3D") == "P3D"
    assert value_in_words(None) == ""
    assert value_in_words("2026-02-10") == "10 Feb 2026"


def test_days_and_months_have_names(qapp):
    assert date_words(date(2026, 2, 1)) == "1 Feb 2026"
    assert month_words(date(2026, 2, 1)) == "February 2026"
