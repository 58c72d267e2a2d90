"""What the rows, steps and counts of the timeline are called."""

from datetime import timedelta
from typing import TYPE_CHECKING

from pullquote.labelling.label_speakers import NOBODY
from pullquote.ui.widgets import counted, day_words
from pullquote.ui.widgets.words import month_words, tr, value_in_words

if TYPE_CHECKING:
    # NumPy comes with it: the thread that reads has loaded it by then.
    from pullquote.workflow.timeline.lanes import Lanes


def row_name(lanes: "Lanes", row: int) -> str:
    name = lanes.names[row]
    if lanes.kind == "source":
        return name or tr("No source")
    return tr(NOBODY) if name == NOBODY else name


def step_name(lanes: "Lanes", step: int) -> str:
    """A day, a week or a month in words."""
    from pullquote.workflow.timeline.lanes import step_day

    if step == lanes.nowhere:
        return tr("no certain day")
    first = step_day(step, lanes.zoom)
    if lanes.zoom == "day":
        return day_words(first.isoformat(), weekday=True)
    if lanes.zoom == "month":
        return month_words(first)
    return value_in_words(f"{first.isoformat()}/{(first + timedelta(days=6)).isoformat()}")


def counts_in_words(lanes: "Lanes", cell: int) -> str:
    """2 quotes, 1 dated claim, in 9 places, dates differ."""
    quotes, claims, places = (int(of[cell]) for of in (lanes.quotes, lanes.claims, lanes.places))
    said = [
        counted(quotes, tr("{} quote"), tr("{} quotes")) if quotes else "",
        counted(claims, tr("{} dated claim"), tr("{} dated claims")) if claims else "",
        tr("in {} places").format(places) if places > quotes + claims else "",
        tr("dates differ between copies") if lanes.differs[cell] else "",
    ]
    return ", ".join(filter(None, said))


def cell_in_words(lanes: "Lanes", cell: int) -> str:
    row, step = int(lanes.row[cell]), int(lanes.step[cell])
    name, when = row_name(lanes, row), step_name(lanes, step)
    return f"{name}, {when}: {counts_in_words(lanes, cell)}"
