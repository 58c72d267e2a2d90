import pytest

from pullquote.calendar.tense import looks_ahead
from pullquote.text.spans import Span


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("The envoys will meet on |", True),
        ("Talks are scheduled for |", True),
        ("They have until |", True),
        ("It must be signed by |", True),
        ("Varga said on |", False),
        ("Varga, who will leave, said on |", False),
        ("Talks will begin. They met on |", False),
        ("Talks will begin\nThey met on |", False),
        ("The treaty was signed by both on |", False),
        ("|", False),
    ],
)
def test_whether_the_words_before_look_ahead(text, ahead):
    at = text.index("|")
    assert looks_ahead(text.replace("|", "Friday"), Span(at, at + 6)) is ahead
