"""Files for annotators: for whom, and where they go."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFileDialog, QWidget

from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.people.plan import Person
from pullquote.ui.widgets import CheckBox, Field, Label, counted
from pullquote.ui.widgets.check_table import CheckTable
from pullquote.ui.widgets.layout import add_parts


class HandOutDialog(Dialog):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Hand out"), QSize(600, 480), parent)
        heads = (self.tr("Annotator"), self.tr("Documents"), self.tr("Done"))
        self.people = CheckTable(self.tr("For whom"), heads)
        self.folder = Field(self.tr("Folder"), icon="folder", icon_name=self.tr("Choose a folder"))
        self.replace = CheckBox(self.tr("Replace files that are there"))
        words = self.tr(
            "Each file has the documents of one person and nothing of the others. "
            "Send it, and collect it when it comes back."
        )
        add_parts(
            self.body,
            Label(words, "second", wrap=True),
            12,
            (self.people, 1),
            12,
            self.folder,
            8,
            self.replace,
        )
        self.add_foot(self.tr("Hand out"), self.tr("Cancel"))
        self.people.ticked.connect(self._check)
        self.folder.edited.connect(lambda _text: self._check())
        self.folder.icon_clicked.connect(self._browse)
        self.people.setFocus()

    def show_people(self, people: Sequence[Person], folder: Path) -> None:
        rows = [(str(p.id), (p.name, p.assigned, p.done)) for p in people]
        self.people.show_rows(rows, {str(p.id) for p in people if p.assigned})
        self.folder.set_text(str(folder))
        none = self.tr("Nobody has documents yet: File, Annotators and plan assigns them.")
        self.note.setText("" if any(p.assigned for p in people) else none)
        self._check()

    def annotators(self) -> list[int]:
        return [int(key) for key in self.people.ticked_keys()]

    def to(self) -> Path:
        return Path(self.folder.text().strip()).expanduser()

    def _check(self) -> None:
        files = len(self.annotators())
        self.main.setEnabled(files > 0 and bool(self.folder.text().strip()))
        one, many = self.tr("Make {} file"), self.tr("Make {} files")
        self.main.setText(counted(files, one, many) if files else self.tr("Hand out"))

    def _browse(self) -> None:
        found = QFileDialog.getExistingDirectory(self, self.tr("Folder"), self.folder.text())
        if found:
            self.folder.set_text(found)
            self._check()
