"""The chosen figure taken apart: by pairs, layers, documents and annotators, and with oneself."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from pullquote.ui.agreement.folding import FoldingChoice
from pullquote.ui.agreement.pairs_page import PairsPage
from pullquote.ui.agreement.parts_list import Part, PartsList
from pullquote.ui.agreement.wording import tr
from pullquote.ui.theme.palette import Theme

VIEWS = ("pairs", "layers", "documents", "annotators", "oneself")
_HEAD = 28 + 12


class Breakdown(QWidget):
    """`view_chosen` has one of VIEWS; `part_pointed` (view, key) of a row."""

    view_chosen = Signal(str)
    part_pointed = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        names = {
            "pairs": tr("Pairs"),
            "layers": tr("Layers"),
            "documents": tr("Documents"),
            "annotators": tr("Annotators"),
            "oneself": tr("Oneself"),
        }
        self.views = FoldingChoice(tr("Taken apart by"))
        self.views.show_choices(names, "pairs")
        self.views.chosen.connect(self._choose)
        self.pairs = PairsPage(theme)
        self.lists = {view: PartsList(names[view], theme) for view in VIEWS[1:]}
        self._stack = QStackedWidget()
        self._scroll = QScrollArea()
        self._scroll.setWidget(self.pairs)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        self.pairs.setAutoFillBackground(False)
        self._stack.addWidget(self._scroll)
        for view, page in self.lists.items():
            self._stack.addWidget(page)
            page.pointed.connect(lambda key, view=view: self.part_pointed.emit(view, key))
        self.setFocusProxy(self.pairs.matrix)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.views)
        column.addWidget(self._stack, 1)

    def set_theme(self, theme: Theme) -> None:
        self.pairs.set_theme(theme)
        for page in self.lists.values():
            page.set_theme(theme)

    def view(self) -> str:
        return self.views.value()

    def show_view(self, view: str) -> None:
        self.views.set_value(view)
        self._stack.setCurrentIndex(VIEWS.index(view))
        self.setFocusProxy(self._target())

    def show_parts(
        self, view: str, title: str, parts: Sequence[Part], name: Callable[[Any], str]
    ) -> None:
        self.lists[view].show_parts(title, parts, name)

    def _target(self) -> QWidget:
        """Where the focus goes when the pane is entered."""
        if self.view() == "pairs":
            return self.pairs.matrix
        return self.lists[self.view()].list

    def wanted_height(self) -> int:
        """Of the pairs; the lists scroll in the same room."""
        return _HEAD + self.pairs.sizeHint().height()

    def sizeHint(self) -> QSize:
        return QSize(416, self.wanted_height())

    def _choose(self, view: str) -> None:
        self.show_view(view)
        self.view_chosen.emit(view)
