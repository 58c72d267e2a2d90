"""Where the words of an item are repeated, and which of its choices is which there."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from pullquote.adjudication.sheet import register_of
from pullquote.adjudication.values import Item
from pullquote.duplicates.blocks import Place, places
from pullquote.labelling.carried import extent_doubts
from pullquote.model.values import Passage
from pullquote.store.reads import Reads
from pullquote.text.spans import Span
from pullquote.workflow.adjudicate.board import Board


class ItemCopy(NamedTuple):
    """An open item over the same words in another place.

    `similarity` compares the words, 0 to 1; `same_words` says that they differ in typography only.
    `is_sure`: they stand there from end to end, and no number, negation, name or date differs.
    `choices` has for each choice of the original the index of the one here that corresponds, None
    where none does.
    """

    item: Item
    similarity: float
    same_words: bool
    is_sure: bool
    choices: tuple[int | None, ...]


def copies_of_item(project: Reads, board: Board, item: Item) -> list[ItemCopy]:
    """The other open items over the words of this one, those most alike first."""
    repeated = [p for p in project.passages(item.document) if p.span.overlaps(item.span)]
    if not repeated:
        return []
    everywhere = {p.cluster: project.cluster_passages(p.cluster) for p in repeated}
    found = {
        copy.item.key: copy
        for place in places(repeated, everywhere)
        if (copy := _copy(project, board, item, place)) is not None
    }
    found.pop(item.key, None)
    return sorted(found.values(), key=lambda copy: (-copy.similarity, copy.item.document))


def copy_counts(project: Reads, board: Board) -> dict[str, int]:
    """How many copies each open item has that has any, by its key."""
    placed_items: dict[tuple[int, str], list[_PlacedItem]] = defaultdict(list)
    for placed in _placed_items(project, board):
        placed_items[placed.passage.cluster, placed.item.layer].append(placed)
    counts: dict[str, int] = {}
    for together in placed_items.values():
        if len({(placed.passage.document, placed.passage.start) for placed in together}) > 1:
            counts |= _counted(project, together)
    return counts


class _PlacedItem(NamedTuple):
    """An item and the repeated passage that it stands in."""

    item: Item
    passage: Passage


def _placed_items(project: Reads, board: Board) -> Iterator[_PlacedItem]:
    """Each open item in the passage that shares most with it."""
    for number, document in board.documents.items():
        repeated = project.passages(number) if document.open else []
        for item in document.open:
            shared = max(repeated, key=lambda p: p.span.overlap(item.span), default=None)
            if shared is not None and shared.span.overlaps(item.span):
                yield _PlacedItem(item, shared)


def _counted(project: Reads, placed_items: list[_PlacedItem]) -> dict[str, int]:
    """Items are copies of one another that stand on the same words of the first passage."""
    from pullquote.duplicates.alignment import Alignment, Stretch

    def stretch(passage: Passage) -> Stretch:
        return Stretch(project.text(passage.document), passage.span)

    first = stretch(placed_items[0].passage)
    carried: dict[tuple[int, int], Alignment] = {}
    spots: list[tuple[Span, _PlacedItem]] = []
    for placed in placed_items:
        at = (placed.passage.document, placed.passage.start)
        if at not in carried:
            carried[at] = Alignment(stretch(placed.passage), first)
        spots.append((carried[at].span(placed.item.span), placed))
    return {
        placed.item.key: others
        for span, placed in spots
        if (others := sum(_are_copies(span, placed, *other) for other in spots))
    }


def _are_copies(span: Span, placed: _PlacedItem, other: Span, its: _PlacedItem) -> bool:
    apart = (placed.passage.document, placed.passage.start) != (
        its.passage.document,
        its.passage.start,
    )
    return apart and 2 * span.overlap(other) >= max(len(span), len(other), 1)


def _copy(project: Reads, board: Board, item: Item, place: Place) -> ItemCopy | None:
    document = board.documents.get(place.document)
    if document is None or not any(
        place.start < other.span.end and other.span.start < place.end for other in document.open
    ):
        return None
    # rapidfuzz comes with these.
    from pullquote.adjudication.counterparts import best_match, counterparts
    from pullquote.duplicates.alignment import Alignment, Stretch
    from pullquote.duplicates.compare import folded_words, similarity

    text, other_text = project.text(item.document), project.text(place.document)
    here = Stretch(text, Span(place.here_start, place.here_end))
    carried = Alignment(here, Stretch(other_text, Span(place.start, place.end)))
    span, placed = carried.span(item.span), carried.place(item.span)
    found = best_match(document.open, item.layer, span)
    if found is None:
        return None
    words, other_words = item.span.of(text), span.of(other_text)
    canonical = register_of(project.speakers()).canonical
    return ItemCopy(
        item=found,
        similarity=similarity(words, other_words),
        same_words=folded_words(words) == folded_words(other_words),
        is_sure=placed is not None and not extent_doubts(text, item.span, other_text, placed),
        choices=counterparts(item, found, carried, canonical),
    )
