"""Extents and choices carried to the same words in another place."""

import pytest

from pullquote.adjudication.counterparts import Alignment, best_match, counterparts
from pullquote.adjudication.values import Choice, Item
from pullquote.model.values import Annotation
from pullquote.text.spans import Span

HERE = "The mayor said: “We will pay for it,” and left."
THERE = 'Yesterday. The old mayor said: "We will pay for it," and left.'


def carried(words: str, here: str = HERE, there: str = THERE) -> str:
    start = here.index(words)
    return Alignment(here, 0, there, 0).span(Span(start, start + len(words))).of(there)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("“We will pay for it,”", '"We will pay for it,"'),
        ("mayor", "mayor"),
        ("The mayor said", "Yesterday. The old mayor said"),
        ("left.", "left."),
    ],
)
def test_words_are_found_again_where_others_differ(words: str, found: str) -> None:
    assert carried(words).endswith(found)
    assert carried(words).split()[-1] == found.split()[-1]


def test_offsets_of_stretches_are_added() -> None:
    text = "xx same words"
    assert Alignment("same words", 10, "same words", 3).span(Span(15, 20)) == Span(8, 13)
    assert Alignment("same words", 10, "same words", 3).span(Span(15, 20)).of(text) == "words"


def label(start: int, end: int, **attributes: str) -> Annotation:
    return Annotation(1, "u", 1, 1, "quote", start, end, attributes, speaker=4)


def item(*choices: tuple[Annotation, ...]) -> Item:
    made = tuple(Choice((n,), labels, ()) for n, labels in enumerate(choices))
    return Item("k", 1, "quote", Span(0, 20), "boundary", "", "open", made)


def same(speaker: int | None) -> int | None:
    return speaker


def test_each_choice_finds_the_one_that_says_the_same() -> None:
    across = Alignment("word " * 5, 0, "word " * 5, 100)
    here = item((label(0, 9),), (label(0, 14),), (), (label(0, 9, kind="direct"),))
    there = item((), (label(100, 114),), (label(100, 109),))
    assert counterparts(here, there, across, same) == (2, 1, 0, None)


def test_another_speaker_is_another_choice_unless_they_were_merged() -> None:
    across = Alignment("word word", 0, "word word", 0)
    here, there = item((label(0, 9),)), item((Annotation(2, "v", 2, 1, "quote", 0, 9, speaker=5),))
    assert counterparts(here, there, across, same) == (None,)
    assert counterparts(here, there, across, lambda _: 4) == (0,)


def test_typography_of_another_length_is_forgiven() -> None:
    across = Alignment("one -- two three", 0, "one — two three", 0)
    assert across.slack == 2
    assert counterparts(item((label(0, 10),)), item((label(0, 9),)), across, same) == (0,)
    assert counterparts(item((label(0, 10),)), item((label(0, 15),)), across, same) == (None,)


def test_the_best_match_shares_half_of_both() -> None:
    found = item((label(0, 20),))
    assert best_match([found], "quote", Span(5, 20)) is found
    assert best_match([found], "quote", Span(15, 40)) is None
    assert best_match([found], "cue", Span(0, 20)) is None
