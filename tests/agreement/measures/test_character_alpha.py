"""Alpha over characters against the same table written out, one row a character."""

import case_studies as cases
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import ratings

from pullquote.agreement.columns import spans
from pullquote.agreement.measures.character_alpha import merged_spans

LENGTHS = {1: 12, 2: 1, 3: 7}
LAYERS = "QS"


@st.composite
def studies(draw):
    """Labels, which may lie inside one another, and who has done what."""
    done = [(d, a) for d in LENGTHS for a in (1, 2, 3) if draw(st.booleans())]
    found = []
    for document, who in done:
        steps = st.tuples(st.integers(0, 9), st.integers(1, 5), st.sampled_from(LAYERS))
        for start, size, layer in draw(st.lists(steps, max_size=4)):
            end = min(start + size, LENGTHS[document])
            if start < end:
                found.append((document, who, layer, start, end, {}, None))
    return found, done


def case(found, done):
    return cases.Case(
        cases.study([cases.layer(x) for x in LAYERS], ("A", "B", "C"), found, done, LENGTHS)
    )


def as_ratings(found, done, layer):
    """One row a character: whether each who has done the document has marked it."""

    def said(document, place, who):
        if (document, who) not in done:
            return None
        here = (row for row in found if row[:3] == (document, who, layer))
        return any(start <= place < end for *_, start, end, _, _ in here)

    return [
        [said(document, place, who) for who in (1, 2, 3)]
        for document, length in LENGTHS.items()
        for place in range(length)
    ]


def known(value):
    return None if value is None else pytest.approx(value, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(studies())
def test_each_layer_equals_its_table_of_characters(study):
    summary = case(*study).summary()
    for layer in LAYERS:
        cell = summary.by_layer["detection.alpha"][layer]
        assert cell.value == known(ratings.alpha(as_ratings(*study, layer)))


@settings(max_examples=60, deadline=None)
@given(studies())
def test_the_layers_add_up_their_disagreements(study):
    observed = expected = 0.0
    for layer in LAYERS:
        rows = as_ratings(*study, layer)
        agreed, alpha = ratings.observed(rows), ratings.alpha(rows)
        if alpha is not None:
            observed += 1 - agreed
            marked = [value for row in ratings.pairable(rows) for value in row]
            ones, n = sum(marked), len(marked)
            expected += 2 * ones * (n - ones) / (n * (n - 1))
    whole = 1 - observed / expected if expected else None
    assert case(*study).value("detection.alpha") == known(whole)


def test_what_is_not_done_is_missing_not_unmarked():
    found = [(1, who, "Q", start, start + 4, {}, None) for who, start in ((1, 0), (2, 0), (3, 6))]
    done = [(1, 1), (1, 2)]
    assert case(found, done).value("detection.alpha") == 1.0
    assert case(found, [*done, (1, 3)]).value("detection.alpha") < 0.5


def test_labels_of_one_layer_inside_one_another_are_one_stretch():
    united = merged_spans(
        spans([(0, 0, 0, 4, 6), (0, 0, 0, 0, 5), (0, 0, 0, 6, 7), (0, 1, 0, 0, 2)])
    )
    rows = zip(united.annotator.tolist(), united.start.tolist(), united.end.tolist(), strict=True)
    assert sorted(rows) == [(0, 0, 6), (0, 6, 7), (1, 0, 2)]


def test_one_layer_chosen_is_that_layer():
    found = [(1, 1, "Q", 0, 4, {}, None), (1, 2, "Q", 2, 6, {}, None), (1, 1, "S", 0, 9, {}, None)]
    made = case(found, [(1, 1), (1, 2)])
    cell = made.summary().by_layer["detection.alpha"]["Q"]
    assert made.value("detection.alpha", "Q") == pytest.approx(cell.value)


def test_every_document_is_its_own_table():
    found = [(d, who, "Q", 0, 3 + who, {}, None) for d in (1, 3) for who in (1, 2)]
    done = [(d, who) for d in (1, 3) for who in (1, 2)]
    cells = case(found, done).summary().by_document["detection.alpha"]
    assert cells[3].value == pytest.approx(ratings.alpha(as_ratings(found, done, "Q")[13:]))
