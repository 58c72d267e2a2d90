"""pullquote versions: named versions of a project, and the way back to one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import click

from pullquote.cli.people import only_person
from pullquote.cli.terminal import PROJECT, Refused
from pullquote.errors import Problem
from pullquote.store.project import Project
from pullquote.store.values import NamedVersion, VersionCounts, VersionPreview


@click.command(short_help="Name versions, and go back to one.")
@PROJECT
@click.argument("version", required=False)
@click.option("--add", "name", metavar="NAME", help="Name the project as it is now.")
@click.option("--go-back", is_flag=True, help="Put the content back as it was at VERSION.")
@click.option("--as", "who", metavar="NAME", help="Who does it; without, the only person there.")
def command(
    project: Path, version: str | None, name: str | None, go_back: bool, who: str | None
) -> None:
    """List the named versions of PROJECT; count what going back to VERSION would change.

    VERSION is a number or a name, the last of that name. Texts, hand-outs, annotators and what was
    collected since stay as they are. Going back is one operation, which "pullquote undo" takes
    back.
    """
    if go_back and version is None:
        raise Refused("Say to which version, by its number or name.")
    with Project.open(project, read_only=not (go_back or name)) as opened:
        if name:
            _name(opened, name, only_person(opened, who).id)
        elif version is None:
            _list(opened.named_versions(), {one.id: one.name for one in opened.annotators()})
        else:
            found = _find(opened.named_versions(), version)
            preview = opened.preview_version(found.operation)
            _tell(preview)
            if go_back:
                _go_back(opened, found, preview, only_person(opened, who).id)


def _name(project: Project, name: str, actor: int) -> None:
    project.name_version(name, actor)
    click.echo(f"This version is named “{name}”.")


def _go_back(project: Project, version: NamedVersion, preview: VersionPreview, actor: int) -> None:
    change = project.go_back(version.operation, actor)
    nothing = "Nothing else" if preview.stays else "Nothing"
    click.echo(f"Gone back to “{version.name}”." if change else f"{nothing} was changed since.")


def _list(versions: Sequence[NamedVersion], people: Mapping[int, str]) -> None:
    for one in versions:
        local = datetime.fromisoformat(one.at).astimezone()
        who = people.get(one.actor or 0, "")
        click.echo("  ".join((f"{one.operation:>6}", f"{local:%Y-%m-%d %H:%M}", who, one.name)))
    if not versions:
        click.echo("No version is named.", err=True)


def _find(versions: Sequence[NamedVersion], wanted: str) -> NamedVersion:
    for one in versions:
        if wanted in (str(one.operation), one.name):
            return one
    known = ", ".join(f"{one.operation} ({one.name})" for one in versions) or "none"
    raise Problem("There is no version {name} in this project; there are {known}.", name=wanted,
                  known=known)  # fmt: skip


def _tell(preview: VersionPreview) -> None:
    for table, counts in preview.counts.items():
        click.echo(f"{table.replace('_', ' ')}: {_words(counts)}")
    stays = (
        (preview.collected, "Work collected since, which stays as it is"),
        (preview.imported, "Documents imported since, which stay"),
        (
            preview.lost,
            "Removed documents that cannot come back, as their files were imported anew",
        ),
    )
    for count, what in stays:
        if count:
            click.echo(f"{what}: {count:,}.", err=True)
    if not preview.counts:
        click.echo("Nothing else differs." if preview.stays else "Nothing differs.", err=True)


def _words(counts: VersionCounts) -> str:
    said = ((counts.back, "come back"), (counts.gone, "go"), (counts.changed, "change"))
    return ", ".join(f"{count:,} {verb}" for count, verb in said if count)
