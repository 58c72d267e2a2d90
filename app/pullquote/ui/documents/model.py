"""The model of the list: ids in order, pages of rows that are fetched when in sight, a row in
words.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from pullquote.store.values import DocumentQuery, DocumentRow
from pullquote.ui.widgets import counted, day_words, plain_tooltip
from pullquote.ui.widgets.words import tr

PAGE = 64
_PAGES_KEPT = 32

# More rows of a page than these are fetched with the whole page.
_FEW = 8

ROW = Qt.ItemDataRole.UserRole
CONTEXT = Qt.ItemDataRole.UserRole + 1
UNLIKE = Qt.ItemDataRole.UserRole + 2
_NOWHERE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex

Rows = Callable[[Sequence[int]], Sequence[DocumentRow]]


class DocumentsModel(QAbstractListModel):
    """Sorting and filtering are the store's: a list of ids is all that this is given."""

    def __init__(self, rows: Rows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._ids: Sequence[int] = ()
        self._pages: dict[int, Sequence[DocumentRow]] = {}
        self._search = ""
        self._contexts: dict[int, str] = {}
        self._unlike: frozenset[int] = frozenset()
        self.text_of: Callable[[int], str] = lambda _document: ""
        """The text of a document, for what is shown of it where it was found."""

    def show_ids(self, ids: Sequence[int], search: str = "") -> None:
        """`search` are the words that they were found by."""
        self.beginResetModel()
        if search != self._search:
            self._search, self._contexts = search, {}
        self._ids = ids
        self._pages = {}
        self.endResetModel()

    def show_unlike(self, ids: frozenset[int]) -> None:
        """Mark the documents with a copy that is labelled differently."""
        changed, self._unlike = self._unlike ^ ids, ids
        if changed and self._ids:
            self.dataChanged.emit(self.index(0), self.index(len(self._ids) - 1))

    def refresh(self, ids: Iterable[int]) -> None:
        """Show these documents as they are now; of a few only their own rows are painted anew."""
        changed = set(ids)
        for page in list(self._pages):
            shown = self._ids[page * PAGE : page * PAGE + PAGE]
            places = [place for place, number in enumerate(shown) if number in changed]
            if len(places) > _FEW or len(self._pages[page]) < len(shown):
                del self._pages[page]
            elif places:
                self._refresh_rows(page, places)
            for place in places:
                index = self.index(page * PAGE + place)
                self.dataChanged.emit(index, index)

    def _refresh_rows(self, page: int, places: Sequence[int]) -> None:
        rows = list(self._pages[page])
        fresh = self._rows([self._ids[page * PAGE + place] for place in places])
        if len(fresh) < len(places):
            del self._pages[page]
            return
        for place, row in zip(places, fresh, strict=True):
            rows[place] = row
        self._pages[page] = rows

    def id_at(self, row: int) -> int:
        return self._ids[row]

    def row_of(self, document: int) -> int | None:
        try:
            return self._ids.index(document)
        except ValueError:
            return None

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        row = self._row(index.row())
        if row is None:
            return None
        if role == ROW:
            return row
        shown: dict[int, Callable[[], object]] = {
            CONTEXT: lambda: self._context(row.id),
            UNLIKE: lambda: row.id in self._unlike,
            Qt.ItemDataRole.DisplayRole: lambda: title_of(row),
            Qt.ItemDataRole.AccessibleTextRole: lambda: self._spoken(row),
            Qt.ItemDataRole.ToolTipRole: lambda: plain_tooltip(
                "\n".join(filter(None, (*_tooltip_lines(row), self._unlike_words(row))))
            ),
        }
        return shown[role]() if role in shown else None

    def _spoken(self, row: DocumentRow) -> str:
        said = (row_description(row), self._unlike_words(row), self._context(row.id))
        return ", ".join(filter(None, said))

    def _unlike_words(self, row: DocumentRow) -> str:
        return tr("a copy is labelled differently") if row.id in self._unlike else ""

    def _context(self, document: int) -> str:
        """The words around the first that was searched; looked for when the row is seen."""
        if not self._search:
            return ""
        if document not in self._contexts:
            from pullquote.ui.documents.context import context_of

            self._contexts[document] = context_of(self.text_of(document), self._search)
        return self._contexts[document]

    def _row(self, number: int) -> DocumentRow | None:
        if not 0 <= number < len(self._ids):
            return None
        page, place = divmod(number, PAGE)
        if page not in self._pages:
            if len(self._pages) >= _PAGES_KEPT:
                del self._pages[next(iter(self._pages))]
            self._pages[page] = self._rows(self._ids[page * PAGE : page * PAGE + PAGE])
        rows = self._pages[page]
        # A document that went away after the ids were read has no row until the next ids come.
        return rows[place] if place < len(rows) else None


# Excluded documents have a filter of their own; one that is excluded while it is in the list
# stays there, dim, until the list is asked for anew.
EVERYTHING = DocumentQuery(order="published", descending=True)


def title_of(row: DocumentRow) -> str:
    """The title on one line; a document without one goes by its name."""
    return " ".join((row.title or row.name).split())


def source_and_date(row: DocumentRow) -> tuple[str, str]:
    """Source and date in words: only the first may be cut short."""
    source = row.source or ""
    if row.excluded:
        source = f"{tr('Excluded')} · {source}" if source else tr("Excluded")
    return source, day_words(row.published) or tr("undated")


def near_words(row: DocumentRow) -> str:
    """How much of it stands in how many near documents; nothing where it is near none."""
    if not row.near:
        return ""
    words = counted(row.near, tr("{{}} % in {} other"), tr("{{}} % in {} others"))
    return words.format(_percent(row.coverage))


def _near_sentence(row: DocumentRow) -> str:
    if not row.near:
        return ""
    one = tr("{{}} % of it stands in {} other document")
    many = tr("{{}} % of it stands in {} other documents")
    return counted(row.near, one, many).format(_percent(row.coverage))


def _percent(share: float) -> int:
    """Rounded down, so that 100 is all of it; what a float lacks to a whole number is no part."""
    return int(share * 100 + 1e-6)


def _tooltip_lines(row: DocumentRow) -> tuple[str, str, str]:
    place = " · ".join(filter(None, source_and_date(row)))
    return title_of(row), place, _near_sentence(row)


def row_description(row: DocumentRow) -> str:
    """The row for a screen reader."""
    parts = [
        state_name(row.state),
        title_of(row),
        row.source or "",
        day_words(row.published, long=True) or tr("undated"),
        counted(row.repeats, "{} repeated passage", "{} repeated passages") if row.repeats else "",
        _near_sentence(row),
        counted(row.labels, "{} label", "{} labels") if row.labels else tr("no labels"),
        tr("excluded") if row.excluded else "",
    ]
    return ", ".join(part for part in parts if part)


def state_name(state: str | None) -> str:
    return {
        "in_progress": tr("in progress"),
        "done": tr("done"),
        "skipped": tr("skipped"),
    }.get(state or "", tr("not started"))
