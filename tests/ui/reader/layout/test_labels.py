import pytest

from pullquote.text.spans import Span
from pullquote.ui.reader.layout.chunk_layout import ChunkLayout
from pullquote.ui.reader.layout.labels import Chosen, PieceMarks, mark_piece
from pullquote.ui.reader.layout.metrics import Metrics
from pullquote.ui.reader.layout.page import Page
from pullquote.ui.reader.painting.shapes import Margins, Strip, polygons, strips
from pullquote.ui.reader.values import Outline, PaintedLabel

WIDTH = 400
TEXT = "some words that go on and on " * 10
MIXED = "He said قال الوزير to us"


def marks(text: str, *spans: tuple[int, int], chosen: int | None = None, outlines=()) -> PieceMarks:
    layout = ChunkLayout(text, 0, Metrics.at(100), WIDTH)
    labels = [PaintedLabel(n, Span(*s), "cue", "dashed", "CUE") for n, s in enumerate(spans)]
    labels.sort(key=lambda label: (label.span.start, -label.span.end))
    return mark_piece(layout, labels, outlines, Chosen(chosen), WIDTH, lambda *_: 20.0)


@pytest.fixture(autouse=True)
def fonts(theme):
    """Fonts are there once the theme is applied."""


def test_a_label_over_two_lines_has_a_stripe_in_each_and_one_start():
    stripes = marks(TEXT, (0, 80)).stripes
    assert [stripe.line for stripe in stripes] == [0, 1]
    assert [stripe.opens for stripe in stripes] == [True, False]


def test_a_label_that_began_in_an_earlier_piece_has_no_start_here():
    layout = ChunkLayout(TEXT, 1000, Metrics.at(100), WIDTH)
    label = PaintedLabel(1, Span(900, 1020), "cue", "dashed", "CUE")
    found = mark_piece(layout, [label], (), Chosen(), WIDTH, lambda *_: 20.0)
    assert [stripe.opens for stripe in found.stripes] == [False]
    assert not found.captions


def test_what_finds_no_lane_is_counted_by_line():
    found = marks(TEXT, *[(n, 40) for n in range(6)])
    assert {stripe.lane for stripe in found.stripes} == {0, 1, 2, 3}
    assert found.more == {0: 2}
    assert found.deep == {0}


def test_the_chosen_label_always_has_a_lane():
    found = marks(TEXT, *[(n, 40) for n in range(6)], chosen=5)
    assert 5 in {stripe.label.id for stripe in found.stripes}
    assert found.more == {0: 1}


def test_a_label_in_both_directions_starts_where_its_first_letter_is():
    latin = marks(MIXED, (3, 14)).stripes
    assert len(latin) == 2
    assert next(s for s in latin if s.opens).left == min(s.left for s in latin)
    arabic = marks(MIXED, (8, 22)).stripes
    opening = next(stripe for stripe in arabic if stripe.opens)
    first = ChunkLayout(MIXED, 0, Metrics.at(100), WIDTH).boxes(8, 9)[0]
    assert opening.left <= first.left < opening.right


def test_suggestions_have_captions_and_no_stripes():
    found = marks(TEXT, outlines=[Outline("o", Span(5, 10), "quote", "QUOTE?", "Perlow")])
    assert not found.stripes
    (caption,) = found.captions
    assert (caption.caption, caption.value, caption.outline) == ("QUOTE?", "Perlow", True)


MARGINS = Margins(above=5, below=0, side=12, edge=3, whole=True)


def area(text: str, start: int, end: int) -> list[Strip]:
    page = Page(text, Metrics.at(100), WIDTH)
    page.settle(600)
    return strips(page, Span(start, end), page.visible(600), MARGINS)


def test_a_whole_paragraph_is_one_rectangle():
    (corners,) = polygons(area(TEXT, 0, len(TEXT)))
    assert len(corners) == 4
    assert {x for x, _ in corners} == {-12, WIDTH + 12}


def test_several_paragraphs_are_one_rectangle():
    (corners,) = polygons(area(f"{TEXT}\n\n{TEXT}", 0, 2 * len(TEXT) + 2))
    assert len(corners) == 4


def test_a_part_goes_from_word_to_word():
    (corners,) = polygons(area(TEXT, 10, 170))
    assert len(corners) == 8


def test_the_end_of_one_line_and_the_start_of_the_next_are_two():
    page = Page(TEXT, Metrics.at(100), WIDTH)
    meet = page.layout(0).line_start(1)
    assert len(polygons(area(TEXT, meet - 6, meet + 5))) == 2


def test_words_in_one_line_are_one_small_rectangle():
    ((top, bottom, left, right),) = area(TEXT, 5, 10)
    assert 0 < left < right < 150
    assert bottom - top <= 43


def test_beyond_the_view_an_area_goes_on():
    text = f"{TEXT}\n" * 40
    page = Page(text, Metrics.at(100), WIDTH)
    page.scroll_to(3000)
    page.settle(200)
    found = strips(page, Span(0, len(text)), page.visible(200), MARGINS)
    assert found[0].top < 3000 - 500
    assert found[-1].bottom > 3200 + 500
