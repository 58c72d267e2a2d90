"""What is said beside figures that mislead alone."""

import numpy as np
import pytest

from pullquote.agreement.figures.definitions import citable_sentence
from pullquote.agreement.figures.summary import summarise
from pullquote.agreement.figures.sums_cache import FARTHEST, median_shift
from pullquote.agreement.values import Scope, annotated_nothing, shifted


def noted(corpus):
    summary = summarise(corpus.study(), Scope(), resamples=0)
    return {f.id: str(f.note) for f in summary.figures if f.note is not None}


def test_one_deviation_among_many_points_to_ac1(corpus):
    for document in range(1, 101):
        for person in (1, 2):
            kind = "partial" if (document, person) == (7, 2) else "direct"
            corpus.annotate(document, person, "quote", 0, 26, kind=kind)
    found = noted(corpus)
    assert found == {"attribute.quote.kind": "labels too skewed: see AC1 and observed agreement"}
    values = {f.id: f.value for f in summarise(corpus.study(), Scope(), resamples=0).figures}
    assert abs(values["attribute.quote.kind"]) < 0.01
    assert values["ac1.quote.kind"] > 0.98


def test_labels_that_vary_need_no_note(corpus):
    for document in range(1, 21):
        for person in (1, 2):
            kind = "partial" if document % 2 or (document, person) == (2, 2) else "direct"
            corpus.annotate(document, person, "quote", 0, 26, kind=kind)
    assert noted(corpus) == {}


def test_who_marked_nothing_is_named(corpus):
    for document in range(1, 13):
        corpus.annotate(document, 1, "quote", 0, 26)
        corpus.done.add((document, 2))
    found = noted(corpus)
    assert found["detection.exact"] == "Bo marked nothing in 12 documents"
    corpus.annotate(3, 2, "quote", 0, 26)
    assert "detection.exact" not in noted(corpus)


def test_everybody_who_marked_nothing_is_named(corpus):
    corpus.annotate(1, 1, "quote", 0, 26)
    corpus.done |= {(1, 2), (1, 3)}
    assert noted(corpus)["detection.exact"] == "Bo and Cy marked nothing in 1 document"
    corpus.annotate(2, 1, "quote", 0, 26)
    corpus.done.add((2, 3))
    assert noted(corpus)["detection.alpha"] == "Bo (1) and Cy (2) marked nothing (documents)"


def test_middles_of_dates_that_differ_say_by_how_much(corpus):
    for document, value in enumerate(("2026-02-03", "2026-02-05", "XXXX-02-03"), 1):
        corpus.annotate(document, 1, "date", 0, 6, value="2026-02-03")
        corpus.annotate(document, 2, "date", 0, 6, value=value)
    assert noted(corpus)["date.jaccard"] == "middles 1.0 days apart in the mean"


def test_nobody_is_named_where_nobody_marked_anything(corpus):
    corpus.done |= {(1, 1), (1, 2)}
    assert noted(corpus) == {}


def test_ends_that_differ_say_by_how_much(corpus):
    for document, shift in enumerate((0, 2, 2, 5), 1):
        corpus.annotate(document, 1, "quote", 5, 26)
        corpus.annotate(document, 2, "quote", 5, 26 - shift)
    assert noted(corpus) == {"boundaries.end": "median shift: 2 characters"}
    figures = summarise(corpus.study(), Scope(), resamples=0).figures
    said = citable_sentence(next(f for f in figures if f.id == "boundaries.end"))
    assert said.endswith("; median shift: 2 characters).")


def test_one_is_said_of_one():
    assert str(shifted(1)) == "median shift: 1 character"
    assert str(annotated_nothing(["Bo"], [1])) == "Bo marked nothing in 1 document"


@pytest.mark.parametrize(
    ("shifts", "expected"), [([], None), ([3], 0), ([1, 1], 0), ([1, 0, 2], 2), ([0, 1], 1)]
)
def test_the_median_of_counts(shifts, expected):
    assert median_shift(np.array(shifts, dtype="int64")) == expected
    assert expected is None or expected <= FARTHEST
