import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.text.segments import grapheme_start, next_grapheme, previous_grapheme

WHOLE = [
    "a", "e\u0301", "\r\n", "👩\u200d👩\u200d👧", "👍🏽", "🇫🇷", "❤\ufe0f", "1\ufe0f\u20e3", "नि",
    "\u1112\u1161\u11ab", "한", "가\u11a8", "🏴\U000e0067\U000e0062\U000e007f", "\u2028", "\n",
]  # fmt: skip


@pytest.mark.parametrize("whole", WHOLE)
def test_one_step_takes_the_whole_of_it(whole):
    text = f"x{whole}y"
    assert next_grapheme(text, 1) == 1 + len(whole)
    assert previous_grapheme(text, 1 + len(whole)) == 1
    assert {grapheme_start(text, 1 + inside) for inside in range(len(whole))} == {1}


@pytest.mark.parametrize(
    "two", ["ab", "\n\r", "🇫🇷🇩🇪", "a👩", "한국", "\u1100a", "x\u200d👩", "\n\u0301"]
)
def test_two_stay_two(two):
    middle = 2 if two.startswith("🇫🇷") or "\u200d" in two else 1
    assert next_grapheme(two, 0) == middle
    assert next_grapheme(two, middle) == len(two)


def test_an_odd_flag_stands_alone():
    assert next_grapheme("🇫🇷🇩", 2) == 3


@given(st.text(st.one_of(st.characters(), st.sampled_from("".join(WHOLE)))))
def test_forwards_and_backwards_stop_at_the_same_places(text):
    forwards, backwards = [0], [len(text)]
    while forwards[-1] < len(text):
        forwards.append(next_grapheme(text, forwards[-1]))
    while backwards[-1] > 0:
        backwards.append(previous_grapheme(text, backwards[-1]))
    assert forwards == backwards[::-1]
    assert all(grapheme_start(text, stop) == stop for stop in forwards)
