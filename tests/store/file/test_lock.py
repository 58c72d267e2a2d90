"""What a killed program left of files that it was writing is cleared away, and nothing else."""

from pathlib import Path

from pullquote.store import Project
from pullquote.store.file.lock import ProjectLock, clear_unfinished


def test_only_what_is_ours_and_nobodys_any_more(tmp_path: Path) -> None:
    for name in ("a.pullquote.new", "a.pullquote.new-journal", "a.pullquote.lock",
                 "b.pullquote.new", "c.pullquote.new", "poetry.new", "poetry.lock",
                 "d.pullquote.old", "d.pullquote.lock"):  # fmt: skip
        (tmp_path / name).write_text("x")
    held = ProjectLock(tmp_path / "c.pullquote")
    held.take()
    clear_unfinished(tmp_path)
    held.release()
    there = sorted(path.name for path in tmp_path.iterdir())
    # A file without a lock beside it is somebody's; an older one without a newer goes back.
    assert there == [
        "b.pullquote.new", "c.pullquote.new", "d.pullquote", "poetry.lock", "poetry.new"
    ]  # fmt: skip


def test_the_next_start_clears_the_folder(project: Project, path: Path) -> None:
    project.close()
    for name in ("copy.pullquote.new", "copy.pullquote.lock"):
        path.with_name(name).write_text("x")
    Project.open(path).close()
    assert not path.with_name("copy.pullquote.new").exists()
    assert not path.with_name("copy.pullquote.lock").exists()


def test_what_was_put_aside_comes_back_where_the_new_file_was_not_yet_there(tmp_path: Path) -> None:
    """Killed between the two renames: both stand beside the lock, and the name is free."""
    for name in ("out.pullquote.new", "out.pullquote.old", "out.pullquote.lock"):
        (tmp_path / name).write_text(name)
    clear_unfinished(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["out.pullquote"]
    assert (tmp_path / "out.pullquote").read_text() == "out.pullquote.old"
