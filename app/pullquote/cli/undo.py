"""pullquote undo: take back what somebody did last."""

from pathlib import Path

import click

from pullquote.cli.history import each_entry, entry_line
from pullquote.cli.people import only_person
from pullquote.cli.terminal import PROJECT, open_project
from pullquote.store.project import Project

_LISTED = 20


@click.command(short_help="Take the last operation back.")
@PROJECT
@click.option("--list", "only_list", is_flag=True, help="Say what could be undone, and do nothing.")
@click.option("--operation", "number", type=int, metavar="N", help="This one, of whoever did it.")
@click.option("--as", "name", metavar="NAME", help="Whose; there may be only one person without.")
def command(project: Path, only_list: bool, number: int | None, name: str | None) -> None:
    """Undo the last operation of a person in PROJECT that is not undone yet.

    The undo is an operation, too. Numbers are those of "pullquote history".
    """
    with open_project(project, read_only=only_list) as opened:
        who = only_person(opened, name)
        if only_list:
            _list(opened, who.id, who.name)
            return
        change = opened.undo(who.id) if number is None else opened.undo_operation(number, who.id)
    click.echo(f"Undone: {change.name}.")


def _list(project: Project, actor: int, name: str) -> None:
    listed = 0
    for entry in each_entry(project):
        if entry.ends_undo or listed == _LISTED:
            break
        if entry.actor == actor and entry.kind == "do" and not entry.undone:
            click.echo(entry_line(entry, name))
            listed += 1
    if not listed:
        click.echo(f"There is nothing of {name} to undo.", err=True)
