"""The list of disagreements: what is in it, what filters it, which rows are one."""

import json
from collections import Counter
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.agreement.disagreements.differences import Differences
from pullquote.agreement.disagreements.disagreement_list import (
    differences_of,
    disagreements,
    filtered_differences,
)
from pullquote.agreement.figures.summary import confusion, summarise
from pullquote.agreement.matching.places import group
from pullquote.agreement.study.study import Study
from pullquote.agreement.values import Disagreement, DisagreementPlace, Filter, Scope, Version
from pullquote.assets import RESOURCES
from pullquote.model.schema_file import parse_schema
from pullquote.model.values import Annotation, Relation
from pullquote.store import Project
from pullquote.workflow import agreement

SCHEMA = parse_schema((RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8"))
TEXT = "“The bridge stays closed,” said Marta Oduya on Monday. "
LAYERS = ("quote", "speaker", "cue", "date", "claim")

Corpus = Any
"""See conftest.py."""


def listed(
    corpus: Corpus,
    filter: Filter | None = None,  # noqa: A002
    scope: Scope = Scope(),  # noqa: B008
    **options: Any,
) -> list[Disagreement]:
    return list(disagreements(corpus.study(), scope, filter, **options))


def says(row: Disagreement) -> list[str]:
    return [reading.description for reading in row.readings]


def test_a_place_that_one_missed(corpus):
    made = corpus.annotate(1, 1, "quote", 0, 26)
    corpus.done |= {(1, 2), (1, 3)}
    (row,) = listed(corpus)
    assert (row.kind, row.layer, row.places) == ("missed", "quote", (DisagreementPlace(1, 0, 26),))
    assert says(row) == ["Quote", "nothing marked", "nothing marked"]
    assert [reading.annotations for reading in row.readings] == [(made,), (), ()]


def test_who_has_not_done_the_document_has_no_say(corpus):
    corpus.annotate(1, 1, "quote", 0, 26)
    corpus.annotate(2, 2, "quote", 0, 26)
    assert listed(corpus) == []


def test_speakers_by_name(corpus):
    corpus.annotate(1, 1, "quote", 0, 26, speaker=5)
    corpus.annotate(1, 2, "quote", 0, 26, speaker=7)
    corpus.annotate(1, 3, "quote", 0, 26)
    (row,) = listed(corpus)
    assert (row.kind, says(row)) == ("speaker", ["Marta Oduya", "Marta Oduya", "nobody named"])
    assert [x.kind for x in listed(corpus, Filter(pair=(1, 2)))] == []
    assert [x.kind for x in listed(corpus, Filter(pair=(3, 2)))] == ["speaker"]


def test_a_mention_is_told_at_the_quote_that_it_is_related_to(corpus):
    for annotator, speaker in ((1, 5), (2, 6)):
        quote = corpus.annotate(1, annotator, "quote", 0, 26)
        mention = corpus.annotate(1, annotator, "speaker", 32, 43, speaker=speaker)
        corpus.relate(1, annotator, "said_by", quote, mention)
        corpus.annotate(1, annotator, "speaker", 100, 111, speaker=speaker)
    assert [(x.kind, x.layer, x.place.start) for x in listed(corpus)] == [
        ("speaker", "quote", 0),
        ("speaker", "speaker", 100),
    ]


def test_boundaries_are_told_in_words(corpus):
    corpus.annotate(1, 1, "quote", 0, 26)
    corpus.annotate(1, 2, "quote", 1, 25)
    (row,) = listed(corpus, texts=corpus.text)
    assert says(row) == ["“The bridge stays closed,”", "The bridge stays closed,"]


def test_attributes_and_dates_by_value(corpus):
    corpus.annotate(1, 1, "date", 47, 53, value="2031-04-07", type="DATE")
    corpus.annotate(1, 2, "date", 47, 53, value="2031-04", type="SET")
    by_kind = {(row.kind, row.detail): says(row) for row in listed(corpus)}
    assert by_kind == {
        ("attribute", "type"): ["DATE", "SET"],
        ("date", "granularity"): ["2031-04-07", "2031-04"],
    }


def test_links_by_the_words_they_lead_to(corpus):
    corpus.annotate(1, 1, "date", 47, 53, value="2031-04-07")
    for annotator in (1, 2):
        claim = corpus.annotate(1, annotator, "claim", 0, 26)
    date = corpus.annotate(1, 2, "date", 47, 53, value="2031-04-07")
    corpus.relate(1, 2, "dated_by", claim, date, "event")
    (row,) = listed(corpus, texts=corpus.text)
    assert (row.kind, row.detail, says(row)) == ("link", "dated_by", ["no link", "event: Monday"])


def test_missed_is_filtered_by_who_missed_it(corpus):
    corpus.annotate(1, 1, "quote", 0, 26)
    corpus.annotate(1, 2, "cue", 27, 31)
    missed = frozenset({"missed"})
    assert [x.layer for x in listed(corpus, Filter(kinds=missed, annotator=2))] == ["quote"]
    assert [x.layer for x in listed(corpus, Filter(kinds=missed, annotator=1))] == ["cue"]


def test_a_cell_of_the_confusion_matrix(corpus):
    corpus.annotate(1, 1, "quote", 0, 26)
    corpus.annotate(1, 2, "not_quote", 0, 26)
    corpus.annotate(1, 2, "cue", 27, 31)
    assert _cells(corpus, ("quote", "not_quote")) == [("label", 0)]
    assert _cells(corpus, ("not_quote", "quote")) == []
    assert _cells(corpus, ("", "cue")) == [("missed", 27)]
    assert _cells(corpus, ("cue", "")) == []
    assert listed(corpus, Filter(pair=(2, 1), layers=("cue", ""))) != []


def _cells(corpus: Corpus, layers: tuple[str, str]) -> list[tuple[str, int]]:
    rows = listed(corpus, Filter(pair=(1, 2), layers=layers))
    return [(row.kind, row.place.start) for row in rows]


def test_layers_documents_and_details_filter(corpus):
    for document in (1, 2):
        corpus.annotate(document, 1, "quote", 0, 26, sure="unsure")
        corpus.annotate(document, 2, "quote", 0, 26, kind="partial")
        corpus.annotate(document, 2, "cue", 27, 31)
    assert len(listed(corpus)) == 6
    assert len(listed(corpus, Filter(document=2))) == 3
    assert {x.layer for x in listed(corpus, Filter(layer="cue"))} == {"cue"}
    assert {x.detail for x in listed(corpus, Filter(detail="sure"))} == {"sure"}
    assert listed(corpus, Filter(detail="nothing of this name")) == []
    assert listed(corpus, Filter(layer="nothing of this name")) == []
    assert {x.layer for x in listed(corpus, scope=Scope(layers=frozenset({"quote"})))} == {"quote"}


def test_copies_of_one_disagreement_are_one_row(corpus):
    for document, at in ((1, 0), (2, 55), (3, 110)):
        corpus.annotate(document, 1, "quote", at, at + 26, speaker=5)
        corpus.annotate(document, 2, "quote", at, at + 26, speaker=6)
        corpus.passages.append((document, at, at + 54, 9, document, 0))
    for texts in (None, corpus.text):
        (row,) = listed(corpus, texts=texts)
        assert row.places == (
            DisagreementPlace(1, 0, 26),
            DisagreementPlace(2, 55, 81),
            DisagreementPlace(3, 110, 136),
        )


def test_copies_that_were_marked_in_another_way_are_rows_of_their_own(corpus):
    for document, other in ((1, 6), (2, None), (3, 6)):
        corpus.annotate(document, 1, "quote", 0, 26, speaker=5)
        corpus.annotate(document, 2, "quote", 0, 26, speaker=other)
        corpus.passages.append((document, 0, 54, 9, document, 0))
    assert [len(row.places) for row in listed(corpus)] == [2, 1]
    corpus.annotate(4, 1, "quote", 0, 26, speaker=5)
    corpus.annotate(4, 2, "quote", 0, 26)
    corpus.passages.append((4, 0, 54, 9, 4, 0))
    corpus.annotate(0, 1, "cue", 0, 5)
    corpus.done.add((0, 2))
    by_places = listed(corpus, order="places")
    assert [len(row.places) for row in by_places] == [2, 2, 1]


def test_copies_whose_words_moved_are_known_by_their_words(corpus):
    corpus.texts[2] = "Again: " + TEXT
    for document, at in ((1, 0), (2, 7)):
        corpus.annotate(document, 1, "quote", at, at + 26)
        corpus.done.add((document, 2))
        corpus.passages.append((document, 0, 54 + at, 9, document, 0))
    assert [len(row.places) for row in listed(corpus)] == [1, 1]
    assert [len(row.places) for row in listed(corpus, texts=corpus.text)] == [2]


def test_copies_with_the_same_boundaries_are_one_row(corpus):
    for document, at, other in ((1, 0, 26), (2, 55, 81), (3, 0, 25)):
        corpus.annotate(document, 1, "quote", at, at + 20)
        corpus.annotate(document, 2, "quote", at, other)
        corpus.passages.append((document, at, at + 54, 9, document, 0))
    for texts in (None, corpus.text):
        rows = listed(corpus, texts=texts)
        assert [[place.document for place in row.places] for row in rows] == [[1, 2], [3]]


def test_the_same_word_twice_in_a_passage_is_two_rows(corpus):
    corpus.texts = dict.fromkeys((1, 2), "He knows that he knows.")
    for document in (1, 2):
        for at in (3, 17):
            corpus.annotate(document, 1, "cue", at, at + 5)
        corpus.done.add((document, 2))
        corpus.passages.append((document, 0, 23, 9, document, 0))
    rows = listed(corpus, texts=corpus.text)
    assert [[place.start for place in row.places] for row in rows] == [[3, 3], [17, 17]]


def test_the_same_word_elsewhere_in_the_passage_is_not_a_copy(corpus):
    corpus.texts = dict.fromkeys((1, 2), "He says little. The others in the room say that he says.")
    for document, at in ((1, 3), (2, 51)):
        corpus.annotate(document, 1, "cue", at, at + 4)
        corpus.done.add((document, 2))
        corpus.passages.append((document, 0, 56, 9, document, 0))
    assert [len(row.places) for row in listed(corpus, texts=corpus.text)] == [1, 1]


def test_carried_labels_stand_with_the_place_they_came_from(corpus):
    source = corpus.annotate(1, 1, "quote", 0, 26)
    corpus.annotate(2, 1, "quote", 0, 26, carried_from=source)
    corpus.annotate(3, 1, "cue", 27, 31, carried_from=999)
    corpus.done |= {(1, 2), (2, 2), (3, 2)}
    corpus.passages += [(document, 0, 54, 9, document, 0) for document in (1, 2)]
    assert [len(row.places) for row in listed(corpus)] == [2, 1]
    (row,) = listed(corpus, scope=Scope(carried="none"))
    assert row.places == (DisagreementPlace(1, 0, 26),)


def test_the_list_reads_like_any_sequence(corpus):
    for start in (0, 30, 60):
        corpus.annotate(1, 1, "quote", start, start + 20)
    corpus.done.add((1, 2))
    rows = disagreements(corpus.study(), Scope())
    assert len(rows) == 3
    assert rows[-1] == rows[2] == list(rows)[2]
    assert [row.place.start for row in rows[1:]] == [30, 60]
    with pytest.raises(IndexError):
        rows[3]


def test_nothing_done_by_two_gives_nothing(corpus):
    assert listed(corpus) == []


Found = Counter[tuple[int, int, int, str, str]]


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_the_list_agrees_with_the_figures(new_corpus, data):
    _agrees_with_figures(drawn(data.draw, new_corpus()).study())


def test_the_list_agrees_with_the_figures_of_the_sample(sample_file):
    with Project.open(sample_file, read_only=True) as project:
        study = agreement.read_study(project)
    assert disagreements(study, Scope())
    _agrees_with_figures(study)


def _agrees_with_figures(study: Study) -> None:
    """The differences of each pair are what the matrix and the matched labels leave over."""
    found = differences_of(study, Scope())
    for a, b in combinations(found.selection.annotators.tolist(), 2):
        if not found.selection.done.all(axis=1).any():
            continue
        table = confusion(study, Scope(), a, b)
        for (i, mine), (j, theirs) in product(enumerate(table.names), repeat=2):
            if i != j:
                cell = Filter(pair=(a, b), layers=(mine, theirs))
                told = found.table.take(filtered_differences(found, Scope(), cell))
                labels = {*zip(told.first.tolist(), told.second.tolist(), strict=True)}
                if not (mine and theirs):
                    left = np.where(told.left == 2, told.second, told.first)
                    labels = set(left.tolist())
                assert len(labels) == table.counts[i][j], (a, b, mine, theirs)
                assert bool(disagreements(study, Scope(), cell)) == bool(labels)


def _told(found: Differences, wanted: Filter) -> int:
    return int(filtered_differences(found, Scope(), wanted).sum())


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_what_is_listed_is_what_lowers_each_figure(new_corpus, data):
    study = drawn(data.draw, new_corpus()).study()
    found = differences_of(study, Scope())
    figures = summarise(study, Scope(), resamples=10)
    for pair in combinations(found.selection.annotators.tolist(), 2):
        cells = {figure: of[pair] for figure, of in figures.pairs.items() if pair in of}

        def unlike(figure: str, cells: Any = cells) -> int:
            cell = cells.get(figure)
            return round((1 - cell.value) * cell.n) if cell and cell.value is not None else 0

        of_pair = {"pair": pair}
        label = Filter(kinds=frozenset({"label"}), **of_pair)
        dates = Filter(kinds=frozenset({"date"}), **of_pair)
        assert unlike("label.observed") == _told(found, label)
        assert unlike("date.exact") == _told(found, dates)
        assert unlike("speaker.observed") == sum(
            _told(found, Filter(kinds=frozenset({"speaker"}), layer=layer, **of_pair))
            for layer in ("quote", "claim")
        )


def drawn(draw: Any, corpus: Corpus) -> Corpus:
    """Two documents full of overlaps, done by up to three people."""
    for document in (1, 2):
        for annotator in range(1, draw(st.integers(2, 3)) + 1):
            corpus.done.add((document, annotator))
            _fill(draw, corpus, document, annotator)
    return corpus


def _fill(draw: Any, corpus: Corpus, document: int, annotator: int) -> None:
    extents = st.tuples(st.sampled_from(LAYERS), st.integers(0, 10), st.integers(1, 8))
    marks: dict[str, list[int]] = {layer: [] for layer in LAYERS}
    for layer, start, length in sorted(draw(st.sets(extents, max_size=5))):
        speaker = None
        attributes = {}
        if layer in {"quote", "speaker"}:
            speaker = draw(st.sampled_from([None, 5, 6, 7]))
        if layer == "date":
            attributes = {
                "value": draw(st.sampled_from(["2031-04-07", "2030-04-07", "2031-04", ""])),
                "anchor": draw(st.sampled_from(["none", "date"])),
            }
        marks[layer].append(
            corpus.annotate(
                document, annotator, layer, start, start + length, speaker=speaker, **attributes
            )
        )
    relations = (("cued_by", "quote", "cue"), ("dated_by", "claim", "date"))
    for kind, heads, tails in (*relations, ("said_by", "quote", "speaker")):
        for head, tail in zip(marks[heads], marks[tails], strict=False):
            corpus.relate(document, annotator, kind, head, tail)
    for head, tail in zip(marks["date"], marks["date"][1:], strict=False):
        corpus.relate(document, annotator, "anchored_on", head, tail)


@given(st.data())
def test_the_list_is_what_the_groups_differ_in(new_corpus, data):
    _is_what_the_groups_differ_in(drawn(data.draw, new_corpus()))


def test_a_speaker_of_a_quote_is_told_once_whoever_relates_it(corpus):
    for annotator, speaker in ((1, None), (2, 5)):
        quote = corpus.annotate(1, annotator, "quote", 0, 1)
        mention = corpus.annotate(1, annotator, "speaker", 0, 1, speaker=speaker)
        corpus.relate(1, annotator, "said_by", quote, mention)
    corpus.annotate(1, 3, "quote", 0, 1)
    _is_what_the_groups_differ_in(corpus)
    assert [(x.kind, x.layer) for x in listed(corpus, Filter(kinds=frozenset({"speaker"})))] == [
        ("speaker", "quote")
    ]


def test_of_two_labels_that_are_as_like_list_and_groups_take_the_same(corpus):
    corpus.annotate(1, 1, "date", 0, 1)
    corpus.annotate(1, 1, "quote", 0, 1)
    corpus.annotate(1, 2, "speaker", 0, 1)
    corpus.annotate(1, 3, "quote", 0, 2)
    _is_what_the_groups_differ_in(corpus)


def _is_what_the_groups_differ_in(corpus: Corpus) -> None:
    in_list = Counter(
        (row.place.document, row.place.start, row.place.end, row.kind, row.detail)
        for row in listed(corpus)
    )
    grouped: Found = Counter()
    mentions: Found = Counter()
    for document in (1, 2):
        text = corpus.text(document)
        for found in group(_versions(corpus, document), SCHEMA, text=text, speakers={7: 5}):
            for difference in found.differences:
                of = mentions if _told_at_the_quote(corpus, found, difference) else grouped
                key = (found.span.start, found.span.end, difference.kind, difference.detail)
                of[document, *key] += 1
    assert in_list - mentions <= grouped
    assert grouped <= in_list


def _told_at_the_quote(corpus: Corpus, found, difference) -> bool:
    """A mention that a quote is related to, for one of its annotators at the least."""
    tails = {row[5] for row in corpus.relations if row[3] == "said_by"}
    return difference.kind == "speaker" and any(x.id in tails for x in found.annotations)


def _versions(corpus: Corpus, document: int) -> list[Version]:
    versions = []
    for annotator in sorted(who for of, who in corpus.done if of == document):
        labels = [
            Annotation(row[0], "", document, annotator, *row[3:6], json.loads(row[6]), row[7])
            for row in corpus.labels
            if row[1:3] == (document, annotator)
        ]
        relations = [
            Relation(row[0], "", *row[1:])
            for row in corpus.relations
            if row[1] == document and row[2] == annotator
        ]
        versions.append(Version(annotator, tuple(labels), tuple(relations)))
    return versions
