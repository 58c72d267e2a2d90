"""Running heads and page numbers: what stands at the edge of one page as it does on others."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pullquote.reading.pdf.fragments import Fragment

_ROWS = 3
_EDGE = 0.16  # of the height of a page
_LONGEST = 80  # letters of a head that stands once
_LEAST = 0.1  # of all letters, that must be left
_SAME_PLACE = 4.0  # points
_ISOLATED = 1.5  # of the usual distance of rows
_TIGHTEST, _WIDEST = 1.15, 2.6  # of the size of letters: what the usual distance may be

_DIGITS = re.compile(r"\d+")
_WORDS = r"(?:page|pages|pag|pg|p|seite|s|página|pagina|sida|side|strona|str|стр|с|صفحة)\.?"
_OF = r"(?:/|of|von|de|di|sur|av|af|z|из|من)"
_ROMAN = r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_AROUND = r"[-–—·•|/\[\](){}<>~*_\s]*"  # no full stop: that may end a sentence
_PAGE_NUMBER = re.compile(
    rf"{_AROUND}(?:{_WORDS}\s*)?(?:(?P<number>\d{{1,4}})|[a-z](?P<paged>\d{{1,3}})|{_ROMAN})"
    rf"(?:\s*{_OF}\s*\d{{1,4}})?{_AROUND}",
    re.IGNORECASE,
)
_BESIDE_WORDS = re.compile(r"(?P<first>\d{1,4})\W|.*\W(?P<last>\d{1,4})\W*$", re.DOTALL)


@dataclass(slots=True)
class PageEdges:
    """The rows of a page that heads may stand in; those of the top and of the bottom, outermost
    first.
    """

    top: list[list[Fragment]] = field(default_factory=list)
    bottom: list[list[Fragment]] = field(default_factory=list)
    height: float = 0.0
    is_alone: dict[int, bool] = field(default_factory=dict)
    before_gap: set[int] = field(default_factory=set)

    def rows(self) -> Iterator[tuple[list[Fragment], bool]]:
        """Each with whether a gap lies between it and the text."""
        for rows in (self.top, self.bottom):
            gaps = [number for number, row in enumerate(rows) if id(row) in self.before_gap]
            for number, row in enumerate(rows):
                yield row, bool(gaps) and number <= gaps[0]

    def outermost(self) -> Iterator[list[Fragment]]:
        yield from self.top[:1]
        yield from self.bottom[:1]


@dataclass(slots=True)
class RunningHeads:
    """The fragments to take out, by `id`, and how many are page numbers; the others are heads."""

    out: set[int] = field(default_factory=set)
    heads: int = 0
    numbers: int = 0


def find_running_heads(pages: Sequence[tuple[Sequence[Fragment], float]]) -> RunningHeads:
    """Of pages, each with its fragments from top to bottom and its height.

    A line is a running head if it stands on two pages at the same height, but for its digits, or
    beside a number that counts the pages. A number alone in the outermost row is a page number.
    """
    edges = [_edges(fragments, height) for fragments, height in pages]
    found = RunningHeads()
    _take_counted(edges, found)
    _take_repeated(edges, found)
    _take_alone(edges, found)
    letters = [
        (len(fragment.text), id(fragment) in found.out)
        for fragments, _ in pages
        for fragment in fragments
    ]
    left = sum(count for count, is_out in letters if not is_out)
    if left < _LEAST * sum(count for count, _ in letters):
        return RunningHeads()  # pages that are alike, and hold nothing else
    return found


def _edges(fragments: Sequence[Fragment], height: float) -> PageEdges:
    rows: list[list[Fragment]] = []
    for fragment in fragments:
        if rows and abs(rows[-1][0].y - fragment.y) < 0.3 * fragment.size:
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    edges = PageEdges(height=height)
    usual = _usual_distance(rows)
    edges.top = [row for row in rows[:_ROWS] if row[0].y > (1 - _EDGE) * height]
    left = rows[len(edges.top) :]
    edges.bottom = [row for row in left[: -_ROWS - 1 : -1] if row[0].y < _EDGE * height]
    for above, below in pairwise(rows):
        size = max(above[0].size, below[0].size)
        least = _ISOLATED * min(max(usual, _TIGHTEST * size), _WIDEST * size)
        is_apart = above[0].y - below[0].y > least
        edges.is_alone[id(above)] = is_apart and edges.is_alone.get(id(above), True)
        edges.is_alone[id(below)] = is_apart
        if is_apart:
            edges.before_gap |= {id(above)} if above[0].y > height / 2 else set()
            edges.before_gap |= {id(below)} if below[0].y < height / 2 else set()
    return edges


def _usual_distance(rows: Sequence[Sequence[Fragment]]) -> float:
    """From baseline to baseline, in points: that of most rows or less."""
    distances = sorted(above[0].y - below[0].y for above, below in pairwise(rows))
    return distances[len(distances) // 4] if distances else 0.0


def _take_counted(edges: Sequence[PageEdges], found: RunningHeads) -> None:
    """Rows with a number that grows by one from page to page."""
    starts: Counter[int] = Counter()
    for page, edge in enumerate(edges):
        starts.update(
            {
                number - page
                for row in edge.outermost()
                for fragment in row
                for number in _numbers(fragment.text)
            }
        )
    counted = {start for start, count in starts.items() if count >= max(2, len(edges) // 2)}
    for page, edge in enumerate(edges):
        for row in edge.outermost():
            if any(
                number - page in counted for fragment in row for number in _numbers(fragment.text)
            ):
                for fragment in row:
                    if is_page_number(fragment) or edge.is_alone.get(id(row), True):
                        _take(fragment, found)


def _take_repeated(edges: Sequence[PageEdges], found: RunningHeads) -> None:
    there: list[tuple[Fragment, bool, list[_Place]]] = []
    seen: dict[_Place, set[int]] = defaultdict(set)
    for page, edge in enumerate(edges):
        for row, is_apart in edge.rows():
            for fragment in row:
                places = _places(fragment, edge.height)
                there.append((fragment, is_apart, places))
                for place in places:
                    seen[place].add(page)
    many = max(3, len(edges) // 2)
    for fragment, is_apart, places in there:
        most = max((len(_near(seen, place)) for place in places), default=0)
        if most >= (2 if is_apart else many):
            _take(fragment, found)


_Place = tuple[str, str, int, int]


def _places(fragment: Fragment, height: float) -> list[_Place]:
    """What a line says but for its digits, with its height and where it starts, ends and has its
    middle; none for numbers alone.
    """
    pattern = _DIGITS.sub("#", fragment.text.casefold())
    if not any(character.isalpha() for character in pattern):
        return []
    # From the nearer edge, as pages may differ in height.
    y = fragment.y if fragment.y < height / 2 else fragment.y - height
    level = round(y / _SAME_PLACE)
    marks = {"start": fragment.x0, "end": fragment.x1, "middle": (fragment.x0 + fragment.x1) / 2}
    return [(pattern, mark, round(x / _SAME_PLACE), level) for mark, x in marks.items()]


def _near(seen: Mapping[_Place, set[int]], place: _Place) -> set[int]:
    pattern, mark, x, level = place
    return set().union(
        *(
            seen.get((pattern, mark, x + across, level + up), set())
            for across in (-1, 0, 1)
            for up in (-1, 0, 1)
        )
    )


def _take_alone(edges: Sequence[PageEdges], found: RunningHeads) -> None:
    """A row that a gap parts from the text, with a number at one end or alone."""
    for edge in edges:
        for rows in (edge.top, edge.bottom):
            left = [[f for f in row if id(f) not in found.out] for row in rows]
            row, there = next((pair for pair in zip(rows, left, strict=True) if pair[1]), ([], []))
            if not there or not edge.is_alone.get(id(row), False):
                continue
            ends = min(there, key=lambda f: f.x0), max(there, key=lambda f: f.x1)
            if any(map(is_page_number, ends)) and sum(len(f.text) for f in there) < _LONGEST:
                for fragment in there:
                    _take(fragment, found)


def _numbers(text: str) -> list[int]:
    """What may be the number of the page in a row of heads."""
    text = text.strip()
    if found := _PAGE_NUMBER.fullmatch(text):
        number = found["number"] or found["paged"]
        return [int(number)] if number else []
    beside = _BESIDE_WORDS.match(text)
    return [int(number) for number in beside.groups() if number] if beside else []


def _take(fragment: Fragment, found: RunningHeads) -> None:
    if id(fragment) in found.out:
        return
    found.out.add(id(fragment))
    if is_page_number(fragment):
        found.numbers += 1
    else:
        found.heads += 1


def is_page_number(fragment: Fragment) -> bool:
    """Whether a fragment is a number, of a page or of its place among all, and nothing else."""
    return _PAGE_NUMBER.fullmatch(fragment.text.strip()) is not None
