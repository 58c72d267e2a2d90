"""What a format cannot hold: counted and named, so that nothing is dropped in silence."""

from collections.abc import Iterable
from dataclasses import dataclass

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Loss:
    """`what` is a plural noun ("notes on speakers"); `where` names the first few."""

    what: str
    count: int
    where: tuple[str, ...] = ()


class LossCounter:
    """Counts losses as they are met; kept in the order of their first mention."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, tuple[str, ...]]] = {}

    def add(self, what: str, where: str, count: int = 1) -> None:
        if not count:
            return
        before, places = self._found.get(what, (0, ()))
        if len(places) < _NAMED and where not in places:
            places += (where,)
        self._found[what] = before + count, places

    def add_each(self, what: str, places: Iterable[str]) -> None:
        for place in places:
            self.add(what, place)

    def all(self) -> tuple[Loss, ...]:
        return tuple(Loss(what, count, where) for what, (count, where) in self._found.items())


def losses_in_words(losses: Iterable[Loss]) -> list[str]:
    """Lines for a person; that nothing is lost is said too."""
    found = [f"{loss.count:>9,}  {loss.what}" for loss in losses]
    return ["Not kept:", *found] if found else ["Nothing is lost."]
