import pytest

from pullquote.assets import RESOURCES
from pullquote.model.schema import Schema
from pullquote.model.schema_file import parse_schema


@pytest.fixture(scope="session")
def schema() -> Schema:
    return parse_schema((RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8"))


@pytest.fixture
def heard():
    """A list that gets what a signal says: `told = heard(widget.signal)`."""

    def listen(signal):
        told = []
        signal.connect(lambda *values: told.append(values if len(values) != 1 else values[0]))
        return told

    return listen


@pytest.fixture
def show(qtbot):
    """Show a widget as the active window, so that keys reach it."""

    def shown(widget, width=368, height=820):
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
        return widget

    return shown
