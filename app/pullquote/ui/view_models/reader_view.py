"""Labels, repeats and offers as the reader paints them: what stands above their first word."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pullquote import suggest
from pullquote.duplicates.blocks import Block
from pullquote.labelling.session import OfferedLabel
from pullquote.model.schema import Layer
from pullquote.model.values import Annotation
from pullquote.text.spans import Span
from pullquote.ui.reader.values import Outline, PaintedBlock, PaintedLabel
from pullquote.ui.view_models.snapshot import Snapshot
from pullquote.ui.widgets.words import tr

if TYPE_CHECKING:
    # Suggestions come after the first paint.
    from pullquote.labelling.open_suggestions import SuggestedGroup


def painted_labels(snapshot: Snapshot, opened: int | None) -> list[PaintedLabel]:
    return [painted_label(snapshot, label, opened) for label in snapshot.labels]


def painted_label(snapshot: Snapshot, label: Annotation, opened: int | None) -> PaintedLabel:
    layer = snapshot.schema.layer(label.layer)
    caption = (layer.name if layer else label.layer).upper()
    value = _value(snapshot, label, layer, is_open=label.id == opened)
    if layer is not None and layer.unit == "date" and value:
        caption = ""
    return PaintedLabel(
        id=label.id,
        span=label.span,
        layer=label.layer,
        underline=layer.underline if layer else "dashdot",
        caption=caption,
        value=value,
        carried=label.origin == "carried",
        main=layer is not None and layer.unit == "quotation" and layer.opens,
        spoken=_spoken(snapshot, label, layer),
    )


def painted_offers(offers: Iterable[OfferedLabel], snapshot: Snapshot) -> list[Outline]:
    """Offers as contours, a question mark behind the name of their layer."""
    found = []
    for number, offer in enumerate(offers):
        layer = snapshot.schema.layer(offer.layer)
        caption = f"{(layer.name if layer else offer.layer).upper()}?"
        found.append(Outline(outline_id(number), offer.span, offer.layer, caption, focused=True))
    return found


def painted_suggestion(
    group: "SuggestedGroup", snapshot: Snapshot, *, focused: bool
) -> tuple[Outline, ...]:
    """A suggestion as dashed contours, its head first; in focus they are solid."""
    found = []
    for label in group.labels:
        is_head = label is group.head
        layer = snapshot.schema.layer(label.layer)
        value = label.attributes.get("value", "")
        if is_head and group.parts:
            speakers = (part.span for part in group.parts if layer and part.layer == "speaker")
            words = next((span.of(snapshot.text) for span in speakers), "")
            value = short_name(suggest.register.without_title(words))
        name = (layer.name if layer else label.layer).upper()
        dated = layer is not None and layer.unit == "date" and value != ""
        outline = Outline(
            suggestion_id(label.layer, label.span), label.span, label.layer,
            "?" if dated else f"{name}?", value, focused=focused, main=is_head and not dated,
        )  # fmt: skip
        found.append(outline)
    return tuple(found)


def suggestion_id(layer: str, span: Span) -> str:
    """The id of the outline of a suggested label."""
    return f"suggested {layer} {span.start} {span.end}"


def outline_id(number: int) -> str:
    """The id of the outline of an offer, by its place among the offers, from 0."""
    return f"offer{number}"


def painted_blocks(blocks: Sequence[Block], weak: Sequence[Span] = ()) -> list[PaintedBlock]:
    """In order; the `weak` ones, which no block touches, among them."""
    bars = [PaintedBlock(span, 1, 1, 1, weak=True) for span in weak]
    painted = [
        PaintedBlock(
            Span(block.start, block.end),
            block.copy,
            block.copies_here,
            block.elsewhere,
            boilerplate=block.boilerplate,
        )
        for block in blocks
    ]
    return sorted([*painted, *bars], key=lambda block: block.span)


def short_name(name: str) -> str:
    """What fits above a word: the surname of a person's name, else the name itself."""
    parts = name.split()
    return parts[-1] if 1 < len(parts) <= 3 and parts[-1][:1].isupper() else name


def _value(snapshot: Snapshot, label: Annotation, layer: Layer | None, *, is_open: bool) -> str:
    """A date's value, a claim's date, a quote's speaker, why something is no quote."""
    if layer is None:
        return ""
    if layer.unit == "clause":
        return _claim_date(snapshot, label) or (tr("date?") if is_open else "")
    if layer.opens and layer.speaker:
        return _speaker(snapshot, label) or (tr("speaker?") if is_open else "")
    return label.attributes.get("value", "") or label.attributes.get("reason", "")


def _speaker(snapshot: Snapshot, label: Annotation) -> str:
    """The name of the speaker; while there is none, the words that name one."""
    name = snapshot.speaker_name(snapshot.speaker_of(label))
    if name:
        return short_name(name)
    mentions = snapshot.tails(label.id, "said_by")
    return snapshot.words(mentions[0][0]) if mentions else ""


def _claim_date(snapshot: Snapshot, label: Annotation) -> str:
    dates = snapshot.tails(label.id, "dated_by")
    if not dates:
        return ""
    date, role = min(dates, key=lambda pair: pair[1] != "event")
    value = date.attributes.get("value", "") or snapshot.words(date)
    said = {"utterance": tr("said {}"), "deadline": tr("by {}")}.get(role, "{}")
    return said.format(value)


def _spoken(snapshot: Snapshot, label: Annotation, layer: Layer | None) -> str:
    """A sentence for the screen reader and the tool tip: layer, speaker or value, kind."""
    name = layer.name if layer else label.layer
    speaker = snapshot.speaker_name(snapshot.speaker_of(label))
    kind = label.attributes.get("kind") or label.attributes.get("value", "")
    carried = tr("carried") if label.origin == "carried" else ""
    return ", ".join(part for part in (name, speaker, kind, carried) if part)
