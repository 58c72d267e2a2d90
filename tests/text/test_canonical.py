import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.text.canonical import canonical


@pytest.mark.parametrize(
    ("raw", "text", "newline", "replaced"),
    [
        ("one\ntwo", "one\ntwo", "lf", 0),
        ("one\r\ntwo\r\n", "one\ntwo\n", "crlf", 0),
        ("one\rtwo", "one\ntwo", "cr", 0),
        ("one\r\ntwo\nthree", "one\ntwo\nthree", "mixed", 0),
        ("one\n\r\ntwo", "one\n\ntwo", "mixed", 0),
        ("", "", "none", 0),
        ("\ufeffone", "one", "none", 0),
        ("a\ufeffb", "a\ufeffb", "none", 0),
        ("a\0b\ud800c", "a\ufffdb\ufffdc", "none", 2),
        ("a\u2028b\x85c\x0bd", "a\u2028b\x85c\x0bd", "none", 0),
    ],
)
def test_what_changes_and_what_does_not(raw, text, newline, replaced):
    done = canonical(raw)
    assert (done.text, done.newline, done.replaced) == (text, newline, replaced)


@given(st.text(st.one_of(st.characters(), st.sampled_from("\r\n\0\ufeff\ud83d\ude00"))))
def test_a_canonical_text_comes_back_as_it_is(raw):
    once = canonical(raw)
    again = canonical(once.text)
    assert (again.text, again.replaced) == (once.text, 0)
    assert again.newline in {"lf", "none"}
    once.text.encode()
