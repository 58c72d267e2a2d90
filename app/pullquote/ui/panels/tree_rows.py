"""The rows of the tree, from the labels of a document as `model.tree` arranges them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pullquote.model.schema import Schema, Unit
from pullquote.model.tree import Node
from pullquote.model.values import Annotation
from pullquote.text.spans import Span
from pullquote.ui.panels.values import TreeRow
from pullquote.ui.panels.wording import tr

_MOST = 120
_OPENING = "“‘\"'«„‹"


def tree_rows(
    nodes: Iterable[Node],
    schema: Schema,
    text: str,
    speakers: Mapping[int, str],
    *,
    opened: int | None = None,
) -> list[TreeRow]:
    """`speakers` are the names of the register by id, `opened` the label that stays open.

    A cue stands beside its speaker and the first date beside its head; what has no place at the
    right gets a row of its own.
    """
    maker = _Rows(schema, text, speakers, opened)
    return [row for node in nodes for row in maker.of(node, 0)]


def quoted(text: str, span: Span) -> str:
    """Words in quotation marks, if they have none of their own, on one line."""
    words = _line(text, span.start, span.end)
    return words if words[:1] in _OPENING else f"“{words}”"


class _Rows:
    def __init__(
        self, schema: Schema, text: str, speakers: Mapping[int, str], opened: int | None
    ) -> None:
        self._text, self._speakers, self._opened = text, speakers, opened
        self._units = {layer.id: layer.unit for layer in schema.layers}
        self._opening = {layer.id for layer in schema.layers if layer.opens}
        self._name_layer = next((layer.id for layer in schema.layers if layer.unit == "name"), "")

    def of(self, node: Node, depth: int) -> Iterator[TreeRow]:
        head = node.annotation
        dated = None if self._is(node, "date") else self._first(node.children, "date")
        if dated:
            yield self._row(head, depth, beside=dated.annotation)
        elif head.id == self._opened and depth == 0:
            yield TreeRow(head.id, head.layer, quoted(self._text, head.span), 0, tr("open"))
        else:
            yield self._row(head, depth)
        rest = [child for child in node.children if child is not dated]
        yield from self._below([*rest, *dated.children] if dated else rest, head, depth + 1)

    def _below(self, children: Sequence[Node], head: Annotation, depth: int) -> Iterator[TreeRow]:
        speaker, cue = self._first(children, "name"), self._first(children, "verb")
        if speaker:
            yield self._row(speaker.annotation, depth, beside=cue.annotation if cue else None)
            yield from self._below([*speaker.children, *(cue.children if cue else ())], head, depth)
        elif head.speaker is not None and head.layer in self._opening and depth == 1:
            # The speaker is known and not mentioned.
            name = self._speakers.get(head.speaker, "")
            yield TreeRow(head.id, self._name_layer or head.layer, name, depth)
        for child in children:
            if child is not speaker and (child is not cue or not speaker):
                yield from self.of(child, depth)

    def _row(self, label: Annotation, depth: int, beside: Annotation | None = None) -> TreeRow:
        words = self._words(label)
        value = (beside or label).attributes.get("value", "")
        if beside is None:
            return TreeRow(label.id, label.layer, words, depth, value, label.layer if value else "")
        aside = value or _line(self._text, beside.start, beside.end)
        layer = beside.layer if value else ""
        return TreeRow(label.id, label.layer, words, depth, aside, layer, beside.id)

    def _words(self, label: Annotation) -> str:
        if label.layer in self._opening:
            return quoted(self._text, label.span)
        words = _line(self._text, label.start, label.end)
        return _named(words, self._speakers.get(label.speaker, "") if label.speaker else "")

    def _is(self, node: Node, unit: Unit) -> bool:
        return self._units.get(node.annotation.layer) == unit

    def _first(self, nodes: Sequence[Node], unit: Unit) -> Node | None:
        return next((node for node in nodes if self._is(node, unit)), None)


def _named(words: str, name: str) -> str:
    """A mention and whom it means: the name alone where the mention has it."""
    if not name:
        return words
    return name if name.casefold() in words.casefold() else f"{words} → {name}"


def _line(text: str, start: int, end: int) -> str:
    line = " ".join(text[start : min(end, start + _MOST)].split())
    return line if end - start <= _MOST else f"{line} …"
