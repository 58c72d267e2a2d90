"""A text and what its file says about it become a document, completed from the text itself."""

import hashlib
from collections.abc import Mapping

from pullquote.model.values import NewDocument
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
around an article."""
LEFT_OUT = "left out"
"""And which they were, a line for each block of the page."""


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
) -> NewDocument:
    """The document of the bytes `raw`, a whole file or (with a `row`) a part of one.

    Raises a ReadingError when there is no text, or too much.
    """
    text = canonical(decoded.text)
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
        published=fields.published if fields.published.value else find_published(text.text),
        raw_sha256=hashlib.sha256(raw).hexdigest(),
        origin=source.origin,
        origin_row=row,
        encoding=decoded.encoding,
        newline=text.newline,
        reader=reader,
        replaced=text.replaced + decoded.replaced,
        metadata=_metadata(fields, decoded),
    )


def _metadata(fields: FileFields, decoded: Decoded) -> Mapping[str, str]:
    """What is known beside the text; that an encoding is a guess belongs to it."""
    return {**fields.metadata, GUESSED: decoded.encoding} if decoded.guessed else fields.metadata


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
