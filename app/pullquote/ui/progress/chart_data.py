"""From counts to bars: rows with names, and the parts of each in order."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from pullquote.model.schema import Schema
from pullquote.store.reads import LabelTally
from pullquote.ui.widgets.chart import BarPart, Bars
from pullquote.workflow.progress import STATES, PersonProgress, ProjectProgress

# More sources than fit on a screen say nothing; the table has them all.
MOST_BARS = 12


def bars_by_state(progress: ProjectProgress, names: Mapping[str, str]) -> Bars:
    """A bar for each annotator, parted by state; `names` are the words for the states."""
    parts = tuple(BarPart(state, names[state], _STATE_COLOURS[state]) for state in STATES)
    people = progress.people
    counts = tuple(tuple(getattr(person, state) for state in STATES) for person in people)
    return Bars(tuple(person.annotator.name for person in people), parts, counts)


def bars_by_layer(progress: ProjectProgress, schema: Schema) -> Bars:
    """A bar for each annotator with labels, parted by layer."""
    parts = tuple(BarPart(layer.id, layer.name, f"layer:{layer.id}") for layer in schema.layers)
    return _of_people(progress, parts, lambda tally: tally.layer)


def bars_by_origin(progress: ProjectProgress, names: Mapping[str, str]) -> Bars:
    """A bar for each annotator with labels, parted by how the labels came about."""
    parts = tuple(BarPart(o, name, f"role:{_ORIGIN_ROLES[o]}") for o, name in names.items())
    return _of_people(progress, parts, lambda tally: tally.origin)


def bars_by_source(progress: ProjectProgress, schema: Schema, unknown: str) -> Bars:
    """A bar for each source of documents, parted by layer, the fullest first."""
    parts = tuple(BarPart(layer.id, layer.name, f"layer:{layer.id}") for layer in schema.layers)
    counted = _count(progress.labels, lambda t: t.source or unknown, lambda t: t.layer)
    totals = Counter[str]()
    for (source, _layer), labels in counted.items():
        totals[source] += labels
    rows = sorted(totals, key=lambda source: (-totals[source], source))
    return _bars(rows, rows, parts, counted)


def _of_people(
    progress: ProjectProgress, parts: Sequence[BarPart], part: Callable[[LabelTally], str]
) -> Bars:
    people = [person for person in progress.people if person.labels]
    counted = _count(progress.labels, lambda tally: str(tally.annotator), part)
    keys = [str(person.annotator.id) for person in people]
    return _bars(keys, [_name(person) for person in people], parts, counted)


def _name(person: PersonProgress) -> str:
    return person.annotator.name


def _count(
    tallies: Iterable[LabelTally],
    row: Callable[[LabelTally], str],
    part: Callable[[LabelTally], str],
) -> Counter[tuple[str, str]]:
    found = Counter[tuple[str, str]]()
    for tally in tallies:
        found[row(tally), part(tally)] += tally.labels
    return found


def _bars(
    keys: Sequence[str],
    names: Sequence[str],
    parts: Sequence[BarPart],
    counted: Counter[tuple[str, str]],
) -> Bars:
    """What a schema no longer has, labels of a removed layer, comes as a part of its own."""
    known = {part.key for part in parts}
    extra = sorted({part for _row, part in counted} - known)
    all_parts = (*parts, *(BarPart(key, key, "role:ink3") for key in extra))
    counts = tuple(tuple(counted[key, part.key] for part in all_parts) for key in keys)
    used = [i for i in range(len(all_parts)) if any(row[i] for row in counts)]
    return Bars(
        tuple(names),
        tuple(all_parts[i] for i in used),
        tuple(tuple(row[i] for i in used) for row in counts),
    )


_STATE_COLOURS = {
    "done": "role:accent", "in_progress": "pale:accent", "skipped": "role:ink3",
    "not_started": "role:line",
}  # fmt: skip
_ORIGIN_ROLES = {
    "hand": "accent", "suggestion": "add", "suggestion_edited": "dup_text", "carried": "dup_bar",
    "carried_edited": "warning", "imported": "ink3", "adjudicated": "ink2",
}  # fmt: skip
