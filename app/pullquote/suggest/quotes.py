"""What kind of quotation a stretch is: a whole clause or a fragment, closed or not."""

from pullquote.text.segments import words
from pullquote.text.spans import Span

CLOSING = "\"”’»“'"
# "At least one full clause": fewer words than this are hardly one.
CLAUSE_WORDS = 4


def quote_attributes(text: str, span: Span) -> dict[str, str]:
    """`kind` direct or partial, `status` complete or unclosed; indirect without marks."""
    said = span.of(text)
    if not _opens(said):
        return {"kind": "indirect", "status": "complete"}
    inside = said.lstrip("\"“„«'‘”»")
    closed = len(said) > 1 and said[-1] in CLOSING
    status = "complete" if closed else "unclosed"
    return {"kind": "direct" if _is_clause(inside) else "partial", "status": status}


def _opens(said: str) -> bool:
    return said[:1] in {'"', "“", "„", "«", "‘", "'", "”", "»"}


def _is_clause(inside: str) -> bool:
    """A fragment built into a sentence begins small; words of one's own begin with a capital."""
    count = len(words(inside))
    begins_small = inside[:1].islower()
    # A long fragment is a clause whatever it begins with.
    return (count >= CLAUSE_WORDS and not begins_small) or count >= 2 * CLAUSE_WORDS
