"""A suggestion as the side panel shows it."""

from collections.abc import Sequence

from pullquote.labelling.open_suggestions import SuggestedGroup
from pullquote.ui.panels.labels.inspector import value_name
from pullquote.ui.panels.labels.suggestion import SuggestedPart, SuggestionShown
from pullquote.ui.view_models.snapshot import Snapshot
from pullquote.ui.widgets.words import day_words

# How many of those behind are listed.
_LISTED = 4


def suggestion_shown(
    snapshot: Snapshot,
    left: Sequence[SuggestedGroup],
    group: SuggestedGroup,
    others: Sequence[str],
    why: str,
) -> SuggestionShown:
    """`others` are the words of who else may say it; `why` a sentence or two."""
    place = left.index(group) if group in left else 0
    return SuggestionShown(
        layer=group.head.layer,
        words=_words(snapshot, group),
        number=place + 1,
        of=len(left),
        parts=(*_attributes(snapshot, group), *_parts(snapshot, group)),
        why=why,
        others=tuple(" ".join(words.split()) for words in others),
        following=tuple(
            SuggestedPart(_words(snapshot, other), layer=other.head.layer, aside=_share(other))
            for other in left[place + 1 : place + 1 + _LISTED]
        ),
    )


def _words(snapshot: Snapshot, group: SuggestedGroup) -> str:
    return " ".join(group.head.span.of(snapshot.text).split())


def _share(group: SuggestedGroup) -> str:
    """As figures of the kind stand in tables: .97."""
    confidence = group.head.confidence
    return f"{confidence:.2f}".removeprefix("0") if confidence else ""


def _attributes(snapshot: Snapshot, group: SuggestedGroup) -> list[SuggestedPart]:
    """What the label would say of itself; days in words."""
    layer = snapshot.schema.layer(group.head.layer)
    found = []
    for attribute in layer.attributes if layer else ():
        value = group.head.attributes.get(attribute.id, "")
        words = day_words(value) if attribute.id == "value" else value_name(value)
        if words:
            found.append(SuggestedPart(attribute.name, words))
    return found


def _parts(snapshot: Snapshot, group: SuggestedGroup) -> list[SuggestedPart]:
    found = []
    for part in group.parts:
        layer = snapshot.schema.layer(part.layer)
        key = layer.key if layer and part.layer == "speaker" else ""
        words = " ".join(part.span.of(snapshot.text).split())
        found.append(SuggestedPart(layer.name if layer else part.layer, words, part.layer, key))
    return found
