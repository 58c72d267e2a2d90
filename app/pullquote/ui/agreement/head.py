"""The head of the room: what is compared, in words and as a menu, and what can be done with it."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from pullquote.agreement.values import Scope
from pullquote.ui.agreement.axis import MARGIN
from pullquote.ui.widgets import Button, Label, MenuButton
from pullquote.ui.widgets.layout import Free, column_of, row_of
from pullquote.ui.widgets.words import tr


class AgreementHead(QWidget):
    copied = Signal()
    export_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._documents = Label("", wrap=True)
        self._labels = Label("", "meta", wrap=True)
        self.scope = ScopeButton()
        self.copy = Button(tr("Copy as sentence"), "Ctrl+C")
        self.export = Button(tr("Export figures"))
        self.copy.clicked.connect(self.copied)
        self.export.clicked.connect(self.export_asked)
        self._buttons = row_of(self.scope, self.copy, self.export, gap=8)
        self._title = row_of(Label(tr("Agreement"), "room"), Free(1), self._buttons, gap=16)
        column_of(
            self._title,
            self._documents,
            self._labels,
            on=self,
            margins=(MARGIN, 16, MARGIN, 12),
            gap=2,
        )

    def show_facts(self, documents: str, labels: str) -> None:
        self._documents.setText(documents)
        self._labels.setText(labels)
        self._documents.setHidden(not documents)
        self._labels.setHidden(not labels)

    def set_figures(self, there: bool) -> None:
        """Without figures there is nothing to copy or export."""
        self.copy.setEnabled(there)
        self.export.setEnabled(there)


class ScopeButton(MenuButton):
    """`changed` has the new scope; layers are chosen elsewhere."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("What is compared"), parent=parent)
        self._scope = Scope()
        self._people: dict[int, str] = {}
        self._usual: frozenset[int] = frozenset()
        self.choices.aboutToShow.connect(self._fill)

    def show_scope(
        self, scope: Scope, people: Mapping[int, str], tools: Mapping[int, str] | None = None
    ) -> None:
        """`people` are all who have done a document, also those left out of the scope; `tools`,
        whose suggestions are compared like labels, take part where they are asked for.
        """
        self._scope, self._people = scope, {**people, **(tools or {})}
        self._usual = frozenset(people)

    def _fill(self) -> None:
        menu = self.choices
        menu.clear()
        self._add_people(menu)
        menu.addSeparator()
        group = QActionGroup(menu)
        for value, words in (
            ("once", tr("Carried labels count once")),
            ("all", tr("Carried labels count each by itself")),
            ("none", tr("Without carried labels")),
        ):
            action = self._add(menu, words, replace(self._scope, carried=value))  # type: ignore[arg-type]
            action.setChecked(self._scope.carried == value)
            group.addAction(action)
        menu.addSeparator()
        self._add_origins(menu)
        menu.addSeparator()
        scope = self._scope
        for words, on, other in (
            (tr("One copy per cluster"), scope.once, replace(scope, once=not scope.once)),
            (
                tr("With boilerplate"),
                scope.boilerplate,
                replace(scope, boilerplate=not scope.boilerplate),
            ),
            (
                tr("With excluded documents"),
                scope.excluded,
                replace(scope, excluded=not scope.excluded),
            ),
        ):
            self._add(menu, words, other).setChecked(on)

    def _add_origins(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        for value, words in (
            ("any", tr("Whatever labels began as")),
            ("hand", tr("Only what began by hand")),
            ("suggestion", tr("Only what began as a suggestion or was carried")),
        ):
            action = self._add(menu, words, replace(self._scope, began=value))  # type: ignore[arg-type]
            action.setChecked(self._scope.began == value)
            group.addAction(action)

    def _add_people(self, menu: QMenu) -> None:
        now = self._scope.annotators or tuple(self._usual)
        for annotator, name in self._people.items():
            name = name if annotator in self._usual else tr("{}, a tool").format(name)
            taking = annotator in now
            others = tuple(a for a in self._people if (a in now) != (a == annotator))
            everybody = self._usual == set(others)
            scope = replace(self._scope, annotators=None if everybody else others)
            action = self._add(menu, name.replace("&", "&&"), scope)
            action.setChecked(taking)
            # One person alone agrees with nobody.
            action.setDisabled(taking and len(now) <= 2)

    def _add(self, menu: QMenu, words: str, scope: Scope) -> QAction:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.triggered.connect(lambda _checked: self.changed.emit(scope))
        return action
