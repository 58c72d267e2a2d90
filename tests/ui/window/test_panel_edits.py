"""What is set in the side panel: kinds, notes, speakers, dates, roles, the document's own facts."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pullquote.model.values import Published
from pullquote.ui.dialogs.published import PublishedDialog


def form(window):
    return window.room.panel.labels.inspector.form()


def label(window, layer: str):
    return next(a for a in window.annotate.document_presenter.doc.labels() if a.layer == layer)


def undo_name(window) -> str | None:
    return window.annotate.project.undo_name(window.projects.actor)


def open_named(window, name: str) -> None:
    project = window.annotate.project
    window.annotate.open(next(d for d in (1, 2) if project.document(d).name == name), jump=False)


# --- kinds and notes ---------------------------------------------------------------------------


def test_t_goes_round_the_kinds_and_each_is_undone(ferry, hands) -> None:
    hands.keys("G", "Q")
    seen = []
    for _ in range(3):
        hands.keys("T")
        seen.append(label(ferry, "quote").attributes["kind"])
    assert seen == ["partial", "indirect", "direct"]
    hands.keys("Ctrl+Z")
    assert label(ferry, "quote").attributes["kind"] == "indirect"


def test_a_note_is_kept_with_enter(ferry, hands) -> None:
    hands.keys("G", "Q", "M")
    assert form(ferry).note.editor.hasFocus()
    hands.type("who are the pilots?")
    hands.keys("Return")
    assert label(ferry, "quote").note == "who are the pilots?"
    assert hands.reader.hasFocus()


@pytest.mark.parametrize("way", ["Ctrl+PgDown", "Ctrl+Return", "Ctrl+W"])
def test_a_note_that_is_being_typed_is_kept_when_the_document_goes(
    ferry, hands, way: str, project_path, make_window
) -> None:
    hands.keys("G", "Q", "M")
    hands.type("half a thought")
    document, project = ferry.annotate.document_presenter.document, ferry.annotate.project
    hands.keys(way)
    if way == "Ctrl+W":
        assert ferry.annotate is None
        assert ferry.open_project(project_path)
        project = ferry.annotate.project
    else:
        assert ferry.annotate.document_presenter.document != document
    assert [a.note for a in project.annotations(document)] == ["half a thought"]


def test_a_note_on_a_document_never_lands_on_another(ferry, hands) -> None:
    note = ferry.room.panel.labels.document.note
    document = ferry.annotate.document_presenter.document
    note.setFocus()
    hands.type("about ferries")
    hands.keys("Ctrl+PgDown" if ferry.room.documents.neighbour(1) else "Ctrl+PgUp")
    assert ferry.annotate.document_presenter.document != document
    project = ferry.annotate.project
    assert project.document(document).metadata["note"] == "about ferries"
    assert "note" not in project.document(ferry.annotate.document_presenter.document).metadata


def test_a_publication_date_that_is_being_typed_never_lands_on_another_document(
    ferry, hands
) -> None:
    document, project = ferry.annotate.document_presenter.document, ferry.annotate.project
    ferry.room.panel.labels.document.published.setFocus()
    hands.keys("Ctrl+A")
    hands.type("3 May 2026")
    hands.keys("Ctrl+PgDown" if ferry.room.documents.neighbour(1) else "Ctrl+PgUp")
    other = ferry.annotate.document_presenter.document
    assert project.document(document).published.value == "2026-05-03"
    assert project.document(other).published.value is None


# --- speakers ----------------------------------------------------------------------------------


def names(window) -> list[str]:
    return [s.name for s in window.annotate.project.speakers()]


def speaker(window) -> str:
    snapshot = window.annotate.document_presenter.snapshot
    return snapshot.speaker_name(label(window, "speaker").speaker)


def add_speakers(window, *given: str) -> None:
    with window.annotate.project.operation("Speakers", 0) as writer:
        for name in given:
            writer.add_speaker(name)


def test_a_speaker_is_completed_while_typing(ferry, hands) -> None:
    add_speakers(ferry, "Ole Brandt", "Ada Lindqvist")
    hands.words("spokeswoman")
    hands.keys("S", "S")
    hands.type("lindq")
    hands.keys("Return")
    assert speaker(ferry) == "Ada Lindqvist"
    assert names(ferry) == ["Ole Brandt", "Ada Lindqvist"]
    assert hands.reader.hasFocus()


def test_a_speaker_is_chosen_with_the_arrows(ferry, hands) -> None:
    add_speakers(ferry, "Ada Lindqvist", "Ada Lindgren")
    hands.words("spokeswoman")
    hands.keys("S", "S")
    hands.type("ada lind")
    field = form(ferry).speaker
    assert field.list.isVisible()
    first = names(ferry)
    hands.keys("Down", "Return")
    chosen = speaker(ferry)
    assert chosen in first
    hands.keys("Ctrl+Z", "S")
    hands.type("ada lind")
    hands.keys("Return")
    assert speaker(ferry) != chosen


def test_a_new_speaker_is_named_and_undone_in_one_step(ferry, hands) -> None:
    hands.words("Ada Lindqvist")
    hands.keys("S", "S", "Ctrl+A")
    hands.type("Ada M. Lindqvist")
    hands.keys("Return")
    assert names(ferry) == ["Ada M. Lindqvist"]
    assert undo_name(ferry) == "Speaker added"
    hands.keys("Ctrl+Z")
    assert names(ferry) == []
    assert label(ferry, "speaker").speaker is None


def test_nobody_named_is_said_and_is_not_the_same_as_not_set(ferry, hands) -> None:
    hands.words("spokeswoman")
    hands.keys("S", "S")
    field = form(ferry).speaker
    while field.list.current().kind != "nobody":
        hands.keys("Down")
    hands.keys("Return")
    assert speaker(ferry) == "Nobody named"
    assert field.field.text() == "Nobody named"


def test_escape_in_the_completion_changes_nothing(ferry, hands) -> None:
    add_speakers(ferry, "Ole Brandt")
    hands.words("spokeswoman")
    hands.keys("S", "S")
    hands.type("ole")
    hands.keys("Esc")
    assert label(ferry, "speaker").speaker is None
    assert hands.reader.hasFocus()


# --- dates -------------------------------------------------------------------------------------


def date_label(window, hands):
    hands.caret_in("ferry will")
    hands.keys("F")
    hands.caret_in("Tuesday")
    hands.keys("D")
    return label(window, "date")


def test_a_date_is_typed(ferry, hands) -> None:
    date_label(ferry, hands)
    hands.keys("Return")
    hands.keys("Ctrl+A")
    hands.type("14 April 2026")
    hands.keys("Return")
    found = label(ferry, "date").attributes
    assert (found["value"], found["fixed"]) == ("2026-04-14", "hand")
    assert hands.reader.hasFocus()


def test_no_date_is_refused_in_words_and_the_old_one_stays(ferry, hands) -> None:
    date_label(ferry, hands)
    hands.keys("Return", "Ctrl+A")
    hands.type("some day")
    hands.keys("Return")
    assert label(ferry, "date").attributes["value"] == "2026-04-21"
    assert "“some day” is no date" in form(ferry).date.field.said.text()


def test_a_date_is_taken_from_the_calendar(ferry, hands) -> None:
    date_label(ferry, hands)
    hands.keys("Return", "Alt+Down")
    grid = form(ferry).date.field.calendar().grid
    assert grid.isVisible()
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert label(ferry, "date").attributes["value"] == "2026-04-22"


def test_the_role_of_a_date_changes_with_the_arrows(ferry, hands) -> None:
    date_label(ferry, hands)
    presenter = ferry.annotate.document_presenter
    before = next(r.role for r in presenter.doc.relations())
    hands.keys("Return", "Down")
    after = next(r.role for r in presenter.doc.relations())
    assert after != before
    hands.keys("Esc", "Ctrl+Z")
    assert next(r.role for r in presenter.doc.relations()) == before


def test_another_publication_date_asks_to_count_anew(ferry, hands) -> None:
    date_label(ferry, hands)
    hands.keys("Esc", "Esc", "Esc")
    facts = ferry.room.panel.labels.document
    facts.published.setFocus()
    hands.keys("Ctrl+A")
    hands.type("2026-04-29")
    hands.keys("Return")
    assert label(ferry, "date").attributes["anchor"] == "to_check"
    assert label(ferry, "date").attributes["value"] == "2026-04-21"
    button = facts._check
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert label(ferry, "date").attributes["value"] == "2026-04-28"
    assert not button.isVisible()
    hands.reader.setFocus()
    hands.keys("Ctrl+Z", "Ctrl+Z")
    assert label(ferry, "date").attributes["anchor"] == "publication"
    assert ferry.annotate.document_presenter.snapshot.document.published.value == "2026-04-22"


def test_without_a_publication_date_nothing_is_made_up(window, hands) -> None:
    open_named(window, "ferry.txt")
    facts = window.room.panel.labels.document
    facts.published.setFocus()
    hands.keys("Ctrl+A", "Del", "Return")
    hands.reader.setFocus()
    hands.caret_in("Tuesday")
    hands.keys("D")
    assert label(window, "date").attributes["value"].startswith("XXXX")


# --- the document ------------------------------------------------------------------------------


def test_done_skip_exclude_and_remove_are_undone(ferry, hands, answer) -> None:
    project, actor = ferry.annotate.project, ferry.projects.actor
    document = ferry.annotate.document_presenter.document

    def give(reason: str):
        def act(dialog) -> None:
            QTest.keyClicks(dialog.field.editor, reason)
            QTest.keyClick(dialog.field.editor, Qt.Key.Key_Return)

        return act

    answer(give("unclear"))
    ferry.run("skip")
    state = project.state(document, actor)
    assert (state.value, state.reason) == ("skipped", "unclear")
    hands.keys("Ctrl+Z")
    assert project.state(document, actor) is None
    answer(give("error page"))
    ferry.run("exclude")
    assert project.document(document).excluded == "error page"
    hands.keys("Ctrl+Z")
    assert project.document(document).excluded is None
    ferry.run("remove_document")
    assert project.document_counts(actor).total == 1
    assert ferry.annotate.document_presenter.document != document
    hands.keys("Ctrl+Z")
    assert project.document_counts(actor).total == 2


def test_the_day_of_several_documents_is_set_by_key_in_one_step(window, hands, answer) -> None:
    project, view = window.annotate.project, window.room.documents.view
    documents = [1, 2]
    before = [project.document(document).published for document in documents]

    def set_day(dialog) -> None:
        assert isinstance(dialog, PublishedDialog)
        dialog.field.editor.selectAll()
        QTest.keyClicks(dialog.field.editor, "3 May 2031")
        assert dialog.preview.text().startswith("2 documents get it.")
        QTest.keyClick(dialog.field.editor, Qt.Key.Key_Return)

    view.setFocus()
    view.selectAll()
    answer(set_day)
    hands.keys("Ctrl+D")
    days = [project.document(document).published for document in documents]
    assert days == [Published("2031-05-03", "typed")] * 2
    assert undo_name(window) == "Publication date of 2 documents set"
    hands.reader.setFocus()
    hands.keys("Ctrl+Z")
    assert [project.document(document).published for document in documents] == before


def test_several_documents_are_done_in_one_step(window, hands) -> None:
    view = window.room.documents.view
    view.setFocus()
    view.selectAll()
    window.room.documents.asked.emit("done", view.documents())
    assert undo_name(window) == "2 documents done"
    hands.reader.setFocus()
    hands.keys("Ctrl+Z")
    counts = window.annotate.project.document_counts(window.projects.actor)
    assert counts.not_started == 2


def test_removing_every_document_shows_the_empty_page_and_undo_brings_them_back(
    window, hands, qtbot
) -> None:
    window.run("remove_document")
    window.run("remove_document")
    assert window.room.page.is_empty()
    hands.keys("Ctrl+Z", "Ctrl+Z")
    qtbot.waitUntil(lambda: not window.room.page.is_empty())
    assert window.annotate.project.document_counts(window.projects.actor).total == 2


# --- history and versions ----------------------------------------------------------------------


def history_rows(window, qtbot, wanted: Callable[[list[str]], bool]) -> list[str]:
    """The names of the entries, newest first, once they are as wanted."""
    page = window.room.panel.history
    qtbot.waitUntil(lambda: wanted([e.name for e in page._entries]))
    return [e.name for e in page._entries]


def test_an_older_step_is_undone_from_the_history(ferry, hands, qtbot) -> None:
    hands.words("harbour")
    hands.keys("X", "Esc", "Esc")
    hands.words("Tuesday")
    hands.keys("X", "Esc", "Esc")
    panel = ferry.room.panel
    panel.show_page("history")
    entries = history_rows(ferry, qtbot, lambda names: len(names) > 1)
    assert entries[:2] == ["Not a quote labelled: Tuesday", "Not a quote labelled: harbour"]
    panel.focus_page()
    panel.history.list.choose(2)
    assert panel.history.entry().name == "Not a quote labelled: harbour"
    QTest.keyClick(panel.history.list, Qt.Key.Key_U)
    presenter = ferry.annotate.document_presenter
    assert [a.span.of(presenter.doc.text) for a in presenter.doc.labels()] == ["Tuesday"]


def test_a_version_is_named_and_stands_in_the_history(ferry, hands, answer, qtbot) -> None:
    def give(dialog) -> None:
        QTest.keyClicks(dialog.field.editor, "Before the meeting")
        QTest.keyClick(dialog.field.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    panel = ferry.room.panel
    panel.show_page("history")
    panel.history.scope.chosen.emit("project")
    answer(give)
    hands.keys("Ctrl+S")
    history_rows(ferry, qtbot, lambda names: names[:1] == ["Before the meeting"])
    assert "Before the meeting" in ferry.room.page.strip.message()


def test_one_goes_back_to_a_version_from_the_history(ferry, hands, answer, qtbot) -> None:
    project, document = ferry.projects.project, ferry.annotate.document_presenter.document
    hands.words("harbour")
    hands.keys("X", "Esc", "Esc")
    version = project.name_version("One label", ferry.projects.actor)
    hands.words("Tuesday")
    hands.keys("X", "Esc", "Esc")
    panel = ferry.room.panel
    panel.show_page("history")
    panel.history.scope.chosen.emit("project")
    history_rows(ferry, qtbot, lambda names: "One label" in names)
    qtbot.waitUntil(lambda: not ferry.projects.jobs.busy())
    panel.focus_page()
    rows = panel.history._model.rows
    panel.history.list.choose(next(n for n, r in enumerate(rows) if r.name == "One label"))
    panel.history._show_chosen()
    seen = []

    def look(dialog) -> None:
        counts = dialog.counts
        seen.append([counts.item(0, column).text() for column in range(4)])
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    answer(look)
    QTest.keyClick(panel.history.list, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: len(project.annotations(document)) == 1)
    qtbot.waitUntil(lambda: "Gone back to “One label”" in ferry.room.page.strip.message())
    assert seen == [["Labels", "0", "1", "0"]]
    assert not project.preview_version(version).counts
    qtbot.waitUntil(lambda: len(ferry.annotate.document_presenter.doc.labels()) == 1)
    hands.reader.setFocus()
    hands.keys("Ctrl+Z")
    qtbot.waitUntil(lambda: len(project.annotations(document)) == 2)


def test_going_back_where_nothing_differs_is_not_offered(ferry, answer, qtbot) -> None:
    project = ferry.projects.project
    version = project.name_version("Now", ferry.projects.actor)
    seen = []

    def look(dialog) -> None:
        seen.append((dialog.said.text(), dialog.main.isEnabled()))
        dialog.reject()

    answer(look)
    ferry.go_back(version, "Now")
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [("Nothing was changed since.", False)]


def test_show_in_the_history_goes_to_the_document(ferry, hands, qtbot) -> None:
    hands.words("harbour")
    hands.keys("X")
    name = ferry.annotate.document_presenter.document
    hands.keys("Ctrl+PgDown" if ferry.room.documents.neighbour(1) else "Ctrl+PgUp")
    panel = ferry.room.panel
    panel.show_page("history")
    panel.history.scope.chosen.emit("project")
    history_rows(ferry, qtbot, bool)
    panel.history.list.choose(1)
    QTest.keyClick(panel.history.list, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert ferry.annotate.document_presenter.document == name
