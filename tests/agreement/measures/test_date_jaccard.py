"""How far dates agree by their days, against sets of days."""

import case_studies as cases
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import dates, ratings

from pullquote.agreement.measures.date_jaccard import compared_dates

VALUES = ["2024", "2024-03", "2024-03-05", "2024-Q1", "2023-W52", "XXXX-03-05", "P3D"]
values = st.sampled_from(VALUES)
given_or_not = st.sampled_from([*VALUES, None])


def compare(first, second):
    both = list(dict.fromkeys((first, second)))
    places = [np.array([both.index(value)]) for value in (first, second)]
    found = compared_dates(both, *places)
    return {name: getattr(found, name)[0] for name in found.__slots__}


def test_a_day_in_its_month():
    found = compare("2024-03", "2024-03-05")
    assert found["jaccard"] == pytest.approx(1 / 31)
    assert found["contains"]
    assert not found["same_granularity"]
    assert found["middles"] == 11.0


def test_a_value_without_days_agrees_with_itself_alone():
    assert compare("XXXX-03-05", "XXXX-03-05")["jaccard"] == 1.0
    other = compare("XXXX-03-05", "2024-03-05")
    assert (other["contains"], other["jaccard"]) == (False, 0.0)
    assert np.isnan(other["middles"])
    assert other["same_granularity"]


def test_the_same_days_in_other_words_are_not_the_same_value():
    case = cases.dated([["2024-03-05", "2024-03-05TMO"]])
    shown = [case.value(f"date.{name}") for name in ("exact", "contains", "jaccard")]
    assert shown == [0.0, 1.0, 1.0]


@given(values, values)
def test_jaccard_is_that_of_sets_of_days_either_way_round(first, second):
    found, turned = compare(first, second), compare(second, first)
    assert found["jaccard"] == pytest.approx(dates.jaccard(first, second))
    assert {**found, "middles": 0} == {**turned, "middles": 0}
    assert found["middles"] == pytest.approx(turned["middles"], nan_ok=True)


@given(values)
def test_one_agrees_with_oneself(value):
    found = compare(value, value)
    assert found["same_granularity"]
    assert found["contains"]
    assert found["jaccard"] == 1.0


@settings(max_examples=60, deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda size: st.lists(st.tuples(*[given_or_not] * size), min_size=1, max_size=7)
    )
)
def test_alpha_of_dates_has_the_distance_one_less_jaccard(rows):
    case = cases.dated(rows)
    alpha = ratings.alpha(rows, lambda a, b, _: 1 - dates.jaccard(a, b))
    assert case.value("date.alpha") == (None if alpha is None else pytest.approx(alpha, abs=1e-9))


def test_alpha_forgives_a_coarser_date_more_than_another_year():
    def alpha(other):
        rows = [["2024-03", other], ["2023-07-01", "2023-07-01"], ["P3D", "P3D"]]
        return cases.dated(rows).value("date.alpha")

    assert alpha("2024-03") == 1.0
    assert 1.0 > alpha("2024-Q1") > alpha("2022-03")
