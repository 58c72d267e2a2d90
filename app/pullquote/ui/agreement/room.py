"""The Agreement room on an open project: figures brought up to date, cells followed,
and what its keys do now.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from pullquote.agreement.values import Disagreement, Filter, Scope
from pullquote.store import Change, Project
from pullquote.ui.actions.key_hints import (
    hints_for_breakdown,
    hints_for_disagreements,
    hints_for_figures,
)
from pullquote.ui.agreement.calculation import CalculatedFigures, Calculation
from pullquote.ui.agreement.widget import AgreementWidget
from pullquote.ui.services.host import Host, ListedDisagreements, Target, TextPlace
from pullquote.ui.services.room import Commands, Room, offer_keys
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets.words import tr

if TYPE_CHECKING:
    from pullquote.ui.agreement.presenter import AgreementPresenter

# A burst of labels is one count.
_REST_MS = 300


class AgreementRoom(Room):
    def __init__(
        self,
        project: Project,
        actor: int,
        theme: Theme,
        host: Host,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(project, actor, host, parent)
        self.widget: AgreementWidget = AgreementWidget(theme)
        offer_keys(self.widget, host)
        self.calculation = Calculation(project, self)
        self._later = QTimer(self, singleShot=True, interval=_REST_MS)
        self._later.timeout.connect(self._refresh)
        self._connect()

    def commands(self) -> Commands:
        return {
            "to_the_place": self._open_chosen,
            "settle": self.settle,
            "copy_sentence": self.copy_sentence,
            "clear_filter": self.clear,
        }

    def enter(self, _target: Target | None = None) -> None:
        if self.calculation.stale:
            self._refresh()
        # Coming back, the keyboard is where it was.
        before = self.widget.focusWidget()
        (before if before and before.isVisible() else self.widget.panes()[0]).setFocus()
        self._show_keys()

    def refresh(self, change: Change) -> None:
        if self.calculation.note(change) and not self._later.isActive():
            self._later.start()

    def note(self, change: Change) -> None:
        self.calculation.note(change)

    def close(self) -> None:
        """Stop what runs and wait for it."""
        self._later.stop()
        self.calculation.finish()

    # --- what a person does --------------------------------------------------------------------

    def copy_sentence(self) -> None:
        """Ctrl+C: the chosen figure as papers give it."""
        figure = self.widget.page.figures.figure() if self.widget.has_figures() else ""
        sentence = self.calculation.sentence(figure)
        if sentence:
            QGuiApplication.clipboard().setText(sentence)
            self.host.say(tr("Copied: {}").format(sentence))

    def settle(self) -> None:
        """Ctrl+J: adjudicate what is listed."""
        has_figures = self.widget.has_figures()
        rows = self.widget.page.disagreements.rows() if has_figures else ()
        if has_figures and self.presenter.oneself is not None:
            self.host.say(tr("Nobody else differs here: change the labels in the text."))
        elif has_figures and self.presenter.has_one_person():
            self.host.say(tr("A tool is not adjudicated: change the labels in the text."))
        elif rows:
            self.host.go("adjudicate", ListedDisagreements(rows))
        else:
            self.host.say(tr("There is nothing to adjudicate in the list."))

    def clear(self) -> None:
        """Esc: no message, no filter."""
        self.widget.show_error("")
        if self.widget.has_figures():
            self.presenter.clear()

    def export(self) -> None:
        from pullquote.ui.agreement.export_dialog import FiguresExport

        FiguresExport(self.widget, self.project, self.calculation).ask()

    # --- inside --------------------------------------------------------------------------------

    @cached_property
    def presenter(self) -> "AgreementPresenter":
        """What is shown of the figures; made with the page that shows them."""
        from pullquote.ui.agreement.presenter import AgreementPresenter

        page, calculation = self.widget.page, self.calculation
        made = AgreementPresenter(self.widget, self)
        page.layers.chosen.connect(self._choose_layer)
        page.all_measures.toggled.connect(calculation.measure_all)
        page.disagreements.opened.connect(self._open)
        page.disagreements.list.pointed.connect(self._show_keys)
        made.confusion_wanted.connect(calculation.confuse)
        made.list_wanted.connect(self._list)
        made.own_wanted.connect(calculation.compare_own)
        made.own_list_wanted.connect(calculation.list_own)
        calculation.confused.connect(made.show_confusion)
        calculation.own.connect(made.show_own)
        return made

    def _connect(self) -> None:
        widget, calculation = self.widget, self.calculation
        widget.command.connect(self._do)
        widget.focus_moved.connect(self._show_keys)
        widget.head.copied.connect(self.copy_sentence)
        widget.head.export_asked.connect(self.export)
        widget.head.scope.changed.connect(calculation.set_scope)
        widget.empty.acted.connect(lambda: self.host.run("hand_out"))
        widget.empty.widened.connect(lambda: calculation.set_scope(Scope()))
        widget.strip.stop_clicked.connect(calculation.stop)
        calculation.measured.connect(self._show)
        calculation.listed.connect(self._show_list)
        calculation.own_listed.connect(self._show_own_list)
        calculation.progressed.connect(self._show_progress)
        calculation.rested.connect(self._rest)
        calculation.stopped.connect(self._say_stopped)
        calculation.failed.connect(self._fail)
        widget.waiting.acted.connect(self._refresh)

    def _do(self, command: str) -> None:
        {
            "copy": self.copy_sentence,
            "settle": self.settle,
            "clear": self.clear,
            "stop": self.calculation.stop,
        }[command]()

    def _refresh(self) -> None:
        if not self.calculation.known:
            self.widget.show_waiting(running=True)
        self.calculation.refresh()

    def _choose_layer(self, layer: str) -> None:
        layers = frozenset({layer}) if layer else None
        self.calculation.set_scope(replace(self.calculation.scope, layers=layers))

    def _show(self, measured: CalculatedFigures) -> None:
        widget, summary = self.widget, measured.summary
        widget.show_error("")
        study = measured.study
        people = {person.id: person.name for person in study.people if person.kind == "person"}
        tools = {tool: study.name(tool) for tool in study.tools()}
        if not summary.documents:
            widget.head.show_facts("", "")
            widget.head.scope.show_scope(measured.scope, people, tools)
            widget.empty.show_counts(
                summary.single,
                len(people),
                narrowed=measured.scope != Scope(),
                read_only=self.project.read_only,
            )
            widget.show_empty(choice=measured.scope != Scope() or bool(tools))
            return
        widget.show_figures()
        self.presenter.show_summary(self.project, summary, measured.scope, people, tools)
        if widget.page.breakdown.view() == "oneself":
            self.calculation.compare_own()
        if self.presenter.oneself is None:
            self._list(self.presenter.filter)
        else:
            self.calculation.list_own(self.presenter.oneself)

    def _list(self, wanted: Filter) -> None:
        self.calculation.list(wanted)

    def _show_list(self, rows: Sequence[Disagreement]) -> None:
        self.presenter.show_list(rows)
        self._show_keys()

    def _show_own_list(self, found: Sequence[Disagreement]) -> None:
        self.presenter.show_own_list(found)
        self._show_keys()

    def _open(self, row: Disagreement) -> None:
        place = row.place
        self.host.go("adjudicate", TextPlace(place.document, place.start, place.end))

    def _open_chosen(self) -> None:
        row = self.widget.page.disagreements.row() if self.widget.has_figures() else None
        if row is not None:
            self._open(row)

    def _show_progress(self, title: str, done: int, total: int) -> None:
        self.widget.set_busy(True)
        self.widget.busy.show_progress(done, total)
        self.widget.strip.show_busy(f"{title}.")

    def _rest(self) -> None:
        self.widget.set_busy(False)
        self.widget.busy.stop()
        self.widget.strip.show_busy("")

    def _say_stopped(self) -> None:
        if self.calculation.known:
            self.host.say(tr("Stopped. What is shown is from before."))
        else:
            self.widget.show_waiting(running=False)

    def _fail(self, error: Exception) -> None:
        if not self.calculation.known:
            self.widget.show_waiting(running=False)
        self.host.show_error(error)

    def _show_keys(self) -> None:
        widget = self.widget
        if not widget.has_figures():
            widget.strip.show_keys([])
            return
        narrowed = self.presenter.filter != Filter() or self.presenter.oneself is not None
        focused = widget.focusWidget() or widget
        if widget.page.disagreements.isAncestorOf(focused):
            shown = hints_for_disagreements(
                chosen=widget.page.disagreements.row() is not None, narrowed=narrowed
            )
        elif widget.page.breakdown.isAncestorOf(focused):
            shown = hints_for_breakdown(narrowed=narrowed)
        else:
            shown = hints_for_figures(narrowed=narrowed)
        widget.strip.show_keys(shown)
