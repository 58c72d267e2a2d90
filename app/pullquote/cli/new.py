"""pullquote new: make a project."""

from pathlib import Path

import click

from pullquote.assets import DEFAULT_SCHEMA
from pullquote.cli.terminal import PATH, PROJECT
from pullquote.errors import Problem
from pullquote.model.schema_file import parse_schema
from pullquote.store.project import Project


@click.command()
@PROJECT
@click.option("--name", help="What the project is called; the file's name unless given.")
@click.option(
    "--schema",
    type=PATH,
    default=DEFAULT_SCHEMA,
    help="The label schema, a TOML file; quotes, speakers and dated claims unless given.",
)
def command(project: Path, name: str | None, schema: Path) -> None:
    """Make an empty project.

    PROJECT is the file to make; ".pullquote" is added where its name does not end so.
    """
    is_named = project.name.lower().endswith(".pullquote")
    path = project if is_named else project.with_name(f"{project.name}.pullquote")
    try:
        toml = schema.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        said = "{path} cannot be read ({why}); a label schema is a TOML file in UTF-8."
        raise Problem(said, path=schema, why=_reason(error)) from error
    parse_schema(toml)
    with Project.create(path, name=name or path.stem, schema_toml=toml):
        click.echo(f"Made {path}.")


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror if isinstance(error, OSError) else error.reason) or "unknown reason"
