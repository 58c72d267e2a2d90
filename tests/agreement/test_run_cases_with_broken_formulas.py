"""Each formula that the room ships is broken in turn: a published case must fail then, so that
nobody can check one formula and ship another.
"""

from pathlib import Path

import numpy as np
import pytest
import run_cases

from pullquote.agreement.figures import further_figures, measured_figures
from pullquote.agreement.matching.matches import Matches
from pullquote.agreement.measures import (
    chance_corrected,
    character_alpha,
    cohen_kappa,
    date_jaccard,
    f1,
    krippendorff_alpha,
    scales,
    u_alpha,
    unitizing_alpha,
)
from pullquote.agreement.measures.krippendorff_alpha import Alike
from pullquote.agreement.measures.observed_agreement import ObservedAgreement
from pullquote.agreement.measures.semeval import SemevalTable

OBSERVED = ObservedAgreement.of
CASES = Path(__file__).parent / "cases.json"


def shifted(formula):
    """The formula, wrong by a tenth."""
    return lambda *given, **more: formula(*given, **more) + 0.1


def unweighted(*given):
    """Each pair weighing 1, as if the mean were over pairs."""
    shape, pairs, *rest = given
    even = pairs._replace(weight=np.ones(len(pairs.first)))
    return OBSERVED(shape, even, *rest)


def nothing_alike(_values):
    none = np.zeros(0, dtype=np.int64)
    return Alike(none, none, np.zeros(0))


def turned(name):
    """Counts in which missed and spurious have changed places, or type and strict."""
    counts = SemevalTable.counts

    def wrong(table, schema):
        other = {"strict": "type", "type": "strict", "exact": "type", "partial": "type"}
        return counts(table, other[schema] if name == "schema" else schema)

    return wrong


# Where the step stands, its name, what is put there, and the cases of which one must fail.
BROKEN = {
    "Cohen's kappa": (cohen_kappa, "cohen_kappa", shifted, {"cohen"}),
    "agreement beyond chance": (cohen_kappa, "beyond_chance", shifted, {"cohen"}),
    "nominal alpha": (krippendorff_alpha, "alpha_of", shifted, {"alpha_nominal"}),
    "disagreements of alpha": (
        krippendorff_alpha,
        "observed_and_expected",
        lambda real: lambda *x: (real(*x)[0] * 0.9, real(*x)[1]),
        {"alpha_nominal"},
    ),
    "alpha over characters": (character_alpha, "pooled_alpha", shifted, {"alpha_nominal"}),
    "alpha over characters, sums": (
        character_alpha,
        "observed_and_expected",
        lambda real: lambda *x: (real(*x)[0], real(*x)[1] * 1.1),
        {"alpha_nominal", "alpha_characters"},
    ),
    "observed agreement": (ObservedAgreement, "quotient", shifted, {"percent"}),
    "weights of observed agreement": (
        measured_figures.ObservedAgreement,
        "of",
        lambda _: staticmethod(unweighted),
        {"percent"},
    ),
    "pi and Fleiss' kappa": (further_figures, "fleiss_chance", shifted, {"fleiss", "scott"}),
    "S and Randolph's kappa": (further_figures, "even_chance", shifted, {"bennett", "randolph"}),
    "AC1": (measured_figures, "gwet_chance", shifted, {"ac1"}),
    "AC1 beyond chance": (chance_corrected, "beyond_chance", shifted, {"ac1", "fleiss"}),
    "exact and overlap F1": (f1, "f1", shifted, {"f1_exact_mean", "f1_overlap"}),
    "the same ends": (
        Matches,
        "exact",
        lambda _: property(lambda self: np.zeros(len(self), dtype=bool)),
        {"semeval_exact"},
    ),
    "intersection over union": (
        measured_figures,
        "matched_labels",
        lambda real: lambda frame: _half_iou(*real(frame)),
        {"iou", "f1_exact_mean"},
    ),
    "days in common": (date_jaccard, "day_jaccard", shifted, {"date_pair", "alpha_days"}),
    "distance of alpha of dates": (
        measured_figures,
        "dates_alike",
        lambda _: nothing_alike,
        {"alpha_days"},
    ),
    "granularity, containing, middles": (
        measured_figures,
        "compared_dates",
        lambda real: lambda values, a, b: real(values, a, a),
        {"date_pair"},
    ),
    "alpha_U, observed": (unitizing_alpha, "_observed", shifted, {"alpha_u1995"}),
    "alpha_U, expected": (unitizing_alpha, "_expected", shifted, {"alpha_u1995"}),
    "alpha_U": (unitizing_alpha, "one_less", shifted, {"alpha_u1995"}),
    "u-alpha": (u_alpha, "one_less", shifted, {"u_alpha", "u_alpha_binary", "cu_alpha"}),
    "u-alpha, expected": (u_alpha, "expected_lengths", shifted, {"u_alpha", "cu_alpha"}),
    "SemEval-2013, schema": (
        SemevalTable,
        "counts",
        lambda _: turned("schema"),
        {"semeval_strict", "semeval_type"},
    ),
    "ordinal and other distances": (scales, "alpha_of", shifted, {"alpha_ordinal"}),
    "weighted kappa": (scales, "cohen_kappa", shifted, {"cohen_linear", "cohen_quadratic"}),
}
LEVELS = {
    "ordinal": "alpha_ordinal",
    "interval": "alpha_interval",
    "ratio": "alpha_ratio",
    "linear": "cohen_linear",
    "quadratic": "cohen_quadratic",
}


def _half_iou(matched, where):
    columns = {name: getattr(matched, name) for name in matched.__slots__}
    return type(matched)(**{**columns, "iou": matched.iou / 2}), where


def failed(keys):
    found = list(run_cases.run(CASES, frozenset(keys)))
    assert len({result.id.partition(":")[0] for result in found}) > 0
    return [result for result in found if result.verdict == "fail"]


@pytest.mark.parametrize("name", BROKEN)
def test_a_case_fails_when_a_shipped_formula_is_broken(monkeypatch, name):
    where, step, wrong, keys = BROKEN[name]
    monkeypatch.setattr(where, step, wrong(getattr(where, step)))
    for key in keys:
        assert failed({key}), key


@pytest.mark.parametrize("level", LEVELS)
def test_a_case_fails_when_a_distance_is_another(monkeypatch, level):
    table = "KAPPAS" if level in scales.KAPPAS else "ALPHAS"
    known = getattr(further_figures, table)
    other = next(name for name in known if name != level)
    monkeypatch.setattr(further_figures, table, {**known, level: known[other]})
    assert failed({LEVELS[level]}), level


def test_no_case_fails_when_nothing_is_broken():
    keys = {key for *_, keys in BROKEN.values() for key in keys} | set(LEVELS.values())
    assert failed(keys) == []
    assert {result.id for result in run_cases.run(CASES, frozenset(keys))} >= {
        "krippendorff2004-p230-missing:percent"
    }
