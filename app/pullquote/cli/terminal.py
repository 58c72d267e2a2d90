"""What a command shows while it works, and how Ctrl+C reaches it."""

import getpass
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO, TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pullquote.store.project import Project

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]

PATH = click.Path(path_type=Path)
PROJECT = click.argument("project", type=PATH)

_STEPS = 1000
_LISTED = 20


class Refused(click.ClickException):
    """Ends the program with one sentence on standard error."""

    exit_code = 2

    def show(self, file: IO[str] | None = None) -> None:
        click.echo(f"pullquote: {self.format_message()}", file=file, err=True)


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """A bar on standard error when that is a terminal; the function moves it."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with click.progressbar(length=_STEPS, label=label, file=sys.stderr) as bar:
        yield lambda done, total: bar.update(done * _STEPS // max(total, 1) - bar.pos)


@contextmanager
def stoppable() -> Iterator[Stop]:
    """The first Ctrl+C asks the work to stop at a whole document, the second one ends it."""
    asked = False

    def ask(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def open_project(path: Path, *, read_only: bool = False) -> Iterator["Project"]:
    """The project, with what a person has to know of it on standard error."""
    from pullquote.store.project import Project

    with Project.open(path, read_only=read_only) as project:
        for notice in project.notices:
            click.echo(f"pullquote: {notice}", err=True)
        yield project


@contextmanager
def at_work(
    project: Path, label: str, *, read_only: bool = False
) -> Iterator[tuple["Project", Progress, Stop]]:
    """The project, open, with a bar and Ctrl+C for what is done with it."""
    with (
        open_project(project, read_only=read_only) as opened,
        progress_bar(label) as progress,
        stoppable() as stop,
    ):
        yield opened, progress, stop
        if problem := opened.wait_for_backup():
            click.echo(f"No backup was made: {problem}", err=True)


def list_problems(heading: str, lines: Sequence[object]) -> None:
    """On standard error, the first of them below a heading; nothing where there are none."""
    if lines:
        click.echo(heading, err=True)
    for line in lines[:_LISTED]:
        click.echo(f"  {line}", err=True)
    if len(lines) > _LISTED:
        click.echo(f"  and {len(lines) - _LISTED:,} more.", err=True)


def count_of(count: int, one: str, more: str = "") -> str:
    """1 document; 1,200 documents. `more` is for a plural that takes more than an s."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def user_login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "annotator"
