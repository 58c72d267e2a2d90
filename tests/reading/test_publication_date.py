from textwrap import fill as wrap

import pytest

from pullquote.reading.publication_date import find_published, find_source, read_day


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-02T23:30:00-08:00", "2026/03/02 08:00", "02-Mar-2026",
        "02/Mar/2026:08:00:00 +0000",
        "Mar-02-2026", "Monday, March 2, 2026 at 8:00 a.m. EST", "2026.03.02.", "March 2, 2026 EST",
        "Mon Mar  2 08:00:00 UTC 2026", "2026-03-02 08:00:00.000 +0000 UTC", "2 Mar 2026 8am ET",
        "Mon Mar 02 2026 08:00:00 GMT+0100 (Central European Standard Time)",
        "02.03.2026 08:00 Uhr",
        "Mon, 02 Mar 2026 13:32:00 GMT", "2 March 2026, 08.00", "08:00, 2 March 2026", "20260302",
        "20260302T080000Z", "202603020800", "1772438400", "1772438400.5", "1772438400000",
        "1772438400000000", "/Date(1772438400000)/",
    ],
)  # fmt: skip
def test_dates_as_files_write_them(value):
    assert read_day(value) == "2026-03-02"


@pytest.mark.parametrize(
    "value",
    [
        "", "soon", "03/04/2026", "2026-13-45", "30 February 2026", "2 March 2026 - 8 March 2026",
        "2026-03-02/2026-03-08", "x" * 10_000, "1" * 100_000,
    ],
)  # fmt: skip
def test_what_is_no_certain_day(value):
    assert read_day(value) is None


@pytest.mark.parametrize(
    "value",
    [
        "1970-01-01T00:00:00Z", "0001-01-01", "0000-00-00", "0000000000", "0", "1900-01-01",
        "1969-12-31T16:00:00-08:00", "1899-12-30", "9999-12-31", "12/31/1969",
        "Thu, 01 Jan 1970 00:00:00 GMT", "January 1, 1970",
    ],
)  # fmt: skip
def test_zeros_of_systems_are_no_days(value):
    assert read_day(value) is None
    assert find_published(f"Published: {value}\n").value is None


@pytest.mark.parametrize("columns", [40, 44, 60, 72])
def test_dateline_of_a_wrapped_text_goes_on_over_its_lines(columns):
    told = "The harbour workers walked out on Monday as talks failed, and the ships had to wait."
    dateline = "MARSTAD, 3 February 2026 (Northern News Agency) - "
    text = wrap(dateline + " ".join([told] * 9), columns)
    found = find_published(text)
    assert (found.value, found.evidence) == ("2026-02-03", "3 February 2026")
    assert text[found.start : found.end].split() == found.evidence.split()
    assert find_source(text, None) == "Northern News Agency"


@pytest.mark.parametrize("said", ["2026年2月24日", "2026年02月24日 09:30", "2026년 2월 24일"])
def test_days_of_east_asia_say_which_number_is_which(said: str) -> None:
    assert read_day(said) == "2026-02-24"
