"""Which column of a table is what: asked before a CSV or JSONL file is read."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from pullquote.reading.values import Field, TableColumns
from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.widgets import ChoiceField, ElidedLabel
from pullquote.ui.widgets.layout import Free, add_parts, grid_with

_NONE = ""


class MappingDialog(Dialog):
    """`mapped` has a column's name for every field, "" for a field that no column has."""

    mapped = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Which column is what?"), QSize(680, 520), parent)
        self._columns = TableColumns()
        self._again = False
        self._choices: dict[Field, ChoiceField] = {}
        self._glances: dict[Field, ElidedLabel] = {}
        self._file = ElidedLabel("", "second")
        names: dict[Field, str] = {
            "text": self.tr("Text"),
            "title": self.tr("Title"),
            "source": self.tr("Source"),
            "published": self.tr("Published"),
            "url": self.tr("Address"),
            "id": self.tr("Id"),
            "language": self.tr("Language"),
        }
        add_parts(self.body, self._file, 16, self._rows(names), Free())
        self.add_foot(self.tr("Import"), self.tr("Cancel"))
        self.main_clicked.connect(self._give)

    def show_columns(self, file: str, columns: TableColumns, *, again: bool = False) -> None:
        """`again`: the table is here already."""
        self._columns = columns
        self._again = again
        self.main.setText(self.tr("Read again") if again else self.tr("Import"))
        self._file.set_text(file)
        offered = [(_NONE, self.tr("no column")), *((name, name) for name in columns.names)]
        for field, choice in self._choices.items():
            choice.set_choices(offered, columns.guess.get(field, _NONE))
        self._check()

    def mapping(self) -> dict[Field, str]:
        return {field: choice.value() for field, choice in self._choices.items()}

    def _rows(self, names: dict[Field, str]) -> QGridLayout:
        grid = grid_with(24, 6, wide=(1,))
        for row, (field, name) in enumerate(names.items()):
            choice = ChoiceField(name)
            choice.setFixedWidth(220)
            choice.chosen.connect(self._check)
            glance = ElidedLabel("", "small-words")
            glance.setMinimumWidth(120)
            self._choices[field] = choice
            self._glances[field] = glance
            grid.addWidget(choice, row, 0)
            grid.addWidget(glance, row, 1, Qt.AlignmentFlag.AlignBottom)
            glance.setContentsMargins(0, 0, 0, 4)
        return grid

    def _check(self) -> None:
        """Show the first row's values; the text is needed, and no column is two things."""
        mapping = self.mapping()
        for field, name in mapping.items():
            self._glances[field].set_text(self._first(name))
        taken = [name for name in mapping.values() if name]
        twice = next((name for name in taken if taken.count(name) > 1), "")
        if not mapping["text"]:
            self.note.setText(self.tr("The text needs a column."))
        elif twice:
            self.note.setText(self.tr("“{}” is chosen twice.").format(twice))
        elif self._again:
            self.note.setText(self.tr("What nobody has worked on is read again, with one undo."))
        else:
            self.note.setText(self.tr("All other columns are kept beside the document."))
        self.main.setEnabled(bool(mapping["text"]) and not twice)

    def _first(self, name: str) -> str:
        if not name:
            return ""
        place = self._columns.names.index(name)
        return self._columns.first[place] if place < len(self._columns.first) else ""

    def _give(self) -> None:
        self.mapped.emit(self.mapping())
        self.accept()
