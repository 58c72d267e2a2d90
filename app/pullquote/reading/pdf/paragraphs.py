"""Lines become paragraphs, within a region and over the borders of columns, pages and boxes."""

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pullquote.reading.pdf.fragments import Fragment
from pullquote.reading.pdf.hyphens import CAPITAL, HYPHENS, SOFT_HYPHEN, Vocabulary

# In ems, or as shares.
_OTHER_SIZE = 0.08
_WIDER = 1.22
_INDENT = 0.7
_DEEPEST = 4.5  # where a line begins still further in, the text runs around something
_SHORT = 0.72
_USUAL_LEADING = 1.2
_WORD_SPACE = 0.25
_LEVEL = 0.35
_PROSE = 3  # lines
_EARLY = 0.4

_ENDS = re.compile(r"[.!?…:;؟。！？][\"'”’“»«)\]\u200f]*$")
_CLOSES = re.compile(r"[.!?…؟。！？][\"'”’“»«)\]\u200f]*$")
_BULLET = re.compile(r"[•‣◦▪▫■□●○◆◇►▸➤✓✔*·]\s|[–—-]\s")
_NUMBERED = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s", re.IGNORECASE)
_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_OPENS = re.compile(r"[\"“„«‹「『'‘(\[]")
_MARKS = re.compile(r"[\"“”„«»]")
_UNSPACED_DASH = re.compile(r"\w[—–/]$")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, in a region by its number.

    `room` is what is left of the column behind the last line, in points; `is_indented` says that
    the first begins further in. `is_aside` is what the text runs around; a `row` stands by itself.
    `marks` counts the quotation marks in it.
    """

    lines: list[Fragment]
    region: int
    room: float = 0.0
    is_indented: bool = False
    is_aside: bool = False
    is_row: bool = False
    marks: Counter[str] = field(default_factory=Counter)

    def is_full(self, following: Fragment) -> bool:
        """Whether the first word of what follows has no room on the last line."""
        em = self.lines[-1].size
        return self.room < following.first + _WORD_SPACE * em + 0.15 * em

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def bold(self) -> bool:
        return self.lines[0].bold


@dataclass(slots=True)
class Column:
    """What the lines of a region have in common: their edges, and the distance of lines by size."""

    left: float
    right: float
    rtl: bool
    leading: Mapping[float, float] = field(default_factory=dict)


@dataclass(slots=True)
class Joined:
    """Texts of paragraphs; how many lines and cut words were joined in them."""

    texts: list[str] = field(default_factory=list)
    lines: int = 0
    hyphens: int = 0


def usual_leading(regions: Iterable[Sequence[Fragment]]) -> dict[float, float]:
    """The commonest distance of baselines for each size of letters, in points."""
    found: dict[float, Counter[float]] = defaultdict(Counter)
    for lines in regions:
        for above, below in pairwise(lines):
            distance = above.y - below.y
            if _is_like(above, below) and 0.9 * below.size < distance < 2.6 * below.size:
                found[_rounded(below.size)][round(distance, 1)] += 1
    return {size: _commonest(counts) for size, counts in found.items()}


def _commonest(counts: Counter[float]) -> float:
    """The smallest of those that are nearly as common as the commonest."""
    most = max(counts.values())
    return min(distance for distance, count in counts.items() if count >= 0.6 * most)


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _is_like(one: Fragment, other: Fragment) -> bool:
    return abs(one.size - other.size) <= _OTHER_SIZE * max(one.size, other.size)


def find_column(lines: Sequence[Fragment], leading: Mapping[float, float]) -> Column:
    """The edges that most lines keep; `leading` is that of the document."""
    rtl = 2 * sum(line.rtl for line in lines) > len(lines)
    em = statistics.median(line.size for line in lines)
    starts = [-line.x1 if rtl else line.x0 for line in lines]
    ends = [-line.x0 if rtl else line.x1 for line in lines]
    left = _edge(starts, em, low=True)
    right = _edge(ends, em, low=False)
    if sum(abs(end - right) < _LEVEL * em for end in ends) < 0.3 * len(lines):
        right = max(right, _wrapped_at(lines, ends))
    return Column(left, right, rtl, leading)


def _edge(places: Sequence[float], em: float, *, low: bool) -> float:
    """The commonest place, the outer one where several are nearly as common."""
    bins = Counter(round(place / (_LEVEL * em)) for place in places)
    most = max(bins.values())
    if most == 1:
        ordered = sorted(places)
        return ordered[0] if low else ordered[int(0.9 * (len(ordered) - 1))]
    near = [place for place, count in bins.items() if count >= 0.5 * most]
    chosen = min(near) if low else max(near)
    inside = [place for place in places if abs(round(place / (_LEVEL * em)) - chosen) <= 1]
    return statistics.median(inside)


def _wrapped_at(lines: Sequence[Fragment], ends: Sequence[float]) -> float:
    """Where ragged lines are broken: certain continuations had no room for their next word."""
    rooms = sorted(
        ends[number] + _WORD_SPACE * line.size + below.first
        for number, (line, below) in enumerate(pairwise(lines))
        if _is_like(line, below) and not _ENDS.search(line.text) and below.text[:1].islower()
    )
    if not rooms:
        return max(ends)
    return min(max(ends), rooms[len(rooms) // 20])


def paragraphs_of(
    lines: Sequence[Fragment], column: Column, region: int, *, is_table: bool, is_aside: bool
) -> list[Paragraph]:
    """The paragraphs of a region, in order."""
    builder = _Builder(lines, column)
    found: list[Paragraph] = []
    for number, line in enumerate(lines):
        is_row = is_table or "\t" in line.text
        breaks = (
            not number or is_row or found[-1].is_row or builder.breaks_before(number, found[-1])
        )
        if breaks:
            found.append(Paragraph([line], region, is_aside=is_aside, is_row=is_row))
            found[-1].is_indented = builder.indent(line) > _INDENT * line.size
        else:
            found[-1].lines.append(line)
    for paragraph in found:
        paragraph.room = builder.room(paragraph.lines[-1])
        paragraph.marks.update(
            mark for line in paragraph.lines for mark in _MARKS.findall(line.text)
        )
    return found


class _Builder:
    def __init__(self, lines: Sequence[Fragment], column: Column) -> None:
        self._lines = lines
        self._column = column
        self._numbered = sum(bool(_NUMBERED.match(line.text)) for line in lines)

    def indent(self, line: Fragment) -> float:
        """How much further in than its column a line starts, in points."""
        return (-line.x1 if self._column.rtl else line.x0) - self._column.left

    def room(self, line: Fragment) -> float:
        """What is left of the column behind a line, in points."""
        return self._column.right - (-line.x0 if self._column.rtl else line.x1)

    def breaks_before(self, number: int, paragraph: Paragraph) -> bool:
        """Whether a line is the first of a paragraph, and does not go on with `paragraph`."""
        above, line = self._lines[number - 1], self._lines[number]
        ends = _ENDS.search(above.text) is not None
        if self._is_apart(above, line, ends=ends) or self._is_bullet(line, paragraph):
            return True
        if above.text[-1:] in HYPHENS and above.text[-2:-1].isalpha():
            return False
        if not ends and line.text[:1].islower():
            return self._stops_early(above, paragraph)
        return not self._is_centred(above, line) and self._is_new(above, line, paragraph, ends=ends)

    def _is_apart(self, above: Fragment, line: Fragment, *, ends: bool) -> bool:
        """By its size, by the gap above it, or by its weight."""
        leading = self._column.leading.get(_rounded(line.size), _USUAL_LEADING * line.size)
        if not _is_like(above, line) or above.y - line.y > _WIDER * leading + 0.5:
            return True
        return above.bold != line.bold and (ends or self._is_short(above, line))

    def _is_bullet(self, line: Fragment, paragraph: Paragraph) -> bool:
        """A mark of an item; a dash may go on with the sentence instead."""
        if not _BULLET.match(line.text):
            return False
        is_item = _BULLET.match(paragraph.lines[0].text) is not None
        return line.text[0] not in "–—-" or is_item or bool(_ENDS.search(paragraph.lines[-1].text))

    def _is_new(self, above: Fragment, line: Fragment, paragraph: Paragraph, *, ends: bool) -> bool:
        em = line.size
        indent, before = self.indent(line), self.indent(above)
        is_item = bool(
            _BULLET.match(paragraph.lines[0].text) or _NUMBERED.match(paragraph.lines[0].text)
        )
        if _NUMBERED.match(line.text) and (self._numbered > 1 or is_item) and ends | is_item:
            return True
        if _INDENT * em < indent - before < _DEEPEST * em:
            # The second line of an item hangs; any other that goes further in begins anew.
            return not (is_item and len(paragraph.lines) == 1)
        if before - indent > _INDENT * em and len(paragraph.lines) > 1:
            return True
        # Lines that end at one place within the column are full: something stands beside them.
        ends_level = abs(above.x0 - line.x0 if self._column.rtl else above.x1 - line.x1) < 0.1 * em
        is_short = not ends_level and self.room(above) > (_WORD_SPACE + 0.15) * em + line.first
        # Prose does not stop in the middle of a sentence; a headline and an address may.
        is_prose = len(paragraph.lines) >= _PROSE
        is_very_short = self._width(above) < _SHORT * self._width_of_column() and not is_prose
        return is_short and (ends or is_very_short)

    def _stops_early(self, above: Fragment, paragraph: Paragraph) -> bool:
        """As items of a list do that have neither marks nor full stops."""
        much = max(_EARLY * self._width_of_column(), 8 * above.size)
        return len(paragraph.lines) < _PROSE and self.room(above) > much

    def _is_short(self, above: Fragment, line: Fragment) -> bool:
        return self.room(above) > _WORD_SPACE * line.size + line.first

    def _width(self, line: Fragment) -> float:
        return line.x1 - line.x0

    def _width_of_column(self) -> float:
        return self._column.right - self._column.left

    def _is_centred(self, above: Fragment, line: Fragment) -> bool:
        """A headline in several lines of one size that stand over one middle."""
        if _CLOSES.search(above.text):
            return False
        middle = abs((above.x0 + above.x1) - (line.x0 + line.x1)) / 2
        both_in = min(self.indent(above), self.room(above), self.indent(line), self.room(line))
        return middle < _LEVEL * line.size and both_in > _LEVEL * line.size


def join_over_borders(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Put together what a column, a page or a box has parted; what stood between comes after."""
    borders = _Borders(paragraphs)
    result: list[Paragraph] = []
    taken: set[int] = set()
    for number, paragraph in enumerate(paragraphs):
        if number in taken:
            continue
        result.append(paragraph)
        after = borders.continuation(number, paragraph)
        while after is not None:
            paragraph.lines += paragraphs[after].lines
            paragraph.marks += paragraphs[after].marks
            paragraph.room = paragraphs[after].room
            taken.add(after)
            after = borders.continuation(after, paragraph)
    return result


# How many paragraphs may lie between the halves of one: captions, notes, boxes.
_BETWEEN = 12


class _Borders:
    """Finds the other half of a paragraph."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._paragraphs = paragraphs
        begun = [
            below.is_indented
            for above, below in pairwise(paragraphs)
            if above.region == below.region and len(below.lines) > 1 and not below.is_row
        ]
        # Whether the document begins its paragraphs further in.
        self._indents = 2 * sum(begun) > len(begun)

    def continuation(self, at: int, paragraph: Paragraph) -> int | None:
        """The number of what goes on with `paragraph`, of which paragraph `at` is the last part."""
        is_finished = _is_finished(paragraph)
        is_open = is_finished and _is_open(paragraph)
        if paragraph.is_row or (is_finished and not is_open and not self._indents):
            return None
        if not is_finished:
            return self._rest_of_sentence(at, paragraph)
        after = next(self._alike(at, paragraph), None)
        if after is None or not self._is_across(at, after):
            return None
        return after if self._goes_on(paragraph, self._paragraphs[after], is_open) else None

    def _alike(self, at: int, paragraph: Paragraph) -> Iterator[int]:
        """What follows and looks like the same text."""
        for after in range(at + 1, min(at + 1 + _BETWEEN, len(self._paragraphs))):
            if _is_same_text(paragraph, self._paragraphs[after]):
                yield after

    def _is_across(self, at: int, after: int) -> bool:
        """Whether another region or another text lies between two paragraphs."""
        return after > at + 1 or self._paragraphs[after].region != self._paragraphs[at].region

    def _rest_of_sentence(self, at: int, paragraph: Paragraph) -> int | None:
        """What begins with a small letter and goes on with nothing before it; else the next, if
        the line is full.
        """
        fallback = before = None
        for after in self._alike(at, paragraph):
            other = self._paragraphs[after]
            first = other.lines[0]
            is_next = before is None
            is_across = self._is_across(at, after)
            if _BULLET.match(first.text):
                pass
            elif first.text[:1].islower():
                # Where nothing lies between, as with a picture in a column, the line must be full.
                if is_next and (is_across or paragraph.is_full(first)):
                    return after
                if before is not None and _is_finished(before):
                    return after
            elif is_next and is_across and not other.is_indented and paragraph.is_full(first):
                fallback = after if len(paragraph.lines[-1].text.split()) > 4 else None
            if is_next and not is_across:
                return None
            before = other
        return fallback

    def _goes_on(self, paragraph: Paragraph, other: Paragraph, is_open: bool) -> bool:
        """With another sentence: there was no room for it, and it does not begin a paragraph."""
        first = other.lines[0]
        if _BULLET.match(first.text) or (is_open and _OPENS.match(first.text)):
            return False
        return paragraph.is_full(first) and not other.is_indented and (self._indents or is_open)


def _is_finished(paragraph: Paragraph) -> bool:
    return _CLOSES.search(paragraph.lines[-1].text) is not None


def _is_same_text(one: Paragraph, other: Paragraph) -> bool:
    """Whether two paragraphs may be halves of one by how they look."""
    return (
        not other.is_row
        and one.is_aside == other.is_aside
        and one.bold == other.bold
        and _is_like(one.lines[-1], other.lines[0])
    )


def _is_open(paragraph: Paragraph) -> bool:
    """Whether a quotation that begins in the paragraph does not end in it."""
    marks = paragraph.marks
    if marks['"'] % 2:
        return True
    # The closing mark of a German quotation is the opening one of an English quotation.
    if marks["„"]:
        return marks["„"] > marks["“"]
    return marks["“"] > marks["”"] or marks["«"] > marks["»"]


def join_lines(paragraphs: Iterable[Paragraph], vocabulary: Vocabulary) -> Joined:
    """Each paragraph as one text without line ends."""
    joined = Joined()
    for paragraph in paragraphs:
        pieces = [line.text for line in paragraph.lines]
        for number in range(len(pieces) - 1):
            pieces[number], is_cut = _before_break(pieces[number], pieces[number + 1], vocabulary)
            joined.hyphens += is_cut
        joined.lines += len(pieces) - 1
        text = "".join(pieces).replace(SOFT_HYPHEN, "")
        joined.texts.append(vocabulary.with_capital(text) if CAPITAL in text else text)
    return joined


def _before_break(above: str, below: str, vocabulary: Vocabulary) -> tuple[str, bool]:
    """The line with what is to stand between it and the next, and whether a hyphen went."""
    if above[-1:] in HYPHENS and len(above) > 1 and not above[-2].isspace():
        if vocabulary.keeps_hyphen(above, below):
            return above, False
        return above[:-1], True
    if _CJK.match(above[-1:]) and _CJK.match(below[:1]):
        return above, False
    if _UNSPACED_DASH.search(above) and not below[:1].isspace():
        return above, False
    if below[:1] == "—" and above[-1:].isalnum() and below[1:2].isalnum():
        return above, False
    return above + " ", False


def table_rows_together(paragraphs: Sequence[Paragraph], texts: Sequence[str]) -> Iterator[str]:
    """The texts with what stands between them: rows of one table and items of one list on lines of
    their own, a blank line between paragraphs.
    """
    for number, text in enumerate(texts):
        if number:
            above, below = paragraphs[number - 1], paragraphs[number]
            is_row = above.is_row and below.is_row and above.region == below.region
            yield "\n" if is_row else "\n\n"
        yield text
