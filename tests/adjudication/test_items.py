"""Which places are agreed on, open, settled or changed."""

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pullquote.adjudication.items import items
from pullquote.adjudication.sheet import SpeakerRegister
from pullquote.adjudication.values import Item

OWN = 9
Labels = list[tuple[int, str, int, int, int | None]]

LAYERS = ("quote", "speaker", "cue", "date", "claim")


@st.composite
def labels_of_some(draw: st.DrawFn) -> Labels:
    """(annotator, layer, start, end, speaker) of three annotators, on few places."""
    one = st.tuples(
        st.integers(1, 3),
        st.sampled_from(LAYERS),
        st.integers(0, 20),
        st.integers(1, 8),
        st.sampled_from([None, 1, 2]),
    )
    found = {}
    for who, layer, start, length, speaker in draw(st.lists(one, max_size=24)):
        named = speaker if layer == "speaker" else None
        found[who, layer, start, start + length] = (who, layer, start, start + length, named)
    return list(found.values())


def filled(desk: Any, labels: Labels) -> Any:
    made = [
        desk.label(who, layer, start, end, speaker=speaker)
        for who, layer, start, end, speaker in labels
    ]
    for who in (1, 2, 3):
        mentions = [label for label in made if label.annotator == who and label.layer == "speaker"]
        quotes = [label for label in made if label.annotator == who and label.layer == "quote"]
        for quote, mention in zip(quotes, mentions, strict=False):
            desk.relate("said_by", quote, mention)
    return desk


def described(found: list[Item]) -> list[object]:
    return [
        (item.key, item.layer, item.span, item.kind, item.detail, item.state, item.choices)
        for item in found
    ]


@given(labels=labels_of_some())
def test_every_label_is_in_exactly_one_item(new_desk: Callable[..., Any], labels: Labels) -> None:
    desk = filled(new_desk(annotators=(1, 2, 3)), labels)
    sheet = desk.sheet()
    found = [label.uid for some in sheet.members for label in some]
    assert len(items(sheet)) == len(sheet.members)
    there = [label.uid for who in (1, 2, 3) for label in desk.labels[who]]
    assert sorted(found) == sorted(there)


@given(labels=labels_of_some(), order=st.permutations([1, 2, 3]))
def test_the_order_of_the_annotators_makes_no_difference(
    new_desk: Callable[..., Any], labels: Labels, order: list[int]
) -> None:
    desk = filled(new_desk(annotators=(1, 2, 3)), labels)
    assert described(items(desk.sheet(order))) == described(items(desk.sheet()))


@given(labels=labels_of_some())
def test_each_annotator_has_one_choice_in_each_item(
    new_desk: Callable[..., Any], labels: Labels
) -> None:
    for item in filled(new_desk(annotators=(1, 2, 3)), labels).items():
        who = sorted(annotator for choice in item.choices for annotator in choice.annotators)
        assert who == [1, 2, 3]
        assert (item.kind is None) == (len(item.choices) == 1) == (item.state == "agreed")


@given(labels=labels_of_some(), data=st.data())
def test_a_changed_label_opens_only_its_item_again(
    new_desk: Callable[..., Any], labels: Labels, data: st.DataObject
) -> None:
    desk = filled(new_desk(annotators=(1, 2, 3)), labels)
    taken: set[tuple[str, int, int]] = set()
    for item in desk.items():
        chosen = item.choices[0].annotations
        places = {(a.layer, a.start, a.end) for a in chosen}
        empty = next((i for i, c in enumerate(item.choices) if not c.annotations), None)
        if not places & taken:
            desk.decide(item)
            taken |= places
        elif empty is not None:
            desk.decide(item, empty)
    settled = [item.key for item in desk.items() if item.state == "settled"]
    mine = [label for who in (1, 2, 3) for label in desk.labels[who]]
    if len(settled) < len(desk.items()) or not mine:
        return
    label = data.draw(st.sampled_from(mine))
    desk.change(label, attributes={"kind": "changed"})
    place = desk.sheet().place_of[label.id]
    uids = {other.uid for other in desk.sheet().members[place]}
    for item in desk.items():
        here = {a.uid for choice in item.choices for a in choice.annotations}
        assert (item.state == "changed") == bool(here & uids)


def test_a_place_that_all_mark_alike_is_agreed(desk: Any) -> None:
    desk.both("quote", 3, 9, kind="direct")
    item = desk.item()
    assert (item.state, item.kind, len(item.choices)) == ("agreed", None, 1)
    assert item.choices[0].annotators == (1, 2)


def test_the_choice_of_most_comes_first_and_nothing_is_a_choice(
    new_desk: Callable[..., Any],
) -> None:
    desk = new_desk(annotators=(1, 2, 3))
    desk.label(3, "quote", 3, 9)
    item = desk.item()
    assert (item.state, item.kind) == ("open", "missed")
    assert [choice.annotators for choice in item.choices] == [(1, 2), (3,)]
    assert item.choices[0].annotations == ()


def test_where_a_related_label_ends_is_a_question_of_its_own(desk: Any) -> None:
    quotes = desk.both("quote", 0, 10)
    for quote, end in zip(quotes, (15, 18), strict=True):
        desk.relate("cued_by", quote, desk.label(quote.annotator, "cue", 11, end))
    assert [(i.layer, i.state, i.kind) for i in desk.items()] == [
        ("quote", "agreed", None),
        ("cue", "open", "boundary"),
    ]


def test_speakers_that_were_merged_are_one(desk: Any) -> None:
    desk.label(1, "speaker", 3, 9, speaker=4)
    desk.label(2, "speaker", 3, 9, speaker=5)
    assert desk.item("speaker").kind == "speaker"
    desk.register = SpeakerRegister({4: "a", 5: "b"}, {5: 4})
    assert desk.item("speaker").state == "agreed"


def test_merging_speakers_later_leaves_a_decision_alone(desk: Any) -> None:
    desk.both("speaker", 3, 9, speaker=5)
    desk.register = SpeakerRegister({4: "a", 5: "b"})
    desk.decide(desk.item("speaker"))
    desk.register = SpeakerRegister({4: "a", 5: "b"}, {5: 4})
    assert desk.item("speaker").state == "settled"


def test_a_related_cue_that_moves_opens_the_cue_and_not_the_quote(desk: Any) -> None:
    cues = []
    for quote in desk.both("quote", 0, 10):
        cues.append(desk.label(quote.annotator, "cue", 11, 15))
        desk.relate("cued_by", quote, cues[-1])
    for item in desk.items():
        desk.decide(item)
    desk.change(cues[0], end=16)
    assert [(i.layer, i.state) for i in desk.items()] == [("quote", "settled"), ("cue", "changed")]


def test_a_relation_that_is_cut_opens_its_head_again(desk: Any) -> None:
    for quote in desk.both("quote", 0, 10):
        desk.relate("cued_by", quote, desk.label(quote.annotator, "cue", 11, 15))
    for item in desk.items():
        desk.decide(item)
    quote, cue = desk.labels[OWN]
    desk.relate("cued_by", quote, cue)
    desk.relations[1].clear()
    assert [(i.layer, i.state) for i in desk.items()] == [("quote", "changed"), ("cue", "settled")]


def test_a_label_that_is_removed_opens_its_item_again(desk: Any) -> None:
    first, second = desk.both("quote", 0, 10)
    desk.decide(desk.item())
    desk.remove(first)
    assert (desk.item().state, desk.item().kind) == ("changed", "missed")
    desk.remove(second)
    (gone,) = desk.items()
    assert (gone.state, gone.span.start, gone.span.end) == ("changed", 0, 10)
    assert [choice.annotations for choice in gone.choices] == [()]


def test_a_decision_for_nothing_stands_when_the_label_is_removed(desk: Any) -> None:
    label = desk.label(1, "quote", 0, 10)
    desk.label(2, "cue", 12, 15)
    item = desk.item()
    desk.decide(item, [c.annotations for c in item.choices].index(()))
    assert desk.item().state == "settled"
    desk.remove(label)
    assert [i.layer for i in desk.items()] == ["cue"]


def test_somebody_who_says_the_same_later_brings_nothing_new(new_desk: Callable[..., Any]) -> None:
    desk = new_desk(annotators=(1, 2, 3))
    desk.label(1, "quote", 0, 10)
    desk.label(2, "quote", 0, 10)
    item = desk.item()
    desk.decide(item)
    desk.label(3, "quote", 0, 10)
    assert desk.item().state == "settled"
    desk.change(desk.labels[3][0], end=11)
    assert desk.item().state == "changed"


def test_labels_of_somebody_who_is_at_it_again_are_not_missed(new_desk: Callable[..., Any]) -> None:
    desk = new_desk(annotators=(1, 2, 3))
    labels = desk.both("quote", 0, 10)
    desk.decide(desk.item())
    desk.labels.pop(3)
    desk.unfinished = frozenset({labels[2].uid})
    assert desk.item().state == "settled"


def test_a_result_that_is_gone_opens_its_item_again(desk: Any) -> None:
    desk.both("quote", 0, 10)
    desk.decide(desk.item())
    desk.labels[9].clear()
    assert desk.item().state == "changed"
