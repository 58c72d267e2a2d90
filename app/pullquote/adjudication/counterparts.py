"""The choices of an item carried to the same words in another place."""

from collections.abc import Callable, Sequence

from pullquote.adjudication.values import Choice, Item
from pullquote.duplicates.alignment import Alignment
from pullquote.model.values import Annotation
from pullquote.text.spans import Span

Canonical = Callable[[int | None], int | None]


def counterparts(
    item: Item, copy: Item, carried: Alignment, canonical: Canonical
) -> tuple[int | None, ...]:
    """For each choice of `item` the index of the one of `copy` that says the same there.

    Layers, attributes, canonical speakers and extents must be equal, these as far as the words are.
    """
    there = [_said(choice, None, canonical) for choice in copy.choices]
    here = [_said(choice, carried, canonical) for choice in item.choices]
    return tuple(there.index(one) if one in there else None for one in here)


_Said = list[tuple[int, int, str, list[tuple[str, str]], int | None]]


def _said(choice: Choice, carried: Alignment | None, canonical: Canonical) -> _Said:
    def span(label: Annotation) -> Span:
        return label.span if carried is None else carried.span(label.span)

    return [
        (
            span(label).start,
            span(label).end,
            label.layer,
            sorted((name, value) for name, value in label.attributes.items() if value),
            canonical(label.speaker),
        )
        for label in choice.annotations
    ]


def best_match(items: Sequence[Item], layer: str, span: Span) -> Item | None:
    """The item of a layer that shares most with `span`, half of both at least."""
    shared = [
        (item.span.overlap(span) / max(len(item.span), len(span), 1), -number)
        for number, item in enumerate(items)
        if item.layer == layer
    ]
    share, number = max(shared, default=(0.0, 0))
    return items[-number] if share >= 0.5 else None
