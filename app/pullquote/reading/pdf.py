"""PDF: the text of its pages, a blank line between two."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pullquote.model.values import NewDocument
from pullquote.reading.documents import clean_line, new_document
from pullquote.reading.encodings import Decoded
from pullquote.reading.errors import FileEncrypted, PagesWithoutText
from pullquote.reading.file_access import damage_of_parser, read_bytes
from pullquote.reading.values import FileFields, ReadOptions, Source

if TYPE_CHECKING:
    import pypdf


def read(source: Source, options: ReadOptions) -> Iterator[NewDocument]:
    import pypdf

    raw = read_bytes(source, options.limits)
    with damage_of_parser(source, pypdf.errors.PyPdfError):
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileEncrypted(file=source.name)
        text = "\n\n".join(_pages(reader, options.limits.text))
        fields = FileFields(metadata=_metadata(reader))
    if not text:
        raise PagesWithoutText(file=source.name)
    yield new_document(
        source,
        raw,
        Decoded(text, "pdf"),
        reader=f"pdf pypdf {pypdf.__version__}",
        limits=options.limits,
        fields=fields,
    )


def _pages(reader: "pypdf.PdfReader", most: int) -> Iterator[str]:
    """Until there is more than `most`, so that a small file cannot grow without end."""
    characters = 0
    for page in reader.pages:
        text = page.extract_text().strip()
        if text:
            characters += len(text)
            yield text
        if characters > most:
            return


def _metadata(reader: "pypdf.PdfReader") -> dict[str, str]:
    """Title and author; kept aside, as they often name a template or a program."""
    stated: dict[str, object] = dict(reader.metadata or {})
    pairs = (
        (name, stated.get(key)) for name, key in (("pdf title", "/Title"), ("author", "/Author"))
    )
    return {
        name: clean_line(value) for name, value in pairs if isinstance(value, str) and value.strip()
    }
