import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.text import segments
from pullquote.text.spans import Span

TROUBLE = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("aB1.,'’-e\u0301 \n\u00ad\u200b😀\u200d\u2028日ि“”"),
    )
)


def words(text):
    return [word.of(text) for word in segments.words(text)]


def sentences(text):
    return [sentence.of(text) for sentence in segments.sentences(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("don't, Varga’s o'clock", ["don't", "Varga’s", "o'clock"]),
        ("'tis the workers' (“talks”)", ["tis", "the", "workers", "talks"]),
        ("high-level 5-year-old a--b -c-", ["high-level", "5-year-old", "a", "b", "c"]),
        ("the U.S. and U.S.-led, 5 a.m.", ["the", "U.S.", "and", "U.S.-led", "5", "a.m."]),
        ("J. Smith J.K.Rowling. U.S.A", ["J", "Smith", "J.K", "Rowling", "U.S.A"]),
        ("the end.I", ["the", "end", "I"]),
        ("3.5% 1,000 13.02.2026 12:58 $5,", ["3.5", "1,000", "13.02.2026", "12", "58", "5"]),
        ("2022–2026 word—word and/or", ["2022", "2026", "word", "word", "and", "or"]),
        ("cafe\u0301 नमस्ते Укр co\u00adop", ["cafe\u0301", "नमस्ते", "Укр", "co\u00adop"]),
        ("日本 snake_case 😀!", ["日", "本", "snake", "case"]),
    ],
)
def test_words_are_what_people_mean_by_them(text, found):
    assert words(text) == found


def test_combining_marks_of_all_scripts_are_known():
    import sys
    import unicodedata

    marks = [
        mark
        for mark in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(mark)[0] == "M" and segments.words("a" + mark) != [Span(0, 2)]
    ]
    assert marks == []


def test_words_of_a_span():
    assert segments.words("one two three", Span(4, 7)) == [Span(4, 7)]
    assert segments.words("one two", Span(7, 7)) == []


@given(TROUBLE)
def test_words_lie_inside_in_order_and_apart(text):
    found = segments.words(text)
    edges = [edge for word in found for edge in (word.start, word.end)]
    assert edges == sorted(edges)
    assert all(word and word.end <= len(text) for word in found)
    assert all(not any(c.isspace() for c in word.of(text)) for word in found)
    starts, ends = segments.word_bounds(text)
    assert list(map(Span, starts, ends)) == found


@given(TROUBLE)
def test_every_letter_is_in_a_word(text):
    inside = {offset for word in segments.words(text) for offset in range(word.start, word.end)}
    assert {offset for offset, character in enumerate(text) if character.isalnum()} <= inside


@pytest.mark.parametrize(
    ("text", "start", "end", "snapped"),
    [
        ("the high-level talks", 6, 10, "high-level"),
        ("the high-level talks", 3, 4, "the"),
        ("said “yes” today", 5, 10, "“yes”"),
        ("said “yes” today", 7, 16, "yes” today"),
        ("  one  two  ", 0, 12, "one  two"),
        ("one two", 5, 5, "two"),
        ("one two", 3, 3, "one"),
        ("one, two", 4, 4, ""),
        ("a 👩\u200d👧 b", 3, 4, "👩\u200d👧"),
        ("a👩\u200d👧b", 1, 2, "👩\u200d👧"),
    ],
)
def test_a_selection_snaps_to_whole_words(text, start, end, snapped):
    assert segments.snap_to_words(text, Span(start, end)).of(text) == snapped


@given(TROUBLE, st.data())
def test_snapping_twice_is_snapping_once(text, data):
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    snapped = segments.snap_to_words(text, span)
    assert snapped.end <= len(text)
    assert segments.snap_to_words(text, snapped) == snapped
    for word in segments.words(text):
        assert not word.start < snapped.start < word.end
        assert not word.start < snapped.end < word.end


def test_the_word_at_a_caret():
    assert segments.word_at("one two", 3) == Span(0, 3)
    assert segments.word_at("one two", 4) == Span(4, 7)
    assert segments.word_at("one  two", 4) is None


def test_paragraphs_end_at_line_feeds_only():
    text = "one\u2028two\n\n three\x0bfour\n"
    assert [p.of(text) for p in segments.paragraphs(text)] == ["one\u2028two", " three\x0bfour"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Mr. Brand met Dr. Ahl on Feb. 3 at St. Ives.", None),
        ("They met in the U.S. Senate.", None),
        ("They left the U.S. The talks ended.", ["They left the U.S.", "The talks ended."]),
        ("It began at 5 p.m. on Friday.", None),
        ("It began at 5 p.m. He left.", ["It began at 5 p.m.", "He left."]),
        ("J. Smith of Acme Inc. paid 3.5 percent.", None),
        ('He said: "No." She left.', ['He said: "No."', "She left."]),
        ("“No?” he asked. “Yes.”", ["“No?” he asked.", "“Yes.”"]),
        ("He left... and went. Then… Nothing.", ["He left... and went.", "Then…", "Nothing."]),
        ("They [the envoys – ed.] met. So?", ["They [the envoys – ed.] met.", "So?"]),
        (
            "See No. 5 of vol. 2. No. 14 says no. She left.",
            ["See No. 5 of vol. 2.", "No. 14 says no.", "She left."],
        ),
        ("In 2026. 14 came.", ["In 2026.", "14 came."]),
        ("One\nTwo. \n\n Three ", ["One", "Two.", "Three"]),
        ("Он ушёл. Она нет.", ["Он ушёл.", "Она нет."]),
    ],
)
def test_sentences_end_where_readers_end_them(text, found):
    assert sentences(text) == (found or [text])


@given(TROUBLE)
def test_sentences_hold_every_letter_and_no_line_feed(text):
    found = segments.sentences(text)
    assert all("\n" not in sentence.of(text) for sentence in found)
    inside = {offset for sentence in found for offset in range(sentence.start, sentence.end)}
    assert {offset for offset, character in enumerate(text) if not character.isspace()} <= inside


LATIN = [chr(code) for code in range(0x20, 0x300)] + list("‘’“”‐‑–—…€№™\u200b\u200d\u2060→−")


@given(st.text(st.sampled_from(LATIN), max_size=40))
def test_words_of_plain_texts_are_those_that_all_texts_have(text: str):
    """Without combining marks and other scripts a simpler pattern finds them."""
    beyond = words(text + "\n\u4e00")
    assert words(text) == beyond[:-1]


def test_no_combining_mark_is_plain():
    for code in range(0x110000):
        if unicodedata.category(chr(code))[0] == "M":
            assert segments._BEYOND.search(chr(code)), hex(code)
