"""Find in the document: hits painted in the text, F3 from one to the next."""

from PySide6.QtCore import QObject, Qt

from pullquote.text.spans import Span
from pullquote.ui.annotate.desk import Desk
from pullquote.ui.annotate.find_bar import find_hits


class Finding(QObject):
    """Joins the find bar and the reader."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._hits: list[Span] = []
        self._current = -1
        self._bar = desk.room.page.find_bar
        self._bar.searched.connect(self._search)
        self._bar.moved.connect(self.step)
        self._bar.shut.connect(self.shut)
        desk.opened.connect(lambda _document: self._search(self._bar.asked()))

    def ask(self) -> None:
        """Open the bar; words chosen on one line are looked for at once."""
        chosen = self._desk.room.page.reader.selected_text()
        self._bar.ask(chosen if chosen and "\n" not in chosen and len(chosen) < 100 else "")
        self._search(self._bar.asked())

    def step(self, step: int) -> None:
        """To the next hit, or the one before; behind the last comes the first."""
        if self._bar.isHidden() or not self._hits:
            self.ask()
            return
        self._current = (self._current + step) % len(self._hits)
        self._show(go=True)

    def shut(self) -> None:
        self._bar.hide()
        reader = self._desk.room.page.reader
        reader.set_find_hits([])
        if 0 <= self._current < len(self._hits):
            reader.select(self._hits[self._current])
        reader.setFocus(Qt.FocusReason.OtherFocusReason)
        self._hits, self._current = [], -1

    def _search(self, asked: str) -> None:
        doc = self._desk.doc
        if self._bar.isHidden() or doc is None:
            return
        self._hits = find_hits(doc.text, asked)
        caret = self._desk.room.page.reader.selection().start
        after = [i for i, hit in enumerate(self._hits) if hit.start >= caret]
        self._current = after[0] if after else 0 if self._hits else -1
        self._show(go=bool(self._hits))

    def _show(self, *, go: bool) -> None:
        reader = self._desk.room.page.reader
        current = self._hits[self._current] if self._hits else None
        reader.set_find_hits(self._hits, current)
        self._bar.show_hits(self._hits, self._current)
        if go and current is not None:
            reader.scroll_to(current, flash=False)
