from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.calendar.values import DayInterval, days, granularity, is_value


@pytest.mark.parametrize(
    ("value", "first", "after", "fine"),
    [
        ("2026-02-12", "2026-02-12", "2026-02-13", "day"),
        ("2026-02-12TNI", "2026-02-12", "2026-02-13", "day"),
        ("2026-02-12T10:35", "2026-02-12", "2026-02-13", "minute"),
        ("2026-02-12T10", "2026-02-12", "2026-02-13", "hour"),
        ("2026-W07", "2026-02-09", "2026-02-16", "week"),
        ("2026-W07-2", "2026-02-10", "2026-02-11", "day"),
        ("2026-W07-WE", "2026-02-14", "2026-02-16", "week"),
        ("2020-W53", "2020-12-28", "2021-01-04", "week"),
        ("2026-02", "2026-02-01", "2026-03-01", "month"),
        ("2026-12", "2026-12-01", "2027-01-01", "month"),
        ("2026-Q1", "2026-01-01", "2026-04-01", "quarter"),
        ("2026-Q4", "2026-10-01", "2027-01-01", "quarter"),
        ("2026-H2", "2026-07-01", "2027-01-01", "half"),
        ("2026-SU", "2026-06-01", "2026-09-01", "season"),
        ("2026-WI", "2026-12-01", "2027-03-01", "season"),
        ("2026", "2026-01-01", "2027-01-01", "year"),
        ("202X", "2020-01-01", "2030-01-01", "decade"),
        ("19XX", "1900-01-01", "2000-01-01", "century"),
        ("2026-02-10/2026-02-14", "2026-02-10", "2026-02-15", "interval"),
        ("2022/2026-02", "2022-01-01", "2026-03-01", "interval"),
    ],
)
def test_the_days_of_a_value(value, first, after, fine):
    assert days(value) == DayInterval(date.fromisoformat(first), date.fromisoformat(after))
    assert granularity(value) == fine
    assert is_value(value)


@pytest.mark.parametrize(
    ("value", "fine"),
    [
        ("XXXX-02-04", "day"),
        ("XXXX-02-29", "day"),
        ("XXXX-WXX-2", "day"),
        ("XXXX-WXX-2TNI", "day"),
        ("XXXX-XX-XX", "day"),
        ("XXXX-WXX", "week"),
        ("XXXX-02", "month"),
        ("XXXX-XX", "month"),
        ("XXXX-Q3", "quarter"),
        ("XXXX-SU", "season"),
        ("XXXX", "year"),
        ("P3D", None),
        ("P1.5Y", None),
        ("PXM", None),
        ("P1DT2H", None),
        ("PT30M", None),
        ("PAST_REF", None),
    ],
)
def test_a_value_of_unknown_days(value, fine):
    assert days(value) is None
    assert granularity(value) == fine
    assert is_value(value)


@pytest.mark.parametrize(
    "text",
    [
        "", "hello", "2026-2-3", "2026-02-30", "2026-13", "2025-W53", "2026-Q5", "0000", "000X",
        "2026-02-12T25", "P", "PT", "2026/2025", "2026/", "/2026", "2026-02-12 ", "٢٠٢٦", "2026\n",
        "2026-02-10/2026-02-30", "26",
    ],
)  # fmt: skip
def test_what_is_no_value(text):
    assert days(text) is None
    assert granularity(text) is None
    assert not is_value(text)


def test_the_end_of_the_calendar_is_no_error():
    assert days("9999") is None
    assert days("9999-12-31") is None
    assert days("9998-WI") == DayInterval(date(9998, 12, 1), date(9999, 3, 1))


DATES = st.dates(date(2, 1, 1), date(9000, 1, 1))


@given(DATES)
def test_coarser_values_hold_the_days_of_finer_ones(day):
    year, week, weekday = day.isocalendar()
    fine = days(day.isoformat())
    assert fine == DayInterval(day, day + timedelta(days=1))
    assert days(f"{year:04}-W{week:02}-{weekday}") == fine
    month, written = f"{day.month:02}", f"{day.year:04}"
    chain = [
        day.isoformat(),
        f"{written}-{month}",
        f"{written}-Q{(day.month + 2) // 3}",
        f"{written}-H{(day.month + 5) // 6}",
        written,
    ]
    chain += [f"{written[:3]}X"] * (day.year >= 10) + [f"{written[:2]}XX"] * (day.year >= 100)
    intervals = [days(value) for value in chain]
    for inner, outer in pairwise(intervals):
        assert inner
        assert outer
        assert outer.covers(inner)
    in_week = days(f"{year:04}-W{week:02}")
    assert in_week
    assert in_week.covers(fine)
    assert len(in_week) == 7


@given(DATES, DATES)
def test_an_interval_reaches_over_both_its_ends(one, other):
    first, last = sorted((one, other))
    whole = days(f"{first.isoformat()}/{last.isoformat()}")
    assert whole
    assert len(whole) == (last - first).days + 1


@given(st.text(st.sampled_from("0129X-WQHSTPU/:.DM"), max_size=22))
def test_any_text_has_an_answer(text):
    interval = days(text)
    assert (interval is None) or is_value(text)
    assert (granularity(text) is None) or is_value(text)
