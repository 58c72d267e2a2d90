"""What is proposed for a whole text: quotes with their speakers and cues, and dates."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pullquote.suggest.confidence import (
    DATE_FROM_ANCHOR,
    DATE_IN_WORDS,
    NOT_QUOTE,
    SURE,
    Band,
)
from pullquote.suggest.dates import FoundDate, dates_of
from pullquote.suggest.quotes import status_of
from pullquote.suggest.ranker import NOTHING, Taught, spoken_as_taught
from pullquote.suggest.speakers import Said
from pullquote.text.line_breaks import unwrapped
from pullquote.text.spans import Span


class SuggestedLabel(NamedTuple):
    """`rule` is what found it; `confidence`, from 0 to 1, how often that is right: for a quote
    whether its speaker is, which is what goes wrong. Of what another tool suggests `source` is its
    name, `confidence` what it says itself, 0 for nothing, and `speaker` the name that it gives.
    `band` is how often the rule, or the tool, was right in this project, None where too little is
    known.
    """

    layer: str
    span: Span
    attributes: Mapping[str, str]
    confidence: float
    rule: str
    source: str = ""
    speaker: str = ""
    band: Band | None = None

    @property
    def is_sure(self) -> bool:
        """Whether it may be taken without a doubt: its kind was right nine times in ten.

        What another tool says of itself is no measure: it is as doubtful as a coin until the
        project knows better.
        """
        if not self.source:
            return self.confidence >= SURE
        return self.band is not None and self.band.confidence(_COIN) >= SURE


_COIN = 0.5


class SuggestedRelation(NamedTuple):
    """`head` and `tail` are places in the list of labels."""

    type: str
    head: int
    tail: int


class Suggestions(NamedTuple):
    """Labels by where they start, the longer first."""

    labels: tuple[SuggestedLabel, ...]
    relations: tuple[SuggestedRelation, ...]


MORE = frozenset({"indirect", "claims"})
"""What is suggested only where somebody asks for it: indirect speech, dated claims."""


def suggest_labels(
    text: str,
    published: str | None,
    more: frozenset[str] = frozenset(),
    taught: Taught = NOTHING,
) -> Suggestions:
    """The labels and relations of the schema "Statements"; `published` is an ISO day.

    `more` are of MORE; `taught` is what labels teach of who speaks. A quotation that nobody says is
    a label not_quote; one left open that nobody is known to say is none. Takes linear time.
    """
    made = _Made()
    read = unwrapped(text)
    reached = 0
    found = spoken_as_taught(read, taught)
    for said in found:
        # Inside another quotation only what has a speaker of its own is one.
        inner, reached = said.quotation.start < reached, max(reached, said.quotation.end)
        if inner and not said.speaker:
            continue
        if said.reason:
            reason = {"reason": said.reason}
            made.label("not_quote", said.quotation, reason, NOT_QUOTE, said.reason)
        elif said.speaker or status_of(read, said.quotation) == "complete":
            _take_quote(made, read, said)
    dates = dates_of(read, published, found)
    for date in dates:
        known = date.attributes["fixed"] == "words"
        sure = DATE_IN_WORDS if known else DATE_FROM_ANCHOR
        made.label("date", date.span, date.attributes, sure, date.rule)
    if more:
        _add_more(made, read, found, dates, more)
    return made.suggestions()


def _add_more(
    made: "_Made",
    text: str,
    found: Sequence[Said],
    dates: Sequence[FoundDate],
    more: frozenset[str],
) -> None:
    # Loaded by those who ask for it.
    from pullquote.suggest.claims import dated_claims
    from pullquote.suggest.indirect import indirect_speech

    reports = indirect_speech(text, [said.quotation for said in found])
    if "indirect" in more:
        for report in reports:
            _take_quote(made, text, report)
    for claim in dated_claims(text, dates, found, reports) if "claims" in more else ():
        head = made.label("claim", claim.span, {}, claim.confidence, "claim")
        date = dates[claim.date]
        made.relate("dated_by", head, made.label("date", date.span, date.attributes, 0.0, ""))
        if claim.said is not None and claim.said.speaker is not None:
            speaker = made.label("speaker", claim.said.speaker, {}, claim.said.confidence, "claim")
            made.relate("said_by", head, speaker)


class _Made:
    """Labels made so far; the same span in the same layer is one label."""

    def __init__(self) -> None:
        self._labels: dict[tuple[str, Span], SuggestedLabel] = {}
        self._related: list[tuple[str, SuggestedLabel, SuggestedLabel]] = []

    def label(
        self, layer: str, span: Span, attributes: Mapping[str, str], confidence: float, rule: str
    ) -> SuggestedLabel:
        label = SuggestedLabel(layer, span, attributes, confidence, rule)
        return self._labels.setdefault((layer, span), label)

    def relate(self, kind: str, head: SuggestedLabel, tail: SuggestedLabel) -> None:
        self._related.append((kind, head, tail))

    def suggestions(self) -> Suggestions:
        labels = sorted(
            self._labels.values(), key=lambda one: (one.span.start, -one.span.end, one.layer)
        )
        places = {(one.layer, one.span): place for place, one in enumerate(labels)}
        relations = (
            SuggestedRelation(kind, places[head.layer, head.span], places[tail.layer, tail.span])
            for kind, head, tail in self._related
        )
        return Suggestions(tuple(labels), tuple(relations))


def _take_quote(made: _Made, text: str, said: Said) -> None:
    attributes = {"kind": said.kind, "status": status_of(text, said.quotation)}
    quote = made.label("quote", said.quotation, attributes, said.confidence, said.rule)
    if said.speaker:
        speaker = made.label("speaker", said.speaker, {}, said.confidence, said.rule)
        made.relate("said_by", quote, speaker)
    if said.cue:
        made.relate("cued_by", quote, made.label("cue", said.cue, {}, said.confidence, said.rule))
