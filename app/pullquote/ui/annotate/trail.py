"""Back and forward through the places one has jumped from."""

from dataclasses import dataclass

MOST = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A document and the caret in it, in code points."""

    document: int
    caret: int = 0


class Trail:
    """Like a browser's: a jump from the middle forgets what lay ahead."""

    def __init__(self) -> None:
        self._behind: list[Place] = []
        self._ahead: list[Place] = []

    def leave(self, here: Place) -> None:
        """Note the place one jumps from."""
        if not self._behind or self._behind[-1] != here:
            self._behind.append(here)
        del self._behind[:-MOST]
        self._ahead.clear()

    def back(self, here: Place) -> Place | None:
        return self._step(self._behind, self._ahead, here)

    def forward(self, here: Place) -> Place | None:
        return self._step(self._ahead, self._behind, here)

    def forget(self, document: int) -> None:
        """Leave out a document that is gone."""
        self._behind = [p for p in self._behind if p.document != document]
        self._ahead = [p for p in self._ahead if p.document != document]

    def _step(self, source: list[Place], target: list[Place], here: Place) -> Place | None:
        if not source:
            return None
        target.append(here)
        return source.pop()
