"""An operation over many transactions, which stands as interrupted if it is cut off."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from pullquote.store.writer import Writer


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
    ) -> None:
        self.name = name
        self.actor = actor
        self.operation: int | None = None
        self.done = 0
        self._details = dict(details)
        self._take_step = take_step

    def step(self, units: int = 1) -> AbstractContextManager[Writer]:
        """All or nothing of what is written inside; `units` of the whole are done after it."""
        return self._take_step(self, units)

    def note(self, **details: object) -> None:
        """Add to what the journal says about this operation, from the next step on."""
        self._details |= details

    def details(self, done: int) -> dict[str, Any]:
        return {**self._details, "done": done}
