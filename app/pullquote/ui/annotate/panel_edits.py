"""What is set in the side panel goes into the project."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal

from pullquote import calendar
from pullquote.errors import PullquoteError
from pullquote.labelling import edits, label_dates, label_speakers
from pullquote.labelling.open_document import OpenDocument, Outcome
from pullquote.model.values import Annotation, Published
from pullquote.ui.annotate.commands import TextCommands
from pullquote.ui.annotate.document_presenter import DocumentPresenter
from pullquote.ui.panels.values import SpeakerCandidate
from pullquote.ui.view_models.panel_view import listed_candidates
from pullquote.ui.widgets import counted


class PanelEdits(QObject):
    """Joins the Labels page with the labelling functions; `failed` has an expected error."""

    failed = Signal(object)
    said = Signal(str)

    def __init__(self, presenter: DocumentPresenter, commands: TextCommands) -> None:
        super().__init__(presenter)
        self._presenter = presenter
        self._commands = commands
        page = presenter.widget.panel.labels
        page.set_parse(self._parse)
        page.set_register(self._complete, lambda: len(presenter.project.speakers()))
        page.attribute_changed.connect(self._attribute)
        page.note_changed.connect(self._note)
        page.date_typed.connect(self._date)
        page.role_changed.connect(self._role)
        page.speaker_chosen.connect(self._speaker)
        page.speaker_new.connect(self._new_speaker)
        page.speaker_unknown.connect(self._nobody)
        page.label_pointed.connect(lambda label: presenter.select(label, reveal=True))
        page.label_entered.connect(self._enter)
        page.label_removed.connect(self._remove)
        page.part_missed.connect(self._part)
        page.layer_wanted.connect(lambda layer: self._run(f"layer:{layer}"))
        page.published_changed.connect(self._published)
        page.document_note_changed.connect(self._document_note)
        page.dates_checked.connect(self.count_dates_anew)
        page.back_to_text.connect(self.back_to_text)

    def back_to_text(self) -> None:
        self._presenter.widget.page.reader.setFocus(Qt.FocusReason.OtherFocusReason)

    def count_dates_anew(self) -> None:
        document = self._presenter.document
        if document is None:
            return
        presenter = self._presenter

        def count() -> Outcome:
            found = label_dates.resolve_again(presenter.project, presenter.actor, document)
            self.said.emit(
                counted(found, self.tr("{} date counted anew."), self.tr("{} dates counted anew."))
                if found
                else self.tr("No date waits to be counted anew.")
            )
            return Outcome(done=True)

        self._do(count)

    # --- what the page asks --------------------------------------------------------------------

    def _parse(self, typed: str) -> str | None:
        snapshot = self._presenter.snapshot
        return calendar.expressions.parse_typed(
            typed, snapshot.document.published.value if snapshot else None
        )

    def _complete(self, typed: str) -> Sequence[SpeakerCandidate]:
        doc, label = self._presenter.doc, self._presenter.selected()
        if doc is None or label is None:
            return ()
        return listed_candidates(doc, label, typed)

    # --- edits ---------------------------------------------------------------------------------

    def _attribute(self, label: int, name: str, value: str) -> None:
        self._on(label, lambda doc, a: edits.set_attributes(doc, a, {name: value}))

    def _note(self, label: int, note: str) -> None:
        self._on(label, lambda doc, a: edits.set_note(doc, a, note))

    def _date(self, label: int, value: str) -> None:
        self._on(label, lambda doc, a: label_dates.set_date_value(doc, a, value))

    def _role(self, label: int, role: str) -> None:
        snapshot = self._presenter.snapshot
        heads = snapshot.heads(label) if snapshot else []
        if heads:
            head = heads[0][0].id
            self._on(label, lambda doc, a: edits.set_role(doc, head, a.id, role))

    def _speaker(self, speaker: int) -> None:
        self._on_selected(lambda doc, a: label_speakers.set_speaker(doc, a, speaker))

    def _new_speaker(self, name: str) -> None:
        self._on_selected(lambda doc, a: label_speakers.set_new_speaker(doc, a, name))

    def _nobody(self) -> None:
        self._on_selected(label_speakers.set_nobody)

    def _remove(self, label: int) -> None:
        if self._presenter.session is not None:
            self._presenter.select(label)
            self._run("remove")

    def _enter(self, label: int) -> None:
        self._presenter.select(label, reveal=True)
        self.back_to_text()

    def _part(self, layer: str) -> None:
        """A part that the label lacks: as if its key was pressed."""
        session = self._presenter.session
        if session is not None and session.selected is None:
            self._presenter.select(session.opened)
        self._run(f"layer:{layer}")

    def _published(self, value: str) -> None:
        document = self._presenter.document
        if document is None:
            return
        published = Published(value or None, "typed" if value else "unknown")
        presenter = self._presenter

        def change() -> Outcome:
            waiting = label_dates.set_published(
                presenter.project, presenter.actor, document, published
            )
            if waiting:
                self.said.emit(
                    counted(
                        waiting,
                        self.tr("{} date was counted from the old day: check it."),
                        self.tr("{} dates were counted from the old day: check them."),
                    )
                )
            return Outcome(done=True)

        self._do(change)

    def _document_note(self, note: str) -> None:
        snapshot = self._presenter.snapshot
        if snapshot is None or snapshot.document.metadata.get("note", "") == note:
            return
        metadata = {**snapshot.document.metadata, "note": note}
        if not note:
            metadata.pop("note")
        presenter, document = self._presenter, snapshot.document.id

        def change() -> Outcome:
            with presenter.project.operation("Note written", presenter.actor) as writer:
                writer.change_document(document, metadata=metadata)
            return Outcome(done=True)

        self._do(change)

    # --- helpers -------------------------------------------------------------------------------

    def _run(self, command: str) -> None:
        self.back_to_text()
        self._commands.run(command)

    def _on_selected(self, edit: Callable[[OpenDocument, Annotation], Outcome]) -> None:
        label = self._presenter.selected()
        if label is not None:
            self._on(label.id, edit)

    def _on(self, label: int, edit: Callable[[OpenDocument, Annotation], Outcome]) -> None:
        doc = self._presenter.doc
        found = doc.label(label) if doc else None
        if doc is not None and found is not None:
            self._do(lambda: edit(doc, found))

    def _do(self, change: Callable[[], Outcome]) -> None:
        if self._presenter.looks_at_others:
            self._presenter.show_chosen()
            return
        try:
            outcome = change()
        except PullquoteError as error:
            self.failed.emit(error)
            self._presenter.show_chosen()
            return
        self._commands.after(outcome)
