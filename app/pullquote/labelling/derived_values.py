"""What becomes of what was derived from the words of a label when its edges move."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from pullquote.labelling.open_document import OpenDocument, date_attributes
from pullquote.model.values import Annotation
from pullquote.text.spans import Span

ANCHORED_ON = "anchored_on"


class Derived(NamedTuple):
    """Labels whose attributes follow from a change, as they are to be; `kept` were set by hand."""

    changed: tuple[Annotation, ...] = ()
    kept: tuple[Annotation, ...] = ()


def after_moving(doc: OpenDocument, label: Annotation, span: Span) -> Derived:
    """What follows when the edges of `label` move to `span`: for itself, and for each date that is
    counted from it.
    """
    layer = doc.project.schema.layer(label.layer)
    if layer is None:
        return Derived()
    others = [a for a in doc.labels() if a.id != label.id]
    before = doc.derived_attributes(layer, label.span, others)
    after = doc.derived_attributes(layer, span, others)
    moved = replace(label, start=span.start, end=span.end)
    by_hand = {n for n, v in before.items() if label.attributes.get(n) != v}
    if layer.unit == "date" and by_hand:
        by_hand = set(after)  # its value and what it is counted from are one thing
    fresh = {name: value for name, value in after.items() if name not in by_hand}
    kept = {n for n in by_hand if n in after and after[n] != before.get(n)}
    attributes = {**label.attributes, **fresh}
    if layer.unit == "date" and kept:
        attributes["anchor"] = "to_check"
    moved = replace(moved, attributes=attributes)
    following = after_value(doc, moved)
    own = (moved,) if attributes != dict(label.attributes) else ()
    return Derived((*own, *following.changed), (*((label,) if kept else ()), *following.kept))


def after_value(doc: OpenDocument, date: Annotation) -> Derived:
    """What follows for the dates that are counted from `date`, which is as it is to be."""
    labels = {a.id: a for a in doc.labels()} | {date.id: date}
    published = doc.project.document(doc.id).published.value
    changed, kept = list[Annotation](), list[Annotation]()
    waiting, seen = [date.id], {date.id}
    while waiting:
        source = waiting.pop()
        for number in _counted_from(doc, source):
            label = labels.get(number)
            if label is None or number in seen:
                continue
            seen.add(number)
            found = _recounted(doc, label, published, labels)
            if found is None:
                kept.append(label)
                checked = {**label.attributes, "anchor": "to_check"}
                changed.append(replace(label, attributes=checked))
            elif found != label:
                labels[number] = found
                changed.append(found)
                waiting.append(number)
    return Derived(tuple(changed), tuple(kept))


def _counted_from(doc: OpenDocument, date: int) -> list[int]:
    return [r.head for r in doc.relations() if r.kind == ANCHORED_ON and r.tail == date]


def _recounted(
    doc: OpenDocument, label: Annotation, published: str | None, labels: Mapping[int, Annotation]
) -> Annotation | None:
    """The date as the rule has it now; None where a person gave it another value."""
    was = [a for a in doc.labels() if a.id != label.id]
    by_rule = date_attributes(doc.text, label.span, published, was)
    if any(label.attributes.get(name) != value for name, value in by_rule.items()):
        return None
    now = [a for a in labels.values() if a.id != label.id]
    fresh = date_attributes(doc.text, label.span, published, now)
    return replace(label, attributes={**label.attributes, **fresh})
