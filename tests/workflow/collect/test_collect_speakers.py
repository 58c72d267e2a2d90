"""Speakers of returned files: new names unite with the register, contradictions are proposed."""

import pytest

from pullquote.store.merge.speaker_proposals import proposal_verbs, read_proposals
from pullquote.workflow.collect.collect import collect

MARA, TEO = "Mara Lind", "Teo Vass"


@pytest.fixture
def project(office, tmp_path):
    with office.make(tmp_path / "news.pullquote", MARA, TEO) as made:
        with made.operation("Speakers", 0) as writer:
            oduya = writer.add_speaker("Marta Oduya").id
            writer.add_alias(oduya, "the mayor", office.document(made, "2.txt"))
            writer.add_speaker("Ida Bruun")
            writer.add_speaker("Port Authority")
        yield made


@pytest.fixture
def files(office, project, tmp_path):
    return office.give(project, tmp_path / "out", MARA, TEO)


def by_name(project, name):
    return next(s for s in project.speakers() if s.name == name)


def seen(project):
    names = {s.id: s.name for s in project.speakers()}
    return [
        (p.kind, names[p.speaker], names.get(p.other), p.value) for p in read_proposals(project)
    ]


def test_new_names_and_aliases_unite_and_are_reported(office, project, files):
    def act(file, writer, who):
        new = writer.add_speaker("Tom Abara")
        writer.add_alias(by_name(file, "Marta Oduya").id, "M. Oduya")
        writer.add_alias(new.id, "the captain", office.document(file, "0.txt"))
        writer.add_annotation(
            office.document(file, "0.txt"), who, "speaker", 33, 45, speaker=new.id
        )

    for file, name in zip(files, (MARA, TEO), strict=True):
        office.work(file, name, act)
    report = collect(project, files, 0)
    assert report.whole
    assert report.names == ("Tom Abara",)
    assert sorted(report.aliases) == [("Marta Oduya", "M. Oduya"), ("Tom Abara", "the captain")]
    assert report.proposals == 0
    abara = by_name(project, "Tom Abara")
    assert [(a.form, a.document) for a in abara.aliases] == [
        ("the captain", office.document(project, "0.txt"))
    ]
    labels = project.annotations(office.document(project, "0.txt"))
    assert [label.speaker for label in labels] == [abara.id, abara.id]


def contradict(file, writer, _who):
    oduya, bruun = by_name(file, "Marta Oduya"), by_name(file, "Ida Bruun")
    writer.change_speaker(by_name(file, "Port Authority").id, kind="organisation")
    writer.merge_speaker(bruun.id, oduya.id)
    writer.add_alias(by_name(file, "Port Authority").id, "Marta Oduya")


@pytest.fixture
def contradicted(office, project, files):
    def act(file, writer, who):
        contradict(file, writer, who)
        bruun = by_name(file, "Ida Bruun").id
        writer.add_annotation(office.document(file, "0.txt"), who, "speaker", 33, 45, speaker=bruun)

    office.work(files[0], MARA, act)
    return project, files


def test_contradictions_are_proposed_and_hold_no_label_back(office, contradicted):
    project, files = contradicted
    before = [(s.name, s.kind, s.merged_into) for s in project.speakers()]
    report = collect(project, files, 0)
    assert (report.whole, report.taken, report.proposals) == (True, 1, 3)
    assert sorted(seen(project)) == [
        ("alias", "Port Authority", "Marta Oduya", "Marta Oduya"),
        ("kind", "Port Authority", None, "organisation"),
        ("merge", "Ida Bruun", "Marta Oduya", ""),
    ]
    assert [(s.name, s.kind, s.merged_into) for s in project.speakers()] == before
    assert {p.by for p in read_proposals(project)} == {office.annotator(project, MARA)}
    (label,) = project.annotations(office.document(project, "0.txt"))
    assert label.speaker == by_name(project, "Ida Bruun").id
    assert project.check() == []


def test_a_proposal_is_taken_or_refused_and_does_not_come_again(contradicted):
    project, files = contradicted
    collect(project, files, 0)
    there = {p.kind: p.id for p in read_proposals(project)}
    before = project.dump()
    with project.operation("Proposals", 0) as writer:
        proposal_verbs(writer).take(there["kind"])
        proposal_verbs(writer).take(there["merge"])
        proposal_verbs(writer).refuse(there["alias"])
    assert read_proposals(project) == []
    assert by_name(project, "Port Authority").kind == "organisation"
    assert by_name(project, "Ida Bruun").merged_into == by_name(project, "Marta Oduya").id
    assert collect(project, files, 0).proposals == 0
    project.undo_operation(project.history()[0].operation, 0)
    assert project.dump() == before


def test_a_name_that_was_refused_once_is_no_name_of_two(office, project, files):
    """An alias that somebody took away here stays away when its file comes again."""

    def act(file, writer, _who):
        writer.add_alias(by_name(file, "Ida Bruun").id, "the captain")

    office.work(files[0], MARA, act)
    assert collect(project, files, 0).aliases == (("Ida Bruun", "the captain"),)
    with project.operation("Away", 0) as writer:
        writer.delete_alias(by_name(project, "Ida Bruun").aliases[0].id)
    assert collect(project, files, 0).aliases == ()
    assert by_name(project, "Ida Bruun").aliases == ()


def test_what_was_changed_here_since_the_hand_out_is_no_contradiction(project, files):
    with project.operation("Here", 0) as writer:
        writer.change_speaker(by_name(project, "Port Authority").id, kind="organisation")
        writer.merge_speaker(by_name(project, "Ida Bruun").id, by_name(project, "Marta Oduya").id)
    assert collect(project, files, 0).proposals == 0
    assert by_name(project, "Port Authority").kind == "organisation"


def test_a_speaker_who_is_gone_here_comes_back_with_a_label(office, tmp_path):
    with office.make(tmp_path / "news.pullquote", MARA) as project:
        with project.operation("Speaker", 0) as writer:
            writer.add_speaker("Marta Oduya")
        added = project.history()[0].operation
        files = office.give(project, tmp_path / "out", MARA)
        project.undo_operation(added, 0)

        def act(file, writer, who):
            speaker = by_name(file, "Marta Oduya").id
            place = office.document(file, "0.txt")
            writer.add_annotation(place, who, "speaker", 33, 45, speaker=speaker)

        office.work(files[0], MARA, act)
        assert collect(project, files, 0).names == ("Marta Oduya",)
        (label,) = project.annotations(office.document(project, "0.txt"))
        assert label.speaker == by_name(project, "Marta Oduya").id
