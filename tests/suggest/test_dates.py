"""The dates of a text, and what they count from."""

import pytest

from pullquote.suggest.dates import dates_of
from pullquote.suggest.document import suggest_labels
from pullquote.suggest.speakers import spoken

PUBLISHED = "2026-05-06"  # a Wednesday


def values(text: str, published: str | None = PUBLISHED) -> list[str]:
    return [date.attributes["value"] for date in dates_of(text, published, spoken(text))]


def test_a_report_counts_from_its_publication() -> None:
    assert values("He left in February 2019. On 3 May she came.") == ["2019-02", "2026-05-03"]


def test_a_day_told_of_counts_on_in_its_paragraph() -> None:
    text = "On 12 March 2022 they met; on 14 March they parted, and the next day he left."
    assert values(text) == ["2022-03-12", "2022-03-14", "2022-03-15"]
    parted = "On 12 March 2022 they met.\nOn 14 March he came."
    assert values(parted) == ["2022-03-12", "2026-03-14"]


def test_a_date_that_says_which_thing_is_meant_does_not_move_the_text() -> None:
    text = "Two men charged in the Dec. 21, 1988, bombing left after he agreed in April to go."
    assert values(text) == ["1988-12-21", "2026-04"]


def test_that_day_is_the_one_told_of_wherever_its_sentence_stands() -> None:
    text = "A service was held on Tuesday.\nHe died on May 5, 2026. Earlier that day he had called."
    assert values(text) == ["2026-05-05", "2026-05-05", "2026-05-05"]


def test_the_next_year_is_counted_from_what_was_told_and_next_year_from_today() -> None:
    text = "In May 1976 he was dismissed. The next year she was chosen. He will be back next year."
    assert values(text) == ["1976-05", "1977", "2027"]


def test_a_story_that_looks_back_stays_where_it_is() -> None:
    text = HISTORY + " In May 1812, as in the previous year, it rained. On 5 June it snowed."
    assert values(text)[-3:] == ["1812-05", "1811", "1812-06-05"]


def test_before_the_story_has_begun_what_is_told_in_passing_is_counted_from() -> None:
    text = "In May 1701 the abbot left. The next year another one came. " + HISTORY
    assert values(text)[:3] == ["1701-05", "1702", "1811"]


def test_a_time_without_a_number_is_one_where_it_says_how_long() -> None:
    assert values("He waited for years. The years were long.") == ["PXY"]


def test_a_clock_ahead_is_one_of_the_day_of_publication() -> None:
    assert values("After last year's vote he will speak at noon.") == ["2025", "2026-05-06T12:00"]
    assert values("After last year's vote he spoke at noon.")[1] == "XXXX-XX-XXT12:00"
    assert values("He leaves at 4 in the morning or at 11 at night.") == [
        "2026-05-06T04:00", "2026-05-06T23:00",
    ]  # fmt: skip
    assert values("The fire killed 4 in the morning. They saw High Noon.") == []


HISTORY = (
    "The siege of Orm (1811-1813) began in 1811. On 3 May the gates were shut. In 1812, not for "
    "the first time since 1614, the river froze in January. By the end of the year it was empty. "
    "In July of that year it burnt. It was taken on 5 March 1813. The next day the bells rang."
)


def test_a_text_of_history_stays_in_the_year_that_it_has_come_to() -> None:
    assert values(HISTORY) == [
        "1811", "1813", "1811", "1811-05-03", "1812", "1614", "1812-01", "1812", "1812-07",
        "1813-03-05", "1813-03-06",
    ]  # fmt: skip
    news = HISTORY + " So the mayor said on Monday, today and last week."
    assert values(news)[3] == "2026-05-03"


def test_a_year_earlier_is_the_quarter_of_the_year_before() -> None:
    text = "Third-quarter sales fell from $7 million a year earlier. A year earlier he had left."
    assert values(text, "2025-10-20")[:2] == ["2025-Q3", "2024-Q3"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"I go tomorrow," he told the Post on Monday.', ["2026-05-05", "2026-05-04"]),
        ('"I go tomorrow," he told the Post.', ["2026-05-07"]),
        ('He told the Post on Monday: "I went yesterday."', ["2026-05-04", "2026-05-03"]),
    ],
)
def test_in_a_quotation_today_is_the_day_of_speaking(text: str, expected: list[str]) -> None:
    assert values(text) == expected


def test_without_a_day_of_publication_dates_stay_open() -> None:
    assert values("He left on Friday and comes on 3 May.", None) == ["XXXX-WXX-5", "XXXX-05-03"]


def test_labels_say_what_a_date_counts_from() -> None:
    labels = suggest_labels("He left on Friday, 3 days after 1 May 2026.", PUBLISHED).labels
    assert [label.rule for label in labels] == ["publication", "none", "none"]
    assert labels[0].confidence < labels[2].confidence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sales fell in the quarter ended June 30, 2024.", ["2024-Q2", "2024-06-30"]),
        ("In the third quarter ended Sept. 30 it lost.", ["2025-Q3", "2025-09-30"]),
        ("Profit for the year ended June 30 rose.", ["P1Y", "2025-06-30"]),
        ("In the six months ended June 30 it lost.", ["P6M", "2025-06-30"]),
        ("First-half profit fell; a first-half goal fell too.", ["2026-H1"]),
        ("Its 2025 fourth quarter was better than 4Q 2024.", ["2025-Q4", "2024-Q4"]),
        ("In the fourth quarter it made more than a year earlier.", ["2025-Q4", "2024-Q4"]),
    ],
)
def test_periods_of_accounts(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rents rose over the last year.", ["P1Y"]),
        ("Rents rose in the last week.", ["P1W"]),
        ("He died in the last year of the war.", ["2025"]),
        ("Demand will double over the next decade.", ["P10Y"]),
        ("Rents rose last year.", ["2025"]),
        ("It was the coldest spring in decades.", ["PXY"]),
    ],
)
def test_a_stretch_up_to_now_or_from_now_is_a_duration(text: str, expected: list[str]) -> None:
    assert values(text) == expected


def test_a_clock_shares_the_day_behind_the_next() -> None:
    text = "He spoke from 9 a.m. to 5 p.m. Tuesday."
    assert values(text) == ["2026-05-05T09:00", "2026-05-05T17:00"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks resume Friday.", "2026-05-08"),
        ("Talks resumed Friday.", "2026-05-01"),
        ("The trial begins on Monday.", "2026-05-11"),
        ("The law takes effect Jan. 1.", "2027-01-01"),
        ("They agreed to meet on Monday.", "2026-05-11"),
        ("The election is on Sunday.", "2026-05-10"),
        ("He ruled that the vote on Sunday must go ahead.", "2026-05-10"),
        ("He ruled that the vote on Sunday was void.", "2026-05-03"),
        ("A visit set for April was announced.", "2026-04"),
    ],
)
def test_the_present_of_what_is_fixed_looks_ahead(text: str, expected: str) -> None:
    assert values(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ward is open 24 hours a day, seven days a week.", []),
        ("They walked for 24 hours and rested a day.", ["PT24H", "P1D"]),
        ("He stayed in bed seven days.", ["P7D"]),
        ("It was heard in some quarters.", []),
        ("Profits rose for two quarters.", ["P6M"]),
        ("Now, nobody would say so. He is now at home.", ["PRESENT_REF"]),
    ],
)
def test_words_that_only_look_like_a_time(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The current mayor met future voters.", ["PRESENT_REF", "FUTURE_REF"]),
        ("Its current rate holds in future.", ["PRESENT_REF", "FUTURE_REF"]),
        ("The current was strong, the current through the bay stronger.", []),
        ("We face a future without boats, and oil futures fell.", []),
    ],
)
def test_words_that_say_now_or_to_come(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It began at 10:35 a.m. (0735 GMT).", ["2026-05-06T10:35"]),
        ("It began at noon (1100 GMT) in Torvene.", ["2026-05-06T12:00"]),
        ("It began early (7 a.m. GMT).", ["2026-05-06T07:00"]),
    ],
)
def test_a_clock_told_once_more_for_another_zone_is_one_moment(
    text: str, expected: list[str]
) -> None:
    assert values(text) == expected
