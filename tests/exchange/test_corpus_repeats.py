"""Which passage a label repeats with."""

from pullquote.exchange.corpus import ClusterRecord, RepeatedPassages
from pullquote.exchange.records import AnnotationRecord, DocumentRecord, PassageRecord

TEXT = "One two three. Four five six. Seven."
CLUSTERS = {"a": ClusterRecord("a", "exact", 3, 3), "b": ClusterRecord("b", "exact", 2, 2)}


def repeats(*passages: PassageRecord) -> RepeatedPassages:
    return RepeatedPassages(
        DocumentRecord(uid="d", name="d", text=TEXT, passages=passages), CLUSTERS
    )


def label(words: str) -> AnnotationRecord:
    start = TEXT.index(words)
    return AnnotationRecord(
        uid="x", annotator="Ana", layer="quote", start=start, end=start + len(words)
    )


FIRST = PassageRecord(start=0, end=13, cluster="a", copy=2)
SECOND = PassageRecord(start=15, end=28, cluster="b", copy=1)


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
