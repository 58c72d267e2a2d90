"""pullquote suggest and import-suggestions: what is proposed, by our rules and by other tools."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pullquote.cli.people import person_at_work
from pullquote.cli.terminal import PATH, PROJECT, Refused, at_work, count_of, list_problems

if TYPE_CHECKING:
    from pullquote.suggest.learned import Rule


@click.command(short_help="Propose quotes, who says them, and dates.")
@click.argument("source", metavar="PROJECT | DOCS.jsonl", type=PATH)
@click.option(
    "-o",
    "--output",
    metavar="OUT.jsonl",
    type=PATH,
    help="Where the suggestions for DOCS.jsonl go; standard output unless given.",
)
@click.option("--indirect", is_flag=True, help="Indirect speech, too.")
@click.option("--claims", is_flag=True, help="Dated claims, too.")
@click.pass_context
def command(
    ctx: click.Context, source: Path, output: Path | None, indirect: bool, claims: bool
) -> None:
    """Propose quotes, their speakers and cues, and dates for each text of DOCS.jsonl.

    It has {"id", "text", "publication_date"} a line; the day may be left out. Written is {"id",
    "annotations": [{"id", "layer", "start", "end", "attributes", "confidence", "rule"}],
    "relations": [{"type", "from", "to"}]} a line; offsets are code points, the end exclusive. The
    confidence, from 0 to 1, is how often the rule was right where that was measured. Lines that
    cannot be used are named and left out; exit code 1 then.

    For a PROJECT, counts what is proposed in all its documents, by layer and rule, and changes
    nothing.
    """
    wanted = {"indirect": indirect, "claims": claims}
    more = frozenset(kind for kind, on in wanted.items() if on)
    if source.suffix == ".pullquote":
        if output is not None:
            raise Refused("What is proposed in a project is counted, not written; leave -o out.")
        _count(source, more)
        return
    from pullquote.workflow.texts_in_file import read_texts, suggestion_lines, write_lines

    texts = read_texts(source)
    for line in texts.broken:
        click.echo(str(line), err=True)
    if output is None:
        for line_out in suggestion_lines(texts, more):
            click.echo(line_out, nl=False)
    else:
        write_lines(suggestion_lines(texts, more), output)
    click.echo(f"{count_of(len(texts.documents), 'document')}.", err=True)
    ctx.exit(1 if texts.broken else 0)


def _count(path: Path, more: frozenset[str]) -> None:
    from pullquote.workflow.suggestions import count_suggestions

    with at_work(path, "Reading", read_only=True) as (project, progress, stop):
        counts = count_suggestions(project, more, progress, stop)
        names = {layer.id: layer.name for layer in project.schema.layers}
    layers: Counter[str] = Counter()
    for one, number in counts.items():
        layers[one.layer] += number
    for layer, total in layers.most_common():
        click.echo(f"{names.get(layer, layer)}  {total:,}")
        for one, number in counts.most_common():
            if one.layer == layer:
                click.echo(f"  {number:>7,}  {_rule(one)}")
    if not counts:
        click.echo("Nothing is proposed.")


def _rule(one: "Rule") -> str:
    if one.source:
        return f"of {one.source}"
    return one.rule or "in quotation marks, nobody known to say it"


@click.command(short_help="Show what another tool predicted as suggestions.")
@PROJECT
@click.argument("source", metavar="FILE.jsonl", type=PATH)
@click.option("--name", required=True, metavar="MODEL", help="What made them; it is shown.")
@click.option("--annotator", metavar="PERSON", help="Who imports; the login name unless given.")
@click.pass_context
def import_command(
    ctx: click.Context, project: Path, source: Path, name: str, annotator: str | None
) -> None:
    """Import what MODEL predicted into PROJECT, to be taken or turned down like our suggestions.

    FILE.jsonl is as "pullquote suggest" writes it; a document is known by its id in an export, its
    id of its own, or its name. A label may have its words as "text", or a line the "text" of its
    document: the label goes where they stand nearest, and is refused where they do not. What cannot
    be used is named and left out; exit code 1 then. What MODEL gave of a document before is
    replaced. The import is one operation, which can be undone.
    """
    from pullquote.workflow.suggestions import import_suggestions

    with (
        at_work(project, "Importing") as (opened, progress, stop),
        person_at_work(opened, annotator) as actor,
    ):
        report = import_suggestions(opened, source, name, actor, progress, stop)
    documents = count_of(report.documents, "document")
    click.echo(f"Read {count_of(report.new, 'new suggestion')} for {documents}.")
    if report.already:
        click.echo(f"There already: {report.already:,}.")
    if report.replaced:
        click.echo(f"In the place of {report.replaced:,} that {name} gave before.")
    if report.moved:
        click.echo(f"Put where their words stand, not where the file says: {report.moved:,}.")
    list_problems(f"{len(report.refused):,} left out:", report.refused)
    if report.stopped:
        click.echo("Stopped before the end; what was read stays.", err=True)
    ctx.exit(1 if report.refused or report.stopped else 0)
