"""The manual: its pages at the left, one of them to read, and words looked for in all of them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.services.manual import HelpPage, find_pages
from pullquote.ui.widgets import Button, Label, SearchBox
from pullquote.ui.widgets.check_table import CheckTable
from pullquote.ui.widgets.layout import add_parts, column_of, row_of
from pullquote.ui.widgets.markdown_view import MarkdownView

_LIST = 208


class HelpDialog(Dialog):
    """`link_wanted` has an address of the web that was clicked, `keys_wanted` the key sheet."""

    link_wanted = Signal(str)
    keys_wanted = Signal()

    def __init__(self, pages: Sequence[HelpPage], parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Help"), QSize(960, 720), parent)
        self._pages = list(pages)
        self.search = SearchBox(self.tr("Search the manual"))
        self.list = CheckTable(self.tr("Pages"), (self.tr("Pages"),), checkable=False)
        self.list.horizontalHeader().hide()
        self.list.setFixedWidth(_LIST)
        self.view = MarkdownView(self.tr("Page"))
        self._nothing = Label("", "second", wrap=True)
        self._nothing.hide()
        self.heading.hide()
        left = column_of(self.search, self._nothing, (self.list, 1), gap=12)
        self.search.setFixedWidth(_LIST)
        self._nothing.setFixedWidth(_LIST)
        add_parts(self.body, 24, (row_of(left, (self.view, 1), gap=24), 1))
        self.add_foot(self.tr("Close"), key="Esc")
        keys = Button(self.tr("All keys"), "Ctrl+/")
        self.add_button(keys)
        keys.clicked.connect(self.keys_wanted)
        QShortcut(QKeySequence("Ctrl+/"), self).activated.connect(self.keys_wanted)
        self.main_clicked.connect(self.accept)
        self.search.searched.connect(self._find)
        self.search.left.connect(self.reject)
        self.search.left_down.connect(self.list.setFocus)
        self.search.entered.connect(self.view.setFocus)
        self.list.itemSelectionChanged.connect(self._show_chosen)
        self.view.page_wanted.connect(self.show_page)
        self.view.link_wanted.connect(self.link_wanted)
        self._list_pages(self._pages)
        self.search.setFocus()

    def show_page(self, name: str) -> None:
        """Open a page by its id; all are listed again where a search has left it out."""
        if name not in {page.id for page in self._pages}:
            return
        if name not in self.list.ticked_keys():
            self.search.set_text("")
        self.list.selectRow(self.list.ticked_keys().index(name))

    def page(self) -> str:
        """The id of the page that is shown."""
        return self.list.current_key() or ""

    def _list_pages(self, pages: Sequence[HelpPage]) -> None:
        self.list.show_rows([(page.id, (page.title,)) for page in pages], set())

    def _find(self, words: str) -> None:
        shown = self.page()
        found = find_pages(self._pages, words)
        self._nothing.setText(self.tr("No page has “{}”.").format(words.strip()))
        self._nothing.setHidden(bool(found))
        self._list_pages(found)
        ids = [page.id for page in found]
        if ids:
            self.list.clearSelection()
            self.list.selectRow(ids.index(shown) if shown in ids and not words.strip() else 0)

    def _show_chosen(self) -> None:
        page = next((page for page in self._pages if page.id == self.page()), None)
        if page is not None:
            self.view.show_markdown(page.text)
            self.view.mark(self.search.text())
