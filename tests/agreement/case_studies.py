"""Studies made of the inputs of published cases, and what the Agreement room says of them.

Nothing is computed here: each answer is a figure, a cell or a count that the room and
`pullquote agreement` show.
"""

import json
import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from pullquote.agreement.figures.summary import semeval_of, summarise
from pullquote.agreement.study.project_rows import DocumentRows, register, study_of
from pullquote.agreement.study.study import Study
from pullquote.agreement.values import Scope, Summary
from pullquote.model.schema import Attribute, Layer, Schema
from pullquote.model.values import Annotator

Label = tuple[int, int, str, int, int, dict[str, str], int | None]
"""Document, annotator, layer, start, end, attributes, speaker."""

Ratings = Sequence[Sequence[Hashable]]
"""Rows are items, columns annotators, None where one gave no value."""

WIDE = 10


class Case:
    """The figures of one study, all measures, without intervals."""

    def __init__(self, study: Study) -> None:
        self.study = study

    def summary(self, layer: str | None = None) -> Summary:
        layers = None if layer is None else frozenset({layer})
        return summarise(self.study, Scope(layers=layers), all_measures=True, resamples=0)

    def value(self, figure: str, layer: str | None = None) -> float | None:
        return next(f.value for f in self.summary(layer).figures if f.id == figure)

    def note(self, figure: str) -> Mapping[str, Any]:
        note = next(f.note for f in self.summary().figures if f.id == figure)
        return note.values if note else {}

    def pairs(self, figure: str) -> dict[tuple[str, str], float | None]:
        names = self.study.name
        cells = self.summary().pairs[figure]
        return {(names(a), names(b)): cell.value for (a, b), cell in cells.items()}


def study(
    layers: Sequence[Layer],
    people: Sequence[str],
    labels: Iterable[Label],
    done: Iterable[tuple[int, int]],
    lengths: Mapping[int, int],
) -> Study:
    """Annotators are numbered from 1 in the order of `people`, speakers from 1."""
    rows = [
        (number, document, who, layer, start, end, json.dumps(said), speaker, "hand", None)
        for number, (document, who, layer, start, end, said, speaker) in enumerate(labels, 1)
    ]
    speakers = {row[7] for row in rows if row[7] is not None}
    return study_of(
        Schema("case", tuple(layers), ()),
        [Annotator(number, name, name) for number, name in enumerate(people, 1)],
        register([(number, f"speaker {number}", None) for number in sorted(speakers)]),
        DocumentRows(
            documents=[(document, length, None, None) for document, length in lengths.items()],
            done=sorted(done),
            labels=rows,
        ),
    )


def layer(name: str, **more: Any) -> Layer:
    return Layer(id=name, name=name, key="", **more)


# --- ratings: one document an item, one label a value ---------------------------------------------


def as_layers(rows: Ratings) -> Case:
    """The value is the layer of a label on the same words."""
    return _rated(rows, [layer(name) for name in _words(rows)], lambda word: (word, {}, None))


def as_attribute(rows: Ratings) -> Case:
    """The value is an attribute of a label."""
    rated = Attribute("rating", "rating", tuple(_words(rows)))
    return _rated(
        rows, [layer("item", attributes=(rated,))], lambda word: ("item", {"rating": word}, None)
    )


def as_speakers(rows: Ratings) -> Case:
    """The value is the speaker of a label."""
    words = _words(rows)
    return _rated(
        rows, [layer("item", speaker=True)], lambda word: ("item", {}, words.index(word) + 1)
    )


def as_days(rows: Ratings) -> Case:
    """The value is a date; two different ones have no day in common."""
    words = _words(rows)
    dated = layer("item", unit="date", attributes=(Attribute("value", "value"),))
    return _rated(
        rows,
        [dated],
        lambda word: ("item", {"value": f"2024-03-{words.index(word) + 1:02d}"}, None),
    )


def as_characters(rows: Ratings) -> Case | None:
    """One character an item, marked by those who gave the last of two values, done by those who
    gave any; None where there are not two values.
    """
    words = _words(rows)
    if len(words) != 2:
        return None
    labels, done = [], []
    for item, row in enumerate(rows, 1):
        for who, value in enumerate(row, 1):
            if value is not None:
                done.append((item, who))
            if str(value) == words[1]:
                labels.append((item, who, "marked", 0, 1, {}, None))
    lengths = dict.fromkeys(range(1, len(rows) + 1), 1)
    return Case(study([layer("marked")], _people(rows), labels, done, lengths))


def _rated(
    rows: Ratings,
    layers: Sequence[Layer],
    said: Callable[[str], tuple[str, dict[str, str], int | None]],
) -> Case:
    labels = [
        (item, who, said(str(value))[0], 0, WIDE, *said(str(value))[1:])
        for item, row in enumerate(rows, 1)
        for who, value in enumerate(row, 1)
        if value is not None
    ]
    people = _people(rows)
    done = [(item, who) for item in range(1, len(rows) + 1) for who in range(1, len(people) + 1)]
    lengths = dict.fromkeys(range(1, len(rows) + 1), WIDE)
    return Case(study(layers, people, labels, done, lengths))


def _people(rows: Ratings) -> list[str]:
    return [f"annotator {number}" for number in range(1, len(rows[0]) + 1 if rows else 1)]


def _words(rows: Ratings) -> list[str]:
    found = {value for row in rows for value in row if value is not None}
    try:
        return [str(value) for value in sorted(found)]
    except TypeError:
        return sorted(map(str, found))


# --- spans ----------------------------------------------------------------------------------------


def continuum(given: Any) -> Case:
    """One document that all have done, from where the continuum begins."""
    people, begin = given["annotators"], given["continuum_begin"]
    names = sorted({name for marks in people.values() for _, _, name in marks}) or ["none"]
    labels = [
        (1, who, name, start - begin, end - begin, {}, None)
        for who, marks in enumerate(people.values(), 1)
        for start, end, name in marks
    ]
    done = [(1, who) for who in range(1, len(people) + 1)]
    lengths = {1: given["continuum_length"]}
    return Case(study([layer(name) for name in names], list(people), labels, done, lengths))


def documents(given: Any) -> Case:
    """Documents -> annotator -> (label, fragments) or (start, end, label), null if not done.

    A label in several fragments is one mark: all its fragments as one pair of numbers.
    """
    given = given.get("documents", given)
    texts = [marks for name, marks in given.items() if name != "lengths"]
    people = sorted({name for marks in texts for name in marks})
    ends: dict[tuple[int, ...], int] = {}
    labels, done = [], []
    for number, marks in enumerate(texts, 1):
        for name, of_annotator in marks.items():
            who = people.index(name) + 1
            if of_annotator is not None:
                done.append((number, who))
            for mark in of_annotator or ():
                word, fragments = _mark(mark)
                many = ends.setdefault(fragments[1:-1], len(ends))
                end = fragments[-1] + 1_000_000 * many
                labels.append((number, who, word, fragments[0], end, {}, None))
    longest = max((row[4] for row in labels), default=1)
    names = sorted({row[2] for row in labels})
    known = given.get("lengths", {})
    texts_of = (name for name in given if name != "lengths")
    lengths = {number: known.get(name, longest) for number, name in enumerate(texts_of, 1)}
    return Case(study([layer(name) for name in names], people, labels, done, lengths))


def _mark(mark: list[Any]) -> tuple[str, tuple[int, ...]]:
    if isinstance(mark[0], str):
        return mark[0], tuple(end for fragment in mark[1] for end in fragment)
    return mark[2], (mark[0], mark[1])


def semeval_case(given: Any, schema: str) -> dict[str, int]:
    people = {"reference": given["reference"], "other": given["other"]}
    length = max(end for marks in people.values() for _, end, _ in marks)
    made = continuum({"annotators": people, "continuum_begin": 0, "continuum_length": length})
    counts: Any = semeval_of(made.study, Scope())[1, 2]
    return dict(counts[schema]._asdict())


def date_case(values: Sequence[str]) -> dict[str, Any]:
    """Both people give one date."""
    made = dated([values])
    shares = {
        "exact": "exact", "same_granularity": "granularity", "contains": "contains"
    }  # fmt: skip
    return {
        **{name: made.value(f"date.{figure}") == 1.0 for name, figure in shares.items()},
        "jaccard": made.value("date.jaccard"),
        "midpoint_days": made.note("date.jaccard").get("days"),
    }


def dated(rows: Sequence[Sequence[str | None]]) -> Case:
    """Each row is a date that each annotator gave a calendar value."""
    one = layer("date", unit="date", attributes=(Attribute("value", "value"),))
    return _rated(rows, [one], lambda word: ("date", {"value": word}, None))


# --- what is asked --------------------------------------------------------------------------------


def matrix(case: Case) -> list[list[float | None]]:
    people = [person.name for person in case.study.people]
    cells = case.pairs("detection.exact")
    return [
        [1.0 if a == b else cells[min(a, b), max(a, b)] for b in people] for a in people
    ]  # fmt: skip


def by_pair(case: Case) -> dict[str, float | None]:
    return {f"{a}-{b}": value for (a, b), value in case.pairs("detection.exact").items()}


def deviation(case: Case) -> float:
    values = [value for value in case.pairs("detection.exact").values() if value is not None]
    mean = sum(values) / len(values)
    return math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
