"""pullquote backups: which there are, what one holds, and a project made of it."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

import click

from pullquote.cli.people import joined_names
from pullquote.cli.terminal import PATH, PROJECT, Refused
from pullquote.store.errors import NoSuchProject, ProjectError
from pullquote.store.file.backups import Backup, backups
from pullquote.store.project import Project
from pullquote.workflow.backups import (
    ComparedBackup,
    compare_backup,
    find_backup,
    restore_backup,
)


@click.command(short_help="List backups, look into one, restore it to a copy.")
@PROJECT
@click.argument("backup", required=False)
@click.option("--restore", "to", type=PATH, metavar="TO", help="Make the project TO of it.")
def command(project: Path, backup: str | None, to: Path | None) -> None:
    """List the backups of PROJECT; compare one, by its number, with the project.

    The number is that of the last operation it holds. PROJECT itself may be damaged or gone. With
    --restore a copy is made of the backup; PROJECT stays as it is.
    """
    if backup is None:
        if to is not None:
            raise Refused("Say which backup, by its number.")
        _list(project)
        return
    found = find_backup(project, backup)
    compared = _compared(found, project)
    _tell(compared)
    if to is not None:
        restore_backup(found.path, to)
        click.echo(f"Restored to {to}: the same project as it was then.")
        if compared.later:
            click.echo(
                f"Hand-outs made later, for {joined_names(compared.later)}, are known there by"
                " their texts only.",
                err=True,
            )


def _list(project: Path) -> None:
    there = backups(project)
    if not there and not project.exists():
        raise NoSuchProject(path=project)
    for one in there:
        click.echo(_line(one))
    if not there:
        click.echo("There is no backup yet.", err=True)


def _line(one: Backup) -> str:
    size = f"{one.path.stat().st_size / 10**6:,.1f} MB"
    if not one.operation:
        return f"{'?':>6}  cannot be read  {size}  {one.path.name}"
    local = datetime.fromisoformat(one.at).astimezone()
    return f"{one.operation:>6}  {local:%Y-%m-%d %H:%M}  {one.name}  {size}  {one.path.name}"


def _compared(backup: Backup, path: Path) -> ComparedBackup:
    with suppress(ProjectError), Project.open(path, read_only=True) as project:
        return compare_backup(backup, project)
    return compare_backup(backup, None)


def _tell(compared: ComparedBackup) -> None:
    for noun, then in compared.then._asdict().items():
        now = "" if compared.now is None else f", now {getattr(compared.now, noun):,}"
        click.echo(f"{noun}: {then:,}{now}")
