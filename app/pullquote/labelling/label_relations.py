"""Relations between labels: make them by the schema's rules, find them, see which ones break."""

from collections.abc import Iterable

from pullquote.model.schema import Layer, RelationType, Schema
from pullquote.model.values import Annotation, Origin, Relation
from pullquote.store import Writer


def relate(
    writer: Writer,
    schema: Schema,
    relations: Iterable[Relation],
    head: Annotation,
    tail: Annotation,
    role: str = "",
    *,
    origin: Origin = "hand",
) -> Relation | None:
    """Relate `head` to `tail`; a relation the head has too many of then is replaced, and a part
    that only it was there for goes with it. `relations` are all of the document.

    Without a rule for the two layers nothing is done. A `role` that the head has taken goes to the
    next free one, and replaces its like when all are taken.
    """
    kind = schema.relation_between(head.layer, tail.layer)
    if kind is None:
        return None
    relations = list(relations)
    own = [r for r in relations if r.head == head.id and r.kind == kind.id]
    if any(r.tail == tail.id and role in ("", r.role) for r in own):
        return None
    role = _free_role(kind, own, role)
    full = [r for r in own if r.role == role]
    if kind.most is not None and len(full) >= kind.most:
        unrelate(writer, schema, relations, full[0])
    return writer.add_relation(kind.id, head.id, tail.id, role, origin=origin)


def unrelate(writer: Writer, schema: Schema, relations: Iterable[Relation], old: Relation) -> None:
    """Take a relation away; a part that only it was there for goes with it. `relations` are all of
    the document.
    """
    elsewhere = any(old.tail in (r.head, r.tail) for r in relations if r.id != old.id)
    kind = schema.relation(old.kind)
    layers = [schema.layer(layer) for layer in kind.tails] if kind else [None]
    if elsewhere or any(layer is None or layer.opens for layer in layers):
        writer.delete_relation(old.id)
    else:
        writer.delete_annotation(old.tail)


def broken_by(
    schema: Schema, relations: Iterable[Relation], label: Annotation, layer: Layer
) -> list[Relation]:
    """The relations of `label` that its new layer may not have."""

    def holds(relation: Relation) -> bool:
        kind = schema.relation(relation.kind)
        if kind is None:
            return False
        return layer.id in (kind.heads if relation.head == label.id else kind.tails)

    return [r for r in relations if label.id in (r.head, r.tail) and not holds(r)]


def reaches(relations: Iterable[Relation], kind: str, start: int, goal: int) -> bool:
    """True if one gets from `start` to `goal` from head to tail."""
    onward: dict[int, list[int]] = {}
    for relation in relations:
        if relation.kind == kind:
            onward.setdefault(relation.head, []).append(relation.tail)
    seen, waiting = {start}, [start]
    while waiting:
        for tail in onward.get(waiting.pop(), ()):
            if tail not in seen:
                seen.add(tail)
                waiting.append(tail)
    return goal in seen


def _free_role(kind: RelationType, own: list[Relation], role: str) -> str:
    if not kind.roles:
        return ""
    taken = {r.role for r in own}
    wanted = role or kind.roles[0]
    if wanted not in taken:
        return wanted
    return next((r for r in kind.roles if r not in taken), wanted)
