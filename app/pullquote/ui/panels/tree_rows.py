"""The rows of the tree, from the labels of a document as `model.tree` arranges them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pullquote.model.schema import Schema
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
    words = _line(text, span)
    return words if words[:1] in _OPENING else f"“{words}”"


@dataclass(frozen=True, slots=True)
class _Rows:
    schema: Schema
    text: str
    speakers: Mapping[int, str]
    opened: int | None

    def of(self, node: Node, depth: int) -> Iterator[TreeRow]:
        label = node.annotation
        dates = [child for child in node.children if self._dates(child)]
        beside = dates[0] if dates and not self._dates(node) else None
        row = self._row(label, depth)
        if beside and (value := beside.annotation.attributes.get("value")):
            row = replace(
                row,
                aside=value,
                aside_layer=beside.annotation.layer,
                aside_label=beside.annotation.id,
            )
        elif label.id == self.opened and depth == 0:
            row = replace(row, aside=tr("open"))
        else:
            beside = None
        yield row
        yield from self._below(
            [child for child in node.children if child is not beside], label, depth
        )

    def _below(self, children: Sequence[Node], head: Annotation, depth: int) -> Iterator[TreeRow]:
        speaker = next((child for child in children if self._speaks(child)), None)
        cue = next((child for child in children if self._reports(child)), None)
        if speaker:
            row = self._row(speaker.annotation, depth + 1)
            if cue:
                verb = _line(self.text, cue.annotation.span)
                row = replace(row, aside=verb, aside_label=cue.annotation.id)
            yield row
        elif head.speaker is not None and self._opens(head):
            yield self._own_speaker(head, depth + 1)
        for child in children:
            if child is not speaker and not (child is cue and speaker):
                yield from self.of(child, depth + 1)

    def _row(self, label: Annotation, depth: int) -> TreeRow:
        if self._opens(label):
            return TreeRow(label.id, label.layer, quoted(self.text, label.span), depth)
        words = _line(self.text, label.span)
        name = self.speakers.get(label.speaker, "") if label.speaker is not None else ""
        value = label.attributes.get("value", "")
        return TreeRow(
            label.id,
            label.layer,
            _named(words, name),
            depth,
            aside=value,
            aside_layer=label.layer if value else "",
        )

    def _own_speaker(self, head: Annotation, depth: int) -> TreeRow:
        """A head whose speaker is known and not mentioned."""
        layers = [layer.id for layer in self.schema.layers if layer.unit == "name"]
        name = self.speakers.get(head.speaker or 0, "")
        return TreeRow(head.id, layers[0] if layers else head.layer, name, depth)

    def _opens(self, label: Annotation) -> bool:
        layer = self.schema.layer(label.layer)
        return layer is not None and layer.opens

    def _unit(self, node: Node) -> str:
        layer = self.schema.layer(node.annotation.layer)
        return layer.unit if layer else ""

    def _dates(self, node: Node) -> bool:
        return self._unit(node) == "date"

    def _speaks(self, node: Node) -> bool:
        return self._unit(node) == "name"

    def _reports(self, node: Node) -> bool:
        return self._unit(node) == "verb"


def _named(words: str, name: str) -> str:
    """A mention and whom it means: the name alone where the mention has it."""
    if not name:
        return words
    return name if name.casefold() in words.casefold() else f"{words} → {name}"


def _line(text: str, span: Span) -> str:
    words = text[span.start : min(span.end, span.start + _MOST)]
    line = " ".join(words.split())
    return line if len(span) <= _MOST else f"{line} …"
