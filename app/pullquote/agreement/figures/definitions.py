"""What each figure means, for the eye, the tooltip and the paper: read from `figures.toml`."""

import math
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from pullquote.agreement.figures.bootstrap import FEW_DOCUMENTS, RESAMPLES, SEED
from pullquote.agreement.values import Aspect, Figure, Shares
from pullquote.assets import RESOURCES
from pullquote.model.schema import Attribute, Schema

ALPHA, KAPPA = "α", "κ"


@dataclass(frozen=True, slots=True)
class Definition:
    """`name` stands on the row, `measure` in a sentence; `unit` is what `n` counts, as a plural."""

    id: str
    aspect: Aspect
    name: str
    symbol: str
    measure: str
    unit: str
    meaning: str
    source: str = ""
    headline: bool = False


NOT_OFFERED: Mapping[str, str] = {
    "gamma": "aligns all annotators at once; it needs a solver and minutes for one document",
    "Hubert’s kappa": "for three and more; Fleiss’ kappa and alpha are there",
    "MASI": "a distance of sets; an attribute has one value here",
}
"""Measures that other programs have, and why they are not among the figures."""

_DESCRIBED = tomllib.loads((RESOURCES / "agreement" / "figures.toml").read_text("utf-8"))
_FIXED = tuple(Definition(**row) for row in _DESCRIBED["figures"])


class Definitions(dict[str, Definition]):
    """By figure. Those of attributes and kinds of relations are made from their ids."""

    def __missing__(self, figure: str) -> Definition:
        family, _, rest = figure.partition(".")
        if family in _OF_ATTRIBUTES:
            layer, _, name = rest.partition(".")
            return _OF_ATTRIBUTES[family].named(figure, f"{layer}: {name}")
        if family == "links":
            return _relations(figure, rest)
        raise KeyError(figure)


DEFINITIONS: Mapping[str, Definition] = Definitions({each.id: each for each in _FIXED})


def definitions(schema: Schema) -> dict[str, Definition]:
    """All figures of a label schema in their order, named in its words."""
    found: dict[str, Definition] = {}
    for each in _FIXED:
        found[each.id] = each
        if each.id == "label.even":
            found |= {made.id: made for made in _attributes(schema)}
        elif each.id == "links.f1":
            made = [_relations(f"links.{r.id}", r.name) for r in schema.relations]
            found |= {one.id: one for one in made}
    return found


_FOR_MORE = {
    "Cohen's kappa": "Krippendorff's alpha (nominal)",
    "Scott's pi": "Fleiss' kappa",
    "Bennett's S": "Randolph's kappa",
}
"""What a measure of two annotators is called for three and more."""

_SYMBOLS_FOR_MORE = {KAPPA: ALPHA, "π": KAPPA, "S": "κ free"}


def symbol(definition: Definition, annotators: int) -> str:
    """What was counted for so many annotators: kappa is for two."""
    more = _SYMBOLS_FOR_MORE.get(definition.symbol, definition.symbol)
    return more if annotators > 2 else definition.symbol


def measure(definition: Definition, annotators: int) -> str:
    """Its name in a sentence for so many annotators."""
    said = definition.measure
    for two, more in _FOR_MORE.items() if annotators > 2 else ():
        said = said.replace(two, more)
    return said


def citable_sentence(
    figure: Figure,
    definition: Definition | None = None,
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    translate: Callable[[str], str] = str,
) -> str:
    """What a paper needs to say: measure, value, n, documents, annotators, interval, its seed."""
    known = definition or DEFINITIONS[figure.id]
    documents = translate(_DOCUMENT if figure.documents == 1 else _DOCUMENTS)
    words: dict[str, object] = {
        "measure": measure(known, figure.annotators),
        "n": figure.n,
        "unit": known.unit[:-1] if figure.n == 1 else known.unit,
        "documents": documents.format(figure.documents),
        "annotators": figure.annotators,
    }
    if figure.value is None:
        return translate(_UNDEFINED).format(**words, why=figure.why)
    shown = partial(in_figures, share=known.symbol == "%")
    said = translate(_VALUE).format(**words, value=shown(figure.value))
    if figure.low is not None and figure.high is not None:
        ends = {"low": shown(figure.low), "high": shown(figure.high)}
        said += translate(_INTERVAL).format(**ends, resamples=resamples, seed=seed)
        said += translate(_FEW) if figure.documents < FEW_DOCUMENTS else ""
    if figure.once is not None:
        said += translate(_ONCE).format(once=shown(figure.once))
    if figure.note is not None:
        said += "; " + translate(figure.note.template).format(**figure.note.values)
    return f"{said})."


def in_figures(value: float, *, share: bool = False) -> str:
    """Two decimals, as papers give them; a share of 0 to 1 in percent."""
    return f"{100 * value:.0f} %" if share else f"{value:.2f}"


def provenance_sentence(shares: Shares, *, translate: Callable[[str], str] = str) -> str:
    """Where the labels come from, which every figure depends on."""
    some = max(shares.labels, 1)
    return translate(_HEAD_OF_ONE if shares.labels == 1 else _HEAD).format(
        labels=shares.labels,
        suggested=100 * shares.suggested / some,
        carried=100 * shares.carried / some,
    )


class _OfAttribute(NamedTuple):
    """A figure of each attribute, in whose sentences {} stands for it."""

    symbol: str
    measure: str
    meaning: str
    source: str = ""
    aspect: str = ""

    def named(self, figure: str, name: str) -> Definition:
        shown = f"{name}, {self.aspect}" if self.aspect else name
        return Definition(
            figure, "attribute", shown, self.symbol, self.measure.format(name), "matched pairs",
            self.meaning, self.source,
        )  # fmt: skip


_OF_ATTRIBUTES = {family: _OfAttribute(**row) for family, row in _DESCRIBED["attributes"].items()}


def _attributes(schema: Schema) -> Iterator[Definition]:
    for layer in schema.layers:
        for one in layer.attributes:
            if layer.unit == "date" and one.id == "value":
                continue
            name, figure = f"{layer.name}: {one.name}", f"{layer.id}.{one.id}"
            for family, known in _OF_ATTRIBUTES.items():
                if family in _families(one):
                    yield known.named(f"{family}.{figure}", name)


def scale_of(attribute: Attribute) -> Sequence[float]:
    """The values of an attribute that are all numbers, rising; none where they are not."""
    try:
        values = sorted({float(value) for value in attribute.values})
    except ValueError:
        return ()
    return values if len(values) > 1 and all(map(math.isfinite, values)) else ()


def _families(attribute: Attribute) -> set[str]:
    """The figures that an attribute has."""
    found = {"observed", "attribute"} | ({"ac1"} if attribute.values else set())
    return found | (
        {"ordinal", "interval", "ratio", "linear", "quadratic"} if scale_of(attribute) else set()
    )


def _relations(figure: str, name: str) -> Definition:
    return replace(
        DEFINITIONS["links.f1"],
        id=figure,
        name=name,
        measure=f"pairwise F1 of relations “{name}” whose two ends are matched",
        headline=False,
    )


_HEAD = "{labels:,} labels, {suggested:.0f} % began as a suggestion, {carried:.0f} % were carried."
_HEAD_OF_ONE = _HEAD.replace("labels,", "label,")
_VALUE = (
    "{measure}: {value} (n = {n:,} {unit}, {documents} done by at least two of "
    "{annotators} annotators"
)
_INTERVAL = (
    "; 95 % interval {low} to {high}, percentile bootstrap over documents, "
    "{resamples:,} resamples, seed {seed}"
)
_FEW = ", few documents"
_DOCUMENT, _DOCUMENTS = "{:,} document", "{:,} documents"
_ONCE = "; {once} with one copy of repeated words"
_UNDEFINED = (
    "{measure}: {why} (n = {n:,} {unit}, {documents} done by at least two of "
    "{annotators} annotators)."
)
