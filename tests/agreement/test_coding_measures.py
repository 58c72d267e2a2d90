import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.agreement.measures import krippendorff_alpha, ratings
from pullquote.agreement.values import NO_COMMON_ITEMS

TWO = [ratings.cohen, ratings.scott, ratings.bennett]
MANY = [ratings.observed, ratings.fleiss, ratings.randolph, ratings.ac1, ratings.alpha_of_ratings]

label = st.sampled_from(["a", "b", "c", None])
pairs_of_labels = st.lists(st.tuples(label, label), min_size=1, max_size=12)
studies = st.integers(2, 4).flatmap(
    lambda size: st.lists(st.tuples(*[label] * size), min_size=1, max_size=12)
)


def value(function, rows, **options):
    return function(ratings.ratings(rows), **options).value


@pytest.mark.parametrize(
    "function", [*TWO, ratings.fleiss, ratings.randolph, ratings.ac1, ratings.alpha_of_ratings]
)
def test_one_label_only_says_nothing_about_chance(function):
    cell = function(ratings.ratings([["a", "a"], ["a", "a"]]))
    assert cell.value is None
    assert str(cell.why) == "undefined: only one label used (agreement 100 %)"


@pytest.mark.parametrize("function", [*TWO, *MANY])
@pytest.mark.parametrize("rows", [[], [["a", None]], [[None, None], [None, "b"]]])
def test_nothing_in_common_is_no_agreement(function, rows):
    if not rows and function in TWO:
        rows = [[None, None]]
    cell = function(ratings.ratings(rows))
    assert (cell.value, cell.n, cell.why) == (None, 0, NO_COMMON_ITEMS)


def test_one_label_only_is_agreed_on():
    assert value(ratings.observed, [["a", "a"], ["a", "a"]]) == 1.0


def test_labels_that_could_be_chosen_count_for_chance():
    rows = [["a", "a"], ["a", "b"]]
    assert value(ratings.bennett, rows) == 0.0
    assert value(ratings.bennett, rows, labels=4) == pytest.approx((0.5 - 0.25) / 0.75)
    assert value(ratings.bennett, [["a", "a"]], labels=2) == 1.0


def test_missing_labels_are_left_out_of_pairs():
    rows = [["a", "a", None], ["a", "b", "b"], ["b", None, None]]
    cell = ratings.observed(ratings.ratings(rows))
    assert cell.value == pytest.approx((1 + 1 / 3) / 2)
    assert cell.n == 2


def test_weights_forgive_what_is_near():
    rows = [[1, 2], [2, 2], [3, 3], [1, 1]]
    far = [[1, 3], [2, 2], [3, 3], [1, 1]]
    assert value(ratings.cohen, rows, weights="quadratic") > value(ratings.cohen, rows)
    assert value(ratings.cohen, rows, weights="linear") > value(
        ratings.cohen, far, weights="linear"
    )


def test_three_annotators_have_no_cohen():
    with pytest.raises(ValueError, match="two annotators"):
        ratings.cohen(ratings.ratings([["a", "b", "a"]]))


@given(pairs_of_labels)
def test_two_annotators_are_symmetric(rows):
    for function in TWO:
        turned = value(function, [row[::-1] for row in rows])
        assert turned == pytest.approx(value(function, rows))


@given(studies, st.randoms(use_true_random=False))
def test_names_and_order_change_nothing(rows, random):
    names = {"a": "z", "b": "y", "c": "x", None: None}
    order = random.sample(range(len(rows[0])), len(rows[0]))
    other = [[names[row[who]] for who in order] for row in rows]
    random.shuffle(other)
    for function in MANY:
        assert value(function, other) == pytest.approx(value(function, rows))


@given(st.lists(st.sampled_from("abc"), min_size=2).filter(lambda labels: len(set(labels)) > 1))
def test_one_agrees_with_oneself(labels):
    rows = [[label, label] for label in labels]
    for function in [*TWO, *MANY]:
        assert value(function, rows) == pytest.approx(1.0)


@given(
    st.integers(2, 4).flatmap(
        lambda size: st.lists(
            st.tuples(*[st.sampled_from([0, 1, 2, 5, None])] * size), min_size=2, max_size=12
        )
    ),
    st.sampled_from(list(krippendorff_alpha.LEVELS)),
)
def test_alpha_is_that_of_the_krippendorff_package(rows, level):
    peer = pytest.importorskip("krippendorff")
    ours = value(ratings.alpha_of_ratings, rows, distances=krippendorff_alpha.LEVELS[level])
    pairable = [row for row in rows if sum(each is not None for each in row) > 1]
    if len({each for row in pairable for each in row if each is not None}) < 2:
        assert ours is None
        return
    table = [[math.nan if each is None else each for each in row] for row in pairable]
    theirs = peer.alpha(np.array(table, dtype=float).T, level_of_measurement=level)
    assert ours == pytest.approx(theirs, abs=1e-9)


def test_a_distance_of_ones_own():
    rows = [["a", "b"], ["b", "b"], ["c", "c"]]
    near = np.array([[0, 0.1, 1], [0.1, 0, 1], [1, 1, 0]])
    assert value(ratings.alpha_of_ratings, rows, distances=lambda *_: near) > value(
        ratings.alpha_of_ratings, rows
    )
