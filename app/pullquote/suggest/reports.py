"""What a report is made of: speaker and cue; and reports whose cue is a noun or a passive."""

from typing import NamedTuple

from pullquote.suggest.grammar.clauses import agent_of, clause_subject, subject_of
from pullquote.suggest.grammar.cues import Cue
from pullquote.suggest.grammar.lexicon import lexicon
from pullquote.suggest.grammar.phrases import Phrase, phrase_ending
from pullquote.suggest.grammar.tagger import Tagged

# In tokens: how far a noun of speech stands before the words that it announces.
_NOUN_REACH = 14
_AS_SAYING_REACH = 12
_OWNERS = ("his", "her", "their", "its", "my")


class Attribution(NamedTuple):
    """`speaker` and `cue` are tokens of the paragraph; `rule` is the name of what found them."""

    speaker: Phrase | None
    cue: Phrase | None
    rule: str


def can_speak(line: Tagged, phrase: Phrase) -> bool:
    """Whether a phrase is a name, a pronoun or a noun, and no time or number."""
    tags = line.tags[phrase.first : phrase.after]
    return any(tag in "NRTPWn" for tag in tags) or line.words[phrase.first] == "one"


def as_saying(line: Tagged, verb: int, high: int) -> Phrase | None:
    """The "saying" of "quoted X as saying"."""
    if line.words[verb] not in ("quoted", "quotes", "cited", "reported", "recorded", "heard"):
        return None
    for at in range(verb + 1, min(high - 1, verb + _AS_SAYING_REACH)):
        if line.words[at] == "as" and line.tags[at + 1] in "Gg":
            return Phrase(at + 1, at + 2)
    return None


def by_passive(line: Tagged, cue: Cue, low: int, high: int) -> Attribution | None:
    """`X was quoted (by Y) as saying`, `X was told by Y`."""
    if saying := as_saying(line, cue.verb, high):
        subject = subject_of(line, cue.verb, low)
        return Attribution(subject.phrase, saying, "passive") if subject else None
    agent = agent_of(line, cue.verb, high)
    return Attribution(agent.phrase, cue.words, "passive") if agent else None


def by_noun(line: Tagged, quotation: int, low: int) -> Attribution | None:
    """`In Roe's words, "…"`, `Roe's claim that "…"`, `his promise to "…"`."""
    nouns = lexicon().speech_nouns
    for at in range(quotation - 1, max(low, quotation - _NOUN_REACH) - 1, -1):
        if line.words[at] not in nouns or line.tags[at] not in "nBRV":
            continue
        owner = at - 1
        while owner > low and line.tags[owner] in "naN#eg":
            owner -= 1
        if found := _owned_by(line, owner, Phrase(at, at + 1), low):
            return found
    return None


def _owned_by(line: Tagged, owner: int, noun: Phrase, low: int) -> Attribution | None:
    if line.tags[owner] == "$" and owner > low:
        phrase = phrase_ending(line, owner, low)
        return Attribution(phrase, noun, "X's words") if phrase else None
    if line.words[owner] not in _OWNERS:
        return None
    subject = clause_subject(line, owner, low)
    return Attribution(subject.phrase if subject else Phrase(owner, owner + 1), noun, "his words")
