"""Whether the words before a date speak of what is to come."""

import re

from pullquote.text.line_breaks import unwrapped
from pullquote.text.spans import Span

_REACH = 240
_FUTURE = (
    r"will|would|shall|plans?|planned|planning|scheduled?|expected|due|upcoming|going\sto|is\sto"
    r"|are\sto|set\sto|hopes?\sto|deadline"
)
_PAST = r"said|says|told|was|were|had|[a-z]{2,}ed"
_CLAUSE = re.compile(
    rf"\b(?:{_FUTURE})\b(?!.*\b(?:{_PAST})\b).*\Z|\b(?:by|until|till)\s+\Z", re.IGNORECASE
)
_STOP = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z])|\n")


def looks_ahead(text: str, date: Span) -> bool:
    """A word of the future stands before `date` in its sentence, and no verb of the past between.

    Of "Varga said on Tuesday that talks will begin on Friday" it holds for Friday only.
    """
    before = unwrapped(text)[max(0, date.start - _REACH) : date.start]
    stops = list(_STOP.finditer(before))
    return _CLAUSE.search(before, stops[-1].end() if stops else 0) is not None
