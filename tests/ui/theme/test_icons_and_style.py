import xml.etree.ElementTree as ET

import pytest
from PySide6.QtGui import QColor, QFontInfo
from PySide6.QtWidgets import QPushButton

from pullquote.assets import RESOURCES
from pullquote.ui.theme import icons, style
from pullquote.ui.theme.fonts import load_fonts, program_font, text_font
from pullquote.ui.theme.palette import Theme

NEEDED = [
    "annotate",
    "clusters",
    "agreement",
    "adjudicate",
    "timeline",
    "speakers",
    "progress",
    "settings",
    "help",
    "search",
    "copies",
    "labels",
    "chevron-down",
    "chevron-right",
    "chevron-up",
    "check",
    "close",
    "plus",
    "warning",
    "flag",
    "note",
    "history",
    "calendar",
    "folder",
    "file",
    "import",
    "export",
    "merge",
    "split",
    "link",
    "lock",
    "more",
    "suggestion",
    "names-hidden",
    "undo",
    "jump",
    "scope",
    "guideline",
    "list",
    "mark",
]


def test_every_icon_of_the_design_is_there():
    assert set(NEEDED) <= set(icons.icon_names())


@pytest.mark.parametrize("name", icons.icon_names())
def test_an_icon_is_one_colour_on_a_grid_of_twenty(name):
    root = ET.parse(RESOURCES / "icons" / f"{name}.svg").getroot()
    assert root.get("viewBox") == "0 0 20 20"
    colours = {value for node in root.iter() for key, value in node.items()
               if key in {"fill", "stroke"}}  # fmt: skip
    assert colours <= {"none", "currentColor"}


@pytest.mark.parametrize("name", icons.icon_names())
def test_an_icon_is_drawn_in_the_colour_asked_for(qapp, name):
    image = icons.pixmap(name, QColor("#AD1B4A"), 20, 2.0).toImage()
    colours = [image.pixelColor(x, y) for x in range(40) for y in range(40)]
    drawn = [colour for colour in colours if colour.alpha() == 255]
    assert drawn
    # Where two anti-aliased edges meet, a channel is one off.
    assert all(abs(c.red() - 0xAD) + abs(c.blue() - 0x4A) <= 3 for c in drawn)


def test_an_unknown_icon_is_an_error(qapp):
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no such icon", QColor("black"))


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_style_sheet_fills_in_every_role(name):
    sheet = style.style_sheet(Theme.load(name))
    assert "$" not in sheet
    assert Theme.load(name).color("accent").name() in sheet


def test_a_theme_reaches_widgets_and_can_be_changed(qapp, qtbot):
    button = QPushButton("Merge")
    qtbot.addWidget(button)
    for name in ("light", "dark", "light"):
        theme = Theme.load(name)
        style.apply_theme(qapp, theme)
        button.ensurePolished()
        assert button.palette().windowText().color() == theme.color("ink")
        assert qapp.palette().accent().color() == theme.color("accent")


def test_the_shipped_faces_are_used(qapp):
    load_fonts()
    assert QFontInfo(program_font(13, 600)).family() == "Inter"
    assert QFontInfo(text_font()).family() == "Noto Serif"
    assert program_font(10.5).pointSizeF() == pytest.approx(7.875)
