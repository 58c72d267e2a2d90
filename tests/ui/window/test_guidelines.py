"""Guidelines are written by keys and stand where they are needed."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from pullquote.model.guidelines import GuidelinePlace, guidelines_of, write_guidelines
from pullquote.ui.dialogs.guidelines import GuidelinesDialog

CTRL = Qt.KeyboardModifier.ControlModifier


def write(ferry, answer, words: str, row: int = 1) -> None:
    def act(dialog) -> None:
        assert isinstance(dialog, GuidelinesDialog)
        dialog.list.selectRow(row)
        dialog.editor.setFocus()
        QTest.keyClick(dialog.editor, Qt.Key.Key_A, CTRL)
        QTest.keyClicks(dialog.editor, words)
        QTest.keyClick(dialog.editor, Qt.Key.Key_Return, CTRL)
        if dialog.isVisible():
            dialog.reject()

    answer(act)
    ferry.run("guidelines")


def said(ferry) -> list[str]:
    return [words for words in guidelines_of(ferry.annotate.project.schema).values() if words]


def test_what_is_written_stands_below_the_label_in_work_and_under_f1(ferry, hands, answer) -> None:
    hands.keys("G", "Q")
    inspector = ferry.room.panel.labels.inspector
    assert not inspector._guideline.isVisible()
    write(ferry, answer, "A **new cue** starts a new quote.")
    assert inspector._guideline.isVisible()
    assert inspector._guideline.words() == "A new cue starts a new quote."
    pages: list[object] = []

    def look(dialog) -> None:
        dialog.show_page("of-project")
        pages.append(dialog.page())
        pages.append("new cue" in dialog.view.document().toPlainText())

    answer(look)
    hands.keys("F1")
    assert pages == ["of-project", True]
    hands.keys("Ctrl+Z")
    assert said(ferry) == []
    assert not inspector._guideline.isVisible()


def test_what_was_typed_goes_only_when_that_is_wanted_twice(ferry, answer) -> None:
    shown: list[bool] = []

    def act(dialog) -> None:
        QTest.keyClicks(dialog.editor, "Half a")
        QTest.keyClick(dialog.editor, Qt.Key.Key_Escape)
        shown.append(dialog.isVisible())
        QTest.keyClick(dialog.editor, Qt.Key.Key_Escape)
        shown.append(dialog.isVisible())

    answer(act)
    ferry.run("guidelines")
    assert shown == [True, False]
    assert said(ferry) == []


def test_the_codebook_goes_out_and_in_by_the_dialog(ferry, answer, monkeypatch, tmp_path) -> None:
    words = {GuidelinePlace("cue"): "The verb alone."}
    (tmp_path / "in.toml").write_text(
        write_guidelines(ferry.annotate.project.schema_toml, words), "utf-8"
    )
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(tmp_path / "in.toml"), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(tmp_path / "out"), ""))

    notes: list[str] = []

    def act(dialog) -> None:
        dialog.take_wanted.emit()
        dialog.save_wanted.emit()
        notes.append(dialog.note.text())
        dialog.main.click()

    answer(act)
    ferry.run("guidelines")
    assert said(ferry) == ["The verb alone."]
    assert "out.toml" in notes[0]
    assert (tmp_path / "out.toml").read_text("utf-8") == ferry.annotate.project.schema_toml


def test_a_codebook_that_cannot_be_read_is_said_and_nothing_goes(
    ferry, answer, monkeypatch, tmp_path
) -> None:
    (tmp_path / "in.toml").write_text("x = 1", "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(tmp_path / "in.toml"), ""))
    notes: list[str] = []

    def act(dialog) -> None:
        QTest.keyClicks(dialog.editor, "Mine")
        dialog.take_wanted.emit()
        notes.append(dialog.note.text())
        notes.append(dialog.editor.toPlainText())
        dialog.reject()

    answer(act)
    ferry.run("guidelines")
    assert notes[0].startswith("Line 1 of the label schema")
    assert notes[1] == "Mine"
