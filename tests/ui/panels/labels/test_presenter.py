import pytest

from pullquote.model.values import Annotation, Relation, Speaker
from pullquote.ui.panels.labels.presenter import LabelPresenter
from pullquote.ui.panels.values import DateShown, RelationShown

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
def describe(qapp, schema):
    def made(labels=LABELS, relations=RELATIONS, published="2026-02-12"):
        return LabelPresenter(schema, TEXT, labels, relations, SPEAKERS, published)

    return made


def test_a_quote_has_its_speaker_by_name_and_by_mention(describe):
    shown = describe().label(QUOTE, "You, 14:02: labelled", 2)
    assert (shown.number, shown.of) == (1, 6)
    assert (shown.speaker, shown.speaker_known, shown.mention) == ("Ilian Marsk", "known", "he")
    assert shown.words == "“No date is set,”"
    assert (shown.note, shown.provenance, shown.unlabelled_copies) == (
        "check",
        "You, 14:02: labelled",
        2,
    )


def test_a_quote_is_asked_for_its_cue_and_day(describe):
    assert describe().label(QUOTE).relations == (
        RelationShown("cued_by", "cue", "", 3, "told"),
        RelationShown("dated_by", "date", "utterance", None, "12 Feb 2026", "publication"),
    )


def test_an_unknown_publication_date_is_not_filled_in(describe):
    said_on = describe(published=None).label(QUOTE).relations[1]
    assert said_on == RelationShown("dated_by", "date", "utterance")


def test_a_claim_has_the_dates_it_has_and_is_asked_for_two(describe):
    roles = {t.role: t.value for t in describe().label(BOATS).relations}
    assert roles == {"utterance": "12 Feb 2026", "event": "", "deadline": "9 Feb 2026"}


@pytest.mark.parametrize(
    ("speaker", "known", "name"),
    [(None, "open", ""), (8, "unknown", "Nobody named"), (9, "known", "Ilian Marsk")],
)
def test_nobody_named_is_not_the_same_as_not_yet_set(describe, speaker, known, name):
    quote = label(1, "quote", "“No date is set,”", speaker=speaker)
    shown = describe([quote], []).label(quote)
    assert (shown.speaker_known, shown.speaker) == (known, name)


def test_a_part_says_what_it_belongs_to(describe):
    assert describe().label(TOLD).relations == (
        RelationShown("", "quote", "", 1, "“No date is set,”"),
    )


def test_a_date_has_its_role_and_what_it_was_counted_from(describe):
    assert describe().label(BEFORE).date == DateShown(
        "2026-02-09",
        "date",
        "2026-02-10",
        "“Boats ran”",
        "claim",
        "deadline",
        ("utterance", "event", "deadline"),
        "2026-02-12",
    )
    counted = describe().label(TUESDAY).date
    assert counted is not None
    assert (counted.anchor, counted.anchor_value, counted.roles) == (
        "publication",
        "2026-02-12",
        (),
    )


def test_an_anchor_related_by_hand_counts_before_the_date_before(describe):
    relations = [*RELATIONS, relation("anchored_on", 6, 4)]
    first = label(8, "date", "No", attributes={"value": "1999"})
    shown = describe([first, *LABELS], relations).label(BEFORE).date
    assert shown is not None
    assert shown.anchor_value == "2026-02-10"


def test_the_open_label_has_its_speaker_among_its_parts(describe):
    head = describe().head(QUOTE)
    assert [(part.layer, part.value) for part in head.parts] == [
        ("speaker", "Ilian Marsk"),
        ("cue", "told"),
        ("date", "12 Feb 2026"),
    ]


def test_a_label_of_a_layer_that_is_gone_is_shown_by_its_words(describe):
    gone = label(1, "rumour", "Boats")
    shown = describe([gone], []).label(gone)
    assert (shown.words, shown.relations, shown.date) == ("Boats", (), None)
