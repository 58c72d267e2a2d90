"""Who in the register may be one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.suggest.look_alikes import look_alikes


def pairs(*names: str) -> list[tuple[str, str, str]]:
    found = look_alikes([(at, name, True) for at, name in enumerate(names)])
    return [(names[one.first], names[one.second], one.why) for one in found]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("Wolodja Serenko", "Wolodja Serenkko", "surname"),
        ("Dmitri Arlov", "Dmitry Arlov", "given"),
        ("D. Arlov", "Dmitri Arlov", "given"),
        ("Harbour master Ole Brandt", "Ole Brandt", "title"),
        ("Nordwatch", "Nordwattch", "spelling"),
    ],
)
def test_two_spellings_of_a_name_are_alike(first: str, second: str, why: str) -> None:
    assert [one[2] for one in pairs(first, second)] == [why]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ada Lind", "Ole Lind"),
        ("Carl Moss", "Carl Moss Jr."),
        ("Carl Moss Sr.", "Carl Moss Jr."),
        ("Ada Lind", "Ada Mohr"),
        ("Bern", "Berg"),
        ("", "Ada Lind"),
    ],
)
def test_other_given_names_and_a_junior_keep_two_apart(first: str, second: str) -> None:
    assert pairs(first, second) == []


def test_a_surname_alone_is_of_the_one_who_has_it_or_of_several() -> None:
    assert pairs("Lind", "Ada Lind") == [("Lind", "Ada Lind", "alone")]
    found = pairs("Lind", "Ada Lind", "Ole Lind", "Ada M. Lind")
    assert [one for one in found if one[0] == "Lind"] == [
        ("Lind", "Ada Lind", "several"),
        ("Lind", "Ole Lind", "several"),
    ]


def test_what_is_no_person_has_one_name() -> None:
    names = ("Ministry of Kestria", "Government of Kestria", "The Harbour Board", "Harbour Board",
             "Nordwatch", "Nordwattch")  # fmt: skip
    found = look_alikes([(at, name, False) for at, name in enumerate(names)])
    assert [(one.first, one.second, one.why) for one in found] == [
        (2, 3, "title"), (4, 5, "spelling"),
    ]  # fmt: skip


@given(st.lists(st.text("adlin .rjS", max_size=14), max_size=12))
def test_each_pair_comes_once_and_never_with_itself(names: list[str]) -> None:
    found = look_alikes([(at, name, True) for at, name in enumerate(names)])
    assert all(one.first != one.second for one in found)
    both = [frozenset((one.first, one.second)) for one in found]
    assert len(both) == len(set(both))
