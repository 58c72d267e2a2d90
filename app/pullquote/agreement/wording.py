"""Figures in sentences for papers."""

from collections.abc import Callable

from pullquote.agreement.definitions import Definition, measure
from pullquote.agreement.values import Figure, Reason, Shares, Summary

FEW_DOCUMENTS = 10
"""Below this an interval says little."""


def _english(template: str) -> str:
    return template


def sentence(
    figure: Figure,
    definition: Definition,
    summary: Summary,
    *,
    translate: Callable[[str], str] = _english,
) -> str:
    """What a paper needs to say: measure, value, n, documents, annotators, interval, its seed."""
    words: dict[str, object] = {
        "measure": measure(definition, figure.annotators),
        "n": figure.n,
        "unit": definition.unit,
        "documents": figure.documents,
        "annotators": figure.annotators,
        "resamples": summary.resamples,
        "seed": summary.seed,
    }
    if figure.value is None:
        return translate(_UNDEFINED).format(**words, why=figure.why)
    words["value"] = figure.value
    said = translate(_VALUE).format(**words)
    if figure.low is not None and figure.high is not None:
        said += translate(_INTERVAL).format(**words, low=figure.low, high=figure.high)
        said += translate(_FEW) if figure.documents < FEW_DOCUMENTS else ""
    if figure.once is not None and figure.once != figure.value:
        said += translate(_ONCE).format(once=figure.once)
    return translate(_WHOLE).format(said=said)


def head(shares: Shares, *, translate: Callable[[str], str] = _english) -> str:
    """Where the labels come from, which every figure depends on."""
    return str(
        Reason(
            translate(_HEAD),
            {
                "labels": shares.labels,
                "suggested": shares.suggested / max(shares.labels, 1),
                "carried": shares.carried / max(shares.labels, 1),
            },
        )
    )


_HEAD = "{labels:,} labels, {suggested:.0%} began as a suggestion, {carried:.0%} were carried."
_VALUE = (
    "{measure}: {value:.2f} (n = {n:,} {unit}, {documents:,} documents done by at least two of "
    "{annotators} annotators"
)
_INTERVAL = (
    "; 95 % interval {low:.2f} to {high:.2f}, percentile bootstrap over documents, "
    "{resamples:,} resamples, seed {seed}"
)
_FEW = ", few documents"
_ONCE = "; {once:.2f} with one copy of repeated words"
_WHOLE = "{said})."
_UNDEFINED = (
    "{measure}: {why} (n = {n:,} {unit}, {documents:,} documents done by at least two of "
    "{annotators} annotators)."
)
