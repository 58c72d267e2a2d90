"""The middle of the room: head, text with its lanes, the bar of choices and the keys under it;
or, without a text, what state the items are in and which step is next.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from pullquote.ui.adjudicate.open_items import OpenItems
from pullquote.ui.adjudicate.values import ChoiceShown
from pullquote.ui.reader import Reader
from pullquote.ui.reader.layout.metrics import text_column
from pullquote.ui.services.errors import Notices
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import (
    BusyLine,
    Button,
    CheckBox,
    ElidedLabel,
    Icon,
    IconButton,
    Label,
    Line,
    LinkButton,
    MessageLine,
    counted,
    discard_widget,
    number,
)
from pullquote.ui.widgets.drawer import Side
from pullquote.ui.widgets.key_strip import KeyStrip
from pullquote.ui.widgets.layout import INHERITED, Free, column_of, row_of
from pullquote.ui.widgets.words import tr


class PlacePage(QWidget):
    """The text stays where it is whatever is chosen: only pages without a text replace it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._covered: dict[Side, int] = {"left": 0, "right": 0}
        self.head = AdjudicateHead()
        self.busy = BusyLine()
        self.message = MessageLine()
        self.message.hide()
        self.notices = Notices(self.message, self)
        self.reader = Reader(theme)
        self.state = StatePage()
        self.bar = ChoiceBar()
        self.strip = KeyStrip()
        self._rule = Line()
        self._middle = QStackedWidget()
        self._middle.addWidget(self.reader)
        self._middle.addWidget(self.state)
        self.bar.setProperty("ground", "page")
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        above: tuple[QWidget, ...] = (self.head, self.busy, self.message)
        below: tuple[QWidget, ...] = (self._rule, self.bar, self.strip)
        column_of(*above, (self._middle, 1), *below, on=self)

    def show_text(self) -> None:
        self._show(text=True)

    def show_state(self) -> None:
        self._show(text=False)

    def is_text(self) -> bool:
        return self._middle.currentWidget() is self.reader

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.align()

    def set_covered(self, side: Side, width: int) -> None:
        """A drawer lies over `width` pixels at a side: what is said stays beside it."""
        self._covered[side] = width
        self.align()

    def align(self) -> None:
        left, _width = text_column(self.reader.width())
        covered = (self._covered["left"], self._covered["right"])
        for part in (self.head, self.message):
            part.set_indent(left, covered=covered)
        self.bar.set_covered(*covered)

    def _show(self, *, text: bool) -> None:
        self._middle.setCurrentWidget(self.reader if text else self.state)
        for part in (self.head, self._rule, self.bar):
            part.setVisible(text)


HEAD_HEIGHT = 72


class AdjudicateHead(QFrame):
    """`names_hidden` comes from the person only."""

    names_hidden = Signal(bool)
    compare_clicked = Signal()
    list_asked = Signal()
    panel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel("", "title")
        self._facts = ElidedLabel("", "second")
        self.names = CheckBox(self.tr("Names hidden"))
        self.names.clicked.connect(self.names_hidden)
        self.compare = LinkButton(self.tr("Compare with the annotators"))
        self.compare.clicked.connect(self.compare_clicked)
        self._list = IconButton("list", self.tr("Places to settle (F8)"))
        self._list.clicked.connect(self.list_asked)
        self._panel = IconButton("labels", self.tr("Versions (F9)"))
        self._panel.clicked.connect(self.panel_asked)
        self.setFixedHeight(HEAD_HEIGHT)
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._assemble()
        self.set_drawers(of_list=False, of_panel=False)

    def show_document(self, title: str, facts: str) -> None:
        self._title.set_text(title)
        self._facts.set_text(facts)

    def set_names_hidden(self, hidden: bool) -> None:
        self.names.setChecked(hidden)

    def set_indent(self, left: int, *, covered: tuple[int, int] = (0, 0)) -> None:
        """Let the title begin where the text does; `covered` as in a `MessageLine`."""
        before, behind = covered
        self._row.setContentsMargins(max(left, before + 20), 12, behind + 24, 12)
        # Beside a drawer there is room for the title alone.
        self.compare.setHidden(bool(behind))

    def set_drawers(self, *, of_list: bool, of_panel: bool) -> None:
        self._list.setHidden(not of_list)
        self._panel.setHidden(not of_panel)

    def _assemble(self) -> None:
        facts = row_of((self._facts, 1), self.names, gap=16)
        title = row_of((self._title, 1), self.compare, gap=16)
        column = column_of(title, facts)
        self._row = row_of(self._list, (column, 1), self._panel, on=self, gap=INHERITED)
        self.set_indent(72)


_MARGIN, _TOP, _GAP, _HEIGHT = 24, 10, 8, 40


class ChoiceBar(QFrame):
    """`asked` has "take", "all", "neither", "edit", "keep", "leave" or "reopen"; and an index."""

    asked = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[Button] = []
        self._shown: tuple[object, ...] = ()
        self._rows = 1
        self._covered = (0, 0)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def set_covered(self, before: int, behind: int) -> None:
        """Pixels at the left and the right that something lies over."""
        if self._covered != (before, behind):
            self._covered = (before, behind)
            self._place()

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
        for place, button in enumerate(self._buttons):
            button.set_main(place == main)

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
        first, row = self._covered[0] + _MARGIN, 0
        left, last = first, self.width() - self._covered[1] - _MARGIN
        for button in self._buttons:
            size = QSize(button.sizeHint().width(), _HEIGHT)
            if left > first and left + size.width() > last:
                left, row = first, row + 1
            button.setFixedHeight(_HEIGHT)
            button.setGeometry(QRect(QPoint(left, _TOP + row * (_HEIGHT + _GAP)), size))
            left += size.width() + _GAP
        self._rows = row + 1
        self.setFixedHeight(self.sizeHint().height())


_WIDTH = 480


class StateShown(NamedTuple):
    """`buttons` are (id, text, key), the main one first."""

    icon: str
    title: str
    words: str
    buttons: tuple[tuple[str, str, str], ...] = ()


class StatePage(QFrame):
    """`asked` has the id of a button that was pressed."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = Icon("adjudicate", "accent", 40)
        self._title = Label("", "title")
        self._words = Label("", "second", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._buttons: list[tuple[str, Button]] = []
        self._row = QHBoxLayout()
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._assemble()

    def show_state(self, shown: StateShown) -> None:
        self._icon.show_icon(shown.icon, "accent")
        self._title.setText(shown.title)
        self._words.setText(shown.words)
        # A layout that centres a label asks for one line of it.
        self._words.setFixedHeight(self._words.heightForWidth(_WIDTH))
        self.setAccessibleName(f"{shown.title}. {shown.words}")
        buttons = shown.buttons
        if [name for name, _ in self._buttons] != [name for name, _, _ in buttons]:
            for _, button in self._buttons:
                self._row.removeWidget(button)
                button.deleteLater()
            self._buttons = []
            for number, (name, text, key) in enumerate(buttons):
                self._buttons.append((name, self._button(name, text, key, main=number == 0)))
        for (_, button), (_, text, _) in zip(self._buttons, buttons, strict=True):
            button.setText(text)

    def focus_first(self) -> None:
        first = self._buttons[0][1] if self._buttons else self
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, name: str, text: str, key: str, *, main: bool) -> Button:
        button = Button(text, key, main=main)
        button.clicked.connect(lambda: self.asked.emit(name))
        self._row.addWidget(button)
        return button

    def _assemble(self) -> None:
        self._words.setFixedWidth(_WIDTH)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._row.setSpacing(8)
        self._row.setAlignment(centre)
        column_of(
            Free(2),
            (self._icon, 0, centre),
            12,
            (self._title, 0, centre),
            8,
            (self._words, 0, centre),
            20,
            self._row,
            Free(3),
            on=self,
            gap=INHERITED,
        )


def state_shown(open_items: OpenItems, *, read_only: bool) -> StateShown:
    counts = open_items.counts()
    if not counts.documents:
        return StateShown(
            "adjudicate",
            tr("Nothing to settle yet"),
            tr(
                "No document has been done by two annotators. Hand documents out to more than one, "
                "or collect what they did."
            ),
            (("plan", tr("Plan who does what"), ""),),
        )
    if counts.open:
        words = tr("{} places are open. They are not in this list.").format(number(counts.open))
        return StateShown("list", tr("Nothing is listed"), words)
    if counts.agreed and not read_only:
        words = counted(
            counts.agreed,
            tr("{} label on which all agree is not taken over yet."),
            tr("{} labels on which all agree are not taken over yet."),
        )
        take = ("agreed", tr("Take them over"), "")
        return StateShown("check", tr("No place is open"), words, (take,))
    settled = counted(counts.settled, tr("{} place settled"), tr("{} places settled"))
    taken = counted(counts.taken, tr("{} label taken over"), tr("{} labels taken over"))
    documents = counted(counts.documents, tr("{} document"), tr("{} documents"))
    words = tr("{0}, {1}, in {2}. The adjudicated version can be exported.")
    return StateShown(
        "check",
        tr("All is settled"),
        words.format(settled, taken, documents),
        (
            ("export", tr("Export"), "Ctrl+E"),
            ("compare", tr("Compare with the annotators"), ""),
            ("settled", tr("See what was settled"), ""),
        ),
    )


def nothing_to_compare() -> str:
    return tr("One annotator or none is done with this document: there is nothing to compare.")
