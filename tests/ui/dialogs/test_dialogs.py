from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from pullquote.exchange.formats import ExportFormat
from pullquote.labelling.label_dates import CountedDates
from pullquote.model.schema import Layer
from pullquote.model.values import Annotation, Document, Published
from pullquote.reading.documents import GUESSED, LEFT_OUT, LEFT_OUT_WORDS
from pullquote.reading.values import TableColumns
from pullquote.store.values import VersionPreview
from pullquote.ui.dialogs.about import AboutDialog
from pullquote.ui.dialogs.backups import BackupRow, BackupsDialog
from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.dialogs.error import ErrorDialog
from pullquote.ui.dialogs.export import ExportChoice, ExportDialog, LossRow
from pullquote.ui.dialogs.go_back import GoBackDialog
from pullquote.ui.dialogs.import_mapping import MappingDialog
from pullquote.ui.dialogs.import_report import ImportReportDialog, ReportRow
from pullquote.ui.dialogs.key_sheet import KeySheet
from pullquote.ui.dialogs.prompt import exclude_prompt, skip_prompt, version_prompt
from pullquote.ui.dialogs.properties import PropertiesDialog
from pullquote.ui.dialogs.published import PublishedDialog
from pullquote.ui.dialogs.settings import SettingsDialog

CTRL = Qt.KeyboardModifier.ControlModifier

DOCUMENT = Document(
    1, "u", "s", 5412, "harbour-001.txt", "Harbour Says No Date", "Northern Wire", None, None,
    "W-1", Published("2026-02-10", "dateline", "PORT ANSELM, Feb. 10"), "r", "/a/harbour.txt", 0,
    "windows-1252", "crlf", "plain", 3, None, None, {},
)  # fmt: skip
COLUMNS = TableColumns(
    ("id", "headline", "body", "note"),
    ("W-1", "No <b>date</b> yet", "The harbour office said", "x"),
    {"text": "body", "title": "headline", "id": "id"},
)
FORMATS = [
    ExportFormat("jsonl", "JSONL", "everything", "", ("folder", "zip"), ""),
    ExportFormat("csv", "CSV", "tables", "", ("folder",), "", options=frozenset({"spreadsheet"})),
]
GROUPS = {
    "Label": [(("Q", "1"), "Quote"), (("Del", "Backspace"), "Remove")],
    "Go": [(("Ctrl+K",), "Search documents"), (("F3",), "Find next"), (("Ctrl+Return",), "Done")],
}


def parse(typed: str) -> str | None:
    return {"11 Feb 2026": "2026-02-11"}.get(typed, typed if typed.startswith("2026-") else None)


def properties() -> PropertiesDialog:
    dialog = PropertiesDialog(parse)
    dialog.show_document(DOCUMENT, 573)
    return dialog


def mapping() -> MappingDialog:
    dialog = MappingDialog()
    dialog.show_columns("articles.csv", COLUMNS)
    return dialog


def report() -> ImportReportDialog:
    dialog = ImportReportDialog()
    dialog.show_report(
        312,
        [
            ReportRow("skipped", "broken.jsonl:17", "Line 17 is not JSON."),
            ReportRow("changed", "old.txt", "Read as windows-1252."),
            ReportRow("changed", "older.txt", "Windows line ends became LF."),
        ],
    )
    return dialog


def export() -> ExportDialog:
    dialog = ExportDialog()
    dialog.show_formats(FORMATS)
    dialog.show_choices(
        annotators=[("mara", "Mara Lind")], layers=[("quote", "Quote")],
        documents=180, done=162, folder="/out",
    )  # fmt: skip
    dialog.show_copies(1204, 871)
    dialog.show_losses([])
    return dialog


def settings() -> SettingsDialog:
    dialog = SettingsDialog()
    dialog.show_settings(name="Mara Lind", theme="system", zoom=100, motion=True)
    return dialog


def about() -> AboutDialog:
    return AboutDialog("0.1.0", [("Qt", "6.11.3", "LGPL 3")])


MAKERS = [
    properties, mapping, report, export, settings, about,
    exclude_prompt, skip_prompt, version_prompt,
]  # fmt: skip


@pytest.fixture
def shown(qtbot, theme):
    def show(dialog: Dialog):
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return show


def name_of(widget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
class TestEveryDialog:
    def test_every_control_has_a_name_and_can_be_reached(self, shown, make):
        dialog = shown(make())
        kinds = (QAbstractButton, QLineEdit, QComboBox)
        controls = [w for kind in kinds for w in dialog.findChildren(kind) if w.isVisible()]
        assert controls
        for control in controls:
            assert name_of(control), control
        reached = set()
        widget = dialog.focusWidget() or dialog
        while widget not in reached:
            reached.add(widget)
            widget = widget.nextInFocusChain()
        focusable = {c for c in controls if c.focusPolicy() & Qt.FocusPolicy.TabFocus}
        assert focusable <= reached

    def test_escape_closes_it(self, shown, qtbot, make):
        dialog = shown(make())
        with qtbot.waitSignal(dialog.finished):
            qtbot.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Escape)
            if dialog.isVisible():
                qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    def test_it_fits_into_the_smallest_window_and_dims_it(self, theme, qtbot, make):
        window = QWidget()
        qtbot.addWidget(window)
        window.resize(800, 560)
        window.show()
        dialog = make()
        dialog.setParent(window, dialog.windowFlags())
        dialog.show()
        assert dialog.width() <= 800 + 48
        assert dialog.height() <= 560 + 48
        veils = [c for c in window.children() if type(c).__name__ == "_Veil"]
        assert len(veils) == 1
        window.resize(900, 600)
        assert veils[0].size() == window.size()
        dialog.hide()
        assert veils[0].isHidden()

    def test_it_is_painted_in_both_palettes(self, any_theme, qtbot, make):
        dialog = make()
        qtbot.addWidget(dialog)
        image = dialog.grab().toImage()
        assert image.pixelColor(dialog.width() - 60, 40) == any_theme.color("page")


class TestPrompt:
    def test_it_gives_stripped_words_on_enter(self, shown, qtbot):
        prompt = shown(exclude_prompt())
        assert not prompt.main.isEnabled()
        given = []
        prompt.given.connect(given.append)
        qtbot.keyClick(prompt.field.editor, Qt.Key.Key_Return)
        assert given == []
        qtbot.keyClicks(prompt.field.editor, "  advert ")
        qtbot.keyClick(prompt.field.editor, Qt.Key.Key_Return)
        assert given == ["advert"]
        assert not prompt.isVisible()

    def test_a_proposal_is_taken_with_a_click(self, shown, qtbot):
        prompt = shown(exclude_prompt())
        button = next(b for b in prompt.findChildren(QAbstractButton) if b.text() == "error page")
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        with qtbot.waitSignal(prompt.given) as told:
            qtbot.keyClick(prompt, Qt.Key.Key_Return, CTRL)
        assert told.args == ["error page"]


class TestSettings:
    def test_every_change_is_told_at_once(self, shown, qtbot):
        dialog = shown(settings())
        told = []
        dialog.changed.connect(lambda name, value: told.append((name, value)))
        qtbot.mouseClick(dialog.theme._buttons["dark"], Qt.MouseButton.LeftButton)
        qtbot.mouseClick(dialog.motion, Qt.MouseButton.LeftButton)
        dialog._set_zoom(110)
        dialog.name.editor.selectAll()
        qtbot.keyClicks(dialog.name.editor, "Ana ")
        qtbot.keyClick(dialog.name.editor, Qt.Key.Key_Return)
        assert told == [("theme", "dark"), ("motion", False), ("zoom", 110), ("name", "Ana")]

    def test_the_zoom_stays_within_its_bounds(self, shown):
        dialog = shown(settings())
        dialog._set_zoom(1000)
        assert dialog.size_words.text() == "250 %"
        dialog._set_zoom(0)
        assert dialog.size_words.text() == "70 %"

    def test_what_suggestions_learned_is_forgotten_by_a_button_that_says_so(self, shown, qtbot):
        dialog = shown(settings())
        with qtbot.waitSignal(dialog.forget_wanted):
            qtbot.mouseClick(dialog.forget, Qt.MouseButton.LeftButton)
        assert dialog.learned_words.text().startswith("Forgotten")

    def test_showing_settings_tells_nobody(self, shown, qtbot):
        dialog = shown(settings())
        with qtbot.assertNotEmitted(dialog.changed):
            dialog.show_settings(name="Jo", theme="dark", zoom=90, motion=False)


def test_an_export_promises_nothing_while_losses_are_counted(shown):
    dialog = shown(export())
    assert dialog._losses._icon.isVisible()
    dialog._tell()
    assert not dialog._losses._icon.isVisible()
    assert dialog._losses._sentence.text() == "Counting what cannot be kept …"
    dialog.show_losses([LossRow(3, "notes", "a.txt")])
    assert dialog._losses._icon.isVisible()


class TestProperties:
    def test_nothing_changed_is_nothing_to_keep(self, shown):
        dialog = shown(properties())
        assert dialog.changes() == {}
        assert not dialog.main.isEnabled()

    def test_only_what_differs_is_told(self, shown, qtbot):
        dialog = shown(properties())
        dialog.fields["title"].editor.selectAll()
        qtbot.keyClicks(dialog.fields["title"].editor, "New title ")
        dialog.fields["source"].editor.clear()
        dialog.published.editor.selectAll()
        qtbot.keyClicks(dialog.published.editor, "11 Feb 2026")
        with qtbot.waitSignal(dialog.changed) as told:
            qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)
        assert told.args[0] == {
            "title": "New title",
            "source": None,
            "published": Published("2026-02-11", "typed"),
        }

    def test_the_date_says_why_it_is_believed(self, shown, qtbot):
        dialog = shown(properties())
        words = dialog._evidence.text()
        assert words == "Tuesday 10 February 2026, from the dateline “PORT ANSELM, Feb. 10”"
        dialog.published.editor.selectAll()
        qtbot.keyClicks(dialog.published.editor, "some day")
        assert "Not a date" in dialog._evidence.text()
        assert not dialog.main.isEnabled()
        dialog.published.editor.selectAll()
        qtbot.keyClick(dialog.published.editor, Qt.Key.Key_Delete)
        assert dialog._evidence.text() == "Dates counted from it stay open."
        assert dialog.changes() == {"published": Published()}

    def test_a_doubt_about_the_date_is_said_until_another_is_typed(self, shown, qtbot):
        dialog = shown(properties())
        doubt = "Another line gives 2026-02-11."
        found = Published("2026-02-10", "metadata", "dc.date: 2026-02-10", doubt=doubt)
        dialog.show_document(replace(DOCUMENT, published=found), 10)
        assert dialog._evidence.text() == (
            "Tuesday 10 February 2026, from the page’s own data “dc.date: 2026-02-10”. " + doubt
        )
        dialog.published.editor.selectAll()
        qtbot.keyClicks(dialog.published.editor, "11 Feb 2026")
        assert doubt not in dialog._evidence.text()

    def test_a_long_doubt_is_shown_whole(self, shown, qtbot):
        dialog = shown(properties())
        doubt = "Only the address says it, and a time element of a teaser says another day. " * 3
        found = Published("2026-02-10", "metadata", "address: /2026/02/10/harbour", doubt=doubt)
        dialog.hide()
        dialog.show_document(replace(DOCUMENT, published=found), 10)
        dialog.show()
        said = dialog._evidence
        qtbot.waitUntil(lambda: said.height() >= said.heightForWidth(said.width()) > 54)

    def test_a_guess_and_what_was_left_out_can_be_seen(self, shown, qtbot):
        dialog = shown(properties())
        assert not dialog._show_left_out.isVisible()
        metadata = {GUESSED: "cp1250", LEFT_OUT_WORDS: "2", LEFT_OUT: "Home\n<b>News"}
        dialog.show_document(replace(DOCUMENT, metadata=metadata), 10)
        assert "windows-1252, a guess" in dialog._facts.text()
        assert "2 words left out" in dialog._facts.text()
        assert not dialog._left_out.isVisible()
        qtbot.keyClick(dialog._show_left_out, Qt.Key.Key_Space)
        assert dialog._left_out.isVisible()
        assert dialog._left_out.toPlainText() == "Home\n<b>News"

    def test_excluding_needs_a_reason(self, shown, qtbot):
        dialog = shown(properties())
        dialog.excluded.setChecked(True)
        assert dialog.reason.isVisible()
        assert not dialog.main.isEnabled()
        qtbot.keyClicks(dialog.reason.editor, "error page")
        assert dialog.changes() == {"excluded": "error page"}

    def test_an_excluded_document_can_come_back(self, shown):
        dialog = shown(properties())
        dialog.show_document(replace(DOCUMENT, excluded="advert"), 10)
        assert dialog.changes() == {}
        dialog.excluded.setChecked(False)
        assert dialog.changes() == {"excluded": None}

    def test_nothing_can_be_changed_read_only(self, shown):
        dialog = shown(properties())
        dialog.show_document(DOCUMENT, 573, read_only=True)
        assert dialog.fields["title"].editor.isReadOnly()
        assert not dialog.excluded.isEnabled()


class TestPublished:
    def dialog(self, *days: str | None) -> PublishedDialog:
        label = Annotation(1, "u", 1, 1, "date", 0, 4)
        dates = [
            CountedDates(number, day, (label, label), (label,)) for number, day in enumerate(days)
        ]
        return PublishedDialog(dates, parse)

    def test_it_counts_what_hangs_on_the_day(self, shown, qtbot):
        dialog = shown(self.dialog("2026-02-10", "2026-02-11", None))
        assert dialog.main.text() == "Clear the day"
        assert dialog.preview.text().startswith("2 documents get it. 4 dates are counted anew.")
        qtbot.keyClicks(dialog.field.editor, "no day")
        assert (dialog.main.isEnabled(), dialog.preview.text()) == (False, "")
        dialog.field.editor.clear()
        qtbot.keyClicks(dialog.field.editor, "11 Feb 2026")
        assert dialog.preview.text() == (
            "2 documents get it. 4 dates are counted anew. 2 that a person set stay, to be checked."
        )
        with qtbot.waitSignal(dialog.given) as told:
            qtbot.keyClick(dialog.field.editor, Qt.Key.Key_Return)
        assert told.args == [Published("2026-02-11", "typed")]
        assert not dialog.isVisible()

    def test_the_day_that_all_have_is_shown_and_can_be_cleared(self, shown, qtbot):
        dialog = shown(self.dialog("2026-02-10", "2026-02-10"))
        assert dialog.field.text() == "2026-02-10"
        assert not dialog.main.isEnabled()
        dialog.field.editor.clear()
        with qtbot.waitSignal(dialog.given) as told:
            qtbot.mouseClick(dialog.main, Qt.MouseButton.LeftButton)
        assert told.args == [Published()]


class TestMapping:
    def test_the_guess_is_shown_with_the_first_row(self, shown):
        dialog = shown(mapping())
        assert dialog.mapping()["text"] == "body"
        assert dialog._glances["title"].text() == "No <b>date</b> yet"
        assert dialog.mapping()["url"] == ""

    def test_it_is_told_with_ctrl_enter(self, shown, qtbot):
        dialog = shown(mapping())
        with qtbot.waitSignal(dialog.mapped) as told:
            qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)
        assert told.args[0] == {
            "text": "body", "title": "headline", "source": "", "published": "", "url": "",
            "id": "id", "language": "",
        }  # fmt: skip

    def test_of_a_table_that_is_here_it_says_what_happens(self, shown):
        dialog = mapping()
        dialog.show_columns("a.csv", TableColumns(("head", "body")), again=True)
        shown(dialog)
        dialog._choices["text"].set_value("body")
        dialog._check()
        assert dialog.main.text() == "Read again"
        assert dialog.note.text() == "What nobody has worked on is read again, with one undo."

    @pytest.mark.parametrize(
        ("field", "column", "words"),
        [("text", "", "The text needs a column."), ("title", "body", "“body” is chosen twice.")],
    )
    def test_what_cannot_be_is_said(self, shown, field, column, words):
        dialog = shown(mapping())
        dialog._choices[field].set_value(column)
        dialog._choices[field].chosen.emit(column)
        assert dialog.note.text() == words
        assert not dialog.main.isEnabled()


class TestReport:
    def test_it_counts_and_filters(self, shown, qtbot):
        dialog = shown(report())
        assert dialog.heading.text() == "312 documents read."
        assert dialog._sentence.text() == "1 left out. 2 were changed in reading."
        assert dialog._model.rowCount() == 3
        qtbot.mouseClick(dialog._kinds._buttons["changed"], Qt.MouseButton.LeftButton)
        assert dialog._model.rowCount() == 2

    def test_it_can_be_copied_whole(self, shown, qtbot):
        dialog = shown(report())
        qtbot.mouseClick(dialog._copy, Qt.MouseButton.LeftButton)
        assert "broken.jsonl:17\tLine 17 is not JSON." in QGuiApplication.clipboard().text()

    def test_it_can_be_undone(self, shown, qtbot):
        dialog = shown(report())
        with qtbot.waitSignal(dialog.undo_clicked):
            qtbot.mouseClick(dialog._undo, Qt.MouseButton.LeftButton)
        assert not dialog.isVisible()

    def test_what_was_guessed_can_be_read_again(self, shown, qtbot):
        dialog = shown(report())
        assert not dialog._again.isVisible()
        rows = [ReportRow("doubt", "a.txt", "2026-02-10 · Another line gives 2026-02-11.")]
        dialog.show_report(1, rows, guesses=True)
        assert dialog._sentence.text() == "1 with a doubt about the day of publication."
        with qtbot.waitSignal(dialog.again_clicked):
            qtbot.mouseClick(dialog._again, Qt.MouseButton.LeftButton)
        assert not dialog.isVisible()

    def test_tables_can_be_read_again_with_other_columns(self, shown, qtbot):
        dialog = shown(report())
        assert not dialog._columns.isVisible()
        dialog.show_report(2, [ReportRow("equal", "b.txt", "the same text as a.txt")], tables=True)
        assert dialog._sentence.text() == "1 with the same text as another document."
        with qtbot.waitSignal(dialog.columns_clicked):
            qtbot.mouseClick(dialog._columns, Qt.MouseButton.LeftButton)
        assert not dialog.isVisible()

    def test_nothing_to_tell_is_told(self, shown):
        dialog = shown(ImportReportDialog())
        dialog.show_report(1, [], stopped=True)
        assert dialog.heading.text() == "1 document read."
        assert "Stopped before the end" in dialog._sentence.text()
        assert not dialog._table.isVisible()


class TestExport:
    def test_arrows_choose_the_format_and_its_choices_show(self, shown, qtbot):
        dialog = shown(export())
        assert dialog._form_part.isVisible()
        assert not dialog._tables_part.isVisible()
        with qtbot.waitSignal(dialog.changed) as told:
            qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Down)
        assert told.args[0].format == "csv"
        assert not dialog._form_part.isVisible()
        assert dialog._tables_part.isVisible()

    def test_the_whole_choice_is_told(self, shown, qtbot):
        dialog = shown(export())
        dialog._forms._buttons["zip"].click()
        dialog._copies._buttons["one"].click()
        dialog.documents.set_value("done")
        dialog.annotator.set_value("mara")
        with qtbot.waitSignal(dialog.exported) as told:
            qtbot.keyClick(dialog, Qt.Key.Key_Return, CTRL)
        assert told.args[0] == ExportChoice("jsonl", "zip", "mara", "", True, "one", False, "/out")

    def test_losses_stand_before_the_writing(self, shown):
        dialog = shown(export())
        assert dialog._losses._sentence.text() == "JSONL keeps everything."
        dialog._choose_format("csv")
        dialog.show_losses([LossRow(61, "nested labels", "harbour-001"), LossRow(1200, "links")])
        assert dialog._losses._sentence.text() == "1,261 things cannot be kept in CSV."
        assert name_of(dialog.formats._rows["csv"]) == "CSV, tables, loses 1,261"

    def test_without_a_folder_nothing_is_written(self, shown, qtbot):
        dialog = shown(export())
        dialog.folder.editor.clear()
        dialog.folder.edited.emit("")
        assert not dialog.main.isEnabled()
        dialog.set_folder("/elsewhere")
        assert dialog.main.isEnabled()

    def test_the_end_is_said_and_the_files_shown(self, shown, qtbot):
        dialog = shown(export())
        dialog.show_busy("Writing 3 of 180", 3, 180)
        assert not dialog.main.isEnabled()
        dialog.show_done("Written, read back, equal.")
        with qtbot.waitSignal(dialog.opened):
            qtbot.mouseClick(dialog.main, Qt.MouseButton.LeftButton)
        dialog._choose_format("csv")
        assert dialog.main.text() == "Export"
        dialog.show_error("The folder /out cannot be written to; choose another one.")
        assert dialog.note.text().startswith("The folder")


class TestKeySheet:
    @pytest.fixture
    def sheet(self, shown, theme):
        return shown(KeySheet(theme, GROUPS, (Layer("quote", "Quote", "Q"),)))

    def test_words_and_letters_find_keys(self, sheet):
        sheet.search.set_text("search")
        assert sheet.shown() == ["Search documents"]
        sheet.search.set_text("q")
        assert sheet.shown() == ["Quote"]
        sheet.search.set_text("label")
        assert sheet.shown() == ["Quote", "Remove"]
        sheet.search.set_text("")
        assert len(sheet.shown()) == 5

    @pytest.mark.parametrize(
        ("key", "modifiers", "found"),
        [
            (Qt.Key.Key_K, CTRL, ["Search documents"]),
            (Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier, ["Find next"]),
        ],
    )
    def test_a_key_finds_itself(self, sheet, qtbot, key, modifiers, found):
        qtbot.keyClick(sheet.search.editor, key, modifiers)
        assert sheet.shown() == found

    def test_nothing_found_is_said(self, sheet):
        sheet.search.set_text("xyz")
        assert sheet._nothing.text() == "No key for “xyz”."
        assert sheet._nothing.isVisible()

    def test_groups_flow_into_the_width(self, sheet, qtbot):
        for width in (1300, 700, 400):
            sheet.resize(width, 500)
            assert len(sheet.shown()) == 5
        assert len(sheet._columns) == 1

    def test_escape_closes_it(self, sheet, qtbot):
        qtbot.keyClick(sheet.search.editor, Qt.Key.Key_Escape)
        assert not sheet.isVisible()


def test_a_dialog_lets_its_window_go(theme, qtbot, qapp):
    for _ in range(3):
        window = QWidget()
        window.resize(800, 600)
        window.show()
        dialog = version_prompt("x", window)
        dialog.show()
        dialog.close()
        window.close()
        del dialog, window
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not [w for w in qapp.topLevelWidgets() if isinstance(w, Dialog) and w.isVisible()]


def test_a_report_names_what_its_undo_takes_back() -> None:
    collected = ImportReportDialog(title="Collected", undo="Undo the collect")
    assert collected._undo.text() == "Undo the collect"
    assert ImportReportDialog()._undo.text() == "Undo the import"


def test_why_a_backup_cannot_be_opened_stands_where_its_counts_would(shown) -> None:
    dialog = shown(BackupsDialog())
    dialog.show_backups([BackupRow("/b/1", "Import", "2026-02-10T10:00:00Z", 1.5)])
    dialog.show_problem("/b/1", "It is damaged.")
    assert (dialog.problem.text(), dialog.problem.isVisible()) == ("It is damaged.", True)
    assert not dialog.counts.isVisible()
    assert not dialog.main.isEnabled()
    dialog.show_busy()
    assert dialog.counts.isVisible()
    assert not dialog.problem.isVisible()


def test_no_step_is_promised_where_nothing_would_change(shown) -> None:
    dialog = shown(GoBackDialog("v1"))
    dialog.show_preview(VersionPreview({}, 0, 0, 0))
    assert (dialog.note.text(), dialog.main.isEnabled()) == ("", False)


def test_a_dialog_that_fits_has_no_scroll_bar(qtbot, theme):
    """Beside a bar lines are shorter: what fitted without it needed one line more with it."""
    folders = "/home/maria/Documents/University/Media and conflict/Wire articles of 2026"
    path = f"{folders}/Harbour talks, second round/harbour talks of spring 2026.pullquote"
    window = QWidget()
    window.resize(800, 560)
    qtbot.addWidget(window)
    window.show()
    said = "is damaged, and there is no backup beside it; open a copy that you have elsewhere."
    dialog = ErrorDialog(f"{path} {said}", "", window)
    dialog.show()
    qtbot.waitExposed(dialog)
    QApplication.processEvents()
    assert not dialog.findChildren(QScrollArea)[0].verticalScrollBar().isVisible()
    dialog.close()
