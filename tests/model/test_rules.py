from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.assets import RESOURCES
from pullquote.model.rules import inside, rule_problems
from pullquote.model.schema_file import parse_schema
from pullquote.model.values import Annotation, Relation

SCHEMA = parse_schema((RESOURCES / "schemas" / "statements.toml").read_text("utf-8"))


def label(id_, layer, start=0, end=10, **more):
    return Annotation(id_, f"a{id_}", 1, 1, layer, start, end, **more)


def relation(id_, kind, head, tail, role=""):
    return Relation(id_, f"r{id_}", 1, 1, kind, head, tail, role)


LABELS = [
    label(1, "quote", attributes={"kind": "direct"}),
    label(2, "speaker", 20, 30, speaker=7),
    label(3, "cue", 15, 19),
    label(4, "date", 40, 45, attributes={"value": "2026-02-12"}),
    label(5, "quote", 50, 60),
    label(6, "date", 70, 75),
]
RELATIONS = [
    relation(1, "said_by", 1, 2),
    relation(2, "cued_by", 1, 3),
    relation(3, "dated_by", 1, 4, "utterance"),
    relation(4, "dated_by", 1, 6, "event"),
    relation(5, "continues", 5, 1),
    relation(6, "anchored_on", 6, 4),
]


def kinds(labels, relations):
    return [problem.kind for problem in rule_problems(SCHEMA, labels, relations)]


def test_labels_that_keep_the_rules():
    assert rule_problems(SCHEMA, LABELS, RELATIONS) == []


@pytest.mark.parametrize(
    ("changed", "kind", "detail"),
    [
        (label(1, "rumour"), "unknown_layer", "rumour"),
        (label(1, "quote", attributes={"mood": "bad"}), "unknown_attribute", "mood"),
        (label(1, "quote", attributes={"kind": "wild"}), "unknown_value", "kind: wild"),
        (label(1, "cue", speaker=7), "speaker_not_kept", "cue"),
    ],
)
def test_a_label_that_breaks_a_rule(changed, kind, detail):
    (problem,) = rule_problems(SCHEMA, [changed], [])
    assert (problem.kind, problem.detail, problem.annotations) == (kind, detail, (1,))
    assert detail in str(problem)


@pytest.mark.parametrize(
    ("added", "kind"),
    [
        (relation(9, "denied_by", 5, 2), "unknown_relation"),
        (relation(9, "said_by", 5, 99), "no_end"),
        (relation(9, "said_by", 3, 2), "wrong_head"),
        (relation(9, "said_by", 5, 3), "wrong_tail"),
        (relation(9, "dated_by", 5, 4, "birthday"), "wrong_role"),
        (relation(9, "said_by", 1, 2), "too_many"),
        (relation(9, "dated_by", 1, 6, "utterance"), "too_many"),
        (relation(9, "continues", 1, 5), "cycle"),
        (relation(9, "continues", 5, 5), "itself"),
        (replace(relation(9, "said_by", 5, 2), document=2), "other_document"),
        (replace(relation(9, "said_by", 5, 2), annotator=2), "other_annotator"),
    ],
)
def test_a_relation_that_breaks_a_rule(added, kind):
    found = [p for p in rule_problems(SCHEMA, LABELS, [*RELATIONS, added]) if p.kind == kind]
    assert len(found) == 1
    assert added.id in found[0].relations
    assert found[0].detail in str(found[0])


def test_ends_in_two_documents_or_of_two_annotators():
    elsewhere = replace(LABELS[1], document=2)
    assert kinds([LABELS[0], elsewhere], [RELATIONS[0]]) == ["other_document"]
    other = replace(LABELS[1], annotator=2)
    assert kinds([LABELS[0], other], [RELATIONS[0]]) == ["other_annotator"]


def test_a_quote_has_a_speaker_of_its_own_only_while_none_is_related():
    quote = replace(LABELS[0], speaker=7)
    assert kinds([quote, LABELS[1]], []) == []
    assert kinds([quote, LABELS[1]], [RELATIONS[0]]) == ["two_speakers"]
    assert kinds([quote, replace(LABELS[4], speaker=7)], [RELATIONS[4]]) == []


def test_a_circle_is_told_once_with_all_who_are_in_it():
    dates = [label(n, "date", n, n + 1) for n in range(1, 6)]
    relations = [relation(n, "anchored_on", n, n % 4 + 1) for n in range(1, 5)] + [
        relation(5, "anchored_on", 5, 1)
    ]
    (problem,) = rule_problems(SCHEMA, dates, relations)
    assert (problem.kind, sorted(problem.annotations)) == ("cycle", [1, 2, 3, 4])
    assert sorted(problem.relations) == [1, 2, 3, 4]


def test_a_long_chain_is_no_circle():
    dates = [label(n, "date", n, n + 1) for n in range(5_000)]
    assert kinds(dates, [relation(n, "anchored_on", n, n + 1) for n in range(4_999)]) == []


def test_the_smallest_quote_around():
    labels = [
        label(1, "quote", 0, 50),
        label(2, "quote", 10, 40),
        label(3, "claim", 12, 20),
        label(4, "claim", 10, 40),
        label(5, "claim", 45, 60),
        label(6, "speaker", 1, 5),
        label(7, "quote", 60, 70),
    ]
    assert inside(labels) == [(2, 1), (4, 2), (3, 2)]


def test_quotes_of_another_document_or_annotator_are_not_around():
    quote, claim = label(1, "quote", 0, 50), label(2, "claim", 10, 20)
    assert inside([quote, replace(claim, annotator=2)]) == []
    assert inside([replace(quote, document=2), claim]) == []


SPANS = st.tuples(st.sampled_from(["quote", "claim", "date"]), st.integers(0, 9), st.integers(1, 9))


@given(st.sets(SPANS, max_size=12))
def test_inside_is_what_comparing_all_pairs_gives(spans):
    labels = [
        label(n, layer, start, start + length)
        for n, (layer, start, length) in enumerate(sorted(spans))
    ]
    quotes = [one for one in labels if one.layer == "quote"]
    expected = {}
    for one in labels:
        around = [q for q in quotes if q is not one and q.span.covers(one.span)]
        if around and one.layer != "date":
            expected[one.id] = min(len(q.span) for q in around)
    found = {inner: len(labels[outer].span) for inner, outer in inside(labels)}
    assert found == expected
