"""What the strip at the bottom says of the keys: pairs of a key and what it does, by what has them.

None in a list parts what stays at the left from what may be left out in a narrow window.
"""

from collections.abc import Iterator

from pullquote.model.schema import Layer, Schema
from pullquote.ui.widgets.key_strip import Hint
from pullquote.ui.widgets.words import tr

# --- the text -----------------------------------------------------------------------------------


def hints_for_words(schema: Schema, opened: Layer | None) -> list[Hint]:
    """`opened` is the layer of the open quote or claim."""
    layers = [(layer.key, layer.name) for layer in schema.layers]
    return [*_of_open(layers, schema, opened), None, ("E", tr("grow")), ("Esc", tr("let go"))]


def _of_open(layers: list[tuple[str, str]], schema: Schema, opened: Layer | None) -> Iterator[Hint]:
    """Whose part a label would be: said in full once, then in short."""
    is_first = True
    for (key, name), layer in zip(layers, schema.layers, strict=True):
        if opened is None or layer.opens or not schema.relation_between(opened.id, layer.id):
            yield key, name
        elif is_first:
            is_first = False
            yield key, tr("{0} of the open {1}").format(name, opened.name.lower())
        else:
            yield key, tr("its {}").format(layer.name.lower())


def hints_for_label(
    layer: Layer | None, offers: int, copies: int, *, unconfirmed: bool = False
) -> list[Hint]:
    """The values that a label of the layer has on keys of their own stand among them.

    How sure one is stands on the key sheet alone: it is asked of every label.
    """
    take = tr("take speaker and cue") if offers else tr("edit")
    take = tr("confirm") if unconfirmed else take
    attributes = [a for a in layer.attributes if a.key not in {"", "Y"}] if layer else []
    hints: list[Hint] = [
        ("Enter", take),
        ("F2", tr("extent")),
        *((attribute.key, attribute.name.lower()) for attribute in attributes),
        ("M", tr("note")),
        ("Del", tr("remove")),
        None,
        ("J", tr("next")),
    ]
    if copies:
        hints.insert(hints.index(("M", tr("note"))), ("V", tr("carry to copies")))
    return hints


def hints_for_suggestion(*, has_parts: bool) -> list[Hint]:
    """Of the suggestion in focus."""
    take = tr("take with speaker and cue") if has_parts else tr("take")
    hints: list[Hint] = [
        ("Enter", take),
        ("Backspace", tr("turn down")),
        None,
        ("F2", tr("extent")),
        ("H", tr("why")),
        ("Tab", tr("next")),
        ("Esc", tr("leave")),
    ]
    if has_parts:
        hints.insert(3, ("S", tr("other speaker")))
    return hints


def hints_for_nothing(schema: Schema, opened: Layer | None, counts: str = "") -> list[Hint]:
    """`opened` is the layer of the open quote or claim."""
    layers = [(layer.key, layer.name.lower()) for layer in schema.layers]
    # What one begins with comes first: in a narrow window the last ones have no room.
    first: list[Hint] = [("G", tr("next quotation")), None]
    more: list[Hint] = [None, ("J", tr("next label"))]
    if counts:
        first.insert(0, ("Tab", counts))
    if opened is not None:
        more.insert(1, ("Esc", tr("let go")))
    return [*first, *_of_open(layers, schema, opened), *more]


def hints_for_extent() -> list[Hint]:
    return [
        ("← →", tr("end, by word")),
        ("Shift+← →", tr("start")),
        ("Ctrl+← →", tr("by character")),
        None,
        ("Enter", tr("keep")),
        ("Esc", tr("leave")),
    ]


def hints_for_relation() -> list[Hint]:
    return [("J K", tr("choose the other label")), ("Enter", tr("tie")), ("Esc", tr("leave"))]


def hints_for_read_only() -> list[Hint]:
    return [("J", tr("next label")), ("P", tr("next repeat")), ("W", tr("copies"))]


# --- disagreements that are decided ---------------------------------------------------------------


def hints_for_item(*, settled: bool) -> list[Hint]:
    last: Hint = ("R", tr("open again")) if settled else ("M", tr("why"))
    return [
        ("J", tr("next, leave open")),
        ("K", tr("before")),
        last,
        None,
        ("F6", tr("other panes")),
        ("Ctrl+Z", tr("take back")),
    ]


def hints_for_version_edit(schema: Schema) -> list[Hint]:
    layers: list[Hint] = [(layer.key, layer.name.lower()) for layer in schema.layers]
    return [
        *layers,
        None,
        ("F2", tr("edges")),
        ("Del", tr("remove")),
        ("J", tr("next label")),
    ]


def hints_for_state() -> list[Hint]:
    return [("F6", tr("other panes")), ("Alt+←", tr("back"))]


# --- figures of agreement -------------------------------------------------------------------------


def hints_for_figures(*, narrowed: bool) -> list[Hint]:
    hints: list[Hint] = [
        ("↓", tr("next figure")),
        ("Ctrl+C", tr("copy as sentence")),
        ("F6", tr("to the pairs")),
    ]
    return hints + _clear_hint(narrowed=narrowed)


def hints_for_breakdown(*, narrowed: bool) -> list[Hint]:
    hints: list[Hint] = [("← →", tr("go")), ("↓", tr("next")), ("F6", tr("to the list"))]
    return hints + _clear_hint(narrowed=narrowed)


def hints_for_disagreements(*, chosen: bool, narrowed: bool) -> list[Hint]:
    hints: list[Hint] = [("↓", tr("next"))]
    if chosen:
        hints.append(("Enter", tr("open in the text")))
    hints += [("Ctrl+J", tr("adjudicate these")), ("F6", tr("to the figures"))]
    return hints + _clear_hint(narrowed=narrowed)


def _clear_hint(*, narrowed: bool) -> list[Hint]:
    return [("Esc", tr("clear the filter"))] if narrowed else []
