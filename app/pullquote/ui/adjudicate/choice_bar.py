"""The bar under the text: take a version, all, none, or edit; each with its key."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from pullquote.ui.adjudicate.values import ChoiceShown
from pullquote.ui.widgets import Button, discard_widget

_MARGIN, _TOP, _GAP, _HEIGHT = 24, 10, 8, 40


class ChoiceBar(QFrame):
    """`asked` has "take", "all", "neither", "edit", "keep", "leave" or "reopen"; and an index."""

    asked = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[Button] = []
        self._shown: tuple[object, ...] = ()
        self._rows = 1
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def show_choices(
        self, choices: Sequence[ChoiceShown], current: int, *, settled: bool, writable: bool
    ) -> None:
        """`current` is the place in `choices` of the one that Enter takes."""
        keys = [(self.tr("Take {}").format(c.letters), c.key, "take", n) for n, c in
                enumerate(choices)]  # fmt: skip
        every = self.tr("Both") if len(choices) == 2 else self.tr("All")
        keys.append((every, "B", "all", 0))
        keys.append((self.tr("Neither"), "0", "neither", 0))
        keys.append((self.tr("Edit"), "E", "edit", 0))
        if settled:
            keys.append((self.tr("Open again"), "R", "reopen", 0))
        self._show(keys, main=current if not settled else len(keys) - 1, enabled=writable)

    def show_editing(self) -> None:
        self._show(
            [
                (self.tr("Keep"), "Ctrl+Return", "keep", 0),
                (self.tr("Leave"), "Esc", "leave", 0),
            ],
            main=0,
            enabled=True,
        )

    def buttons(self) -> Sequence[Button]:
        return self._buttons

    def sizeHint(self) -> QSize:
        return QSize(400, self._rows * (_HEIGHT + _GAP) - _GAP + 2 * _TOP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _show(self, keys: list[tuple[str, str, str, int]], *, main: int, enabled: bool) -> None:
        shown = (*keys, enabled)
        if shown != self._shown:
            self._shown = shown
            for button in self._buttons:
                discard_widget(button)
            self._buttons = [self._button(*key, enabled=enabled) for key in keys]
            self._place()
        for number, button in enumerate(self._buttons):
            button.set_main(number == main)

    def _button(self, text: str, key: str, what: str, number: int, *, enabled: bool) -> Button:
        button = Button(text, key, parent=self)
        button.setAccessibleName(text)
        button.setEnabled(enabled)
        # The text keeps the focus: a click on a version is followed by keys.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.asked.emit(what, number))
        button.show()
        return button

    def _place(self) -> None:
        """From left to right, in as many rows as they need."""
        left, row = _MARGIN, 0
        for button in self._buttons:
            size = QSize(button.sizeHint().width(), _HEIGHT)
            if left > _MARGIN and left + size.width() > self.width() - _MARGIN:
                left, row = _MARGIN, row + 1
            button.setFixedHeight(_HEIGHT)
            button.setGeometry(QRect(QPoint(left, _TOP + row * (_HEIGHT + _GAP)), size))
            left += size.width() + _GAP
        self._rows = row + 1
        self.setFixedHeight(self.sizeHint().height())
