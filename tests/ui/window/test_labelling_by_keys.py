"""A day's work by keys: quotes with speakers and cues, dated claims, undo across a restart."""

import csv
from pathlib import Path

from pullquote.workflow.export import export


def labels(window) -> list[tuple[str, str]]:
    doc = window.annotate.document_presenter.doc
    return [(a.layer, a.span.of(doc.text)) for a in doc.labels()]


def relations(window) -> list[str]:
    return sorted(r.kind for r in window.annotate.document_presenter.doc.relations())


def open_ferry(window, hands) -> None:
    ids = [window.annotate.project.document(d) for d in (1, 2)]
    window.annotate.open(next(d.id for d in ids if d.name == "ferry.txt"))
    hands.reader.setFocus()


def test_the_strip_says_whose_part_a_key_would_make(ferry, hands, qtbot) -> None:
    def says(*wanted: tuple[str, str]) -> None:
        qtbot.waitUntil(lambda: set(wanted) <= set(ferry.strip.hints()))

    hands.words("“We wait for the pilots,”")
    hands.keys("Q", "Esc")
    hands.words("Ada Lindqvist")
    says(("S", "Speaker of the open quote"), ("C", "its cue"), ("D", "its date"), ("F", "Claim"))
    hands.keys("Esc")
    says(("Q", "quote"), ("S", "speaker of the open quote"), ("C", "its cue"))
    hands.keys("Esc")
    says(("S", "speaker"), ("C", "cue"))


def test_a_quote_with_speaker_and_cue_in_three_keys(window, hands) -> None:
    open_ferry(window, hands)
    hands.keys("G", "Q", "Return")
    assert labels(window) == [
        ("quote", "“We wait for the pilots,”"),
        ("speaker", "ministry spokeswoman Ada Lindqvist"),
        ("cue", "told"),
    ]
    assert relations(window) == ["cued_by", "said_by"]


def test_an_unknown_speaker_is_named_in_place(window, hands) -> None:
    open_ferry(window, hands)
    hands.keys("G", "Q", "Return")
    assert window.room.page.strip.message() == "Speaker not known: S says who."
    hands.keys("S", "Ctrl+A")
    hands.type("Ada Lindqvist")
    hands.keys("Return")
    project = window.annotate.project
    assert [s.name for s in project.speakers()] == ["Ada Lindqvist"]
    assert hands.reader.hasFocus()
    hands.keys("G", "Q", "Return")
    mentions = [a for a in window.annotate.document_presenter.doc.labels() if a.layer == "speaker"]
    assert {m.speaker for m in mentions} == {project.speakers()[0].id}


def test_a_mention_of_nobody_known_never_takes_the_next_keys_for_a_name(window, hands) -> None:
    open_ferry(window, hands)
    hands.keys("G", "Q", "Return", "G", "Q", "Return")
    assert hands.reader.hasFocus()
    hands.words("reporters")
    hands.keys("S")
    hands.words("told")
    hands.keys("C")
    hands.words("harbour ministry")
    hands.keys("S", "G", "Q", "Return")
    assert window.annotate.project.speakers() == []
    quotes = [words for layer, words in labels(window) if layer == "quote"]
    assert len(quotes) == 2


def test_one_extent_for_chosen_words_and_the_caret(window, hands) -> None:
    open_ferry(window, hands)
    for words, key, layer in (
        ("Tuesday ", "D", "date"), ("told ", "C", "cue"),
        (" ministry spokeswoman Ada Lindqvist ", "S", "speaker"),
        ("“We wait for the pilots,” ", "Q", "quote"),
    ):  # fmt: skip
        hands.words(words)
        hands.keys(key, "Esc", "Esc", "Esc")
        chosen = [w for la, w in labels(window) if la == layer]
        hands.keys("Ctrl+Z")
        hands.caret_in(words.strip()[1:])
        hands.keys("Esc", "Esc", key, "Esc", "Esc", "Esc")
        assert [w for la, w in labels(window) if la == layer] == chosen
        hands.keys("Ctrl+Z")


def test_n_goes_to_the_next_date_and_d_labels_it(window, hands) -> None:
    open_ferry(window, hands)
    hands.keys("N")
    assert hands.reader.selected_text() == "Tuesday"
    hands.keys("N")
    assert hands.reader.selected_text() == "3 May"
    hands.keys("N")
    assert window.room.page.strip.message() == "No date after the caret."
    hands.keys("Shift+N", "D")
    assert labels(window) == [("date", "Tuesday")]


def test_j_and_k_pass_over_the_parts_of_others(window, hands) -> None:
    open_ferry(window, hands)
    hands.keys("G", "Q", "Return", "G", "Q", "Esc", "Esc")
    hands.reader.set_caret(0)
    seen = []
    for key in ("J", "J", "Shift+K", "Shift+K", "K"):
        hands.keys(key)
        seen.append(window.annotate.document_presenter.selected().layer)
    assert seen == ["quote", "quote", "cue", "speaker", "quote"]


def test_a_wrong_speaker_is_another_with_three_keys(window, hands) -> None:
    open_ferry(window, hands)
    project = window.annotate.project
    with project.operation("Speakers", 0) as writer:
        right, wrong = writer.add_speaker("Ole Brandt").id, writer.add_speaker("Ada Lindqvist").id
    hands.keys("G", "Q", "Return")
    doc = window.annotate.document_presenter.doc
    assert [a.speaker for a in doc.labels() if a.layer == "speaker"] == [wrong]
    hands.keys("S", "Down", "Return")
    assert [a.speaker for a in doc.labels() if a.layer == "speaker"] == [right]
    assert hands.reader.hasFocus()
    assert window.annotate.document_presenter.selected().layer == "quote"
    assert relations(window) == ["cued_by", "said_by"]


def test_a_wrong_cue_is_another_with_one_key_at_the_right_word(window, hands) -> None:
    open_ferry(window, hands)
    hands.words("reporters")
    before = labels(window)
    hands.keys("Esc", "Esc")
    hands.caret_in("wait for")
    hands.keys("Q")
    hands.words("spokeswoman")
    hands.keys("C")
    hands.caret_in("told")
    hands.keys("C")
    assert [w for la, w in labels(window) if la == "cue"] == ["told"]
    assert relations(window) == ["cued_by"]
    assert before == []


def test_the_value_of_a_date_follows_its_edges(window, hands) -> None:
    open_ferry(window, hands)
    hands.words("May")
    hands.keys("D")
    doc = window.annotate.document_presenter.doc
    assert doc.labels()[0].attributes["value"] == "2026-05"
    hands.keys("F2", "Shift+Left", "Return")
    assert labels(window) == [("date", "3 May")]
    assert doc.labels()[0].attributes["value"] == "2026-05-03"
    assert "2026-05-03" in window.room.page.strip.message()


def test_a_dated_claim(window, hands) -> None:
    open_ferry(window, hands)
    hands.caret_in("ferry will")
    hands.keys("F")
    hands.caret_in("Tuesday")
    hands.keys("D")
    found = {a.layer: a for a in window.annotate.document_presenter.doc.labels()}
    assert found["claim"].span.of(hands.reader.text()) == "no ferry will sail before 3 May"
    assert found["date"].attributes["value"] == "2026-04-21"
    assert relations(window) == ["dated_by"]


def test_undo_and_redo_across_a_restart_down_to_the_csv(
    window, hands, make_window, hands_of, project_path: Path, tmp_path: Path
) -> None:
    open_ferry(window, hands)
    hands.keys("G", "Q")
    window.close()
    again = make_window()
    assert again.open_project(project_path)
    second = hands_of(again)
    open_ferry(again, second)
    assert [layer for layer, _ in labels(again)] == ["quote"]
    second.keys("Ctrl+Z")
    assert labels(again) == []
    second.keys("Ctrl+Shift+Z")
    assert [words for _, words in labels(again)] == ["“We wait for the pilots,”"]
    export(again.annotate.project, "csv", tmp_path / "out")
    with (tmp_path / "out" / "quotes.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["text"] for row in rows] == ["“We wait for the pilots,”"]
    start, end = int(rows[0]["start"]), int(rows[0]["end"])
    assert second.reader.text()[start:end] == rows[0]["text"]


def test_delete_removes_and_escape_lets_go(window, hands) -> None:
    open_ferry(window, hands)
    hands.keys("G", "Q")
    assert window.annotate.document_presenter.selected() is not None
    hands.keys("Del")
    assert labels(window) == []
    hands.keys("G", "Q", "Esc", "Esc")
    assert window.annotate.document_presenter.selected() is None
    assert window.annotate.document_presenter.session.opened is None


def test_edges_move_by_keys(window, hands) -> None:
    open_ferry(window, hands)
    hands.words("Ada")
    hands.keys("S", "Esc")
    hands.keys("J", "F2", "Right", "Return")
    assert ("speaker", "Ada Lindqvist") in labels(window)


def test_kinds_and_layers_change_by_keys(window, hands) -> None:
    open_ferry(window, hands)
    hands.keys("G", "Q", "T")
    label = window.annotate.document_presenter.selected()
    assert label.attributes["kind"] == "partial"
    hands.keys("X")
    assert window.annotate.document_presenter.selected().layer == "not_quote"


def test_words_after_an_emoji_are_the_words_on_the_screen(window, hands) -> None:
    open_ferry(window, hands)
    hands.words("wait", nth=1)
    hands.keys("Q")
    assert labels(window) == [("quote", "wait")]
    doc = window.annotate.document_presenter.doc
    label = doc.labels()[0]
    assert doc.text[label.start : label.end] == "wait"
    assert label.start > doc.text.index("🚢")


def test_done_and_next(window, hands) -> None:
    first = window.annotate.document_presenter.document
    hands.keys("Ctrl+Return")
    assert window.annotate.project.state(first, window.projects.actor).value == "done"
    assert window.annotate.document_presenter.document != first


def test_relations_by_hand(window, hands) -> None:
    open_ferry(window, hands)
    hands.words("Ada Lindqvist")
    hands.keys("S", "Esc", "Esc", "Esc")
    hands.caret_in("They decide")
    hands.keys("Q", "R", "K", "Return")
    assert relations(window) == ["said_by"]
