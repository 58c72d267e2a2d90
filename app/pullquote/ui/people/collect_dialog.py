"""What came back: shown first, file by file; then taken in as one step."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.people.table import CheckTable
from pullquote.ui.widgets import Button, Label, Segments, counted


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back; counts of documents. `problem` says why it cannot be taken."""

    path: str
    name: str
    annotator: str
    new: int
    changed: int
    same: int
    conflicts: int
    problem: str = ""


class CollectDialog(Dialog):
    """`more_clicked` asks for further files; `decide()` is "theirs", "ours" or "both"."""

    more_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Collect"), QSize(760, 480), parent)
        heads = (
            self.tr("File"),
            self.tr("Of"),
            self.tr("New"),
            self.tr("Changed"),
            self.tr("Same"),
            self.tr("Both changed"),
        )
        self.files = CheckTable(heads)
        self.files.setAccessibleName(self.tr("Files that came back"))
        self._problems = Label("", "second", wrap=True)
        self._ask = Label("", "medium", wrap=True)
        self._decide = Segments(
            ("theirs", "ours", "both"),
            {
                "theirs": self.tr("Take the file's"),
                "ours": self.tr("Keep what is here"),
                "both": self.tr("Keep both, side by side"),
            },
        )
        self._decide.setAccessibleName(self.tr("Where both have changed"))
        self._decide.set_value("both")
        self._rows: Sequence[Returned] = ()
        self._more = Button(self.tr("Add files"))
        self._assemble_body()
        self.add_foot(self.tr("Collect"), self.tr("Cancel"))
        self.add_button(self._more)
        self._more.clicked.connect(self.more_clicked)
        self.files.ticked.connect(self._check)
        self.files.setFocus()

    def show_files(self, rows: Sequence[Returned]) -> None:
        self._rows = rows
        cells = [
            (r.path, (r.name, r.annotator, r.new, r.changed, r.same, r.conflicts)) for r in rows
        ]
        self.files.show_rows(cells, {row.path for row in rows if not row.problem})
        problems = "\n".join(row.problem for row in rows if row.problem)
        self._problems.setText(problems)
        self._problems.setVisible(bool(problems))
        self._check()

    def chosen(self) -> list[str]:
        """The paths that are ticked, without those that cannot be taken."""
        wrong = {row.path for row in self._rows if row.problem}
        return [path for path in self.files.ticked_keys() if path not in wrong]

    def decide(self) -> str:
        return self._decide.value() or "both"

    def _check(self) -> None:
        chosen = set(self.chosen())
        rows = [row for row in self._rows if row.path in chosen]
        documents = sum(row.new + row.changed + row.conflicts for row in rows)
        conflicts = sum(row.conflicts for row in rows)
        one, many = self.tr("Collect {} document"), self.tr("Collect {} documents")
        self.main.setText(counted(documents, one, many) if documents else self.tr("Collect"))
        self.main.setEnabled(documents > 0)
        self.note.setText("" if documents else self.tr("Nothing here is newer than the project."))
        one = self.tr("{} document was changed in the file and here, too. Which is to stand?")
        many = self.tr("{} documents were changed in the files and here, too. Which are to stand?")
        self._ask.setText(counted(conflicts, one, many))
        for part in (self._ask, self._decide):
            part.setVisible(conflicts > 0)

    def _assemble_body(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self._decide)
        row.addStretch()
        self._problems.hide()
        self.body.addWidget(self.files, 1)
        self.body.addSpacing(8)
        self.body.addWidget(self._problems)
        self.body.addSpacing(8)
        self.body.addWidget(self._ask)
        self.body.addLayout(row)
