"""What the keys do now, for the strip under the text."""

from PySide6.QtCore import QCoreApplication

from pullquote.model.schema import Schema
from pullquote.ui.shell.key_strip import Hint


def tr(text: str) -> str:
    return QCoreApplication.translate("Hints", text)


def words_chosen(schema: Schema) -> list[Hint]:
    layers: list[Hint] = [(layer.key, layer.name) for layer in schema.layers]
    return [*layers, None, ("E", tr("grow")), ("Esc", tr("let go"))]


def label_selected(offers: int, copies: int) -> list[Hint]:
    take = tr("take speaker and cue") if offers else tr("edit")
    hints: list[Hint] = [
        ("Enter", take),
        ("F2", tr("extent")),
        ("T", tr("kind")),
        ("M", tr("note")),
        ("Del", tr("remove")),
        None,
        ("J", tr("next")),
    ]
    if copies:
        hints.insert(3, ("W", tr("copies")))
    return hints


def nothing_chosen(schema: Schema, *, is_open: bool) -> list[Hint]:
    layers: list[Hint] = [(layer.key, layer.name.lower()) for layer in schema.layers]
    more: list[Hint] = [None, ("G", tr("next quotation")), ("J", tr("next label"))]
    if is_open:
        more.append(("Esc", tr("let go")))
    return layers + more


def moving_edges() -> list[Hint]:
    return [
        ("← →", tr("end, by word")),
        ("Shift+← →", tr("start")),
        ("Ctrl+← →", tr("by character")),
        None,
        ("Enter", tr("keep")),
        ("Esc", tr("leave")),
    ]


def tying() -> list[Hint]:
    return [("J K", tr("choose the other label")), ("Enter", tr("tie")), ("Esc", tr("leave"))]


def choosing_speaker() -> list[Hint]:
    return [("Enter", tr("take speaker")), ("↓", tr("next name")), ("Esc", tr("back to the text"))]


def copies() -> list[Hint]:
    return [
        ("↓", tr("next copy")),
        ("Enter", tr("open")),
        ("B", tr("boilerplate")),
        ("Del", tr("dismiss")),
        ("Alt+←", tr("back")),
        ("Esc", tr("text")),
    ]


def read_only() -> list[Hint]:
    return [("J", tr("next label")), ("P", tr("next repeat")), ("W", tr("copies"))]
