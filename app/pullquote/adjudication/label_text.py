"""What a label says, as a short text: equal as long as it says the same."""

import hashlib
import json
from collections.abc import Iterable
from itertools import starmap
from typing import NamedTuple

from pullquote.model.values import Annotation


class RelationContent(NamedTuple):
    """A relation as it looks from its head; `layer`, `start` and `end` are those of its tail."""

    kind: str
    role: str
    layer: str
    start: int
    end: int


def content(
    label: Annotation, speaker: str | None, relations: Iterable[RelationContent] = ()
) -> str:
    """A hash of layer, extent, attributes and the speaker's uid; then the relations, in plain.

    Ids, times, notes and origins do not count, nor that a speaker was merged into another.
    """
    attributes = sorted((name, value) for name, value in label.attributes.items() if value)
    said = json.dumps([label.layer, label.start, label.end, attributes, speaker])
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return " ".join([digest, *starmap("{}/{}/{}/{}/{}".format, sorted(relations))])


def same(one: str, other: str) -> bool:
    """Whether two contents say the same.

    A relation stays the same while the words it leads to move by part of their length: that is a
    change of the label there.
    """
    if one == other:
        return True
    (digest, *relations), (other_digest, *other_relations) = one.split(" "), other.split(" ")
    return (
        digest == other_digest
        and len(relations) == len(other_relations)
        and all(starmap(_same_relation, zip(relations, other_relations, strict=True)))
    )


def _same_relation(one: str, other: str) -> bool:
    a, b = _parsed(one), _parsed(other)
    return a[:3] == b[:3] and a.start < b.end and b.start < a.end


def _parsed(relation: str) -> RelationContent:
    kind, role, layer, start, end = relation.split("/")
    return RelationContent(kind, role, layer, int(start), int(end))
