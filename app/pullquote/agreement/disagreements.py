"""The places that annotators did not mark alike, behind every figure of a scope."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal

import numpy as np

from pullquote.agreement.columns import Bools, Ints
from pullquote.agreement.copies import together
from pullquote.agreement.listing import Listing, Rows, Sheet
from pullquote.agreement.says import Texts
from pullquote.agreement.selection import select
from pullquote.agreement.study import Study
from pullquote.agreement.told import KINDS, Differences, differences
from pullquote.agreement.values import Disagreement, Filter, Scope

Order = Literal["document", "places"]


def disagreements(
    study: Study,
    scope: Scope,
    filter: Filter | None = None,  # noqa: A002 - the word of the view
    *,
    order: Order = "document",
    texts: Texts | None = None,
) -> Sequence[Disagreement]:
    """One for each place and kind of difference that the filter lets through.

    The same words in several copies are one, with a place for each. By document and start of the
    first place, or those of most places first. With `texts`, copies are known by their words and
    boundaries are told in words; without, by where they stand in the repeated passage.

    Each is made when it is asked for.
    """
    found = differences_of(study, scope)
    told = found.told.take(let_through(found, scope, filter or Filter()))
    near = lru_cache(maxsize=64)(texts) if texts else None
    sheet = Sheet(found, near)
    rows = Rows.of(told, found.selection.spans.annotator)
    gathered = together(sheet, rows, near)
    if not sheet.counts.all():
        gathered = [copies for copies in gathered if sheet.counts[rows.place[copies]].any()]
    if order == "places":
        gathered.sort(key=len, reverse=True)
    return Listing(sheet, rows, gathered)


def differences_of(study: Study, scope: Scope) -> Differences:
    """All differences of a scope, whatever its layers; kept with the study."""
    whole = replace(scope, layers=None)
    key = "differences", whole
    if key not in study.cache:
        study.cache[key] = differences(study, select(study, whole))
    found: Differences = study.cache[key]
    return found


def let_through(found: Differences, scope: Scope, wanted: Filter) -> Bools:
    """Which rows of `found.told` the layers of the scope and the filter let through."""
    told, study = found.told, found.study
    some = np.ones(len(told), dtype=np.bool_)
    if scope.carried == "none" or scope.began != "any":
        some &= found.selection.kept[told.first]
    if scope.layers is not None:
        some &= _of_layers(found, {study.layers.find(name) for name in scope.layers})
    if wanted.kinds is not None:
        some &= np.isin(told.kind, [KINDS.index(kind) for kind in wanted.kinds])
    if wanted.detail is not None:
        some &= told.detail == _number(found.details.find(wanted.detail))
    if wanted.layer is not None:
        some &= _of_layers(found, {study.layers.find(wanted.layer)})
    if wanted.document is not None:
        document = found.selection.documents[found.selection.spans.document[told.first]]
        some &= document == wanted.document
    return some & _of_annotators(found, wanted)


def _of_annotators(found: Differences, wanted: Filter) -> Bools:
    told, people = found.told, found.selection.annotators
    one, other = people[found.selection.spans.annotator[told.first]], people[told.other]
    some = np.ones(len(told), dtype=np.bool_)
    if wanted.annotator is not None:
        missed = told.kind == KINDS.index("missed")
        some &= (other == wanted.annotator) | ((one == wanted.annotator) & ~missed)
    if wanted.pair is not None:
        some &= np.isin(one, wanted.pair) & np.isin(other, wanted.pair)
        if wanted.layers is not None:
            some &= _in_cell(found, one == wanted.pair[0], wanted.layers)
    return some


def _in_cell(found: Differences, straight: Bools, layers: tuple[str, str]) -> Bools:
    """Whether the two labels are of these layers, in the order of the pair.

    A label that belongs to a longer one, but was matched with none, stands beside nothing.
    """
    first, second = _layers(found)
    first = np.where(found.told.left == 2, 0, first)
    second = np.where(found.told.left == 1, 0, second)
    mine, theirs = np.where(straight, first, second), np.where(straight, second, first)
    numbers = [_number(found.study.layers.find(name)) for name in layers]
    cell: Bools = (mine == numbers[0]) & (theirs == numbers[1])
    return cell


def _of_layers(found: Differences, numbers: set[int | None]) -> Bools:
    known = [number for number in numbers if number]
    first, second = _layers(found)
    of: Bools = np.isin(first, known) | np.isin(second, known)
    return of


def _layers(found: Differences) -> tuple[Ints, Ints]:
    """Numbers of `study.layers` on both sides, 0 where one has nothing."""
    told, layer = found.told, found.selection.spans.layer
    return layer[told.first] + 1, np.where(told.second < 0, 0, layer[told.second] + 1)


def _number(found: int | None) -> int:
    return -1 if found is None else found
