"""Going back to a named version: what it would change, counted before it is done."""

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QWidget

from pullquote.store.values import VersionPreview
from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.widgets import Label, counted
from pullquote.ui.widgets.check_table import CheckTable
from pullquote.ui.widgets.layout import Free, add_parts


class GoBackDialog(Dialog):
    """`main_clicked` says that it is wanted."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        title = self.tr("Go back to “{}”").format(name)
        super().__init__(title, QSize(640, 480), parent)
        heads = ("", self.tr("Come back"), self.tr("Go"), self.tr("Change"))
        self.counts = CheckTable(self.tr("What would change"), heads, checkable=False)
        self.said = Label("", "second", wrap=True)
        self.stays = Label("", "meta", wrap=True)
        add_parts(self.body, self.said, 12, (self.counts, 1), 12, self.stays, Free())
        self.add_foot(self.tr("Go back"), self.tr("Cancel"))
        self.main_clicked.connect(self.accept)
        self.counts.setFocus()

    def show_preview(self, preview: VersionPreview) -> None:
        """Say by nouns what would come back, go and change; the button is off where nothing is."""
        rows = [(table, (_noun(table), *counts)) for table, counts in preview.counts.items()]
        self.counts.show_rows(rows, set())
        self.counts.setVisible(bool(rows))
        self.main.setEnabled(bool(rows))
        self.note.setText(self.tr("It is one step: Undo takes it back.") if rows else "")
        what = self.tr("Labels and all that was decided become what they were at this version.")
        none = self.tr("Nothing was changed since.")
        if preview.stays:
            none = self.tr("Nothing else was changed since.")
        self.said.setText(what if rows else none)
        self.stays.setText(self._stays(preview))

    def _stays(self, preview: VersionPreview) -> str:
        said = [self.tr("Texts, hand-outs and annotators stay as they are.")]
        if preview.imported:
            one = self.tr("1 document that was imported since stays.")
            many = self.tr("{} documents that were imported since stay.")
            said.append(counted(preview.imported, one, many))
        if preview.collected:
            one = self.tr("The work of 1 document that was collected since stays.")
            many = self.tr("The work of {} documents that was collected since stays.")
            said.append(counted(preview.collected, one, many))
        if preview.lost:
            one = self.tr("1 removed document does not come back: its file was imported anew.")
            many = self.tr("{} removed documents do not come back: their files were imported anew.")
            said.append(counted(preview.lost, one, many))
        return " ".join(said)


def _noun(table: str) -> str:
    nouns = {
        "project": _tr("The project’s schema and settings"),
        "document": _tr("Documents"),
        "annotator": _tr("Annotators"),
        "state": _tr("States of documents"),
        "speaker": _tr("Speakers"),
        "alias": _tr("Other names of speakers"),
        "represents": _tr("Whom speakers speak for"),
        "annotation": _tr("Labels"),
        "relation": _tr("Relations"),
        "rejection": _tr("Rejected suggestions"),
        "duplicate_decision": _tr("Decisions about repeats"),
        "adjudication": _tr("Settled places"),
        "foreign_suggestion": _tr("Suggestions of other tools"),
    }
    return nouns[table]


def _tr(text: str) -> str:
    return QCoreApplication.translate("GoBackDialog", text)
