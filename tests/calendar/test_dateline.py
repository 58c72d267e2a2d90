from pathlib import Path

import pytest

from pullquote.calendar.dateline import (
    LATER_CHANGE,
    NOT_SAID,
    OTHER_DAY,
    Publication,
    find_publication,
)

BODY = (
    "Contacts between the two ministries have picked up in recent weeks, a spokeswoman told the "
    "agency on Tuesday. She pointed to the decree of 28 February 2022 and to the talks of March 3, "
    "2024, and gave no further details about them at the briefing in the capital.\n\n"
)


@pytest.mark.parametrize(
    ("head", "value", "evidence"),
    [
        (" date 2026-02-12 Talks Will Take Place - Ministry\n", "2026-02-12", "date 2026-02-12"),
        (" date 2026-02-10 403\nSorry!!\n", "2026-02-10", "date 2026-02-10"),
        ("13:32 GMT 12.02.2026 (Updated: 13:46 GMT 13.02.2026)\n", "2026-02-12", "12.02.2026"),
        ("News\n\nIda BrandFriday, 14 March 2025, 12:58\n", "2025-03-14", "Friday, 14 March 2025"),
        ("By Ada Brand\nFeb 12, 2026 1:32 pm ET\n", "2026-02-12", "Feb 12, 2026"),
        ("By Ada Brand | February 12, 2026\n", "2026-02-12", "February 12, 2026"),
        ("Published on 12 February 2026 at 10:00\n", "2026-02-12", "Published on 12 February 2026"),
        ("Updated: 14.02.2026\nPublished: 12.02.2026\n", "2026-02-12", "Published: 12.02.2026"),
        ("Date posted: 12 February 2026\n", "2026-02-12", "Date posted: 12 February 2026"),
        ("Posted by Ada Brand on 12 February 2026\n", "2026-02-12",
         "Posted by Ada Brand on 12 February 2026"),
        ("Feb 12, 2026, 8:00 AM EST\n", "2026-02-12", "Feb 12, 2026"),
        ("12 February 2026, Marstad\n", "2026-02-12", "12 February 2026"),
        ("2026-02-10T08:00:00Z\n", "2026-02-10", "2026-02-10"),
    ],
)  # fmt: skip
def test_a_header_line(head, value, evidence):
    text = head + BODY
    start = text.index(evidence)
    expected = Publication(value, "header", evidence, start, start + len(evidence))
    assert find_publication(text) == expected


@pytest.mark.parametrize(
    ("head", "value", "doubt"),
    [
        ("Last updated 14 February 2026\n", "2026-02-14", LATER_CHANGE),
        ("Ada Brand 12 February 2026\n", "2026-02-12", NOT_SAID),
        ("2026-02-12 Talks will take place\n", "2026-02-12", NOT_SAID),
        ("12 February 2026\nPublished: 13.02.2026\n", "2026-02-12", OTHER_DAY.format("2026-02-13")),
        ("Ada Brand 12 February 2026\nPublished: 13.02.2026\n", "2026-02-13", None),
        ("Published: 12.02.2026\nUpdated: 14.02.2026\n", "2026-02-12", None),
    ],
)
def test_a_header_line_with_a_doubt(head, value, doubt):
    found = find_publication(head + BODY)
    assert (found.value, found.doubt) == (value, doubt)


@pytest.mark.parametrize(
    "line",
    [
        "Event date: 20 June 2026", "Born: 2 March 1961", "Born 2 March 1961",
        "Sale ends 3 May 2026",
        "Deadline: 3 May 2026", "Closing date 3 May 2026", "Date of birth: 2 March 1961",
        "2 March 2026 - 8 March 2026", "2026-03-02 to 2026-03-08", "Valid until 3 May 2026",
        "Photo taken 2 March 2019", "Expires 2026-05-03", "Kick-off: Saturday, 3 May 2026, 15:00",
        "Recorded 3 May 2019", "Died 3 May 2026, aged 80", "Doors open 3 May 2026",
    ],
)  # fmt: skip
def test_the_day_of_something_else_is_none_of_publication(line):
    assert find_publication(f"{line}\n{BODY}") == Publication()


@pytest.mark.parametrize(
    "text",
    [
        "MARSTAD, Feb. 10, 2026 (Agency) - Talks began. ",
        "Marstad, 10 February 2026 — Talks began. ",
        "(MARSTAD, February 10, 2026) -- Talks began. ",
    ],
)
def test_a_dateline(text):
    found = find_publication(text + BODY)
    assert (found.value, found.source) == ("2026-02-10", "dateline")


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "LONDON, Feb. 10 (Agency) - Talks began.\n" + BODY,
        "The vote was held 3 March 2026.\n" + BODY,
        "Election on 3 November 2026\n" + BODY,
        "A tower, 3 March 2014. Photo: Agency\n" + BODY,
        "© Agency / Ada Brand, 3 March 2014\n" + BODY,
        "https://example.org/2026/02/12/talks\n" + BODY,
        "The report, published on 12 February 2026, says that talks are near and good.\n" + BODY,
        "03/04/2026\n" + BODY,
        "Advertisement\n" + BODY * 3 + "\n12 February 2026\n",
        "February 2026\n" + BODY,
        "Talks are near and good, says the ministry in the capital on Monday.\n" * 5
        + "3 May 2019\n",
        "30 February 2026\n" + BODY,
        "",
    ],
)
def test_no_evidence(text):
    assert find_publication(text) == Publication()


CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs the articles in ../shared/corpus")
def test_the_articles_beside_the_project():
    texts = [path.read_text("utf-8") for path in sorted(CORPUS.glob("*.txt"))]
    found = [find_publication(text) for text in texts]
    assert [it.value for it in found] == ["2026-02-12", "2026-02-10", None, "2025-02-13", None]
    assert {it.source for it in found if it.value} == {"header"}
