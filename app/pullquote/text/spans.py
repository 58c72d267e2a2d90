"""Half-open ranges of Unicode code points in a text that never changes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`start` is the first code point, `end` the one after the last; `start <= end`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start} to {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        return self.end > self.start

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def holds(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def union(self, other: "Span") -> "Span":
        """The smallest span over both, the gap between them included."""
        return Span(min(self.start, other.start), max(self.end, other.end))

    def overlap(self, other: "Span") -> int:
        """The number of code points in both."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))
