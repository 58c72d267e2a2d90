"""What each figure means, for the eye, the tooltip and the paper."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from pullquote.agreement.figures.bootstrap import FEW_DOCUMENTS, RESAMPLES, SEED
from pullquote.agreement.values import Aspect, Figure, Shares
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


_HRIPCSAK = "Hripcsak & Rothschild 2005"
_KRIPPENDORFF = "Krippendorff 2004, chapter 11"
_GWET = "Gwet 2008"
_COHEN = "Cohen 1960; for three and more: Krippendorff 2004, chapter 11"
_UNITIZING = "Krippendorff, Mathet, Bouvry & Widlöcher 2016; experimental"
_SEMEVAL = "SemEval-2013 task 9.1"

NOT_OFFERED: Mapping[str, str] = {
    "gamma": "aligns all annotators at once; it needs a solver and minutes for one document",
    "Hubert’s kappa": "for three and more; Fleiss’ kappa and alpha are there",
    "MASI": "a distance of sets; an attribute has one value here",
}
"""Measures that other programs have, and why they are not among the figures."""

_FIXED = (
    Definition(
        "detection.exact",
        "detection",
        "same words marked, exact",
        "F1",
        "pairwise F1 of labels with the same layer and the same ends",
        "labels",
        "Twice the labels that two people marked with the same layer, start and end, over all that "
        "they marked; the mean over pairs of annotators. Documents add up: long ones weigh more.",
        _HRIPCSAK,
        headline=True,
    ),
    Definition(
        "detection.overlap",
        "detection",
        "roughly the same, overlap",
        "F1",
        "pairwise F1 of labels of the same layer that overlap, matched one to one",
        "labels",
        "As the exact one, but labels of the same layer need only overlap. Each label is matched "
        "with one at most: the same ends first, then for the largest overlap in all.",
        _HRIPCSAK,
        headline=True,
    ),
    Definition(
        "detection.iou",
        "detection",
        "more than half shared",
        "F1",
        "pairwise F1 of labels of the same layer with an intersection over union above 0.5",
        "labels",
        "As the overlap, but the characters in both must be more than half of those in either.",
        _HRIPCSAK,
    ),
    Definition(
        "detection.alpha",
        "detection",
        "beyond chance, characters",
        ALPHA,
        "Krippendorff's alpha (nominal, over characters, each layer marked or not)",
        "characters",
        "Each character is marked or not by everybody who has done the document, layer by layer; "
        "1 is agreement, 0 is what chance would give. The layers' observed and expected "
        "disagreements are added up, so that labels may lie inside one another.",
        "Krippendorff 1995; Krippendorff 2004, chapter 11",
        headline=True,
    ),
    Definition(
        "detection.alpha_u",
        "detection",
        "units, layer by layer",
        "αU",
        "Krippendorff's alpha for unitizing (1995)",
        "characters",
        "Labels as units of each layer by itself, compared by the squared distances of their ends, "
        "in the documents that all have done, laid end to end. To compare with other programs.",
        "Krippendorff 1995; Krippendorff 2004, section 11.6",
    ),
    Definition(
        "detection.u_alpha",
        "detection",
        "units and gaps",
        "uα",
        "Krippendorff's u-alpha of labels and the gaps between them",
        "characters",
        "Labels and the gaps between them, compared by the characters that they share; each "
        "character has one layer or none, so it is undefined where labels of one person overlap.",
        _UNITIZING,
    ),
    Definition(
        "detection.u_marked",
        "detection",
        "units, marked or not",
        "|uα",
        "Krippendorff's binary u-alpha of marked and unmarked text",
        "characters",
        "As u-alpha, whatever the layer: labels of one person that overlap are one unit.",
        _UNITIZING,
    ),
    Definition(
        "detection.cu_alpha",
        "detection",
        "units, where both marked",
        "cuα",
        "Krippendorff's cu-alpha of the layers of text that two annotators marked",
        "characters",
        "As u-alpha, but only the layers of text that two have marked; by layer it is (k)u-alpha.",
        _UNITIZING,
    ),
    *(
        Definition(
            f"detection.semeval_{schema}",
            "detection",
            f"SemEval-2013, {schema}",
            "F1",
            f"pairwise F1 of SemEval-2013 ({schema})",
            "labels",
            f"Labels that overlap, matched one to one in any layer, the same ends first. {meaning} "
            "The counts of all pairs stand beside it, those of each pair in the export.",
            _SEMEVAL,
        )
        for schema, meaning in (
            ("strict", "Correct are those with the same ends and the same layer."),
            ("exact", "Correct are those with the same ends, in whatever layer."),
            ("partial", "Those with the same ends count one, the others a half."),
            ("type", "Correct are those of the same layer, whatever their ends."),
        )
    ),
    Definition(
        "boundaries.iou",
        "boundaries",
        "overlap of matched labels",
        "IoU",
        "mean intersection over union of matched labels",
        "matched pairs",
        "For two labels that mean the same, the characters in both over those in either; the mean.",
        "Jaccard 1912",
        headline=True,
    ),
    Definition(
        "boundaries.start",
        "boundaries",
        "same start",
        "%",
        "share of matched labels with the same start",
        "matched pairs",
        "How many of the matched pairs of labels begin at the same character.",
    ),
    Definition(
        "boundaries.end",
        "boundaries",
        "same end",
        "%",
        "share of matched labels with the same end",
        "matched pairs",
        "How many of the matched pairs of labels end at the same character.",
    ),
    Definition(
        "label.observed",
        "label",
        "same layer, observed",
        "%",
        "observed agreement on the layer of matched labels",
        "matched pairs",
        "How many of the labels on the same words have the same layer. Labels of "
        "different layers are on the same words when more than half is shared and neither has a "
        "counterpart of its own layer.",
    ),
    Definition(
        "label.kappa",
        "label",
        "same layer on matched labels",
        KAPPA,
        "Cohen's kappa of the layer of matched labels",
        "matched pairs",
        "The agreement on the layer beyond what chance would give: Cohen's kappa for two "
        "annotators, Krippendorff's alpha for more.",
        _COHEN,
        headline=True,
    ),
    Definition(
        "label.ac1",
        "label",
        "same layer, where one prevails",
        "AC1",
        "Gwet's AC1 of the layer of matched labels",
        "matched pairs",
        "The agreement on the layer beyond what chance would give, where chance is small if one "
        "layer prevails: kappa and alpha are near 0 then, however many agree.",
        _GWET,
    ),
    Definition(
        "label.fleiss",
        "label",
        "same layer, chance as in pi",
        "π",
        "Scott's pi of the layer of matched labels",
        "matched pairs",
        "The agreement on the layer beyond what chance would give, where chance comes from the "
        "layers of all together: Scott's pi for two annotators, Fleiss' kappa for more.",
        "Scott 1955; Fleiss 1971",
    ),
    Definition(
        "label.even",
        "label",
        "same layer, all as likely",
        "S",
        "Bennett's S of the layer of matched labels",
        "matched pairs",
        "The agreement on the layer beyond what chance would give, where each of the layers "
        "compared is as likely: S for two annotators, Randolph's kappa for more.",
        "Bennett, Alpert & Goldstein 1954; Randolph 2005",
    ),
    Definition(
        "speaker.observed",
        "speaker",
        "same person, observed",
        "%",
        "observed agreement on the speaker of matched labels, aliases resolved",
        "matched pairs",
        "How many of the matched quotes and claims have the same speaker once aliases and merged "
        "speakers are one. No speaker is an answer too where somebody named one; where nobody did, "
        "nothing is compared.",
    ),
    Definition(
        "speaker.alpha",
        "speaker",
        "same person, aliases resolved",
        ALPHA,
        "Krippendorff's alpha (nominal) of the speaker of matched labels, aliases resolved",
        "matched pairs",
        "The agreement on the speaker beyond what chance would give.",
        _KRIPPENDORFF,
        headline=True,
    ),
    Definition(
        "speaker.form",
        "speaker",
        "same name as written",
        "%",
        "observed agreement on the words that name the speaker of matched labels",
        "matched pairs",
        "As the observed agreement, but by the words of the mention: what it is below that, only "
        "the register unites.",
    ),
    Definition(
        "links.f1",
        "links",
        "same ends tied together",
        "F1",
        "pairwise F1 of relations whose two ends are matched",
        "relations",
        "Twice the relations of the same kind and role that tie labels which mean the same, over "
        "all relations; the mean over pairs of annotators.",
        _HRIPCSAK,
        headline=True,
    ),
    Definition(
        "date.exact",
        "date",
        "same value",
        "%",
        "share of matched dates with the same value",
        "matched pairs",
        "How many of the matched dates have the same calendar value, letter by letter. Dates that "
        "nobody gave a value are left out.",
        "UzZaman et al. 2013",
    ),
    Definition(
        "date.granularity",
        "date",
        "same granularity",
        "%",
        "share of matched dates with the same granularity",
        "matched pairs",
        "How many of the matched dates are both days, both weeks, both months and so on.",
    ),
    Definition(
        "date.contains",
        "date",
        "one contains the other",
        "%",
        "share of matched dates of which one contains the other",
        "matched pairs",
        "How many of the matched dates are equal, or cover days of which one has all of the other.",
    ),
    Definition(
        "date.jaccard",
        "date",
        "days in common",
        "J",
        "mean Jaccard index of the days of matched dates",
        "matched pairs",
        "The days in both values over the days in either; the mean. A value without days agrees "
        "with itself alone.",
        "Jaccard 1912",
    ),
    Definition(
        "date.alpha",
        "date",
        "same calendar value",
        ALPHA,
        "Krippendorff's alpha of the value of matched dates, with the distance 1 - Jaccard of days",
        "matched pairs",
        "The agreement on the days beyond what chance would give; dates that share days differ "
        "less than those that share none.",
        _KRIPPENDORFF,
        headline=True,
    ),
)


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


_SET = "Labels of which one person has not set it are left out."
_SCALE = "As alpha, where values are numbers: "
_LIKE = "As Cohen's kappa, where values are numbers and one that is near is forgiven: "
_OF_ATTRIBUTES: Mapping[str, _OfAttribute] = {
    "observed": _OfAttribute(
        "%",
        "observed agreement on “{}” of matched labels",
        f"How many of the matched labels have the same value. {_SET}",
        _KRIPPENDORFF,
    ),
    "attribute": _OfAttribute(
        KAPPA,
        "Cohen's kappa of “{}” on matched labels",
        "The agreement on the attribute beyond what chance would give, where both marked the same "
        f"label: Cohen's kappa for two annotators, Krippendorff's alpha for more. {_SET}",
        _COHEN,
    ),
    "ac1": _OfAttribute(
        "AC1",
        "Gwet's AC1 of “{}” on matched labels",
        "The agreement on the attribute beyond what chance would give, where chance is small if "
        f"one value prevails: kappa and alpha are near 0 then, however many agree. {_SET}",
        _GWET,
    ),
    "ordinal": _OfAttribute(
        ALPHA,
        "Krippendorff's alpha (ordinal) of “{}” on matched labels",
        f"{_SCALE}two differ by how many values were given between them.",
        _KRIPPENDORFF,
        "ordinal",
    ),
    "interval": _OfAttribute(
        ALPHA,
        "Krippendorff's alpha (interval) of “{}” on matched labels",
        f"{_SCALE}two differ by the square of their difference.",
        _KRIPPENDORFF,
        "interval",
    ),
    "ratio": _OfAttribute(
        ALPHA,
        "Krippendorff's alpha (ratio) of “{}” on matched labels",
        f"{_SCALE}two differ by the square of their difference over their sum.",
        _KRIPPENDORFF,
        "ratio",
    ),
    "linear": _OfAttribute(
        "κw",
        "Cohen's weighted kappa (linear) of “{}” on matched labels",
        f"{_LIKE}the weight is how many steps two are apart; the mean over pairs of annotators.",
        "Cohen 1968",
        "linear weights",
    ),
    "quadratic": _OfAttribute(
        "κw",
        "Cohen's weighted kappa (quadratic) of “{}” on matched labels",
        f"{_LIKE}the weight is the square of the steps; the mean over pairs of annotators.",
        "Cohen 1968",
        "quadratic weights",
    ),
}


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
