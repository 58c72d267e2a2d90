"""pullquote undo: take back what somebody did last."""

from pathlib import Path

import click

from pullquote.cli.history import each_entry, entry_line
from pullquote.cli.people import all_persons, only_person
from pullquote.cli.terminal import PROJECT, open_project
from pullquote.errors import Problem
from pullquote.store.project import Project
from pullquote.store.values import Change

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
        if only_list:
            _list(opened, *_who(opened, name))
        elif number is None:
            click.echo(f"Undone: {_undo_last(opened, _who(opened, name)[0]).name}.")
        else:
            # It may bring in people who are gone with it, so whoever did it takes it back.
            actor = _actor(opened, number) if name is None else only_person(opened, name).id
            click.echo(f"Undone: {opened.undo_operation(number, actor).name}.")


def _who(project: Project, name: str | None) -> tuple[int, str]:
    """Id and name of the person asked for; the program itself where nobody else is there."""
    if name is None and not all_persons(project):
        return 0, "the program"
    found = only_person(project, name)
    return found.id, found.name


def _undo_last(project: Project, actor: int) -> Change:
    """What the program did has no order of its own to go back in: its last operation is taken."""
    if actor:
        return project.undo(actor)
    done = (e for e in each_entry(project) if not (e.actor or e.undone) and e.kind == "do")
    last = next(done, None)
    if last is None:
        raise Problem("There is nothing to undo.")
    return project.undo_operation(last.operation, actor)


def _actor(project: Project, number: int) -> int:
    for entry in each_entry(project):
        if entry.operation == number:
            return entry.actor or 0
    raise Problem("There is no operation {number}; see pullquote history.", number=number)


def _list(project: Project, actor: int, name: str) -> None:
    listed = 0
    for entry in each_entry(project):
        if entry.ends_undo or listed == _LISTED:
            break
        if (entry.actor or 0) == actor and entry.kind == "do" and not entry.undone:
            click.echo(entry_line(entry, name))
            listed += 1
    if not listed:
        click.echo(f"There is nothing of {name} to undo.", err=True)
