"""An operation over many transactions, which stands as interrupted if it is cut off."""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from pullquote.store.turns import Turns
from pullquote.store.writer import Writer

# Committing takes longer the more a step has written, and whoever asks meanwhile waits for it.
_LONGEST_SECONDS = 0.1


class LongWriter:
    """`with long.step() as writer:` is one transaction; between two steps others may write.

    `done` counts the units that are committed; a `total` among the details says of how many.
    """

    def __init__(
        self,
        name: str,
        actor: int,
        details: Mapping[str, Any],
        take_step: Callable[["LongWriter", int], AbstractContextManager[Writer]],
        turns: Turns,
    ) -> None:
        self.name = name
        self.actor = actor
        self.operation: int | None = None
        self.done = 0
        self.in_step = 0
        self._details = dict(details)
        self._take_step = take_step
        self._turns = turns
        self._begun = 0.0

    def step(self, units: int = 1) -> AbstractContextManager[Writer]:
        """All or nothing of what is written inside; `units` of the whole are done after it."""
        return self._take_step(self, units)

    def begin_step(self, units: int) -> None:
        self.in_step, self._begun = units, time.monotonic()

    def count(self, units: int) -> None:
        """So many units more are done after the step under way."""
        self.in_step += units

    @property
    def has_time(self) -> bool:
        """Whether the step under way may go on, because nobody waits for it to end."""
        return not self._turns.awaited and time.monotonic() - self._begun < _LONGEST_SECONDS

    def note(self, **details: object) -> None:
        """Add to what the journal says about this operation, from the next step on."""
        self._details |= details

    def details(self, done: int) -> dict[str, Any]:
        return {**self._details, "done": done}
