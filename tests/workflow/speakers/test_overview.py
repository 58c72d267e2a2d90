"""The register as it is shown, and what changes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.store.errors import WriteProblem
from pullquote.workflow.speakers import edits
from pullquote.workflow.speakers.overview import (
    Register,
    SpeakerRow,
    find_speakers,
    read_register,
    read_speaker_page,
)

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
TEXT = "🚢 “We wait,” Dmitri Arlov said. “It is late,” he said. “Go,” Arlov said."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two documents, in each three quotes of Dmitri Arlov, whom a second entry spells Dmitry."""
    with Project.create(tmp_path / "a.pullquote", name="A", schema_toml=SCHEMA) as made:
        with made.operation("Begin", 0) as writer:
            who = writer.add_annotator("Anna").id
            for number, name in enumerate(("Dmitri Arlov", "Dmitry Arlov")):
                document = writer.add_document(
                    NewDocument(f"{TEXT} {number}", f"{number}.txt", source="Post")
                )
                speaker = writer.add_speaker(name).id
                if not number:
                    writer.add_alias(speaker, "Arlov")
                for words, mention in (
                    ("“We wait,”", "Dmitri Arlov"), ("“It is late,”", "he"), ("“Go,”", " Arlov"),
                ):  # fmt: skip
                    quote = _add(writer, document, who, "quote", words)
                    said = _add(writer, document, who, "speaker", mention, speaker)
                    writer.add_relation("said_by", quote, said)
        yield made


def _add(writer, document: int, who: int, layer: str, words: str, speaker: int | None = None):
    start = TEXT.rindex(words) + (len(words) - len(words.lstrip()))
    found = writer.add_annotation(document, who, layer, start, start + len(words.strip()),
                                  speaker=speaker)  # fmt: skip
    return found.id


def row(register: Register, name: str) -> SpeakerRow:
    return next(one for one in register.rows if one.name == name)


def test_a_speaker_has_counts_and_one_who_is_alike(project: Project) -> None:
    register = read_register(project, 1)
    assert [(one.name, one.names, one.mentions, one.quotes) for one in register.rows] == [
        ("Dmitri Arlov", 2, 3, 3), ("Dmitry Arlov", 1, 3, 3),
    ]  # fmt: skip
    [alike] = register.alike
    assert (alike.kept.name, alike.other.name, alike.why) == ("Dmitri Arlov", "Dmitry Arlov",
                                                              "given")  # fmt: skip
    assert alike.together == 0
    assert [one.name for one in find_speakers(register.rows, "ARLOV")] == [
        "Dmitri Arlov", "Dmitry Arlov",
    ]  # fmt: skip
    assert find_speakers(register.rows, "dmitry")[0].name == "Dmitry Arlov"


def test_the_page_of_one_has_names_and_places(project: Project) -> None:
    first = row(read_register(project, 1), "Dmitri Arlov").id
    page = read_speaker_page(project, 1, first)
    assert [(one.form, one.documents, one.mentions, one.by_reference) for one in page.names] == [
        ("Dmitri Arlov", None, 1, False), ("Arlov", None, 1, False), ("he", 1, 1, True),
    ]  # fmt: skip
    assert [place.words for place in page.places] == ["“We wait,”", "“It is late,”", "“Go,”"]
    assert {place.source for place in page.places} == {"Post"}


def test_two_are_merged_and_parted_again(project: Project) -> None:
    register = read_register(project, 1)
    first, second = (row(register, name).id for name in ("Dmitri Arlov", "Dmitry Arlov"))
    edits.merge_speakers(project, 1, second, first)
    merged = read_register(project, 1)
    assert [(one.name, one.names, one.quotes) for one in merged.rows] == [("Dmitri Arlov", 3, 6)]
    assert len(merged.rows[0].documents) == 2
    assert not merged.alike
    assert len(read_speaker_page(project, 1, first).places) == 6
    edits.split_speaker(project, 1, first, ["Dmitry Arlov"])
    assert [one.quotes for one in read_register(project, 1).rows] == [3, 3]


def test_names_that_are_split_off_take_their_mentions_along(project: Project) -> None:
    first = row(read_register(project, 1), "Dmitri Arlov").id
    before = project.dump()
    new = edits.split_speaker(project, 1, first, ["Arlov"])
    register = read_register(project, 1)
    assert (row(register, "Arlov").id, row(register, "Arlov").quotes) == (new, 1)
    assert row(register, "Dmitri Arlov").quotes == 2
    project.undo(1)
    assert project.dump() == before
    with pytest.raises(WriteProblem, match="is what the speaker is called by"):
        edits.split_speaker(project, 1, first, ["Dmitri Arlov"])


def test_two_that_are_not_the_same_are_not_proposed_again(project: Project) -> None:
    [alike] = read_register(project, 1).alike
    edits.keep_apart(project, 1, alike.other.id, alike.kept.id)
    assert read_register(project, 1).alike == ()
    assert not project.check()


def test_a_name_of_another_is_refused_and_the_old_one_is_kept(project: Project) -> None:
    first = row(read_register(project, 1), "Dmitri Arlov").id
    with pytest.raises(WriteProblem, match="is another speaker already"):
        edits.rename_speaker(project, 1, first, "dmitry arlov")
    with pytest.raises(WriteProblem, match="is another speaker already"):
        edits.add_name(project, 1, first, "Dmitry  Arlov")
    edits.rename_speaker(project, 1, first, " Captain  Arlov ")
    page = read_speaker_page(project, 1, first)
    assert page.speaker.name == "Captain Arlov"
    assert "Dmitri Arlov" in [one.form for one in page.names]
    edits.add_name(project, 1, first, "the captain")
    named = next(one for one in read_speaker_page(project, 1, first).names if one.mentions == 0
                 and one.form == "the captain")  # fmt: skip
    edits.remove_name(project, 1, named.aliases)
    assert "the captain" not in [one.form for one in read_speaker_page(project, 1, first).names]


def test_only_one_whom_no_label_names_is_removed(project: Project) -> None:
    first = row(read_register(project, 1), "Dmitri Arlov").id
    with pytest.raises(WriteProblem, match="labels name them"):
        edits.remove_speaker(project, 1, first)
    with project.operation("Add", 1) as writer:
        new = writer.add_speaker("Nobody Knows").id
        writer.add_alias(new, "N. K.")
    edits.set_represents(project, 1, new, "The Board")
    edits.set_represents(project, 1, new, "The Harbour")
    page = read_speaker_page(project, 1, new)
    assert [name for _one, name in page.represents] == ["The Harbour"]
    edits.remove_speaker(project, 1, new)
    assert "Nobody Knows" not in [one.name for one in read_register(project, 1).rows]
    assert not project.check()
    project.undo(1)
    assert [name for _one, name in read_speaker_page(project, 1, new).represents] == ["The Harbour"]


def test_outside_ids_are_numbers_of_wikidata_or_urls(project: Project) -> None:
    first = row(read_register(project, 1), "Dmitri Arlov").id
    edits.describe_speaker(project, 1, first, "captain", ["q42", "https://people.example/7"])
    shown = project.speaker(first)
    assert (shown.note, dict(shown.external_ids)) == (
        "captain", {"wikidata": "Q42", "people.example": "https://people.example/7"},
    )  # fmt: skip
    for wrong in ("Q", "42", "ftp://a", "https://"):
        with pytest.raises(WriteProblem, match="is no id that is known here"):
            edits.outside_id(wrong)


def test_what_others_said_in_a_document_still_to_be_compared_is_left_out(project: Project) -> None:
    with project.operation("Plan", 1) as writer:
        other = writer.add_annotator("Bo").id
        writer.add_assignment(1, other, "overlap")
    register = read_register(project, other)
    assert [(one.name, one.quotes) for one in register.rows] == [
        ("Dmitry Arlov", 3), ("Dmitri Arlov", 0),
    ]  # fmt: skip
    first = row(register, "Dmitri Arlov").id
    assert read_speaker_page(project, other, first).places == ()
    with project.operation("Done", other) as writer:
        writer.set_state(1, other, "done")
    assert len(read_speaker_page(project, other, first).places) == 3


def test_a_title_before_the_very_name_can_be_split_off(project: Project) -> None:
    first = row(read_register(project, 1), "Dmitri Arlov").id
    edits.add_name(project, 1, first, "captain Dmitri Arlov")
    new = edits.split_speaker(project, 1, first, ["captain Dmitri Arlov"])
    assert new != first
    assert project.speaker(new).name == "captain Dmitri Arlov"
    assert [alias.form for alias in project.speaker(first).aliases] == ["Arlov"]


def test_two_ids_of_one_register_are_refused(project: Project) -> None:
    first = row(read_register(project, 1), "Dmitri Arlov").id
    with pytest.raises(WriteProblem, match="q7 is the second id of wikidata; give one of them"):
        edits.describe_speaker(project, 1, first, "", ["Q42", "q7"])
    assert not project.speaker(first).external_ids
