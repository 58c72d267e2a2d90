"""What is shown of one place: its document with the lanes, the question, the choices."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from pullquote.adjudication.values import Item
from pullquote.model.schema import label_guidelines
from pullquote.model.values import Annotation, Relation
from pullquote.store import Project
from pullquote.text.spans import Span
from pullquote.ui.adjudicate import version_lanes
from pullquote.ui.adjudicate.document_items import DocumentItems
from pullquote.ui.adjudicate.open_items import OpenItems
from pullquote.ui.adjudicate.values import ChoiceShown, CopyShown, ItemId, QuestionShown
from pullquote.ui.adjudicate.widget import AdjudicateWidget
from pullquote.ui.widgets import bidi_isolated, counted, day_words
from pullquote.ui.widgets.markdown_view import plain_words
from pullquote.ui.widgets.words import tr
from pullquote.workflow import adjudicate
from pullquote.workflow.adjudicate import ItemCopy


class AdjudicatePresenter(QObject):
    """Holds the document and the place that are in sight; `current` is the place of a choice."""

    def __init__(self, widget: AdjudicateWidget, project: Project) -> None:
        super().__init__(widget)
        self._widget = widget
        self._project = project
        self.case: DocumentItems | None = None
        self.item: Item | None = None
        self.choices: Sequence[ChoiceShown] = ()
        self.copies: Sequence[ItemCopy] = ()
        self.current = 0
        self._reasons: dict[ItemId, str] = {}

    @property
    def id(self) -> ItemId | None:
        return (self.item.document, self.item.key) if self.item else None

    def show(self, open_items: OpenItems, item: ItemId) -> bool:
        """Show a place in its document; False if it is gone."""
        document, key = item
        self._open(open_items, document)
        found = self.case.item(key) if self.case else None
        self._show_item(open_items, found)
        return found is not None

    def show_place(
        self, open_items: OpenItems, document: int, start: int, end: int
    ) -> ItemId | None:
        """Show a stretch of a document; the place there that is most like it."""
        self._open(open_items, document)
        here = Span(start, end)
        items = self.case.items if self.case else ()
        found = max(
            (item for item in items if item.span.overlaps(here)),
            key=lambda item: here.overlap(item.span) / len(here.union(item.span)),
            default=None,
        )
        self._show_item(open_items, found)
        if found is None:
            self._widget.page.reader.scroll_to(here, middle=True)
        return self.id

    def forget(self) -> None:
        """The next place is shown with its document read anew."""
        self.case = None

    def clear(self) -> None:
        self.case = self.item = None
        self.choices = self.copies = ()
        self._widget.page.reader.clear()

    def choose(self, place: int) -> None:
        """Make a version the current one, that Enter takes."""
        if 0 <= place < len(self.choices):
            self.current = place
            self._widget.question.set_current(place)
            self.show_bar()

    def keep_reason(self, reason: str) -> None:
        """Keep what was typed for the place in sight; it is stored with the decision."""
        if self.id is not None:
            self._reasons[self.id] = reason

    def show_bar(self) -> None:
        item = self.item
        self._widget.page.bar.show_choices(
            self.choices,
            self.current,
            settled=item is not None and item.state == "settled",
            writable=item is not None and not self._project.read_only,
        )

    def show_guideline(self) -> None:
        """As it is now; the rest of the question stays."""
        if self.item is not None:
            self._widget.question.guideline.show_guideline(*self._guideline(self.item))

    def paint_labels(self) -> None:
        if self.case is not None:
            self._widget.page.reader.set_labels(self.case.labels())

    def paint_own(self, labels: Sequence[Annotation], relations: Sequence[Relation]) -> None:
        """Show the adjudicated version as it is while it is edited."""
        if self.case is not None:
            self.case = replace(self.case, own=tuple(labels), relations=tuple(relations))
            self.paint_labels()

    def ticked(self) -> list[ItemCopy]:
        """The copies that are to be settled too."""
        ticked = set(self._widget.question.copies.ticked())
        return [copy for copy in self.copies if _copy_id(copy) in ticked]

    # --- inside --------------------------------------------------------------------------------

    def _open(self, open_items: OpenItems, document: int) -> None:
        """A document that is in sight already keeps its place in the view."""
        page, before = self._widget.page, self.case
        if (
            before is not None
            and before.document.id == document
            and before.hidden == open_items.hidden
        ):
            return
        if before is None or before.document.id != document:
            page.notices.forget_error()
        self.case = open_items.case(document)
        if page.reader.text() != self.case.text or not page.reader.has_document:
            page.reader.show_document(self.case.text)
        page.show_text()
        self._widget.show_side(text=True)
        self._show_head(self.case)
        self.paint_labels()

    def _show_item(self, open_items: OpenItems, item: Item | None) -> None:
        case, reader = self.case, self._widget.page.reader
        self.item = item
        if case is None:
            return
        reader.set_versions(case.places(self.id))
        reader.set_differing(version_lanes.differing_words(item) if item else ())
        self.choices = case.choices(item) if item else ()
        self.current = self._first(case, item) if item else 0
        self.copies = self._copies(open_items, item) if item else ()
        writable = not self._project.read_only
        shown = self._question(case, item) if item else None
        self._widget.question.show_question(shown, writable=writable)
        self.show_bar()
        if item is not None:
            reader.put_caret(item.span.start)
            reader.scroll_to(item.span, flash=False, middle=True)

    def _first(self, case: DocumentItems, item: Item) -> int:
        taken = set(item.decision.taken) if item.decision else set()
        for place, choice in enumerate(self.choices):
            labels = item.choices[choice.index].annotations
            if taken and {label.uid for label in labels} == taken:
                return place
        return case.first(item)

    def _copies(self, open_items: OpenItems, item: Item) -> list[ItemCopy]:
        if item.state == "settled" or item.kind is None:
            return []
        return adjudicate.copies_of_item(self._project, open_items.board, item)

    def _question(self, case: DocumentItems, item: Item) -> QuestionShown:
        return QuestionShown(
            case.question(item),
            tuple(self.choices),
            self.current,
            self._guideline(item),
            tuple(self._copy(copy) for copy in self.copies),
            self._reason(item),
            self._decided(case, item),
            self._news(item),
        )

    def _reason(self, item: Item) -> str:
        """Of the decision; where there is none, or none any more, what was typed for one."""
        if item.decision is not None and item.state == "settled":
            return item.decision.note or ""
        stored = (item.decision.note or "") if item.decision else ""
        return self._reasons.get((item.document, item.key), stored)

    def _guideline(self, item: Item) -> tuple[str, str]:
        layer = self._project.schema.layer(item.layer)
        name = layer.name if layer else item.layer
        pairs = dict.fromkeys(
            pair
            for choice in item.choices
            for label in choice.annotations
            for pair in label.attributes.items()
        )
        said = dict.fromkeys(
            words
            for values in ({}, *(dict([pair]) for pair in pairs))
            for words in label_guidelines(self._project.schema, item.layer, values)
        )
        words = plain_words("\n\n".join(said))
        words = words or guideline_section(self._project.guidelines, name)
        return (self.tr("Guideline, {}").format(name.lower()), words) if words else ("", "")

    def _copy(self, copy: ItemCopy) -> CopyShown:
        document = self._project.document(copy.item.document)
        title = " ".join((document.source or document.title or document.name).split())
        alike = (
            self.tr("same words")
            if copy.same_words
            else self.tr("{} %").format(min(99, round(copy.similarity * 100)))
        )
        fits = any(choice is not None for choice in copy.choices)
        when = day_words(document.published.value)
        return CopyShown(_copy_id(copy), title, when, alike, copy.is_sure, fits)

    def _decided(self, case: DocumentItems, item: Item) -> str:
        decision = item.decision
        if decision is None or item.state != "settled":
            return ""
        who = self._project.annotator(decision.by).name if decision.by else ""
        said = tr("Agreed by all") if item.kind is None else case.outcome(item)
        return self.tr("{0} by {1}").format(said, who) if who and item.kind else said

    def _news(self, item: Item) -> str:
        if item.state != "changed":
            return ""
        if item.kind is None and not any(choice.annotations for choice in item.choices):
            return self.tr("All have removed it since it was settled.")
        return self.tr("Settled before, and labelled otherwise since.")

    def _show_head(self, case: DocumentItems) -> None:
        document, head = case.document, self._widget.page.head
        count = len(case.names)
        facts = [
            bidi_isolated(document.source or ""),
            day_words(document.published.value, weekday=True) or self.tr("date unknown"),
            counted(count, self.tr("{} annotator"), self.tr("{} annotators")) if count else "",
        ]
        head.show_document(case.title, "  ·  ".join(fact for fact in facts if fact))
        head.set_names_hidden(case.hidden)


def guideline_section(guidelines: str, name: str) -> str:
    """The paragraph of Markdown guidelines under the heading that names a layer, "" if none."""
    found: list[str] = []
    inside = False
    for line in guidelines.split("\n"):
        if line.startswith("#"):
            if inside:
                break
            inside = name.lower() in line.lower()
        elif inside and (line.strip() or not found):
            found.append(line.strip())
        elif inside:
            break
    return " ".join(" ".join(found).split())


def _copy_id(copy: ItemCopy) -> ItemId:
    return copy.item.document, copy.item.key
