"""pullquote import: files and folders into a project; an export brings its labels along."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import click

from pullquote.cli.people import person_at_work
from pullquote.cli.terminal import PATH, PROJECT, Progress, Stop, at_work, count_of, list_problems
from pullquote.exchange.jsonl import is_export
from pullquote.reading import ReadOptions, peek
from pullquote.reading.columns import choose_columns
from pullquote.reading.errors import ReadingError
from pullquote.reading.file_access import source_of
from pullquote.reading.values import LAYOUT_COUNTS, Field
from pullquote.store.project import Project
from pullquote.workflow.import_.documents import (
    Changed,
    ChangeKind,
    Dated,
    ImportReport,
    import_paths,
)
from pullquote.workflow.import_.labels import LabelImportReport, import_jsonl

_COLUMNS: dict[str, tuple[Field, str]] = {
    "text_column": ("text", "the text"),
    "title_column": ("title", "the title"),
    "source_column": ("source", "the outlet"),
    "url_column": ("url", "the web address"),
    "date_column": ("published", "the publication date"),
    "id_column": ("id", "an id of your own"),
    "language_column": ("language", "the language"),
}
_CHANGES: dict[ChangeKind, str] = {
    "newlines": "with other line ends than LF, which became LF",
    "characters": "with characters that no text may hold, each now U+FFFD",
    "encoding": "that were not in UTF-8",
    "encoding kept": "surely in UTF-8 or UTF-16, read as that and not as --encoding says",
    "guess": "whose encoding is a guess; --encoding reads them again in another",
    "references": "with references such as &amp;, now the characters they stand for",
    "left out": "without words of menus, page heads, hidden text and the like",
    "layout": "laid out anew",
}


_ORDERS: dict[ChangeKind, str] = {
    "day first": "days that may be either are read day first, as “{}” in the same column is one.",
    "month first": "days that may be either are read month first, as “{}” in the same column is "
    "one.",
}


def _column_options(command: Callable[..., None]) -> Callable[..., None]:
    for name, (_, what) in reversed(_COLUMNS.items()):
        option = f"--{name.replace('_', '-')}"
        help_ = f'The column of a table that holds {what}; "" for none. Guessed unless given.'
        command = click.option(option, metavar="NAME", help=help_)(command)
    return command


@click.command(short_help="Read files and folders into a project.")
@PROJECT
@click.argument("paths", type=PATH, nargs=-1, required=True)
@click.option("--annotator", metavar="NAME", help="Who imports; the login name unless given.")
@click.option(
    "--encoding",
    metavar="NAME",
    default="",
    help="Read texts in this encoding, such as windows-1250, unless they surely are UTF-8 or "
    "UTF-16, and again those here that this changes and that nobody has worked on.",
)
@click.option(
    "--again",
    is_flag=True,
    help="Read again what is here from these files, such as with other columns, and replace what "
    "that changes. What somebody has worked on stays, and is named.",
)
@_column_options
@click.pass_context
def command(
    ctx: click.Context,
    /,
    project: Path,
    paths: tuple[Path, ...],
    annotator: str | None,
    encoding: str,
    again: bool,
    **columns: str | None,
) -> None:
    """Import files and folders into PROJECT: txt, md, html, csv, tsv, json, jsonl, pdf, docx.

    An export of Pullquote, a folder, a zip or one file, brings its labels along.

    What cannot be read is named and the rest is imported; exit code 1 then. Ctrl+C stops at a
    whole document. The import is one operation, which can be undone.
    """
    given = {_COLUMNS[name][0]: column for name, column in columns.items() if column is not None}
    options = ReadOptions(columns=given, encoding=encoding, again=again)
    with at_work(project, "Importing") as (opened, progress, stop):
        exports = [path for path in paths if is_export(path)]
        articles = [path for path in paths if path not in exports]
        # Who imports labels is nobody's annotator: the file says whose they are.
        person = person_at_work(opened, annotator) if articles or annotator else nullcontext(0)
        with person as actor:
            whole = [import_labels(opened, e, actor, progress=progress, stop=stop) for e in exports]
            if articles:
                report = import_paths(
                    opened, articles, actor, options=options, progress=progress, stop=stop
                )
                _tell(report)
                whole.append(not report.skipped and not report.stopped)
    ctx.exit(0 if all(whole) else 1)


def _tell(report: ImportReport) -> None:
    """What was read on standard output, what was not on standard error."""
    click.echo(f"Read {count_of(report.read, 'document')}.")
    for what, number in Counter(c.what for c in report.changed if c.what in _CHANGES).items():
        counts = _layout(report) if what == "layout" else ""
        click.echo(f"Among them {number:,} {_CHANGES[what]}{counts}.")
    if report.again:
        click.echo(f"Among them {len(report.again):,} that were here, read again.")
    for sentence in _columns_told(report):
        click.echo(sentence)
    for changed in report.changed:
        if changed.what in _ORDERS:
            click.echo(f"{_place(changed)}: {_ORDERS[changed.what].format(changed.value)}")
    columns = [_longer_column(changed) for changed in report.changed if changed.what == "column"]
    list_problems(f"{len(columns):,} with a doubt about the column of the text:", columns)
    equal = [_equal(changed) for changed in report.changed if changed.what == "equal"]
    list_problems(f"{len(equal):,} with the same text as another document:", equal)
    days = [_unread_day(changed) for changed in report.changed if changed.what == "day"]
    list_problems(f"{len(days):,} with a day of publication that is no certain one:", days)
    doubtful = [dated for dated in report.dated if dated.published.doubt]
    doubts = [_doubt(dated) for dated in doubtful]
    list_problems(f"{len(doubts):,} with a doubt about the day of publication:", doubts)
    list_problems(f"{len(report.already):,} known already, from the same place:", report.already)
    list_problems(f"{len(report.skipped):,} left out:", [one.reason for one in report.skipped])
    if report.stopped:
        click.echo("Stopped before the end; what was read stays.", err=True)


def _columns_told(report: ImportReport) -> Iterator[str]:
    """Which column of a table was taken for what, and what is left; of tables alike once."""
    alike: dict[str, list[str]] = {}
    for path in report.tables:
        try:
            names = peek(path).names
            chosen = choose_columns(source_of(path), names, report.options.columns)
        except ReadingError:
            # It is among what was left out, with its reason.
            continue
        taken = [f"{what} from {chosen[f]}" for f, what in _COLUMNS.values() if f in chosen]
        kept = [name for name in names if name and name not in chosen.values()]
        rest = f"; no field, kept as they are: {', '.join(kept)}" if kept else ""
        alike.setdefault(f"{', '.join(taken)}{rest}.", []).append(path.name)
    for said, tables in alike.items():
        more = f" and {len(tables) - 1:,} more like it" if len(tables) > 1 else ""
        yield f"{tables[0]}{more}: {said}"


def _unread_day(changed: Changed) -> str:
    return f"{_place(changed)}, column {changed.value} is no certain day."


def _longer_column(changed: Changed) -> str:
    column = changed.value
    return (
        f"{_place(changed)}: {column} is far longer in most rows; if that is the text, read the "
        f'table again with --again --text-column "{column}"'
    )


def _equal(changed: Changed) -> str:
    return f"{_place(changed)}: as {changed.value}"


def _place(one: Changed | Dated) -> str:
    return Path(one.origin).name + (f", line {one.row}" if one.row else "")


def _doubt(dated: Dated) -> str:
    """Which day, from what, and why it may be another."""
    found = dated.published
    day = f"{found.value} ({found.evidence})." if found.value else "none found."
    return f"{_place(dated)}: {day} {found.doubt}"


def _layout(report: ImportReport) -> str:
    """What was done in all files together."""
    sums = {what: sum(c.counts.get(what, 0) for c in report.changed) for what in LAYOUT_COUNTS}
    return ": " + ", ".join(f"{what} {number:,}" for what, number in sums.items() if number)


def import_labels(
    project: Project, path: Path, actor: int, *, progress: Progress, stop: Stop
) -> bool:
    """Import an export and say what came of it; whether all of it was taken."""
    report = import_jsonl(project, path, actor, progress=progress, stop=stop)
    _tell_labels(report)
    return not report.refused and not report.stopped


def _tell_labels(report: LabelImportReport) -> None:
    labels, relations = (
        count_of(report.annotations, "label"),
        count_of(report.relations, "relation"),
    )
    click.echo(f"Read {count_of(report.documents, 'new document')} with {labels} and {relations}.")
    if report.known:
        known, already = count_of(report.known, "document"), count_of(report.already, "label")
        click.echo(f"There already, and left as they are: {known} and {already}.")
    list_problems("Kept, though the label schema does not know it:", report.unknown)
    list_problems(f"{len(report.refused):,} left out:", report.refused)
    if report.stopped:
        click.echo("Stopped before the end; what was read stays.", err=True)
