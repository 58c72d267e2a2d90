"""Versions lined up: the words that differ, and what the panel says of each version."""

from hypothesis import given
from hypothesis import strategies as st

from pullquote.adjudication.values import Choice, Item
from pullquote.model.values import Annotation
from pullquote.text.spans import Span
from pullquote.ui.adjudicate import version_lanes, wording
from pullquote.ui.adjudicate.open_items import following_item
from pullquote.ui.adjudicate.values import ItemRow, VersionPart

TEXT = "“So far, empty words,” Perlow said, adding, “It must be settled by law.”"
FIRST, CUE, SECOND = (
    "“So far, empty words,”",
    " Perlow said, adding, ",
    "“It must be settled by law.”",
)


def choice(*spans: tuple[int, int], who: tuple[int, ...] = (1,)) -> Choice:
    labels = tuple(
        Annotation(n, f"{who}{n}", 1, who[0], "quote", *span) for n, span in enumerate(spans)
    )
    return Choice(who, labels, ())


def item(*choices: Choice, kind="boundary") -> Item:
    found = [label.span for c in choices for label in c.annotations]
    whole = Span(min(s.start for s in found), max(s.end for s in found))
    return Item("k", 1, "quote", whole, kind, "", "open", choices)


TWO = choice((0, 22), (TEXT.index(SECOND), len(TEXT)), who=(1, 2))
OVER = choice((0, len(TEXT)), who=(3,))
NOTHING = choice(who=(4,))


def test_words_that_only_some_mark_differ():
    assert [span.of(TEXT) for span in version_lanes.differing_words(item(TWO, OVER))] == [CUE]


def test_where_the_words_are_the_same_all_of_them_are_in_question():
    same = item(choice((0, 22)), choice((0, 22), who=(2,)), kind="speaker")
    assert [span.of(TEXT) for span in version_lanes.differing_words(same)] == [FIRST]


def test_a_version_is_shown_beside_the_one_that_most_have():
    found = item(TWO, OVER)
    assert version_lanes.version_parts(found, TWO, TEXT) == [
        VersionPart(FIRST),
        VersionPart(" + "),
        VersionPart(SECOND),
    ]
    assert version_lanes.version_parts(found, OVER, TEXT) == [
        VersionPart(FIRST),
        VersionPart(CUE, "extra"),
        VersionPart(SECOND),
    ]


def test_what_a_version_does_not_mark_is_struck():
    found = item(choice((0, 22), who=(1, 2)), NOTHING)
    assert version_lanes.version_parts(found, NOTHING, TEXT) == [VersionPart(FIRST, "missing")]


def test_nothing_is_struck_where_most_marked_nothing():
    found = item(NOTHING, choice((0, 22)))
    assert version_lanes.version_parts(found, NOTHING, TEXT) == []
    assert version_lanes.version_parts(found, found.choices[1], TEXT) == [VersionPart(FIRST)]


def test_long_stretches_are_cut_in_their_middle():
    text = " ".join(f"word{n}" for n in range(30))
    (part,) = version_lanes.version_parts(
        item(choice((0, len(text)))), choice((0, len(text))), text
    )
    assert part.text == "word0 word1 word2 … word27 word28 word29"


spans = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda s: (s[0], s[0] + s[1]))


@given(st.lists(st.lists(spans, max_size=3, unique=True), min_size=2, max_size=4))
def test_each_character_differs_or_is_in_all_or_in_none(versions):
    found = [choice(*v, who=(n,)) for n, v in enumerate(versions)]
    if not any(c.annotations for c in found):
        return
    hatched = version_lanes.differing_words(item(*found))
    marked = [{at for s in v for at in range(*s)} for v in versions]
    expected = set.union(*marked) - set.intersection(*marked)
    covered = {at for span in hatched for at in range(span.start, span.end)}
    assert covered == (expected or set.union(*marked))


def test_the_question_says_which_end_is_meant():
    ends = item(choice((0, 22)), choice((0, 30), who=(2,)))
    begins = item(choice((0, 22)), choice((5, 22), who=(2,)))
    assert wording.question(ends, "Quote") == "Where does the quote end?"
    assert wording.question(begins, "Quote") == "Where does the quote begin?"
    both = item(choice((0, 22)), choice((5, 30), who=(2,)))
    assert wording.question(both, "Quote") == "Where does the quote begin and end?"


def test_the_next_place_is_the_one_after_and_from_the_top_at_the_end():
    rows = [ItemRow((1, key), "", "", "", 0, "open") for key in "abcd"]
    ids = {row.item for row in rows}
    assert following_item(rows, (1, "b"), ids - {(1, "b")}) == (1, "c")
    assert following_item(rows, (1, "b"), {(1, "d")}) == (1, "d")
    assert following_item(rows, (1, "d"), {(1, "a")}) == (1, "a")
    assert following_item(rows, (1, "d"), set()) is None
