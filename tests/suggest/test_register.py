"""Whom a mention means."""

from pullquote.model.values import Alias, Speaker
from pullquote.suggest.register import exact, match_speakers, without_title


def speaker(number: int, name: str, *aliases: str, merged: int | None = None) -> Speaker:
    forms = tuple(Alias(i, "", number, form) for i, form in enumerate(aliases))
    return Speaker(number, f"uid{number}", name, aliases=forms, merged_into=merged)


REGISTER = [
    speaker(1, "Ada Lindqvist", "the spokeswoman"),
    speaker(2, "Ole Brandt"),
    speaker(3, "Nils Brandt"),
    speaker(4, "Yara Selenskaya"),
    speaker(5, "Old Name", merged=1),
]


def best(mention: str) -> int | None:
    found = match_speakers(mention, REGISTER)
    return found[0].speaker if found else None


def test_titles_do_not_hide_a_name() -> None:
    assert best("ministry spokeswoman Ada Lindqvist") == 1


def test_a_spelling_variant_is_found_but_not_taken_for_the_same() -> None:
    assert best("Selenskaja") is None or best("Selenskaja") == 4
    assert best("Yara Selenskayaa") == 4
    assert exact("Yara Selenskayaa", REGISTER) is None


def test_another_given_name_is_another_person() -> None:
    assert [m.speaker for m in match_speakers("Ole Brandt", REGISTER)] == [2]
    assert match_speakers("Kurt Brandt", REGISTER) == []


def test_a_surname_alone_may_mean_both() -> None:
    assert {m.speaker for m in match_speakers("Brandt", REGISTER)} == {2, 3}
    assert exact("Brandt", REGISTER) is None


def test_a_junior_is_not_the_senior() -> None:
    assert match_speakers("Ole Brandt Jr.", REGISTER) == []


def test_what_is_typed_finds_the_beginning_of_any_word() -> None:
    assert best("lind") == 1
    assert best("ole b") == 2


def test_an_alias_is_the_speaker_and_a_merged_one_is_nobody() -> None:
    assert exact("The Spokeswoman", REGISTER) == 1
    assert exact("Old Name", REGISTER) is None


def test_an_alias_of_one_document_counts_there_only() -> None:
    register = [Speaker(1, "u", "Ada Lindqvist", aliases=(Alias(1, "a", 1, "the minister", 7),))]
    assert exact("the minister", register, document=7) == 1
    assert exact("the minister", register, document=8) is None


def test_the_one_with_more_uses_comes_first() -> None:
    assert [m.speaker for m in match_speakers("brandt", REGISTER, uses={3: 5, 2: 1})] == [3, 2]


def test_a_title_is_no_part_of_a_name() -> None:
    assert without_title("harbour master Ole Brandt") == "Ole Brandt"
    assert without_title("the spokeswoman") == "the spokeswoman"
    assert without_title("Ada Holm") == "Ada Holm"
