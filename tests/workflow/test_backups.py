"""A backup is compared with the project as far as that can be read."""

from contextlib import suppress
from pathlib import Path

from pullquote.store import Project, ProjectError
from pullquote.store.file.backups import backups
from pullquote.workflow.backups import compare_backup


def test_a_backup_of_an_open_project_that_was_damaged_is_no_worse_for_it(
    office, tmp_path: Path
) -> None:
    project = office.make(tmp_path / "a.pullquote", documents=0)
    with project.operation("Work", 0) as writer:
        writer.add_speaker("Ada Lindqvist")
    project.back_up("test")
    with project.operation("More work", 0) as writer:
        writer.add_speaker("Ole Brandt")
    (backup,) = backups(project.path)
    compared = compare_backup(backup, project)
    assert (compared.then.speakers, compared.now and compared.now.speakers) == (1, 2)
    project.close()
    # Opened anew, so that nothing of it is in memory.
    project = Project.open(project.path)
    whole = project.path.read_bytes()
    project.path.write_bytes(whole[:4096] + b"\x5a" * (len(whole) - 4096))
    compared = compare_backup(backup, project)
    assert (compared.then.speakers, compared.now) == (1, None)
    with suppress(ProjectError):
        project.close()
