from hypothesis import given
from hypothesis import strategies as st

from pullquote.assets import RESOURCES
from pullquote.model.schema_file import parse_schema
from pullquote.model.tree import label_tree
from pullquote.model.values import Annotation, Relation

SCHEMA = parse_schema((RESOURCES / "schemas" / "statements.toml").read_text("utf-8"))


def label(id_, layer, start, end=None):
    return Annotation(id_, f"a{id_}", 1, 1, layer, start, end or start + 1)


def relation(id_, kind, head, tail, role=""):
    return Relation(id_, f"r{id_}", 1, 1, kind, head, tail, role)


def drawn(labels, relations):
    """Each node as relation:id, with its children in brackets."""

    def draw(node):
        below = " ".join(map(draw, node.children))
        mark = f"{node.relation}:" if node.relation else ""
        return f"{mark}{node.annotation.id}" + (f"({below})" if below else "")

    return " ".join(map(draw, label_tree(SCHEMA, labels, relations)))


def test_a_quote_with_its_speaker_cue_and_dates():
    labels = [
        label(1, "date", 0),
        label(2, "quote", 10),
        label(3, "cue", 20),
        label(4, "speaker", 22),
        label(5, "date", 30),
    ]
    relations = [
        relation(1, "dated_by", 2, 5, "event"),
        relation(2, "cued_by", 2, 3),
        relation(3, "said_by", 2, 4),
        relation(4, "dated_by", 2, 1, "utterance"),
    ]
    assert drawn(labels, relations) == "2(said_by:4 cued_by:3 dated_by:1 dated_by:5)"
    (node,) = label_tree(SCHEMA, labels, relations)
    assert [child.role for child in node.children] == ["", "", "utterance", "event"]


def test_labels_related_to_nothing_stand_by_position():
    labels = [label(1, "claim", 5), label(2, "speaker", 1), label(3, "date", 9)]
    assert drawn(labels, []) == "2 1 3"


def test_the_longer_of_two_that_start_together_comes_first():
    assert drawn([label(1, "claim", 5, 8), label(2, "quote", 5, 20)], []) == "2 1"


def test_one_speaker_of_two_quotes_stands_under_both():
    labels = [label(1, "quote", 0), label(2, "speaker", 5), label(3, "quote", 10)]
    relations = [relation(1, "said_by", 1, 2), relation(2, "said_by", 3, 2)]
    assert drawn(labels, relations) == "1(said_by:2) 3(said_by:2)"


def test_a_quote_that_continues_another_is_told_in_full_once():
    labels = [label(1, "quote", 0), label(2, "speaker", 5), label(3, "quote", 10)]
    relations = [relation(1, "said_by", 1, 2), relation(2, "continues", 3, 1)]
    assert drawn(labels, relations) == "1(said_by:2) 3(continues:1)"


def test_a_date_with_the_date_it_counts_from():
    labels = [label(1, "date", 0), label(2, "claim", 5), label(3, "date", 10)]
    relations = [relation(1, "dated_by", 2, 3, "event"), relation(2, "anchored_on", 3, 1)]
    assert drawn(labels, relations) == "2(dated_by:3(anchored_on:1))"


def test_dates_that_go_round_in_a_circle_are_shown():
    labels = [label(1, "date", 0), label(2, "date", 5)]
    relations = [relation(1, "anchored_on", 1, 2), relation(2, "anchored_on", 2, 1)]
    assert drawn(labels, relations) == "1(anchored_on:2)"


def test_an_end_that_is_not_there_is_passed_over():
    assert drawn([label(1, "quote", 0)], [relation(1, "said_by", 1, 9)]) == "1"


def test_a_long_chain_of_dates_is_shown():
    labels = [label(n, "date", n) for n in range(3_000)]
    relations = [relation(n, "anchored_on", n, n + 1) for n in range(2_999)]
    assert len(label_tree(SCHEMA, labels, relations)) > 700


KINDS = st.sampled_from(["said_by", "cued_by", "dated_by", "continues", "anchored_on", "odd"])
LAYERS = st.sampled_from(["quote", "speaker", "cue", "date", "claim", "odd"])


@given(
    st.lists(LAYERS, max_size=8),
    st.lists(st.tuples(KINDS, st.integers(0, 8), st.integers(0, 8)), max_size=12),
)
def test_every_label_is_in_the_tree(layers, ends):
    labels = [label(n, layer, 3 * n % 5) for n, layer in enumerate(layers)]
    relations = [relation(n, kind, head, tail) for n, (kind, head, tail) in enumerate(ends)]
    nodes = label_tree(SCHEMA, labels, relations)
    starts = [node.annotation.start for node in nodes]
    assert starts == sorted(starts)

    def ids(node):
        return {node.annotation.id}.union(*map(ids, node.children))

    assert set().union(*map(ids, nodes)) == {one.id for one in labels}
