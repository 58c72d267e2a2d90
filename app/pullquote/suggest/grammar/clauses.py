"""Who a reporting verb has as its subject, by the structure of the clause around it."""

from collections.abc import Callable
from typing import NamedTuple

from pullquote.suggest.grammar.lexicon import lexicon
from pullquote.suggest.grammar.phrases import (
    REACH,
    Phrase,
    closing_bracket,
    head_phrase,
    opening_bracket,
    phrase_ending,
    phrase_from,
    sentence_start,
)
from pullquote.suggest.grammar.tagger import Tagged

_VERBS = frozenset("VeBGxvg")
# Words that join a clause of its own, which shares no subject with the one before.
TEMPORAL = frozenset("after while as before although though whereas but when since until".split())


class Subject(NamedTuple):
    """`how` it was found: "plain" beside the verb, "apposition", "relative", "by" behind a passive,
    "clause" at the start of the clause.
    """

    phrase: Phrase
    how: str


def subject_of(line: Tagged, verb: int, low: int) -> Subject | None:
    """The subject of the verb at `verb`, looked for before it, not before `low`."""
    low = max(low, verb - REACH)
    at = _before_auxiliaries(line, verb, low)
    if at < low:
        return None
    if line.tags[verb] == "G" and not set(line.tags[at + 1 : verb]) - set("at"):
        return _subject_of_participle(line, at, low)
    if line.words[at] == "to":
        return clause_subject(line, at, low)  # called a meeting to announce
    relative = line.tags[at] == "W" or line.words[at] == "that"
    if relative and (line.tags[at] == "W" or (at > low and line.tags[at - 1] in "NRn")):
        return Subject(Phrase(at, at + 1), "relative")
    find = _BY_TOKEN_BEFORE.get(line.tags[at], _plain)
    return find(line, at, low)


def _plain(line: Tagged, at: int, low: int) -> Subject | None:
    if line.tags[at] == "e" and at > low and line.tags[at - 1] in "NRn":
        at -= 1  # "a report released last year found"
    phrase = phrase_ending(line, at + 1, low)
    if phrase is None:
        return None
    whole = head_phrase(line, phrase, low)
    outer = _named_before(line, whole, low)
    return Subject(outer, "apposition") if outer else Subject(whole, "plain")


def _before_auxiliaries(line: Tagged, verb: int, low: int) -> int:
    """The token before the verb with its auxiliaries, adverbs and time words."""
    tags, words = line.tags, line.words
    at = verb - 1
    while at >= low:
        tag, word = tags[at], words[at]
        if tag == "x" or (tag == "a" and word not in ("here", "there")):
            at -= 1
        elif tag == "t" or (tag == "#" and at > low and words[at - 1] == "in"):
            at = _before_time(line, at, low)
        elif word == "to" and at > low and tags[at - 1] in "NRnt":
            break
        elif word == "to" or (tag in "eVg" and at + 1 < verb and words[at + 1] == "to"):
            at -= 1
        elif word == "on" and at > low and words[at - 1] in ("went", "goes", "go"):
            at -= 2
        elif (word in ("all", "both", "each") and at > low and tags[at - 1] in "PNRn") or (
            tag == "e" and at > low and tags[at - 1] == "x"
        ):
            at -= 1
        else:
            break
    return at


def _before_time(line: Tagged, at: int, low: int) -> int:
    """Over "on Tuesday", "last week", "late Monday night"."""
    tags = line.tags
    while at >= low and tags[at] in "t#":
        at -= 1
    while at >= low and (tags[at] in "Da" or line.words[at] in ("last", "next", "late", "early")):
        at -= 1
    if at >= low and line.words[at] in ("on", "in", "at", "by"):
        at -= 1
    return at


def _behind_quotation(line: Tagged, at: int, low: int) -> Subject | None:
    """Over marks in the middle of a phrase: the man called "Shorty" said."""
    return subject_of(line, at, low) if at > low and line.tags[at - 1] in "NRnD" else None


def _subject_of_participle(line: Tagged, at: int, low: int) -> Subject | None:
    """`Holt met Reed, saying "no"` is Holt's; `a clip of Reed saying "no"` is Reed's."""
    while at > low and line.tags[at] in "ta":
        at -= 1
    clause = clause_subject(line, at, low)
    if line.tags[at] in "NRnP" and (clause is None or not _is_text(line, at)):
        phrase = phrase_ending(line, at + 1, low)
        return Subject(phrase, "plain") if phrase else None
    return clause


def _subject_of_joined(line: Tagged, at: int, low: int) -> Subject | None:
    """The subject that a verb behind "and" shares with the verb before it."""
    if at - 1 > low and line.tags[at - 1] in "VeB" and (near := subject_of(line, at - 1, low)):
        return near
    for back in range(at - 1, low, -1):
        if line.tags[back] == ".":
            break
        if line.words[back] in TEMPORAL:
            inner = phrase_from(line, back + 1, at)
            if inner and inner.after < at and line.tags[inner.after] in "VexB":
                return Subject(inner, "clause")
            break
    return clause_subject(line, at, low)


def _is_text(line: Tagged, at: int) -> bool:
    """Whether the noun at `at` is what somebody issued: "a statement calling"."""
    lex = lexicon()
    return line.words[at] in lex.carriers or line.words[at] in lex.speech_nouns


_APPOSITIONS = frozenset("DWp#egRNTsnaVGx$")


def _past_parenthesis(line: Tagged, at: int, low: int) -> Subject | None:
    """The phrase before what stands between commas, brackets or dashes that end at `at`."""
    tags = line.tags
    if tags[at] == ")":
        opening = opening_bracket(line, at, low)
        return _behind(line, opening - 1, low)
    mark = tags[at]
    for back in range(at - 1, low, -1):
        if tags[back] == mark and tags[back + 1] in _APPOSITIONS and tags[back - 1] in "NRnTP)":
            if mark == "," and not _is_apposition(line, back, at):
                continue
            if mark == "," and (name := _name_of_role(line, back, at, low)):
                return Subject(name, "apposition")
            return _behind(line, back - 1, low, "apposition")
        if tags[back] in ".;:":
            break
    return clause_subject(line, at, low)


def _name_of_role(line: Tagged, comma: int, at: int, low: int) -> Phrase | None:
    """The name between two commas behind a role: "the mayor's spokeswoman, Ana Diaz, said"."""
    if set(line.tags[comma + 1 : at]) - set("NT"):
        return None
    role = phrase_ending(line, comma, low)
    role = head_phrase(line, role, low) if role else None
    if role is None or "R" not in line.tags[role.first : comma]:
        return None
    if "N" in line.tags[role.first : comma].rpartition("$")[2]:
        return None
    return Phrase(comma + 1, at)


def _is_apposition(line: Tagged, comma: int, at: int) -> bool:
    """Whether what is between two commas says more of the name before the first."""
    tags = line.tags
    first, inner = tags[comma + 1], tags[comma + 1 : at]
    if first in "W#p":
        return True
    if first in "DRNTn":
        # Another finite verb would make it a clause of its own.
        return not any(t in "Vx" for t in inner) or "W" in inner
    return first in "egG" and line.words[comma + 1] not in ("said", "told", "saying", "adding")


def _behind(line: Tagged, at: int, low: int, how: str = "plain") -> Subject | None:
    """The phrase that ends at `at`, over a bracket or a second parenthesis."""
    if at < low:
        return None
    if line.tags[at] == ")":
        return _behind(line, opening_bracket(line, at, low) - 1, low, how)
    found = _plain(line, at, low)
    return Subject(found.phrase, how) if found and found.how == "plain" else found


_BY_TOKEN_BEFORE: dict[str, Callable[[Tagged, int, int], Subject | None]] = {
    **dict.fromkeys(",-)", _past_parenthesis),
    "c": _subject_of_joined,
    "Q": _behind_quotation,
}


def _named_before(line: Tagged, phrase: Phrase, low: int) -> Phrase | None:
    """The name that a phrase with an article explains: "Hugh Hill, a doctor from Orm, Ohio"."""
    comma = phrase.first - 1
    if comma <= low or line.tags[comma] != ",":
        return None
    words = line.words[phrase.first]
    if line.tags[phrase.first] == "D" and words not in ("a", "an", "the", "one", "his", "her"):
        return None
    if line.tags[phrase.first] not in "DR":
        return None
    before = phrase_ending(line, comma, low)
    if before is None or line.tags[before.after - 1] not in "NT":
        return None
    starts = before.first == low or line.tags[before.first - 1] in ".,:;csQ-"
    return before if starts else None


def clause_subject(line: Tagged, at: int, low: int) -> Subject | None:
    """The subject of the clause that holds `at`: its first phrase before a verb."""
    tags = line.tags
    start = sentence_start(line, at, low)
    there = start
    while there < at:
        tag = tags[there]
        opens = there == start or tags[there - 1] == ","
        if (tag in "pgGes" and opens) or tag == "p":
            there = _next_comma(line, there, at)
            continue
        phrase = phrase_from(line, there, at) if tag in "DNTRnP#" else None
        if phrase is None:
            there += 1
            continue
        after = _over_what_hangs_on(line, phrase.after, at)
        if after < at and (tags[after] in _VERBS or (tags[after] in "at" and after + 1 < at)):
            return Subject(head_phrase(line, phrase, start), "clause")
        there = max(phrase.after, there + 1)
    return None


def _next_comma(line: Tagged, at: int, high: int) -> int:
    for there in range(at + 1, high):
        if line.tags[there] == ",":
            return there + 1
        if line.tags[there] in "PD" and line.words[there] in ("he", "she", "they", "it", "we"):
            return there
    return at + 1


def _over_what_hangs_on(line: Tagged, at: int, high: int) -> int:
    """Over prepositions with their phrases, brackets and what stands between two commas."""
    for _ in range(8):
        if at >= high:
            return at
        tag = line.tags[at]
        if tag == "t":
            at += 1
        elif tag == "p" and at + 1 < high and line.tags[at + 1] == "t":
            at += 2
        elif tag == "p":
            phrase = phrase_from(line, at + 1, high)
            if phrase is None:
                return at
            at = phrase.after
        elif tag == "(":
            at = closing_bracket(line, at, high)
        elif tag == "," and line.tags[at + 1] in "DWp#RegN":
            closing = line.tags.find(",", at + 1, min(high, at + 25))
            if closing < 0:
                return at
            at = closing + 1
        else:
            return at
    return at


def object_of(line: Tagged, verb: int, high: int) -> Phrase | None:
    """The noun phrase right behind a verb, over adverbs: "said late Mr. Hale"."""
    at = verb + 1
    while at < high and line.tags[at] == "a":
        at += 1
    return phrase_from(line, at, high)


def agent_of(line: Tagged, verb: int, high: int) -> Subject | None:
    """Whom "by" names behind a passive: "was told by Hale"."""
    for there in range(verb + 1, min(high, verb + 12)):
        if line.words[there] == "by":
            phrase = phrase_from(line, there + 1, high)
            return Subject(phrase, "by") if phrase else None
        if line.tags[there] in ".;:Q":
            break
    return None


def is_passive(line: Tagged, verb: int, low: int) -> bool:
    """Whether a form of "be" makes the past form at `verb` a passive."""
    form = line.lexicon.verbs.get(line.words[verb])
    if form is not None and form.form != "past":
        return False
    for back in range(verb - 1, max(low - 1, verb - 4), -1):
        word = line.words[back]
        if word in _BE:
            return True
        if line.tags[back] not in "ax":
            break
    return False


_BE = frozenset("is are was were be been being isn't wasn't aren't weren't 's 're".split())
