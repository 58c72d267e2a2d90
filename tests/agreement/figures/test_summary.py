"""What figures say, what they leave out, and that they do not depend on names or on order."""

import pickle
from dataclasses import replace
from operator import itemgetter

import numpy as np
import pytest
from reference import ratings

from pullquote.agreement.figures.definitions import (
    DEFINITIONS,
    citable_sentence,
    definitions,
    provenance_sentence,
    symbol,
)
from pullquote.agreement.figures.summary import confusion, summarise
from pullquote.agreement.values import Cell, Scope, Shares

USUAL = Scope()


def figure(study, name, scope=USUAL, **options):
    options = {"resamples": 0, **options}
    return next(f for f in summarise(study, scope, **options).figures if f.id == name)


@pytest.fixture
def two(corpus):
    """Ada marks two quotes in each of twelve documents, Bo one of them and one a little longer."""
    for document in range(1, 13):
        for start in (0, 56):
            quote = corpus.annotate(document, 1, "quote", start, start + 26, kind="direct")
            mention = corpus.annotate(document, 1, "speaker", start + 32, start + 43, speaker=5)
            corpus.relate(document, 1, "said_by", quote, mention)
        quote = corpus.annotate(
            document, 2, "quote", 0, 26, kind="direct" if document % 2 else "partial"
        )
        mention = corpus.annotate(document, 2, "speaker", 32, 43, speaker=7 if document > 6 else 6)
        corpus.relate(document, 2, "said_by", quote, mention)
        if document > 6:
            corpus.annotate(document, 2, "quote", 56, 84, kind="direct")
    return corpus


def test_labels_with_the_same_ends_are_found_by_both(two):
    study = two.study()
    of_ada = {(d, *place) for _, d, a, *place in map(itemgetter(slice(6)), two.labels) if a == 1}
    of_bo = {(d, *place) for _, d, a, *place in map(itemgetter(slice(6)), two.labels) if a == 2}
    exact = 2 * len(of_ada & of_bo) / (len(of_ada) + len(of_bo))
    found = figure(study, "detection.exact")
    assert found.value == pytest.approx(exact)
    assert (found.n, found.documents, found.annotators) == (len(of_ada) + len(of_bo), 12, 2)
    assert figure(study, "detection.overlap").value == pytest.approx(60 / 78)


def test_a_speaker_is_the_same_after_a_merge_and_by_another_name(two):
    study = two.study()
    assert figure(study, "speaker.observed").value == pytest.approx(6 / 18)
    assert figure(study, "speaker.observed").n == 18  # six quotes of Bo's have no speaker
    assert figure(study, "speaker.form").value == pytest.approx(12 / 18)


def test_an_interval_holds_its_value_and_is_the_same_again(two):
    study = two.study()
    found = figure(study, "detection.exact", resamples=1000)
    assert found.low <= found.value <= found.high
    assert found.low < found.high
    assert figure(study, "detection.exact", resamples=1000) == found
    other = figure(study, "detection.exact", resamples=10, seed=2)
    assert other != figure(study, "detection.exact", resamples=10)


def test_agreement_with_oneself_is_one(two):
    for label in two.labels.copy():
        if label[2] == 2:
            two.labels.remove(label)
    relations = [relation for relation in two.relations if relation[2] == 1]
    ids = {label[0]: label[0] + 1000 for label in two.labels}
    two.labels += [(ids[row[0]], row[1], 2, *row[3:]) for row in two.labels]
    two.relations = relations + [
        (row[0] + 1000, row[1], 2, row[3], ids[row[4]], ids[row[5]], row[6]) for row in relations
    ]
    summary = summarise(two.study(), Scope(), resamples=10)
    assert {f.value for f in summary.figures} == {1.0, None}
    assert summary.pairs["detection.alpha"] == {(1, 2): Cell(1.0, 12 * len(two.text(1)))}


def test_the_order_of_rows_and_of_annotators_changes_nothing(two):
    study = two.study()
    values = [(f.id, f.value, f.n) for f in summarise(study, Scope(), resamples=0).figures]
    turned = {1: 2, 2: 1}
    two.labels = [(row[0], row[1], turned[row[2]], *row[3:]) for row in reversed(two.labels)]
    two.relations = [(*row[:2], turned[row[2]], *row[3:]) for row in reversed(two.relations)]
    again = summarise(two.study(), Scope(), resamples=0)
    assert [f.id for f in again.figures] == [name for name, _, _ in values]
    for f, (name, value, n) in zip(again.figures, values, strict=True):
        assert (f.value, f.n) == (pytest.approx(value), n), name


def test_found_nothing_is_an_answer_and_not_done_is_none(corpus):
    corpus.annotate(1, 1, "quote", 0, 26)
    corpus.annotate(2, 1, "quote", 0, 26)
    corpus.done |= {(1, 2), (3, 1), (3, 2)}
    summary = summarise(corpus.study(), Scope(), resamples=0)
    assert (summary.documents, summary.single, summary.empty) == ((1, 3), 1, 1)
    cells = summary.by_document["detection.exact"]
    assert cells[1] == Cell(0.0, 1)
    assert (cells[3].value, str(cells[3].why)) == (None, "undefined: nothing marked")


def test_a_pair_without_common_documents_says_so_and_stays_out_of_the_mean(corpus):
    for document, people in ((1, (1, 2)), (2, (2, 3))):
        for person in people:
            corpus.annotate(document, person, "quote", 0, 26 - 4 * (person == 3))
    summary = summarise(corpus.study(), Scope(), resamples=0)
    pairs = summary.pairs["detection.exact"]
    assert (pairs[1, 3].value, str(pairs[1, 3].why)) == (None, "no common documents")
    assert [pairs[1, 2].value, pairs[2, 3].value] == [1.0, 0.0]
    assert summary.figures[0].value == 0.5
    assert summary.by_annotator["detection.exact"][2] == Cell(0.5, 4)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("label.kappa", "undefined: only one label used (agreement 100 %)"),
        ("date.alpha", "undefined: nobody gave a matched date a value"),
        ("speaker.alpha", "undefined: nobody named a speaker of a matched label"),
        ("attribute.quote.kind", "undefined: no value set by two annotators"),
        ("links.f1", "undefined: nothing marked"),
    ],
)
def test_undefined_says_why_and_is_never_a_number(corpus, name, why):
    for person in (1, 2):
        corpus.annotate(1, person, "quote", 0, 26)
    found = figure(corpus.study(), name, resamples=20)
    assert (found.value, found.low, found.high, found.once) == (None,) * 4
    assert str(found.why) == why


def test_without_documents_every_figure_says_so(corpus):
    corpus.annotate(1, 1, "quote", 0, 26)
    summary = summarise(corpus.study(), Scope())
    assert {str(f.why) for f in summary.figures} == {"no common documents"}
    assert {f.value for f in summary.figures} == {None}
    assert summarise(corpus.study(), Scope(annotators=()), all_measures=True).documents == ()
    every = summarise(corpus.study(), Scope(), all_measures=True).figures
    assert {(f.value, str(f.why)) for f in every} == {(None, "no common documents")}


def test_one_copy_of_repeated_words_counts_once(corpus):
    for document in (1, 2, 3):
        corpus.annotate(document, 1, "quote", 0, 26)
        corpus.annotate(document, 2, "quote", 0, 26 if document < 3 else 20)
        corpus.passages.append((document, 0, 54, 9, document, 0))
    found = figure(corpus.study(), "detection.exact")
    assert (found.value, found.once) == (pytest.approx(2 / 3), 1.0)
    alone = figure(corpus.study(), "detection.exact", Scope(once=True))
    assert (alone.value, alone.n) == (1.0, 2)


def test_one_copy_counts_the_same_whether_all_copies_were_counted_before_or_not(corpus):
    for document in range(1, 10):
        corpus.annotate(document, 1, "quote", 0, 26, kind="direct")
        corpus.annotate(document, 2, "quote", 0, 26 if document % 2 else 20, kind="partial")
        corpus.annotate(document, 1 + document % 2, "quote", 60, 70)
    for document in (1, 2):
        corpus.passages.append((document, 0, 54, 9, document, 0))
    after = summarise(corpus.study(), Scope(), all_measures=True).figures
    alone = summarise(corpus.study(), Scope(once=True), all_measures=True).figures
    assert [figure.id for figure in after] == [figure.id for figure in alone]
    for one, other in zip(after, alone, strict=True):
        assert one.once == (other.value if other.value is None else pytest.approx(other.value))


def test_boilerplate_and_excluded_documents_are_out_unless_asked_for(corpus):
    for person in (1, 2):
        corpus.annotate(1, person, "quote", 0, 26)
        corpus.annotate(1, person, "quote", 60, 70 + person)
    corpus.passages.append((1, 55, 90, 1, 1, 1))
    study = corpus.study()
    assert figure(study, "detection.exact").value == 1.0
    assert figure(study, "detection.alpha").n == len(corpus.text(1)) - 35
    assert figure(study, "detection.exact", Scope(boilerplate=True)).value == 0.5
    excluded = replace(study.documents, excluded=np.array([True]))
    out = replace(study, documents=excluded, cache={})
    assert summarise(out, Scope()).documents == ()
    assert summarise(out, Scope(excluded=True)).documents == (1,)


def test_what_was_carried_counts_with_the_place_it_came_from(corpus):
    sources = {1: corpus.annotate(1, 1, "quote", 0, 26), 2: corpus.annotate(1, 2, "quote", 0, 26)}
    for document in (2, 3, 4):
        corpus.annotate(document, 1, "quote", 0, 26, carried_from=sources[1])
        corpus.annotate(document, 2, "quote", 0, 20)
    study = corpus.study()
    assert figure(study, "detection.exact").value == 1.0
    assert figure(study, "detection.exact").n == 2
    assert figure(study, "detection.exact", Scope(carried="all")).value == 0.25
    assert figure(study, "detection.exact", Scope(carried="none")).n == 2
    shares = summarise(study, Scope()).shares
    assert (shares.labels, shares.suggested, shares.carried) == (8, 0, 3)
    assert provenance_sentence(shares) == "8 labels, 0 % began as a suggestion, 38 % were carried."
    assert provenance_sentence(Shares(1, 1, 0)).startswith("1 label, 100 % began")


def test_one_place_is_left_where_both_carried_from_different_copies(corpus):
    first = corpus.annotate(1, 1, "quote", 0, 26)
    other = corpus.annotate(2, 2, "quote", 0, 26)
    corpus.annotate(2, 1, "quote", 0, 26, carried_from=first)
    corpus.annotate(1, 2, "quote", 0, 26, carried_from=other)
    assert figure(corpus.study(), "detection.exact").n == 2


def test_places_that_began_as_a_suggestion_stand_apart(corpus):
    for document in (1, 2):
        for person in (1, 2):
            corpus.annotate(document, person, "quote", 0, 26 - (document == 2) * person)
    label = corpus.labels[0]
    corpus.labels[0] = (*label[:8], "suggestion", None)
    study = corpus.study()
    assert figure(study, "detection.exact", Scope(began="suggestion")).value == 1.0
    assert figure(study, "detection.exact", Scope(began="hand")).value == 0.0


def test_a_layer_is_chosen_and_told_apart(two):
    study = two.study()
    whole = summarise(study, Scope(), resamples=0).by_layer["detection.exact"]
    assert set(whole) == set(study.layer_names())
    for layer in ("quote", "speaker"):
        alone = figure(study, "detection.exact", Scope(layers=frozenset({layer})))
        assert whole[layer].value == pytest.approx(alone.value)
        assert whole[layer].n == alone.n


def test_confusion_counts_every_label_of_both(corpus):
    corpus.annotate(1, 1, "quote", 0, 26)
    corpus.annotate(1, 2, "claim", 0, 26)
    corpus.annotate(1, 1, "date", 40, 46)
    corpus.annotate(1, 2, "speaker", 32, 43)
    corpus.annotate(1, 1, "speaker", 32, 43)
    corpus.annotate(2, 3, "quote", 0, 26)
    found = confusion(corpus.study(), Scope(), 1, 2)
    names = found.names
    cells = {
        (one, other): found.counts[i][j]
        for i, one in enumerate(names)
        for j, other in enumerate(names)
        if found.counts[i][j]
    }
    assert cells == {("quote", "claim"): 1, ("speaker", "speaker"): 1, ("date", ""): 1}
    turned = confusion(corpus.study(), Scope(), 2, 1)
    assert turned.counts == tuple(zip(*found.counts, strict=True))
    quotes = confusion(corpus.study(), Scope(layers=frozenset({"quote"})), 1, 2)
    assert quotes.counts == ((0, 1), (0, 0))


def test_a_study_is_sent_whole_with_what_was_computed(two):
    study = two.study()
    summary = summarise(study, Scope())
    sent = pickle.loads(pickle.dumps(study))
    assert summarise(sent, Scope()).figures == summary.figures
    assert sent.name(1) == "Ada"


def test_a_figure_is_said_as_a_paper_needs_it(two):
    study = two.study()
    said = citable_sentence(figure(study, "detection.exact", resamples=1000))
    assert said.startswith(
        "pairwise F1 of labels with the same layer and the same ends: 0.62 (n = 78 labels, "
        "12 documents done by at least two of 2 annotators; 95 % interval "
    )
    assert "1,000 resamples, seed 20260101" in said
    assert "few documents" not in said
    few = figure(study, "detection.exact", Scope(documents=frozenset({1, 2, 9})), resamples=10)
    assert "few documents" in citable_sentence(few)
    one = replace(few, id="boundaries.end", value=0.734, low=0.6, high=0.8, n=1, documents=1)
    assert citable_sentence(one).startswith(
        "share of matched labels with the same end: 73 % (n = 1 matched pair, 1 document done by "
        "at least two of 2 annotators; 95 % interval 60 % to 80 %, "
    )
    assert citable_sentence(figure(study, "date.alpha")).endswith(
        "undefined: nobody gave a matched date a value (n = 0 matched pairs, 12 documents done "
        "by at least two of 2 annotators)."
    )


def test_every_figure_has_a_definition_in_the_order_of_the_figures(two):
    study = two.study()
    known = definitions(study.schema)
    every = summarise(study, Scope(), all_measures=True, resamples=0).figures
    assert list(known) == [f.id for f in every]
    usual = [f.id for f in summarise(study, Scope(), resamples=0).figures]
    assert usual == [name for name in known if name in usual]
    assert set(known) - set(usual) > {"detection.alpha_u", "label.fleiss", "observed.quote.kind"}
    headline = [name for name, each in known.items() if each.headline]
    assert headline == [
        "detection.exact", "detection.overlap", "detection.alpha", "boundaries.iou", "label.kappa",
        "speaker.alpha", "links.f1", "date.alpha",
    ]  # fmt: skip
    assert DEFINITIONS["attribute.quote.kind"].aspect == "attribute"
    assert DEFINITIONS["links.said_by"].aspect == "links"
    assert (symbol(known["label.kappa"], 2), symbol(known["label.kappa"], 3)) == ("κ", "α")
    with pytest.raises(KeyError):
        DEFINITIONS["weather"]


def test_alpha_of_three_is_that_of_a_table_of_ratings(corpus):
    said = {1: "ddpdid", 2: "ddpiid", 3: "dpp-id"}
    names = {"d": "direct", "p": "partial", "i": "indirect"}
    for person, kinds in said.items():
        for document, kind in enumerate(kinds, 1):
            corpus.done.add((document, person))
            if kind != "-":
                corpus.annotate(document, person, "quote", 0, 25 + person, kind=names[kind])
    rows = [
        [None if kind == "-" else kind for kind in row] for row in zip(*said.values(), strict=True)
    ]
    expected = ratings.alpha(rows)
    assert figure(corpus.study(), "attribute.quote.kind").value == pytest.approx(expected)
    found = summarise(corpus.study(), Scope(), resamples=0).pairs["attribute.quote.kind"]
    two = [[row[0], row[2]] for row in rows]
    assert found[1, 3].value == pytest.approx(ratings.alpha(two))
    alone = figure(corpus.study(), "attribute.quote.kind", Scope(annotators=(1, 3)))
    assert alone.value == pytest.approx(ratings.cohen(two))
