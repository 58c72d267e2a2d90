import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pullquote.text.spans import Span
from pullquote.ui.reader import Outline, PaintedBlock, PaintedLabel, Reader
from pullquote.ui.theme.palette import Theme

LAYERS = [
    ("quote", "solid"),
    ("speaker", "thick"),
    ("cue", "dashed"),
    ("date", "dotted"),
    ("claim", "double"),
    ("not_quote", "dashdot"),
]
PARAGRAPH = (
    "The council said “nothing is settled yet” and Davit Perlow added that it will be soon. "
)
TEXT = "\n".join(PARAGRAPH * (1 + n % 3) for n in range(30))


def label(number: int, span: Span, **more) -> PaintedLabel:
    layer, underline = LAYERS[number % len(LAYERS)]
    return PaintedLabel(number, span, layer, underline, layer.upper(), "Perlow", **more)


def spans(text: str) -> st.SearchStrategy[Span]:
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    return ends.map(lambda pair: Span(min(pair), max(pair)))


@settings(max_examples=80)
@given(data=st.data())
def test_any_text_with_any_marks_is_painted(lasting_reader, any_text, data):
    reader, text = lasting_reader, data.draw(any_text)
    reader.show_document(text)
    some = st.lists(spans(text), max_size=6)
    found = data.draw(some)
    reader.set_labels([label(n, s, carried=n == 2) for n, s in enumerate(found)])
    reader.set_selected(0, {1})
    reader.set_blocks(
        PaintedBlock(s, 1, n % 3 + 1, n, boilerplate=n == 2, weak=n == 3)
        for n, s in enumerate(data.draw(some))
    )
    reader.set_outlines([Outline(n, s, "quote", "QUOTE") for n, s in enumerate(data.draw(some))])
    hits = data.draw(some)
    reader.set_find_hits(hits, hits[0] if hits else None)
    reader.select(data.draw(spans(text)))
    reader.set_weak(shown=data.draw(st.booleans()))
    assert not reader.grab().isNull()
    assert reader.text() == text


def on_screen(reader: Reader) -> QImage:
    """What was painted piece by piece so far."""
    QApplication.processEvents()
    grabbed = QApplication.primaryScreen().grabWindow(reader.winId())
    return grabbed.toImage().convertToFormat(QImage.Format.Format_RGB32)


def from_scratch(reader: Reader) -> QImage:
    return reader.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def difference(a: QImage, b: QImage) -> int:
    """The greatest between two pixels of one place, of 255 levels."""
    if a == b:
        return 0
    levels = [np.frombuffer(image.constBits(), dtype=np.uint8).astype(int) for image in (a, b)]
    return int(np.abs(levels[0] - levels[1]).max())


def _label(reader: Reader, chance: random.Random) -> None:
    seen = reader.visible_span()
    start = chance.randrange(seen.start, seen.end)
    end = min(seen.end, start + chance.choice((3, 20, 90)))
    reader.add_label(label(chance.randrange(20), Span(start, end), main=chance.random() < 0.3))


def _press(reader: Reader, chance: random.Random) -> None:
    keys = [Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Up, Qt.Key.Key_End]
    held = chance.choice([Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier])
    QTest.keyClick(reader.viewport(), chance.choice(keys), held)


def _suggest(reader: Reader, chance: random.Random) -> None:
    seen = reader.visible_span()
    start = chance.randrange(seen.start, seen.end)
    focused = chance.random() < 0.5
    reader.set_outlines([Outline("o", Span(start, start + 60), "cue", "CUE", focused=focused)])


STEPS = [
    _label,
    _label,
    _press,
    _press,
    _suggest,
    lambda reader, chance: reader.remove_label(chance.randrange(20)),
    lambda reader, chance: reader.set_selected(chance.randrange(20), {chance.randrange(20)}),
    lambda reader, chance: reader.scroll_by(chance.randrange(-120, 200)),
    lambda reader, chance: reader.set_outlines([]),
    lambda reader, chance: reader.set_labels_shown(chance.choice(["all", "quotes", "none"])),
    lambda reader, chance: reader.scroll_to(Span(*[chance.randrange(len(TEXT))] * 2)),
    lambda reader, chance: reader.set_caret(chance.randrange(len(TEXT))),
]


@pytest.mark.parametrize("seed", range(6))
def test_no_old_pixel_stays(reader, seed):
    chance = random.Random(seed)
    reader.show_document(TEXT)
    reader.set_blocks(
        [
            PaintedBlock(Span(40, 300), 1, 2, 2),
            PaintedBlock(Span(300, 420), 1, 1, 3),
            PaintedBlock(Span(900, 1800), 2, 2),
            PaintedBlock(Span(2000, 2100), 1, 3, boilerplate=True),
        ]
    )
    for step in range(25):
        chance.choice(STEPS)(reader, chance)
        assert difference(on_screen(reader), from_scratch(reader)) <= 2, f"after step {step}"


def test_the_text_never_moves(reader):
    reader.show_document(TEXT)
    before = [reader.rect_of(offset) for offset in range(0, 600, 7)]
    reader.set_labels([label(n, Span(n * 10, n * 12 + 40)) for n in range(40)])
    reader.set_selected(3, {4, 5})
    reader.set_blocks([PaintedBlock(Span(0, 500), 1, 2)])
    reader.set_outlines([Outline("o", Span(20, 200), "quote", "QUOTE")])
    assert [reader.rect_of(offset) for offset in range(0, 600, 7)] == before


def colours(reader: Reader, span: Span) -> set[str]:
    """All colours in the lines of a span."""
    picture = from_scratch(reader)
    top, bottom = reader.rect_of(span.start), reader.rect_of(span.end)
    return {
        picture.pixelColor(x, y).name()
        for x in range(top.left(), max(top.left() + 2, bottom.left()))
        for y in range(top.top() - 12, bottom.bottom() + 8)
    }


@pytest.fixture
def one_line(reader: Reader) -> Reader:
    reader.show_document(PARAGRAPH[:60])
    return reader


WORDS = Span(17, 24)


@pytest.mark.parametrize(("layer", "underline"), LAYERS)
def test_a_label_has_the_tint_and_the_line_of_its_layer(one_line, theme, layer, underline):
    one_line.add_label(PaintedLabel(1, WORDS, layer, underline, layer.upper()))
    look = theme.layer(layer)
    assert {look.tint.name(), look.line.name()} <= colours(one_line, WORDS)
    one_line.set_selected(1)
    assert look.selected.name() in colours(one_line, WORDS)
    assert look.tint.name() not in colours(one_line, WORDS)


def test_partners_have_the_stronger_tint(one_line, theme):
    one_line.add_label(label(1, WORDS))
    one_line.set_selected(2, {1})
    assert theme.layer("speaker").selected.name() in colours(one_line, WORDS)


def test_the_ground_tells_of_repeats(one_line, theme):
    page, warm, active = (theme.color(role).name() for role in ("page", "dup", "dup_active"))
    assert warm not in colours(one_line, WORDS)
    one_line.set_blocks([PaintedBlock(Span(10, 40), 1, 2)])
    assert warm in colours(one_line, WORDS)
    one_line.set_caret(12)
    assert active in colours(one_line, WORDS)
    one_line.set_blocks([PaintedBlock(Span(10, 40), 1, 1, 3)])
    assert page in colours(one_line, WORDS)
    assert warm not in colours(one_line, WORDS)


def test_boilerplate_is_dimmed(one_line, theme):
    one_line.set_blocks([PaintedBlock(Span(0, 60), 1, 2, boilerplate=True)])
    found = colours(one_line, WORDS)
    assert theme.color("boiler").name() in found
    assert theme.color("ink").name() not in found


def test_weak_repeats_show_on_request(one_line, theme):
    one_line.set_blocks([PaintedBlock(Span(0, 60), 1, 2, weak=True)])
    bar = theme.color("dup_bar").name()
    picture = from_scratch(one_line)
    row = range(40, 72)
    assert all(picture.pixelColor(x, 30).name() != bar for x in row)
    one_line.set_weak(shown=True)
    picture = from_scratch(one_line)
    assert any(picture.pixelColor(x, 30).name() == bar for x in row)


def test_hits_are_grey_and_the_one_gone_to_is_inverted(one_line, theme):
    one_line.set_find_hits([Span(4, 11), WORDS], WORDS)
    assert theme.color("sel").name() in colours(one_line, Span(4, 11))
    found = colours(one_line, WORDS)
    assert {theme.color("accent").name(), theme.color("on_accent").name()} <= found


def test_only_quotes_or_nothing_can_be_shown(one_line, theme):
    tint = theme.layer("speaker").tint.name()
    one_line.add_label(label(1, WORDS))
    one_line.set_labels_shown("quotes")
    assert tint not in colours(one_line, WORDS)
    one_line.set_labels_shown("all")
    assert tint in colours(one_line, WORDS)
    one_line.set_labels_shown("none")
    assert tint not in colours(one_line, WORDS)


def test_an_empty_reader_is_a_blank_page(reader, theme):
    reader.show_document(TEXT)
    reader.clear()
    picture = from_scratch(reader)
    found = {picture.pixelColor(x, y).name() for x in range(0, 712, 3) for y in range(0, 500, 3)}
    assert found == {theme.color("page").name()}


def test_another_theme_is_used_at_once(one_line):
    dark = Theme.load("dark")
    one_line.set_theme(dark)
    assert dark.color("page").name() in colours(one_line, WORDS)
    assert Theme.load("light").color("page").name() not in colours(one_line, WORDS)
