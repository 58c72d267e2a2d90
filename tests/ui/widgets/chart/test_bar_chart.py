"""The bar chart: values to places, what is painted, what is said, and its picture as a file."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QRegion
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget

from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets.chart import BarChart, BarPart, Bars, CannotWritePicture
from pullquote.ui.widgets.chart.bar_chart import bar_places, legend_places
from pullquote.ui.widgets.chart.chart import axis_values, round_step

PARTS = (
    BarPart("done", "done", "role:accent"),
    BarPart("in_progress", "in progress", "pale:accent"),
    BarPart("quote", "Quote", "layer:quote"),
)
BARS = Bars(("Ada", "Bo"), PARTS, ((30, 0, 10), (5, 5, 0)))


def measure(words: str) -> float:
    return 7.0 * len(words)


@pytest.fixture
def chart(theme, qtbot) -> BarChart:
    made = BarChart("Documents", theme)
    qtbot.addWidget(made)
    made.show_bars(BARS)
    made.resize(600, made.heightForWidth(600))
    return made


def painted(chart: BarChart) -> QImage:
    picture = QImage(chart.size(), QImage.Format.Format_RGB32)
    picture.fill(chart.theme.color("page"))
    chart.render(picture, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    return picture


def near_left(chart: BarChart, row: int, part: int) -> QPoint:
    """A place in a bar that no number covers."""
    area = bar_places(BARS, chart.width(), measure).bars[row][part]
    return QPointF(area.left() + 2, area.top() + 3).toPoint()


# --- values to places --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("most", "step"), [(0, 1), (8, 1), (9, 2), (18, 5), (136, 20), (5000, 1000)]
)
def test_an_axis_has_round_numbers(most: int, step: int) -> None:
    assert round_step(most, 8) == step


@given(st.integers(0, 10**7), st.floats(1, 4000), st.floats(10, 100))
def test_numbers_at_the_axis_never_stand_closer_than_asked(most, length, apart) -> None:
    values = axis_values(most, length, apart)
    assert values[0] == 0
    assert values[-1] <= most
    if len(values) > 4:
        assert values[1] / most * length >= apart - 1e-6


counts = st.lists(st.tuples(*[st.integers(0, 10**6)] * 3), min_size=1, max_size=12)


@given(counts, st.integers(200, 2400))
def test_bars_are_as_long_as_their_counts_and_stay_on_the_axis(rows, width) -> None:
    bars = Bars(tuple(map(str, range(len(rows)))), PARTS, tuple(rows))
    places = bar_places(bars, width, measure)
    scale = places.axis.length() / max(bars.most, 1)
    for row, bar in zip(rows, places.bars, strict=True):
        assert bar[0].left() == places.axis.x1()
        assert [area.width() for area in bar] == pytest.approx([n * scale for n in row])
        assert bar[-1].right() <= places.axis.x2() + 1e-6
    assert places.axis.x2() <= width
    assert all(name.right() < places.axis.x1() for name in places.names)


@given(st.integers(60, 900))
def test_entries_of_the_legend_never_lie_over_one_another(width: int) -> None:
    found = legend_places(BARS, width, measure)
    for a, b in pairwise(found):
        assert b.left() > a.right() or b.top() >= a.bottom()


def test_a_chart_without_rows_has_an_axis_from_0_to_1() -> None:
    places = bar_places(Bars((), (), ()), 600, measure)
    assert [value for _left, value in places.ticks] == [0]
    assert places.axis.length() > 400


# --- what is painted ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["light", "dark"])
def test_each_part_has_its_colour_in_both_themes(chart, name) -> None:
    chart.set_theme(Theme.load(name))
    picture = painted(chart)
    assert picture.pixelColor(near_left(chart, 0, 0)) == chart.theme.color("accent")
    assert picture.pixelColor(near_left(chart, 0, 2)) == chart.theme.layer("quote").line
    beyond = bar_places(BARS, 600, measure).bars[1][1]
    free = QPointF(beyond.right() + 10, beyond.center().y()).toPoint()
    assert picture.pixelColor(free) == chart.theme.color("page")


def test_a_line_of_the_page_parts_neighbours(chart) -> None:
    area = bar_places(BARS, 600, measure).bars[1][0]
    here = painted(chart).pixelColor(round(area.right()) - 1, round(area.center().y()))
    assert here not in (chart.theme.color("accent"), chart.colour(PARTS[1]))


def test_a_number_stands_in_a_bar_that_has_room_for_it(chart) -> None:
    picture, theme = painted(chart), chart.theme
    bar = bar_places(BARS, 600, measure).bars[0][0].toRect().adjusted(2, 2, -3, -2)
    inside = {
        picture.pixelColor(x, y).rgb()
        for x in range(bar.left(), bar.right())
        for y in range(bar.top(), bar.bottom())
    }
    assert theme.color("page").rgb() in inside
    assert len(inside) > 3


def test_what_is_taller_than_the_window_asks_for_its_height(chart) -> None:
    many = Bars(tuple(map(str, range(12))), PARTS, ((1, 2, 3),) * 12)
    before = chart.heightForWidth(600)
    chart.show_bars(many)
    assert chart.heightForWidth(600) == before + 10 * 36
    assert chart.heightForWidth(160) > chart.heightForWidth(600)


# --- what is said ------------------------------------------------------------------------------


def test_a_screen_reader_has_the_name_and_the_numbers(chart) -> None:
    assert chart.accessibleName() == "Documents"
    assert chart.accessibleDescription() == "Ada: 30 done, 10 Quote; Bo: 5 done, 5 in progress"


def test_the_mouse_finds_values_and_whole_names(chart) -> None:
    assert chart.words_at(QPointF(near_left(chart, 0, 2))) == "Ada: 10 Quote"
    assert chart.words_at(QPointF(20, near_left(chart, 1, 0).y())) == "Bo"
    assert chart.words_at(QPointF(599, 1)) == ""


# --- its picture -------------------------------------------------------------------------------


def test_the_picture_is_twice_as_fine_and_on_the_page(chart, tmp_path: Path) -> None:
    chart.save(tmp_path / "a.png")
    picture = QImage(str(tmp_path / "a.png"))
    assert picture.width() == 2 * (600 + 48)
    assert picture.pixelColor(4, 4) == chart.theme.color("page")
    colours = {picture.pixelColor(x, picture.height() // 2).rgb() for x in range(picture.width())}
    assert QColor(chart.theme.color("accent")).rgb() in colours


def test_the_svg_has_words_as_words(chart, tmp_path: Path) -> None:
    chart.save(tmp_path / "a.svg")
    written = (tmp_path / "a.svg").read_text(encoding="utf-8")
    for words in ("<title>Documents</title>", ">Ada<", ">in progress<", ">30<"):
        assert words in written


def test_a_picture_that_cannot_be_written_is_a_sentence(chart, tmp_path: Path) -> None:
    gone = tmp_path / "gone" / "a.png"
    with pytest.raises(CannotWritePicture, match="could not be written; check that its folder"):
        chart.save(gone)


@pytest.mark.parametrize(
    ("typed", "kind", "written"),
    [
        ("week 1.2", "PNG (*.png)", "week 1.2.png"),
        ("week.jpg", "PNG (*.png)", "week.jpg.png"),
        ("week", "SVG (*.svg)", "week.svg"),
        ("week.SVG", "PNG (*.png)", "week.SVG"),
    ],
)
def test_a_picture_is_called_after_its_kind(
    chart, tmp_path, monkeypatch, typed: str, kind: str, written: str
) -> None:
    chosen = (str(tmp_path / typed), kind)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: chosen)
    chart.ask_where()
    (found,) = tmp_path.iterdir()
    assert found.name == written
    assert found.read_bytes().startswith(b"\x89PNG") == written.endswith(".png")


def test_the_context_menu_offers_the_picture(chart, qtbot) -> None:
    chart.show()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(chart, event)
    (menu,) = chart.findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == ["Save picture"]
    assert menu.testAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.close()
