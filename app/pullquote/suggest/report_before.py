"""The report before a quotation: `X said: "…"`, `X said that Y was "…"`, `X called Y "…"`."""

from pullquote.suggest.grammar.clauses import (
    TEMPORAL,
    Subject,
    clause_subject,
    is_passive,
    object_of,
    subject_of,
)
from pullquote.suggest.grammar.cues import Cue, cue_at, cues_before
from pullquote.suggest.grammar.phrases import Phrase, last_sign, phrase_from
from pullquote.suggest.grammar.tagger import Tagged
from pullquote.suggest.reports import Attribution, as_saying, by_noun, by_passive, can_speak


def said_before(line: Tagged, quotation: int, low: int) -> Attribution | None:
    """By the nearest verb before the quotation that has a subject, or the report around it."""
    for cue in cues_before(line, quotation, low):
        found = _by_verb(line, cue, quotation, low)
        if found is None:
            continue
        owned = None if cue.strong else by_noun(line, quotation, low)
        if owned and owned.cue and owned.cue.first > cue.verb and _has_content(line, owned.cue):
            return owned
        return _outer_report(line, found, cue, low) or found
    return None


def _by_verb(line: Tagged, cue: Cue, quotation: int, low: int) -> Attribution | None:
    if is_passive(line, cue.verb, low):
        return by_passive(line, cue, low, quotation)
    rule = _rule_of(cue, quotation)
    if saying := as_saying(line, cue.verb, quotation):
        spoken = object_of(line, cue.verb, quotation)
        return Attribution(spoken, saying, rule) if spoken else None
    subject = subject_of(line, cue.verb, low)
    if subject is None and line.tags[cue.verb] == "G":
        subject = _behind_quotation(line, quotation)
    if subject is None or not can_speak(line, subject.phrase):
        return _inverted(line, cue, quotation, low)
    return Attribution(subject.phrase, cue.words, rule)


def _rule_of(cue: Cue, quotation: int) -> str:
    if not cue.strong:
        return "X called Q"
    return "X said Q" if quotation - cue.words.after <= 2 else "X said … Q"


def _behind_quotation(line: Tagged, quotation: int) -> Subject | None:
    """`After saying it was "over," she left`: the subject comes behind the comma."""
    at = quotation + 1
    if at < len(line) and line.tags[at] == ",":
        at += 1
    elif last_sign(line, quotation) != ",":
        return None
    phrase = phrase_from(line, at, len(line))
    return Subject(phrase, "clause") if phrase else None


def _inverted(line: Tagged, cue: Cue, quotation: int, low: int) -> Attribution | None:
    """`Said Olga Renn: "…"`."""
    if cue.verb != low or line.tags[quotation - 1] not in ":,":
        return None
    phrase = phrase_from(line, cue.words.after, quotation)
    return Attribution(phrase, cue.words, "said X: Q") if phrase else None


def _has_content(line: Tagged, noun: Phrase) -> bool:
    """Whether what was said follows its noun: X's claim that "…"."""
    return line.words[noun.after] in ("that", "of")


def _outer_report(line: Tagged, found: Attribution, cue: Cue, low: int) -> Attribution | None:
    """The report that holds this one: in "Holt said she hopes …" it is Holt's."""
    inner = min(found.speaker.first if found.speaker else cue.verb, cue.verb)
    if line.tags[cue.verb] == "G":
        if _touches(line, cue):
            return None
        inner = cue.verb
    outer = None
    for at in range(inner - 1, low - 1, -1):
        if _parts_clauses(line, at, inner):
            break
        report = cue_at(line, at)
        if report is None or not report.strong or is_passive(line, at, low):
            continue
        subject = subject_of(line, at, low)
        if subject and line.tags[subject.phrase.first] != "W" and subject.phrase.first < inner:
            outer = Attribution(subject.phrase, report.words, "outer report")
            inner = min(at, subject.phrase.first)
    return outer or _around_what(line, found, low)


def _touches(line: Tagged, cue: Cue) -> bool:
    """Whether nothing but a comma stands between a verb and a quotation."""
    return "Q" in line.tags[cue.words.after : cue.words.after + 2]


_JOINED = TEMPORAL - {"when"}


def _parts_clauses(line: Tagged, at: int, inner: int) -> bool:
    """Whether what stands behind the token `at` is no part of what was reported before it."""
    tag, word = line.tags[at], line.words[at]
    before = line.tags[at - 1] if at else "."
    if tag in ".;:" or (word in _JOINED and tag in "spc" and before != "x"):
        return True
    if tag == ",":
        return at + 1 == inner and before not in "VGB"
    if tag == "W":
        return before == ","
    return tag == "c" and (at + 1 == inner or before == ",")


def _around_what(line: Tagged, found: Attribution, low: int) -> Attribution | None:
    """The clause that "what he called" is a part of."""
    if found.speaker is None:
        return None
    what = found.speaker.first - 1
    if what <= low or line.words[what] != "what":
        return None
    subject = clause_subject(line, what, low)
    return Attribution(subject.phrase, found.cue, "what X calls") if subject else None
