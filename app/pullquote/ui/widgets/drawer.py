"""A panel that lies over the text at one edge of the window while it is needed, and what stands
beside the text where there is room.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Literal

from PySide6 import QtCore
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from pullquote.ui.widgets.layout import INHERITED, row_of

SLIDE_MS = 120


Side = Literal["left", "right"]


class Drawer(QFrame):
    """Holds one widget over `parent`, as high as it but for `foot` pixels; Esc shuts it."""

    opened = Signal()
    shut = Signal()

    def __init__(self, parent: QWidget, side: Side, width: int, foot: int = 0) -> None:
        super().__init__(parent)
        self._side = side
        self._foot = foot
        self._motion = True
        self.setProperty("side", side)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(width)
        self._row = row_of(on=self, gap=INHERITED)
        self.hide()

    def set_motion(self, on: bool) -> None:
        self._motion = on

    def hold(self, widget: QWidget) -> None:
        self._row.addWidget(widget)
        widget.show()

    def open(self) -> None:
        self._host().installEventFilter(self)
        self._place()
        self.show()
        self.raise_()
        self._slide.stop()
        self._slide.setDuration(SLIDE_MS if self._motion else 0)
        self._slide.setStartValue(self._away())
        self._slide.setEndValue(self._home())
        self._slide.start()
        self.opened.emit()

    def close_drawer(self) -> None:
        if not self.isHidden():
            self._slide.stop()
            self._host().removeEventFilter(self)
            self.hide()
            self.shut.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_drawer()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent):
            self._place()
        return super().eventFilter(watched, event)

    @cached_property
    def _slide(self) -> QtCore.QPropertyAnimation:
        made = QtCore.QPropertyAnimation(self, b"pos", self)
        made.setEasingCurve(QtCore.QEasingCurve.Type.OutCubic)
        return made

    def _home(self) -> QPoint:
        right = self._host().width() - self.width()
        return QPoint(0 if self._side == "left" else right, 0)

    def _away(self) -> QPoint:
        step = self.width() // 3
        return self._home() + QPoint(-step if self._side == "left" else step, 0)

    def _host(self) -> QWidget:
        host = self.parentWidget()
        assert host is not None
        return host

    def _place(self) -> None:
        self.resize(self.width(), self._host().height() - self._foot)
        self.move(self._home())


class SidePane:
    """A pane that stands beside the text, or lies over it in a drawer where there is no room.

    `put_back` gives the pane its place beside the text; `leave` takes the keyboard to the text.
    The drawer is made when it is first needed.
    """

    def __init__(
        self,
        pane: QWidget,
        make_drawer: Callable[[], Drawer],
        put_back: Callable[[], None],
        leave: Callable[[], None],
    ) -> None:
        self._pane, self._make_drawer = pane, make_drawer
        self._put_back, self._leave = put_back, leave
        self._motion = True
        self._other: SidePane | None = None
        self.in_drawer = False

    def keep_apart(self, other: "SidePane") -> None:
        """Its drawer shuts that of `other`: between two there would be no text left."""
        self._other = other

    @cached_property
    def _drawer(self) -> Drawer:
        return self._make_drawer()

    def arrange(self, *, in_drawer: bool) -> None:
        """Move the pane into its drawer, or out of it; it is shown beside the text."""
        self.close_drawer()
        self.in_drawer = in_drawer
        if in_drawer:
            self._drawer.set_motion(self._motion)
            self._drawer.hold(self._pane)
        else:
            self._put_back()
            self._pane.show()

    def toggle(self) -> None:
        focused = self._pane.window().focusWidget()
        if focused is not None and self._pane.isVisible() and self._pane.isAncestorOf(focused):
            # Before Qt gives the focus to whatever comes next.
            self._leave()
        if not self.in_drawer:
            self._pane.setVisible(not self._pane.isVisible())
        elif self._drawer.isVisible():
            self._drawer.close_drawer()
        else:
            if self._other is not None:
                self._other.close_drawer()
            self._drawer.open()

    def show(self) -> None:
        if not self._pane.isVisible():
            self.toggle()

    def close_drawer(self) -> None:
        if self.in_drawer:
            self._drawer.close_drawer()

    def set_motion(self, on: bool) -> None:
        self._motion = on
        if self.in_drawer:
            self._drawer.set_motion(on)
