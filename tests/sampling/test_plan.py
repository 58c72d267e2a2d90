"""Dealing documents: even, reproducible, with near copies together."""

from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.sampling.plan import Plan, deal

NAMES = ["Ann", "Bo", "Cleo", "Dag", "Eli"]


@st.composite
def corpora(draw):
    """Documents with their sizes, near copies among them, and people."""
    count = draw(st.integers(1, 40))
    documents = {f"d{i:02}": draw(st.integers(1, 5000)) for i in range(count)}
    rest, groups = list(documents), []
    while len(rest) > 1 and draw(st.booleans()):
        size = draw(st.integers(2, min(5, len(rest))))
        groups.append(tuple(rest[:size]))
        rest = rest[size:]
    people = NAMES[: draw(st.integers(1, 5))]
    return documents, groups, people


options = st.fixed_dictionaries(
    {"overlap": st.sampled_from([0, 0.1, 0.3, 1]), "seed": st.integers(0, 9)}
)


def takers(plan: Plan) -> dict[str, set[str]]:
    found = defaultdict(set)
    for one in plan.dealt:
        found[one.document].add(one.annotator)
    return dict(found)


@given(corpora(), options, st.randoms())
def test_order_of_input_makes_no_difference(corpus, options, random):
    documents, groups, people = corpus
    plan = deal(documents, groups, people, **options)

    def shuffled(items):
        items = list(items)
        random.shuffle(items)
        return items

    other = deal(
        dict(shuffled(documents.items())),
        [shuffled(group) for group in shuffled(groups)],
        shuffled(people),
        **options,
    )
    assert other == plan


@given(corpora(), options, st.integers(1, 5), st.sampled_from([None, 1, 2, 4]))
def test_every_document_is_dealt_the_right_number_of_times(corpus, options, each, sharing):
    documents, groups, people = corpus
    each = min(each, len(people))
    plan = deal(documents, groups, people, per_document=each, sharing=sharing, **options)
    roles = {one.document: one.role for one in plan.dealt}
    found = takers(plan)
    assert found.keys() == documents.keys()
    wide = min(max(each, sharing or 5), len(people))
    for document, some in found.items():
        assert len(some) in {each, wide}
        assert roles[document] == ("overlap" if len(some) > 1 else "label")
    pairs = [(one.document, one.annotator) for one in plan.dealt]
    assert len(pairs) == len(set(pairs))


@given(corpora(), options, st.integers(1, 3))
def test_loads_differ_by_no_more_than_one_group(corpus, options, each):
    documents, groups, people = corpus
    plan = deal(documents, groups, people, per_document=min(each, len(people)), **options)
    loads = Counter(dict.fromkeys(people, 0))
    for one in plan.dealt:
        loads[one.annotator] += documents[one.document]
    assert plan.loads == dict(loads)
    heaviest = max(
        [*documents.values(), *(sum(documents[one] for one in group) for group in groups)]
    )
    assert max(loads.values()) - min(loads.values()) <= heaviest


@given(corpora(), options)
def test_near_copies_go_to_the_same_people_and_stand_together(corpus, options):
    documents, groups, people = corpus
    plan = deal(documents, groups, people, **options)
    found = takers(plan)
    for group in groups:
        assert len({frozenset(found[one]) for one in group}) == 1
    for who in people:
        queue = [one.document for one in plan.dealt if one.annotator == who]
        for group in groups:
            places = [queue.index(one) for one in group if one in queue]
            assert not places or max(places) - min(places) == len(places) - 1


@given(corpora(), options, st.sampled_from([0, 0.1, 0.3, 1]))
def test_the_share_of_overlap_is_as_near_as_the_groups_allow(corpus, options, share):
    documents, groups, people = corpus
    plan = deal(documents, groups, people, **options | {"overlap": share})
    shared = {one.document for one in plan.dealt if one.role == "overlap"}
    if len(people) == 1 or not share:
        assert shared == set()
    else:
        wanted = max(1, round(share * len(documents)))
        largest = max([1, *map(len, groups)])
        assert abs(len(shared) - wanted) <= largest / 2 or len(shared) < wanted


@given(corpora(), options)
def test_positions_count_from_nought_without_a_gap(corpus, options):
    documents, groups, people = corpus
    plan = deal(documents, groups, people, **options)
    for who in people:
        mine = [one.position for one in plan.dealt if one.annotator == who]
        assert mine == list(range(len(mine)))


@given(corpora(), options, st.integers(0, 40))
def test_a_later_deal_keeps_what_stands_and_deals_the_rest(corpus, options, cut):
    documents, groups, people = corpus
    early = dict(list(documents.items())[:cut])
    first = deal(early, groups, people, **options)
    there = {(one.document, one.annotator) for one in first.dealt}
    later = deal(documents, groups, people, there=there, loads=first.loads, **options)
    assert {one.document for one in later.dealt} == documents.keys() - early.keys()
    whole = defaultdict(set)
    for one in (*first.dealt, *later.dealt):
        whole[one.document].add(one.annotator)
    for group in groups:
        assert len({frozenset(whole[one]) for one in group}) == 1


@given(corpora(), options)
def test_training_goes_to_all_first_in_the_order_given(corpus, options):
    documents, groups, people = corpus
    lessons = sorted(documents, reverse=True)[:3]
    plan = deal(documents, groups, people, training=lessons, **options)
    for who in people:
        queue = [(one.document, one.role) for one in plan.dealt if one.annotator == who]
        assert queue[: len(lessons)] == [(one, "training") for one in lessons]
    assert {one.document for one in plan.dealt} == documents.keys()
    assert all(one.document not in lessons for one in plan.dealt if one.role != "training")


def test_a_new_annotator_gets_the_training_that_others_had():
    documents = {"a": 1, "b": 1}
    first = deal(documents, [], ["Ann"], training=["a"])
    there = {(one.document, one.annotator) for one in first.dealt}
    later = deal(documents, [], ["Ann", "Bo"], training=["a"], there=there)
    assert [(one.document, one.annotator) for one in later.dealt] == [("a", "Bo")]


def test_what_somebody_has_to_do_already_counts():
    plan = deal({"a": 5, "b": 5}, [], ["Ann", "Bo"], overlap=0, loads={"Ann": 20})
    assert {one.annotator for one in plan.dealt} == {"Bo"}


def test_copies_of_what_nobody_here_has_are_dealt_anew():
    plan = deal({"a": 1, "b": 1}, [("a", "b")], ["Bo"], there={("a", "Ann")})
    assert [(one.document, one.annotator) for one in plan.dealt] == [("b", "Bo")]


def test_seeds_differ():
    documents = {f"d{i}": 1 for i in range(30)}
    plans = {deal(documents, [], NAMES[:3], seed=seed).dealt for seed in range(5)}
    assert len(plans) == 5


def test_pairs_of_overlap_are_spread():
    documents = {f"d{i:03}": 100 for i in range(300)}
    plan = deal(documents, [], NAMES[:4], overlap=0.2, sharing=2)
    pairs = Counter(frozenset(some) for some in takers(plan).values() if len(some) == 2)
    assert sum(pairs.values()) == 60
    assert len(pairs) == 6


@pytest.mark.parametrize(
    "wrong", [{"per_document": 3}, {"per_document": 0}, {"overlap": 1.5}, {"sharing": 0}]
)
def test_what_cannot_be_dealt_is_refused(wrong):
    with pytest.raises(ValueError, match="of"):
        deal({"a": 1}, [], ["Ann", "Bo"], **wrong)


def test_nobody_to_deal_to_is_refused():
    with pytest.raises(ValueError, match="of 0"):
        deal({"a": 1}, [], [])
