import xml.etree.ElementTree as ET

import pytest
from PySide6.QtGui import QColor

from pullquote.assets import RESOURCES
from pullquote.ui.widgets.icon import icon_names, icon_pixmap

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
    assert set(NEEDED) <= set(icon_names())


@pytest.mark.parametrize("name", icon_names())
def test_an_icon_is_one_colour_on_a_grid_of_twenty(name):
    root = ET.parse(RESOURCES / "icons" / f"{name}.svg").getroot()
    assert root.get("viewBox") == "0 0 20 20"
    colours = {value for node in root.iter() for key, value in node.items()
               if key in {"fill", "stroke"}}  # fmt: skip
    assert colours <= {"none", "currentColor"}


@pytest.mark.parametrize("name", icon_names())
def test_an_icon_is_drawn_in_the_colour_asked_for(qapp, name):
    image = icon_pixmap(name, QColor("#AD1B4A"), 20, 2.0).toImage()
    colours = [image.pixelColor(x, y) for x in range(40) for y in range(40)]
    drawn = [colour for colour in colours if colour.alpha() == 255]
    assert drawn
    # Where two anti-aliased edges meet, a channel is one off.
    assert all(abs(c.red() - 0xAD) + abs(c.blue() - 0x4A) <= 3 for c in drawn)


def test_an_unknown_icon_is_an_error(qapp):
    with pytest.raises(FileNotFoundError):
        icon_pixmap("no such icon", QColor("black"))
