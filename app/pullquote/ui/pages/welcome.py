"""The welcome page: who one is, the ways to begin, the recent projects."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from pullquote.ui.pages.recent_projects import RecentList, RecentProject
from pullquote.ui.theme.fonts import program_font, text_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import Field, KeyCap, Label, LinkButton, dropped_paths, paint_focus
from pullquote.ui.widgets.icon import icon_pixmap
from pullquote.ui.widgets.layout import INHERITED, Free, add_parts, column_of, row_of
from pullquote.ui.widgets.paint import smooth_painter

_LEFT, _RIGHT, _BETWEEN = 480, 384, 120
_STACK_BELOW = 1080


class StartButton(QToolButton):
    """A way to begin: icon, verb, what it means, and its key."""

    def __init__(self, icon: str, text: str, key: str, sentence: str) -> None:
        super().__init__()
        self._icon = icon
        self._main = False
        self._sentence = sentence
        self._cap = KeyCap(key, self)
        self.setText(text)
        self.setFixedHeight(72)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_sentence(sentence)

    def set_main(self) -> None:
        self._main = True

    def set_cap(self, key: str) -> None:
        """The key that is shown, "" for none."""
        self._cap.set_key(key)

    def set_sentence(self, sentence: str) -> None:
        self._sentence = sentence
        self.setAccessibleName(f"{self.text()}. {sentence}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 72)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self._cap.sizeHint()
        self._cap.setGeometry(self.width() - 16 - size.width(), 15, size.width(), size.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        with smooth_painter(self) as painter:
            palette = self.palette()
            accent = palette.color(QPalette.ColorRole.Accent)
            if self._main or self.underMouse():
                role = (
                    QPalette.ColorRole.Midlight if self._main else QPalette.ColorRole.AlternateBase
                )
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(palette.color(role))
                painter.drawRoundedRect(self.rect(), 8, 8)
            quiet = palette.color(QPalette.ColorRole.Shadow)
            drawn = icon_pixmap(
                self._icon, accent if self._main else quiet, 22, self.devicePixelRatioF()
            )
            painter.drawPixmap(21, 25, drawn)
            painter.setFont(program_font(15, 600))
            painter.setPen(accent if self._main else palette.color(QPalette.ColorRole.WindowText))
            painter.drawText(
                QRect(64, 12, self.width() - 150, 24), Qt.AlignmentFlag.AlignVCenter, self.text()
            )
            painter.setFont(program_font(13))
            painter.setPen(quiet)
            place = QRect(64, 36, self.width() - 80, 22)
            shown = painter.fontMetrics().elidedText(
                self._sentence, Qt.TextElideMode.ElideRight, place.width()
            )
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
            if self.hasFocus():
                paint_focus(painter, self)


class WelcomePage(QScrollArea):
    """Emits what is wanted; `named` has the annotator's name once it was changed.

    `dropped` has paths of files and folders: projects as well as articles.
    """

    sample_clicked = Signal()
    new_clicked = Signal()
    open_clicked = Signal()
    import_clicked = Signal()
    keys_clicked = Signal()
    recent_chosen = Signal(str)
    recent_forgotten = Signal(str)
    named = Signal(str)
    dropped = Signal(list)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent = RecentList(theme)
        self._name = Field(self.tr("Your name"))
        self._steps = self._make_steps()
        self._name.committed.connect(self.named)
        self._recent.chosen.connect(self.recent_chosen)
        self._recent.forgotten.connect(self.recent_forgotten)
        self.setProperty("ground", "page")
        self.setWidgetResizable(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._assemble())

    def show_sample(self, sentence: str = "") -> None:
        """What becomes of the sample, in a sentence; without one, what it is."""
        self._steps[0].set_sentence(sentence or self._sample_words())

    def _sample_words(self) -> str:
        return self.tr("Articles with labels by two people. Nothing to set up.")

    def show_formats(self, formats: Sequence[str]) -> None:
        words = self.tr("{}. Or drop them here.").format(", ".join(formats))
        self._steps[3].set_sentence(words)

    def show_recent(self, recent: Sequence[RecentProject]) -> None:
        self._recent.show_recent(recent)

    def show_name(self, name: str, *, proposed: bool = False) -> None:
        """The annotator's name; `proposed` while it is only the name of the login."""
        self._name.set_text(name, self.tr("from your login") if proposed else "")

    def name(self) -> str:
        return self._name.text().strip()

    def focus_first(self) -> None:
        """Enter opens the project that was open last; the sample while there is none."""
        rows = self._recent.rows()
        self._steps[0].set_cap("" if rows else "Enter")
        (rows[0] if rows else self._steps[0]).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = self.width() < _STACK_BELOW
        self._columns.setDirection(
            QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        )
        self._columns.setSpacing(32 if stacked else _BETWEEN)
        self._right.setContentsMargins(24 if stacked else 0, 0 if stacked else 40, 0, 0)
        high = self.height() - (720 if not stacked else 1100)
        self._column.setContentsMargins(24, max(32, min(144, high)), 24, 24)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.dropped.emit(dropped_paths(event.mimeData()))

    def _make_steps(self) -> list[StartButton]:
        steps = [
            StartButton("guideline", self.tr("Open the sample"), "Enter", self._sample_words()),
            StartButton("plus", self.tr("New project"), "Ctrl+N",
                  self.tr("One file on your disk. Nothing leaves this machine.")),
            StartButton("folder", self.tr("Open a project"), "Ctrl+O",
                  self.tr("A .pullquote file of yours or a colleague’s.")),
            StartButton("import", self.tr("Import articles"), "Ctrl+I",
                  self.tr("Text, HTML, CSV, JSONL. Or drop them here.")),
        ]  # fmt: skip
        signals = (self.sample_clicked, self.new_clicked, self.open_clicked, self.import_clicked)
        for step, signal in zip(steps, signals, strict=True):
            step.clicked.connect(signal)
        steps[0].set_main()
        return steps

    def _assemble(self) -> QWidget:
        self._page = QWidget()
        self._page.setProperty("ground", "page")
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(_BETWEEN)
        self._columns.addWidget(self._left_column(), 0, Qt.AlignmentFlag.AlignTop)
        self._columns.addWidget(self._right_column(), 0, Qt.AlignmentFlag.AlignTop)
        middle = row_of(Free(), self._columns, Free(), gap=INHERITED)
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(24, 32, 24, 24)
        add_parts(self._column, middle, Free(), self._foot())
        return self._page

    def _left_column(self) -> QWidget:
        title = Label("Pullquote")
        title.setFont(text_font(36, 700))
        title.setProperty("role", "brand")
        lead = self.tr("Who said what, and when, in news text where the")
        rest = self.tr("same words come back again and again.")
        head = column_of(
            _Mark(), title, Label(lead, "lead"), Label(rest, "lead"), margins=(24, 0, 0, 0), gap=8
        )
        left = QWidget()
        left.setFixedWidth(_LEFT)
        column_of(head, 32, *self._steps, on=left)
        return left

    def _right_column(self) -> QWidget:
        right = QWidget()
        right.setFixedWidth(_RIGHT)
        why = self.tr("Stands beside every label you make. It stays in your project files.")
        self._right = column_of(
            self._name,
            6,
            Label(why, "caption", wrap=True),
            32,
            self._recent,
            on=right,
            margins=(11, 11, 11, 11),
        )
        return right

    def _foot(self) -> QHBoxLayout:
        keys = LinkButton(self.tr("Keyboard"))
        keys.clicked.connect(self.keys_clicked)
        words = self.tr("Works without a network. Every action can be undone, also tomorrow.")
        inner = QHBoxLayout()
        add_parts(inner, Label(words, "caption"), Free(), KeyCap("F1"), keys)
        holder = QWidget()
        holder.setLayout(inner)
        holder.setMaximumWidth(_LEFT + _BETWEEN + _RIGHT - 24)
        inner.setContentsMargins(0, 0, 0, 0)
        return row_of(Free(1), 24, (holder, 1000), Free(1), margins=(0, 24, 0, 0), gap=INHERITED)


class _Mark(QWidget):
    """The mark, from where the name under it begins: the drawing has a margin of its own."""

    _SIZE = 48

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(self._SIZE, self._SIZE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            accent = self.palette().color(QPalette.ColorRole.Accent)
            drawn = icon_pixmap("mark", accent, self._SIZE, self.devicePixelRatioF())
            painter.drawPixmap(-5, 0, drawn)
