"""The lines of a region: fragments on one baseline joined, large first letters put in place."""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pullquote.reading.pdf.fragments import Fragment
from pullquote.reading.pdf.hyphens import CAPITAL
from pullquote.reading.pdf.reading_order import Region, common_size

# In ems.
_SAME_BASELINE = 0.25
_CELL = 1.0
_FAR = 3.0
_STRETCHED = 0.2
_CAPITAL = 1.7
_BESIDE_CAPITAL = 2.5

_MOST_CAPITALS = 20
_WORDS = frozenset("AIOÀEYУЯИОА")  # letters that are words in some language


def lines_of(region: Region) -> list[Fragment]:
    """From top to bottom; cells of a row have a tab between them."""
    em = common_size(region.fragments)
    capitals, others = _capitals(region, em)
    rows = _rows(others)
    cell = _CELL if region.is_table else _FAR
    x0, x1 = (min(f.x0 for f in others), max(f.x1 for f in others)) if others else (0.0, 0.0)
    lines = [
        _line(row, math.inf if not region.is_table and _is_stretched(row, x0, x1) else cell)
        for row in rows
    ]
    for capital in capitals:
        _set_capital(lines, capital)
    return lines


def _rows(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda fragment: -fragment.y):
        if rows and rows[-1][0].y - fragment.y < _SAME_BASELINE * min(
            fragment.size, rows[-1][0].size
        ):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    for row in rows:
        row.sort(key=lambda fragment: fragment.x0)
    return rows


def _is_stretched(row: Sequence[Fragment], x0: float, x1: float) -> bool:
    """Whether these are the words of a justified line, drawn apart to fill its column: all alike,
    as the cells of a row are not.
    """
    gaps = [right.x0 - left.x1 for left, right in pairwise(row)]
    near = _STRETCHED * row[0].size
    fills = row[0].x0 - x0 < near and x1 - row[-1].x1 < near
    return len(gaps) > 1 and fills and max(gaps) - min(gaps) < near


def _line(row: Sequence[Fragment], cell: float) -> Fragment:
    if len(row) == 1:
        return row[0]
    longest = max(row, key=lambda fragment: len(fragment.text))
    rtl = 2 * sum(len(f.text) for f in row if f.rtl) > sum(len(f.text) for f in row)
    words = ""
    before: Fragment | None = None
    for fragment in row[::-1] if rtl else row:
        if before is not None:
            left, right = (fragment, before) if rtl else (before, fragment)
            words += "\t" if right.x0 - left.x1 >= cell * longest.size else " "
        words += fragment.text
        before = fragment
    return Fragment(
        words,
        row[0].x0,
        max(fragment.x1 for fragment in row),
        longest.y,
        longest.size,
        all(fragment.bold for fragment in row),
        row[-1].first if rtl else row[0].first,
        rtl,
        row[0].starts_spaced,
        tuple(note for fragment in row for note in fragment.notes),
    )


def _capitals(region: Region, em: float) -> tuple[list[Fragment], list[Fragment]]:
    """Letters that are far larger than the text, with an opening mark perhaps, and the rest."""
    capitals, others = [], []
    for fragment in region.fragments:
        letters = [character for character in fragment.text if character.isalnum()]
        is_capital = len(letters) == 1 and len(fragment.text) <= 2 and letters[0].isalpha()
        if is_capital and fragment.size > _CAPITAL * em:
            capitals.append(fragment)
        else:
            others.append(fragment)
    # So many are no beginnings of paragraphs but, say, a title with its letters far apart.
    return (capitals, others) if len(capitals) <= _MOST_CAPITALS else ([], region.fragments)


def _set_capital(lines: list[Fragment], capital: Fragment) -> None:
    """Put it before the highest line beside it; those beside it begin where it does."""
    size = capital.size
    beside = [
        number
        for number, line in enumerate(lines)
        if line.size < size / 1.3
        and capital.y - 0.5 * line.size <= line.y <= capital.y + 0.85 * size
        and -0.1 * size < line.x0 - capital.x1 < _BESIDE_CAPITAL * line.size
    ]
    if not beside:
        place = next((n for n, line in enumerate(lines) if line.y < capital.y), len(lines))
        lines.insert(place, capital)
        return
    for number in beside:
        line = lines[number]
        if number == beside[0]:
            may_be_word = capital.text[-1] in _WORDS
            space = " " if line.starts_spaced else CAPITAL if may_be_word else ""
            line = replace(line, text=capital.text + space + line.text)
        lines[number] = replace(line, x0=min(capital.x0, line.x0))
