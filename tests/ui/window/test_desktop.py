"""What one expects of a program on a desktop: it goes on where one stopped, and says what is so."""

import faulthandler
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from pullquote.ui.documents.context import context_of, search_hits
from pullquote.ui.documents.model import CONTEXT
from pullquote.ui.panels.labels.page import LabelsPage
from pullquote.ui.screenshots import wait_for_tasks
from pullquote.ui.services import errors
from pullquote.ui.theme.palette import Theme


def document(window) -> str:
    return window.annotate.project.document(window.annotate.document_presenter.document).name


def labels(window) -> list[tuple[str, str]]:
    doc = window.annotate.document_presenter.doc
    return [(a.layer, a.span.of(doc.text)) for a in doc.labels()]


def said(window) -> str:
    return window.room.page.strip.message()


def opened(window, name: str) -> QMenu:
    """An inner menu, filled as it is when it is opened."""
    menu = window.actions_by_id[name].menu()
    menu.aboutToShow.emit()
    return menu


def entries(menu: QMenu) -> list[str]:
    return [a.text().split("\t")[0] for a in menu.actions() if a.text()]


# --- where one stopped ----------------------------------------------------------------------------


def test_a_project_opens_where_one_stopped(window, hands, make_window, project_path) -> None:
    hands.keys("Ctrl+PgDown")
    name = document(window)
    hands.reader.set_caret(40)
    window.close()
    again = make_window()
    assert again.open_project(project_path)
    assert document(again) == name
    assert again.room.page.reader.caret() == 40
    with again.annotate.project.operation("Remove", 0) as writer:
        writer.remove_document(again.annotate.document_presenter.document)
    again.run("close_project")
    assert again.open_project(project_path)
    assert document(again) != name


# --- labels of others -----------------------------------------------------------------------------


@pytest.fixture
def two(window, hands):
    """Ada has labelled both documents."""
    project = window.annotate.project
    with project.operation("Ada came", 0) as writer:
        ada = writer.add_annotator("Ada & Co").id
        for number in (1, 2):
            writer.add_annotation(number, ada, "claim", 0, 7)
    hands.keys("G", "Q", "Esc", "Esc")
    return window


def test_labels_of_somebody_else_are_looked_at_and_not_changed(two, hands) -> None:
    own = labels(two)
    menu = opened(two, "labels_of")
    assert entries(menu) == ["Mara Lind", "Ada && Co"]
    menu.actions()[1].trigger()
    assert [layer for layer, _ in labels(two)] == ["claim"]
    line = two.room.page.message
    assert line.isVisible()
    assert "Ada & Co" in line.accessibleName() or "Ada & Co" in str(line.findChildren(object))
    wait_for_tasks(two)
    assert not list(two.annotate.suggestions.left)
    before = two.annotate.project.dump()
    hands.keys("J", "T", "Q", "Del", "Ctrl+Z", "F2", "Right", "Return")
    assert two.annotate.project.dump() == before
    hands.keys("Q")
    assert said(two) == "Read-only here: these are labels of somebody else."
    QApplication.processEvents()
    assert not two.actions_by_id["undo"].isEnabled()
    assert not two.actions_by_id["layer:quote"].isEnabled()
    hands.keys("Ctrl+PgDown")
    assert [layer for layer, _ in labels(two)] == ["claim"]
    hands.keys("Ctrl+PgUp")
    opened(two, "labels_of").actions()[0].trigger()
    assert labels(two) == own
    assert not two.room.page.message.isVisible()
    hands.keys("G", "Q")
    assert len(labels(two)) == 2 or labels(two) == own


def test_a_document_that_one_has_still_to_do_keeps_labels_of_others_away(two, hands) -> None:
    project, here = two.annotate.project, two.annotate.document_presenter.document
    with project.operation("Deal", 0) as writer:
        writer.add_assignment(here, two.projects.actor, "overlap", suggestions=False)
    opened(two, "labels_of").actions()[1].trigger()
    assert "claim" not in [layer for layer, _ in labels(two)]
    assert two.room.page.message.isVisible()
    with project.operation("Done", two.projects.actor) as writer:
        writer.set_state(here, two.projects.actor, "done")
    opened(two, "labels_of").actions()[1].trigger()
    assert [layer for layer, _ in labels(two)] == ["claim"]


def test_whoever_opens_the_sample_sees_labels(make_window, sample_file, tmp_path: Path) -> None:
    path = Path(shutil.copy(sample_file, tmp_path / "Copy of it.pullquote"))
    window = make_window()
    window.preferences.name = "Somebody Else"
    assert window.open_project(path)
    assert window.projects.name() == "Mara Lind"
    project = window.annotate.project
    assert sum(len(project.annotations(d, window.projects.actor)) for d in range(1, 9)) > 20


def test_the_history_names_the_words_of_each_step(ferry, hands) -> None:
    hands.keys("G", "Q", "Esc", "Esc")
    hands.words("Tuesday")
    hands.keys("D")
    ferry.room.panel.show_page("history")
    wait_for_tasks(ferry)
    QApplication.processEvents()
    rows = [row.name for row in ferry.room.panel.history._model.rows]
    assert "Date labelled: Tuesday" in rows
    assert "Quote labelled: “We wait for the pilots,”" in rows


# --- menus ----------------------------------------------------------------------------------------


def test_recent_projects_are_in_the_menu_but_for_the_open_one(
    window, ferries: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copy(ferries, tmp_path / "other one.pullquote"))
    window.preferences.remember(tmp_path / "gone.pullquote")
    window.preferences.remember(other)
    window.preferences.remember(tmp_path / "x" / ".." / "other one.pullquote")
    menu = opened(window, "open_recent")
    assert entries(menu) == ["other one", "gone"]
    assert [a.isEnabled() for a in menu.actions()] == [True, False]
    menu.actions()[0].trigger()
    assert window.projects.project.path == other


def test_the_theme_that_is_on_has_a_mark(window) -> None:
    def marked() -> list[str]:
        names = ("theme_light", "theme_dark", "theme_system")
        return [name for name in names if window.actions_by_id[name].isChecked()]

    assert marked() == ["theme_system"]
    for name in ("theme_dark", "theme_dark", "theme_light", "theme_system"):
        window.actions_by_id[name].trigger()
        assert marked() == [name]
        assert window.theme.name == ("dark" if name == "theme_dark" else "light")


def test_the_layers_stand_first_in_the_menu_of_labels_and_label(window, hands) -> None:
    window.annotate.open(1, jump=False)
    menu = window._menus["label"]
    assert entries(menu)[:6] == ["Quote", "Speaker", "Cue", "Date", "Claim", "Not a quote"]
    hands.words("harbour")
    window.update_actions()
    window.actions_by_id["layer:claim"].trigger()
    assert labels(window) == [("claim", "harbour")]
    window.run("close_project")
    assert "layer:claim" not in window.actions_by_id


def test_shift_f10_opens_the_menu_of_what_has_the_focus(window, hands) -> None:
    hands.words("harbour")
    for place in (hands.reader, window.room.documents.view):
        place.setFocus()
        hands.keys("Shift+F10")
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        menu.close()


# --- search ---------------------------------------------------------------------------------------


def test_what_is_searched_is_shown_in_its_context_and_in_the_text(window, hands, qtbot) -> None:
    hands.keys("Ctrl+K")
    hands.type("brandt")
    view = window.room.documents.view
    qtbot.waitUntil(lambda: view.model().rowCount() == 1)
    shown = view.model().index(0).data(CONTEXT)
    assert "Ole Brandt said" in shown
    hands.keys("Return", "Down", "Return")
    assert document(window) == "strike.txt"
    start = hands.reader.text().index("Brandt")
    assert hands.reader.scene.hit.start == start
    assert hands.reader.caret() == start
    hands.keys("Ctrl+K", "Esc")
    qtbot.waitUntil(lambda: hands.reader.scene.hit is None)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("ferr", ["ferries", "Ferry"]), ('"no ferry will"', []), ('"ferry will"', ["Ferry will"]),
        ("will stay", ["stay", "will"]), ("ÉTÉ", ["été"]), ("🚢", []), ("(", []), ('"', []),
    ],
)  # fmt: skip
def test_words_are_found_by_their_beginnings_and_phrases_whole(asked, found) -> None:
    text = "The ferries stay. 🚢 A Ferry will come this été."
    assert [hit.of(text) for hit in search_hits(text, asked)] == found
    assert context_of(text, "nothing") == ""


# --- how it looks ---------------------------------------------------------------------------------


def test_another_theme_reaches_what_is_out_of_sight_when_it_comes(window, qtbot) -> None:
    window.rooms.go("progress")
    window.rooms.go("annotate")
    window.run("theme_dark")
    dark = Theme.load("dark")
    for room in ("annotate", "progress"):
        window.rooms.go(room)
        QApplication.processEvents()
        strip = window.strip
        image = strip.grab().toImage()
        assert image.pixelColor(strip.width() // 2, 6) == dark.color("page")
    window.run("theme_light")
    assert window.strip.grab().toImage().pixelColor(300, 6) == Theme.load("light").color("page")


def test_the_dialog_in_which_the_theme_is_chosen_takes_it(window, answer) -> None:
    seen = []

    def choose(dialog) -> None:
        for name in ("dark", "light"):
            QTest.mouseClick(dialog.theme._buttons[name], Qt.MouseButton.LeftButton)
            QApplication.processEvents()
            seen.append(dialog.grab().toImage().pixelColor(dialog.width() - 60, 40).name())

    answer(choose)
    window.run("settings")
    assert seen == [Theme.load(name).color("page").name() for name in ("dark", "light")]


def test_a_wish_for_contrast_keeps_layers_plain_with_any_schema(window, qapp) -> None:
    plain = Theme.load("light").in_high_contrast(qapp.palette())
    layers = window.projects.project.schema.layers
    with_layers = plain.with_layers(layers)
    assert all(with_layers.layer(layer.id) == plain.layer("quote") for layer in layers)


def test_right_to_left_paragraphs_begin_at_the_right_edge(ferry, hands) -> None:
    reader = hands.reader
    text = "Left first, then قال.\nقال الوزير إن العبارة لن تبحر.\nשלום עולם and left."
    reader.show_document(text)
    column = reader.scene.page.width
    left = reader.rect_of(0).left()
    for words in ("قال الوزير", "שלום"):
        assert reader.rect_of(text.index(words)).left() > left + column - 12
    place = reader.rect_of(text.index("الوزير")).center()
    QTest.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert abs(reader.caret() - text.index("الوزير")) <= 1


def test_the_page_of_labels_asks_for_its_layout_once_at_a_time(qtbot, theme, monkeypatch) -> None:
    page = LabelsPage(theme)
    qtbot.addWidget(page)
    scroll = page._scroll
    asked = []

    def ask_again() -> None:
        asked.append(1)
        if len(asked) < 3:  # or it would go on for ever
            QApplication.sendEvent(scroll.widget(), QEvent(QEvent.Type.LayoutRequest))

    monkeypatch.setattr(scroll, "updateGeometry", ask_again)
    QApplication.sendEvent(scroll.widget(), QEvent(QEvent.Type.LayoutRequest))
    assert len(asked) == 1


# --- when things go wrong -------------------------------------------------------------------------


def test_the_log_has_places_and_no_words(tmp_path: Path, monkeypatch) -> None:
    # Where the tests' own Python would end is written elsewhere.
    ends: list[str] = []
    monkeypatch.setattr(faulthandler, "enable", lambda stream: ends.append(stream.name))
    path = errors.keep_log(tmp_path / "log")
    assert ends == [str(path)]
    own = logging.getLogger("pullquote")
    try:
        errors.install_error_hook(lambda _said, _details: None)
        try:
            raise ValueError("the secret words of a text")
        except ValueError as error:
            sys.excepthook(ValueError, error, error.__traceback__)
        written = path.read_text(encoding="utf-8")
    finally:
        handler = own.handlers.pop()
        handler.close()
        sys.excepthook = sys.__excepthook__
    assert "started: Pullquote" in written
    assert "ValueError" in written
    assert "test_desktop.py" in written
    assert "secret" not in written


def test_the_log_is_opened_from_the_menu(window, monkeypatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or can_open)
    log = errors.log_folder() / "pullquote.log"
    can_open = True
    window.run("log_file")
    assert opened == [QUrl.fromLocalFile(str(log))]
    assert not window.room.page.message.isVisible()
    can_open = False
    window.run("log_file")
    said = f"No program here opens the log; it is the text file {log}."
    assert window.room.page.message.text() == said


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
@pytest.mark.parametrize("display", ["", ":4321"])
@pytest.mark.parametrize("command", [[], ["open"], ["nothing.pullquote"]])
def test_without_a_display_it_says_one_sentence(display: str, command: list[str]) -> None:
    kept = {k: v for k, v in os.environ.items() if k not in {"QT_QPA_PLATFORM", "WAYLAND_DISPLAY"}}
    done = subprocess.run(
        [sys.executable, "-m", "pullquote", *command], capture_output=True, text=True, check=False,
        env={**kept, "DISPLAY": display},
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "display" in done.stderr
    assert "Traceback" not in done.stderr
