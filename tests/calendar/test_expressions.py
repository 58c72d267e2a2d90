from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.calendar.expressions import find_expressions, parse_typed, resolve
from pullquote.calendar.values import days, is_value
from pullquote.text.spans import Span

PUBLISHED = "2026-02-12"  # a Thursday


def found(text):
    return [it.span.of(text) for it in find_expressions(text)]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("On Feb. 3, she left.", ["Feb. 3"]),
        ("It began in February. Then it ended.", ["February"]),
        ("on 28 February 2022 and 13.02.2026.", ["28 February 2022", "13.02.2026"]),
        ("(2026-02-10)", ["2026-02-10"]),
        ("On Thursday, 13 February 2025, 12:58", ["Thursday, 13 February 2025"]),
        ("BrandThursday, 13 February 2025", ["Thursday, 13 February 2025"]),
        ("by Friday's vote, yesterday’s talks", ["Friday", "yesterday"]),
        ("The day before, he spoke.", ["The day before"]),
        ("the day before the vote", []),
        ("last week, early next month", ["last week", "early next month"]),
        ("later this year", ["later this year"]),
        ("in recent weeks, two years ago", ["recent weeks", "two years ago"]),
        ("on 3 and 7 March 2022", ["3", "7 March 2022"]),
        ("from Feb. 10-14.", ["Feb. 10", "14"]),
        ("the war (2022–present)", ["2022", "present"]),
        ("the 2022 decree of the third quarter", ["2022", "the third quarter"]),
        ("in the late 1990s or the 19th century", ["the late 1990s", "the 19th century"]),
        ("at 10:35 a.m. on Tuesday", ["10:35 a.m. on Tuesday"]),
        ("13:32 GMT", ["13:32 GMT"]),
        ("three years, a six-month stay", ["three years", "six-month"]),
        ("every Tuesday, daily", ["every Tuesday", "daily"]),
        ("last summer, the spring of 2025", ["last summer", "the spring of 2025"]),
        ("in winter", ["winter"]),
        ("New Year's Eve and Easter Sunday", ["New Year's Eve", "Easter Sunday"]),
        ("It may march on; the sun sat; a second time.", []),
        ("May I? He left in May.", ["May"]),
        ("a 52-year-old, 403 times, 2000 people, 3.5%, $1999", []),
        ("former, current, yet, so far, already, recently", []),
        ("version 1.2.3, at 12.5 points", []),
        ("Feb. 30,000 came", []),
        ("next Friday, 13 March 2026", ["next Friday, 13 March 2026"]),
        ("on 7-Oct-2023, 14-02-2024, 7 October '23", ["7-Oct-2023", "14-02-2024", "7 October '23"]),
        ("the twelfth of March 2024", ["the twelfth of March 2024"]),
        ("on the Fourth of July", ["the Fourth of July"]),
        ("the first Monday in May", ["the first Monday in May"]),
        ("at 9 a.m. PT on Friday; at 1900 GMT; at 20:00 on 3 May", [
            "9 a.m. PT on Friday", "1900 GMT", "20:00 on 3 May"]),
        ("the war of 1914-18, (1789-1791)", ["1914", "18", "1789", "1791"]),
        ("in 264 BC and AD 79", ["264 BC", "AD 79"]),
        ("ad 11 in a row, AD\n11, 12\nBC", []),
        ("the 2023-24 season, the winter of 2025/26", ["2023-24", "the winter of 2025/26"]),
        ("two Sundays ago, a year and a half ago", ["two Sundays ago", "a year and a half ago"]),
        ("July of that year, March next year", ["July of that year", "March next year"]),
        ("third-quarter sales, Q3, H1 2025", ["third-quarter", "Q3", "H1 2025"]),
        ("the year-ago quarter and last year's first quarter", [
            "the year-ago quarter", "last year's first quarter"]),
        ("about five weeks, only two days, more than a year", [
            "five weeks", "two days", "more than a year"]),
        ("He comes in three weeks.", ["in three weeks"]),
        ("It took two days in three weeks.", ["two days", "three weeks"]),
        ("Flight 1903, Article 2012, of 1900 respondents, version 1.2.2024", []),
        ("The Sunday Times, Sheffield Wednesday, in spring water, Black Friday", []),
        ("three-quarters of its food, on 60 Minutes", []),
        ("Harbour Today said so. Today it is true.", ["Today"]),
    ],
)  # fmt: skip
def test_dates_are_found_without_their_preposition(text, dates):
    assert found(text) == dates


def test_types():
    text = "Feb. 3, three years, every Tuesday, Friday night at 5 p.m."
    types = {it.span.of(text): it.type for it in find_expressions(text)}
    assert types["Feb. 3"] == "DATE"
    assert types["three years"] == "DURATION"
    assert types["every Tuesday"] == "SET"
    assert types["5 p.m."] == "TIME"


def test_a_coordinated_day_brings_the_words_to_resolve():
    first, last = find_expressions("on 3 and 7 March 2022")
    assert (first.words, last.words) == ("3 March 2022", "7 March 2022")
    assert find_expressions("from Feb. 10-14.")[1].words == "14 Feb."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("from January to March 2024", ["January 2024", "March 2024"]),
        ("from December to March 2024", ["December 2023", "March 2024"]),
        ("on March 3 and 4, 2024", ["March 3 2024", "4 March 2024"]),
        ("from 27 February to 3 March 2024", ["27 February 2024", "3 March 2024"]),
        ("in 1990-94", ["1990", "1994"]),
    ],
)
def test_a_year_is_shared(text, words):
    assert [it.words for it in find_expressions(text)] == words


def test_dates_of_a_span():
    text = "Feb. 3 and May 5, 2026"
    assert [it.span for it in find_expressions(text, Span(7, len(text)))] == [Span(11, 22)]
    assert find_expressions(text, Span(0, 0)) == []


def value(words, anchor=PUBLISHED, **more):
    return resolve(words, anchor, **more).value


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("28 February 2022", "2022-02-28"),
        ("Thursday, February 12, 2026", "2026-02-12"),
        ("13.02.2026", "2026-02-13"),
        ("2/13/2026", "2026-02-13"),
        ("03/04/2026", "2026"),
        ("2026/02/10", "2026-02-10"),
        ("May 2022", "2022-05"),
        ("the third quarter of 2025", "2025-Q3"),
        ("first half of 2025", "2025-H1"),
        ("late 1999", "1999"),
        ("the 1990s", "199X"),
        ("the '90s", "199X"),
        ("the 21st century", "20XX"),
        ("the spring of 2025", "2025-SP"),
        ("Christmas 2025", "2025-12-25"),
        ("Easter 2026", "2026-04-05"),
        ("Thanksgiving 2025", "2025-11-27"),
        ("three years", "P3Y"),
        ("half an hour", "PT30M"),
        ("half a year", "P6M"),
        ("an hour and a half", "PT1H30M"),
        ("two and a half years", "P2.5Y"),
        ("two hours ago", "PT2H"),
        ("a few minutes later", "PTXM"),
        ("every four years", "P4Y"),
        ("three times a year", "P1Y"),
        ("quarterly", "P3M"),
        ("2024 Q3", "2024-Q3"),
        ("4Q 2024", "2024-Q4"),
        ("the 2024 fourth quarter", "2024-Q4"),
        ("the sixties", "196X"),
        ("the late eighties", "198X"),
        ("5 1/2 hours", "PT5H30M"),
        ("annually", "P1Y"),
        ("Election Day 2024", "2024-11-05"),
        ("Memorial Day 2024", "2024-05-27"),
        ("Good Friday 2024", "2024-03-29"),
        ("Easter week 2024", "2024-W13"),
        ("the last week of August 1918", "1918-W35"),
        ("the first week of May 2024", "2024-W18"),
        ("several weeks", "PXW"),
        ("the past decade", "P10Y"),
        ("twenty-five days", "P25D"),
        ("a couple of hours", "PT2H"),
        ("every Tuesday", "XXXX-WXX-2"),
        ("Tuesdays", "XXXX-WXX-2"),
        ("daily", "P1D"),
        ("now", "PRESENT_REF"),
        ("soon", "FUTURE_REF"),
        ("recently", "PAST_REF"),
        ("several years ago", "PAST_REF"),
        ("30 February 2022", ""),
        ("2/14/99", "1999-02-14"),
        ("every other week", "P2W"),
        ("every morning", "XXXX-XX-XXTMO"),
        ("every May", "XXXX-05"),
        ("day-long", "P1D"),
        ("weeks-long", "PXW"),
        ("midnight on 3 May 2024", "2024-05-03T00:00"),
        ("the night of 3 May 2024", "2024-05-03TNI"),
        ("recent days", "PAST_REF"),
        ("the long road", ""),
        ("fiscal 2024", "XXXX"),
        ("the 1800s", "18XX"),
        ("264 BC", "BC0264"),
        ("1900 GMT on 3 May 2024", "2024-05-03T19:00"),
        ("Sept. 31, 2024", ""),
    ],
)
def test_what_the_words_alone_say(words, expected):
    resolved = resolve(words, None)
    assert (resolved.value, resolved.anchor) == (expected, "none")
    assert resolved.fixed == (expected != "")


@pytest.mark.parametrize(
    ("words", "expected", "unknown"),
    [
        ("today", "2026-02-12", "XXXX-XX-XX"),
        ("yesterday", "2026-02-11", "XXXX-XX-XX"),
        ("on Feb. 4", "2026-02-04", "XXXX-02-04"),
        ("December 5", "2025-12-05", "XXXX-12-05"),
        ("March 1", "2026-03-01", "XXXX-03-01"),
        ("in May", "2025-05", "XXXX-05"),
        ("last November", "2025-11", "XXXX-11"),
        ("Thursday", "2026-02-12", "XXXX-WXX-4"),
        ("Tuesday", "2026-02-10", "XXXX-WXX-2"),
        ("Friday", "2026-02-06", "XXXX-WXX-5"),
        ("last Thursday", "2026-02-05", "XXXX-WXX-4"),
        ("next Tuesday", "2026-02-17", "XXXX-WXX-2"),
        ("next Thursday", "2026-02-19", "XXXX-WXX-4"),
        ("this Friday", "2026-02-13", "XXXX-WXX-5"),
        ("Wednesday night", "2026-02-11TNI", "XXXX-WXX-3TNI"),
        ("last night", "2026-02-11TNI", "XXXX-XX-XXTNI"),
        ("last week", "2026-W06", "XXXX-WXX"),
        ("this week", "2026-W07", "XXXX-WXX"),
        ("next month", "2026-03", "XXXX-XX"),
        ("last year", "2025", "XXXX"),
        ("last weekend", "2026-W06-WE", "XXXX-WXX-WE"),
        ("early next week", "2026-W08", "XXXX-WXX"),
        ("the third quarter", "2025-Q3", "XXXX-Q3"),
        ("last summer", "2025-SU", "XXXX-SU"),
        ("three days ago", "2026-02-09", "XXXX-XX-XX"),
        ("six weeks ago", "2026-W01", "XXXX-WXX"),
        ("two months ago", "2025-12", "XXXX-XX"),
        ("a decade ago", "2016", "XXXX"),
        ("this decade", "202X", "XXXX"),
        ("last century", "19XX", "XXXX"),
        ("a week from Monday", "2026-02-23", "XXXX-XX-XX"),
        ("the prior quarter", "2025-Q4", "XXXX"),
        ("the end of the month", "2026-02", "XXXX-XX"),
        ("year's end", "2026", "XXXX"),
        ("this summer", "2026-SU", "XXXX-SU"),
        ("next spring", "2026-SP", "XXXX-SP"),
        ("the first quarter of the year", "2026-Q1", "XXXX-Q1"),
        ("tonight", "2026-02-12TNI", "XXXX-XX-XXTNI"),
        ("the weekend", "2026-W06-WE", "XXXX-WXX-WE"),
        ("the day before yesterday", "2026-02-10", "XXXX-XX-XX"),
        ("the day after tomorrow", "2026-02-14", "XXXX-XX-XX"),
        ("the day before last Tuesday", "2026-02-09", "XXXX-XX-XX"),
        ("this day", "2026-02-12", "XXXX-XX-XX"),
        ("9 a.m. Tuesday", "2026-02-10T09:00", "XXXX-WXX-2T09:00"),
        ("the week of March 2", "2026-W10", "XXXX-WXX"),
        ("Thanksgiving", "2025-11-27", "XXXX-XX-XX"),
        ("the latest quarter", "2025-Q4", "XXXX"),
        ("last year's third quarter", "2025-Q3", "XXXX-Q3"),
        ("March next year", "2027-03", "XXXX-03"),
        ("two Sundays ago", "2026-02-01", "XXXX-WXX-7"),
        ("a year and a half ago", "2024-08", "XXXX-XX"),
        ("a fortnight ago", "2026-W05", "XXXX-WXX"),
        ("in three weeks", "2026-W10", "XXXX-WXX"),
        ("this winter", "2025-WI", "XXXX-WI"),
        ("last winter", "2024-WI", "XXXX-WI"),
        ("next winter", "2026-WI", "XXXX-WI"),
    ],
)
def test_what_counts_from_the_publication(words, expected, unknown):
    known = resolve(words, PUBLISHED)
    assert (known.value, known.anchor, known.fixed) == (expected, "publication", False)
    opened = resolve(words, None)
    assert (opened.value, opened.anchor) == (unknown, "publication")
    assert is_value(unknown)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Thursday", "2026-02-12"),
        ("Friday", "2026-02-13"),
        ("Tuesday", "2026-02-17"),
        ("May", "2026-05"),
        ("June 20", "2026-06-20"),
        ("the weekend", "2026-W07-WE"),
    ],
)
def test_what_is_to_come(words, expected):
    assert value(words, tense="future") == expected


@pytest.mark.parametrize(
    ("words", "previous", "expected"),
    [
        ("the day before", "2026-02-04", "2026-02-03"),
        ("The next day", "2026-02-04", "2026-02-05"),
        ("two days later", "2026-02-04", "2026-02-06"),
        ("the same day", "2026-02-04", "2026-02-04"),
        ("that year", "2022-03-07", "2022"),
        ("the previous month", "2022-03-07", "2022-02"),
        ("10 March", "2022-03-07", "2022-03-10"),
        ("January", "1946-11", "1947-01"),
        ("14", "2022-03-07", "2022-03-14"),
        ("the 28th of that month", "1919-08-08", "1919-08-28"),
        ("The day before", "XXXX-02-04", "XXXX-02-03"),
        ("two days later", "XXXX-12-31", "XXXX-01-02"),
        ("the following month", "XXXX-02-04", "XXXX-03"),
    ],
)
def test_where_the_text_has_moved_to(words, previous, expected):
    resolved = resolve(words, PUBLISHED, previous=previous)
    assert (resolved.value, resolved.anchor) == (expected, "date")


def test_a_quarter_is_compared_with_that_of_the_year_before():
    for words in ("a year earlier", "the year-ago period", "the same quarter last year"):
        assert value(words, quarter="2025-Q4") == "2024-Q4"
    assert value("the 2023 quarter", quarter="2025-Q4") == "2023-Q4"
    assert value("the quarter", quarter="2025-Q4") == "2025-Q4"
    assert value("a year earlier", previous="2024-05-03") == "2023"


def test_in_a_text_of_history_a_year_alone_holds():
    assert value("10 March", previous="1918", history=True) == "1918-03-10"
    assert value("the end of the year", previous="1918-03-10", history=True) == "1918"
    assert value("10 March", previous="1918") == "2026-03-10"


def test_a_date_near_publication_does_not_move_the_text():
    assert value("Feb. 3", previous="2025-12-30") == "2026-02-03"
    assert value("Feb. 3", previous="2022") == "2026-02-03"


def test_a_coarse_publication_date_gives_what_it_can():
    assert value("last month", "2026-02") == "2026-01"
    assert value("May 5", "2026") == "2026-05-05"
    assert value("yesterday", "2026-02") == "XXXX-XX-XX"
    assert value("last year", "2026") == "2025"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12 Feb 2026", "2026-02-12"),
        ("thursday, 12 february 2026", "2026-02-12"),
        (" 12.2.2026 ", "2026-02-12"),
        ("2026-2-3", "2026-02-03"),
        ("Feb 2026", "2026-02"),
        ("2026-W07", "2026-W07"),
        ("Q3 2025", "2025-Q3"),
        ("yesterday", "2026-02-11"),
        ("last tuesday", "2026-02-10"),
        ("4 feb", "2026-02-04"),
        ("2026-02-10/2026-02-14", "2026-02-10/2026-02-14"),
        ("10 Feb 2026 to 14 Feb 2026", "2026-02-10/2026-02-14"),
        ("2022–2026", "2022/2026"),
        ("3 years", "P3Y"),
        ("now", "PRESENT_REF"),
        ("XXXX-02-04", "XXXX-02-04"),
        ("nonsense", None),
        ("", None),
        ("12", None),
        ("03/04/2026", None),
        ("31 Feb 2026", None),
        ("14 Feb 2026 to 10 Feb 2026", None),
        ("hello 2026", None),
    ],
)
def test_what_is_typed_into_the_date_box(typed, expected):
    assert parse_typed(typed, PUBLISHED) == expected


def test_what_is_typed_without_a_publication_date():
    assert parse_typed("yesterday", None) is None
    assert parse_typed("4 Feb", None) == "XXXX-02-04"


WORDS = st.lists(
    st.sampled_from(
        "3 7 31 2022 2026 Feb. March May and - to the last next early day before week of Tuesday "
        "every two ago later 12:58 a.m. quarter 1990s , . \n years Easter 13.02.2026".split(" ")
    ),
    max_size=14,
).map(" ".join)


@given(WORDS, st.sampled_from([None, "2026-02-12", "2026-02", "2026", "9999-12", "0001-01-01"]))
def test_found_dates_lie_apart_and_have_values(text, anchor):
    end = 0
    for it in find_expressions(text):
        assert end <= it.span.start < it.span.end <= len(text)
        end = it.span.end
        for tense in ("", "past", "future"):
            resolved = resolve(it.words, anchor, tense=tense, previous="2022-03-07")
            assert resolved.type == it.type
            assert resolved.value == "" or is_value(resolved.value)


@given(st.dates(date(1000, 1, 1), date(2199, 12, 31)))
def test_a_written_day_is_that_day(day):
    for words in (f"{day.day} {day:%B} {day.year}", f"{day:%b} {day.day}, {day.year}"):
        assert value(words, None) == day.isoformat()
        assert parse_typed(words, None) == day.isoformat()


@given(st.text(st.sampled_from("0123456789./- FebMarchday,\n"), max_size=40))
def test_what_is_typed_is_a_value_or_nothing(text):
    typed = parse_typed(text, PUBLISHED)
    assert typed is None or is_value(typed)
    assert (
        typed is None or typed.startswith(("P", "X", "F")) or days(typed) or int(typed[:4]) > 9990
    )


@pytest.mark.parametrize("piece", ["1,", "Feb. ", "more than the ", "2026-02-", "May ", "1 and "])
def test_a_flood_of_pieces_is_searched_once(piece):
    # In more than linear time this takes minutes, and the suite's own limit ends it.
    assert len(find_expressions(piece * (100_000 // len(piece)))) <= 100_000 // len(piece)
