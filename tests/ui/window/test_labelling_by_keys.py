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
    hands.keys("Ctrl+A")
    hands.type("Ada Lindqvist")
    hands.keys("Return")
    project = window.annotate.project
    assert [s.name for s in project.speakers()] == ["Ada Lindqvist"]
    assert hands.reader.hasFocus()
    hands.keys("G", "Q", "Return")
    mentions = [a for a in window.annotate.document_presenter.doc.labels() if a.layer == "speaker"]
    assert {m.speaker for m in mentions} == {project.speakers()[0].id}


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
