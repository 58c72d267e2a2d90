"""What is set in the panel while a version is edited goes into the adjudicated version."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from pullquote.calendar.expressions import parse_typed
from pullquote.errors import PullquoteError
from pullquote.labelling import edits, label_dates, label_speakers
from pullquote.labelling.edits import Outcome
from pullquote.labelling.open_document import OpenDocument
from pullquote.model.values import Annotation
from pullquote.store import Project
from pullquote.ui.adjudicate.editing import Editing
from pullquote.ui.adjudicate.showing import Showing
from pullquote.ui.panels.labels.page import LabelsPage
from pullquote.ui.panels.values import SpeakerCandidate
from pullquote.ui.view_models import panel_view
from pullquote.ui.view_models.snapshot import Snapshot


class Fields(QObject):
    """Joins the page of labels with the edit; `left` says that a person goes back to the text."""

    failed = Signal(object)
    left = Signal()

    def __init__(
        self, page: LabelsPage, project: Project, editing: Editing, showing: Showing
    ) -> None:
        super().__init__(page)
        self._page, self._project = page, project
        self._editing, self._showing = editing, showing
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
        if field == "speaker":
            self._page.edit_speaker(
                label_speakers.proposed_name(doc, label) if doc and label else ""
            )
        elif field != "date":
            self._page.edit()

    def _snapshot(self) -> Snapshot | None:
        doc, case = self._editing.doc, self._showing.case
        if doc is None or case is None:
            return None
        speakers = {speaker.id: speaker for speaker in self._project.speakers()}
        return Snapshot.of(doc, case.document, speakers)

    # --- what the page asks --------------------------------------------------------------------

    def _parse(self, typed: str) -> str | None:
        case = self._showing.case
        return parse_typed(typed, case.document.published.value if case else None)

    def _complete(self, typed: str) -> Sequence[SpeakerCandidate]:
        doc, label = self._editing.doc, self._editing.label()
        if doc is None or label is None:
            return ()
        return panel_view.speaker_candidates(doc, label, typed)

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
