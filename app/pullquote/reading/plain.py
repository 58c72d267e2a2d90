"""Plain text and Markdown: the text of the document is the whole file."""

from collections.abc import Iterator

from pullquote.model.values import NewDocument
from pullquote.reading.documents import new_document
from pullquote.reading.encodings import decode
from pullquote.reading.errors import NotText
from pullquote.reading.file_access import read_bytes
from pullquote.reading.values import ReadOptions, Source


def read(source: Source, options: ReadOptions) -> Iterator[NewDocument]:
    raw = read_bytes(source, options.limits)
    decoded = decode(raw, asked=options.encoding)
    if decoded is None:
        raise NotText(file=source.name)
    yield new_document(
        source, raw, decoded, reader="text 1", limits=options.limits, may_be_escaped=True
    )
