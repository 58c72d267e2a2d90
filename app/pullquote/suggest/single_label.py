"""Who says one quotation and what one date means: what a key asks, as the suggestions answer."""

from collections.abc import Mapping
from functools import lru_cache

from pullquote.suggest.dates import dates_of
from pullquote.suggest.quotes import status_of
from pullquote.suggest.ranker import (
    NOTHING,
    REACH,
    WHOLE,
    Taught,
    candidates,
    spoken_as_taught,
)
from pullquote.suggest.speakers import Said, speakers_of
from pullquote.text.line_breaks import unwrapped
from pullquote.text.quotations import quotations
from pullquote.text.spans import Span

# In code points. Texts up to WHOLE are read as a whole, which is remembered; of longer ones what is
# within REACH to each side, so that a key need not wait.


def said_at(text: str, quote: Span, taught: Taught = NOTHING) -> Said:
    """What is suggested for `quote`, which may be words that no marks enclose; `taught` as for
    `suggest_labels`.
    """
    text = unwrapped(text)
    if len(text) <= WHOLE and (known := _spoken(text, taught).get(quote)):
        return known
    within = _around(text, quote)
    inside = Span(quote.start - within.start, quote.end - within.start)
    found = _said(within.of(text), inside, taught.cues)

    def there(span: Span | None) -> Span | None:
        return Span(span.start + within.start, span.end + within.start) if span else None

    return found._replace(quotation=quote, speaker=there(found.speaker), cue=there(found.cue))


def speaker_and_cue(
    text: str, quote: Span, taught: Taught = NOTHING
) -> tuple[Span | None, Span | None]:
    """The mention of who says `quote`, and the words that say so; None where no rule tells."""
    said = said_at(text, quote, taught)
    return said.speaker, said.cue


def candidate_mentions(
    text: str, quote: Span, taught: Taught = NOTHING, limit: int = 6
) -> list[Span]:
    """The mentions that may say who says `quote`, best first; `taught` as for `suggest_labels`."""
    text = unwrapped(text)
    others = _spoken(text, taught).values() if len(text) <= WHOLE else ()
    return candidates(text, said_at(text, quote, taught), others, limit)


def quote_attributes(text: str, span: Span) -> dict[str, str]:
    """`kind` direct, partial or, without marks, indirect; `status` complete or unclosed."""
    said = said_at(text, span)
    return {"kind": said.kind, "status": status_of(unwrapped(text), span)}


def date_at(text: str, span: Span, published: str | None) -> Mapping[str, str] | None:
    """What is suggested for the date at `span`; None where none is, or the text is a long one."""
    text = unwrapped(text)
    if len(text) > WHOLE:
        return None
    return _dates(text, published).get(span)


def _around(text: str, quote: Span) -> Span:
    """Whole paragraphs around `quote`, cut where they go farther than REACH."""
    low, high = max(0, quote.start - REACH), min(len(text), quote.end + REACH)
    start = text.find("\n", low, quote.start) if low else -1
    end = high if high == len(text) else text.rfind("\n", quote.end, high)
    return Span(low if start < 0 else start + 1, high if end < 0 else end)


@lru_cache(maxsize=4)
def _dates(text: str, published: str | None) -> Mapping[Span, Mapping[str, str]]:
    quotes = list(_spoken(text).values())
    return {date.span: date.attributes for date in dates_of(text, published, quotes)}


# Each key at a quotation asks several times, and the next key mostly in the same text.
@lru_cache(maxsize=4)
def _spoken(text: str, taught: Taught = NOTHING) -> Mapping[Span, Said]:
    return {said.quotation: said for said in spoken_as_taught(text, taught)}


@lru_cache(maxsize=8)
def _said(part: str, quote: Span, cues: frozenset[str]) -> Said:
    around = [q for q in quotations(part) if q.covers(quote) or not q.overlaps(quote)]
    if quote not in around:
        around = sorted([*around, quote], key=lambda q: (q.start, -q.end))
    return speakers_of(part, around, cues)[around.index(quote)]
