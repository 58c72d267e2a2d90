"""Backups of a project: looked at with the care a foreign file gets, and restored to a copy."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pullquote.errors import Problem
from pullquote.model.values import Annotator, Handout
from pullquote.store.content.counts import ContentCounts
from pullquote.store.errors import DamagedProject, ProjectExists
from pullquote.store.file.backups import Backup, backups
from pullquote.store.merge.foreign_project import open_foreign
from pullquote.store.project import Project


@dataclass(frozen=True, slots=True)
class ComparedBackup:
    """What a backup holds, and what the project holds now; None where that cannot be read.

    `later` says who was handed a file since: the backup knows nothing of it.
    """

    backup: Backup
    then: ContentCounts
    now: ContentCounts | None
    later: tuple[str, ...]


def find_backup(path: Path, named: str) -> Backup:
    """Of a project by its path: by the number of its operation, or by the name of its file.

    Raise Problem where there is none.
    """
    there = backups(path)
    for one in there:
        if named in (str(one.operation), one.path.name, one.path.stem):
            return one
    known = ", ".join(str(one.operation) for one in there if one.operation) or "none"
    raise Problem("There is no backup {name} of this project; there are {known}.", name=named,
                  known=known)  # fmt: skip


def compare_backup(backup: Backup, project: Project | None) -> ComparedBackup:
    """Nothing is written. Raise a ProjectError for a backup that is damaged or no project."""
    with open_foreign(backup.path) as opened:
        alone = ComparedBackup(backup, opened.content_counts(), None, ())
        if project is not None:
            # It may be its damage that one wants the backup for.
            with suppress(DamagedProject):
                later = _later_handouts(opened, project)
                return replace(alone, now=project.content_counts(), later=later)
        return alone


def restore_backup(backup: Path, to: Path, *, replace: bool = False) -> None:
    """Make a project of a backup, looked through before, in a place of its own.

    It is the same project, of the same uid, as it was then: a hand-out that was made later comes
    back into it by the texts of its documents alone. Raise ProjectExists, unless it may be
    replaced, and a ProjectError for a backup that is damaged.
    """
    if to.exists() and not replace:
        raise ProjectExists(path=to)
    with open_foreign(backup) as opened:
        opened.save_copy(to)


def _later_handouts(backup: Project, project: Project) -> tuple[str, ...]:
    known = {one.uid for one in backup.handouts()}
    later = [one for one in project.handouts() if one.uid not in known]
    return tuple(_receivers(later, project.annotators()))


def _receivers(handouts: Sequence[Handout], annotators: Sequence[Annotator]) -> list[str]:
    names = {one.id: one.name for one in annotators}
    return list(dict.fromkeys(names[one.annotator] for one in handouts))
