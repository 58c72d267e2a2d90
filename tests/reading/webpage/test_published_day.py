import pytest
from lxml.html import document_fromstring

from pullquote.calendar.dateline import LATER_CHANGE
from pullquote.reading.webpage.page import page_fields, plain_line
from pullquote.reading.webpage.published_day import (
    ADDRESS_ONLY,
    FIRST_ON_PAGE,
    FOUND,
    OTHER_ARTICLE,
    OTHER_PLACE,
    UNREAD,
)

PROSE = "<p>The mill opened on <time datetime='1931-05-04'>4 May 1931</time> and closed soon.</p>"
OTHER = "<time>5 May 2019</time>"
WORDPRESS = (
    "<time class='updated'>5 March 2026</time>"
    "<time class='entry-date published updated'>2 March 2026</time>"
)
STATED = "<time datetime='2026-03-02' itemprop='datePublished'>2 March</time>"
DATA = "<script type='application/ld+json'>{{'@type': 'NewsArticle', {}}}</script>"


def published_of(head: str = "", body: str = ""):
    page = f"<html><head>{head}</head><body><article><h1>Port</h1>{body}{PROSE}</article></html>"
    return page_fields(document_fromstring(page), "", {}).published


def data(**fields: str) -> str:
    return DATA.format(", ".join(f"'{k}': '{v}'" for k, v in fields.items())).replace("'", '"')


@pytest.mark.parametrize(
    ("head", "body", "evidence"),
    [
        (data(datePublished="2026-03-02", dateModified="2026-03-05"), "",
         "JSON-LD NewsArticle datePublished: 2026-03-02"),
        ('<meta property="article:published_time" content="2026-03-02T08:00">', "",
         "article:published_time: 2026-03-02T08:00"),
        ('<meta name="DC.date" content="2 March 2026">', "", "dc.date: 2 March 2026"),
        ("", "<time datetime='2026-03-05' itemprop='dateModified'>5 March</time>" + STATED,
         "time element itemprop datePublished: 2026-03-02"),
        ("", "<p>Updated <time>5 March 2026</time> Published <time>2 March 2026</time></p>",
         "time element after “Updated  Published”: 2 March 2026"),
        ("", "<header><time datetime='2026-03-02'>2 March</time></header>",
         "time element in the byline: 2026-03-02"),
        ("", "<p class='byline'>By Ana Diaz <time>2 March 2026</time></p>",
         "time element in the byline: 2 March 2026"),
        ("", WORDPRESS,
         "time element class entry-date published updated: 2 March 2026"),
        ("", "<span class='dt-published'>Published: 2 March 2026, 08:00</span>",
         "element dt-published: 2 March 2026, 08:00"),
    ],
)  # fmt: skip
def test_a_day_carries_its_evidence(head, body, evidence):
    found = published_of(head, body)
    assert (found.value, found.evidence, found.doubt) == ("2026-03-02", evidence, None)


@pytest.mark.parametrize(
    ("head", "body", "doubt"),
    [
        ("", "<p><time>2 March 2026</time></p>", FIRST_ON_PAGE),
        (
            "",
            "<aside><time>5 May 2019</time></aside><p><time>2 March 2026</time></p>",
            FIRST_ON_PAGE,
        ),
        ('<link rel="canonical" href="https://gull.example/2026/03/02/port">', "", ADDRESS_ONLY),
        ('<meta property="article:modified_time" content="2026-03-02">', "", LATER_CHANGE),
        (data(dateModified="2026-03-02"), "", None),
        ("", "<div class='date'>2026-03-02</div>", FOUND),
        ("", "<div><b>By Ana Diaz</b><span>March 2, 2026</span></div>", FIRST_ON_PAGE),
    ],
)
def test_weak_evidence_is_a_doubt(head, body, doubt):
    found = published_of(head, body)
    if doubt is None:
        assert found.value in {None, "2026-03-02"}
    else:
        assert (found.value, found.doubt) == ("2026-03-02", doubt)


def test_another_day_in_the_page_is_a_doubt():
    head = '<meta property="og:published_time" content="2026-03-02T00:30">'
    link = '<link rel="canonical" href="https://gull.example/2026/03/{}/port">'
    assert published_of(head + link.format("01")).doubt is None
    found = published_of(head + link.format("09"))
    assert (found.value, found.doubt) == ("2026-03-02", OTHER_PLACE.format("2026-03-09"))
    one, other = data(datePublished="2026-03-02"), data(datePublished="2011-01-01")
    assert published_of(one + other).doubt == OTHER_ARTICLE.format("2011-01-01")
    film = data(datePublished="2015-06-01").replace("NewsArticle", "VideoObject")
    assert "VideoObject" in str(published_of(film).doubt)


@pytest.mark.parametrize(
    ("name", "words"), [("date", "02/03/2024"), ("article:published_time", "2025-13-45")]
)
def test_a_day_that_is_none_for_certain_is_left_open_and_named(name, words):
    head = f'<meta name="{name}" content="{words}">'
    found = published_of(head)
    assert (found.value, found.doubt) == (None, UNREAD.format(name, words))
    found = published_of(head, STATED)
    assert (found.value, found.doubt) == ("2026-03-02", UNREAD.format(name, words))


@pytest.mark.parametrize("zero", ["1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "1900-01-01"])
def test_zeros_and_days_in_sentences_are_no_evidence(zero):
    head = f'<meta property="article:published_time" content="{zero}">{data(datePublished=zero)}'
    assert published_of(head).value is None
    assert published_of().value is None
    sentence = "<p>It was built on <time datetime='2019-05-04'>4 May 2019</time> by the port.</p>"
    assert published_of("", sentence).value is None


@pytest.mark.parametrize(
    "later",
    [
        "<div><time>5 May 2019</time> Old story</div>", "<ul><li><time>5 May 2019</time></li></ul>",
        "<div class='comments'><time class='published'>5 May 2019</time></div>",
        "<p>The mill, built on 2019-05-05, stood there as nobody came to take it down again.</p>",
    ],
)  # fmt: skip
def test_days_behind_the_first_sentences_are_those_of_others(later):
    first = "<p>Harbour workers in Marstad walked out on Monday after talks about pay broke.</p>"
    assert published_of("", first + later).value is None


def test_references_in_titles_are_characters():
    assert (
        plain_line("Diaz &amp;amp; crew: &quot;no&quot;\n &#8217;til") == 'Diaz & crew: "no" ’til'
    )
    assert plain_line("AT&T; R&D &nosuch; <b>") == "AT&T; R&D &nosuch; <b>"


def test_a_day_below_the_first_sentences_or_beside_them_is_none_of_the_page():
    other = "<span>March 2, 2026</span>"
    words = "<p>The mill of the northern company opened long before anybody asked for grain.</p>"
    assert published_of("", f"{words}{other}").value is None
    assert published_of("", f"<aside>{other}</aside>").value is None
