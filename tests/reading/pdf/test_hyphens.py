import pytest

from pullquote.reading.pdf.hyphens import Vocabulary

LINES = [
    "The co-operative met in the harbour today.",
    "A three-year plan of the government was read.",
]


@pytest.mark.parametrize(
    ("before", "after", "keeps"),
    [
        ("it was harb-", "our business", False),
        ("the co-", "operative met", True),
        ("a three-", "year plan", True),
        ("on Mon-", "day afternoon", False),
        ("nobody was cal-", "led again", False),
        ("the UK-", "led talks", True),
        ("a union-", "backed list", True),
        ("it was re-", "built later", False),
        ("a six-year-", "old boy", True),
        ("the house-", "hold goods", False),
        ("Oxby-", "Marstad line", True),
        ("the 20-", "year term", True),
        ("soft\u00ad", "Ware", False),
        ("between 3-", "4 boats", True),
    ],
)
def test_hyphen_at_the_end_of_a_line(before, after, keeps):
    assert Vocabulary(LINES).keeps_hyphen(before, after) is keeps


def test_halves_of_words_at_line_ends_are_no_words():
    words = Vocabulary(["the govern-", "ment of the day is gone"])
    assert not words.keeps_hyphen("a govern-", "ment")
