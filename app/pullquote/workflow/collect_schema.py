"""Labels made under another label schema, as far as the project's own has room for them."""

import json
from collections.abc import Collection, Iterator, Mapping

from pullquote.errors import PullquoteError
from pullquote.model.schema import Schema
from pullquote.store.merge.annotator_work import Work, WorkAnnotation, WorkRelation
from pullquote.workflow.collect_errors import (
    EndLeftOut,
    NoSuchAttribute,
    NoSuchLayer,
    NoSuchRelation,
)


class Sieve:
    """`refused` says what was left out of the last work, and why."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self.refused: list[PullquoteError] = []

    def take(self, theirs: Work, ours: Work) -> Work:
        """What the schema knows of the work; what is ours already stands, known or not."""
        self.refused = []
        there = {label.uid: label for label in ours.labels}
        labels = tuple(
            passed
            for label in theirs.labels
            if (passed := self._label(label, there.get(label.uid))) is not None
        )
        layers = {label.uid: label.layer for label in labels}
        known = {tie.uid for tie in ours.ties}
        ties = tuple(tie for tie in theirs.ties if self._tie(tie, layers, known))
        return Work(labels, ties, theirs.state, theirs.rejections)

    def _label(self, label: WorkAnnotation, ours: WorkAnnotation | None) -> WorkAnnotation | None:
        if ours is not None and (ours.layer, ours.attributes) == (label.layer, label.attributes):
            return label
        if self._schema.layer(label.layer) is None:
            self.refused.append(NoSuchLayer(layer=label.layer))
            return None
        values = json.loads(label.attributes)
        unknown = dict(self._unknown(label.layer, values))
        if not unknown:
            return label
        for name, value in unknown.items():
            self.refused.append(NoSuchAttribute(layer=label.layer, attribute=name, value=value))
        kept = {name: value for name, value in values.items() if name not in unknown}
        return label._replace(
            attributes=json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        )

    def _unknown(self, layer: str, values: dict[str, str]) -> Iterator[tuple[str, str]]:
        known = self._schema.layer(layer)
        for name, value in values.items():
            attribute = known.attribute(name) if known else None
            if attribute is None or (attribute.values and value and value not in attribute.values):
                yield name, value

    def _tie(self, tie: WorkRelation, layers: Mapping[str, str], known: Collection[str]) -> bool:
        if tie.head not in layers or tie.tail not in layers:
            self.refused.append(EndLeftOut(kind=tie.kind))
            return False
        kind = self._schema.relation(tie.kind)
        fits = tie.uid in known or (
            kind is not None
            and layers[tie.head] in kind.heads
            and layers[tie.tail] in kind.tails
            and (not tie.role or tie.role in kind.roles)
        )
        if not fits:
            self.refused.append(NoSuchRelation(kind=tie.kind))
        return fits
