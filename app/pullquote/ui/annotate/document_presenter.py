"""The open document: what the reader and the side panel show of it, kept current."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from pullquote.duplicates.blocks import Block
from pullquote.labelling.open_document import OpenDocument
from pullquote.labelling.session import LabellingSession
from pullquote.model.values import Annotation, Speaker
from pullquote.store import Change, Project
from pullquote.text.spans import Span
from pullquote.ui.annotate.widget import AnnotateWidget
from pullquote.ui.documents.model import state_name
from pullquote.ui.reader.values import Outline
from pullquote.ui.services.tasks import Progress, Stop, Tasks
from pullquote.ui.view_models import panel_view, reader_view
from pullquote.ui.view_models.snapshot import Snapshot
from pullquote.ui.widgets import bidi_isolated, counted, day_words
from pullquote.ui.widgets.words import clock_time, date_words, local_time
from pullquote.workflow.find_duplicates import document_blocks


class DocumentPresenter(QObject):
    """Holds the open project, document and labelling session; draws what a change names.

    `moved` says that another label or none is selected, `opened` that another document is shown,
    `followed` which labels a change touched, with the change. `suggested` is how many suggestions
    there are.
    """

    moved = Signal()
    opened = Signal(int)
    followed = Signal(object, object)

    def __init__(self, widget: AnnotateWidget, project: Project, actor: int) -> None:
        super().__init__(widget)
        self.widget = widget
        self.project = project
        self.actor = actor
        self.wanted = actor
        """Whose labels are wanted: the actor's own, or somebody's to look at."""
        self.session: LabellingSession | None = None
        self.snapshot: Snapshot | None = None
        self.blocks: Sequence[Block] = ()
        self.suggested = 0
        self._unlabelled = (0, 0)
        self.is_revealing = False
        """The caret goes to a label, and does not let go of it."""
        self._weak_wanted = False
        self._weak: Sequence[Span] = ()
        self._tasks = Tasks(self)
        self._speakers: dict[int, Speaker] = {}
        self._read_speakers()
        # The tree is drawn after the text: it is not what the eyes are on.
        self._tree_timer = QTimer(self, singleShot=True, interval=0)
        self._tree_timer.timeout.connect(self._show_tree)
        # The words of a long text are counted while nobody waits.
        self._count_timer = QTimer(self, singleShot=True, interval=20)
        self._count_timer.timeout.connect(self._count_words)

    @property
    def doc(self) -> OpenDocument | None:
        return self.session.doc if self.session else None

    @property
    def looks_at_others(self) -> bool:
        """Whether the labels that are shown are somebody else's."""
        return self.doc is not None and self.doc.annotator != self.actor

    @property
    def read_only(self) -> bool:
        return self.project.read_only or self.looks_at_others

    def shown_annotator(self, document: int) -> int:
        """Whose labels are shown in a document.

        Not those of others where one has still to do a document in which people are compared.
        """
        given = self.project.assignments(self.actor, document)
        compared = any(a.role != "label" or not a.suggestions for a in given)
        state = self.project.state(document, self.actor)
        to_do = compared and (state is None or state.value != "done")
        return self.actor if to_do else self.wanted

    @property
    def document(self) -> int | None:
        return self.session.doc.id if self.session else None

    # --- which document ------------------------------------------------------------------------

    def open(self, document: int) -> None:
        """Show a document from its start."""
        doc = OpenDocument(self.project, self.actor, document, self.shown_annotator(document))
        self.session = LabellingSession(doc)
        self.blocks, self._weak = document_blocks(self.project, document), ()
        self.suggested = 0
        self.snapshot = Snapshot.of(doc, self.project.document(document), self._speakers)
        reader = self.widget.page.reader
        reader.show_document(doc.text)
        reader.set_blocks(reader_view.painted_blocks(self.blocks))
        self._find_weak()
        reader.set_labels(reader_view.painted_labels(self.snapshot, None))
        self.widget.page.show_text()
        self._show_head()
        self._show_tree()
        self.show_chosen()
        self.opened.emit(document)
        if doc.word_count is None:
            self._count_timer.start()

    def clear(self) -> None:
        self.session = self.snapshot = None
        self.blocks = ()
        self.widget.page.reader.clear()

    # --- which label ---------------------------------------------------------------------------

    def select(self, label: int | None, *, reveal: bool = False) -> None:
        """Select a label, or none; with `reveal`, bring it into sight with the caret."""
        if self.session is None or (label is None and self.session.selected is None):
            return
        opened = self.session.opened
        self.session.select(label)
        if self.session.opened != opened:
            self.repaint_open(opened, self.session.opened)
        chosen = self.doc.label(label) if self.doc else None
        if reveal and chosen is not None:
            self.is_revealing = True
            self.widget.page.reader.set_caret(chosen.start)
            self.widget.page.reader.scroll_to(chosen.span)
            self.is_revealing = False
        self.show_chosen()

    def show_suggested(self, outlines: Sequence[Outline], count: int) -> None:
        """Paint suggestions, and say in the panel how many there are."""
        self.suggested = count
        self.widget.page.reader.set_suggested(outlines)
        self._tree_timer.start()

    def show_unlabelled(self, label: int, copies: int) -> None:
        """Say in the panel how many copies of the selected label have none."""
        self._unlabelled = label, copies
        page, chosen = self.widget.panel.labels, self.selected()
        if chosen is not None and chosen.id == label and not self.widget.page.reader.selection():
            page.show_unlabelled(copies)

    def selected(self) -> Annotation | None:
        return self.doc.label(self.session.selected) if self.session and self.doc else None

    def show_chosen(self) -> None:
        """Show what is selected, in the text and in the panel."""
        if self.session is None or self.snapshot is None:
            return
        reader, page = self.widget.page.reader, self.widget.panel.labels
        label = self.selected()
        partners = self.snapshot.partners(label.id) if label else set()
        reader.set_selected(label.id if label else None, partners)
        reader.set_outlines(reader_view.painted_offers(self.session.offers, self.snapshot))
        words_chosen = reader.selection()
        if label is not None and not words_chosen:
            provenance = self._provenance(label)
            copies = self._unlabelled[1] if self._unlabelled[0] == label.id else 0
            page.show_label(
                panel_view.label_shown(
                    self.snapshot, label, provenance=provenance, unlabelled_copies=copies
                )
            )
        else:
            opened = self.session.opened
            head = panel_view.open_head(self.snapshot, opened)
            if words_chosen:
                page.show_words(panel_view.words_shown(self.snapshot, words_chosen, opened), head)
            else:
                page.show_document(panel_view.document_shown(self.snapshot), head)
        self.moved.emit()

    # --- what changed --------------------------------------------------------------------------

    def refresh(self, change: Change) -> None:
        """Draw what a change names, nothing else."""
        if self.session is None or self.doc is None or self.snapshot is None:
            return
        register = bool(change.tables & {"speaker", "alias"})
        if register:
            self._read_speakers()
        document = self.snapshot.document
        if change.touches("document", document.id):
            document = self.project.document(document.id)
        changed = self.doc.apply(change)
        opened = self.session.opened
        if opened is not None and self.doc.label(opened) is None:
            self.session.opened = None
        if self.session.selected is not None and self.selected() is None:
            self.session.select(None)
        self.snapshot = Snapshot.of(self.doc, document, self._speakers)
        if register:
            changed |= set(self.snapshot.by_id)
        self._repaint(changed | self.doc.heads_of(changed))
        if change.kind == "derived" or change.touches("document", document.id):
            self.show_blocks()
        if change.touches("state", document.id) or change.touches("document", document.id):
            self._show_head()
        if change.touches("project"):
            self.show_chosen()
        self.followed.emit(changed, change)
        self._tree_timer.start()

    def repaint_open(self, *labels: int | None) -> None:
        """Paint labels anew that were or are open."""
        self._repaint({label for label in labels if label is not None})

    def show_blocks(self) -> None:
        if self.document is not None:
            self.blocks, self._weak = document_blocks(self.project, self.document), ()
            self._paint_blocks()
            self._find_weak()

    def toggle_weak(self) -> bool:
        """Show weak repeats, or no longer; returns whether they are shown now."""
        self._weak_wanted = not self._weak_wanted
        self.widget.page.reader.set_weak(self._weak_wanted)
        self._find_weak()
        return self._weak_wanted

    def _find_weak(self) -> None:
        """In a thread: the words of the document have to be counted."""
        document, project = self.document, self.project
        if document is None or not self._weak_wanted:
            return

        def work(_progress: Progress, _stop: Stop) -> list[Span]:
            from pullquote.workflow.weak_repeats import document_weak

            return document_weak(project, document)

        def done(found: list[Span]) -> None:
            if document == self.document:
                self._weak = found
                self._paint_blocks()

        self._tasks.run("weak", self.tr("Finding weak repeats"), work, done, lambda _error: None)

    def finish(self) -> None:
        """Stop looking for weak repeats."""
        self._tasks.finish()

    def _paint_blocks(self) -> None:
        painted = reader_view.painted_blocks(self.blocks, self._weak)
        self.widget.page.reader.set_blocks(painted)

    def block_at(self, offset: int) -> Block | None:
        """The repeated stretch at the caret; at its very end it still counts."""
        found = [b for b in self.blocks if b.start <= offset <= b.end]
        return found[-1] if found else None

    def _repaint(self, labels: set[int]) -> None:
        if self.snapshot is None or self.session is None:
            return
        reader, opened = self.widget.page.reader, self.session.opened
        for number in labels:
            label = self.snapshot.by_id.get(number)
            if label is None:
                reader.remove_label(number)
            else:
                reader.add_label(reader_view.painted_label(self.snapshot, label, opened))

    def _read_speakers(self) -> None:
        self._speakers = {s.id: s for s in self.project.speakers()}

    # --- head and tree -------------------------------------------------------------------------

    def _show_head(self) -> None:
        if self.snapshot is None:
            return
        document, head = self.snapshot.document, self.widget.page.head
        title = document.title or Path(document.name).name
        date = day_words(document.published.value, long=True) or self.tr("date unknown")
        facts = [bidi_isolated(document.source or ""), date]
        if self.snapshot.word_count is not None:
            one, many = self.tr("{} word"), self.tr("{} words")
            facts.append(counted(self.snapshot.word_count, one, many))
        if document.excluded:
            facts.insert(0, self.tr("left out: {}").format(document.excluded))
        head.show_document(" ".join(title.split()), " · ".join(f for f in facts if f))
        state = self.project.state(document.id, self.actor)
        value = state.value if state else ""
        name = state_name(value or None)
        head.show_state(value, name[:1].upper() + name[1:], done=value == "done")

    def _count_words(self) -> None:
        if self.doc is None or self.snapshot is None:
            return
        self.doc.count_words()
        if self.doc.word_count is None:
            self._count_timer.start()
            return
        self.snapshot = self.snapshot._replace(word_count=self.doc.word_count)
        self._show_head()
        if self.selected() is None:
            self.show_chosen()

    def _show_tree(self) -> None:
        if self.snapshot is not None and self.session is not None:
            rows = panel_view.document_tree(self.snapshot, self.session.opened)
            self.widget.panel.labels.show_tree(rows, len(self.snapshot.labels), self.suggested)

    def _provenance(self, label: Annotation) -> str:
        own = label.created_by == self.actor or (
            label.created_by is None and not self.looks_at_others
        )
        who = self.tr("You") if own else self._who(label)
        when = f"{who}, {_moment(label.changed_at)}" if label.changed_at else who
        origin = panel_view.ORIGINS.get(label.origin)
        return f"{when}: {self.tr(origin)}" if origin else when

    def _who(self, label: Annotation) -> str:
        return self.project.annotator(label.created_by).name if label.created_by else ""

    def span_of(self, label: int) -> Span | None:
        found = self.doc.label(label) if self.doc else None
        return found.span if found else None


def _moment(at: str) -> str:
    """The time of a change of today, with its day for an older one."""
    then = local_time(at)
    today = datetime.now().astimezone().date()
    return (
        clock_time(at) if then.date() == today else f"{date_words(then.date())}, {clock_time(at)}"
    )
