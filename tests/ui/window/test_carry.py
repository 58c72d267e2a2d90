"""A label is carried to the copies of its words, by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pullquote.model.values import Annotation
from pullquote.ui.screenshots import wait_for_rest, wait_for_tasks

QUOTE = "“We wait for the pilots,”"


class Carrying:
    """What a person sees and does: the offer in the panel, and labels in the project."""

    def __init__(self, window, hands) -> None:
        self.window, self.hands = window, hands
        self.project = window.annotate.project
        self.actor = window.annotate.actor
        self.names = {self.project.document(d).name: d for d in (1, 2)}

    def label(self, *more: str) -> None:
        """A quote with its speaker and cue, 3 keys."""
        self.hands.reader.set_caret(self.hands.reader.text().index(QUOTE))
        self.hands.keys("G", "Q", "Return", *more)

    def offer(self) -> None:
        self.hands.keys("V")
        wait_for_tasks(self.window)

    @property
    def page(self):
        return self.window.room.panel.copies

    def ticks(self) -> list[str]:
        return [row.tick for row in self.page._model.rows]

    def keys(self, *names: str) -> None:
        self.hands.keys(*names)
        wait_for_tasks(self.window)

    def unlabelled(self) -> str:
        """What the panel says of copies without labels."""
        wait_for_rest(self.window)
        wait_for_tasks(self.window)
        row = self.window.room.panel.labels.inspector._copies
        return row.accessibleName() if row.isVisible() else ""

    def review(self) -> list[str]:
        """Choose in the menu of the list what is to be reviewed: what is listed then."""
        wait_for_rest(self.window)
        wait_for_tasks(self.window)
        panel = self.window.room.documents
        panel.choices._fill_filter()
        entries = panel.choices._filter.choices.actions()
        for entry in entries:
            if entry.text().startswith("Copies of what you labelled: review"):
                entry.trigger()
                wait_for_tasks(self.window)
                listed = map(panel.model.id_at, range(panel.model.rowCount()))
                return [
                    entry.text().split("\t")[1],
                    *(self.project.document(d).name for d in listed),
                ]
        return []

    def labels(self, name: str) -> list[Annotation]:
        return self.project.annotations(self.names[name], self.actor)


@pytest.fixture
def carrying(ferry, hands) -> Carrying:
    return Carrying(ferry, hands)


def test_two_keys_carry_a_quote_with_its_parts_to_every_copy_and_one_takes_it_back(carrying):
    carrying.label()
    before = carrying.project.dump()
    carrying.offer()
    assert carrying.page.offers
    assert QApplication.focusWidget() is carrying.page.list
    assert carrying.ticks() == ["on", "on"]
    assert carrying.page._model.rows[1].verdict == "Quote, speaker, cue fit"
    carrying.keys("V")
    assert len(carrying.labels("ferry.txt")) == 6
    assert [a.layer for a in carrying.labels("strike.txt")] == ["quote", "speaker", "cue"]
    assert {a.origin for a in carrying.labels("strike.txt")} == {"carried"}
    assert not carrying.page.offers
    assert QApplication.focusWidget() is carrying.hands.reader
    assert carrying.window.room.strip.message() == "6 labels carried to 2 copies."
    carrying.keys("Ctrl+Z")
    assert carrying.project.dump() == before


def test_space_unticks_and_escape_carries_nothing(carrying):
    carrying.label()
    carrying.offer()
    carrying.keys("Space")
    assert carrying.ticks() == ["off", "on"]
    assert carrying.page._carry.text() == "Carry 1"
    carrying.keys("A")
    assert carrying.ticks() == ["on", "on"]
    carrying.keys("Space", "E")
    assert carrying.ticks() == ["on", "on"]
    carrying.keys("Esc")
    assert QApplication.focusWidget() is carrying.hands.reader
    assert len(carrying.labels("ferry.txt")) == 3
    carrying.hands.reader.set_caret(0)
    assert not carrying.page.offers


def test_from_the_list_of_copies_v_offers_and_v_again_carries(carrying):
    carrying.label()
    carrying.keys("W", "V")
    assert carrying.page.offers
    carrying.keys("V")
    assert len(carrying.labels("strike.txt")) == 3


def test_the_strip_shows_the_keys_of_the_offer_whatever_was_said_before(carrying):
    carrying.label()
    carrying.window.annotate.host.say("Something was said.")
    carrying.offer()
    assert carrying.window.room.strip.message() == ""
    assert ("Space", "tick") in carrying.window.room.strip.hints()


def test_v_without_a_tick_says_so(carrying):
    carrying.label()
    carrying.offer()
    carrying.keys("Space", "Down", "Space", "V")
    assert carrying.window.room.strip.message() == "Nothing is ticked: Space ticks."
    assert carrying.page.offers


def test_a_click_on_the_box_ticks(carrying):
    carrying.label()
    carrying.offer()
    listed = carrying.page.list
    place = listed.visualRect(listed.model().index(1, 0)).topLeft()
    place.setX(place.x() + 28)
    place.setY(place.y() + 20)
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert carrying.ticks() == ["on", "off"]


def test_what_was_carried_is_locked_and_says_so(carrying):
    carrying.label()
    carrying.offer()
    carrying.keys("V")
    carrying.offer()
    assert carrying.ticks() == ["locked", "locked"]
    carrying.keys("A", "Space")
    assert carrying.ticks() == ["locked", "locked"]


def test_nothing_chosen_offers_all_labels_of_the_document(carrying):
    carrying.label("Esc", "Esc")
    carrying.hands.caret_in("on Tuesday")
    carrying.hands.keys("D", "Esc", "Esc")
    carrying.offer()
    assert carrying.page._carry_title.text() == "Carry 4 labels to the copies"
    carrying.keys("V")
    assert len(carrying.labels("strike.txt")) == 3


def test_a_document_without_labels_takes_over_what_stands_in_its_copies(carrying):
    carrying.label()
    carrying.window.annotate.open(carrying.names["strike.txt"])
    carrying.offer()
    assert carrying.page._carry_title.text() == "Take over 3 labels of its copies"
    assert carrying.page._carry.text() == "Take over 1"
    assert carrying.page._model.rows[0].title == "Ferries stay in port"
    carrying.keys("V")
    assert [a.layer for a in carrying.labels("strike.txt")] == ["quote", "speaker", "cue"]
    assert carrying.window.room.strip.message() == "3 labels taken over from copies."
    carrying.keys("Shift+V")
    nothing = "You labelled nothing in copies of this document that is not here."
    assert carrying.window.room.strip.message() == nothing
    carrying.keys("Ctrl+Z")
    assert carrying.labels("strike.txt") == []


def test_words_without_a_copy_say_so(carrying):
    carrying.offer()
    nothing = "You labelled nothing in copies of this document that is not here."
    assert carrying.window.room.strip.message() == nothing
    carrying.hands.caret_in("on Tuesday")
    carrying.hands.keys("D")
    carrying.offer()
    assert carrying.window.room.strip.message() == "These words stand nowhere else."


def test_where_the_plan_says_no_suggestions_nothing_is_carried(carrying):
    carrying.label()
    with carrying.project.operation("Plan", 0) as writer:
        writer.add_assignment(carrying.names["ferry.txt"], carrying.actor, suggestions=False)
    carrying.offer()
    said = "The plan wants this document labelled without help: nothing is carried."
    assert carrying.window.room.strip.message() == said


def test_enter_confirms_what_was_carried_and_a_change_makes_it_ones_own(carrying):
    carrying.label()
    carrying.offer()
    carrying.keys("V")
    carrying.window.annotate.open(carrying.names["strike.txt"])
    carrying.keys("J")
    assert ("Enter", "confirm") in carrying.window.room.strip.hints()
    carrying.keys("Return")
    assert all(a.confirmed_at for a in carrying.labels("strike.txt"))
    carrying.keys("T")
    quote = carrying.labels("strike.txt")[0]
    assert (quote.origin, quote.attributes["kind"]) == ("carried_edited", "partial")


def test_done_confirms_what_was_carried(carrying):
    carrying.label()
    carrying.offer()
    carrying.keys("V")
    carrying.window.annotate.open(carrying.names["strike.txt"])
    carrying.keys("Ctrl+Return")
    assert all(a.confirmed_at for a in carrying.labels("strike.txt"))


def test_a_copy_is_opened_from_the_offer_and_the_offer_is_over(carrying):
    carrying.label()
    carrying.offer()
    carrying.keys("Down", "Return")
    assert carrying.window.annotate.document_presenter.document == carrying.names["strike.txt"]
    assert not carrying.page.offers


def test_what_is_removed_is_removed_from_the_copies_too_where_one_wants_it(carrying):
    carrying.label()
    carrying.offer()
    carrying.keys("V")
    first = carrying.labels("ferry.txt")[0]
    carrying.window.annotate.document_presenter.select(first.id, reveal=True)
    carrying.keys("Delete")
    said = "2 copies of it stay: V removes what was carried, too."
    assert carrying.window.room.strip.message() == said
    carrying.keys("V")
    assert carrying.window.room.strip.message() == "Removed from 2 copies, too."
    assert [a.layer for a in carrying.labels("strike.txt")] == ["speaker", "cue"]
    carrying.keys("Ctrl+Z")
    assert [a.layer for a in carrying.labels("strike.txt")] == ["quote", "speaker", "cue"]


def test_after_the_removal_was_taken_back_v_carries(carrying):
    carrying.label()
    carrying.offer()
    carrying.keys("V")
    first = carrying.labels("ferry.txt")[0]
    carrying.window.annotate.document_presenter.select(first.id, reveal=True)
    carrying.keys("Delete", "Ctrl+Z")
    carrying.offer()
    assert carrying.ticks() == ["locked", "locked"]


def test_elsewhere_v_removes_nothing(carrying):
    carrying.label()
    carrying.offer()
    carrying.keys("V")
    first = carrying.labels("ferry.txt")[0]
    carrying.window.annotate.document_presenter.select(first.id, reveal=True)
    carrying.keys("Delete", "Right")
    carrying.offer()
    assert len(carrying.labels("strike.txt")) == 3


def test_what_was_carried_and_removed_there_is_not_ticked_again(carrying):
    carrying.label()
    carrying.offer()
    carrying.keys("V")
    carrying.window.annotate.open(carrying.names["strike.txt"])
    carrying.keys("J", "Backspace")
    carrying.window.annotate.open(carrying.names["ferry.txt"])
    first = carrying.labels("ferry.txt")[0]
    carrying.window.annotate.document_presenter.select(first.id, reveal=True)
    carrying.offer()
    assert carrying.ticks() == ["locked", "off"]
    assert carrying.page._model.rows[1].verdict == "You turned it down there"


def test_an_undo_that_is_blocked_by_a_changed_copy_offers_the_others(carrying):
    carrying.label()
    carrying.offer()
    carrying.keys("V")
    strike = carrying.labels("strike.txt")
    with carrying.project.operation("Confirm", 0) as writer:
        writer.confirm_annotation(strike[0].id)
    carrying.keys("Ctrl+Z")
    said = "Once more takes back the 3 carried labels in documents without changes."
    assert carrying.window.room.strip.message() == said
    assert len(carrying.labels("ferry.txt")) == 6
    carrying.keys("Ctrl+Z")
    assert len(carrying.labels("ferry.txt")) == 3
    assert carrying.labels("strike.txt")[1:] == strike[1:]
    assert carrying.window.room.strip.message() == "3 labels taken back."


def test_the_panel_counts_the_copies_without_a_label_and_offers_them(carrying):
    carrying.label()
    assert carrying.unlabelled().startswith("2 copies of this passage have no labels yet")
    QTest.mouseClick(carrying.window.room.panel.labels.inspector._copies, Qt.MouseButton.LeftButton)
    wait_for_tasks(carrying.window)
    assert carrying.ticks() == ["on", "on"]
    carrying.keys("Space", "V")
    carrying.window.room.panel.show_page("labels")
    assert carrying.unlabelled().startswith("1 copy of this passage has no labels yet")
    carrying.offer()
    carrying.keys("V")
    carrying.window.room.panel.show_page("labels")
    assert carrying.unlabelled() == ""


def test_nothing_is_counted_where_the_plan_says_no_suggestions(carrying):
    with carrying.project.operation("Plan", 0) as writer:
        writer.add_assignment(carrying.names["ferry.txt"], carrying.actor, suggestions=False)
    carrying.label()
    assert carrying.unlabelled() == ""


def test_what_was_carried_to_other_documents_is_listed_to_be_reviewed_and_closed_by_keys(carrying):
    assert carrying.review() == []
    carrying.label()
    carrying.offer()
    carrying.keys("Space", "V")
    assert carrying.review() == ["1", "strike.txt"]
    choices = carrying.window.room.documents.choices
    assert choices._filter.text() == "1 to review"
    carrying.keys("Ctrl+PgDown", "J", "Backspace", "Ctrl+Return")
    assert carrying.project.state(carrying.names["strike.txt"], carrying.actor).value == "done"
    assert [bool(a.confirmed_at) for a in carrying.labels("strike.txt")] == [True, True]
    assert carrying.review() == ["0"]
    carrying.window.room.documents._act_on_notice()
    assert carrying.review() == []


def test_the_panel_says_what_each_copy_is_labelled_as(carrying):
    carrying.label()
    carrying.keys("W")
    wait_for_rest(carrying.window)
    assert [row.labels for row in carrying.page._model.rows] == ["", ""]
    carrying.keys("Esc", "V")
    carrying.keys("V", "W")
    wait_for_rest(carrying.window)
    wait_for_tasks(carrying.window)
    assert {row.labels for row in carrying.page._model.rows} == {"Quote, speaker, cue"}
    carrying.keys("Ctrl+Z")
    wait_for_rest(carrying.window)
    wait_for_tasks(carrying.window)
    assert {row.labels for row in carrying.page._model.rows} == {""}


def test_the_list_marks_what_is_labelled_differently(carrying):
    project, actor = carrying.project, carrying.actor
    carrying.label()
    with project.operation("Labelled", actor) as writer:
        text = project.text(carrying.names["strike.txt"])
        start = text.index(QUOTE)
        writer.add_annotation(
            carrying.names["strike.txt"], actor, "claim", start, start + len(QUOTE)
        )
        for document in carrying.names.values():
            writer.set_state(document, actor, "done")
    carrying.window.annotate.list_presenter._find_unlike()
    wait_for_tasks(carrying.window)
    model = carrying.window.room.documents.model
    spoken = [
        model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole)
        for row in range(model.rowCount())
    ]
    assert all("a copy is labelled differently" in words for words in spoken)
