"""pullquote suggest: the labels that are proposed for the texts of a file."""

from pathlib import Path

import click

from pullquote.cli.terminal import PATH, count_of


@click.command()
@click.argument("source", metavar="DOCS.jsonl", type=PATH)
@click.option(
    "-o",
    "--output",
    metavar="OUT.jsonl",
    type=PATH,
    help="Where the suggestions go; standard output unless given.",
)
@click.pass_context
def command(ctx: click.Context, source: Path, output: Path | None) -> None:
    """Propose quotes, their speakers and cues, and dates for each text of DOCS.jsonl.

    It has {"id", "text", "publication_date"} a line; the day may be left out. Written is {"id",
    "annotations": [{"id", "layer", "start", "end", "attributes", "confidence", "rule"}],
    "relations": [{"type", "from", "to"}]} a line; offsets are code points, the end exclusive. The
    confidence, from 0 to 1, is how often the rule was right where that was measured. Lines that
    cannot be used are named and left out; exit code 1 then.
    """
    from pullquote.workflow.texts_in_file import read_texts, suggestion_lines, write_lines

    texts = read_texts(source)
    for line in texts.broken:
        click.echo(str(line), err=True)
    if output is None:
        for line_out in suggestion_lines(texts):
            click.echo(line_out, nl=False)
    else:
        write_lines(suggestion_lines(texts), output)
    click.echo(f"{count_of(len(texts.documents), 'document')}.", err=True)
    ctx.exit(1 if texts.broken else 0)
