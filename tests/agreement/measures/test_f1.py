"""F1 of labels against counting by sets; the measures of ends."""

from collections import Counter
from itertools import combinations

import case_studies as cases
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.agreement.measures.document_sums import mean_of_known
from pullquote.agreement.measures.f1 import f1

LENGTHS = {1: 12, 2: 12}
rows = st.lists(
    st.tuples(
        st.sampled_from((1, 2)),
        st.sampled_from((1, 2, 3)),
        st.sampled_from("QS"),
        st.integers(0, 5),
        st.integers(1, 4),
    ).map(lambda row: (*row[:4], row[3] + row[4], {}, None)),
    max_size=16,
)
EVERYBODY = [(d, a) for d in LENGTHS for a in (1, 2, 3)]


def case(found, done=EVERYBODY, lengths=LENGTHS):
    layers = [cases.layer(name) for name in "QS"]
    return cases.Case(cases.study(layers, ("A", "B", "C"), found, done, lengths))


def plain_f1(found, done, layers="QS"):
    """By pair; None where neither marked anything or nothing is common."""
    values = {}
    for one, other in combinations((1, 2, 3), 2):
        common = [d for d in LENGTHS if {(d, one), (d, other)} <= set(done)]
        marks = [m[:5] for m in found if m[0] in common and m[2] in layers]
        ours = Counter((m[0], *m[2:]) for m in marks if m[1] == one)
        theirs = Counter((m[0], *m[2:]) for m in marks if m[1] == other)
        total = ours.total() + theirs.total()
        values[one, other] = 2 * (ours & theirs).total() / total if total else None
    return values


@settings(max_examples=60, deadline=None)
@given(rows, st.lists(st.booleans(), min_size=6, max_size=6))
def test_exact_f1_is_that_of_sets_with_repeats(found, who):
    done = [pair for pair, chosen in zip(EVERYBODY, who, strict=True) if chosen]
    found = [mark for mark in found if mark[:2] in done]
    made = case(found, done)
    expected, summary = plain_f1(found, done), made.summary()
    for pair, cell in summary.pairs["detection.exact"].items():
        assert cell.value == (None if expected[pair] is None else pytest.approx(expected[pair]))
    values = [value for value in expected.values() if value is not None]
    mean = pytest.approx(sum(values) / len(values)) if values else None
    assert made.value("detection.exact") == mean
    for layer in "QS":
        own = [v for v in plain_f1(found, done, layer).values() if v is not None]
        cell = summary.by_layer["detection.exact"][layer]
        assert cell.value == (pytest.approx(sum(own) / len(own)) if own else None)


@settings(max_examples=40, deadline=None)
@given(rows)
def test_the_looser_the_question_the_higher_the_answer(found):
    values = {f.id: f.value for f in case(found).summary().figures}
    if values["detection.exact"] is not None:
        assert values["detection.exact"] <= values["detection.iou"] <= values["detection.overlap"]


def test_not_done_is_missing_and_done_with_nothing_is_an_answer():
    found = [(d, a, "Q", 0, 9, {}, None) for d, a in ((1, 1), (1, 2), (2, 1), (2, 3))]
    done = [pair for pair in EVERYBODY if pair != (1, 3)]
    pairs = case(found, done).pairs("detection.exact")
    assert pairs == {("A", "B"): pytest.approx(2 / 3), ("A", "C"): 1.0, ("B", "C"): 0.0}


def test_many_documents_with_one_huge_text():
    huge, last = 20_000_000, 2_000
    found = [(1, 1, "Q", 0, huge), (1, 2, "Q", 0, huge), (last, 1, "S", 0, 9), (last, 2, "S", 0, 9)]
    lengths = {document: huge if document == 1 else 9 for document in range(1, last + 1)}
    done = [(document, who) for document in lengths for who in (1, 2)]
    made = case([(*mark, {}, None) for mark in found], done, lengths)
    assert made.value("detection.exact") == 1.0


def test_a_pair_with_nothing_is_left_out_of_the_mean():
    values = f1(np.array([1, 0]), np.array([4, 0]))
    assert np.isnan(values[1])
    assert mean_of_known(values) == 0.5
    assert np.isnan(mean_of_known(np.array([np.nan])))


def test_a_pair_says_why_it_has_no_value():
    cells = case([], [(1, 1), (1, 2), (2, 2), (2, 3)]).summary().pairs["detection.exact"]
    assert str(cells[1, 2].why) == "undefined: nothing marked"
    assert str(cells[1, 3].why) == "no common documents"


def test_ends_that_differ():
    found = [(1, 1, "Q", 0, 10), (1, 2, "Q", 0, 8), (2, 1, "Q", 4, 10), (2, 2, "Q", 0, 10)]
    done = [(document, who) for document in (1, 2) for who in (1, 2)]
    made = case([(*mark, {}, None) for mark in found], done)
    assert made.value("boundaries.start") == made.value("boundaries.end") == 0.5
    assert made.value("boundaries.iou") == pytest.approx((0.8 + 0.6) / 2)
    assert made.value("detection.overlap", "Q") == 1.0
