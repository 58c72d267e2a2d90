"""What a key takes at the caret."""

from itertools import pairwise

import pytest

from pullquote.suggest.words_at_caret import (
    extent_of,
    grow,
    nearest,
    next_quotation,
    shrink,
    unit_at,
)
from pullquote.text.spans import Span

TEXT = (
    "The harbour ministry said on Tuesday that no ferry will sail before 3 May.\n"
    "“We wait for the pilots,” ministry spokeswoman Ada Lindqvist told reporters. “They decide.”\n"
    "She added that the “old quay” stays shut."
)


def at(words: str, unit: str, inside: int = 1) -> str | None:
    span = unit_at(TEXT, TEXT.index(words) + inside, unit)
    return span.of(TEXT) if span else None


@pytest.mark.parametrize(
    ("where", "unit", "found"),
    [
        ("wait", "quotation", "“We wait for the pilots,”"),
        ("They", "quotation", "“They decide.”"),
        ("quay", "quotation", "“old quay”"),
        ("Lindqvist", "name", "ministry spokeswoman Ada Lindqvist"),
        ("ministry said", "name", "The harbour ministry"),
        ("She", "name", "She"),
        ("told", "verb", "told"),
        ("reporters", "verb", "told"),
        ("Tuesday", "date", "Tuesday"),
        ("3 May", "date", "3 May"),
        ("ferry", "clause", "no ferry will sail before 3 May"),
        ("stays", "clause", "the “old quay” stays shut"),
        ("pilots", "word", "pilots"),
    ],
)
def test_takes_the_thing_around_the_caret(where: str, unit: str, found: str) -> None:
    assert at(where, unit) == found


def test_a_clause_ends_before_the_next_one() -> None:
    text = "The ministry said that no ferry will sail, but the pilots hope for May."
    assert unit_at(text, text.index("ferry"), "clause").of(text) == "no ferry will sail"


REPORTS = (
    "On Tuesday, Mia Lund said that the port is shut, but the pilots expect it to open. "
    "Ferries will sail by June, the ministry said on Monday. The port opened on 3 May. "
    "The talks began, but stopped in April."
)


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("Tuesday", "the port is shut"),
        ("port is", "the port is shut"),
        ("expect", "the pilots expect it to open"),
        ("June", "Ferries will sail by June"),
        ("Monday", "Ferries will sail by June"),
        ("3 May", "The port opened on 3 May"),
        ("April", "The talks began, but stopped in April"),
    ],
)
def test_a_report_claims_what_is_reported_wherever_the_caret_is(where: str, found: str) -> None:
    start = REPORTS.index(where)
    assert unit_at(REPORTS, start, "clause").of(REPORTS) == found


def test_a_date_that_is_chosen_claims_the_clause_that_it_is_in() -> None:
    start = REPORTS.index("3 May")
    chosen = Span(start, start + len("3 May"))
    assert extent_of(REPORTS, chosen, "clause").of(REPORTS) == "The port opened on 3 May"


def test_no_quotation_where_there_are_no_marks() -> None:
    assert at("ferry", "quotation") is None


def test_a_caret_behind_the_closing_mark_still_takes_the_quotation() -> None:
    end = TEXT.index("pilots,”") + len("pilots,”")
    assert unit_at(TEXT, end, "quotation").of(TEXT) == "“We wait for the pilots,”"


def test_the_next_quotation_is_after_the_caret() -> None:
    first = next_quotation(TEXT, 0)
    assert first.of(TEXT) == "“We wait for the pilots,”"
    assert next_quotation(TEXT, first.end).of(TEXT) == "“They decide.”"
    assert next_quotation(TEXT, len(TEXT) - 5) is None


def test_quotations_far_off_are_found_too() -> None:
    far = "plain words here. " * 3000 + "“At last,” he said."
    assert next_quotation(far, 0).of(far) == "“At last,”"


def test_a_choice_grows_from_the_word_to_the_paragraph_and_back() -> None:
    offset = TEXT.index("wait")
    steps = [Span(offset, offset)]
    while (larger := grow(TEXT, steps[-1])) != steps[-1]:
        steps.append(larger)
    assert [s.of(TEXT) for s in steps[1:4]] == [
        "wait",
        "We wait for the pilots,",
        "“We wait for the pilots,”",
    ]
    assert steps[-1].of(TEXT) == TEXT.split("\n")[1]
    for smaller, larger in pairwise(steps[1:]):
        assert shrink(TEXT, larger, offset) == smaller


def test_the_nearest_date_of_the_sentence_is_found() -> None:
    claim = Span(TEXT.index("no ferry"), TEXT.index(" before"))
    assert nearest(TEXT, claim, "date").of(TEXT) == "Tuesday"
    assert nearest(TEXT, claim, "verb").of(TEXT) == "said"
