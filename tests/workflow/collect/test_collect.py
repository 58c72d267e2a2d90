"""What annotators did in their files comes back: known, further, or in conflict."""

import shutil
from itertools import count
from pathlib import Path

import pytest

from pullquote.store import Project
from pullquote.store.errors import ReadOnlyProject
from pullquote.workflow.collect.collect import collect, preview_collect
from pullquote.workflow.collect.report import HandoutCollects

MARA, TEO = "Mara Lind", "Teo Vass"


@pytest.fixture
def project(office, tmp_path):
    with office.make(tmp_path / "news.pullquote", MARA, TEO) as made:
        yield made


@pytest.fixture
def mara(office, project, tmp_path) -> Path:
    return office.give(project, tmp_path / "out", MARA)[0]


def counts(report) -> list[tuple[int, int, int, int]]:
    return [(f.new, f.changed, f.same, len(f.conflicts)) for f in report.files]


def test_labels_states_relations_and_rejections_come_back(office, project, mara):
    def act(file, writer, who):
        first, second = office.document(file, "0.txt"), office.document(file, "1.txt")
        quote = writer.add_annotation(first, who, "quote", 0, 26, note="not sure")
        cue = writer.add_annotation(first, who, "cue", 27, 31)
        writer.add_relation("cued_by", quote.id, cue.id)
        writer.reject(first, who, "quote", 40, 50, "x")
        writer.set_state(first, who, "done")
        writer.set_state(second, who, "skipped", "an error page")

    office.work(mara, MARA, act)
    report = collect(project, [mara], 0)
    assert counts(report) == [(2, 0, 0, 0)]
    assert report.whole
    first, second = office.document(project, "0.txt"), office.document(project, "1.txt")
    who = office.annotator(project, MARA)
    with Project.open(mara, read_only=True) as file:
        theirs = file.annotations(office.document(file, "0.txt"))
        came = project.annotations(first, who)
        assert [(a.uid, a.created_at, a.note) for a in came] == [
            (a.uid, a.created_at, a.note) for a in theirs
        ]
        assert came[0].created_by == who
        assert project.state(first, who).at == file.states(office.document(file, "0.txt"))[0].at
    assert [r.kind for r in project.relations(first, who)] == ["cued_by"]
    assert [r.value for r in project.rejections(first, who)] == ["x"]
    assert project.state(second, who).reason == "an error page"
    assert project.check() == []


def test_beside_others_a_collect_is_undone_work_by_work(office, project, tmp_path, monkeypatch):
    monkeypatch.setattr("pullquote.store.journal.long_undo._MANY", 0)
    monkeypatch.setattr("pullquote.store.journal.long_undo._AT_ONCE", 1)
    monkeypatch.setattr("pullquote.store.writer._LONGEST_ON_SLOW_DISKS", 0)
    monkeypatch.setattr("pullquote.store.writer.LongWriter.has_company", property(lambda _: True))

    def act(file, writer, who):
        for name in ("0.txt", "1.txt"):
            number = office.document(file, name)
            writer.add_annotation(number, who, "quote", 0, 26)
            writer.reject(number, who, "quote", 40, 50, "x")
            writer.set_state(number, who, "done")

    names = (MARA, TEO)
    returned = office.give(project, tmp_path / "out", *names)
    for path, name in zip(returned, names, strict=True):
        office.work(path, name, act)
    before = project.dump()
    collect(project, returned, 0)
    found = []

    def look(change):
        if change.kind == "undo":
            here = [office.document(project, name) for name in ("0.txt", "1.txt")]
            who = [office.annotator(project, name) for name in names]
            found.append([len(project.annotations(d, w)) for d in here for w in who])

    project.listen(look)
    project.undo_operation(project.history()[0].operation, 0)
    assert [sum(some) for some in found][:4] == [3, 2, 1, 0]
    assert project.dump() == before
    assert project.check() == []


def test_a_collect_is_undone_as_a_whole_and_done_again(office, project, mara):
    office.label(mara, MARA, ("0.txt", 0, 26), ("1.txt", 0, 26))
    before = project.dump()
    assert counts(collect(project, [mara], 0)) == [(2, 0, 0, 0)]
    after = project.dump()
    project.undo_operation(project.history()[0].operation, 0)
    assert project.dump() == before
    assert counts(collect(project, [mara], 0)) == [(2, 0, 0, 0)]
    assert project.dump() == after


def test_the_same_file_twice_leaves_no_operation(office, project, mara):
    office.label(mara, MARA, ("0.txt", 0, 26))
    collect(project, [mara], 0)
    before, entries = project.dump(), len(project.history())
    assert counts(collect(project, [mara, mara], 0)) == [(0, 0, 1, 0), (0, 0, 1, 0)]
    assert project.dump() == before
    assert len(project.history()) == entries


def test_a_backup_is_made_before(office, project, mara):
    office.label(mara, MARA, ("0.txt", 0, 26))
    collect(project, [mara], 0)
    backups = list(project.path.with_name("news.backups").glob("*collect.pullquote"))
    assert len(backups) == 1


def test_deletions_and_changes_come_along(office, project, mara):
    office.label(mara, MARA, ("0.txt", 0, 26), ("0.txt", 27, 31))
    collect(project, [mara], 0)

    def act(file, writer, who):
        first, second = file.annotations(office.document(file, "0.txt"))
        writer.delete_annotation(second.id)
        writer.change_annotation(first.id, start=1, note="from the second word")
        writer.set_state(office.document(file, "0.txt"), who, "in_progress")

    office.work(mara, MARA, act)
    assert counts(collect(project, [mara], 0)) == [(0, 1, 0, 0)]
    assert office.labels(project, MARA, "0.txt") == [(1, 26)]
    assert (
        project.state(office.document(project, "0.txt"), office.annotator(project, MARA)).value
        != "done"
    )
    assert project.check() == []


def test_labels_that_change_places(office, project, mara):
    office.label(mara, MARA, ("0.txt", 0, 26), ("0.txt", 27, 31))
    collect(project, [mara], 0)

    def act(file, writer, _who):
        first, second = file.annotations(office.document(file, "0.txt"))
        writer.change_annotation(first.id, start=60, end=61)
        writer.change_annotation(second.id, start=0, end=26)
        writer.change_annotation(first.id, start=27, end=31)

    office.work(mara, MARA, act)
    assert counts(collect(project, [mara], 0)) == [(0, 1, 0, 0)]
    with Project.open(mara, read_only=True) as file:
        theirs = file.annotations(office.document(file, "0.txt"))
    came = project.annotations(office.document(project, "0.txt"))
    assert [(a.uid, a.start) for a in came] == [(a.uid, a.start) for a in theirs]


def test_an_older_return_after_a_newer_one_changes_nothing(office, project, mara, tmp_path):
    """Also one that was never collected itself."""
    office.label(mara, MARA, ("0.txt", 0, 26))
    older = shutil.copy(mara, tmp_path / "older.pullquote")
    office.label(mara, MARA, ("0.txt", 27, 31))
    collect(project, [mara], 0)
    before = project.dump()
    assert counts(collect(project, [older], 0)) == [(0, 0, 1, 0)]
    assert project.dump() == before


def test_a_clock_that_was_turned_back_between_two_returns(office, project, mara, tmp_path):
    """What was done last counts, in whatever order the files are given."""
    office.label(mara, MARA, ("0.txt", 0, 26))
    with Project.open(mara) as file:
        file._file.writer.run("UPDATE operation SET at = '2040-01-01T00:00:00.000Z'")
    older = Path(shutil.copy(mara, tmp_path / "older.pullquote"))
    office.label(mara, MARA, ("0.txt", 27, 31))
    collect(project, [mara, older], 0)
    document = office.document(project, "0.txt")
    assert [label.start for label in project.annotations(document)] == [0, 27]
    before = project.dump()
    collect(project, [older], 0)
    assert project.dump() == before


def test_a_file_that_nobody_worked_in(project, mara):
    before = project.dump()
    report = collect(project, [mara], 0)
    assert counts(report) == [(0, 0, 0, 0)]
    assert report.whole
    assert project.dump() == before


def test_a_second_hand_out_goes_on_where_the_first_ended(office, project, mara, tmp_path):
    office.label(mara, MARA, ("0.txt", 0, 26))
    collect(project, [mara], 0)
    (again,) = office.give(project, tmp_path / "again", MARA)
    assert counts(preview_collect(project, [again])) == [(0, 0, 1, 0)]
    office.label(again, MARA, ("0.txt", 27, 31))
    assert counts(collect(project, [again], 0)) == [(0, 1, 0, 0)]
    assert office.labels(project, MARA, "0.txt") == [(0, 26), (27, 31)]
    office.label(mara, MARA, ("0.txt", 32, 36))
    assert counts(preview_collect(project, [mara])) == [(0, 0, 0, 1)]


@pytest.fixture
def both_changed(office, project, mara):
    """The project and the file have labels of their own in the same document."""
    office.label(mara, MARA, ("0.txt", 0, 26), ("1.txt", 0, 26))
    with project.operation("Here", 0) as writer:
        who = office.annotator(project, MARA)
        writer.add_annotation(office.document(project, "0.txt"), who, "quote", 5, 9)
    return mara


def test_a_conflict_that_nobody_settles_is_left_and_comes_up_again(office, project, both_changed):
    for _ in range(2):
        report = collect(project, [both_changed], 0)
        assert [c.document_name for c in report.files[0].conflicts] == ["0.txt"]
        assert not report.whole
        assert office.labels(project, MARA, "0.txt") == [(5, 9)]
        assert office.labels(project, MARA, "1.txt") == [(0, 26)]


@pytest.mark.parametrize(
    ("choice", "mine", "beside"),
    [("theirs", [(0, 26)], None), ("ours", [(5, 9)], None), ("both", [(5, 9)], [(0, 26)])],
)
def test_a_conflict_is_settled_for_good(office, project, both_changed, choice, mine, beside):
    before = project.dump()
    report = collect(project, [both_changed], 0, decide=choice)
    assert report.whole
    assert [how for _, how in report.settled] == [choice]
    assert office.labels(project, MARA, "0.txt") == mine
    assert (f"{MARA} (2)" in [a.name for a in project.annotators()]) == (beside is not None)
    if beside is not None:
        assert office.labels(project, f"{MARA} (2)", "0.txt") == beside
    assert counts(collect(project, [both_changed], 0)) == [(0, 0, 2, 0)]
    assert project.check() == []
    operation = next(e.operation for e in project.history() if e.name == "Collect")
    project.undo_operation(operation, 0)
    assert project.dump() == before


def test_what_stands_beside_goes_further_by_itself(office, project, both_changed):
    collect(project, [both_changed], 0, decide="both")
    office.label(both_changed, MARA, ("0.txt", 27, 31))
    assert counts(collect(project, [both_changed], 0)) == [(0, 1, 1, 0)]
    assert office.labels(project, f"{MARA} (2)", "0.txt") == [(0, 26), (27, 31)]
    assert office.labels(project, MARA, "0.txt") == [(5, 9)]


def test_conflicts_are_settled_one_by_one(project, both_changed):
    seen = []

    def decide(conflict):
        seen.append((conflict.annotator_name, conflict.document_name))
        return "theirs"

    collect(project, [both_changed], 0, decide=decide)
    assert seen == [(MARA, "0.txt")]


def test_the_same_labels_are_no_conflict(office, project, mara):
    """As after a backup was restored that is older than the hand-out."""
    office.label(mara, MARA, ("0.txt", 0, 26))
    collect(project, [mara], 0)
    with project.operation("Forget", 0) as writer:
        writer._writing.db.run("DELETE FROM collected")
    assert counts(collect(project, [mara], 0)) == [(0, 0, 1, 0)]


def test_two_diverged_copies_of_one_hand_out(office, project, mara, tmp_path):
    office.label(mara, MARA, ("0.txt", 0, 26))
    other = shutil.copy(mara, tmp_path / "other.pullquote")
    office.label(mara, MARA, ("0.txt", 27, 31))
    office.label(other, MARA, ("0.txt", 32, 36))
    assert counts(preview_collect(project, [mara, other])) == [(1, 0, 0, 0), (0, 0, 0, 1)]
    report = collect(project, [other, mara], 0, decide="both")
    assert counts(report) == [(1, 0, 0, 0), (0, 0, 0, 1)]
    assert office.labels(project, MARA, "0.txt") == [(0, 26), (27, 31)]
    assert office.labels(project, f"{MARA} (2)", "0.txt") == [(0, 26), (32, 36)]


def test_two_annotators_bring_each_their_own(office, project, tmp_path):
    mara, teo = office.give(project, tmp_path / "out", MARA, TEO)
    office.label(mara, MARA, ("0.txt", 0, 26))
    office.label(teo, TEO, ("0.txt", 27, 31))
    report = collect(project, [mara, teo], 0)
    assert [f.annotators for f in report.files] == [(MARA,), (TEO,)]
    assert office.labels(project, MARA, "0.txt") == [(0, 26)]
    assert office.labels(project, TEO, "0.txt") == [(27, 31)]


def test_two_people_of_one_name_stay_two(office, project, tmp_path, mara):
    """Someone of the same name, whom the project does not know, worked in a copy of it."""
    with project.operation("Away", 0) as writer:
        writer.change_annotator(office.annotator(project, TEO), name="Somebody")
    copy = tmp_path / "copy.pullquote"
    project.save_copy(copy)
    with project.operation("Back", 0) as writer:
        writer.add_annotator("Ida Bruun")
    with Project.open(copy) as file, file.operation("New", 0) as writer:
        writer.add_annotator("ida bruun")
    office.label(copy, "ida bruun", ("0.txt", 0, 26))
    report = collect(project, [copy], 0)
    assert report.annotators == ("ida bruun (2)",)
    assert office.labels(project, "ida bruun (2)", "0.txt") == [(0, 26)]


def test_a_copy_of_the_project_that_somebody_went_on_with(office, project, tmp_path):
    with project.operation("Here", 0) as writer:
        who = office.annotator(project, MARA)
        writer.add_annotation(office.document(project, "0.txt"), who, "quote", 0, 26)
    copy = tmp_path / "copy.pullquote"
    project.save_copy(copy)
    office.label(copy, MARA, ("0.txt", 27, 31))
    office.label(copy, TEO, ("1.txt", 27, 31))
    assert counts(collect(project, [copy], 0)) == [(1, 1, 0, 0)]
    with project.operation("Here", 0) as writer:
        writer.add_annotation(
            office.document(project, "1.txt"), office.annotator(project, TEO), "quote", 0, 5
        )
    office.label(copy, MARA, ("0.txt", 32, 36))
    office.label(copy, TEO, ("1.txt", 32, 36))
    assert counts(preview_collect(project, [copy])) == [(0, 1, 0, 1)]


def test_assignments_of_a_copy_come_along(office, project, tmp_path):
    copy = tmp_path / "copy.pullquote"
    project.save_copy(copy)
    with Project.open(copy) as file, file.operation("Plan", 0) as writer:
        place = office.document(file, "1.txt")
        writer.add_assignment(place, office.annotator(file, TEO), "overlap", batch="first")
    collect(project, [copy], 0)
    (given,) = project.assignments()
    assert (given.annotator, given.role) == (office.annotator(project, TEO), "overlap")
    with project.operation("Away", 0) as writer:
        writer.remove_assignment(given.id)
    collect(project, [copy], 0)
    assert project.assignments() == []


def test_an_adjudicated_version_comes_with_its_decisions(office, project, tmp_path):
    copy = tmp_path / "copy.pullquote"
    project.save_copy(copy)
    with Project.open(copy) as file:
        who = office.annotator(file, MARA)
        with file.operation("Settle", who) as writer:
            settled = writer.adjudicated().id
            place = office.document(file, "1.txt")
            made = writer.add_annotation(place, settled, "quote", 0, 26, origin="adjudicated")
            writer.add_adjudication(place, "taken", [("a", "b")], [made.uid], note="clear")
    for _ in range(2):
        collect(project, [copy], 0)
        assert [a.kind for a in project.annotators()] == ["person", "person", "adjudicated"]
        (decision,) = project.adjudications()
        assert (decision.results, decision.note) == ((made.uid,), "clear")
        assert decision.by == office.annotator(project, MARA)
        assert decision.sources == (("a", "b"),)
    assert project.check() == []


def test_decisions_about_repeats_come_once(office, project, mara):
    def act(file, writer, _who):
        text = file.document(office.document(file, "0.txt")).text_sha256
        writer.decide_duplicate("boilerplate", text, 0, 26, note="page furniture")

    office.work(mara, MARA, act)
    assert collect(project, [mara], 0).repeats == 1
    (decision,) = project.decisions()
    assert decision.note == "page furniture"
    assert collect(project, [mara], 0).repeats == 0
    with project.operation("Back", 0) as writer:
        writer.delete_decision(decision.id)
    assert collect(project, [mara], 0).repeats == 0
    assert project.decisions() == []


def test_what_was_taken_back_here_since_a_copy_is_a_conflict(office, project, tmp_path):
    with project.operation("Here", 0) as writer:
        who = office.annotator(project, MARA)
        writer.add_annotation(office.document(project, "0.txt"), who, "quote", 0, 26)
    copy = tmp_path / "copy.pullquote"
    project.save_copy(copy)
    project.undo_operation(project.history()[0].operation, 0)
    office.label(copy, MARA, ("0.txt", 27, 31))
    assert counts(preview_collect(project, [copy])) == [(0, 0, 0, 1)]


def test_nothing_is_taken_into_a_project_that_is_read_only(project, mara):
    with Project.open(project.path, read_only=True) as reader, pytest.raises(ReadOnlyProject):
        collect(reader, [mara], 0)


@pytest.mark.parametrize(
    "act", [preview_collect, lambda project, files: collect(project, files, 0)]
)
def test_nothing_is_taken_into_a_file_that_was_handed_out(office, project, tmp_path, act):
    mara, teo = office.give(project, tmp_path / "both", MARA, TEO)
    office.label(teo, TEO, ("0.txt", 0, 26))
    with Project.open(mara) as file:
        before = file.dump()
        with pytest.raises(HandoutCollects, match="handed out, to Mara Lind"):
            act(file, [teo])
        assert file.dump() == before


def test_a_stop_leaves_whole_documents(office, project, mara):
    office.label(mara, MARA, *((f"{n}.txt", 0, 26) for n in range(3)))
    asked = count()
    report = collect(project, [mara], 0, stop=lambda: next(asked) > 2)
    assert report.stopped
    assert (report.taken, report.whole) == (1, False)
    assert project.check() == []
    assert collect(project, [mara], 0).whole
    assert all(office.labels(project, MARA, f"{n}.txt") == [(0, 26)] for n in range(3))


def test_progress_counts_works(office, project, mara):
    office.label(mara, MARA, *((f"{n}.txt", 0, 26) for n in range(3)))
    told = []
    collect(project, [mara], 0, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (3, 3)
