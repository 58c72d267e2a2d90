"""Pictures of the reader, compared with those in tests/goldens.

With PULLQUOTE_GOLDENS=write in the environment, today's pictures take their place.
"""

import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from pullquote.model.schema import Underline
from pullquote.text.spans import Span
from pullquote.ui.reader import (
    Outline,
    PaintedBlock,
    PaintedLabel,
    PaintedPlace,
    PaintedVersion,
    Reader,
    VersionMark,
)

GOLDENS = Path(__file__).parents[2] / "goldens"
RESULTS = Path(__file__).parents[3] / "build" / "goldens"

UNDERLINES: dict[str, Underline] = {
    "quote": "solid",
    "speaker": "thick",
    "cue": "dashed",
    "date": "dotted",
    "claim": "double",
    "not_quote": "dashdot",
}

NEWS = """Harbour ministers set no date for the dredging talks
(MERIDAN) The Harbour Council said on Tuesday that no dates have been set for a new round of \
talks on the dredging, but Meridan expects them to take place soon.
“No, there are no dates yet. But we still expect it to happen soon,” Council spokesperson Davit \
Perlow told a news briefing in Meridan.
On Feb. 3, Orsk President Elena Marchetti announced that the channels had been re-established. \
Perlow described her remarks as “positive”, stating: “We have noted them with the attention that \
they deserve. We are impressed by such statements.”
He also noted that other towns have yet to follow the lead of Orsk, he added.

Advertisement. Subscribe to our newsletter."""

ARABIC = """قال الوزير للصحفيين يوم الثلاثاء إن المحادثات ستستمر أسبوعا آخر في مدينة الميناء وأضاف \
أن «لا موعد محددا حتى الآن» لكننا نتوقع ذلك قريبا.
The spokesman said «قال الوزير مرحبا 123 بكم» on Monday, and the council answered: “We will see.”"""


def label(number: int, text: str, layer: str, words: str, value: str = "", **more) -> PaintedLabel:
    start = text.index(words)
    caption = "" if layer == "date" else layer.upper().replace("_", " ")
    span = Span(start, start + len(words))
    is_quote = layer == "quote"
    return PaintedLabel(
        number, span, layer, UNDERLINES[layer], caption, value, main=is_quote, **more
    )


def outline(
    number: int, text: str, layer: str, words: str, *, focused: bool, value: str = ""
) -> Outline:
    start = text.index(words)
    span, is_quote = Span(start, start + len(words)), layer == "quote"
    caption = f"{layer.upper()}?"
    return Outline(number, span, layer, caption, value, focused=focused, main=is_quote)


def block(text: str, first: str, last: str, *counts: int, **more) -> PaintedBlock:
    start = text.index(first)
    return PaintedBlock(Span(start, text.index(last, start) + len(last)), *counts, **more)


def news(reader: Reader) -> None:
    """All layers, one chosen with its partners; repeats here and elsewhere; suggestions."""
    reader.show_document(NEWS)
    quote = "“No, there are no dates yet. But we still expect it to happen soon,”"
    reader.set_labels(
        [
            label(1, NEWS, "speaker", "The Harbour Council"),
            label(2, NEWS, "cue", "said"),
            label(3, NEWS, "date", "Tuesday", "2026-02-10"),
            label(4, NEWS, "claim", "no dates have been set for a new round", "said 2026-02-10"),
            label(5, NEWS, "quote", quote, "Perlow"),
            label(6, NEWS, "speaker", "Council spokesperson Davit Perlow", carried=True),
            label(7, NEWS, "cue", "told"),
            label(8, NEWS, "date", "Feb. 3", "2026-02-03"),
            label(9, NEWS, "speaker", "Orsk President Elena Marchetti"),
            label(10, NEWS, "not_quote", "“positive”", "term"),
        ]
    )
    reader.set_selected(5, {6, 7})
    reader.set_blocks(
        [
            block(NEWS, "Harbour", "talks", 1, 1, 3),
            block(NEWS, "“No", "in Meridan.", 1, 2, 3),
            block(NEWS, "He also", "Orsk", 2, 2),
            block(NEWS, "Advert", "newsletter.", 1, 4, boilerplate=True),
        ]
    )
    said = "“We have noted them with the attention that they deserve. We are impressed by such"
    reader.set_outlines(
        [
            outline(1, NEWS, "quote", f"{said} statements.”", focused=False, value="Perlow"),
            outline(2, NEWS, "cue", "stating", focused=False),
        ]
    )
    reader.set_caret(NEWS.index("briefing"))


def chosen(reader: Reader) -> None:
    """Words chosen, words found, a suggestion in focus."""
    reader.show_document(NEWS)
    reader.set_labels([label(1, NEWS, "claim", "no dates have been set for a new round")])
    start = NEWS.index("Council spokesperson")
    hits = [Span(at, at + 7) for at in range(len(NEWS)) if NEWS.startswith("Meridan", at)]
    reader.set_find_hits(hits, hits[0])
    said = "“No, there are no dates yet. But we still expect it to happen soon,”"
    reader.set_outlines(
        [
            outline(1, NEWS, "quote", said, focused=True, value="Perlow"),
            outline(2, NEWS, "cue", "told", focused=True),
        ]
    )
    reader.select(Span(start, start + len("Council spokesperson Davit Perlow")))


def nested(reader: Reader) -> None:
    """Labels in labels, more than there are lanes for."""
    reader.show_document(NEWS)
    quote = "“No, there are no dates yet. But we still expect it to happen soon,”"
    reader.set_labels(
        [
            label(1, NEWS, "claim", f"{quote} Council spokesperson Davit Perlow", "2026-02-10"),
            label(2, NEWS, "quote", quote, "Perlow"),
            label(3, NEWS, "claim", "there are no dates yet", "2026"),
            label(4, NEWS, "speaker", "no dates yet"),
            label(5, NEWS, "date", "yet", "PRESENT_REF"),
            label(6, NEWS, "cue", "dates yet"),
            label(7, NEWS, "date", "soon", "FUTURE_REF"),
            label(8, NEWS, "cue", "expect"),
        ]
    )
    reader.set_blocks([block(NEWS, "“No", "in Meridan.", 1, 2)])
    reader.set_selected(3)


def right_to_left(reader: Reader) -> None:
    reader.show_document(ARABIC)
    reader.set_labels(
        [
            label(1, ARABIC, "speaker", "الوزير"),
            label(2, ARABIC, "date", "يوم الثلاثاء", "2026-02-10"),
            label(3, ARABIC, "quote", "«لا موعد محددا حتى الآن»", "Perlow"),
            label(4, ARABIC, "claim", "المحادثات ستستمر أسبوعا آخر في مدينة الميناء"),
            label(5, ARABIC, "quote", "«قال الوزير مرحبا 123 بكم»", "Perlow"),
            label(6, ARABIC, "cue", "said"),
        ]
    )
    reader.set_blocks([block(ARABIC, "ستستمر", "قريبا.", 1, 2)])
    reader.select(Span(4, 20))


def place(text: str, *versions: tuple[str, list[tuple[str, str]]], **more) -> PaintedPlace:
    """Versions as (letter, [(layer, words), ...])."""
    painted = []
    for letter, marks in versions:
        spans = [(Span(text.index(w), text.index(w) + len(w)), layer) for layer, w in marks]
        painted.append(
            PaintedVersion(letter, tuple(VersionMark(span, x, UNDERLINES[x]) for span, x in spans))
        )
    found = [mark.span for version in painted for mark in version.marks]
    whole = Span(min(s.start for s in found), max(s.end for s in found))
    return PaintedPlace(whole, tuple(painted), **more)


def versions(reader: Reader) -> None:
    """Versions in lanes: over lines, nested in one another, settled, too many; words hatched."""
    reader.show_document(NEWS)
    first, second = "“No, there are no dates yet.", "But we still expect it to happen soon,”"
    said = "“We have noted them with the attention that they deserve. We are impressed by such"
    reader.set_labels([label(1, NEWS, "cue", "told"), label(2, NEWS, "date", "Feb. 3", "2026")])
    names = "ABCDEFGHIJK"
    reader.set_versions(
        [
            place(
                NEWS,
                ("A", [("quote", f"{first} {second}")]),
                ("B", [("quote", first), ("quote", second)]),
                ("C", [("claim", second)]),
            ),
            place(NEWS, ("A", [("date", "soon")]), ("B", [("cue", "happen soon")])),
            place(NEWS, ("A", [("speaker", "The Harbour Council")]), settled=True),
            place(NEWS, ("A", [("quote", said)]), ("B", [("not_quote", "“positive”")])),
            place(NEWS, *((name, [("speaker", "Advertisement")]) for name in names)),
        ]
    )
    reader.set_differing([Span(NEWS.index(second), NEWS.index(second) + len(second))])
    reader.set_blocks([block(NEWS, "“No", "in Meridan.", 1, 2, 3)])
    reader.set_caret(NEWS.index("briefing"))


SCENES = {
    "news": news,
    "chosen": chosen,
    "nested": nested,
    "right-to-left": right_to_left,
    "versions": versions,
}


@pytest.mark.parametrize("scene", SCENES)
def test_picture(reader, any_theme, scene):
    reader.set_theme(any_theme)
    SCENES[scene](reader)
    compare(reader.grab().toImage(), f"reader-{scene}-{any_theme.name}")


@pytest.mark.parametrize(("zoom", "width"), [(70, 712), (250, 900)])
def test_picture_at_another_size(reader, theme, zoom, width):
    reader.resize(width, 500)
    reader.set_zoom(zoom)
    news(reader)
    compare(reader.grab().toImage(), f"reader-news-{zoom}")


def compare(got: QImage, name: str) -> None:
    """Fail unless the picture is the golden one; then all three are in build/goldens."""
    got = got.convertToFormat(QImage.Format.Format_RGB32)
    path = GOLDENS / f"{name}.png"
    if os.environ.get("PULLQUOTE_GOLDENS") == "write":
        GOLDENS.mkdir(exist_ok=True)
        got.save(str(path))
    want = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    assert not want.isNull(), f"there is no {path.name}: write it with PULLQUOTE_GOLDENS=write"
    if got == want:
        return
    RESULTS.mkdir(parents=True, exist_ok=True)
    got.save(str(RESULTS / f"{name}-got.png"))
    want.save(str(RESULTS / f"{name}-want.png"))
    assert got.size() == want.size(), f"{name} has another size: see {RESULTS}"
    differs = np.abs(pixels(got) - pixels(want)).max(axis=2) > 2
    difference = QImage(np.where(differs, 0, 255).astype(np.uint8).tobytes(), *_format(differs))
    difference.save(str(RESULTS / f"{name}-diff.png"))
    assert not differs.any(), f"{differs.sum()} pixels of {name} differ: see {RESULTS}"


def pixels(image: QImage) -> np.ndarray:
    levels = np.frombuffer(image.constBits(), dtype=np.uint8)
    return levels.reshape(image.height(), image.width(), 4).astype(int)


def _format(mask: np.ndarray) -> tuple[int, int, int, QImage.Format]:
    height, width = mask.shape
    return width, height, width, QImage.Format.Format_Grayscale8


def test_a_difference_is_found_and_shown(reader, theme, tmp_path, monkeypatch):
    monkeypatch.setattr(f"{__name__}.GOLDENS", tmp_path)
    monkeypatch.setattr(f"{__name__}.RESULTS", tmp_path / "results")
    news(reader)
    monkeypatch.setenv("PULLQUOTE_GOLDENS", "write")
    compare(reader.grab().toImage(), "picture")
    monkeypatch.delenv("PULLQUOTE_GOLDENS")
    reader.set_selected(None)
    with pytest.raises(AssertionError, match="pixels of picture differ"):
        compare(reader.grab().toImage(), "picture")
    assert sorted(path.name for path in (tmp_path / "results").iterdir()) == [
        "picture-diff.png",
        "picture-got.png",
        "picture-want.png",
    ]
