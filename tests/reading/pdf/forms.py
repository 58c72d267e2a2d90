"""PDFs with every trouble, made here, each with the paragraphs that stand in it in their order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import typeset
from typeset import HEIGHT, WIDTH, Box, News, Sheet, Style

SERIF, SERIF_BOLD = "NotoSerif-Regular", "NotoSerif-Bold"
HEADLINE = Style(font="Times-Bold", size=22, leading=26, gap=0)
BYLINE = Style(font="Helvetica", size=9, leading=11, gap=0)
CAPTION = Style(font="Helvetica-Oblique", size=8, leading=9.5, gap=4)
JUSTIFIED = Style(justify=True, hyphen="-", indent=12, gap=0)


@dataclass(frozen=True, slots=True)
class Form:
    """`texts` in reading order; of `loose` ones only the words count, wherever they stand.

    `counts` are those of the report that are known.
    """

    pdf: bytes
    texts: list[str]
    loose: list[str] = field(default_factory=list)
    counts: Mapping[str, int] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)


def columns(
    count: int,
    top: float = 760.0,
    height: float = 690.0,
    *,
    left: float = 60.0,
    width: float = 475.0,
    gutter: float = 18.0,
) -> list[Box]:
    each = (width - gutter * (count - 1)) / count
    return [(left + number * (each + gutter), top, each, height) for number in range(count)]


def pages(boxes: Sequence[Box], count: int) -> list[Box | None]:
    found: list[Box | None] = list(boxes)
    for _ in range(count - 1):
        found += [None, *boxes]
    return found


def plain_column() -> Form:
    texts = News(1).paragraphs(12)
    sheet = Sheet.new()
    sheet.flow(texts, pages(columns(1), 2), Style(size=11, leading=14))
    return Form(sheet.bytes(), texts)


def justified_indented() -> Form:
    texts = News(2).paragraphs(16)
    sheet = Sheet.new()
    sheet.flow(
        texts, pages(columns(1, left=110, width=330), 2), replace(JUSTIFIED, size=11, leading=14)
    )
    return Form(sheet.bytes(), texts)


def two_columns() -> Form:
    texts = News(3).paragraphs(12)
    sheet = Sheet.new()
    sheet.flow(["Harbour strike leaves two freighters at anchor"], columns(1, 790), HEADLINE)
    sheet.flow(["By Mira Osei, Marstad"], columns(1, 755), BYLINE)
    sheet.flow(texts, columns(2, 730, 660), JUSTIFIED)
    return Form(
        sheet.bytes(),
        ["Harbour strike leaves two freighters at anchor", "By Mira Osei, Marstad", *texts],
        counts={"pages in columns": 1},
    )


def three_columns() -> Form:
    texts = News(4).paragraphs(26)
    sheet = Sheet.new()
    sheet.flow(texts, pages(columns(3, gutter=14), 2), replace(JUSTIFIED, size=9, leading=11))
    return Form(sheet.bytes(), texts, counts={"pages in columns": 2})


def stretched_lines() -> Form:
    """Three words fill a line of a narrow column, as the one that follows is too long for it."""
    said = "Residents complained of information and so contradictoryannouncements. "
    texts = [said + text for text in News(61).paragraphs(6)]
    sheet = Sheet.new()
    sheet.flow(texts, columns(4, gutter=14), replace(JUSTIFIED, size=8, leading=10, hyphen=""))
    return Form(sheet.bytes(), texts)


def three_ragged_columns() -> Form:
    texts = News(5).paragraphs(11)
    sheet = Sheet.new()
    sheet.flow(texts, columns(3, gutter=16), Style(size=9, leading=11, gap=5))
    return Form(sheet.bytes(), texts)


def columns_out_of_step() -> Form:
    texts = News(6).paragraphs(12)
    left, right = columns(2, gutter=16)
    sheet = Sheet.new()
    sheet.flow(texts, [left, (right[0], right[1] - 7, right[2], right[3])], JUSTIFIED)
    return Form(sheet.bytes(), texts)


def drop_capital() -> Form:
    texts = News(7).paragraphs(9)
    sheet = Sheet.new()
    left, top, width, _ = columns(2)[0]
    style = replace(JUSTIFIED, indent=0)
    cap = Style(font="Times-Bold", size=34)
    first = texts[0]
    sheet.text(first[0] if first[0] != "“" else first[:2], left, top - 32, cap)
    skip = 2 if first[0] == "“" else 1
    step = typeset.width_of(first[:skip], cap) + 4
    lines = list(typeset.break_lines(first[skip:], width - step, style))
    y = top - 10.0
    for line in lines[:3]:
        sheet.line(line, left + step, y, width - step, style)
        y -= style.leading
    rest = " ".join(typeset._unbroken(lines[3:], style))
    y = sheet.flow([rest], [(left, y + 10, width, 300)], style)
    sheet.flow(texts[1:], [(left, y - 2.5, width, 500), columns(2)[1]], JUSTIFIED)
    return Form(sheet.bytes(), texts)


def drop_capital_alone() -> Form:
    """A capital that is a word by itself."""
    text = (
        "A ferry captain from Oxby has found a wooden landing stage beside the customs house. “It "
        "was there all the time,” she said on Tuesday, and nobody at the harbour office could say "
        "since when."
    )
    texts = [text]
    sheet = Sheet.new()
    style = Style(size=11, leading=14)
    sheet.text("A", 60, 728, Style(font="Times-Bold", size=40))
    y = 750.0
    for number, line in enumerate(typeset.break_lines(texts[0][2:], 200, style)):
        words = " ".join(line.words)
        sheet.text(f" {words}" if not number else words, 92 if number < 2 else 60, y, style)
        y -= 14
    return Form(sheet.bytes(), texts)


def footnotes() -> Form:
    """Raised numbers in the text, notes under it, and a quotation that goes over the page."""
    news = News(8)
    body = [news.paragraph() for _ in range(12)]
    sheet = Sheet.new()
    style = replace(JUSTIFIED, size=11, leading=14)
    notes = [
        "1 See the minutes of the municipal council, volume four.",
        "2 The report was withdrawn later.",
    ]
    sheet.flow(body, [columns(1, 780, 560)[0], None, columns(1)[0]], style)
    body_font = Style(size=11)
    marked = "The customs office disagrees,"
    sheet.text(marked, 60, 90, body_font)
    sheet.text("2", 60 + typeset.width_of(marked, body_font), 94, Style(size=6.5))
    sheet.text("and so does the council.", 70 + typeset.width_of(marked, body_font), 90, body_font)
    sheet.text("2", 60, 50, Style(size=5.5))
    sheet.text(notes[1][2:], 64, 47, Style(size=8))
    texts = [*body, "The customs office disagrees, and so does the council."]
    return Form(sheet.bytes(), texts, loose=[notes[1]], counts={"footnote marks removed": 1})


def note_between_pages() -> Form:
    """A sentence that goes over the page, with a note and a page number between its halves."""
    news = News(9)
    body = news.paragraphs(14)
    sheet = Sheet.new()
    style = replace(JUSTIFIED, size=11, leading=14)
    note = "* The report was withdrawn in the following week by its authors."

    class Noted(Sheet):
        pass

    sheet.text(note, 60, 75, Style(size=8))
    sheet.head("1", 297, 40, 9)
    sheet.flow(body, [columns(1, 780, 680)[0], None, columns(1, 780, 680)[0]], style)
    sheet.head("2", 297, 40, 9)
    return Form(sheet.bytes(), body, loose=[note], counts={"page numbers removed": 2})


def ligatures() -> Form:
    texts = News(10).paragraphs(8)
    sheet = Sheet.new()
    drawn = [text.replace("fi", "ﬁ").replace("fl", "ﬂ") for text in texts]
    sheet.flow(drawn, columns(2), Style(font=SERIF, size=9, leading=13, justify=True, gap=4))
    return Form(sheet.bytes(), texts)


def letters_one_by_one() -> Form:
    texts = News(11).paragraphs(9)
    sheet = Sheet.new()
    sheet.flow(texts, columns(2), replace(JUSTIFIED, mode="letters"))
    return Form(sheet.bytes(), texts)


def words_one_by_one() -> Form:
    texts = News(12).paragraphs(9)
    sheet = Sheet.new()
    sheet.flow(texts, columns(2), replace(JUSTIFIED, mode="words"))
    return Form(sheet.bytes(), texts)


def words_in_any_order() -> Form:
    texts = News(13).paragraphs(16)
    sheet = Sheet.new()
    sheet.shuffled = []
    sheet.flow(texts, pages(columns(2), 2), replace(JUSTIFIED, mode="words"))
    return Form(sheet.bytes(), texts)


def spaced_letters() -> Form:
    texts = News(14).paragraphs(5)
    title = "PORT SHUT FOR THREE WEEKS"
    sheet = Sheet.new()
    sheet.text(title, 60, 780, Style(font="Helvetica-Bold", size=14, tracking=6))
    sheet.flow(texts, columns(1, 740), Style(size=10.5, leading=15, tracking=1.6, gap=8))
    return Form(sheet.bytes(), [title, *texts])


def letters_on_a_grid() -> Form:
    texts = ["PORT SHUT SAYS MINISTER OF INLAND WATERWAYS"]
    sheet = Sheet.new()
    sheet.canvas.setFont("Helvetica", 11)
    for number, letter in enumerate(texts[0]):
        if letter != " ":
            sheet.canvas.drawString(72 + 10 * number, 760, letter)
    body = News(15).paragraphs(3)
    sheet.flow(body, columns(1, 720), Style())
    return Form(sheet.bytes(), [*texts, *body])


def soft_hyphens() -> Form:
    texts = News(16).paragraphs(12)
    sheet = Sheet.new()
    sheet.flow(
        texts,
        columns(3, gutter=16),
        replace(JUSTIFIED, font=SERIF, size=8, leading=11.5, hyphen="\u00ad"),
    )
    return Form(sheet.bytes(), texts)


def invisible_hyphens() -> Form:
    """As browsers print them: a space without width within a word."""
    texts = [
        "Negotiations about overtime had broken down. “Nobody told the residents,” said Ana Diaz."
    ]
    sheet = Sheet.new()
    style = Style(size=12)
    x = 60.0
    for piece in (
        "Ne",
        "go",
        "tiations about overtime had broken down. “Nobody told the residents,” said Ana Diaz.",
    ):
        sheet.text(piece, x, 760, style)
        x += typeset.width_of(piece, style)
        sheet.text(" ", x, 760, replace(style, size=12))
    return Form(sheet.bytes(), texts)


def compounds() -> Form:
    """Hyphens at line ends that belong to the word, and those that do not."""
    lines = (
        "The council, a state-|run body, met on Mon-|day. “A three-|year plan is no plan,” said "
        "the well-|known economist, who studied in Oxby-|Marstad. The co-|operative was founded in "
        "1998."
    ).split("|")
    first = "".join(line if line[-1] == "-" else f"{line} " for line in lines).strip()
    last = "Members of the co-operative disagreed with the three-year plan of the state-run body."
    texts = [first.replace("Mon-day", "Monday"), last]
    sheet = Sheet.new()
    for number, line in enumerate(lines):
        sheet.text(line, 60, 780 - 14 * number, Style(size=11))
    sheet.flow(texts[1:], columns(1, 660, width=460), Style(size=11, leading=14))
    return Form(sheet.bytes(), texts, counts={"hyphens joined": 1})


def _headed(
    seed: int, count: int, head: Callable[[Sheet, int], None], style: Style, boxes: Sequence[Box]
) -> tuple[Sheet, list[str]]:
    """Pages whose heads are drawn by `head`, with text that goes on over them."""
    texts = News(seed).paragraphs(count)
    sheet = Sheet.new()
    original = sheet.next_page

    def next_page() -> None:
        original()
        head(sheet, sheet.pages)

    head(sheet, 1)
    turning = _Turning(sheet, head)
    turning.flow(texts, boxes, style)
    return sheet, texts


class _Turning:
    """Draws the heads whenever a page begins."""

    def __init__(self, sheet: Sheet, head: Callable[[Sheet, int], None]) -> None:
        self._sheet, self._head = sheet, head

    def flow(self, texts: Sequence[str], boxes: Sequence[Box], style: Style) -> None:
        sheet, head = self._sheet, self._head

        def turned() -> Iterator[Box]:
            first = True
            while True:
                if not first:
                    sheet.next_page()
                    head(sheet, sheet.pages)
                first = False
                yield from boxes

        class Endless(list):  # type: ignore[type-arg]
            def __iter__(self) -> Iterator[Box]:
                return turned()

        sheet.flow(texts, Endless(), style)


def alternating_heads() -> Form:
    def head(sheet: Sheet, page: int) -> None:
        if page % 2:
            sheet.head("THE MARSTAD GAZETTE", 420, 805)
            sheet.head(str(page), 530, 805)
        else:
            sheet.head(str(page), 60, 805)
            sheet.head("Tuesday, 3 March 2026", 80, 805)

    sheet, texts = _headed(20, 44, head, replace(JUSTIFIED, size=11, leading=14), columns(1))
    return Form(sheet.bytes(), texts, gone=["GAZETTE", "Tuesday, 3 March"])


def two_pages_with_heads() -> Form:
    def head(sheet: Sheet, page: int) -> None:
        if page % 2:
            sheet.head(f"The Marstad Gazette   {page + 11}", 400, 808, 9)
        else:
            sheet.head(f"{page + 11}   Harbour and Trade", 60, 808, 9)

    sheet, texts = _headed(21, 20, head, replace(JUSTIFIED, size=11, leading=14), columns(1))
    return Form(sheet.bytes(), texts, gone=["Gazette", "Harbour and Trade"])


def browser_print() -> Form:
    def head(sheet: Sheet, page: int) -> None:
        sheet.head("3/12/26, 4:05 PM", 30, 820)
        sheet.head("Harbour strike leaves two freighters at anchor", 220, 820)
        sheet.head("https://gazette.example/news/harbour-strike", 30, 20)
        sheet.head(f"{page}/3", 550, 20)

    sheet, texts = _headed(
        22, 26, head, Style(font=SERIF, size=11, leading=17, gap=14), columns(1, 790, 720)
    )
    return Form(sheet.bytes(), texts, gone=["4:05 PM", "gazette.example"])


def page_numbers(written: str) -> Callable[[], Form]:
    def form() -> Form:
        def head(sheet: Sheet, page: int) -> None:
            roman = ("i", "ii", "iii", "iv", "v", "vi", "vii")[page - 1]
            sheet.head(written.format(n=page, roman=roman), 285, 34, 10, "Times-Roman")

        sheet, texts = _headed(
            23, 28, head, replace(JUSTIFIED, size=11, leading=14), columns(1, 790, 715)
        )
        return Form(sheet.bytes(), texts, counts={"page numbers removed": sheet.pages})

    return form


ARABIC = [
    "قالت آنا دياز إن الميناء سيبقى مغلقا ثلاثة أسابيع. «لقد انتظرنا أحد عشر شهرا»، قالت.",
    "أعلن المجلس البلدي (في 12 مارس 2026) أن المفاوضات توقفت. «لن أوقع عقدا لم أقرأه»، قال.",
    "وصل 45 عاملا إلى الرصيف اليوم، وقال متحدث باسم Harbour Office إن الأضرار تبلغ 3.5.",
]
_MIRRORED = str.maketrans("()«»", ")(»«")


def _visual(text: str) -> str:
    """From left to right as on the page: everything turned but numbers and Latin words."""
    turned: list[str] = []
    for piece in _pieces(text):
        is_ltr = piece[0].isascii() and piece[0].isalnum()
        turned.insert(0, piece if is_ltr else piece[::-1].translate(_MIRRORED))
    return "".join(turned)


def _pieces(text: str) -> Iterator[str]:
    import re

    yield from re.findall(r"[A-Za-z]+(?: [A-Za-z]+)*|\d+(?:\.\d+)?|[().«»]|[^A-Za-z\d().«»]+", text)


def _draw_from_right(sheet: Sheet, text: str, x: float, y: float, style: Style) -> None:
    for piece in _pieces(text):
        # The Arabic font has no brackets and no Latin letters.
        is_other = any(letter.isascii() and not letter.isspace() for letter in piece)
        font = replace(style, font=SERIF if is_other else style.font)
        drawn = _visual(piece)
        x -= typeset.width_of(drawn, font)
        sheet.text(drawn, x, y, font)


def right_to_left(boxes: Sequence[Box], size: float = 13) -> Callable[[], Form]:
    def form() -> Form:
        sheet = Sheet.new()
        # Each once by a number of its own, so that its place is known.
        texts = [f"{text} {number}." for number, text in enumerate(ARABIC * 3, 50)]
        style = Style(font="NotoNaskhArabic-Regular", size=size, leading=size * 1.7, gap=10)
        at = iter(boxes)
        left, top, width, height = next(at)
        y = top - size
        for text in texts:
            for line in typeset.break_lines(text, width, style):
                if y < top - height:
                    left, top, width, height = next(at)
                    y = top - size
                _draw_from_right(sheet, " ".join(line.words), left + width, y, style)
                y -= style.leading
            y -= style.gap
        return Form(sheet.bytes(), texts)

    return form


def turned_page(angle: int) -> Callable[[], Form]:
    """A page that is shown turned, and a page whose text runs up or down it."""

    def form() -> Form:
        texts = News(30 + angle // 90).paragraphs(11)
        sheet = Sheet.new()
        # The size is that of the page as it is shown.
        sheet.canvas.setPageSize((HEIGHT, WIDTH) if angle % 180 else (WIDTH, HEIGHT))
        sheet.canvas.setPageRotation(angle)
        sheet.flow(texts[:7], columns(2), JUSTIFIED)
        sheet.next_page()
        sheet.canvas.setPageSize((WIDTH, HEIGHT))
        sheet.canvas.setPageRotation(0)
        canvas = sheet.canvas
        canvas.saveState()
        if angle == 90:
            canvas.translate(WIDTH, 0)
        elif angle == 180:
            canvas.translate(WIDTH, HEIGHT)
        else:
            canvas.translate(0, HEIGHT)
        canvas.rotate(angle)
        box = columns(2, 540 if angle != 180 else 760, 480, width=475)
        sheet.flow(texts[7:11], box, JUSTIFIED)
        canvas.restoreState()
        return Form(sheet.bytes(), texts)

    return form


def credit_along_a_picture() -> Form:
    texts = News(34).paragraphs(8)
    sheet = Sheet.new()
    sheet.flow(texts, columns(2), JUSTIFIED)
    sheet.canvas.saveState()
    sheet.canvas.rotate(90)
    sheet.head("Photo: Coastal Press Agency", 300, -545, 6)
    sheet.canvas.restoreState()
    return Form(
        sheet.bytes(),
        texts,
        loose=["Photo: Coastal Press Agency"],
        counts={"texts across moved": 1},
    )


def stamp_across() -> Form:
    texts = News(35).paragraphs(16)
    sheet = Sheet.new()
    for number, part in enumerate((texts[:8], texts[8:])):
        if number:
            sheet.next_page()
        sheet.flow(part, columns(2), JUSTIFIED)
        sheet.canvas.saveState()
        sheet.canvas.translate(160, 300)
        sheet.canvas.rotate(40)
        sheet.head("CONFIDENTIAL COPY", 0, 0, 40)
        sheet.canvas.restoreState()
    return Form(sheet.bytes(), texts, gone=["CONFIDENTIAL"], counts={"running heads removed": 2})


def caption_beside_columns() -> Form:
    texts = News(36).paragraphs(10)
    caption = (
        "Two freighters wait off the breakwater on Monday while tugs return to the inner harbour."
    )
    sheet = Sheet.new()
    left, right = columns(2)
    sheet.picture(right[0], 620, 120, 130)
    sheet.flow([caption], [(right[0] + 128, 750, 100, 120)], CAPTION)
    sheet.flow(texts, [left, (right[0], 605, right[2], 535)], JUSTIFIED)
    return Form(sheet.bytes(), texts, loose=[caption])


def caption_within_column() -> Form:
    """A picture with its caption parts a paragraph of the left column."""
    texts = News(37).paragraphs(9)
    caption = (
        "Crane drivers gather in front of the customs house, where the council meets on Tuesdays."
    )
    sheet = Sheet.new()
    left, right = columns(2)
    sheet.flow([caption], [(left[0], 480, left[2], 60)], CAPTION)
    sheet.picture(left[0], 490, left[2], 120)
    sheet.flow(
        texts,
        [(left[0], 760, left[2], 140), (left[0], 440, left[2], 370), right],
        JUSTIFIED,
    )
    return Form(sheet.bytes(), texts, loose=[caption])


def pull_quote_between_columns() -> Form:
    texts = News(38).paragraphs(8)
    pulled = "Nobody told the residents about the quay"
    sheet = Sheet.new()
    left, right = columns(2, gutter=20)
    inset = 55.0
    sheet.flow(
        [pulled],
        [(left[0] + left[2] - inset + 8, 562, 2 * inset + 4, 140)],
        Style(font="Helvetica-Bold", size=14, leading=17, centre=True),
    )
    upper, middle, lower = (760.0, 186.0), (572.5, 98.0), (472.5, 380.0)
    boxes = [
        (left[0], upper[0], left[2], upper[1]),
        (left[0], middle[0], left[2] - inset, middle[1]),
        (left[0], lower[0], left[2], lower[1]),
        (right[0], upper[0], right[2], upper[1]),
        (right[0] + inset, middle[0], right[2] - inset, middle[1]),
        (right[0], lower[0], right[2], lower[1]),
    ]
    sheet.flow(texts, boxes, JUSTIFIED)
    return Form(sheet.bytes(), texts, loose=[pulled])


def pull_quote_within_column() -> Form:
    texts = News(39).paragraphs(9)
    pulled = "“My grandmother did not like it either”"
    sheet = Sheet.new()
    left, right = columns(2)
    sheet.flow(
        [pulled], [(left[0], 500, left[2], 60)], Style(font="Helvetica-Bold", size=15, leading=18)
    )
    sheet.flow(
        texts, [(left[0], 760, left[2], 230), (left[0], 450, left[2], 380), right], JUSTIFIED
    )
    return Form(sheet.bytes(), texts, loose=[pulled])


def box_beside_text() -> Form:
    """A box of the same letters, around which a single column runs."""
    texts = News(40).paragraphs(7)
    box = [
        "The harbour in figures. It handles nine million tons a year and employs two thousand.",
        "Its oldest pier was built in 1871 and rebuilt after the great storm.",
    ]
    sheet = Sheet.new()
    style = Style(size=10.5, leading=13.5, gap=7)
    sheet.canvas.rect(370, 490, 165, 120)
    sheet.flow(box, [(378, 606, 150, 110)], style)
    sheet.flow(texts, [(60, 760, 475, 135), (60, 617, 290, 120), (60, 484, 475, 400)], style)
    return Form(sheet.bytes(), texts, loose=box)


def headline_over_two_of_three() -> Form:
    """Two articles: one under a headline over two columns, another in the third."""
    first, other = News(41).paragraphs(7), News(42).paragraphs(5)
    one, two, three = columns(3, gutter=14)
    style = replace(JUSTIFIED, size=9, leading=11)
    sheet = Sheet.new()
    sheet.flow(["Council postpones lighthouse again"], [(one[0], 765, 300, 60)], HEADLINE)
    sheet.flow(first, [(one[0], 700, one[2], 300), (two[0], 700, two[2], 600)], style)
    sheet.flow(
        ["Fish market stays open"],
        [(three[0], 765, three[2], 40)],
        replace(HEADLINE, size=14, leading=16),
    )
    sheet.flow(other, [(three[0], 720, three[2], 660)], style)
    texts = ["Council postpones lighthouse again", *first, "Fish market stays open", *other]
    return Form(sheet.bytes(), texts)


def articles_under_each_other() -> Form:
    """A headline over both columns in the middle of the page parts two articles."""
    first, other = News(43).paragraphs(4), News(44).paragraphs(4)
    sheet = Sheet.new()
    one, two = columns(2)
    sheet.flow(first, [(one[0], 760, one[2], 130), (two[0], 760, two[2], 310)], JUSTIFIED)
    sheet.flow(["A fifth boat for the outer islands"], columns(1, 420), HEADLINE)
    sheet.flow(other, [(one[0], 380, one[2], 130), (two[0], 380, two[2], 320)], JUSTIFIED)
    return Form(sheet.bytes(), [*first, "A fifth boat for the outer islands", *other])


def centred_headline() -> Form:
    texts = News(45).paragraphs(6)
    kicker, headline = (
        "INLAND WATERWAYS",
        "Minister promises a new bridge before the end of the decade",
    )
    sheet = Sheet.new()
    sheet.flow([kicker], columns(1, 800), Style(font="Helvetica", size=9, leading=11, centre=True))
    sheet.flow([headline], columns(1, 780, left=130, width=335), replace(HEADLINE, centre=True))
    sheet.flow(["By Jonas Lind and Petra Novak"], columns(1, 715), replace(BYLINE, centre=True))
    sheet.flow(texts, columns(1, 690), Style(size=11, leading=14))
    return Form(sheet.bytes(), [kicker, headline, "By Jonas Lind and Petra Novak", *texts])


def subheads() -> Form:
    news = News(46)
    body = Style(size=10.5, leading=13, gap=0, indent=14, justify=True, hyphen="-")
    bold = replace(body, font="Times-Bold", indent=0, justify=False)
    sheet, texts, y = Sheet.new(), [], 780.0
    for head in ("A long winter", "What the drivers want", "Who pays for it"):
        parts = news.paragraphs(2)
        y = sheet.flow([head], [(60, y, 260, 40)], bold) - 2.8
        y = sheet.flow(parts, [(60, y, 260, 700)], body) - 2.8
        texts += [head, *parts]
    return Form(sheet.bytes(), texts)


def lists() -> Form:
    items = [
        "A second ferry between the islands, from the first of May.",
        "Fourteen new signals along the channel, which captains have asked for since the accident.",
        "Free parking behind the customs house.",
    ]
    before, behind = News(47).paragraphs(2), News(48).paragraphs(2)
    sheet = Sheet.new()
    style = Style(size=11, leading=14, gap=5)
    y = sheet.flow(before, columns(1, 780, width=330), style) - 8
    hanging = replace(style, hang=14, gap=0)
    y = sheet.flow([f"• {item}" for item in items], [(60, y, 330, 300)], hanging) - 8
    y = (
        sheet.flow(
            [f"{n + 1}. {item}" for n, item in enumerate(items)], [(60, y, 330, 300)], hanging
        )
        - 8
    )
    sheet.flow(behind, [(60, y, 330, 400)], style)
    texts = [
        *before,
        *(f"• {i}" for i in items),
        *(f"{n + 1}. {i}" for n, i in enumerate(items)),
        *behind,
    ]
    return Form(sheet.bytes(), texts)


def table() -> Form:
    before, behind = News(49).paragraphs(2), News(50).paragraphs(3)
    rows = [
        ("Harbour", "Ships", "Tons", "Change"),
        ("Marstad", "1,204", "9,400", "+3"),
        ("Oxby", "310", "1,120", "-12"),
        ("Coastal Institute pier", "12", "40", "0"),
        ("Northern quay", "96", "700", "+1"),
    ]
    sheet = Sheet.new()
    style = Style(size=11, leading=14)
    y = sheet.flow(before, columns(1, 780), style) - 26
    for row in rows:
        for cell, x in zip(row, (60, 250, 340, 430), strict=True):
            sheet.text(cell, x, y, style)
        y -= 14
    sheet.flow(behind, [(60, y, 475, 400)], style)
    return Form(sheet.bytes(), [*before, *("\t".join(row) for row in rows), *behind])


def block_quotation() -> Form:
    first, quoted, last = News(51).paragraphs(3)
    sheet = Sheet.new()
    style = Style(size=11, leading=14, gap=0)
    y = sheet.flow([first], columns(1, 780), style) - 8
    y = sheet.flow([quoted], [(96, y, 400, 200)], style) - 8
    sheet.flow([last], [(60, y, 475, 300)], style)
    return Form(sheet.bytes(), [first, quoted, last])


def double_spaced() -> Form:
    texts = News(52).paragraphs(8)
    sheet = Sheet.new()
    sheet.flow(
        texts, pages(columns(1), 3), Style(font="Courier", size=10, leading=24, indent=30, gap=0)
    )
    return Form(sheet.bytes(), texts)


def unusual_spaces() -> Form:
    texts = News(53).paragraphs(6)
    sheet = Sheet.new()
    drawn = []
    for text in texts:
        words = text.split(" ")
        drawn.append(
            "".join(
                w + ("\u00a0", "\u2009", " ", "\u2003")[n % 4] for n, w in enumerate(words)
            ).strip()
        )
    y = 780.0
    style = Style(font=SERIF, size=10)
    for text in drawn:
        line = ""
        for word in (
            text.replace("\u00a0", " \u00a0")
            .replace("\u2009", " \u2009")
            .replace("\u2003", " \u2003")
            .split(" ")
        ):
            if typeset.width_of(line + word, style) > 440:
                sheet.text(line, 60, y, style)
                y, line = y - 13, ""
            line += word.lstrip() if not line else word if word[:1].isspace() else " " + word
        sheet.text(line, 60, y, style)
        y -= 22
    return Form(sheet.bytes(), texts)


def separate_accents() -> Form:
    texts = [
        "“Nous avons attendu onze mois,” a déclaré Zoé Lefèvre à Orléans. Les grévistes attendent."
    ]
    sheet = Sheet.new()
    style = Style(size=12)
    plain = {"é": ("e", "´"), "è": ("e", "`"), "à": ("a", "`")}
    x = 60.0
    for letter in texts[0]:
        base, accent = plain.get(letter, (letter, ""))
        step = typeset.width_of(base, style)
        if accent:
            sheet.text(accent, x + (step - typeset.width_of(accent, style)) / 2, 760, style)
        sheet.text(base, x, 760, style)
        x += step
    return Form(sheet.bytes(), texts)


def shadowed() -> Form:
    """A headline that is drawn twice to look bold."""
    texts = ["Storm takes the roof of the market hall", *News(54).paragraphs(5)]
    sheet = Sheet.new()
    for shift in (0.0, 0.4):
        sheet.text(texts[0], 60 + shift, 780, Style(font="Helvetica", size=18))
    sheet.flow(texts[1:], columns(1, 750), Style())
    return Form(sheet.bytes(), texts)


def beyond_the_page() -> Form:
    texts = News(55).paragraphs(8)
    sheet = Sheet.new()
    sheet.flow(texts, columns(2), JUSTIFIED)
    sheet.head("gazette_03_final.indd 12", 60, -30)
    return Form(sheet.bytes(), texts, gone=["indd"], counts={"letters outside the page": 23})


def recognised_scan() -> Form:
    """Invisible words over a picture, with baselines that waver a little."""
    texts = News(56).paragraphs(7)
    sheet = Sheet.new()
    sheet.picture(0, 0, WIDTH, HEIGHT)
    style = Style(size=11, leading=14, mode="words")
    canvas = sheet.canvas
    y = 780.0
    for text in texts:
        for line in typeset.break_lines(text, 440, style):
            x = 70.0
            for number, word in enumerate(line.words):
                item = canvas.beginText(x, y + 0.4 * ((number * 7) % 3 - 1))
                item.setFont(style.font, 11 + 0.1 * (number % 2))
                item.setTextRenderMode(3)
                item.textOut(word)
                canvas.drawText(item)
                x += typeset.width_of(word + " ", style)
            y -= 14
        y -= 8
    return Form(sheet.bytes(), texts)


def browser_scale() -> Form:
    """Coordinates turned upside down and scaled, as browsers write them."""
    texts = News(57).paragraphs(5)
    sheet = Sheet.new()
    canvas = sheet.canvas
    canvas.transform(0.24, 0, 0, -0.24, 0, HEIGHT)
    canvas.transform(1 / 0.24, 0, 0, 1 / 0.24, 0, 0)
    style = Style(font=SERIF, size=12, leading=19)
    y = 60.0
    for text in texts:
        for line in typeset.break_lines(text, 470, style):
            item = canvas.beginText()
            item.setTextTransform(1, 0, 0, -1, 60, y)
            item.setFont(SERIF, 12)
            item.textOut(" ".join(line.words))
            canvas.drawText(item)
            y += 19
        y += 16
    return Form(sheet.bytes(), texts)


def scanned_page_between() -> Form:
    texts = News(58).paragraphs(8)
    sheet = Sheet.new()
    sheet.flow(texts[:4], columns(1), Style())
    sheet.next_page()
    sheet.picture(0, 0, WIDTH, HEIGHT)
    sheet.next_page()
    sheet.flow(texts[4:], columns(1), Style())
    return Form(sheet.bytes(), texts, counts={"pages without text": 1})


def open_but_locked() -> Form:
    """Readable without a password, though not to be changed."""
    from reportlab.lib.pdfencrypt import StandardEncryption

    texts = News(59).paragraphs(4)
    sheet = Sheet.new(encrypt=StandardEncryption("", "owner", canCopy=0, strength=128))
    sheet.flow(texts, columns(1), Style())
    return Form(sheet.bytes(), texts)


def bold_beginnings() -> Form:
    """Paragraphs that begin with words in bold or in small capitals."""
    texts = [f"MARSTAD — {text}" for text in News(60).paragraphs(6)]
    sheet = Sheet.new()
    y, style = 780.0, Style(size=11, leading=14)
    for text in texts:
        for number, line in enumerate(typeset.break_lines(text, 330, style)):
            words = " ".join(line.words)
            if not number:
                head, words = words[:7], words[7:]
                sheet.text(head, 60, y, replace(style, font="Times-Bold", size=9.5))
                sheet.text(
                    words,
                    60 + typeset.width_of(head, replace(style, font="Times-Bold", size=9.5)),
                    y,
                    style,
                )
            else:
                sheet.text(words, 60, y, style)
            y -= 14
        y -= 7
    return Form(sheet.bytes(), texts)


def columns_without_spaces() -> Form:
    """A narrow gutter, justified words without spaces between them in the file."""
    texts = News(61).paragraphs(14)
    sheet = Sheet.new()
    sheet.flow(
        texts, columns(3, gutter=10), replace(JUSTIFIED, size=8.5, leading=10.5, mode="words")
    )
    return Form(sheet.bytes(), texts)


def list_without_marks() -> Form:
    """Items whose marks are drawn and whose ends have no full stop."""
    long = (
        "free parking behind the customs house, which the shops of the old town want as much as "
        "those who come to them by car"
    )
    items = ["a second ferry from the first of May", "fourteen signals along the channel", long]
    before, behind = News(62).paragraphs(2), News(63).paragraphs(2)
    sheet = Sheet.new()
    style = Style(size=11, leading=14, gap=6)
    y = sheet.flow(before, columns(1, 780), style) - 8
    y = sheet.flow(items, [(80, y, 400, 200)], replace(style, gap=0)) - 8
    sheet.flow(behind, [(60, y, 475, 400)], style)
    return Form(sheet.bytes(), [*before, *items, *behind])


def typewritten() -> Form:
    """Words without spaces between them, in letters of which each is as wide as any other."""
    texts = News(64).paragraphs(8)
    sheet = Sheet.new()
    style = Style(font="Courier", size=10, leading=13, mode="letters", hyphen="-")
    sheet.flow(texts, pages(columns(1), 2), style)
    return Form(sheet.bytes(), texts)


def slanted() -> Form:
    """Upright letters that are sheared, as where a font has no italics."""
    texts = News(65).paragraphs(4)
    sheet = Sheet.new()
    style = Style(size=11, leading=15)
    y = 760.0
    for text in texts:
        for line in typeset.break_lines(text, 300, style):
            item = sheet.canvas.beginText()
            item.setTextTransform(1, 0, 0.25, 1, 60, y)
            item.setFont(style.font, style.size)
            item.textOut(" ".join(line.words))
            sheet.canvas.drawText(item)
            y -= 15
        y -= 8
    return Form(sheet.bytes(), texts)


def third_column_hardly_begun() -> Form:
    texts = News(66).paragraphs(15)
    one, two, three = columns(3, gutter=20)
    style = Style(size=8, leading=11.6, justify=True, hyphen="-", gap=5.8)
    sheet = Sheet.new()
    rest = sheet.pages
    sheet.flow(texts, [one, two, three], style)
    assert sheet.pages == rest
    return Form(sheet.bytes(), texts)


FORMS: Mapping[str, Callable[[], Form]] = {
    "plain column": plain_column,
    "justified, indented": justified_indented,
    "two columns": two_columns,
    "three columns": three_columns,
    "stretched lines": stretched_lines,
    "three ragged columns": three_ragged_columns,
    "columns out of step": columns_out_of_step,
    "narrow gutters without spaces": columns_without_spaces,
    "drop capital": drop_capital,
    "drop capital alone": drop_capital_alone,
    "footnotes": footnotes,
    "note between pages": note_between_pages,
    "ligatures": ligatures,
    "letters one by one": letters_one_by_one,
    "words one by one": words_one_by_one,
    "words in any order": words_in_any_order,
    "spaced letters": spaced_letters,
    "letters on a grid": letters_on_a_grid,
    "soft hyphens": soft_hyphens,
    "invisible hyphens": invisible_hyphens,
    "compounds": compounds,
    "alternating heads": alternating_heads,
    "two pages with heads": two_pages_with_heads,
    "browser print": browser_print,
    "number": page_numbers("{n}"),
    "number in words": page_numbers("Page {n} of 7"),
    "number in dashes": page_numbers("- {n} -"),
    "roman number": page_numbers("{roman}"),
    "right to left": right_to_left(columns(1)),
    "right to left, two columns": right_to_left(columns(2, 760, 340, gutter=24)[::-1], 11),
    "turned by 90": turned_page(90),
    "turned by 180": turned_page(180),
    "turned by 270": turned_page(270),
    "credit along a picture": credit_along_a_picture,
    "stamp across": stamp_across,
    "caption beside columns": caption_beside_columns,
    "caption within a column": caption_within_column,
    "pull quote between columns": pull_quote_between_columns,
    "pull quote within a column": pull_quote_within_column,
    "box beside text": box_beside_text,
    "headline over two of three": headline_over_two_of_three,
    "articles under each other": articles_under_each_other,
    "centred headline": centred_headline,
    "subheads": subheads,
    "lists": lists,
    "table": table,
    "block quotation": block_quotation,
    "double spaced": double_spaced,
    "unusual spaces": unusual_spaces,
    "separate accents": separate_accents,
    "shadowed": shadowed,
    "beyond the page": beyond_the_page,
    "recognised scan": recognised_scan,
    "browser scale": browser_scale,
    "scanned page between": scanned_page_between,
    "open but locked": open_but_locked,
    "bold beginnings": bold_beginnings,
    "list without marks": list_without_marks,
    "typewritten": typewritten,
    "slanted": slanted,
    "third column hardly begun": third_column_hardly_begun,
}
