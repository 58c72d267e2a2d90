"""What stands at a place and what things are called, read when it comes into sight."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from pullquote.agreement.values import DisagreementPlace
from pullquote.errors import PullquoteError
from pullquote.store import Project
from pullquote.ui.agreement.wording import disagreement_kind, short_names

_LONGEST = 240


@dataclass(frozen=True, slots=True)
class Lookup:
    """`names` are people as short as they can be told apart; `layers`, `attributes` and `relations`
    the schema's names by id.
    """

    names: Mapping[int, str] = field(default_factory=dict)
    layers: Mapping[str, str] = field(default_factory=dict)
    words: Callable[[DisagreementPlace], str] = lambda _place: ""
    title: Callable[[int], str] = lambda _document: ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    relations: Mapping[str, str] = field(default_factory=dict)

    def person(self, annotator: int) -> str:
        return self.names.get(annotator, "?")

    def kind(self, kind: str, detail: str) -> str:
        return disagreement_kind(kind, detail, self.attributes)

    def layer(self, layer: str) -> str:
        """A layer that the schema does not have goes by its id."""
        return self.layers.get(layer, layer)


def lookup(project: Project, tools: Mapping[int, str] | None = None) -> Lookup:
    """Reads `project` as it is now; what was read once is kept. `tools` are named like people."""
    # Texts may be large and rows of one document mostly stand together.
    text = lru_cache(maxsize=4)(project.text)

    @lru_cache(maxsize=4096)
    def words(place: DisagreementPlace) -> str:
        try:
            whole = text(place.document)
        except PullquoteError:
            return ""
        shown = whole[place.start : min(place.end, place.start + _LONGEST)]
        return " ".join(shown.split()) + ("…" if place.end - place.start > _LONGEST else "")

    @lru_cache(maxsize=4096)
    def title(document: int) -> str:
        try:
            found = project.document(document)
        except PullquoteError:
            return ""
        return " ".join((found.title or found.name).split())

    names = short_names({a.id: a.name for a in project.annotators()} | dict(tools or {}))
    schema = project.schema
    layers = {layer.id: layer.name for layer in schema.layers}
    attributes = {one.id: one.name for layer in schema.layers for one in layer.attributes}
    relations = {relation.id: relation.name for relation in schema.relations}
    return Lookup(names, layers, words, title, attributes, relations)
