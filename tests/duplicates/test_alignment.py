"""Extents carried to the same words in another text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.duplicates import alignment
from pullquote.duplicates.alignment import Alignment, PlacedSpan, Stretch, compare_stretches
from pullquote.text.spans import Span

HERE = "The mayor said: “We will pay for it,” and left the hall. 🚢"
THERE = 'Yesterday. The old mayor said: "We will pay for it," and left.'


def placed(words: str, here: str, there: str) -> PlacedSpan | None:
    start = here.index(words)
    return Alignment(Stretch(here), Stretch(there)).place(Span(start, start + len(words)))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("“We will pay for it,”", '"We will pay for it,"'),
        ("mayor said", "mayor said"),
        ("The mayor said", "The old mayor said"),
    ],
)
def test_words_are_found_again_where_others_differ(words: str, found: str) -> None:
    there = placed(words, HERE, THERE)
    assert there is not None
    assert there.span.of(THERE) == found


@pytest.mark.parametrize(
    ("there", "found"),
    [
        ("He said: «We shall pay [in full] for it», and left.", "«We shall pay [in full] for it»"),
        ("He said:\n\n‘We will pay\n\n“for it’, and left.", "‘We will pay\n\n“for it’"),
        ("We will pay for it — all of it, he said", "We will pay for it"),
    ],
)
def test_marks_brackets_and_paragraphs_are_nothing_to_stumble_over(there: str, found: str) -> None:
    here = "He said: “We will pay for it,” and left."
    answer = placed("“We will pay for it,”", here, there)
    assert answer is not None
    assert answer.span.of(there) == found
    assert answer.is_sure == ("all of it" not in there)


def test_an_end_that_is_another_word_is_not_sure() -> None:
    here, there = "he told the reporters of it", "he told the ministers of it"
    answer = placed("the reporters", here, there)
    assert answer is not None
    assert (answer.span.of(there), answer.is_sure) == ("the ministers", False)
    assert placed("reporters", here, "he told the of it") is None


def test_offsets_are_those_of_the_whole_texts() -> None:
    here, there = Stretch("xx same words", Span(3, 13)), Stretch("yyyyy same words", Span(6, 16))
    assert Alignment(here, there).span(Span(8, 13)) == Span(11, 16)
    gone = Alignment(Stretch("one two three"), Stretch("one three")).span(Span(4, 7))
    assert gone == Span(3, 3)


def test_what_is_beside_the_repeated_words_answers_to_what_is_beside_their_copy() -> None:
    text = "“We wait,” he said. More. “We wait,” he said."
    cores = Span(1, 8), Span(27, 34)
    found = Alignment(Stretch(text), Stretch(text), cores).place(Span(0, 10))
    assert found == PlacedSpan(Span(26, 36), is_sure=True, likeness=1.0)


WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "“", "🚢", "е́"]), max_size=40)


@given(WORDS, WORDS, st.data())
def test_a_span_stays_in_the_other_stretch_and_itself_is_sure(one, other, data) -> None:
    here, there = " ".join(one), " ".join(other)
    start = data.draw(st.integers(0, len(here)))
    span = Span(start, data.draw(st.integers(start, len(here))))
    found = Alignment(Stretch(here), Stretch(there)).span(span)
    assert found.end <= len(there)
    same = Alignment(Stretch(here), Stretch(here)).place(span)
    assert same is None or same.span == span


@given(WORDS, WORDS)
def test_what_is_too_large_is_parted_and_runs_stay_in_order(one, other) -> None:
    whole = alignment._COMPARED
    alignment._COMPARED = 16
    try:
        runs = list(alignment._equal_runs(one, other))
    finally:
        alignment._COMPARED = whole
    at = there = 0
    for a, b, length in runs:
        assert a >= at
        assert b >= there
        assert one[a : a + length] == other[b : b + length]
        at, there = a + length, b + length


def test_what_differs_is_told_between_words_that_stand_in_both() -> None:
    here = "Alone here. The pilots will sail on Monday and come back to the pier at night."
    there = "Something else. The pilots may sail on Monday, they said, and come back to the pier."
    cores = Span(12, len(here)), Span(16, len(there))
    found = compare_stretches(Stretch(here), Stretch(there), cores)
    assert [span.of(here) for span in found.only_here] == ["will", "at night"]
    assert [span.of(there) for span in found.only_there] == ["may", "they said"]
    assert all(here[one] == there[other] for one, other in found.anchors[::2])


@given(WORDS, WORDS, st.integers(0, 6))
def test_a_comparison_stays_inside_and_in_order(one, other, cut) -> None:
    here, there = " ".join(one), " ".join(other)
    cores = Span(min(cut, len(here)), len(here)), Span(min(cut, len(there)), len(there))
    found = compare_stretches(Stretch(here), Stretch(there), cores)
    assert list(found.anchors) == sorted(found.anchors)
    assert [pair[1] for pair in found.anchors] == sorted(pair[1] for pair in found.anchors)
    for spans, text in ((found.only_here, here), (found.only_there, there)):
        assert all(a.end <= b.start for a, b in pairwise(spans))
        assert all(span.end <= len(text) for span in spans)
