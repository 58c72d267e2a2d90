"""The agreement room by mouse and keys, on invented figures."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton, QToolTip

from pullquote.agreement.values import (
    AnnotatorReading,
    Disagreement,
    DisagreementPlace,
    Filter,
    Scope,
)
from pullquote.text.spans import Span
from pullquote.ui.agreement.wording import version_excerpts

LEFT = Qt.MouseButton.LeftButton


def click_figure(room, figure: str) -> None:
    view = room.page.figures.list
    index = view.model().index(room.page.figures.ids().index(figure), 0)
    QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center())


def click_cell(grid, row: int, column: int) -> None:
    where = grid.visualRect(grid.model().index(row, column)).center()
    QTest.mouseClick(grid.viewport(), LEFT, pos=where)


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, held)


@pytest.fixture
def made(showing, invented):
    """A room with three annotators, and what the list was asked for."""
    made = showing(invented.shown())
    made.asked = []
    made.list_wanted.connect(made.asked.append)
    made.show_list(invented.disagreements())
    return made


def test_a_click_on_a_figure_shows_its_matrix_and_its_disagreements(made) -> None:
    click_figure(made.room, "speaker.alpha")
    assert made.room.page.breakdown.pairs.heading.text() == "Speaker: who agrees with whom"
    assert made.asked[-1] == Filter(kinds=frozenset({"speaker"}))
    click_figure(made.room, "detection.exact")
    assert made.room.page.breakdown.pairs.heading.text() == "Detection: who agrees with whom"
    assert made.asked[-1].kinds == {"missed", "boundary", "label"}


def test_a_click_on_a_pair_filters_by_it_and_shows_their_versions(made, invented) -> None:
    wanted = []
    made.confusion_wanted.connect(wanted.append)
    click_figure(made.room, "speaker.alpha")
    click_cell(made.room.page.breakdown.pairs.matrix, 2, 3)
    assert made.asked[-1] == Filter(kinds=frozenset({"speaker"}), pair=(2, 3))
    assert wanted[-1] == (2, 3)
    made.show_list(invented.disagreements(5))
    assert made.people() == (2, 3)
    chips = made.room.page.disagreements.chips.chips
    assert [chip.text() for chip in chips.values()] == ["Speaker", "Jonas and Ines"]


def test_the_lower_half_leads_to_the_same_pair(made) -> None:
    click_cell(made.room.page.breakdown.pairs.matrix, 3, 1)
    assert made.asked[-1].pair == (1, 3)


def test_a_click_on_a_confusion_filters_by_both_layers(made, invented) -> None:
    made.show_confusion((1, 2), invented.confusion())
    click_cell(made.room.page.breakdown.pairs.confusion, 1, 4)
    assert made.asked[-1] == Filter(pair=(1, 2), layers=("quote", "claim"))
    made.show_list([])
    chips = made.room.page.disagreements.chips.chips
    assert chips["layers"].text() == "Quote against Claim"
    click_cell(made.room.page.breakdown.pairs.confusion, 5, 1)
    assert made.asked[-1].layers == ("", "quote")


def test_a_cell_where_both_agree_leads_to_what_else_differs_there(made, invented) -> None:
    made.show_confusion((1, 2), invented.confusion())
    click_cell(made.room.page.breakdown.pairs.confusion, 1, 1)
    assert made.asked[-1] == Filter(pair=(1, 2), layer="quote")


@pytest.mark.parametrize(
    ("view", "row", "wanted"),
    [
        ("layers", 0, Filter(layer="quote")),
        ("documents", 2, Filter(document=3)),
        ("annotators", 1, Filter(annotator=2)),
    ],
)
def test_each_part_of_a_figure_filters(made, view: str, row: int, wanted: Filter) -> None:
    breakdown = made.room.page.breakdown
    breakdown.show_view(view)
    list_ = breakdown.lists[view].list
    where = list_.visualRect(list_.model().index(row, 0)).center()
    QTest.mouseClick(list_.viewport(), LEFT, pos=where)
    assert made.asked[-1] == wanted


def test_documents_are_sorted_by_what_one_looks_for(made) -> None:
    breakdown = made.room.page.breakdown
    breakdown.show_view("documents")
    page = breakdown.lists["documents"]
    assert page.keys()[:3] == [1, 2, 3]
    value = next(b for b in page.order.findChildren(QRadioButton) if b.text() == "Value")
    QTest.mouseClick(value, LEFT)
    assert page.keys()[:2] == [19, 38]  # .03 and .06
    page.order_by("n")
    assert page.keys()[0] == 42


def test_enter_opens_the_place_of_a_row(made) -> None:
    opened = []
    made.room.page.disagreements.opened.connect(opened.append)
    made.room.page.disagreements.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert opened == [made.room.page.disagreements.rows()[1]]


def test_a_chip_taken_off_takes_its_part_of_the_filter(made, invented) -> None:
    click_figure(made.room, "speaker.alpha")
    click_cell(made.room.page.breakdown.pairs.matrix, 1, 2)
    made.show_list(invented.disagreements(3))
    QTest.mouseClick(made.room.page.disagreements.chips.chips["pair"], LEFT)
    assert made.asked[-1] == Filter(kinds=frozenset({"speaker"}))


def test_keys_of_the_room_reach_it_from_every_pane(made) -> None:
    told = []
    made.room.command.connect(told.append)
    control = Qt.KeyboardModifier.ControlModifier
    for pane in (
        made.room.page.figures,
        made.room.page.breakdown.pairs.matrix,
        made.room.page.disagreements,
    ):
        pane.setFocus(Qt.FocusReason.ShortcutFocusReason)
        press(Qt.Key.Key_C, control)
        press(Qt.Key.Key_J, control)
        press(Qt.Key.Key_Escape)
    assert told == ["copy", "settle", "clear"] * 3


def test_an_undefined_figure_says_why_and_has_no_value(showing, invented) -> None:
    made = showing(invented.shown(invented.summary(without="label.kappa")))
    model = made.room.page.figures.list.model()
    row = made.room.page.figures.ids().index("label.kappa")
    said = model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "only one label used (agreement 100 %)" in said
    assert "0.93" not in said
    click_figure(made.room, "label.kappa")
    assert "only one label used" in made.room.page.meaning.text()


def test_few_documents_are_said(showing, invented) -> None:
    made = showing(invented.shown(invented.summary(few=True)))
    said = made.room.page.figures.list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == (
        "Detection, same words marked, exact, F1, 0.86, 0.70 to 0.94, "
        "with one copy per cluster 0.83, of 1,204 labels, few documents"
    )


def test_all_measures_are_a_switch_away(made) -> None:
    few = made.room.page.figures.ids()
    made.room.page.figures.choose("speaker.alpha")
    QTest.mouseClick(made.room.page.all_measures, LEFT)
    every = made.room.page.figures.ids()
    assert len(few) < len(every)
    assert "detection.iou" in every
    assert made.room.page.figures.figure() == "speaker.alpha"


def test_the_definition_stands_in_a_line_and_in_the_tooltip(made) -> None:
    room = made.room
    assert "Twice the labels that two people marked" in room.page.meaning.text()
    view = room.page.figures.list
    where = view.visualRect(view.model().index(1, 0)).center()
    event = QHelpEvent(QHelpEvent.Type.ToolTip, where, view.viewport().mapToGlobal(where))
    QApplication.sendEvent(view.viewport(), event)
    assert "labels of the same layer need only overlap" in QToolTip.text()
    QToolTip.hideText()


def test_by_keys_alone_from_a_figure_to_a_place(made, invented) -> None:
    made.list_wanted.connect(lambda _now: made.show_list(invented.disagreements(4)))
    opened = []
    made.room.page.disagreements.opened.connect(opened.append)
    figures, breakdown, rows = made.room.panes()
    figures.setFocus(Qt.FocusReason.ShortcutFocusReason)
    for _ in range(5):
        press(Qt.Key.Key_Down)
    assert made.room.page.figures.figure() == "speaker.alpha"
    breakdown.setFocus(Qt.FocusReason.ShortcutFocusReason)
    press(Qt.Key.Key_Right)
    assert made.filter == Filter(kinds=frozenset({"speaker"}), pair=(1, 3))
    rows.setFocus(Qt.FocusReason.ShortcutFocusReason)
    press(Qt.Key.Key_Return)
    assert opened == [made.room.page.disagreements.rows()[0]]


def test_a_pair_goes_with_the_annotator_who_is_left_out(made, invented) -> None:
    click_cell(made.room.page.breakdown.pairs.matrix, 2, 3)
    made.show(invented.shown(invented.summary(2)))
    assert made.pair == (1, 2)
    assert made.filter.pair is None


def test_nothing_of_a_text_is_read_as_markup(showing, invented) -> None:
    shown = invented.shown()
    look = type(shown.lookup)(
        shown.lookup.names, shown.lookup.layers, lambda _p: "<b>bold</b>", lambda _d: "<img src=x>"
    )
    made = showing(type(shown)(shown.summary, shown.rows, look))
    made.show_list(invented.disagreements(1))
    index = made.room.page.disagreements.list.model().index(0, 0)
    assert "&lt;b&gt;bold" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "<b>bold</b>" in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_ten_thousand_rows_are_looked_up_only_in_sight(showing, invented) -> None:
    shown, asked = invented.shown(), []

    def words(place) -> str:
        asked.append(place)
        return "some words"

    look = type(shown.lookup)(shown.lookup.names, shown.lookup.layers, words, lambda _d: "A title")
    made = showing(type(shown)(shown.summary, shown.rows, look))
    made.show_list(invented.disagreements(10_000))
    made.room.page.disagreements.list.grab()
    assert 0 < len(asked) < 100


@pytest.mark.parametrize("size", [(1368, 860), (1052, 660), (752, 520), (1848, 1040)])
@pytest.mark.parametrize("people", [2, 5])
def test_nothing_stands_over_the_edge_of_the_room(showing, invented, size, people: int) -> None:
    made = showing(invented.shown(invented.summary(people)), *size)
    made.show_list(invented.disagreements(31, people))
    QApplication.processEvents()
    room = made.room
    for part in (
        room.head.export,
        room.page.figures,
        room.page.breakdown,
        room.page.disagreements,
        room.strip,
    ):
        right = part.mapTo(room, QPoint(part.width(), 0)).x()
        assert right <= room.width()
        assert part.mapTo(room, QPoint(0, 0)).x() >= 0


def parts(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """What a screen reader finds in sight, without the cells of tables."""
    yield interface
    if interface.role() in {QAccessible.Role.List, QAccessible.Role.Table}:
        return
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None and child.isValid() and not child.state().invisible:
            yield from parts(child)


@pytest.mark.parametrize("view", ["pairs", "documents", "oneself"])
def test_everything_has_a_name_for_screen_readers(made, invented, view: str) -> None:
    made.room.page.breakdown.show_view(view)
    made.set_filter(Filter(pair=(1, 2)))
    made.show_list(invented.disagreements(3))
    made.show_confusion((1, 2), invented.confusion())
    QApplication.processEvents()
    named = {
        QAccessible.Role.PushButton, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton,
        QAccessible.Role.List, QAccessible.Role.Table,
    }  # fmt: skip
    nameless = [
        part.object()
        for part in parts(QAccessible.queryAccessibleInterface(made.room))
        if part.role() in named and not part.text(QAccessible.Text.Name)
    ]
    assert nameless == []


def test_tab_reaches_everything(made, invented) -> None:
    made.set_filter(Filter(pair=(1, 2)))
    made.show_list(invented.disagreements(3))
    made.show_confusion((1, 2), invented.confusion())
    room, seen = made.room, set()
    room.page.figures.setFocus()
    for _ in range(40):
        seen.add(room.focusWidget())
        press(Qt.Key.Key_Tab)
    chip = made.room.page.disagreements.chips.chips["pair"]
    wanted = {
        *(room.head.scope, room.head.copy, room.head.export),
        *(room.page.all_measures, room.page.figures.list, room.page.disagreements.list),
        *(room.page.breakdown.pairs.matrix, room.page.breakdown.pairs.confusion, chip),
    }
    assert wanted - seen == set()


def test_the_focus_alone_filters_nothing(made, invented) -> None:
    made.show_confusion((1, 2), invented.confusion())
    for target in (made.room.page.breakdown.pairs.confusion, *made.room.panes()):
        target.setFocus(Qt.FocusReason.TabFocusReason)
    assert made.asked == []
    assert made.room.page.breakdown.pairs.confusion.chosen() == (0, 0)


def test_versions_that_begin_alike_show_where_they_part() -> None:
    long = "“It is late, and nobody knows the hour of the last ferry,” she said"
    readings = (
        AnnotatorReading(1, (1,), (Span(0, 60),), long),
        AnnotatorReading(2, (2,), (Span(0, 50),), long[:58]),
        AnnotatorReading(3, (), (), ""),
    )
    row = Disagreement("boundary", "", "quote", readings, (DisagreementPlace(1, 0, 60),))
    assert version_excerpts(row) == {
        1: "…last ferry,” she said",
        2: "…last ferry,”",
        3: "nothing marked",
    }


def test_a_value_below_zero_has_its_sign_and_an_arrow(showing, invented) -> None:
    of = invented.summary()
    first = replace(of.figures[0], value=-0.12, low=-0.3, high=0.05)
    made = showing(invented.shown(replace(of, figures=(first, *of.figures[1:]))))
    said = made.room.page.figures.list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "\u22120.12, \u22120.30 to 0.05" in said
    assert not made.room.grab().isNull()


def test_the_layers_fold_into_a_menu_where_there_is_no_room(showing) -> None:
    made = showing(width=1052, height=660)
    assert made.room.page.layers.segments.isHidden()
    told = []
    made.room.page.layers.chosen.connect(told.append)
    made.room.page.layers.button.choices.actions()[2].trigger()
    assert told == ["speaker"]
    assert made.room.page.layers.button.text() == "Speaker"


def test_what_is_compared_is_chosen_in_a_menu(made) -> None:
    told = []
    scope = made.room.head.scope
    scope.changed.connect(told.append)
    scope.choices.aboutToShow.emit()
    actions = {action.text(): action for action in scope.choices.actions()}
    assert actions["Carried labels count once"].isChecked()
    actions["Jonas"].trigger()
    actions["Without carried labels"].trigger()
    actions["With boilerplate"].trigger()
    assert actions["Whatever labels began as"].isChecked()
    actions["Only what began by hand"].trigger()
    assert told == [
        Scope(annotators=(1, 3)), Scope(carried="none"), Scope(boilerplate=True),
        Scope(began="hand"),
    ]  # fmt: skip


def test_a_figure_of_an_attribute_or_a_relation_filters_by_it(made) -> None:
    made.room.page.all_measures.click()
    made.room.page.figures.choose("attribute.quote.kind")
    press_on(made.room.page.figures.list, Qt.Key.Key_Return)
    assert made.asked[-1] == Filter(kinds=frozenset({"attribute"}), detail="kind")
    made.room.page.figures.choose("links.dated_by")
    press_on(made.room.page.figures.list, Qt.Key.Key_Return)
    assert made.asked[-1] == Filter(kinds=frozenset({"link"}), detail="dated_by")


def press_on(widget, key: Qt.Key) -> None:
    widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
    press(key)
