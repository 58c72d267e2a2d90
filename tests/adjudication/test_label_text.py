"""When a label says the same as before."""

import pytest

from pullquote.adjudication.label_text import RelationContent, content, same
from pullquote.model.values import Annotation

LABEL = Annotation(1, "u", 1, 1, "quote", 4, 9, {"kind": "direct"})


def test_ids_times_notes_and_origins_do_not_count() -> None:
    other = Annotation(
        2, "v", 1, 2, "quote", 4, 9, {"kind": "direct", "sure": ""}, note="hm", origin="imported"
    )
    assert content(LABEL, "s") == content(other, "s")


@pytest.mark.parametrize(
    "other",
    [
        Annotation(1, "u", 1, 1, "claim", 4, 9, {"kind": "direct"}),
        Annotation(1, "u", 1, 1, "quote", 4, 8, {"kind": "direct"}),
        Annotation(1, "u", 1, 1, "quote", 4, 9, {"kind": "partial"}),
    ],
)
def test_layer_extent_and_attributes_count(other: Annotation) -> None:
    assert not same(content(LABEL, None), content(other, None))


def test_the_speaker_counts() -> None:
    assert not same(content(LABEL, "a"), content(LABEL, "b"))


def test_a_relation_follows_the_words_it_leads_to() -> None:
    related = content(LABEL, None, [RelationContent("cued_by", "", "cue", 10, 14)])
    assert same(related, content(LABEL, None, [RelationContent("cued_by", "", "cue", 12, 16)]))
    assert not same(related, content(LABEL, None, [RelationContent("cued_by", "", "cue", 14, 16)]))
    assert not same(
        related, content(LABEL, None, [RelationContent("cued_by", "", "speaker", 10, 14)])
    )
    assert not same(related, content(LABEL, None))
