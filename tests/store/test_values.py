import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.store.values import searchable


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("b", ""),
        ("br", "br"),
        ("b ", "b "),
        ("“b”", "“b”"),
        ("“b", "“"),
        ("e\u0301", ""),
        ("e\u0301t", "ét"),
        ("7", ""),
        ("bridge c", "bridge "),
        ("“stays c", "“stays "),
        ("no-b", "no-"),
        ("x y", "x "),
        ("新", "新"),
        ("ж", ""),
        ("...", "..."),
        ("", ""),
    ],
)
def test_a_word_of_which_one_letter_is_there_waits_for_the_second(typed: str, taken: str) -> None:
    assert searchable(typed) == taken


@given(st.text())
def test_taking_it_again_changes_nothing_more_than_one_letter(typed: str) -> None:
    taken = searchable(typed)
    assert searchable(taken + " ") == taken + " "
