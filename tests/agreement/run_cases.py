"""Run a file of agreement cases: python tests/agreement/run_cases.py FILE.json

Prints each case's id, value, expected value, and pass, fail or "not offered"; ends with the counts
and the exit code 1 if one failed. Inputs that are named as files stand beside the file.
"""

import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from pullquote.agreement.columns import Bools, Spans, annotator_pairs, spans
from pullquote.agreement.measures import (
    date_jaccard,
    f1,
    krippendorff_alpha,
    ratings,
    semeval,
    unitizing_alpha,
)
from pullquote.agreement.values import Cell

NOT_OFFERED = frozenset({"gamma", "gamma_observed_disorder", "hubert", "alpha_masi"})


class Result(NamedTuple):
    id: str
    value: Any
    expected: Any
    verdict: str


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stdout.write(f"{__doc__}\n")
        return 2
    results = list(run(Path(arguments[0])))
    counts = Counter(result.verdict for result in results)
    lines = [
        f"{result.id}\t{result.value}\texpected {result.expected}\t{result.verdict}"
        for result in results
    ]
    tally = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
    sys.stdout.write("\n".join([*lines, f"{len(results)} cases: {tally}", ""]))
    return 1 if counts["fail"] else 0


def run(file: Path) -> Iterator[Result]:
    for case in json.loads(file.read_text(encoding="utf-8"))["cases"]:
        expected, key = case["expected"], case["measure_key"]
        measured = measure(key)
        if key in NOT_OFFERED or not measured:
            yield Result(case["id"], None, expected, "not offered")
            continue
        value = _measured(measured, _loaded(case["input"], file.parent))
        agrees = same(
            value.value if isinstance(value, Cell) else value, expected, case["tolerance"]
        )
        yield Result(case["id"], _shown(value), expected, "pass" if agrees else "fail")


def _measured(function: Callable[[Any], Any], given: Any) -> Any:
    try:
        return function(given)
    except ValueError as error:
        return str(error)


def same(value: Any, expected: Any, tolerance: float) -> bool:
    """Numbers within the tolerance; None, words and truth only if they are equal."""
    if isinstance(expected, dict):
        return value.keys() == expected.keys() and all(
            same(value[name], each, tolerance) for name, each in expected.items()
        )
    if isinstance(expected, list):
        return len(value) == len(expected) and all(
            same(one, other, tolerance) for one, other in zip(value, expected, strict=True)
        )
    if expected is None or isinstance(expected, bool | str) or not isinstance(value, int | float):
        return value == expected and type(value) is type(expected)
    return bool(math.isfinite(value) and abs(value - expected) <= tolerance)


def measure(key: str) -> Callable[[Any], Any] | None:
    name, _, part = key.partition(":")
    if name == "alpha_u1995":
        return lambda given: _alpha_u(given, part)
    if key.startswith("f1_exact_mean_"):
        return lambda given: _Study.of(given).mean(key.removeprefix("f1_exact_mean_"))
    if key.startswith("semeval_"):
        return lambda given: _semeval(given, key.removeprefix("semeval_"))
    return MEASURES.get(key)


def _coded(function: Callable[..., Cell], **options: Any) -> Callable[[Any], Cell]:
    return lambda rows: function(ratings.ratings(rows), **options)


def _alpha(level: str) -> Callable[[Any], Cell]:
    return lambda rows: ratings.alpha_of_ratings(
        ratings.ratings(rows), krippendorff_alpha.LEVELS[level]
    )


def _alpha_u(given: Any, category: str) -> Cell:
    columns, done, lengths, names = _continuum(given)
    found = unitizing_alpha.unitized(columns, done, lengths, len(names))
    return found.alpha(names.index(category) if category else None)


def _u_alpha(part: str) -> Callable[[Any], Cell]:
    def measured(given: Any) -> Cell:
        columns, done, lengths, names = _continuum(given)
        found: Cell = getattr(unitizing_alpha.u_alpha(columns, done, lengths, len(names)), part)
        return found

    return measured


def _continuum(given: Any) -> tuple[Spans, Bools, Any, list[str]]:
    people, begin = given["annotators"], given["continuum_begin"]
    names = sorted({label for marks in people.values() for _, _, label in marks})
    rows = [
        (0, number, names.index(label), start - begin, end - begin)
        for number, marks in enumerate(people.values())
        for start, end, label in marks
    ]
    lengths = np.array([given["continuum_length"]])
    return spans(rows), np.ones((1, len(people)), dtype=np.bool_), lengths, names


def _semeval(given: Any, schema: str) -> dict[str, int]:
    lists = (given["reference"], given["other"])
    names = sorted({label for marks in lists for _, _, label in marks})
    rows = [
        (0, number, names.index(label), start, end)
        for number, marks in enumerate(lists)
        for start, end, label in marks
    ]
    found: Any = semeval.semeval_counts(spans(rows))
    return dict(found[schema]._asdict())


def _dates(values: list[str]) -> dict[str, Any]:
    found = date_jaccard.compare_dates(*values)
    return {name: getattr(found, name) for name in found.__slots__}


class _Study(NamedTuple):
    people: list[str]
    labels: list[str]
    counts: f1.PairCounts

    @classmethod
    def of(cls, given: Any) -> "_Study":
        """Documents -> annotator -> (label, fragments) or (start, end, label), null if not done."""
        given = given.get("documents", given)
        documents = [marks for name, marks in given.items() if name != "lengths"]
        people = sorted({name for marks in documents for name in marks})
        read = [
            (document, people.index(name), _mark(mark))
            for document, marks in enumerate(documents)
            for name, given_marks in marks.items()
            for mark in given_marks or ()
        ]
        labels = sorted({label for _, _, (label, *_) in read})
        # A label in several fragments is one mark: all its fragments as one pair of numbers.
        ends: dict[tuple[int, ...], int] = {}
        rows = [
            (
                document,
                person,
                labels.index(label),
                fragments[0],
                fragments[-1] + 1_000_000 * ends.setdefault(fragments[1:-1], len(ends)),
            )
            for document, person, (label, fragments) in read
        ]
        done = np.array([[marks.get(name) is not None for name in people] for marks in documents])
        return cls(people, labels, f1.exact_counts(spans(rows), done, len(labels)))

    def values(self, label: str = "") -> Any:
        if not label:
            return self.counts.f1()
        layer = self.labels.index(label)
        return f1.f1(
            self.counts.matched[:, layer].sum(axis=0), self.counts.total[:, layer].sum(axis=0)
        )

    def mean(self, label: str = "") -> float:
        return float(f1.mean_f1(self.values(label)))

    def matrix(self) -> list[list[float]]:
        table = np.eye(len(self.people))
        table[annotator_pairs(len(self.people))] = self.values()
        both: list[list[float]] = np.maximum(table, table.T).tolist()
        return both

    def by_pair(self) -> dict[str, float | None]:
        first, second = annotator_pairs(len(self.people))
        return {
            f"{self.people[one]}-{self.people[other]}": None if math.isnan(value) else value
            for one, other, value in zip(first, second, self.values().tolist(), strict=True)
        }


def _mark(mark: list[Any]) -> tuple[str, tuple[int, ...]]:
    if isinstance(mark[0], str):
        return mark[0], tuple(end for fragment in mark[1] for end in fragment)
    return mark[2], (mark[0], mark[1])


def _loaded(given: Any, folder: Path) -> Any:
    if isinstance(given, dict) and given.keys() == {"file"}:
        return json.loads((folder / given["file"]).read_text(encoding="utf-8"))
    return given


def _shown(value: Any) -> Any:
    if isinstance(value, Cell):
        return value.why if value.value is None else value.value
    return value


MEASURES: dict[str, Callable[[Any], Any]] = {
    "percent": _coded(ratings.observed),
    "cohen": _coded(ratings.cohen),
    "cohen_linear": _coded(ratings.cohen, weights="linear"),
    "cohen_quadratic": _coded(ratings.cohen, weights="quadratic"),
    "scott": _coded(ratings.scott),
    "fleiss": _coded(ratings.fleiss),
    "bennett": _coded(ratings.bennett),
    "randolph": _coded(ratings.randolph),
    "ac1": _coded(ratings.ac1),
    **{f"alpha_{level}": _alpha(level) for level in krippendorff_alpha.LEVELS},
    "u_alpha": _u_alpha("all"),
    "u_alpha_binary": _u_alpha("marked"),
    "cu_alpha": _u_alpha("labels"),
    "date_pair": _dates,
    "f1_exact_mean": lambda given: _Study.of(given).mean(),
    "f1_exact_sd": lambda given: float(np.std(_Study.of(given).values())),
    "f1_exact_matrix": lambda given: _Study.of(given).matrix(),
    "f1_exact_pairs_missing": lambda given: _Study.of(given).by_pair(),
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
