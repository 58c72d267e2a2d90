"""Work for a process of its own, in all the ways it can go wrong."""

import ctypes
import logging
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterator

from pullquote.errors import PullquoteError


class TooBusy(PullquoteError):
    template = "Too busy to do {what}."


class CannotTravel(Exception):
    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} and {two}")


def add(one: int, two: int) -> int:
    return one + two


def pid() -> int:
    return os.getpid()


def squares(many: int) -> Iterator[int]:
    return (number * number for number in range(many))


def report(steps: int, progress: Callable[[int, int], None]) -> str:
    for step in range(steps):
        progress(step + 1, steps)
    return "done"


def refuse(what: str) -> None:
    raise TooBusy(what=what)


def divide() -> float:
    return 1 / 0


def fail_oddly() -> None:
    raise CannotTravel(1, 2)


def unsendable() -> object:
    return lambda: None


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leave(code: int) -> None:
    sys.exit(code)


def crash() -> None:
    ctypes.string_at(0)


def eat() -> int:
    return len(bytearray(8 * 2**30))


def grumble() -> None:
    logging.getLogger("odd").warning("never seen")
    warnings.warn("nor this", stacklevel=1)


def numbers_then_death(many: int) -> Iterator[int]:
    yield from range(many)
    die()


def numbers_then_sleep(many: int) -> Iterator[int]:
    yield from range(many)
    time.sleep(600)


def numbers_then_work(many: int) -> Iterator[int]:
    yield from range(many)
    while True:
        pass


def large(many: int, started: str) -> Iterator[bytes]:
    for number in range(many):
        with open(started, "a") as file:  # noqa: PTH123
            file.write(f"{number}\n")
        yield bytes(100_000)
