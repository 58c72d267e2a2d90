"""What the room shows of a summary: the chosen figure, its parts, and the list behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

from PySide6.QtCore import QObject, Signal

from pullquote.agreement.values import (
    Cell,
    Confusion,
    Disagreement,
    Filter,
    Scope,
    Summary,
)
from pullquote.store import Project
from pullquote.ui.agreement import filters
from pullquote.ui.agreement.breakdown import FigurePart, ShownParts
from pullquote.ui.agreement.figure_list import (
    FigureRow,
    aspect_name,
    figure_explained,
    figure_rows,
    grouped_by_aspect,
)
from pullquote.ui.agreement.lookup import Lookup, lookup
from pullquote.ui.agreement.widget import AgreementWidget
from pullquote.ui.agreement.wording import bands, compared_in_words, origins, scope_words
from pullquote.ui.widgets import counted
from pullquote.ui.widgets.words import tr

Pair = tuple[int, int]
Key = TypeVar("Key", int, str)


@dataclass(frozen=True, slots=True)
class RoomContents:
    """All that one state of the room needs; `people` are all who have done a document, `tools`
    those whose suggestions can be compared with them.
    """

    summary: Summary
    rows: Sequence[FigureRow]
    lookup: Lookup
    scope: Scope = field(default_factory=Scope)
    people: Mapping[int, str] = field(default_factory=dict)
    tools: Mapping[int, str] = field(default_factory=dict)


class AgreementPresenter(QObject):
    """`confusion_wanted` has a pair, `list_wanted` a Filter; `own_wanted` asks how far each agrees
    with themselves, `own_list_wanted` what an annotator labelled in two ways.
    """

    confusion_wanted = Signal(tuple)
    list_wanted = Signal(object)
    own_wanted = Signal()
    own_list_wanted = Signal(int)

    def __init__(self, room: AgreementWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.room = room
        self.shown: RoomContents | None = None
        self.filter = Filter()
        self.pair: Pair | None = None
        self.oneself: int | None = None
        room.page.figures.pointed.connect(self._by_figure)
        room.page.all_measures.toggled.connect(self._show_figures)
        room.page.breakdown.pairs.pair_pointed.connect(self._by_pair)
        room.page.breakdown.pairs.layers_pointed.connect(self._by_layers)
        room.page.breakdown.part_pointed.connect(self._by_part)
        room.page.breakdown.view_chosen.connect(self._choose_view)
        room.page.disagreements.taken_off.connect(self._take_off)
        room.page.disagreements.cleared.connect(self.clear)

    def show_summary(
        self,
        project: Project,
        summary: Summary,
        scope: Scope,
        people: Mapping[int, str],
        tools: Mapping[int, str],
    ) -> None:
        """`people` are all who have done a document, `tools` may be compared with them."""
        rows = figure_rows(summary, project.schema)
        self.show(RoomContents(summary, rows, lookup(project, tools), scope, people, tools))

    def show(self, shown: RoomContents) -> None:
        self.shown = shown
        summary = shown.summary
        self.room.head.show_facts(
            compared_in_words(summary), f"{origins(summary)} {scope_words(shown.scope)}"
        )
        self.room.head.scope.show_scope(shown.scope, shown.people, shown.tools)
        layers = {"": tr("All layers")} | dict(shown.lookup.layers)
        chosen = next(iter(shown.scope.layers or ()), "")
        self.room.page.layers.show_choices(layers, chosen)
        self._keep_what_is_there(summary)
        self._show_figures()

    def show_confusion(self, pair: Pair, confusion: Confusion) -> None:
        if self.shown is None or pair != self._ordered():
            return
        look = self.shown.lookup
        rows, columns = (look.names[annotator] for annotator in pair)
        self.room.page.breakdown.pairs.show_confusion(confusion, look.layers, rows, columns)
        self.room.fit()

    def show_list(self, rows: Sequence[Disagreement]) -> None:
        if self.shown is not None:
            look = self.shown.lookup
            chips = filters.filter_chips(self.filter, look)
            self.room.page.disagreements.show_rows(rows, self.people(), look, chips)

    def show_own(self, cells: Mapping[int, Cell]) -> None:
        """How far each annotator agrees with themselves on repeated passages."""
        if self.shown is not None:
            title = tr("The same words twice, labelled alike")
            name = self.shown.lookup.person
            parts = ShownParts(title, lambda: _parts(cells), name)
            self.room.page.breakdown.show_parts("oneself", parts)

    def show_own_list(self, found: Sequence[Disagreement]) -> None:
        """What one annotator labelled in two ways, the first copy beside the later one."""
        if self.shown is None or self.oneself is None:
            return
        look = self.shown.lookup
        who = look.person(self.oneself)
        names = {FIRST_COPY: tr("First copy"), LATER_COPY: tr("Later copy")}
        rows = [as_two_copies(one) for one in found]
        chips = [("oneself", tr("{} with oneself").format(who))]
        heading = counted(
            len(rows), tr("{} place marked in two ways"), tr("{} places marked in two ways")
        )
        panel = self.room.page.disagreements
        panel.show_rows(rows, (FIRST_COPY, LATER_COPY), replace(look, names=names), chips, heading)

    def people(self) -> tuple[int, ...]:
        """Whose versions have a column: the pair that is chosen, else everybody compared."""
        if self.filter.pair is not None:
            return self.filter.pair
        return self.shown.summary.annotators if self.shown else ()

    def has_one_person(self) -> bool:
        """Whether one person is compared with tools alone."""
        compared = self.shown.summary.annotators if self.shown else ()
        tools = self.shown.tools if self.shown else {}
        return bool(compared) and sum(one not in tools for one in compared) < 2

    def row(self) -> FigureRow | None:
        return self.room.page.figures.row()

    def clear(self) -> None:
        self.set_filter(Filter())

    def set_filter(self, now: Filter) -> None:
        if now != self.filter or self.oneself is not None:
            self.filter, self.oneself = now, None
            self.list_wanted.emit(now)

    # --- inside --------------------------------------------------------------------------------

    def _keep_what_is_there(self, summary: Summary) -> None:
        """A pair and a filter stay as long as whom they name is compared."""
        there = set(summary.annotators)
        if self.pair is None or not there.issuperset(self.pair):
            self.pair = summary.annotators[:2] if len(there) > 1 else None  # type: ignore[assignment]
        now = self.filter
        gone = now.pair is not None and not there.issuperset(now.pair)
        gone = gone or (now.annotator is not None and now.annotator not in there)
        if gone or (now.document is not None and now.document not in summary.documents):
            self.filter = Filter(kinds=now.kinds, detail=now.detail)

    def _show_figures(self) -> None:
        if self.shown is None:
            return
        everything = self.room.page.all_measures.isChecked()
        self.room.page.bands.setText(bands(self.shown.summary, all_measures=everything))
        rows = [row for row in self.shown.rows if everything or row.headline]
        self.room.page.figures.show_rows(grouped_by_aspect(rows))
        self._show_parts()
        self.room.fit()

    def _show_parts(self) -> None:
        row = self.row()
        if self.shown is None or row is None:
            return
        meanings = [figure_explained(each) for each in self.shown.rows]
        self.room.page.show_meaning(figure_explained(row), meanings)
        self._show_pairs(row)
        self._show_lists(row)

    def _show_pairs(self, row: FigureRow) -> None:
        assert self.shown is not None
        summary, look = self.shown.summary, self.shown.lookup
        names = {annotator: look.names[annotator] for annotator in summary.annotators}
        cells = summary.pairs.get(row.id, {})
        self.room.page.breakdown.pairs.show_pairs(aspect_name(row.aspect), cells, names, self.pair)
        if self.pair is not None:
            self.confusion_wanted.emit(self._ordered())

    def _show_lists(self, row: FigureRow) -> None:
        assert self.shown is not None
        summary, look, breakdown = self.shown.summary, self.shown.lookup, self.room.page.breakdown
        title = f"{aspect_name(row.aspect)}: {row.name}"
        of_layer, of_document = summary.by_layer, summary.by_document
        of_annotator, id_ = summary.by_annotator, row.id
        for view, cells, name in (
            ("layers", lambda: _parts(of_layer.get(id_, {})), look.layer),
            ("documents", lambda: _parts(of_document.get(id_, {})), look.title),
            ("annotators", lambda: _parts(of_annotator.get(id_, {})), look.person),
        ):
            breakdown.show_parts(view, ShownParts(title, cells, name))

    def _ordered(self) -> Pair:
        assert self.pair is not None
        return (min(self.pair), max(self.pair))

    def _by_figure(self, _figure: str) -> None:
        row = self.row()
        if row is not None:
            self._show_parts()
            self.set_filter(filters.by_figure(self.filter, row))

    def _by_pair(self, pair: Pair) -> None:
        self.pair = pair
        self.confusion_wanted.emit(self._ordered())
        self.set_filter(filters.by_pair(self.filter, self._ordered()))

    def _by_layers(self, layers: tuple[str, str]) -> None:
        if self.pair is not None:
            self.set_filter(filters.by_confusion(self.filter, self._ordered(), layers))

    def _by_part(self, view: str, key: object) -> None:
        if view == "oneself":
            self.oneself = cast("int", key)
            self.own_list_wanted.emit(self.oneself)
        else:
            self.set_filter(filters.by_part(self.filter, view, key))

    def _choose_view(self, view: str) -> None:
        if view == "oneself":
            self.own_wanted.emit()

    def _take_off(self, part: str) -> None:
        now = self.filter if part == "oneself" else filters.without(self.filter, part)
        self.set_filter(now)


def _parts(cells: Mapping[Key, Cell]) -> list[FigurePart]:
    return [FigurePart(key, cell, place) for place, (key, cell) in enumerate(cells.items())]


FIRST_COPY, LATER_COPY = -1, -2
"""Who the columns are of: no annotator has such an id."""


def as_two_copies(found: Disagreement) -> Disagreement:
    first, later = found.readings
    readings = (replace(first, annotator=FIRST_COPY), replace(later, annotator=LATER_COPY))
    return replace(found, readings=readings)
