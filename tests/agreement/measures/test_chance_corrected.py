"""The coefficients of values, as figures of the room, against plain recomputation and peers."""

import math

import case_studies as cases
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import ratings

label = st.sampled_from(["1", "2", "4", None])
tables = st.integers(2, 4).flatmap(
    lambda size: st.lists(st.tuples(*[label] * size), min_size=1, max_size=8)
)


def known(value):
    return None if value is None else pytest.approx(value, abs=1e-9)


def values(case):
    return {f.id: f.value for f in case.summary().figures}


def numbers(rows):
    return [[None if value is None else float(value) for value in row] for row in rows]


def labels_of(rows):
    return len({value for row in rows for value in row if value is not None})


@settings(max_examples=60, deadline=None)
@given(tables)
def test_every_coefficient_is_that_of_the_plain_reference(rows):
    size = labels_of(rows)
    attribute, layers = values(cases.as_attribute(rows)), values(cases.as_layers(rows))
    speakers, days = values(cases.as_speakers(rows)), values(cases.as_days(rows))
    agreed, alpha = ratings.observed(rows), ratings.alpha(rows)
    kappa = ratings.cohen(rows) if len(rows[0]) == 2 else alpha
    assert attribute["observed.item.rating"] == known(agreed)
    assert attribute["attribute.item.rating"] == known(kappa)
    assert (speakers["speaker.observed"], speakers["speaker.alpha"]) == (
        known(agreed),
        known(alpha),
    )
    assert (days["date.jaccard"], days["date.alpha"]) == (known(agreed), known(alpha))
    assert layers["label.observed"] == known(agreed)
    assert layers["label.kappa"] == known(kappa)
    assert layers["label.fleiss"] == known(ratings.fleiss(rows))
    if size:
        assert layers["label.even"] == known(ratings.even(rows, size))
        assert layers["label.ac1"] == known(ratings.ac1(rows, size))
        assert attribute["ac1.item.rating"] == known(ratings.ac1(rows, size))


@settings(max_examples=40, deadline=None)
@given(tables.filter(lambda rows: labels_of(rows) > 1))
def test_values_that_are_numbers_have_distances(rows):
    found, plain = values(cases.as_attribute(rows)), numbers(rows)
    for level in ("ordinal", "interval", "ratio"):
        expected = ratings.alpha(plain, getattr(ratings, level))
        assert found[f"{level}.item.rating"] == known(expected), level
    if len(rows[0]) == 2:
        scale = sorted({value for row in plain for value in row if value is not None})
        for level, power in (("linear", 1), ("quadratic", 2)):
            expected = ratings.cohen(
                plain,
                lambda a, b: abs(scale.index(a) - scale.index(b)) ** power,  # noqa: B023
            )
            assert found[f"{level}.item.rating"] == known(expected), level


@settings(max_examples=25, deadline=None)
@given(tables.filter(lambda rows: labels_of(rows) > 1))
def test_alpha_is_that_of_the_krippendorff_package(rows):
    peer = pytest.importorskip("krippendorff")
    pairs = ratings.pairable(rows)
    if len({value for row in pairs for value in row}) < 2:
        return
    table = [[math.nan if each is None else float(each) for each in row] for row in rows]
    found = values(cases.as_attribute(rows)) | values(cases.as_speakers(rows))
    theirs = {
        level: peer.alpha(np.array(table).T, level_of_measurement=level)
        for level in ("nominal", "ordinal", "interval", "ratio")
    }
    assert found["speaker.alpha"] == known(theirs["nominal"])
    for level in ("ordinal", "interval", "ratio"):
        assert found[f"{level}.item.rating"] == known(theirs[level])


CHANCE = ("label.kappa", "label.fleiss", "label.even", "label.ac1")


def test_one_label_only_says_nothing_about_chance():
    summary = cases.as_layers([["a", "a"], ["a", "a"]]).summary()
    figures = {f.id: f for f in summary.figures}
    for name in CHANCE:
        assert figures[name].value is None
        assert str(figures[name].why) == "undefined: only one label used (agreement 100 %)"
    assert figures["label.observed"].value == 1.0


@pytest.mark.parametrize("rows", [[["a", None]], [[None, None], [None, "b"]]])
def test_nothing_in_common_is_no_agreement(rows):
    figures = {f.id: f for f in cases.as_layers(rows).summary().figures}
    for name in (*CHANCE, "label.observed"):
        assert (figures[name].value, figures[name].n) == (None, 0)
        assert str(figures[name].why) == "undefined: nothing that two annotators labelled"


def test_labels_that_could_be_chosen_count_for_chance():
    rows = [["a", "a"], ["a", "b"]]
    assert cases.as_layers(rows).value("label.even") == 0.0
    more = [[*row, None] for row in [*rows, ["c", None], [None, "d"]]]
    assert cases.as_layers(more).value("label.even") == pytest.approx((0.5 - 0.25) / 0.75)


def test_weighted_kappa_of_three_is_the_mean_over_their_pairs():
    rows = [["1", "2", "4"], ["2", "2", "1"], ["4", "4", "4"], ["1", "1", None]]
    case = cases.as_attribute(rows)
    pairs = list(case.pairs("linear.item.rating").values())
    assert case.value("linear.item.rating") == pytest.approx(sum(pairs) / 3)
    two = cases.as_attribute([row[:2] for row in rows]).value("linear.item.rating")
    assert pairs[0] == pytest.approx(two)


def test_only_numbers_have_distances():
    assert not any(name.startswith("ordinal") for name in values(cases.as_attribute([["a", "b"]])))
