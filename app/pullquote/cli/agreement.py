"""pullquote agreement and pullquote consistency: how far several people mean the same, and where
the same words were labelled in two ways.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from pullquote.agreement.figures.bootstrap import FEW_DOCUMENTS
from pullquote.agreement.figures.definitions import (
    NOT_OFFERED,
    Definition,
    definitions,
    in_figures,
    provenance_sentence,
    symbol,
)
from pullquote.agreement.figures.summary import summarise
from pullquote.agreement.study.study import Study
from pullquote.agreement.values import Figure, Scope, Summary
from pullquote.cli.terminal import PATH, PROJECT, at_work, count_of
from pullquote.errors import Problem
from pullquote.store.errors import UnknownAnnotator
from pullquote.workflow import agreement
from pullquote.workflow.agreement_files import figures_as_json
from pullquote.workflow.consistency import Inconsistency, everybody, find_inconsistencies

if TYPE_CHECKING:
    from pullquote.store.project import Project


@click.command()
@PROJECT
@click.option("--json", "as_text", is_flag=True, help="All figures and tables as JSON.")
@click.option("--layer", "layers", multiple=True, metavar="LAYER", help="Labels of this layer.")
@click.option(
    "--annotators",
    metavar="A,B",
    help="Whose labels, tools by their name; all persons unless given.",
)
@click.option(
    "--began",
    type=click.Choice(["any", "hand", "suggestion"]),
    default="any",
    show_default=True,
    help="Only places where labels began by hand, or as a suggestion or carried.",
)
@click.option(
    "-o",
    "--output",
    type=PATH,
    metavar="PATH",
    help="Write the figures and what they come from: a folder or .zip of CSV tables, or a .json.",
)
@click.pass_context
def command(
    ctx: click.Context,
    project: Path,
    as_text: bool,
    layers: tuple[str, ...],
    annotators: str | None,
    began: Literal["any", "hand", "suggestion"],
    output: Path | None,
) -> None:
    """Measure how far the annotators of PROJECT mean the same.

    Documents count that at least two of them have done. Each figure stands with its 95 % interval
    and with one copy per cluster of repeated words; where one is undefined, the reason stands
    there. A tool whose suggestions were imported takes part where --annotators names it, in the
    documents in which it suggested something. Exit code 1 if nothing can be compared.
    """
    with at_work(project, "Reading labels", read_only=True) as (opened, progress, stop):
        study = agreement.load_study(opened, progress=progress, stop=stop)
    scope = Scope(annotators=_people(study, annotators), layers=_layers(study, layers), began=began)
    if output is not None:
        kind: agreement.Format = "json" if output.suffix.lower() == ".json" else "csv"
        agreement.write_figures(study, scope, output, kind)
        click.echo(f"Wrote the figures to {output}.", err=True)
    if as_text:
        click.echo(json.dumps(figures_as_json(study, scope), ensure_ascii=False, indent=1))
    elif output is None:
        summary = summarise(study, scope, all_measures=True)
        if not summary.documents:
            click.echo(_nothing(study, summary), err=True)
            ctx.exit(1)
        _tell(study, summary)


def _layers(study: Study, wanted: tuple[str, ...]) -> frozenset[str] | None:
    known = {layer.name.casefold(): layer.id for layer in study.schema.layers}
    known |= {name.casefold(): name for name in study.layer_names()}
    for name in wanted:
        if name.casefold() not in known:
            said = "The project has no layer “{layer}”. Its layers are: {known}."
            raise Problem(said, layer=name, known=", ".join(study.layer_names()))
    return frozenset(known[name.casefold()] for name in wanted) or None


def _people(study: Study, wanted: str | None) -> tuple[int, ...] | None:
    if wanted is None:
        return None
    # Tools stand behind people, and a person of the same name is meant first.
    known = {person.name.casefold(): person.id for person in reversed(study.people)}
    names = [name.strip() for name in wanted.split(",") if name.strip()]
    for name in names:
        if name.casefold() not in known:
            everybody = ", ".join(person.name for person in study.people) or "nobody yet"
            said = "Nobody in the project is called “{name}”. Annotators are: {known}."
            raise Problem(said, name=name, known=everybody)
    found = tuple(sorted({known[name.casefold()] for name in names}))
    if len(found) < 2:
        said = "Agreement needs two annotators or more, and “{names}” names one."
        raise Problem(said, names=wanted)
    return found


def _nothing(study: Study, summary: Summary) -> str:
    names = ", ".join(study.name(annotator) for annotator in summary.annotators)
    single = f"; {_are(summary.single, 'done by one only')}" if summary.single else ""
    return (
        "Nothing can be compared: no document is done by at least two annotators"
        f" ({names or 'there are none yet'}){single}."
    )


def _are(count: int, what: str) -> str:
    return f"{count:,} {'is' if count == 1 else 'are'} {what}"


def _tell(study: Study, summary: Summary) -> None:
    names = ", ".join(study.name(annotator) for annotator in summary.annotators)
    click.echo(f"Annotators: {names}")
    click.echo(
        f"{count_of(len(summary.documents), 'document')} that at least two of them have done; "
        f"{_are(summary.single, 'done by one only and left out')}; nobody marked anything in "
        f"{summary.empty:,}."
    )
    click.echo(provenance_sentence(summary.shares))
    click.echo()
    click.echo(f"{'':<44}{'value':>7}  {'95 % interval':<14}{'once':>6}  n")
    known = definitions(study.schema)
    for figure in summary.figures:
        click.echo(_line(figure, known[figure.id]))
        if figure.note is not None:
            click.echo(f"{'':<53}{figure.note}")
    click.echo()
    click.echo(
        f"Intervals: bootstrap over documents, {summary.resamples:,} resamples, seed "
        f"{summary.seed}. Once: one copy of repeated words."
    )
    click.echo(f"Not offered: {', '.join(NOT_OFFERED)}.")


def _line(figure: Figure, definition: Definition) -> str:
    name = f"{definition.aspect}: {definition.name}, {symbol(definition, figure.annotators)}"
    if figure.value is None:
        return f"{name:<44}{'-':>7}  {figure.why}"
    share = definition.symbol == "%"
    sure = once = ""
    if figure.low is not None and figure.high is not None:
        low = f"{100 * figure.low:.0f}" if share else in_figures(figure.low)
        sure = f"{low} to {in_figures(figure.high, share=share)}"
    if figure.once is not None:
        once = in_figures(figure.once, share=share)
    value, of = in_figures(figure.value, share=share), count_of(figure.n, definition.unit[:-1])
    few = ", few documents" if figure.documents < FEW_DOCUMENTS else ""
    return f"{name:<44}{value:>7}  {sure:<14}{once:>6}  {of}{few}"


# ------------------------------------------------------------------ the same words in two ways

_LONGEST_WORDS = 60


@click.command("consistency")
@PROJECT
@click.option("--json", "as_text", is_flag=True, help="As JSON.")
@click.option(
    "--annotator", metavar="A", help="Only the labels of one; otherwise of each, and of each two."
)
@click.pass_context
def consistency_command(
    ctx: click.Context, project: Path, as_text: bool, annotator: str | None
) -> None:
    """List where copies of the same words carry other labels in PROJECT.

    Documents count that are done. Copies are held against the first one that is done: what is
    marked in one alone, with other extents, another layer, speaker, date, certainty or relation.
    Exit code 1 if anything is listed.
    """
    with at_work(project, "Reading labels", read_only=True) as (opened, progress, stop):
        study = agreement.load_study(opened, progress=progress, stop=stop)
        people = _named(study, annotator)
        whose = everybody(study) if annotator is None else [(one,) for one in people]
        found = find_inconsistencies(opened, study, whose)
        names = {place.document: "" for one in found for place in one.row.places}
        names = {document: opened.document(document).name for document in names}
        rows = [_row(opened, study, names, one) for one in found]
    if as_text:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            _tell_row(row)
        click.echo(_sum(study, people, len(rows)))
    ctx.exit(1 if rows else 0)


def _named(study: Study, wanted: str | None) -> list[int]:
    """Those who have done something, or the one of that name."""
    if wanted is None:
        done = set(study.done.annotator.tolist())
        return [person.id for person in study.people if person.id in done]
    found = [person.id for person in study.people if person.name.casefold() == wanted.casefold()]
    if not found:
        known = ", ".join(person.name for person in study.people) or "none"
        raise UnknownAnnotator(name=wanted, known=known)
    return found[:1]


def _row(
    project: "Project", study: Study, names: dict[int, str], found: Inconsistency
) -> dict[str, object]:
    row = found.row
    return {
        "kind": row.kind,
        "detail": row.detail,
        "layer": row.layer,
        "places": [
            {
                "document": names[place.document],
                "start": place.start,
                "end": place.end,
                "text": project.text(place.document)[place.start : place.end],
                "annotator": study.name(reading.annotator),
                "label": reading.description,
            }
            for place, reading in zip(row.places, row.readings, strict=True)
        ],
    }


def _tell_row(row: dict[str, Any]) -> None:
    first = row["places"][0]
    words = " ".join(first["text"].split())
    words = words if len(words) <= _LONGEST_WORDS else f"{words[: _LONGEST_WORDS - 1]}…"
    detail = f", {row['detail']}" if row["detail"] else ""
    click.echo(f"{row['kind']}{detail} ({row['layer']}): {words}")
    for place in row["places"]:
        where = f"{place['document']} {place['start']}–{place['end']}"
        click.echo(f"    {where}, {place['annotator']}: {place['label']}")


def _sum(study: Study, people: list[int], count: int) -> str:
    if not study.repeats:
        return "Repeats are not known yet; “pullquote duplicates” finds them."
    if not people:
        return "Nobody is done with a document yet."
    names = ", ".join(map(study.name, people))
    where = count_of(count, "place")
    return f"{where} labelled in two ways, by {names}."
