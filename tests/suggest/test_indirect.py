"""Indirect speech: who is reported to have said what, without quotation marks."""

import pytest

from pullquote.suggest.document import suggest_labels
from pullquote.suggest.indirect import indirect_speech
from pullquote.text.segments import quotations


def reports(text: str) -> list[tuple[str, str, str]]:
    found = indirect_speech(text, quotations(text))
    return [
        (one.speaker.of(text), one.cue.of(text), one.quotation.of(text))
        for one in found
        if one.speaker and one.cue
    ]


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "words"),
    [
        ("Ole Brandt said that the ferry is late.", "Ole Brandt", "said", "the ferry is late"),
        ("🚢 Brandt said on Tuesday the ferry was sold.", "Brandt", "said", "the ferry was sold"),
        ("She told the pilots on Monday that nobody was there.", "She", "told", "nobody was there"),
        ("ORM (Quay News) - The port is shut, Lund said.", "Lund", "said", "The port is shut"),
        ("The port is shut, Mia Lund said.", "Mia Lund", "said", "The port is shut"),
        ("According to Lund, the port is shut.", "Lund", "According to", "the port is shut"),
        ("The port is shut, according to Lund.", "Lund", "according to", "The port is shut"),
        (
            "Lund announced that the port is shut, but Brandt was not there.",
            "Lund", "announced", "the port is shut",
        ),
    ],
)  # fmt: skip
def test_a_report_has_a_speaker_a_verb_and_a_clause(text, speaker, cue, words) -> None:
    assert reports(text) == [(speaker, cue, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Brandt refused to say that the ferry is late.",
        "Brandt never said that the ferry is late.",
        "There are rules that could close the port.",
        "I guess that the ferry is late.",
        "Brandt said “the ferry is late” and that the port is shut.",
        "Brandt said nothing on Tuesday.",
        "Brandt says the ferry is late",
        "",
    ],
)
def test_what_nobody_says_is_no_report(text: str) -> None:
    assert reports(text) == []


def test_it_is_suggested_where_somebody_asks_for_it() -> None:
    text = "Ole Brandt said that the ferry is late."
    assert [one.layer for one in suggest_labels(text, None).labels] == []
    found = suggest_labels(text, None, frozenset({"indirect"})).labels
    assert [one.layer for one in found] == ["speaker", "cue", "quote"]
    assert found[2].attributes["kind"] == "indirect"
