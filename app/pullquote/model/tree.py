"""The labels of a document as a tree: each quote and claim with what is related to it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pullquote.model.schema import Schema
from pullquote.model.values import Annotation, Relation


class Node(NamedTuple):
    """A label with the labels it is related to.

    `relation` and `role` say how it hangs on the label above it, "" at the top.
    """

    annotation: Annotation
    children: tuple["Node", ...] = ()
    relation: str = ""
    role: str = ""


def label_tree(
    schema: Schema, annotations: Iterable[Annotation], relations: Iterable[Relation]
) -> list[Node]:
    """Labels of one document by position; children in the schema's order, then by position.

    A label of a layer that opens, and one related to nothing, stands at the top. Below another
    label one that opens is a leaf, so it is told once in full. Every label is in the tree, one that
    belongs to two heads under both; ends that are not there are passed over.
    """
    labels = {label.id: label for label in sorted(annotations, key=_position)}
    known = _Relations(schema, labels, relations)
    tops = [label for label in labels.values() if known.opens(label) or label.id not in known.tails]
    nodes = [known.node(label) for label in tops]
    reached = {id_ for node in nodes for id_ in _ids(node)}
    for label in labels.values():  # what hangs in a circle, or too deep
        if label.id not in reached:
            nodes.append(known.node(label))
            reached.update(_ids(nodes[-1]))
    return sorted(nodes, key=lambda node: _position(node.annotation))


# A quote, its date, and the date that one counts from; what is related lower stands at the top.
_DEEPEST = 3


class _Relations:
    def __init__(
        self, schema: Schema, labels: Mapping[int, Annotation], relations: Iterable[Relation]
    ) -> None:
        self._opening = {layer.id for layer in schema.layers if layer.opens}
        self._labels = labels
        self._of_head: dict[int, list[Relation]] = defaultdict(list)
        order = {kind.id: place for place, kind in enumerate(schema.relations)}
        known = [r for r in relations if r.head in labels and r.tail in labels]
        for one in sorted(known, key=lambda r: (order.get(r.kind, len(order)), self._place(r))):
            self._of_head[one.head].append(one)
        self.tails = {one.tail for one in known if one.head != one.tail}

    def opens(self, label: Annotation) -> bool:
        return label.layer in self._opening

    def node(
        self, label: Annotation, relation: Relation | None = None, above: Sequence[int] = ()
    ) -> Node:
        children: tuple[Node, ...] = ()
        # A bound on the depth keeps a chain of dates, each counted from the last, from filling the
        # panel.
        if relation is None or (not self.opens(label) and len(above) < _DEEPEST):
            path = (*above, label.id)
            children = tuple(
                self.node(self._labels[below.tail], below, path)
                for below in self._of_head[label.id]
                if below.tail not in path
            )
        return Node(
            label, children, relation.kind if relation else "", relation.role if relation else ""
        )

    def _place(self, relation: Relation) -> tuple[int, int, int]:
        return _position(self._labels[relation.tail])


def _position(label: Annotation) -> tuple[int, int, int]:
    return label.start, -label.end, label.id


def _ids(node: Node) -> Iterable[int]:
    yield node.annotation.id
    for child in node.children:
        yield from _ids(child)
