"""What comes from elsewhere is looked through before a row of it is read."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pullquote.store import Project, ProjectError
from pullquote.store.errors import DamagedProject
from pullquote.store.merge.foreign_project import open_foreign


def _swap_pages(path: Path, one: int, other: int, size: int) -> None:
    content = bytearray(path.read_bytes())
    places = [slice((page - 1) * size, page * size) for page in (one, other)]
    first, second = (bytes(content[place]) for place in places)
    content[places[0]], content[places[1]] = second, first
    path.write_bytes(content)


@pytest.mark.parametrize(("one", "other"), [("annotation", "change"), ("document", "operation")])
def test_an_index_that_leads_nowhere_is_damage_and_no_lack_of_rows(
    project: Project, path: Path, document: int, anna: int, one: str, other: str
) -> None:
    """Two indexes in one another's place: each is sound, and what is asked by them is not found."""
    with project.operation("Quote", anna) as writer:
        writer.add_annotation(document, anna, "quote", 0, 9)
    project.close()
    other_file = Path(shutil.copy(path, path.with_name("returned.pullquote")))
    roots = "SELECT rootpage FROM sqlite_master WHERE type = 'index' AND tbl_name = ? LIMIT 1"
    with closing(sqlite3.connect(other_file)) as db:
        pages = [db.execute(roots, (table,)).fetchone()[0] for table in (one, other)]
        size = db.execute("PRAGMA page_size").fetchone()[0]
    _swap_pages(other_file, *pages, size)
    with pytest.raises(DamagedProject):
        with open_foreign(other_file):
            pass


@pytest.mark.parametrize(
    ("table", "column"), [("annotation", "attributes"), ("document", "metadata")]
)
@pytest.mark.parametrize("value", ["1.5", "null", "[]", '"x"'])
def test_json_that_is_no_mapping_is_damage_of_what_comes_from_elsewhere(
    project: Project, path: Path, document: int, anna: int, table: str, column: str, value: str
) -> None:
    with project.operation("Quote", anna) as writer:
        writer.add_annotation(document, anna, "quote", 0, 9)
    project.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE current SET operation = (SELECT MAX(id) FROM operation)")
        db.execute(f"UPDATE {table} SET {column} = ?", (value,))
        db.execute("UPDATE current SET operation = NULL")
        db.commit()
    with pytest.raises(DamagedProject) as told, open_foreign(path):
        pass
    assert "is no mapping" in str(told.value.values["what"])


@pytest.mark.parametrize("column", ["name", "type", "sql"])
def test_a_list_of_tables_with_bytes_in_it_is_a_sentence(
    project: Project, path: Path, column: str
) -> None:
    project.close()
    content = path.read_bytes()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute(
            f"UPDATE sqlite_master SET {column} = CAST({column} AS BLOB) "
            "WHERE type = 'trigger' AND rowid = (SELECT MAX(rowid) FROM sqlite_master)"
        )
        db.commit()
    assert path.read_bytes() != content
    with pytest.raises(ProjectError):
        Project.open(path)
