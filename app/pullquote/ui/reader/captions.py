"""Where the names above labels go, and which give way when they collide."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pullquote.ui.reader.values import LabelId

BETWEEN = 6
"""The least pixels between two captions."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A caption that wants to stand over `line` from `x`, or up to `x` if `leftward`.

    `rank` orders those that collide, the lowest first; `room` is the width of its own words;
    `outline` is set for suggestions, whose ids are their own.
    """

    id: LabelId
    line: int
    x: float
    room: float
    rank: tuple[int, ...]
    layer: str
    caption: str
    value: str = ""
    carried: bool = False
    leftward: bool = False
    outline: bool = False


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption in its place; `value` is "" where there was no room for it."""

    id: LabelId
    outline: bool
    line: int
    left: float
    width: float
    layer: str
    caption: str
    value: str
    carried: bool


def place(
    wishes: Iterable[Wish], width: int, measure: Callable[[str, str, bool], float]
) -> list[Caption]:
    """Those that find room in a column of `width`, without the value if that helps.

    `measure` gives the pixels that a caption, a value and the sign for carried take.
    """
    taken: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)
    placed = []
    sized = [(wish, measure(wish.caption, wish.value, wish.carried)) for wish in wishes]
    # Among equals a value says more than a layer's name, and one wider than its words gives way.
    sized.sort(key=lambda pair: (*_order(*pair), pair[0].x * (-1 if pair[0].leftward else 1)))
    for wish, full in sized:
        for value, wide in _forms(wish, full, measure):
            left = _place(wish, wide, width, taken[wish.line])
            if left is not None:
                taken[wish.line].append((left, left + wide))
                placed.append(_caption(wish, left, wide, value))
                break
    return placed


def _order(wish: Wish, wide: float) -> tuple[object, ...]:
    return wish.rank, not wish.value, wide > wish.room


def _place(wish: Wish, wide: float, width: int, taken: list[tuple[float, float]]) -> float | None:
    """At the start of its words; behind one that reaches in from before, if still over them."""
    left = _left(wish, wide, width)
    if _free(taken, left, left + wide):
        return left
    if wish.leftward:
        reaching = [start for start, end in taken if start - BETWEEN < wish.x < end]
        left = min(reaching, default=left) - BETWEEN - wide
        fits = left >= wish.x - wish.room
    else:
        reaching = [end for start, end in taken if start < wish.x < end + BETWEEN]
        left = max(reaching, default=left) + BETWEEN
        fits = left + wide <= wish.x + wish.room
    return left if reaching and fits and _free(taken, left, left + wide) else None


def _forms(
    wish: Wish, full: float, measure: Callable[[str, str, bool], float]
) -> Iterable[tuple[str, float]]:
    yield wish.value, full
    if wish.value and wish.caption:
        yield "", measure(wish.caption, "", wish.carried)


def _left(wish: Wish, wide: float, width: int) -> float:
    left = wish.x - wide if wish.leftward else wish.x
    return max(0, min(left, width - wide))


def _free(taken: list[tuple[float, float]], left: float, right: float) -> bool:
    return all(right + BETWEEN <= start or end + BETWEEN <= left for start, end in taken)


def _caption(wish: Wish, left: float, wide: float, value: str) -> Caption:
    return Caption(
        wish.id,
        wish.outline,
        wish.line,
        left,
        wide,
        wish.layer,
        wish.caption,
        value,
        wish.carried,
    )
