"""Settling by keys alone, in a real window over a real project."""

from pullquote.workflow import adjudicate

WHOLE = "“The ferry will not sail before May. The ice is too thick,”"
FIRST = "“The ferry will not sail before May."
TERM = "“a ruin”"


def test_the_first_open_place_is_in_sight_with_its_versions(ferry):
    assert ferry.open == 2
    assert ferry.item().kind == "boundary"
    choices = ferry.controller.presenter.choices
    # In the order of the names: Ines and Mara have the same.
    assert [(c.key, c.letters, c.names) for c in choices] == [
        ("1", "1", "Ines and Mara"),
        ("2", "2", "Teo"),
    ]
    assert ferry.reader.hasFocus()
    lanes = ferry.reader.scene.page.versions.lanes(ferry.item().span.start, ferry.item().span.end)
    assert [lane.letter for lane in lanes] == ["1", "2"]
    hatched = [span.of(ferry.reader.text()) for span in ferry.reader.scene.differing]
    assert hatched == [" The ice is too thick,”"]


def test_one_key_takes_a_version_and_the_next_place_comes(ferry):
    ferry.keys("2")
    assert ("quote", FIRST, "adjudicated") in ferry.settled()
    assert ferry.open == 1
    assert ferry.item().span.of(ferry.reader.text()) == TERM
    assert ferry.controller.widget.items.said() == "Settled."
    assert ferry.told == []


def test_enter_takes_the_version_that_stands_out(ferry):
    ferry.keys("Return")
    assert ("quote", WHOLE, "adjudicated") in ferry.settled()


def test_b_takes_all_and_0_takes_none(ferry):
    ferry.keys("J", "B")
    assert {(layer, words) for layer, words, _ in ferry.settled()} == {
        ("quote", TERM),
        ("not_quote", TERM),
    }
    ferry.keys("0")
    assert ferry.open == 0
    assert not any(words in {WHOLE, FIRST} for _, words, _ in ferry.settled())


def test_j_and_k_go_about_and_leave_open(ferry):
    first = ferry.item()
    ferry.keys("J")
    assert ferry.item() != first
    ferry.keys("J")
    assert ferry.told[-1][0] == "This is the last place."
    ferry.keys("K")
    assert ferry.item() == first
    assert ferry.open == 2


def test_a_note_is_kept_with_the_decision(ferry):
    ferry.keys("M")
    ferry.type("Her words go on")
    ferry.keys("Return", "1")
    assert [d.note for d in ferry.project.adjudications()] == ["Her words go on"]
    # The note is of that place only.
    assert ferry.room.question.note.text() == ""


def test_a_reason_stays_until_the_place_is_decided(ferry):
    note = ferry.room.question.note
    ferry.keys("M")
    ferry.type("Her words go on")
    ferry.keys("Return", "E", "Escape")
    assert note.text() == "Her words go on"
    ferry.keys("J")
    assert note.text() == ""
    ferry.keys("K")
    assert note.text() == "Her words go on"
    ferry.keys("1")
    ferry.project.undo(ferry.actor)
    ferry.wait()
    ferry.keys("K")
    assert note.text() == "Her words go on"


def test_what_was_settled_is_not_said_after_its_undo(ferry):
    ferry.keys("2")
    assert ferry.controller.widget.items.said()
    ferry.project.undo(ferry.actor)
    ferry.wait()
    assert ferry.controller.widget.items.said() == ""


def test_undo_shows_the_place_again(ferry):
    before = ferry.project.dump()
    first = ferry.item()
    ferry.keys("1")
    ferry.project.undo(ferry.actor)
    ferry.wait()
    assert ferry.project.dump() == before
    assert ferry.open == 2
    assert first.key in {row.item[1] for row in ferry.room.items.rows()}


def test_when_all_is_settled_the_page_says_so(ferry):
    ferry.controller.take_agreed()
    ferry.wait()
    ferry.keys("1", "1")
    page = ferry.room.page
    assert not page.is_text()
    assert page.state.accessibleName().startswith("All is settled.")
    asked = []
    ferry.controller.host.ran.connect(asked.append)
    ferry.keys("Space")
    assert asked == ["export"]


def test_what_all_agree_on_is_taken_at_once(ferry):
    assert ferry.controller.open_items.counts().agreed == 1
    ferry.room.items.take.click()
    ferry.wait()
    assert ferry.controller.open_items.counts().agreed == 0
    assert ("speaker", "minister Olga Senn", "adjudicated") in ferry.settled()
    assert ferry.told[-1] == ("1 label taken over.", True)
    assert ferry.open == 2


def test_a_settled_place_can_be_seen_and_opened_again(ferry):
    ferry.keys("1")
    ferry.room.items.which.set_value("settled")
    ferry.controller.list_which()
    ferry.wait()
    assert [row.outcome for row in ferry.room.items.rows()] == ["Settled"]
    ferry.controller.navigation.show_item(ferry.room.items.rows()[0].item)
    ferry.reader.setFocus()
    ferry.keys("R")
    assert ferry.open == 2
    assert ferry.project.adjudications() == []


def test_the_list_takes_the_same_keys(ferry):
    ferry.room.items.list.setFocus()
    ferry.keys("J")
    assert ferry.item().span.of(ferry.reader.text()) == TERM
    ferry.keys("1")
    assert ferry.open == 1


def test_names_are_hidden_by_letters_in_an_order_of_their_own(ferry):
    ferry.room.page.head.names.click()
    ferry.wait()
    names = [c.names for c in ferry.controller.presenter.choices]
    assert names == ["", ""]
    said = ferry.room.items.rows()[1].kind + ferry.room.question.accessibleName()
    assert not {"Mara", "Teo", "Ines"} & set(said.split())
    ferry.keys("1")
    assert ferry.open == 1


def test_a_version_that_changes_later_comes_up_again(ferry):
    ferry.keys("2")
    teo = next(a.id for a in ferry.project.annotators() if a.name == "Teo")
    document = ferry.item().document
    labels = ferry.project.annotations(document, teo)
    quote = next(label for label in labels if label.layer == "quote")
    with ferry.project.operation("Later", teo) as writer:
        writer.change_annotation(quote.id, end=quote.end - 4)
    ferry.wait()
    assert ferry.open == 2
    assert "New · Boundary" in {f"{r.outcome} · {r.kind}" for r in ferry.room.items.rows()}


def test_a_place_that_was_changed_meanwhile_is_read_anew(ferry):
    item = ferry.item()
    ferry.controller.decisions.begun.connect(lambda: change())

    def change() -> None:
        ferry.controller.decisions.begun.disconnect()
        with ferry.project.operation("Meanwhile", 1) as writer:
            writer.delete_annotation(item.choices[0].annotations[0].id)

    ferry.keys("1")
    assert isinstance(ferry.errors[0], adjudicate.ItemChanged)
    assert ferry.project.adjudications() == []
    assert ferry.item() is not None


def test_the_sample_is_settled_from_the_first_place_to_the_last(enter, sample_path):
    room = enter(sample_path)
    places = room.open
    assert places > 20
    pressed = 0
    while room.open and pressed < 2 * places:
        room.keys("12B0"[pressed % 4] if pressed % 4 != 1 else "2")
        pressed += 1
    assert room.open == 0
    assert not room.errors
    assert pressed < places, "copies are settled with their first place"
    assert not room.room.page.is_text()
