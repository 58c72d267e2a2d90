"""pullquote copy: a copy of a project that is whole even while the project is open."""

from pathlib import Path

import click

from pullquote.cli.terminal import PATH, PROJECT, open_project
from pullquote.store.errors import ProjectExists


@click.command()
@PROJECT
@click.argument("to", type=PATH)
def command(project: Path, to: Path) -> None:
    """Save a copy of PROJECT as the file TO.

    Safe while the project is open in the window; copying the file by other means is not.
    """
    if to.exists():
        raise ProjectExists(path=to)
    with open_project(project, read_only=True) as opened:
        opened.save_copy(to)
    click.echo(f"Copied {project} to {to}.")
