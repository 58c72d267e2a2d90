"""Long work in a thread: progress and answers come back to the window's thread by signals, and
garbage is collected in that thread alone, for widgets must not die in another one.
"""

import gc
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from threading import BoundedSemaphore, Event, Thread
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]
Work = Callable[[Progress, Stop], Any]

log = logging.getLogger(__name__)


class _Signals(QObject):
    progressed = Signal(int, int, int)
    ended = Signal(int)


@dataclass
class _Running:
    key: str
    title: str
    work: Work
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    stopped: Event = field(default_factory=Event)
    overtaken: bool = False
    thread: Thread | None = None
    answer: Any = None
    error: Exception | None = None


class Tasks(QObject):
    """Runs work by key: new work under a key stops the old, whose late answer is dropped.

    What has no title is a short question, and has threads of its own: a search as it is typed
    does not wait until an import is over. Three of each run at once.

    A thread is over before its answer counts, so whatever it held dies here: a widget that dies
    in another thread ends Python. Signals carry numbers alone, for what Qt copies dies anywhere.
    """

    progressed = Signal(str, str, int, int)
    """key, title, done, total (0 while it is not known)"""
    ended = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._long, self._short = BoundedSemaphore(3), BoundedSemaphore(3)
        self._numbers = count(1)
        self._running: dict[int, _Running] = {}
        self._signals = _Signals(self)
        self._signals.progressed.connect(self._on_progress)
        self._signals.ended.connect(self._on_end)

    def run(
        self,
        key: str,
        title: str,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Start `work`; `done` or `failed` is called in this thread, unless it is overtaken."""
        self.stop(key)
        for older in self._running.values():
            older.overtaken |= older.key == key
        number = next(self._numbers)
        running = _Running(key, title, work, done, failed)
        self._running[number] = running
        self.progressed.emit(key, title, 0, 0)
        free = self._long if title else self._short
        running.thread = Thread(
            target=_do, args=(number, running, free, self._signals), name=key or "work"
        )
        running.thread.start()

    def stop(self, key: str = "") -> bool:
        """Ask the work under `key` to stop, all of it without a key; True if any ran."""
        asked = [r for r in self._running.values() if key in ("", r.key)]
        for running in asked:
            running.stopped.set()
        return bool(asked)

    def busy(self, key: str = "") -> bool:
        """Whether anything runs, or with `key` whether that does."""
        return any(key in ("", running.key) for running in self._running.values())

    def finish(self, milliseconds: int = 30_000) -> bool:
        """Stop everything and wait; True if all threads came home."""
        self.stop()
        end = time.monotonic() + milliseconds / 1000
        threads = [r.thread for r in self._running.values() if r.thread is not None]
        for thread in threads:
            thread.join(max(end - time.monotonic(), 0))
        self._running.clear()
        return not any(thread.is_alive() for thread in threads)

    @Slot(int, int, int)
    def _on_progress(self, number: int, done: int, total: int) -> None:
        running = self._running.get(number)
        if running is not None:
            self.progressed.emit(running.key, running.title, done, total)

    @Slot(int)
    def _on_end(self, number: int) -> None:
        running = self._running.pop(number, None)
        if running is None or running.thread is None:
            return
        running.thread.join()
        # Its traceback knows `running`: let go of one, or both stay until garbage is collected.
        error, running.error = running.error, None
        self.ended.emit(running.key)
        if running.overtaken:
            return
        if error is not None:
            running.failed(error)
        else:
            running.done(running.answer)


def _do(number: int, running: _Running, free: BoundedSemaphore, signals: _Signals) -> None:
    """Work in a thread once one is free; the last border for what it may raise."""
    last_step = -1

    def progress(done: int, total: int) -> None:
        # One signal for each per mille is all that a line on the screen can show.
        nonlocal last_step
        step = done * 1000 // max(total, 1)
        if step != last_step:
            last_step = step
            signals.progressed.emit(number, done, total)

    with free:
        try:
            running.answer = running.work(progress, running.stopped.is_set)
        except Exception as error:  # noqa: BLE001 - the task runner's border
            log.info("work failed: %s", type(error).__name__)
            running.error = error
    signals.ended.emit(number)


_COLLECT_MS = 500
"""Milliseconds between two looks."""


class Garbage(QObject):
    """Stands in for Python's own collector, which runs in whatever thread makes the next object."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_COLLECT_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect the oldest generation that is due, as Python would."""
        due = [
            generation
            for generation, (count, most) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if most and count > most
        ]
        if due:
            gc.collect(due[-1])
