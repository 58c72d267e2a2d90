"""From values to cells."""

import pytest

from pullquote.exchange.csv_cells import csv_cell, spreadsheet_safe, words_only


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (True, "true"), (False, "false"), (3, "3"), (1.0, "1"), (1 / 3, str(1 / 3))],
)
def test_values_as_cells(value, text):
    assert csv_cell(value) == text


@pytest.mark.parametrize(
    ("cut", "text"),
    [("=A1", "'=A1"), ("-5", "'-5"), ("@x", "'@x"), ("a=1", "a=1"), ("", ""), ("'a", "'a")],
)
def test_cells_that_a_spreadsheet_would_run(cut, text):
    assert spreadsheet_safe(cut) == text


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("“We don’t know,”", "We don’t know,"),
        ('"We [the union] agree."', "We agree."),
        ("“It was [sic] , well, fine.”", "It was, well, fine."),
        ("“One.\n\n“Two.”", "One. Two."),
        ("«Нет»", "Нет"),
        ("‘The workers’ hall’", "The workers’ hall"),
        ("“He said ‘no’ twice”", "He said ‘no’ twice"),
        ("“”", ""),
    ],
)
def test_words_without_marks_and_insertions(quote, words):
    assert words_only(quote) == words
