"""Rows against the journal: whatever is done by operations fits it."""

import pytest

from pullquote.store.journal.row_check import misfits
from pullquote.store.sql.tables import JOURNALLED


@pytest.fixture
def found(project):
    def find(documents=None):
        with project._reading() as db:
            return [(one.table, one.row) for one in misfits(db, list(JOURNALLED), documents)]

    return find


@pytest.fixture
def label(project, document, anna):
    with project.operation("Label", anna) as writer:
        speaker = writer.add_speaker("Marta Oduya").id
        return writer.add_annotation(document, anna, "speaker", 0, 4, speaker=speaker).id


def _past_journal(project, statement):
    db = project._file.writer
    newest = db.value("SELECT MAX(id) FROM change")
    db.run("UPDATE current SET operation = 1")
    db.run(statement)
    db.run("DELETE FROM change WHERE id > ?", (newest,))
    db.run("UPDATE current SET operation = NULL")


def test_what_was_done_by_operations_fits(project, label, document, anna, found):
    with project.operation("Note", anna) as writer:
        writer.change_annotation(label, note="Look again")
        gone = writer.add_annotation(document, anna, "cue", 5, 9).id
    with project.operation("Remove", anna) as writer:
        writer.delete_annotation(gone)
    project.undo(anna)
    assert found() == []
    assert found([document]) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE annotation SET note = 'Other'",
        "UPDATE annotation SET speaker = NULL",
        "DELETE FROM annotation",
    ],
)
def test_what_was_done_past_the_journal_does_not(project, label, document, found, statement):
    _past_journal(project, statement)
    assert found() == [("annotation", label)]
    assert found([document]) == [("annotation", label)]
    assert found([document + 1]) == []


def test_the_last_digits_of_a_number_may_differ(project, label, found):
    """As other versions of SQLite write them into the journal."""
    _past_journal(project, "UPDATE annotation SET confidence = 0.3")
    db = project._file.writer
    db.run("UPDATE change SET after = replace(after, 'null]}', 'null]}') WHERE tab = 'annotation'")
    (image,) = db.first("SELECT after FROM change WHERE tab = 'annotation'")
    assert found() == [("annotation", label)]
    parts = image.split(",")
    at = next(n for n, part in enumerate(parts) if part == '"hand"') + 2
    parts[at] = "0.3000000000000004"
    db.run("UPDATE change SET after = ? WHERE tab = 'annotation'", (",".join(parts),))
    assert found() == []
