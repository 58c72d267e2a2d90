"""Glyphs become fragments of lines: words that stand side by side on one baseline."""

import statistics
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pullquote.reading.pdf.glyphs import Glyph
from pullquote.reading.pdf.right_to_left import has_no_way, is_rtl, logical

# In ems, measured on prints of browsers and office programs.
_TOUCHING = 0.3
_APART = 0.5
_SAME_BASELINE = 0.12
_SPACE_WRITTEN = 0.08
_SPACE_UNWRITTEN = 0.14
_OVER_MEDIAN = 0.12
_LETTERSPACED = 0.65
_TYPEWRITTEN = 1.3  # two letters of a font in which all are as wide
_OTHER_SIZE = 1.5
_CELLS_APART = 2.2  # where letters stand at equal distances, of those: one may be a space
_SMALL = 0.86

# Neighbouring rows that small raised or lowered letters may belong to.
_ROWS_NEAR = 4


@dataclass(slots=True)
class Fragment:
    """Words on one baseline, in reading order; places as in `Glyph`.

    `first` is the width of the first word. `starts_spaced` says that a space is written before it,
    `notes` are the marks of footnotes that were taken out.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    first: float
    rtl: bool = False
    starts_spaced: bool = False
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Run:
    """Glyphs side by side; `raised` ones stand above or below the baseline that they belong to."""

    glyphs: list[Glyph]
    x0: float
    x1: float
    y: float
    size: float
    raised: bool = False


def fragments(glyphs: Iterable[Glyph]) -> list[Fragment]:
    """From top to bottom, in a row from left to right."""
    runs = _runs(glyphs)
    rtl = is_rtl([glyph.text for run in runs for glyph in run.glyphs])
    rows = _rows(runs)
    _lower_the_raised(rows)
    return [_fragment(joined, rtl) for row in rows if row for joined in _joined(row)]


def _runs(glyphs: Iterable[Glyph]) -> list[_Run]:
    """Glyphs that follow one another in the file and on the page."""
    runs: list[_Run] = []
    run: _Run | None = None
    last: Glyph | None = None
    for glyph in glyphs:
        if run is not None and last is not None and _follows(last, glyph):
            run.glyphs.append(glyph)
            run.x0 = min(run.x0, glyph.x0)
            run.x1 = max(run.x1, glyph.x1)
        else:
            run = _Run([glyph], glyph.x0, glyph.x1, glyph.y, glyph.size)
            runs.append(run)
        last = glyph
    return [run for run in runs if any(not glyph.text.isspace() for glyph in run.glyphs)]


def _follows(last: Glyph, glyph: Glyph) -> bool:
    size = last.size
    if abs(glyph.y - last.y) > 0.04 * size or abs(glyph.size - size) > 0.05 * size:
        return False
    return (
        -_TOUCHING * size <= glyph.x0 - last.x1 <= _APART * size
        or -_TOUCHING * size <= last.x0 - glyph.x1 <= _APART * size
    )


def _rows(runs: list[_Run]) -> list[list[_Run]]:
    """Runs on the same baseline, from top to bottom, each row from left to right."""
    runs.sort(key=lambda run: -run.y)
    rows: list[list[_Run]] = []
    for run in runs:
        reach = _SAME_BASELINE * min(run.size, rows[-1][0].size) if rows else 0.0
        if rows and rows[-1][0].y - run.y <= reach:
            rows[-1].append(run)
        else:
            rows.append([run])
    for row in rows:
        row.sort(key=lambda run: run.x0)
    return rows


def _lower_the_raised(rows: list[list[_Run]]) -> None:
    """Put small letters above or below a baseline into the row of the words that they stand at."""
    starts = [[run.x0 for run in row] for row in rows]
    moved: list[tuple[int, _Run]] = []
    for number, row in enumerate(rows):
        near = [
            other
            for other in range(max(number - _ROWS_NEAR, 0), min(number + _ROWS_NEAR + 1, len(rows)))
            if other != number
        ]
        kept = []
        for run in row:
            host = next((at for at in near if _stands_at(run, rows[at], starts[at])), None)
            if host is None:
                kept.append(run)
            else:
                run.raised = True
                moved.append((host, run))
        rows[number] = kept
        starts[number] = [run.x0 for run in kept]
    for host, run in moved:
        rows[host].append(run)
    for host in {host for host, _ in moved}:
        rows[host].sort(key=lambda other: other.x0)


def _stands_at(run: _Run, row: Sequence[_Run], starts: Sequence[float]) -> bool:
    if not row or len(run.glyphs) > 4:
        return False
    place = bisect_left(starts, run.x0)
    for other in row[max(place - 1, 0) : place + 1]:
        em = other.size
        above = run.y - other.y
        beside = max(run.x0 - other.x1, other.x0 - run.x1)
        if run.size <= _SMALL * em and -0.4 * em < above < 0.7 * em and beside < 0.35 * em:
            return True
    return False


def _joined(row: Sequence[_Run]) -> Iterator[list[_Run]]:
    """The runs of a row in groups that stand apart."""
    apart = _reach(row)
    pitch = _pitch([glyph for run in row for glyph in run.glyphs]) if len(row) > 1 else 0.0
    group: list[_Run] = []
    for run in row:
        if group and not _belongs(run, group[-1], apart, pitch):
            yield group
            group = []
        group.append(run)
    if group:
        yield group


def _belongs(run: _Run, last: _Run, apart: float, pitch: float) -> bool:
    em = max(last.size, run.size)
    is_raised = run.raised or last.raised
    if not is_raised and em > _OTHER_SIZE * min(last.size, run.size):
        return False
    if pitch and run.x0 - max(glyph.x0 for glyph in last.glyphs) < _CELLS_APART * pitch:
        return True
    return -em < run.x0 - last.x1 < apart * em


def _pitch(glyphs: Iterable[Glyph]) -> float:
    """The distance at which letters of unequal width are set one by one, 0 where they are not."""
    letters = sorted(
        (glyph for glyph in glyphs if not glyph.text.isspace()), key=lambda glyph: glyph.x0
    )
    if len(letters) < 5:
        return 0.0
    steps = [right.x0 - left.x0 for left, right in pairwise(letters)]
    pitch = statistics.median_low(steps)
    on_grid = [
        left.x1 - left.x0
        for left, step in zip(letters, steps, strict=False)
        if abs(step - pitch) <= 0.02 * pitch
    ]
    # In most fonts many letters are as wide as one another; on a grid narrow ones stand apart too.
    narrower = sum(width < 0.9 * pitch for width in on_grid)
    return pitch if len(on_grid) > 0.6 * len(steps) and narrower > 0.5 * len(on_grid) else 0.0


def _reach(row: Sequence[_Run]) -> float:
    """How far apart, in ems, runs of a row may stand to belong together; more where single
    letters are spaced out.
    """
    widths = [glyph.x1 - glyph.x0 for run in row for glyph in run.glyphs]
    if max(widths) - min(widths) < 0.02 * max(widths):
        return _TYPEWRITTEN
    single = sum(len(run.glyphs) == 1 for run in row)
    if len(row) < 4 or single < 0.7 * len(row):
        return _APART
    gaps = [(right.x0 - left.x1) / right.size for left, right in pairwise(row)]
    median = statistics.median_low(gaps)
    return median + _LETTERSPACED if 0 < median < 1.5 else _APART


def _fragment(runs: Sequence[_Run], rtl_page: bool) -> Fragment:
    glyphs = [glyph for run in runs for glyph in run.glyphs]
    raised = {glyph.order for run in runs if run.raised for glyph in run.glyphs}
    glyphs.sort(key=lambda glyph: glyph.x0)
    on_line = [run for run in runs if not run.raised] or list(runs)
    size = max(on_line, key=lambda run: len(run.glyphs)).size
    starts_spaced = glyphs[0].text.isspace()
    tokens, places, notes = _Words(size, raised).of(glyphs)
    rtl = is_rtl(tokens) or (rtl_page and has_no_way(tokens))
    written = [glyph for glyph in glyphs if not glyph.text.isspace()]
    return Fragment(
        logical(tokens, rtl=rtl),
        written[0].x0,
        max(glyph.x1 for glyph in written),
        on_line[0].y,
        size,
        2 * sum(glyph.bold for glyph in written) > len(written),
        _first_width(tokens, places, rtl=rtl),
        rtl,
        starts_spaced,
        tuple(notes),
    )


class _Words:
    """Glyphs from left to right become tokens, with the spaces that their places tell."""

    def __init__(self, size: float, raised: set[int]) -> None:
        self._size = size
        self._raised = raised

    def of(self, glyphs: Sequence[Glyph]) -> tuple[list[str], list[tuple[float, float]], list[str]]:
        """The tokens, where each stands, and the marks of footnotes that were left out."""
        written, spaced = _without_spaces(glyphs)
        gaps = [right.x0 - left.x1 for left, right in pairwise(written)]
        unwritten = max(
            _SPACE_UNWRITTEN * self._size,
            (statistics.median_low(gaps) if gaps else 0.0) + _OVER_MEDIAN * self._size,
        )
        # Spaces between nearly all letters are letter-spacing, too.
        mostly = len(written) > 3 and sum(spaced[1:]) > 0.7 * (len(written) - 1)
        pitch = 0.0 if any(spaced) else _pitch(written)
        tokens: list[str] = []
        places: list[tuple[float, float]] = []
        notes: list[str] = []
        for number, glyph in enumerate(written):
            if number:
                least = _SPACE_WRITTEN * self._size if spaced[number] and not mostly else unwritten
                step = glyph.x0 - written[number - 1].x0
                if step > 1.5 * pitch if pitch else gaps[number - 1] > least:
                    tokens.append(" ")
                    places.append((written[number - 1].x1, glyph.x0))
            if glyph.order in self._raised and _is_note_mark(glyph, tokens):
                notes.append(glyph.text)
                continue
            self._add(tokens, places, glyph)
            if glyph.order in self._raised and number == 0 and glyph.text.isdigit():
                tokens.append(" ")
                places.append((glyph.x1, glyph.x1))
        return tokens, places, notes

    def _add(self, tokens: list[str], places: list[tuple[float, float]], glyph: Glyph) -> None:
        """A token more, or an accent that stands over the last letter."""
        last = places[-1] if places else (glyph.x0, glyph.x0)
        if tokens and not tokens[-1].isspace():
            overlap = min(last[1], glyph.x1) - max(last[0], glyph.x0)
            narrower = max(min(last[1] - last[0], glyph.x1 - glyph.x0), 0.01 * self._size)
            if overlap > 0.7 * narrower:
                if tokens[-1] == glyph.text:
                    return  # drawn twice, as a shadow or to look bold
                composed = _composed(tokens[-1], glyph.text)
                if composed:
                    tokens[-1] = composed
                    return
        if tokens and unicodedata.combining(glyph.text[0]):
            at = -1 if not tokens[-1].isspace() else -2
            tokens[at] = unicodedata.normalize("NFC", tokens[at] + glyph.text)
            return
        tokens.append(glyph.text)
        places.append((glyph.x0, glyph.x1))


def _without_spaces(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[bool]]:
    """The letters, and of each whether a space is written before it."""
    written: list[Glyph] = []
    spaced: list[bool] = []
    space = False
    for glyph in glyphs:
        if glyph.text.isspace():
            space = True
        else:
            written.append(glyph)
            spaced.append(space)
            space = False
    return written, spaced


# Accents that are drawn by themselves, and what combines with a letter in their place.
_ACCENTS = dict(
    zip("´ˊ`ˋ¨ˆ^˜~¸ˇ˘˙˚˝˛¯", "\u0301\u0301\u0300\u0300\u0308\u0302\u0302\u0303\u0303"
        "\u0327\u030c\u0306\u0307\u030a\u030b\u0328\u0304", strict=True)
)  # fmt: skip


def _composed(one: str, other: str) -> str:
    """A letter and an accent over it as one letter, "" where they do not make one."""
    for letter, accent in ((one, other), (other, one)):
        if accent in _ACCENTS and letter[-1].isalpha():
            plain = {"ı": "i", "ȷ": "j"}.get(letter, letter)
            whole = unicodedata.normalize("NFC", plain + _ACCENTS[accent])
            if len(whole) == len(letter):
                return whole
    return ""


def _is_note_mark(glyph: Glyph, tokens: Sequence[str]) -> bool:
    """A raised digit behind a word or its punctuation; behind a digit or a unit it is a power."""
    if not (glyph.text.isdigit() or glyph.text in "*†‡§"):
        return False
    before = "".join(tokens[-3:])
    if not before or before[-1].isspace():
        return False
    if before[-1].isalpha():
        return len(before) == 3 and before.isalpha()
    return not before[-1].isdigit()


def _first_width(
    tokens: Sequence[str], places: Sequence[tuple[float, float]], *, rtl: bool
) -> float:
    order = range(len(tokens) - 1, -1, -1) if rtl else range(len(tokens))
    first = last = places[order[0]] if tokens else (0.0, 0.0)
    for number in order:
        if tokens[number].isspace():
            break
        last = places[number]
    return abs(max(first[1], last[1]) - min(first[0], last[0]))
