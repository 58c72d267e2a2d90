"""The bar above everything: menus, the project's name, whether it is saved, and who works."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QActionEvent, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QMenu,
    QMenuBar,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from pullquote.ui.services.arrangement import RAIL, RAIL_COMPACT
from pullquote.ui.theme.fonts import program_font
from pullquote.ui.widgets import (
    ElidedLabel,
    Icon,
    Label,
    Spoken,
    paint_focus,
    round_corners,
    set_tooltip,
)
from pullquote.ui.widgets.layout import Free, row_of
from pullquote.ui.widgets.paint import smooth_painter

HEIGHT = 40
_GAP = 24


class TopBar(QFrame):
    """The window puts its menus into `menu_bar`; on macOS they go to the system's bar."""

    annotator_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.menu_bar = QMenuBar()
        self.menu_bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.menu_bar.installEventFilter(self)
        self._mark = _Mark()
        self._name = ElidedLabel("", "strong", self)
        self._saved = _Saved()
        self._annotator = _Annotator()
        self._annotator.clicked.connect(self.annotator_clicked)
        self.setFixedHeight(HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = row_of(
            self._mark,
            (self.menu_bar, 0, Qt.AlignmentFlag.AlignVCenter),
            Free(),
            self._saved,
            self._annotator,
            on=self,
            margins=(0, 0, 20, 1),
            gap=12,
        )
        self.show_project("")

    def show_project(self, name: str, path: str = "") -> None:
        """Without a name, as on the welcome page, only the menus are shown."""
        self._name.set_text(name)
        self._name.setHidden(not name)
        self._mark.setHidden(not name)
        self._saved.setHidden(not name)
        self._annotator.setHidden(not name)
        self._saved.show_saved(True, path)
        self._place_name()

    def show_saved(self, saved: bool, why: str = "") -> None:
        """`why` in words stands in the tool tip while it is not saved."""
        self._saved.show_saved(saved, why)
        self._place_name()

    def show_annotator(self, name: str) -> None:
        self._annotator.show_name(name)
        self._place_name()

    def set_compact(self, compact: bool) -> None:
        self._mark.setFixedWidth(RAIL_COMPACT if compact else RAIL)
        self._place_name()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_name()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QActionEvent) and event.type() == QEvent.Type.ActionAdded:
            menu = event.action().menu()
            if isinstance(menu, QMenu):
                round_corners(menu)
        return super().eventFilter(watched, event)

    def _place_name(self) -> None:
        """In the middle of the window; where menus reach that far, in the middle of the rest."""
        if self._name.isHidden():
            return
        self._row.activate()
        left = self.menu_bar.x() + self.menu_bar.sizeHint().width() + _GAP
        right = (self._saved.x() if not self._saved.isHidden() else self.width()) - _GAP
        wanted = self._name.sizeHint().width()
        width = max(0, min(wanted, right - left))
        start = min(max(left, (self.width() - wanted) // 2), right - width)
        self._name.setGeometry(start, 0, width, HEIGHT - 1)


class _Mark(Icon):
    def __init__(self) -> None:
        super().__init__("mark", "accent", 20)
        self.setFixedSize(RAIL, HEIGHT - 1)


class _Saved(Spoken, QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._icon = Icon("check", "quiet", 16)
        self._text = Label("", "caption")
        self._shown: tuple[bool, str] | None = None
        row_of(self._icon, self._text, on=self, margins=(0, 0, 8, 0), gap=4)
        self.show_saved(True, "")

    def show_saved(self, saved: bool, why: str) -> None:
        if (saved, why) == self._shown:
            return
        self._shown = saved, why
        self._icon.show_icon("check" if saved else "warning", "quiet" if saved else "warning")
        self._text.setText(self.tr("Saved") if saved else self.tr("Not saved"))
        self._text.set_role("caption" if saved else "warning")
        self.setAccessibleName(self._text.text())
        set_tooltip(self, why)


class _Annotator(QToolButton):
    """Initials in a disc, and the name."""

    _DISC = 24

    def __init__(self) -> None:
        super().__init__()
        self._initials = ""
        self.setFont(program_font(13, 500))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_name(self, name: str) -> None:
        self._initials = initials(name)
        self.setText(name)
        self.setAccessibleName(self.tr("Annotator: {}").format(name))
        set_tooltip(self, name)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        text = min(160, self.fontMetrics().horizontalAdvance(self.text()))
        return QSize(4 + self._DISC + 8 + text + 8, 32)

    def minimumSizeHint(self) -> QSize:
        return QSize(4 + self._DISC + 4, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with smooth_painter(self) as painter:
            palette = self.palette()
            disc = self.rect().adjusted(4, 4, 0, -4)
            disc.setWidth(self._DISC)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.AlternateBase))
            painter.drawEllipse(disc)
            painter.setPen(palette.color(QPalette.ColorRole.Shadow))
            painter.setFont(program_font(10.5, 700))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, self._initials)
            painter.setFont(self.font())
            painter.setPen(palette.color(QPalette.ColorRole.WindowText))
            room = self.rect().adjusted(4 + self._DISC + 8, 0, -6, 0)
            name = self.fontMetrics().elidedText(
                self.text(), Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
            if self.hasFocus():
                paint_focus(painter, self)


def initials(name: str) -> str:
    """First letters of the first and the last word: "Mara van der Lind" is ML."""
    words = name.split()
    picked = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0] for word in picked).upper()
