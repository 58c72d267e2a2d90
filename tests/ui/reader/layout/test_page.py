import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.text import segments
from pullquote.ui.reader.layout.chunk_layout import ChunkLayout
from pullquote.ui.reader.layout.metrics import Metrics, text_column
from pullquote.ui.reader.layout.page import TOP, Page

ARABIC = "قال الوزير مرحبا 123 بكم"


@pytest.fixture
def metrics(theme) -> Metrics:
    return Metrics.at(100)


def layout(text: str, metrics: Metrics, *, start: int = 0, width: int = 300) -> ChunkLayout:
    return ChunkLayout(text, start, metrics, width)


def test_the_text_column_is_at_most_720_wide_and_centred():
    assert text_column(712) == (72, 584)
    left, width = text_column(1600)
    assert width == 720
    assert left - 72 == (1600 - 56) - (left + 720)


def test_boxes_of_neighbours_touch(metrics):
    set_text = layout("three small words", metrics)
    one, two = set_text.boxes(0, 5)[0], set_text.boxes(5, 11)[0]
    assert one.right == pytest.approx(two.left)
    assert one.left == 0


def test_a_box_ends_at_the_last_word_of_a_line(metrics):
    text = "some words that go on " * 4
    set_text = layout(text, metrics)
    boxes = set_text.boxes(0, len(text))
    assert [box.line for box in boxes] == list(range(set_text.line_count))
    first_end = set_text.line_end(0)
    assert text[first_end] == " "
    assert boxes[0].right == pytest.approx(set_text.x(first_end, 0))


def test_offsets_are_code_points_of_the_whole_text(metrics):
    set_text = layout("😀😀 then", metrics, start=100)
    (emoji,), (word,) = set_text.boxes(100, 102), set_text.boxes(103, 107)
    assert emoji.right < word.left
    assert set_text.offset_at(word.left + 1, 0) == 103
    assert set_text.character_at(word.left + 1, 0) == 103


def test_no_letter_of_a_run_from_right_to_left_is_lost(metrics):
    text = f"He said {ARABIC} to all of us"
    set_text = layout(text, metrics, width=700)
    start, end = text.index(ARABIC), text.index(ARABIC) + len(ARABIC)
    (whole,) = set_text.boxes(start, end)
    letters = [box for at in range(start, end) for box in set_text.boxes(at, at + 1)]
    assert min(box.left for box in letters) == pytest.approx(whole.left, abs=1)
    assert max(box.right for box in letters) == pytest.approx(whole.right, abs=1)
    assert sum(box.right - box.left for box in letters) >= whole.right - whole.left - 1


def test_a_stretch_over_both_directions_has_two_boxes(metrics):
    text = f"He said {ARABIC}."
    set_text = layout(text, metrics, width=700)
    left, right = set_text.boxes(5, 14)
    assert left.right < right.left


def test_other_line_separators_break_the_line_and_keep_their_place(metrics):
    set_text = layout("one\u2028two", metrics)
    assert set_text.line_count == 2
    assert set_text.boxes(4, 7)[0].line == 1
    assert set_text.line_end(0) == 3


def test_where_lines_meet_the_caret_has_two_places(metrics):
    text = "some words that go on and on to the end of it"
    set_text = layout(text, metrics, width=150)
    meet = set_text.line_start(1)
    assert set_text.line_of(meet) == 1
    assert set_text.line_of(meet, before=True) == 0


def test_heights_of_pieces_above_move_nothing(theme, metrics):
    text = "\n".join(f"{n} " + "some words " * (n % 40) for n in range(400))
    page = Page(text, metrics, 300)
    page.scroll_to(page.height // 2)
    page.settle(400)
    first = page.visible(400)[0]
    seen = page.top(first) - page.y
    for chunk in range(first):
        page.layout(chunk)
    assert page.top(first) - page.y == seen


def test_scrolling_up_keeps_what_was_in_view_in_its_place(metrics):
    text = "\n".join("iiii " * (10 + n % 50) for n in range(300))
    page = Page(text, metrics, 300)
    page.scroll_to(page.height // 2)
    page.settle(400)
    for _ in range(40):
        kept = page.visible(400)[-1]
        was = page.top(kept) - page.y
        page.scroll_to(page.y - 20)
        page.settle(400)
        assert page.top(kept) - page.y == was + 20


def test_a_new_width_keeps_the_line_at_the_top(metrics):
    text = "\n".join("some words " * 30 for _ in range(100))
    page = Page(text, metrics, 300)
    page.scroll_to(5000)
    page.settle(400)
    offset, _ = page.at(0, page.y)
    page.arrange(Metrics.at(150), 500)
    page.settle(400)
    place = page.place(offset)
    assert abs(page.line_top(place) - page.y) <= page.metrics.line


@pytest.mark.parametrize("fraction", [0.0, 0.2, 0.5, 0.99, 1.0])
def test_parts_of_the_whole_go_both_ways(metrics, fraction):
    page = Page("\n".join("some words " * (n % 30 + 1) for n in range(300)), metrics, 300)
    assert page.fraction_at(page.y_at(fraction)) == pytest.approx(fraction, abs=0.002)


def test_the_end_is_reached(metrics):
    page = Page("\n".join("wwww " * 30 for _ in range(100)), metrics, 300)
    page.scroll_to(10**9)
    page.settle(500)
    last = page.place(len(page.text))
    assert page.y < page.line_top(last) < page.y + 500
    page.scroll_to(-(10**9))
    page.settle(500)
    assert page.y == -TOP


def test_only_some_screens_stay_laid_out(metrics):
    page = Page("\n".join("some words " * 40 for _ in range(1000)), metrics, 300)
    for chunk in range(len(page.chunks)):
        page.layout(chunk)
    assert sum(one.end - one.start for one in page._layouts.values()) <= 64_000


@given(data=st.data())
def test_every_place_leads_back_to_a_grapheme(qapp, any_text, data):
    text = data.draw(any_text)
    page = Page(text, Metrics.at(100), 200)
    page.settle(300)
    x, y = data.draw(st.integers(-50, 250)), data.draw(st.integers(-50, 400))
    offset, before = page.at(x, y)
    assert 0 <= offset <= len(text)
    assert segments.grapheme_start(text, offset) == offset
    caret = page.caret(page.place(offset, before=before))
    assert -1 <= caret.left() <= 201
    assert 0 <= caret.top() <= page.heights.total
