"""A PDF laid out again: its pages as one text, and what was done to it on the way."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pullquote.reading.pdf.fragments import Fragment, fragments
from pullquote.reading.pdf.glyphs import PageGlyphs
from pullquote.reading.pdf.hyphens import Vocabulary
from pullquote.reading.pdf.lines import lines_of
from pullquote.reading.pdf.paragraphs import (
    Paragraph,
    find_column,
    join_lines,
    join_over_borders,
    paragraphs_of,
    table_rows_together,
    usual_leading,
)
from pullquote.reading.pdf.reading_order import Region, common_size, find_regions, has_columns
from pullquote.reading.pdf.running_heads import find_running_heads

_HEADLINE = 1.15
_SHORTEST_TITLE = 12
_LONGEST_TITLE = 240


@dataclass(slots=True)
class PageWords:
    """The fragments of a page, those that run in other directions by themselves."""

    upright: list[Fragment]
    aside: list[list[Fragment]]
    height: float


@dataclass(slots=True)
class Laid:
    """`paragraphs` are in order, `text` is made of their texts. Counts are of what was done.

    `heads` are the running heads and page numbers of each page that has some, `left_out` what is no
    part of the text, a line for each page, and one for the marks of footnotes.
    """

    text: str
    paragraphs: list[tuple[str, Paragraph]]
    lines: int = 0
    hyphens: int = 0
    running_heads: int = 0
    page_numbers: int = 0
    notes: int = 0
    columns: int = 0
    turned: int = 0
    on_first_page: int = 0
    heads: list[list[Fragment]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def title(self, stated: str) -> str:
        """The headline: what `stated` says if it stands on the first page, else the largest words
        there, of four or more if there are such; "" where none are larger than the text.
        """
        first = self.paragraphs[: self.on_first_page]
        wanted = " ".join(stated.split()).casefold()
        heads = [text for text, _ in first if len(text) <= _LONGEST_TITLE]
        if len(wanted) > _SHORTEST_TITLE:
            for text in heads:
                if " ".join(text.split()).casefold() == wanted:
                    return text
        body = common_size([line for _, p in self.paragraphs for line in p.lines])
        larger = []
        for number, (text, paragraph) in enumerate(first):
            is_larger = paragraph.size > _HEADLINE * body and not paragraph.is_aside
            if is_larger and len(text.split()) > 1 and len(text) <= _LONGEST_TITLE:
                larger.append((len(text.split()) > 3, paragraph.size, -number, text))
            elif not is_larger and len(paragraph.lines) > 2:
                break  # the text has begun, what is large in it is a quotation or a subhead
        return max(larger)[3] if larger else ""


def page_of(glyphs: PageGlyphs) -> PageWords:
    """The words of a page; its glyphs are needed no more."""
    return PageWords(
        fragments(glyphs.upright), [fragments(other) for other in glyphs.aside], glyphs.height
    )


def lay_out(pages: Sequence[PageWords]) -> Laid:
    """The text of all pages."""
    heads = find_running_heads([(page.upright, page.height) for page in pages])
    stamps = _stamps(pages)
    regions: list[Region] = []
    columns = turned = 0
    first_page = 0
    for number, page in enumerate(pages):
        found = find_regions([f for f in page.upright if id(f) not in heads.out])
        columns += has_columns(found)
        regions += found
        asides = [other for other in page.aside if other and _words(other) not in stamps]
        regions += [Region(list(other), is_box=True) for other in asides]
        turned += len(asides)
        if number == 0:
            first_page = len(regions)
    lines = [lines_of(region) for region in regions]
    leading = usual_leading(lines)
    paragraphs = join_over_borders(
        [
            paragraph
            for number, (region, own) in enumerate(zip(regions, lines, strict=True))
            for paragraph in paragraphs_of(
                own,
                find_column(own, leading),
                number,
                is_table=region.is_table,
                is_aside=region.is_box,
            )
        ]
    )
    notes = [note for own in lines for line in own for note in line.notes]
    out = list(filter(None, ([f for f in p.upright if id(f) in heads.out] for p in pages)))
    stamped = [_words(other) for page in pages for other in page.aside if _words(other) in stamps]
    joined = join_lines(paragraphs, Vocabulary(line.text for own in lines for line in own))
    return Laid(
        "".join(table_rows_together(paragraphs, joined.texts)),
        list(zip(joined.texts, paragraphs, strict=True)),
        joined.lines,
        joined.hyphens,
        heads.heads + len(stamped),
        heads.numbers,
        len(notes),
        columns,
        turned,
        sum(paragraph.region < first_page for paragraph in paragraphs),
        out,
        [*map(_words, out), *stamped, *([" ".join(notes)] if notes else [])],
    )


def _stamps(pages: Sequence[PageWords]) -> set[str]:
    """What stands across several pages in the same words, such as "Draft"."""
    counts = Counter(_words(other) for page in pages for other in page.aside if other)
    return {words for words, count in counts.items() if count > 1}


def _words(fragments: Sequence[Fragment]) -> str:
    return " ".join(fragment.text for fragment in fragments)
