"""Settings: each one is applied at once and can be seen at once."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.reader.layout.metrics import LEAST_ZOOM, MOST_ZOOM
from pullquote.ui.widgets import Button, CheckBox, Field, IconButton, Label, Segments
from pullquote.ui.widgets.layout import Free, add_parts, add_to_grid, grid_with, row_of

ZOOM_STEP = 10


class SettingsDialog(Dialog):
    """`changed` has the setting's name (name, theme, zoom, motion) and its new value.

    `forget_wanted` asks to forget what suggestions have learned.
    """

    changed = Signal(str, object)
    forget_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Settings"), QSize(520, 440), parent)
        self._zoom = 100
        self.name = Field(self.tr("Your name"))
        themes = {
            "system": self.tr("As the system"),
            "light": self.tr("Light"),
            "dark": self.tr("Dark"),
        }
        self.theme = Segments(themes, self.tr("Theme"))
        self.motion = CheckBox(self.tr("Scroll and slide softly"))
        self.forget = Button(self.tr("Forget what they learned"))
        self.learned_words = Label(
            self.tr("They learn from documents that are done, from the twentieth on."),
            "caption",
            wrap=True,
        )
        self.size_words = Label("100 %", "value")
        self._assemble_rows()
        self.add_foot(self.tr("Close"), key="Esc")
        self.main_clicked.connect(self.accept)
        self.name.committed.connect(lambda name: self.changed.emit("name", name.strip()))
        self.theme.chosen.connect(lambda theme: self.changed.emit("theme", theme))
        self.motion.toggled.connect(self._tell_motion)
        self.forget.clicked.connect(self._forget)
        self.main.setFocus()

    def show_settings(self, *, name: str, theme: str, zoom: int, motion: bool) -> None:
        self.name.set_text(name)
        self.theme.set_value(theme)
        self._show_zoom(zoom)
        self.motion.blockSignals(True)
        self.motion.setChecked(motion)
        self.motion.blockSignals(False)

    def _assemble_rows(self) -> None:
        grid = grid_with(24, 16, wide=(1,))
        grid.setColumnMinimumWidth(0, 96)
        grid.addWidget(Label(self.tr("Theme"), "strong"), 0, 0)
        grid.addWidget(self.theme, 0, 1)
        grid.addWidget(Label(self.tr("Text size"), "strong"), 1, 0)
        add_to_grid(grid, self._size_row(), 1, 1)
        grid.addWidget(Label(self.tr("Motion"), "strong"), 2, 0)
        grid.addWidget(self.motion, 2, 1)
        grid.addWidget(Label(self.tr("Suggestions"), "strong"), 3, 0)
        add_to_grid(grid, row_of(self.forget, Free()), 3, 1)
        grid.addWidget(self.learned_words, 4, 1)
        self.body.addWidget(self.name)
        words = self.tr("Stands beside the labels you make from now on.")
        add_parts(self.body, Label(words, "caption"), 24, grid, Free())

    def _size_row(self) -> QHBoxLayout:
        smaller = IconButton("minus", self.tr("Smaller text"), "Ctrl+-")
        larger = IconButton("plus", self.tr("Larger text"), "Ctrl++")
        smaller.clicked.connect(lambda: self._set_zoom(self._zoom - ZOOM_STEP))
        larger.clicked.connect(lambda: self._set_zoom(self._zoom + ZOOM_STEP))
        self.size_words.setFixedWidth(56)
        return row_of(smaller, self.size_words, larger, Free(), gap=8)

    def _set_zoom(self, percent: int) -> None:
        percent = max(LEAST_ZOOM, min(MOST_ZOOM, percent))
        if percent != self._zoom:
            self._show_zoom(percent)
            self.changed.emit("zoom", percent)

    def _show_zoom(self, percent: int) -> None:
        self._zoom = percent
        self.size_words.setText(self.tr("{} %").format(percent))

    def _forget(self) -> None:
        self.forget_wanted.emit()
        said = self.tr("Forgotten, in all projects: they learn from what is done from now on.")
        self.learned_words.setText(said)

    def _tell_motion(self, on: bool) -> None:
        self.changed.emit("motion", on)
