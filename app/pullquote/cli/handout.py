"""pullquote handout: a project file for each annotator."""

from pathlib import Path

import click

from pullquote.cli.people import login_person, named_documents, named_people
from pullquote.cli.terminal import PATH, PROJECT, Refused, at_work, count_of
from pullquote.workflow.hand_out.operation import HandoutExists, hand_out
from pullquote.workflow.worker import Stopped


@click.command(short_help="Make a file for each annotator.")
@PROJECT
@click.option(
    "-o",
    "--output",
    "folder",
    type=PATH,
    required=True,
    metavar="DIR",
    help="The folder for the files; it is made if need be.",
)
@click.option(
    "--annotators",
    metavar="A,B",
    help="For whom; all who have documents unless given.",
)
@click.option(
    "--documents",
    "named",
    multiple=True,
    metavar="N",
    help="Which documents, by name or number; those assigned to each unless given.",
)
@click.option("--replace", is_flag=True, help="Replace files that are there.")
@click.pass_context
def command(
    ctx: click.Context,
    project: Path,
    folder: Path,
    annotators: str | None,
    named: tuple[str, ...],
    replace: bool,
) -> None:
    """Hand out PROJECT: make a file for each annotator, with their documents and their own labels.

    Nothing of what others did is in it. Documents that are named become assigned. The files come
    back by "pullquote collect". What it notes in PROJECT is one operation, which "pullquote undo"
    takes back; the files stay.
    """
    with at_work(project, "Handing out") as (opened, progress, stop):
        try:
            made = hand_out(
                opened,
                folder,
                None if annotators is None else named_people(opened, annotators),
                login_person(opened),
                documents=named_documents(opened, named) if named else None,
                replace_files=replace,
                progress=progress,
                stop=stop,
            )
        except HandoutExists as error:
            raise Refused(f"{str(error).removesuffix('.')} (--replace).") from error
        except Stopped:
            click.echo("Stopped; no file was made.", err=True)
            ctx.exit(1)
    for file in made:
        many = count_of(len(file.documents), "document")
        click.echo(f"Made {file.path} for {file.annotator.name}: {many}.")
