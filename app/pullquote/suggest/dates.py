"""What a date expression stands for where it stands in a text."""

from pullquote.calendar.expressions import resolve
from pullquote.calendar.tense import looks_ahead
from pullquote.text.spans import Span


def date_attributes(
    text: str, span: Span, words: str, published: str | None, previous: str | None
) -> dict[str, str]:
    """Type, value, anchor and by what it is fixed, as the sentence around `span` reads.

    `words` are what to resolve; `published` is the day of publication and `previous` the value of
    the last date before, None where they are not known.
    """
    found = resolve(words, published, future=looks_ahead(text, span), previous=previous)
    return {
        "type": found.type,
        "value": found.value,
        "fixed": "words" if found.anchor == "none" else "anchor",
        "anchor": found.anchor,
    }
