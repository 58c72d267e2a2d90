"""Who says a quotation, by its own sentence: rules by clause structure, tried in order.

The first rule that finds a speaker or a cue holds. Each has a name, by which its results are known
and how sure they are (`confidence`).
"""

from collections.abc import Callable

from pullquote.suggest.grammar.clauses import clause_subject, is_passive, subject_of
from pullquote.suggest.grammar.cues import cue_at
from pullquote.suggest.grammar.lexicon import lexicon
from pullquote.suggest.grammar.phrases import (
    Phrase,
    head_phrase,
    phrase_ending,
    phrase_from,
    sentence_end,
    sentence_start,
)
from pullquote.suggest.grammar.tagger import Tagged
from pullquote.suggest.report_before import said_before
from pullquote.suggest.report_behind import said_behind, said_later
from pullquote.suggest.reports import Attribution, by_noun


def attribute(line: Tagged, quotation: int) -> Attribution | None:
    """Who says the quotation at the token `quotation`; None where its sentence does not tell."""
    low = sentence_start(line, quotation, 0)
    for rule in _RULES:
        if found := rule(line, quotation, low):
            return found
    return None


def reported_by(line: Tagged, after: int) -> Attribution | None:
    """Who the last sentence before the token `after` says something of: "Holt went on:"."""
    end = after
    while end > 0 and line.tags[end - 1] in ".:":
        end -= 1
    low = sentence_start(line, end, 0)
    found = [cue for at in range(low, end) if (cue := cue_at(line, at))]
    for cue in reversed([cue for cue in found if cue.strong or cue.is_manner]):
        subject = subject_of(line, cue.verb, low)
        named = subject is not None and line.tags[subject.phrase.first] != "W"
        if subject and named and not is_passive(line, cue.verb, low):
            return Attribution(subject.phrase, cue.words, "report before")
    return None


def _colon(line: Tagged, quotation: int, low: int) -> Attribution | None:
    """`Ann Roe: "…"`, `Quote from Ann Roe: "…"`."""
    colon = quotation - 1
    if colon < 1 or line.tags[colon] != ":":
        return None
    phrase = phrase_ending(line, colon, low)
    if phrase is None:
        return None
    head = head_phrase(line, phrase, low)
    if head.first != low and line.tags[head.first - 1] not in "Q,-":
        return None
    if list(line.words[head.first : head.first + 2]) == ["quote", "from"]:
        cue = Phrase(head.first, head.first + 2)
        return Attribution(Phrase(head.first + 2, head.after), cue, "X: Q")
    return Attribution(head, Phrase(colon, colon + 1), "X: Q")


def _according_to(line: Tagged, quotation: int, low: int) -> Attribution | None:
    """`according to X` or `per X`, anywhere in the sentence of the quotation."""
    high = sentence_end(line, quotation, len(line))
    for at in range(low, high - 1):
        long = line.words[at] == "according" and line.words[at + 1] == "to"
        if long or line.words[at] == "per":
            cue = Phrase(at, at + 1 + long)
            if phrase := phrase_from(line, cue.after, high):
                return Attribution(phrase, cue, "according to")
    return None


# Words between a verb and its object, in tokens.
_TO_OBJECT = 4


def _any_verb(line: Tagged, quotation: int, low: int) -> Attribution | None:
    """A verb right before the quotation, which fills the place of its object."""
    if quotation + 1 < len(line) and line.tags[quotation + 1] in "nRN":
        return None  # sold "magic" pills
    at = quotation - 1
    while at > low and quotation - at < _TO_OBJECT and _before_object(line, at):
        at -= 1
    if at <= low or line.tags[at] not in "eVvgGB" or is_passive(line, at, low):
        return None
    subject = subject_of(line, at, low)
    return Attribution(subject.phrase, Phrase(at, at + 1), "X verbed Q") if subject else None


def _before_object(line: Tagged, at: int) -> bool:
    word = line.words[at]
    return word in ("a", "an", "the") or line.tags[at] in "ap," or word in lexicon().naming


def _in_view_of(line: Tagged, quotation: int, low: int) -> Attribution | None:
    """`To Roe, the plan is "…"`."""
    if line.words[low] != "to":
        return None
    phrase = phrase_from(line, low + 1, quotation)
    if phrase is None or line.tags[phrase.after] != ",":
        return None
    return Attribution(phrase, Phrase(low, low + 1), "in X's view")


def _signature(line: Tagged, quotation: int, _: int) -> Attribution | None:
    """`"…" — Ann Roe`."""
    at = quotation + 1
    if at >= len(line) or line.tags[at] != "-":
        return None
    phrase = phrase_from(line, at + 1, len(line))
    if phrase is None or "N" not in line.tags[phrase.first : phrase.after]:
        return None
    return Attribution(phrase, Phrase(at, at + 1), "signature")


def _sentence_subject(line: Tagged, quotation: int, low: int) -> Attribution | None:
    """Whom the sentence is about, where nothing in it reports: a guess."""
    if quotation - low < 3:
        return None
    subject = clause_subject(line, quotation, low)
    if subject is None or line.tags[subject.phrase.after - 1] not in "NRP":
        return None
    return Attribution(subject.phrase, None, "subject")


# A paragraph, the token of a quotation in it, the first token of the sentence that holds it.
Rule = Callable[[Tagged, int, int], Attribution | None]
_RULES: tuple[Rule, ...] = (
    said_behind,
    said_before,
    _colon,
    _according_to,
    said_later,
    _any_verb,
    by_noun,
    _in_view_of,
    _signature,
    _sentence_subject,
)
