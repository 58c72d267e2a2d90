from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.agreement.columns import Spans, pair_number, spans
from pullquote.agreement.matching.matches import match_spans
from pullquote.agreement.matching.overlap_graph import best_assignment, best_chain

rows = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.integers(0, 2),
        st.integers(0, 1),
        st.integers(0, 9),
        st.integers(1, 6),
    ).map(lambda row: (*row[:4], row[3] + row[4])),
    max_size=14,
)


def matched(marks: list, **options) -> list:
    columns = spans(marks)
    found = match_spans(columns, **options)
    return [
        (marks[one], marks[other])
        for one, other in zip(found.first.tolist(), found.second.tolist(), strict=True)
    ]


def test_the_same_span_goes_before_one_that_overlaps_more_of_another():
    marks = [(0, 0, 0, 0, 10), (0, 1, 0, 0, 9), (0, 1, 0, 0, 10)]
    assert matched(marks) == [(marks[0], marks[2])]


def test_a_span_over_two_is_matched_with_the_better_one():
    marks = [(0, 0, 0, 0, 20), (0, 1, 0, 0, 5), (0, 1, 0, 6, 20)]
    assert matched(marks) == [(marks[0], marks[2])]


def test_the_sum_counts_not_the_single_best():
    # 6 of 14 twice is more than 8 of 12 once.
    marks = [(0, 0, 0, 0, 10), (0, 0, 0, 10, 20), (0, 1, 0, 4, 14), (0, 1, 0, 14, 24)]
    assert matched(marks) == [(marks[0], marks[2]), (marks[1], marks[3])]


def test_layers_part_unless_any_is_asked_for():
    marks = [(0, 0, 0, 0, 10), (0, 1, 1, 0, 10)]
    assert matched(marks) == []
    assert matched(marks, any_layer=True) == [tuple(marks)]


def test_the_same_layer_goes_first_on_one_place():
    marks = [(0, 0, 0, 0, 9), (0, 0, 1, 0, 9), (0, 1, 1, 0, 9)]
    assert matched(marks, any_layer=True) == [(marks[1], marks[2])]


def test_documents_and_touching_spans_do_not_meet():
    assert matched([(0, 0, 0, 0, 5), (1, 1, 0, 0, 5), (0, 1, 0, 5, 9)]) == []


def test_a_place_marked_twice_is_matched_once_for_each():
    marks = [(0, 0, 0, 0, 5)] * 2 + [(0, 1, 0, 0, 5)] * 3
    assert len(matched(marks)) == 2


def test_nothing_at_all():
    assert len(match_spans(spans([]))) == 0


def test_a_tiled_text_shifted_by_half_is_one_long_chain():
    tiles = [(0, 0, 0, n * 10, n * 10 + 10) for n in range(2000)]
    shifted = [(0, 1, 0, n * 10 + 5, n * 10 + 15) for n in range(2000)]
    assert len(matched(tiles + shifted)) == 2000


def test_a_long_chain_in_which_each_match_is_worse_than_the_one_before():
    tiles = [(0, 0, 0, n * 1000, n * 1000 + 1000) for n in range(400)]
    drifting = [(0, 1, 0, n * 1001 + 1, n * 1001 + 1002) for n in range(400)]
    assert matched(tiles + drifting) == list(zip(tiles, drifting, strict=True))


@given(rows, st.booleans())
def test_no_one_to_one_matching_is_better(marks, any_layer):
    columns = spans(marks)
    found = match_spans(columns, any_layer=any_layer)
    for document in (0, 1):
        for one, other in combinations(range(3), 2):
            ours = [
                score(columns, a, b)
                for a, b in zip(found.first, found.second, strict=True)
                if columns.document[a] == document
                and (columns.annotator[a], columns.annotator[b]) == (one, other)
            ]
            best = tried(columns, document, one, other, any_layer=any_layer)
            assert sum(ours) == pytest.approx(best, abs=1e-9)


def tried(columns: Spans, document: int, one: int, other: int, *, any_layer: bool) -> float:
    def of(annotator):
        return np.flatnonzero((columns.document == document) & (columns.annotator == annotator))

    edges = [
        (int(a), int(b))
        for a in of(one)
        for b in of(other)
        if (any_layer or columns.layer[a] == columns.layer[b]) and score(columns, a, b) > 0
    ]
    best = {frozenset(): 0.0}
    for a, b in edges:
        for used, total in list(best.items()):
            if not used & {a, b}:
                grown = used | {a, b}
                best[grown] = max(best.get(grown, 0.0), total + score(columns, a, b))
    return max(best.values())


def score(columns: Spans, a: int, b: int) -> float:
    """The same ends and layer before the same ends before the sum of IoU; ties as documented."""
    shared = min(columns.end[a], columns.end[b]) - max(columns.start[a], columns.start[b])
    if shared <= 0:
        return 0.0
    iou = shared / (columns.length[a] + columns.length[b] - shared)
    alike = columns.layer[a] == columns.layer[b]
    first = 100.0 * (iou == 1) + 10_000 * (iou == 1 and alike)
    return float(iou + first + 1e-4 * alike + 1e-6 + 1e-8 * iou**2)


@given(rows, st.permutations(range(3)), st.randoms(use_true_random=False), st.booleans())
def test_names_and_order_change_nothing(marks, names, random, any_layer):
    def ious(given_marks):
        columns = spans(given_marks)
        found = match_spans(columns, any_layer=any_layer)
        return sorted(found.iou.round(9).tolist()), sorted(columns.document[found.first].tolist())

    renamed = [
        (1 - document, names[who], 1 - layer, *ends) for document, who, layer, *ends in marks
    ]
    random.shuffle(renamed)
    one, other = ious(marks), ious(renamed)
    assert one[0] == other[0]
    assert one[1] == sorted(1 - document for document in other[1])


@given(st.lists(st.floats(0.01, 1), min_size=25, max_size=25))
def test_many_paths_are_assigned_as_well_as_by_trying_all(weights):
    edges = [(row, 100 + column) for row in range(5) for column in range(5)]
    best = max(
        sum(weights[row * 5 + column] for row, column in enumerate(order))
        for order in permutations(range(5))
    )
    taken = best_assignment(edges, weights)
    assert sum(weights[number] for number in taken) == pytest.approx(best)
    assert len({edges[number][0] for number in taken}) == len(taken) == 5


def test_a_chain_takes_every_other_edge_when_they_weigh_more():
    edges = [(0, 10), (1, 10), (1, 11)]
    assert best_chain(edges, [0.5, 0.6, 0.5]) == [0, 2]
    assert best_chain(edges, [0.2, 0.9, 0.2]) == [1]


def test_pairs_are_numbered_in_the_order_of_their_axis():
    first, second = np.triu_indices(5, 1)
    assert pair_number(first, second, 5).tolist() == list(range(10))
