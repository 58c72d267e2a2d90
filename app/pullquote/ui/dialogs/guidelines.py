"""Guidelines: what holds for all labels, for a layer, for a value; written in Markdown."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QWidget

from pullquote.model.guidelines import GuidelinePlace, guidelines_of
from pullquote.model.schema import Schema
from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.widgets import Button, Segments
from pullquote.ui.widgets.check_table import CheckTable
from pullquote.ui.widgets.layout import Free, add_parts, column_of, row_of
from pullquote.ui.widgets.markdown_view import MarkdownView

_LIST = 264


class GuidelinesDialog(Dialog):
    """`save_wanted` and `take_wanted` ask for the codebook as a file, out or in; what is written at
    the moment is in `words`. The dialog stays open until `accept` or `reject`.
    """

    save_wanted = Signal()
    take_wanted = Signal()
    link_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Guidelines"), QSize(920, 640), parent)
        self._words: dict[GuidelinePlace, str] = {}
        self._before: dict[GuidelinePlace, str] = {}
        self._names: dict[GuidelinePlace, str] = {}
        self._warned = False
        heads = (self.tr("Of"), self.tr("Words"))
        self.list = CheckTable(self.tr("What they are about"), heads, checkable=False)
        self.list.setFixedWidth(_LIST)
        self.editor = QPlainTextEdit()
        self.editor.setTabChangesFocus(True)
        self.view = MarkdownView(self.tr("As it is shown"))
        self.look = Segments({"write": self.tr("Write"), "read": self.tr("Look")}, self.tr("Text"))
        self._pages = QStackedWidget()
        self._pages.addWidget(self.editor)
        self._pages.addWidget(self.view)
        head = row_of(self.look, Free())
        right = column_of(head, (self._pages, 1), gap=8)
        add_parts(self.body, (row_of(self.list, (right, 1), gap=24), 1))
        self.add_foot(self.tr("Keep"), self.tr("Cancel"))
        self._add_files()
        self.look.set_value("write")
        self.look.chosen.connect(self._show_page)
        self.list.itemSelectionChanged.connect(self._show_chosen)
        self.editor.textChanged.connect(self._take_words)
        self.view.link_wanted.connect(self.link_wanted)

    def _add_files(self) -> None:
        save, take = Button(self.tr("Save as a file…")), Button(self.tr("Take from a file…"))
        for button in (take, save):
            self.add_button(button)
        save.clicked.connect(self.save_wanted)
        take.clicked.connect(self.take_wanted)

    def show_guidelines(self, schema: Schema, layer: str = "") -> None:
        """All of a schema's, those of a layer to be written first."""
        self._before = guidelines_of(schema)
        self._words = dict(self._before)
        self._names = _names(schema, self.tr("All labels"))
        self._show_list()
        places = list(self._words)
        place = GuidelinePlace(layer)
        self.list.selectRow(places.index(place) if place in places else 0)
        self.editor.setFocus()

    def show_words(self, words: Mapping[GuidelinePlace, str]) -> None:
        """Put others into the place of all that is written, to be kept or not."""
        row = self.list.currentRow()
        self._words = {place: words.get(place, "") for place in self._words}
        self._show_list()
        self.list.selectRow(row)
        self._show_chosen()

    def words(self) -> Mapping[GuidelinePlace, str]:
        return self._words

    def reject(self) -> None:
        """What was written goes only when that is wanted twice."""
        if self._words != self._before and not self._warned:
            self._warned = True
            self.note.setText(self.tr("Not kept yet. Once more throws it away."))
            return
        super().reject()

    def _place(self) -> GuidelinePlace:
        return list(self._words)[max(self.list.currentRow(), 0)]

    def _show_list(self) -> None:
        rows = [(name, (name, self._count(place))) for place, name in self._names.items()]
        self.list.show_rows(rows, set())

    def _count(self, place: GuidelinePlace) -> str | int:
        return len(self._words[place].split()) or ""

    def _show_chosen(self) -> None:
        place = self._place()
        self.editor.blockSignals(True)
        self.editor.setPlainText(self._words[place])
        self.editor.blockSignals(False)
        name = self.tr("Guideline: {}").format(self._names[place].strip())
        self.editor.setAccessibleName(name)
        self.editor.setPlaceholderText(self.tr("What belongs to it, what does not, an example."))
        self.view.show_markdown(self._words[place])

    def _show_page(self, page: str) -> None:
        self.view.show_markdown(self._words[self._place()])
        self._pages.setCurrentIndex(int(page == "read"))

    def _take_words(self) -> None:
        self._words[self._place()] = self.editor.toPlainText()
        self._warned = False
        self.note.setText("")
        row = self.list.currentRow()
        item = self.list.item(row, 1)
        if item is not None:
            item.setText(str(self._count(self._place())))


def _names(schema: Schema, all_labels: str) -> dict[GuidelinePlace, str]:
    found = {GuidelinePlace(): all_labels}
    for place in guidelines_of(schema):
        layer = schema.layer(place.layer)
        if layer is not None:
            attribute = next((a for a in layer.attributes if a.id == place.attribute), None)
            found[place] = f"    {attribute.name}: {place.value}" if attribute else layer.name
    return found
