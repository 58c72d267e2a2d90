"""Which passage a label repeats with."""

from pullquote.exchange.corpus import (
    AnnotationRecord,
    ClusterRecord,
    DocumentRecord,
    PassageRecord,
    RepeatedPassages,
)

TEXT = "One two three. Four five six. Seven."
CLUSTERS = {"a": ClusterRecord("a", "exact", 3, 3), "b": ClusterRecord("b", "exact", 2, 2)}


def repeats(*passages: PassageRecord) -> RepeatedPassages:
    return RepeatedPassages(DocumentRecord("d", "d", TEXT, "", passages=passages), CLUSTERS)


def label(words: str) -> AnnotationRecord:
    start = TEXT.index(words)
    return AnnotationRecord("x", "Ana", "quote", start, start + len(words))


FIRST = PassageRecord(0, 13, "a", 2)
SECOND = PassageRecord(15, 28, "b", 1)


def test_a_label_inside_a_passage_repeats_with_it():
    assert repeats(FIRST, SECOND).of(label("two")) == FIRST
    assert repeats(FIRST, SECOND).of(label("Four five six")) == SECOND


def test_marks_may_lie_outside():
    assert repeats(FIRST, SECOND).of(label("One two three. ")) == FIRST


def test_words_outside_mean_that_the_whole_stands_once():
    assert repeats(FIRST).of(label("three. Four")) is None
    assert repeats(SECOND).of(label("three. Four")) is None
    assert repeats(SECOND).of(label("six. Seven")) is None
    assert repeats(FIRST, SECOND).of(label("Seven")) is None


def test_over_two_passages_the_rarer_one_counts():
    assert repeats(FIRST, SECOND).of(label("two three. Four five")) == SECOND


def test_no_passages():
    assert repeats().of(label("two")) is None
    assert repeats().copies(None) == 1
