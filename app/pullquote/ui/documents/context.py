"""Where the words that were searched stand in a text, and what stands around the first of them."""

import re

from pullquote.store.values import searchable
from pullquote.text.folding import fold
from pullquote.text.spans import Span

LONGEST = 200_000
"""Code points of a text that are looked through: farther on, nobody waits for it."""
_BEFORE, _AFTER = 8, 90


def search_hits(text: str, asked: str) -> list[Span]:
    """The words that begin with one of those asked, and phrases in quotation marks as a whole."""
    wanted = [
        r"\W+".join(map(re.escape, words))
        for phrase, word in re.findall(r'"([^"]+)"?|(\S+)', fold(searchable(asked)).text)
        if (words := re.findall(r"\w+", phrase or word))
    ]
    if not wanted:
        return []
    folded = fold(text[:LONGEST])
    found = re.finditer(rf"\b(?:{'|'.join(wanted)})\w*", folded.text)
    return [folded.original(Span(m.start(), m.end())) for m in found]


def context_of(text: str, asked: str) -> str:
    """The first of them with the words around it, on one line; "" where there is none."""
    hits = search_hits(text, asked)
    if not hits:
        return ""
    start = max(0, hits[0].start - _BEFORE)
    if start:
        start = text.find(" ", start, hits[0].start) + 1 or start
    words = " ".join(text[start : hits[0].end + _AFTER].split())
    return f"… {words}" if start else words
