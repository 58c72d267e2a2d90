"""pullquote duplicates, clusters, carry: what stands more than once, and labels for its copies."""

import json
from collections import Counter
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import click

from pullquote.cli.people import only_person
from pullquote.cli.terminal import (
    PATH,
    PROJECT,
    at_work,
    count_of,
    open_project,
    progress_bar,
    stoppable,
)
from pullquote.errors import Problem
from pullquote.model.values import Cluster, ClusterKind

if TYPE_CHECKING:
    from pullquote.store.project import Project

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


_MOST = 20
_WORDS = 70


@click.command()
@PROJECT
@click.option("--json", "as_text", is_flag=True, help="All of them, with their places, as JSON.")
@click.option(
    "--most", type=click.IntRange(0), default=_MOST, show_default=True, help="How many are listed."
)
def clusters_command(project: Path, as_text: bool, most: int) -> None:
    """List what is repeated in PROJECT, what stands most often first.

    Of each: in how many places and documents it stands, of how many sources, and between which
    days they were published. Nothing is searched anew; “pullquote duplicates” does that.
    """
    with open_project(project, read_only=True) as opened:
        found = sorted(opened.clusters(), key=lambda c: (-c.copies, -c.documents, c.fingerprint))
        rows = [_cluster(opened, one) for one in (found if as_text else found[:most])]
    if as_text:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        days = " to ".join(sorted({row["first_day"], row["last_day"]} - {None}))
        where = [count_of(row["copies"], "place"), count_of(row["documents"], "document")]
        where += [count_of(row["sources"], "source")] * bool(row["sources"]) + [days] * bool(days)
        kind = f"{row['kind']}, boilerplate" if row["boilerplate"] else row["kind"]
        click.echo(f"{', '.join(where)} ({kind})")
        click.echo(f"    {shorten(row['text'], _WORDS, placeholder='…')}")
    if len(found) > len(rows):
        click.echo(f"and {len(found) - len(rows):,} more.")
    if not found:
        click.echo("Nothing is known to be repeated; “pullquote duplicates” looks for it.")


def _cluster(project: "Project", cluster: Cluster) -> dict[str, Any]:
    places = project.cluster_passages(cluster.id)
    documents = {place.document: project.document(place.document) for place in places}
    days = [d.published.value for d in documents.values() if d.published.value]
    first = places[0]
    return {
        "cluster": cluster.fingerprint,
        "kind": cluster.kind,
        "boilerplate": cluster.boilerplate,
        "copies": cluster.copies,
        "documents": cluster.documents,
        "sources": len({d.source for d in documents.values() if d.source}),
        "first_day": min(days, default=None),
        "last_day": max(days, default=None),
        "text": project.text(first.document)[first.start : first.end],
        "places": [
            {"document": documents[p.document].name, "start": p.start, "end": p.end} for p in places
        ],
    }


# In the order in which they are told.
_LEFT = {
    "labelled": "labelled there already",
    "conflict": "another label of the same layer is there",
    "assigned": "somebody else labels the document",
    "unaided": "the plan wants the document labelled without help",
    "excluded": "the document is left out of the corpus",
    "done": "the document is done",
    "declined": "it was turned down there",
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
def carry_command(
    ctx: click.Context, project: Path, only_exact: bool, preview: bool, name: str | None
) -> None:
    """Carry what NAME labelled in PROJECT to each copy of its words, where that is sure.

    A label goes with its attributes, its speaker, cue and date. What differs in a number, a
    negation, a name or a date, or is labelled already, is left, and counted by the reason; exit
    code 1 then. All is one operation, which can be undone, and nothing is written into documents
    that somebody else labels, that are done, or are to be labelled without help.
    """
    from pullquote.workflow.carry import carry_everything
    from pullquote.workflow.find_duplicates import STAMP

    with at_work(project, "Carrying", read_only=preview) as (opened, progress, stop):
        if opened.stamp(STAMP) is None:
            said = (
                "What is repeated in {path} was never looked for; “pullquote duplicates” does that."
            )
            raise Problem(said, path=project)
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
    left = {reason: why[key] for key, reason in _LEFT.items() if why[key]}
    for reason, count in left.items():
        click.echo(f"  {count:>7,} left: {reason}", err=True)
    if report.left:
        click.echo(f"  {report.left:>7,} left: something stands there now", err=True)
    ctx.exit(1 if set(why) - {"labelled"} or report.left else 0)
