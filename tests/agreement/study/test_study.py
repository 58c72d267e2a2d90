"""A study in columns: what of the rows counts, who speaks, and documents read anew."""

from dataclasses import fields

import numpy as np

from pullquote.agreement.study.project_rows import DocumentRows, updated, with_passages
from pullquote.agreement.study.selection import Covered, Stretches, select_labels, united_stretches
from pullquote.agreement.study.study import Names
from pullquote.agreement.values import Scope


def column(*numbers):
    return np.array(numbers, dtype=np.int64)


def test_names_keep_their_numbers():
    names = Names(["b", "a", "b"])
    assert names.numbers(["a", "c", ""]).tolist() == [2, 3, 0]
    assert (list(names), names.number("b"), names.find("d")) == (["", "b", "a", "c"], 1, None)


def test_labels_of_what_is_not_done_are_not_in_it(corpus):
    corpus.annotate(1, 1, "quote", 0, 26)
    corpus.annotate(1, 2, "quote", 0, 26)
    corpus.done.discard((1, 2))
    labels = corpus.study().labels
    assert labels.annotator.tolist() == [1]


def test_labels_are_in_order_the_longer_first(corpus):
    corpus.annotate(2, 1, "quote", 5, 9)
    corpus.annotate(1, 2, "quote", 5, 9)
    corpus.annotate(1, 2, "claim", 5, 20)
    corpus.annotate(1, 1, "quote", 30, 40)
    assert corpus.study().labels.id.tolist() == [4, 3, 2, 1]


def test_a_quote_has_the_speaker_of_its_mention_after_merges(corpus):
    quote = corpus.annotate(1, 1, "quote", 0, 26, speaker=6)
    mention = corpus.annotate(1, 1, "speaker", 32, 43, speaker=7)
    corpus.relate(1, 1, "said_by", quote, mention)
    corpus.annotate(1, 2, "quote", 0, 26, speaker=7)
    study = corpus.study()
    labels = study.labels
    assert labels.speaker.tolist() == [5, 5, 5]
    assert labels.named.tolist() == [7, 7, 7]
    forms = [study.forms[number] for number in labels.form]
    assert forms == ["marta oduya", "marta oduya", "m. oduya"]


def test_a_mention_that_names_nobody_goes_by_its_words(corpus):
    quote = corpus.annotate(1, 1, "quote", 0, 26)
    corpus.relate(1, 1, "said_by", quote, corpus.annotate(1, 1, "speaker", 32, 43))
    corpus.annotate(1, 1, "claim", 44, 50)
    study = corpus.study()
    assert [study.forms[-n] for n in study.labels.speaker] == ["marta oduya", "marta oduya", ""]


def test_documents_that_were_read_anew_take_the_place_of_what_was_there(corpus):
    for document in (1, 2, 3):
        corpus.annotate(document, 1, "quote", 0, 26)
        corpus.relate(
            document,
            1,
            "said_by",
            document * 2 - 1,
            corpus.annotate(document, 1, "speaker", 32, 43),
        )
    study = corpus.study()
    rows = DocumentRows(
        documents=[(2, 80, "spam", None)],
        done=[(2, 3)],
        labels=[(9, 2, 3, "verbatim", 1, 2, "{}", None, "hand", None)],
    )
    after = updated(study, [2, 3], rows)
    assert after.documents.id.tolist() == [1, 2]
    assert after.documents.excluded.tolist() == [False, True]
    assert after.labels.id.tolist() == [1, 2, 9]
    assert after.relations.document.tolist() == [1]
    assert list(zip(after.done.document, after.done.annotator, strict=True)) == [(1, 1), (2, 3)]
    assert after.layer_names()[-1] == "verbatim"
    assert study.labels.id.tolist() == [1, 2, 3, 4, 5, 6]


def test_it_makes_no_difference_how_many_rows_are_turned_into_columns_at_once(corpus, monkeypatch):
    for document in (1, 2, 3):
        mention = corpus.annotate(document, 1, "speaker", 32, 43, speaker=5)
        quote = corpus.annotate(document, 1, "quote", 0, 26)
        corpus.relate(document, 1, "said_by", quote, mention)
    whole = corpus.study()
    monkeypatch.setattr("pullquote.agreement.study.project_rows._AT_ONCE", 2)
    some = corpus.study()
    for table in ("labels", "relations"):
        one, other = getattr(whole, table), getattr(some, table)
        for each in fields(one):
            assert getattr(one, each.name).tolist() == getattr(other, each.name).tolist()
    assert list(some.attributes) == list(whole.attributes)


def test_united_stretches_cover_what_any_of_them_covers():
    chance = np.random.default_rng(3)
    group = chance.integers(0, 3, 40)
    start = chance.integers(0, 80, 40)
    stretches = Stretches(group, start, start + chance.integers(1, 12, 40))
    marked = np.zeros((3, 100), dtype=bool)
    for number, low, high in zip(*stretches, strict=True):
        marked[number, low:high] = True
    together = united_stretches(stretches, 100)
    assert (together.end - together.start).sum() == marked.sum()
    covered = Covered(stretches, 100)
    groups, offsets = np.divmod(np.arange(300), 100)
    before = np.cumsum(marked, axis=1) - marked
    assert covered.before(groups, offsets).tolist() == before.ravel().tolist()
    assert covered.total(3).tolist() == marked.sum(axis=1).tolist()


def test_nothing_is_covered_by_no_stretches():
    covered = Covered(Stretches(column(), column(), column()), 10)
    assert covered.before(column(0, 1), column(3, 4)).tolist() == [0, 0]
    assert covered.total(2).tolist() == [0, 0]


def test_a_label_is_out_that_lies_mostly_in_boilerplate(corpus):
    for person in (1, 2):
        corpus.annotate(1, person, "quote", 0, 10)
        corpus.annotate(1, person, "claim", 6, 16)
    study = with_passages(corpus.study(), [(1, 0, 8, 1, 1, 1)], "1")
    selection = select_labels(study, Scope())
    assert selection.spans.layer.tolist() == [4, 4]
    assert selection.clipped.start.tolist() == [0, 0]
    assert selection.clipped.end.tolist() == [8, 8]
