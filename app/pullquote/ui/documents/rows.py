"""What the list shows at first, how it gets its rows, and a row in words."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from pullquote.store.values import DocumentQuery, DocumentRow
from pullquote.ui.widgets import counted, day_words

Rows = Callable[[Sequence[int]], Sequence[DocumentRow]]


# Excluded documents have a filter of their own; one that is excluded while it is in the list
# stays there, dim, until the list is asked for anew.
EVERYTHING = DocumentQuery(order="published", descending=True)


def title_of(row: DocumentRow) -> str:
    """The title on one line; a document without one goes by its name."""
    return " ".join((row.title or row.name).split())


def place_of(row: DocumentRow) -> tuple[str, str]:
    """Source and date in words: only the first may be cut short."""
    source = row.source or ""
    if row.excluded:
        source = f"{_tr('Excluded')} · {source}" if source else _tr("Excluded")
    return source, day_words(row.published) or _tr("undated")


def sentence(row: DocumentRow) -> str:
    """The row for a screen reader."""
    parts = [
        state_name(row.state),
        title_of(row),
        row.source or "",
        day_words(row.published, long=True) or _tr("undated"),
        counted(row.repeats, "{} repeated passage", "{} repeated passages") if row.repeats else "",
        counted(row.labels, "{} label", "{} labels") if row.labels else _tr("no labels"),
        _tr("excluded") if row.excluded else "",
    ]
    return ", ".join(part for part in parts if part)


def state_name(state: str | None) -> str:
    return {
        "in_progress": _tr("in progress"),
        "done": _tr("done"),
        "skipped": _tr("skipped"),
    }.get(state or "", _tr("not started"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("documents", text)
