"""Write what a shell shows of the command line: a man page and completions, made from its commands.

python packaging/shell_files.py FOLDER
"""

import sys
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from pullquote import __version__
from pullquote.__main__ import COMPLETION
from pullquote.cli.main import LazyCommands, command_line
from pullquote.ui.command_table import COMMANDS

NAME = "pullquote"
COMPLETIONS = {
    "bash": "bash-completion/completions/pullquote",
    "zsh": "zsh/site-functions/_pullquote",
    "fish": "fish/vendor_completions.d/pullquote.fish",
}


def man_page(group: LazyCommands) -> str:
    """All commands with their options, in roff, without a date: the same for the same program."""
    parent = click.Context(group, info_name=NAME)
    lines = [
        f'.TH PULLQUOTE 1 "" "Pullquote {__version__}" "User commands"',
        ".SH NAME",
        "pullquote \\- annotate news text: who said what, and when",
        ".SH SYNOPSIS",
        f".B {NAME}",
        _text(" ".join(group.collect_usage_pieces(parent))),
        ".SH DESCRIPTION",
        *_paragraphs(group.help or ""),
        ".SH COMMANDS",
    ]
    for name in group.list_commands(parent):
        command = group.get_command(parent, name)
        if command is not None:
            lines += _command(command, click.Context(command, parent, info_name=name))
    return "\n".join([*lines, ".SH EXIT STATUS", *_paragraphs(group.epilog or ""), ""])


def completion(group: LazyCommands, shell: str) -> str:
    """The script of a shell; it asks the program itself what can follow."""
    kind = get_completion_class(shell)
    assert kind is not None
    return kind(group, {}, NAME, COMPLETION).source()


def write(folder: Path) -> list[Path]:
    """Into `folder` as it would lie below share/."""
    group = command_line(COMMANDS)
    pages = {"man/man1/pullquote.1": man_page(group)}
    pages |= {path: completion(group, shell) for shell, path in COMPLETIONS.items()}
    for path, text in pages.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return [folder / path for path in pages]


def _command(command: click.Command, context: click.Context) -> list[str]:
    usage = " ".join(command.collect_usage_pieces(context))
    lines = [
        f".SS {_text(f'{NAME} {context.info_name} {usage}')}",
        *_paragraphs(command.help or ""),
    ]
    for option in command.get_params(context):
        shown = option.get_help_record(context)
        if shown is not None and shown[1]:
            lines += [".TP", f".B {_text(shown[0])}", _text(shown[1])]
    return lines


def _paragraphs(text: str) -> list[str]:
    parts = (" ".join(part.split()) for part in text.replace("\b", "").split("\n\n"))
    return [line for part in parts if part for line in (".PP", _text(part))]


def _text(words: str) -> str:
    made = words.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ")
    return f"\\&{made}" if made.startswith((".", "'")) else made


if __name__ == "__main__":
    for made in write(Path(sys.argv[1])):
        print(made)
