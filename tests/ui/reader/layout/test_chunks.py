from hypothesis import given
from hypothesis import strategies as st

from pullquote.text.spans import Span
from pullquote.ui.reader.layout.chunks import BLANK, ENDS, GOES_ON, LONGEST_CHUNK, Chunks
from pullquote.ui.reader.layout.page import Heights
from pullquote.ui.reader.layout.span_index import LabelIndex, SpanIndex, assign_lanes
from pullquote.ui.reader.values import PaintedLabel

TEXTS = st.text(st.sampled_from("ab \t\n\u2028é😀"), max_size=60)
SPANS = st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda p: Span(p[0], sum(p)))


def pieces(text: str) -> list[str]:
    chunks = Chunks(text)
    return [text[start:end] for start, end in zip(chunks.starts, chunks.ends, strict=True)]


def test_paragraphs_end_at_line_feeds_only():
    assert pieces("one\ntwo\u2028still\x0btwo\rtwo\u2029two\n") == [
        "one",
        "two\u2028still\x0btwo\rtwo\u2029two",
    ]


def test_a_wrapped_paragraph_is_one_piece():
    line = "The ships waited outside the harbour all night and\nuntil the tide came in again.\n"
    text = "Nobody had told the crews that the talks were\nover. " + line
    assert [piece.count("\n") for piece in pieces(text)] == [2]


def test_blank_lines_are_no_pieces_but_leave_space():
    chunks = Chunks("one\n \n\ntwo\nthree")
    assert len(chunks) == 3
    assert list(chunks.after) == [BLANK, ENDS, ENDS]


def test_a_long_paragraph_is_cut_at_spaces():
    text = "word " * 2000
    chunks = Chunks(text)
    assert all(
        end - start <= LONGEST_CHUNK for start, end in zip(chunks.starts, chunks.ends, strict=True)
    )
    assert "".join(pieces(text)) == text
    assert list(chunks.after) == [GOES_ON] * (len(chunks) - 1) + [ENDS]
    assert all(piece.startswith("word") for piece in pieces(text))


def test_a_long_word_is_cut_between_graphemes():
    family = "👩‍👩‍👧"
    text = family * 2000
    assert all(piece.startswith("👩") and piece.endswith("👧") for piece in pieces(text))


@given(TEXTS, st.integers(0, 60))
def test_every_offset_has_a_piece(text, offset):
    chunks = Chunks(text)
    offset = min(offset, len(text))
    place = chunks.clamp(offset)
    assert chunks.starts[chunks.at(place)] <= place <= chunks.ends[chunks.at(place)]
    outside = text[min(offset, place) : max(offset, place)]
    assert not outside.strip()


@given(st.lists(st.integers(1, 9), min_size=1, max_size=700), st.data())
def test_heights_are_sums(heights, data):
    found = Heights(list(heights))
    for _ in range(3):
        index = data.draw(st.integers(0, len(heights) - 1))
        heights[index] = found[index] = data.draw(st.integers(1, 50))
        assert found[index] == heights[index]
    assert found.total == sum(heights)
    index = data.draw(st.integers(0, len(heights)))
    assert found.top(index) == sum(heights[:index])
    y = data.draw(st.integers(-5, found.total + 5))
    at = found.at(y)
    assert at == 0 or found.top(at) <= y
    assert at == len(heights) - 1 or y < found.top(at + 1)


@given(st.lists(SPANS), SPANS)
def test_ranges_find_what_touches(spans, where):
    found = SpanIndex(spans, span=lambda span: span)
    touching = [s for s in spans if s.start < where.end and s.end > where.start]
    assert sorted(found.touching(where.start, where.end)) == sorted(touching)


def test_the_outer_of_nested_spans_keeps_the_first_lane():
    assert assign_lanes([(0, 20), (2, 8), (4, 6), (9, 12), (20, 22)]) == [0, 1, 2, 1, 0]


@given(st.lists(SPANS.map(lambda s: (s.start, s.end))))
def test_spans_in_one_lane_do_not_overlap(spans):
    spans = sorted(spans, key=lambda s: (s[0], -s[1]))
    found = list(zip(spans, assign_lanes(spans), strict=True))
    for n, ((_, end), lane) in enumerate(found):
        assert all(lane != other or end <= start for (start, _), other in found[n + 1 :])


def label(number: int, span: Span) -> PaintedLabel:
    return PaintedLabel(number, span, "quote", "solid", "QUOTE")


@given(st.lists(st.tuples(st.integers(0, 5), st.none() | SPANS), max_size=20))
def test_labels_are_found_by_place_after_any_changes(changes):
    text = "abcd\n\nefg hij\nklm\n" + "x" * 40
    labels, expected = LabelIndex(Chunks(text)), {}
    for number, span in changes:
        if span is None:
            labels.remove(number)
            expected.pop(number, None)
        else:
            labels.add(label(number, span))
            expected[number] = span
    assert {one.id: one.span for one in labels} == expected
    for offset in range(len(text)):
        over = [number for number, span in expected.items() if span.holds(offset)]
        found = labels.at(offset)
        assert sorted(one.id for one in found) == sorted(over)
        assert [len(one.span) for one in found] == sorted(len(one.span) for one in found)


def test_a_label_over_very_many_paragraphs_is_found_in_each():
    text = "line\n" * 500
    labels = LabelIndex(Chunks(text))
    labels.add(label(1, Span(0, len(text))))
    labels.add(label(2, Span(1000, 1004)))
    assert [one.id for one in labels.at(1001)] == [2, 1]
    assert [one.id for one in labels.at(5)] == [1]
    labels.remove(1)
    assert [one.id for one in labels.at(5)] == []
