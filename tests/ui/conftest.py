import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from pullquote.ui.theme import style
from pullquote.ui.theme.palette import Theme


@pytest.fixture(params=["light", "dark"])
def any_theme(request, qapp: QApplication) -> Theme:
    """Each palette in turn, applied to the program."""
    theme = Theme.load(request.param)
    style.apply_theme(qapp, theme)
    return theme


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light palette, applied to the program."""
    light = Theme.load("light")
    style.apply_theme(qapp, light)
    return light
