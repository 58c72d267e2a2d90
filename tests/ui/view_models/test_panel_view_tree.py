import pytest

from pullquote.model.values import Annotation, Relation, Speaker
from pullquote.text.spans import Span
from pullquote.ui.view_models.panel_view import document_tree, quoted

TEXT = "“No date is set,” he told the Post on Tuesday. Boats ran until May."
SPEAKERS = {7: Speaker(7, "s7", "Ilian Marsk"), 8: Speaker(8, "s8", "Nobody named")}


def label(number, layer, words, **more):
    start = TEXT.index(words)
    return Annotation(number, f"u{number}", 1, 1, layer, start, start + len(words), **more)


QUOTE = label(1, "quote", "“No date is set,”")
HE = label(2, "speaker", "he", speaker=7)
TOLD = label(3, "cue", "told")
TUESDAY = label(4, "date", "Tuesday", attributes={"value": "2026-02-10"})
BOATS = label(5, "claim", "Boats ran until May")
MAY = label(6, "date", "May", attributes={"value": "2026-05"})


def relation(kind, head, tail, role=""):
    return Relation(head.id * 100 + tail.id, "r", 1, 1, kind, head.id, tail.id, role)


def rows(snapshot, labels, relations=(), opened=None):
    found = document_tree(snapshot(TEXT, labels, relations, SPEAKERS), opened)
    return [(row.depth, row.words, row.aside) for row in found]


def test_a_quote_stands_over_its_speaker_with_the_cue_at_the_right(snapshot):
    relations = [
        relation("said_by", QUOTE, HE),
        relation("cued_by", QUOTE, TOLD),
        relation("dated_by", QUOTE, TUESDAY, "utterance"),
    ]
    assert rows(snapshot, [QUOTE, HE, TOLD, TUESDAY], relations) == [
        (0, "“No date is set,”", "2026-02-10"),
        (1, "he → Ilian Marsk", "told"),
    ]


def test_a_claim_is_quoted_and_a_second_date_gets_a_row(snapshot):
    relations = [
        relation("dated_by", BOATS, TUESDAY, "utterance"),
        relation("dated_by", BOATS, MAY, "deadline"),
    ]
    assert rows(snapshot, [BOATS, MAY, TUESDAY], relations) == [
        (0, "“Boats ran until May”", "2026-02-10"),
        (1, "May", "2026-05"),
    ]


def test_labels_related_to_nothing_stand_by_themselves(snapshot):
    assert rows(snapshot, [HE, TOLD, TUESDAY]) == [
        (0, "he → Ilian Marsk", ""),
        (0, "told", ""),
        (0, "Tuesday", "2026-02-10"),
    ]


def test_a_cue_without_a_speaker_has_a_row(snapshot):
    relations = [relation("cued_by", QUOTE, TOLD)]
    assert rows(snapshot, [QUOTE, TOLD], relations)[1] == (1, "told", "")


def test_the_open_label_says_so_while_nothing_stands_at_its_right(snapshot):
    assert rows(snapshot, [QUOTE], opened=1) == [(0, "“No date is set,”", "open")]


def test_a_speaker_that_is_not_mentioned_has_a_row(snapshot):
    alone = label(1, "quote", "“No date is set,”", speaker=7)
    assert rows(snapshot, [alone]) == [(0, "“No date is set,”", ""), (1, "Ilian Marsk", "")]


def test_every_label_is_in_the_tree(snapshot):
    relations = [
        relation("said_by", QUOTE, HE),
        relation("cued_by", QUOTE, TOLD),
        relation("dated_by", BOATS, MAY, "event"),
        relation("anchored_on", MAY, TUESDAY),
    ]
    labels = [QUOTE, HE, TOLD, TUESDAY, BOATS, MAY]
    found = document_tree(snapshot(TEXT, labels, relations, SPEAKERS), None)
    shown = {row.label for row in found} | {row.aside_label for row in found}
    assert {one.id for one in labels} <= shown


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Boats\nran", "“Boats ran”"),
        ("“Boats ran”", "“Boats ran”"),
        ("«Boats»", "«Boats»"),
        ("a " * 100, f"“{' '.join('a' * 60)} …”"),
    ],
)
def test_words_are_quoted_once_on_one_line(text, words):
    assert quoted(text, Span(0, len(text))) == words
