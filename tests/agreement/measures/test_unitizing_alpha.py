"""alpha_U, the u-alpha family and the counts of SemEval-2013 as figures of the room."""

import case_studies as cases
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import unitizing

from pullquote.agreement.figures.summary import semeval_of, summarise
from pullquote.agreement.values import Scope

LENGTHS = {1: 15, 2: 9}
PEOPLE = ("A", "B", "C")


@st.composite
def marks(draw):
    """Labels of three annotators in two documents; those of one annotator part."""
    found = []
    for document, who in ((d, a) for d in LENGTHS for a in (1, 2, 3)):
        at = 0
        steps = st.tuples(st.integers(0, 4), st.integers(1, 6), st.sampled_from("QS"))
        for gap, size, layer in draw(st.lists(steps, max_size=3)):
            end = min(at + gap + size, LENGTHS[document])
            if at + gap < end:
                found.append((document, who, layer, at + gap, end, {}, None))
                at = end
    return found


def case(found, done=None, layers="QS"):
    done = done or [(d, a) for d in LENGTHS for a in (1, 2, 3)]
    return cases.Case(
        cases.study([cases.layer(name) for name in layers], PEOPLE, found, done, LENGTHS)
    )


def laid(found, documents=(1, 2)):
    """For each annotator (start, end, layer) on one line of these documents."""
    base = {1: 0, 2: LENGTHS[1]} if len(documents) == 2 else dict.fromkeys(documents, 0)
    return [
        [(base[d] + s, base[d] + e, k) for d, a, k, s, e, *_ in found if a == who and d in base]
        for who in (1, 2, 3)
    ]


def known(value):
    return None if value is None else pytest.approx(value, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(marks())
def test_alpha_u_is_its_definition_pair_by_pair(found):
    summary = case(found).summary()
    values = {f.id: f.value for f in summary.figures}
    assert values["detection.alpha_u"] == known(unitizing.alpha_u(laid(found), 24))
    for layer in "QS":
        own = [[m for m in of_one if m[2] == layer] for of_one in laid(found)]
        cell = summary.by_layer["detection.alpha_u"][layer]
        assert cell.value == known(unitizing.alpha_u(own, 24))
    for document, size in LENGTHS.items():
        of_document = unitizing.alpha_u(laid(found, (document,)), size)
        assert summary.by_document["detection.alpha_u"][document].value == known(of_document)
    pair = unitizing.alpha_u(laid(found)[::2], 24)
    assert summary.pairs["detection.alpha_u"][1, 3].value == known(pair)


@settings(max_examples=40, deadline=None)
@given(marks())
def test_u_alpha_is_its_definition_unit_by_unit(found):
    """Of one document: units of two documents do not touch."""
    found = [mark for mark in found if mark[0] == 1]
    made = case(found, [(1, 1), (1, 2), (1, 3)])
    units, summary = laid(found, (1,)), made.summary()
    values = {f.id: f.value for f in summary.figures}
    assert values["detection.u_alpha"] == known(unitizing.u_alpha(units, 15))
    assert values["detection.cu_alpha"] == known(unitizing.cu_alpha(units, 15))
    as_one = [[(s, e, "x") for s, e, _ in of_one] for of_one in units]
    assert values["detection.u_marked"] == known(unitizing.u_alpha(as_one, 15))
    for layer in "QS":
        own = [[m for m in of_one if m[2] == layer] for of_one in units]
        cell = summary.by_layer["detection.u_alpha"][layer]
        assert cell.value == known(unitizing.u_alpha(own, 15))
    cell = summary.pairs["detection.u_alpha"][1, 2]
    assert cell.value == known(unitizing.u_alpha(units[:2], 15))


UNITS = ("alpha_u", "u_alpha", "u_marked", "cu_alpha")


@settings(max_examples=25, deadline=None)
@given(marks(), st.permutations((1, 2, 3)), st.randoms(use_true_random=False))
def test_names_and_order_change_nothing(found, names, random):
    swapped = {"Q": "S", "S": "Q"}
    other = [(d, names[who - 1], swapped[k], *rest) for d, who, k, *rest in found]
    random.shuffle(other)
    one, two = case(found).summary(), case(other).summary()
    values = {f.id: f.value for f in one.figures}
    for figure in two.figures:
        if figure.id.startswith(("detection.", "label.")):
            assert figure.value == known(values[figure.id]), figure.id


def test_one_agrees_with_oneself():
    found = [
        (1, who, layer, start, start + 3, {}, None)
        for who in (1, 2, 3)
        for layer, start in (("Q", 0), ("S", 5))
    ]
    summary = case(found).summary()
    values = {f.id: f.value for f in summary.figures}
    assert {values[f"detection.{name}"] for name in UNITS} == {1.0}
    assert {values[f"detection.semeval_{x}"] for x in ("strict", "exact", "partial", "type")} == {1}
    assert {cell.value for cell in summary.by_layer["detection.cu_alpha"].values()} == {1.0}


def test_alpha_u_leaves_out_documents_that_not_all_have_done():
    found = [(1, who, "Q", 2, 7, {}, None) for who in (1, 2, 3)] + [(2, 1, "Q", 0, 9, {}, None)]
    made = case(found, [(1, 1), (1, 2), (1, 3), (2, 1), (2, 3)])
    figure = next(f for f in made.summary().figures if f.id == "detection.alpha_u")
    assert (figure.value, figure.n) == (1.0, 15)
    assert made.value("detection.u_alpha") < 1
    apart = case(found, [(1, 1), (1, 2), (2, 2), (2, 3)])
    figure = next(f for f in apart.summary().figures if f.id == "detection.alpha_u")
    assert str(figure.why) == "undefined: no document that all annotators have done"


@pytest.mark.parametrize(
    ("found", "figure", "why"),
    [
        ([], "alpha_u", "undefined: nothing marked"),
        ([], "u_alpha", "undefined: nothing marked"),
        ([], "semeval_strict", "undefined: nothing marked"),
        (
            [(1, 1, "Q", 0, 4, {}, None)],
            "cu_alpha",
            "undefined: no two annotators marked the same text",
        ),
        (
            [(1, 1, "Q", 0, 4, {}, None), (1, 2, "Q", 1, 4, {}, None)],
            "cu_alpha",
            "undefined: no label varies",
        ),
        (
            [(1, 1, "Q", 0, 5, {}, None), (1, 1, "S", 2, 4, {}, None)],
            "u_alpha",
            "undefined: labels of one annotator overlap; choose one layer",
        ),
    ],
)
def test_why_there_is_no_value(found, figure, why):
    figures = {f.id: f for f in case(found).summary().figures}
    assert figures[f"detection.{figure}"].value is None
    assert str(figures[f"detection.{figure}"].why) == why


def test_labels_inside_one_another_are_told_layer_by_layer():
    found = [
        (1, who, layer, start, end, {}, None)
        for who in (1, 2, 3)
        for layer, start, end in (("Q", 0, 9), ("S", 2, 4))
    ]
    made = case(found)
    assert made.value("detection.u_alpha") is None
    assert made.value("detection.u_alpha", "Q") == 1.0
    assert made.value("detection.u_marked") == 1.0
    assert made.summary().by_layer["detection.u_alpha"]["S"].value == 1.0


def test_a_figure_that_does_not_add_up_says_so_and_the_others_have_intervals():
    found = [(d, who, "Q", 1, 4 + (who == d), {}, None) for d in (1, 2) for who in (1, 2, 3)]
    made = summarise(case(found).study, Scope(), all_measures=True, resamples=20)
    figures = {f.id: f for f in made.figures}
    assert figures["detection.alpha_u"].low is None
    assert str(figures["detection.alpha_u"].note).startswith("no interval: ")
    for name in ("u_alpha", "u_marked", "semeval_strict"):
        assert figures[f"detection.{name}"].low is not None, name


def counts(found):
    return semeval_of(case(found).study, Scope())


def test_the_right_one_is_correct_whatever_stands_beside_it():
    marks = [(1, 1, "Q", 5, 9), (1, 2, "Q", 4, 9), (1, 2, "Q", 5, 9)]
    assert counts([(*mark, {}, None) for mark in marks])[1, 2]["strict"] == (1, 0, 0, 0, 1)


@settings(max_examples=25, deadline=None)
@given(marks())
def test_the_reference_and_the_other_change_places(found):
    turned = counts([(d, 4 - who, *rest) for d, who, *rest in found])
    for schema, each in counts(found)[1, 3].items():
        other = turned[1, 3][schema]
        assert each == other._replace(missed=other.spurious, spurious=other.missed)


def test_the_counts_of_all_pairs_stand_beside_the_figure():
    marks = [(1, 1, "Q", 5, 9), (1, 2, "Q", 5, 8), (1, 3, "Q", 5, 9)]
    made = case([(*mark, {}, None) for mark in marks])
    assert dict(made.note("detection.semeval_partial")) == {
        "correct": 1, "incorrect": 0, "partial": 2, "missed": 0, "spurious": 0
    }  # fmt: skip
    assert made.value("detection.semeval_partial") == pytest.approx((1 + 2 * 0.5) / 3)
    assert made.value("detection.semeval_exact") == pytest.approx(1 / 3)
