"""What the keys do now, for the strip of the room."""

from pullquote.ui.agreement.wording import tr
from pullquote.ui.widgets.key_strip import Hint


def figures(*, narrowed: bool) -> list[Hint]:
    hints: list[Hint] = [
        ("↓", tr("next figure")),
        ("Ctrl+C", tr("copy as sentence")),
        ("F6", tr("to the pairs")),
    ]
    return hints + _clear(narrowed=narrowed)


def parts(*, narrowed: bool) -> list[Hint]:
    hints: list[Hint] = [("← →", tr("go")), ("↓", tr("next")), ("F6", tr("to the list"))]
    return hints + _clear(narrowed=narrowed)


def rows(*, chosen: bool, narrowed: bool) -> list[Hint]:
    hints: list[Hint] = [("↓", tr("next"))]
    if chosen:
        hints.append(("Enter", tr("open in the text")))
    hints += [("Ctrl+J", tr("adjudicate these")), ("F6", tr("to the figures"))]
    return hints + _clear(narrowed=narrowed)


def nothing() -> list[Hint]:
    return []


def _clear(*, narrowed: bool) -> list[Hint]:
    return [("Esc", tr("clear the filter"))] if narrowed else []
