"""The window offers to fold the history where it takes more room than all else."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pullquote.store import Project
from pullquote.ui.widgets import Label


def test_a_long_history_is_offered_to_be_folded_and_what_that_costs_is_named(
    make_window, project_path, answer, qtbot
) -> None:
    with Project.open(project_path) as project:
        project._file.writer.pragma("synchronous", "OFF")
        with project.operation("Begin", 0) as writer:
            mara = writer.add_annotator("Mara").id
            label = writer.add_annotation(1, mara, "quote", 0, 6).id
        for number in range(2600):
            with project.operation("Note written", mara) as writer:
                writer.change_annotation(label, note="what one thinks of it " * 6 + str(number))
        before = project.journal_size()
        assert before.is_large
    window = make_window()
    window.projects._preferences.name = "Mara"
    assert window.open_project(project_path)
    qtbot.waitUntil(lambda: window.strip.message().startswith("The history takes more room"))
    seen = []

    def fold(dialog) -> None:
        seen.extend(label.text() for label in dialog.findChildren(Label))
        QTest.keyClick(dialog.field.editor, Qt.Key.Key_Return)

    answer(fold)
    window.run("fold_history")
    qtbot.waitUntil(lambda: window.strip.message() == "The history is folded.")
    assert any("can then no longer be undone: 1,600 × Note written, " in text for text in seen)
    project = window.projects.project
    assert project.journal_size().journal < 0.7 * before.journal
    assert project.check() == []
    assert len(project.named_versions()) == 1


def test_a_short_history_is_left_alone(ferry, qtbot) -> None:
    qtbot.waitUntil(lambda: not ferry.projects.jobs.busy())
    assert "takes more room" not in ferry.strip.message()
    ferry.run("fold_history")
    qtbot.waitUntil(lambda: ferry.strip.message().startswith("There is nothing to fold"))
