"""The room in its states: empty, read-only, narrow, one place only, with copies."""

from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QListView

from pullquote.agreement.values import Disagreement, DisagreementPlace
from pullquote.assets import RESOURCES
from pullquote.model.guidelines import GuidelinePlace
from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.ui.adjudicate.comparison_dialog import ComparisonDialog
from pullquote.ui.adjudicate.open_items import OpenItems
from pullquote.ui.adjudicate.presenter import guideline_section
from pullquote.ui.theme.palette import Theme
from pullquote.workflow.guidelines import change_guidelines
from pullquote.workflow.worker import Stopped, WorkerDied

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")


def test_nothing_to_compare_is_said_with_the_next_step(enter, tmp_path):
    path = tmp_path / "empty.pullquote"
    with (
        Project.create(path, name="Empty", schema_toml=SCHEMA) as project,
        project.operation("Begin", 0) as writer,
    ):
        writer.add_annotator("Mara")
        writer.add_document(NewDocument("Ice.", "ice.txt", raw_sha256="a", origin="ice.txt"))
    room = enter(path)
    page = room.room.page
    assert page.state.accessibleName().startswith("Nothing to settle yet. No document has been")
    asked = []
    room.controller.host.ran.connect(asked.append)
    room.keys("Space")
    assert asked == ["plan"]
    room.controller.show_place(1, 0, 3)
    room.wait()
    assert room.told[-1][0].startswith("One annotator or none is done")


def test_a_project_that_cannot_be_written_says_so(enter, ferry_path):
    room = enter(ferry_path, read_only=True)
    assert room.room.page.message.text() == "Read-only, as it was asked for."
    assert not any(button.isEnabled() for button in room.room.page.bar.buttons())
    assert room.room.items.take.isHidden()
    for key in ("1", "B", "0", "E", "Return"):
        room.keys(key)
        assert room.told[-1][0] == "Read-only: open a copy to settle."
    assert room.open == 2


def test_an_error_stands_under_the_head(ferry):
    ferry.controller.show_error("Not saved: the disk is full.")
    assert ferry.room.page.message.isVisible()
    ferry.room.page.message.acted.emit()
    assert not ferry.room.page.message.isVisible()


def test_in_a_narrow_window_list_and_panel_are_drawers(enter, ferry_path):
    room = enter(ferry_path, (752, 520))
    assert not room.room.items.isVisible()
    assert not room.room.side.isVisible()
    room.room.toggle_list()
    assert room.room.items.list.hasFocus()
    room.keys("Down", "Return")
    assert not room.room.items.isVisible()
    assert room.reader.hasFocus()
    room.keys("M")
    assert room.room.question.note.editor.hasFocus()
    page, covered = room.room.page, room.room.side.parentWidget().width()
    QApplication.processEvents()
    above = [w for w in page.head.findChildren(QAbstractButton) if w.isVisible()]
    for button in (*page.bar.buttons(), *above):
        assert button.mapTo(room.room, button.rect().topRight()).x() < room.room.width() - covered
    room.keys("Esc")
    assert room.reader.hasFocus()
    bar = room.room.page.bar
    assert all(bar.rect().contains(button.geometry()) for button in bar.buttons())


def test_f6_has_every_pane_in_sight(ferry):
    panes = ferry.controller.panes()
    assert panes == [ferry.room.items, ferry.reader, ferry.room.question]
    for pane in panes:
        pane.setFocus()
        focused = QApplication.focusWidget()
        assert focused is pane or pane.isAncestorOf(focused)


def test_every_control_has_a_name(ferry):
    for kind in (QAbstractButton, QLineEdit, QListView):
        for control in ferry.room.findChildren(kind):
            if control.isVisible():
                assert control.accessibleName() or control.text(), control


def test_arrows_choose_a_version_in_the_panel_and_enter_takes_it(ferry):
    ferry.room.question.setFocus()
    ferry.keys("Down")
    assert ferry.controller.presenter.current == 1
    main = [b.text() for b in ferry.room.page.bar.buttons() if b.property("main")]
    assert main == ["Take 2"]
    ferry.keys("Return")
    assert ferry.open == 1


def test_a_place_from_elsewhere_is_shown_with_its_versions(ferry):
    text = ferry.reader.text()
    start = text.index("minister Olga")
    ferry.controller.show_place(ferry.item().document, start, start + 8)
    ferry.wait()
    assert ferry.item().state == "agreed"
    assert ferry.item().layer == "speaker"
    lanes = ferry.reader.scene.page.versions.lanes(start, start + 8)
    assert [lane.letter for lane in lanes][-1] == "1"


def test_a_stretch_without_labels_is_shown_too(ferry):
    start = ferry.reader.text().index("left the hall")
    ferry.controller.show_place(ferry.item().document, start, start + 4)
    assert ferry.item() is None
    ferry.keys("J")
    assert ferry.item() is not None


def test_only_the_places_that_were_asked_for_are_listed(ferry):
    start = ferry.reader.text().index("“a ruin”")
    here = DisagreementPlace(ferry.item().document, start, start + 8)
    ferry.controller.show_items([Disagreement("label", "", "quote", (), (here,))])
    ferry.wait()
    assert [row.words for row in ferry.room.items.rows()] == ["“a ruin”"]
    assert ferry.item().span.start == start
    ferry.controller.list_everything()
    ferry.wait()
    assert len(ferry.room.items.rows()) > 1


def test_copies_are_settled_together_unless_unticked(enter, sample_path):
    room = enter(sample_path)
    row = next(row for row in room.room.items.rows() if row.copies)
    room.controller.navigation.show_item(row.item)
    (copy, *_), before = room.controller.presenter.copies, room.open
    room.keys("1")
    assert room.controller.widget.items.said() == "Settled with its copy."
    assert room.open == before - 2
    room.project.undo(room.actor)
    room.wait()
    assert room.open == before
    room.controller.navigation.show_item(row.item)
    box = next(iter(room.room.question.copies.boxes().values()))
    assert box.accessibleName().endswith("same words")
    box.click()
    room.reader.setFocus()
    room.keys("1")
    assert room.open == before - 1
    assert (copy.item.document, copy.item.key) in {r.item for r in room.room.items.rows()}


def test_copies_that_stay_open_are_told(enter, sample_path):
    room = enter(sample_path)
    row = next(row for row in room.room.items.rows() if row.copies)
    room.controller.navigation.show_item(row.item)
    showing = room.controller.presenter
    nobody = tuple(None for _ in showing.choices)
    showing.copies = [copy._replace(choices=nobody) for copy in showing.copies]
    room.keys("1")
    said = room.controller.widget.items.said()
    assert said == "Settled. A copy was labelled otherwise and stays open."


def test_annotators_are_compared_with_what_was_settled(ferry, answer, qtbot):
    ferry.controller.take_agreed()
    ferry.wait()
    ferry.keys("1", "1")
    seen = []

    def look(dialog) -> None:
        assert isinstance(dialog, ComparisonDialog)
        table = dialog.table
        columns = range(table.columnCount())
        seen.extend([table.item(row, c).text() for c in columns] for row in range(3))
        dialog.how.next_value()
        seen.append(table.item(1, 4).text())

    answer(look)
    ferry.controller.compare()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][:5] == ["Mara", "1", "3", "2", "2"]
    assert seen[1] == ["Teo", "1", "3", "2", "1", "0.33", "0.50", "0.40"]
    assert seen[-1] == "2"


def test_the_theme_is_changed_while_it_is_open(ferry):
    ferry.controller.set_theme(Theme.load("dark"))
    ferry.keys("1")
    assert ferry.open == 1


def test_the_guideline_of_a_layer_is_found_under_its_heading():
    guidelines = (
        "# All\nMark words.\n\n## Quote\n\nA new cue starts\na new quote.\n\nMore.\n## Date"
    )
    assert guideline_section(guidelines, "Quote") == "A new cue starts a new quote."
    assert guideline_section(guidelines, "Date") == ""
    assert guideline_section(guidelines, "Claim") == ""


def test_a_list_that_could_not_be_read_is_read_at_the_next_entry(ferry, monkeypatch):
    listing = ferry.controller.items_reader

    def fail(_docket, _progress, _stop, *, again):
        raise Stopped if again else WorkerDied(why="exit code 9")

    with monkeypatch.context() as broken:
        broken.setattr(OpenItems, "read", fail)
        listing.load()
        ferry.wait()
        assert not ferry.errors
        listing.load(again=False)
        ferry.wait()
        assert [type(error) for error in ferry.errors] == [WorkerDied]
    assert listing.is_stale()
    ferry.controller.enter()
    ferry.wait()
    assert not listing.is_stale()
    assert ferry.open == 2


def test_what_is_said_of_a_layer_and_of_values_stands_beside_the_disagreement(ferry):
    words = {
        GuidelinePlace("quote"): "A *new cue* starts a new quote.",
        GuidelinePlace("quote", "kind", "direct"): "All in marks.",
    }
    panel = ferry.controller.widget.question.guideline
    assert not panel.isVisibleTo(panel.parentWidget())
    change_guidelines(ferry.project, words, 0)
    ferry.wait()
    assert panel._title.text() == "Guideline, quote"
    assert panel._words.text().startswith("A new cue starts a new quote.")
    assert panel.isVisibleTo(panel.parentWidget())
