"""pullquote suggest, import-suggestions, plugins: what is proposed, by our rules and by others."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pullquote.cli.people import person_at_work
from pullquote.cli.terminal import (
    PATH,
    PROJECT,
    Progress,
    Refused,
    Stop,
    at_work,
    count_of,
    list_problems,
    open_project,
)

if TYPE_CHECKING:
    from pullquote.plugins.machine import Machine
    from pullquote.store.project import Project
    from pullquote.suggest.learned import Rule
    from pullquote.workflow.plugins.switches import PluginState
    from pullquote.workflow.suggestions import SuggestionImportReport


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
    _tell_taken(report, name)
    ctx.exit(1 if report.refused or report.stopped else 0)


def _tell_taken(report: "SuggestionImportReport", name: str) -> None:
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


@click.command(short_help="List plug-ins, switch them on or off, ask one about all documents.")
@click.argument("project", type=PATH, required=False)
@click.option("--on", metavar="NAME", help="Switch on, in PROJECT and on this machine.")
@click.option("--off", metavar="NAME", help="Switch off.")
@click.option("--run", metavar="NAME", help="Ask about all documents and keep what it suggests.")
@click.option(
    "--set",
    "settings",
    nargs=2,
    multiple=True,
    metavar="NAME OPTION=VALUE",
    help="Set something for a plug-in on this machine, such as http address=http://127.0.0.1:8080; "
    "seconds=60 gives it that time for each document; an empty value unsets.",
)
@click.option("--annotator", metavar="PERSON", help="Who switches; the login name unless given.")
@click.pass_context
def plugins_command(
    ctx: click.Context,
    project: Path | None,
    on: str | None,
    off: str | None,
    run: str | None,
    settings: tuple[tuple[str, str], ...],
    annotator: str | None,
) -> None:
    """List the plug-ins that are installed, and what becomes of them in PROJECT.

    A plug-in is a Python package with an entry point "pullquote.suggesters". None runs until it is
    switched on for a project and on this machine, which --on does both; in a hand-out none runs.
    What --run takes in is one operation, which can be undone, and is compared like the labels of
    one more annotator. Exit code 1 where something could not be used.
    """
    from pullquote.plugins.machine import Machine

    machine = Machine()
    for name, setting in settings:
        _set(machine, name, setting)
    if project is None:
        if on or off or run:
            raise Refused("Say in which PROJECT; only --set is for all of them.")
        _list_plugins(machine)
        return
    if not (on or off or run):
        with open_project(project, read_only=True) as opened:
            _list_states(opened, machine)
        return
    with (
        at_work(project, "Asking") as (opened, progress, stop),
        person_at_work(opened, annotator) as actor,
    ):
        if off:
            _switch(opened, machine, off, actor, on=False)
        if on:
            _switch(opened, machine, on, actor, on=True)
        whole = not run or _run(opened, machine, run, actor, (progress, stop))
    ctx.exit(0 if whole else 1)


def _set(machine: "Machine", name: str, setting: str) -> None:
    from pullquote.plugins.installed import find_plugin

    option, equals, value = setting.partition("=")
    if not equals:
        raise Refused(f"{setting} is no OPTION=VALUE.")
    plugin, before = find_plugin(name), machine.settings(name)
    if option == "seconds":
        try:
            machine.set(name, before._replace(seconds=float(value)))
        except ValueError:
            raise Refused(f"{value} is no number of seconds.") from None
    else:
        plugin.check_option(option, value)
        machine.set(name, before._replace(options={**before.options, option: value}))


def _list_plugins(machine: "Machine") -> None:
    from pullquote.plugins.installed import installed_plugins

    for plugin in installed_plugins():
        click.echo(f"{plugin.name}  of {plugin.package} {plugin.version}")
        _list_settings(machine, plugin.name)


def _list_states(project: "Project", machine: "Machine") -> None:
    from pullquote.workflow.plugins.switches import plugin_states

    for one in plugin_states(project, machine):
        of = f"of {one.plugin.package} {one.plugin.version}" if one.plugin else "not installed here"
        click.echo(f"{one.name}  {of}: {state_in_words(one)}")
        _list_settings(machine, one.name)
    if project.handout is not None:
        click.echo("This is a hand-out: no plug-in runs in it.")


def state_in_words(state: "PluginState") -> str:
    """Whether it runs, and if not, what is missing."""
    if state.noted is None:
        return "off"
    if state.plugin is None:
        return f"on in the project, since version {state.noted}"
    if not state.allowed:
        return "on in the project, not on this machine"
    newer = state.noted != state.plugin.version
    return f"on, since version {state.noted}" if newer else "on"


def _list_settings(machine: "Machine", name: str) -> None:
    settings = machine.settings(name)
    options = [f"{option}={value}" for option, value in settings.options.items()]
    click.echo("  " + ", ".join([f"{settings.seconds:g} seconds", *options]))
    if settings.last_error:
        click.echo(f"  Last time: {settings.last_error}")


def _switch(project: "Project", machine: "Machine", name: str, actor: int, *, on: bool) -> None:
    from pullquote.workflow.plugins.switches import switch_plugin

    changed = switch_plugin(project, machine, name, actor, on=on)
    said = "on" if on else "off"
    click.echo(f"{name} is {said}." if changed else f"{name} is {said} already.")


def _run(
    project: "Project", machine: "Machine", name: str, actor: int, at: tuple[Progress, Stop]
) -> bool:
    from pullquote.plugins.installed import find_plugin
    from pullquote.workflow.plugins.suggestions import run_plugin

    report = run_plugin(project, machine, find_plugin(name), actor, *at)
    _tell_taken(report.taken, name)
    for to, characters in report.sent.items():
        click.echo(f"{count_of(characters, 'character')} sent to {to}.")
    if report.left_out:
        documents = count_of(report.left_out, "document")
        click.echo(f"Not asked about {documents}, which the plan gives without suggestions.")
    if report.gave_up:
        click.echo("It failed too often in a row; the rest was not asked about.", err=True)
    return not report.taken.refused and not report.taken.stopped
