"""The list of disagreements: how many, what narrows it, and each with the versions side by side."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from pullquote.agreement.values import Disagreement
from pullquote.ui.agreement.chips import Chips
from pullquote.ui.agreement.list_rows import (
    ROW,
    DisagreementDelegate,
    DisagreementsModel,
    columns,
)
from pullquote.ui.agreement.lookup import Lookup
from pullquote.ui.agreement.painting import MARGIN
from pullquote.ui.agreement.table import Table
from pullquote.ui.agreement.wording import tr
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import ElidedLabel, Label, counted
from pullquote.ui.widgets.empty_state import EmptyState
from pullquote.ui.widgets.paint import made_font, paint_text

LEAST = 88 + 3 * ROW
_NOTED = 900


class DisagreementsPanel(QWidget):
    """`opened` has the disagreement to see in the text; `cleared` wants no filter at all."""

    opened = Signal(object)
    taken_off = Signal(str)
    cleared = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = DisagreementsModel()
        self._delegate = DisagreementDelegate(theme, self._model)
        self.heading = Label("", "heading")
        self.chips = Chips()
        self._note = ElidedLabel(tr("the same words in several places are one row"), "meta")
        self._head = _Head(theme, self._model)
        self.list = Table(tr("Disagreements"), ROW)
        self.notice = EmptyState()
        margins = self.notice.contentsMargins()
        self.notice.setContentsMargins(margins.left(), -44, margins.right(), -12)
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._delegate)
        self.list.entered_row.connect(self._open)
        self.chips.taken_off.connect(self.taken_off)
        self.notice.acted.connect(self.cleared)
        self.setFocusProxy(self.list)
        self.setMinimumHeight(LEAST)
        self._assemble()

    def set_theme(self, theme: Theme) -> None:
        self._delegate.theme = theme
        self._head.set_theme(theme)
        self.list.viewport().update()

    def show_rows(
        self,
        rows: Sequence[Disagreement],
        people: tuple[int, ...],
        lookup: Lookup,
        chips: Sequence[tuple[str, str]],
        heading: str = "",
    ) -> None:
        """`people` have a column each."""
        at, was = self.list.row(), self.row()
        self._model.show_rows(rows, people, lookup)
        self.chips.show_chips(chips)
        self.chips.setVisible(bool(chips))
        many = counted(len(rows), tr("{} disagreement"), tr("{} disagreements"))
        self.heading.setText(heading or many)
        self._say_none(narrowed=bool(chips))
        self._pages.setCurrentIndex(0 if rows else 1)
        self._head.setVisible(bool(rows))
        # Rows are made when they are asked for: looking for one would make them all.
        self.list.choose(at if was is not None and at < len(rows) and rows[at] == was else -1)
        self._head.update()

    def rows(self) -> Sequence[Disagreement]:
        """What is listed, in its order."""
        return self._model.rows

    def row(self) -> Disagreement | None:
        at = self.list.row()
        return self._model.rows[at] if 0 <= at < len(self._model.rows) else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._note.setVisible(self.width() >= _NOTED)

    def sizeHint(self) -> QSize:
        """A few rows; what is free of the page goes here."""
        return QSize(700, LEAST)

    def _say_none(self, *, narrowed: bool) -> None:
        if narrowed:
            self.notice.show_notice(tr("Nothing of this kind"), "", tr("Show all"), "Esc")
        else:
            self.notice.show_notice(tr("No disagreements"), tr("All marked the same here."))

    def _open(self, _row: int) -> None:
        row = self.row()
        if row is not None:
            self.opened.emit(row)

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, 10, MARGIN, 0)
        head.setSpacing(16)
        head.addWidget(self.heading)
        head.addWidget(self.chips)
        head.addStretch(1)
        head.addWidget(self._note)
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.notice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addSpacing(6)
        column.addWidget(self._head)
        column.addWidget(pages, 1)


class _Head(QWidget):
    """The names of the columns, over the rows that are painted in the same places."""

    def __init__(self, theme: Theme, model: DisagreementsModel) -> None:
        super().__init__()
        self._theme = theme
        self._model = model
        self.setFixedHeight(24)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(700, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        places = columns(self.width(), len(self._model.people))
        names = [self._model.lookup.person(a) for a in self._model.people]
        said = list(zip(places.versions, names, strict=False))
        if places.together is not None:
            said = [(places.together, tr("Versions"))]
        for place, words in (
            (places.kind, tr("Kind")),
            (places.words, tr("Words")),
            *said,
            (places.document, tr("Document")),
        ):
            self._write(painter, place, words)
        self._write(painter, places.places, tr("Places"), right=True)
        line = self._theme.color("line")
        painter.fillRect(MARGIN, 23, self.width() - 2 * MARGIN, 1, line)
        painter.end()

    def _write(
        self, painter: QPainter, place: tuple[int, int], words: str, *, right: bool = False
    ) -> None:
        where = QRect(place[0], 0, place[1], 22)
        paint_text(painter, where, words, made_font(12), self._theme.color("ink2"), right=right)
