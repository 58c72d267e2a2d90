import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.duplicates.compare import similarity
from pullquote.duplicates.diff import diff

TEXTS = st.lists(
    st.sampled_from(
        'no|No|dates|soon|,|.| |  |\n|“|"|the|é|e\u0301|\u00ad|🚧|-|–|\u200b'.split("|")
    ),
    max_size=14,
).map("".join) | st.text(max_size=12)


def shown(a, b):
    """Words only in a struck out between ~, words only in b between +."""
    marks = {"same": "", "only_a": "~", "only_b": "+"}
    return "".join(
        f"{marks[piece.kind]}{(piece.a.of(a) if piece.kind == 'only_a' else piece.b.of(b))}"
        f"{marks[piece.kind]}"
        for piece in diff(a, b)
    )


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("No dates yet.", "No dates yet.", "No dates yet."),
        ("“No dates,” he said.", '"no  dates," HE said.', '"no  dates," HE said.'),
        ("no specific dates yet", "no exact dates yet", "no ~specific ~+exact +dates yet"),
        ("no dates yet", "no dates", "no dates~yet~"),
        ("It is soon, he said", "It is soon he said", "It is soon ~, ~he said"),
        (
            "the long pier at town",
            "one new quay at isle",
            "~the long pier at town~+one new quay at isle+",
        ),
        ("", "all new", "+all new+"),
        ("gone", "", "~gone~"),
        ("", "", ""),
    ],
)
def test_differences_read_well(a, b, expected):
    assert shown(a, b) == expected


@settings(max_examples=400)
@given(TEXTS, TEXTS)
def test_pieces_cover_both_texts_in_order(a, b):
    pieces = diff(a, b)
    assert "".join(piece.a.of(a) for piece in pieces) == a
    assert "".join(piece.b.of(b) for piece in pieces) == b
    at_a = at_b = 0
    for piece in pieces:
        assert (piece.a.start, piece.b.start) == (at_a, at_b)
        at_a, at_b = piece.a.end, piece.b.end
        assert not (piece.kind == "only_a" and piece.b)
        assert not (piece.kind == "only_b" and piece.a)


@settings(max_examples=200)
@given(TEXTS)
def test_text_is_the_same_as_itself(text):
    assert all(piece.kind == "same" for piece in diff(text, text))
    assert similarity(text, text) == 1.0


@settings(max_examples=200)
@given(TEXTS, TEXTS)
def test_similarity_is_a_share_and_the_same_both_ways(a, b):
    assert 0.0 <= similarity(a, b) == similarity(b, a) <= 1.0


def test_similarity_counts_the_words_of_both():
    assert similarity("the pier is open", "the pier is closed") == 0.75
    assert similarity("“The PIER is open!”", "the pier\nis open") == 1.0
    assert similarity("the pier", "a quay") == 0.0
