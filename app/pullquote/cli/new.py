"""pullquote new and codebook: make a project, and its label schema with the guidelines."""

from pathlib import Path

import click

from pullquote.assets import DEFAULT_SCHEMA
from pullquote.cli.people import login_person
from pullquote.cli.terminal import PATH, PROJECT, open_project
from pullquote.errors import Problem
from pullquote.model.schema_file import parse_schema
from pullquote.store.project import Project
from pullquote.workflow import guidelines


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


@click.command(short_help="Write labels and guidelines as one file, or take guidelines in.")
@PROJECT
@click.option("-o", "--output", type=PATH, help="The file to write; standard output unless given.")
@click.option("--take", type=PATH, help="Take the guidelines of this codebook over.")
def codebook_command(project: Path, output: Path | None, take: Path | None) -> None:
    """Write the codebook of PROJECT: names, keys, colours and guidelines of all its labels.

    It is a TOML file, which "pullquote new --schema" makes a new project with. With --take the
    guidelines of such a file stand in the place of the project's own, in one operation.
    """
    if take is not None:
        with open_project(project) as opened:
            words = guidelines.read_codebook(opened, take)
            changed = guidelines.change_guidelines(opened, words, login_person(opened))
        click.echo("The guidelines are taken over." if changed else "They are the same already.")
        return
    with open_project(project, read_only=True) as opened:
        if output is None:
            click.echo(guidelines.codebook(opened), nl=False)
        else:
            guidelines.write_codebook(opened, output)
            click.echo(f"Written to {output}.")


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror if isinstance(error, OSError) else error.reason) or "unknown reason"
