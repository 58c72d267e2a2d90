"""A passage and one of its copies side by side: compared, read, and labelled from one another."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from pullquote.duplicates.blocks import Block, Place
from pullquote.labelling.open_document import OpenDocument
from pullquote.store import Change
from pullquote.store.errors import NotThere
from pullquote.text.spans import Span
from pullquote.ui.annotate.carry import carried_words, offer_words
from pullquote.ui.annotate.document_presenter import DocumentPresenter
from pullquote.ui.annotate.side_by_side_page import Anchors, SideBySidePage
from pullquote.ui.reader import Reader
from pullquote.ui.services.host import Host
from pullquote.ui.services.tasks import Progress, Stop
from pullquote.ui.theme.palette import Theme
from pullquote.ui.view_models import reader_view
from pullquote.ui.view_models.snapshot import Snapshot
from pullquote.ui.widgets import bidi_isolated, day_words
from pullquote.ui.widgets.words import tr
from pullquote.workflow.carry import CarryOffer, CarryReport, carry, place_offer
from pullquote.workflow.find_duplicates import document_blocks, repeated_place, twins

# Code points on each side of the passage that are compared, too.
_AROUND = 50_000

Copy = tuple[int, Span]
"""A stretch of a document."""


class ReadSide(NamedTuple):
    """A document as it is read for one side: what differs, and what is repeated in it."""

    doc: OpenDocument
    differing: tuple[Span, ...]
    blocks: Sequence[Block]


class ReadPair(NamedTuple):
    """`place` is the copy, and what it repeats of the first document."""

    place: Place
    sides: tuple[ReadSide, ReadSide]
    anchors: Anchors


class SideBySidePresenter(QObject):
    """`changed` comes when the two texts come into sight or go; `wanted` asks for a place."""

    changed = Signal()
    wanted = Signal(int, int)

    def __init__(self, presenter: DocumentPresenter, host: Host, theme: Theme) -> None:
        super().__init__(presenter)
        self._presenter, self._host = presenter, host
        self._page = SideBySidePage(theme)
        self._pair: ReadPair | None = None
        self._snapshots: list[Snapshot] = []
        self._came_from: QWidget | None = None
        self._doubted: CarryOffer | None = None
        presenter.opened.connect(lambda _document: self.leave())
        self._page.pressed.connect(self._run)
        for number, side in enumerate(self._page.sides):
            self._connect(number, side.reader)

    @property
    def is_open(self) -> bool:
        return self._pair is not None

    def open(self, copy: Copy | None = None) -> None:
        """Show the passage at the caret beside a copy, the first in another document where none is
        named.
        """
        presenter, doc = self._presenter, self._presenter.doc
        block = presenter.block_at(presenter.widget.page.reader.caret())
        if doc is None or (copy is None and block is None):
            self._host.say(tr("These words stand nowhere else."), brief=True)
            return
        project, document, text = presenter.project, doc.id, doc.text

        def work(_progress: Progress, _stop: Stop) -> ReadPair | None:
            chosen, place = copy, None
            if chosen is None and block is not None:
                found = twins(project, document, block)
                one = next((twin for twin in found if not twin.same_document), (*found, None)[0])
                chosen = (one.document, Span(one.start, one.end)) if one else None
            if chosen is not None and block is not None:
                around = Span(block.start, block.end)
                place = repeated_place(project, document, around, chosen)
            if chosen is not None and place is None:
                # Of a document whose labels are offered, the caret is anywhere.
                place = repeated_place(project, document, Span(0, len(text)), chosen)
            return self._read(document, place) if place else None

        def done(pair: ReadPair | None) -> None:
            if pair is None:
                self._host.say(tr("These words stand nowhere else."), brief=True)
            elif self._presenter.document == document:
                self._show(pair)

        self._host.work("side_by_side", "", work, done)

    def leave(self, *, back: bool = False) -> None:
        """Show the one text again; `back` gives the keyboard to what had it before."""
        if self._pair is None:
            return
        self._pair, self._doubted = None, None
        widget = self._presenter.widget
        focused = widget.page.middle().isAncestorOf(QApplication.focusWidget() or widget)
        widget.page.show_text()
        widget.make_room(wanted=False)
        before = self._came_from
        if back and before is not None and before.isVisible():
            before.setFocus()
        elif focused:
            widget.page.reader.setFocus()
        self.changed.emit()

    def refresh(self, change: Change) -> None:
        """Draw what a change changed of the labels of both."""
        if self._pair is None:
            return
        if not all(self._stands(side.doc) for side in self._pair.sides):
            self.leave()
            return
        for number, read in enumerate(self._pair.sides):
            changed = read.doc.apply(change)
            changed |= read.doc.heads_of(changed)
            self._snapshots[number] = snapshot = self._snapshot(read.doc)
            reader = self._page.sides[number].reader
            for label in changed:
                found = snapshot.by_id.get(label)
                if found is None:
                    reader.remove_label(label)
                else:
                    reader.add_label(reader_view.painted_label(snapshot, found, None))

    def set_zoom(self, percent: int) -> None:
        for side in self._page.sides:
            side.reader.set_zoom(percent)

    # --- reading, in a thread --------------------------------------------------------------------

    def _read(self, document: int, place: Place) -> ReadPair:
        from pullquote.duplicates.alignment import Stretch, compare_stretches

        project, actor = self._presenter.project, self._presenter.actor
        # Two places of one document have the same words around them.
        beside = 0 if place.document == document else _AROUND
        cores = Span(place.here_start, place.here_end), Span(place.start, place.end)
        docs = [
            OpenDocument(project, actor, number, self._presenter.shown_annotator(number))
            for number in (document, place.document)
        ]
        here, there = (
            Stretch(
                doc.text, Span(max(0, core.start - beside), min(len(doc.text), core.end + beside))
            )
            for doc, core in zip(docs, cores, strict=True)
        )
        found = compare_stretches(here, there, cores)
        first, second = (
            ReadSide(doc, differing, document_blocks(project, doc.id))
            for doc, differing in zip(docs, (found.only_here, found.only_there), strict=True)
        )
        return ReadPair(place, (first, second), found.anchors)

    # --- showing ---------------------------------------------------------------------------------

    def _show(self, pair: ReadPair) -> None:
        widget = self._presenter.widget
        if not self.is_open:
            self._came_from = QApplication.focusWidget()
        self._pair, self._doubted = pair, None
        self._snapshots = [self._snapshot(side.doc) for side in pair.sides]
        page = self._page
        page.read_only = self._presenter.read_only
        widget.make_room(wanted=True)
        widget.page.show_instead(page)
        for number in (0, 1):
            self._fill(number)
        page.align(pair.anchors, (pair.place.here_start, pair.place.start))
        page.focus_side(0)
        self.changed.emit()

    def _fill(self, number: int) -> None:
        assert self._pair is not None
        read, side = self._pair.sides[number], self._page.sides[number]
        snapshot, reader = self._snapshots[number], side.reader
        document = snapshot.document
        title = " ".join((document.title or document.name).split())
        day = day_words(document.published.value, long=True) or tr("date unknown")
        side.title.set_text(bidi_isolated(title))
        side.facts.set_text(" · ".join(filter(None, (bidi_isolated(document.source or ""), day))))
        where = tr("Text at the left: {}") if number == 0 else tr("Text at the right: {}")
        reader.setAccessibleName(where.format(title))
        reader.set_zoom(self._presenter.widget.page.reader.zoom())
        reader.show_document(read.doc.text)
        reader.set_blocks(reader_view.painted_blocks(read.blocks))
        reader.set_differing(read.differing, "only_there" if number else "only_here")
        reader.set_labels(reader_view.painted_labels(snapshot, None))

    def _connect(self, side: int, reader: Reader) -> None:
        reader.motion.on = False  # the other follows each step
        reader.zoom_wished.connect(lambda by: self._host.run("larger" if by > 0 else "smaller"))
        reader.label_clicked.connect(lambda label: self._choose(side, label))
        reader.caret_moved.connect(lambda caret: self._caret_moved(side, caret))

    def _snapshot(self, doc: OpenDocument) -> Snapshot:
        snapshot = self._presenter.snapshot
        speakers = snapshot.speakers if snapshot else {}
        return Snapshot.of(doc, self._presenter.project.document(doc.id), speakers)

    def _stands(self, doc: OpenDocument) -> bool:
        try:
            self._presenter.project.document(doc.id)
        except NotThere:
            return False
        return True

    # --- keys ------------------------------------------------------------------------------------

    def _run(self, side: int, command: str) -> None:
        if self._pair is None:
            return
        if command == "close":
            self.leave(back=True)
        elif command == "other":
            self._page.focus_side(1 - side)
        elif command == "open":
            document, caret = self._pair.sides[side].doc.id, self._page.sides[side].reader.caret()
            self.leave()
            self.wanted.emit(document, caret)
        elif command in {"carry", "take_over"}:
            self._carry(side if command == "carry" else 1 - side)
        elif command.endswith("label"):
            self._step_label(side, 1 if command.startswith("next") else -1)
        else:
            self._step_difference(side, 1 if command.startswith("next") else -1)

    def _step_label(self, side: int, step: int) -> None:
        labels, reader = self._snapshots[side].labels, self._page.sides[side].reader
        numbers = [label.id for label in labels]
        if not numbers:
            self._host.say(tr("No labels in this document yet."), brief=True)
            return
        selected = reader.selected()
        if selected in numbers:
            at = numbers.index(selected) + step
        else:
            before = sum(label.start < reader.caret() for label in labels)
            at = before if step > 0 else before - 1
        label = labels[at % len(labels)]
        self._page.go_to(side, label.span)
        self._choose(side, label.id)

    def _step_difference(self, side: int, step: int) -> None:
        assert self._pair is not None
        spans, caret = self._pair.sides[side].differing, self._page.sides[side].reader.caret()
        beyond = [span for span in spans if (span.start - caret) * step > 0]
        if not beyond:
            said = tr("No other words after the caret."), tr("No other words before the caret.")
            self._host.say(said[step < 0], brief=True)
            return
        self._page.go_to(side, beyond[0 if step > 0 else -1])

    def _choose(self, side: int, label: object) -> None:
        found = label if isinstance(label, int) else None
        partners = self._snapshots[side].partners(found) if found is not None else set()
        self._page.sides[side].reader.set_selected(found, partners)

    def _caret_moved(self, side: int, caret: int) -> None:
        reader = self._page.sides[side].reader
        selected = reader.selected()
        label = self._snapshots[side].by_id.get(selected) if isinstance(selected, int) else None
        if label is not None and not label.start <= caret <= label.end:
            self._choose(side, None)

    # --- carrying --------------------------------------------------------------------------------

    def _carry(self, source: int) -> None:
        """Carry what is chosen in a text, or all labels of the passage, over to the other."""
        assert self._pair is not None
        if self._presenter.read_only:
            self._host.say(tr("Read-only here: nothing is carried."))
            return
        place, (here, there) = self._pair.place, self._pair.sides
        if source:
            place = Place(here.doc.id, place.here_start, place.here_end, place.start, place.end)
            here = there
        selected = self._page.sides[source].reader.selected()
        labels: set[int] = set()
        if isinstance(selected, int):
            labels = here.doc.heads_of([selected]) or {selected}
        project, actor, document = self._presenter.project, self._presenter.actor, here.doc.id

        def work(_progress: Progress, _stop: Stop) -> CarryOffer | None:
            return place_offer(project, actor, document, labels, place)

        self._host.work("carry_offers", "", work, self._write)

    def _write(self, offer: CarryOffer | None) -> None:
        """What is sure at once; what is in doubt when the key is pressed once more."""
        if self._pair is None:
            return
        if offer is None:
            self._host.say(tr("No label of yours stands in these words."), brief=True)
            return
        project, actor = self._presenter.project, self._presenter.actor
        chosen = offer.sure
        if not chosen and offer == self._doubted:
            chosen = offer.possible
        if not chosen:
            self._doubted = offer
            said = f"{offer_words(offer, project.schema)}."
            if offer.possible:
                said += " " + tr("The same key again carries all the same.")
            self._host.say(said)
            return
        self._doubted = None
        groups = [(offer.document, group) for group in chosen]

        def work(_progress: Progress, _stop: Stop) -> CarryReport:
            return carry(project, actor, groups)

        self._host.work("carry", "", work, self._said)

    def _said(self, report: CarryReport) -> None:
        self._host.say(carried_words(report), undo=report.labels > 0)
