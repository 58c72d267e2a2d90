"""The edges of one label while they are moved: shown as they go, decided at the end.

An edge goes word by word or character by character.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from pullquote.text import segments
from pullquote.text.spans import Span
from pullquote.ui.reader.values import LabelId, PaintedLabel

Edge = Literal["start", "end"]

_NOT_SPACE = re.compile(r"\S+")
_REACH = 400
"""Code points looked at for the next word."""


@dataclass(frozen=True, slots=True)
class LabelExtent:
    """A label whose edges are being moved; `span` is where they are now."""

    id: LabelId
    span: Span

    def step(self, text: str, edge: Edge, *, forward: bool, by_word: bool) -> "LabelExtent":
        """The edge at the next word or grapheme; at least one grapheme stays."""
        at = self.span.start if edge == "start" else self.span.end
        to = _word(text, at, edge, forward) if by_word else _grapheme(text, at, forward)
        return self.to(text, edge, to)

    def drag(self, text: str, edge: Edge, offset: int, *, by_word: bool) -> "LabelExtent":
        if by_word:
            low, high = sorted((offset, self.span.end if edge == "start" else self.span.start))
            snapped = segments.snap_to_words(text, Span(low, high))
            offset = snapped.start if edge == "start" else snapped.end
        return self.to(text, edge, offset)

    def to(self, text: str, edge: Edge, offset: int) -> "LabelExtent":
        if edge == "start":
            start = min(offset, segments.previous_grapheme(text, self.span.end))
            return replace(self, span=Span(start, self.span.end))
        end = max(offset, segments.next_grapheme(text, self.span.start))
        return replace(self, span=Span(self.span.start, end))


def _grapheme(text: str, at: int, forward: bool) -> int:
    return segments.next_grapheme(text, at) if forward else segments.previous_grapheme(text, at)


def _word(text: str, at: int, edge: Edge, forward: bool) -> int:
    """The next edge of a word, or of the marks that stand against it."""
    near = Span(max(0, at - _REACH), min(len(text), at + _REACH))
    starts, ends = segments.word_bounds(text, near)
    spaced = [match.span() for match in _NOT_SPACE.finditer(text, near.start, near.end)]
    if edge == "start":
        stops = {*starts, *(start for start, _ in spaced)}
    else:
        stops = {*ends, *(end for _, end in spaced)}
    if forward:
        return min((stop for stop in stops if stop > at), default=at)
    return max((stop for stop in stops if stop < at), default=at)


class ExtentEditor(QObject):
    """Keys: ← → the end, with Shift the start, with Ctrl by character; Enter keeps, Esc leaves.

    `show` paints the label with its edges moved, and as it was when nothing comes of it.
    """

    dragged = Signal(object, object)
    changed = Signal(object, object)
    mode_changed = Signal(bool)

    def __init__(self, parent: QObject, show: Callable[[PaintedLabel], None]) -> None:
        super().__init__(parent)
        self._show = show
        self.label: LabelId | None = None
        self._before: PaintedLabel | None = None
        self._now: LabelExtent | None = None
        self._text = ""
        self._by_keys = False

    def start(self, label: PaintedLabel, text: str, *, by_keys: bool) -> None:
        self.leave()
        self._before, self._text, self._by_keys = label, text, by_keys
        self._now, self.label = LabelExtent(label.id, label.span), label.id
        if by_keys:
            self.mode_changed.emit(True)

    def key(self, event: QKeyEvent) -> bool:
        """Whether the key was for the edges."""
        if self._now is None:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}:
            self.keep()
        elif step := _step_of_key(event):
            edge, forward, by_word = step
            self._to(self._now.step(self._text, edge, forward=forward, by_word=by_word))
        else:
            return False
        return True

    def drag(self, edge: Edge, offset: int, *, by_word: bool) -> None:
        if self._now:
            self._to(self._now.drag(self._text, edge, offset, by_word=by_word))

    def keep(self) -> None:
        """Let the edges be where they are; the label's new span is announced if it has one."""
        before, now = self._before, self._now
        self._end()
        if before and now and now.span != before.span:
            self.changed.emit(now.id, now.span)

    def leave(self) -> None:
        """Put the edges back."""
        before, now = self._before, self._now
        self._end()
        if before and now and now.span != before.span:
            self._show(before)
            self.dragged.emit(before.id, before.span)

    def forget(self) -> None:
        """The label is gone, or another text is shown."""
        self._end()

    def _to(self, now: LabelExtent) -> None:
        if self._before and self._now and now.span != self._now.span:
            self._now = now
            self._show(self._before._replace(span=now.span))
            self.dragged.emit(now.id, now.span)

    def _end(self) -> None:
        was_mode = self._by_keys and self._now is not None
        self._before = self._now = self.label = None
        if was_mode:
            self.mode_changed.emit(False)


def _step_of_key(event: QKeyEvent) -> tuple[Edge, bool, bool] | None:
    """The edge a key moves, whether forward, and whether by words."""
    held = event.modifiers()
    if event.key() not in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
        return None
    edge: Edge = "start" if held & Qt.KeyboardModifier.ShiftModifier else "end"
    by_word = not held & Qt.KeyboardModifier.ControlModifier
    return edge, event.key() == Qt.Key.Key_Right, by_word
