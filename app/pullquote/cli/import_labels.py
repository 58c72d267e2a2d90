"""What pullquote import does with a path that is an export: its labels come in, too."""

from pathlib import Path

import click

from pullquote.cli.terminal import Progress, Stop, counted
from pullquote.store.project import Project
from pullquote.workflow.import_labels import LabelImportReport, import_jsonl

_LISTED = 20


def import_labels(
    project: Project, path: Path, actor: int, *, progress: Progress, stop: Stop
) -> bool:
    """Import an export and say what came of it; whether all of it was taken."""
    report = import_jsonl(project, path, actor, progress=progress, stop=stop)
    _tell(report)
    return not report.refused and not report.stopped


def _tell(report: LabelImportReport) -> None:
    labels, relations = counted(report.annotations, "label"), counted(report.relations, "relation")
    click.echo(f"Read {counted(report.documents, 'new document')} with {labels} and {relations}.")
    if report.known:
        known, already = counted(report.known, "document"), counted(report.already, "label")
        click.echo(f"There already, and left as they are: {known} and {already}.")
    if report.refused:
        click.echo(f"{len(report.refused):,} left out:", err=True)
    for refused in report.refused[:_LISTED]:
        click.echo(f"  {refused}", err=True)
    if len(report.refused) > _LISTED:
        click.echo(f"  and {len(report.refused) - _LISTED:,} more.", err=True)
    if report.stopped:
        click.echo("Stopped before the end; what was read stays.", err=True)
