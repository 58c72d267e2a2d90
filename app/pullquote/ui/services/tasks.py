"""Long work in a thread: progress and answers come back to the window's thread by signals, and
garbage is collected in that thread alone, for widgets must not die in another one.
"""

import gc
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal, Slot

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]
Work = Callable[[Progress, Stop], Any]

log = logging.getLogger(__name__)


class _Signals(QObject):
    progressed = Signal(int, int, int)
    answered = Signal(int, object)
    failed = Signal(int, object)


class _Job(QRunnable):
    """Runs `work` and reports under `number`; the last border for what it may raise."""

    def __init__(self, number: int, work: Work, signals: _Signals, stopped: Event) -> None:
        super().__init__()
        self._number, self._work, self._signals, self._stopped = number, work, signals, stopped
        self._last_step = -1

    def run(self) -> None:
        try:
            answer = self._work(self._progress, self._stopped.is_set)
        except Exception as error:  # noqa: BLE001 - the task runner's border
            log.info("work failed: %s", type(error).__name__)
            self._signals.failed.emit(self._number, error)
        else:
            self._signals.answered.emit(self._number, answer)

    def _progress(self, done: int, total: int) -> None:
        # One signal for each per mille is all that a line on the screen can show.
        step = done * 1000 // max(total, 1)
        if step != self._last_step:
            self._last_step = step
            self._signals.progressed.emit(self._number, done, total)


@dataclass
class _Running:
    key: str
    title: str
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    stopped: Event = field(default_factory=Event)
    overtaken: bool = False


class Tasks(QObject):
    """Runs work by key: new work under a key stops the old, whose late answer is dropped.

    What has no title is a short question, and has threads of its own: a search as it is typed
    does not wait until an import is over.
    """

    progressed = Signal(str, str, int, int)
    """key, title, done, total (0 while it is not known)"""
    ended = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool, self._questions = QThreadPool(self), QThreadPool(self)
        for pool in (self._pool, self._questions):
            pool.setMaxThreadCount(3)
        self._numbers = count(1)
        self._running: dict[int, _Running] = {}
        self._signals = _Signals(self)
        self._signals.progressed.connect(self._on_progress)
        self._signals.answered.connect(self._on_answer)
        self._signals.failed.connect(self._on_failure)

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
        running = _Running(key, title, done, failed)
        self._running[number] = running
        self.progressed.emit(key, title, 0, 0)
        pool = self._pool if title else self._questions
        pool.start(_Job(number, work, self._signals, running.stopped))

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
        home = all(pool.waitForDone(milliseconds) for pool in (self._pool, self._questions))
        self._running.clear()
        return home

    @Slot(int, int, int)
    def _on_progress(self, number: int, done: int, total: int) -> None:
        running = self._running.get(number)
        if running is not None:
            self.progressed.emit(running.key, running.title, done, total)

    @Slot(int, object)
    def _on_answer(self, number: int, answer: object) -> None:
        running = self._running.pop(number, None)
        if running is not None:
            self.ended.emit(running.key)
            if not running.overtaken:
                running.done(answer)

    @Slot(int, object)
    def _on_failure(self, number: int, error: Exception) -> None:
        running = self._running.pop(number, None)
        if running is not None:
            self.ended.emit(running.key)
            if not running.overtaken:
                running.failed(error)


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
