import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.text.folding import fold
from pullquote.text.spans import Span

TROUBLE = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("aÉe\u0301ﬁß“”’–\u00a0 \n\u00ad\u200b😀\u200d\u2028İ´"),
    )
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Plain ASCII stays.", "plain ascii stays."),
        ("“Oui” «non» ‘x’", '"oui" "non" \'x\''),
        ("a – b — c−d", "a - b - c-d"),
        ("two\u00a0\n\n spaces", "two spaces"),
        ("co\u00adop\u200berate", "cooperate"),
        ("ﬁne Straße", "fine strasse"),
        ("Cafe\u0301 Café", "cafe cafe"),
        ("ИЙ", "ии"),
    ],
)
def test_spellings_of_the_same_words_fold_alike(text, folded):
    assert fold(text).text == folded


def test_the_way_back_takes_whole_characters():
    text = "a ﬁne cafe\u0301!"
    folded = fold(text)
    assert folded.original(Span(3, 4)).of(text) == "ﬁ"
    at = folded.text.index("cafe")
    assert folded.original(Span(at, at + 4)).of(text) == "cafe\u0301"


def test_an_empty_span_goes_back_to_an_empty_span():
    folded = fold("É!")
    assert [folded.original(Span(at, at)) for at in (0, 1, 2)] == [
        Span(0, 0),
        Span(1, 1),
        Span(2, 2),
    ]


@given(TROUBLE, st.data())
def test_what_a_folded_span_came_from_folds_to_it(text, data):
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    start = data.draw(st.integers(0, len(folded.text)))
    span = Span(start, data.draw(st.integers(start, len(folded.text))))
    original = folded.original(span)
    assert original.end <= len(text)
    assert span.of(folded.text) in fold(original.of(text)).text


@given(TROUBLE)
def test_the_way_back_never_goes_backwards(text):
    folded = fold(text)
    assert list(folded.starts) == sorted(folded.starts)
    assert list(folded.ends) == sorted(folded.ends)
    assert all(start < end for start, end in zip(folded.starts, folded.ends, strict=True))
