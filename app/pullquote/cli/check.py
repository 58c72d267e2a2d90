"""pullquote check: whether everything in a project fits together."""

from pathlib import Path

import click

from pullquote.cli.terminal import PROJECT, count_of, open_project
from pullquote.store.errors import ChangedProject, DamagedProject


@click.command()
@PROJECT
@click.pass_context
def command(ctx: click.Context, project: Path) -> None:
    """Check texts, offsets, relations and the journal of PROJECT.

    Prints a line for each problem; changes nothing. Exit code 1 if there is any.
    """
    for problem in (problems := _problems(project)):
        click.echo(problem)
    found = count_of(len(problems), "problem") if problems else "No problems found"
    click.echo(f"{found}.", err=True)
    ctx.exit(1 if problems else 0)


def _problems(path: Path) -> list[str]:
    """A file that is too damaged to be opened is the one problem that it has."""
    try:
        with open_project(path, read_only=True) as opened:
            return [str(problem) for problem in opened.check()]
    except ChangedProject as problem:
        return [str(problem)]
    except DamagedProject as problem:
        found = " ".join(str(problem.values["what"]).split())
        return [f"{problem} What was found: {found}."]
