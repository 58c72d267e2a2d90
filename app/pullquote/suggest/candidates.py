"""Whom else a quotation may be of: mentions around it, best first."""

from collections.abc import Iterable, Sequence

from pullquote.suggest.mentions import mentions
from pullquote.suggest.speakers import Said
from pullquote.suggest.units import candidates_near
from pullquote.text.spans import Span

# In code points: how far to each side of a quotation mentions are looked for.
REACH = 6000
# How many speakers of other quotations may say one.
_AROUND = 3


def candidates(text: str, said: Said, others: Iterable[Said], limit: int) -> list[Span]:
    """The mentions that may say who speaks, each by other words; `others` are all quotations.

    What is suggested; then the mentions of the sentences where it begins and ends, nearest first;
    who says the quotations around it; and whom the paragraph and the one before it name.
    """
    quote = said.quotation

    def nearest(found: Iterable[Span]) -> Sequence[Span]:
        return sorted(found, key=lambda span: abs(span.start - quote.start))

    found = [said.speaker] if said.speaker else []
    found += candidates_near(text, quote, "name")
    found += nearest(one.speaker for one in others if one.speaker)[:_AROUND]
    within = _paragraphs_before(text, quote)
    found += nearest(span for span in mentions(text, within) if not span.overlaps(quote))
    by_words: dict[str, Span] = {}
    for span in found:
        by_words.setdefault(span.of(text).casefold(), span)
    return list(by_words.values())[:limit]


def _paragraphs_before(text: str, quote: Span) -> Span:
    """The paragraph of a quotation and the one before, cut where they go farther than REACH."""
    low, high = max(0, quote.start - REACH), min(len(text), quote.end + REACH)
    here = text.rfind("\n", low, quote.start)
    before = text.rfind("\n", low, max(low, here))
    end = text.find("\n", quote.end, high)
    return Span(max(low, before + 1), high if end < 0 else end)
