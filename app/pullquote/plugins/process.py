"""A plug-in in a process of its own: asked about documents, ended at its limits with what it
started.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import IO, Any, NamedTuple

from pullquote.errors import Problem
from pullquote.plugins.installed import Plugin
from pullquote.plugins.runner import SWITCH

Stop = Callable[[], bool]

_POLLED = 0.05
_CHUNK = 65_536
_PRINTED = 4_000
_ENDING = 1.0
# An answer, and what says that it is not the only one.
_WAITING = 2


class PluginLimits(NamedTuple):
    """For an answer `seconds`, `size` in bytes, and how many `labels`; for loading `start` in
    seconds; `memory` in bytes of addresses, where the system knows such a limit.
    """

    seconds: float = 30.0
    size: int = 8 * 2**20
    labels: int = 10_000
    start: float = 60.0
    memory: int = 6 * 2**30


class PluginFailed(Problem):
    """A plug-in that gave no suggestions; the sentence names it, the document, and what to do."""


class PluginProcess:
    """Started when it is first asked, and again after it was ended; from any thread, one at a time.

    A child of the plug-in that leaves its process group on purpose outlives it: this is a fence
    against mistakes, not against malice.
    """

    def __init__(self, plugin: Plugin, limits: PluginLimits = PluginLimits()) -> None:  # noqa: B008 - a value
        self.plugin, self.limits = plugin, limits
        self._lock = Lock()
        self._running: _Running | None = None
        self._printed = b""

    @property
    def printed(self) -> str:
        """The end of what the plug-in printed before it was last ended."""
        return self._printed.decode("utf-8", "replace")

    def ask(self, document: Mapping[str, Any], called: str, stop: Stop) -> dict[str, Any] | None:
        """The object that the plug-in answers; None when `stop` said so, and its process is ended.

        `called` is what the document is called in a sentence. Raises PluginFailed.
        """
        with self._lock:
            try:
                return self._ask(document, called, stop)
            except PluginFailed:
                self._end()
                raise

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._end()

    def _ask(self, document: Mapping[str, Any], called: str, stop: Stop) -> dict[str, Any] | None:
        if self._running is None:
            self._running = _Running(_command(self.plugin, self.limits), self.limits.size)
            if self._message(called, self.limits.start, stop) is None:
                return None
        self._running.send(json.dumps(document).encode() + b"\n")
        message = self._message(called, self.limits.seconds, stop)
        if message is None:
            return None
        answer = message.get("answer")
        if not isinstance(answer, dict):
            raise self._failure("answered no object", called)
        labels = answer.get("annotations")
        if isinstance(labels, list) and len(labels) > self.limits.labels:
            raise self._failure(f"suggested more than {self.limits.labels:,} labels", called)
        if self._running.lines.qsize():
            raise self._failure("wrote to the pipe that is the program's", called)
        return answer

    def _message(self, called: str, seconds: float, stop: Stop) -> dict[str, Any] | None:
        running, end = self._running, time.monotonic() + seconds
        assert running is not None
        while True:
            with suppress(Empty):
                line = running.lines.get(timeout=_POLLED)
                break
            if stop():
                self._end()
                return None
            if time.monotonic() > end:
                raise PluginFailed(
                    "The plug-in {name} gave no answer about {document} in {seconds:g} seconds and "
                    "was ended; give it more time or switch it off.",
                    name=self.plugin.name, document=called, seconds=seconds,
                )  # fmt: skip
        if line is None:
            why = running.exit_reason()
            raise self._failure(f"ended without an answer ({why})", called)
        if len(line) > self.limits.size:
            megabytes = self.limits.size / 2**20
            raise self._failure(f"answered with more than {megabytes:g} MB and was ended", called)
        return self._decoded(line, called)

    def _decoded(self, line: bytes, called: str) -> dict[str, Any]:
        try:
            message = json.loads(line, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            message = None
        if not isinstance(message, dict):
            raise self._failure("answered with what is no JSON object", called)
        if "error" in message:
            raise self._failure(f"failed ({message['error']})", called)
        return message

    def _failure(self, what: str, called: str) -> PluginFailed:
        return PluginFailed(
            "The plug-in {name} {what}, asked about {document}; mend what it says, or switch it "
            "off.",
            name=self.plugin.name, what=what, document=called,
        )  # fmt: skip

    def _end(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.end()
            self._printed = bytes(running.printed)


def _command(plugin: Plugin, limits: PluginLimits) -> list[str]:
    # A bundle is the program itself; -P keeps the folder that it is called from out of the path.
    python = [] if hasattr(sys, "frozen") else ["-P", "-m", "pullquote"]
    return [sys.executable, *python, SWITCH, plugin.name, str(limits.memory)]


class _Running:
    """The process and the threads at its pipes; `lines` ends with None, and a line that is longer
    than `size` with what was read of it.
    """

    def __init__(self, command: list[str], size: int) -> None:
        self.lines: SimpleQueue[bytes | None] = SimpleQueue()
        self.printed = bytearray()
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd=tempfile.gettempdir(),
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        incoming, outgoing, errors = self._process.stdin, self._process.stdout, self._process.stderr
        assert incoming is not None
        assert outgoing is not None
        assert errors is not None
        self._incoming = incoming
        self._threads = [
            Thread(target=self._read, args=(outgoing, size), daemon=True),
            Thread(target=self._keep_printed, args=(errors,), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def send(self, line: bytes) -> None:
        """From a thread: who does not read makes nobody wait."""
        Thread(target=_write, args=(self._incoming, line), daemon=True).start()

    def exit_reason(self) -> str:
        """Why it ended, if it did. It is not reaped yet: its children are still to be ended."""
        if not hasattr(os, "waitid"):
            with suppress(subprocess.TimeoutExpired):
                return f"exit code {self._process.wait(_ENDING)}"
            return "its output was shut"
        end = time.monotonic() + _ENDING
        while time.monotonic() < end:
            how = os.WEXITED | os.WNOWAIT | os.WNOHANG
            found = os.waitid(os.P_PID, self._process.pid, how)
            if found is not None:
                code = found.si_status
                exited = found.si_code == os.CLD_EXITED
                return f"exit code {code}" if exited else f"signal {signal.Signals(code).name}"
            time.sleep(_POLLED)
        return "its output was shut"

    def end(self) -> None:
        """Kill it with what it started."""
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        else:
            kill = ["taskkill", "/T", "/F", "/PID", str(self._process.pid)]
            subprocess.run(kill, capture_output=True, check=False)
        self._process.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join(_ENDING)
        for pipe in (self._incoming, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def _read(self, pipe: IO[bytes], size: int) -> None:
        begun = bytearray()
        while chunk := _chunk(pipe):
            begun += chunk
            *whole, rest = begun.split(b"\n") if b"\n" in chunk else (begun,)
            for line in whole:
                self.lines.put(bytes(line))
            begun = rest
            if self.lines.qsize() > _WAITING:
                return
            if len(begun) > size:
                self.lines.put(bytes(begun))
                return
        self.lines.put(None)

    def _keep_printed(self, pipe: IO[bytes]) -> None:
        while chunk := _chunk(pipe):
            self.printed += chunk
            del self.printed[:-_PRINTED]


def _chunk(pipe: IO[bytes]) -> bytes:
    """What is there; b"" at the end."""
    try:
        return pipe.read(_CHUNK)
    except (OSError, ValueError):
        return b""


def _write(pipe: IO[bytes], line: bytes) -> None:
    view = memoryview(line)
    with suppress(OSError, ValueError):
        while view:
            view = view[pipe.write(view) :]


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")
