"""The report behind a quotation: `"…," said X`, `"…," X said`, `"…" to win, she said`."""

from pullquote.suggest.grammar.clauses import is_passive, object_of, subject_of
from pullquote.suggest.grammar.cues import Cue, cue_at, cues_before
from pullquote.suggest.grammar.phrases import (
    REACH,
    Phrase,
    ends_sentence,
    last_sign,
    phrase_from,
    sentence_end,
)
from pullquote.suggest.grammar.tagger import Tagged
from pullquote.suggest.reports import Attribution, as_saying, by_passive, can_speak

# Signs before the closing marks that let a report follow.
_LEADS_ON = frozenset(",?!—-…–.")
# In tokens: how far behind the quotation its verb stands, and what may come after that.
_VERB_REACH = 32
_TAIL = 14


def said_behind(line: Tagged, quotation: int, low: int) -> Attribution | None:
    """`"…," said X` and `"…," X said`, with what stands between name and verb."""
    sign = last_sign(line, quotation)
    start = quotation + 1
    leads = sign in _LEADS_ON
    if start < len(line) and line.tags[start] in ",-":
        start, leads = start + 1, True
    if not leads or start >= len(line):
        return None
    end = _clause_end(line, start)
    return _verb_first(line, start, end, sign) or _subject_first(line, start, end, low)


def said_later(line: Tagged, quotation: int, _: int) -> Attribution | None:
    """`"…" to win, she said.`: the report at the end of the sentence."""
    if ends_sentence(line, quotation):
        return None
    high = sentence_end(line, quotation, len(line))
    for at in range(quotation + 2, high):
        cue = cue_at(line, at)
        if cue is None or line.tags[at] == "G":
            continue
        if line.tags[at - 1] in ",Q":
            phrase = phrase_from(line, cue.words.after, high)
            if phrase and _closes(line, phrase.after):
                return Attribution(phrase, cue.words, "later")
        subject = subject_of(line, at, quotation + 1)
        if subject is None or not _closes(line, cue.words.after):
            continue
        if subject.phrase.first > quotation and line.tags[subject.phrase.first - 1] in ",Q":
            return Attribution(subject.phrase, cue.words, "later")
    return None


def _clause_end(line: Tagged, start: int) -> int:
    """Where the clause behind a quotation ends: at the next one, or the end of its sentence."""
    end = start
    while end < len(line) and end - start < REACH and line.tags[end] not in ".;Q":
        end += 1
    return end


def _verb_first(line: Tagged, start: int, end: int, sign: str) -> Attribution | None:
    at = start
    while at < end and line.tags[at] == "a":
        at += 1
    if at >= end or (sign == "." and line.raw(at)[0].isupper()):
        return None
    cue = cue_at(line, at)
    if cue is None or line.tags[at] == "G":
        return None
    at = cue.words.after
    phrase = phrase_from(line, at, end)
    if phrase is None:
        while at < end and line.tags[at] in "at":
            at += 1
        phrase = phrase_from(line, at, end)
    if phrase is None or not can_speak(line, phrase):
        return None
    return Attribution(_with_second(line, phrase, end), cue.words, "said X")


def _with_second(line: Tagged, phrase: Phrase, end: int) -> Phrase:
    """Both of "said Ann Roe and Bob Hale"."""
    at = phrase.after
    if at + 1 < end and line.words[at] == "and" and line.tags[at - 1] == "N":
        other = phrase_from(line, at + 1, end)
        if other and line.tags[other.first] in "NT" and other.after - other.first > 1:
            return Phrase(phrase.first, other.after)
    return phrase


def _subject_first(line: Tagged, start: int, end: int, low: int) -> Attribution | None:
    for at in range(start + 1, min(end, start + _VERB_REACH)):
        cue = cue_at(line, at)
        if cue is None or line.tags[at] == "G":
            continue
        if is_passive(line, at, start):
            if found := by_passive(line, cue, start, end):
                return found
            continue
        return _with_subject(line, cue, start, end, low)
    return None


def _with_subject(line: Tagged, cue: Cue, start: int, end: int, low: int) -> Attribution | None:
    subject = subject_of(line, cue.verb, start)
    if subject is None or not _opens(line, subject.phrase.first, start):
        return None
    saying = as_saying(line, cue.verb, end)
    if saying and (spoken := object_of(line, cue.verb, end)):
        return Attribution(spoken, saying, "X said")
    quotation = start - 1 if line.tags[start - 1] == "Q" else start - 2
    if last_sign(line, quotation) == "." and not _closes_at_once(line, cue):
        return None
    if _takes_next(line, cue, end) and cues_before(line, quotation, low):
        return None
    rule = "X said" if subject.how in ("plain", "apposition") else "X said far"
    return Attribution(subject.phrase, cue.words, rule)


def _takes_next(line: Tagged, cue: Cue, end: int) -> bool:
    """Whether the verb behind a quotation has the next one as its object: Reed called it "…"."""
    if end >= len(line) or line.tags[end] != "Q":
        return False
    return line.tags[end - 1] not in ",:" and end > cue.words.after


def _opens(line: Tagged, first: int, start: int) -> bool:
    """Whether a subject begins the clause at `start`, but for small words."""
    return first - start <= 4 and set(line.tags[start:first]) <= set("a,tDpeg")


def _closes_at_once(line: Tagged, cue: Cue) -> bool:
    """Whether a sentence of its own says no more than who spoke, when and to whom."""
    following = line.tags[cue.words.after : cue.words.after + 1]
    spoken_to = line.words[cue.verb] in ("told", "tells", "asked", "asks")
    return (spoken_to or following in ("", ".", ",", "t", "p", "a")) and _closes(
        line, cue.words.after
    )


def _closes(line: Tagged, at: int) -> bool:
    """Whether a verb is the last of its sentence, but for when and to whom it was said."""
    for there in range(at, min(len(line), at + _TAIL)):
        if line.tags[there] == ".":
            return True
        if line.tags[there] in "Q:s":
            return False
    return len(line) - at < _TAIL
