"""What happened in each document, one row each: what every figure adds up, in any selection."""

from dataclasses import dataclass

from pullquote.agreement.columns import Bools, Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Labels; `kept` is False for those whose place counts with another place."""

    document: Ints
    annotator: Ints
    layer: Ints
    origin: Ints
    kept: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """Two labels of one layer that mean the same; `a` and `b` are row ids, values as in a study.

    `weight` is 1 / (m - 1) where m annotators mean that place in that layer, `weight_any` in any.
    """

    document: Ints
    pair: Ints
    layer: Ints
    a: Ints
    b: Ints
    iou: Floats
    same_start: Bools
    same_end: Bools
    speaker_a: Ints
    speaker_b: Ints
    form_a: Ints
    form_b: Ints
    date_a: Ints
    date_b: Ints
    attributes_a: Ints
    attributes_b: Ints
    weight: Floats
    weight_any: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Crossed:
    """Two labels of different layers on the same words."""

    document: Ints
    pair: Ints
    layer: Ints
    layer_b: Ints
    a: Ints
    b: Ints
    weight_any: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Relations; `layer` is that of the head."""

    document: Ints
    annotator: Ints
    layer: Ints
    kind: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """Relations of the same kind and role whose two ends are matched."""

    document: Ints
    pair: Ints
    layer: Ints
    kind: Ints
    a: Ints
    b: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Cover:
    """Characters that an annotator has marked in a layer."""

    document: Ints
    annotator: Ints
    layer: Ints
    characters: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """Characters that both of two annotators have marked in a layer."""

    document: Ints
    pair: Ints
    layer: Ints
    characters: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """All tables of a selection; documents by id, annotators, pairs and layers from 0."""

    annotators: Ints
    documents: Ints
    characters: Ints
    lost: Ints
    done: Bools
    single: int
    signature: Ints
    marks: Marks
    matched: Matched
    crossed: Crossed
    links: Links
    linked: Linked
    cover: Cover
    shared: Shared
