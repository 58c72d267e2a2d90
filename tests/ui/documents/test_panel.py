from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester

from pullquote.store.values import DocumentRow, StateCounts
from pullquote.ui.documents import EVERYTHING, DocumentsPanel
from pullquote.ui.documents.model import (
    PAGE,
    DocumentsModel,
    near_words,
    row_description,
    source_and_date,
    title_of,
)
from pullquote.ui.theme.style import spread_theme

COUNTS = StateCounts(300, 200, 40, 50, 10, 2)


def make(number: int, **changes) -> DocumentRow:
    row = DocumentRow(
        number, f"{number}.txt", f"Harbour talks, part {number}", "Northern Wire", "2026-02-10",
        "in_progress", 5, 18, None, 3000,
    )  # fmt: skip
    return replace(row, **changes)


class Store:
    """Stands for the store: counts what was asked of it."""

    def __init__(self):
        self.asked = []
        self.changed = {}

    def rows(self, ids):
        self.asked.append(list(ids))
        return [self.changed.get(number, make(number)) for number in ids]


@pytest.fixture
def store():
    return Store()


@pytest.fixture
def panel(theme, qtbot, store):
    panel = DocumentsPanel(theme, store.rows)
    qtbot.addWidget(panel)
    panel.resize(288, 600)
    panel.show_documents(list(range(100, 400)), COUNTS)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.grab()
    return panel


class TestModel:
    def test_it_obeys_qt(self, qapp, store):
        model = DocumentsModel(store.rows)
        tester = QAbstractItemModelTester(
            model, QAbstractItemModelTester.FailureReportingMode.Fatal
        )
        model.show_ids(range(200))
        model.refresh([3, 150])
        model.show_ids([])
        assert tester.model() is model

    def test_rows_are_fetched_by_pages_when_they_are_needed(self, qapp, store):
        model = DocumentsModel(store.rows)
        model.show_ids(range(100_000))
        assert store.asked == []
        assert model.index(70_000).data() == "Harbour talks, part 70000"
        assert len(store.asked) == 1
        assert len(store.asked[0]) == PAGE
        model.index(70_001).data()
        assert len(store.asked) == 1

    def test_a_changed_row_is_fetched_anew_and_no_other(self, qapp, store, qtbot):
        model = DocumentsModel(store.rows)
        model.show_ids(range(1000))
        model.index(3).data(), model.index(500).data()
        store.changed[500] = make(500, title="New title")
        with qtbot.waitSignal(model.dataChanged):
            model.refresh([500, 999_999])
        assert model.index(500).data() == "New title"
        assert len(store.asked) == 3
        model.index(3).data()
        assert len(store.asked) == 3

    def test_a_row_that_went_away_is_empty_not_an_error(self, qapp):
        model = DocumentsModel(lambda ids: [])
        model.show_ids([1, 2])
        assert model.index(1).data() is None
        assert model.index(9).data() is None
        assert model.row_of(77) is None
        assert model.rowCount(model.index(0)) == 0


class TestWords:
    def test_a_row_is_one_sentence(self):
        assert row_description(make(1)) == (
            "in progress, Harbour talks, part 1, Northern Wire, 10 February 2026, "
            "5 repeated passages, 18 labels"
        )

    def test_what_is_not_known_is_said(self):
        row = make(1, source=None, published=None, state=None, repeats=0, labels=0, excluded="ad")
        assert (
            row_description(row)
            == "not started, Harbour talks, part 1, undated, no labels, excluded"
        )
        assert source_and_date(row) == ("Excluded", "undated")

    def test_near_documents_are_a_word_and_a_sentence(self):
        row = make(1, near=3, coverage=0.97)
        assert near_words(row) == "97 % in 3 others"
        assert "97 % of it stands in 3 other documents, 18 labels" in row_description(row)
        row = make(1, near=1, coverage=0.9999)
        assert near_words(row) == "99 % in 1 other"
        assert "99 % of it stands in 1 other document," in row_description(row)
        assert near_words(make(1)) == ""

    @pytest.mark.parametrize("percent", range(101))
    def test_a_whole_percent_is_itself(self, percent):
        assert near_words(make(1, near=1, coverage=percent / 100)) == f"{percent} % in 1 other"

    def test_the_tooltip_says_it_too(self, qapp):
        model = DocumentsModel(lambda ids: [make(n, near=3, coverage=0.97) for n in ids])
        model.show_ids([1])
        tooltip = model.index(0).data(Qt.ItemDataRole.ToolTipRole)
        assert "97 % of it stands in 3 other documents" in tooltip

    def test_a_document_without_a_title_goes_by_its_name(self):
        assert title_of(make(7, title="")) == "7.txt"
        assert title_of(make(7, title="Two\nlines")) == "Two lines"


class TestKeys:
    def test_arrows_choose_and_enter_goes_on(self, panel, qtbot):
        panel.choose(100)
        panel.focus_list()
        with qtbot.waitSignal(panel.chosen) as told:
            qtbot.keyClick(panel.view, Qt.Key.Key_Down)
        assert told.args == [101]
        with qtbot.waitSignal(panel.entered) as told:
            qtbot.keyClick(panel.view, Qt.Key.Key_Return)
        assert told.args == [101]

    def test_letters_mean_nothing(self, panel, qtbot):
        panel.choose(100)
        panel.focus_list()
        with qtbot.assertNotEmitted(panel.queried), qtbot.assertNotEmitted(panel.chosen):
            qtbot.keyClicks(panel.view, "hGq1?")
        assert panel.view.hasFocus()
        assert panel.search.text() == ""

    def test_a_click_picks_and_one_with_ctrl_only_chooses(self, panel, qtbot):
        panel.choose(100)
        rows = [panel.view.visualRect(panel.model.index(row)).center() for row in (0, 1)]
        left, view = Qt.MouseButton.LeftButton, panel.view.viewport()
        with qtbot.waitSignal(panel.picked):
            qtbot.mouseClick(view, left, pos=rows[0])
        with qtbot.assertNotEmitted(panel.picked):
            qtbot.mouseClick(view, left, Qt.KeyboardModifier.ControlModifier, pos=rows[1])

    def test_arrows_join_search_and_list(self, panel, qtbot):
        panel.focus_search()
        qtbot.keyClick(panel.search.editor, Qt.Key.Key_Down)
        assert panel.view.hasFocus()
        assert panel.view.document() == 100
        qtbot.keyClick(panel.view, Qt.Key.Key_Up)
        assert panel.search.editor.hasFocus()

    def test_escape_leaves_list_and_search(self, panel, qtbot):
        panel.focus_list()
        with qtbot.waitSignal(panel.left):
            qtbot.keyClick(panel.view, Qt.Key.Key_Escape)
        panel.focus_search()
        with qtbot.waitSignal(panel.left):
            qtbot.keyClick(panel.search.editor, Qt.Key.Key_Escape)

    def test_choosing_from_outside_tells_nobody(self, panel, qtbot):
        with qtbot.assertNotEmitted(panel.chosen):
            panel.choose(250)
            panel.choose(None)
            panel.choose(9999)

    def test_neighbours_follow_the_order_of_the_list(self, panel):
        panel.show_documents([7, 3, 5], COUNTS)
        panel.choose(3)
        assert (panel.neighbour(-1), panel.neighbour(1)) == (7, 5)
        panel.choose(5)
        assert panel.neighbour(1) is None
        panel.choose(99)
        assert panel.neighbour(1) == 7


def choose(qtbot, button, *entries):
    """By keys: open the menu of `button`, go to each entry, into its menu, and press Enter."""
    button.choices.popup(button.mapToGlobal(QPoint(0, button.height())))
    menu = button.choices
    for entry in entries:
        wanted = next(a for a in menu.actions() if a.text().split("\t")[0] == entry)
        while menu.activeAction() is not wanted:
            qtbot.keyClick(menu, Qt.Key.Key_Down)
        if wanted.menu():
            qtbot.keyClick(menu, Qt.Key.Key_Right)
            menu = wanted.menu()
    qtbot.keyClick(menu, Qt.Key.Key_Return)


class TestAnswers:
    def test_the_chosen_document_stays_chosen(self, panel, qtbot):
        panel.choose(150)
        with qtbot.assertNotEmitted(panel.chosen):
            panel.show_documents(list(range(399, 99, -1)), COUNTS)
        assert panel.view.document() == 150
        panel.show_documents([100, 101], COUNTS)
        assert panel.view.document() is None
        panel.show_documents(list(range(100, 400)), COUNTS)
        assert panel.view.document() == 150

    def test_a_refresh_does_not_scroll(self, panel):
        panel.choose(100)
        panel.view.verticalScrollBar().setValue(2000)
        panel.show_documents(list(range(100, 400)), COUNTS)
        assert panel.view.verticalScrollBar().value() == 2000

    def test_a_foot_count_filters_and_lets_go(self, panel, qtbot):
        done = panel.foot._counts["done"]
        with qtbot.waitSignal(panel.queried) as told:
            qtbot.mouseClick(done, Qt.MouseButton.LeftButton)
        assert told.args[0] == replace(EVERYTHING, state="done")
        panel.show_documents([100], COUNTS)
        assert panel.choices._filter.text() == "1 done"
        with qtbot.waitSignal(panel.queried) as told:
            qtbot.mouseClick(done, Qt.MouseButton.LeftButton)
        assert told.args[0] == EVERYTHING

    def test_orders_and_sources_are_asked_by_menu(self, panel, qtbot):
        panel.choices.set_sources(["Harbour & Co"])
        panel.choices._fill_order()
        actions = {a.text(): a for a in panel.choices._order.choices.actions()}
        with qtbot.waitSignal(panel.queried) as told:
            actions["By title"].trigger()
        assert (told.args[0].order, told.args[0].descending) == ("title", False)
        panel.choices._fill_filter()
        sources = panel.choices._filter.choices.actions()[-1].menu()
        with qtbot.waitSignal(panel.queried) as told:
            sources.actions()[0].trigger()
        assert told.args[0].source == "Harbour & Co"

    def test_near_copies_are_filtered_beside_what_is_shown(self, panel, qtbot):
        panel._filter_state("not_started")
        panel.show_documents([100], COUNTS)
        with qtbot.waitSignal(panel.queried) as told:
            choose(qtbot, panel.choices._filter, "Near copies", "One of each group")
        asked = told.args[0]
        assert (asked.near, asked.state) == ("first", "not_started")
        panel.show_documents([100], COUNTS)
        assert panel.choices._filter.text() == "1 to do · one of each"
        with qtbot.waitSignal(panel.queried) as told:
            choose(qtbot, panel.choices._filter, "All documents")
        assert told.args[0] == EVERYTHING

    def test_the_order_by_near_copies_has_the_nearest_first(self, panel, qtbot):
        with qtbot.waitSignal(panel.queried) as told:
            choose(qtbot, panel.choices._order, "By near copies")
        assert (told.args[0].order, told.args[0].descending) == ("coverage", True)

    def test_without_near_copies_all_are_offered(self, panel, qtbot):
        choose(qtbot, panel.choices._filter, "Near copies", "Only what has near copies")
        panel.show_documents([], COUNTS)
        assert panel._notice.words() == "Nothing like that has near copies"
        with qtbot.waitSignal(panel.queried) as told:
            panel._notice.acted.emit()
        assert told.args[0] == EVERYTHING

    def test_filters_that_would_show_nothing_are_grey(self, panel):
        panel.show_documents([1], StateCounts(1, 1, 0, 0, 0, 0))
        panel.choices._fill_filter()
        enabled = [a.isEnabled() for a in panel.choices._filter.choices.actions()[:6]]
        assert enabled == [True, True, False, False, False, False]

    def test_no_documents_yet(self, panel):
        panel.show_documents([], StateCounts(0, 0, 0, 0, 0, 0))
        assert panel._nothing.isVisible()
        assert panel._nothing.text() == "No documents yet"
        assert not panel.search.isVisible()

    def test_nothing_found_says_what_would_be(self, panel, qtbot):
        panel.search.set_text("harbuor")
        panel.show_documents([], COUNTS)
        assert "Nothing found for “harbuor”" in panel._notice.words()
        panel.propose_search("harbour", 18)
        assert "18 documents have “harbour”." in panel._notice.words()
        with qtbot.waitSignal(panel.queried) as told:
            qtbot.keyClick(panel.search.editor, Qt.Key.Key_Return)
        assert told.args[0].search == "harbour"

    def test_an_empty_filter_offers_all(self, panel, qtbot):
        panel._filter_state("in_progress")
        panel.show_documents([], COUNTS)
        assert panel._notice.words() == "Nothing is open"
        with qtbot.waitSignal(panel.queried) as told:
            panel._notice.acted.emit()
        assert told.args[0] == EVERYTHING


class TestMenu:
    def test_it_asks_for_all_that_are_selected(self, panel, qtbot):
        panel.choose(100)
        panel.focus_list()
        qtbot.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        assert panel.view.documents() == [100, 101]
        menu = panel._menu(panel.view.documents())
        asks = {a.data(): a for a in menu.actions() if a.data()}
        assert "properties" not in asks
        with qtbot.waitSignal(panel.asked) as told:
            asks["exclude"].trigger()
        assert told.args == ["exclude", [100, 101]]

    def test_an_excluded_document_can_be_taken_back(self, panel, store):
        store.changed[100] = make(100, excluded="an error page")
        asks = {a.data() for a in panel._menu([100]).actions()}
        assert "include" in asks
        assert "exclude" not in asks


def test_screen_readers_hear_rows_as_sentences(panel):
    interface = QAccessible.queryAccessibleInterface(panel.view)
    assert interface.text(QAccessible.Text.Name) == "Documents"
    said = [interface.child(i).text(QAccessible.Text.Name) for i in range(8)]
    assert any(words.startswith("in progress, Harbour talks, part 100") for words in said)


@pytest.mark.parametrize("width", [240, 288, 480])
def test_rows_of_all_kinds_are_painted_in_both_palettes(any_theme, qtbot, width):
    kinds = [
        make(0, state=None, published=None, source=None),
        make(1, state="done", labels=12_345, repeats=999, title="ع" * 300),
        make(2, state="skipped", excluded="an advertisement"),
        make(3, title="<b>bold</b> & more"),
        make(4, title="Harbour talks " * 20, near=19_999, coverage=1.0, labels=12_345),
    ]
    panel = DocumentsPanel(any_theme, lambda ids: [kinds[i] for i in ids])
    qtbot.addWidget(panel)
    panel.resize(width, 600)
    panel.show_documents([0, 1, 2, 3, 4], StateCounts(200_000, 199_000, 500, 500, 0, 0))
    panel.choose(1)
    panel.show()
    panel.grab()
    spread_theme(panel, any_theme)
    assert panel.foot.sizeHint().width() <= width
    assert panel.view.model().rowCount(QModelIndex()) == 5


def test_the_menu_key_opens_the_menu_of_the_chosen_row(panel, qtbot, qapp):
    panel.choose(101)
    panel.focus_list()
    middle = panel.view.viewport().rect().center()
    place = panel.view.viewport().mapToGlobal(middle)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, place)
    with qtbot.waitSignal(panel.view.menu_wanted) as told:
        qapp.sendEvent(panel.view.viewport(), event)
    assert told.args[0] == [101]
    menu = qapp.activePopupWidget()
    assert menu is not None
    with qtbot.waitSignal(panel.asked) as told:
        next(a for a in menu.actions() if a.data() == "done").trigger()
    assert told.args == ["done", [101]]
    menu.close()


def test_a_document_whose_copy_is_labelled_differently_is_marked_and_says_so(panel):
    index = panel.model.index(1)

    def spoken() -> str:
        return panel.model.data(index, Qt.ItemDataRole.AccessibleTextRole)

    before = panel.view.grab().toImage()
    assert "labelled differently" not in spoken()
    panel.model.show_unlike(frozenset({101, 399}))
    assert "a copy is labelled differently" in spoken()
    assert "a copy is labelled differently" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert panel.view.grab().toImage() != before
    panel.model.show_unlike(frozenset())
    assert panel.view.grab().toImage() == before
