import pytest

from pullquote.model.values import Annotation, Relation, Speaker
from pullquote.ui.panels.values import DateShown, RelationShown
from pullquote.ui.view_models.panel_view import label_shown, open_head

TEXT = "“No date is set,” he told the Post on Tuesday. Boats ran until the day before."
SPEAKERS = {
    7: Speaker(7, "s7", "Ilian Marsk"),
    8: Speaker(8, "s8", "Nobody named", kind="unnamed"),
    9: Speaker(9, "s9", "I. Marsk", merged_into=7),
}


def label(number, layer, words, **more):
    start = TEXT.index(words)
    return Annotation(number, f"u{number}", 1, 1, layer, start, start + len(words), **more)


def relation(kind, head, tail, role=""):
    return Relation(head * 100 + tail, "r", 1, 1, kind, head, tail, role)


QUOTE = label(1, "quote", "“No date is set,”", attributes={"kind": "direct"}, note="check")
HE = label(2, "speaker", "he", speaker=7)
TOLD = label(3, "cue", "told")
TUESDAY = label(4, "date", "Tuesday", attributes={"value": "2026-02-10", "anchor": "publication"})
BOATS = label(5, "claim", "Boats ran")
BEFORE = label(6, "date", "the day before", attributes={"value": "2026-02-09", "anchor": "date"})
LABELS = [QUOTE, HE, TOLD, TUESDAY, BOATS, BEFORE]
RELATIONS = [
    relation("said_by", 1, 2),
    relation("cued_by", 1, 3),
    relation("dated_by", 5, 6, "deadline"),
]


@pytest.fixture
def shown_of(snapshot):
    def made(label, labels=LABELS, relations=RELATIONS, published="2026-02-12"):
        return label_shown(snapshot(TEXT, labels, relations, SPEAKERS, published), label)

    return made


def test_a_quote_has_its_speaker_by_name_and_by_mention(snapshot):
    shown = label_shown(
        snapshot(TEXT, LABELS, RELATIONS, SPEAKERS),
        QUOTE,
        provenance="You, 14:02: labelled",
        unlabelled_copies=2,
    )
    assert (shown.number, shown.of) == (1, 6)
    assert (shown.speaker, shown.speaker_known, shown.mention) == ("Ilian Marsk", "known", "he")
    assert shown.words == "“No date is set,”"
    assert (shown.note, shown.provenance, shown.unlabelled_copies) == (
        "check",
        "You, 14:02: labelled",
        2,
    )


def test_a_quote_is_asked_for_its_cue_and_day(shown_of):
    assert shown_of(QUOTE).relations == (
        RelationShown("cued_by", "cue", "", 3, "told"),
        RelationShown("dated_by", "date", "utterance"),
    )


def test_a_claim_has_the_dates_it_has_and_is_asked_for_two(shown_of):
    roles = {t.role: t.value for t in shown_of(BOATS).relations}
    assert roles == {"utterance": "", "event": "", "deadline": "9 Feb 2026"}


@pytest.mark.parametrize(
    ("speaker", "known", "name"),
    [(None, "open", ""), (8, "unknown", "Nobody named"), (9, "known", "Ilian Marsk")],
)
def test_nobody_named_is_not_the_same_as_not_yet_set(shown_of, speaker, known, name):
    quote = label(1, "quote", "“No date is set,”", speaker=speaker)
    shown = shown_of(quote, [quote], [])
    assert (shown.speaker_known, shown.speaker) == (known, name)


def test_a_part_says_what_it_belongs_to(shown_of):
    assert shown_of(TOLD).relations == (RelationShown("", "quote", "", 1, "“No date is set,”"),)


def test_a_date_has_its_role_and_what_it_was_counted_from(shown_of):
    assert shown_of(BEFORE).date == DateShown(
        "2026-02-09",
        "date",
        "2026-02-10",
        "“Boats ran”",
        "claim",
        "deadline",
        ("utterance", "event", "deadline"),
        "2026-02-12",
    )
    counted = shown_of(TUESDAY).date
    assert counted is not None
    assert (counted.anchor, counted.anchor_value, counted.roles) == (
        "publication",
        "2026-02-12",
        (),
    )


def test_an_anchor_related_by_hand_counts_before_the_date_before(shown_of):
    relations = [*RELATIONS, relation("anchored_on", 6, 4)]
    first = label(8, "date", "No", attributes={"value": "1999"})
    shown = shown_of(BEFORE, [first, *LABELS], relations).date
    assert shown is not None
    assert shown.anchor_value == "2026-02-10"


def test_the_open_label_has_its_speaker_among_its_parts(snapshot):
    head = open_head(snapshot(TEXT, LABELS, RELATIONS, SPEAKERS, "2026-02-12"), QUOTE.id)
    assert head is not None
    assert [(part.layer, part.value) for part in head.parts] == [
        ("speaker", "Ilian Marsk"),
        ("cue", "told"),
        ("date", ""),
    ]


def test_a_label_of_a_layer_that_is_gone_is_shown_by_its_words(shown_of):
    gone = label(1, "rumour", "Boats")
    shown = shown_of(gone, [gone], [])
    assert (shown.words, shown.relations, shown.date) == ("Boats", (), None)
