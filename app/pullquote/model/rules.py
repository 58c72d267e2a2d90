"""What the schema asks of labels and relations, and what is wrong with those that are there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from pullquote.calendar.values import is_value
from pullquote.model.schema import Attribute, Layer, RelationType, Schema
from pullquote.model.values import Annotation, Relation

ProblemKind = Literal[
    "unknown_layer",
    "unknown_attribute",
    "unknown_value",
    "speaker_not_kept",
    "two_speakers",
    "unknown_relation",
    "no_end",
    "other_document",
    "other_annotator",
    "itself",
    "wrong_head",
    "wrong_tail",
    "wrong_role",
    "too_many",
    "cycle",
]

_SENTENCES: Mapping[ProblemKind, str] = {
    "unknown_layer": "A label is on the layer “{detail}”, which the schema does not have.",
    "unknown_attribute": "A label has the attribute “{detail}”, which its layer does not have.",
    "unknown_value": "A label has the value “{detail}”, which its attribute does not allow.",
    "speaker_not_kept": "A label names a speaker, but its layer “{detail}” keeps none.",
    "two_speakers": "A label names a speaker of its own beside the one it relates to ({detail}).",
    "unknown_relation": "A relation is of the kind “{detail}”, which the schema does not have.",
    "no_end": "A relation ({detail}) has an end that is not there.",
    "other_document": "A relation ({detail}) joins labels of two documents.",
    "other_annotator": "A relation ({detail}) joins labels of two annotators.",
    "itself": "A relation ({detail}) joins a label to itself.",
    "wrong_head": "A relation ({detail}) starts at a label whose layer it may not start at.",
    "wrong_tail": "A relation ({detail}) ends at a label whose layer it may not end at.",
    "wrong_role": "A relation has the role “{detail}”, which its kind does not have.",
    "too_many": "A label has more relations ({detail}) than it may have.",
    "cycle": "Relations ({detail}) go round in a circle.",
}


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A broken rule; `annotations` and `relations` are the ids of all that take part."""

    kind: ProblemKind
    detail: str
    annotations: tuple[int, ...] = ()
    relations: tuple[int, ...] = ()

    def __str__(self) -> str:
        return _SENTENCES[self.kind].format(detail=self.detail)


def rule_problems(
    schema: Schema, annotations: Iterable[Annotation], relations: Iterable[Relation]
) -> list[BrokenRule]:
    """Every rule that these labels and relations break; they may be of many documents.

    The rules are in the schema, and that both ends of a relation are of one document and annotator;
    nothing is raised. Relations to labels that are not given count as broken.
    """
    labels = {annotation.id: annotation for annotation in annotations}
    relations = list(relations)
    found = [problem for label in labels.values() for problem in label_problems(schema, label)]
    for relation in relations:
        found += _relation_problems(schema, relation, labels)
    for kind in schema.relations:
        of_kind = [relation for relation in relations if relation.kind == kind.id]
        found += _too_many(kind, of_kind)
        if kind.acyclic:
            found += _cycles(kind, of_kind)
    return found


def inside(annotations: Iterable[Annotation]) -> list[tuple[int, int]]:
    """The computed relation: (id, id of the smallest quote around it) for quotes and claims.

    Both are of one document and annotator; a quote is not inside itself.
    """
    return [
        pair
        for _, group in groupby(sorted(annotations, key=_reading_order), key=_whose)
        for pair in _inside(group)
    ]


def _reading_order(label: Annotation) -> tuple[int, int, int, int, bool, int]:
    quote_last = label.layer != "quote"
    return label.document, label.annotator, label.start, -label.end, quote_last, label.id


def _whose(label: Annotation) -> tuple[int, int]:
    return label.document, label.annotator


def _inside(labels: Iterable[Annotation]) -> Iterator[tuple[int, int]]:
    around: list[Annotation] = []
    for label in labels:
        around = [quote for quote in around if quote.end > label.start]
        if label.layer not in {"quote", "claim"}:
            continue
        outer = [quote for quote in around if quote.end >= label.end]
        if outer:
            yield label.id, min(outer, key=lambda quote: quote.end - quote.start).id
        if label.layer == "quote":
            around.append(label)


def label_problems(schema: Schema, label: Annotation) -> Iterator[BrokenRule]:
    """What of a label by itself the schema does not have: it is kept, and shown as unknown."""
    layer = schema.layer(label.layer)
    if layer is None:
        yield BrokenRule("unknown_layer", label.layer, (label.id,))
        return
    if label.speaker is not None and not layer.speaker:
        yield BrokenRule("speaker_not_kept", layer.id, (label.id,))
    for name, value in label.attributes.items():
        attribute = layer.attribute(name)
        if attribute is None:
            yield BrokenRule("unknown_attribute", name, (label.id,))
        elif value and not _allows(layer, attribute, value):
            yield BrokenRule("unknown_value", f"{name}: {value}", (label.id,))


def _allows(layer: Layer, attribute: Attribute, value: str) -> bool:
    if layer.unit == "date" and attribute.id == "value":
        return is_value(value)
    return not attribute.values or value in attribute.values


def _relation_problems(
    schema: Schema, relation: Relation, labels: Mapping[int, Annotation]
) -> Iterator[BrokenRule]:
    kind = schema.relation(relation.kind)
    head, tail = labels.get(relation.head), labels.get(relation.tail)
    ends = tuple(end.id for end in (head, tail) if end)

    def problem(what: ProblemKind, detail: str = relation.kind) -> BrokenRule:
        return BrokenRule(what, detail, ends, (relation.id,))

    if kind is None:
        yield problem("unknown_relation")
    elif relation.role and relation.role not in kind.roles:
        yield problem("wrong_role", relation.role)
    if head is None or tail is None:
        yield problem("no_end")
        return
    if head is tail:
        yield problem("itself")
    if len({head.document, tail.document, relation.document}) > 1:
        yield problem("other_document")
    elif len({head.annotator, tail.annotator, relation.annotator}) > 1:
        yield problem("other_annotator")
    if kind is not None:
        yield from (problem(what) for what in _wrong_ends(schema, kind, head, tail))


def _wrong_ends(
    schema: Schema, kind: RelationType, head: Annotation, tail: Annotation
) -> Iterator[ProblemKind]:
    if head.layer not in kind.heads:
        yield "wrong_head"
    if tail.layer not in kind.tails:
        yield "wrong_tail"
    layer = schema.layer(tail.layer)
    if head.speaker is not None and layer and layer.speaker and not layer.opens:
        yield "two_speakers"


def _too_many(kind: RelationType, relations: Sequence[Relation]) -> Iterator[BrokenRule]:
    if kind.most is None:
        return
    of_head: dict[tuple[int, str], list[int]] = defaultdict(list)
    for relation in relations:
        of_head[relation.head, relation.role].append(relation.id)
    for (head, _), ids in of_head.items():
        if len(ids) > kind.most:
            yield BrokenRule("too_many", kind.id, (head,), tuple(ids))


def _cycles(kind: RelationType, relations: Sequence[Relation]) -> Iterator[BrokenRule]:
    following: dict[int, dict[int, int]] = defaultdict(dict)
    for relation in relations:
        if relation.head != relation.tail:
            following[relation.head][relation.tail] = relation.id
    for circle in _circles(following):
        pairs = zip(circle, [*circle[1:], circle[0]], strict=True)
        ids = tuple(following[head][tail] for head, tail in pairs)
        yield BrokenRule("cycle", kind.id, tuple(circle), ids)


def _circles(following: Mapping[int, Iterable[int]]) -> Iterator[list[int]]:
    """Depth first, without recursion: each way back to a node that the path came through."""
    done: set[int] = set()
    for start in following:
        path = {start: iter(following[start])} if start not in done else {}
        while path:
            node = next(reversed(path))
            for tail in path[node]:
                if tail in path:
                    yield list(path)[list(path).index(tail) :]
                elif tail not in done:
                    path[tail] = iter(following.get(tail, ()))
                    break
            else:
                done.add(node)
                del path[node]
