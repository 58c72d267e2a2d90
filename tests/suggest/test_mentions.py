"""How far a mention of a speaker goes."""

import pytest

from pullquote.suggest.mentions import is_name, is_pronoun, mention_at, mentions
from pullquote.suggest.speakers import spoken
from pullquote.text.spans import Span


@pytest.mark.parametrize(
    "mention",
    [
        "Dr. Ann Roe",
        "George W. Hale",
        "Lt. Col. Bob Hale",
        "Prime Minister Sir Keir Hale",
        "the U.N. refugee agency UNHCR",
        "Abu Mazen al-Masri",
        "María José Núñez y Vega",
        "Ursula von der Leyen",
        "China's foreign ministry",
        "Hale's spokesman",
        "the minister of defence, Ann Roe",
        "Ann Roe and Bob Hale",
        "Will Smith",
        "Sunday Oliseh",
        "August Hale",
        "ministry spokeswoman Ada Lind",
    ],
)
def test_a_name_with_its_title_and_what_is_of_it(mention: str) -> None:
    text = f'"We win now," said {mention}.'
    assert [one.speaker.of(text) for one in spoken(text)] == [mention]


@pytest.mark.parametrize(
    ("words", "mention"),
    [
        ("a visibly tired Olga Renko", "Olga Renko"),
        ("veteran striker Bob Hale", "Bob Hale"),
        ("a homeless man who goes by another name", "a homeless man"),
        ("Roe, who succeeded Hale", "Roe"),
        ("the log of the ship", "the log of the ship"),
        ("Hale on Monday", "Hale"),
    ],
)
def test_what_is_said_of_it_stays_out(words: str, mention: str) -> None:
    text = f'"We win now," said {words}.'
    assert [one.speaker.of(text) for one in spoken(text)] == [mention]


def test_the_same_words_at_the_caret() -> None:
    text = "On Monday ministry spokeswoman Ada Lind met the mayor of Orm. 🙂 She left."
    found = [mention.of(text) for mention in mentions(text, Span(0, len(text)))]
    assert found == ["ministry spokeswoman Ada Lind", "the mayor of Orm", "She"]
    at = mention_at(text, Span(0, len(text)), text.index("Lind"))
    assert at is not None
    assert at.of(text) == found[0]


def test_names_and_pronouns() -> None:
    assert [is_name(words) for words in ("Ada Lind", "the Times", "the minister")] == [
        True,
        True,
        False,
    ]
    assert [is_pronoun(word) for word in ("She", "who")] == [True, False]
