"""What labels look like in one piece of the text: stripes in lanes, and captions."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pullquote.ui.reader import captions
from pullquote.ui.reader.captions import Caption, Wish
from pullquote.ui.reader.lanes import LANES, lanes
from pullquote.ui.reader.layout import Box, ChunkLayout
from pullquote.ui.reader.values import LabelId, Outline, PaintedLabel

Measure = Callable[[str, str, bool], float]


class Stripe(NamedTuple):
    """One label in one line; `opens` where its first character is."""

    label: PaintedLabel
    line: int
    left: float
    right: float
    lane: int
    opens: bool


@dataclass(frozen=True, slots=True)
class Marks:
    """`more` counts, by line, the labels that found no lane; `deep` lines reach the next one."""

    stripes: Sequence[Stripe] = ()
    captions: Sequence[Caption] = ()
    more: Mapping[int, int] = field(default_factory=dict)
    deep: Collection[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The labels that stand out."""

    label: LabelId | None = None
    partners: Collection[LabelId] = frozenset()

    def rank(self, label: LabelId) -> int:
        return 0 if label == self.label else 1 if label in self.partners else 2


def mark(
    layout: ChunkLayout,
    labels: Sequence[PaintedLabel],
    outlines: Iterable[Outline],
    chosen: Chosen,
    width: int,
    measure: Measure,
) -> Marks:
    """`labels` are those in the piece, by start and the longest first; `width` is the column's."""
    stripes, more = _stripes(layout, labels, chosen)
    wishes = [_wish(stripe, layout, chosen) for stripe in stripes if stripe.opens]
    wishes += [wish for outline in outlines if (wish := _outline_wish(layout, outline))]
    deep = {stripe.line for stripe in stripes if stripe.lane > 1}
    return Marks(stripes, captions.place(wishes, width, measure), more, deep)


def _stripes(
    layout: ChunkLayout, labels: Sequence[PaintedLabel], chosen: Chosen
) -> tuple[list[Stripe], dict[int, int]]:
    found: list[Stripe] = []
    more: defaultdict[int, int] = defaultdict(int)
    taken = lanes((label.span.start, label.span.end) for label in labels)
    for label, lane in zip(labels, taken, strict=True):
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


def _wish(stripe: Stripe, layout: ChunkLayout, chosen: Chosen) -> Wish:
    label = stripe.label
    leftward = layout.right_to_left
    return Wish(
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


def _outline_wish(layout: ChunkLayout, outline: Outline) -> Wish | None:
    boxes = layout.boxes(outline.span.start, outline.span.end)
    opening = _opening(layout, boxes, outline.span.start)
    if opening is None:
        return None
    box = boxes[opening]
    leftward = layout.right_to_left
    return Wish(
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
