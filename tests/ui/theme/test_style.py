import pytest
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QPushButton

from pullquote.ui.theme import style
from pullquote.ui.theme.fonts import load_fonts, program_font, text_font
from pullquote.ui.theme.palette import Theme


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
