"""Whatever changed, what was kept and moved on says what counting all anew says."""

import math
import random

import pytest

from pullquote.agreement.figures import sums_cache
from pullquote.agreement.figures.summary import summarise
from pullquote.agreement.study.project_rows import DocumentRows, updated
from pullquote.agreement.values import Scope

DOCUMENTS = range(1, 31)
VALUES = ("2026-02-03", "2026-02", "2026", "2025-W01", "XXXX-05-01", "")
TABLES = ("pairs", "by_layer", "by_document", "by_annotator")


def label(corpus, document, person, chance):
    """A quote, who says it, and a date, each a little wrong at times."""
    for start in chance.sample((0, 56, 112), chance.choice((0, 1, 2, 3))):
        end = start + chance.choice((24, 26, 26))
        kind = chance.choice(("direct", "direct", "partial", "indirect"))
        layer = chance.choice(("quote", "quote", "quote", "claim"))
        attributes = {"kind": kind} if layer == "quote" else {}
        quote = corpus.annotate(document, person, layer, start, end, **attributes)
        who = chance.choice((5, 6, 7, None))
        mention = corpus.annotate(document, person, "speaker", start + 32, start + 43, speaker=who)
        corpus.relate(document, person, "said_by", quote, mention)
        corpus.annotate(
            document, person, "date", start + 47, start + 53, value=chance.choice(VALUES)
        )
    corpus.done.add((document, person))


def forget(corpus, document):
    corpus.done = {pair for pair in corpus.done if pair[0] != document}
    # Ids are row numbers, so that what is gone leaves a hole that nothing fills.
    corpus.labels = [
        (*row[:1], 0, *row[2:]) if row[1] == document else row for row in corpus.labels
    ]
    corpus.relations = [
        (*row[:1], 0, *row[2:]) if row[1] == document else row for row in corpus.relations
    ]


def rows(corpus, document):
    done = [pair for pair in corpus.done if pair[0] == document]
    text = corpus.text(document)
    return DocumentRows(
        documents=[(document, len(text), None, None)] if done else [],
        done=done,
        labels=[row for row in corpus.labels if row[1] == document],
        relations=[row for row in corpus.relations if row[1] == document],
        texts={document: text},
    )


def close(one, other):
    return one == other or (
        one is not None and other is not None and math.isclose(one, other, abs_tol=1e-12)
    )


def differences(warm, cold):
    for one, other in zip(warm.figures, cold.figures, strict=True):
        for name in ("value", "low", "high", "once"):
            if not close(getattr(one, name), getattr(other, name)):
                yield one.id, name, getattr(one, name), getattr(other, name)
        assert (one.id, one.n, one.why) == (other.id, other.n, other.why)
    for table in TABLES:
        for figure, cells in getattr(cold, table).items():
            for key, cell in cells.items():
                found = getattr(warm, table)[figure][key]
                if not (close(found.value, cell.value) and found.n == cell.n):
                    yield table, figure, key, found, cell


@pytest.mark.parametrize("people", [(1, 2), (1, 2, 3)])
@pytest.mark.parametrize("layers", [None, frozenset({"quote", "claim", "date"})])
def test_what_is_moved_on_is_what_is_counted_anew(corpus, people, layers):
    chance = random.Random(len(people))
    for document in DOCUMENTS:
        for person in people:
            if chance.random() < 0.9:
                label(corpus, document, person, chance)
        if document % 4 == 0:
            corpus.passages += [(document + copy, 0, 54, document, 1 + copy, 0) for copy in (0, 1)]
    study, scope = corpus.study(), Scope(layers=layers)
    summarise(study, scope, resamples=60)
    for step in range(24):
        document = chance.choice((*DOCUMENTS, 31))
        forget(corpus, document)
        for person in chance.sample(people, len(people) - (step % 5 == 0)):
            label(corpus, document, person, chance)
        study = updated(study, [document], rows(corpus, document))
        warm = summarise(study, scope, resamples=60)
        cold = summarise(corpus.study(), scope, resamples=60)
        assert list(differences(warm, cold)) == []
        assert (warm.documents, warm.empty, warm.shares) == (
            cold.documents,
            cold.empty,
            cold.shares,
        )


def test_only_documents_that_changed_are_added_up(corpus, monkeypatch):
    chance = random.Random(1)
    for document in DOCUMENTS:
        for person in (1, 2):
            label(corpus, document, person, chance)
    study = corpus.study()
    summarise(study, Scope(), resamples=10)
    counted = []
    real = sums_cache.measures

    def measures(study, tables, layers):
        counted.append(tables.documents.tolist())
        return real(study, tables, layers)

    monkeypatch.setattr(sums_cache, "measures", measures)
    forget(corpus, 7)
    label(corpus, 7, 1, chance)
    label(corpus, 7, 2, chance)
    summarise(updated(study, [7], rows(corpus, 7)), Scope(), resamples=10)
    summarise(study, Scope(), resamples=10)
    assert counted == [[7]]


def test_two_ways_on_from_one_study_do_not_mix(corpus):
    chance = random.Random(2)
    for document in DOCUMENTS:
        for person in (1, 2):
            label(corpus, document, person, chance)
    study = corpus.study()
    summarise(study, Scope(), resamples=10)
    found = []
    for _ in range(2):
        forget(corpus, 7)
        label(corpus, 7, 1, chance)
        label(corpus, 7, 2, chance)
        other = updated(study, [7], rows(corpus, 7))
        found.append((summarise(other, Scope(), resamples=10), corpus.study()))
    for warm, cold in found:
        assert list(differences(warm, summarise(cold, Scope(), resamples=10))) == []
