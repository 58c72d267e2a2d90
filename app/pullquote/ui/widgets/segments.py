"""A segmented control: a few values side by side, one of them chosen."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from pullquote.ui.widgets.layout import row_of


class Segments(QFrame):
    """The values of one attribute; `names` are the words on screen where they differ.

    `chosen` comes from the person only, never from `set_value`.
    """

    chosen = Signal(str)

    def __init__(
        self,
        values: Sequence[str],
        names: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._tell)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(28)
        row = row_of(on=self, margins=(2, 2, 2, 2))
        for value in values:
            button = QRadioButton((names or {}).get(value) or value[:1].upper() + value[1:])
            self._buttons[value] = button
            self._group.addButton(button)
            row.addWidget(button)

    def value(self) -> str | None:
        return next((value for value, b in self._buttons.items() if b.isChecked()), None)

    def set_value(self, value: str | None) -> None:
        """Show `value` as chosen; with None, or a value that is not here, none is."""
        self._group.setExclusive(False)
        for known, button in self._buttons.items():
            button.setChecked(known == value)
        self._group.setExclusive(True)

    def next_value(self) -> str:
        """Choose the value after the one that is chosen, the first one after the last."""
        values = list(self._buttons)
        current = self.value()
        value = values[(values.index(current) + 1) % len(values)] if current else values[0]
        self.set_value(value)
        self.chosen.emit(value)
        return value

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        for button in self._buttons.values():
            button.setAccessibleName(f"{name}: {button.text()}")

    def showEvent(self, _event: object) -> None:
        # The chosen one is heavier: all are as wide as their heavy text, so that nothing moves.
        for button in self._buttons.values():
            button.ensurePolished()
            heavy = QFont(button.font())
            heavy.setWeight(QFont.Weight.DemiBold)
            button.setFixedWidth(QFontMetrics(heavy).horizontalAdvance(button.text()) + 24)

    def _tell(self, button: QAbstractButton) -> None:
        self.chosen.emit(next(value for value, b in self._buttons.items() if b is button))
