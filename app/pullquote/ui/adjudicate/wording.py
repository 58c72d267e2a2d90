"""How an item is asked about, and what a version of it says, in words."""

from collections.abc import Callable, Mapping, Sequence

from pullquote.adjudication.values import Choice, Item
from pullquote.model.schema import Schema
from pullquote.model.values import Annotation, Speaker
from pullquote.ui.widgets import counted
from pullquote.ui.widgets.words import tr, value_in_words


class Wording:
    """`mentions` gives the labels of an item's document by id: a relation leads to one of them."""

    def __init__(
        self,
        schema: Schema,
        speakers: Mapping[int, Speaker],
        labels: Mapping[int, Annotation],
        text: str,
    ) -> None:
        self._schema = schema
        self._speakers = speakers
        self._labels = labels
        self._text = text

    def describe(self, item: Item, choice: Choice) -> str:
        """What differs, as this version has it."""
        if not choice.annotations:
            return tr("marked nothing here")
        by_kind: dict[str, Callable[[Item, Choice], str]] = {
            "boundary": self._boundary,
            "label": self._layers,
            "attribute": self._attribute,
            "speaker": self._speaker,
            "link": self._relations,
            "date": self._date,
        }
        said = by_kind[item.kind](item, choice) if item.kind in by_kind else ""
        return said or self._labels_in_words(choice)

    def aside(self, item: Item, choice: Choice) -> str:
        """What a version says besides, in one line: the speaker, the values, the cue."""
        speaker = "" if item.kind == "speaker" else self._speaker(item, choice)
        values = "" if item.kind in {"date", "attribute"} else self._values(choice)
        cues = "" if item.kind == "link" else self._related(choice, "cued_by")
        dates = "" if item.kind == "link" else self._related(choice, "dated_by")
        return "  ·  ".join(part for part in (speaker, cues, dates, values) if part)

    # --- what differs --------------------------------------------------------------------------

    def _labels_in_words(self, choice: Choice) -> str:
        names = {self.layer(label.layer).lower() for label in choice.annotations}
        count = len(choice.annotations)
        if len(names) > 1:
            return counted(count, tr("{} label"), tr("{} labels"))
        name = next(iter(names))
        if count == 1:
            return tr("one {}").format(name)
        return tr("{0} {1}s").format(_NUMBERS.get(count, str(count)), name)

    def _boundary(self, item: Item, choice: Choice) -> str:
        """Where one label lies beside the one that most have."""
        most = item.choices[0]
        if choice is most or len(choice.annotations) != 1 or len(most.annotations) != 1:
            return ""
        here, there = choice.annotations[0].span, most.annotations[0].span
        begins = "" if here.start == there.start else tr("begins later")
        if here.start < there.start:
            begins = tr("begins earlier")
        ends = "" if here.end == there.end else tr("ends later")
        if here.end < there.end:
            ends = tr("ends earlier")
        return ", ".join(part for part in (begins, ends) if part)

    def _layers(self, _item: Item, choice: Choice) -> str:
        return ", ".join(dict.fromkeys(self.layer(a.layer) for a in choice.annotations))

    def _attribute(self, item: Item, choice: Choice) -> str:
        values = (label.attributes.get(item.detail, "") for label in choice.annotations)
        return ", ".join(value or tr("not set") for value in values)

    def _speaker(self, _item: Item, choice: Choice) -> str:
        named = [self._name(label.speaker) for label in choice.annotations]
        named += [self._of_tail(r.tail) for r in choice.relations if r.kind == "said_by"]
        found = ", ".join(dict.fromkeys(name for name in named if name))
        has_speaker = any(
            (layer := self._schema.layer(a.layer)) and layer.speaker for a in choice.annotations
        )
        return found or (tr("no speaker") if has_speaker else "")

    def _relations(self, item: Item, choice: Choice) -> str:
        kinds = [r for r in self._schema.relations if item.detail in ("", r.id)]
        said = [
            f"{kind.name}: {words}" for kind in kinds if (words := self._related(choice, kind.id))
        ]
        return "; ".join(said) or tr("no link")

    def _date(self, _item: Item, choice: Choice) -> str:
        values = [label.attributes.get("value", "") for label in choice.annotations]
        return ", ".join(_date_words(value) for value in values)

    # --- parts ---------------------------------------------------------------------------------

    def _values(self, choice: Choice) -> str:
        values = (
            label.attributes.get("value", "") or label.attributes.get("kind", "")
            for label in choice.annotations
        )
        return ", ".join(dict.fromkeys(value for value in values if value))

    def _related(self, choice: Choice, kind: str) -> str:
        tails = [self._labels.get(r.tail) for r in choice.relations if r.kind == kind]
        said = [_short(t.span.of(self._text)) for t in tails if t is not None]
        return tr(" and ").join(dict.fromkeys(said))

    def _of_tail(self, tail: int) -> str:
        label = self._labels.get(tail)
        if label is None:
            return ""
        return self._name(label.speaker) or _short(label.span.of(self._text))

    def _name(self, speaker: int | None) -> str:
        found = self._speakers.get(speaker) if speaker is not None else None
        seen: set[int] = set()
        while found is not None and found.merged_into and found.id not in seen:
            seen.add(found.id)
            found = self._speakers.get(found.merged_into)
        return found.name if found else ""

    def layer(self, layer: str) -> str:
        known = self._schema.layer(layer)
        return known.name if known else layer


_NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}


def difference_kind(item: Item, missing: Sequence[str]) -> str:
    """How annotators differ; `missing` are those who annotated nothing, as they are called."""
    if item.kind is None:
        return tr("All agree") if item.state in {"agreed", "settled"} else tr("Removed by all")
    if item.kind == "missed" and missing:
        return tr("Missed by {}").format(annotators_in_words(missing))
    names = {
        "missed": tr("Missed"),
        "boundary": tr("Boundary"),
        "label": tr("Label"),
        "attribute": item.detail.replace("_", " ").capitalize() or tr("Value"),
        "speaker": tr("Speaker"),
        "link": tr("Link"),
        "date": tr("Date value"),
    }
    return names[item.kind]


def question(item: Item, layer: str) -> str:
    """What is to be decided, as a question; `layer` is its name."""
    name = layer.lower()
    if item.kind is None:
        return tr("Does this {} stay?").format(name)
    asked = {
        "missed": tr("Is this a {}?").format(name),
        "boundary": _where(item, name),
        "label": tr("What is this?"),
        "attribute": tr("What is the {0} of this {1}?").format(item.detail, name),
        "speaker": tr("Who is the speaker?"),
        "link": tr("What belongs to this {}?").format(name),
        "date": tr("Which date is meant?"),
    }
    return asked[item.kind]


def _where(item: Item, name: str) -> str:
    annotated = [c.annotations for c in item.choices if c.annotations]
    starts = {labels[0].start for labels in annotated}
    ends = {max(label.end for label in labels) for labels in annotated}
    if len(starts) == 1 and len(ends) > 1:
        return tr("Where does the {} end?").format(name)
    if len(ends) == 1 and len(starts) > 1:
        return tr("Where does the {} begin?").format(name)
    return tr("Where does the {} begin and end?").format(name)


def outcome_words(item: Item) -> str:
    """What was decided, in a few words; "" where nothing is."""
    if item.decision is None:
        return ""
    return {
        "taken": tr("Settled"),
        "both": tr("All taken"),
        "neither": tr("Left out"),
        "edited": tr("Edited"),
        "both_right": tr("All right"),
    }[item.decision.outcome]


def annotators_in_words(names: Sequence[str]) -> str:
    """A, B and C."""
    if len(names) < 2:
        return "".join(names)
    return tr("{0} and {1}").format(", ".join(names[:-1]), names[-1])


def _date_words(value: str) -> str:
    if not value:
        return tr("no value")
    words = value_in_words(value)
    return value if words == value else f"{value}, {words}"


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 40 else f"{words[:38].rstrip()} …"
