from hypothesis import given
from hypothesis import strategies as st

from pullquote.text.offsets import Utf16Map, utf16_length

TROUBLE = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("a\u0301😀\u200d👩\u2028\u2029\r\nяשع\U0001f1e6\ufe0f"),
    )
)


def test_offsets_after_an_emoji_move_by_one():
    units = Utf16Map("a😀b")
    assert [units.to_utf16(offset) for offset in range(4)] == [0, 1, 3, 4]


def test_the_middle_of_a_surrogate_pair_is_the_start_of_its_character():
    assert Utf16Map("a😀b").from_utf16(2) == 1


@given(TROUBLE)
def test_utf16_there_and_back_is_identity(text):
    units = Utf16Map(text)
    there = [units.to_utf16(offset) for offset in range(len(text) + 1)]
    assert there == [len(text[:offset].encode("utf-16-le")) // 2 for offset in range(len(text) + 1)]
    assert [units.from_utf16(unit) for unit in there] == list(range(len(text) + 1))
    assert there[-1] == utf16_length(text)
