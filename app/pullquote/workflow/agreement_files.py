"""Figures of agreement as files, with the tables from which each can be computed again."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from pullquote.agreement.figures.definitions import definitions, measure, symbol
from pullquote.agreement.figures.raw_tables import COLUMNS, raw_tables
from pullquote.agreement.figures.summary import confusion, semeval_of, summarise
from pullquote.agreement.measures.semeval import SemevalCounts
from pullquote.agreement.study.study import Study
from pullquote.agreement.values import Cell, Figure, Scope, Summary
from pullquote.exchange.errors import CannotWriteFile, NotOurExport
from pullquote.exchange.replacement import publish, publish_file

FORMAT = "pullquote-agreement/1"

_FIGURES = (
    "figure", "aspect", "measure", "symbol", "value", "low", "high", "n", "unit", "documents",
    "annotators", "once", "why",
    "note",
)  # fmt: skip
_CELLS = ("figure", "by", "of", "and", "value", "n", "why")
_CONFUSION = ("annotator_a", "annotator_b", "layer_a", "layer_b", "labels")
_SEMEVAL = ("reference", "annotator", "schema", *SemevalCounts._fields)
_TABLES = {
    "figures": _FIGURES, "cells": _CELLS, "confusion": _CONFUSION, "semeval": _SEMEVAL, **COLUMNS
}  # fmt: skip

STEPS = 4

Row = tuple[Any, ...]
Step = Callable[[], None]


def _no_step() -> None:
    """Nobody waits for it."""


def write_figures_json(study: Study, scope: Scope, to: Path, step: Step = _no_step) -> None:
    """`step` is called STEPS times. Raises NotOurExport, CannotWriteFile and what `step` raises."""
    if to.is_dir() or (to.exists() and not _is_ours(to)):
        raise NotOurExport(path=to, found="something else")
    content = json.dumps(figures_as_json(study, scope, step=step), ensure_ascii=False, indent=1)
    step()
    publish_file(to, [content, "\n"])


def write_figures_csv(study: Study, scope: Scope, to: Path, step: Step = _no_step) -> None:
    """`step` is called STEPS times. Raises NotOurExport, CannotWriteFile and what `step` raises."""
    names = {f"{table}.csv" for table in _TABLES}
    is_archive = to.suffix.lower() == ".zip"
    if to.is_dir():
        there = {path.name for path in to.iterdir()}
        if there - names:
            raise NotOurExport(path=to, found=min(there - names))
    elif to.exists() and not is_archive:
        raise NotOurExport(path=to, found="a file")
    elif to.suffix.lower() in {".csv", ".jsonl"}:
        raise CannotWriteFile(path=to, reason="tables go to a folder or a .zip")
    rows = figure_tables(study, scope, step=step)
    step()

    def fill(folder: Path) -> None:
        for table, columns in _TABLES.items():
            with (folder / f"{table}.csv").open("x", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(columns)
                writer.writerows(rows[table])

    publish(to, "zip" if is_archive else "folder", "", fill, lambda _ready: None)


def figures_as_json(
    study: Study, scope: Scope, summary: Summary | None = None, *, step: Step = _no_step
) -> dict[str, Any]:
    """The figures with all they depend on, as JSON; the tables are lists of objects.

    `step` is called between parts of the work, so that whoever waits can stop it by raising.
    """
    summary = summary or summarise(study, scope, all_measures=True)
    found = figure_tables(study, scope, summary, step=step)
    return {
        "format": FORMAT,
        "annotators": [study.name(annotator) for annotator in summary.annotators],
        "documents_compared": len(summary.documents),
        "documents_of_one": summary.single,
        "documents_empty": summary.empty,
        "labels_compared": summary.shares.labels,
        "labels_suggested": summary.shares.suggested,
        "labels_carried": summary.shares.carried,
        "resamples": summary.resamples,
        "seed": summary.seed,
        **{
            table: [dict(zip(columns, row, strict=True)) for row in found[table]]
            for table, columns in _TABLES.items()
        },
    }


def figure_tables(
    study: Study, scope: Scope, summary: Summary | None = None, *, step: Step = _no_step
) -> Mapping[str, list[Row]]:
    summary = summary or summarise(study, scope, all_measures=True)
    step()
    cells = list(_cells(study, summary))
    step()
    tables = raw_tables(study, scope)
    step()
    return {
        "figures": [figure_row(study, figure) for figure in summary.figures],
        "cells": cells,
        "confusion": list(_confusions(study, scope, summary)),
        "semeval": list(_semeval(study, scope)),
        **{table: list(getattr(tables, table)) for table in COLUMNS},
    }


def figure_row(study: Study, figure: Figure) -> Row:
    known = definitions(study.schema)[figure.id]
    return (
        figure.id, known.aspect, measure(known, figure.annotators),
        symbol(known, figure.annotators), figure.value, figure.low, figure.high, figure.n,
        known.unit, figure.documents, figure.annotators, figure.once, _why(figure.why),
        _why(figure.note),
    )  # fmt: skip


def _cells(study: Study, summary: Summary) -> Iterator[Row]:
    for figure in summary.figures:
        of = figure.id
        pairs = summary.pairs[of].items()
        yield from _rows(of, "pair", (((study.name(a), study.name(b)), c) for (a, b), c in pairs))
        yield from _rows(of, "layer", (((x, None), c) for x, c in summary.by_layer[of].items()))
        documents = summary.by_document[of].items()
        yield from _rows(of, "document", (((x, None), c) for x, c in documents))
        people = summary.by_annotator[of].items()
        yield from _rows(of, "annotator", (((study.name(x), None), c) for x, c in people))


def _rows(figure: str, by: str, cells: Iterable[tuple[tuple[Any, Any], Cell]]) -> Iterator[Row]:
    for (one, other), cell in cells:
        yield figure, by, one, other, cell.value, cell.n, _why(cell.why)


def _confusions(study: Study, scope: Scope, summary: Summary) -> Iterator[Row]:
    for a, b in next(iter(summary.pairs.values()), {}):
        found = confusion(study, scope, a, b)
        counts = chain.from_iterable(found.counts)
        layers = ((one, other) for one in found.names for other in found.names)
        for (one, other), count in zip(layers, counts, strict=True):
            yield study.name(a), study.name(b), one, other, count


def _semeval(study: Study, scope: Scope) -> Iterator[Row]:
    """The counts of SemEval-2013, the first of each two annotators as the reference."""
    for (a, b), schemas in semeval_of(study, scope).items():
        for schema, counts in schemas.items():
            yield study.name(a), study.name(b), schema, *counts


def _why(reason: object) -> str | None:
    return None if reason is None else str(reason)


def _is_ours(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8") as file:
            return FORMAT in file.read(200)
    except (OSError, UnicodeDecodeError):
        return False
