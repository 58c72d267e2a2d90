import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.text.quotations import quotations


def quotes(text):
    return [span.of(text) for span in quotations(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"Yes," he said. "No."', ['"Yes,"', '"No."']),
        ("“Yes,” he said—“no”.", ["“Yes,”", "“no”"]),
        ("„Gut“, «Oui» et « non », »Ja«", ["„Gut“", "«Oui»", "« non »", "»Ja«"]),
        ("``Yes,'' he said.", ["``Yes,''"]),
        ("„Tak” i ”nej”", ["„Tak”", "”nej”"]),
        ('"Yes” and “no"', ['"Yes”', '“no"']),
        ('("yes") ["no"] "one"/"two"', ['"yes"', '"no"', '"one"', '"two"']),
        ("＂Yes,＂ he said. ″No″ ❝so❞", ["＂Yes,＂", "″No″", "❝so❞"]),
        ("彼は「はい『そう』」と言った。", ["「はい『そう』」", "『そう』"]),
        ("`Yes,' he said.", ["`Yes,'"]),
        ('A 9" blade at 12°30\'15"N, 45°10\'05"W.', []),
        ('The 24"x36" sign read "Vote".', ['"Vote"']),
        ("", []),
        ('""', []),
        ('" - "', []),
    ],
)
def test_marks_are_paired(text, found):
    assert quotes(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("‘We back the workers’ rights,’ he said", ["‘We back the workers’ rights,’"]),
        ("‘success’ for the town", ["‘success’"]),
        ("the boss’ car, ’90s, don't, '90s and '80s'", []),
        ("It's 'yes', isn't it? 'Tis.", ["'yes'"]),
        ("He is 5'11\" tall.", []),
        ("Then 'e said 'no more' to rock 'n' roll.", ["'no more'"]),
        ("‘Left open", []),
    ],
)
def test_apostrophes_are_not_marks(text, found):
    assert quotes(text) == found


def test_a_quotation_inside_another():
    assert quotes("“He said ‘go’ to me,” she said.") == ["“He said ‘go’ to me,”", "‘go’"]
    assert quotes("'The \"end\" is near'") == ["'The \"end\" is near'", '"end"']
    assert quotes("“the “inner” one” x") == ["“the “inner” one”", "“inner”"]


def test_a_quotation_left_open_ends_with_its_paragraph():
    assert quotes('He said: "No. \n\nNext "one"') == ['"No.', '"one"']


def test_a_quotation_left_open_ends_before_the_next_one():
    assert quotes("“Open. “Closed” and on.") == ["“Open.", "“Closed”"]


def test_marks_that_open_again_make_one_quotation():
    assert quotes('"A.\n\n"B.\n\n"C," he said. "D."') == ['"A.\n\n"B.\n\n"C,"', '"D."']
    assert quotes("“A.\n“B ‘c’.”") == ["“A.\n“B ‘c’.”", "‘c’"]


def test_marks_that_open_again_and_never_close_are_one_each():
    assert quotes("“A.\n“B.\nC") == ["“A.", "“B."]


def test_other_marks_in_the_next_paragraph_are_another_quotation():
    assert quotes('"A.\n“B,” he said.') == ['"A.', "“B,”"]


MARKS = "\"“”„‟«»‹›'‘’‚`"


@given(st.text(st.sampled_from(MARKS + "ab s.,([-\n")))
def test_quotations_hold_a_letter_are_ordered_and_do_not_cross(text):
    found = quotations(text)
    assert found == sorted(set(found), key=lambda span: (span.start, -span.end))
    for span in found:
        assert span.end <= len(text)
        assert text[span.start] in MARKS
        assert any(character.isalnum() for character in span.of(text))
    for one in found:
        for other in found:
            assert not one.start < other.start < one.end < other.end


@pytest.mark.parametrize("many", [m * 50_000 + "»" * 50_000 for m in ('"', "“", "«", "‘")])
def test_a_flood_of_marks_is_no_quotation(many):
    # In more than linear time this takes minutes, and the suite's own limit ends it.
    assert quotes(many) == []
