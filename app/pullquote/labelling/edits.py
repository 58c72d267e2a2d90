"""Changes to a label that stands: its extent, layer, attributes, note and relations.

Each is one operation on the project and answers with an `Outcome` for the window to show.
"""

from collections.abc import Mapping, Sequence

from pullquote.labelling import label_relations
from pullquote.labelling.derived_values import ANCHORED_ON, Derived, after_moving
from pullquote.labelling.open_document import NOTHING, OpenDocument, Outcome, anchor_before
from pullquote.model.schema import Layer
from pullquote.model.values import Annotation, StateValue, edited_origin, is_unconfirmed
from pullquote.store import Project, Writer
from pullquote.text.spans import Span


def remove(doc: OpenDocument, label: Annotation) -> Outcome:
    """Delete a label; its relations go with it. Said is whether copies of it stay."""
    with doc.project.operation(f"{_layer_name(doc, label)} removed", doc.actor) as writer:
        writer.delete_annotation(label.id)
        if is_unconfirmed(label):
            # Carried again, it would come back each time.
            where = (label.layer, label.start, label.end)
            writer.reject(doc.id, doc.annotator, *where, label.attributes.get("value", ""))
    behind = doc.project.untouched_copies(label.uid)
    copies = "1 copy of it stays" if behind == 1 else f"{behind} copies of it stay"
    return Outcome(done=True, said=f"{copies}: V removes what was carried, too." * (behind > 0))


def set_extent(doc: OpenDocument, label: Annotation, span: Span) -> Outcome:
    """Move the edges of a label; its relations stay; `span` is half-open, in code points.

    What was derived from its words is derived again; what a person set stays and is to be checked.
    An empty span, or the one it has, does nothing; so does one where a label of its layer stands.
    """
    if not span or span == label.span:
        return NOTHING
    if _taken(doc, label, label.layer, span):
        name = _layer_name(doc, label).lower()
        return Outcome(done=False, said=f"There is already a {name} on these words.")
    derived = after_moving(doc, label, span)
    with doc.project.operation(f"{_layer_name(doc, label)} extent moved", doc.actor) as writer:
        writer.change_annotation(
            label.id, start=span.start, end=span.end, origin=edited_origin(label)
        )
        _write(writer, derived)
        _follow_anchor(writer, doc, label, derived)
    return Outcome(done=True, said=_said_of(doc, label, derived))


def set_layer(
    doc: OpenDocument, label: Annotation, layer: Layer, attributes: Mapping[str, str]
) -> Outcome:
    """Change the layer; relations that the new one may not have are deleted with it."""
    if label.layer == layer.id:
        return NOTHING
    if _taken(doc, label, layer.id, label.span):
        return Outcome(done=False, said=f"There is already a {layer.name.lower()} on these words.")
    with doc.project.operation(f"Changed to {layer.name.lower()}", doc.actor) as writer:
        for relation in label_relations.broken_by(
            doc.project.schema, doc.relations(), label, layer
        ):
            writer.delete_relation(relation.id)
        speaker = label.speaker if layer.speaker else None
        writer.change_annotation(
            label.id,
            layer=layer.id,
            attributes=dict(attributes),
            speaker=speaker,
            origin=edited_origin(label),
        )
    return Outcome(done=True)


def set_attributes(
    doc: OpenDocument,
    label: Annotation,
    changed: Mapping[str, str],
    derived: Derived = Derived(),  # noqa: B008 - it cannot be changed
) -> Outcome:
    """Set some attributes; an empty value takes one away. `derived` is what follows for others."""
    attributes = {k: v for k, v in {**label.attributes, **changed}.items() if v}
    if attributes == dict(label.attributes):
        return NOTHING
    with doc.project.operation(f"{_layer_name(doc, label)} changed", doc.actor) as writer:
        writer.change_annotation(label.id, attributes=attributes, origin=edited_origin(label))
        _write(writer, derived)
    return Outcome(done=True, said=_said_of(doc, label, derived))


def next_value(doc: OpenDocument, label: Annotation, key: str) -> Outcome:
    """The next value of the attribute that has `key` in the label's layer."""
    layer = doc.project.schema.layer(label.layer)
    attribute = next((a for a in layer.attributes if a.key == key), None) if layer else None
    if attribute is None or not attribute.values:
        return NOTHING
    now = label.attributes.get(attribute.id)
    at = attribute.values.index(now) + 1 if now in attribute.values else 0
    following = attribute.values[at % len(attribute.values)]
    return set_attributes(doc, label, {attribute.id: following})


def set_note(doc: OpenDocument, label: Annotation, note: str) -> Outcome:
    """Write the note of a label, without white space around it; a blank one takes the note away."""
    if (label.note or "") == note.strip():
        return NOTHING
    with doc.project.operation("Note written", doc.actor) as writer:
        writer.change_annotation(label.id, note=note.strip() or None)
    return Outcome(done=True)


def confirm(doc: OpenDocument, label: Annotation) -> Outcome:
    """Say that a carried label is right, with its parts that were carried."""
    # Not needed by who labels.
    from pullquote.labelling.carried import label_groups

    groups = label_groups([label], doc.labels(), doc.relations(), doc.project.schema)
    waiting = [a for group in groups for a in group.labels if is_unconfirmed(a)]
    if not waiting:
        return NOTHING
    with doc.project.operation(f"{_layer_name(doc, label)} confirmed", doc.actor) as writer:
        for one in waiting:
            writer.confirm_annotation(one.id)
    return Outcome(done=True, said=f"{_layer_name(doc, label)} confirmed.")


def relate_labels(doc: OpenDocument, a: Annotation, b: Annotation, role: str = "") -> Outcome:
    """Relate two labels by hand, whichever way round the schema allows."""
    if doc.project.schema.relation_between(a.layer, b.layer) is None:
        a, b = b, a
    kind = doc.project.schema.relation_between(a.layer, b.layer)
    if kind is None:
        names = _layer_name(doc, b).lower(), _layer_name(doc, a).lower()
        return Outcome(done=False, said=f"A {names[0]} and a {names[1]} cannot be tied.")
    if kind.acyclic and label_relations.reaches(doc.relations(), kind.id, b.id, a.id):
        return Outcome(done=False, said="These labels are tied the other way round already.")
    with doc.project.operation(f"{kind.name} tied", doc.actor) as writer:
        label_relations.relate(writer, doc.project.schema, doc.relations(), a, b, role)
    return Outcome(done=True)


def set_role(doc: OpenDocument, head: int, tail: int, role: str) -> Outcome:
    """Change what a date is to its claim; one that has `role` already takes the old role."""
    own = [r for r in doc.relations() if r.head == head and r.role]
    old = next((r for r in own if r.tail == tail), None)
    if old is None or old.role == role:
        return NOTHING
    other = next((r for r in own if r.kind == old.kind and r.role == role), None)
    with doc.project.operation("Role changed", doc.actor) as writer:
        for relation in filter(None, (old, other)):
            writer.delete_relation(relation.id)
        writer.add_relation(old.kind, head, tail, role)
        if other is not None:
            writer.add_relation(old.kind, head, other.tail, old.role)
    return Outcome(done=True)


def set_document_states(
    project: Project,
    actor: int,
    documents: Sequence[int],
    value: StateValue | None,
    reason: str | None = None,
) -> None:
    """Set the state of all of them in one operation; None is not started.

    What was carried into a document is confirmed once it is done.
    """
    verb = {"done": "done", "skipped": "skipped"}.get(value or "", "reopened")
    several = len(documents) > 1
    name = f"{len(documents)} documents {verb}" if several else f"Document {verb}"
    with project.operation(name, actor) as writer:
        for document in documents:
            writer.set_state(document, actor, value, reason)
            for label in project.annotations(document, actor) if value == "done" else ():
                if is_unconfirmed(label):
                    writer.confirm_annotation(label.id)


def _write(writer: Writer, derived: Derived) -> None:
    for label in derived.changed:
        writer.change_annotation(label.id, attributes=dict(label.attributes))


def _follow_anchor(writer: Writer, doc: OpenDocument, label: Annotation, derived: Derived) -> None:
    """Let a date that is counted otherwise now be related to what it is counted from."""
    moved = next((a for a in derived.changed if a.id == label.id), label)
    anchor, was = moved.attributes.get("anchor"), label.attributes.get("anchor")
    if anchor == was or anchor == "to_check":
        return
    before = anchor_before(doc.labels(), moved.span) if anchor == "date" else None
    if before is not None:
        label_relations.relate(writer, doc.project.schema, doc.relations(), label, before)
        return
    for relation in doc.relations():
        if relation.kind == ANCHORED_ON and relation.head == label.id:
            writer.delete_relation(relation.id)


def _said_of(doc: OpenDocument, label: Annotation, derived: Derived) -> str:
    """What changed with the words, and what did not though they did; "" for nothing."""
    said = []
    own = next((a for a in derived.changed if a.id == label.id), None)
    if own is not None:
        layer = doc.project.schema.layer(label.layer)
        names = {a.id: a.name for a in layer.attributes} if layer else {}
        new = [
            f"{names.get(n, n)} {v}" for n, v in own.attributes.items()
            if label.attributes.get(n) != v and (n, v) != ("anchor", "to_check")
        ]  # fmt: skip
        said += [f"From the new words: {', '.join(new)}."] if new else []
    others = [a for a in derived.changed if a.id != label.id and a not in derived.kept]
    if others:
        said.append(f"Counted anew from it: {len(others)} more.")
    if derived.kept:
        said.append("What was set by hand stays: check it.")
    behind = doc.project.untouched_copies(label.uid)
    if behind:
        copies = "1 copy has" if behind == 1 else f"{behind} copies have"
        said.append(f"{copies} it as it was: V changes them, too.")
    return " ".join(said)


def _taken(doc: OpenDocument, label: Annotation, layer: str, span: Span) -> bool:
    other = doc.find(layer, span)
    return other is not None and other.id != label.id


def _layer_name(doc: OpenDocument, label: Annotation) -> str:
    layer = doc.project.schema.layer(label.layer)
    return layer.name if layer else label.layer
