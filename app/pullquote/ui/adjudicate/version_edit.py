"""The adjudicated version of an item is edited: with the keys of the text, and in the panel."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from pullquote import calendar, suggest
from pullquote.adjudication.values import Item
from pullquote.errors import PullquoteError
from pullquote.labelling import edits, label_dates, label_speakers
from pullquote.labelling.open_document import OpenDocument, Outcome
from pullquote.labelling.session import CaretPlace, LabellingSession
from pullquote.model.values import Annotation
from pullquote.store import Change, Project
from pullquote.text.spans import Span
from pullquote.ui.adjudicate.presenter import AdjudicatePresenter
from pullquote.ui.adjudicate.widget import AdjudicateWidget
from pullquote.ui.panels.labels.page import LabelsPage
from pullquote.ui.panels.values import SpeakerCandidate
from pullquote.ui.view_models import panel_view
from pullquote.ui.view_models.snapshot import Snapshot
from pullquote.workflow import adjudicate


class VersionEdit(QObject):
    """Each key is one operation on the adjudicated version; leaving takes all of them back.

    `begun` and `ended` frame an edit, `selected` says that another label or none is chosen,
    `asked` that a field of it is wanted ("speaker", "date", "attribute:ID").
    """

    begun = Signal()
    ended = Signal()
    selected = Signal()
    asked = Signal(str)
    said = Signal(str, bool)
    failed = Signal(object)

    def __init__(
        self, widget: AdjudicateWidget, project: Project, actor: int, presenter: AdjudicatePresenter
    ) -> None:
        super().__init__(widget)
        self._widget, self._project, self._actor = widget, project, actor
        self._presenter = presenter
        self._operations: list[int] = []
        self.session: LabellingSession | None = None
        self._item: Item | None = None
        reader = widget.page.reader
        reader.label_clicked.connect(self._click)
        reader.extent_changed.connect(self._set_extent)

    @property
    def doc(self) -> OpenDocument | None:
        return self.session.doc if self.session else None

    def begin(self) -> None:
        """Start from the current version, or from what was decided."""
        item = self._presenter.item
        if item is None or self.session is not None:
            return
        self._item = item
        self._operations = []
        self.session = LabellingSession(self._open(item))
        try:
            self._put_current(item)
        except PullquoteError as error:
            self.session = None
            self.failed.emit(error)
            return
        self.session = LabellingSession(self._open(item))
        self.begun.emit()
        here = [a for a in self.session.doc.labels() if a.span.overlaps(item.span)]
        same = next((a for a in here if a.layer == item.layer), here[0] if here else None)
        self.select(same.id if same else None)

    def item_now(self) -> Item | None:
        """The item as it is after the edits."""
        if self._item is None:
            return None
        items = adjudicate.document_items(self._project, self._item.document)
        return next((item for item in items if item.key == self._item.key), None)

    def end(self) -> None:
        """The edits stand."""
        self.session = self._item = None
        self._widget.page.reader.set_selected(None)
        self.ended.emit()

    def leave(self) -> None:
        """Take back all that was done since the edit began."""
        operations, self._operations = self._operations[::-1], []
        try:
            for operation in operations:
                self._project.undo_operation(operation, self._actor)
        except PullquoteError as error:
            self.failed.emit(error)
        self.end()

    def follow(self, change: Change) -> None:
        """Keep count of what is done, and show it."""
        doc = self.doc
        if doc is None or change.kind == "derived" or doc.id not in change.documents:
            return
        if change.kind == "do":
            self._operations.append(change.operation)
        elif change.kind == "undo" and self._operations:
            self._operations.pop()
        doc.apply(change)
        if self.session is not None and doc.label(self.session.selected) is None:
            self.session.select(None)
        self.paint()

    def paint(self) -> None:
        """The labels as they are now, the selected one standing out."""
        doc, case = self.doc, self._presenter.case
        if doc is None or case is None or self.session is None:
            return
        self._presenter.paint_own(doc.labels(), doc.relations())
        self._widget.page.reader.set_selected(self.session.selected)
        self.selected.emit()

    # --- keys ----------------------------------------------------------------------------------

    def run(self, name: str) -> None:
        """A command of the keys of the text."""
        what, _, value = name.partition(":")
        commands: dict[str, Callable[[], None]] = {
            "layer": lambda: self._press(value),
            "value": lambda: self._next_value(value),
            "extent": self._move_edges,
            "remove": self._remove,
            "next_label": lambda: self._step(1),
            "label_before": lambda: self._step(-1),
            "quotation": self._quotation,
            "field": lambda: self.asked.emit(""),
        }
        try:
            commands[what]()
        except PullquoteError as error:
            self.failed.emit(error)

    def select(self, label: int | None) -> None:
        if self.session is None:
            return
        self.session.select(label)
        self.session.offers = ()
        self.paint()

    def label(self) -> Annotation | None:
        return self.doc.label(self.session.selected) if self.doc and self.session else None

    def _press(self, layer_id: str) -> None:
        session, layer = self.session, self._project.schema.layer(layer_id)
        if session is None or layer is None:
            return
        reader = self._widget.page.reader
        chosen = reader.selection()
        outcome = session.press(layer, CaretPlace(reader.caret(), chosen or None))
        session.offers = ()
        if outcome.done and chosen:
            reader.put_caret(reader.caret())
        self.after(outcome)
        if outcome.ask:
            self.asked.emit(outcome.ask)

    def after(self, outcome: Outcome) -> None:
        if outcome.said:
            self.said.emit(outcome.said, False)
        self.paint()

    def _next_value(self, key: str) -> None:
        """The next value of the attribute that has `key`; one that is typed is gone to."""
        label = self.label()
        if self.doc is None or label is None:
            return
        layer = self._project.schema.layer(label.layer)
        attribute = next((a for a in layer.attributes if a.key == key), None) if layer else None
        if attribute is not None and not attribute.values:
            self.asked.emit(f"attribute:{attribute.id}")
        else:
            self.after(edits.next_value(self.doc, label, key))

    def _move_edges(self) -> None:
        if not self._widget.page.reader.start_extent():
            self.said.emit(self.tr("Select a label first: J goes to the next."), False)

    def _set_extent(self, label: int, span: Span) -> None:
        found = self.doc.label(label) if self.doc else None
        if self.doc is None or found is None:
            self._presenter.paint_labels()
            return
        try:
            self.after(edits.set_extent(self.doc, found, span))
        except PullquoteError as error:
            self.failed.emit(error)
            self.paint()

    def _remove(self) -> None:
        if self.session is not None and self.session.selected is not None:
            self.after(self.session.remove(self.session.selected))

    def _step(self, by: int) -> None:
        doc, label = self.doc, self.label()
        if doc is None:
            return
        labels, caret = doc.labels(), self._widget.page.reader.caret()
        at = label.start if label else caret
        ordered = labels if by > 0 else labels[::-1]
        beyond = (a for a in ordered if (a.start - at) * by > 0)
        following = next(beyond, None)
        if following is not None:
            self._widget.page.reader.put_caret(following.start)
            self._widget.page.reader.scroll_to(following.span, flash=False)
            self.select(following.id)

    def _quotation(self) -> None:
        reader = self._widget.page.reader
        following = suggest.words_at_caret.next_quotation(reader.text(), reader.selection().end)
        if following is not None:
            reader.select(following)
            reader.scroll_to(following, flash=False)

    def _click(self, label: object) -> None:
        if self.session is not None:
            self.select(label if isinstance(label, int) and label in self._own() else None)

    def _own(self) -> set[int]:
        return {label.id for label in self.doc.labels()} if self.doc else set()

    # --- beginning -----------------------------------------------------------------------------

    def _open(self, item: Item) -> OpenDocument:
        own = self._project.adjudicated()
        return OpenDocument(
            self._project, self._actor, item.document, own.id if own is not None else 0
        )

    def _put_current(self, item: Item) -> None:
        choices, current = self._presenter.choices, self._presenter.current
        if item.state == "settled" or not choices:
            return
        adjudicate.settle_items(self._project, item, "taken", choices[current].index, self._actor)


class VersionFields(QObject):
    """Joins the page of labels with the edit; `left` says that a person goes back to the text."""

    failed = Signal(object)
    left = Signal()

    def __init__(
        self,
        page: LabelsPage,
        project: Project,
        editing: VersionEdit,
        presenter: AdjudicatePresenter,
    ) -> None:
        super().__init__(page)
        self._page, self._project = page, project
        self._editing, self._presenter = editing, presenter
        page.set_schema(project.schema)
        page.set_parse(self._parse)
        page.set_register(self._complete, lambda: len(project.speakers()))
        page.attribute_changed.connect(self._attribute)
        page.note_changed.connect(self._note)
        page.date_typed.connect(self._date)
        page.speaker_chosen.connect(self._speaker)
        page.speaker_new.connect(self._new_speaker)
        page.speaker_unknown.connect(self._nobody)
        page.label_pointed.connect(editing.select)
        page.label_entered.connect(self._enter)
        page.label_removed.connect(self._remove)
        page.part_missed.connect(lambda layer: editing.run(f"layer:{layer}"))
        page.layer_wanted.connect(lambda layer: editing.run(f"layer:{layer}"))
        page.back_to_text.connect(self.left)
        editing.selected.connect(self.show_label)
        editing.asked.connect(self._go_to_field)

    def show_label(self) -> None:
        """The label that is selected, or what the document is."""
        snapshot, label = self._snapshot(), self._editing.label()
        if snapshot is None:
            return
        if label is not None:
            self._page.show_label(panel_view.label_shown(snapshot, label, provenance=""))
        else:
            self._page.show_document(panel_view.document_shown(snapshot))
        self._page.show_tree(panel_view.document_tree(snapshot, None), len(snapshot.labels))

    def _go_to_field(self, field: str) -> None:
        doc, label = self._editing.doc, self._editing.label()
        what, _, attribute = field.partition(":")
        if attribute:
            self._page.edit_attribute(attribute)
        elif what == "speaker":
            self._page.edit_speaker(
                label_speakers.proposed_name(doc, label) if doc and label else ""
            )
        elif what != "date":
            self._page.edit()

    def _snapshot(self) -> Snapshot | None:
        doc, case = self._editing.doc, self._presenter.case
        if doc is None or case is None:
            return None
        speakers = {speaker.id: speaker for speaker in self._project.speakers()}
        return Snapshot.of(doc, case.document, speakers)

    # --- what the page asks --------------------------------------------------------------------

    def _parse(self, typed: str) -> str | None:
        case = self._presenter.case
        return calendar.expressions.parse_typed(
            typed, case.document.published.value if case else None
        )

    def _complete(self, typed: str) -> Sequence[SpeakerCandidate]:
        doc, label = self._editing.doc, self._editing.label()
        if doc is None or label is None:
            return ()
        return panel_view.listed_candidates(doc, label, typed)

    # --- edits ---------------------------------------------------------------------------------

    def _attribute(self, label: int, name: str, value: str) -> None:
        self._on(label, lambda doc, a: edits.set_attributes(doc, a, {name: value}))

    def _note(self, label: int, note: str) -> None:
        self._on(label, lambda doc, a: edits.set_note(doc, a, note))

    def _date(self, label: int, value: str) -> None:
        self._on(label, lambda doc, a: label_dates.set_date_value(doc, a, value))

    def _speaker(self, speaker: int) -> None:
        self._on(None, lambda doc, a: label_speakers.set_speaker(doc, a, speaker))

    def _new_speaker(self, name: str) -> None:
        self._on(None, lambda doc, a: label_speakers.set_new_speaker(doc, a, name))

    def _nobody(self) -> None:
        self._on(None, label_speakers.set_nobody)

    def _enter(self, label: int) -> None:
        self._editing.select(label)
        self.left.emit()

    def _remove(self, label: int) -> None:
        self._editing.select(label)
        self._editing.run("remove")

    def _on(self, label: int | None, edit: Callable[[OpenDocument, Annotation], Outcome]) -> None:
        """Edit a label, the selected one for None."""
        doc = self._editing.doc
        found = self._editing.label() if label is None else (doc.label(label) if doc else None)
        if doc is None or found is None:
            return
        try:
            self._editing.after(edit(doc, found))
        except PullquoteError as error:
            self.failed.emit(error)
