"""What all dialogs share: a sheet with round corners over a dimmed window, and their keys."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QHideEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QRegion,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from pullquote.ui.theme.style import apply_look
from pullquote.ui.widgets import Button, Label, Line
from pullquote.ui.widgets.display import has_compositor
from pullquote.ui.widgets.field import Field, Hints
from pullquote.ui.widgets.layout import INHERITED, add_layout, column_of, row_of
from pullquote.ui.widgets.paint import smooth_painter

SHADOW = 24
_RADIUS = 12
_FREE = 16  # what stays free of the window round a dialog


class Dialog(QDialog):
    """A heading, `body` to fill, and a foot with its buttons; Ctrl+Enter is the main one.

    `main_clicked` is the main button; the dialog stays open until `accept` or `reject`.
    """

    main_clicked = Signal()

    def __init__(self, title: str, size: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = size
        self._veil: _Veil | None = None
        self._foot: QHBoxLayout | None = None
        self._main_key = "Ctrl+Enter"
        self.main = Button("", main=True)
        self.cancel = Button("", "Esc")
        self.note = Label("", "meta", wrap=True)
        self.heading = Label(title, "title", wrap=True)
        self.body = column_of(gap=INHERITED)
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self._clear = has_compositor()
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, self._clear)
        self.setModal(True)
        QShortcut(QKeySequence("F1"), self).activated.connect(self._ask_for_help)
        self._sheet = column_of(on=self, margins=(SHADOW + 1, SHADOW + 1, SHADOW + 1, SHADOW + 1))
        self.heading.setContentsMargins(32, 24, 32, 16)
        # A name without spaces in it makes no dialog wider than its window.
        self.heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        inner = QWidget()
        column_of(self.body, on=inner, margins=(32, 0, 32, 24), gap=INHERITED)
        self._content = column_of(self.heading, (ScrolledPart(inner), 1))
        self._row = row_of((self._content, 1))
        add_layout(self._sheet, self._row)

    def ask(self) -> None:
        """Show the dialog until it is shut, and let it go then."""
        self.exec()
        self.deleteLater()

    def add_foot(self, main: str, cancel: str = "", *, key: str = "Ctrl+Enter") -> None:
        """Buttons under a line; without `cancel` there is only the main one."""
        self.main.setText(main)
        self.main.set_key(key)
        self._main_key = key
        self.cancel.setText(cancel or self.tr("Cancel"))
        self.cancel.setHidden(not cancel)
        self.main.clicked.connect(self.main_clicked)
        self.cancel.clicked.connect(self.reject)
        self._foot = row = row_of(
            (self.note, 1), self.cancel, self.main, margins=(32, 16, 24, 16), gap=8
        )
        self._content.addWidget(Line())
        add_layout(self._content, row)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.main.click)

    def key_hints(self) -> Hints:
        """For the strip of the window below: the main button, and how to shut the dialog."""
        main: Hints = []
        if self.main.isEnabled() and self.main.text():
            main = [(self._main_key, self.main.text())]
        shut = self.tr("Close") if self.cancel.isHidden() else self.cancel.text()
        return [*main, *([] if self._main_key == "Esc" else [("Esc", shut)])]

    def add_button(self, button: Button) -> None:
        """Put another button before those of the foot."""
        assert self._foot is not None
        self._foot.insertWidget(1, button)

    def add_aside(self, aside: QWidget, width: int) -> None:
        """A column on paper at the left, with the heading on top of it."""
        scrolled = ScrolledPart(aside)
        scrolled.setFixedWidth(width)
        self._row.insertWidget(0, scrolled)
        self._row.insertWidget(1, Line(vertical=True))

    def sizeHint(self) -> QSize:
        room = self._room()
        wanted = self._wanted + QSize(2 * SHADOW, 2 * SHADOW)
        needed = max(self._sheet.totalHeightForWidth(wanted.width()), 0)
        wanted = wanted.expandedTo(QSize(0, needed))
        return wanted if room is None else wanted.boundedTo(room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._clear:
            # What would be painted black is no part of the window then.
            outline = QPainterPath()
            outline.addRoundedRect(self._sheet_rect(), _RADIUS, _RADIUS)
            self.setMask(QRegion(outline.toFillPolygon().toPolygon()))

    def _sheet_rect(self) -> QRectF:
        return QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with smooth_painter(self) as painter:
            sheet = self._sheet_rect()
            painter.setPen(Qt.PenStyle.NoPen)
            for step in range(SHADOW, 0, -1):
                painter.setBrush(QColor(0, 0, 0, 1 + (SHADOW - step) // 9))
                grown = sheet.adjusted(-step, -step + 4, step, step)
                painter.drawRoundedRect(grown, _RADIUS + step, _RADIUS + step)
            painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
            painter.setBrush(self.palette().color(QPalette.ColorRole.Base))
            painter.drawRoundedRect(sheet.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        apply_look(self)
        for field in self.findChildren(Field):
            field.passes_esc = True
        self.resize(self.sizeHint())
        parent = self.parentWidget()
        if parent is None:
            return
        window = parent.window()
        middle = window.mapToGlobal(window.rect().center())
        self.move(middle - QPoint(self.width() // 2, self.height() // 2))
        self._veil = _Veil(window)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._veil is not None:
            self._veil.lift()
            self._veil = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # There is no frame to take hold of: the sheet itself can be dragged.
        handle = self.windowHandle()
        if handle is not None and event.button() == Qt.MouseButton.LeftButton:
            handle.startSystemMove()

    def _ask_for_help(self) -> None:
        # Under a dialog that waits for an answer the window's own key does nothing.
        above = self.parentWidget()
        entry = above.window().findChild(QAction, "help") if above is not None else None
        if isinstance(entry, QAction):
            entry.trigger()

    def _room(self) -> QSize | None:
        parent = self.parentWidget()
        if parent is None:
            return None
        return parent.window().size() - QSize(_FREE, _FREE) + QSize(2 * SHADOW, 2 * SHADOW)


class ScrolledPart(QScrollArea):
    """As large as what it shows; where there is less room it scrolls, so that the rest stays."""

    _LEAST = 96

    def __init__(self, part: QWidget) -> None:
        super().__init__()
        self._fitting = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._part = part
        self.setWidget(part)
        part.setAutoFillBackground(False)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        part.installEventFilter(self)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        part = self._part
        high = part.heightForWidth(width) if part.hasHeightForWidth() else -1
        return high if high >= 0 else part.sizeHint().height()

    def sizeHint(self) -> QSize:
        return self._part.sizeHint()

    def minimumSizeHint(self) -> QSize:
        least = self._part.minimumSizeHint()
        return QSize(least.width(), min(least.height(), self._LEAST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._choose_bar()
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and not self._fitting:
            self._fitting = True
            self.updateGeometry()
            self._choose_bar()
            self._fitting = False
        return super().eventFilter(watched, event)

    def _choose_bar(self) -> None:
        """Left to itself Qt keeps a bar that is there: beside it lines are so much shorter that
        they need one.
        """
        room, policy = self.maximumViewportSize(), Qt.ScrollBarPolicy
        fits = self.heightForWidth(room.width()) <= room.height()
        bar = policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded
        if bar != self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(bar)


class _Veil(QWidget):
    """Dims the window under a dialog."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        window.installEventFilter(self)
        self.resize(window.size())
        self.show()
        self.raise_()

    def lift(self) -> None:
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.resize(watched.size())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(0, 0, 0, 72))


class Aside(QFrame):
    """The paper column of a dialog; its corners follow the sheet's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
