"""Annotators and the register of speakers."""

from uuid import UUID, uuid5

import pytest

from pullquote.store import NotThere, Project
from pullquote.store.errors import NameTaken, WriteProblem


def test_names_of_annotators_differ_in_more_than_case(project: Project, anna: int) -> None:
    with project.operation("Add annotator", 0) as writer:
        with pytest.raises(NameTaken, match="The name ANNA is taken"):
            writer.add_annotator("ANNA")
        made = writer.add_annotator("Adjudicated", "adjudicated", uid="u")
    assert project.annotators()[1] == project.annotator(made.id) == made
    with pytest.raises(NotThere):
        project.annotator(99)


def test_a_speaker_is_known_by_the_folded_name(project: Project, anna: int) -> None:
    with project.operation("Speakers", anna) as writer:
        first = writer.add_speaker("Marta  Oduya", note="mayor")
        assert writer.add_speaker("MARTA ODUYA").id == first.id
        assert writer.add_speaker("Marta Oduya ", "organisation").id == first.id
        other = writer.add_speaker("Ministry", "organisation", uid="given")
        assert writer.add_speaker("Another name", uid="given").id == other.id
    assert first.uid == str(uuid5(UUID(project.uid), "marta oduya"))
    assert [(s.name, s.kind, s.note) for s in project.speakers()] == [
        ("Marta  Oduya", "person", "mayor"),
        ("Ministry", "organisation", None),
    ]


def test_outside_ids_of_a_speaker_are_read(project: Project, anna: int) -> None:
    ids = {"wikidata": "Q42"}
    with project.operation("Speakers", anna) as writer:
        made = writer.add_speaker("Marta Oduya", external_ids=ids)
        writer.add_alias(made.id, "Oduya")
    assert dict(made.external_ids) == ids
    [read] = project.speakers()
    assert (dict(read.external_ids), [one.form for one in read.aliases]) == (ids, ["Oduya"])


def test_a_renamed_speaker_is_known_by_the_new_name(project: Project, anna: int) -> None:
    with project.operation("Speakers", anna) as writer:
        first = writer.add_speaker("Oduya")
        writer.change_speaker(first.id, name="Marta Oduya", kind="person")
        second = writer.add_speaker("Oduya")
        assert second.id != first.id
        assert second.uid != first.uid
        assert writer.add_speaker("marta oduya").id == first.id
        assert writer.add_speaker("oduya").id == second.id
        with pytest.raises(NotThere):
            writer.change_speaker(99, name="x")


def test_aliases(project: Project, document: int, anna: int) -> None:
    with project.operation("Aliases", anna) as writer:
        marta, other = writer.add_speaker("Marta Oduya").id, writer.add_speaker("Li").id
        mayor = writer.add_alias(marta, "The Mayor", document)
        assert writer.add_alias(marta, "the  mayor", document) == mayor
        everywhere = writer.add_alias(marta, "the mayor")
        assert everywhere.id != mayor.id
        writer.add_alias(other, "the mayor")
        with pytest.raises(NotThere):
            writer.add_alias(99, "x")
    assert project.speaker(marta).aliases == (mayor, everywhere)
    assert [len(speaker.aliases) for speaker in project.speakers()] == [2, 1]
    with project.operation("Remove alias", anna) as writer:
        writer.delete_alias(mayor.id)
        with pytest.raises(NotThere):
            writer.delete_alias(mayor.id)
    assert project.speaker(marta).aliases == (everywhere,)


def test_merged_speakers_are_followed_and_never_go_round(
    project: Project, document: int, anna: int
) -> None:
    with project.operation("Merge", anna) as writer:
        a, b, c = (writer.add_speaker(name).id for name in ("A", "B", "C"))
        label = writer.add_annotation(document, anna, "speaker", 32, 43, speaker=a)
        assert writer.merge_speaker(a, b).id == b
        assert writer.merge_speaker(b, c).id == c
        for speaker in (b, a):
            with pytest.raises(WriteProblem, match=r"C cannot be merged into [AB]"):
                writer.merge_speaker(c, speaker)
        with pytest.raises(WriteProblem):
            writer.merge_speaker(c, c)
        with pytest.raises(NotThere):
            writer.merge_speaker(99, c)
        assert writer.add_speaker("a").id == c
    assert [project.merged_speaker(speaker) for speaker in (a, b, c)] == [c, c, c]
    assert project.annotation(label.id).speaker == a
    assert project.speaker_uses() == {a: 1}
    assert project.speaker(a).merged_into == b
    assert project.check() == []
    project.undo(anna)
    assert project.speakers() == []
