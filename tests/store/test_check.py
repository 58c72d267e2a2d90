"""Check finds what breaks a rule, and says it in one sentence each."""

import pytest

from pullquote.store import Project, ProjectError


def tamper(project: Project, *statements: str) -> None:
    """Change rows as another program could: without triggers and references."""
    db = project._file.writer
    triggers = db.every("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    db.run("PRAGMA foreign_keys = OFF")
    for name, _sql in triggers:
        db.run(f"DROP TRIGGER {name}")
    for statement in statements:
        db.run(statement)
    for _name, sql in triggers:
        db.run(sql)
    db.run("PRAGMA foreign_keys = ON")


@pytest.fixture
def labelled(project: Project, document: int, anna: int) -> Project:
    with project.operation("Labels", anna) as writer:
        speaker = writer.add_speaker("Marta Oduya").id
        other = writer.add_speaker("Mayor").id
        writer.merge_speaker(other, speaker)
        quote = writer.add_annotation(document, anna, "quote", 0, 26, confidence=0.1).id
        later = writer.add_annotation(document, anna, "quote", 54, 60).id
        mention = writer.add_annotation(document, anna, "speaker", 32, 43, speaker=speaker).id
        writer.add_relation("said_by", quote, mention)
        writer.add_relation("continues", later, quote)
        writer.set_state(document, anna, "done")
        text = project.document(document).text_sha256
        writer.decide_duplicate("boilerplate", text, 0, 9)
        writer.reject(document, anna, "date", 47, 53)
    with project.operation("Edit", anna) as writer:
        writer.change_annotation(quote, end=25, note="é")
    return project


def test_a_sound_project_has_no_problems(labelled: Project, anna: int) -> None:
    assert labelled.check() == []
    labelled.undo(anna)
    labelled.undo(anna)
    labelled.redo(anna)
    assert labelled.check() == []


@pytest.mark.parametrize(
    ("statement", "kind", "sentence"),
    [
        (
            "UPDATE text SET content = replace(content, 'bridge', 'Bridge')",
            "text",
            "The text of a.txt is not the one that was read.",
        ),
        ("UPDATE text SET characters = 79", "text", "The text of a.txt is not"),
        (
            'UPDATE annotation SET "end" = 500 WHERE start = 54',
            "offsets",
            "from 54 to 500 reaches over the end of the text of a.txt.",
        ),
        ('UPDATE rejection SET "end" = 500', "offsets", "from 47 to 500 reaches over"),
        ("UPDATE duplicate_decision SET a_end = 500", "offsets", "from 0 to 500 reaches over"),
        (
            "UPDATE annotation SET speaker = 99",
            "reference",
            "refers to a speaker that is not there",
        ),
        (
            "UPDATE relation SET annotator = 9",
            "reference",
            "Row 1 of relation refers to a annotation",
        ),
        ("UPDATE relation SET role = 'x'", "relation", "(said_by) in a.txt breaks the rules"),
        ("UPDATE annotation SET layer = 'cue'", "relation", "(continues) in a.txt breaks"),
        (
            """INSERT INTO relation SELECT 9, 'u', document, annotator, kind, tail, head, role,
            origin, rule, confidence, created_at FROM relation WHERE kind = 'continues'""",
            "relation",
            "The relation continues leads from",
        ),
        (
            "UPDATE speaker SET merged_into = 2 WHERE id = 1",
            "speaker",
            "is merged into others that",
        ),
        (
            "UPDATE annotation SET origin = 'dreamt' WHERE id = 1",
            "value",
            "Row 1 of annotation has “dreamt” as its origin.",
        ),
        ("UPDATE annotation SET to_check = 'x'", "value", "has “x” as its to check."),
        (
            "UPDATE duplicate_decision SET kind = 'the_same'",
            "value",
            "Row 1 of duplicate_decision is “the_same” about the wrong number of texts.",
        ),
        (
            "UPDATE annotation SET attributes = '-1' WHERE id = 1",
            "schema",
            "What a label says of itself cannot be read (1 labels, the first in a.txt).",
        ),
        (
            """UPDATE annotation SET attributes = '{"kind": 5}' WHERE id = 1""",
            "schema",
            "What a label says of itself cannot be read",
        ),
        ("UPDATE state SET value = 'skipped'", "journal", "The journal of row 1 of state does not"),
        ("DELETE FROM state", "journal", "The journal of row 1 of state does not fit it."),
        (
            "INSERT INTO state SELECT 7, document, 8, value, reason, at FROM state",
            "journal",
            "Row 7 of state is not in the journal.",
        ),
        ("UPDATE change SET tab = 'x' WHERE tab = 'state'", "journal", "row 1 of x does not fit"),
        ("UPDATE change SET after = '{' WHERE tab = 'state'", "journal", "row 1 of state"),
        ("UPDATE current SET operation = 1", "journal", "The journal is open though"),
        ("UPDATE document_counts SET n = 7", "counts", "The counts of labels are not"),
        (
            "DELETE FROM document_fts_data WHERE id > 10",
            "search",
            "What the search knows is damaged",
        ),
        ("DELETE FROM document_fts_docsize", "search", "The search does not know all documents."),
    ],
)
def test_what_is_wrong_is_named(
    labelled: Project, statement: str, kind: str, sentence: str
) -> None:
    tamper(labelled, statement)
    found = labelled.check()
    assert any(p.kind == kind and sentence in str(p) for p in found), found


def test_a_damaged_page_ends_in_a_sentence(labelled: Project) -> None:
    root = labelled._file.writer.value(
        "SELECT rootpage FROM sqlite_master WHERE name = 'annotation'"
    )
    labelled._file.writer.pragma("wal_checkpoint(TRUNCATE)")
    with labelled.path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xff" * 200)
    found = labelled.check()
    assert found
    assert found[0].kind == "file"
    with pytest.raises(ProjectError, match="changed by another program"):
        labelled.close()
