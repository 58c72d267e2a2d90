from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QRadioButton

from pullquote.calendar.values import is_value
from pullquote.ui.panels.form.relation_fields import RelationFields
from pullquote.ui.panels.labels.page import LabelsPage
from pullquote.ui.panels.section import RowButton
from pullquote.ui.panels.values import (
    DateShown,
    DocumentShown,
    LabelShown,
    LayerOffer,
    OpenHead,
    RelationShown,
    SpeakerCandidate,
    TreeRow,
    WordsShown,
)

QUOTE = LabelShown(
    5,
    "quote",
    "“Indeed, meetings have taken place, we can confirm this.”",
    7,
    18,
    {"kind": "direct"},
    "Ilian Marsk",
    "known",
    "he",
    (
        RelationShown("cued_by", "cue", "", 92, "added"),
        RelationShown("dated_by", "date", "utterance", None, "10 Feb 2026", "publication"),
    ),
    provenance="You, 14:02: accepted a suggestion",
    unlabelled_copies=1,
)
DATE = LabelShown(
    90,
    "date",
    "Tuesday",
    attributes={"type": "DATE", "value": "2026-02-10"},
    date=DateShown(
        "2026-02-10",
        "publication",
        "2026-02-12",
        "“no date is set”",
        "claim",
        "utterance",
        ("utterance", "event", "deadline"),
        "2026-02-12",
    ),
)
WORDS = WordsShown(
    "Ministry spokesman Ilian Marsk",
    4,
    30,
    (
        LayerOffer("speaker", related=True, best=True, value="Ilian Marsk"),
        LayerOffer("quote"),
        LayerOffer("claim"),
    ),
)
HEAD = OpenHead(
    3,
    "quote",
    "“No date is set,”",
    (
        RelationShown("said_by", "speaker"),
        RelationShown("cued_by", "cue", "", 91, "told"),
        RelationShown("dated_by", "date", "utterance", None, "10 Feb 2026", "publication"),
    ),
)


@pytest.fixture
def page(theme, schema, show):
    made = LabelsPage(theme)
    made.set_schema(schema)
    made.set_parse(lambda typed: typed.strip() if is_value(typed.strip()) else None)
    made.set_register(lambda _typed: [SpeakerCandidate(1, "Ilian Marsk")], lambda: 2)
    return show(made)


def buttons(page, kind=RowButton):
    return {b.look().text: b for b in page.findChildren(kind) if b.isVisible()}


def test_a_label_is_shown_with_its_place_and_words(page):
    page.show_label(QUOTE)
    assert page.inspector._heading.accessibleName() == "Quote, 7 of 18"
    assert page.inspector._words.words() == QUOTE.words
    assert page.inspector.isVisible()
    assert not page.words.isVisible()
    assert page.inspector.form().speaker.field.text() == "Ilian Marsk"


def test_the_speaker_has_one_field(page):
    related = (RelationShown("said_by", "speaker", "", 6, "Ilian Marsk"), *QUOTE.relations)
    page.show_label(QUOTE._replace(relations=related))
    captions = [f.editor.accessibleName() for f in page.findChild(RelationFields)._fields.values()]
    assert captions == ["Cue", "Said on"]


def test_the_fields_come_from_the_schema(page, schema):
    for layer in schema.layers:
        page.show_label(QUOTE._replace(layer=layer.id, relations=()))
        form = page.inspector.form()
        names = [control.attribute.id for control in form._attributes]
        left_out = {"value", "fixed", "anchor"} if layer.id == "date" else set()
        assert names == [a.id for a in layer.attributes if a.id not in left_out]
        assert (form.speaker is not None) == layer.speaker
        assert (form.date is not None) == (layer.unit == "date")


def test_forms_are_made_while_nobody_waits(page, qtbot, schema):
    inspector = page.inspector
    qtbot.waitUntil(lambda: len(inspector.forms()) == len(schema.layers))
    page.show_label(QUOTE)
    assert [form for form in inspector.forms() if form.isVisible()] == [inspector.form()]
    qtbot.waitUntil(lambda: not inspector._idle.isActive())


def test_a_layer_that_is_gone_is_shown_by_its_words(page):
    page.show_label(QUOTE)
    page.show_label(QUOTE._replace(layer="rumour", words="Boats"))
    assert page.inspector.form() is None
    assert page.inspector._words.words() == "Boats"


def test_a_value_chosen_by_mouse_names_its_label(page, qtbot, heard):
    told = heard(page.attribute_changed)
    page.show_label(QUOTE)
    partial = next(b for b in page.findChildren(QRadioButton) if b.text() == "Partial")
    qtbot.mouseClick(partial, Qt.MouseButton.LeftButton)
    assert told == [(5, "kind", "partial")]
    page.show_label(QUOTE._replace(label=6, attributes={"kind": "indirect"}))
    assert told == [(5, "kind", "partial")]


def test_a_value_chosen_by_keys(page, qtbot, heard):
    told = heard(page.attribute_changed)
    page.show_label(QUOTE)
    direct = next(b for b in page.findChildren(QRadioButton) if b.text() == "Direct")
    direct.setFocus()
    qtbot.keyClick(direct, Qt.Key.Key_Right)
    assert told == [(5, "kind", "partial")]


def test_a_note_is_kept_on_enter_and_goes_back_to_the_text(page, qtbot, heard):
    told, back = heard(page.note_changed), heard(page.back_to_text)
    page.show_label(QUOTE)
    page.edit_note()
    note = page.inspector.form().note.editor
    qtbot.keyClicks(note, "look again")
    qtbot.keyClick(note, Qt.Key.Key_Return)
    assert told == [(5, "look again")]
    assert len(back) == 1


def test_a_note_that_is_left_by_mouse_belongs_to_the_label_it_was_typed_for(page, qtbot, heard):
    told = heard(page.note_changed)
    page.show_tree([TreeRow(8, "quote", "“We saw”")], 1)
    page.show_label(QUOTE)
    page.edit_note()
    qtbot.keyClicks(page.inspector.form().note.editor, "look")
    page.tree.label_pointed.connect(lambda _label: page.show_label(QUOTE._replace(label=8)))
    qtbot.mouseClick(page.tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, 14))
    assert told == [(5, "look")]
    assert page.inspector.form().note.text() == ""


def test_escape_in_a_field_changes_nothing(page, qtbot, heard):
    told, back = heard(page.note_changed), heard(page.back_to_text)
    page.show_label(QUOTE)
    page.edit_note()
    note = page.inspector.form().note.editor
    qtbot.keyClicks(note, "x")
    qtbot.keyClick(note, Qt.Key.Key_Escape)
    assert told == []
    assert note.text() == ""
    assert len(back) == 1


def test_undo_passes_a_field_nobody_typed_in(page, qtbot, heard):
    undone = heard(QShortcut(QKeySequence.StandardKey.Undo, page).activated)
    page.show_label(QUOTE._replace(note="before"))
    page.edit_note()
    note = page.inspector.form().note.editor
    qtbot.keyClick(note, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(undone) == 1
    qtbot.keyClicks(note, "x")
    qtbot.keyClick(note, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(undone) == 1


def test_the_speaker_is_chosen_in_place(page, qtbot, heard):
    chosen, back = heard(page.speaker_chosen), heard(page.back_to_text)
    page.show_label(QUOTE)
    page.edit_speaker("he")
    editor = page.inspector.form().speaker.field.editor
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert chosen == [1]
    assert len(back) == 1


def test_nobody_named_is_said(page):
    page.show_label(QUOTE._replace(speaker="", speaker_known="unknown", mention=""))
    assert page.inspector.form().speaker.field.text() == "Nobody named"
    page.show_label(QUOTE._replace(speaker="", speaker_known="open"))
    assert page.inspector.form().speaker.field.text() == ""


def test_a_relation_goes_to_its_label_and_a_missing_one_is_asked_for(page, qtbot, heard):
    entered, missed = heard(page.label_entered), heard(page.part_missed)
    page.show_label(QUOTE)
    cue, said_on = [f.editor for f in page.findChild(RelationFields)._fields.values()]
    qtbot.mouseClick(cue, Qt.MouseButton.LeftButton)
    qtbot.keyClick(cue, Qt.Key.Key_Return)
    assert entered == [92, 92]
    said_on.setFocus()
    qtbot.keyClick(said_on, Qt.Key.Key_Return)
    assert missed == ["date"]


def test_enter_on_a_date_edits_its_value_and_the_arrows_its_role(page, qtbot, heard):
    typed, roles = heard(page.date_typed), heard(page.role_changed)
    page.show_label(DATE)
    page.edit()
    editor = page.inspector.form().date.field.field.editor
    assert editor.hasFocus()
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    qtbot.keyClick(editor, Qt.Key.Key_Up)
    qtbot.keyClick(editor, Qt.Key.Key_Up)
    assert roles == [(90, "event"), (90, "utterance"), (90, "deadline")]
    editor.selectAll()
    qtbot.keyClicks(editor, "2026-02-11")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert typed == [(90, "2026-02-11")]


@pytest.mark.parametrize(
    ("anchor", "value", "words"),
    [
        ("publication", "2026-02-12", "Counted from publication, 12 Feb 2026"),
        ("publication", None, "Counts from publication, which is unknown"),
        ("date", "2026-02-03", "Counted from the date before, 3 Feb 2026"),
        ("date", None, "Counted from the date before"),
        ("to_check", None, "What it was counted from has changed: to check"),
        ("none", None, "Counted from nothing: the words say it all"),
    ],
)
def test_a_date_says_what_it_was_counted_from(page, anchor, value, words):
    page.show_label(DATE._replace(date=DATE.date._replace(anchor=anchor, anchor_value=value)))
    assert page.inspector.form().date._anchor.text() == words


def test_a_date_that_dates_nothing_has_no_role(page, qtbot, heard):
    roles = heard(page.role_changed)
    page.show_label(DATE)
    page.show_label(DATE._replace(label=91, date=DATE.date._replace(head="", role="", roles=())))
    page.edit()
    qtbot.keyClick(page.inspector.form().date.field.field.editor, Qt.Key.Key_Down)
    assert roles == []


def test_copies_without_labels_are_offered(page, qtbot, heard):
    wanted = heard(page.copies_wanted)
    page.show_label(QUOTE)
    qtbot.mouseClick(
        buttons(page)["1 copy of this passage has no labels yet"], Qt.MouseButton.LeftButton
    )
    assert len(wanted) == 1
    page.show_label(QUOTE._replace(unlabelled_copies=0))
    assert not buttons(page)


def test_chosen_words_say_what_each_key_would_do(page, qtbot, heard):
    wanted = heard(page.layer_wanted)
    page.show_words(WORDS, HEAD)
    assert page.words._heading.accessibleName() == "4 words chosen, 30 characters"
    rows = buttons(page)
    assert {"Speaker of the open quote", "Quote", "Claim"} <= set(rows)
    assert rows["Speaker of the open quote"].look().best
    qtbot.mouseClick(rows["Claim"], Qt.MouseButton.LeftButton)
    rows["Quote"].setFocus()
    qtbot.keyClick(rows["Quote"], Qt.Key.Key_Space)
    assert wanted == ["claim", "quote"]


def test_offers_stand_in_the_order_given(page):
    page.show_words(WORDS)
    page.show_words(replace(WORDS, offers=(LayerOffer("claim"), LayerOffer("speaker"))))
    rows = sorted(buttons(page).values(), key=lambda row: row.y())
    assert [row.look().text for row in rows] == ["Claim", "Speaker"]


def test_the_open_quote_says_what_is_missing(page, qtbot, heard):
    missed, entered = heard(page.part_missed), heard(page.label_entered)
    page.show_words(WORDS, HEAD)
    rows = buttons(page)
    assert rows["Speaker"].look().said == "Speaker, not yet"
    assert rows["Said on"].look().said == "Said on, 10 Feb 2026, publication"
    assert page.open_part._hint.text() == "What you label next with S, C or D is tied to it."
    qtbot.mouseClick(rows["Speaker"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(rows["Cue"], Qt.MouseButton.LeftButton)
    assert (missed, entered) == (["speaker"], [91])
    page.show_label(QUOTE)
    assert not page.open_part.isVisible()


def test_the_document_is_shown_while_nothing_is_chosen(page, qtbot, heard):
    published, noted = heard(page.published_changed), heard(page.document_note_changed)
    checked = heard(page.dates_checked)
    page.show_document(DocumentShown((("Source", "Harbour Post"),), None, "", "", 3))
    assert page.document.isVisible()
    assert page.document.published.said.text() == "not known: dates that count from it stay open"
    page.document.published.setFocus()
    qtbot.keyClicks(page.document.published.field.editor, "2026-02-10")
    qtbot.keyClick(page.document.published.field.editor, Qt.Key.Key_Return)
    page.edit_note()
    qtbot.keyClicks(page.document.note.editor, "an error page")
    qtbot.keyClick(page.document.note.editor, Qt.Key.Key_Return)
    qtbot.mouseClick(
        buttons(page)["Count 3 dates anew from the new day"], Qt.MouseButton.LeftButton
    )
    assert (published, noted, len(checked)) == (["2026-02-10"], ["an error page"], 1)


def test_a_day_in_doubt_says_why(page):
    shown = DocumentShown(
        (), "2026-02-10", "address: /2026/02/10/", doubt="Only the address says it."
    )
    page.show_document(shown)
    said = page.document.published.said.text()
    assert said == "10 Feb 2026, one day; in doubt: Only the address says it."


def test_the_tree_follows_the_label_shown(page, heard):
    told = heard(page.counted)
    page.show_label(QUOTE)
    page.show_tree([TreeRow(3, "quote", "“No”"), TreeRow(5, "quote", "“Indeed”")], 18, 8)
    assert page.tree.row() == 1
    assert page.heading.accessibleName() == "In this document, 18 labels, 8 suggestions"
    assert told == [18]
    page.show_words(WORDS, HEAD)
    assert page.tree.row() == 0
    page.show_document(DocumentShown())
    assert page.tree.row() == -1


def test_an_empty_tree_says_so(page):
    page.show_tree([], 0)
    assert page.heading.accessibleName() == "In this document, no labels yet"


def test_nothing_is_written_in_a_project_that_is_read_only(page, qtbot, heard):
    told = heard(page.attribute_changed), heard(page.note_changed), heard(page.date_typed)
    page.show_label(QUOTE)
    page.set_read_only(True)
    page.show_label(DATE)
    page.edit()
    qtbot.keyClicks(page.inspector.form().date.field.field.editor, "2027")
    page.show_label(QUOTE)
    for button in page.findChildren(QRadioButton):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    page.edit_note()
    qtbot.keyClicks(page.inspector.form().note.editor, "x")
    qtbot.keyClick(page.inspector.form().note.editor, Qt.Key.Key_Return)
    assert told == ([], [], [])


def test_a_low_window_scrolls_and_keeps_the_tree(page):
    page.show_tree([TreeRow(n, "quote", "“Indeed”") for n in range(9)], 9)
    page.show_label(QUOTE)
    page.resize(344, 420)
    assert page.tree.height() >= 80
    page.edit_note()
    note = page.inspector.form().note
    top = note.mapTo(page._scroll, QPoint(0, 0)).y()
    assert 0 <= top <= page._scroll.height() - note.height()
