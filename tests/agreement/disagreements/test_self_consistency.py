"""Whether one annotator marked the same words alike twice."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.agreement.disagreements.disagreement_list import differences_of, disagreements
from pullquote.agreement.disagreements.self_consistency import consistency, inconsistencies
from pullquote.agreement.values import DisagreementPlace, Scope

Corpus = Any
"""See conftest.py."""

QUOTE = (0, 26)


def copies(corpus: Corpus, *starts: int, length: int = 54) -> None:
    """A passage that stands in documents 1, 2 ... from these offsets; all done by annotator 1."""
    for document, start in enumerate(starts, 1):
        corpus.passages.append((document, start, start + length, 9, document, 0))
        corpus.done.add((document, 1))


def test_marked_alike_is_one(corpus):
    copies(corpus, 0, 55)
    corpus.annotate(1, 1, "quote", 0, 26, speaker=5)
    corpus.annotate(2, 1, "quote", 55, 81, speaker=7)
    figure = consistency(corpus.study(), 1, Scope())
    assert (figure.value, figure.n) == (1.0, 1)
    assert inconsistencies(corpus.study(), 1, Scope()) == []


def test_marked_once_is_told_with_the_place_where_it_is_not(corpus):
    copies(corpus, 0, 55)
    made = corpus.annotate(2, 1, "quote", 55, 81)
    assert consistency(corpus.study(), 1, Scope()).value == 0
    (row,) = inconsistencies(corpus.study(), 1, Scope())
    assert (row.kind, row.layer, row.readings[0].annotator) == ("missed", "quote", 1)
    assert row.places == (DisagreementPlace(1, 0, 26), DisagreementPlace(2, 55, 81))
    assert [reading.annotations for reading in row.readings] == [(), (made,)]
    assert [reading.description for reading in row.readings] == ["nothing marked", "Quote"]


def test_a_label_that_reaches_out_of_the_passage_is_not_called_nothing(corpus):
    copies(corpus, 0, 55)
    corpus.annotate(1, 1, "quote", 0, 60)
    corpus.annotate(1, 2, "quote", 0, 26)
    corpus.annotate(2, 1, "quote", 55, 81)
    (row,) = inconsistencies(corpus.study(), 1, Scope())
    reaches = "a label that reaches out of the repeated words"
    assert [reading.description for reading in row.readings] == [reaches, "Quote"]
    assert row.readings[0].annotations == ()


def test_each_copy_is_held_against_the_first(corpus):
    copies(corpus, 0, 55, 0)
    for document, start, speaker in ((1, 0, 5), (2, 55, 5), (3, 0, 6)):
        corpus.annotate(document, 1, "quote", start, start + 26, speaker=speaker)
    figure = consistency(corpus.study(), 1, Scope())
    assert (figure.value, figure.n) == (0.5, 2)
    (row,) = inconsistencies(corpus.study(), 1, Scope())
    assert (row.kind, row.places) == (
        "speaker",
        (DisagreementPlace(1, 0, 26), DisagreementPlace(3, 0, 26)),
    )
    assert [reading.annotations for reading in row.readings] == [(1,), (3,)]


def test_copies_of_two_annotators_are_compared_where_they_stand_in_two_documents(corpus):
    copies(corpus, 0, 55, 0)
    corpus.done = {(1, 1), (2, 2), (3, 1), (3, 2)}
    one = corpus.annotate(1, 1, "quote", 0, 26, speaker=5)
    two = corpus.annotate(2, 2, "quote", 55, 81, speaker=6)
    corpus.annotate(3, 1, "quote", 0, 26, speaker=5)
    corpus.annotate(3, 2, "quote", 0, 26, speaker=5)
    (row,) = inconsistencies(corpus.study(), 1, Scope(), other=2)
    assert (row.kind, [r.annotator for r in row.readings]) == ("speaker", [1, 2])
    assert [r.annotations for r in row.readings] == [(one,), (two,)]
    assert [place.document for place in row.places] == [1, 2]
    # What both have done is compared as usual, and is no pair of copies.
    assert inconsistencies(corpus.study(), 1, Scope()) == []


def test_a_copy_that_only_the_other_has_done_is_not_the_first_of_this_one(corpus):
    copies(corpus, 0, 55, 0)
    corpus.done = {(1, 2), (2, 1), (3, 2)}
    corpus.annotate(2, 1, "quote", 55, 81, speaker=5)
    corpus.annotate(3, 2, "quote", 0, 26, speaker=6)
    rows = inconsistencies(corpus.study(), 1, Scope(), other=2)
    assert [[p.document for p in row.places] for row in rows] == [[2, 1], [2, 3]]
    assert [row.kind for row in rows] == ["missed", "speaker"]


def test_links_inside_a_copy_are_compared(corpus):
    copies(corpus, 0, 0)
    for document in (1, 2):
        quote = corpus.annotate(document, 1, "quote", 0, 26)
        cue = corpus.annotate(document, 1, "cue", 27, 31)
        if document == 1:
            corpus.relate(document, 1, "cued_by", quote, cue)
    (row,) = inconsistencies(corpus.study(), 1, Scope(), texts=corpus.text)
    assert (row.kind, row.detail) == ("link", "cued_by")
    assert [reading.description for reading in row.readings] == ["said", "no link"]
    figure = consistency(corpus.study(), 1, Scope())
    assert (figure.value, figure.n) == (0.5, 2)


def test_copies_with_another_word_are_aligned_by_their_text(corpus):
    corpus.texts[2] = "“The old bridge stays closed,” said Marta Oduya on Monday. "
    corpus.passages = [(1, 0, 54, 9, 1, 0), (2, 0, 58, 9, 2, 0)]
    corpus.annotate(1, 1, "cue", 27, 31)
    corpus.annotate(2, 1, "cue", 31, 35)
    assert consistency(corpus.study(), 1, Scope()).n == 0
    figure = consistency(corpus.study(), 1, Scope(), texts=corpus.text)
    assert (figure.value, figure.n) == (1.0, 1)


def test_what_is_marked_in_one_copy_alone_counts_where_the_other_has_the_same_words(corpus):
    corpus.texts[2] = "“The old bridge stays closed,” said Marta Oduya on Monday. "
    corpus.passages = [(1, 0, 54, 9, 1, 0), (2, 0, 58, 9, 2, 0)]
    corpus.done = {(1, 1), (2, 1)}
    corpus.annotate(1, 1, "quote", 0, 26)  # the other copy says more
    corpus.annotate(1, 1, "cue", 27, 31)
    (row,) = inconsistencies(corpus.study(), 1, Scope(), texts=corpus.text)
    assert (row.kind, row.layer) == ("missed", "cue")
    assert row.places[1] == DisagreementPlace(2, 31, 35)
    assert consistency(corpus.study(), 1, Scope(), texts=corpus.text).n == 1


def test_words_that_only_one_copy_has_could_not_be_marked_in_the_other(corpus):
    corpus.texts[2] = "“The old bridge stays closed,” said Marta Oduya on Monday. "
    corpus.passages = [(1, 0, 54, 9, 1, 0), (2, 0, 58, 9, 2, 0)]
    corpus.done.add((1, 1))
    corpus.annotate(2, 1, "cue", 5, 8)
    assert inconsistencies(corpus.study(), 1, Scope(), texts=corpus.text) == []


def test_carried_labels_were_not_judged_again(corpus):
    copies(corpus, 0, 0)
    source = corpus.annotate(1, 1, "quote", 0, 26)
    corpus.annotate(2, 1, "quote", 0, 26, carried_from=source)
    assert consistency(corpus.study(), 1, Scope()).n == 0
    assert consistency(corpus.study(), 1, Scope(carried="all")).n == 1


@pytest.mark.parametrize(
    "scope", [Scope(documents=frozenset({1})), Scope(layers=frozenset({"cue"}))]
)
def test_what_is_out_of_scope_does_not_count(corpus, scope):
    copies(corpus, 0, 0)
    corpus.annotate(1, 1, "quote", 0, 26)
    assert consistency(corpus.study(), 1, Scope()).n == 1
    assert consistency(corpus.study(), 1, scope).n == 0


def test_boilerplate_does_not_count(corpus):
    copies(corpus, 0, 0)
    corpus.passages = [(*row[:5], 1) for row in corpus.passages]
    corpus.annotate(1, 1, "quote", 0, 26)
    assert consistency(corpus.study(), 1, Scope()).n == 0
    assert consistency(corpus.study(), 1, Scope(boilerplate=True)).n == 1


def test_others_and_labels_that_reach_out_do_not_count(corpus):
    copies(corpus, 0, 0)
    corpus.annotate(1, 2, "quote", 0, 26)
    corpus.annotate(1, 1, "claim", 40, 60)
    figure = consistency(corpus.study(), 1, Scope())
    assert (figure.value, figure.n) == (None, 0)
    assert "nothing marked" in str(figure.why)


def test_nothing_repeated_is_undefined(corpus):
    corpus.annotate(1, 1, "quote", 0, 26)
    assert consistency(corpus.study(), 1, Scope()).value is None


LENGTH = 20
extents = st.tuples(
    st.sampled_from(["quote", "cue", "claim"]),
    st.integers(0, LENGTH - 8),
    st.integers(1, 8),
    st.sampled_from([None, 5, 6]),
)


@given(st.sets(extents, max_size=6), st.sets(extents, max_size=6))
def test_two_copies_differ_as_two_annotators_of_one_text_would(new_corpus, first, other):
    by_one, by_two = new_corpus(), new_corpus()
    for document, marks in ((1, first), (2, other)):
        at = 30 * document
        _mark(by_one, document, 1, at, marks)
        _mark(by_two, 1, document, 30, marks)
        by_one.passages.append((document, at, at + LENGTH, 4, document, 0))
    found = inconsistencies(by_one.study(), 1, Scope())
    study = by_two.study()
    rows = disagreements(study, Scope())
    assert Counter((x.kind, x.detail, x.layer) for x in found) == Counter(
        (x.kind, x.detail, x.layer) for x in rows
    )
    figure = consistency(by_one.study(), 1, Scope())
    between = differences_of(study, Scope())
    assert figure.n == between.places.count
    if figure.n:
        unlike = set(between.table.place.tolist())
        assert round(figure.n * (1 - figure.value)) == len(unlike)


def _mark(corpus: Corpus, document: int, annotator: int, at: int, marks: Any) -> None:
    corpus.done.add((document, annotator))
    heads: dict[str, int] = {}
    seen = set()
    for layer, start, length, speaker in sorted(marks, key=str):
        if (layer, start, length) not in seen:
            seen.add((layer, start, length))
            own = speaker if layer == "quote" else None
            begin = at + start
            heads[layer] = corpus.annotate(
                document, annotator, layer, begin, begin + length, speaker=own
            )
    if {"quote", "cue"} <= heads.keys():
        corpus.relate(document, annotator, "cued_by", heads["quote"], heads["cue"])
