"""pullquote export: a project as files with labels."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from pullquote.cli.terminal import PATH, PROJECT, count_of, open_project, progress_bar, stoppable
from pullquote.exchange import formats
from pullquote.exchange.losses import losses_in_words
from pullquote.exchange.report import ExportReport
from pullquote.exchange.selection import Copies, ExportSelection
from pullquote.workflow import export, find_duplicates

_Command = TypeVar("_Command", bound=Callable[..., None])


def selection_options(command: _Command) -> _Command:
    """What a command that writes labels asks: whose, which layers, which documents and copies."""
    for option in (
        click.option(
            "--copies",
            type=click.Choice(["all", "one", "weighted"]),
            default="weighted",
            show_default=True,
            help="Labels in all copies of the same words, in the first one only, or in all, each "
            "with the weight of 1 divided by the copies.",
        ),
        click.option("--done-only", is_flag=True, help="Only what its annotator is done with."),
        click.option(
            "--layer", "layers", multiple=True, metavar="LAYER", help="Labels of which layer."
        ),
        click.option(
            "--annotator", "annotators", multiple=True, metavar="NAME", help="Whose labels."
        ),
    ):
        command = option(command)
    return command


@click.command()
@PROJECT
@click.option(
    "-f",
    "--format",
    "kind",
    type=click.Choice([row.id for row in formats.FORMATS]),
    required=True,
    help="; ".join(f"{row.id}: {row.description}" for row in formats.FORMATS) + ".",
)
@click.option(
    "-o",
    "--output",
    type=PATH,
    required=True,
    metavar="PATH",
    help="; ".join(f"{row.id}: {row.places}" for row in formats.FORMATS) + ".",
)
@selection_options
@click.option("--spreadsheet", is_flag=True, help="Make the cells of tables safe to open.")
@click.option(
    "--with-paths",
    is_flag=True,
    help="Say where on this computer the files of documents lay; otherwise only their names.",
)
def command(
    project: Path,
    kind: str,
    output: Path,
    annotators: tuple[str, ...],
    layers: tuple[str, ...],
    done_only: bool,
    copies: Copies,
    spreadsheet: bool,
    with_paths: bool,
) -> None:
    """Export PROJECT with its labels, read the files back and compare them.

    Repeats are found first, so that copies and weights are right. Says what the format cannot
    hold. An earlier export at PATH is replaced once the new one is
    whole; anything else that stands there is refused.
    """
    selection = ExportSelection(
        annotators=annotators or None,
        layers=layers or None,
        done_only=done_only,
        copies=copies,
        spreadsheet=spreadsheet,
        with_paths=with_paths,
    )
    with open_project(project) as opened, stoppable() as stop:
        if not opened.read_only:
            with progress_bar("Finding repeats") as progress:
                find_duplicates.refresh_duplicates(opened, progress=progress, stop=stop)
        with progress_bar("Exporting") as progress:
            report = export.export(opened, kind, output, selection, progress=progress, stop=stop)
    _tell(report)


def _tell(report: ExportReport) -> None:
    documents, labels = (
        count_of(report.documents, "document"),
        count_of(report.annotations, "label"),
    )
    click.echo(f"Exported {documents} with {labels} to {report.path}, read back and compared.")
    for line in losses_in_words(report.losses):
        click.echo(line)
    if not report.copies_known:
        click.echo(
            "The project is read-only and its repeats are not up to date, "
            "so every label counts as one that stands once.",
            err=True,
        )
