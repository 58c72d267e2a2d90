"""Where the parts of the window go at a width."""

from typing import NamedTuple

SMALLEST = (800, 560)
RAIL, RAIL_COMPACT = 72, 48
LIST, LIST_LEAST, LIST_MOST = 288, 240, 480
PANEL, PANEL_COMPACT = 368, 344


class Arrangement(NamedTuple):
    """Widths in pixels; a drawer lies over the text and is opened with its key."""

    rail: int
    panel: int
    list_is_drawer: bool
    panel_is_drawer: bool

    @property
    def compact(self) -> bool:
        return self.rail == RAIL_COMPACT


def arrangement_for(width: int) -> Arrangement:
    """The arrangement for a window `width` pixels wide (at 100 %)."""
    return Arrangement(
        rail=RAIL if width >= 1200 else RAIL_COMPACT,
        panel=PANEL if width >= 1280 else PANEL_COMPACT,
        list_is_drawer=width < 1200,
        panel_is_drawer=width < 1000,
    )
