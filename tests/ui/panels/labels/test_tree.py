import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester

from pullquote.ui.panels.labels.tree import ROW, Tree
from pullquote.ui.panels.values import TreeRow
from pullquote.ui.widgets.row_list import RowsModel

ROWS = [
    TreeRow(1, "claim", "“no date”", aside="2026-02-10", aside_layer="date", aside_label=90),
    TreeRow(2, "speaker", "The Ministry", 1),
    TreeRow(3, "quote", "“No, there are no dates yet.”"),
    TreeRow(4, "speaker", "he → Ilian Marsk", 1, aside="told", aside_label=91),
]  # fmt: skip


@pytest.fixture
def tree(theme, schema, show):
    made = Tree(theme)
    made.set_schema(schema)
    made.show_rows(ROWS)
    return show(made, height=300)


def place(tree, row, x=100):
    return QPoint(x, row * ROW + ROW // 2)


def test_arrows_point_at_labels(tree, qtbot, heard):
    tree.setFocus()
    pointed = heard(tree.label_pointed)
    tree.select_label(1)
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert pointed == [2, 3]


def test_enter_goes_to_the_text_and_delete_removes(tree, qtbot, heard):
    entered, removed = heard(tree.label_entered), heard(tree.label_removed)
    tree.select_label(3)
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    assert (entered, removed) == ([3], [3])


def test_showing_and_selecting_say_nothing(tree, heard):
    pointed = heard(tree.label_pointed)
    tree.select_label(3)
    tree.show_rows(ROWS[:2], selected=2)
    assert pointed == []
    assert tree.row() == 1


def test_the_focus_comes_to_a_row_by_keys_and_not_by_the_window(tree, qtbot, heard):
    pointed = heard(tree.label_pointed)
    tree.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
    assert (pointed, tree.row()) == ([], -1)
    tree.clearFocus()
    tree.setFocus(Qt.FocusReason.TabFocusReason)
    assert (pointed, tree.row()) == ([1], 0)
    tree.clearFocus()
    tree.select_label(3)
    tree.setFocus(Qt.FocusReason.TabFocusReason)
    assert (pointed, tree.row()) == ([1], 2)


def test_a_click_selects_and_a_click_on_the_right_takes_what_stands_there(tree, qtbot, heard):
    pointed = heard(tree.label_pointed)
    viewport = tree.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place(tree, 3))
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place(tree, 3, tree.width() - 30))
    assert pointed == [4, 91]


def test_the_right_arrow_goes_to_the_cue(tree, qtbot, heard):
    pointed = heard(tree.label_pointed)
    tree.select_label(4)
    qtbot.keyClick(tree, Qt.Key.Key_Right)
    assert pointed == [91]


def test_a_label_that_stands_at_the_right_selects_its_row(tree):
    tree.select_label(90)
    assert tree.row() == 0
    tree.select_label(404)
    assert tree.row() == -1


def test_letters_do_not_search_the_rows(tree, qtbot, heard):
    pointed = heard(tree.label_pointed)
    tree.select_label(1)
    qtbot.keyClicks(tree, "N")
    assert pointed == []
    assert tree.row() == 0


def test_a_row_is_spoken_as_one_sentence(tree):
    model = tree.model()
    said = model.index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Speaker, he → Ilian Marsk, told"
    tree.show_rows([TreeRow(9, "quote", "“We saw”", suggested=True)])
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Quote, suggestion, “We saw”"
    )


def test_rows_of_all_kinds_are_painted_in_both_themes(any_theme, schema, show):
    tree = Tree(any_theme.with_layers(schema.layers))
    tree.set_schema(schema)
    names = [layer.id for layer in schema.layers]
    rows = [TreeRow(n, name, f"<b>{name}</b>" * 9) for n, name in enumerate(names)]
    tree.show_rows([*rows, TreeRow(99, "gone", "“a layer that is no more”", suggested=True)], 0)
    show(tree)
    assert not tree.grab().isNull()


@given(st.lists(st.lists(st.integers(0, 5), max_size=8), max_size=6))
def test_the_model_has_what_it_was_given_last(lists):
    model = RowsModel[int](str)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for rows in lists:
        model.show_rows(rows)
        assert model.rows == rows
        assert model.rowCount() == len(rows)


def test_rows_that_stay_are_not_drawn_again(qapp, heard):
    model = RowsModel[str](str)
    model.show_rows(["a", "b", "c", "d"])
    changed, inserted, removed = (
        heard(model.dataChanged),
        heard(model.rowsInserted),
        heard(model.rowsRemoved),
    )
    model.show_rows(["a", "b", "x", "c", "d"])
    assert [(first, last) for _, first, last in inserted] == [(2, 2)]
    model.show_rows(["a", "y", "x", "c", "d"])
    assert [(top.row(), bottom.row()) for top, bottom, _ in changed] == [(1, 1)]
    model.show_rows(["a", "d"])
    assert [(first, last) for _, first, last in removed] == [(1, 3)]
