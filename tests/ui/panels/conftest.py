import re
from dataclasses import dataclass
from difflib import SequenceMatcher

import pytest

from pullquote.assets import RESOURCES
from pullquote.model.schema import Schema
from pullquote.model.schema_file import parse_schema
from pullquote.text.spans import Span


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


@dataclass(frozen=True)
class Piece:
    kind: str
    a: Span
    b: Span


@pytest.fixture(scope="session")
def diff():
    """Differences by words, as the panels get them."""

    def pieces(a, b):
        words = [re.findall(r"\w+|\W", text) for text in (a, b)]
        matcher = SequenceMatcher(None, *words, autojunk=False)
        found = []
        for what, *bounds in matcher.get_opcodes():
            of_a, of_b = _span(words[0], *bounds[:2]), _span(words[1], *bounds[2:])
            if what == "equal":
                found.append(Piece("same", of_a, of_b))
            elif of_a:
                found.append(Piece("only_a", of_a, Span(of_b.start, of_b.start)))
            if what != "equal" and of_b:
                found.append(Piece("only_b", Span(of_a.end, of_a.end), of_b))
        return found

    return pieces


def _span(words, first, after):
    start = sum(map(len, words[:first]))
    return Span(start, start + sum(map(len, words[first:after])))
