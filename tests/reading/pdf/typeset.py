"""A small typesetter: invented news on pages as programs write them.

It draws with reportlab; lines are broken here, so that every trouble can be made on purpose.
"""

import io
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = Path(__file__).parents[3] / "resources" / "fonts"
WIDTH, HEIGHT = 595.0, 842.0
Box = tuple[float, float, float, float]  # left, top, width, height


def register_fonts() -> None:
    for name in ("NotoSerif-Regular", "NotoSerif-Bold", "NotoNaskhArabic-Regular"):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))


_PEOPLE = """Ana Diaz|Ilse Brandt|Tomas Keller|Mira Osei|Jonas Lind|Petra Novak|Samuel Ortiz
Leila Haddad|Viktor Palme|Greta Holm""".replace("\n", "|").split("|")
_ROLES = """who speaks for the crane drivers|the deputy mayor of Marstad|a ferry captain from Oxby
head of the harbour office|an economist at the Coastal Institute
who has run the fish market since 2009
the minister for inland waterways|a teacher at the northern school""".replace("\n", "|").split("|")
_QUOTES = """We have waited for eleven months and nobody has called us
The crossing was never meant to carry so many people in a single season
I will not sign a contract that my own drivers have not read
Every winter the same pier floods, and every spring the same committee meets
Nobody told the residents that the quay would be closed for three weeks
It is difficult to find a flat that an officer of the fire brigade can afford
The figures were published on Friday, and by Monday they were already wrong
We asked for fourteen new signals and were given a coffee machine
There is sufficient traffic to justify a fifth boat, even in the off season
My grandmother remembered the first bridge, and she did not like it either
If the council wants silence, it should stop inviting the brass band
The storm took the roof, the flagpole and most of our patience""".split("\n")
_PLAIN = """The harbour workers walked out shortly after sunrise, leaving two freighters at anchor
Negotiations about overtime had broken down late in the previous evening
The municipal council is expected to discuss the matter in an extraordinary session
Passengers were offered transportation by bus, although several services were delayed
An independent investigation into the accident will begin before the end of the month
Insurance companies estimate the damage at roughly four million crowns
Fishermen from the neighbouring villages joined the demonstration in the afternoon
The regional government has repeatedly postponed the renovation of the lighthouse
Temperatures along the coast are forecast to remain below the seasonal average
A spokesperson for the operating company declined to comment on the allegations
Residents complained about insufficient information and contradictory announcements
The last official inspection of the breakwater took place in September 2019
Archaeologists working beside the customs house uncovered a wooden landing stage
The proposed timetable would connect the islands with the mainland every forty minutes""".split(
    "\n"
)
_VERBS = ("said", "told reporters", "added", "argued", "explained")


class News:
    """Paragraphs of invented news, always the same for a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def sentence(self) -> str:
        draw = self._random
        number = draw.randrange(2, 96)
        ends = (
            "",
            f", {number} days after the first warning",
            f", according to {draw.choice(_PEOPLE)}",
            " and again on Tuesday",
            f" near pier {number}",
            f", a report of {number} pages says",
        )
        return f"{draw.choice(_PLAIN)}{draw.choice(ends)}."

    def quote(self) -> str:
        draw = self._random
        one, two = draw.sample(_QUOTES, 2)
        person, verb = draw.choice(_PEOPLE), draw.choice(_VERBS)
        forms = (
            f"“{one},” {verb} {person}, {draw.choice(_ROLES)}.",
            f"“{one},” {person} {verb} on day {draw.randrange(2, 400)}. “{two}.”",
            f"{person}, {draw.choice(_ROLES)}, {verb}: “{one}. {two}.”",
            f"“{one}. {two},” {verb} {person}.",
        )
        return draw.choice(forms)

    def paragraph(self, least: int = 2, most: int = 4) -> str:
        draw = self._random
        return " ".join(
            self.quote() if draw.random() < 0.5 else self.sentence()
            for _ in range(draw.randint(least, most))
        )

    def paragraphs(self, count: int) -> list[str]:
        return [self.paragraph() for _ in range(count)]


@dataclass(frozen=True, slots=True)
class Style:
    """`mode`: line, words, letters, tracked or turned (from right to left)."""

    font: str = "Times-Roman"
    size: float = 10.0
    leading: float = 12.5
    justify: bool = False
    centre: bool = False
    indent: float = 0.0
    gap: float = 6.0
    hyphen: str = ""
    mode: str = "line"
    tracking: float = 0.0
    hang: float = 0.0
    rtl: bool = False


@dataclass(slots=True)
class Line:
    words: list[str]
    indent: float
    is_last: bool
    starts: bool


@dataclass(slots=True)
class Sheet:
    """A PDF in the making. `shuffled` words of a page are drawn in any order at its end."""

    canvas: Canvas
    buffer: io.BytesIO
    shuffled: list[tuple[str, float, float, Style]] | None = None
    pages: int = 1
    furniture: list[object] = field(default_factory=list)

    @classmethod
    def new(cls, size: tuple[float, float] = (WIDTH, HEIGHT), **options: object) -> "Sheet":
        register_fonts()
        buffer = io.BytesIO()
        return cls(Canvas(buffer, pagesize=size, invariant=1, **options), buffer)  # type: ignore[arg-type]

    def bytes(self) -> bytes:
        self._draw_shuffled()
        self.canvas.save()
        return self.buffer.getvalue()

    def next_page(self) -> None:
        self._draw_shuffled()
        self.canvas.showPage()
        self.pages += 1

    def flow(self, paragraphs: Iterable[str], boxes: Sequence[Box | None], style: Style) -> float:
        """Set the paragraphs into the boxes one after another; None begins a page. Returns where
        the last line stands.
        """
        at = iter(boxes)
        left, top, width, height = self._next_box(at)
        y = top - style.size
        for number, paragraph in enumerate(paragraphs):
            if number:
                y -= style.gap
            lines = list(break_lines(paragraph, width, style))
            while lines:
                if y < top - height:
                    left, top, width, height = self._next_box(at)
                    y = top - style.size
                    # The next column may have another width.
                    rest = " ".join(_unbroken(lines, style))
                    lines = list(break_lines(rest, width, replace(style, indent=0)))
                self.line(lines.pop(0), left, y, width, style)
                y -= style.leading
        return y + style.leading

    def _next_box(self, boxes: Iterator[Box | None]) -> Box:
        box = next(boxes)
        while box is None:
            self.next_page()
            box = next(boxes)
        return box

    def line(self, line: Line, left: float, y: float, width: float, style: Style) -> None:
        space = width_of(" ", style)
        natural = sum(width_of(word, style) for word in line.words)
        free = width - line.indent - natural
        if style.justify and not line.is_last and len(line.words) > 1:
            space = free / (len(line.words) - 1)
        x = left + line.indent
        if style.centre:
            x += (free - space * (len(line.words) - 1)) / 2
        if style.rtl:
            x = left + width - line.indent
        if style.mode == "line" and not style.justify and not style.rtl:
            self.text(" ".join(line.words), x, y, style)
            return
        for number, word in enumerate(line.words):
            step = width_of(word, style)
            if style.rtl:
                x -= step
                self.text(word, x, y, style)
                x -= space
                continue
            is_spaced = style.mode == "line" and number < len(line.words) - 1
            self.text(word + " " if is_spaced else word, x, y, style)
            x += step + space

    def text(self, text: str, x: float, y: float, style: Style) -> None:
        if self.shuffled is not None:
            self.shuffled.append((text, x, y, style))
            return
        self.canvas.setFont(style.font, style.size)
        if style.mode == "letters":
            for letter in text:
                self.canvas.drawString(x, y, letter)
                x += width_of(letter, style)
        else:
            self.canvas.drawString(x, y, text, charSpace=style.tracking)

    def head(
        self, text: str, x: float, y: float, size: float = 8.0, font: str = "Helvetica"
    ) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, text)

    def picture(self, x: float, y: float, width: float, height: float) -> None:
        from PIL import Image

        image = Image.new("L", (8, 8), 180)
        self.canvas.drawImage(ImageReader(image), x, y, width, height)

    def _draw_shuffled(self) -> None:
        words, self.shuffled = self.shuffled, None
        if words is not None:
            random.Random(7).shuffle(words)
            for text, x, y, style in words:
                self.text(text, x, y, style)
            self.shuffled = []


def width_of(text: str, style: Style) -> float:
    return pdfmetrics.stringWidth(text, style.font, style.size) + style.tracking * len(text)


def break_lines(text: str, width: float, style: Style) -> Iterator[Line]:
    words = text.split(" ")
    space = width_of(" ", style)
    line: list[str] = []
    starts = True
    while words:
        indent = style.indent if starts else style.hang
        word = words.pop(0)
        used = sum(width_of(other, style) + space for other in line)
        if not line or used + width_of(word, style) <= width - indent:
            line.append(word)
            continue
        for cut in cuts(word) if style.hyphen else ():
            if used + width_of(word[:cut] + "-", style) <= width - indent:
                is_compound = word[cut - 1] == "-"
                line.append(word[:cut] + ("" if is_compound else style.hyphen))
                word = word[cut:]
                break
        words.insert(0, word)
        yield Line(line, indent, is_last=False, starts=starts)
        line, starts = [], False
    yield Line(line, style.indent if starts else style.hang, is_last=True, starts=starts)


def _unbroken(lines: Sequence[Line], style: Style) -> Iterator[str]:
    """The words of lines that were broken for another width."""
    held = ""
    for line in lines:
        for number, word in enumerate(line.words):
            whole, held = held + word, ""
            is_cut = number == len(line.words) - 1 and not line.is_last and style.hyphen
            if is_cut and whole.endswith(style.hyphen) and len(whole) > 1:
                held = whole[:-1] if "-" not in whole[:-1] else whole
            else:
                yield whole
    if held:
        yield held


def cuts(word: str) -> list[int]:
    """Where a word may be cut, the last first: behind a hyphen, or between syllables."""
    places = [at + 1 for at, letter in enumerate(word) if letter == "-" and 0 < at < len(word) - 2]
    letters = word.lower()
    for at in range(2, len(word) - 2):
        near = letters[at - 1 : at + 2]
        # Before a consonant that a vowel follows, as in sum-mer and wa-ter.
        if near.isalpha() and near[1] not in "aeiou" and near[2] in "aeiou":
            places.append(at)
    return sorted((at for at in places if _may_cut(word, at)), reverse=True)


def _may_cut(word: str, at: int) -> bool:
    first, second = word[:at].lstrip("“("), word[at:].rstrip(".,;:”)")
    return word[at - 1] == "-" or (first.isalpha() and len(first) > 1 and len(second) > 1)
