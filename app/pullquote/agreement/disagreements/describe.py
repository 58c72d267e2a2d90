"""What an annotator says about a place, for the eye."""

import json
from collections.abc import Callable, Sequence

from pullquote.agreement.disagreements.differences import KINDS, Differences
from pullquote.agreement.study.compare_labels import VALUE, attribute_of
from pullquote.agreement.values import Kind

NOTHING = "nothing marked"
NOBODY = "nobody named"
NO_VALUE = "no value"
NO_RELATION = "no link"
AND = " + "

Texts = Callable[[int], str]
"""The text of a document."""


class LabelDescriber:
    """`labels` are rows of the spans, of one annotator at one place.

    Without `texts` there are no words: nothing is said about boundaries, and of relations the layer
    that they lead to.
    """

    def __init__(self, found: Differences, texts: Texts | None = None) -> None:
        self._found, self._study, self._texts = found, found.study, texts
        self._rows = found.selection.rows
        self._layers = {layer.id: layer for layer in found.study.schema.layers}
        self._by_kind: dict[Kind, Callable[[int, str], str]] = {
            "missed": self._layer,
            "label": self._layer,
            "boundary": self._words,
            "attribute": self._attribute,
            "speaker": self._speaker,
            "date": lambda label, _: self._attribute(label, VALUE),
            "link": self._relation,
        }

    def say(self, kind: int, detail: str, labels: Sequence[int]) -> str:
        """`kind` numbers `KINDS`."""
        if not labels:
            return NOTHING
        said = self._by_kind[KINDS[kind]]
        return AND.join(dict.fromkeys(words for label in labels if (words := said(label, detail))))

    def layer(self, label: int) -> str:
        return self._study.layers[int(self._found.selection.spans.layer[label]) + 1]

    def _layer(self, label: int, _: str) -> str:
        layer = self._layers.get(self.layer(label))
        return layer.name if layer else self.layer(label)

    def _words(self, label: int, _: str) -> str:
        if self._texts is None:
            return ""
        labels, row = self._study.labels, self._rows[label]
        text = self._texts(int(labels.document[row]))
        return text[int(labels.start[row]) : int(labels.end[row])]

    def _attribute(self, label: int, name: str) -> str:
        stored = self._study.attributes[int(self._study.labels.attributes[self._rows[label]])]
        attributes = json.loads(stored) if stored else {}
        return attribute_of(attributes, name) or NO_VALUE

    def _speaker(self, label: int, _: str) -> str:
        speaker = int(self._study.labels.speaker[self._rows[label]])
        if speaker > 0:
            return self._study.register.names.get(speaker, str(speaker))
        return self._study.forms[-speaker] or NOBODY

    def _relation(self, label: int, kind: str) -> str:
        relations = self._found.relations
        wanted = self._study.kinds.number(kind)
        low, high = relations.head.searchsorted([label, label + 1])
        of_kind = [i for i in range(low, high) if relations.kind[i] == wanted]
        ends = [self._end(int(relations.tail[i]), int(relations.role[i])) for i in of_kind]
        return AND.join(sorted(ends)) or NO_RELATION

    def _end(self, tail: int, role: int) -> str:
        words = self._words(tail, "") or self._layer(tail, "")
        return f"{self._study.roles[role]}: {words}" if role else words
