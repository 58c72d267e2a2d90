"""What is proposed for a whole text: quotes with their speakers and cues, and dates."""

from collections.abc import Mapping
from typing import NamedTuple

from pullquote.calendar.expressions import find_expressions
from pullquote.calendar.values import days
from pullquote.suggest.dates import date_attributes
from pullquote.suggest.near import speaker_and_cue
from pullquote.suggest.quotes import quote_attributes
from pullquote.text.segments import quotations
from pullquote.text.spans import Span


class SuggestedLabel(NamedTuple):
    layer: str
    span: Span
    attributes: Mapping[str, str]


class SuggestedRelation(NamedTuple):
    """`head` and `tail` are places in the list of labels."""

    type: str
    head: int
    tail: int


class Suggestions(NamedTuple):
    """Labels by where they start, the longer first."""

    labels: tuple[SuggestedLabel, ...]
    relations: tuple[SuggestedRelation, ...]


def suggest_labels(text: str, published: str | None) -> Suggestions:
    """The labels and relations of the schema "Statements"; `published` is an ISO day.

    Of quotations inside each other the outermost are quotes.
    """
    made: dict[tuple[str, Span], SuggestedLabel] = {}
    related: list[tuple[str, SuggestedLabel, SuggestedLabel]] = []

    def label(layer: str, span: Span, attributes: Mapping[str, str]) -> SuggestedLabel:
        return made.setdefault((layer, span), SuggestedLabel(layer, span, attributes))

    reached = 0
    for span in quotations(text):
        if span.start < reached:
            continue
        reached = span.end
        quote = label("quote", span, quote_attributes(text, span))
        speaker, cue = speaker_and_cue(text, span)
        if speaker:
            related.append(("said_by", quote, label("speaker", speaker, {})))
        if cue:
            related.append(("cued_by", quote, label("cue", cue, {})))
    for date in _dates(text, published):
        label(*date)
    labels = sorted(made.values(), key=lambda one: (one.span.start, -one.span.end, one.layer))
    places = {(one.layer, one.span): place for place, one in enumerate(labels)}
    relations = (
        SuggestedRelation(kind, places[head.layer, head.span], places[tail.layer, tail.span])
        for kind, head, tail in related
    )
    return Suggestions(tuple(labels), tuple(relations))


def _dates(text: str, published: str | None) -> list[SuggestedLabel]:
    """Each counts from the publication, or from the last date before it."""
    found = []
    previous = None
    for date in find_expressions(text):
        attributes = date_attributes(text, date.span, date.words, published, previous)
        found.append(SuggestedLabel("date", date.span, attributes))
        previous = attributes["value"] if days(attributes["value"]) else previous
    return found
