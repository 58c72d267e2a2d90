"""One extent for words that are chosen and for the caret in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.suggest import words_at_caret
from pullquote.text.segments import words
from pullquote.text.spans import Span

TEXT = (
    "Trump's lawyers met Ada Lindqvist’s crew on Feb. 4, 2026, at 9 p.m. in the U.S. (again).\n"
    "“We wait for the pilots,” Ada Lindqvist said; “so wait.” The price rose 3% to $5.\n"
    "«Nobody asked us», Ole Brandt told reporters on Tuesday's talks. 🚢"
)
IN_WORDS = {at for word in words(TEXT, Span(0, len(TEXT))) for at in range(word.start, word.end)}


def chosen(wanted: str, unit: words_at_caret.Unit) -> str:
    start = TEXT.index(wanted)
    return words_at_caret.extent_of(TEXT, Span(start, start + len(wanted)), unit).of(TEXT)


@pytest.mark.parametrize(
    ("given_words", "unit", "wanted"),
    [
        ("Trump's", "name", "Trump"), ("Trump", "name", "Trump"),
        ("Ada Lindqvist’s ", "name", "Ada Lindqvist"), ("rump's l", "name", "Trump's lawyers"),
        ("Feb. 4, 2026,", "date", "Feb. 4, 2026"), ("Tuesday's", "date", "Tuesday"),
        (" said; ", "verb", "said"), ("(again).", "word", "again"), ("U.S.", "name", "U.S."),
        ("“We wait for the pilots,” ", "quotation", "“We wait for the pilots,”"),
        ("We wait for the pilots,", "quotation", "“We wait for the pilots,”"),
        ("We wait for the pilots", "quotation", "“We wait for the pilots,”"),
        ("«Nobody asked us», ", "quotation", "«Nobody asked us»"),
        ("so wait.” ", "quotation", "“so wait.”"), ("wait for", "quotation", "wait for"),
        ("The price rose 3% to $5.", "clause", "The price rose 3% to $5"),
        ("The price rose 3%", "clause", "The price rose 3%"),
    ],
)  # fmt: skip
def test_outer_marks_are_left_out_and_those_of_a_quotation_kept(given_words, unit, wanted) -> None:
    assert chosen(given_words, unit) == wanted


@pytest.mark.parametrize("unit", ["quotation", "name", "verb", "date", "word"])
@given(offset=st.integers(0, len(TEXT)), before=st.integers(0, 2), after=st.integers(0, 2))
def test_to_choose_what_the_caret_takes_is_the_same(unit, offset, before, after) -> None:
    taken = words_at_caret.unit_at(TEXT, offset, unit)
    if taken is None:
        return
    again = words_at_caret.extent_of(TEXT, taken, unit)
    assert again == taken
    # A space or a mark too many makes no difference; the sign of a sum is no mark, nor the stop of
    # an abbreviation, which is part of a word.
    start, end = taken.start, taken.end
    while before and start and start - 1 not in IN_WORDS and TEXT[start - 1] != "$":
        start, before = start - 1, before - 1
    while after and end < len(TEXT) and TEXT[end] in " ,;." and end not in IN_WORDS:
        end, after = end + 1, after - 1
    assert words_at_caret.extent_of(TEXT, Span(start, end), unit).of(TEXT) == taken.of(TEXT)


def test_dates_are_gone_to_one_by_one_in_both_directions() -> None:
    seen, at = [], 0
    while (found := words_at_caret.next_date(TEXT, at, 1)) is not None:
        seen.append(found)
        at = found.start
    assert [s.of(TEXT) for s in seen] == ["Feb. 4, 2026", "9 p.m.", "Tuesday"]
    back, at = [], len(TEXT)
    while (found := words_at_caret.next_date(TEXT, at, -1)) is not None:
        back.append(found)
        at = found.start
    assert back == seen[::-1]
