"""Who says a quotation of which the rules are not sure, by what was labelled before: a softmax over
candidates, whose weights begin where the rules put them.
"""

from collections.abc import Iterable, Sequence
from math import exp, log, log1p
from typing import NamedTuple

from pullquote.suggest.confidence import SURE, speaker_confidence
from pullquote.suggest.mentions import is_name, is_pronoun, mentions
from pullquote.suggest.quotes import status_of
from pullquote.suggest.speakers import Said, spoken
from pullquote.suggest.words_at_caret import candidates_near
from pullquote.text.spans import Span

# In code points: how far to each side of a quotation mentions are looked for.
REACH = 6000
# How many speakers of other quotations may say one.
_AROUND = 3
# In code points and quotations: longer texts, and those with more doubts, are left to the rules.
WHOLE = 40_000
_DOUBTS = 40
_CANDIDATES = 8
RULE = "learned"

Features = tuple[float, ...]
# What the rules suggest counts, by how sure they are, and the first candidates before the others;
# of the other features nothing is known before somebody labels.
_BEFORE: Features = (3.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
_STEPS, _RATE, _HOLD = 100, 0.5, 1.0


class Taught(NamedTuple):
    """What labels teach of who speaks: `cues` are words that report, besides those known
    everywhere, `weights` those of the ranker, () for none.
    """

    cues: frozenset[str] = frozenset()
    weights: Features = ()


NOTHING = Taught()


class Example(NamedTuple):
    """The candidates of a quotation, and which of them are who says it."""

    features: tuple[Features, ...]
    right: tuple[bool, ...]


def spoken_as_taught(text: str, taught: Taught) -> list[Said]:
    """All quotations of a text without soft line feeds; where the rules doubt who says one, the
    candidate that the labels speak for.
    """
    found = spoken(text, taught.cues)
    doubted = doubts(text, found) if taught.weights else []
    ranked = {place: _ranked(text, found[place], found, taught.weights) for place in doubted}
    return [ranked.get(place, said) for place, said in enumerate(found)]


def doubts(text: str, found: Sequence[Said]) -> list[int]:
    """The places of the quotations that are ranked.

    What nobody is known to say is no quote inside another one, nor where it is left open.
    """
    unsure, reached = [], 0
    for place, said in enumerate(found):
        inner, reached = said.quotation.start < reached, max(reached, said.quotation.end)
        is_quote = said.speaker or not (inner or status_of(text, said.quotation) != "complete")
        if is_quote and not said.reason and said.confidence < SURE:
            unsure.append(place)
    return unsure if len(text) <= WHOLE and len(unsure) <= _DOUBTS else []


def candidates(text: str, said: Said, others: Iterable[Said], limit: int) -> list[Span]:
    """The mentions that may say who speaks, each by other words; `others` are all quotations.

    What is suggested; then the mentions of the sentences where it begins and ends, nearest first;
    who says the quotations around it; and whom the paragraph and the one before it name.
    """
    quote = said.quotation

    def nearest(found: Iterable[Span]) -> Sequence[Span]:
        return sorted(found, key=lambda span: abs(span.start - quote.start))

    found = [said.speaker] if said.speaker else []
    found += candidates_near(text, quote, "name")
    found += nearest(one.speaker for one in others if one.speaker)[:_AROUND]
    within = _paragraphs_before(text, quote)
    found += nearest(span for span in mentions(text, within) if not span.overlaps(quote))
    by_words: dict[str, Span] = {}
    for span in found:
        by_words.setdefault(span.of(text).casefold(), span)
    return list(by_words.values())[:limit]


def example(text: str, said: Said, found: Sequence[Said], speaker: Span) -> Example:
    """A quotation that `speaker` says."""
    offered = candidates(text, said, found, _CANDIDATES)
    features = tuple(_features(text, said, mention, n) for n, mention in enumerate(offered))
    return Example(features, tuple(mention.overlaps(speaker) for mention in offered))


def trained(examples: Sequence[Example]) -> Features:
    """The weights under which these answers are likeliest, held near those of before.

    The same examples in the same order give the same weights. Examples without a right candidate
    teach nothing; of none, there are no weights.
    """
    useful = [one for one in examples if any(one.right)]
    weights = _BEFORE
    for _ in range(_STEPS if useful else 0):
        slopes = [_HOLD * (now - before) for now, before in zip(weights, _BEFORE, strict=True)]
        for one in useful:
            shares = _shares(one.features, weights)
            right = sum(share for share, fits in zip(shares, one.right, strict=True) if fits)
            for share, fits, features in zip(shares, one.right, one.features, strict=True):
                pull = share - (share / right if fits else 0.0)
                slopes = [slope + pull * x for slope, x in zip(slopes, features, strict=True)]
        step = _RATE / len(useful)
        weights = tuple(w - step * slope for w, slope in zip(weights, slopes, strict=True))
    return weights if useful else ()


def _ranked(text: str, said: Said, found: Sequence[Said], weights: Features) -> Said:
    offered = candidates(text, said, found, _CANDIDATES)
    if not offered:
        return said
    features = [_features(text, said, mention, n) for n, mention in enumerate(offered)]
    shares = _shares(features, weights)
    best = max(range(len(shares)), key=shares.__getitem__)
    if offered[best] == said.speaker:
        return said
    sure = speaker_confidence(RULE)
    return said._replace(speaker=offered[best], cue=None, rule=RULE, confidence=sure)


def _shares(rows: Sequence[Features], weights: Features) -> list[float]:
    scores = [sum(w * x for w, x in zip(weights, row, strict=True)) for row in rows]
    most = max(scores)
    raised = [exp(score - most) for score in scores]
    total = sum(raised)
    return [one / total for one in raised]


def _features(text: str, said: Said, mention: Span, place: int) -> Features:
    quote, words = said.quotation, mention.of(text)
    apart = not quote.overlaps(mention)
    between = text[min(quote.end, mention.end) : max(quote.start, mention.start)] if apart else ""
    suggested = mention == said.speaker
    return (
        float(suggested),
        log(said.confidence / (1 - said.confidence)) if suggested else 0.0,
        1 / (1 + place),
        float(mention.start < quote.start),
        log1p(len(between)) / 6,
        float("\n" in between),
        float(". " in between),
        float(is_pronoun(words)),
        float(is_name(words)),
    )


def _paragraphs_before(text: str, quote: Span) -> Span:
    """The paragraph of a quotation and the one before, cut where they go farther than REACH."""
    low, high = max(0, quote.start - REACH), min(len(text), quote.end + REACH)
    here = text.rfind("\n", low, quote.start)
    before = text.rfind("\n", low, max(low, here))
    end = text.find("\n", quote.end, high)
    return Span(max(low, before + 1), high if end < 0 else end)
