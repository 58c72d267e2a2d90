"""Run a file of agreement cases: python tests/agreement/run_cases.py FILE.json

Prints each case's id, value, expected value, and pass, fail or "not offered"; ends with the counts
and the exit code 1 if one failed. Inputs that are named as files stand beside the file.

Every value comes from the figures of the Agreement room and of `pullquote agreement`, of a study
made of the case; where several figures rest on one coefficient, all of them must say the same.
"""

import json
import math
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

sys.path.append(str(Path(__file__).parent))

import case_studies as cases

from pullquote.agreement.figures.definitions import NOT_OFFERED

UNOFFERED = {
    "gamma": "gamma",
    "gamma_observed_disorder": "gamma",
    "hubert": "Hubert’s kappa",
    "alpha_masi": "MASI",
}


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


def run(file: Path, keys: frozenset[str] | None = None) -> Iterator[Result]:
    """All cases of a file, or those whose measure is one of `keys`."""
    for case in json.loads(file.read_text(encoding="utf-8"))["cases"]:
        expected, key = case["expected"], case["measure_key"]
        if keys is not None and key.partition(":")[0] not in keys:
            continue
        if key in UNOFFERED:
            name = UNOFFERED[key]
            yield Result(case["id"], f"{name}: {NOT_OFFERED[name]}", expected, "not offered")
            continue
        value = figures(key, _loaded(case["input"], file.parent))
        agrees = all(same(each, expected, case["tolerance"]) for each in value.values())
        shown = value if len(value) > 1 else next(iter(value.values()))
        yield Result(case["id"], shown, expected, "pass" if agrees else "fail")


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


def figures(key: str, given: Any) -> Mapping[str, Any]:
    """What the figures that rest on a coefficient say of an input."""
    name, _, part = key.partition(":")
    if name in RATED:
        return RATED[name](given)
    if name == "alpha_u1995":
        case = cases.continuum(given)
        if part:
            return {"by layer": case.summary().by_layer["detection.alpha_u"][part].value}
        return {"all": case.value("detection.alpha_u")}
    if key.startswith("f1_exact_mean_"):
        layer, case = key.removeprefix("f1_exact_mean_"), cases.documents(given)
        return {
            "by layer": case.summary().by_layer["detection.exact"][layer].value,
            "of the layer": case.value("detection.exact", layer),
        }
    if key.startswith("semeval_"):
        return {"counts": cases.semeval_case(given, key.removeprefix("semeval_"))}
    return {"value": OTHERS[key](given)}


def _of(made: "cases.Case", *figures: str) -> dict[str, Any]:
    return {figure: made.value(figure) for figure in figures}


def _observed(rows: Any) -> dict[str, Any]:
    return {
        **_of(cases.as_layers(rows), "label.observed"),
        **_of(cases.as_attribute(rows), "observed.item.rating"),
        **_of(cases.as_speakers(rows), "speaker.observed", "speaker.form"),
        **_of(cases.as_days(rows), "date.exact", "date.jaccard"),
    }


def _cohen(rows: Any) -> dict[str, Any]:
    if len(rows[0]) != 2:
        return {"cohen": "for two annotators"}
    return {
        **_of(cases.as_layers(rows), "label.kappa"),
        **_of(cases.as_attribute(rows), "attribute.item.rating"),
    }


def _alpha(rows: Any) -> dict[str, Any]:
    found = {
        **_of(cases.as_speakers(rows), "speaker.alpha"),
        **_of(cases.as_days(rows), "date.alpha"),
    }
    if len(rows[0]) > 2:
        found |= _of(cases.as_layers(rows), "label.kappa")
        found |= _of(cases.as_attribute(rows), "attribute.item.rating")
    characters = cases.as_characters(rows)
    return found | (_of(characters, "detection.alpha") if characters else {})


def _ac1(rows: Any) -> dict[str, Any]:
    return {
        **_of(cases.as_layers(rows), "label.ac1"),
        **_of(cases.as_attribute(rows), "ac1.item.rating"),
    }


def _layers(figure: str) -> Callable[[Any], dict[str, Any]]:
    return lambda rows: _of(cases.as_layers(rows), figure)


def _scale(level: str) -> Callable[[Any], dict[str, Any]]:
    return lambda rows: _of(cases.as_attribute(rows), f"{level}.item.rating")


RATED: Mapping[str, Callable[[Any], Mapping[str, Any]]] = {
    "percent": _observed,
    "cohen": _cohen,
    "alpha_nominal": _alpha,
    "ac1": _ac1,
    "scott": _layers("label.fleiss"),
    "fleiss": _layers("label.fleiss"),
    "bennett": _layers("label.even"),
    "randolph": _layers("label.even"),
    "cohen_linear": _scale("linear"),
    "cohen_quadratic": _scale("quadratic"),
    "alpha_ordinal": _scale("ordinal"),
    "alpha_interval": _scale("interval"),
    "alpha_ratio": _scale("ratio"),
}

OTHERS: Mapping[str, Callable[[Any], Any]] = {
    "u_alpha": lambda given: cases.continuum(given).value("detection.u_alpha"),
    "u_alpha_binary": lambda given: cases.continuum(given).value("detection.u_marked"),
    "cu_alpha": lambda given: cases.continuum(given).value("detection.cu_alpha"),
    "alpha_characters": lambda given: cases.documents(given).value("detection.alpha"),
    "alpha_days": lambda rows: cases.dated(rows).value("date.alpha"),
    "date_pair": cases.date_case,
    "f1_exact_mean": lambda given: cases.documents(given).value("detection.exact"),
    "f1_exact_sd": lambda given: cases.deviation(cases.documents(given)),
    "f1_exact_matrix": lambda given: cases.matrix(cases.documents(given)),
    "f1_exact_pairs_missing": lambda given: cases.by_pair(cases.documents(given)),
    "f1_overlap": lambda given: cases.documents(given).value("detection.overlap"),
    "iou": lambda given: cases.documents(given).value("boundaries.iou"),
}


def _loaded(given: Any, folder: Path) -> Any:
    if isinstance(given, dict) and given.keys() == {"file"}:
        return json.loads((folder / given["file"]).read_text(encoding="utf-8"))
    return given


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
