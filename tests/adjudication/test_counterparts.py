"""Choices carried to the same words in another place."""

from pullquote.adjudication.counterparts import best_match, counterparts
from pullquote.adjudication.values import Choice, Item
from pullquote.duplicates.alignment import Alignment, Stretch
from pullquote.model.values import Annotation
from pullquote.text.spans import Span


def aligned(here: str, there: str) -> Alignment:
    return Alignment(Stretch(here), Stretch(there))


def label(start: int, end: int, **attributes: str) -> Annotation:
    return Annotation(1, "u", 1, 1, "quote", start, end, attributes, speaker=4)


def item(*choices: tuple[Annotation, ...]) -> Item:
    made = tuple(Choice((n,), labels, ()) for n, labels in enumerate(choices))
    return Item("k", 1, "quote", Span(0, 20), "boundary", "", "open", made)


def same(speaker: int | None) -> int | None:
    return speaker


def test_each_choice_finds_the_one_that_says_the_same() -> None:
    text = "x " * 50 + "word " * 5
    across = Alignment(Stretch("word " * 5), Stretch(text, Span(100, 125)))
    here = item((label(0, 9),), (label(0, 14),), (), (label(0, 9, kind="direct"),))
    there = item((), (label(100, 114),), (label(100, 109),))
    assert counterparts(here, there, across, same) == (2, 1, 0, None)


def test_another_speaker_is_another_choice_unless_they_were_merged() -> None:
    across = aligned("word word", "word word")
    here, there = item((label(0, 9),)), item((Annotation(2, "v", 2, 1, "quote", 0, 9, speaker=5),))
    assert counterparts(here, there, across, same) == (None,)
    assert counterparts(here, there, across, lambda _: 4) == (0,)


def test_typography_of_another_length_is_forgiven() -> None:
    across = aligned("one -- two three", "one — two three")
    assert counterparts(item((label(0, 10),)), item((label(0, 9),)), across, same) == (0,)
    assert counterparts(item((label(0, 10),)), item((label(0, 15),)), across, same) == (None,)


def test_the_best_match_shares_half_of_both() -> None:
    found = item((label(0, 20),))
    assert best_match([found], "quote", Span(5, 20)) is found
    assert best_match([found], "quote", Span(15, 40)) is None
    assert best_match([found], "cue", Span(0, 20)) is None
