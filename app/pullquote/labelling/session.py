"""One annotator at one document: which label is selected, which is open, and what a key does."""

from typing import NamedTuple

from pullquote import labelling, suggest
from pullquote.labelling.open_document import NOTHING, OpenDocument, Outcome, anchor_before
from pullquote.model.schema import Layer
from pullquote.model.values import Annotation
from pullquote.store import Writer
from pullquote.text.spans import Span


class CaretPlace(NamedTuple):
    """Where the person is: the caret, and the words chosen, if any."""

    caret: int
    words: Span | None = None


class OfferedLabel(NamedTuple):
    """A label that is outlined beside a quotation until Enter takes it or Esc lets it go."""

    layer: str
    span: Span


class LabellingSession:
    """The labelling grammar over an open document; holds what is selected and what is open.

    After each call `selected`, `opened` and `offers` are current, if the document has followed the
    project's change record.
    """

    def __init__(self, doc: OpenDocument) -> None:
        self.doc = doc
        self.selected: int | None = None
        self.opened: int | None = None
        self.offers: tuple[OfferedLabel, ...] = ()
        self.removed = ""
        """The uid of the label that was removed last, while copies of it stay."""

    def select(self, number: int | None) -> None:
        """Select a label; a quote or claim is open from then on, as if it was just made."""
        self.selected = number
        chosen = self.doc.label(number)
        layer = self.doc.project.schema.layer(chosen.layer) if chosen else None
        if layer is not None and layer.opens:
            self.opened = number
        self.offers = self._offers(chosen) if chosen else ()

    def let_go(self) -> bool:
        """Esc: the selection first, then the open label; False if there was neither."""
        if self.selected is not None:
            self.select(None)
            return True
        opened, self.opened = self.opened, None
        return opened is not None

    def press(self, layer: Layer, choice: CaretPlace) -> Outcome:
        """The key of a layer.

        Words chosen: they become a label. A label selected: go to its field of that layer, or
        change its layer. Neither: label the natural unit at the caret.
        """
        if choice.words:
            return self.add(
                layer, suggest.words_at_caret.extent_of(self.doc.text, choice.words, layer.unit)
            )
        chosen = self.doc.label(self.selected)
        if chosen is not None:
            return self._press_on(chosen, layer)
        span = suggest.words_at_caret.unit_at(self.doc.text, choice.caret, layer.unit)
        return self.add(layer, span) if span else Outcome(done=False, said=_no_unit(layer))

    def add(self, layer: Layer, span: Span) -> Outcome:
        """Label `span` and relate it to the open label; the same label again is used once more."""
        made = self.doc.find(layer.id, span)
        with self.doc.project.operation(f"{layer.name} labelled", self.doc.actor) as writer:
            if made is None:
                made = writer.add_annotation(
                    self.doc.id,
                    self.doc.annotator,
                    layer.id,
                    span.start,
                    span.end,
                    attributes=self._attributes(layer, span),
                )
            self._name(writer, made)
            self._relate_to_open(writer, made)
            self._begin(writer)
        self.selected = made.id
        if layer.opens:
            self.opened = made.id
        self.offers = self._offers(made)
        return Outcome(done=True, said=self._said_of_speaker(made))

    def take_offers(self, layer: str = "") -> Outcome:
        """Enter on a quote: what is outlined beside it becomes its speaker and its cue.

        With `layer`, only what is outlined for that one. Whom a mention names may stay open.
        """
        head, wanted = self.doc.label(self.selected), self.offers
        offers = tuple(offer for offer in wanted if layer in ("", offer.layer))
        if head is None or not offers:
            return NOTHING
        with self.doc.project.operation("Speaker and cue taken", self.doc.actor) as writer:
            for offer in offers:
                self._take(writer, head, offer)
            self._begin(writer)
        self.offers = tuple(offer for offer in wanted if offer not in offers)
        mention = labelling.label_speakers.mention_of(self.doc, head)
        return Outcome(done=True, said=self._said_of_speaker(mention))

    def remove(self, number: int) -> Outcome:
        label = self.doc.label(number)
        if label is None:
            return NOTHING
        outcome = labelling.edits.remove(self.doc, label)
        self.removed = label.uid if outcome.said else ""
        if self.opened == number:
            self.opened = None
        if self.selected == number:
            self.select(None)
        return outcome

    def _press_on(self, chosen: Annotation, layer: Layer) -> Outcome:
        """A layer key while a label is selected and no words are chosen."""
        field = self.doc.project.schema.relation_between(chosen.layer, layer.id)
        if chosen.layer == layer.id:
            return self._press_again(chosen, layer)
        if field is None or layer.opens:
            return labelling.edits.set_layer(
                self.doc, chosen, layer, self._attributes(layer, chosen.span)
            )
        there = self.doc.tail_of(chosen.id, field.id)
        if layer.unit == "name":
            return Outcome(done=True, ask="speaker")
        if there is not None:
            self.select(there)
            return Outcome(done=True)
        span = suggest.words_at_caret.nearest(self.doc.text, chosen.span, layer.unit)
        if span is None:
            name = layer.name.lower()
            return Outcome(done=False, said=f"No {name} near these words: choose it in the text.")
        self.opened = chosen.id
        return self.add(layer, span)

    def _press_again(self, chosen: Annotation, layer: Layer) -> Outcome:
        """Its own key on a part: who a mention is, which day a date is, the next verb for a cue."""
        if layer.unit in ("name", "date"):
            return Outcome(done=True, ask="speaker" if layer.unit == "name" else "date")
        heads = sorted(self.doc.heads_of([chosen.id]))
        head = self.doc.label(heads[0]) if heads else None
        if head is None or layer.unit != "verb":
            return NOTHING
        near = suggest.words_at_caret.candidates_near(self.doc.text, head.span, layer.unit)
        at = near.index(chosen.span) + 1 if chosen.span in near else 0
        others = (near[at:] + near[:at])[:1]
        if not others or others[0] == chosen.span:
            return Outcome(done=False, said=f"No other {layer.name.lower()} near these words.")
        return labelling.edits.set_extent(self.doc, chosen, others[0])

    def _said_of_speaker(self, mention: Annotation | None) -> str:
        """A mention of somebody who is not known says that it is open, and takes no key for it."""
        known = self.doc.label(mention.id) if mention is not None else None
        if known is None or known.layer != labelling.label_speakers.MENTION_LAYER:
            return ""
        return "" if known.speaker is not None else "Speaker not known: S says who."

    def _take(self, writer: Writer, head: Annotation, offer: OfferedLabel) -> None:
        made = self.doc.find(offer.layer, offer.span) or writer.add_annotation(
            self.doc.id, self.doc.annotator, offer.layer, offer.span.start, offer.span.end
        )
        # doc.relations() is as it was before this operation: what is written here is told
        # afterwards.
        labelling.label_relations.relate(
            writer, self.doc.project.schema, self.doc.relations(), head, made
        )
        self._name(writer, made)

    def _name(self, writer: Writer, made: Annotation) -> None:
        """Give a mention the speaker that it surely means."""
        if made.layer != labelling.label_speakers.MENTION_LAYER or made.speaker is not None:
            return
        known = labelling.label_speakers.sure_speaker(self.doc, made.span)
        if known is not None:
            writer.change_annotation(made.id, speaker=known)

    def _attributes(self, layer: Layer, span: Span) -> dict[str, str]:
        found = self.doc.derived_attributes(layer, span, self.doc.labels())
        return {**layer.defaults(), **found}

    def _relate_to_open(self, writer: Writer, made: Annotation) -> None:
        schema, relations = self.doc.project.schema, self.doc.relations()
        opened = self.doc.label(self.opened)
        layer = schema.layer(made.layer)
        if opened is not None and opened.id != made.id and not (layer and layer.opens):
            role = (
                labelling.label_dates.date_role(self.doc.text, opened.span, made.span)
                if "value" in made.attributes
                else ""
            )
            labelling.label_relations.relate(writer, schema, relations, opened, made, role)
        if made.attributes.get("anchor") == "date":
            before = anchor_before(self.doc.labels(), made.span)
            if before is not None:
                labelling.label_relations.relate(writer, schema, relations, made, before)

    def _offers(self, label: Annotation) -> tuple[OfferedLabel, ...]:
        """What may be related to a quote that lacks it: its speaker and its cue."""
        layer = self.doc.project.schema.layer(label.layer)
        if layer is None or layer.unit != "quotation" or not layer.opens or not self.doc.suggests:
            return ()
        taught = self.doc.learned.taught
        speaker, cue = suggest.single_label.speaker_and_cue(self.doc.text, label.span, taught)
        wanted = (
            (labelling.label_speakers.MENTION_LAYER, speaker),
            (labelling.label_speakers.CUE_LAYER, cue),
        )
        schema = self.doc.project.schema
        return tuple(
            OfferedLabel(kind, span)
            for kind, span in wanted
            if span
            and (relation := schema.relation_between(label.layer, kind))
            and self.doc.tail_of(label.id, relation.id) is None
        )

    def _begin(self, writer: Writer) -> None:
        if self.doc.project.state(self.doc.id, self.doc.annotator) is None:
            writer.set_state(self.doc.id, self.doc.annotator, "in_progress")


def _no_unit(layer: Layer) -> str:
    if layer.unit == "quotation":
        return "No quotation marks around the caret: choose the words."
    return "No words at the caret: choose some."
