"""The program: a command, or the window."""

import builtins
import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

COMPLETION = "_PULLQUOTE_COMPLETE"
"""A shell that asks how a line can go on says so by this variable; see click's shell_completion."""


def main() -> None:
    use_one_thread()
    if hasattr(sys, "frozen"):
        # A bundle starts its worker processes by starting itself.
        import multiprocessing

        multiprocessing.freeze_support()
    arguments = sys.argv[1:]
    if arguments[:1] == ["--plugin-process"]:
        from pullquote.plugins.runner import serve

        serve(*arguments[1:3])
        return
    if asks_for_window(arguments) and COMPLETION not in os.environ:
        project = next((Path(name) for name in arguments[-1:] if name != "open"), None)
        raise SystemExit(load_window()(project))
    _print_anything()
    from pullquote.cli.main import command_line
    from pullquote.ui.command_table import COMMANDS

    command_line(COMMANDS).main(prog_name="pullquote")


def use_one_thread() -> None:
    """Before NumPy is loaded, here or in a process that starts from here: its products of small
    tables are done sooner than a second thread has begun.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _print_anything() -> None:
    """Names of files need not be UTF-8, and a terminal need not show what is in texts."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def asks_for_window(arguments: Sequence[str]) -> bool:
    """Whether nothing is asked but the window: alone, or with the name of one project.

    What a desktop starts is among it. The window then comes without click and the commands, which
    understand all the rest.
    """
    match arguments:
        case [] | ["open"]:
            return True
        case ["open", name]:
            return not name.startswith("-")
        case [name]:
            return name.endswith(".pullquote") and not name.startswith("-")
    return False


def load_window() -> "Callable[[Path | None], int]":
    """`run_window`, with all that it needs imported."""
    # What is imported is never garbage, and the window collects by itself.
    gc.disable()
    # Before Qt: PySide6 reads the source of each module that is imported after it.
    import_module("pullquote.labelling.session")
    # Nor after it: what PySide6 looks for there, a switch to other names, is nowhere used.
    plain_import = builtins.__import__
    import_module("PySide6.QtCore")
    builtins.__import__ = plain_import
    from pullquote.ui.application import run_window

    return run_window


if __name__ == "__main__":
    main()
