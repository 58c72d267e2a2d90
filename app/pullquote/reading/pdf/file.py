"""PDF: its pages laid out again as one text, with a blank line between paragraphs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pullquote.model.values import NewDocument, Published
from pullquote.reading.documents import clean_line, left_out, new_document, stated_author
from pullquote.reading.encodings import Decoded
from pullquote.reading.errors import (
    FileDamaged,
    FileEncrypted,
    LettersUnreadable,
    PagesWithoutText,
)
from pullquote.reading.file_access import damage_of_parser, read_bytes
from pullquote.reading.pdf.glyphs import Glyph, page_glyphs
from pullquote.reading.pdf.issue_date import PLACE, Issue, find_issue
from pullquote.reading.pdf.layout import Laid, PageWords, lay_out, page_of
from pullquote.reading.publication_date import find_published, published
from pullquote.reading.values import FileFields, LayoutCount, Limits, ReadOptions, Source

if TYPE_CHECKING:
    import pypdfium2

# Of all letters; symbols that a font does not explain are far fewer in any text.
_UNREADABLE = 0.08
_ISSUED = re.compile(rb"<prism:(?:publicationDate|coverDate)>\s*([\dT:Z+.-]{4,35})\s*<")
OUTLET_FROM = "outlet from"
"""The name in the metadata under which the evidence of the outlet stands."""
_MADE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


@dataclass(slots=True)
class _Read:
    """What was read of a file: its pages, and what was not."""

    pages: list[PageWords] = field(default_factory=list)
    letters: int = 0
    unreadable: int = 0
    outside: int = 0
    outside_words: list[str] = field(default_factory=list)
    pictures: int = 0
    damaged: int = 0


def read(source: Source, options: ReadOptions) -> Iterator[NewDocument]:
    import pypdfium2

    raw = read_bytes(source, options.limits)
    with damage_of_parser(source, pypdfium2.PdfiumError):
        document = _opened(source, raw)
        try:
            taken = _pages(document, options.limits)
            stated = document.get_metadata_dict()
        finally:
            document.close()
        _refuse(source, taken)
        laid = lay_out(taken.pages)
    counts: dict[str, str] = {
        what: str(count) for what, count in _counts(laid, taken, raw) if count
    }
    gone = [*laid.left_out, *taken.outside_words]
    title = laid.title(stated.get("Title", ""))
    issue = find_issue(laid.heads, title)
    yield new_document(
        source,
        raw,
        Decoded(laid.text, "pdf", laid.text.count("\ufffd")),
        reader=f"pdf pypdfium2 {pypdfium2.PYPDFIUM_INFO.version}",
        limits=options.limits,
        fields=FileFields(
            title=title,
            source=issue.outlet or None,
            published=_published(raw, laid.text, issue),
            metadata={
                **_metadata(stated),
                **({OUTLET_FROM: f"{PLACE}: {issue.outlet}"} if issue.outlet else {}),
                **counts,
                **left_out(sum(len(line.split()) for line in gone), gone),
            },
        ),
    )


def _opened(source: Source, raw: bytes) -> "pypdfium2.PdfDocument":
    import pypdfium2
    import pypdfium2.raw

    try:
        return pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise FileEncrypted(file=source.name) from error
        raise


def _pages(document: "pypdfium2.PdfDocument", limits: Limits) -> _Read:
    """Until there is more text than the limit, so that a small file cannot grow without end."""
    import pypdfium2

    taken = _Read()
    for number in range(len(document)):
        try:
            page = document.get_page(number)
            try:
                glyphs = page_glyphs(page)
            finally:
                page.close()
        except pypdfium2.PdfiumError:
            taken.damaged += 1
            continue
        taken.letters += glyphs.letters
        taken.unreadable += glyphs.unreadable
        taken.outside += glyphs.outside
        taken.outside_words += _lines_of(glyphs.outside_glyphs)
        taken.pictures += glyphs.has_pictures
        taken.pages.append(page_of(glyphs))
        if taken.letters > limits.text:
            break
    return taken


def _refuse(source: Source, taken: _Read) -> None:
    if taken.damaged and not taken.letters:
        raise FileDamaged(file=source.name, why="its pages cannot be read")
    if not taken.letters:
        raise PagesWithoutText(file=source.name)
    if taken.unreadable > _UNREADABLE * taken.letters:
        raise LettersUnreadable(file=source.name)


def _counts(laid: Laid, taken: _Read, raw: bytes) -> Iterator[tuple[LayoutCount, int]]:
    yield "lines joined", laid.lines
    yield "hyphens joined", laid.hyphens
    yield "running heads removed", laid.running_heads
    yield "page numbers removed", laid.page_numbers
    yield "footnote marks removed", laid.notes
    yield "pages in columns", laid.columns
    yield "texts across moved", laid.turned
    yield "letters outside the page", taken.outside
    yield "pages without text", taken.pictures
    yield "pages damaged", taken.damaged
    yield "ends too early", int(b"%%EOF" not in raw[-2048:])


def _metadata(stated: dict[str, str]) -> dict[str, str]:
    """Kept aside: the title often names a template, and the day is that of the file."""
    made = _MADE.match(stated.get("CreationDate", ""))
    pairs = (
        ("pdf title", stated.get("Title", "")),
        ("pdf made on", "-".join(made.groups()) if made else ""),
    )
    found = {name: clean_line(value) for name, value in pairs if value.strip()}
    return found | stated_author(stated.get("Author"))


def _published(raw: bytes, text: str, issue: Issue) -> Published:
    """The day of issue by the publisher's own metadata or a line of the text that says so, else by
    the running heads; when a PDF was made says nothing of it.
    """
    if found := _ISSUED.search(raw):
        stated = published(found[1].decode("ascii"), "metadata")
        if stated.value:
            return stated
    said = find_published(text)
    return said if said.source == "header" and said.doubt is None else issue.published


def _lines_of(glyphs: Sequence[Glyph]) -> list[str]:
    """What stands outside of a page, as one line."""
    line = " ".join("".join(glyph.text for glyph in glyphs).split())
    return [line] if line else []
