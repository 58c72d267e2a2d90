"""The group of commands; each is imported when it is called."""

import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import click

from pullquote import __version__
from pullquote.cli.terminal import Refused
from pullquote.errors import PullquoteError, SystemRefusal

COMMANDS: Mapping[str, str] = {
    "new": "pullquote.cli.new:command",
    "codebook": "pullquote.cli.new:codebook_command",
    "import": "pullquote.cli.import_:command",
    "check": "pullquote.cli.check:command",
    "copy": "pullquote.cli.copy:command",
    "duplicates": "pullquote.cli.duplicates:command",
    "clusters": "pullquote.cli.duplicates:clusters_command",
    "carry": "pullquote.cli.duplicates:carry_command",
    "suggest": "pullquote.cli.suggest:command",
    "import-suggestions": "pullquote.cli.suggest:import_command",
    "plugins": "pullquote.cli.suggest:plugins_command",
    "agreement": "pullquote.cli.agreement:command",
    "consistency": "pullquote.cli.agreement:consistency_command",
    "export": "pullquote.cli.export:command",
    "split": "pullquote.cli.split:command",
    "plan": "pullquote.cli.plan:command",
    "handout": "pullquote.cli.handout:command",
    "collect": "pullquote.cli.collect:command",
    "history": "pullquote.cli.history:command",
    "undo": "pullquote.cli.history:undo_command",
    "versions": "pullquote.cli.versions:command",
    "backups": "pullquote.cli.backups:command",
}
OPEN = "open"


class LazyCommands(click.Group):
    """Commands by name from "module:attribute"; a project without a command is opened.

    A PullquoteError of a command, or the system's no, becomes its sentence and exit code 2.
    """

    def __init__(self, table: Mapping[str, str]) -> None:
        super().__init__(
            "pullquote",
            help=_HELP,
            epilog=_EPILOG,
            context_settings=_CONTEXT,
            subcommand_metavar="PROJECT | COMMAND [ARGS]...",
        )
        self.params.append(_version())
        self._table = table

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self._table)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._table:
            return None
        module, attribute = self._table[cmd_name].split(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        opens = OPEN in self._table and not ctx.resilient_parsing
        if opens and (not args or self._is_project(args[0])):
            args = [OPEN, *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except PullquoteError as error:
            raise Refused(str(error)) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            raise Refused(str(SystemRefusal(error))) from error

    def _is_project(self, argument: str) -> bool:
        # os.path asks without raising, whatever is written there.
        there = os.path.exists(argument)  # noqa: PTH110
        return argument not in self._table and (Path(argument).suffix == ".pullquote" or there)


def command_line(more: Mapping[str, str] | None = None) -> LazyCommands:
    """The program's commands, with those of the window added."""
    return LazyCommands({**COMMANDS, **(more or {})})


_HELP = """Annotate news text in which the same words come back again and again.

Without a command, PROJECT is opened in the window."""
_EPILOG = "Exit codes: 0 all well, 1 something was found or left out, 2 refused."
_CONTEXT = {"help_option_names": ["-h", "--help"]}


def _version() -> click.Option:
    def show(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
        if wanted:
            click.echo(f"Pullquote {__version__}")
            ctx.exit()

    return click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show,
        help="Show the version and exit.",
    )  # fmt: skip
