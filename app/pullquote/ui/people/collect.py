"""What came back: shown first, file by file, then taken in as one step; and what was left out of
it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget

from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.dialogs.import_report import ReportRow
from pullquote.ui.services.errors import error_message
from pullquote.ui.widgets import Button, Label, MenuButton, Segments, counted
from pullquote.ui.widgets.check_table import CheckTable
from pullquote.ui.widgets.layout import INHERITED, add_parts, row_of
from pullquote.ui.widgets.words import tr
from pullquote.workflow.collect.report import CollectedFile, CollectReport, Conflict, ConflictChoice


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back; counts of documents. `problem` says why it cannot be taken,
    `news` what else there is to know of it.
    """

    path: str
    name: str
    annotator: str
    new: int
    changed: int
    same: int
    conflicts: int
    problem: str = ""
    news: str = ""


@dataclass(frozen=True, slots=True)
class BothChanged:
    """A document that was changed in a file and here; labels are counted."""

    key: str
    path: str
    document: str
    annotator: str
    here: int
    there: int


class CollectDialog(Dialog):
    """`more_clicked` asks for further files."""

    more_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Collect"), QSize(820, 560), parent)
        heads = (
            self.tr("File"),
            self.tr("Of"),
            self.tr("New"),
            self.tr("Changed"),
            self.tr("Same"),
            self.tr("Both changed"),
        )
        self.files = CheckTable(self.tr("Files that came back"), heads)
        self._problems = Label("", "second", wrap=True)
        self._ask = Label("", "medium", wrap=True)
        self.conflicts = CheckTable(
            self.tr("Changed in a file and here"),
            (
                self.tr("Document"),
                self.tr("Of"),
                self.tr("Here"),
                self.tr("In the file"),
                self.tr("Which is to stand"),
            ),
            checkable=False,
        )
        self._all = Segments(self._which(), self.tr("Where both have changed"))
        self._all.chosen.connect(self._decide_all)
        self._boxes: dict[str, _Which] = {}
        self._both: Sequence[BothChanged] = ()
        self._rows: Sequence[Returned] = ()
        self._more = Button(self.tr("Add files"))
        self._assemble_body()
        self.add_foot(self.tr("Collect"), self.tr("Cancel"))
        self.add_button(self._more)
        self._more.clicked.connect(self.more_clicked)
        self.files.ticked.connect(self._check)
        self.files.setFocus()

    def show_files(self, rows: Sequence[Returned], both: Sequence[BothChanged] = ()) -> None:
        self._rows = rows
        cells = [
            (r.path, (r.name, r.annotator, r.new, r.changed, r.same, r.conflicts)) for r in rows
        ]
        self.files.show_rows(cells, {row.path for row in rows if not row.problem})
        self._show_conflicts(both)
        problems = "\n".join(row.problem or row.news for row in rows if row.problem or row.news)
        self._problems.setText(problems)
        self._problems.setVisible(bool(problems))
        self._check()

    def chosen(self) -> list[str]:
        """The paths that are ticked, without those that cannot be taken."""
        wrong = {row.path for row in self._rows if row.problem}
        return [path for path in self.files.ticked_keys() if path not in wrong]

    def decisions(self) -> Mapping[str, str]:
        """For each document that was changed in two places "theirs", "ours" or "both"."""
        return {key: box.value for key, box in self._boxes.items()}

    def _show_conflicts(self, both: Sequence[BothChanged]) -> None:
        self._both = both
        rows = [(c.key, (c.document, c.annotator, c.here, c.there, "")) for c in both]
        self.conflicts.show_rows(rows, set())
        self._boxes = {}
        for row, conflict in enumerate(both):
            box = _Which(self._which(), f"{conflict.document}, {conflict.annotator}")
            self._boxes[conflict.key] = box
            self.conflicts.setCellWidget(row, 4, box)
        self._all.set_value("both")
        self._decide_all("both")

    def _decide_all(self, which: str) -> None:
        for box in self._boxes.values():
            box.set_value(which)

    def _which(self) -> dict[str, str]:
        return {
            "theirs": self.tr("the file's"),
            "ours": self.tr("what is here"),
            "both": self.tr("both, side by side"),
        }

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
        for part in (self._ask, self._all, self.conflicts):
            part.setVisible(conflicts > 0)

    def _assemble_body(self) -> None:
        row = row_of((self._ask, 1), self._all, gap=INHERITED)
        self._problems.hide()
        add_parts(self.body, (self.files, 1), 8, self._problems, 8, row, 8, (self.conflicts, 1))


class _Which(MenuButton):
    """Which of two versions stands, as a button with the choices in its menu."""

    def __init__(self, names: Mapping[str, str], about: str) -> None:
        super().__init__("")
        self._names = names
        self._about = about
        self.value = ""
        for value, name in names.items():
            self.choices.addAction(name).triggered.connect(self._chooser(value))
        self.set_value("both")

    def _chooser(self, value: str) -> Callable[[], None]:
        return lambda: self.set_value(value)

    def set_value(self, value: str) -> None:
        self.value = value
        self.setText(self._names[value])
        self.setAccessibleName(f"{self._about}: {self._names[value]}")


def returned_rows(report: CollectReport) -> list[Returned]:
    return [
        Returned(
            path=str(file.path),
            name=file.path.name,
            annotator=", ".join(file.annotators),
            new=file.new,
            changed=file.changed,
            same=file.same,
            conflicts=len(file.conflicts),
            problem=error_message(file.problem) if file.problem else "",
            news=_older_guidelines(file) if file.older_guidelines else "",
        )
        for file in report.files
    ]


def conflict_rows(report: CollectReport) -> list[BothChanged]:
    return [
        BothChanged(
            key=_key(conflict),
            path=str(conflict.file),
            document=conflict.document_name,
            annotator=conflict.annotator_name,
            here=conflict.ours,
            there=conflict.theirs,
        )
        for file in report.files
        for conflict in file.conflicts
    ]


def decider(decisions: Mapping[str, str]) -> Callable[[Conflict], ConflictChoice | None]:
    """Answers as the dialog was answered; what it did not show stays undecided."""
    choices: dict[str, ConflictChoice] = {"theirs": "theirs", "ours": "ours", "both": "both"}

    def decide(conflict: Conflict) -> ConflictChoice | None:
        return choices.get(decisions.get(_key(conflict), ""))

    return decide


def report_rows(report: CollectReport) -> list[ReportRow]:
    return [
        ReportRow("skipped", _where(left.file, left.document), error_message(left.problem))
        for left in report.left_out
    ]


def collected_sentence(report: CollectReport) -> str:
    """What was taken, and what is new in the register, as sentences."""
    said = [counted(report.taken, tr("{} document collected."), tr("{} documents collected."))]
    if report.names:
        said.append(tr("New speakers: {}.").format(_listed(report.names)))
    if report.aliases:
        forms = [f"{name} ({form})" for name, form in report.aliases]
        said.append(tr("New names: {}.").format(_listed(forms)))
    if report.proposals:
        one = tr("{} proposal about speakers waits for you.")
        many = tr("{} proposals about speakers wait for you.")
        said.append(counted(report.proposals, one, many))
    return " ".join(said)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    rest = len(names) - _SHOWN
    return shown if rest <= 0 else tr("{names} and {rest} more").format(names=shown, rest=rest)


def _key(conflict: Conflict) -> str:
    return "\n".join((str(conflict.file), conflict.annotator, conflict.document))


def _where(file: Path, document: str) -> str:
    return f"{file.name}: {document}" if document else file.name


_SHOWN = 5


def _older_guidelines(file: CollectedFile) -> str:
    said = tr("{} was made with older guidelines; those of the project stay.")
    return said.format(file.path.name)
