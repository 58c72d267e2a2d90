"""The words of a paragraph with a class each, by closed lists and by what stands beside them.

A paragraph is read as a row of tokens, and its classes as a string of one letter each:

    N name     T title with a point     R noun for somebody who speaks     n other word
    D determiner     P pronoun     W relative     # number     $ possessive 's
    V reporting verb, past or -s     B its base, or a form that is a noun too     G its -ing
    e other past form     g other -ing     v other verb     x auxiliary
    a adverb     t time word     p preposition     c conjunction     s subordinator
    Q a quotation     . , : ; - ( )  marks; . is any end of a sentence
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pullquote.suggest.grammar.lexicon import Lexicon, lexicon
from pullquote.text.spans import Span


@dataclass(frozen=True, slots=True)
class Tagged:
    """The tokens of a stretch of text; quotations directly in it are one token each.

    `words` are in small letters, `lexicon` is what they were looked up in. `quotes` has the token
    of each quotation, by where it starts; `last_signs`, by this token, the sign before its closing
    marks.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    words: Sequence[str]
    tags: str
    quotes: dict[int, int]
    last_signs: dict[int, str]
    lexicon: Lexicon

    def __len__(self) -> int:
        return len(self.tags)

    def span(self, first: int, after: int) -> Span:
        """The stretch of text from token `first` up to `after`, which is not in it."""
        return Span(self.starts[first], self.ends[after - 1])

    def raw(self, token: int) -> str:
        return self.text[self.starts[token] : self.ends[token]]


def tagged(
    text: str, within: Span, quotations: Sequence[Span] = (), cues: frozenset[str] = frozenset()
) -> Tagged:
    """The tokens of `within`; `quotations` lie in it, apart and in order. Takes linear time.

    `cues` are words that report here, besides those of the lexicon.
    """
    starts: list[int] = []
    ends: list[int] = []
    quotes: dict[int, int] = {}
    signs: dict[int, str] = {}
    at = within.start
    for quotation in (*quotations, Span(within.end, within.end)):
        for match in _token().finditer(text, at, quotation.start):
            starts.append(match.start())
            ends.append(match.end())
        if quotation:
            quotes[quotation.start] = len(starts)
            signs[len(starts)] = _last_sign(text, quotation)
            starts.append(quotation.start)
            ends.append(quotation.end)
        at = quotation.end
    taken = set(quotes.values())
    raw = ["" if i in taken else text[starts[i] : ends[i]] for i in range(len(starts))]
    words = [word.lower().replace("’", "'") for word in raw]
    lex = lexicon(cues)
    tags = _tags(lex, raw, words, taken)
    return Tagged(text, starts, ends, words, tags, quotes, signs, lex)


_CLOSING = "\"”’'»“‘«›‹」』＂″❞ `)"


def _last_sign(text: str, quotation: Span) -> str:
    last = quotation.end - 1
    while last > quotation.start and text[last] in _CLOSING:
        last -= 1
    return text[last]


@cache
def _token() -> re.Pattern[str]:
    titles = "|".join(sorted((re.escape(t[:-1]) for t in lexicon().titles), key=len, reverse=True))
    return re.compile(
        rf"""(?i:(?<!\w)(?:{titles}))\.            # Sen.
        | (?<![^\W_])(?:[^\W\d_]\.){{2,}}          # U.S.
        | (?<![^\W_])[A-Z]\.(?=\s*[A-Z])           # the initial of a name
        | (?<![^\W_])[DRI]-[A-Z][^\W\d_]*\.?       # D-Ohio
        | \d+(?:[.,:/]\d+)*%?(?![^\W_])
        | ['’ʻ‘]?[^\W_]+(?:(?!['’]s(?!\w))['’ʻ‘‐‑-][^\W_]+)*
        | ['’]s(?!\w) | (?<=s)['’](?!\w)
        | --+ | _+ | \.\.+ | [^\w\s]
        """,
        re.VERBOSE,
    )


_MARKS = {
    **{mark: mark for mark in ",:;()."},
    **dict.fromkeys("!?•|", "."),
    **dict.fromkeys("…—–―‒", "-"),
    "[": "(",
    "]": ")",
    "'s": "$",
    "'": "$",
}
# Behind these a capital says nothing: a sentence begins.
_OPENERS = frozenset(".:-Q(")
_FUNCTION = frozenset("DPWpcsxat")


def _tags(lex: Lexicon, raw: Sequence[str], words: Sequence[str], taken: set[int]) -> str:
    tags: list[str] = []
    before = "."
    for i, word in enumerate(words):
        tag = "Q" if i in taken else _tag(lex, raw[i], word, before)
        if word == "her" and _ends_phrase(lex, words[i + 1] if i + 1 < len(words) else "."):
            tag = "P"
        tags.append(tag)
        before = tag
    _settle_names(lex, raw, words, tags)
    return "".join(tags)


def _ends_phrase(lex: Lexicon, following: str) -> bool:
    """Whether "her" before this word is the person, not whose something is."""
    verb = lex.verbs.get(following)
    past = verb is not None and verb.form == "past"
    return past or not following[:1].isalpha() or lex.tags.get(following, "n") in "pscxaDPte"


def _tag(lex: Lexicon, raw: str, word: str, before: str) -> str:
    first = raw[0]
    if not (first.isalnum() or word[-1].isalnum() or len(word) > 2):
        mark = _MARKS.get(word, "o")
        return "x" if mark == "$" and before == "P" else mark
    if word == "'s":
        return "x" if before in "PW" else "$"
    if first.isdigit():
        return "#"
    if word[0] in "-._":
        return "-"
    if first.isupper() or _PREFIXED.match(raw):
        return _capital(lex, raw, word, before)
    return _small(lex, word, before)


# The article of an Arabic name, and what Irish and French ones begin with: al-Masri, d'Estaing.
_PREFIXED = re.compile(r"[a-z]{1,3}['’-][A-Z]")


def _capital(lex: Lexicon, raw: str, word: str, before: str) -> str:
    if raw[-1] == ".":
        return _dotted(lex, word)
    function = "t" if word in lex.months else lex.tags.get(word)
    if function in ("P", "D", "W", "t"):
        return function
    if before not in _OPENERS:
        return "N"
    if function in _FUNCTION or function == "v":
        return function or "n"
    small = _small(lex, word, before)
    # Nearly all sentences begin with a noun, where they do not begin with a small word.
    return {"n": "N", "B": "N", "R": "R"}.get(small, small)


def _dotted(lex: Lexicon, word: str) -> str:
    function = lex.tags.get(word)
    return function or ("T" if word in lex.titles else "N")


def _small(lex: Lexicon, word: str, before: str) -> str:
    verb = lex.verbs.get(word) if before not in "D$" else None
    if function := lex.tags.get(word):
        if word in ("both", "all", "each") and before in "NRnP":
            return "a"
        finite = function in "ve" and verb is not None and verb.form in ("past", "s")
        return "V" if finite else function
    if verb:
        return _verb_tag(lex, word, verb.form, before)
    return "R" if word in lex.roles else _by_ending(word, before)


def _by_ending(word: str, before: str) -> str:
    """The class of a word in no list, by how it ends; short ones tell nothing."""
    if word.endswith("ed") and len(word) > 4 and before not in "D$":
        return "e"
    if word.endswith("ing") and len(word) > 5 and before != "D":
        return "g"
    return "a" if word.endswith("ly") and len(word) > 4 else "n"


def _verb_tag(lex: Lexicon, word: str, form: str, before: str) -> str:
    if form == "ing":
        return "n" if before == "p" and word in lex.speech_nouns else "G"
    is_noun = word in lex.speech_nouns or word in lex.carriers or word in lex.roles
    if form == "base":
        # After "to", an auxiliary or a subject in the plural it is a verb, else mostly a noun.
        return "B"
    if is_noun and form == "s":
        return "n" if before in "ptv" else "B"
    return "V"


def _settle_names(lex: Lexicon, raw: Sequence[str], words: Sequence[str], tags: list[str]) -> None:
    """Time words and small words that belong to a name: Theresa May, April Ryan, von der Leyen."""
    last = len(tags) - 1
    for i, tag in enumerate(tags):
        before, after = tags[i - 1] if i else ".", tags[i + 1] if i < last else "."
        if tag == "t":
            written = raw[i][0].isupper() and raw[i][-1] != "."
            is_name = written and _is_person(lex, words[i], before, after)
        elif words[i] in lex.particles:
            is_name = (
                before in "NT" and i < last and (after == "N" or words[i + 1] in lex.particles)
            )
        else:
            # Will Smith said, but not: Will Smith say …?
            is_name = words[i] == "will" and i == 0 and after == "N" and tags[2:3] in _VERBAL
        if is_name:
            tags[i] = "N"


_VERBAL = (["V"], ["x"], ["B"], ["e"], [","])


# Months that are names of people.
_NAMES = frozenset({"april", "may", "june", "august"})


def _is_person(lex: Lexicon, word: str, before: str, after: str) -> bool:
    """Whether a month or weekday between these classes is the name of somebody."""
    if before in "NT":
        return word in _NAMES and after not in "#,p"
    if after != "N":
        return False
    return before == "V" or (word in lex.months and before in "B.Q,")
