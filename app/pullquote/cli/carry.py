"""pullquote carry: label the copies of what somebody labelled."""

from pathlib import Path

import click

from pullquote.cli.people import only_person
from pullquote.cli.terminal import PROJECT, at_work, count_of

# In the order in which they are told.
_WHY = {
    "labelled": "labelled there already",
    "conflict": "another label of the same layer is there",
    "assigned": "somebody else labels the document",
    "unaided": "the plan wants the document labelled without help",
    "excluded": "the document is left out of the corpus",
    "done": "the document is done",
    "number": "a number differs",
    "negation": "a negation differs",
    "name": "a name differs",
    "date": "a date differs",
    "day": "a date would be another day",
    "ends": "the words at an end differ",
    "part": "a speaker, cue or date stands there otherwise",
    "words": "the words differ",
}


@click.command(short_help="Label the copies of what somebody labelled.")
@PROJECT
@click.option("--only-exact", is_flag=True, help="Only where the words are the same.")
@click.option("--preview", is_flag=True, help="Count what would be carried, and change nothing.")
@click.option("--as", "name", metavar="NAME", help="Whose labels; the only person's unless given.")
@click.pass_context
def command(
    ctx: click.Context, project: Path, only_exact: bool, preview: bool, name: str | None
) -> None:
    """Carry what NAME labelled in PROJECT to each copy of its words, where that is sure.

    A label goes with its attributes, its speaker, cue and date. What differs in a number, a
    negation, a name or a date, or is labelled already, is left, and counted by the reason; exit
    code 1 then. All is one operation, which can be undone, and nothing is written into documents
    that somebody else labels, that are done, or are to be labelled without help.
    """
    from pullquote.workflow.carry import carry_everything

    with at_work(project, "Carrying", read_only=preview) as (opened, progress, stop):
        report, why = carry_everything(
            opened,
            only_person(opened, name).id,
            only_exact=only_exact,
            preview=preview,
            progress=progress,
            stop=stop,
        )
    labels, documents = count_of(report.labels, "label"), count_of(report.documents, "document")
    would = "Would carry" if preview else "Carried"
    click.echo(f"{would} {labels} to {documents}.")
    left = {reason: why[key] for key, reason in _WHY.items() if why[key]}
    for reason, count in left.items():
        click.echo(f"  {count:>7,} left: {reason}", err=True)
    if report.left:
        click.echo(f"  {report.left:>7,} left: something stands there now", err=True)
    ctx.exit(1 if set(why) - {"labelled"} or report.left else 0)
