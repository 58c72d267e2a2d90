"""The panel at the right: the question, the versions with their words, the guideline, the copies,
the reason.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCharFormat,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from pullquote.text.spans import Span
from pullquote.ui.adjudicate.values import ChoiceShown, CopyShown, QuestionShown, VersionPart
from pullquote.ui.theme.fonts import text_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed
from pullquote.ui.widgets import (
    CheckBox,
    Field,
    Icon,
    Label,
    Line,
    bidi_isolated,
    counted,
    discard_widget,
    set_tooltip,
)
from pullquote.ui.widgets.field import Hints
from pullquote.ui.widgets.label import TextBlock, TextFormat
from pullquote.ui.widgets.layout import INHERITED, Free, column_of, row_of
from pullquote.ui.widgets.paint import MARGIN, made_font, paint_key_cap, paint_text

_MARGIN = 24
_ICON_ROOM = 26
_BOX_ROOM = 52


class ChoiceBlock(Themed, QAbstractButton):
    """A click makes it the current one, Enter takes it; `stepped` is an arrow, 1 for down."""

    taken = Signal()
    stepped = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: ChoiceShown | None = None
        self._block: TextBlock | None = None
        self._aside: TextBlock | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._lay_out()

    def show_choice(self, shown: ChoiceShown) -> None:
        self._shown = shown
        words = "".join(part.text for part in shown.parts)
        said = (shown.letters, shown.names, shown.description, words, shown.aside)
        self.setAccessibleName(", ".join(part for part in said if part))
        self._lay_out()

    def key_hints(self) -> Hints:
        key: Hints = [("Enter", self.tr("take it")), ("↑ ↓", self.tr("other version"))]
        return [*key, ("M", self.tr("why")), ("Esc", self.tr("to the text"))]

    def choice(self) -> ChoiceShown | None:
        return self._shown

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.taken.emit()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            # Qt would go to a neighbour of its own choice, or scroll.
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(344, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._shown is None:
            return
        with QPainter(self) as painter:
            if self.isChecked():
                painter.fillRect(self.rect(), self._theme.color("page"))
                painter.fillRect(0, 8, 3, self.height() - 16, self._theme.color("accent"))
            else:
                line = QRect(MARGIN, self.height() - 1, self.width() - 2 * MARGIN, 1)
                painter.fillRect(line, self._theme.color("line"))
            if self.hasFocus():
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(self._theme.color("accent"), 2))
                painter.drawRoundedRect(self.rect().adjusted(6, 2, -6, -3), 5, 5)
            self._paint_head(painter, self._shown)
            self._paint_words(painter)

    def _paint_head(self, painter: QPainter, shown: ChoiceShown) -> None:
        theme = self._theme
        row = QRect(MARGIN, _PAD, self.width() - 2 * MARGIN, _HEAD)
        if shown.key:
            paint_key_cap(painter, row.left() + 20, row.center().y() + 1, shown.key, theme)
        row.setLeft(row.left() + _INDENT)
        if shown.letters != shown.key:
            strong = made_font(13, 700)
            width = paint_text(painter, row, shown.letters, strong, theme.color("ink"))
            row.setLeft(row.left() + width + 10)
        if shown.names:
            font = made_font(13, 600)
            row.setLeft(
                row.left() + paint_text(painter, row, shown.names, font, theme.color("ink")) + 10
            )
        paint_text(
            painter, row, bidi_isolated(shown.description), made_font(13, 500), theme.color("ink2")
        )

    def _paint_words(self, painter: QPainter) -> None:
        top = _PAD + _HEAD + 2
        if self._block is not None:
            self._block.paint(painter, MARGIN + _INDENT, top, self._theme.color("ink"))
            top += self._block.height
        if self._aside is not None:
            self._aside.paint(painter, MARGIN + _INDENT, top + 2, self._theme.color("ink2"))

    def _lay_out(self) -> None:
        shown, width = self._shown, self.width() - 2 * MARGIN - _INDENT
        if shown is None or width < 40:
            return
        text = "".join(part.text for part in shown.parts)
        self._block = None
        if text:
            formats = _formats(shown.parts, self._theme)
            self._block = TextBlock(
                text, text_font(13), width, lines=_LINES, pitch=_PITCH, formats=formats
            )
        self._aside = None
        if shown.aside:
            self._aside = TextBlock(shown.aside, made_font(12), width, lines=2, pitch=18)
        height = 2 * _PAD + _HEAD + 2
        height += self._block.height if self._block else 0
        height += self._aside.height + 2 if self._aside else 0
        if height != self.height():
            self.setFixedHeight(height)
        self.update()


class QuestionPanel(Themed, QFrame):
    """`current_changed` has the place of a version in the list; `taken` is Enter on it.

    `left` says that a person goes back to the text, `note_kept` that the note was typed to its end.
    """

    current_changed = Signal(int)
    taken = Signal(int)
    left = Signal()
    note_kept = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key_filter: Callable[[QKeyEvent], bool] | None = None
        self._theme = theme
        self._blocks: list[ChoiceBlock] = []
        self._question = Label("", "heading", wrap=True)
        self._news = Label("", "warning-small", wrap=True)
        self._decided = Label("", "meta", wrap=True)
        self._choices = QVBoxLayout()
        self.guideline = Guideline()
        self.copies = Copies()
        self.note = Field(self.tr("Why (kept with the decision)"), "M")
        self.note.editor.setPlaceholderText(self.tr("Add a note"))
        self.note.committed.connect(lambda _text: self.note_kept.emit())
        self.note.cancelled.connect(self.left)
        self._body = QScrollArea()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._assemble()

    def show_question(self, shown: QuestionShown | None, *, writable: bool) -> None:
        self._body.setVisible(shown is not None)
        self.note.setVisible(shown is not None)
        if shown is None:
            return
        self._question.setText(shown.question)
        self.setAccessibleName(shown.question)
        self._news.setText(shown.news)
        self._news.setVisible(bool(shown.news))
        self._decided.setText(shown.decided)
        self._decided.setVisible(bool(shown.decided))
        self._show_choices(shown.choices)
        self.set_current(shown.current)
        self.guideline.show_guideline(*shown.guideline)
        self.copies.show_copies(shown.copies, enabled=writable)
        self._fit_copies()
        self.note.set_text(shown.note)
        self.note.set_read_only(not writable)
        self._body.verticalScrollBar().setValue(0)

    def set_current(self, place: int) -> None:
        for number, block in enumerate(self._blocks):
            block.setChecked(number == place)
        self.setFocusProxy(self._blocks[place] if self._blocks else self.note)

    def focus_first(self) -> None:
        block = next((b for b in self._blocks if b.isChecked()), None)
        (block or self.note).setFocus(Qt.FocusReason.TabFocusReason)

    def focus_note(self) -> None:
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.note.editor.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.key_filter is not None and self.key_filter(event):
            return
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_copies()

    def _fit_copies(self) -> None:
        bar = self._body.verticalScrollBar().sizeHint().width()
        self.copies.fit(self.width() - bar - 2 * _MARGIN - _ICON_ROOM)

    def _show_choices(self, choices: Sequence[ChoiceShown]) -> None:
        for block in self._blocks[len(choices) :]:
            self._choices.removeWidget(block)
            discard_widget(block)
        del self._blocks[len(choices) :]
        while len(self._blocks) < len(choices):
            self._blocks.append(self._block(len(self._blocks)))
        for block, choice in zip(self._blocks, choices, strict=True):
            block.show_choice(choice)

    def _block(self, place: int) -> ChoiceBlock:
        block = ChoiceBlock(self._theme)
        block.clicked.connect(lambda: self._choose(place))
        block.stepped.connect(lambda by: self._step(place + by))
        block.taken.connect(lambda: self.taken.emit(place))
        self._choices.addWidget(block)
        return block

    def _step(self, place: int) -> None:
        if 0 <= place < len(self._blocks):
            self._blocks[place].setFocus(Qt.FocusReason.OtherFocusReason)
            self._choose(place)
            self._body.ensureWidgetVisible(self._blocks[place])

    def _choose(self, place: int) -> None:
        self.set_current(place)
        self.current_changed.emit(place)

    def _assemble(self) -> None:
        head = column_of(
            self._question, self._news, self._decided, margins=(_MARGIN, 20, _MARGIN, 12), gap=4
        )
        rest = column_of(self.guideline, self.copies, margins=(_MARGIN, 20, _MARGIN, 16), gap=20)
        self._choices.setSpacing(0)
        inside = QWidget()
        column_of(head, self._choices, rest, Free(), on=inside)
        # To hand out one that Qt has made, PySide6 loads all kinds of widgets that there are.
        self._body.setViewport(QWidget())
        self._body.setWidget(inside)
        self._body.setWidgetResizable(True)
        self._body.setFrameShape(QFrame.Shape.NoFrame)
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside.setAutoFillBackground(False)
        foot = row_of(self.note, margins=(_MARGIN, 12, _MARGIN, 16), gap=INHERITED)
        column_of((self._body, 1), Line(), foot, on=self, margins=(1, 0, 0, 0))


class Guideline(QWidget):
    """What the project's guidelines say of this layer; hidden where they say nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("", "strong")
        self._words = Label("", "second", wrap=True)
        _with_icon(self, "guideline", self._title).addWidget(self._words)

    def show_guideline(self, title: str, words: str) -> None:
        self._title.setText(title)
        self._words.setText(words)
        self.setVisible(bool(words))


class Copies(QWidget):
    """The same place elsewhere, each with a check box; those that surely fit are ticked."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Label("", "strong")
        self._boxes: dict[Hashable, CheckBox] = {}
        self._lines: list[QWidget] = []
        self._fitted: list[tuple[CheckBox, str, int]] = []
        self._column = _with_icon(self, "copies", self._title)

    def show_copies(self, copies: Sequence[CopyShown], *, enabled: bool) -> None:
        for line in self._lines:
            self._column.removeWidget(line)
            discard_widget(line)
        self._boxes, self._fitted = {}, []
        self._lines = [self._line(copy, enabled=enabled) for copy in copies]
        for line in self._lines:
            self._column.addWidget(line)
        fitting = sum(copy.fits and copy.sure for copy in copies)
        one, many = self.tr("Settles its copy too"), self.tr("Settles its {} copies too")
        none = self.tr("Its copies were labelled in other ways")
        if any(copy.fits for copy in copies):
            none = self.tr("Its copies say something else: look first")
        self._title.setText(counted(fitting, one, many) if fitting else none)
        self.setVisible(bool(copies))

    def ticked(self) -> list[Hashable]:
        return [copy for copy, box in self._boxes.items() if box.isChecked()]

    def boxes(self) -> Mapping[Hashable, CheckBox]:
        return self._boxes

    def fit(self, width: int) -> None:
        """Cut each line to `width` pixels; the tool tip has all of it."""
        for box, words, aside in self._fitted:
            room = max(80, width - aside - _BOX_ROOM)
            box.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room))

    def _line(self, copy: CopyShown, *, enabled: bool) -> QWidget:
        line = QWidget()
        words = (
            f"{bidi_isolated(copy.title)}, {copy.when}" if copy.when else bidi_isolated(copy.title)
        )
        alike = Label(copy.alike, "repeat" if copy.fits else "caption")
        alike.ensurePolished()
        box = CheckBox("")
        self._fitted.append((box, words, alike.sizeHint().width()))
        box.setAccessibleName(f"{words}, {copy.alike}")
        set_tooltip(box, words)
        box.setChecked(copy.fits and copy.sure)
        box.setEnabled(copy.fits and enabled)
        row_of((box, 1), alike, on=line, gap=INHERITED)
        self._boxes[copy.id] = box
        return line


def _with_icon(widget: QWidget, icon: str, title: Label) -> QVBoxLayout:
    """An icon beside a heading; what is added to the result stands below the heading."""
    column = column_of(title, gap=6)
    row_of((Icon(icon, size=16), 0, Qt.AlignmentFlag.AlignTop), (column, 1), on=widget, gap=10)
    return column


_PAD = 10
_HEAD = 24
_PITCH = 20
_LINES = 6
_INDENT = 36


def _formats(parts: Sequence[VersionPart], theme: Theme) -> list[TextFormat]:
    found: list[TextFormat] = []
    end = 0
    for part in parts:
        start, end = end, end + len(part.text)
        if part.kind == "same":
            continue
        look = QTextCharFormat()
        look.setForeground(theme.color("dis"))
        look.setBackground(theme.color("dis_t"))
        if part.kind == "missing":
            look.setFontStrikeOut(True)
        else:
            look.setFontWeight(QFont.Weight.Bold)
        found.append((Span(start, end), look))
    return found
