"""The agreement of the sample's two annotators, as published here and computed in a plain way."""

from collections import defaultdict
from itertools import combinations

import pytest

from pullquote.agreement.figures.summary import summarise
from pullquote.agreement.values import Scope
from pullquote.workflow.agreement import read_study

# What the README and the agreement room show of the sample.
EXPECTED = {
    "detection.exact": 0.7122,
    "detection.overlap": 0.7902,
    "detection.alpha": 0.7779,
    "label.kappa": 0.9556,
    "speaker.alpha": 0.8923,
    "date.alpha": 0.8525,
}
EVERYTHING = Scope(carried="all", boilerplate=True)


@pytest.fixture(scope="module")
def study(sample):
    return read_study(sample)


def test_the_sample_has_the_figures_that_are_known_of_it(study):
    summary = summarise(study, Scope(), resamples=0)
    found = {f.id: f.value for f in summary.figures}
    assert {name: found[name] for name in EXPECTED} == pytest.approx(EXPECTED, abs=5e-5)
    assert (len(summary.documents), summary.single, len(summary.annotators)) == (5, 2, 2)


def test_exact_f1_of_the_sample_is_that_of_plain_sets(sample, study):
    labels = both_done(sample)
    matched = sum(len(a & b) for a, b in labels.values())
    whole = sum(len(a) + len(b) for a, b in labels.values())
    exact = next(f for f in summarise(study, EVERYTHING, resamples=0).figures)
    assert (exact.id, exact.value, exact.n) == ("detection.exact", 2 * matched / whole, whole)


def test_alpha_of_the_sample_is_that_of_single_characters(sample, study):
    observed = expected = 0.0
    for layer in study.layer_names():
        values = []
        for document, versions in both_done(sample).items():
            marked = [set() for _ in versions]
            for mine, labels in zip(marked, versions, strict=True):
                for of, start, end in labels:
                    mine |= set(range(start, end)) if of == layer else set()
            length = len(sample.text(document))
            values += [[at in mine for mine in marked] for at in range(length)]
        ones, n = sum(map(sum, values)), 2 * len(values)
        observed += 2 * sum(a != b for a, b in values) / n
        expected += 2 * ones * (n - ones) / (n * (n - 1))
    found = {f.id: f.value for f in summarise(study, EVERYTHING, resamples=0).figures}
    assert found["detection.alpha"] == pytest.approx(1 - observed / expected, abs=1e-12)


def both_done(sample):
    """The (layer, start, end) of both annotators, by document that both have done."""
    found = defaultdict(dict)
    people = [person.id for person in sample.annotators() if person.kind == "person"]
    for document, _ in sample.texts():
        for person in people:
            state = sample.state(document, person)
            if state is not None and state.value == "done":
                labels = sample.annotations(document, person)
                found[document][person] = {(a.layer, a.start, a.end) for a in labels}
    return {
        document: (versions[a], versions[b])
        for document, versions in found.items()
        for a, b in combinations(sorted(versions), 2)
    }
