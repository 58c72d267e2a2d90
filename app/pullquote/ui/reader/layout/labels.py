"""What labels look like in one piece of the text: stripes in lanes, and captions.

Captions that collide give way to one another.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from pullquote.ui.reader.layout.chunk_layout import Box, ChunkLayout
from pullquote.ui.reader.layout.span_index import assign_lanes
from pullquote.ui.reader.values import LabelId, Outline, PaintedLabel

Measure = Callable[[str, str, bool], float]

LANES = 4
"""Underlines that fit between two lines of text; more are counted."""


class Stripe(NamedTuple):
    """One label in one line; `opens` where its first character is."""

    label: PaintedLabel
    line: int
    left: float
    right: float
    lane: int
    opens: bool


class Caption(NamedTuple):
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


class PieceMarks(NamedTuple):
    """`more` counts, by line, the labels that found no lane; `deep` lines reach the next one."""

    stripes: Sequence[Stripe] = ()
    captions: Sequence[Caption] = ()
    more: Mapping[int, int] = MappingProxyType({})
    deep: Collection[int] = frozenset()


class Chosen(NamedTuple):
    """The labels that stand out."""

    label: LabelId | None = None
    partners: Collection[LabelId] = frozenset()

    def rank(self, label: LabelId) -> int:
        return 0 if label == self.label else 1 if label in self.partners else 2


def mark_piece(
    layout: ChunkLayout,
    labels: Sequence[PaintedLabel],
    outlines: Iterable[Outline],
    chosen: Chosen,
    width: int,
    measure: Measure,
) -> PieceMarks:
    """`labels` are those in the piece, by start and the longest first; `width` is the column's."""
    stripes, more = _stripes(layout, labels, chosen)
    wishes = [_label_wish(stripe, layout, chosen) for stripe in stripes if stripe.opens]
    wishes += [wish for outline in outlines if (wish := _outline_wish(layout, outline))]
    deep = {stripe.line for stripe in stripes if stripe.lane > 1}
    return PieceMarks(stripes, place_captions(wishes, width, measure), more, deep)


def _stripes(
    layout: ChunkLayout, labels: Sequence[PaintedLabel], chosen: Chosen
) -> tuple[list[Stripe], dict[int, int]]:
    found: list[Stripe] = []
    more: defaultdict[int, int] = defaultdict(int)
    taken = assign_lanes((label.span.start, label.span.end) for label in labels)
    for label, lane in zip(labels, taken, strict=True):
        # What is chosen is always seen, if need be in the place of another.
        if lane >= LANES and chosen.rank(label.id) < 2:
            lane = LANES - 1
        boxes = layout.boxes(label.span.start, label.span.end)
        if lane >= LANES:
            for line in {box.line for box in boxes}:
                more[line] += 1
            continue
        opening = _opening(layout, boxes, label.span.start)
        found += [
            Stripe(label, box.line, box.left, box.right, lane, n == opening)
            for n, box in enumerate(boxes)
        ]
    return found, more


def _opening(layout: ChunkLayout, boxes: Sequence[Box], start: int) -> int | None:
    """Which box has the first character: in a line of both directions it need not be the first."""
    if not boxes or start < layout.start:
        return None
    here = [n for n, box in enumerate(boxes) if box.line == boxes[0].line]
    if len(here) == 1:
        return here[0]
    first = layout.boxes(start, start + 1)
    left = first[0].left if first else boxes[0].left
    return next((n for n in here if boxes[n].left <= left < boxes[n].right), here[0])


class CaptionWish(NamedTuple):
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


def _label_wish(stripe: Stripe, layout: ChunkLayout, chosen: Chosen) -> CaptionWish:
    label = stripe.label
    leftward = layout.right_to_left
    return CaptionWish(
        label.id,
        stripe.line,
        stripe.right if leftward else stripe.left,
        stripe.right - stripe.left,
        (chosen.rank(label.id), stripe.lane),
        label.layer,
        label.caption,
        label.value,
        label.carried,
        leftward,
    )


def _outline_wish(layout: ChunkLayout, outline: Outline) -> CaptionWish | None:
    boxes = layout.boxes(outline.span.start, outline.span.end)
    opening = _opening(layout, boxes, outline.span.start)
    if opening is None:
        return None
    box = boxes[opening]
    leftward = layout.right_to_left
    return CaptionWish(
        outline.id,
        box.line,
        box.right if leftward else box.left,
        box.right - box.left,
        (0 if outline.focused else 3,),
        outline.layer,
        outline.caption,
        outline.value,
        leftward=leftward,
        outline=True,
    )


BETWEEN = 6
"""The least pixels between two captions."""


def place_captions(
    wishes: Iterable[CaptionWish], width: int, measure: Callable[[str, str, bool], float]
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
            left = _placed_left(wish, wide, width, taken[wish.line])
            if left is not None:
                taken[wish.line].append((left, left + wide))
                placed.append(_caption(wish, left, wide, value))
                break
    return placed


def _order(wish: CaptionWish, wide: float) -> tuple[object, ...]:
    return wish.rank, not wish.value, wide > wish.room


def _placed_left(
    wish: CaptionWish, wide: float, width: int, taken: list[tuple[float, float]]
) -> float | None:
    """At the start of its words; behind one that reaches in from before, if still over them."""
    left = _wished_left(wish, wide, width)
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
    wish: CaptionWish, full: float, measure: Callable[[str, str, bool], float]
) -> Iterable[tuple[str, float]]:
    yield wish.value, full
    if wish.value and wish.caption:
        yield "", measure(wish.caption, "", wish.carried)


def _wished_left(wish: CaptionWish, wide: float, width: int) -> float:
    left = wish.x - wide if wish.leftward else wish.x
    return max(0, min(left, width - wide))


def _free(taken: list[tuple[float, float]], left: float, right: float) -> bool:
    # Asked of every caption: a generator would cost a call for each in it.
    for start, end in taken:
        if start - BETWEEN < right and left < end + BETWEEN:
            break
    else:
        return True
    return False


def _caption(wish: CaptionWish, left: float, wide: float, value: str) -> Caption:
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
