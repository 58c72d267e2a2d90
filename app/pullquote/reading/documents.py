"""A text and what its file says about it become a document, completed from the text itself."""

import hashlib
import html
import re
from collections.abc import Iterable
from dataclasses import replace
from html.entities import html5

from pullquote.model.values import NewDocument, Published
from pullquote.reading import publication_date
from pullquote.reading.encodings import Decoded
from pullquote.reading.errors import NoText, RowTooLong, RowWithoutText, TextTooLong
from pullquote.reading.publication_date import find_published
from pullquote.reading.titles import find_title
from pullquote.reading.values import FileFields, Limits, Source
from pullquote.text.canonical import Canonical, canonical

GUESSED = "encoding guessed"
"""The name in a document's metadata under which an encoding stands that is only a guess."""

LEFT_OUT_WORDS = "words left out"
"""The name in the metadata under which the number of words stands that were taken for the page
around an article, or for the heads and feet of the pages of a file."""
LEFT_OUT = "left out"
"""And which they were, a line for each block of the page, or for each page."""
_LEFT_OUT_SHOWN = 20_000

UNREAD_DAY = "day not read"
"""The name in the metadata under which the column stands whose day of publication is no certain
one; what is written there stands under the name of the column."""

DAY_FIRST, MONTH_FIRST = "day first", "month first"
"""The names in the metadata under which the value of a column stands that told which of the two
comes first in the figures of the day of publication."""

RESOLVED = "references resolved"
"""The name in the metadata under which the number of such references stands."""

_NOBODY = {
    "anonymous", "author", "none", "unknown", "unknown author", "unspecified", "user",
    "microsoft office user", "python-docx",
}  # fmt: skip
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|([a-zA-Z][a-zA-Z0-9]{1,30}));")


def new_document(
    source: Source,
    raw: bytes,
    decoded: Decoded,
    *,
    reader: str,
    limits: Limits,
    fields: FileFields | None = None,
    row: int = 0,
    name: str = "",
    may_be_escaped: bool = False,
) -> NewDocument:
    """The document of the bytes `raw`, a whole file or (with a `row`) a part of one.

    `may_be_escaped`: references such as "&ldquo;" in the text are read as the characters that they
    stand for, and counted. Raises a ReadingError when there is no text, or too much.
    """
    words, resolved = resolve_references(decoded.text) if may_be_escaped else (decoded.text, 0)
    text = canonical(words)
    _refuse(source, text, row, limits)
    fields = fields or FileFields()
    return NewDocument(
        text=text.text,
        name=name or source.name,
        title=clean_line(fields.title) or find_title(text.text),
        source=fields.source or publication_date.find_source(text.text, fields.url),
        url=fields.url,
        language=fields.language,
        external_id=fields.external_id,
        published=_published(fields.published, text.text),
        raw_sha256=hashlib.sha256(raw).hexdigest(),
        origin=source.origin,
        origin_row=row,
        encoding=decoded.encoding,
        newline=text.newline,
        reader=reader,
        replaced=text.replaced + decoded.replaced,
        metadata={
            **fields.metadata,
            **({GUESSED: decoded.encoding} if decoded.guessed else {}),
            **({RESOLVED: str(resolved)} if resolved else {}),
        },
    )


def _published(said: Published, text: str) -> Published:
    """What the file says, else what the text says, with a doubt that the file has of its own."""
    if said.value:
        return said
    found = find_published(text)
    return replace(found, doubt=said.doubt) if said.doubt and not found.doubt else found


def left_out(count: int, lines: Iterable[str]) -> dict[str, str]:
    """The metadata for `count` words in `lines` that are no part of the text."""
    if not count:
        return {}
    words = "\n".join(lines)
    shown = words if len(words) <= _LEFT_OUT_SHOWN else words[:_LEFT_OUT_SHOWN] + "…"
    return {LEFT_OUT_WORDS: str(count), LEFT_OUT: shown}


def stated_author(said: str | None) -> dict[str, str]:
    """What the metadata of a file say of its author, if that is somebody.

    Programs that know nobody write so: in brackets, or by a word for it, or their own name.
    """
    author = clean_line(said or "")
    nobody = author.startswith(("(", "[", "<")) and author.endswith((")", "]", ">"))
    if not author or nobody or author.casefold() in _NOBODY:
        return {}
    return {"author": author}


def resolve_references(text: str) -> tuple[str, int]:
    """`text` with the characters that references of HTML stand for, and how many there were.

    Only what HTML names counts, with its semicolon; linear.
    """
    count = 0

    def character(found: re.Match[str]) -> str:
        nonlocal count
        if found[1] and found[1] + ";" not in html5:
            return found[0]
        count += 1
        return html.unescape(found[0])

    return _REFERENCE.sub(character, text), count


def clean_line(value: str) -> str:
    """A value from outside as one clean line."""
    return " ".join(canonical(value).text.split())


def _refuse(source: Source, text: Canonical, row: int, limits: Limits) -> None:
    if not text.text or text.text.isspace():
        if row:
            raise RowWithoutText(file=source.name, line=row)
        raise NoText(file=source.name)
    if len(text.text) > limits.text:
        size = {"characters": len(text.text), "limit": limits.text}
        if row:
            raise RowTooLong(file=source.name, line=row, **size)
        raise TextTooLong(file=source.name, **size)
