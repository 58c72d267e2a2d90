from collections.abc import Iterator

import pytest
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from pullquote.ui.reader import Reader
from pullquote.ui.theme.palette import Theme


@pytest.fixture
def reader(qtbot, theme: Theme) -> Reader:
    """A reader with the focus, nothing in it, and no motion."""
    made = Reader(theme)
    qtbot.addWidget(made)
    made.motion.on = False
    made.resize(712, 500)
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


@pytest.fixture(scope="module")
def lasting_reader(qapp: QApplication) -> Iterator[Reader]:
    """One reader for all examples of a property."""
    made = Reader(Theme.load("light"))
    made.motion.on = False
    made.resize(400, 300)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    qapp.processEvents()


@pytest.fixture(scope="session")
def any_text() -> st.SearchStrategy[str]:
    """Texts of what goes wrong: emoji, joiners, marks, ligatures, both directions, controls."""
    hard = [
        "e\u0301",
        "👩\u200d👩\u200d👧",
        "😀",
        "ﬁ",
        "שלום",
        "قال",
        "\u202e",
        "\x07",
        "字",
        " word",
    ]
    simple = list("ab. \n\t\u2028\u00adé")
    any_character = st.characters(exclude_categories=["Cs"])
    return st.lists(st.sampled_from(hard + simple) | any_character, max_size=30).map("".join)
