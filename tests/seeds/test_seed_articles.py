"""Every trouble of scraped articles is in the sample, and the readers cope with it."""

import re

import pytest

from pullquote.assets import SEEDS
from pullquote.calendar.expressions import find_expressions
from pullquote.text.segments import paragraphs, quotations

BRIEFING = "01-kestria-today-ferry-briefing.txt"
SHORTENED = "02-radio-skerra-ferry-talks.txt"
EDITED = "03-torvene-courier-ferry-talks.txt"
DAM = "04-open-kestria-ennar-dam.txt"
QUAY = "05-harbour-post-quay-protest.txt"
COD = "06-ulmar-monitor-cod-quota.txt"
AGREEMENT = "07-ulmar-monitor-ferry-agreement.txt"
LIGHTHOUSE = "08-kestria-today-lighthouse.txt"
WIRE, SAME, RATE = "TW-0210-07", "HP-88213", "TW-0226-03"
RAIN = "10-kestrian-ledger-rain.txt"
MASTER = "11-open-kestria-harbour-master.txt"
STORM = "12-harbour-post-storm-agda.txt"
BLACKOUT = "13-torvene-courier-blackout.txt"
SUBSTATION = "14-kestria-today-substation.html"
WEEK = "15-radio-skerra-week.txt"
VISIT = "16-torvene-courier-ystra-visit.html"

READ = {
    BRIEFING: ("Spokesman Wants No Ferry Date in Print, Then Rules Out Two",
               "Kestria Today", "2026-02-13", "header"),
    SHORTENED: ("Ferry talks with Ulmar to resume next week",
                "Radio Skerra", "2026-02-11", "header"),
    EDITED: ("No date yet, but delegations pack for Port Aldis",
             "Torvene Courier", "2026-02-12", "header"),
    DAM: ("Ministry knew of cracks in the Ennar dam for two years, leaked report says",
          "Open Kestria", "2026-02-19", "header"),
    QUAY: ("Trawlers Block Quay in Port Aldis as Ferry Talks Enter Second Day",
           "Harbour Post", "2026-02-17", "header"),
    COD: ("Thole defends cod quota: ‘We stopped writing letters’",
          "Ulmar Monitor", "2026-02-03", "dateline"),
    AGREEMENT: ("Ferry to sail on 1 June, if somebody pays for the sand",
                "Ulmar Monitor", "2026-02-19", "dateline"),
    LIGHTHOUSE: ('Lighthouse of Skerra to Open as a Museum After 95 Years of "Temporary" Use',
                 "Kestria Today", "2026-02-22", "header"),
    WIRE: ("Kestria and Ulmar to resume talks on ferry line next week",
           "Tidewire", "2026-02-10", "field"),
    SAME: ("Ferry Talks: Delegations to Meet in Port Aldis Next Week",
           "Harbour Post", "2026-02-11", "field"),
    RATE: ("Central bank leaves rate at 3.75 percent, warns of power prices",
           "Tidewire", "2026-02-26", "field"),
    RAIN: ("Waiting for rain: what the central bank did not say on Thursday",
           "Kestrian Ledger", "2026-02-27", "header"),
    MASTER: ('"The sea does not read timetables": a morning with the harbour master',
             None, None, "unknown"),
    STORM: ("Storm Agda Shuts Port Aldis and Cuts Off the Skerra Islands",
            "Harbour Post", "2026-03-06", "header"),
    BLACKOUT: ("Half of Torvene without power for three hours",
               "Torvene Courier", "2026-03-12", "header"),
    SUBSTATION: ("Substation Behind Blackout Was to Be Replaced in 2024",
                 "Kestria Today", "2026-03-13", "metadata"),
    WEEK: ("The week in five minutes: a dam, a rate, a lighthouse, a quota and a goat",
           "Radio Skerra", None, "unknown"),
    VISIT: ("Velder and Thole sign ferry agreement and leave the cod for later",
            "Torvene Courier", "2026-03-20", "metadata"),
}  # fmt: skip


def quotes(article):
    return [span.of(article.text) for span in quotations(article.text)]


@pytest.mark.parametrize("name", READ)
def test_title_source_and_day_are_read_as_meant(articles, name):
    found = articles[name]
    day = found.published
    assert (found.title, found.source, day.value, day.source) == READ[name]


def test_no_article_is_without_expectations(articles):
    assert set(articles) == set(READ)


@pytest.mark.parametrize("name", READ)
def test_articles_have_the_length_of_news(articles, name):
    assert 270 <= len(articles[name].text.split()) <= 600


def test_words_of_an_error_page_stand_before_an_article(articles):
    lines = articles[BRIEFING].text.split("\n")
    assert lines[:3] == ["404", "Oops!", "Error! Sorry, the page you requested could not be found."]


def test_a_body_is_repeated_whole(articles):
    lines = articles[BRIEFING].text.split("\n")
    assert lines[6:11] == lines[11:16]
    assert sum(map(len, lines[6:11])) > 1000


def test_a_headline_stands_four_times(articles):
    assert articles[DAM].text.split("\n").count(articles[DAM].title) == 4


def test_a_credit_is_glued_to_the_next_word(articles):
    lines = articles[STORM].text.split("\n")
    assert lines[2].startswith("© Harbour Post / Tilda RennWaves break")
    assert lines[3] == "© Harbour Post / Tilda Renn"


def test_a_date_is_glued_to_a_byline(articles):
    assert "Nela OrsicThursday, 19 February 2026, 12:40" in articles[DAM].text.split("\n")
    assert articles[DAM].published.evidence == "Thursday, 19 February 2026"


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Advertisement", {SHORTENED, EDITED, DAM, COD, AGREEMENT, LIGHTHOUSE, RAIN}),
        ("Subscribe", {SHORTENED, QUAY, STORM, WEEK}),
        ("Home Politics Economy Culture Sport Subscribe", {BRIEFING, LIGHTHOUSE}),
        ("Legal notice:", {BRIEFING, LIGHTHOUSE}),
        ("All News", {DAM, MASTER}),
    ],
)
def test_page_furniture_stands_in_lines_of_its_own(articles, words, names):
    having = {
        name
        for name, article in articles.items()
        if words in (line.rstrip(":") for line in article.text.split("\n"))
        or words in article.text.split("\n")
    }
    assert names <= having


def test_an_outlet_has_the_wire_story_unchanged(articles):
    assert articles[SAME].text == articles[WIRE].text
    assert articles[SAME].published != articles[WIRE].published


def test_an_outlet_has_the_wire_story_shortened(articles):
    wire = articles[WIRE].text.split("\n")
    kept = [line for line in articles[SHORTENED].text.split("\n") if len(line) > 100]
    kept = [line for line in kept if line in articles[WIRE].text]
    assert len(kept) >= 2
    assert len(kept) < len([line for line in wire if line])


def test_an_outlet_has_the_wire_story_edited(articles):
    text, wire = articles[EDITED].text, articles[WIRE].text
    changed = "Led by the two transport ministries, the delegations will meet in Port Aldis"
    assert changed in text
    assert changed not in wire
    assert "400,000 passengers a year, according to the Kestrian Statistics Office." in text
    assert "400,000 passengers a year, according to the Kestrian Statistics Office." in wire


@pytest.mark.parametrize(
    ("name", "form"),
    [
        (WIRE, 'should print one. But we expect the first ferry to sail before the summer,"'),
        (SHORTENED, 'should print one. But we expect the first boat to sail before the summer,"'),
        (EDITED, "should print one. But we expect the first ferry [since 2019] to sail before"),
        (BRIEFING, "“There is no date yet, and nobody should print one,”"),
        (AGREEMENT, "“there is no date yet, and nobody should print one”"),
        (AGREEMENT, "“the first ferry to sail before the summer”"),
    ],
)
def test_one_quote_stands_in_many_forms(articles, name, form):
    assert any(form in quote for quote in quotes(articles[name]))


def test_a_quote_is_never_closed(articles):
    start = articles[RAIN].text.index("“An increase of this size")
    end = articles[RAIN].text.index("\n", start)
    assert "”" not in articles[RAIN].text[start:end]


def test_a_quote_goes_over_three_paragraphs(articles):
    text = articles[COD].text
    start, end = text.index("“Let me explain"), text.index("reported that way,”")
    parts = [p.of(text) for p in paragraphs(text) if start <= p.start <= end]
    assert len(parts) == 3
    assert all(part.startswith("“") for part in parts)
    assert [part.count("”") for part in parts] == [0, 0, 1]


@pytest.mark.parametrize(
    ("name", "inner"),
    [
        (DAM, "'Not to be passed on before the minister returns,'"),
        (AGREEMENT, "‘Let each of us pay for the sand that came from his own coast,’"),
        (MASTER, "'The sea does not read timetables, and neither do ministers,'"),
    ],
)
def test_a_quote_stands_inside_another(articles, name, inner):
    outer = [quote for quote in quotes(articles[name]) if inner in quote and quote != inner]
    assert len(outer) == 1


@pytest.mark.parametrize("words", ["the spokesman", "the minister", "he added", "she adds"])
def test_speakers_are_not_always_named(articles, words):
    assert any(words in article.text for article in articles.values())


@pytest.mark.parametrize("words", ['"temporary"', '"the Owl"', '"ghost of the third floor"'])
def test_scare_quotes_and_nicknames(articles, words):
    assert words in quotes(articles[LIGHTHOUSE])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (WIRE, "3 March 2019"),
        (STORM, "06.03.2026"),
        (BLACKOUT, "March 12, 2026"),
        (SHORTENED, "last week"),
        (MASTER, "Yesterday"),
        (QUAY, "the day after"),
        (BRIEFING, "Friday"),
        (QUAY, "Jan. 29"),
        (WEEK, "Feb. 19"),
        (RATE, "the third quarter"),
        (AGREEMENT, "the week of 9 March"),
    ],
)
def test_dates_of_every_kind(articles, name, words):
    text = articles[name].text
    assert any(words in date.span.of(text) for date in find_expressions(text))


@pytest.mark.parametrize(
    "words",
    ["from 16 to 18 February", "14–16 April", "from 2021 to 2025", "7 to 8 November 2013",
     "19 and 22 January", "from 1961 until 1994"],
)  # fmt: skip
def test_dates_in_ranges(articles, words):
    assert any(words in article.text for article in articles.values())


def test_an_article_without_any_year_or_day_of_its_own(articles):
    found = articles[MASTER]
    assert found.published.value is None
    assert re.search(r"20(?!16)\d\d|\d{1,2}[./]\d{1,2}", found.text) is None


@pytest.mark.parametrize(
    "words",
    [
        "«Рыба не знает границ»",
        "🌊🙏",
        "👩\u200d🚒",
        "«سنبحر عندما يهدأ البحر",
        "3.75\u00a0percent",
    ],
)
def test_signs_beyond_the_latin_keyboard(articles, words):
    assert any(words in article.text for article in articles.values())


def test_a_file_of_another_system(articles):
    raw = (SEEDS / "articles" / RAIN).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert articles[RAIN].newline == "crlf"
    assert "\r" not in articles[RAIN].text
    assert "\ufeff" not in articles[RAIN].text
