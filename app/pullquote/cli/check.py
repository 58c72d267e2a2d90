"""pullquote check: whether everything in a project fits together."""

from pathlib import Path

import click

from pullquote.cli.terminal import PROJECT, count_of, open_project


@click.command()
@PROJECT
@click.pass_context
def command(ctx: click.Context, project: Path) -> None:
    """Check texts, offsets, relations and the journal of PROJECT.

    Prints a line for each problem; changes nothing. Exit code 1 if there is any.
    """
    with open_project(project, read_only=True) as opened:
        problems = opened.check()
    for problem in problems:
        click.echo(str(problem))
    found = count_of(len(problems), "problem") if problems else "No problems found"
    click.echo(f"{found}.", err=True)
    ctx.exit(1 if problems else 0)
