"""What nobody set is no agreement: a value that is missing is not the same value."""

import pytest

from pullquote.agreement.disagreements.disagreement_list import disagreements
from pullquote.agreement.figures.summary import summarise
from pullquote.agreement.values import Scope


def figures(corpus):
    found = summarise(corpus.study(), Scope(), all_measures=True, resamples=10).figures
    return {figure.id: figure for figure in found}


UNSET = {
    "date.": "undefined: nobody gave a matched date a value",
    "speaker.": "undefined: nobody named a speaker of a matched label",
    "attribute.": "undefined: no value set by two annotators",
    "observed.": "undefined: no value set by two annotators",
    "ac1.": "undefined: no value set by two annotators",
}


@pytest.mark.parametrize("people", [(1, 2), (1, 2, 3)])
def test_what_nobody_set_is_undefined(corpus, people):
    for document in (1, 2, 3):
        for person in people:
            corpus.annotate(document, person, "quote", 0, 26)
            corpus.annotate(document, person, "date", 40, 46)
    for name, figure in figures(corpus).items():
        for family, why in UNSET.items():
            if name.startswith(family):
                assert (figure.value, figure.n, str(figure.why)) == (None, 0, why), name


def test_what_one_set_is_missing_and_never_the_default_of_the_schema(corpus):
    corpus.annotate(1, 1, "quote", 0, 26, kind="direct")
    corpus.annotate(1, 2, "quote", 0, 26)
    found = figures(corpus)
    for family in ("attribute", "observed", "ac1"):
        assert (found[f"{family}.quote.kind"].value, found[f"{family}.quote.kind"].n) == (None, 0)
    (row,) = disagreements(corpus.study(), Scope())
    assert (row.kind, row.detail) == ("attribute", "kind")
    assert [reading.description for reading in row.readings] == ["direct", "no value"]


def test_a_value_that_one_of_three_left_out_weighs_as_two(corpus):
    """Krippendorff (2004), chapter 11: a place weighs as many values as it has."""
    said = [
        ("direct", "direct", "partial"),
        ("direct", "direct", None),
        ("partial", None, "direct"),
    ]
    for document, kinds in enumerate(said, 1):
        for person, kind in enumerate(kinds, 1):
            more = {} if kind is None else {"kind": kind}
            corpus.annotate(document, person, "quote", 0, 26, **more)
    found = figures(corpus)["observed.quote.kind"]
    assert found.value == pytest.approx((1 + 2 + 0) / (3 + 2 + 2))
    assert found.n == 5


def test_no_speaker_is_an_answer_where_somebody_named_one(corpus):
    for document, speaker in ((1, 5), (2, None)):
        corpus.annotate(document, 1, "quote", 0, 26, speaker=5)
        corpus.annotate(document, 2, "quote", 0, 26, speaker=speaker)
    for person in (1, 2):
        corpus.annotate(3, person, "quote", 0, 26)
    found = figures(corpus)
    for name in ("observed", "form"):
        assert (found[f"speaker.{name}"].value, found[f"speaker.{name}"].n) == (0.5, 2)


def test_a_date_without_a_value_is_an_answer_where_somebody_gave_one(corpus):
    for document, value in ((1, "2026-02-03"), (2, "")):
        corpus.annotate(document, 1, "date", 0, 6, value="2026-02-03")
        corpus.annotate(document, 2, "date", 0, 6, **({"value": value} if value else {}))
    for person in (1, 2):
        corpus.annotate(3, person, "date", 0, 6)
    found = figures(corpus)
    for name in ("exact", "jaccard", "granularity"):
        assert (found[f"date.{name}"].value, found[f"date.{name}"].n) == (0.5, 2), name
