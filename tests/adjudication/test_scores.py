"""Precision, recall and F1 against the adjudicated version."""

import pytest

from pullquote.adjudication.scores import ALL, Score, against

OWN, ANNA = 9, 1


def test_spans_are_counted_by_layer_and_together() -> None:
    wanted = [(1, OWN, "quote", 0, 10), (1, OWN, "quote", 20, 30), (1, OWN, "cue", 40, 44)]
    marked = [(1, ANNA, "quote", 0, 10), (1, ANNA, "quote", 22, 30), (1, ANNA, "date", 40, 44)]
    (found,) = against(wanted, marked, [(1, ANNA)])
    assert (found.annotator, found.documents) == (ANNA, 1)
    assert found.exact == {
        ALL: Score(1, 3, 3),
        "quote": Score(1, 2, 2),
        "cue": Score(0, 0, 1),
        "date": Score(0, 1, 0),
    }
    assert found.overlap["quote"] == Score(2, 2, 2)


def test_only_documents_that_the_annotator_did_count() -> None:
    wanted = [(1, OWN, "quote", 0, 10), (2, OWN, "quote", 0, 10)]
    (found,) = against(wanted, [(1, ANNA, "quote", 0, 10)], [(1, ANNA)])
    assert found.exact[ALL] == Score(1, 1, 1)


def test_somebody_who_marked_nothing_has_no_precision() -> None:
    (found,) = against([(1, OWN, "quote", 0, 10)], [], [(1, ANNA)])
    score = found.exact[ALL]
    assert (score.precision, score.recall, score.f1) == (None, 0.0, 0.0)


def test_where_nothing_is_marked_by_anybody_nothing_is_defined() -> None:
    (found,) = against([], [], [(1, ANNA)])
    score = found.exact[ALL]
    assert (score.precision, score.recall, score.f1) == (None, None, None)


def test_the_shares() -> None:
    score = Score(matched=3, annotated=4, wanted=6)
    assert score.precision == 0.75
    assert score.recall == 0.5
    assert score.f1 == pytest.approx(0.6)
