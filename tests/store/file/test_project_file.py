"""A project file: made, opened, locked, refused."""

import json
import multiprocessing
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pullquote.errors import PullquoteError
from pullquote.model.schema_file import SchemaError
from pullquote.store import Project, ProjectError
from pullquote.store.errors import (
    CannotWrite,
    ChangedProject,
    CopiedWhileOpen,
    DamagedProject,
    NewerProject,
    NoSuchProject,
    NotAProject,
    OlderProject,
    ProjectExists,
    ReadOnlyProject,
)
from pullquote.store.sql.database import connect

SCHEMA = Path(__file__).parents[3] / "resources" / "schemas" / "statements.toml"


def names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


def test_at_rest_it_is_one_plain_file(project: Project, path: Path, document: int) -> None:
    assert names(path.parent) >= {"news.pullquote", "news.pullquote.lock", "news.pullquote-wal"}
    project.close()
    assert names(path.parent) == {"news.pullquote"}
    head = path.read_bytes()[:100]
    assert head[18:20] == b"\1\1"
    assert head[68:72] == b"PLQT"


def test_while_open_every_commit_is_on_the_disk(project: Project) -> None:
    db = project._file.writer
    assert (db.pragma("journal_mode"), db.pragma("synchronous")) == ("wal", 2)
    assert db.pragma("foreign_keys") == 1


def test_what_it_is_called_and_its_labels(project: Project, path: Path, anna: int) -> None:
    assert (project.path, project.name) == (path, "News")
    assert project.schema.layer("quote") is not None
    assert (project.read_only, project.why_read_only) == (False, "")
    with project.operation("Settings", anna) as writer:
        writer.set_project(name="Newer", settings={"size": 3}, guidelines_md="# How")
    assert (project.name, project.settings["size"], project.guidelines) == ("Newer", 3, "# How")
    project.undo(anna)
    assert (project.name, dict(project.settings)) == ("News", {})


def test_a_schema_that_cannot_be_used_is_refused(project: Project, path: Path, anna: int) -> None:
    with pytest.raises(SchemaError), project.operation("Schema", anna) as writer:
        writer.set_project(schema_toml="x = 1")
    with pytest.raises(SchemaError):
        Project.create(path.with_name("other.pullquote"), name="Other", schema_toml="")
    assert not path.with_name("other.pullquote").exists()


def test_a_project_is_not_made_over_another_file(path: Path, project: Project) -> None:
    with pytest.raises(ProjectExists, match="exists already"):
        Project.create(path, name="News", schema_toml=project.schema_toml)
    with pytest.raises(CannotWrite, match="cannot be written"):
        missing = path.parent / "missing" / "news.pullquote"
        Project.create(missing, name="News", schema_toml=project.schema_toml)


def test_an_unfinished_project_leaves_nothing(
    path: Path, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = path.with_name("other.pullquote")
    monkeypatch.setattr(
        "pullquote.store.sql.database.Database.insert", lambda *_args, **_columns: 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        Project.create(other, name="Other", schema_toml=project.schema_toml)
    assert not [name for name in names(path.parent) if name.startswith("other")]


# --- the lock ---


def test_a_second_opening_is_read_only_and_says_why(
    project: Project, path: Path, document: int, anna: int
) -> None:
    with Project.open(path) as second:
        assert second.why_read_only.startswith("locked by ")
        assert " since 20" in second.why_read_only
        assert second.document_counts(anna).total == 1
        with pytest.raises(ReadOnlyProject, match="open read-only \\(locked by "):
            with second.operation("Done", anna) as writer:
                writer.set_state(document, anna, "done")
        with project.operation("Done", anna) as writer:
            writer.set_state(document, anna, "done")
        assert second.document_counts(anna).done == 1


def test_the_last_to_leave_tidies_up(project: Project, path: Path, document: int) -> None:
    second = Project.open(path)
    assert second.document(document).name == "a.txt"
    project.close()
    second.close()
    assert names(path.parent) == {"news.pullquote"}
    with Project.open(path) as again:
        assert not again.read_only


def _open_elsewhere(path: Path, answer: "multiprocessing.Queue[str]") -> None:
    with Project.open(path) as project:
        answer.put(project.why_read_only)


def test_another_process_finds_it_locked(project: Project, path: Path, patience: float) -> None:
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    child = context.Process(target=_open_elsewhere, args=(path, answer))
    child.start()
    why = answer.get(timeout=patience)
    child.join()
    assert why.startswith("locked by ")
    assert json.loads(path.with_name("news.pullquote.lock").read_text())["process"] == os.getpid()


def test_a_lock_that_was_left_over_locks_nobody_out(project: Project, path: Path) -> None:
    project.close()
    path.with_name("news.pullquote.lock").write_text('{"user": "x"}')
    with Project.open(path) as again:
        assert not again.read_only


# --- read-only ---


def test_read_only_on_request(project: Project, path: Path, anna: int) -> None:
    project.close()
    with Project.open(path, read_only=True) as reader:
        assert (reader.read_only, reader.why_read_only) == (True, "asked")
        assert reader.annotators()[0].name == "Anna"
        with pytest.raises(ReadOnlyProject):
            reader.undo(anna)
        assert names(path.parent) == {"news.pullquote"}
        with Project.open(path) as writer:
            assert not writer.read_only
    assert names(path.parent) == {"news.pullquote", "news.backups"}


_AS_ANOTHER = """
import os, sys, urllib.parse  # which pathlib asks for when nothing of Python may be read any more
from pathlib import Path
from pullquote.store import Project, ProjectError
os.setgid(65534), os.setuid(65534)
path = Path(sys.argv[1])
try:
    with Project.open(path) as project:
        copy = Path(sys.argv[2]) / "copy.pullquote"
        project.save_copy(copy)
        print(project.why_read_only, project.annotators()[0].name, copy.exists(), project.check())
except ProjectError as error:
    print(error)
"""


@pytest.fixture
def as_another(tmp_path_factory: pytest.TempPathFactory) -> "callable":
    if not hasattr(os, "getuid") or os.getuid() != 0:
        pytest.skip("only root can become another user")
    tmp = Path("/tmp")
    place = Path(subprocess.check_output(["mktemp", "-d", "-p", tmp], text=True).strip())
    place.chmod(0o755)
    free = place / "free"
    free.mkdir()
    free.chmod(0o777)

    def run(source: Path, *, file: int, folder: int) -> tuple[str, set[str]]:
        kept = place / "kept"
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir()
        for entry in source.parent.glob(source.name + "*"):
            shutil.copy(entry, kept)
            (kept / entry.name).chmod(file)
        kept.chmod(folder)
        done = subprocess.run(
            [sys.executable, "-c", _AS_ANOTHER, kept / source.name, free],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        return (done.stdout + done.stderr).strip(), names(kept)

    yield run
    shutil.rmtree(place)


@pytest.mark.parametrize(
    ("file", "folder", "why"),
    [(0o444, 0o777, "file"), (0o666, 0o755, "folder"), (0o444, 0o755, "file")],
)
def test_another_user_may_read_it(
    project: Project, path: Path, as_another: "callable", file: int, folder: int, why: str
) -> None:
    project.close()
    said, there = as_another(path, file=file, folder=folder)
    assert said == f"{why} Anna True []"
    assert there == {"news.pullquote"}


def test_another_user_may_not_even_read_it(
    project: Project, path: Path, as_another: "callable"
) -> None:
    project.close()
    said, _there = as_another(path, file=0o600, folder=0o755)
    assert said.endswith("check that you may read it and its folder.")


def test_another_user_reads_what_a_crash_left(
    project: Project, path: Path, document: int, as_another: "callable"
) -> None:
    said, _there = as_another(path, file=0o444, folder=0o755)
    assert said == "file Anna True []"


# --- refusals ---


def refused(path: Path, error: type[PullquoteError]) -> str:
    before = path.read_bytes()
    with pytest.raises(error) as caught:
        Project.open(path)
    assert path.read_bytes() == before
    assert not path.with_name(path.name + ".lock").exists()
    assert str(path) in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("content", [b"", b"news", b"\0" * 5000, b"SQLite format 3\0" + b"\0" * 90])
def test_a_file_that_is_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.pullquote"
    path.write_bytes(content)
    assert "is not a Pullquote project" in refused(path, NotAProject)


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.pullquote"
    db = connect(path, "rwc")
    db.run("CREATE TABLE bookmark (url)")
    db.close()
    refused(path, NotAProject)


def test_no_file_at_all(tmp_path: Path) -> None:
    for path in (tmp_path / "none.pullquote", tmp_path):
        with pytest.raises(NoSuchProject, match="There is no project at"):
            Project.open(path)
    assert names(tmp_path) == set()


def test_a_project_of_the_first_version(project: Project, path: Path) -> None:
    project._file.writer.pragma("user_version", 0)
    project.close()
    assert "was made by Pullquote 0.1.0" in refused(path, OlderProject)


def test_a_newer_project(project: Project, path: Path) -> None:
    project.close()
    change(path, "INSERT INTO schema_migration (name, applied) VALUES ('0999_future', '2030')")
    assert "made by a newer Pullquote" in refused(path, NewerProject)


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("CREATE TABLE extra (x)", "table extra"),
        ("DROP INDEX document_title", "index document_title"),
        ("CREATE TRIGGER t AFTER INSERT ON state BEGIN DELETE FROM document; END", "trigger t"),
        ("DROP TRIGGER journal_state_insert", "trigger journal_state_insert"),
        ("ALTER TABLE speaker ADD COLUMN x", "table speaker"),
        ("CREATE VIEW v AS SELECT load_extension('x')", "view v"),
    ],
)
def test_a_project_that_another_program_changed(
    project: Project, path: Path, statement: str, what: str
) -> None:
    project.close()
    change(path, statement)
    assert f"was changed by another program ({what})" in refused(path, ChangedProject)


def test_a_truncated_project(project: Project, path: Path, document: int) -> None:
    project.close()
    whole = path.read_bytes()
    for size in (len(whole) // 2, len(whole) - 4096, 4096, 1000, 101):
        path.write_bytes(whole[:size])
        assert "is damaged" in refused(path, DamagedProject)
    for size in (100, 50, 1):
        path.write_bytes(whole[:size])
        refused(path, ProjectError)


def test_flipped_bits_are_found_or_harmless(project: Project, path: Path, document: int) -> None:
    """Whatever a page says, opening ends in a sentence or in a project that answers."""
    project.close()
    whole = path.read_bytes()
    sentences = []
    for at in range(0, len(whole), 4093):
        damaged = bytearray(whole)
        damaged[at : at + 16] = bytes(byte ^ 0xFF for byte in damaged[at : at + 16])
        path.write_bytes(damaged)
        try:
            with Project.open(path) as opened:
                opened.check()
        except PullquoteError as error:
            sentences.append(str(error))
        shutil.rmtree(path.with_suffix(".backups"), ignore_errors=True)
        for left in path.parent.glob(path.name + "-*"):
            left.unlink()
    assert len(sentences) > 10
    assert all(str(path) in sentence for sentence in sentences)


def test_a_copy_of_the_open_file_alone(
    project: Project, path: Path, document: int, tmp_path: Path
) -> None:
    copied = tmp_path / "copied.pullquote"
    shutil.copy(path, copied)
    assert "was copied while it was open" in refused(copied, CopiedWhileOpen)
    assert "was copied while it was open" in refused(copied, CopiedWhileOpen)
    with Project.open(copied, read_only=True) as reader:
        assert reader.name == "News"
        whole = tmp_path / "whole.pullquote"
        reader.save_copy(whole)
    assert not copied.with_name("copied.pullquote-wal").exists()
    with Project.open(whole) as again:
        assert again.check() == []


def test_a_copy_with_its_log_is_whole(
    project: Project, path: Path, document: int, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    folder.mkdir()
    for ending in ("", "-wal"):
        shutil.copy(path.with_name(path.name + ending), folder)
    with Project.open(folder / path.name) as copied:
        assert copied.dump() == project.dump()


def change(path: Path, statement: str) -> None:
    db = connect(path)
    db.run(statement)
    db.close()
