"""pullquote history and undo: what was done in a project, and taken back."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from pullquote.cli.people import all_persons, named_documents, only_person
from pullquote.cli.terminal import PROJECT, count_of, open_project
from pullquote.errors import Problem
from pullquote.store.project import Project
from pullquote.store.values import Change, HistoryEntry

_LISTED = 20


@click.command(short_help="What was done, the last first.")
@PROJECT
@click.option("--document", "named", metavar="D", help="Of one document, by name or number.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, an operation a line.")
def command(project: Path, named: str | None, as_json: bool) -> None:
    """List the operations of PROJECT, the last first: number, time, who, what, how much."""
    with open_project(project, read_only=True) as opened:
        document = None if named is None else _document(opened, named)
        names = {who.id: who.name for who in opened.annotators()}
        for entry in _each_entry(opened, document):
            who = names.get(entry.actor or 0, "")
            if as_json:
                click.echo(json.dumps(_fields(entry, who), ensure_ascii=False))
            else:
                click.echo(_entry_line(entry, who))


@click.command(short_help="Take the last operation back.")
@PROJECT
@click.option("--list", "only_list", is_flag=True, help="Say what could be undone, and do nothing.")
@click.option("--operation", "number", type=int, metavar="N", help="This one, of whoever did it.")
@click.option("--as", "name", metavar="NAME", help="Whose; there may be only one person without.")
def undo_command(project: Path, only_list: bool, number: int | None, name: str | None) -> None:
    """Undo the last operation of a person in PROJECT that is not undone yet.

    The undo is an operation, too. Numbers are those of "pullquote history".
    """
    with open_project(project, read_only=only_list) as opened:
        if only_list:
            _list_undoable(opened, *_who(opened, name))
        elif number is None:
            click.echo(f"Undone: {_undo_last(opened, _who(opened, name)[0]).name}.")
        else:
            # It may bring in people who are gone with it, so whoever did it takes it back.
            actor = _actor(opened, number) if name is None else only_person(opened, name).id
            click.echo(f"Undone: {opened.undo_operation(number, actor).name}.")


def _each_entry(project: Project, document: int | None = None) -> Iterator[HistoryEntry]:
    """All operations of a project or a document, the last first; some are read at a time."""
    before = None
    while some := project.history(document=document, before=before):
        yield from some
        before = some[-1].operation


def _entry_line(entry: HistoryEntry, who: str) -> str:
    """12  2026-02-10 09:41  Anna  Label a quote  2 changes in 1 document  undone."""
    local = datetime.fromisoformat(entry.at).astimezone()
    undone = "undone" if entry.undone else ""
    verb = {"undo": "Undo: ", "redo": "Redo: ", "barrier": "Mark: "}.get(entry.kind, "")
    parts = [
        f"{entry.operation:>6}",
        f"{local:%Y-%m-%d %H:%M}",
        who,
        verb + entry.title,
        _extent(entry),
        undone,
    ]
    return "  ".join(part for part in parts if part)


def _extent(entry: HistoryEntry) -> str:
    if not entry.changes:
        return ""
    changes, documents = count_of(entry.changes, "change"), len(entry.documents)
    return f"{changes} in {count_of(documents, 'document')}" if documents else changes


def _fields(entry: HistoryEntry, who: str) -> dict[str, Any]:
    found = entry._asdict() | {"actor": who or None, "title": entry.title}
    return {**found, "details": dict(entry.details), "documents": list(entry.documents)}


def _document(project: Project, named: str) -> int:
    found = named_documents(project, [named])
    if len(found) > 1:
        numbers = ", ".join(map(str, found))
        raise Problem(
            "Several documents are called {name}; give the number of one of them: {numbers}.",
            name=named,
            numbers=numbers,
        )
    return found[0]


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
    done = (e for e in _each_entry(project) if not (e.actor or e.undone) and e.kind == "do")
    last = next(done, None)
    if last is None:
        raise Problem("There is nothing to undo.")
    return project.undo_operation(last.operation, actor)


def _actor(project: Project, number: int) -> int:
    for entry in _each_entry(project):
        if entry.operation == number:
            return entry.actor or 0
    raise Problem("There is no operation {number}; see pullquote history.", number=number)


def _list_undoable(project: Project, actor: int, name: str) -> None:
    listed = 0
    for entry in _each_entry(project):
        if entry.ends_undo or listed == _LISTED:
            break
        if (entry.actor or 0) == actor and entry.kind == "do" and not entry.undone:
            click.echo(_entry_line(entry, name))
            listed += 1
    if not listed:
        click.echo(f"There is nothing of {name} to undo.", err=True)
