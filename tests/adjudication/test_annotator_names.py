"""Who is called what while versions are compared."""

from pullquote.adjudication.annotator_names import arranged_choices, shown_names
from pullquote.adjudication.values import Choice, Item
from pullquote.text.spans import Span

PEOPLE = {3: "Cleo", 1: "anna", 2: "Bo"}


def test_people_are_shown_by_name() -> None:
    assert list(shown_names(PEOPLE, "d").items()) == [(1, "anna"), (2, "Bo"), (3, "Cleo")]


def test_letters_are_dealt_anew_for_each_document_and_stay_in_one() -> None:
    dealt = [shown_names(PEOPLE, f"d{number}", anonymous=True) for number in range(40)]
    assert all(list(names.values()) == ["A", "B", "C"] for names in dealt)
    assert len({tuple(names) for names in dealt}) == 6
    assert shown_names(dict(reversed(PEOPLE.items())), "d7", anonymous=True) == dealt[7]


def test_there_are_letters_for_many() -> None:
    names = shown_names(dict.fromkeys(range(28), ""), "d", anonymous=True)
    assert list(names.values())[25:] == ["Z", "AA", "AB"]


def test_choices_are_arranged_as_their_people_are() -> None:
    choices = (Choice((1, 2), (), ()), Choice((3,), (), ()), Choice((4,), (), ()))
    item = Item("k", 1, "quote", Span(0, 1), "missed", "", "open", choices)
    assert arranged_choices(item, [3, 2, 1]) == [1, 0, 2]
