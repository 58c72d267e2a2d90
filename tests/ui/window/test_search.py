"""Words are searched in a thread: what is typed goes on, and the newest question has the answer."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtTest import QTest

from pullquote.store import DocumentQuery
from pullquote.store.errors import DamagedIndex


class Gate:
    """Lets the project's searches through when it is told to, and keeps who asked for which."""

    def __init__(self, project, monkeypatch, patience) -> None:
        self.asked: list[tuple[str, bool]] = []
        self.fails = False
        self._open, self._patience = threading.Event(), patience
        self._open.set()
        self._find, self._path = project.document_ids, project.path
        monkeypatch.setattr(project, "document_ids", self.find)

    def find(self, query: DocumentQuery) -> list[int]:
        if query.search:
            own = threading.current_thread() is threading.main_thread()
            self.asked.append((query.search, own))
            assert self._open.wait(self._patience)
            if self.fails:
                raise DamagedIndex(path=self._path, what="seen by a test")
        return self._find(query)

    def shut(self) -> None:
        self._open.clear()

    def open(self) -> None:
        self._open.set()


@pytest.fixture
def gate(window, monkeypatch, patience):
    made = Gate(window.annotate.project, monkeypatch, patience)
    yield made
    made.open()


@pytest.fixture
def panel(window):
    return window.room.documents


def shown(window) -> list[str]:
    model = window.room.documents.model
    rows = [model.id_at(row) for row in range(model.rowCount())]
    return [window.annotate.project.document(number).name for number in rows]


def rested(window) -> bool:
    return not window.annotate.list_presenter.busy()


@pytest.mark.parametrize(
    "words",
    ["brandt", "pil", '"nobody asked us"', "“we wait for the pil", "pilots brandt", "zeppelin"],
)
def test_it_finds_what_the_store_finds_and_never_in_this_thread(
    window, gate, panel, qtbot, words
) -> None:
    panel.search.set_text(words)
    qtbot.waitUntil(lambda: rested(window))
    found = window.annotate.project.document_ids(replace(panel.query(), search=words))
    assert [panel.model.id_at(row) for row in range(panel.model.rowCount())] == found
    assert gate.asked[0] == (words, False)
    assert not any(own for _, own in gate.asked[:-1])  # the last is of this test


def test_what_is_typed_goes_on_and_only_the_newest_is_shown(window, gate, panel, qtbot) -> None:
    gate.shut()
    for words in ("p", "pi", "pilots", "brandt"):
        panel.search.set_text(words)
    assert shown(window) == ["ferry.txt", "strike.txt"]  # what was there, until an answer comes
    gate.open()
    qtbot.waitUntil(lambda: rested(window))
    assert shown(window) == ["strike.txt"]
    # What came between was not searched at all.
    assert [words for words, _ in gate.asked] == ["p", "brandt"]


def test_one_letter_waits_for_the_second_and_says_so(window, panel, qtbot) -> None:
    panel.search.set_text("b")
    qtbot.waitUntil(lambda: rested(window))
    assert panel.choices._filter.text() == "Type one more letter"
    assert shown(window) == ["ferry.txt", "strike.txt"]
    panel.search.set_text("br")
    qtbot.waitUntil(lambda: rested(window))
    assert panel.choices._filter.text() == "1 found"
    assert shown(window) == ["strike.txt"]


def test_a_filter_overtakes_a_search(window, gate, panel, qtbot) -> None:
    gate.shut()
    panel.search.set_text("brandt")
    panel.search.set_text("")
    assert shown(window) == ["ferry.txt", "strike.txt"]
    gate.open()
    qtbot.waitUntil(lambda: window.annotate.list_presenter._searched is None)
    assert shown(window) == ["ferry.txt", "strike.txt"]


def test_a_search_that_takes_long_is_shown_busy(window, gate, panel, qtbot) -> None:
    gate.shut()
    panel.search.set_text("brandt")
    qtbot.waitUntil(lambda: panel.choices._filter.text() == "Searching…")
    gate.open()
    qtbot.waitUntil(lambda: panel.choices._filter.text() == "1 found")


@pytest.mark.parametrize("key", ["Return", "Down"])
def test_enter_waits_for_what_is_found(window, hands, gate, panel, qtbot, key) -> None:
    hands.keys("Ctrl+K")
    gate.shut()
    hands.type("brandt")
    hands.keys(key)
    assert panel.search.editor.hasFocus()
    gate.open()
    qtbot.waitUntil(panel.view.hasFocus)
    assert shown(window) == ["strike.txt"]


def test_enter_takes_the_word_that_is_proposed(window, hands, gate, panel, qtbot) -> None:
    hands.keys("Ctrl+K")
    gate.shut()
    hands.type("brandtx")
    hands.keys("Return")
    gate.open()
    qtbot.waitUntil(lambda: shown(window) == ["strike.txt"])
    assert panel.search.text() == "brandt"


def test_a_search_that_fails_says_why_and_can_be_repeated(window, gate, panel, qtbot) -> None:
    gate.fails = True
    panel.search.set_text("brandt")
    qtbot.waitUntil(lambda: "The search failed" in panel._notice.words())
    assert "close the project and open it again" in panel._notice.words()
    assert panel._notice.isVisible()
    gate.fails = False
    panel._notice.acted.emit()
    qtbot.waitUntil(lambda: shown(window) == ["strike.txt"])


def test_a_document_removed_while_it_is_searched_makes_room_for_another(
    window, gate, panel, qtbot
) -> None:
    panel.search.set_text("brandt")
    qtbot.waitUntil(lambda: shown(window) == ["strike.txt"])
    window.annotate.open(panel.model.id_at(0))
    gate.asked.clear()
    window.run("remove_document")
    qtbot.waitUntil(lambda: rested(window) and panel.model.rowCount() == 0)
    assert not any(own for _, own in gate.asked)


def test_closing_waits_for_no_answer(window, gate, panel) -> None:
    gate.shut()
    panel.search.set_text("brandt")
    gate.open()
    window.close()
    QTest.qWait(0)
