"""Hand-outs: all that an annotator needs in one file, and nothing that others made."""

import shutil
from pathlib import Path

import pytest

from pullquote.assets import RESOURCES, SEEDS
from pullquote.model.values import NewDocument
from pullquote.store import DocumentQuery, NotThere, Project
from pullquote.store.errors import CannotWrite, DiskFull, ProjectExists, ReadOnlyProject
from pullquote.store.file import lock
from pullquote.store.journal.history import without_undone
from pullquote.workflow.carry import carry_offers
from pullquote.workflow.find_duplicates import refresh_duplicates
from pullquote.workflow.hand_out.operation import (
    HandoutExists,
    IsHandout,
    NobodyToHandOutTo,
    NothingToHandOut,
    hand_out,
)
from pullquote.workflow.worker import Stopped

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
TEXT = "“The pier is closed,” said Ola Brandt on Monday. Her deputy would not say why. 🚧"


class Office:
    """A project of two people who have labelled the same document, and a third who has not."""

    def __init__(self, project: Project) -> None:
        self.project = project
        with project.operation("Set up", 0) as writer:
            self.mara = writer.add_annotator("Mara Lind").id
            self.teo = writer.add_annotator("Teo Vass").id
            self.rig = writer.add_annotator("Rigmor").id
            self.settled = writer.add_annotator("Settled version", "adjudicated").id
            self.both = writer.add_document(document("both.txt"))
            self.own = writer.add_document(document("own.txt", TEXT + " More."))
            writer.set_project(
                guidelines_md="Label with care.",
                settings={"strict": True, "boss": "Teo Vass", "size": 3},
            )
            for who in (self.mara, self.teo):
                writer.add_assignment(self.both, who, "overlap", position=2, suggestions=False)
            writer.add_assignment(self.own, self.mara, position=1)
        self.labels = {who: self._label(who) for who in (self.mara, self.teo)}

    def _label(self, who: int) -> tuple[int, int]:
        note = f"note by {self.project.annotator(who).name}"
        with self.project.operation("Label", who) as writer:
            speaker = writer.add_speaker("Ola Brandt", note=note)
            quote = writer.add_annotation(self.both, who, "quote", 0, 21, note=note)
            name = writer.add_annotation(self.both, who, "speaker", 27, 37, speaker=speaker.id)
            writer.add_relation("said_by", quote.id, name.id)
            writer.set_state(self.both, who, "done")
            writer.reject(self.both, who, "date", 41, 47)
        return quote.id, name.id


def document(name: str, text: str = TEXT) -> NewDocument:
    return NewDocument(
        text=text, name=name, raw_sha256=name, origin=f"/home/boss/secret/{name}", title="Pier"
    )


@pytest.fixture
def office(tmp_path: Path):
    path = tmp_path / "News.pullquote"
    with Project.create(path, name="News", schema_toml=SCHEMA) as project:
        yield Office(project)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "out"


def opened(office: Office, folder: Path, who: int | None = None) -> Project:
    [made] = hand_out(office.project, folder, [who or office.mara], office.mara)
    return Project.open(made.path)


def test_a_hand_out_is_the_same_project_for_one_annotator(office, folder):
    with opened(office, folder) as given:
        assert (given.uid, given.name) == (office.project.uid, "News")
        assert given.schema_toml == SCHEMA
        assert given.guidelines == "Label with care."
        assert dict(given.settings) == {"strict": True, "size": 3}
        assert [who.name for who in given.annotators()] == ["Mara Lind"]
        assert given.annotators()[0].uid == office.project.annotator(office.mara).uid
        assert given.handout.annotator == given.annotators()[0].uid
        assert given.handout.name == "Mara Lind"
        assert given.check() == []
        assert given.back_up() is None


def test_documents_keep_uid_and_text_and_lose_their_place_on_this_machine(office, folder):
    with opened(office, folder) as given:
        ids = given.document_ids(DocumentQuery())
        there = [given.document(one) for one in ids]
        here = [office.project.document(one) for one in (office.own, office.both)]
        assert [d.uid for d in there] == [d.uid for d in here]
        assert [d.text_sha256 for d in there] == [d.text_sha256 for d in here]
        assert [d.origin for d in there] == ["own.txt", "both.txt"]
        assert given.document_ids(DocumentQuery(search="deputy")) == ids


def test_own_labels_come_along_as_they_are(office, folder):
    with opened(office, folder) as given:
        both = given.find_document(office.project.document(office.both).uid)
        here = office.project.annotations(office.both, office.mara)
        there = given.annotations(both)
        assert [label.uid for label in there] == [label.uid for label in here]
        assert there[0].note == "note by Mara Lind"
        assert there[0].created_at == here[0].created_at
        assert given.annotator(there[0].created_by).name == "Mara Lind"
        assert given.speaker(there[1].speaker).name == "Ola Brandt"
        [relation] = given.relations(both)
        assert (relation.head, relation.tail) == (there[0].id, there[1].id)
        assert [state.value for state in given.states(both)] == ["done"]
        assert [no.start for no in given.rejections(both, given.annotators()[0].id)] == [41]


def test_assignments_come_along(office, folder):
    with opened(office, folder) as given:
        own, both = given.assignments()
        assert (own.role, own.position, own.suggestions) == ("label", 1, True)
        assert (both.role, both.position, both.suggestions) == ("overlap", 2, False)


def test_what_other_tools_suggest_comes_along_where_the_plan_lets_it(office, folder):
    with office.project.operation("Import suggestions", office.teo) as writer:
        for document in (office.both, office.own):
            writer.add_foreign_suggestion(document, "Parrot", "quote", 0, 21, external_id="1")
    with opened(office, folder) as given:
        own, both = (one.document for one in given.assignments())
        [there], [here] = (
            given.foreign_suggestions(own),
            office.project.foreign_suggestions(office.own),
        )
        assert (there.uid, there.span, there.source) == (here.uid, here.span, "Parrot")
        assert given.foreign_suggestions(both) == []
        assert given.check() == []


def traces(office: Office, whose: int) -> list[str]:
    """What must not be found in another one's file."""
    project, other = office.project, office.project.annotator(whose)
    labels = [
        label for one in (office.both, office.own) for label in project.annotations(one, whose)
    ]
    relations = [
        relation for one in (office.both, office.own) for relation in project.relations(one, whose)
    ]
    entries = [entry.uid for entry in project.history(limit=1000)]
    assigned = [given.uid for given in project.assignments(whose)]
    notes = [label.note for label in labels if label.note]
    uids = [one.uid for one in (other, *labels, *relations)]
    return [*uids, *entries, *assigned, *notes, other.name, "/home/boss", "secret"]


def bytes_of(path: Path) -> bytes:
    return path.read_bytes()


def test_nothing_of_others_is_in_the_bytes_of_a_file(office, folder):
    with office.project.operation("Settle", office.teo) as writer:
        mine = writer.add_annotation(
            office.own, office.mara, "quote", 0, 21, carried_from=teos_quote(office).uid
        )
        writer.add_annotation(office.both, office.settled, "quote", 0, 21)
        writer.add_alias(writer.add_speaker("Ola Brandt").id, "Her deputy", office.both)
    made = hand_out(office.project, folder, [office.mara, office.teo], office.mara)
    for file, whose, other in zip(
        made, (office.mara, office.teo), (office.teo, office.mara), strict=True
    ):
        content = bytes_of(file.path)
        own = office.project.annotations(office.both, whose)[0]
        assert own.uid.encode() in content
        found = [trace for trace in traces(office, other) if trace.encode() in content]
        assert found == []
        assert office.project.annotator(office.settled).uid.encode() not in content
    assert mine.uid.encode() in bytes_of(made[0].path)
    assert b"Her deputy" not in bytes_of(made[0].path).replace(TEXT.encode(), b"").replace(
        (TEXT + " More.").encode(), b""
    )


def teos_quote(office: Office):
    return office.project.annotation(office.labels[office.teo][0])


def test_a_merged_speaker_is_one_more_name(office, folder):
    with office.project.operation("Merge", office.mara) as writer:
        old = writer.add_speaker("O. Brandt")
        new = writer.add_speaker("Ola Brandt")
        writer.add_alias(old.id, "the mayor")
        writer.merge_speaker(old.id, new.id)
        writer.add_annotation(office.own, office.mara, "speaker", 27, 37, speaker=old.id)
    with opened(office, folder) as given:
        [speaker] = given.speakers()
        assert speaker.uid == new.uid
        assert speaker.note is None
        assert {alias.form for alias in speaker.aliases} == {"O. Brandt", "the mayor"}
        own = given.find_document(office.project.document(office.own).uid)
        assert given.annotations(own)[0].speaker == speaker.id


def test_what_a_name_means_in_ones_own_document_comes_along(office, folder):
    with office.project.operation("Alias", office.mara) as writer:
        speaker = writer.add_speaker("Ola Brandt").id
        writer.add_alias(speaker, "the deputy", office.own)
        writer.add_alias(speaker, "the mayor", office.both)
    with opened(office, folder) as given:
        [speaker] = given.speakers()
        assert [alias.form for alias in speaker.aliases] == ["the deputy"]


# --- in the original ---


def test_what_was_handed_out_is_noted_and_can_be_undone(office, folder):
    before = office.project.dump()
    made = hand_out(office.project, folder, None, office.mara)
    assert [file.path.name for file in made] == [
        "News-Mara Lind.pullquote",
        "News-Teo Vass.pullquote",
    ]
    assert [file.documents for file in made] == [(office.own, office.both), (office.both,)]
    noted = office.project.handouts()
    assert [one.uid for one in noted] == [file.uid for file in made]
    assert [one.annotator for one in noted] == [office.mara, office.teo]
    assert office.project.history()[0].name == "Hand out to 2 annotators"
    assert office.project.check() == []
    office.project.undo(office.mara)
    assert office.project.dump() == before


def test_the_first_operation_there_is_known_here(office, folder):
    with opened(office, folder) as given:
        [noted] = office.project.handouts()
        [first] = given.history()
        assert (first.uid, first.kind, first.name) == (noted.uid, "barrier", "Hand out")
        assert given.undo_name(given.annotators()[0].id) is None
        both = given.find_document(office.project.document(office.both).uid)
        work = given.work_operations(given.annotators()[0].id)
        assert [step.uid for step in work[both]] == [noted.uid]


def test_the_last_change_here_is_noted_for_each_document(office, folder):
    hand_out(office.project, folder, [office.mara], office.mara)
    [noted] = office.project.handouts()
    own, both = noted.documents
    assert own.head == ""
    work = office.project.work_operations(office.mara)
    assert both.head == without_undone(work[office.both])[-1].uid
    assert both.text == office.project.document(office.both).text_sha256


def test_documents_that_are_named_become_assigned(office, folder):
    [made] = hand_out(
        office.project, folder, [office.rig], office.mara, documents=[office.own, office.both]
    )
    assert made.documents == (office.own, office.both)
    here = office.project.assignments(office.rig)
    with Project.open(made.path) as given:
        assert [one.uid for one in given.assignments()] == [one.uid for one in here]
    [again] = hand_out(
        office.project,
        folder,
        [office.rig],
        office.mara,
        documents=[office.both],
        replace_files=True,
    )
    assert again.documents == (office.both,)
    assert len(office.project.assignments(office.rig)) == 2


def test_an_excluded_document_stays_here(office, folder):
    with office.project.operation("Exclude", office.mara) as writer:
        writer.change_document(office.own, excluded="an error page")
    [made] = hand_out(office.project, folder, [office.mara], office.mara)
    assert made.documents == (office.both,)


# --- what can go wrong ---


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_nobody_gets_an_empty_file(office, folder):
    with pytest.raises(NothingToHandOut, match="Rigmor has no documents to hand out"):
        hand_out(office.project, folder, [office.mara, office.rig], office.mara)
    assert files(folder) == []
    with office.project.operation("Clear", office.mara) as writer:
        for given in office.project.assignments():
            writer.remove_assignment(given.id)
    with pytest.raises(NobodyToHandOutTo):
        hand_out(office.project, folder, None, office.mara)


def test_a_file_that_is_there_is_not_replaced_unasked(office, folder):
    folder.mkdir()
    there = folder / "News-Teo Vass.pullquote"
    there.write_text("mine")
    before = office.project.dump()
    with pytest.raises(HandoutExists, match="exists already; choose another folder"):
        hand_out(office.project, folder, None, office.mara)
    assert files(folder) == ["News-Teo Vass.pullquote"]
    assert there.read_text() == "mine"
    assert office.project.dump() == before
    hand_out(office.project, folder, None, office.mara, replace_files=True)
    assert files(folder) == ["News-Mara Lind.pullquote", "News-Teo Vass.pullquote"]


def test_a_file_that_somebody_has_open_is_not_replaced(office, folder):
    with opened(office, folder):
        with pytest.raises(CannotWrite, match="it is open"):
            hand_out(office.project, folder, None, office.mara, replace_files=True)
    assert files(folder) == ["News-Mara Lind.pullquote"]


def test_a_folder_that_cannot_be_written(office, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        hand_out(office.project, tmp_path / "file" / "out", None, office.mara)
    assert office.project.handouts() == []


def test_a_read_only_project_and_a_hand_out_hand_nothing_out(office, folder):
    [made] = hand_out(office.project, folder, [office.mara], office.mara)
    with Project.open(made.path) as given:
        with pytest.raises(IsHandout, match="itself a file that was handed out, to Mara Lind"):
            hand_out(given, folder, None, given.annotators()[0].id)
    with Project.open(office.project.path, read_only=True) as asked:
        with pytest.raises(ReadOnlyProject):
            hand_out(asked, folder, None, office.mara)


def test_stopped_it_leaves_nothing(office, folder):
    with pytest.raises(Stopped):
        hand_out(office.project, folder, None, office.mara, stop=lambda: True)
    assert files(folder) == []
    assert office.project.handouts() == []


def test_names_that_are_alike_as_files_are_told_apart(office, folder):
    with office.project.operation("Add annotators", 0) as writer:
        who = [writer.add_annotator(name).id for name in ("../A:B", "..\\A?B")]
    made = hand_out(office.project, folder, who, office.mara, documents=[office.own])
    assert [file.path.parent for file in made] == [folder, folder]
    assert [file.path.name for file in made] == ["News-_A_B.pullquote", "News-_A_B 2.pullquote"]


def test_all_files_appear_or_none(office, folder):
    """The second file cannot be put in its place: the first is as it was before."""
    folder.mkdir()
    [first] = hand_out(office.project, folder, [office.mara], office.mara)
    before, content = office.project.dump(), first.path.read_bytes()
    (folder / "News-Teo Vass.pullquote.old").mkdir()
    (folder / "News-Teo Vass.pullquote.old" / "in the way").write_text("")
    (folder / "News-Teo Vass.pullquote").write_text("mine")
    with pytest.raises(CannotWrite):
        hand_out(office.project, folder, None, office.mara, replace_files=True)
    assert first.path.read_bytes() == content
    assert (folder / "News-Teo Vass.pullquote").read_text() == "mine"
    assert office.project.dump() == before
    assert [name for name in files(folder) if name.endswith((".new", ".lock"))] == []


def test_many_documents_are_written_in_a_process_of_their_own(office, folder):
    with office.project.operation("More", office.mara) as writer:
        for number in range(60):
            more = writer.add_document(document(f"{number}.txt", f"Nothing was said. {number}"))
            writer.add_assignment(more, office.mara, position=number + 10)
    told = []
    made = hand_out(
        office.project, folder, None, office.mara, progress=lambda *done: told.append(done)
    )
    assert [len(file.documents) for file in made] == [62, 1]
    assert told[-1] == (2, 2)
    with Project.open(made[0].path) as given:
        assert given.check() == []
        assert len(given.document_ids(DocumentQuery())) == 62
    assert [len(noted.documents) for noted in office.project.handouts()] == [62, 1]


def test_who_is_no_person_gets_nothing(office, folder):
    with pytest.raises(NotThere):
        hand_out(office.project, folder, [office.settled], office.mara, documents=[office.own])
    with pytest.raises(NotThere):
        hand_out(office.project, folder, [office.mara], office.mara, documents=[99])


def test_a_full_disk_leaves_nothing_behind(office, folder, monkeypatch):
    monkeypatch.setitem(lock.HASTY, "max_page_count", 75)
    before = office.project.dump()
    with pytest.raises(DiskFull, match="The disk is full, so nothing was written"):
        hand_out(office.project, folder, None, office.mara)
    assert files(folder) == []
    assert office.project.dump() == before


def test_what_a_killed_program_left_is_no_obstacle(office, folder):
    folder.mkdir()
    (folder / "News-Mara Lind.pullquote.new").write_text("half a file")
    (folder / "News-Mara Lind.pullquote.lock").write_text("")
    with opened(office, folder) as given:
        assert given.check() == []
    assert files(folder) == ["News-Mara Lind.pullquote"]


def test_what_a_killed_program_had_put_aside_is_not_replaced_unasked(office, folder):
    folder.mkdir()
    for ending in ("new", "lock", "old"):
        (folder / f"News-Mara Lind.pullquote.{ending}").write_text(ending)
    with pytest.raises(ProjectExists):
        opened(office, folder)
    assert files(folder) == ["News-Mara Lind.pullquote"]
    assert (folder / "News-Mara Lind.pullquote").read_text() == "old"


def test_two_files_of_one_name_and_content_are_both_handed_out(office, folder):
    with office.project.operation("Add", office.mara) as writer:
        for place in ("/a/same.txt", "/b/same.txt", "C:\\c\\same.txt"):
            new = NewDocument(text=TEXT, name="same.txt", raw_sha256="same", origin=place)
            writer.add_assignment(writer.add_document(new), office.rig)
    with opened(office, folder, office.rig) as given:
        found = [given.document(one).origin for one in given.document_ids(DocumentQuery())]
        assert found == ["same.txt", "2/same.txt", "3/same.txt"]


def test_the_sample_is_handed_out_to_each_without_a_trace_of_the_other(sample_file, tmp_path):
    with Project.open(Path(shutil.copy(sample_file, tmp_path))) as project:
        who = [one for one in project.annotators() if one.kind == "person"]
        every = project.document_ids(DocumentQuery())
        given = hand_out(project, tmp_path / "out", [one.id for one in who], 0, documents=every)
        labels = {
            one.id: [label for d in every for label in project.annotations(d, one.id)]
            for one in who
        }
        for file in given:
            content = file.path.read_bytes()
            for one in who:
                uids = [label.uid.encode() for label in labels[one.id]]
                there = [uid for uid in uids if uid in content]
                assert there == (uids if one.id == file.annotator.id else [])
                if one.id != file.annotator.id:
                    assert one.uid.encode() not in content
                    assert one.name.encode() not in content
            assert str(SEEDS).encode() not in content
            with Project.open(file.path) as theirs:
                assert theirs.check() == []


def test_a_version_of_a_document_knows_the_earlier_one_if_it_is_there(office, folder):
    with office.project.operation("Versions", office.mara) as writer:
        writer.change_document(office.own, version_of=office.both)
    with opened(office, folder) as given:
        own, both = given.document_ids(DocumentQuery())
        assert given.document(own).version_of == both
    [made] = hand_out(office.project, folder, [office.rig], 0, documents=[office.own])
    with Project.open(made.path) as given:
        assert given.document(given.document_ids(DocumentQuery())[0]).version_of is None


def test_an_offer_in_a_hand_out_counts_the_copies_that_are_not_in_the_file(tmp_path, folder):
    said = (
        "“We wait for the pilots until the tide turns and the fog is gone,” the harbour master "
        "told reporters in the old hall, and the crews went home for the night."
    )
    with Project.create(tmp_path / "p.pullquote", name="p", schema_toml=SCHEMA) as project:
        with project.operation("Set up", 0) as writer:
            mara = writer.add_annotator("Mara Lind").id
            made = [
                writer.add_document(document(f"{n}.txt", f"Port {n * 7} of them.\n{said}\n"))
                for n in range(5)
            ]
            for number in made[:2]:
                writer.add_assignment(number, mara)
            start = len("Port 0 of them.\n")
            writer.add_annotation(made[0], mara, "quote", start, start + said.index(" the h"))
        refresh_duplicates(project)
        [file] = hand_out(project, folder, [mara], mara)
    with Project.open(file.path) as given:
        refresh_duplicates(given)
        own = given.annotators()[0].id
        (one, two) = given.document_ids(DocumentQuery())
        [label] = given.annotations(one, own)
        found = carry_offers(given, own, one, [label.id])
        assert [offer.document for offer in found.offers] == [two]
        assert (found.total, found.outside) == (1, 3)
