"""Labels carried to the copies of their words: offered in the panel, ticked there, and carried."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from pullquote.errors import PullquoteError
from pullquote.labelling.carried import Bar, CarriedGroup, Doubt, LabelGroup, is_date, label_groups
from pullquote.model.schema import Schema
from pullquote.text.segments import paragraphs, word_count
from pullquote.text.spans import Span
from pullquote.ui.annotate.copies import CopiesPresenter, copy_row
from pullquote.ui.annotate.document_presenter import DocumentPresenter
from pullquote.ui.panels.values import CarryShown, CopyRow, Tick
from pullquote.ui.services.host import Host
from pullquote.ui.services.tasks import Progress, Stop
from pullquote.ui.widgets.words import counted, day_words, number, tr
from pullquote.workflow.carry import (
    CarryOffer,
    CarryOffers,
    CarryReport,
    carry,
    carry_offers,
    remove_copies,
    take_over_offers,
    unlabelled_copies,
)

if TYPE_CHECKING:
    from pullquote.ui.panels.copies_page import CopiesPage


# Milliseconds that a label is in sight before its copies are counted: a key held down passes by.
_COUNT_MS = 60


class CarryPresenter(QObject):
    """`carried` says that the hands may go on in the text.

    Counts the copies without a label of what is selected, in a thread, for the panel:
    `count_later` is to be started where labels have changed.
    """

    carried = Signal()

    def __init__(self, presenter: DocumentPresenter, copies: CopiesPresenter, host: Host) -> None:
        super().__init__(presenter)
        self._presenter, self._copies, self._host = presenter, copies, host
        self._groups: list[LabelGroup] = []
        self._offers: list[CarryOffer] = []
        self._page: CopiesPage | None = None
        presenter.widget.panel.labels.copies_wanted.connect(lambda: self.ask())
        self.count_later = QTimer(self, singleShot=True, interval=_COUNT_MS)
        self.count_later.timeout.connect(self._count)
        presenter.moved.connect(self.count_later.start)
        self.count_later.start()

    def ask(self, *, takes: bool = False) -> None:
        """V in the text: offer the label that is chosen, or all of the document, for the copies.

        With `takes`, or where the document has no label, offer what stands in its copies for it.
        """
        doc = self._presenter.doc
        if doc is None:
            return
        if not doc.suggests:
            self._host.say(
                tr("The plan wants this document labelled without help: nothing is carried.")
            )
            return
        removed = self._removed()
        if removed and not takes:
            self._remove_copies(removed)
            return
        self._groups = [] if takes else self._wanted()
        self._read(0, self._show)

    def leave(self) -> None:
        """Carry nothing: the page shows the copies at the caret again."""
        if self._page is not None and self._page.offers:
            self._page.leave_offer()
            self._copies.refresh()

    def _count(self) -> None:
        chosen, doc = self._presenter.selected(), self._presenter.doc
        if chosen is None or doc is None or self._presenter.read_only:
            return
        project, actor, document = self._presenter.project, self._presenter.actor, doc.id
        labels = [group.head.id for group in self._wanted()]

        def work(_progress: Progress, stop: Stop) -> int:
            return unlabelled_copies(project, actor, document, labels, stop)

        def done(copies: int) -> None:
            self._presenter.show_unlabelled(chosen.id, copies)

        def failed(error: Exception) -> None:
            # What was counted may be gone by now.
            if not isinstance(error, PullquoteError):
                self._host.show_error(error)

        self._host.work("unlabelled_copies", "", work, done, failed)

    def _removed(self) -> str:
        """The uid of the label that was just removed, while copies of it stay."""
        session, doc = self._presenter.session, self._presenter.doc
        if session is None or doc is None or session.selected is not None:
            return ""
        uid, session.removed = session.removed, ""
        return "" if any(label.uid == uid for label in doc.labels()) else uid

    def _remove_copies(self, uid: str) -> None:
        project, actor = self._presenter.project, self._presenter.actor

        def work(_progress: Progress, stop: Stop) -> int:
            return remove_copies(project, actor, uid, stop=stop)

        def said(count: int) -> None:
            one, many = tr("Removed from 1 copy, too."), tr("Removed from {} copies, too.")
            self._host.say(counted(count, one, many), undo=count > 0)

        self._host.work("carry", tr("Removing copies"), work, said)

    def _wanted(self) -> list[LabelGroup]:
        """What is chosen, a part with what it is a part of; all labels where nothing is."""
        doc, chosen = self._presenter.doc, self._presenter.selected()
        if doc is None:
            return []
        labels = doc.labels()
        if chosen is not None:
            heads = doc.heads_of([chosen.id])
            labels = [a for a in labels if a.id in heads] or [chosen]
        return label_groups(labels, doc.labels(), doc.relations(), doc.project.schema)

    def _read(self, first: int, done: Callable[[CarryOffers], None]) -> None:
        project, actor, doc = self._presenter.project, self._presenter.actor, self._presenter.doc
        if doc is None:
            return
        wanted, document = [group.head.id for group in self._groups], doc.id

        def work(_progress: Progress, _stop: Stop) -> CarryOffers:
            if not wanted:
                return take_over_offers(project, actor, document)
            return carry_offers(project, actor, document, wanted, first=first)

        def answered(found: CarryOffers) -> None:
            if self._presenter.document == document:
                done(found)

        self._host.work("carry_offers", "", work, answered)

    def _show(self, found: CarryOffers) -> None:
        if not found.offers:
            nowhere = tr("These words stand nowhere else.")
            if found.outside:
                one = tr("These words stand in 1 more place, which is not in this file.")
                many = tr("These words stand in {} more places, which are not in this file.")
                nowhere = counted(found.outside, one, many)
            nothing = tr("You labelled nothing in copies of this document that is not here.")
            self._host.say(nowhere if self._groups else nothing, brief=True)
            return
        doc, widget = self._presenter.doc, self._presenter.widget
        assert doc is not None
        self._offers = list(found.offers)
        if self._page is None:
            self._page = widget.panel.copies
            self._page.carry_wanted.connect(self._carry)
            self._page.more_wanted.connect(lambda first: self._read(first, self._show_more))
            self._page.open_twin.connect(lambda _copy: self.leave())
            self._presenter.opened.connect(lambda _document: self.leave())
            widget.page.reader.caret_moved.connect(lambda _caret: self.leave())
        head = self._groups[0].head.span if len(self._groups) == 1 else None
        self._page.show_offer(
            CarryShown(
                title=self._title(found.labels),
                words=self._offers[0].here,
                count=word_count(doc.text, head) if head else 0,
                total=found.total,
                copies=tuple(map(self._row, found.offers)),
                takes=not self._groups,
                outside=found.outside,
            )
        )
        widget.show_panel()
        widget.panel.show_page("copies")
        widget.panel.focus_page()
        widget.strip.clear_message()  # what was said before hides the keys of the list

    def _show_more(self, found: CarryOffers) -> None:
        if self._page is not None and self._page.offers and found.first == len(self._offers):
            self._offers += found.offers
            self._page.add_offered([self._row(offer) for offer in found.offers])

    def _title(self, labels: int) -> str:
        one, many = tr("Carry 1 label to the copies"), tr("Carry {} labels to the copies")
        if not self._groups:
            one, many = tr("Take over 1 label of a copy"), tr("Take over {} labels of its copies")
        return counted(labels, one, many)

    def _carry(self, rows: Sequence[int]) -> None:
        chosen = [
            (offer.document, group)
            for offer in (self._offers[row] for row in rows)
            for group in offer.sure or offer.possible
        ]
        if not chosen:
            self._host.say(tr("Nothing is ticked: Space ticks."), brief=True)
            return
        project, actor = self._presenter.project, self._presenter.actor

        def work(progress: Progress, stop: Stop) -> CarryReport:
            return carry(project, actor, chosen, progress=progress, stop=stop)

        self._host.work("carry", tr("Carrying labels"), work, self._said)

    def _said(self, report: CarryReport) -> None:
        self.leave()
        said = carried_words(report, many=len(self._groups) > 1, takes=not self._groups)
        self._host.say(said, undo=report.labels > 0)
        self.carried.emit()

    def _row(self, offer: CarryOffer) -> CopyRow:
        doc = self._presenter.doc
        assert doc is not None
        judged: Tick = "on" if offer.sure else "off" if offer.possible else "locked"
        # What is taken over stands in the copy, and would be here.
        takes = not self._groups
        is_here = offer.same_document and not takes
        there = offer.groups[0].labels[0].source if takes else offer
        row = copy_row(
            offer,
            place=(there.document, Span(there.start, there.end)),
            words=offer.here if takes else offer.there,
            against=offer.there if takes else offer.here,
            same=offer.same_words or len(offer.groups if takes else self._groups) > 1,
            here=(paragraphs(doc.text), self._groups[0].head.start) if is_here else None,
        )
        return replace(
            row, tick=judged, judged=judged, verdict=offer_words(offer, doc.project.schema)
        )


def carried_words(report: CarryReport, *, many: bool = False, takes: bool = False) -> str:
    """What was carried; of `many` labels the documents are counted, and `takes` are taken over."""
    labels = counted(report.labels, tr("1 label"), tr("{} labels"))
    places = counted(report.places, tr("1 copy"), tr("{} copies"))
    if many:
        places = counted(report.documents, tr("1 document"), tr("{} documents"))
    said = tr("{0} carried to {1}.").format(labels, places)
    if takes:
        said = tr("{} taken over from copies.").format(labels)
    if report.left:
        left = tr("1 was left: something stands there now.")
        said += " " + counted(report.left, left, tr("{} were left: something stands there now."))
    return said


def offer_words(offer: CarryOffer, schema: Schema) -> str:
    """How labels fit in a copy, or what keeps them from it."""
    if len(offer.groups) == 1 or offer.doubts or offer.bars:
        group = offer.groups[0]
        bars = [*offer.bars, *(group.bars if len(offer.groups) == 1 else ())]
        doubts = [*offer.doubts, *(group.doubts if len(offer.groups) == 1 else ())]
        if bars:
            return _bar_words(bars[0], group, schema)
        if doubts:
            return _doubt_words(doubts, group, schema)
        if any(one.follows for one in group.labels):
            return tr("Carried before the label was changed: follows it")
        return tr("{} fit").format(_layer_names(group, schema))
    said = tr("{0} of {1} fit").format(number(len(offer.sure)), number(len(offer.groups)))
    there = sum(bool(group.bars) for group in offer.groups)
    return said + (tr(", {} labelled there").format(number(there)) if there else "")


def _layer_names(group: CarriedGroup, schema: Schema) -> str:
    names = [layer.name for one in group.labels if (layer := schema.layer(one.source.layer))]
    names = list(dict.fromkeys(names))
    return ", ".join([*names[:1], *(name.lower() for name in names[1:])])


def _bar_words(bar: Bar, group: CarriedGroup, schema: Schema) -> str:
    layer = schema.layer(group.labels[0].source.layer)
    return {
        "labelled": tr("Labelled by you, left alone"),
        "conflict": tr("Other labels of yours are there: {}").format(
            layer.name.lower() if layer else ""
        ),
        "assigned": tr("Somebody else labels this document"),
        "unaided": tr("The plan wants this document labelled without help"),
        "excluded": tr("Left out of the corpus"),
    }[bar]


def _doubt_words(doubts: Sequence[Doubt], group: CarriedGroup, schema: Schema) -> str:
    """All that is in doubt, what differs in the words first."""
    names: dict[Doubt, str] = {
        "number": tr("number"),
        "negation": tr("negation"),
        "name": tr("name"),
        "date": tr("date"),
    }
    differs = ", ".join(name for doubt, name in names.items() if doubt in doubts)
    values = [one.attributes.get("value") for one in group.labels if is_date(one.source, schema)]
    days = [day_words(value) for value in values]
    said: dict[Doubt, str] = {
        "day": tr("another day, counted from its publication: {}").format(", ".join(days)),
        "words": tr("many words differ"),
        "ends": tr("other words at its ends"),
        "part": tr("its parts stand there otherwise"),
        "done": tr("you are done with this document"),
        "declined": tr("you turned it down there"),
    }
    parts = [tr("differs in: {}").format(differs)] if differs else []
    parts += [words for doubt, words in said.items() if doubt in doubts]
    words = "; ".join(parts)
    return words[:1].upper() + words[1:]
