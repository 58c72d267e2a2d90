"""pullquote history: what was done in a project, the last first."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from pullquote.cli.people import named_documents
from pullquote.cli.terminal import PROJECT, count_of, open_project
from pullquote.errors import Problem
from pullquote.store.project import Project
from pullquote.store.values import HistoryEntry


@click.command(short_help="What was done, the last first.")
@PROJECT
@click.option("--document", "named", metavar="D", help="Of one document, by name or number.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, an operation a line.")
def command(project: Path, named: str | None, as_json: bool) -> None:
    """List the operations of PROJECT, the last first: number, time, who, what, how much."""
    with open_project(project, read_only=True) as opened:
        document = None if named is None else _document(opened, named)
        names = {who.id: who.name for who in opened.annotators()}
        for entry in each_entry(opened, document):
            who = names.get(entry.actor or 0, "")
            if as_json:
                click.echo(json.dumps(_fields(entry, who), ensure_ascii=False))
            else:
                click.echo(entry_line(entry, who))


def each_entry(project: Project, document: int | None = None) -> Iterator[HistoryEntry]:
    """All operations of a project or a document, the last first; some are read at a time."""
    before = None
    while some := project.history(document=document, before=before):
        yield from some
        before = some[-1].operation


def entry_line(entry: HistoryEntry, who: str) -> str:
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
