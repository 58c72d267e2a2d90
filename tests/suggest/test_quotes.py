"""What kind a quotation is, whether it is closed, and whether anybody says it."""

import pytest

from pullquote.suggest.document import suggest_labels
from pullquote.suggest.single_label import quote_attributes
from pullquote.suggest.speakers import spoken
from pullquote.text.quotations import quotations
from pullquote.text.spans import Span


def attributes(text: str, number: int = 0) -> tuple[str, str]:
    found = quote_attributes(text, quotations(text)[number])
    return found["kind"], found["status"]


@pytest.mark.parametrize(
    "text",
    [
        '"I quit," said Roe.',
        'Roe said, "I quit."',
        'Roe shouted "Go home!"',
        "»We go home«, said Mrs. Kern.",
        "``We begin it all today,'' said Ann Roe.",
        "›We go home‹, said Mrs. Kern.",
        '"It was," he said, "and it will be again."',
        'Roe nodded. "The sea is calm."',
    ],
)
def test_words_that_stand_on_their_own_are_direct(text: str) -> None:
    assert attributes(text) == ("direct", "complete")


@pytest.mark.parametrize(
    "text",
    [
        '"No comment", said Roe.',
        "Roe said that “the sea has never been as calm as on that day”.",
        "They called it “the worst of the very bad ideas he had ever had”.",
        "Roe wants “to leave the town for good”, she said.",
        "“You squeezed us to the bone” to win, she said.",
        '"I love it," he said, but "when it comes to boats, he is lost."',
    ],
)
def test_words_that_a_sentence_needs_are_partial(text: str) -> None:
    assert attributes(text, len(quotations(text)) - 1) == ("partial", "complete")


def test_what_no_mark_ends_is_unclosed_and_words_without_marks_are_indirect() -> None:
    assert attributes("“We wait, said Roe.")[1] == "unclosed"
    text = "Roe said they wait."
    assert quote_attributes(text, Span(9, 18)) == {"kind": "indirect", "status": "unclosed"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("On NBC's “Morning Light,” Holt said no.", "title"),
        ("He wrote the novel “The Long Tide” in Orm.", "title"),
        ("She sang in the “Sea Bride” opera.", "title"),
        ("Robert “Bobby” Reed left.", "term"),
        ('<img alt="a boat"> The sea was calm.', "term"),
        ("The firm sold “magic” pills for years.", "scare"),
    ],
)
def test_marks_around_what_nobody_says(text: str, reason: str) -> None:
    (label,) = [one for one in suggest_labels(text, None).labels if one.layer == "not_quote"]
    assert label.attributes == {"reason": reason}
    assert not [one for one in suggest_labels(text, None).labels if one.layer == "quote"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("— We will not leave, said Captain Ruiz.", ["— We will not leave,"]),
        ("― We will not leave this town.\n― Nor will I go!", None),
        ("— Reuters", []),
        ("— A list of things", []),
        ("He left — at last, said Roe.", []),
    ],
)
def test_a_dash_begins_dialogue(text: str, found: list[str] | None) -> None:
    wanted = text.split("\n") if found is None else found
    assert [one.quotation.of(text) for one in spoken(text)] == wanted
    assert {one.kind for one in spoken(text)} <= {"direct"}
