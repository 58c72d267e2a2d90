"""A document that lies open: its text and one annotator's labels, kept current change by change."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from pullquote import suggest
from pullquote.calendar.values import days
from pullquote.model.schema import Layer
from pullquote.model.values import Annotation, Relation
from pullquote.store import Change, NotThere, Project
from pullquote.text.line_breaks import unwrapped
from pullquote.text.segments import word_count
from pullquote.text.spans import Span

if TYPE_CHECKING:
    from pullquote.suggest.learned import Learned

# Code points whose words are counted within a few milliseconds.
_COUNTED_AT_ONCE = 60_000

Ask = Literal["", "speaker", "date"]


class Outcome(NamedTuple):
    """What an edit did: `ask` names the field to go to now, `said` says why nothing was done."""

    done: bool
    ask: Ask = ""
    said: str = ""


NOTHING = Outcome(done=False)


class OpenDocument:
    """What is read once and then follows the change records, whatever its size.

    The labels are those of `annotator`, the actor's own unless told: who settles what others
    disagree about works on the adjudicated version.
    """

    def __init__(
        self, project: Project, actor: int, document: int, annotator: int | None = None
    ) -> None:
        self.project = project
        self.actor = actor
        self.annotator = actor if annotator is None else annotator
        self.id = document
        self.text = project.text(document)
        # A megabyte has so many words that counting them would be felt at each opening.
        self._counted_to = self._words = 0
        self.count_words()
        self._labels = {a.id: a for a in project.annotations(document, self.annotator)}
        self._relations = {r.id: r for r in project.relations(document, self.annotator)}
        self.suggests = self._suggests()

    @cached_property
    def learned(self) -> "Learned":
        """What the labels of the project teach: nothing, until it is set."""
        return suggest.learned.Learned()

    @property
    def word_count(self) -> int | None:
        """None while not all of a long text is counted: `count_words` goes on with it."""
        return self._words if self._counted_to >= len(self.text) else None

    def count_words(self) -> None:
        """Count the words of the next stretch of the text, to the end of a line."""
        start = self._counted_to
        end = self.text.find("\n", start + _COUNTED_AT_ONCE) if len(self.text) > start else -1
        end = len(self.text) if end < 0 else end + 1
        self._words += word_count(self.text, Span(start, end))
        self._counted_to = end

    def labels(self) -> list[Annotation]:
        """In the order of the text, of those that begin together the longest first."""
        return sorted(self._labels.values(), key=lambda a: (a.start, -a.end, a.layer, a.id))

    def relations(self) -> list[Relation]:
        return list(self._relations.values())

    def label(self, number: int | None) -> Annotation | None:
        return self._labels.get(number) if number is not None else None

    def find(self, layer: str, span: Span) -> Annotation | None:
        """The label of `layer` with just this extent."""
        same = (a for a in self._labels.values() if a.start == span.start and a.end == span.end)
        return next((a for a in same if a.layer == layer), None)

    def tail_of(self, head: int, kind: str) -> int | None:
        """The label at the other end of a relation, the first by role if there are several."""
        found = [r for r in self._relations.values() if r.head == head and r.kind == kind]
        return min(found, key=lambda r: r.role).tail if found else None

    def at(self, offset: int) -> list[Annotation]:
        """The labels around `offset`, the smallest first; of equal ones the later."""
        around = [a for a in self._labels.values() if a.start <= offset < a.end]
        return sorted(around, key=lambda a: (a.end - a.start, -a.id))

    def derived_attributes(
        self, layer: Layer, span: Span, labels: Sequence[Annotation]
    ) -> dict[str, str]:
        """What the words at `span` say by themselves of a label of `layer` beside `labels`."""
        found: Mapping[str, str] = {}
        if layer.unit == "quotation" and layer.opens:
            found = suggest.single_label.quote_attributes(self.text, span)
        elif layer.unit == "date":
            published = self.project.document(self.id).published.value
            found = date_attributes(self.text, span, published, labels)
        return {name: value for name, value in found.items() if layer.attribute(name)}

    def apply(self, change: Change) -> set[int]:
        """Follow a change; returns the labels that look different now, removed ones among them."""
        changed: set[int] = set()
        for row in change.rows:
            if row.document != self.id:
                continue
            if row.table == "annotation":
                self._put_label(row.row)
                changed.add(row.row)
            elif row.table == "relation":
                changed |= self._put_relation(row.row)
            elif row.table == "assignment":
                self.suggests = self._suggests()
        return changed

    def heads_of(self, labels: Iterable[int]) -> set[int]:
        """The labels that show something of `labels`: a quote its speaker, a claim its date."""
        wanted = set(labels)
        return {r.head for r in self._relations.values() if r.tail in wanted}

    def _suggests(self) -> bool:
        """Where people are compared they label without help, unless their plan says otherwise."""
        given = self.project.assignments(self.annotator, self.id)
        return all(assignment.suggestions for assignment in given)

    def _put_label(self, number: int) -> None:
        self._labels.pop(number, None)
        with suppress(NotThere):
            label = self.project.annotation(number)
            if label.annotator == self.annotator and label.document == self.id:
                self._labels[number] = label

    def _put_relation(self, number: int) -> set[int]:
        """Returns the ends of the relation, of what it was and of what it is."""
        touched = [self._relations.pop(number, None)]
        with suppress(NotThere):
            relation = self.project.relation(number)
            if relation.annotator == self.annotator:
                self._relations[number] = relation
                touched.append(relation)
        return {end for r in touched if r is not None for end in (r.head, r.tail)}


def date_attributes(
    text: str, span: Span, published: str | None, labels: Sequence[Annotation]
) -> dict[str, str]:
    """Type, value and anchor of the expression at `span`: those that are suggested, but a date
    that counts from another counts from the label before it.
    """
    known = suggest.single_label.date_at(text, span, published)
    if known and known["anchor"] != "date":
        return dict(known)
    before = anchor_before(labels, span)
    previous = before.attributes.get("value") if before else None
    said = span.of(unwrapped(text))
    return suggest.dates.read_date(text, span, said, published, previous)


def anchor_before(labels: Sequence[Annotation], span: Span) -> Annotation | None:
    """The last date before `span` whose value is a real stretch of the calendar."""
    before = [a for a in labels if a.end <= span.start and days(a.attributes.get("value", ""))]
    return max(before, key=lambda a: a.start, default=None)
