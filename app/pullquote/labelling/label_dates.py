"""Dates in a document: their values, what they count from, and their role in a claim."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from pullquote import suggest
from pullquote.labelling import edits
from pullquote.labelling.derived_values import after_value
from pullquote.labelling.open_document import OpenDocument, Outcome, date_attributes
from pullquote.model.values import Annotation, Published
from pullquote.store import Project
from pullquote.text.segments import words
from pullquote.text.spans import Span

# What a date is anchored on that may count from the day of publication, through another date too.
_COUNTING = {"publication", "date"}
_DEADLINE = re.compile(r"\b(?:by|until|till|before|no later than)\s+$", re.IGNORECASE)


def date_role(text: str, head: Span, date: Span) -> str:
    """What a date is to a claim or quote.

    A deadline behind by or until; the utterance's when it stands outside the words, beside the
    verb that reports them; else the event's.
    """
    if _DEADLINE.search(text[max(0, date.start - 20) : date.start]):
        return "deadline"
    if head.covers(date):
        return "event"
    sentence = suggest.words_at_caret.sentence_at(text, date.start)
    verbs = (
        [v for v in suggest.words_at_caret.reporting_verbs(text, sentence) if not head.overlaps(v)]
        if sentence
        else []
    )
    near = [v for v in verbs if len(words(text, _between(v, date))) <= 4]
    return "utterance" if near else "event"


def set_date_value(doc: OpenDocument, label: Annotation, value: str) -> Outcome:
    """Set a date by hand; from then on it counts from nothing. What counts from it follows."""
    changed = {"value": value, "fixed": "hand", "anchor": "none"}
    after = replace(label, attributes={**label.attributes, **changed})
    return edits.set_attributes(doc, label, changed, after_value(doc, after))


def set_published(project: Project, actor: int, document: int, published: Published) -> int:
    """Correct a publication date; the dates that count from it become "to check".

    Returns how many do.
    """
    counted = [
        a for a in project.annotations(document) if a.attributes.get("anchor") == "publication"
    ]
    with project.operation("Publication date set", actor) as writer:
        writer.change_document(document, published=published)
        for label in counted:
            attributes = {**label.attributes, "anchor": "to_check"}
            writer.change_annotation(label.id, attributes=attributes)
    return len(counted)


class CountedDates(NamedTuple):
    """What counts from the day of publication of a document; `day` is None where none is known.

    `by_rule` are the labels, of all annotators, whose value is what the rule gives for that day.
    `otherwise` are those that count from it and that a person confirmed, or gave another value.
    """

    document: int
    day: str | None
    by_rule: tuple[Annotation, ...] = ()
    otherwise: tuple[Annotation, ...] = ()


def counted_dates(project: Project, document: int) -> CountedDates:
    """What setting another day would count anew, and what it would leave to be checked."""
    day = project.document(document).published.value
    labels = project.annotations(document)
    counting = [a for a in labels if a.attributes.get("anchor") in _COUNTING]
    if not counting:
        return CountedDates(document, day)
    text = project.text(document)
    of = {who: [a for a in labels if a.annotator == who] for who in {a.annotator for a in labels}}
    by_rule, otherwise = list[Annotation](), list[Annotation]()
    for label in counting:
        fresh = date_attributes(text, label.span, day, of[label.annotator])
        is_by_rule = {name: label.attributes.get(name) for name in fresh} == fresh
        if is_by_rule and label.confirmed_at is None:
            by_rule.append(label)
        elif label.attributes["anchor"] == "publication":
            otherwise.append(label)
    return CountedDates(document, day, tuple(by_rule), tuple(otherwise))


def set_published_of_many(
    project: Project, actor: int, documents: Sequence[int], published: Published
) -> int:
    """Set the day of publication of several documents, or clear it, in one operation.

    Dates that the rule counted from the old day are counted anew; those that a person set keep
    their value and become "to check". Documents that have the day already stay as they are.
    Returns how many were changed.
    """
    found = [counted_dates(project, document) for document in documents]
    found = [dates for dates in found if dates.day != published.value]
    changes = [(dates.document, _changed_dates(project, dates, published.value)) for dates in found]
    if not changes:
        return 0
    one, many = "Publication date set", f"Publication date of {len(changes)} documents set"
    with project.operation(one if len(changes) == 1 else many, actor) as writer:
        for document, labels in changes:
            writer.change_document(document, published=published)
            for label in labels:
                writer.change_annotation(label.id, attributes=dict(label.attributes))
    return len(changes)


def _changed_dates(project: Project, dates: CountedDates, day: str | None) -> Sequence[Annotation]:
    """The labels as they are to be; one may count from another that is changed before it."""
    checked = [
        replace(label, attributes={**label.attributes, "anchor": "to_check"})
        for label in dates.otherwise
    ]
    if not dates.by_rule:
        return checked
    text = project.text(dates.document)
    labels = {label.id: label for label in project.annotations(dates.document)}
    fresh = list[Annotation]()
    for label in sorted(dates.by_rule, key=lambda label: label.start):
        others = [a for a in labels.values() if a.annotator == label.annotator]
        found = date_attributes(text, label.span, day, others)
        labels[label.id] = replace(label, attributes={**label.attributes, **found})
        if labels[label.id] != label:
            fresh.append(labels[label.id])
    return [*checked, *fresh]


def resolve_again(project: Project, actor: int, document: int) -> int:
    """Count all dates "to check" anew from the publication date; returns how many."""
    text = project.text(document)
    published = project.document(document).published.value
    labels = project.annotations(document, actor)
    waiting = [a for a in labels if a.attributes.get("anchor") == "to_check"]
    if waiting:
        with project.operation("Dates counted anew", actor) as writer:
            for label in waiting:
                fresh = date_attributes(text, label.span, published, labels)
                attributes: Mapping[str, str] = {**label.attributes, **fresh}
                writer.change_annotation(label.id, attributes=dict(attributes))
    return len(waiting)


def _between(a: Span, b: Span) -> Span:
    return Span(min(a.end, b.end), max(a.start, b.start)) if not a.overlaps(b) else Span(0, 0)
