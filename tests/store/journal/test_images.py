"""What the journal keeps of a row, and how it is read."""

import json

from pullquote.store import Project
from pullquote.store.journal.images import read_image
from pullquote.store.sql.tables import JOURNALLED, column_names


def images(project: Project, table: str) -> list[tuple]:
    sql = "SELECT row, document, before, after FROM change WHERE tab = ? ORDER BY id"
    return project._file.writer.every(sql, table)


def now(project: Project, table: str, row: int) -> dict[str, object]:
    names = column_names(JOURNALLED[table])
    quoted = ", ".join(f'"{name}"' for name in names)
    found = project._file.writer.first(f"SELECT {quoted} FROM {table} WHERE id = ?", row)
    return dict(zip(names, found, strict=True))


def test_a_row_that_came_or_went_is_kept_by_values(
    project: Project, document: int, anna: int
) -> None:
    with project.operation("Label", anna) as writer:
        speaker = writer.add_speaker("Marta Oduya").id
        writer.add_alias(speaker, "she", document)
        one = writer.add_annotation(document, anna, "quote", 0, 26, note="“🚧”", confidence=0.125)
        two = writer.add_annotation(document, anna, "speaker", 32, 43, speaker=speaker)
        writer.add_relation("said_by", one.id, two.id)
        writer.set_state(document, anna, "done")
    rows = ["document", "annotator", "speaker", "alias", "annotation", "relation", "state"]
    was = {table: now(project, table, images(project, table)[0][0]) for table in rows}
    for table in rows:
        row, of, before, after = images(project, table)[0]
        assert before is None
        assert read_image(table, row, of, after) == was[table]
        assert len(after) < len(json.dumps(was[table]))
    with project.operation("Remove", anna) as writer:
        writer.remove_document(document)
    for table in ("document", "annotation", "relation", "alias"):
        row, of, before, after = next(r for r in images(project, table) if r[3] is None)
        assert read_image(table, row, of, before) == was[table]


def test_a_change_is_kept_by_the_columns_that_changed(
    project: Project, document: int, anna: int
) -> None:
    with project.operation("Done", anna) as writer:
        writer.set_state(document, anna, "in_progress")
    with project.operation("Title", anna) as writer:
        writer.change_document(document, title="A title")
    _row, _document, before, after = images(project, "document")[-1]
    assert (before, after) == ('{"title":""}', '{"title":"A title"}')


def test_what_older_versions_wrote_is_read_as_it_is() -> None:
    assert read_image("state", 7, 1, '{"id":7,"value":"done"}') == {"id": 7, "value": "done"}


def test_a_column_that_was_added_since_is_not_known() -> None:
    image = read_image("state", 7, 1, '{"annotator":2,"":["done"]}')
    assert image == {"annotator": 2, "value": "done", "id": 7, "document": 1}
