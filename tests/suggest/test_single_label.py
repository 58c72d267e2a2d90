"""The speaker and the cue beside a quotation."""

import pytest

from pullquote.suggest.single_label import candidate_mentions, speaker_and_cue
from pullquote.text.segments import quotations
from pullquote.text.spans import Span


def found(text: str, number: int = 0) -> tuple[str | None, str | None]:
    speaker, cue = speaker_and_cue(text, quotations(text)[number])
    return speaker.of(text) if speaker else None, cue.of(text) if cue else None


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        (
            "“We wait,” harbour master Ole Brandt told the press.",
            "harbour master Ole Brandt",
            "told",
        ),
        ("“We wait,” said Ole Brandt.", "Ole Brandt", "said"),
        ("“There is nothing more to say,” he added.", "he", "added"),
        ("Brandt said: “We wait.”", "Brandt", "said"),
        ("The minister described the plan as “very good” and left.", "The minister", "described"),
        ("According to Ada Holm, the plan is “very good”.", "Ada Holm", "According to"),
        ("“We wait.” The sun came out.", None, None),
        ("“We wait,” read a sign.", "a sign", "read"),
        ("Holm described the talks as “very good” and hinted at more.", "Holm", "described"),
        ("The talks are “very good”, Holm said.", "Holm", "said"),
        ("“We wait,” said boatman Olga Renn, who owns two boats.", "Olga Renn", "said"),
        (
            "Joren Holm of the Pilots' Union told us: “We wait.”",
            "Joren Holm of the Pilots' Union",
            "told",
        ),
        ("Holm called Brandt’s words clear, stating: “We wait.”", "Holm", "stating"),
    ],
)
def test_pairs(text: str, speaker: str | None, cue: str | None) -> None:
    assert found(text) == (speaker, cue)


def test_a_second_quotation_takes_the_verb_before_it() -> None:
    text = "“So far these are empty words,” Holm said, adding, “Readiness needs ground.”"
    assert found(text, 0) == ("Holm", "said")
    assert found(text, 1)[1] == "adding"


def test_a_full_stop_ends_what_belongs_to_a_quotation() -> None:
    text = "“We wait.” Brandt left. “Go home,” said Holm."
    assert found(text, 0) == (None, None)
    assert found(text, 1) == ("Holm", "said")


def test_a_wrapped_line_is_no_border():
    text = (
        "“We have been told to wait for so long that nobody here believes\n"
        "it any more,” said the skipper of the ferry to Halden, Captain Ole\n"
        "Brandt, after the talks, while the owners of the boats stood by.\n"
        "He would write another letter before the week is over, and send\n"
        "copies to all who had asked for one at the meeting, Brandt wrote.\n"
    )
    assert quotations(text)[0].of(text).endswith("believes\nit any more,”")
    assert found(text)[1] == "said"


def test_who_else_may_say_it_begins_with_the_sentence_and_goes_on_around_it() -> None:
    text = (
        "Harbour master Ole Brandt and pilot Ida Kvist waited.\n"
        "“We stay,” Mia Lund told Jon Berg. “They left,” she said, and Ole Brandt laughed."
    )
    first = quotations(text)[0]
    words = [span.of(text) for span in candidate_mentions(text, first)]
    assert words[:2] == ["Mia Lund", "Jon Berg"]
    assert {"she", "Harbour master Ole Brandt"} <= set(words)
    assert len(words) == len(set(words)) <= 6
    assert candidate_mentions("“No.”", Span(0, 5)) == []
