"""Projects in the window: opened twice, read-only, full disks, lost files, names, empty, large."""

import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QRect, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QWidget

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument
from pullquote.store import DocumentQuery, Project
from pullquote.store.errors import CannotOpen, CannotWrite
from pullquote.store.sql.database import backups_folder
from pullquote.ui.dialogs.key_sheet import KeySheet

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")


def labels(window) -> list[tuple[str, str]]:
    doc = window.annotate.document_presenter.doc
    return [(a.layer, a.span.of(doc.text)) for a in doc.labels()]


def message(window) -> str:
    line = window.room.page.message
    return line.text() if line.isVisible() else ""


def saved(window) -> str:
    return window.bar._saved._text.text()


def said(window) -> str:
    return window.room.page.strip.message()


# --- read-only ---------------------------------------------------------------------------------


def test_a_second_window_is_read_only_and_its_copy_can_be_labelled(
    ferry, make_window, hands_of, project_path, tmp_path, monkeypatch, qtbot
) -> None:
    second = make_window()
    assert second.open_project(project_path)
    hands = hands_of(second)
    assert "Read-only: the project is locked by" in message(second)
    hands.keys("G", "Q")
    assert said(second) == "Read-only: open a copy to label."
    assert labels(second) == []
    copy = tmp_path / "my copy"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(copy), ""))
    QTest.mouseClick(second.room.page.message._action, Qt.MouseButton.LeftButton)
    made = copy.with_name("my copy.pullquote")
    qtbot.waitUntil(lambda: second.projects.project.path == made)
    assert message(second) == ""
    hands = hands_of(second)
    hands.keys("G", "Q")
    assert len(labels(second)) == 1
    assert labels(ferry) == []


@pytest.mark.parametrize("wanted", [True, False])
def test_a_file_that_was_copied_while_open_is_offered_read_only(
    ferry, make_window, project_path, tmp_path, answer, wanted
) -> None:
    copied = tmp_path / "copied.pullquote"
    shutil.copy(project_path, copied)
    window = make_window()
    answer(lambda dialog: dialog.main.click() if wanted else dialog.cancel.click())
    assert window.open_project(copied) == wanted
    project = window.projects.project
    assert project.read_only if wanted else project is None


def test_an_error_in_a_read_only_project_does_not_take_the_read_only_line_away(
    ferry, make_window, project_path, tmp_path
) -> None:
    second = make_window()
    assert second.open_project(project_path)
    (tmp_path / "odd.pullquote").write_text("not a database at all", encoding="utf-8")
    assert not second.open_project(tmp_path / "odd.pullquote")
    assert "is not a Pullquote project" in message(second)
    QTest.mouseClick(second.room.page.message._action, Qt.MouseButton.LeftButton)
    assert "Read-only" in message(second)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root writes to any file")
def test_a_file_that_may_not_be_written_opens_read_only(make_window, project_path) -> None:
    project_path.chmod(0o444)
    window = make_window()
    assert window.open_project(project_path)
    assert message(window) == "Read-only: the file may not be written to."


def test_opening_the_open_project_again_changes_nothing(ferry, hands, project_path) -> None:
    controller = ferry.annotate
    assert ferry.open_project(project_path)
    assert ferry.annotate is controller
    hands.keys("G", "Q")
    assert len(labels(ferry)) == 1


# --- disks -------------------------------------------------------------------------------------


def test_a_full_disk_keeps_the_label_out_says_so_and_is_over_when_it_is_over(ferry, hands) -> None:
    writer = ferry.annotate.project._file.writer
    pages = writer.execute_sql("PRAGMA page_count").fetchone()[0]
    hands.keys("G")
    writer.execute_sql(f"PRAGMA max_page_count = {pages}")
    words = ("harbour", "ministry", "said", "Tuesday", "ferry", "sail", "pilots", "Ada")
    for number, word in enumerate(words * 40):
        hands.reader.set_caret(hands.reader.text().index(word) + 1)
        hands.keys("C", *(["Del"] if number % 2 else []))
        if saved(ferry) == "Not saved":
            break
    assert saved(ferry) == "Not saved"
    assert "The disk is full" in message(ferry)
    stored = ferry.annotate.project.annotations(ferry.annotate.document_presenter.document)
    assert [a.id for a in stored] == [a.id for a in ferry.annotate.document_presenter.doc.labels()]
    writer.execute_sql("PRAGMA max_page_count = 1000000")
    hands.keys("Esc", "Esc", "Esc")
    hands.words("again")
    hands.keys("S", "Esc")
    assert ("speaker", "again") in labels(ferry)
    assert saved(ferry) == "Saved"
    assert message(ferry) == ""


@pytest.mark.parametrize("action", ["save_copy", "new"])
def test_another_file_that_cannot_be_written_leaves_the_project_saved(
    ferry, hands, tmp_path, monkeypatch, qtbot, action
) -> None:
    hands.keys("G", "Q")
    elsewhere = tmp_path / "nowhere" / "other.pullquote"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(elsewhere), ""))
    ferry.run(action)
    qtbot.waitUntil(lambda: message(ferry).startswith(f"{elsewhere} cannot be written"))
    assert saved(ferry) == "Saved"


ON_POSIX = pytest.mark.skipif(os.name != "posix", reason="an open file cannot be moved there")


def save_copy(window, to: Path, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(to), ""))
    window.run("save_copy")


@ON_POSIX
def test_a_project_that_is_deleted_meanwhile_is_not_called_saved(
    ferry, hands, project_path, tmp_path, monkeypatch, qtbot
) -> None:
    hands.keys("G", "Q")
    project_path.unlink()
    hands.keys("Esc", "Esc")
    hands.words("again")
    hands.keys("S")
    assert saved(ferry) == "Not saved"
    assert f"{project_path} was moved or deleted while it was open" in message(ferry)
    copy = tmp_path / "copy.pullquote"
    save_copy(ferry, copy, monkeypatch)
    qtbot.waitUntil(lambda: ferry.projects.project.path == copy)
    assert [layer for layer, _ in labels(ferry)] == ["quote"]
    assert saved(ferry) == "Saved"
    assert list(tmp_path.glob("ferries*.pullquote*")) == []


@ON_POSIX
def test_a_file_that_is_replaced_while_nobody_works_is_said_and_what_was_done_is_kept(
    ferry, hands, ferries, project_path, answer, qtbot
) -> None:
    hands.keys("G", "Q")
    newer = project_path.with_name("newer")
    shutil.copy(ferries, newer)
    newer.replace(project_path)
    qtbot.waitUntil(lambda: saved(ferry) == "Not saved")
    assert "was replaced or changed by another program" in message(ferry)
    said: list[str] = []
    answer(lambda dialog: said.extend(w.text() for w in dialog.findChildren(QLabel)))
    ferry.run("close_project")
    kept = project_path.with_name("ferries kept.pullquote")
    assert any(f"is kept in {kept}" in text for text in said)
    assert project_path.read_bytes() == ferries.read_bytes()
    with Project.open(kept) as project:
        assert len(project.annotations(project.document_ids(DocumentQuery())[0])) == 1


@ON_POSIX
def test_a_log_that_is_cut_while_nobody_works_is_said_once(
    ferry, hands, project_path, answer, qtbot
) -> None:
    hands.keys("G", "Q")
    assert saved(ferry) == "Saved"
    log = project_path.with_name(project_path.name + "-wal")
    os.truncate(log, log.stat().st_size - 100)
    qtbot.waitUntil(lambda: saved(ferry) == "Not saved")
    assert "The log beside" in message(ferry)
    assert "keep what is open with Save a copy" in message(ferry)
    hands.keys("G", "N")
    assert saved(ferry) == "Not saved"
    answer(lambda dialog: None)
    ferry.run("close_project")
    with Project.open(project_path) as project:
        assert project.check() == []


@ON_POSIX
def test_a_file_that_is_put_back_is_saved_again(ferry, hands, project_path, qtbot) -> None:
    aside = project_path.with_name("aside.pullquote")
    project_path.rename(aside)
    qtbot.waitUntil(lambda: saved(ferry) == "Not saved")
    aside.rename(project_path)
    qtbot.waitUntil(lambda: saved(ferry) == "Saved")
    assert message(ferry) == ""
    hands.keys("G", "Q")
    assert len(labels(ferry)) == 1


@ON_POSIX
def test_a_project_that_was_moved_is_opened_where_it_is(ferry, hands, project_path, answer) -> None:
    hands.keys("G", "Q")
    moved = project_path.with_name("moved.pullquote")
    project_path.rename(moved)
    answer(lambda dialog: dialog.accept())
    assert ferry.open_project(moved)
    assert [layer for layer, _ in labels(ferry)] == ["quote"]
    assert saved(ferry) == "Saved"


def test_a_backup_that_cannot_be_made_is_said_and_what_is_done_is_saved(
    make_window, project_path, hands_of, qtbot
) -> None:
    in_the_way = backups_folder(project_path)
    in_the_way.write_text("a file where the folder of the backups should be", encoding="utf-8")
    window = make_window()
    assert window.open_project(project_path)
    qtbot.waitUntil(lambda: message(window).startswith("No backup was made: "))
    assert str(in_the_way) in message(window)
    assert message(window).endswith("save a copy in another place with File, Save a copy.")
    hands = hands_of(window)
    hands.keys("G", "Q")
    assert saved(window) == "Saved"
    assert (
        len(window.projects.project.annotations(window.annotate.document_presenter.document)) == 1
    )
    QTest.mouseClick(window.room.page.message._action, Qt.MouseButton.LeftButton)
    assert message(window) == ""


def test_a_backup_that_is_made_is_not_spoken_of(window, project_path, qtbot) -> None:
    qtbot.waitUntil(lambda: not window.projects.jobs.busy())
    assert len(list(backups_folder(project_path).glob("*.pullquote"))) == 1
    assert message(window) == ""


def test_a_recent_project_that_is_gone_is_said_to_be_missing(
    make_window, project_path, answer
) -> None:
    window = make_window()
    assert window.open_project(project_path)
    window.run("close_project")
    project_path.unlink()
    window.show_welcome()
    assert window.projects.project is None
    said: list[str] = []
    answer(lambda dialog: said.extend(w.text() for w in dialog.findChildren(QLabel)))
    assert not window.open_project(project_path)
    assert any("There is no project at" in text for text in said)
    window.first_page._forget(str(project_path.resolve()))
    assert window.preferences.recent() == []


# --- people ------------------------------------------------------------------------------------


def test_another_name_shows_other_labels_and_stays_at_the_place(ferry, hands, hands_of) -> None:
    hands.keys("G", "Q", "Esc", "Esc")
    hands.reader.set_caret(60)
    document = ferry.annotate.document_presenter.document
    ferry.take_name("  Jon Berg ")
    assert ferry.bar._annotator.text() == "Jon Berg"
    assert labels(ferry) == []
    assert ferry.annotate.document_presenter.document == document
    assert ferry.room.page.reader.caret() == 60
    ferry.take_name("Mara Lind")
    assert [layer for layer, _ in labels(ferry)] == ["quote"]
    assert [a.name for a in ferry.annotate.project.annotators()] == ["Mara Lind", "Jon Berg"]


# --- empty and large ---------------------------------------------------------------------------


def test_a_new_project_is_empty_and_says_what_to_do(make_window, tmp_path, monkeypatch) -> None:
    window = make_window()
    path = tmp_path / "fresh"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(path), ""))
    window.run("new")
    assert window.annotate.project.path == path.with_suffix(".pullquote")
    assert window.room.page.is_empty()
    for action in ("done", "next_document", "find", "find_next", "select_all", "copy", "back",
                   "undo", "redo", "properties", "published", "skip", "exclude", "remove_document",
                   "dates_anew", "where_else", "quotation", "grow", "larger"):  # fmt: skip
        window.run(action)
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F6)
    assert window.room.page.is_empty()


def test_the_keyboard_is_at_the_files_of_an_empty_project_and_then_in_its_text(
    make_window, tmp_path, qtbot
) -> None:
    path = tmp_path / "fresh.pullquote"
    Project.create(path, name="fresh", schema_toml=SCHEMA).close()
    window = make_window()
    assert window.open_project(path)
    assert window.focusWidget().text() == "Choose files"
    project = window.annotate.project
    with project.operation("Import", window.projects.actor) as writer:
        writer.add_document(NewDocument(text="“Aye,” said Oduya.", name="a.txt"))
    qtbot.waitUntil(lambda: not window.room.page.is_empty())
    assert window.focusWidget() is window.room.page.reader


@pytest.mark.parametrize("drawer", ["list", "panel"])
def test_what_is_said_stands_beside_an_open_drawer(ferry, qtbot, drawer) -> None:
    ferry.resize(800, 560)
    page = ferry.room.page
    pane = ferry.room.documents if drawer == "list" else ferry.room.panel
    qtbot.waitUntil(lambda: not pane.isVisible())
    ferry.run(drawer)
    ferry.show_error(CannotOpen(path="a.pullquote", what="no"))
    qtbot.waitUntil(lambda: pane.isVisible() and page.message.isVisible())
    over = pane.parentWidget()
    qtbot.waitUntil(lambda: over.x() in {0, ferry.room.width() - over.width()})

    def is_free(widget: QWidget) -> bool:
        place = QRect(widget.mapTo(ferry.room, QPoint()), widget.size())
        return not place.intersects(over.geometry())

    qtbot.waitUntil(lambda: is_free(page.message._text))
    assert is_free(page.strip)
    ferry.annotate.focus_text()
    QTest.keyClick(page.reader, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.find_bar.isVisible)
    above = [w for part in (page.head, page.find_bar) for w in part.findChildren(QAbstractButton)]
    assert page.head._done in above
    qtbot.waitUntil(lambda: all(is_free(w) for w in above if w.isVisible()))
    qtbot.waitUntil(lambda: is_free(page.find_bar._box))
    QTest.mouseClick(page.head._done, Qt.MouseButton.LeftButton)
    assert ferry.annotate.project.document(ferry.annotate.document_presenter.document).name == (
        "strike.txt"
    )
    ferry.show_error(CannotOpen(path="a.pullquote", what="no"))
    ferry.run(drawer)
    qtbot.waitUntil(lambda: page.message._text.width() > 500)


def test_an_error_goes_with_its_document_unless_something_is_not_saved(ferry, hands) -> None:
    said = ferry.room.page.message
    ferry.show_error(CannotOpen(path="a.pullquote", what="no"))
    assert said.isVisible()
    hands.keys("Right", "J")
    assert said.isVisible()
    hands.keys("Ctrl+PgDown")
    assert not said.isVisible()
    ferry.show_error(CannotWrite(path=ferry.projects.project.path, what="the disk is full"))
    hands.keys("Ctrl+PgUp")
    assert said.isVisible()


def test_without_a_project_no_action_breaks(make_window, monkeypatch) -> None:
    window = make_window()
    dialogs = {"new", "open", "sample", "import", "settings", "about", "keys", "help", "quit",
               "log_file"}  # fmt: skip
    for name, entry in window.actions_by_id.items():
        if name not in dialogs:
            assert entry.isEnabled() == (
                name in {"full_screen", "theme_light", "theme_dark", "theme_system", "open_recent"}
            ), name
            if name != "full_screen":
                window.run(name)
    assert window.projects.project is None


def test_a_new_project_that_is_given_up_forgets_what_was_to_be_imported(
    make_window, tmp_path, monkeypatch
) -> None:
    window = make_window()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: ("", ""))
    window.take_files([str(tmp_path / "one.txt")])
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_a: (str(tmp_path / "later.pullquote"), "")
    )
    window.run("new")
    assert not window.projects.jobs._tasks.busy("import")


def test_a_project_dropped_on_the_window_is_opened(make_window, project_path) -> None:
    window = make_window()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(project_path))])
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(QDropEvent(QPoint(90, 300), copy, data, left, none))
    assert window.annotate is not None


def test_ten_thousand_documents_are_searched_and_stepped_through(
    make_window, tmp_path, qtbot, hands_of
) -> None:
    path = tmp_path / "large.pullquote"
    with Project.create(path, name="Large", schema_toml=SCHEMA) as project:
        with project.operation("Import", 0) as writer:
            for number in range(10_000):
                writer.add_document(
                    NewDocument(f"Story {number}\nThe pilots said no.\n", f"{number}.txt",
                                f"Story {number}", "Quay News", raw_sha256=str(number),
                                origin=f"{number}.txt")
                )  # fmt: skip
    window = make_window()
    assert window.open_project(path)
    hands = hands_of(window)
    view = window.room.documents.view
    assert view.model().rowCount() == 10_000
    hands.keys("Ctrl+K")
    hands.type("7777")
    qtbot.waitUntil(lambda: view.model().rowCount() == 1)
    hands.keys("Return", "Return")
    QTest.keyClick(view, Qt.Key.Key_Return)
    document = window.annotate.document_presenter.document
    assert window.annotate.project.document(document).name in ("7777.txt", "0.txt")
    window.run("remove_document")
    assert window.annotate.project.document_counts(window.projects.actor).total == 9_999


# --- texts from outside ------------------------------------------------------------------------


def test_markup_in_titles_is_shown_as_it_is(make_window, tmp_path, hands_of) -> None:
    nasty = "<b>Bold</b> <img src='file:///etc/hostname'> & <a href='x'>link</a>"
    path = tmp_path / "nasty.pullquote"
    with Project.create(path, name=nasty, schema_toml=SCHEMA) as project:
        with project.operation("Import", 0) as writer:
            writer.add_document(
                NewDocument(f"{nasty}\n“{nasty},” said Ann.\n", nasty, nasty, nasty,
                            raw_sha256="n", origin=nasty)
            )  # fmt: skip
    window = make_window()
    assert window.open_project(path)
    hands = hands_of(window)
    hands.keys("G", "Q", "Return", "Esc")
    window.room.panel.show_page("history")
    window.room.panel.show_page("copies")
    window.room.panel.show_page("labels")
    QApplication.processEvents()
    for shown in window.findChildren(QLabel):
        assert shown.textFormat() == Qt.TextFormat.PlainText or "<" not in shown.text()
    for widget in window.findChildren(QWidget):
        assert "<b>" not in widget.toolTip()
        assert "<img" not in widget.whatsThis()
    assert window.room.page.head._title.text() == nasty


# --- dialogs -----------------------------------------------------------------------------------


def test_the_key_sheet_finds_a_key_that_is_pressed(ferry, hands, answer) -> None:
    found: list[str] = []

    def look(dialog) -> None:
        assert isinstance(dialog, KeySheet)
        QTest.keyClick(dialog.search.editor, Qt.Key.Key_F8)
        found.extend(dialog.shown())

    answer(look)
    hands.keys("?")
    assert found == ["Documents list"]


def test_settings_take_effect_at_once(ferry, answer) -> None:
    def change(dialog) -> None:
        dialog.theme.chosen.emit("dark")
        assert ferry.theme.name == "dark"
        dialog._set_zoom(130)
        assert ferry.room.page.reader.zoom() == 130

    answer(change)
    ferry.run("settings")
    assert ferry.preferences.zoom == 130


def test_about_names_the_version_and_what_it_is_made_of(ferry, answer) -> None:
    from pullquote import __version__

    texts: list[str] = []
    answer(lambda dialog: texts.extend(w.text() for w in dialog.findChildren(QLabel)))
    ferry.run("about")
    assert any(__version__ in text for text in texts)


def test_dialogs_are_gone_when_they_are_shut(ferry, answer) -> None:
    for _ in range(2):
        answer(lambda dialog: dialog.accept())
        ferry.run("about")
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, 52)  # deferred deletes
    from pullquote.ui.dialogs.base import Dialog

    assert ferry.findChildren(Dialog) == []


def test_a_project_file_may_lie_anywhere(make_window, tmp_path: Path) -> None:
    path = tmp_path / "ünï cödé & co" / "a'b.pullquote"
    path.parent.mkdir()
    with Project.create(path, name="Odd", schema_toml=SCHEMA):
        pass
    window = make_window()
    assert window.open_project(path)
    assert window.room.page.is_empty()


def test_nothing_is_said_of_a_document_once_the_last_one_is_gone(ferry, hands) -> None:
    hands.keys("G", "Q")
    ferry.annotate.act("remove", [1, 2])
    assert ferry.room.page.is_empty()
    page = ferry.room.panel.labels
    assert page.document.isHidden()
    assert page.inspector.isHidden()
    assert page.tree.model().rowCount() == 0
    ferry.run("undo")
    assert not ferry.room.page.is_empty()
    assert page.document.isVisible() or page.inspector.isVisible()
