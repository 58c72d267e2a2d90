"""pullquote split: documents for train, dev and test, without a copy in two of them."""

from pathlib import Path

import click

from pullquote.cli.export import selection_options
from pullquote.cli.terminal import PATH, PROJECT, count_of, open_project, progress_bar, stoppable
from pullquote.exchange.report import SplitReport
from pullquote.exchange.selection import Copies, ExportSelection
from pullquote.exchange.split import TABLE, read_split
from pullquote.sampling.split import Part, SplitRequest, SplitShares
from pullquote.workflow import export, find_duplicates


@click.command()
@PROJECT
@click.option("--train", type=click.IntRange(0), default=80, show_default=True, help="Its share.")
@click.option("--dev", type=click.IntRange(0), default=10, show_default=True, help="Its share.")
@click.option("--test", type=click.IntRange(0), default=10, show_default=True, help="Its share.")
@click.option("--seed", default=1, show_default=True, help="Another number, another split.")
@click.option(
    "-o", "--output", type=PATH, required=True, metavar="DIR", help="A folder, made or replaced."
)
@click.option(
    "--keep",
    type=PATH,
    metavar="FILE",
    help=f"A {TABLE} of before, or its folder: what was dealt keeps its part. Without it, that of "
    "the split at DIR.",
)
@click.option("--anew", is_flag=True, help="Deal all documents, whatever stands at DIR.")
@selection_options
def command(
    project: Path,
    train: int,
    dev: int,
    test: int,
    seed: int,
    output: Path,
    keep: Path | None,
    anew: bool,
    annotators: tuple[str, ...],
    layers: tuple[str, ...],
    done_only: bool,
    copies: Copies,
) -> None:
    """Deal the documents of PROJECT to train, dev and test, and write train.jsonl, dev.jsonl and
    test.jsonl to DIR.

    Near copies and versions of a document stay together, and each part gets its share of every
    source and layer. A label of train whose words stand in dev or test too weighs 0, and its
    `leak` says where. Who went where stands in split.csv.
    """
    if not train + dev + test:
        raise click.UsageError("All three shares are 0.")
    kept = {} if anew else _kept(keep, output)
    request = SplitRequest(SplitShares(train, dev, test), seed, kept)
    selection = ExportSelection(
        annotators=annotators or None, layers=layers or None, done_only=done_only, copies=copies
    )
    with open_project(project) as opened, stoppable() as stop:
        if not opened.read_only:
            with progress_bar("Finding repeats") as progress:
                find_duplicates.refresh_duplicates(opened, progress=progress, stop=stop)
        with progress_bar("Splitting") as progress:
            report = export.export_split(
                opened, output, request, selection, progress=progress, stop=stop
            )
    _tell(report, output)


def _kept(keep: Path | None, output: Path) -> dict[str, Part]:
    if keep is not None:
        return read_split(keep)
    return read_split(output) if (output / TABLE).is_file() else {}


def _tell(report: SplitReport, output: Path) -> None:
    click.echo(f"Written to {output}, read back and compared:")
    for part in report.parts:
        words = f"  {part.part:5}  {count_of(part.documents, 'document')}, "
        words += count_of(part.labels, "label")
        click.echo(words)
    if report.kept:
        kept = count_of(report.kept, "document")
        click.echo(f"{kept} kept the part of an earlier split; --anew deals all of them again.")
    if report.groups:
        click.echo(
            f"{count_of(report.groups, 'group')} of near documents and versions stayed together, "
            f"the largest of {report.largest:,}."
        )
    empty = [part.part for part in report.parts if not part.documents]
    if empty:
        click.echo(f"Nothing is in {' and '.join(empty)}.", err=True)
    click.echo(
        f"{count_of(report.silenced, 'label')} of train stand in dev or test too and weigh 0. "
        f"A random split would have torn {report.torn:,} groups and leaked "
        f"{count_of(report.would_leak, 'label')}."
    )
