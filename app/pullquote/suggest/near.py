"""Who said a quotation and with which verb: the nearest mention and cue in its sentence."""

from pullquote.suggest.mentions import mentions
from pullquote.suggest.units import quotations_near, reporting_verbs, sentence_at
from pullquote.text.line_breaks import unwrapped
from pullquote.text.segments import paragraph_at
from pullquote.text.spans import Span

_ACCORDING = "according to"


def speaker_and_cue(text: str, quote: Span) -> tuple[Span | None, Span | None]:
    """The best mention and reporting verb for `quote`, looked for in its paragraph.

    In this order, as news text has it: `"…," said X` or `"…," X said`; `X said: "…"`; `according
    to X`. Nothing is taken from inside quotation marks.
    """
    text = unwrapped(text)
    sides = [(_after(text, quote), False), (_before(text, quote), True)]
    if not _ends_a_clause(text, quote):
        # A fragment built into a sentence belongs to the verb before it.
        sides.reverse()
    for stretch, from_end in sides:
        if stretch and (found := _attribution(text, stretch, from_end=from_end)) != (None, None):
            return found
    return None, None


def _attribution(text: str, span: Span, *, from_end: bool) -> tuple[Span | None, Span | None]:
    """The mention and verb in `span`, of several the pair nearest to its quotation."""
    if according := _according_to(text, span):
        after = [m for m in mentions(text, span) if m.start >= according.end]
        return (after[0] if after else None), according
    verbs = reporting_verbs(text, span)
    if not verbs:
        return None, None
    cue = verbs[-1] if from_end else verbs[0]
    found = [m for m in mentions(text, span) if not m.overlaps(cue) and _may_speak(text, m)]
    before = [m for m in found if m.end <= cue.start]
    after = [m for m in found if m.start >= cue.end]
    if from_end:
        return (before[-1] if before else None), cue
    # Directly behind the quotation the verb may come first: "…," said the minister.
    if before:
        return before[-1], cue
    touching = after and _runs_on(text, cue.end, after[0].start)
    return (after[0] if touching else None), cue


def _ends_a_clause(text: str, quote: Span) -> bool:
    """A mark of the clause stands before the closing quotation mark, or behind it."""
    inside = text[quote.start : quote.end].rstrip("\"”»’'")
    return (
        inside[-1:] in {",", ".", "!", "?", "…", "-", "—"} or text[quote.end : quote.end + 1] == ","
    )


def _runs_on(text: str, start: int, end: int) -> bool:
    """Nothing but a small word or two: "said skipper Olga Renko"."""
    between = text[start:end]
    small = between.islower() and between.replace(" ", "").isalpha()
    return between == " " or (small and len(between.split()) <= 2)


def _may_speak(text: str, mention: Span) -> bool:
    """A possessive names whose remarks they are, not who speaks: "Macron's remarks"."""
    return text[mention.end : mention.end + 2] not in {"'s", "’s"}


def _after(text: str, quote: Span) -> Span | None:
    """From the quotation to the end of its sentence, or to the next quotation."""
    paragraph = paragraph_at(text, max(quote.start, quote.end - 1))
    if paragraph is None or quote.end >= paragraph.end:
        return None
    end = paragraph.end
    following = sentence_at(text, min(quote.end + 1, paragraph.end))
    if following and following.end > quote.end:
        end = following.end
    opens = [q.start for q in quotations_near(text, quote.end) if quote.end <= q.start < end]
    span = Span(quote.end, min(opens, default=end))
    # A capital after the marks begins a new sentence, which says nothing about this one.
    head = span.of(text).lstrip()
    ended = text[max(quote.start, quote.end - 2) : quote.end].strip('"”»')[-1:] in {".", "!", "?"}
    return None if ended and head[:1].isupper() and not _begins_with_verb(text, span) else span


def _begins_with_verb(text: str, span: Span) -> bool:
    near = Span(span.start, min(span.end, span.start + 60))
    return bool(reporting_verbs(text, near))


def _before(text: str, quote: Span) -> Span | None:
    paragraph = paragraph_at(text, quote.start)
    if paragraph is None or quote.start <= paragraph.start:
        return None
    start = paragraph.start
    holding = sentence_at(text, quote.start - 1)
    if holding and holding.start < quote.start:
        start = holding.start
    closes = [q.end for q in quotations_near(text, quote.start) if start < q.end <= quote.start]
    return Span(max(closes, default=start), quote.start)


def _according_to(text: str, span: Span) -> Span | None:
    at = span.of(text).casefold().find(_ACCORDING)
    return Span(span.start + at, span.start + at + len(_ACCORDING)) if at >= 0 else None
