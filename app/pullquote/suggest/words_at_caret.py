"""What a key takes when no words are chosen, and how a choice grows and shrinks."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

from pullquote.calendar.expressions import find_expressions as find_dates
from pullquote.model.schema import Unit
from pullquote.suggest.grammar.cues import cue_at
from pullquote.suggest.grammar.tagger import tagged
from pullquote.suggest.indirect import indirect_speech
from pullquote.suggest.mentions import mention_at, mentions
from pullquote.text.line_breaks import unwrapped
from pullquote.text.segments import (
    paragraph_at,
    quotations,
    sentences,
    snap_to_words,
    word_at,
    words,
)
from pullquote.text.spans import Span

# Marks may open paragraphs before their text is closed; farther off, nobody reads them as one.
QUOTATION_REACH = 20_000

_BEGINNING = re.compile(r"\b(?:that|whether)\s+|,\s+(?:but|while|whereas)\s+", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:On|In|At|By|Since|After|Before|Earlier|Later|Last|Meanwhile|However|But|And|Still)\b[^,.;:]{0,40},\s+"
)
_ATTRIBUTION = re.compile(
    r",\s+(?:(?:[\w’'.-]+\s+){0,6}?(?:said|says|told|added|announced|stressed|noted)\b"
    r"|according to\b)|,\s+(?:but|while|whereas|although|though)\b"
)
_LEAST_WORDS = 4
_FINITE = frozenset("Vxve")
_END_MARKS = '.!?,;: \n"”»“'


def unit_at(text: str, offset: int, unit: Unit) -> Span | None:
    """The natural unit of `unit` at the caret: None where there is nothing but space.

    The quotation around it, marks included; the name with its title; the date expression; the
    reporting verb, or the nearest one in the sentence; the clause. Else the word.
    """
    found = _UNITS[unit](text, offset)
    if found is None and unit != "quotation":
        word = word_at(text, offset)
        found = _without_possessive(text, word) if word else None
    return found


def extent_of(text: str, chosen: Span, unit: Unit) -> Span:
    """The extent that chosen words stand for: the one that the caret in them would take.

    Whole words, without punctuation around them and without a possessive 's; the marks of a
    quotation stay, and belong to all the words between them. A date stands for the clause that it
    is in, where a clause is wanted. What else is chosen is meant so.
    """
    span = snap_to_words(text, chosen)
    core = bare_words(text, span)
    if unit == "quotation":
        whole = (q for q in quotations_near(text, span.start) if bare_words(text, q) == core)
        return next(whole, None) or _outside_cut(text, span, core)
    if unit == "clause" and _date_at(text, core.start) == core:
        # A date alone states nothing.
        return _clause_at(text, core.start) or core
    around = _UNITS[unit](text, (core.start + core.end) // 2)
    if around is not None and bare_words(text, around) == core:
        return around
    cut = _outside_cut(text, span, core)
    return cut if unit == "clause" else _without_possessive(text, cut)


def bare_words(text: str, span: Span) -> Span:
    """From the first word of `span` to its last one; `span` itself where it has none."""
    found = words(text, span)
    return Span(found[0].start, found[-1].end) if found else span


def _outside_cut(text: str, span: Span, core: Span) -> Span:
    """`span` without punctuation and spaces outside its words; a mark whose other half is among the
    words stays.
    """
    start, end = core.start, core.end
    for place in range(core.end, span.end):
        if _is_paired(text, place, span) or (end == place and not _is_outer(text[place])):
            end = place + 1
    for place in range(core.start - 1, span.start - 1, -1):
        if _is_paired(text, place, span) or (start == place + 1 and not _is_outer(text[place])):
            start = place
    return Span(start, end)


def _is_outer(character: str) -> bool:
    """Punctuation or space, but for signs that say something of a number or a name."""
    kind = unicodedata.category(character)
    return kind[0] in "PZC" and character not in "%‰&@#*/§°′″"


def _is_paired(text: str, place: int, span: Span) -> bool:
    pair = next((pair for pair in _PAIRS if text[place] in pair), "")
    if not pair or pair[0] == pair[1]:
        return bool(pair) and span.of(text).count(pair[0]) % 2 == 0
    return span.of(text).count(pair[0]) == span.of(text).count(pair[1])


_PAIRS = ("()", "[]", "{}", "“”", "«»", "‹›", '""')


def _without_possessive(text: str, span: Span) -> Span:
    possessive = len(span) > 2 and text[span.end - 2 : span.end] in {"'s", "’s"}
    return Span(span.start, span.end - 2) if possessive else span


def candidates_near(text: str, span: Span, unit: Unit) -> list[Span]:
    """The names, verbs or dates in the sentences where `span` begins and ends, nearest first."""
    return sorted(_candidates(text, span, unit), key=lambda c: (_gap(c, span), c.start))


def nearest(text: str, span: Span, unit: Unit) -> Span | None:
    """The name, verb or date nearest to `span`, in the sentences where it begins and ends."""
    return min(_candidates(text, span, unit), key=lambda c: _gap(c, span), default=None)


def _candidates(text: str, span: Span, unit: Unit) -> list[Span]:
    ends = (sentence_at(text, span.start), sentence_at(text, max(span.start, span.end - 1)))
    found = [s for s in ends if s]
    if not found:
        return []
    around = found[0].union(found[-1]).union(span)
    if unit == "date":
        return [d.span for d in find_dates(text, around)]
    if unit == "verb":
        return [v for v in reporting_verbs(text, around) if not span.overlaps(v)]
    return [m for m in mentions(text, around) if not span.overlaps(m)]


def next_date(text: str, offset: int, step: int) -> Span | None:
    """The first date expression that begins behind `offset`, or with a step of -1 the last before.

    Paragraph by paragraph, so that what is near costs little.
    """
    text = unwrapped(text)
    if step > 0:
        start = text.rfind("\n", 0, offset) + 1
        while start <= len(text):
            end = text.find("\n", start)
            end = len(text) if end < 0 else end
            for date in find_dates(text, Span(start, end)):
                if date.span.start > offset:
                    return date.span
            start = end + 1
        return None
    end = offset
    while end >= 0:
        start = text.rfind("\n", 0, end) + 1
        whole = text.find("\n", end)
        found = find_dates(text, Span(start, len(text) if whole < 0 else whole))
        before = [date.span for date in found if date.span.start < offset]
        if before:
            return before[-1]
        end = start - 1
    return None


def sentence_at(text: str, offset: int) -> Span | None:
    """The last sentence of the paragraph at `offset` to begin there or before; None in an empty
    line.

    In the white space between two sentences it is the one before.
    """
    paragraph = paragraph_at(text, offset)
    if paragraph is None:
        return None
    found = [s for s in sentences(text, paragraph) if s.start <= offset]
    return found[-1] if found else None


def quotation_at(text: str, offset: int) -> Span | None:
    """The smallest quotation, marks included, that holds or touches `offset`."""
    around = [q for q in quotations_near(text, offset) if q.start <= offset <= q.end]
    return min(around, key=len, default=None)


def next_quotation(text: str, offset: int) -> Span | None:
    """The first quotation that begins at or after `offset`."""
    for found in quotations_near(text, offset):
        if found.start >= offset:
            return found
    rest = min(len(text), offset + QUOTATION_REACH)
    return next_quotation(text, rest) if rest < len(text) else None


def quotations_near(text: str, offset: int) -> list[Span]:
    """The quotations within QUOTATION_REACH of `offset`, cut at paragraphs."""
    text = unwrapped(text)
    start = text.rfind("\n", 0, max(0, offset - QUOTATION_REACH)) + 1
    end = text.find("\n", min(len(text), offset + QUOTATION_REACH))
    found = _quotations(text[start : len(text) if end < 0 else end])
    return [Span(q.start + start, q.end + start) for q in found] if start else list(found)


# Each key at a quotation asks for those around it several times.
@lru_cache(maxsize=4)
def _quotations(part: str) -> tuple[Span, ...]:
    return tuple(quotations(part))


def grow(text: str, span: Span) -> Span:
    """The next larger of: word, inside the marks, with the marks, sentence, paragraph."""
    larger = (s for s in _steps(text, span.start) if s.covers(span) and len(s) > len(span))
    return min(larger, key=len, default=span)


def shrink(text: str, span: Span, offset: int) -> Span:
    """The next smaller step around `offset`; an empty span there when there is none."""
    smaller = (s for s in _steps(text, offset) if span.covers(s) and len(s) < len(span))
    return max(smaller, key=len, default=Span(offset, offset))


def inside_marks(text: str, quotation: Span) -> Span:
    closed = quotation.end - quotation.start > 1 and not text[quotation.end - 1].isalnum()
    return Span(quotation.start + 1, quotation.end - closed)


def _steps(text: str, offset: int) -> Iterator[Span]:
    for quotation in quotations_near(text, offset):
        if quotation.start <= offset <= quotation.end:
            yield quotation
            yield inside_marks(text, quotation)
    for step in (word_at, sentence_at, paragraph_at):
        if found := step(text, offset):
            yield found


def _name_at(text: str, offset: int) -> Span | None:
    paragraph = paragraph_at(text, offset)
    return mention_at(text, paragraph, offset) if paragraph else None


def _date_at(text: str, offset: int) -> Span | None:
    paragraph = paragraph_at(text, offset)
    found = find_dates(text, paragraph) if paragraph else []
    return next((d.span for d in found if d.span.start <= offset <= d.span.end), None)


def _verb_at(text: str, offset: int) -> Span | None:
    sentence = sentence_at(text, offset)
    verbs = reporting_verbs(text, sentence) if sentence else []
    return min(verbs, key=lambda verb: _distance(verb, offset), default=None)


def reporting_verbs(text: str, span: Span) -> list[Span]:
    """The verbs of `span` that report, in order, with the particle that belongs to them."""
    line = tagged(unwrapped(text), span)
    cues = (cue_at(line, at) for at in range(len(line)))
    return [line.span(*cue.words) for cue in cues if cue]


def _clause_at(text: str, offset: int) -> Span | None:
    """The proposition around the caret: after a reporting "that", before an attribution."""
    text = unwrapped(text)
    sentence = sentence_at(text, offset)
    if sentence is None:
        return None
    clause, reported = clause_in(text, sentence, offset), _reported_in(text, sentence)
    behind = clause is not None and reported is not None and clause.start >= reported.end
    return clause if reported is None or behind else reported


def _reported_in(text: str, sentence: Span) -> Span | None:
    """What a sentence without quotations reports: verb and speaker beside it claim nothing."""
    if any(quote.overlaps(sentence) for quote in quotations_near(text, sentence.start)):
        return None
    found = indirect_speech(sentence.of(text), ())
    if not found:
        return None
    said = found[0].quotation
    return Span(sentence.start + said.start, sentence.start + said.end)


def states(text: str, span: Span) -> bool:
    """Whether a clause has words enough, and a verb."""
    line = tagged(text, span)
    return len(line) >= _LEAST_WORDS and bool(_FINITE & set(line.tags))


def clause_in(text: str, sentence: Span, offset: int) -> Span | None:
    """The clause of a sentence that a claim at `offset` takes; `text` has no soft line feeds."""
    words_ = sentence.of(text)
    at = offset - sentence.start
    begun = (m.end() for m in _BEGINNING.finditer(words_) if m.end() <= at)
    start = max((place for place in begun if not _goes_on(words_, place)), default=0)
    if start == 0 and (lead := _LEAD.match(words_)) and lead.end() <= at:
        start = lead.end()
    ends = [m.start() for m in _ATTRIBUTION.finditer(words_) if m.start() >= at]
    return _trimmed(text, sentence.start + start, sentence.start + min(ends, default=len(words_)))


def _goes_on(words_: str, place: int) -> bool:
    """Whether a verb without a subject stands there: the clause before it goes on."""
    word = word_at(words_, place)
    return word is not None and tagged(words_, word).tags[:1] in ("e", "V")


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while end > start and text[end - 1] in _END_MARKS:
        end -= 1
    while start < end and text[start] in ' "“«':
        start += 1
    return Span(start, end) if end > start else None


def _gap(a: Span, b: Span) -> int:
    return max(a.start - b.end, b.start - a.end, 0)


def _distance(span: Span, offset: int) -> int:
    return max(span.start - offset, offset - span.end, 0)


_UNITS: dict[Unit, Callable[[str, int], Span | None]] = {
    "quotation": quotation_at,
    "name": _name_at,
    "verb": _verb_at,
    "date": _date_at,
    "clause": _clause_at,
    "word": word_at,
}
