"""One of a few side by side, or in a menu where there is no room for them."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QActionGroup, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pullquote.ui.widgets import MenuButton, Segments, discard_widget
from pullquote.ui.widgets.layout import Free, row_of
from pullquote.ui.widgets.paint import made_font


class FoldingChoice(QWidget):
    """`chosen` has a key and comes from the person only, never from `set_value`."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._names: dict[str, str] = {}
        self._value = ""
        self.segments = Segments([])
        self.button = MenuButton("", strong=True)
        self._row = row_of(self.segments, self.button, Free(), on=self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(28)

    def show_choices(self, names: Mapping[str, str], value: str) -> None:
        """The words of each key; the first one is chosen if `value` is not among them."""
        if list(self._names.items()) != list(names.items()):
            self._names = dict(names)
            self._make()
        self.set_value(value)

    def value(self) -> str:
        return self._value

    def set_value(self, value: str) -> None:
        self._value = value if value in self._names else next(iter(self._names), "")
        self.segments.set_value(self._value)
        self.button.setText(self._names.get(self._value, ""))
        self.button.setAccessibleName(f"{self._name}: {self.button.text()}")
        for action in self.button.choices.actions():
            action.setChecked(action.data() == self._value)
        self.button.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(_width(self._names), 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, 28)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _make(self) -> None:
        old, self.segments = self.segments, Segments(self._names, self._name)
        self.segments.chosen.connect(self._choose)
        self._row.replaceWidget(old, self.segments)
        discard_widget(old)
        menu = self.button.choices
        menu.clear()
        group = QActionGroup(menu)
        for key, words in self._names.items():
            action = menu.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.setData(key)
            group.addAction(action)
            action.triggered.connect(lambda _checked, key=key: self._choose(key))
        self._fold()

    def _fold(self) -> None:
        folded = _width(self._names) > self.width()
        self.segments.setHidden(folded)
        self.button.setHidden(not folded)

    def _choose(self, key: str) -> None:
        self.set_value(key)
        self.chosen.emit(key)


def _width(names: Mapping[str, str]) -> int:
    """How wide they are side by side: each as wide as its words when they are chosen."""
    metrics = QFontMetrics(made_font(13, 600))
    return 4 + sum(metrics.horizontalAdvance(words) + 24 for words in names.values())
