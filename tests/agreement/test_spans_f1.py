import math
from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.agreement.columns import spans
from pullquote.agreement.matching.matches import match_spans
from pullquote.agreement.measures.boundaries import boundary_sums, median_shifts
from pullquote.agreement.measures.f1 import exact_counts, f1, f1_cell, mean_f1, overlap_counts
from pullquote.agreement.measures.semeval import semeval_counts

rows = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.integers(0, 2),
        st.integers(0, 1),
        st.integers(0, 5),
        st.integers(1, 4),
    ).map(lambda row: (*row[:4], row[3] + row[4])),
    max_size=16,
)
DONE = np.ones((2, 3), dtype=bool)


@given(rows, st.lists(st.booleans(), min_size=6, max_size=6))
def test_exact_f1_is_that_of_sets_with_repeats(marks, who):
    done = np.array(who).reshape(2, 3)
    found = exact_counts(spans(marks), done, 2)
    for pair, (one, other) in enumerate(combinations(range(3), 2)):
        common = [d for d in (0, 1) if done[d, one] and done[d, other]]
        ours = Counter((m[0], *m[2:]) for m in marks if m[1] == one and m[0] in common)
        theirs = Counter((m[0], *m[2:]) for m in marks if m[1] == other and m[0] in common)
        total = ours.total() + theirs.total()
        value = found.f1()[pair]
        assert found.total[:, :, pair].sum() == total
        if total:
            assert value == pytest.approx(2 * (ours & theirs).total() / total)
        else:
            assert math.isnan(value)


@given(rows)
def test_the_looser_the_question_the_higher_the_answer(marks):
    columns = spans(marks)
    matches = match_spans(columns)
    exact = exact_counts(columns, DONE, 2).matched
    half = overlap_counts(columns, matches, DONE, 2, over=0.5).matched
    loose = overlap_counts(columns, matches, DONE, 2).matched
    assert (exact <= half).all()
    assert (half <= loose).all()


@given(rows)
def test_one_agrees_with_oneself(marks):
    own = [mark for mark in marks if mark[1] == 0]
    twice = own + [(document, 1, *rest) for document, _, *rest in own]
    columns = spans(twice)
    for found in (
        exact_counts(columns, DONE[:, :2], 2),
        overlap_counts(columns, match_spans(columns), DONE[:, :2], 2),
    ):
        assert not own or found.f1()[0] == 1.0


def test_not_done_is_missing_and_done_with_nothing_is_an_answer():
    marks = [(0, 0, 0, 0, 9), (0, 1, 0, 0, 9), (1, 0, 0, 0, 9), (1, 2, 0, 0, 9)]
    done = np.array([[True, True, False], [True, True, True]])
    assert exact_counts(spans(marks), done, 1).f1() == pytest.approx([2 / 3, 1.0, 0.0])


def test_many_documents_with_one_huge_text():
    huge, last = 20_000_000, 99_999
    marks = [(0, 0, 0, 0, huge), (0, 1, 0, 0, huge), (last, 0, 5, 0, 9), (last, 1, 5, 0, 9)]
    found = exact_counts(spans(marks), np.ones((last + 1, 2), dtype=bool), 6)
    assert found.matched.sum() == 2
    assert found.matched[last, 5, 0] == 1


def test_a_pair_with_nothing_is_left_out_of_the_mean():
    values = f1(np.array([1, 0]), np.array([4, 0]))
    assert math.isnan(values[1])
    assert mean_f1(values) == 0.5
    assert math.isnan(mean_f1(np.array([np.nan])))


def test_a_pair_says_why_it_has_no_value():
    assert str(f1_cell(0, 0, 0).why) == "no common documents"
    assert str(f1_cell(0, 0, 3).why) == "undefined: nothing marked"
    assert f1_cell(1, 4, 3).value == 0.5


def test_layers_and_documents_have_their_own_counts():
    marks = [(0, 0, 0, 0, 4), (0, 1, 0, 0, 4), (1, 0, 1, 0, 8), (1, 1, 1, 0, 6)]
    columns = spans(marks)
    exact = exact_counts(columns, DONE, 2).matched[:, :, 0]
    loose = overlap_counts(columns, match_spans(columns), DONE, 2).matched[:, :, 0]
    assert exact.tolist() == [[1, 0], [0, 0]]
    assert loose.tolist() == [[1, 0], [0, 1]]


def test_ends_that_differ():
    marks = [(0, 0, 0, 0, 10), (0, 1, 0, 0, 8), (1, 0, 0, 4, 10), (1, 1, 0, 0, 10)]
    columns = spans(marks)
    matches = match_spans(columns)
    sums = boundary_sums(columns, matches, DONE[:, :2], 1)
    assert sums.matched.ravel().tolist() == [1, 1]
    assert sums.same_start.ravel().tolist() == [1, 0]
    assert sums.same_end.ravel().tolist() == [0, 1]
    assert sums.iou.ravel() == pytest.approx([0.8, 0.6])
    assert median_shifts(columns, matches) == (4.0, 2.0)
    assert median_shifts(columns, matches.take(matches.exact)) == (None, None)


def test_the_right_one_is_correct_whatever_stands_beside_it():
    marks = [(0, 0, 0, 5, 9), (0, 1, 0, 4, 9), (0, 1, 0, 5, 9)]
    assert semeval_counts(spans(marks))["strict"] == (1, 0, 0, 0, 1)


@given(rows)
def test_the_reference_and_the_other_change_places(marks):
    two = [(document, who % 2, *rest) for document, who, *rest in marks]
    turned = [(document, 1 - who, *rest) for document, who, *rest in two]
    for schema, found in semeval_counts(spans(two)).items():
        other = semeval_counts(spans(turned))[schema]
        assert found == other._replace(missed=other.spurious, spurious=other.missed)
