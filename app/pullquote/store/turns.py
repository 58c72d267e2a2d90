"""A lock that is given out in the order in which it was asked for."""

import threading
from collections import deque
from threading import get_ident

from pullquote.store.errors import NestedOperation


class Turns:
    """Whoever asks while long work goes on is next when it lets go between two of its steps."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False
        self._owner: int | None = None

    @property
    def mine(self) -> bool:
        return self._owner == get_ident()

    @property
    def awaited(self) -> bool:
        """Whether somebody waits for a turn."""
        return bool(self._waiting)

    def __enter__(self) -> None:
        if self.mine:
            raise NestedOperation("an operation inside an operation")
        with self._guard:
            gate = threading.Lock() if self._taken else None
            self._taken = True
            if gate is not None:
                gate.acquire()
                self._waiting.append(gate)
        if gate is not None:
            gate.acquire()
        self._owner = get_ident()

    def __exit__(self, *_exception: object) -> None:
        with self._guard:
            self._owner = None
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
