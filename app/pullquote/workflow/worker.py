"""Heavy computing in a process of its own, so that the window never waits for it."""

import logging
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from pullquote.errors import PullquoteError

if TYPE_CHECKING:
    from pullquote.store.project import Project

T = TypeVar("T")
Progress = Callable[[int, int], None]
Stop = Callable[[], bool]
Message = tuple[Literal["ready", "item", "progress", "answer", "error"], Any]

_POLLED = 0.05
_PROGRESS_EVERY = 0.03
_LESS_URGENT = 5


class WorkerDied(PullquoteError):
    template = (
        "The background process ended without an answer ({why}). "
        "Close other programs if memory is short, and try again."
    )


class WorkerSilent(PullquoteError):
    template = "The background process gave no answer for {seconds:g} seconds and was ended."


class Stopped(PullquoteError):
    """The person stopped it. What was written by then stays, each step whole."""

    template = "Stopped."


def run_in_process(
    function: Callable[..., T],
    *args: object,
    progress: Progress | None = None,
    stop: Stop | None = None,
    memory: int | None = None,
) -> T:
    """What `function(*args)` returns in a new process; it must stand at the top of a module.

    With `progress`, the function is called with a keyword of that name to report by. `stop` is
    polled here and ends the process. `memory` limits its address space, in bytes.

    Raises what the function raises, Stopped, and WorkerDied.
    """
    with _process(_answer, function, args, progress is not None, memory) as messages:
        while True:
            kind, value = messages(stop, None)
            if kind == "answer":
                return cast("T", value)
            if progress is not None:
                progress(*value)


def run_on_project(
    function: Callable[..., T],
    project: "Project",
    *args: object,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> T:
    """As `run_in_process`, what the function makes of the project file, read-only, and `args`."""
    whole = run_in_process(_on_file, function, project.path, *args, progress=progress, stop=stop)
    return cast("T", whole)


def stream_from_process(
    function: Callable[..., Iterator[T]],
    *args: object,
    stop: Stop | None = None,
    memory: int | None = None,
    seconds: float | None = None,
) -> Iterator[T]:
    """The items of the generator `function(*args)`, which runs in a new process.

    It runs ahead by what a pipe holds (64 kB). Closing the iterator ends the process. Raises as
    `run` does, and WorkerSilent when an item took longer than `seconds`: of computing or sleeping,
    without those in which other processes had the processor (where the system tells).
    """
    with _process(_items, function, args, memory) as messages:
        messages(stop, None)  # starting may take its time
        while True:
            kind, value = messages(stop, seconds)
            if kind == "answer":
                return
            yield value


@contextmanager
def _process(
    work: Callable[..., None], *args: object
) -> Iterator[Callable[[Stop | None, float | None], Message]]:
    """A started process and the function that waits for its next message."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(sender, work, *args), daemon=True)
    process.start()
    sender.close()

    def next_message(stop: Stop | None, seconds: float | None) -> Message:
        _wait(receiver, stop, None if seconds is None else _Patience(process.pid, seconds))
        try:
            kind, value = receiver.recv()
        except (EOFError, OSError):
            process.join()
            raise WorkerDied(why=_reason(process.exitcode)) from None
        if kind == "error":
            raise value
        return kind, value

    try:
        yield next_message
    finally:
        process.kill()
        process.join()
        process.close()
        receiver.close()


def _wait(receiver: Connection, stop: Stop | None, patience: "_Patience | None") -> None:
    while not receiver.poll(_POLLED):
        if stop is not None and stop():
            raise Stopped
        if patience is not None and patience.is_over():
            raise WorkerSilent(seconds=patience.seconds)
    if stop is not None and stop():
        raise Stopped


class _Patience:
    """How long a process may be silent. On a busy machine it is given the time that it lacked."""

    def __init__(self, process: int | None, seconds: float) -> None:
        self._stat = Path(f"/proc/{process}/stat")
        self.seconds = seconds
        self._used = 0.0
        self._seen = time.monotonic()
        self._worked = self._work()[0]

    def is_over(self) -> bool:
        """To be asked every now and then."""
        now = time.monotonic()
        worked, is_ready = self._work()
        self._used += worked - self._worked if is_ready else now - self._seen
        self._seen, self._worked = now, worked
        return self._used > self.seconds

    def _work(self) -> tuple[float, bool]:
        """Seconds of the processor that it had, and whether it has it now or would like to."""
        try:
            # The name before them may hold anything, brackets too.
            fields = self._stat.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            return 0.0, False
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), fields[0] == "R"


def _reason(code: int | None) -> str:
    if code is not None and code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"


# ------------------------------------------------------------------ in the process of its own


def _serve(sender: Connection, work: Callable[..., None], *args: object) -> None:
    _settle()
    try:
        work(sender, *args)
    except BrokenPipeError:
        return
    except Exception as error:  # noqa: BLE001 - the border of the process: it comes back as itself
        sender.send(("error", _portable(error)))


def _answer(
    sender: Connection,
    function: Callable[..., Any],
    args: tuple[object, ...],
    reports: bool,
    memory: int | None,
) -> None:
    _limit(memory)
    told = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal told
        if done >= total or time.monotonic() - told > _PROGRESS_EVERY:
            told = time.monotonic()
            sender.send(("progress", (done, total)))

    sender.send(("answer", function(*args, **({"progress": progress} if reports else {}))))


def _items(
    sender: Connection,
    function: Callable[..., Iterator[Any]],
    args: tuple[object, ...],
    memory: int | None,
) -> None:
    _limit(memory)
    sender.send(("ready", None))
    for item in function(*args):
        sender.send(("item", item))
    sender.send(("answer", None))


def _on_file(function: Callable[..., T], path: Path, *args: object, **reports: Progress) -> T:
    """Of the project file at `path`, which another process may have open."""
    from pullquote.store.project import Project

    with Project.open(path, read_only=True) as project:
        found: T = function(project, *args, **reports)
    return found


def _settle() -> None:
    """Leave Ctrl+C to the parent, end with it, give way to the window, keep quiet."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(_LESS_URGENT)
    # Parsers warn about what they read on standard error, and quote it.
    logging.getLogger().addHandler(logging.NullHandler())
    warnings.simplefilter("ignore")


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _limit(memory: int | None) -> None:
    if memory is not None and sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        with suppress(ValueError, OSError):  # a lower limit stands, or the system has none
            resource.setrlimit(resource.RLIMIT_AS, (memory, hard))


def _portable(error: Exception) -> Exception:
    """`error` with its traceback as a note, or its words where it cannot be sent."""
    if not isinstance(error, PullquoteError):
        error.add_note("".join(traceback.format_tb(error.__traceback__)))
    try:
        pickle.loads(pickle.dumps(error))
    except (pickle.PickleError, AttributeError, TypeError, ValueError):
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
