import pytest

from pullquote.text.spans import Span


def test_a_span_ends_where_it_starts_or_after():
    assert not Span(3, 3)
    for start, end in ((3, 2), (-1, 2)):
        with pytest.raises(ValueError, match="not a span"):
            Span(start, end)


def test_spans_are_half_open():
    one, next_, inner = Span(0, 4), Span(4, 6), Span(1, 3)
    assert not one.overlaps(next_)
    assert one.overlaps(inner)
    assert one.covers(inner)
    assert not inner.covers(one)
    assert one.holds(0)
    assert not one.holds(4)
    assert (one.overlap(next_), one.overlap(inner)) == (0, 2)
    assert inner.union(next_) == Span(1, 6)
    assert (len(one), inner.of("words")) == (4, "or")
