import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.agreement.measures import ratings
from pullquote.agreement.measures.date_jaccard import compare_dates, date_distances

VALUES = ["2024", "2024-03", "2024-03-05", "2024-Q1", "202X", "2023-W52", "XXXX-03-05", "P3D", ""]
values = st.sampled_from(VALUES)


def test_a_day_in_its_month():
    found = compare_dates("2024-03", "2024-03-05")
    assert found.jaccard == pytest.approx(1 / 31)
    assert found.contains
    assert not found.same_granularity


def test_a_value_without_days_agrees_with_itself_alone():
    assert compare_dates("XXXX-03-05", "XXXX-03-05").jaccard == 1.0
    other = compare_dates("XXXX-03-05", "2024-03-05")
    assert (other.exact, other.contains, other.jaccard) == (False, False, 0.0)
    assert other.midpoint_days is None
    assert other.same_granularity


def test_the_same_days_in_other_words_are_not_the_same_value():
    found = compare_dates("2024-03-05", "2024-03-05TMO")
    assert (found.exact, found.contains, found.jaccard) == (False, True, 1.0)


@given(values, values)
def test_symmetry(first, second):
    assert compare_dates(first, second) == compare_dates(second, first)


@given(values)
def test_one_agrees_with_oneself(value):
    found = compare_dates(value, value)
    assert found.exact
    assert found.same_granularity
    assert found.contains
    assert found.jaccard == 1.0


def test_distances_are_one_less_jaccard():
    table = date_distances(VALUES)
    for row, first in enumerate(VALUES):
        for column, second in enumerate(VALUES):
            assert table[row, column] == pytest.approx(1 - compare_dates(first, second).jaccard)


def test_alpha_forgives_a_coarser_date_more_than_another_year():
    def alpha(other):
        rated = ratings.ratings([["2024-03", other], ["2023-07-01", "2023-07-01"], ["", ""]])
        return ratings.alpha_of_ratings(rated, lambda *_: date_distances(rated.labels)).value

    assert alpha("2024-03") == 1.0
    assert 1.0 > alpha("2024-Q1") > alpha("2022-03")
