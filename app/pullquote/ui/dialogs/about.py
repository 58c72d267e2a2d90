"""What this program is, which version, and on whose work it stands."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.widgets import Icon, Label
from pullquote.ui.widgets.layout import Free, add_parts, column_of, grid_with, row_of


class AboutDialog(Dialog):
    """`parts` are (name, version, licence) of what the program is built with."""

    def __init__(
        self, version: str, parts: Sequence[tuple[str, str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("About Pullquote"), QSize(560, 270 + 24 * len(parts)), parent)
        self.heading.hide()
        add_parts(self.body, 24, self._head(version), 16)
        words = self.tr("Who said what, and when, in news text where the same words come back.")
        self.body.addWidget(Label(words, wrap=True))
        licence = self.tr("Free software under the Apache Licence 2.0. Works without a network.")
        add_parts(self.body, Label(licence, "meta", wrap=True), 16, self._parts(parts), Free())
        self.add_foot(self.tr("Close"), key="Esc")
        self.main_clicked.connect(self.accept)
        self.main.setFocus()

    def _head(self, version: str) -> QHBoxLayout:
        number = Label(self.tr("Version {}").format(version), "meta")
        number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = column_of(Label("Pullquote", "brand-small"), number)
        return row_of(Icon("mark", "accent", 48), words, Free(), gap=12)

    def _parts(self, parts: Sequence[tuple[str, str, str]]) -> QGridLayout:
        grid = grid_with(16, 6, wide=(2,))
        for row, (name, version, licence) in enumerate(parts):
            grid.addWidget(Label(name, "medium"), row, 0)
            grid.addWidget(Label(version, "meta"), row, 1)
            grid.addWidget(Label(licence, "caption"), row, 2)
        return grid
