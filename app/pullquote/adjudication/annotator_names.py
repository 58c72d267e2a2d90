"""Who is who while versions are compared: by name, or as letters in a new order per document."""

import random
from collections.abc import Mapping, Sequence
from string import ascii_uppercase

from pullquote.adjudication.values import Item


def shown_names(
    names: Mapping[int, str], document_uid: str, *, anonymous: bool = False
) -> dict[int, str]:
    """What to call each annotator in a document, in the order in which to show them.

    By name; or as A, B, C in an order that is shuffled for each document, and always the same in
    one document with the same people.
    """
    if not anonymous:
        by_name = sorted(names, key=lambda annotator: (names[annotator].casefold(), annotator))
        return {annotator: names[annotator] for annotator in by_name}
    order = sorted(names)
    random.Random(document_uid).shuffle(order)
    return {annotator: _letters(number) for number, annotator in enumerate(order)}


def arranged_choices(item: Item, order: Sequence[int]) -> list[int]:
    """The indices of an item's choices as they are shown: by the first annotator who has each."""
    rank = {annotator: number for number, annotator in enumerate(order)}

    def first(index: int) -> int:
        return min(rank.get(annotator, len(rank)) for annotator in item.choices[index].annotators)

    return sorted(range(len(item.choices)), key=first)


def _letters(number: int) -> str:
    """A to Z, then AA."""
    more, letter = divmod(number, len(ascii_uppercase))
    return (_letters(more - 1) if more else "") + ascii_uppercase[letter]
