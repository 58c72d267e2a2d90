"""Who says a quotation of which the rules are not sure, by what was labelled before."""

from pullquote.suggest.document import suggest_labels
from pullquote.suggest.ranker import (
    RULE,
    Example,
    Taught,
    doubts,
    example,
    spoken_as_taught,
    trained,
)
from pullquote.suggest.single_label import candidate_mentions, said_at
from pullquote.suggest.speakers import spoken
from pullquote.text.spans import Span

TEXT = "{} met the pilots. “We go on tomorrow, whatever they say.” The pilots waited."
NAMES = ("Mayor Ada Holt", "Editor Jo Reed", "Minister Ines Brandt")


def quote_of(text: str) -> Span:
    return Span(text.index("“"), text.index("”") + 1)


def examples() -> list[Example]:
    """Somebody labels the names, though the pilots stand nearer."""
    made = []
    for name in NAMES:
        text = TEXT.format(name)
        found = spoken(text)
        assert doubts(text, found) == [0]
        made.append(example(text, found[0], found, Span(0, len(name))))
    return made


TAUGHT = Taught(weights=trained(examples()))
FRESH = TEXT.format("Captain Olu Marsk")


def test_labels_teach_which_candidate_speaks() -> None:
    before, after = spoken(FRESH)[0], spoken_as_taught(FRESH, TAUGHT)[0]
    assert before.speaker is None
    assert after.speaker is not None
    assert (after.speaker.of(FRESH), after.rule) == ("Captain Olu Marsk", RULE)
    assert after.confidence < 0.9


def test_the_same_labels_teach_the_same_and_none_teach_nothing() -> None:
    assert trained(examples()) == TAUGHT.weights
    assert trained([]) == ()
    wrong = [Example(one.features, (False,) * len(one.right)) for one in examples()]
    assert trained(wrong) == ()


def test_what_the_rules_are_sure_of_stays() -> None:
    text = "The pilots met Ada Holt. “We go on tomorrow,” said Jo Reed. He knew it."
    assert spoken_as_taught(text, TAUGHT) == spoken(text)


def test_what_nobody_says_is_no_quote_inside_another_nor_where_it_is_left_open() -> None:
    inner = "“They call it ‘the gift of all gifts to us’ here,” said Jo Reed.\nAda Holt left."
    for text in (inner, "Ada Holt left. “We go on tomorrow and"):
        found = spoken_as_taught(text, TAUGHT)
        assert found == spoken(text)


def test_a_flood_of_doubts_is_left_to_the_rules() -> None:
    text = "\n".join([FRESH] * 41)
    assert doubts(text, spoken(text)) == []


def test_keys_and_suggestions_give_the_same() -> None:
    quote = quote_of(FRESH)
    speaker = said_at(FRESH, quote, TAUGHT).speaker
    labels = suggest_labels(FRESH, None, taught=TAUGHT).labels
    assert [label.span for label in labels if label.layer == "speaker"] == [speaker]
    assert candidate_mentions(FRESH, quote, TAUGHT)[0] == speaker
