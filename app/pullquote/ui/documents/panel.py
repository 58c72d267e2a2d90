"""The documents panel: search, filter and order, the list, and at its foot how far one is."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QToolButton, QWidget

from pullquote.model.values import StateValue
from pullquote.store.values import DocumentQuery, StateCounts
from pullquote.ui.documents.filter_line import FilterLine
from pullquote.ui.documents.list_view import DocumentsView
from pullquote.ui.documents.model import EVERYTHING, DocumentsModel, Rows, state_name
from pullquote.ui.theme.fonts import program_font
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import (
    BusyLine,
    Label,
    Menu,
    SearchBox,
    counted,
    number,
    paint_focus,
    paint_status,
    set_tooltip,
)
from pullquote.ui.widgets.empty_state import EmptyState
from pullquote.ui.widgets.field import Hints
from pullquote.ui.widgets.layout import INHERITED, Free, column_of
from pullquote.ui.widgets.paint import smooth_painter

# Milliseconds until a search that goes on is shown as one: most are over before.
_BUSY_MS = 150

# Of a long selection, the first ones tell whether any is excluded.
_LOOKED_AT = 256

# what a row's menu asks for: words, and whether it can be asked of several at once
_ASKS: tuple[tuple[str, str, bool] | None, ...] = (
    ("open", "Open", False),
    None,
    ("done", "Mark as done", True),
    ("skip", "Skip…", True),
    ("not_started", "Mark as not started", True),
    None,
    ("properties", "Document…", False),
    ("published", "Day of publication…", True),
    ("exclude", "Exclude from the corpus…", True),
    ("include", "Take back into the corpus", True),
    None,
    ("remove", "Remove from the project", True),
)


class DocumentsPanel(QFrame):
    """The window answers `queried` with `show_documents`, where that takes long after `show_busy`,
    or with `show_failure`.

    `chosen` is a step or click in the list, `picked` the end of a click, `entered` Enter on a row,
    `left` Esc; `asked` has what
    a row's menu asks for (open, done, skip, not_started, properties, published, exclude, include,
    remove) and the documents it is asked for.
    """

    queried = Signal(object)
    chosen = Signal(int)
    entered = Signal(int)
    picked = Signal()
    left = Signal()
    asked = Signal(str, list)

    def __init__(self, theme: Theme, rows: Rows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._query = EVERYTHING
        self._chosen: int | None = None
        self._proposal = ""
        self._searching = self._enter_later = self._failed = False
        self._busy_later = QTimer(self, singleShot=True, interval=_BUSY_MS)
        self._rows = rows
        self.model = DocumentsModel(rows, self)
        self.search = SearchBox(self.tr("Search documents"), "Ctrl+K")
        self.choices = FilterLine()
        self.view = DocumentsView(self.model, theme)
        self.foot = DocumentsFoot()
        self._nothing = Label(self.tr("No documents yet"), "second")
        self._notice = EmptyState()
        self._busy = BusyLine()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._assemble()
        self._connect()

    def query(self) -> DocumentQuery:
        return self._query

    def begin(self, query: DocumentQuery, given: int) -> None:
        """What to ask first, of somebody who was given so many documents; nothing is shown yet."""
        self._query = query
        self.choices.set_given(given)

    def show_documents(
        self, ids: Sequence[int], counts: StateCounts, proposal: tuple[str, int] | None = None
    ) -> None:
        """Show the answer to the query; the chosen document stays chosen where it is in it.

        `proposal`, where nothing was found: a word, and in how many documents it is.
        """
        place = self.view.verticalScrollBar().value()
        self.model.show_ids(ids, self._query.search)
        self._proposal, self._failed = "", False
        self._end_busy()
        self.show_counts(counts, len(ids))
        self.view.choose(self._chosen, show=False)
        self.view.verticalScrollBar().setValue(place)
        empty = counts.total == 0
        for part in (self.search, self.choices, self.foot, self._busy):
            part.setHidden(empty)
        self._body.setCurrentWidget(
            self._nothing_page if empty else self.view if ids else self._notice
        )
        if not ids and not empty:
            self._say_nothing_found()
        if proposal is not None:
            self.propose_search(*proposal)
        entered, self._enter_later = self._enter_later, False
        if entered:
            self._search_entered()

    def show_busy(self) -> None:
        """The answer takes a while: what was found before stays in sight until it comes."""
        if not self._searching:
            self._searching = True
            self._busy_later.start()

    def show_failure(self, sentence: str) -> None:
        """There is no answer, and why; it can be asked for again."""
        self._end_busy()
        self._proposal, self._failed, self._enter_later = "", True, False
        self.model.show_ids(())
        self._notice.show_notice(self.tr("The search failed"), sentence, self.tr("Search again"))
        self._body.setCurrentWidget(self._notice)

    def show_counts(self, counts: StateCounts, shown: int | None = None) -> None:
        """Show new totals; `shown` is how many rows the list has, if that changed too."""
        rows = self.model.rowCount() if shown is None else shown
        self.foot.show_counts(counts)
        self.foot.show_state(self._query.state)
        self.choices.show_query(self._query, rows, counts)
        one, many = self.tr("Search {} document"), self.tr("Search {} documents")
        self.search.set_placeholder(counted(counts.total - counts.excluded, one, many))

    def set_sources(self, sources: Sequence[str]) -> None:
        self.choices.set_sources(sources)

    def choose(self, document: int | None) -> None:
        """Mark the document that is open."""
        self._chosen = document
        self.view.choose(document)

    def propose_search(self, word: str, documents: int) -> None:
        """Say what would be found where nothing was: `word` is in so many `documents`."""
        self._proposal = word
        has = counted(
            documents, self.tr("{} document has “{{}}”."), self.tr("{} documents have “{{}}”.")
        )
        self._notice.show_notice(
            self.tr("Nothing found for “{}”").format(self._query.search),
            has.format(word),
            self.tr("Search that"),
            "Enter",
        )

    def focus_search(self) -> None:
        self.search.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.editor.selectAll()

    def focus_list(self) -> None:
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.view.currentIndex().isValid() and self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0))

    def neighbour(self, step: int) -> int | None:
        """The document `step` rows after the chosen one, None beyond the ends."""
        row = None if self._chosen is None else self.model.row_of(self._chosen)
        wanted = (step - 1 if step > 0 else -1) if row is None else row + step
        return self.model.id_at(wanted) if 0 <= wanted < self.model.rowCount() else None

    def _assemble(self) -> None:
        top = column_of(self.search, margins=(16, 12, 16, 0), gap=INHERITED)
        self._nothing_page = QWidget()
        column_of(
            self._nothing, Free(), on=self._nothing_page, margins=(16, 8, 16, 0), gap=INHERITED
        )
        body = QWidget()
        self._body = QStackedLayout(body)
        for page in (self.view, self._notice, self._nothing_page):
            self._body.addWidget(page)
        column_of(
            top,
            8,
            self.choices,
            4,
            self._busy,
            (body, 1),
            self.foot,
            on=self,
            margins=(0, 0, 1, 0),
        )

    def _connect(self) -> None:
        self.search.own_keys = self._keys_of_search
        self.search.searched.connect(self._search)
        self.search.entered.connect(self._search_entered)
        self.search.left_down.connect(self._search_left)
        self._busy_later.timeout.connect(self._show_searching)
        self.search.left.connect(self.left)
        self.choices.changed.connect(self._ask)
        self.foot.chosen.connect(self._filter_state)
        self.view.chosen.connect(self._choose)
        self.view.entered_row.connect(self.entered)
        self.view.picked.connect(self.picked)
        self.view.left.connect(self.left)
        self.view.left_up.connect(self.focus_search)
        self.view.menu_wanted.connect(self._open_menu)
        self._notice.acted.connect(self._act_on_notice)

    def _keys_of_search(self) -> Hints:
        esc = self.tr("clear") if self.search.text() else self.tr("to the text")
        below: Hints = [("↓", self.tr("to the list"))] if self.view.isVisible() else []
        if self._proposal:
            below = [("Enter", self.tr("search what is proposed"))]
        return [*below, ("Esc", esc)]

    def _ask(self, query: DocumentQuery) -> None:
        self._query = query
        self.view.verticalScrollBar().setValue(0)
        self.queried.emit(query)
        self.view.choose(self._chosen)

    def _show_searching(self) -> None:
        self._busy.show_progress(0, 0)
        self.choices.show_searching()

    def _end_busy(self) -> None:
        self._searching = False
        self._busy_later.stop()
        self._busy.stop()

    def _search(self, words: str) -> None:
        self._enter_later = False
        self._ask(replace(self._query, search=words.strip()))

    def _filter_state(self, state: StateValue | Literal["not_started"] | None) -> None:
        self._ask(replace(self._query, state=state, source=None, excluded=False, review=False))

    def _search_entered(self) -> None:
        if self._searching:
            self._enter_later = True
        elif self._proposal:
            self.search.set_text(self._proposal)
        elif self.model.rowCount():
            self.focus_list()

    def _search_left(self) -> None:
        """Down goes into what was found, not into what is about to go."""
        if self._searching:
            self._enter_later = True
        else:
            self.focus_list()

    def _choose(self, document: int) -> None:
        self._chosen = document
        self.chosen.emit(document)

    def _say_nothing_found(self) -> None:
        query = self._query
        if query.search:
            self._notice.show_notice(
                self.tr("Nothing found for “{}”").format(query.search),
                self.tr(
                    "The search looks for words and their beginnings of two letters or more, in"
                    " titles and texts."
                ),
                self.tr("Clear the search"),
            )
        else:
            words = {
                "not_started": self.tr("Nothing left to do"),
                "in_progress": self.tr("Nothing is open"),
                "done": self.tr("Nothing is done yet"),
                "skipped": self.tr("Nothing was skipped"),
            }
            narrowed = query.state or query.source or query.excluded or query.assigned
            narrowed = narrowed or query.review
            other = self.tr("No document is like that" if narrowed else "All are excluded")
            if query.near == "copies":
                other = self.tr("Nothing like that has near copies")
                words = {}
            if query.review:
                other = self.tr("No copies are left to review")
            heading = words.get(query.state or "", other)
            self._notice.show_notice(heading, "", self.tr("Show all documents"))

    def _act_on_notice(self) -> None:
        if self._failed:
            self._ask(self._query)
        elif self._proposal:
            self.search.set_text(self._proposal)
        elif self._query.search:
            self.search.set_text("")
        else:
            order, descending = self._query.order, self._query.descending
            self._ask(replace(EVERYTHING, order=order, descending=descending))

    def _open_menu(self, documents: list[int], place: QPoint) -> None:
        menu = self._menu(documents)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _menu(self, documents: list[int]) -> Menu:
        menu = Menu(parent=self)
        several = len(documents) > 1
        if several:
            words = self.tr("{} documents").format(number(len(documents)))
            menu.addAction(words).setEnabled(False)
            menu.addSeparator()
        out = {bool(row.excluded) for row in self._rows(documents[:_LOOKED_AT])}
        senseless = {"exclude"} if out == {True} else {"include"} if out == {False} else set()
        for ask in _ASKS:
            if ask is None:
                menu.addSeparator()
            elif ask[0] not in senseless and (ask[2] or not several):
                menu.addAction(self.tr(ask[1])).setData(ask[0])
        menu.triggered.connect(lambda action: self.asked.emit(action.data(), documents))
        return menu


_SHAPE = 11
_GAP = 6


class DocumentsFoot(QFrame):
    """`chosen` has a state, or None when the one that was chosen is let go."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = {
            "done": _Count("done", self.tr("done")),
            "in_progress": _Count("in_progress", self.tr("open")),
            "not_started": _Count("not_started", self.tr("to do")),
        }
        self.setFixedHeight(40)
        row = QHBoxLayout(self)
        row.setContentsMargins(11, 0, 8, 0)
        row.setSpacing(4)
        for state, count in self._counts.items():
            row.addWidget(count)
            count.clicked.connect(self._tell)
            count.setProperty("state", state)
        row.addStretch()

    def show_counts(self, counts: StateCounts) -> None:
        self._counts["done"].show_count(counts.done)
        self._counts["in_progress"].show_count(counts.in_progress)
        self._counts["not_started"].show_count(counts.not_started)
        self._fit()

    def show_state(self, state: str | None) -> None:
        for known, count in self._counts.items():
            count.setChecked(known == state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave the nouns out where the numbers need the room."""
        for count in self._counts.values():
            count.short = False
        wanted = sum(count.sizeHint().width() + 4 for count in self._counts.values())
        for count in self._counts.values():
            count.short = wanted > self.width() - 19
            count.updateGeometry()

    def _tell(self) -> None:
        state = self.sender().property("state")
        self.chosen.emit(state if self._counts[state].isChecked() else None)


class _Count(QToolButton):
    def __init__(self, state: str, noun: str) -> None:
        super().__init__()
        self._state = state
        self._noun = noun
        self._value = 0
        self.short = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_count(0)

    def show_count(self, value: int) -> None:
        self._value = value
        words = self.tr("{}: {}, show only these").format(state_name(self._state), number(value))
        self.setAccessibleName(words)
        set_tooltip(self, words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        self.setFont(program_font(12, 600 if self.isChecked() else 500, tabular=True))
        words = self.fontMetrics().horizontalAdvance(self._words())
        return QSize(5 + _SHAPE + _GAP + words + 7, 28)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with smooth_painter(self) as painter:
            palette = self.palette()
            if self.isChecked() or self.underMouse():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(palette.color(QPalette.ColorRole.AlternateBase))
                painter.drawRoundedRect(self.rect(), 6, 6)
            role = QPalette.ColorRole.Accent if self.isChecked() else QPalette.ColorRole.Shadow
            shape = QRectF(5, (self.height() - _SHAPE) / 2, _SHAPE, _SHAPE)
            paint_status(painter, shape, self._state, palette.color(role))
            painter.setPen(palette.color(role))
            painter.setFont(self.font())
            words = self.rect().adjusted(5 + _SHAPE + _GAP, 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._words())
            if self.hasFocus():
                paint_focus(painter, self)

    def _words(self) -> str:
        return number(self._value) if self.short else f"{number(self._value)} {self._noun}"
