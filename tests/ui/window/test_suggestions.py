"""Suggestions in the text, by real keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.ui.panels.section import Heading, RowButton
from pullquote.ui.view_models.reader_view import suggestion_id
from pullquote.ui.widgets import Menu
from pullquote.workflow.find_duplicates import refresh_duplicates


@pytest.fixture
def offered(window, hands, qtbot):
    """Hands at the ferry article, when its suggestions have come."""
    found = window.annotate.suggestions
    qtbot.waitUntil(lambda: bool(found.left))
    hands.reader.setFocus()
    return hands


def outlines(window) -> list[tuple[str, bool]]:
    reader = window.room.page.reader
    return [(o.span.of(reader.text()), o.focused) for o in reader.scene.suggested]


def heads(window) -> list[str]:
    text = window.room.page.reader.text()
    return [group.head.span.of(text) for group in window.annotate.suggestions.left]


def test_they_come_when_a_document_opens_and_the_strip_counts_them(window, offered) -> None:
    assert heads(window) == [
        "Tuesday",
        "3 May",
        "“We wait for the pilots,”",
        "“They decide when it is safe to go out again,”",
        "“We wait for the pilots,”",
    ]
    assert window.annotate.suggestions.counts() == "5 suggestions, 2 doubtful"
    assert ("Ada Lindqvist" in outlines(window)[3][0], outlines(window)[3][1]) == (True, False)


def test_the_caption_of_a_quote_has_the_name_of_its_speaker(window, offered) -> None:
    suggested = window.room.page.reader.scene.suggested
    captions = {(o.caption, o.value) for o in suggested if o.main}
    assert captions == {("QUOTE?", "Lindqvist"), ("QUOTE?", "she")}
    assert [(o.caption, o.value) for o in suggested if o.layer == "date"] == [
        ("?", "2026-04-21"), ("?", "2026-05-03"),
    ]  # fmt: skip


def test_a_long_text_is_read_in_a_process(window, hands, qtbot) -> None:
    project, host = window.annotate.project, window.annotate
    text = "“We wait,” said Ada Lind.\n" + "The sea was calm. " * 4000
    with project.operation("Import", host.actor) as writer:
        document = writer.add_document(NewDocument(text, "long.txt"))
    host.open(document)
    qtbot.waitUntil(lambda: bool(host.suggestions.left))
    assert [group.head.span.of(text) for group in host.suggestions.left] == ["“We wait,”"]


def test_one_key_takes_and_the_next_one_comes(window, offered) -> None:
    reader = offered.reader
    for _ in range(3):
        QTest.keyClick(reader, Qt.Key.Key_Tab)
    focused = window.annotate.suggestions.focused
    assert focused is not None
    assert focused.head.span.of(reader.text()) == "“We wait for the pilots,”"
    assert [words for words, in_focus in outlines(window) if in_focus] == [
        "“We wait for the pilots,”", "ministry spokeswoman Ada Lindqvist", "told",
    ]  # fmt: skip
    QTest.keyClick(reader, Qt.Key.Key_Return)
    labels = window.annotate.document_presenter.doc.labels()
    assert [label.span.of(reader.text()) for label in labels] == [
        "“We wait for the pilots,”", "ministry spokeswoman Ada Lindqvist", "told",
    ]  # fmt: skip
    assert window.annotate.suggestions.focused.head.span.of(reader.text()).startswith("“They")
    assert reader.hasFocus()
    QTest.keyClick(reader, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.annotate.document_presenter.doc.labels() == []
    assert len(heads(window)) == 5


def test_backspace_turns_one_down_and_undo_brings_it_back(window, offered) -> None:
    reader = offered.reader
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    QTest.keyClick(reader, Qt.Key.Key_Backspace)
    assert heads(window)[0] == "3 May"
    QTest.keyClick(reader, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert heads(window)[0] == "Tuesday"


def test_escape_leaves_one_and_shift_tab_goes_back(window, offered) -> None:
    reader, found = offered.reader, window.annotate.suggestions
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    QTest.keyClick(reader, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert found.focused == found.left[0]
    QTest.keyClick(reader, Qt.Key.Key_Escape)
    assert found.focused is None
    assert len(found.left) == 5


def test_all_that_is_sure_is_one_step(window, offered) -> None:
    reader = offered.reader
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(reader, Qt.Key.Key_A, both)
    assert window.strip.message() == "3 suggestions are sure: Ctrl+Shift+A again takes them."
    assert len(heads(window)) == 5
    QTest.keyClick(reader, Qt.Key.Key_J)
    QTest.keyClick(reader, Qt.Key.Key_Right)
    QTest.keyClick(reader, Qt.Key.Key_A, both)
    assert len(heads(window)) == 5  # who went elsewhere meanwhile is asked again
    QTest.keyClick(reader, Qt.Key.Key_A, both)
    assert heads(window) == ["Tuesday", "3 May"]
    QTest.keyClick(reader, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(heads(window)) == 5


def test_with_none_left_tab_leaves_the_text(window, offered) -> None:
    reader = offered.reader
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    for _ in range(5):
        QTest.keyClick(reader, Qt.Key.Key_Backspace)
    assert heads(window) == []
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    assert not reader.hasFocus()


def test_where_the_plan_says_none_there_are_none(make_window, project_path, qtbot) -> None:
    with Project.open(project_path) as project:
        with project.operation("Annotator added", 0) as writer:
            mara = writer.add_annotator("Mara Lind").id
        with project.operation("Dealt", mara) as writer:
            for document in (1, 2):
                writer.add_assignment(document, mara, "overlap", suggestions=False)
    window = make_window()
    assert window.open_project(project_path)
    _ = window.annotate.suggestions
    qtbot.wait(200)
    assert window.annotate.suggestions.left == ()


def speaker_menu(qtbot) -> Menu:
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), Menu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    return menu


def test_s_opens_who_else_may_have_said_it_and_one_key_takes_the_likeliest(
    window, offered, qtbot
) -> None:
    reader = offered.reader
    for _ in range(4):
        QTest.keyClick(reader, Qt.Key.Key_Tab)
    QTest.keyClick(reader, Qt.Key.Key_S)
    menu = speaker_menu(qtbot)
    words = [entry.text() for entry in menu.actions() if not entry.isSeparator()]
    assert words[0] == "ministry spokeswoman Ada Lindqvist"
    assert words[-1] == "Somebody else…"
    QTest.keyClick(menu, Qt.Key.Key_Return)
    labels = window.annotate.document_presenter.doc.labels()
    said = {label.layer: label.span.of(reader.text()) for label in labels}
    assert said["speaker"] == "ministry spokeswoman Ada Lindqvist"
    assert window.annotate.project.undo_name(window.annotate.actor) == "Suggestion taken"
    assert window.annotate.suggestions.focused is not None
    assert reader.hasFocus()


def test_somebody_else_is_asked_for_in_the_panel(window, offered, qtbot) -> None:
    reader = offered.reader
    for _ in range(3):
        QTest.keyClick(reader, Qt.Key.Key_Tab)
    QTest.keyClick(reader, Qt.Key.Key_S)
    menu = speaker_menu(qtbot)
    QTest.keyClick(menu, Qt.Key.Key_Up)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    layers = [label.layer for label in window.annotate.document_presenter.doc.labels()]
    assert layers == ["quote", "cue"]
    assert not reader.hasFocus()


def test_the_panel_says_what_is_in_focus_and_why(window, offered) -> None:
    reader, page = offered.reader, window.room.panel.labels
    for _ in range(3):
        QTest.keyClick(reader, Qt.Key.Key_Tab)
    part = page.suggestion
    assert part.isVisible()
    heading = part.findChildren(Heading)[0]
    assert (heading.text(), heading.aside()) == ("Quote, suggested", "3 of 5")
    rows = [row.look().said for row in part.findChildren(RowButton) if row.isVisible()]
    assert rows[:4] == [
        "Kind, Direct", "Status, Complete",
        "Speaker, ministry spokeswoman Ada Lindqvist", "Cue, told",
    ]  # fmt: skip
    assert rows[4:6] == ["reporters", "she"]
    assert rows[-2].startswith("“They decide when it is safe to go out again,”, .9")
    assert part.accept.text() == "Accept all three"
    part.accept.click()
    assert len(window.annotate.document_presenter.doc.labels()) == 3
    QTest.keyClick(reader, Qt.Key.Key_Escape)
    assert not part.isVisible()
    assert page.document.isVisible()


def test_h_says_why(window, offered) -> None:
    reader = offered.reader
    for _ in range(3):
        QTest.keyClick(reader, Qt.Key.Key_Tab)
    heard = []
    window.annotate.suggestions.said.connect(heard.append)
    QTest.keyClick(reader, Qt.Key.Key_H)
    assert heard == [
        "The speaker and the verb stand behind the words. Of such cases 97 % were right."
    ]


def test_indirect_speech_and_claims_are_switched_on_in_the_menu(window, offered, qtbot) -> None:
    found, commands = window.annotate.suggestions, window.annotate.commands()
    commands["suggest_indirect"]()
    said = "no ferry will sail before 3 May"
    qtbot.waitUntil(lambda: said in heads(window))
    commands["suggest_claims"]()
    qtbot.waitUntil(lambda: any(group.head.layer == "claim" for group in found.left))
    claim = next(group for group in found.left if group.head.layer == "claim")
    found.focus_outline(suggestion_id("claim", claim.head.span))
    QTest.keyClick(offered.reader, Qt.Key.Key_Return)
    doc = window.annotate.document_presenter.doc
    kinds = {relation.kind: relation.role for relation in doc.relations()}
    assert kinds == {"dated_by": "utterance", "said_by": ""}
    commands["suggest_indirect"]()
    commands["suggest_claims"]()
    qtbot.waitUntil(lambda: bool(found.left) and said not in heads(window))


def test_done_documents_teach_in_the_background_and_settings_forget_it(
    make_window, project_path, qtbot
) -> None:
    text = "“We wait,” said Ada Lind in hall {}."
    with Project.open(project_path) as project:
        with project.operation("Annotator added", 0) as writer:
            mara = writer.add_annotator("Mara Lind").id
        for number in range(20):
            with project.operation("Labelled", mara) as writer:
                document = writer.add_document(NewDocument(text.format(number), f"{number}.txt"))
                quote = writer.add_annotation(document, mara, "quote", 0, 10)
                name = writer.add_annotation(document, mara, "speaker", 16, 24)
                writer.add_relation("said_by", quote.id, name.id)
                writer.set_state(document, mara, "done")
        with project.operation("Import", mara) as writer:
            fresh = writer.add_document(NewDocument(text.format("A"), "fresh.txt"))
    window = make_window()
    assert window.open_project(project_path)
    room = window.annotate
    room.open(fresh)
    qtbot.waitUntil(lambda: any(g.head.band for g in room.suggestions.left))
    reader = window.room.page.reader
    reader.setFocus()
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    heard = []
    room.suggestions.said.connect(heard.append)
    QTest.keyClick(reader, Qt.Key.Key_H)
    assert heard[0].endswith("words. This rule: right in 100 % of 20 here.")
    QTest.keyClick(reader, Qt.Key.Key_Escape)
    window.commands.preference_actions._forget()
    qtbot.waitUntil(lambda: any(not g.head.band for g in room.suggestions.left))


def test_the_panel_says_which_copy_has_the_same_words(make_window, project_path, qtbot) -> None:
    said = "“We wait for the pilots and nobody has told us when they come back,” said Ada Lind.\n"
    with Project.open(project_path) as project:
        with project.operation("Import", 0) as writer:
            twice = writer.add_document(NewDocument(said + "A word.\n" + said, "twice.txt"))
        refresh_duplicates(project)
    window = make_window()
    assert window.open_project(project_path)
    room, part = window.annotate, window.room.panel.labels.suggestion
    room.open(twice)
    qtbot.waitUntil(lambda: len(room.suggestions.left) == 2)
    reader = window.room.page.reader
    reader.setFocus()
    reader.set_caret(0)
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: part.copy.text() == "The copy below has the same words")
    assert part.copy.isVisible()
    QTest.keyClick(reader, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: part.copy.text() == "The copy above has the same words")
