"""The calculation behind the room, in threads: reading the annotations, counting the figures,
finding the disagreements.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from pullquote.agreement.values import (
    Cell,
    Confusion,
    Disagreement,
    Filter,
    Scope,
    Summary,
)
from pullquote.store import Change, Project
from pullquote.ui.services.tasks import Progress, Stop, Tasks
from pullquote.ui.widgets.words import tr

if TYPE_CHECKING:
    # Loaded by the thread that needs it: NumPy must not hold up the window.
    from pullquote.agreement.study.study import Study

Pair = tuple[int, int]
_OF_A_DOCUMENT = {"annotation", "relation", "state", "document", "foreign_suggestion"}
_OF_ALL = {"speaker", "alias", "annotator", "project", "cluster", "passage", "duplicate_decision"}


@dataclass(frozen=True, slots=True)
class CalculatedFigures:
    study: "Study"
    scope: Scope
    summary: Summary


class Calculation(QObject):
    """Works in threads and a process of its own; newer questions overtake older ones.

    `measured` has a Measured, `confused` (pair, Confusion), `listed` the disagreements, `own` cells
    by annotator, `own_listed` inconsistencies, `written` where figures went and `write_failed` why
    not. `stopped` comes when a person stopped the work, `failed` has any other error.
    """

    measured = Signal(object)
    confused = Signal(tuple, object)
    listed = Signal(object)
    own = Signal(object)
    own_listed = Signal(object)
    written = Signal(object)
    progressed = Signal(str, int, int)
    rested = Signal()
    stopped = Signal()
    failed = Signal(object)
    write_failed = Signal(object)

    def __init__(self, project: Project, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._known: CalculatedFigures | None = None
        self._scope = Scope()
        self._all_measures = False
        self._stale: set[int] = set()
        self._touched = True
        # Those that changed while the figures were counted.
        self._noted: set[int] = set()
        self._confusions: dict[Pair, Confusion] = {}
        self._tasks = Tasks(self)
        self._tasks.progressed.connect(self._progress)
        self._tasks.ended.connect(self._ended)

    @property
    def scope(self) -> Scope:
        return self._scope

    @property
    def known(self) -> bool:
        """Whether there are figures at all, of now or of before."""
        return self._known is not None

    @property
    def stale(self) -> bool:
        return self._touched or bool(self._stale)

    def note(self, change: Change) -> bool:
        """Remember what a change makes out of date; whether it does anything."""
        if not change.tables & (_OF_A_DOCUMENT | _OF_ALL):
            return False
        self._touched = True
        if change.tables & _OF_A_DOCUMENT:
            self._stale |= change.documents
            self._noted |= change.documents
        return True

    def refresh(self) -> None:
        """Bring the figures up to date: after the first time only changed documents are read."""
        project, scope, known = self._project, self._scope, self._known
        every, changed = self._all_measures, frozenset(self._stale)

        def work(progress: Progress, stop: Stop) -> CalculatedFigures:
            from pullquote.workflow import agreement

            if known is None:
                study = agreement.load_study(project, progress=progress, stop=stop)
            else:
                study = agreement.reload_study(project, known.study, changed)
            return _calculate(study, scope, all_measures=every)

        def done(measured: CalculatedFigures) -> None:
            self._stale -= changed - self._noted
            self._take(measured)

        self._touched, self._noted = False, set()
        self._run("figures", tr("Comparing labels"), work, done, self._figures_failed)

    def set_scope(self, scope: Scope) -> None:
        self._scope = scope
        # What is being read now would be dropped: it is read anew.
        if self._known is None or self.stale or self._tasks.busy("figures"):
            self.refresh()
            return
        study, every = self._known.study, self._all_measures

        def work(_progress: Progress, _stop: Stop) -> CalculatedFigures:
            return _calculate(study, scope, all_measures=every)

        self._run("figures", tr("Comparing labels"), work, self._take, self._figures_failed)

    def measure_all(self, wanted: bool) -> None:
        """Whether those measures are computed too that are dear and seldom asked for."""
        self._all_measures = wanted
        if wanted and self._known is not None:
            self.set_scope(self._scope)

    def confuse(self, pair: Pair) -> None:
        known = self._known
        if known is None:
            return
        if pair in self._confusions:
            self.confused.emit(pair, self._confusions[pair])
            return

        def work(_progress: Progress, _stop: Stop) -> Confusion:
            from pullquote.agreement.figures.summary import confusion

            return confusion(known.study, known.scope, *pair)

        def done(found: Confusion) -> None:
            if self._known is known:
                self._confusions[pair] = found
                self.confused.emit(pair, found)

        self._run("confusion", "", work, done, self._failed)

    def list(self, wanted: Filter) -> None:
        known, project = self._known, self._project
        if known is None:
            return

        def work(_progress: Progress, _stop: Stop) -> Sequence[Disagreement]:
            from pullquote.agreement.disagreements.disagreement_list import disagreements

            return disagreements(known.study, known.scope, wanted, texts=project.text)

        self._run("list", "", work, self.listed.emit, self._failed)

    def compare_own(self) -> None:
        """How far each annotator agrees with themselves; `own` has the cell of each."""
        known, project = self._known, self._project
        if known is None:
            return

        def work(_progress: Progress, _stop: Stop) -> dict[int, Cell]:
            from pullquote.agreement.disagreements.self_consistency import consistency

            study, scope = known.study, known.scope
            return {
                a: consistency(study, a, scope, texts=project.text)
                for a in known.summary.annotators
            }

        self._run("own", "", work, self.own.emit, self._failed)

    def list_own(self, annotator: int) -> None:
        """What one annotator labelled in two ways; it takes the place of the list."""
        known, project = self._known, self._project
        if known is None:
            return

        def work(_progress: Progress, _stop: Stop) -> Sequence[Disagreement]:
            from pullquote.agreement.disagreements.self_consistency import inconsistencies

            return inconsistencies(known.study, annotator, known.scope, texts=project.text)

        self._run("list", "", work, self.own_listed.emit, self._failed)

    def write(self, kind: Literal["csv", "json"], to: Path) -> None:
        known = self._known
        if known is None:
            return

        def work(progress: Progress, stop: Stop) -> Path:
            from pullquote.workflow import agreement

            agreement.write_figures(
                known.study, known.scope, to, kind, progress=progress, stop=stop
            )
            return to

        done, failed = self.written.emit, self.write_failed.emit
        self._run("write", tr("Writing figures"), work, done, failed)

    def sentence(self, figure: str) -> str:
        """A figure as papers give it."""
        from pullquote.agreement.figures.definitions import citable_sentence, definitions

        summary = self._known.summary if self._known else None
        found = next((f for f in summary.figures if f.id == figure), None) if summary else None
        if summary is None or found is None:
            return ""
        meant = definitions(self._project.schema).get(figure)
        return citable_sentence(
            found, meant, resamples=summary.resamples, seed=summary.seed, translate=tr
        )

    def stop(self) -> bool:
        return self._tasks.stop()

    def busy(self) -> bool:
        return self._tasks.busy()

    def finish(self) -> None:
        self._tasks.finish()

    # --- inside --------------------------------------------------------------------------------

    def _run(self, key: str, title: str, work: Any, done: Any, failed: Any) -> None:  # noqa: ANN401
        self._tasks.run(key, title, work, done, failed)

    def _take(self, measured: CalculatedFigures) -> None:
        self._known = measured
        self._confusions = {}
        self.measured.emit(measured)

    def _figures_failed(self, error: Exception) -> None:
        self._touched = True
        self._failed(error)

    def _failed(self, error: Exception) -> None:
        if type(error).__name__ == "Stopped":
            self.stopped.emit()
        else:
            self.failed.emit(error)

    def _progress(self, _key: str, title: str, done: int, total: int) -> None:
        if title:
            self.progressed.emit(title, done, total)

    def _ended(self, _key: str) -> None:
        if not self._tasks.busy():
            self.rested.emit()


def _calculate(study: "Study", scope: Scope, *, all_measures: bool) -> CalculatedFigures:
    from pullquote.agreement.figures.summary import summarise

    return CalculatedFigures(study, scope, summarise(study, scope, all_measures=all_measures))
