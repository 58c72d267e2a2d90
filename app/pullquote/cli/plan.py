"""pullquote plan: who labels which documents."""

from collections.abc import Sequence
from pathlib import Path

import click

from pullquote.cli.people import (
    find_person,
    joined_names,
    login_person,
    named_documents,
    split_names,
)
from pullquote.cli.terminal import PROJECT, at_work, count_of
from pullquote.model.values import Assignment
from pullquote.store.project import Project
from pullquote.workflow.plan import PersonShare, PlanReport, PlanRequest, make_plan, preview_plan
from pullquote.workflow.worker import Stopped

_LISTED = 20


@click.command(short_help="Deal documents to annotators.")
@PROJECT
@click.option("--annotators", required=True, metavar="A,B", help="To whom; new names are added.")
@click.option(
    "--per-document",
    type=int,
    default=1,
    show_default=True,
    help="How many annotators label each document.",
)
@click.option(
    "--overlap",
    type=float,
    default=0.1,
    show_default=True,
    help="The share of documents that several label, to measure agreement: 0 to 1.",
)
@click.option("--sharing", type=int, metavar="N", help="How many label those; all unless given.")
@click.option(
    "--training",
    multiple=True,
    metavar="N",
    help="Documents with a known answer, by name or number: all begin with them.",
)
@click.option(
    "--documents",
    "named",
    multiple=True,
    metavar="N",
    help="Which documents, by name or number; all unless given.",
)
@click.option("--suggestions", is_flag=True, help="Propose labels in shared documents, too.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, another draw.")
@click.option("--preview", "only_preview", is_flag=True, help="Say what each would get, no more.")
@click.pass_context
def command(
    ctx: click.Context,
    project: Path,
    annotators: str,
    per_document: int,
    overlap: float,
    sharing: int | None,
    training: tuple[str, ...],
    named: tuple[str, ...],
    suggestions: bool,
    seed: int,
    only_preview: bool,
) -> None:
    """Deal the documents of PROJECT to annotators, those that are not assigned yet.

    Near copies of one another go to the same people. It is one operation, which "pullquote
    undo" takes back. Exit code 1 if a document that you named is assigned already.
    """
    with at_work(project, "Finding repeats", read_only=only_preview) as (opened, progress, stop):
        names = {name: find_person(opened, name) for name in split_names(annotators)}
        wish = PlanRequest(
            annotators=tuple(who.id for who in names.values() if who is not None),
            newcomers=tuple(name for name, who in names.items() if who is None),
            documents=tuple(named_documents(opened, named)) if named else None,
            training=tuple(named_documents(opened, training)),
            per_document=per_document,
            overlap=overlap,
            sharing=sharing,
            suggestions=suggestions,
            seed=seed,
        )
        standing = opened.assignments()
        try:
            if only_preview:
                report = preview_plan(opened, wish)
            else:
                report = make_plan(opened, login_person(opened), wish, progress=progress, stop=stop)
        except Stopped:
            click.echo("Stopped; nothing was dealt.", err=True)
            ctx.exit(1)
        left = [_left(opened, document, standing) for document in report.left]
    _tell(report)
    _list(left)
    ctx.exit(1 if left else 0)


def _tell(report: PlanReport) -> None:
    for share in report.shares:
        click.echo(_line(share))
    if report.assigned and not report.left:
        click.echo(f"Assigned before, and left so: {count_of(report.assigned, 'document')}.")
    if report.groups is None:
        click.echo("Repeats are not known yet, so near copies may change what each gets.", err=True)
    elif report.groups:
        groups = count_of(report.groups, "group")
        click.echo(f"Kept together: {groups} of near copies.")


def _left(project: Project, document: int, standing: Sequence[Assignment]) -> str:
    given = [one for one in standing if one.document == document]
    who = joined_names([project.annotator(one.annotator).name for one in given])
    name = project.document(document).name
    return f"Document {document}, {name}, is assigned already, to {who}; that stays."


def _list(left: Sequence[str]) -> None:
    for sentence in left[:_LISTED]:
        click.echo(sentence, err=True)
    if len(left) > _LISTED:
        click.echo(f"{len(left) - _LISTED:,} more are assigned already.", err=True)


def _line(share: PersonShare) -> str:
    parts = [f"{share.name}: {count_of(share.documents, 'document')}"]
    if share.overlap:
        parts.append(f"{share.overlap:,} shared")
    if share.training:
        parts.append(f"{share.training:,} to train with")
    return ", ".join(parts) + "."
