"""The caret, and the selection from its anchor to it."""

from dataclasses import dataclass

from pullquote.text.spans import Span


@dataclass(slots=True)
class Caret:
    """`before` puts it at the end of a line, where the same offset also starts the next.

    `goal` is the x it keeps to while it goes up and down.
    """

    offset: int = 0
    anchor: int = 0
    before: bool = False
    goal: float | None = None

    @property
    def selection(self) -> Span:
        return Span(min(self.offset, self.anchor), max(self.offset, self.anchor))

    def move(self, offset: int, *, select: bool = False, before: bool = False) -> bool:
        """Whether anything changed; with `select`, the anchor stays."""
        was = self.offset, self.anchor, self.before
        self.offset, self.before = offset, before
        self.goal = None
        if not select:
            self.anchor = offset
        return was != (self.offset, self.anchor, self.before)
