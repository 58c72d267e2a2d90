"""Noun phrases by a light chunker: where one ends, where it starts, who is its head."""

from typing import NamedTuple

from pullquote.suggest.grammar.lexicon import lexicon
from pullquote.suggest.grammar.tagger import Tagged

# Farther off, in tokens, nothing is looked for: it keeps every question linear.
REACH = 60
# More quotations than these are in no sentence.
_QUOTATIONS = 8
_INNER = frozenset("NTRn#aegB$")
_HEADS = frozenset("NRTnP#B")
_STOPS = frozenset(".;:")


class Phrase(NamedTuple):
    """The tokens `first` to `after` of a noun phrase, `after` not in it."""

    first: int
    after: int


def phrase_ending(line: Tagged, after: int, low: int) -> Phrase | None:
    """The noun phrase whose last token is the one before `after`, without what hangs on it.

    It begins at `low` or later.
    """
    tags = line.tags
    last = after - 1
    if last < low or tags[last] not in _HEADS:
        return None
    if tags[last] == "P":
        return Phrase(last, after)
    first = last
    while first > low and after - first < 14:
        before = tags[first - 1]
        if before == "D":
            first -= 1
            if first > low and tags[first - 1] == "D":
                first -= 1
            break
        if before not in _INNER or _is_clause_border(line, first - 1, first):
            break
        first -= 1
    first = _trimmed(line, first, last)
    return Phrase(first, after)


def _is_clause_border(line: Tagged, before: int, at: int) -> bool:
    """Whether a verb and not a part of the phrase stands at `before`."""
    tag = line.tags[before]
    if tag == "B":
        return line.words[before] not in lexicon().speech_nouns or line.tags[at] == "N"
    if tag == "a":
        return not line.words[before].endswith("ly") or line.tags[at] in "NT"
    return tag in "eg" and line.tags[at] in "NTD"


def _trimmed(line: Tagged, first: int, last: int) -> int:
    while first < last and line.tags[first] in "aeg$":
        first += 1
    return first


def phrase_from(line: Tagged, first: int, high: int) -> Phrase | None:
    """The noun phrase that begins at `first`, without what hangs on it; it ends by `high`."""
    tags = line.tags
    if first >= high:
        return None
    if tags[first] in "PW":
        return Phrase(first, first + 1)
    at = first
    while at < high and tags[at] == "D":
        at += 1
    head = at
    while at < min(high, first + 14) and tags[at] in _INNER:
        if (
            at > head
            and tags[at] in "aegB"
            and (tags[at - 1] in _HEADS or not _goes_on(line, at, high))
        ):
            break
        at += 1
    while at > first and tags[at - 1] not in _HEADS:
        at -= 1
    return Phrase(first, at) if at > head and any(t in _HEADS for t in tags[first:at]) else None


def _goes_on(line: Tagged, at: int, high: int) -> bool:
    """Whether the word at `at` modifies one behind it: "a visibly tired Olga"."""
    return line.tags[at] != "g" and at + 1 < high and line.tags[at + 1] in "NRne"


def head_phrase(line: Tagged, phrase: Phrase, low: int) -> Phrase:
    """The phrase that `phrase` hangs on, by prepositions or a short relative clause: for "the
    union" in "the head of the union" it is "the head of the union".
    """
    tags = line.tags
    first = phrase.first
    for _ in range(5):
        at = first - 1
        if at <= low:
            break
        outer = None
        if tags[at] == "p":
            outer = _before_preposition(line, at, low)
        elif tags[at] == "c" and line.words[at] in ("and", "&", "or"):
            outer = _coordinated(line, at, first, low)
        elif tags[at] in "gGeVxv":
            outer = _before_relative(line, at, low)
        if outer is None:
            break
        first = outer.first
    return Phrase(first, phrase.after)


def _before_preposition(line: Tagged, at: int, low: int) -> Phrase | None:
    """What a preposition hangs on: a noun, or a participle that does ("a sign held by Roe")."""
    tags = line.tags
    before = at - 1
    while before > low and tags[before] == "p":
        before -= 1
    if before > low and tags[before] in "egV" and tags[before - 1] in "NRn":
        before -= 1
    if tags[before] == ")":
        before = opening_bracket(line, before, low) - 1
    if before < low or tags[before] not in "NRn#":
        return None
    return phrase_ending(line, before + 1, low)


def _coordinated(line: Tagged, at: int, first: int, low: int) -> Phrase | None:
    """The left of two phrases that are joined; both are of one kind and nothing stands before."""
    left = phrase_ending(line, at, low)
    if left is None or line.tags[left.first] == "P":
        return None
    begins = left.first == low or line.tags[left.first - 1] in ".,:;csQ"
    same = (line.tags[at - 1] == "N") == ("N" in line.tags[first : first + 3])
    return left if begins and same else None


def _before_relative(line: Tagged, at: int, low: int) -> Phrase | None:
    """What "who met" or a participle stands behind."""
    tags = line.tags
    if tags[at] == "g" and at > low and tags[at - 1] in "NRn":
        return phrase_ending(line, at, low)
    for back in range(at, max(low, at - 5), -1):
        if tags[back] == "W" or line.words[back] == "that":
            return phrase_ending(line, back, low)
        if tags[back] not in "xVeva":
            return None
    return None


def opening_bracket(line: Tagged, at: int, low: int) -> int:
    """The bracket that the one at `at` closes; `low` where there is none."""
    for back in range(at - 1, max(low - 1, at - REACH), -1):
        if line.tags[back] == "(":
            return back
    return low


def closing_bracket(line: Tagged, at: int, high: int) -> int:
    """The token behind the bracket that closes the one at `at`; `at` where there is none."""
    for there in range(at + 1, min(high, at + REACH)):
        if line.tags[there] == ")":
            return there + 1
    return at


def sentence_start(line: Tagged, at: int, low: int) -> int:
    """The first token of the sentence that holds `at`, at most REACH tokens back."""
    back = at
    quotations = 0
    while back > low and at - back < REACH and line.tags[back - 1] != ".":
        if line.tags[back - 1] == "Q":
            quotations += 1
            if quotations > _QUOTATIONS or ends_sentence(line, back - 1):
                break
        back -= 1
    return back


def sentence_end(line: Tagged, at: int, high: int) -> int:
    """The end mark of the sentence that holds `at`, at most REACH tokens on."""
    there = at
    quotations = 0
    while there < high and there - at < REACH and line.tags[there] != ".":
        if line.tags[there] == "Q" and there > at:
            quotations += 1
            if quotations > _QUOTATIONS or ends_sentence(line, there):
                return there + 1
        there += 1
    return there


_END = frozenset(".!?")


def last_sign(line: Tagged, quotation: int) -> str:
    """The sign before the closing marks of a quotation."""
    return line.last_signs[quotation]


def ends_sentence(line: Tagged, quotation: int) -> bool:
    """Whether a sentence ends with a quotation: by its own end mark, before a capital."""
    if last_sign(line, quotation) not in _END:
        return False
    following = quotation + 1
    if following >= len(line) or line.tags[following] == "Q":
        return True
    return line.text[line.starts[following]].isupper() and last_sign(line, quotation) == "."
