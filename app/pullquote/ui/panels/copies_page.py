"""The Copies page: every place that repeats the words at the caret, and how it differs."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QListView,
    QSizePolicy,
    QWidget,
)

from pullquote.ui.panels.copy_rows import TICK_ROOM, CopyDelegate, Diff, say_copy
from pullquote.ui.panels.section import Heading
from pullquote.ui.panels.values import CarryShown, CopiesShown, CopyRow, Tick
from pullquote.ui.services.key_map import sequences
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed
from pullquote.ui.widgets import BusyLine, Button, Label, Line, counted
from pullquote.ui.widgets.field import Hints
from pullquote.ui.widgets.label import Spoken
from pullquote.ui.widgets.layout import Free, column_of, row_of
from pullquote.ui.widgets.paint import (
    MARGIN,
    made_font,
)
from pullquote.ui.widgets.row_list import RowsModel, RowsView
from pullquote.ui.widgets.words import number, tr

# Milliseconds until a comparison that goes on is shown as one: most are over before.
_BUSY_MS = 150


class CopiesPage(QWidget):
    """`open_twin` has the Copy to go to, `boilerplate_wanted` what the cluster shown shall be.

    `beside_wanted`: the chosen copy is to be shown beside the text. `dismissed`: these words are no
    repeat. `offer_wanted`: labels are to be offered for the copies; while they are, `carry_wanted`
    has the rows that are ticked, and `more_wanted` asks for the next ones from that number on.
    """

    open_twin = Signal(object)
    beside_wanted = Signal()
    boilerplate_wanted = Signal(bool)
    dismissed = Signal()
    offer_wanted = Signal()
    carry_wanted = Signal(list)
    more_wanted = Signal(int)
    counted = Signal(int)

    def __init__(self, theme: Theme, diff: Diff) -> None:
        super().__init__()
        self._shown = CopiesShown("", 0)
        self._heading = Heading(theme)
        self._legend = _Legend(theme)
        self._said = Label("", "meta", wrap=True)
        self._model = RowsModel[CopyRow](say_copy)
        self._delegate = CopyDelegate(theme, diff)
        self.list = _CopiesList()
        self._boilerplate = Button(tr("Boilerplate"), "B")
        self._dismiss = Button(tr("No repeat"), tr("Del"))
        self._busy = BusyLine(divider=False)
        self._busy_later = QTimer(self, singleShot=True, interval=_BUSY_MS)
        self._busy_later.timeout.connect(lambda: self._busy.show_progress(0, 0))
        self._foot = QWidget()
        self._offer: CarryShown | None = None
        self._carry = Button("", "V", main=True)
        self._only_same = Button(tr("Same words only"), "E")
        self._carry_title, self._carry_said = Label("", "strong"), Label("", "meta", wrap=True)
        self._carry_foot = QWidget()
        self._assemble()
        self.list.chosen.connect(self._open)
        self.list.beside_pressed.connect(self.beside_wanted)
        self.list.boilerplate_pressed.connect(self._boilerplate.click)
        self.list.dismiss_pressed.connect(self._dismiss.click)
        self._boilerplate.clicked.connect(self._toggle)
        self._dismiss.clicked.connect(self.dismissed)
        self._connect_offer()
        self.show_nothing()

    @property
    def offers(self) -> bool:
        """Whether labels are offered for the copies."""
        return self._offer is not None

    def chosen_copy(self) -> CopyRow | None:
        """The copy that the keys of the list are about."""
        row = self.list.row()
        return self._model.rows[row] if 0 <= row < len(self._model.rows) else None

    def show_offer(self, offer: CarryShown) -> None:
        """Offer labels for copies, to be ticked and carried."""
        self._offer, self._shown = offer, CopiesShown(offer.words, offer.count)
        self._model.show_rows(())
        self._delegate.compare_with(offer.words)
        self._model.show_rows(offer.copies)
        self.list.carries = True
        self.list.choose(0 if offer.copies else -1)
        self._say_offer()
        self._show_state("")
        self.counted.emit(offer.total)

    def add_offered(self, copies: Sequence[CopyRow]) -> None:
        """The next ones of `show_offer`."""
        self._model.show_rows([*self._model.rows, *copies])
        self._say_offer()

    def leave_offer(self) -> None:
        """Labels are offered no more; what is shown follows."""
        self._offer = None
        self.list.carries = False

    def show_copies(self, shown: CopiesShown) -> None:
        self.leave_offer()
        row = max(0, self.list.row()) if shown.words == self._shown.words else 0
        if shown.words != self._shown.words:
            # Compared with other words, a copy may need more lines or fewer.
            self._model.show_rows(())
            self._delegate.compare_with(shown.words)
        self._shown = shown
        self.list.choose(-1)
        self._model.show_rows(shown.copies)
        self.list.choose(min(row, len(shown.copies) - 1))
        self._say_head(shown)
        self._boilerplate.setText(tr("Not boilerplate") if shown.boilerplate else tr("Boilerplate"))
        self._boilerplate.updateGeometry()
        self._show_state(tr("Boilerplate: dimmed in the text.") if shown.boilerplate else "")
        self.counted.emit(len(shown.copies))

    def show_busy(self) -> None:
        """The copies are compared: those of before stay in sight until they come."""
        self._busy_later.start()

    def show_nothing(self) -> None:
        """The words at the caret stand nowhere else."""
        self._show_empty(tr("These words stand nowhere else."))

    def set_read_only(self, read_only: bool) -> None:
        self.list.read_only = read_only
        self._boilerplate.setEnabled(not read_only)
        self._dismiss.setEnabled(not read_only)

    def _show_empty(self, words: str) -> None:
        self.leave_offer()
        self._shown = CopiesShown("", 0)
        self._model.show_rows(())
        self._heading.show_text(tr("Copies"))
        self._show_state(words)
        self.counted.emit(0)

    def _say_head(self, shown: CopiesShown) -> None:
        said = counted(len(shown.copies), tr("1 copy"), tr("{} copies"))
        where = _where(len(shown.copies), sum(not copy.here for copy in shown.copies))
        words = counted(shown.count, tr("1 word"), tr("{} words"))
        self._heading.show_text(f"{said}, {where}", words)

    def _show_state(self, words: str) -> None:
        self._busy_later.stop()
        self._busy.stop()
        self._said.setText(words)
        self._said.setVisible(bool(words))
        self._legend.setVisible(any(not copy.same for copy in self._model.rows))
        self._foot.setVisible(bool(self._shown.copies))
        self._carry_foot.setVisible(self.offers)

    def _assemble(self) -> None:
        head = column_of(
            self._heading, self._legend, self._said, margins=(MARGIN, 16, MARGIN, 12), gap=6
        )
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        buttons = row_of(
            self._boilerplate, self._dismiss, Free(), margins=(MARGIN, 16, MARGIN, 16), gap=8
        )
        column_of(Line(), buttons, on=self._foot)
        keys = row_of(self._carry, self._only_same, Free(), gap=8)
        words = column_of(self._carry_title, self._carry_said, gap=4)
        offer = column_of(words, keys, margins=(MARGIN, 16, MARGIN, 16), gap=12)
        column_of(Line(), offer, on=self._carry_foot)
        column_of(head, self._busy, (self.list, 1), self._foot, self._carry_foot, on=self)

    # --- labels offered for the copies -----------------------------------------------------------

    def _connect_offer(self) -> None:
        self.list.tick_pressed.connect(self._toggle_tick)
        self.list.all_pressed.connect(lambda: self._tick(lambda copy: copy.tick != "locked"))
        self.list.same_pressed.connect(self._only_same.click)
        self.list.carry_pressed.connect(self._press_carry)
        self.list.pointed.connect(self._near_the_end)
        self._only_same.clicked.connect(
            lambda: self._tick(lambda copy: copy.same and copy.judged == "on")
        )
        self._carry.clicked.connect(lambda: self.carry_wanted.emit(self._ticked()))

    def _press_carry(self) -> None:
        if self.offers:
            self._carry.click()
        else:
            self.offer_wanted.emit()

    def _ticked(self) -> list[int]:
        return [row for row, copy in enumerate(self._model.rows) if copy.tick == "on"]

    def _toggle_tick(self, row: int) -> None:
        copy = self._model.rows[row]
        if copy.tick != "locked":
            on: Tick = "off" if copy.tick == "on" else "on"
            self._show_ticks([*self._model.rows[:row], replace(copy, tick=on),
                              *self._model.rows[row + 1 :]])  # fmt: skip

    def _tick(self, wanted: Callable[[CopyRow], bool]) -> None:
        """Tick those that are wanted, and no other."""
        ticks: dict[bool, Tick] = {True: "on", False: "off"}
        self._show_ticks(
            copy if copy.tick == "locked" else replace(copy, tick=ticks[wanted(copy)])
            for copy in self._model.rows
        )

    def _show_ticks(self, copies: Iterable[CopyRow]) -> None:
        self._model.show_rows(list(copies))
        self._say_offer()

    def _near_the_end(self, row: int) -> None:
        if self._offer is not None and row == len(self._model.rows) - 1 < self._offer.total - 1:
            self.more_wanted.emit(row + 1)

    def _say_offer(self) -> None:
        offer, rows = self._offer, self._model.rows
        if offer is None:
            return
        ticked = len(self._ticked())
        in_doubt = sum(copy.judged == "off" for copy in rows)
        said = counted(offer.total, tr("1 copy"), tr("{} copies"))
        if len(rows) < offer.total:
            said = tr("{0} of {1}").format(number(len(rows)), said)
        else:
            said = f"{said}, {_where(len(rows), sum(not copy.here for copy in rows))}"
        words = counted(offer.count, tr("1 word"), tr("{} words")) if offer.count else ""
        if offer.outside:
            said += tr(", +{} not in this file").format(number(offer.outside))
        self._heading.show_text(said, words)
        self._carry_title.setText(offer.title)
        parts = [
            counted(ticked, tr("1 ticked"), tr("{} ticked")),
            counted(in_doubt, tr("1 to look at"), tr("{} to look at")) if in_doubt else "",
        ]
        self._carry_said.setText(
            tr("{}. One undo takes all back.").format(", ".join(filter(None, parts)))
        )
        verb = tr("Take over {}") if offer.takes else tr("Carry {}")
        self._carry.setText(verb.format(number(ticked)))
        self._carry.updateGeometry()

    def _open(self, row: int) -> None:
        self.open_twin.emit(self._model.rows[row])

    def _toggle(self) -> None:
        self.boilerplate_wanted.emit(not self._shown.boilerplate)


class _CopiesList(RowsView):
    """`carries`: labels are offered for the copies, and keys tick them."""

    read_only = False
    carries = False
    beside_pressed = Signal()
    boilerplate_pressed = Signal()
    dismiss_pressed = Signal()
    tick_pressed = Signal(int)
    all_pressed = Signal()
    same_pressed = Signal()
    carry_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Copies of the words at the caret"))
        # Rows differ in height: the first ones are laid out at once, the others while it rests.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(20)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def key_hints(self) -> Hints:
        hints: Hints = []
        rows = self.model().rowCount()
        if rows > 1:
            hints.append(("↑ ↓", tr("other copy")))
        if rows and self.carries:
            hints += [("Space", tr("tick")), ("V", tr("carry")), ("A", tr("tick all")),
                      ("E", tr("same words only"))]  # fmt: skip
        if rows:
            hints += [("Enter", tr("open")), ("Shift+Enter", tr("side by side"))]
        if rows and not self.read_only and not self.carries:
            hints += [("V", tr("carry")), ("B", tr("boilerplate")), ("Del", tr("no repeat"))]
        return [*hints, ("Esc", tr("to the text"))]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.carries and self._carry_key(event):
            return
        if self.row() >= 0 and _BESIDE.intersection(sequences(event)):
            self.beside_pressed.emit()
        elif "V" in sequences(event) and not self.read_only:
            self.carry_pressed.emit()
        elif self.row() >= 0 and "B" in sequences(event):
            self.boilerplate_pressed.emit()
        elif self.row() >= 0 and event.key() in _DISMISS:
            self.dismiss_pressed.emit()
        else:
            super().keyPressEvent(event)

    def _carry_key(self, event: QKeyEvent) -> bool:
        """Whether the key is one that ticks, or carries."""
        signals = {"A": self.all_pressed, "E": self.same_pressed, "V": self.carry_pressed}
        pressed = [signal for key, signal in signals.items() if key in sequences(event)]
        if event.key() == Qt.Key.Key_Space and self.row() >= 0:
            self.tick_pressed.emit(self.row())
        elif pressed:
            pressed[0].emit()
        else:
            return "B" in sequences(event) or event.key() in _DISMISS
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        if self.carries and index.isValid() and place.x() < MARGIN + TICK_ROOM:
            self.tick_pressed.emit(index.row())


_BESIDE = {"Shift+Return", "Shift+Enter"}
_DISMISS = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}


class _Legend(Spoken, Themed, QWidget):
    """What the two looks of differing words mean."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(20)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Struck out: only here. Underlined: only there."))

    def sizeHint(self) -> QSize:
        return QSize(200, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            left = self._paint(painter, 0, tr("only here"), "rem", removed=True)
            self._paint(painter, left + 12, tr("only there"), "add", removed=False)

    def _paint(
        self, painter: QPainter, left: float, words: str, role: str, *, removed: bool
    ) -> float:
        font = QFont(made_font(12, 400 if removed else 600))
        font.setStrikeOut(removed)
        font.setUnderline(not removed)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(words) + 6
        box = QRectF(left, 2, width, 16)
        painter.fillRect(box, self._theme.color(f"{role}_t"))
        painter.setPen(self._theme.color(role))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        return left + width


def _where(copies: int, elsewhere: int) -> str:
    if not elsewhere:
        return tr("in this document")
    if elsewhere == copies:
        return counted(copies, tr("in another document"), tr("in other documents"))
    return counted(elsewhere, tr("1 in another document"), tr("{} in other documents"))
