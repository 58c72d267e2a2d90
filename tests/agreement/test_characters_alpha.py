import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.agreement.columns import spans
from pullquote.agreement.measures import ratings
from pullquote.agreement.measures.character_alpha import (
    characters_by_layer,
    characters_of_all_layers,
    merged_spans,
    overlapping_layers,
    pooled_alpha,
)
from pullquote.agreement.measures.krippendorff_alpha import nominal_alpha

LENGTHS = np.array([12, 0, 7])
LAYERS = 2


@st.composite
def studies(draw, *, nested=False):
    """Rows of spans, and who has done what; spans of one annotator part unless `nested`."""
    done = np.array(
        draw(st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=3, max_size=3))
    )
    rows = []
    for document, annotator in ((d, a) for d in (0, 2) for a in range(3)):
        at = 0
        for gap, size, layer in draw(
            st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5), st.integers(0, 1)), max_size=4)
        ):
            start = at + gap
            end = min(start + size, int(LENGTHS[document]))
            if start < end:
                rows.append((document, annotator, layer, start, end))
                at = start + 1 if nested else end
    return rows, done


def as_ratings(rows, done, mark):
    """One item per character; what `mark` says of the layers that an annotator gave it."""

    def said(document, place, annotator):
        here = [row for row in rows if row[:2] == (document, annotator)]
        return mark({layer for *_, layer, start, end in here if start <= place < end})

    items = [
        [said(document, place, a) if done[document, a] else None for a in range(3)]
        for document, length in enumerate(LENGTHS.tolist())
        for place in range(length)
    ]
    return ratings.ratings(items)


def known(value):
    return None if math.isnan(value) else pytest.approx(value, abs=1e-12)


@given(studies())
def test_the_sweep_equals_the_matrix_of_characters(study):
    rows, done = study
    tally = characters_of_all_layers(spans(rows), done, LENGTHS, LAYERS)
    matrix = ratings.alpha_of_ratings(
        as_ratings(rows, done, lambda layers: max(layers, default=-1))
    )
    assert matrix.value == known(float(tally.alpha()))
    assert matrix.n == tally.counts.sum()


@given(studies(nested=True), st.integers(0, 1))
def test_each_layer_equals_its_binary_matrix(study, layer):
    rows, done = study
    tally = characters_by_layer(spans(rows), done, LENGTHS, LAYERS)
    matrix = ratings.alpha_of_ratings(as_ratings(rows, done, lambda layers: layer in layers))
    assert matrix.value == known(float(tally.alpha()[layer]))


@given(studies(nested=True))
def test_sums_over_documents_are_the_whole(study):
    rows, done = study
    whole = characters_by_layer(spans(rows), done, LENGTHS, LAYERS)
    for document in range(len(LENGTHS)):
        own = [(0, *row[1:]) for row in rows if row[0] == document]
        part = characters_by_layer(spans(own), done[[document]], LENGTHS[[document]], LAYERS)
        assert (part.agreeing[0] == whole.agreeing[document]).all()
        assert (part.counts[0] == whole.counts[document]).all()


@given(studies(nested=True), st.permutations(range(3)), st.randoms(use_true_random=False))
def test_names_and_order_change_nothing(study, names, random):
    rows, done = study
    other = [(document, names[who], 1 - layer, *ends) for document, who, layer, *ends in rows]
    random.shuffle(other)
    renamed = np.empty_like(done)
    renamed[:, names] = done
    ours = characters_by_layer(spans(rows), done, LENGTHS, LAYERS).alpha()
    theirs = characters_by_layer(spans(other), renamed, LENGTHS, LAYERS).alpha()
    assert ours == pytest.approx(theirs[::-1], nan_ok=True)


def test_one_agrees_with_oneself():
    rows = [(0, who, 0, 2, 9) for who in range(3)]
    done = np.ones((3, 3), dtype=bool)
    assert characters_of_all_layers(spans(rows), done, LENGTHS, 1).alpha() == 1.0


def test_nothing_marked_is_undefined():
    done = np.ones((3, 3), dtype=bool)
    assert math.isnan(characters_of_all_layers(spans([]), done, LENGTHS, 1).alpha())


def test_what_is_not_done_is_missing_not_unmarked():
    rows = [(0, 0, 0, 0, 4), (0, 1, 0, 0, 4), (0, 2, 0, 6, 9)]
    done = np.array([[True, True, False]] * 3)
    assert characters_of_all_layers(spans(rows), done, LENGTHS, 1).alpha() == 1.0
    done[0, 2] = True
    assert characters_of_all_layers(spans(rows), done, LENGTHS, 1).alpha() < 0.5


def test_one_set_of_labels_has_one_label_per_character():
    rows = [(0, 0, 0, 0, 8), (0, 0, 1, 2, 4)]
    assert overlapping_layers(spans(rows))
    with pytest.raises(ValueError, match="overlap"):
        characters_of_all_layers(spans(rows), np.ones((3, 1), dtype=bool), LENGTHS, 2)


def test_nested_spans_of_one_layer_are_one_stretch():
    united = merged_spans(
        spans([(0, 0, 0, 4, 6), (0, 0, 0, 0, 5), (0, 0, 0, 6, 7), (0, 1, 0, 0, 2)])
    )
    rows = zip(united.annotator.tolist(), united.start.tolist(), united.end.tolist(), strict=True)
    assert sorted(rows) == [(0, 0, 6), (0, 6, 7), (1, 0, 2)]


def test_one_layer_pooled_is_that_layer():
    rows = [(0, 0, 0, 0, 4), (0, 1, 0, 2, 6)]
    tally = characters_by_layer(spans(rows), np.ones((3, 2), dtype=bool), LENGTHS, 1)
    pooled = pooled_alpha(tally.agreeing.sum(axis=0), tally.counts.sum(axis=0))
    assert pooled == pytest.approx(tally.alpha()[0])


def test_sums_of_many_resamples_at_once():
    agreeing, counts = np.array([8.0, 10.0]), np.array([[4.0, 6.0], [10.0, 0.0]])
    values = nominal_alpha(agreeing, counts)
    assert values[0] == pytest.approx(1 - 0.2 / (48 / 90))
    assert math.isnan(values[1])
