"""The Agreement room on an open project: figures brought up to date, cells followed,
and what its keys do now.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from pullquote.agreement.values import Disagreement, Filter, Inconsistency, Scope
from pullquote.store import Change, Project
from pullquote.ui.agreement.calculation import CalculatedFigures, Calculation
from pullquote.ui.agreement.widget import AgreementWidget
from pullquote.ui.agreement.wording import tr
from pullquote.ui.services.host import Host, ListedDisagreements, Target, TextPlace
from pullquote.ui.services.room import Commands, Room
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets.key_strip import Hint, KeyStrip

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
        self._room = AgreementWidget(theme)
        self.measuring = Calculation(project, self)
        self._later = QTimer(self, singleShot=True, interval=_REST_MS)
        self._later.timeout.connect(self._refresh)
        self._connect()

    @property
    def widget(self) -> QWidget:
        return self._room

    @property
    def strip(self) -> KeyStrip:
        return self._room.strip

    def commands(self) -> Commands:
        return {
            "to_the_place": self._open_chosen,
            "settle": self.settle,
            "copy_sentence": self.copy_sentence,
            "clear_filter": self.clear,
        }

    def enter(self, _target: Target | None = None) -> None:
        if self.measuring.stale:
            self._refresh()
        # Coming back, the keyboard is where it was.
        (self._room.focusWidget() or self._room.panes()[0]).setFocus()
        self._show_keys()

    def refresh(self, change: Change) -> None:
        if self.measuring.note(change) and not self._later.isActive():
            self._later.start()

    def note(self, change: Change) -> None:
        self.measuring.note(change)

    def set_theme(self, theme: Theme) -> None:
        self._room.set_theme(theme)

    def panes(self) -> list[QWidget]:
        return self._room.panes()

    def show_error(self, sentence: str, *, unsaved: bool = False) -> None:  # noqa: ARG002
        self._room.show_error(sentence)

    def close(self) -> None:
        """Stop what runs and wait for it."""
        self._later.stop()
        self.measuring.finish()

    # --- what a person does --------------------------------------------------------------------

    def copy_sentence(self) -> None:
        """Ctrl+C: the chosen figure as papers give it."""
        figure = self._room.page.figures.figure() if self._room.has_figures() else ""
        sentence = self.measuring.sentence(figure)
        if sentence:
            QGuiApplication.clipboard().setText(sentence)
            self.host.say(tr("Copied: {}").format(sentence))

    def settle(self) -> None:
        """Ctrl+J: adjudicate what is listed."""
        has_figures = self._room.has_figures()
        rows = self._room.page.disagreements.rows() if has_figures else ()
        if has_figures and self.showing.oneself is not None:
            self.host.say(tr("Nobody else differs here: change the labels in the text."))
        elif rows:
            self.host.go("adjudicate", ListedDisagreements(rows))
        else:
            self.host.say(tr("There is nothing to adjudicate in the list."))

    def clear(self) -> None:
        """Esc: no message, no filter."""
        self._room.show_error("")
        if self._room.has_figures():
            self.showing.clear()

    def export(self) -> None:
        from pullquote.ui.agreement.export_dialog import FiguresExport

        FiguresExport(self._room, self.project, self.measuring).ask()

    # --- inside --------------------------------------------------------------------------------

    @cached_property
    def showing(self) -> "AgreementPresenter":
        """What is shown of the figures; made with the page that shows them."""
        from pullquote.ui.agreement.presenter import AgreementPresenter

        page, measuring = self._room.page, self.measuring
        made = AgreementPresenter(self._room, self)
        page.layers.chosen.connect(self._choose_layer)
        page.all_measures.toggled.connect(measuring.measure_all)
        page.disagreements.opened.connect(self._open)
        page.disagreements.list.pointed.connect(self._show_keys)
        made.confusion_wanted.connect(measuring.confuse)
        made.list_wanted.connect(self._list)
        made.own_wanted.connect(measuring.compare_own)
        made.own_list_wanted.connect(measuring.list_own)
        measuring.confused.connect(made.show_confusion)
        measuring.own.connect(made.show_own)
        return made

    def _connect(self) -> None:
        room, measuring = self._room, self.measuring
        room.command.connect(self._do)
        room.focus_moved.connect(self._show_keys)
        room.head.copied.connect(self.copy_sentence)
        room.head.export_asked.connect(self.export)
        room.head.scope.changed.connect(measuring.set_scope)
        room.empty.acted.connect(lambda: self.host.run("hand_out"))
        room.empty.widened.connect(lambda: measuring.set_scope(Scope()))
        room.strip.stop_clicked.connect(measuring.stop)
        measuring.measured.connect(self._show)
        measuring.listed.connect(self._show_list)
        measuring.own_listed.connect(self._show_own_list)
        measuring.progressed.connect(self._show_progress)
        measuring.rested.connect(self._rest)
        measuring.stopped.connect(self._say_stopped)
        measuring.failed.connect(self._fail)
        room.waiting.acted.connect(self._refresh)

    def _do(self, command: str) -> None:
        {
            "copy": self.copy_sentence,
            "settle": self.settle,
            "clear": self.clear,
            "stop": self.measuring.stop,
        }[command]()

    def _refresh(self) -> None:
        if not self.measuring.known:
            self._room.show_waiting(running=True)
        self.measuring.refresh()

    def _choose_layer(self, layer: str) -> None:
        layers = frozenset({layer}) if layer else None
        self.measuring.set_scope(replace(self.measuring.scope, layers=layers))

    def _show(self, measured: CalculatedFigures) -> None:
        room, summary = self._room, measured.summary
        room.show_error("")
        study = measured.study
        people = {person.id: person.name for person in study.people if person.kind == "person"}
        if not summary.documents:
            room.head.show_facts("", "")
            room.head.scope.show_scope(measured.scope, people)
            room.empty.show_counts(
                summary.single,
                len(people),
                narrowed=measured.scope != Scope(),
                read_only=self.project.read_only,
            )
            room.show_empty(narrowed=measured.scope != Scope())
            return
        room.show_figures()
        self.showing.show_summary(self.project, summary, measured.scope, people)
        if room.page.breakdown.view() == "oneself":
            self.measuring.compare_own()
        if self.showing.oneself is None:
            self._list(self.showing.filter)
        else:
            self.measuring.list_own(self.showing.oneself)

    def _list(self, wanted: Filter) -> None:
        self.measuring.list(wanted)

    def _show_list(self, rows: Sequence[Disagreement]) -> None:
        self.showing.show_list(rows)
        self._show_keys()

    def _show_own_list(self, found: Sequence[Inconsistency]) -> None:
        self.showing.show_own_list(found)
        self._show_keys()

    def _open(self, row: Disagreement) -> None:
        place = row.place
        self.host.go("adjudicate", TextPlace(place.document, place.start, place.end))

    def _open_chosen(self) -> None:
        row = self._room.page.disagreements.row() if self._room.has_figures() else None
        if row is not None:
            self._open(row)

    def _show_progress(self, title: str, done: int, total: int) -> None:
        self._room.set_busy(True)
        self._room.busy.show_progress(done, total)
        self._room.strip.show_busy(f"{title}.")

    def _rest(self) -> None:
        self._room.set_busy(False)
        self._room.busy.stop()
        self._room.strip.show_busy("")

    def _say_stopped(self) -> None:
        if self.measuring.known:
            self.host.say(tr("Stopped. What is shown is from before."))
        else:
            self._room.show_waiting(running=False)

    def _fail(self, error: Exception) -> None:
        if not self.measuring.known:
            self._room.show_waiting(running=False)
        self.host.show_error(error)

    def _show_keys(self) -> None:
        room = self._room
        if not room.has_figures():
            room.strip.show_keys(no_hints())
            return
        narrowed = self.showing.filter != Filter() or self.showing.oneself is not None
        focused = room.focusWidget() or room
        if room.page.disagreements.isAncestorOf(focused):
            shown = row_hints(chosen=room.page.disagreements.row() is not None, narrowed=narrowed)
        elif room.page.breakdown.isAncestorOf(focused):
            shown = part_hints(narrowed=narrowed)
        else:
            shown = figure_hints(narrowed=narrowed)
        room.strip.show_keys(shown)


def figure_hints(*, narrowed: bool) -> list[Hint]:
    hints: list[Hint] = [
        ("↓", tr("next figure")),
        ("Ctrl+C", tr("copy as sentence")),
        ("F6", tr("to the pairs")),
    ]
    return hints + _clear_hint(narrowed=narrowed)


def part_hints(*, narrowed: bool) -> list[Hint]:
    hints: list[Hint] = [("← →", tr("go")), ("↓", tr("next")), ("F6", tr("to the list"))]
    return hints + _clear_hint(narrowed=narrowed)


def row_hints(*, chosen: bool, narrowed: bool) -> list[Hint]:
    hints: list[Hint] = [("↓", tr("next"))]
    if chosen:
        hints.append(("Enter", tr("open in the text")))
    hints += [("Ctrl+J", tr("adjudicate these")), ("F6", tr("to the figures"))]
    return hints + _clear_hint(narrowed=narrowed)


def no_hints() -> list[Hint]:
    return []


def _clear_hint(*, narrowed: bool) -> list[Hint]:
    return [("Esc", tr("clear the filter"))] if narrowed else []
