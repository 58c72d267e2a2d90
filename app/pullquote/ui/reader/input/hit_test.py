"""What is under the mouse: labels, suggestions, captions, and edges that can be dragged."""

from typing import Literal, NamedTuple

from pullquote.ui.reader.input.label_edges import Edge
from pullquote.ui.reader.layout.page import Page
from pullquote.ui.reader.scene import Scene
from pullquote.ui.reader.values import LabelId, PaintedLabel

CATCH = 6
"""Pixels from the edge of a label at which it can be dragged."""


class HitTarget(NamedTuple):
    kind: Literal["label", "outline"]
    id: LabelId


def targets_at(scene: Scene, x: float, y: int) -> list[HitTarget]:
    """Labels and suggestions at a place of the page, the smallest first."""
    offset = scene.page.character_at(x, y)
    over = []
    if offset is not None:
        over = [
            (len(label.span), HitTarget("label", label.id)) for label in scene.labels_at(offset)
        ]
        over += [
            (len(o.span), HitTarget("outline", o.id))
            for o in scene.outlines_touching(offset, offset + 1)
        ]
    things = [thing for _, thing in sorted(over, key=lambda pair: pair[0])]
    captioned = caption_at(scene, x, y)
    if captioned:
        return [captioned]
    return things


def caption_at(scene: Scene, x: float, y: int) -> HitTarget | None:
    """The label whose caption is there."""
    page, metrics = scene.page, scene.page.metrics
    bottom = metrics.base - metrics.rise
    # A caption reaches into the space above its line.
    chunk = page.heights.at(y + bottom)
    layout, below = page.layout(chunk), y + bottom - page.top(chunk)
    line = layout.line_at(below)
    if not 0 <= line < layout.line_count or below - layout.line_top(line) > 2 * bottom:
        return None
    for caption in scene.marks(chunk).captions:
        if caption.line == line and caption.left <= x < caption.left + caption.width:
            return HitTarget("outline" if caption.outline else "label", caption.id)
    return None


def next_target(things: list[HitTarget], chosen: LabelId | None) -> HitTarget | None:
    """The first, or the one after the label that is chosen already."""
    if not things:
        return None
    at = next((n for n, t in enumerate(things) if t == HitTarget("label", chosen)), -1)
    return things[(at + 1) % len(things)]


def edge_at(scene: Scene, x: float, y: int) -> Edge | None:
    """The edge of the chosen label at a place of the page."""
    label = scene.labels.get(scene.chosen.label)
    if label is None or not scene.shows(label) or not label.span:
        return None
    for edge in ("start", "end"):
        at = _edge_place(scene.page, label, edge)
        if at is None:
            continue
        edge_x, top, outward = at
        metrics = scene.page.metrics
        if not top <= y < top + metrics.rise + metrics.drop + metrics.px(4):
            continue
        beyond = (x - edge_x) * outward
        if -_inside(scene.page, label) <= beyond <= CATCH:
            return edge
    return None


def _edge_place(page: Page, label: PaintedLabel, edge: Edge) -> tuple[float, int, int] | None:
    """Where an edge is, and in which direction from it the label is not."""
    offset = label.span.start if edge == "start" else label.span.end - 1
    chunk = page.chunks.at(offset)
    layout = page.layout(chunk)
    boxes = layout.boxes(offset, offset + 1)
    if not boxes:
        return None
    at_left = (edge == "start") != layout.right_to_left
    box = boxes[0]
    top = page.top(chunk) + layout.line_top(box.line) + page.metrics.base - page.metrics.rise
    return (box.left, top, -1) if at_left else (box.right, top, 1)


def _inside(page: Page, label: PaintedLabel) -> float:
    """How far inside a label its edge can be caught: a short one keeps a middle to click."""
    if len(label.span) > 3:
        return CATCH
    layout = page.layout(page.chunks.at(label.span.start))
    boxes = layout.boxes(label.span.start, label.span.end)
    return min(CATCH, min((box.right - box.left for box in boxes), default=0) / 3)
