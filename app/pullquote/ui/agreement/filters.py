"""Which disagreements are listed: what a cell filters by, as chips and as values."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, cast

from pullquote.agreement.values import Filter, Kind
from pullquote.ui.agreement.figure_rows import FigureRow
from pullquote.ui.agreement.lookup import Lookup
from pullquote.ui.agreement.wording import listed, tr

Part = Literal["kinds", "pair", "layers", "annotator", "layer", "document"]

_KINDS: Mapping[str, frozenset[Kind]] = {
    "detection": frozenset({"missed", "label"}),
    "boundaries": frozenset({"boundary"}),
    "label": frozenset({"label"}),
    "attribute": frozenset({"attribute"}),
    "speaker": frozenset({"speaker"}),
    "links": frozenset({"link"}),
    "date": frozenset({"date"}),
}


def by_figure(now: Filter, row: FigureRow) -> Filter:
    """The disagreements behind a figure: those that make it less than 1."""
    kinds = _KINDS[row.aspect]
    if row.aspect == "detection" and row.id != "detection.overlap":
        kinds |= {"boundary"}
    last = row.id.rpartition(".")[2]
    detail = last if row.aspect == "attribute" or row.id == "date.granularity" else None
    if row.aspect == "links" and last != "f1":
        detail = last
    return replace(now, kinds=kinds, detail=detail, layers=None)


def by_pair(now: Filter, pair: tuple[int, int]) -> Filter:
    return replace(now, pair=pair, annotator=None, layers=None)


def by_confusion(now: Filter, pair: tuple[int, int], layers: tuple[str, str]) -> Filter:
    """What one calls this and the other that; on the diagonal what else differs there."""
    if layers[0] == layers[1]:
        return replace(by_pair(now, pair), layer=layers[0], kinds=None, detail=None)
    return replace(by_pair(now, pair), layers=layers, layer=None, kinds=None, detail=None)


def by_part(now: Filter, view: str, key: object) -> Filter:
    """`key` is a layer, a document or an annotator, as `view` says."""
    if view == "layers":
        return replace(now, layer=str(key), layers=None)
    if view == "documents":
        return replace(now, document=cast("int", key))
    return replace(now, annotator=cast("int", key), pair=None, layers=None)


def without(now: Filter, part: str) -> Filter:
    if part == "kinds":
        return replace(now, kinds=None, detail=None)
    if part == "pair":
        return replace(now, pair=None, layers=None)
    return replace(now, **{part: None})


def chips(now: Filter, lookup: Lookup) -> list[tuple[Part, str]]:
    """Each part that narrows the list, in words."""
    found: list[tuple[Part, str]] = []
    if now.kinds is not None:
        found.append(("kinds", _kinds(now, lookup)))
    if now.pair is not None:
        found.append(("pair", listed([lookup.person(a) for a in now.pair])))
    if now.layers is not None:
        words = [_layer(layer, lookup) for layer in now.layers]
        found.append(("layers", tr("{0} against {1}").format(*words)))
    if now.annotator is not None:
        found.append(("annotator", lookup.person(now.annotator)))
    if now.layer is not None:
        found.append(("layer", _layer(now.layer, lookup)))
    if now.document is not None:
        found.append(("document", lookup.title(now.document)))
    return found


def _kinds(now: Filter, lookup: Lookup) -> str:
    order = ("missed", "boundary", "label", "attribute", "speaker", "link", "date")
    detail = now.detail or ""
    names = [lookup.kind(kind, detail) for kind in order if kind in (now.kinds or ())]
    if detail and now.kinds == frozenset[Kind]({"link"}):
        return tr("{0}: {1}").format(names[0], lookup.relations.get(detail, detail))
    first, *rest = (name if not at else name.lower() for at, name in enumerate(names))
    return tr("{0} or {1}").format(", ".join((first, *rest[:-1])), rest[-1]) if rest else first


def _layer(layer: str, lookup: Lookup) -> str:
    return lookup.layer(layer) or tr("not marked")
