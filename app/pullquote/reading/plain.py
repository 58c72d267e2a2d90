"""Plain text and Markdown: the text of the document is the whole file."""

from collections.abc import Iterator

from pullquote.model.values import NewDocument
from pullquote.reading.decoding import decode
from pullquote.reading.documents import document
from pullquote.reading.errors import NotText
from pullquote.reading.opening import read_bytes
from pullquote.reading.values import ReadOptions, Source


def read(source: Source, options: ReadOptions) -> Iterator[NewDocument]:
    raw = read_bytes(source, options.limits)
    decoded = decode(raw)
    if decoded is None:
        raise NotText(file=source.name)
    yield document(source, raw, decoded, reader="text 1", limits=options.limits)
