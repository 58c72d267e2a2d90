"""Files that cannot be taken, or only in part: each is named in one sentence, the rest goes in."""

import shutil
import sqlite3

import pytest

from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.workflow.collect.collect import collect, preview_collect

MARA = "Mara Lind"


@pytest.fixture
def project(office, tmp_path):
    with office.make(tmp_path / "news.pullquote", MARA, "Teo Vass") as made:
        yield made


@pytest.fixture
def mara(office, project, tmp_path):
    (path,) = office.give(project, tmp_path / "out", MARA)
    office.label(path, MARA, ("0.txt", 0, 26), ("1.txt", 0, 26))
    return path


@pytest.fixture
def teo(office, project, tmp_path):
    (path,) = office.give(project, tmp_path / "out", "Teo Vass")
    office.label(path, "Teo Vass", ("0.txt", 0, 26))
    return path


def refused(project, bad, good):
    """The sentence for a bad file; the good one is taken all the same."""
    before = project.dump()
    (looked,) = (f.problem for f in preview_collect(project, [bad, good]).files if f.problem)
    assert project.dump() == before
    report = collect(project, [bad, good], 0)
    assert not report.whole
    (left,) = report.left_out
    assert str(left) == str(looked)
    assert report.taken == 1
    assert project.check() == []
    return str(left)


def test_a_file_of_another_project(office, project, teo, tmp_path):
    office.make(tmp_path / "other.pullquote", MARA).close()
    assert "is of another project (News)" in refused(project, tmp_path / "other.pullquote", teo)


def test_the_project_itself(project, teo):
    assert "is this project itself" in refused(project, project.path, teo)


def test_a_file_that_is_none(project, teo, tmp_path):
    (tmp_path / "notes.pullquote").write_text("Notes of Monday")
    assert "is not a Pullquote project" in refused(project, tmp_path / "notes.pullquote", teo)


def test_a_file_that_is_gone(project, teo, tmp_path):
    assert "There is no project" in refused(project, tmp_path / "gone.pullquote", teo)


@pytest.mark.parametrize("part", [0.02, 0.3, 0.9])
def test_a_half_written_file(project, mara, teo, part):
    content = mara.read_bytes()
    mara.write_bytes(content[: int(len(content) * part)])
    told = refused(project, mara, teo)
    assert "is damaged" in told
    assert told.endswith("; ask for it again.")


def test_a_file_that_was_copied_while_it_was_open(project, mara, teo, tmp_path):
    with Project.open(mara):
        copy = shutil.copy(mara, tmp_path / "copy.pullquote")
    assert "was copied while it was open" in refused(project, copy, teo)


def test_a_file_that_another_program_changed(project, mara, teo):
    with sqlite3.connect(mara) as link:
        link.execute("CREATE TABLE extra (id INTEGER)")
    link.close()
    assert refused(project, mara, teo) == (
        f"{mara} was changed by another program (table extra); ask for it again."
    )


def test_a_file_that_is_still_open_is_read_as_it_is(office, project, mara):
    with Project.open(mara) as file:
        who = file.annotators()[0].id
        with file.operation("More", who) as writer:
            writer.add_annotation(office.document(file, "2.txt"), who, "cue", 0, 3)
        assert collect(project, [mara], 0).taken == 3
    assert office.labels(project, MARA, "2.txt") == [(0, 3)]


def test_nothing_is_left_beside_a_file(project, mara):
    before = mara.read_bytes()
    collect(project, [mara], 0)
    assert [path.name for path in mara.parent.iterdir() if path.is_file()] == [mara.name]
    assert mara.read_bytes() == before


def test_a_document_that_was_removed_meanwhile(office, project, mara):
    with project.operation("Remove", 0) as writer:
        writer.remove_document(office.document(project, "0.txt"))
    report = collect(project, [mara], 0)
    assert report.taken == 1
    (left,) = report.left_out
    assert str(left) == (
        f"{mara.name}, 0.txt: the project has no such document: it was removed here, or added in"
        " the file only"
    )


def test_a_document_that_was_added_in_the_file_only(office, project, mara):
    with Project.open(mara) as file, file.operation("Add", 0) as writer:
        writer.add_document(NewDocument(text="Short and new.", name="new.txt"))
    office.label(mara, MARA, ("new.txt", 0, 5))
    report = collect(project, [mara], 0)
    assert report.taken == 2
    assert [left.document for left in report.left_out] == ["new.txt"]


def test_a_text_that_differs_by_one_character(office, project, mara):
    """A document of the same uid, as after somebody mended a typing error on both sides."""
    with Project.open(mara) as file, file.operation("Swap", 0) as writer:
        db = writer._writing.db
        old = office.document(file, "0.txt")
        new = writer.add_document(NewDocument(text=file.text(old) + "!", name="0.txt"))
        db.run(
            "UPDATE document SET text_sha256 = (SELECT text_sha256 FROM document WHERE id = ?)"
            " WHERE id = ?",
            (new, old),
        )
        writer.remove_document(new)
    report = collect(project, [mara], 0)
    assert report.taken == 1
    assert [(left.document, str(left.problem)) for left in report.left_out] == [
        ("0.txt", "its text is not that of the document here, so nothing of it was taken")
    ]
    assert office.labels(project, MARA, "0.txt") == []


def test_another_label_schema(office, project, mara):
    """What the schema here has goes in, the rest is refused and named, once a document."""

    def act(file, writer, who):
        writer.set_project(
            schema_toml=file.schema_toml.replace('id = "cue"', 'id = "verb"')
            .replace('"cue"', '"verb"')
            .replace('"partial"', '"in part"')
        )

    office.work(mara, MARA, act)

    def label(file, writer, who):
        place = office.document(file, "0.txt")
        quote = writer.add_annotation(
            place, who, "quote", 5, 9, attributes={"kind": "in part", "sure": "sure"}
        )
        for start in (27, 32):
            verb = writer.add_annotation(place, who, "verb", start, start + 4)
        writer.add_relation("cued_by", quote.id, verb.id)

    office.work(mara, MARA, label)
    report = collect(project, [mara], 0)
    assert report.files[0].other_schema
    assert report.taken == 2
    assert sorted(str(left.problem) for left in report.left_out) == [
        "the label schema here does not have “in part” for “kind” of quote",
        "the label schema here has no layer “verb”",
        "the relation “cued_by” ties a label that was left out",
    ]
    came = project.annotations(office.document(project, "0.txt"))
    assert [(a.layer, a.start, dict(a.attributes)) for a in came] == [
        ("quote", 0, {}),
        ("quote", 5, {"sure": "sure"}),
    ]
    assert project.check() == []


def test_labels_of_a_layer_that_was_taken_away_here_stay(office, project, mara, tmp_path):
    office.label(mara, MARA, ("0.txt", 27, 31), layer="cue")
    collect(project, [mara], 0)
    with project.operation("Schema", 0) as writer:
        writer.set_project(schema_toml=project.schema_toml.replace('"cue"', '"verb"'))
    office.label(mara, MARA, ("0.txt", 32, 36))
    report = collect(project, [mara], 0)
    assert report.whole
    assert office.labels(project, MARA, "0.txt") == [(0, 26), (27, 31), (32, 36)]


def change(link, statement, *, told):
    """As part of the last operation, which the journal is told of, or not."""
    newest = link.execute("SELECT MAX(id) FROM change").fetchone()
    link.execute("UPDATE current SET operation = (SELECT MAX(id) FROM operation)")
    link.execute(statement)
    if not told:
        link.execute("DELETE FROM change WHERE id > ?", newest)
    link.execute("UPDATE current SET operation = NULL")


PAST_THE_JOURNAL = [
    "UPDATE annotation SET layer = 'cue' WHERE document = 1",
    "UPDATE annotation SET start = 1 WHERE document = 1",
    "DELETE FROM annotation WHERE document = 1",
    "UPDATE state SET value = 'skipped' WHERE document = 1",
    "DELETE FROM change WHERE tab = 'annotation' AND document = 1",
]


@pytest.mark.parametrize("statement", PAST_THE_JOURNAL)
def test_a_work_that_is_not_what_its_journal_tells(office, project, mara, statement):
    with sqlite3.connect(mara) as link:
        change(link, statement, told=False)
    link.close()
    report = collect(project, [mara], 0)
    assert report.taken == 1
    (left,) = report.left_out
    assert left.document == "0.txt"
    assert "is not what its own journal tells" in str(left.problem)
    assert office.labels(project, MARA, "1.txt") == [(0, 26)]
    assert project.check() == []


@pytest.mark.parametrize("table", ["document", "annotator"])
def test_a_file_that_is_not_what_its_journal_tells(project, mara, teo, table):
    with sqlite3.connect(mara) as link:
        change(link, f"UPDATE {table} SET name = 'Other' WHERE id = 1", told=False)
    link.close()
    assert refused(project, mara, teo) == (
        f"{mara} was changed by another program (row 1 of {table} is not what its journal tells);"
        " ask for it again."
    )


def test_a_layer_that_the_schema_does_not_have(office, project, mara):
    """In a file of the same schema, whose own journal knows of it."""
    with sqlite3.connect(mara) as link:
        change(link, "UPDATE annotation SET layer = 'rumour' WHERE document = 1", told=True)
    link.close()
    (left,) = collect(project, [mara], 0).left_out
    assert left.document == "0.txt"
    assert "has no layer “rumour”" in str(left.problem)
    assert office.labels(project, MARA, "0.txt") == []
    assert project.check() == []


def test_what_is_dealt_with_is_not_read_again(project, mara):
    collect(project, [mara], 0)
    with sqlite3.connect(mara) as link:
        change(link, PAST_THE_JOURNAL[0], told=False)
    link.close()
    report = collect(project, [mara], 0)
    assert (report.taken, report.left_out) == (0, ())
    assert report.files[0].same == 2


def test_labels_that_break_a_rule_of_the_tables(office, project, mara):
    """As in a file that somebody wrote with another program."""
    with sqlite3.connect(mara) as link:
        triggers = link.execute(
            "SELECT name, sql FROM sqlite_master WHERE name LIKE 'annotation%update'"
        ).fetchall()
        for name, _ in triggers:
            link.execute(f"DROP TRIGGER {name}")
        change(link, 'UPDATE annotation SET "end" = 9999 WHERE document = 1', told=True)
        for _, statement in triggers:
            link.execute(statement)
    link.close()
    report = collect(project, [mara], 0)
    assert report.taken == 1
    (left,) = report.left_out
    assert left.document == "0.txt"
    assert "breaks a rule of the tables" in str(left.problem)
    assert project.check() == []


def test_a_text_that_is_not_what_the_file_says_of_it(office, project, mara):
    """One character of the stored text is another one, its SHA-256 beside it is the old one."""
    link = sqlite3.connect(mara)
    guards = "FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'text'"
    kept = link.execute(f"SELECT name, sql {guards}").fetchall()
    for name, _sql in kept:
        link.execute(f"DROP TRIGGER {name}")
    link.execute("UPDATE text SET content = replace(content, 'Story 0', 'Story 8')")
    for _name, sql in kept:
        link.execute(sql)
    link.commit()
    link.close()
    report = collect(project, [mara], 0)
    assert [(left.document, str(left.problem)) for left in report.left_out] == [
        ("0.txt", "its text is not that of the document here, so nothing of it was taken")
    ]
    assert office.labels(project, MARA, "0.txt") == []
    assert office.labels(project, MARA, "1.txt") == [(0, 26)]
