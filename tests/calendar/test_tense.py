import pytest

from pullquote.calendar.tense import looks_ahead, tense_of
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


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("They will be held on |.", "future"),
        ("He went to the United States on |.", "past"),
        ("He is traveling to the United States |.", ""),
        ("On | the court ruled.", "past"),
        ("On | the court will rule.", "future"),
        ("The march planned for | was dropped.", "past"),
        ("He will get round |'s ruling.", ""),
        ("They may come as soon as |.", "future"),
        ("The vote would still be held on |.", "future"),
        ("They planned a march on | and were gathering banners.", "future"),
        ("The court postponed the hearing until |.", "future"),
        ("The officers stayed until |.", "past"),
        ("On |, a week after Holt vs. Reed was heard, a bomb exploded.", "past"),
        ("|", ""),
    ],
)
def test_the_tense_of_the_clause(text, tense):
    at = text.index("|")
    assert tense_of(text.replace("|", "Friday"), Span(at, at + 6)) == tense
