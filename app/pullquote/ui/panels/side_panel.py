"""The side panel: three pages behind tabs, in one width; Tab goes through it as the eyes do."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QLayout,
    QRadioButton,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QWidget,
)

from pullquote.model.schema import Schema
from pullquote.ui.panels.labels.page import LabelsPage
from pullquote.ui.panels.section import Editable
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed
from pullquote.ui.widgets import BusyLine, counted
from pullquote.ui.widgets.field import Hints
from pullquote.ui.widgets.layout import column_of, items_of
from pullquote.ui.widgets.paint import MARGIN, made_font, smooth_painter
from pullquote.ui.widgets.words import tr

if TYPE_CHECKING:
    from pullquote.ui.panels.copies_page import CopiesPage
    from pullquote.ui.panels.copy_rows import Diff
    from pullquote.ui.panels.history_page import HistoryPage

PageName = Literal["labels", "copies", "history"]
WIDE = 368
_HEIGHT = 46
_PAGES: tuple[PageName, ...] = ("labels", "copies", "history")


class SidePanel(Themed, QFrame):
    """`page_changed` has the page's name, whoever changed it; Esc anywhere is `back_to_text`.

    Copies and History are built, and their modules loaded, when they are first asked for: the
    window is painted before anybody looks at them. `copies_built`, `history_built` have the page.
    """

    page_changed = Signal(str)
    copies_built = Signal(object)
    history_built = Signal(object)
    back_to_text = Signal()

    def __init__(self, theme: Theme, diff: "Diff", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._diff = diff
        self._read_only = False
        self.tabs = PanelTabs(theme)
        self._pages = QStackedWidget()
        column_of(self.tabs, BusyLine(), (self._pages, 1), on=self)
        self.labels = LabelsPage(theme, self._pages)
        self._pages.addWidget(self.labels)
        self.setFixedWidth(WIDE)
        self.tabs.currentChanged.connect(self._change)
        self.labels.counted.connect(lambda number: self.tabs.set_count(0, number))
        self.labels.back_to_text.connect(self.back_to_text)

    @cached_property
    def copies(self) -> "CopiesPage":
        from pullquote.ui.panels.copies_page import CopiesPage

        page = CopiesPage(self._theme, self._diff)
        page.counted.connect(lambda number: self.tabs.set_count(1, number))
        page.set_read_only(self._read_only)
        self._pages.addWidget(page)
        self.copies_built.emit(page)
        return page

    @cached_property
    def history(self) -> "HistoryPage":
        from pullquote.ui.panels.history_page import HistoryPage

        page = HistoryPage(self._theme)
        page.set_read_only(self._read_only)
        self._pages.addWidget(page)
        self.history_built.emit(page)
        return page

    def has(self, name: PageName) -> bool:
        """Whether a page has been built."""
        return name in vars(self)

    def set_schema(self, schema: Schema) -> None:
        self.labels.set_schema(schema)

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        pages: tuple[Editable, ...] = self._built()
        for page in pages:
            page.set_read_only(read_only)

    def page(self) -> PageName:
        return _PAGES[self.tabs.currentIndex()]

    def show_page(self, name: PageName) -> None:
        self.tabs.setCurrentIndex(_PAGES.index(name))

    def focus_page(self) -> None:
        """Go to the list of the page shown."""
        page = self._page(self.page())
        inner = page.tree if isinstance(page, LabelsPage) else page.list
        inner.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:
        following = next_focus(self, forward=forward)
        if following is None:
            return super().focusNextPrevChild(forward)
        reason = Qt.FocusReason.TabFocusReason
        following.setFocus(reason if forward else Qt.FocusReason.BacktabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.back_to_text.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._theme.color("paper"))
            painter.fillRect(0, 0, 1, self.height(), self._theme.color("line"))

    def _change(self, number: int) -> None:
        self._pages.setCurrentWidget(self._page(_PAGES[number]))
        self.page_changed.emit(_PAGES[number])

    def _built(self) -> "tuple[LabelsPage | CopiesPage | HistoryPage, ...]":
        return tuple(self._page(name) for name in _PAGES if self.has(name))

    def _page(self, name: PageName) -> "LabelsPage | CopiesPage | HistoryPage":
        if name == "labels":
            return self.labels
        return self.copies if name == "copies" else self.history


class PanelTabs(Themed, QTabBar):
    """Tabs with a count each; the chosen one is underlined."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._counts = [0, 0, 0]
        self._names = [tr("Labels"), tr("Copies"), tr("History")]
        self.setFixedHeight(_HEIGHT)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setAccessibleName(tr("Side panel"))
        for number, name in enumerate(self._names):
            self.addTab(name)
            self.setAccessibleTabName(number, name)

    def key_hints(self) -> Hints:
        return [("← →", tr("other page")), ("Tab", tr("into it")), ("Esc", tr("to the text"))]

    def set_count(self, number: int, count: int) -> None:
        if count == self._counts[number]:
            return
        self._counts[number] = count
        # The bar lays its tabs out anew, and no screen reader is told of another text.
        self.setElideMode(self.elideMode())
        self.update()
        if self.hasFocus():
            self._say_counts()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._say_counts()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        for number, name in enumerate(self._names):
            self.setAccessibleTabName(number, name)

    def _say_counts(self) -> None:
        """Only to who is here: the counts change with the caret, and each change would be told."""
        said = [
            counted(self._counts[0], tr("1 label"), tr("{} labels")),
            counted(self._counts[1], tr("1 copy"), tr("{} copies")),
            "",
        ]
        for number, count in enumerate(said):
            self.setAccessibleTabName(number, ", ".join(filter(None, (self._names[number], count))))

    def tabSizeHint(self, number: int) -> QSize:
        left = MARGIN if number == 0 else 12
        return QSize(left + self._text_width(number) + 12, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with smooth_painter(self) as painter:
            for number in range(self.count()):
                self._paint_tab(painter, number)

    def _paint_tab(self, painter: QPainter, number: int) -> None:
        chosen = number == self.currentIndex()
        place = self.tabRect(number)
        left = place.left() + (MARGIN if number == 0 else 12)
        font = made_font(13, 600 if chosen else 500)
        painter.setFont(font)
        painter.setPen(self._theme.color("ink" if chosen else "ink2"))
        where = QRect(left, 0, place.width(), _HEIGHT)
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, self._names[number])
        width = QFontMetrics(font).horizontalAdvance(self._names[number])
        if self._counts[number]:
            painter.setFont(made_font(12, tabular=True))
            painter.setPen(self._theme.color("ink3"))
            where.setLeft(left + width + 6)
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, f"{self._counts[number]}")
        if chosen:
            self._paint_chosen(painter, left, self._text_width(number))

    def _paint_chosen(self, painter: QPainter, left: int, width: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        painter.drawRoundedRect(QRectF(left, 41, width, 3), 1.5, 1.5)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(left - 7, 8, width + 14, 30), 5, 5)

    def _text_width(self, number: int) -> int:
        width = QFontMetrics(made_font(13, 600)).horizontalAdvance(self._names[number])
        if not self._counts[number]:
            return width
        count = QFontMetrics(made_font(12, tabular=True))
        return width + 6 + count.horizontalAdvance(str(self._counts[number]))


def next_focus(panel: QWidget, *, forward: bool) -> QWidget | None:
    """What has the focus after what has it now; behind the last one, the first outside `panel`.

    None where the focus is at nothing that Tab reaches.
    """
    now = panel.focusWidget()
    order = list(_reachable(panel))
    if now not in order:
        return None
    place = order.index(now) + (1 if forward else -1)
    outside = None if 0 <= place < len(order) else _outside(panel, now, forward=forward)
    return outside or order[place % len(order)]


def _outside(panel: QWidget, now: QWidget, *, forward: bool) -> QWidget | None:
    step = QWidget.nextInFocusChain if forward else QWidget.previousInFocusChain
    at = step(now)
    while at and at is not now:
        if not panel.isAncestorOf(at) and at is not panel and _takes(at):
            return at
        at = step(at)
    return None


def _takes(widget: QWidget) -> bool:
    if not (widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None):
        return False
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _reachable(widget: QWidget) -> Iterator[QWidget]:
    """What takes the focus in `widget`, in the order of its layouts."""
    if widget.isHidden():
        return
    if _takes(widget) and not _stands_back(widget):
        yield widget
    inner = _inner(widget)
    layout = widget.layout()
    if inner:
        yield from _reachable(inner)
    elif layout:
        yield from _laid_out(layout)
    else:
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        for child in widget.findChildren(QWidget, options=direct):
            # The list of a combo box is a window of its own.
            if not child.isWindow():
                yield from _reachable(child)


def _inner(widget: QWidget) -> QWidget | None:
    if isinstance(widget, QScrollArea):
        return widget.widget()
    return widget.currentWidget() if isinstance(widget, QStackedWidget) else None


def _stands_back(widget: QWidget) -> bool:
    """Of segments, Tab goes to the chosen one; the arrows do the rest."""
    if not isinstance(widget, QRadioButton) or widget.isChecked():
        return False
    group = widget.group()
    return group.checkedButton() is not None or group.buttons()[0] is not widget


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for item in items_of(layout):
        yield from _laid_out(item) if isinstance(item, QLayout) else _reachable(item)
