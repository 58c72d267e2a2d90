import pytest
from lxml.html import document_fromstring

from pullquote.reading.webpage.linked_data import find_article_data

ARTICLE = '{"@type": "NewsArticle", "headline": "Port workers", "datePublished": "2026-03-02"}'
FILM = '{"@type": "VideoObject", "name": "Old film", "datePublished": "2015-06-01"}'
OLD = '{"@type": "NewsArticle", "headline": "Old story", "datePublished": "2011-01-01"}'


def data_of(*scripts: str, kind: str = "application/ld+json", url: str = "", names: str = ""):
    page = "".join(f"<script type='{kind}'>{script}</script>" for script in scripts)
    return find_article_data(document_fromstring(page + "<p>x"), [names], url)


@pytest.mark.parametrize(
    "script",
    [
        ARTICLE.replace("}", ",}"),
        ARTICLE + ";",
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        f"<![CDATA[{ARTICLE}]]>",
        f"<!-- {ARTICLE} -->",
        f"/* by the shop */ {ARTICLE} // end",
        ARTICLE.replace("Port workers", "Port\nwor\tkers"),
        ARTICLE.replace("Port workers", "Port\\'s // workers, [a,] /* b */"),
        f"\ufeff{ARTICLE}",
        f"{FILM};{ARTICLE};",
        f"[{FILM}, {ARTICLE},]",
    ],
)
def test_what_is_not_quite_json_is_read(script):
    assert data_of(script).fields["datepublished"] == "2026-03-02"


@pytest.mark.parametrize(
    "kind", ["application/ld+json; charset=utf-8", "Application/LD+JSON", " application/ld+json "]
)
def test_type_of_the_script_as_servers_write_it(kind):
    assert data_of(ARTICLE, kind=kind).fields["headline"] == "Port workers"


@pytest.mark.parametrize(
    "script",
    ["", "{broken", "[" * 100_000, '{"a": "' + "/*" * 50_000, "null", '{"datePublished": []}'],
)
def test_broken_scripts_say_nothing(script):
    assert data_of(script).fields == {}


@pytest.mark.parametrize(
    "script",
    [
        f'{{"@graph": [{FILM}, {ARTICLE}]}}',
        f'{{"@type": "WebPage", "mainEntity": {ARTICLE}}}',
        f'{{"@type": "WebPage", "datePublished": "2010-01-01", "mainEntity": {ARTICLE}}}',
        f'{{"@type": "WebPage", "hasPart": [{FILM}, {ARTICLE}]}}',
        f'{{"@type": "ItemList", "itemListElement": [{{"item": {ARTICLE}}}]}}',
    ],
)
def test_the_article_is_found_inside_other_things(script):
    assert data_of(script).fields["datepublished"] == "2026-03-02"


def test_the_article_of_this_page_comes_before_its_teasers():
    assert data_of(OLD, ARTICLE, names="Port workers walk out").fields["headline"] == "Port workers"
    mine = OLD.replace("}", ', "url": "https://gull.example/old/"}')
    found = data_of(ARTICLE, mine, url="http://gull.example/old", names="Port workers")
    assert found.fields["headline"] == "Old story"
    assert data_of(OLD, ARTICLE).rivals == ("2026-03-02",)


def test_a_film_is_no_article():
    assert not data_of(FILM).is_article
    assert data_of(ARTICLE).is_article
