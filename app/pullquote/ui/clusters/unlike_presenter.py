"""Copies that are labelled differently, as the room shows and settles them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pullquote.errors import PullquoteError
from pullquote.store import Change, Project
from pullquote.store.errors import NotThere
from pullquote.text.segments import snap_to_words
from pullquote.text.spans import Span
from pullquote.ui.clusters.inconsistency_page import InconsistencyPage, PlaceShown, UnlikeRow
from pullquote.ui.services.errors import error_message
from pullquote.ui.services.host import Host, TextPlace
from pullquote.ui.services.tasks import Progress, Stop, Tasks
from pullquote.ui.widgets.words import tr, value_in_words

if TYPE_CHECKING:
    # NumPy comes with them: loaded by the thread that compares.
    from pullquote.agreement.values import Disagreement, DisagreementPlace
    from pullquote.workflow.consistency import Consistency

_IN_PART = {"annotation", "relation", "state", "document", "duplicate_decision"}
_IN_ALL = {"speaker", "alias", "annotator", "project", "cluster", "passage"}
# Code points around the words of a label.
_BEFORE, _AFTER = 40, 160
_LONGEST = 200


class UnlikePresenter(QObject):
    """`counted` comes when the list is another; `failed` has an error."""

    counted = Signal()
    failed = Signal(object)

    def __init__(
        self, project: Project, actor: int, page: InconsistencyPage, host: Host, tasks: Tasks
    ) -> None:
        super().__init__(page)
        self._project, self._actor, self._page, self._host = project, actor, page, host
        self._tasks = tasks
        self._known: Consistency | None = None
        self._touched: set[int] = set()
        # What is compared from the start, a process of its own compares.
        self._stale = self._anew = True
        # In a hand-out one sees one's own labels only.
        self._others = project.handout is None
        page.pointed.connect(self._show_places)

    @property
    def count(self) -> int | None:
        """How many are listed; None while that is not known."""
        return None if self._known is None else len(self._known.found)

    def note(self, change: Change) -> None:
        """Remember, at no cost, what a change makes out of date."""
        if change.tables & (_IN_PART | _IN_ALL):
            self._stale = True
            self._touched |= change.documents
            self._anew = self._anew or bool(change.tables & _IN_ALL)

    def show(self) -> None:
        """Bring the list up to date; what is known stays in sight until then."""
        if not self._stale:
            self._show()
            return
        project, actor, others, known = self._project, self._actor, self._others, self._known
        touched, anew = frozenset(self._touched), self._anew
        if known is None:
            self._page.say_none(tr("Comparing copies"))
            self._page.show_rows(())

        def work(progress: Progress, stop: Stop) -> "Consistency":
            from pullquote.workflow.consistency import load_consistency, updated_consistency

            if known is None or anew:
                return load_consistency(project, actor, others=others, progress=progress, stop=stop)
            return updated_consistency(project, known, actor, touched, others=others)

        def done(found: "Consistency") -> None:
            self._known = found
            self._show()

        def failed(error: Exception) -> None:
            self._stale = True
            self._touched |= touched
            self._anew = self._anew or anew
            self._page.say_none(tr("The copies were not compared"))
            self.failed.emit(error)

        self._stale, self._anew, self._touched = False, False, set()
        self._tasks.run("unlike", tr("Comparing copies"), work, done, failed)

    def place(self) -> TextPlace | None:
        """The one of both that is to be opened."""
        row = self._row()
        if row is None:
            return None
        place = row.places[self._page.side]
        return TextPlace(place.document, place.start, place.end)

    def make_alike(self, like: int) -> None:
        """1 or 2: label the other place as this one is."""
        row = self._row()
        if row is None:
            return
        from pullquote.workflow.consistency import OthersLabel, make_alike

        try:
            make_alike(self._project, self._actor, row, 1 if like else 0)
        except OthersLabel as error:
            self._host.say(error_message(error))
        except PullquoteError as error:
            self.failed.emit(error)
        else:
            self._host.say(tr("Both places are labelled alike."), undo=True)

    def accept_both(self) -> None:
        """B: both are right, and not listed any more."""
        row = self._row()
        if row is None:
            return
        from pullquote.workflow.consistency import accept_both

        try:
            accept_both(self._project, self._actor, row)
        except PullquoteError as error:
            self.failed.emit(error)
        else:
            self._host.say(tr("Both are right: not listed any more."), undo=True)

    # --- what is shown ---------------------------------------------------------------------------

    def _row(self) -> "Disagreement | None":
        at = self._page.row()
        if self._known is None or not 0 <= at < len(self._known.found):
            return None
        return self._known.found[at].row

    def _show(self) -> None:
        known, at = self._known, self._page.row()
        if known is None:
            return
        if not known.study.repeats:
            self._page.say_none(tr("No repeats are known yet"))
        else:
            self._page.say_none(
                tr("All copies are labelled alike"),
                tr("Documents are compared that are marked as done."),
            )
        self._page.show_rows([self._listed(one.row) for one in known.found], max(at, 0))
        self._show_places(self._page.row())
        self.counted.emit()

    def _listed(self, row: "Disagreement") -> UnlikeRow:
        place = row.place
        try:
            words = self._project.text(place.document)[place.start : place.end][:_LONGEST]
        except NotThere:
            words = ""
        first, second = (_said(reading.description) for reading in row.readings)
        return UnlikeRow(self._kind(row), " ".join(words.split()), (first, second))

    def _kind(self, row: "Disagreement") -> str:
        if row.kind == "attribute":
            layers = self._project.schema.layers
            names = {one.id: one.name for layer in layers for one in layer.attributes}
            return names.get(row.detail, row.detail)
        return _kinds()[row.kind]

    def _show_places(self, _row: int) -> None:
        row = self._row()
        try:
            self._page.show_places(None if row is None else self._places(row))
        except NotThere:
            self._page.show_places(None)  # removed since: the list is about to follow

    def _places(self, row: "Disagreement") -> tuple[PlaceShown, PlaceShown]:
        annotators = [reading.annotator for reading in row.readings]
        names: Mapping[int, str] = {}
        if len(set(annotators)) > 1:
            names = {one: self._project.annotator(one).name for one in annotators}
        first, second = (
            self._placed(row, place, number, names.get(annotators[number], ""))
            for number, place in enumerate(row.places)
        )
        return first, second

    def _placed(
        self, row: "Disagreement", place: "DisagreementPlace", number: int, who: str
    ) -> PlaceShown:
        document = self._project.document(place.document)
        text = self._project.text(place.document)
        around = Span(max(0, place.start - _BEFORE), min(len(text), place.end + _AFTER))
        around = snap_to_words(text, around).union(Span(place.start, place.end))
        lead = "… " if around.start else ""
        start = place.start - around.start + len(lead)
        reading = row.readings[number]
        when = value_in_words(document.published.value) or tr("undated")
        return PlaceShown(
            title=" ".join((document.title or document.name).split()),
            where=" · ".join(filter(None, (document.source, when))),
            text=lead + around.of(text).replace("\n", " "),
            label=Span(start, start + place.end - place.start),
            layer=self._layer(row, number),
            says=_said(reading.description),
            marked=bool(reading.annotations),
            who=who,
        )

    def _layer(self, row: "Disagreement", number: int) -> str:
        labels = row.readings[number].annotations
        return self._project.annotation(labels[0]).layer if labels else row.layer


def _said(description: str) -> str:
    return " ".join(description.split()) or tr("nothing marked")


def _kinds() -> dict[str, str]:
    return {
        "missed": tr("Missing in one"),
        "boundary": tr("Other extent"),
        "label": tr("Other layer"),
        "speaker": tr("Other speaker"),
        "link": tr("Other relation"),
        "date": tr("Other day"),
    }
