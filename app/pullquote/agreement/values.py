"""What agreement answers with: figures with their certainty, tables, disagreements; and the
sentences that say why a figure is undefined or misleads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pullquote.model.values import Annotation, Relation
from pullquote.text.spans import Span

Aspect = Literal["detection", "boundaries", "label", "attribute", "speaker", "links", "date"]
"""What two people can agree on; each has its own rows, because one number misleads."""

Kind = Literal["missed", "boundary", "label", "attribute", "speaker", "link", "date"]
"""How two people can disagree about one place."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a figure is undefined, in a sentence: a template to translate and its values."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.values)


@dataclass(frozen=True, slots=True)
class Version:
    """One annotator's answer to one document that is done: all labels; none is an answer too.

    `annotations` are in the order start, -end, layer.
    """

    annotator: int
    annotations: tuple[Annotation, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which labels are compared; None stands for all.

    Documents count that at least two of the annotators have done. `once` takes one copy per
    cluster of repeated words. `carried` "once" counts labels that were carried to copies with the
    place they came from, "all" each by itself, "none" leaves them out. `began` "suggestion" takes
    only the places where somebody's label began as a suggestion or was carried, "hand" only the
    others. Excluded documents and boilerplate are left out unless asked for.
    """

    annotators: tuple[int, ...] | None = None
    layers: frozenset[str] | None = None
    documents: frozenset[int] | None = None
    once: bool = False
    carried: Literal["once", "all", "none"] = "once"
    began: Literal["any", "hand", "suggestion"] = "any"
    excluded: bool = False
    boilerplate: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure. `value` is None where it is undefined, and `why` says why.

    `low` and `high` are the percentile 95 % interval of a bootstrap over documents; `n` counts
    what was compared, in the unit of the measure's definition (spans, characters, links).
    `once` is the value with one copy per cluster of repeated words. `note` is what to know of a
    value that misleads alone.
    """

    id: str
    value: float | None
    why: Reason | None
    low: float | None
    high: float | None
    n: int
    documents: int
    annotators: int
    once: float | None = None
    note: Reason | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of two annotators, of one layer, document or annotator."""

    value: float | None
    n: int
    why: Reason | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """Where the compared labels come from; counts of labels."""

    labels: int
    suggested: int
    carried: int


@dataclass(frozen=True, slots=True)
class Summary:
    """All figures of a scope.

    `figures` are in the order of the definitions. `pairs` has for each figure's id the cells of
    (annotator, annotator) with the lower id first; `by_layer`, `by_document` and `by_annotator`
    (one against all others) have for each figure's id the cell of each. `single` counts documents
    that one person only has done, `empty` those where nobody annotated anything.
    """

    annotators: tuple[int, ...]
    documents: tuple[int, ...]
    single: int
    empty: int
    shares: Shares
    figures: tuple[Figure, ...]
    pairs: Mapping[str, Mapping[tuple[int, int], Cell]]
    by_layer: Mapping[str, Mapping[str, Cell]]
    by_document: Mapping[str, Mapping[int, Cell]]
    by_annotator: Mapping[str, Mapping[int, Cell]]
    resamples: int
    seed: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """`counts[i][j]`: spans that the row's annotator calls `names[i]`, the column's `names[j]`.

    The last name is "", for spans that the other did not annotate.
    """

    names: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class AnnotatorReading:
    """What one annotator says about a place.

    `annotations` are row ids, none where nothing was annotated; `spans` their extents.
    `description` is what differs, for the eye: the speaker's name, the value of the date, the
    words, the layer.
    """

    annotator: int
    annotations: tuple[int, ...]
    spans: tuple[Span, ...]
    description: str


@dataclass(frozen=True, slots=True)
class DisagreementPlace:
    """Where a disagreement stands: `start` and `end` reach over all versions."""

    document: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One place, or one repeated passage, that annotators did not label alike.

    `detail` narrows the kind: the attribute's name, the relation's kind, or for dates
    "granularity", "anchor", "year" or "value". `places` begins with the one whose words are
    shown; the others are the same disagreement over the same repeated words. `layer` is that of
    the first version.

    Of two copies that one annotator did not label alike, `readings` and `places` are of the first
    copy and of the other, both readings of the annotator. Where a copy was not annotated, its
    place is where the label would stand.
    """

    kind: Kind
    detail: str
    layer: str
    readings: tuple[AnnotatorReading, ...]
    places: tuple[DisagreementPlace, ...]

    @property
    def place(self) -> DisagreementPlace:
        return self.places[0]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which disagreements to list; None stands for all.

    `pair` are two annotators who differ. `layers` are two layers of one cell of the confusion
    matrix, the first that of `pair[0]`; "" stands for nothing annotated.
    """

    kinds: frozenset[Kind] | None = None
    detail: str | None = None
    pair: tuple[int, int] | None = None
    annotator: int | None = None
    layer: str | None = None
    document: int | None = None
    layers: tuple[str, str] | None = None


NOTHING_ANNOTATED = Reason("undefined: nothing marked")
NO_COMMON_DOCUMENTS = Reason("no common documents")
NO_COMMON_ITEMS = Reason("undefined: nothing that two annotators labelled")
NO_VALUES = Reason("undefined: no value set by two annotators")
NO_SPEAKERS = Reason("undefined: nobody named a speaker of a matched label")
NO_DATES = Reason("undefined: nobody gave a matched date a value")
NOT_BY_ALL = Reason("undefined: no document that all annotators have done")
NESTED = Reason("undefined: labels of one annotator overlap; choose one layer")
NO_VARIATION = Reason("undefined: no label varies")
NO_COMMON_TEXT = Reason("undefined: no two annotators marked the same text")
NO_INTERVAL = Reason(
    "no interval: it is measured on all documents laid end to end, not added up from each"
)


def one_label(agreement: float) -> Reason:
    """Nothing but one label was used: chance would agree as well. `agreement` is from 0 to 1."""
    percent = {"percent": 100 * agreement}
    return Reason("undefined: only one label used (agreement {percent:.0f} %)", percent)


SKEWED = Reason("labels too skewed: see AC1 and observed agreement")


def annotated_nothing(names: Sequence[str], documents: Sequence[int]) -> Reason:
    """All who annotated nothing, and in how many documents each of them did not."""
    if len(set(documents)) > 1:
        said = [f"{name} ({count})" for name, count in zip(names, documents, strict=True)]
        return Reason("{names} marked nothing (documents)", {"names": _listed(said)})
    values = {"names": _listed(names), "documents": documents[0]}
    if documents[0] == 1:
        return Reason("{names} marked nothing in {documents} document", values)
    return Reason("{names} marked nothing in {documents} documents", values)


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def middles_apart(days: float) -> Reason:
    """The mean over matched dates that both have days."""
    return Reason("middles {days:.1f} days apart in the mean", {"days": days})


def shifted(characters: int) -> Reason:
    """The median over matched labels, those with the same end included."""
    values = {"characters": characters}
    if characters == 1:
        return Reason("median shift: {characters} character", values)
    return Reason("median shift: {characters} characters", values)


def semeval_note(counts: Mapping[str, int]) -> Reason:
    """Of all pairs of annotators together, the first of each pair as the reference."""
    return Reason(
        "correct {correct}, incorrect {incorrect}, partial {partial}, missed {missed}, "
        "spurious {spurious}; the first of each two annotators is the reference",
        dict(counts),
    )
