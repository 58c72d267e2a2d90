"""Words that report what somebody says: which of them are verbs here, and how far they reach."""

from typing import NamedTuple

from pullquote.suggest.grammar.phrases import Phrase
from pullquote.suggest.grammar.tagger import Tagged

# In tokens: how far before a quotation a verb that names its object still takes it.
_NAMING_REACH = 25
_TOUCHING = 3


class Cue(NamedTuple):
    """A verb that reports, at the token `verb`; `words` hold the particle that belongs to it.

    `strong` ones take a clause as what was said; those of manner (sighed) only stand beside it.
    """

    words: Phrase
    verb: int
    strong: bool
    is_manner: bool = False


def cue_at(line: Tagged, at: int) -> Cue | None:
    """The reporting verb at `at`; None where the word is no verb there, or reports nothing."""
    if line.tags[at] not in "VBGexvg":
        return None
    verb = line.lexicon.verbs.get(line.words[at])
    if verb is None and _has_particle(line, at):
        return Cue(Phrase(at, at + 2), at, True)
    if verb is None or (line.tags[at] == "B" and not _is_verb(line, at)):
        return None
    if line.tags[at] == "G" and _is_noun(line, at):
        return None
    if line.tags[at] in "Ve" and at > 0 and line.tags[at - 1] == "p":
        return None
    words = Phrase(at, at + 1 + _has_particle(line, at))
    return Cue(words, at, verb.is_speech, "manner" in verb.senses)


def _is_noun(line: Tagged, at: int) -> bool:
    """Whether an -ing form that is a noun too stands where a noun does: the latest ruling."""
    before = line.tags[at - 1] if at else "."
    return line.words[at] in line.lexicon.speech_nouns and before in "DnR$#Bp"


def _has_particle(line: Tagged, at: int) -> bool:
    if at + 1 >= len(line):
        return False
    return (line.words[at], line.words[at + 1]) in line.lexicon.phrases


def _is_verb(line: Tagged, at: int) -> bool:
    """Whether a form that is a noun too stands where a verb does."""
    tags, word = line.tags, line.words[at]
    before = tags[at - 1] if at else "."
    if before in "xPWa" or (at and line.words[at - 1] == "to"):
        return before != "a" or (at > 1 and tags[at - 2] in "PWxNRn")
    verb = line.lexicon.verbs[word]
    after = tags[at + 1] if at + 1 < len(tags) else "."
    takes = after in "Q:,sP" or (at + 1 < len(tags) and line.words[at + 1] in ("that", "how"))
    if verb.form == "s":
        return before in "NRn,)-Qt" and (takes or (verb.is_speech and after in ".taD"))
    plural = at > 0 and _is_plural(line, at - 1)
    if verb.form == "base" and word not in line.lexicon.speech_nouns | line.lexicon.carriers:
        return (before in "NRn" and plural) or before == ")" or (before == "," and after != "N")
    return (before in "nRN" and plural and takes) or (before in "Q,;." and after in "NR")


_PLURALS = frozenset("police people men women children media".split())


def _is_plural(line: Tagged, at: int) -> bool:
    """Whether a verb behind the noun at `at` has no -s: a plural, or the second of two."""
    word = line.words[at]
    joined = at > 1 and line.tags[at - 1] in "NT" and at > 2 and line.words[at - 2] == "and"
    return word.endswith("s") or word in _PLURALS or joined or line.words[at - 1] == "and"


def cues_before(line: Tagged, quotation: int, low: int) -> list[Cue]:
    """The reporting verbs in front of a quotation that may take it, the nearest first."""
    found = (cue_at(line, at) for at in range(quotation - 1, low - 1, -1))
    return [cue for cue in found if cue and (cue.strong or _reaches(line, cue, quotation))]


def _reaches(line: Tagged, cue: Cue, quotation: int) -> bool:
    """Whether a verb that names or judges is near enough to have the quotation as its object."""
    near = quotation - cue.verb
    if near <= _TOUCHING:
        return True
    verb = line.lexicon.verbs.get(line.words[cue.verb])
    infinitive = cue.verb > 0 and line.words[cue.verb - 1] == "to"
    names = verb is not None and bool(verb.senses & {"naming", "showing"})
    return names and near <= _NAMING_REACH and not infinitive
