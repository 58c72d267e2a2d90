"""What changes beside the text, untold to screen readers while the hands are in the text."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import getCppPointer

_REST_MS = 1_000


class Silence(QObject):
    """Keeps what `part` shows from being told while the focus is elsewhere.

    Qt tells of each field that a step of the caret fills, shows or hides, a hundred at a time. Who
    listens reads the part when it gets there. What came into sight or went is told a second after
    the last change, of the outermost alone: whoever keeps what it was told looks no further into
    what is hidden.
    """

    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        self._part = part
        self._told: set[int] | None = None  # what was in sight when all was told
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.tell)

    @contextmanager
    def keep(self) -> Iterator[None]:
        """Nothing that happens meanwhile is told, unless the focus is in the part."""
        if not QAccessible.isActive() or self._holds_focus():
            yield
            return
        if self._told is None:
            self._told = {_address(widget) for widget in self._in_sight(self._part)}
        self._rest.start()
        QAccessible.setActive(False)
        try:
            yield
        finally:
            QAccessible.setActive(True)

    def tell(self) -> None:
        """Tell what came into sight since the last time, and what went."""
        told, self._told = self._told, None
        if told is not None:
            self._tell_differences(self._part, told)

    def _tell_differences(self, above: QWidget, told: set[int]) -> None:
        for widget in _children(above):
            shown = widget.isVisible()
            if shown != (_address(widget) in told):
                kind = QAccessible.Event.ObjectShow if shown else QAccessible.Event.ObjectHide
                QAccessible.updateAccessibility(QAccessibleEvent(widget, kind))
            elif shown:
                self._tell_differences(widget, told)

    def _in_sight(self, above: QWidget) -> Iterator[QWidget]:
        for widget in _children(above):
            if widget.isVisible():
                yield widget
                yield from self._in_sight(widget)

    def _holds_focus(self) -> bool:
        focused = self._part.window().focusWidget()
        return focused is not None and _is_in(focused, self._part)


def _is_in(widget: QWidget, part: QWidget) -> bool:
    return widget is part or part.isAncestorOf(widget)


def _children(widget: QWidget) -> list[QWidget]:
    return [child for child in widget.children() if isinstance(child, QWidget)]


def _address(widget: QWidget) -> int:
    # What Qt makes has another Python object each time.
    return int(getCppPointer(widget)[0])
