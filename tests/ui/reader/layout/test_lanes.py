"""Versions in lanes: which lanes a line has, and that the page stays what it was around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF

from pullquote.text.spans import Span
from pullquote.ui.reader import PaintedPlace, PaintedVersion, Reader, VersionMark
from pullquote.ui.reader.layout.chunk_layout import ChunkLayout
from pullquote.ui.reader.layout.lanes import MOST_VERSIONS, VersionLanes
from pullquote.ui.reader.layout.metrics import Metrics

LINE = "The harbour stays shut until the ice is gone from all piers.\n"
TEXT = LINE * 60
STEP = len(LINE)
PARAGRAPHS = (0, STEP, 2 * STEP, 3 * STEP)


def mark(start: int, end: int, layer: str = "quote") -> VersionMark:
    return VersionMark(Span(start, end), layer, "solid")


def place(*versions: list[tuple[int, int]], settled: bool = False) -> PaintedPlace:
    painted = tuple(
        PaintedVersion(chr(ord("A") + n), tuple(mark(*span) for span in spans))
        for n, spans in enumerate(versions)
    )
    found = [m.span for v in painted for m in v.marks]
    whole = Span(min(s.start for s in found), max(s.end for s in found))
    return PaintedPlace(whole, painted, settled)


def letters(versions: VersionLanes, start: int, end: int) -> list[str]:
    return [lane.letter for lane in versions.lanes(start, end)]


def test_a_line_has_lanes_of_the_versions_that_mark_its_words():
    versions = VersionLanes([place([(0, 40)], [(0, 10), (20, 30)], [])])
    assert letters(versions, 0, 40) == ["A", "B"]
    assert letters(versions, 12, 18) == ["A"]
    assert letters(versions, 40, 50) == []


def test_places_side_by_side_share_lanes_and_nested_ones_do_not():
    beside = VersionLanes([place([(0, 5)], [(0, 6)]), place([(10, 15)], [(10, 16)])])
    assert letters(beside, 0, 20) == ["A", "B"]
    nested = VersionLanes([place([(0, 30)], [(0, 25)]), place([(10, 15)], [(10, 16)])])
    assert letters(nested, 0, 30) == ["A", "B", "A", "B"]


def test_places_side_by_side_with_other_letters_have_lanes_of_their_own():
    both = PaintedVersion("AC", (mark(10, 15),)), PaintedVersion("B", (mark(10, 16),))
    beside = VersionLanes([place([(0, 5)], [(0, 6)]), PaintedPlace(Span(10, 16), both)])
    assert letters(beside, 0, 20) == ["A", "AC", "B"]


def test_more_lanes_than_fit_are_counted():
    versions = VersionLanes([place(*([(0, 5)] for _ in range(12)))])
    assert letters(versions, 0, 5) == [*"ABCDEFGHI", "+3"]
    assert len(versions.lanes(0, 5)) == MOST_VERSIONS + 1


def test_a_lane_is_settled_only_if_all_in_it_are():
    versions = VersionLanes([place([(0, 5)], settled=True), place([(10, 15)])])
    assert [lane.settled for lane in versions.lanes(0, 5)] == [True]
    assert [lane.settled for lane in versions.lanes(0, 20)] == [False]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12))
def test_lines_are_found_where_they_stand(theme_metrics, lanes):
    rooms = iter(lanes * 100)
    set_text = ChunkLayout(TEXT[:60] * 6, 0, theme_metrics, 300, lambda *_: next(rooms) * 9)
    tops = [set_text.line_top(line) for line in range(set_text.line_count + 1)]
    assert tops == sorted(tops)
    assert tops[-1] == set_text.height
    for line in range(set_text.line_count):
        assert set_text.line_at(tops[line]) == line
        assert set_text.line_at(tops[line + 1] - 1) == line
    assert set_text.line_at(set_text.height) == set_text.line_count
    assert set_text.line_at(-1) == -1


@pytest.fixture(scope="module")
def theme_metrics(qapp) -> Metrics:
    return Metrics.at(100)


def test_the_line_at_the_top_stays_where_it_is(reader: Reader):
    reader.show_document(TEXT)
    reader.scroll_by(700)
    middle = reader.hit(QPointF(300, 5))[0]
    where = reader.rect_of(middle).top()
    reader.set_versions([place([(at, at + 9)], [(at, at + 12)]) for at in range(0, middle, STEP)])
    assert reader.rect_of(middle).top() == where
    reader.set_versions([])
    assert reader.rect_of(middle).top() == where


def test_the_mouse_finds_words_between_lanes(reader: Reader):
    reader.show_document(TEXT)
    reader.set_versions([place([(0, 9)], [(0, 12)]), place([(STEP, 70)], [(STEP, 71)])])
    for offset in (5, STEP + 2, 2 * STEP + 5, 3 * STEP + 4):
        assert reader.hit(QPointF(reader.rect_of(offset).center()))[0] == offset


def test_lines_without_lanes_are_as_high_as_ever(reader: Reader):
    reader.show_document(TEXT)
    plain = [reader.rect_of(at).top() for at in PARAGRAPHS]
    reader.set_versions([place([(64, 70)], [(65, 70)], [(66, 70)])])
    lanes = 3 * Metrics.at(100).version
    laned = [reader.rect_of(at).top() for at in PARAGRAPHS]
    assert laned == [plain[0], plain[1], plain[2] + lanes, plain[3] + lanes]
    reader.set_versions([])
    assert [reader.rect_of(at).top() for at in PARAGRAPHS] == plain


def test_a_page_down_leaves_out_no_line(reader: Reader, qtbot):
    reader.show_document(TEXT)
    reader.set_versions(
        [place([(a, a + 5)], [(a, a + 6)], [(a, a + 7)]) for a in range(0, 3000, STEP)]
    )
    last = reader.hit(QPointF(300, reader.viewport().height() - 30))[0]
    reader._turn(1, False)
    assert reader.caret() <= last


def test_another_document_has_no_lanes(reader: Reader):
    reader.show_document(TEXT)
    reader.set_versions([place([(0, 9)])])
    reader.set_differing([Span(0, 9)])
    reader.show_document(TEXT)
    assert reader.scene.page.versions.is_empty
    assert len(reader.scene.differing) == 0
