"""pullquote collect: what annotators did in their files, into the project."""

from pathlib import Path

import click

from pullquote.cli.people import login_person
from pullquote.cli.terminal import PATH, PROJECT, at_work, count_of, list_problems
from pullquote.workflow.collect.collect import collect
from pullquote.workflow.collect.report import (
    CollectedFile,
    CollectReport,
    ConflictChoice,
    LeftUndecided,
)

_SETTLED: dict[ConflictChoice, str] = {
    "theirs": "as the file has it",
    "ours": "as it is here",
    "both": "side by side",
}


@click.command(short_help="Take back what annotators did in their files.")
@PROJECT
@click.argument("files", type=PATH, nargs=-1, required=True)
@click.option(
    "--conflicts",
    type=click.Choice(list(_SETTLED)),
    help="What stands where a document was labelled here and in a file: the file's labels, those "
    "that are here, or both, under a second name. Left out and named unless given.",
)
@click.pass_context
def command(
    ctx: click.Context, project: Path, files: tuple[Path, ...], conflicts: ConflictChoice | None
) -> None:
    """Take the work of annotators from FILES into PROJECT.

    FILES are hand-outs, or copies of the project that somebody went on with. Each document of an
    annotator comes as a whole, so what they deleted is gone here, too; what is here already or is
    newer here stays. The order of the files makes no difference.

    All of it is one operation, which "pullquote undo" takes back. Exit code 1 if
    anything was left out. Ctrl+C stops at a whole document.
    """
    with at_work(project, "Collecting") as (opened, progress, stop):
        actor = login_person(opened)
        report = collect(opened, files, actor, decide=conflicts, progress=progress, stop=stop)
    _tell(report)
    ctx.exit(0 if report.whole else 1)


def _tell(report: CollectReport) -> None:
    """What was taken on standard output, what was not on standard error."""
    for file in report.files:
        if file.problem is None:
            click.echo(_line(file))
    for choice, words in _SETTLED.items():
        settled = sum(how == choice for _, how in report.settled)
        if settled:
            click.echo(f"{count_of(settled, 'conflict')} settled, {words}.")
    if report.annotators:
        click.echo(f"New annotators: {', '.join(report.annotators)}.")
    if report.names or report.aliases:
        names, aliases = (
            count_of(len(report.names), "name"),
            count_of(len(report.aliases), "alias", "aliases"),
        )
        click.echo(f"New in the register of speakers: {names} and {aliases}.")
    if report.proposals:
        click.echo(f"{count_of(report.proposals, 'proposal')} about speakers to decide.")
    if report.repeats:
        click.echo(f"New: {count_of(report.repeats, 'decision')} about repeated words.")
    _tell_left_out(report)


def _tell_left_out(report: CollectReport) -> None:
    list_problems(f"{len(report.left_out):,} left out:", report.left_out)
    if any(isinstance(left.problem, LeftUndecided) for left in report.left_out):
        click.echo("--conflicts theirs, ours or both says whose work is to stand.", err=True)
    if report.stopped:
        click.echo("Stopped before the end; what was taken stays.", err=True)


def _line(file: CollectedFile) -> str:
    whose = f" ({', '.join(file.annotators)})" if file.annotators else ""
    conflicts = f", {len(file.conflicts):,} in conflict" if file.conflicts else ""
    schema = "; it has another label schema" if file.other_schema else ""
    schema += "; made with older guidelines" if file.older_guidelines else ""
    counts = f"{file.new:,} new, {file.changed:,} changed, {file.same:,} the same{conflicts}"
    return f"{file.path.name}{whose}: documents {counts}{schema}."
