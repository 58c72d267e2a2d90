"""What kind of quotation a stretch is, closed or not, and whether somebody says it at all."""

import re
from collections.abc import Sequence

from pullquote.suggest.grammar.cues import cue_at
from pullquote.suggest.grammar.lexicon import lexicon
from pullquote.suggest.grammar.phrases import ends_sentence, last_sign, phrase_from
from pullquote.suggest.grammar.tagger import Tagged, tagged
from pullquote.text.segments import words
from pullquote.text.spans import Span

OPENING = "\"“„«»'‘‚›‹”`＂″「『❝〝"
CLOSING = "\"”“’'»«‹›‘`＂″」』❞〞"
_DASHES = "—―"
# Fewer words than these, without a verb, are hardly a clause.
_CLAUSE_WORDS = 4
# In tokens: how far before a comma its report stands; in code points: how far into a paragraph of
# dialogue it does.
_REPORT_REACH = 8
_DIALOGUE_REACH = 2000
# Up to so many words, that nobody reports, stand in marks for another reason.
_SCARE_WORDS = 3
_TITLE_WORDS = 9


def status_of(text: str, quotation: Span) -> str:
    """Complete or, where no mark ends it, unclosed; after a dash there is none to miss."""
    said = quotation.of(text)
    closed = len(said) > 1 and (said[-1] in CLOSING or said[0] in _DASHES)
    return "complete" if closed else "unclosed"


def kind_of(line: Tagged, token: int) -> str:
    """Direct for a clause that stands on its own, partial for one built into a sentence, indirect
    without marks.

    Decided by the words around the marks: what the reporter's sentence needs is a part of it.
    """
    first = line.text[line.starts[token]]
    if first not in OPENING:
        return "direct" if first in _DASHES else "indirect"
    if not (_stands_before(line, token) and _stands_behind(line, token)):
        return "partial"
    if last_sign(line, token) in (",", ".", "!", "?", "…", "-", "—", "–"):
        return "direct"
    return "direct" if _is_clause(line, token) else "partial"


def reason_against(line: Tagged, token: int, kind: str, rule: str) -> str:
    """Why nobody says a quotation: "title", "term", "scare"; "" where somebody does.

    `kind` is that of `kind_of`, `rule` what found its speaker, "" for nothing.
    """
    if line.text[line.starts[token] - 1 : line.starts[token]] == "=" or _is_nickname(line, token):
        return "term"
    if _is_title(line, token):
        return "title"
    guessed = rule in ("", "subject", "his words")
    if guessed and kind == "partial" and _count(line, token) <= _SCARE_WORDS:
        return "scare"
    return ""


def dialogue(text: str, quotations: Sequence[Span]) -> list[Span]:
    """What is said in paragraphs that begin with a dash, up to who says it.

    Only where no marks stand; a line that is short and ends in no end mark is a signature or an
    item of a list. Takes linear time.
    """
    found = []
    marked = iter([*quotations, Span(len(text), len(text))])
    following = next(marked)
    for match in _DASHED.finditer(text):
        while following and following.end <= match.start():
            following = next(marked)
        if following and following.start < match.end():
            continue
        start, end = match.span()
        line = tagged(text, Span(start, min(end, start + _DIALOGUE_REACH)))
        comma = _before_report(line)
        if comma is not None:
            found.append(Span(start, line.ends[comma]))
        elif text[end - 1] in ".!?…" and len(line) > _CLAUSE_WORDS:
            found.append(Span(start, end))
    return found


_DASHED = re.compile(rf"(?m)^[{_DASHES}][^\S\n]*\w[^\n]*[^\s]")


def _before_report(line: Tagged) -> int | None:
    """The token before "said X" in spoken words without marks."""
    for at in range(2, len(line) - 1):
        if line.tags[at] not in "Ve" or line.words[at - 1] not in (",", "!", "?", "…"):
            continue
        cue = cue_at(line, at)
        if cue and phrase_from(line, cue.words.after, len(line)):
            return at - 1
    return None


def _is_clause(line: Tagged, token: int) -> bool:
    if _count(line, token) >= _CLAUSE_WORDS:
        return True
    inside = Span(line.starts[token] + 1, max(line.ends[token] - 1, line.starts[token] + 1))
    return any(tag in "PxVev" for tag in tagged(line.text, inside).tags)


def _count(line: Tagged, token: int) -> int:
    return len(words(line.text, Span(line.starts[token], line.ends[token])))


def _stands_before(line: Tagged, token: int) -> bool:
    """Whether what is before the marks is whole without them: nothing, or a report."""
    before = token - 1
    if before < 0 or line.tags[before] in ".:;-(Qo":
        return True
    if line.tags[before] == ",":
        return _is_report(line, before)
    return cue_at(line, before) is not None and _begins_large(line, token)


def _begins_large(line: Tagged, token: int) -> bool:
    said = line.text[line.starts[token] : line.ends[token]]
    return not next((sign for sign in said if sign.isalnum()), "").islower()


def _is_report(line: Tagged, comma: int) -> bool:
    """Whether a report stands before a comma: said, he told the host, according to her."""
    for at in range(comma - 1, max(-1, comma - 1 - _REPORT_REACH), -1):
        if line.tags[at] in "Q.;:s":
            return False
        if cue_at(line, at) or line.words[at] == "according":
            return True
    return False


def _stands_behind(line: Tagged, token: int) -> bool:
    """Whether the sentence ends with the marks, or only says who speaks."""
    after = token + 1
    if after >= len(line) or line.tags[after] in ".Q-):," or ends_sentence(line, token):
        return True
    if last_sign(line, token) in (",", "?", "!", "—", "-", "–", "…", "."):
        return True
    return line.tags[after] in "VB" and cue_at(line, after) is not None


def _is_nickname(line: Tagged, token: int) -> bool:
    """Marks between two parts of a name: Robert "Bobby" Reed."""
    tags = line.tags
    if not 0 < token < len(tags) - 1 or tags[token - 1] not in "NT" or tags[token + 1] not in "NT":
        return False
    return _count(line, token) <= 2 and last_sign(line, token).isalpha()


_SMALL = frozenset(
    "a an the of and or in on at to for from with by as but nor is vs. de la".split()
)
_PLACES = frozenset("on in of from for at during".split())


def _is_title(line: Tagged, token: int) -> bool:
    """Capitals as in a headline where a name stands: on NBC's "Morning Light", the show "Sea"."""
    said = line.text[line.starts[token] + 1 : line.ends[token]].rstrip(CLOSING + ".,;:!?… ")
    large = [word for word in said.split() if word.lower().strip("'’") not in _SMALL]
    if token == 0 or not 0 < len(large) <= _TITLE_WORDS or last_sign(line, token) == "!":
        return False
    if not all(word[0].isupper() or word[0].isdigit() for word in large):
        return False
    return _names_work(line, token, several=len(large) > 1 or said[0].isdigit())


def _names_work(line: Tagged, token: int, *, several: bool) -> bool:
    """Whether the words beside the marks ask for the name of a work."""
    lex = lexicon()
    word = line.words[token - 1]
    following = line.words[token + 1] if token + 1 < len(line) else ""
    if word in ("titled", "entitled") or following in lex.works:
        return True
    near = set(line.words[max(0, token - 3) : token])
    if word in lex.works or near & {"called", "named", "dubbed"}:
        return bool(near & lex.works)
    owned = line.tags[token - 1] == "$" or word in ("his", "her", "its", "their")
    return several and (owned or word in _PLACES)
