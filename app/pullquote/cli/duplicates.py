"""pullquote duplicates: what stands more than once, in a project or in a file of texts."""

from collections import Counter
from pathlib import Path

import click

from pullquote.cli.terminal import PATH, count_of, open_project, progress_bar, stoppable
from pullquote.model.values import ClusterKind

_KINDS: dict[ClusterKind, str] = {
    "line": "short lines, such as headlines, menus and notices",
    "exact": "word for word",
    "quote": "quotations that say nearly the same",
    "near": "with some words changed",
}


@click.command()
@click.argument("source", metavar="PROJECT | DOCS.jsonl", type=PATH)
@click.option(
    "-o",
    "--output",
    metavar="OUT.jsonl",
    type=PATH,
    help="Where the clusters of DOCS.jsonl go; standard output unless given.",
)
@click.pass_context
def command(ctx: click.Context, source: Path, output: Path | None) -> None:
    """Find what is repeated in PROJECT, store and count it.

    With DOCS.jsonl, {"id", "text"} a line, write {"cluster", "kind", "passages": [{"document",
    "start", "end"}]} a line; offsets are code points, the end exclusive. Lines that cannot be
    used are named and left out; exit code 1 then.
    """
    if output is not None or source.suffix.lower() in {".jsonl", ".ndjson"}:
        ctx.exit(1 if _in_file(source, output) else 0)
    _in_project(source)


def _in_file(source: Path, output: Path | None) -> bool:
    """Whether a line was left out."""
    from pullquote.duplicates.find import find
    from pullquote.workflow.texts_in_file import cluster_lines, read_texts, write_lines

    texts = read_texts(source)
    for line in texts.broken:
        click.echo(str(line), err=True)
    with progress_bar("Finding repeats") as progress:
        found = find(texts.documents, progress=progress)
    if output is None:
        click.echo("".join(cluster_lines(found)), nl=False)
    else:
        write_lines(cluster_lines(found), output)
    documents = count_of(len(texts.documents), "document")
    click.echo(f"{documents}, {count_of(len(found.clusters), 'cluster')}.", err=True)
    return bool(texts.broken)


def _in_project(path: Path) -> None:
    from pullquote.workflow.find_duplicates import refresh_duplicates

    with open_project(path) as project:
        with progress_bar("Finding repeats") as progress, stoppable() as stop:
            refresh_duplicates(project, progress=progress, stop=stop)
        clusters = project.clusters()
    kinds = Counter(cluster.kind for cluster in clusters)
    for kind, what in _KINDS.items():
        copies = sum(cluster.copies for cluster in clusters if cluster.kind == kind)
        if kinds[kind]:
            click.echo(f"{kinds[kind]:>7,} {what}, in {copies:,} places")
    click.echo(f"{len(clusters):>7,} repeated passages in all")
