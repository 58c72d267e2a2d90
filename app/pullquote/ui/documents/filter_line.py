"""The line under the search: what is shown, which is a filter, and in which order."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QWidget

from pullquote.store.values import SEARCHED_WORD, DocumentQuery, Order, StateCounts, searchable
from pullquote.ui.documents.model import EVERYTHING
from pullquote.ui.widgets import Menu, MenuButton, counted, number
from pullquote.ui.widgets.layout import INHERITED, Free, row_of

_SOURCES_MOST = 40

# order: words, and whether the greatest comes first
_ORDERS: tuple[tuple[Order, str, bool], ...] = (
    ("published", "By date", True),
    ("title", "By title", False),
    ("source", "By source", False),
    ("added", "As added", False),
    ("state", "By status", False),
    ("copies", "By repeats", True),
    ("coverage", "By near copies", True),
    ("labels", "By labels", True),
    ("position", "As given to me", False),
    ("queue", "My queue", False),
)


class FilterLine(QWidget):
    """`changed` has the whole query with the new filter or order in it."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._query = EVERYTHING
        self._counts: StateCounts | None = None
        self._sources: Sequence[str] = ()
        self._given = self._to_review = 0
        self._filter = MenuButton("", strong=True)
        self._order = MenuButton("")
        self._filter.choices.aboutToShow.connect(self._fill_filter)
        self._order.choices.aboutToShow.connect(self._fill_order)
        self.setFixedHeight(28)
        row_of(self._filter, Free(), self._order, on=self, margins=(10, 0, 6, 0), gap=INHERITED)

    def show_query(self, query: DocumentQuery, shown: int, counts: StateCounts) -> None:
        self._query, self._counts = query, counts
        self._filter.setText(self._shown_words(shown))
        self._filter.setAccessibleName(self.tr("{}, filter").format(self._filter.text()))
        words = next((text for order, text, _ in _ORDERS if order == query.order), "")
        self._order.setText(self.tr(words))
        self._order.setAccessibleName(self.tr("Order: {}").format(self._order.text()))

    def show_searching(self) -> None:
        """In place of how many are shown, until the answer comes."""
        self._filter.setText(self.tr("Searching…"))
        self._filter.setAccessibleName(self._filter.text())

    def set_sources(self, sources: Sequence[str]) -> None:
        self._sources = sources

    def set_given(self, documents: int) -> None:
        """Offer a queue of its own to somebody who was given documents."""
        self._given = documents

    def set_to_review(self, documents: int) -> None:
        """Offer the documents with carried labels that nobody confirmed, where there are any."""
        self._to_review = documents

    def _shown_words(self, shown: int) -> str:
        words = self._found_words(shown)
        near = {"copies": self.tr("near copies"), "first": self.tr("one of each")}
        return f"{words} · {near[self._query.near]}" if self._query.near else words

    def _found_words(self, shown: int) -> str:
        query = self._query
        if query.search and not SEARCHED_WORD.search(searchable(query.search)):
            return self.tr("Type one more letter")
        if query.search:
            return self.tr("{} found").format(number(shown))
        if query.source:
            return self.tr("{} from {}").format(number(shown), query.source)
        if query.review:
            return self.tr("{} to review").format(number(shown))
        state = {
            "excluded": self.tr("{} excluded"),
            "not_started": self.tr("{} to do"),
            "in_progress": self.tr("{} open"),
            "done": self.tr("{} done"),
            "skipped": self.tr("{} skipped"),
        }.get(
            "excluded" if query.excluded else query.state or "",
            self.tr("{} given to me") if query.assigned else "",
        )
        if state:
            return state.format(number(shown))
        return counted(shown, self.tr("{} document"), self.tr("{} documents"))

    def _fill_filter(self) -> None:
        menu, counts = self._filter.choices, self._counts
        menu.clear()
        if counts is None:
            return
        query = replace(self._query, state=None, source=None, excluded=False, review=False)
        group = QActionGroup(menu)
        everything = replace(query, assigned=False, near=None)
        if self._given:
            mine = replace(query, assigned=True, order="position", descending=False)
            self._add(menu, f"{self.tr('Given to me')}\t{number(self._given)}", mine, group)
        if self._to_review or self._query.review:
            review = replace(everything, review=True, order="queue", descending=False)
            words = self.tr("Copies of what you labelled: review")
            self._add(menu, f"{words}\t{number(self._to_review)}", review, group)
        rows = [
            (self.tr("All documents"), counts.total - counts.excluded, everything),
            (self.tr("To do"), counts.not_started, replace(query, state="not_started")),
            (self.tr("Open"), counts.in_progress, replace(query, state="in_progress")),
            (self.tr("Done"), counts.done, replace(query, state="done")),
            (self.tr("Skipped"), counts.skipped, replace(query, state="skipped")),
            (self.tr("Excluded"), counts.excluded, replace(query, excluded=True)),
        ]
        for words, count, asked in rows:
            # What is counted is all documents.
            part = asked.assigned or asked.near
            shown = words if part else f"{words}\t{number(count)}"
            action = self._add(menu, shown, asked, group)
            action.setEnabled(count > 0 or asked == query)
        self._fill_near(menu)
        if self._sources:
            self._fill_sources(menu, query, group)

    def _fill_near(self, menu: Menu) -> None:
        """Beside the other filters: of what is to do, one of each group."""
        near = Menu(self.tr("Near copies"), menu)
        menu.addSeparator()
        menu.addMenu(near)
        group = QActionGroup(near)
        self._add(near, self.tr("Show all"), replace(self._query, near=None), group)
        self._add(
            near, self.tr("Only what has near copies"), replace(self._query, near="copies"), group
        )
        self._add(near, self.tr("One of each group"), replace(self._query, near="first"), group)

    def _fill_sources(self, menu: Menu, query: DocumentQuery, group: QActionGroup) -> None:
        sources = Menu(self.tr("From"), menu)
        menu.addMenu(sources)
        for source in self._sources[:_SOURCES_MOST]:
            # An ampersand in a name is no mnemonic.
            self._add(sources, source.replace("&", "&&"), replace(query, source=source), group)

    def _fill_order(self) -> None:
        menu = self._order.choices
        menu.clear()
        group = QActionGroup(menu)
        for order, words, descending in _ORDERS:
            if order == "position" and not self._given:
                continue
            wanted = replace(self._query, order=order, descending=descending)
            action = self._add(menu, self.tr(words), wanted, group)
            action.setChecked(order == self._query.order)
        menu.addSeparator()
        turned = replace(self._query, descending=not self._query.descending)
        self._add(menu, self.tr("Turn round"), turned)

    def _add(
        self, menu: Menu, words: str, wanted: DocumentQuery, group: QActionGroup | None = None
    ) -> QAction:
        action = menu.addAction(words)
        if group is not None:
            action.setCheckable(True)
            group.addAction(action)
            action.setChecked(wanted == self._query)
        action.triggered.connect(lambda: self.changed.emit(wanted))
        return action
