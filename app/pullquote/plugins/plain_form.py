"""Suggestions as plain values, as they are written to files and exchanged with plug-ins.

{"annotations": [{"id", "layer", "start", "end", "attributes", "confidence", "rule"}], "relations":
[{"type", "from", "to"}]}; offsets are code points, the end exclusive. What comes in may have the
words of a label as "text", the name of a speaker as "speaker", and what the other program could not
use itself as "refused": [{"what", "why"}].
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pullquote.model.schema import Layer, Schema
from pullquote.suggest.document import Suggestions
from pullquote.text.segments import grapheme_start
from pullquote.text.spans import Span


class Prediction(NamedTuple):
    """A label that another program suggests; its fields are those of a stored foreign suggestion.

    `attributes` may have the id of a relation, with the `external_id` of the label at its end.
    """

    layer: str
    span: Span
    attributes: dict[str, str]
    speaker_name: str | None
    external_id: str
    confidence: float | None


class Predictions(NamedTuple):
    """`labels` in the order of the text. `refused` has what cannot be used and why, both to stand
    in a sentence; `moved` of the labels stand elsewhere than was said, where their words are.
    """

    labels: tuple[Prediction, ...]
    refused: tuple[tuple[str, str], ...] = ()
    moved: int = 0


def plain_suggestions(found: Suggestions) -> dict[str, Any]:
    """What is proposed here; the ids of the labels are their places."""
    annotations = [
        {
            "id": number,
            "layer": label.layer,
            "start": label.span.start,
            "end": label.span.end,
            "attributes": dict(label.attributes),
            "confidence": label.confidence,
            "rule": label.rule,
        }
        for number, label in enumerate(found.labels)
    ]
    relations = [
        {"type": relation.type, "from": relation.head, "to": relation.tail}
        for relation in found.relations
    ]
    return {"annotations": annotations, "relations": relations}


def plain_schema(schema: Schema) -> dict[str, Any]:
    """{"layers": [{"id", "name", "attributes": {id: values}}], "relations": [{"id", "from",
    "to"}]}; no values stand for any.
    """
    layers = [
        {
            "id": layer.id,
            "name": layer.name,
            "attributes": {one.id: list(one.values) for one in layer.attributes},
        }
        for layer in schema.layers
    ]
    relations = [
        {"id": kind.id, "from": list(kind.heads), "to": list(kind.tails)}
        for kind in schema.relations
    ]
    return {"layers": layers, "relations": relations}


def read_predictions(record: Mapping[str, Any], text: str, schema: Schema) -> Predictions:
    """Those that stand in `text`, tied as the relations of the record say.

    A label with its words as "text", or a record with the "text" of the document, is put where
    these words stand nearest; one whose words do not stand in the text is refused.
    """
    return _Reading(record, text, schema).predictions()


class _Reading:
    def __init__(self, record: Mapping[str, Any], text: str, schema: Schema) -> None:
        theirs = record.get("text")
        self._record, self._text, self._schema = record, text, schema
        self._theirs = theirs if isinstance(theirs, str) else ""
        self._refused = [
            (_short(row.get("what")), _short(row.get("why"))) for row in self._rows("refused")
        ]
        self._moved = 0

    def predictions(self) -> Predictions:
        found: dict[str, Prediction] = {}
        for place, row in enumerate(self._rows("annotations")):
            try:
                label = self._label(row, place)
                if label.external_id in found:
                    raise ValueError("its id stood there before")
                found[label.external_id] = label
            except ValueError as error:
                self._refused.append((f"label {_short(row.get('id', place))}", str(error)))
        for row in self._rows("relations"):
            try:
                _tie(self._schema, found, row)
            except ValueError as error:
                ends = f"{_short(row.get('from'))} to {_short(row.get('to'))}"
                self._refused.append((f"the relation from {ends}", str(error)))
        labels = sorted(found.values(), key=lambda one: (one.span.start, -one.span.end))
        return Predictions(tuple(labels), tuple(self._refused), self._moved)

    def _rows(self, key: str) -> list[Mapping[str, Any]]:
        found = self._record.get(key)
        return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []

    def _label(self, row: Mapping[str, Any], place: int) -> Prediction:
        layer = self._schema.layer(str(row.get("layer", "")))
        if layer is None:
            raise ValueError(f"the label schema has no layer “{_short(row.get('layer', ''))}”")
        confidence, name = row.get("confidence"), row.get("speaker")
        sure = isinstance(confidence, int | float) and 0 <= confidence <= 1
        return Prediction(
            layer.id,
            self._span(row),
            _attributes(layer, row),
            _clean(name) if isinstance(name, str) and name else None,
            _clean(str(row.get("id", place))),
            round(float(confidence), 6) if sure and confidence is not None else None,
        )

    def _span(self, row: Mapping[str, Any]) -> Span:
        """Where the words of a label stand in the text; as it says, where nobody says its words."""
        start, end, words = row.get("start"), row.get("end"), row.get("text")
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end):
            raise ValueError('it has no "start" before its "end", in code points')
        found = Span(start, end)
        if not isinstance(words, str):
            if end > len(self._theirs or self._text):
                raise ValueError("it ends behind the end of the text")
            words = found.of(self._theirs or self._text)
        if found.of(self._text) != words:
            found = _nearest(self._text, words, start)
            self._moved += 1
        if any(grapheme_start(self._text, at) != at for at in (found.start, found.end)):
            raise ValueError("it cuts through a character")
        return found


def _attributes(layer: Layer, row: Mapping[str, Any]) -> dict[str, str]:
    given = row.get("attributes") or {}
    return {
        key: _clean(value)
        for key, value in (given.items() if isinstance(given, dict) else ())
        if layer.attribute(key) and isinstance(value, str)
    }


def _short(said: object) -> str:
    return str(said)[:80]


def _clean(words: str) -> str:
    """JSON can hold lone surrogates, which no file can."""
    return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _nearest(text: str, words: str, start: int) -> Span:
    """Raises ValueError where the words stand nowhere."""
    behind = text.find(words, start) if words else -1
    before = text.rfind(words, 0, start + len(words)) if words else -1
    places = [place for place in (before, behind) if place >= 0]
    if not places:
        raise ValueError(f"its words “{words[:60]}” do not stand in the text")
    place = min(places, key=lambda place: abs(place - start))
    return Span(place, place + len(words))


def _tie(schema: Schema, labels: Mapping[str, Prediction], row: Mapping[str, Any]) -> None:
    head, tail = labels.get(str(row.get("from"))), labels.get(str(row.get("to")))
    if head is None or tail is None or head is tail:
        raise ValueError("it ties labels that are not there")
    kind = schema.relation_between(head.layer, tail.layer)
    if kind is None or kind.id != row.get("type"):
        said = _short(row.get("type"))
        raise ValueError(f"the label schema has no “{said}” from {head.layer} to {tail.layer}")
    head.attributes.setdefault(kind.id, tail.external_id)
