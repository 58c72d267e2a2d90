"""The Clusters room: what is listed, and what its keys and the mouse do."""

import time

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from pullquote.assets import RESOURCES
from pullquote.model.values import Published
from pullquote.store import Project
from pullquote.ui.clusters.cluster_list import shown_columns
from pullquote.ui.clusters.room import ClustersRoom
from pullquote.ui.services.host import TextPlace
from pullquote.workflow.find_duplicates import refresh_duplicates

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
PILOTS = (
    "“We wait for the pilots of the harbour, and they decide when it is safe to go out,” "
    "ministry spokeswoman Ada Lindqvist told reporters. 🚢"
)
NOTICE = "Subscribe to the Orsund Courier today"


def listed(room) -> list[str]:
    model = room.widget.model
    return [model.words(model.cluster(row))[:9] for row in range(model.rowCount())]


def press(key, held=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, held)


def said(room) -> list[str]:
    model = room.widget.model
    return [model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
            for row in range(model.rowCount())]  # fmt: skip


def test_all_repeats_are_listed_the_most_frequent_first(entered):
    assert listed(entered) == ["Subscribe", "“We wait ", "Bakers of"]
    assert entered.widget.list.hasFocus()
    assert said(entered)[1] == (
        f"{PILOTS}, Passage, 3 places, 3 documents, 2 sources, 3 Feb 2026, 2 of 3"
    )
    assert entered.widget.sentence.text().startswith("3 clusters. ")


def test_the_panel_shows_the_places_and_when(entered, rest):
    press(Qt.Key.Key_Down)
    rest()
    shown = entered.widget.panel.shown
    assert shown.heading == "3 places, 2 sources, 3 Feb to 5 Feb 2026"
    assert [place.same for place in shown.places] == [True, True, False]
    assert shown.words == PILOTS
    chart = entered.widget.panel._chart
    assert chart.isVisible()
    assert chart.accessibleDescription() == "3 Feb 2026: 1; 5 Feb 2026: 1"


def test_what_is_typed_is_searched_and_esc_clears_it(entered, rest):
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert entered.widget.search.editor.hasFocus()
    QTest.keyClicks(QApplication.focusWidget(), "PILOTS lind")
    rest()
    assert listed(entered) == ["“We wait "]
    assert entered.widget.sentence.text().startswith("1 of 3 clusters. ")
    press(Qt.Key.Key_Down)
    assert entered.widget.list.hasFocus()
    press(Qt.Key.Key_Escape)
    rest()
    assert len(listed(entered)) == 3
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(QApplication.focusWidget(), "zebra")
    rest()
    assert entered.widget.notice.words() == "Nothing found for “zebra”"
    entered.widget.notice.acted.emit()
    rest()
    assert len(listed(entered)) == 3


def test_kinds_are_chosen_with_the_mouse_and_with_arrows(entered, rest):
    buttons = entered.widget.show_choice._buttons
    QTest.mouseClick(buttons["furniture"], Qt.MouseButton.LeftButton)
    rest()
    assert listed(entered) == ["Subscribe", "Bakers of"]
    entered.widget.show_choice.setFocus()
    press(Qt.Key.Key_Left)
    rest()
    assert listed(entered) == ["“We wait "]
    press(Qt.Key.Key_Left)
    rest()
    assert entered.widget.notice.words() == "Nothing of this kind"


def test_a_click_on_the_name_of_a_column_sorts_by_it_and_turns_it_round(entered, rest):
    names = entered.widget.names
    column, left = next(
        (column, left) for column, left in shown_columns(names.width()) if column.order == "words"
    )
    place = QPoint(left + column.width // 2, 10)
    QTest.mouseClick(names, Qt.MouseButton.LeftButton, pos=place)
    rest()
    assert listed(entered) == ["“We wait ", "Bakers of", "Subscribe"]
    QTest.mouseClick(names, Qt.MouseButton.LeftButton, pos=place)
    rest()
    assert listed(entered) == ["Subscribe", "Bakers of", "“We wait "]
    assert names.accessibleName() == "Sorted by Words, the least first"
    QTest.mouseClick(names, Qt.MouseButton.LeftButton, pos=QPoint(40, 10))
    rest()
    assert listed(entered) == ["Bakers of", "Subscribe", "“We wait "]


def test_the_chosen_cluster_stays_chosen_in_another_order(entered, rest):
    press(Qt.Key.Key_Down)
    rest()
    entered.widget.names.sorted_by.emit("words")
    rest()
    assert entered.widget.list.row() == 0
    assert entered.widget.panel.shown.words == PILOTS


def test_the_menu_sorts_too(entered, rest, qtbot):
    entered.widget.list.menu_wanted.emit(entered.widget.mapToGlobal(QPoint(100, 200)))
    (menu,) = (one for one in entered.widget.findChildren(QMenu) if one.isVisible())
    sort = next(one for one in menu.findChildren(QMenu) if one.title() == "Sort by")
    next(one for one in sort.actions() if one.text() == "Passage").trigger()
    menu.close()
    rest()
    assert listed(entered) == ["Bakers of", "Subscribe", "“We wait "]


def test_enter_opens_the_place_that_is_chosen(entered, rest, host):
    gone = []
    host.gone.connect(lambda room, target: gone.append((room, target)))
    press(Qt.Key.Key_Down)
    rest()
    press(Qt.Key.Key_Return)
    entered.widget.panel.list.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    places = [("annotate", TextPlace(1, 0, len(PILOTS)))]
    places.append(("annotate", TextPlace(2, 20, 20 + len(PILOTS))))
    assert gone == places


def test_v_opens_the_label_and_offers_it_for_the_copies(entered, rest, host):
    gone, ran, heard = [], [], []
    host.gone.connect(lambda room, target: gone.append((room, target)))
    host.ran.connect(ran.append)
    host.said.connect(lambda words, _undo: heard.append(words))
    press(Qt.Key.Key_V)
    assert heard == ["None of these places has a label yet: Enter opens one to label it."]
    press(Qt.Key.Key_Down)
    rest()
    press(Qt.Key.Key_V)
    assert (gone, ran) == ([("annotate", TextPlace(1, 0, 83))], ["carry"])


def test_b_makes_boilerplate_and_takes_it_back(entered, project, rest):
    assert "boilerplate" not in said(entered)[0]
    press(Qt.Key.Key_B)
    assert "boilerplate" in said(entered)[0]
    assert project.undo_name(1) == "Mark as boilerplate"
    refresh_duplicates(project)
    rest()
    assert "boilerplate" in said(entered)[0]
    press(Qt.Key.Key_B)
    refresh_duplicates(project)
    rest()
    assert "boilerplate" not in said(entered)[0]
    assert project.decisions() == []


def test_what_is_dismissed_is_listed_apart_and_comes_back(entered, project, rest):
    press(Qt.Key.Key_Delete)
    refresh_duplicates(project)
    rest()
    assert listed(entered) == ["“We wait ", "Bakers of"]
    QTest.mouseClick(entered.widget.show_choice._buttons["dismissed"], Qt.MouseButton.LeftButton)
    rest()
    assert listed(entered) == ["Subscribe"]
    assert entered.widget.panel.shown.places[0].words == NOTICE
    entered.widget.list.setFocus()
    press(Qt.Key.Key_Delete)
    refresh_duplicates(project)
    rest()
    assert entered.widget.notice.words() == "Nothing of this kind"
    QTest.mouseClick(entered.widget.show_choice._buttons["all"], Qt.MouseButton.LeftButton)
    rest()
    assert len(listed(entered)) == 3


def test_where_the_chosen_one_is_dismissed_the_next_one_is_chosen(entered, project, rest):
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Delete)
    refresh_duplicates(project)
    rest()
    assert listed(entered) == ["Subscribe", "Bakers of"]
    assert entered.widget.list.row() == 1


def test_a_slash_splits_the_chosen_place_off(entered, project, rest):
    press(Qt.Key.Key_Down)
    rest()
    entered.widget.panel.list.setFocus()
    press(Qt.Key.Key_End)
    QTest.keyClicks(QApplication.focusWidget(), "/")
    refresh_duplicates(project)
    rest()
    copies = [project.cluster_passages(one.id) for one in project.clusters()]
    assert sorted(tuple(p.document for p in some) for some in copies) == [(1, 2), (1, 2, 4), (2, 4)]
    project.undo(1)
    refresh_duplicates(project)
    rest()
    assert "3 places" in said(entered)[1]


def test_the_split_button_and_the_boilerplate_button_do_what_the_keys_do(entered, project, rest):
    press(Qt.Key.Key_Down)
    rest()
    QTest.mouseClick(entered.widget.panel._boilerplate, Qt.MouseButton.LeftButton)
    QTest.mouseClick(entered.widget.panel._split, Qt.MouseButton.LeftButton)
    assert sorted({one.kind for one in project.decisions()}) == ["boilerplate", "not_the_same"]


def test_the_buttons_have_room_beside_the_list_and_below_it(entered, rest):
    panel = entered.widget.panel
    press(Qt.Key.Key_B)
    rest()
    assert panel._boilerplate.text() == "Not boilerplate"
    for size in ((1300, 800), (1050, 620), (752, 480)):
        entered.widget.resize(*size)
        rest()
        for button in (panel._open, panel._boilerplate, panel._split):
            assert button.width() >= button.sizeHint().width()
            assert panel.rect().contains(button.mapTo(panel, button.rect().bottomRight()))


def test_m_on_two_clusters_joins_them(entered, project, rest, host):
    heard = []
    host.said.connect(lambda words, _undo: heard.append(words))
    press(Qt.Key.Key_M)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_M)
    press(Qt.Key.Key_M)
    assert project.decisions() == []
    assert heard[1] == "Nothing is joined."
    assert heard[3].startswith("That is the same cluster")
    press(Qt.Key.Key_M)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_M)
    (one,) = project.decisions()
    assert one.kind == "the_same"
    assert project.undo_name(1) == "Join repeats"


def test_labels_that_come_are_counted_when_the_hands_rest(entered, project, rest):
    with project.operation("Label", 1) as writer:
        writer.add_annotation(3, 1, "quote", 0, 10)
    rest()
    assert "3 of 3" in said(entered)[1]


def test_out_of_sight_the_room_remembers(entered, project, rest):
    entered.leave()
    change = []
    stop = project.listen(change.append)
    with project.operation("Label", 1) as writer:
        writer.add_annotation(4, 1, "quote", 22, 40)
    stop()
    entered.note(change[0])
    entered.enter()
    rest()
    assert "1 of 2" in said(entered)[2]


def test_a_day_of_publication_that_was_set_meanwhile_is_shown(entered, project, rest):
    with project.operation("Date", 1) as writer:
        writer.change_document(3, published=Published("2026-01-30", "typed"))
    entered.enter()
    rest()
    assert "30 Jan 2026" in said(entered)[1]


def test_many_places_come_page_by_page(entered, rest, monkeypatch):
    monkeypatch.setattr("pullquote.ui.clusters.cluster_places.PAGE", 2)
    press(Qt.Key.Key_Down)
    rest()
    panel = entered.widget.panel
    assert (len(panel.shown.places), panel._more.text()) == (2, "1 more place")
    QTest.mouseClick(panel._more, Qt.MouseButton.LeftButton)
    rest()
    assert len(panel.shown.places) == 3
    assert not panel._more.isVisible()


def test_a_project_without_repeats_says_so(tmp_path, theme, host, qtbot):
    with Project.create(tmp_path / "e.pullquote", name="E", schema_toml=SCHEMA) as empty:
        made = ClustersRoom(empty, 0, theme, host)
        qtbot.addWidget(made.widget)
        made.enter()
        qtbot.waitUntil(lambda: "Nothing is repeated" in made.widget.notice.words())
        made.close()


def test_what_cannot_be_read_is_said_and_read_again(room, rest, monkeypatch):
    from pullquote.errors import Problem
    from pullquote.workflow.clusters import columns

    whole = columns.load_clusters

    def fail(*_arguments, **_options):
        raise Problem("The disk is gone.")

    monkeypatch.setattr(columns, "load_clusters", fail)
    room.enter()
    rest()
    assert room.widget.notice.words() == "The repeats were not read The disk is gone."
    monkeypatch.setattr(columns, "load_clusters", whole)
    room.widget.notice.acted.emit()
    rest()
    assert len(listed(room)) == 3


def test_shift_esc_stops_what_is_read(room, rest, monkeypatch):
    from pullquote.workflow.clusters import columns
    from pullquote.workflow.worker import Stopped

    def wait(*_arguments, stop, **_options):
        while not stop():
            time.sleep(0.005)
        raise Stopped

    monkeypatch.setattr(columns, "load_clusters", wait)
    room.enter()
    press(Qt.Key.Key_Escape, Qt.KeyboardModifier.ShiftModifier)
    rest()
    assert room.widget.notice.words() == "The repeats were not read"
    assert not room.widget.is_busy


def test_a_place_whose_document_is_gone_is_not_opened(entered, project, host):
    failed, gone = [], []
    host.failed.connect(failed.append)
    host.gone.connect(lambda room, target: gone.append(target))
    document = entered.widget.panel.place().document
    with project.operation("Remove", 1) as writer:
        writer.remove_document(document)
    press(Qt.Key.Key_Return)
    assert gone == []
    assert len(failed) == 1


def test_read_only_nothing_is_decided(repeated, tmp_path, theme, host, qtbot):
    import shutil

    path = shutil.copy(repeated, tmp_path)
    heard = []
    host.said.connect(lambda words, _undo: heard.append(words))
    with Project.open(type(repeated)(path), read_only=True) as project:
        made = ClustersRoom(project, 1, theme, host)
        qtbot.addWidget(made.widget)
        made.widget.show()
        made.enter()
        qtbot.waitUntil(lambda: made.widget.model.rowCount() == 3)
        for key in "VBM":
            QTest.keyClicks(made.widget.list, key)
        assert heard == ["Read-only: open a copy to decide about repeats."] * 3
        made.close()
