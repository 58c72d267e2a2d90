import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.agreement.columns import spans
from pullquote.agreement.measures.unitizing_alpha import u_alpha, unitized

LENGTHS = np.array([15, 9])
DONE = np.ones((2, 3), dtype=bool)


@st.composite
def studies(draw):
    """Spans of three annotators in two documents; those of one annotator part."""
    rows = []
    for document, annotator in ((d, a) for d in range(2) for a in range(3)):
        at = 0
        steps = st.tuples(st.integers(0, 4), st.integers(1, 6), st.integers(0, 1))
        for gap, size, layer in draw(st.lists(steps, max_size=3)):
            end = min(at + gap + size, int(LENGTHS[document]))
            if at + gap < end:
                rows.append((document, annotator, layer, at + gap, end))
                at = end
    return rows


def joined(rows, annotator, layer):
    """(start, end) on the one line of both documents."""
    base = [0, int(LENGTHS[0])]
    return [(base[d] + s, base[d] + e) for d, a, k, s, e in rows if (a, k) == (annotator, layer)]


@given(studies(), st.integers(0, 1))
def test_alpha_u_is_its_definition_pair_by_pair(rows, layer):
    """Krippendorff (1995), eqs 5 to 8, written with loops over pairs of units and of gaps."""
    size = int(LENGTHS.sum())
    units = [joined(rows, annotator, layer) for annotator in range(3)]
    observed = 0.0
    for one in range(3):
        for other in range(3):
            for start, end in units[one] if one != other else ():
                met = [(s, e) for s, e in units[other] if s < end and start < e]
                observed += sum((start - s) ** 2 + (end - e) ** 2 for s, e in met) / 2
                observed += 0 if met else (end - start) ** 2
    gaps = []
    for marks in units:
        edges = [0, *(edge for mark in sorted(marks) for edge in mark), size]
        gaps += [right - left for left, right in zip(edges[::2], edges[1::2], strict=True)]
    sizes = [end - start for marks in units for start, end in marks]
    expected = sum(
        (len(sizes) - 1) / 3 * (2 * n**3 - 3 * n**2 + n)
        + n**2 * sum(gap - n + 1 for gap in gaps if gap >= n)
        for n in sizes
    )
    ways = 3 * size * (3 * size - 1) - sum(n * (n - 1) for n in sizes)
    found = unitized(spans(rows), DONE, LENGTHS, 2)
    assert found.observed[layer] == pytest.approx(2 * observed / (3 * 2 * size**2))
    assert found.expected[layer] == pytest.approx(2 / size * expected / ways)


@given(studies(), st.permutations(range(3)), st.randoms(use_true_random=False))
def test_names_and_order_change_nothing(rows, names, random):
    other = [(document, names[who], 1 - layer, *ends) for document, who, layer, *ends in rows]
    random.shuffle(other)
    ours, theirs = (unitized(spans(each), DONE, LENGTHS, 2) for each in (rows, other))
    assert ours.alpha().value == pytest.approx(theirs.alpha().value)
    assert ours.observed == pytest.approx(theirs.observed[::-1])
    one, two = (u_alpha(spans(each), DONE, LENGTHS, 2) for each in (rows, other))
    for name in ("all", "marked", "labels"):
        assert getattr(one, name).value == pytest.approx(getattr(two, name).value)


def test_one_agrees_with_oneself():
    rows = [(0, who, layer, 5 * layer, 5 * layer + 3) for who in range(3) for layer in (0, 1)]
    assert unitized(spans(rows), DONE, LENGTHS, 2).alpha().value == 1.0
    family = u_alpha(spans(rows), DONE, LENGTHS, 2)
    assert (family.all.value, family.marked.value, family.labels.value) == (1.0, 1.0, 1.0)
    assert [cell.value for cell in (*family.by_layer, *family.covered)] == [1.0] * 4
    assert family.experimental


def test_documents_that_not_all_have_done_are_left_out():
    rows = [(0, who, 0, 2, 7) for who in range(3)] + [(1, 0, 0, 0, 9)]
    done = np.array([[True] * 3, [True, False, True]])
    assert unitized(spans(rows), done, LENGTHS, 1).alpha().value == 1.0
    assert u_alpha(spans(rows), done, LENGTHS, 1).all.value == 1.0


def test_why_there_is_no_value():
    nothing = unitized(spans([]), DONE, LENGTHS, 1).alpha()
    assert (nothing.value, str(nothing.why)) == (None, "undefined: nothing marked")
    apart = unitized(spans([]), np.zeros((2, 3), dtype=bool), LENGTHS, 1).alpha()
    assert (apart.value, str(apart.why)) == (None, "no common documents")
    assert str(u_alpha(spans([]), DONE, LENGTHS, 1).all.why) == "undefined: nothing marked"
    alone = u_alpha(spans([(0, 0, 0, 0, 4)]), DONE, LENGTHS, 1)
    assert str(alone.labels.why) == "undefined: no two annotators marked the same text"


def test_one_label_per_place():
    with pytest.raises(ValueError, match="overlap"):
        u_alpha(spans([(0, 0, 0, 0, 5), (0, 0, 1, 2, 4)]), DONE, LENGTHS, 2)
