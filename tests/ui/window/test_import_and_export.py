"""Articles and labels in and out, by the window: dialogs, drops, faults, stopping, closing."""

import csv
import json
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from reportlab.pdfgen.canvas import Canvas

from pullquote.reading import SUFFIXES
from pullquote.store import Project
from pullquote.store.errors import NotThere
from pullquote.store.values import DocumentQuery
from pullquote.text.spans import Span
from pullquote.ui.dialogs.export import ExportDialog
from pullquote.ui.dialogs.import_mapping import MappingDialog
from pullquote.ui.dialogs.import_report import ImportReportDialog


@pytest.fixture
def choose(monkeypatch) -> Callable[..., None]:
    """Let the system's file dialog answer with these files."""

    def files(*paths: Path) -> None:
        chosen = [str(path) for path in paths]
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a: (chosen, ""))

    return files


def total(window) -> int:
    return window.annotate.project.document_counts(window.projects.actor).total


def said(window) -> str:
    return window.room.page.strip.message()


def rest(window, qtbot) -> None:
    qtbot.waitUntil(lambda: not window.projects.jobs.busy())


def article(folder: Path, number: int, words: str = "") -> Path:
    path = folder / f"story{number:04}.txt"
    path.write_text(f"Story {number}\n\nThe pilots said no {number} times. {words}\n", "utf-8")
    return path


def drop(window, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPoint(700, 400), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    window.dropEvent(event)


def test_the_file_dialog_shows_the_files_that_can_be_read(window, hands, monkeypatch) -> None:
    asked: list[str] = []

    def ask(_window, _title, _folder, kinds: str) -> tuple[list[str], str]:
        asked.append(kinds)
        return [], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", ask)
    hands.keys("Ctrl+I")
    articles, everything = asked[0].split(";;")
    assert re.findall(r"\*\S*(?=[ )])", articles) == [f"*{suffix}" for suffix in SUFFIXES if suffix]
    assert everything == "All files (*)"


def test_articles_are_imported_by_the_dialog_and_undone(
    window, hands, choose, tmp_path, qtbot
) -> None:
    choose(article(tmp_path, 1), article(tmp_path, 2))
    hands.keys("Ctrl+I")
    # First of all: the sentence goes by itself after a few seconds.
    qtbot.waitUntil(lambda: said(window) == "2 documents read.")
    rest(window, qtbot)
    qtbot.waitUntil(lambda: window.room.documents.view.model().rowCount() == 4)
    hands.keys("Ctrl+Z")
    assert total(window) == 2


def test_a_table_asks_which_column_is_what(window, hands, choose, answer, tmp_path, qtbot) -> None:
    table = tmp_path / "stories.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["nr", "headline", "body", "extra"])
        writer.writerow(["1", "No sailing", "The pilots said no.", "x"])
    choose(table)

    def map_columns(dialog) -> None:
        assert isinstance(dialog, MappingDialog)
        for field, name in (("text", "body"), ("title", "headline")):
            dialog._choices[field].set_value(name)
        dialog._check()
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    answer(map_columns)
    hands.keys("Ctrl+I")
    qtbot.waitUntil(lambda: total(window) == 3)
    rest(window, qtbot)
    project = window.annotate.project
    found = [project.document(d) for d in (1, 2, 3)]
    assert [d.title for d in found if d.origin_row] == ["No sailing"]


def test_a_table_is_read_again_with_other_columns(window, answer, tmp_path, qtbot) -> None:
    table = tmp_path / "stories.csv"
    table.write_text("head,body\nNo sailing,The pilots said no.\nNo sailing,The wind said so.\n")

    def map_text(column: str, then: Callable[..., None] | None = None) -> Callable[..., None]:
        def choose_it(dialog) -> None:
            assert isinstance(dialog, MappingDialog)
            if then is not None:
                answer(then)
            dialog._choices["title"].set_value("")
            dialog._choices["text"].set_value(column)
            dialog._check()
            QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

        return choose_it

    def other_columns(dialog) -> None:
        assert isinstance(dialog, ImportReportDialog)
        assert "the same text as stories.csv:2" in dialog.text()
        answer(map_text("body"))
        QTest.mouseClick(dialog._columns, Qt.MouseButton.LeftButton)

    def texts() -> list[str]:
        return [text for _document, text in window.annotate.project.texts()][2:]

    before = total(window)
    answer(map_text("head", other_columns))
    window.commands.import_actions.import_paths([table])
    qtbot.waitUntil(lambda: texts() == ["The pilots said no.", "The wind said so."])
    rest(window, qtbot)
    assert total(window) == before + 2


def test_how_days_of_a_table_were_read_is_said(window, hands, choose, answer, tmp_path, qtbot):
    table = tmp_path / "stories.csv"
    table.write_text("date,text\n03/04/2025,Ships return.\n25/04/2025,Ships leave.\n")
    choose(table)
    said: list[str] = []

    def look(dialog) -> None:
        assert isinstance(dialog, ImportReportDialog)
        said.extend(dialog.text().splitlines())

    def go_on(dialog) -> None:
        assert isinstance(dialog, MappingDialog)
        answer(look)
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    answer(go_on)
    hands.keys("Ctrl+I")
    qtbot.waitUntil(lambda: bool(said))
    rest(window, qtbot)
    days = "days that may be either are read day first, as “25/04/2025” is one"
    assert f"stories.csv\t{days}" in said
    assert any("2025-04-03" in line for line in said)


def test_broken_files_are_named_and_the_others_are_read(window, answer, tmp_path, qtbot) -> None:
    rows: list[str] = []
    folder = tmp_path / "mixed"
    folder.mkdir()
    article(folder, 1)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "odd.docx").write_bytes(b"PK\x03\x04 not a document")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)

    def read(dialog) -> None:
        assert isinstance(dialog, ImportReportDialog)
        rows.append(dialog.text())

    answer(read)
    drop(window, folder)
    qtbot.waitUntil(lambda: bool(rows))
    rest(window, qtbot)
    assert total(window) == 3
    assert "1 document read." in rows[0]
    assert "empty.txt" in rows[0]
    assert "odd.docx" in rows[0]


def test_one_change_is_told_as_one_and_an_export_of_tables_as_such(
    window, answer, tmp_path, qtbot
) -> None:
    rows: list[str] = []
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "documents.csv").write_text(
        "document,published_from,characters,words,text_sha256\nd1,field,9,2,ff\n"
    )
    (folder / "odd.txt").write_bytes(b"Ships & more &amp; more.\r\nThe pilots\0 said no.\r\n")
    answer(lambda dialog: rows.append(dialog.text()))
    drop(window, folder)
    qtbot.waitUntil(lambda: bool(rows))
    rest(window, qtbot)
    assert "line ends CRLF became LF" in rows[0]
    assert "1 character that cannot be kept became U+FFFD" in rows[0]
    assert "1 reference such as &amp; became a character" in rows[0]
    assert "documents.csv is of a CSV export of Pullquote, which holds no texts" in rows[0]


def test_what_was_taken_out_of_a_pdf_is_shown(ferry, answer, tmp_path, qtbot):
    window, rows = ferry, []
    path = tmp_path / "story.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(60, 760, "Harbour workers walked out on Mon-")
    canvas.drawString(60, 746, "day after talks about pay broke down.")
    canvas.drawString(300, 30, "- 7 -")
    canvas.save()
    answer(lambda dialog: rows.append(dialog.text()))
    drop(window, path)
    qtbot.waitUntil(lambda: bool(rows))
    rest(window, qtbot)
    assert "story.pdf\tlines joined 1, hyphens joined 1, page numbers removed 1" in rows[0]


def test_the_undo_of_the_report_takes_back_the_import_not_what_came_after(
    ferry, hands, answer, tmp_path, qtbot
) -> None:
    shown: list[bool] = []
    article(tmp_path, 1)
    (tmp_path / "empty.txt").write_bytes(b"")

    def undo(dialog) -> None:
        start = hands.reader.text().index("harbour")
        hands.reader.select(Span(start, start + 7))
        ferry.annotate.text_commands.run("layer:not_quote")
        dialog.undo_clicked.emit()
        shown.append(True)

    answer(undo)
    ferry.commands.import_actions.import_paths([tmp_path / "story0001.txt", tmp_path / "empty.txt"])
    qtbot.waitUntil(lambda: bool(shown))
    rest(ferry, qtbot)
    assert total(ferry) == 2
    assert len(ferry.annotate.project.annotations(1) + ferry.annotate.project.annotations(2)) == 1


def test_texts_with_a_guessed_encoding_are_read_again_in_another(
    window, answer, tmp_path, qtbot
) -> None:
    shown: list[str] = []
    (tmp_path / "old.txt").write_bytes("Minister Żółć powiedział w środę.".encode("cp1250"))

    def again(dialog) -> None:
        assert isinstance(dialog, ImportReportDialog)
        shown.append(dialog.text())
        answer(lambda prompt: prompt.given.emit("windows-1252"))
        QTest.mouseClick(dialog._again, Qt.MouseButton.LeftButton)

    def encodings() -> list[str]:
        project = window.annotate.project
        with suppress(NotThere):  # it may be replaced between the two questions
            ids = project.document_ids(DocumentQuery())
            return [project.document(document).encoding for document in ids]
        return []

    answer(again)
    before = total(window)
    window.commands.import_actions.import_paths([tmp_path / "old.txt"])
    qtbot.waitUntil(lambda: "cp1252" in encodings())
    rest(window, qtbot)
    assert "read as cp1250, which is a guess" in shown[0]
    assert "cp1250" not in encodings()
    assert total(window) == before + 1


def test_shift_escape_stops_an_import_and_whole_documents_stay(
    window, hands, answer, tmp_path, qtbot
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(3_000):
        article(folder, number, "word " * 200)
    stopped: list[str] = []
    answer(lambda dialog: stopped.append(dialog.text()))
    drop(window, folder)
    assert window.projects.jobs.busy()
    drop(window, folder / "story0001.txt")
    assert "An import is running already" in window.room.page.message.text()
    qtbot.waitUntil(lambda: total(window) > 20)
    hands.keys("Shift+Esc")
    qtbot.waitUntil(lambda: bool(stopped))
    rest(window, qtbot)
    assert "Stopped before the end" in stopped[0]
    count = total(window)
    assert 20 < count < 3_002
    assert window.annotate.project.check() == []
    hands.keys("Ctrl+Z")
    assert total(window) == 2


def test_closing_the_window_in_an_import_keeps_whole_documents(
    window, tmp_path, project_path, qtbot
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(2_000):
        article(folder, number, "word " * 200)
    drop(window, folder)
    qtbot.waitUntil(lambda: total(window) > 20)
    window.close()
    assert not project_path.with_name(project_path.name + "-wal").exists()
    with Project.open(project_path) as project:
        assert project.check() == []
        assert 20 < project.document_counts(1).total < 2_002


# --- export ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("row", "name"), [(0, "JSONL"), (1, "CSV")])
def test_export_with_ctrl_enter(ferry, hands, answer, tmp_path, qtbot, row: int, name: str) -> None:
    hands.keys("G", "Q", "Esc", "Esc")
    rest(ferry, qtbot)
    folder = tmp_path / f"out-{name}"
    notes: list[str] = []

    def write(dialog) -> None:
        assert isinstance(dialog, ExportDialog)
        dialog._choose_format(name.lower())
        dialog.set_folder(str(folder))
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: "read back, equal" in dialog.note.text())
        notes.append(dialog.note.text())

    answer(write)
    hands.keys("Ctrl+E")
    assert notes == ["1 label of 2 documents written, read back, equal."]
    if name == "CSV":
        with (folder / "quotes.csv").open(encoding="utf-8", newline="") as lines:
            assert [r["text"] for r in csv.DictReader(lines)] == ["“We wait for the pilots,”"]
    else:
        lines = [
            json.loads(line)
            for path in sorted(folder.glob("*.jsonl"))
            for line in path.read_text(encoding="utf-8").split("\n")
            if line
        ]
        assert any("“We wait for the pilots,”" in json.dumps(x, ensure_ascii=False) for x in lines)


def test_what_is_chosen_for_copies_and_split_stands_in_the_tables(
    ferry, hands, answer, tmp_path, qtbot
) -> None:
    hands.keys("G", "Q", "Esc", "Esc")
    rest(ferry, qtbot)
    told: list[str] = []

    def write(dialog) -> None:
        dialog._choose_format("csv")
        dialog.set_folder(str(tmp_path / "out"))
        click(dialog._copies._buttons["all"])
        click(dialog.split._tick)
        qtbot.waitUntil(lambda: "A random split" in dialog.split._leaks.text())
        qtbot.waitUntil(lambda: "1 label" in dialog._copies._buttons["one"].text())
        told.append(dialog.split._counts.text())
        seed = dialog.split._seed.editor
        seed.setFocus()
        QTest.keyClick(seed, Qt.Key.Key_Backspace)
        QTest.keyClick(seed, Qt.Key.Key_Delete)
        assert not dialog.main.isEnabled()
        QTest.keyClicks(seed, "3")
        QTest.keyClick(seed, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: "read back, equal" in dialog.note.text())

    def click(button) -> None:
        place = QPoint(10, button.height() // 2)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=place)

    answer(write)
    hands.keys("Ctrl+E")
    assert "train: " in told[0]
    with (tmp_path / "out" / "documents.csv").open(encoding="utf-8", newline="") as lines:
        assert {row["split"] for row in csv.DictReader(lines)} <= {"train", "dev", "test"}
    with (tmp_path / "out" / "quotes.csv").open(encoding="utf-8", newline="") as lines:
        [quote] = csv.DictReader(lines)
    assert quote["split"]
    assert quote["weight"] in {"0", "1"}
    options = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["options"]
    assert options["split"] == {"seed": 3, "shares": [80, 10, 10]}
    assert options["copies"] == "all"


def test_an_export_that_cannot_be_written_says_so(ferry, hands, answer, tmp_path, qtbot) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    notes: list[str] = []

    def write(dialog) -> None:
        dialog.set_folder(str(tmp_path / "file" / "out"))
        dialog.main.click()
        qtbot.waitUntil(lambda: str(tmp_path) in dialog.note.text())
        notes.append(dialog.note.text())

    answer(write)
    hands.keys("Ctrl+E")
    assert notes


def test_an_export_comes_back_by_import(ferry, hands, answer, tmp_path, make_window, qtbot) -> None:
    from pullquote.workflow.export import export

    hands.keys("G", "Q", "Esc", "Esc")
    export(ferry.annotate.project, "jsonl", tmp_path / "out")
    other = make_window()
    assert other.projects.create(tmp_path / "other.pullquote")
    drop(other, tmp_path / "out")
    qtbot.waitUntil(lambda: said(other) == "1 label read.")
    rest(other, qtbot)
    assert total(other) == 2
