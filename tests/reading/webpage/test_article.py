import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import HTMLParser, document_fromstring

from pullquote.reading.webpage.article import find_article
from pullquote.reading.webpage.blocks import find_blocks, text_of

AROUND = """<!doctype html><html lang="en"><head><title>Port strike</title></head><body>
<nav><a href="/">Home</a> <a href="/w">World</a></nav><article><h1>Port workers walk out</h1>
<p>Harbour workers in Marstad walked out on Monday after talks about pay broke down.</p>
{}<p>The port handles about a third of the grain, and ships were queuing outside by noon.</p>
<p>The ministry of transport said it would send a mediator and asked both sides to stay.</p>
</article><footer>Copyright The Gull</footer></body></html>"""

INLINE = (
    "a abbr aside b bdi bdo big blink button center cite code data del dfn dialog em fieldset "
    "figure font i ins kbd label legend map mark meter nobr object output picture progress q rb "
    "rt ruby s samp section small span strike strong sub summary sup time tt u var x-note address"
).split()
BLANK = st.sampled_from([" ", "\n", " \t ", "&#32;", "<br>", " <wbr> ", "<!-- no -->  "])
JOINT = st.sampled_from(["", "<wbr>", "&shy;", "<!-- no -->"])


@st.composite
def pieces(draw: st.DrawFn, words: list[str]) -> str:
    """The words in elements inside one another, blanks or a line end between two."""
    written: list[str] = []
    opened: list[str] = []
    for word in words:
        for name in draw(st.lists(st.sampled_from(INLINE), max_size=2)):
            if len(opened) < 4:
                opened.append(name)
                written.append(f"<{name}>")
        half = len(word) // 2
        written.append(word[:half] + draw(JOINT) + word[half:])
        while opened and draw(st.booleans()):
            written.append(f"</{opened.pop()}>")
        written.append(draw(BLANK))
    return "".join(written) + "".join(f"</{name}>" for name in reversed(opened))


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_words_inside_a_sentence_are_all_there_in_their_order(data):
    words = [f"w{number}é" for number in range(data.draw(st.integers(2, 12)))]
    inner = data.draw(pieces(words))
    text = read(AROUND.format(f"<p>The strike which began {inner} was to end soon, it said.</p>"))
    found = [word for word in re.findall(r"\w+", text) if word in words]
    assert found == words
    assert re.search(r"strike which began\W", text)
    assert "was to end soon, it said." in text


def read(page: str) -> str:
    return text_of(article_of(page).kept)


def article_of(page: str):
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    tree = document_fromstring(page.encode(), parser=parser)
    return find_article(tree, find_blocks(tree))


@pytest.mark.parametrize("name", INLINE)
def test_a_sentence_stays_in_its_line(name):
    text = read(AROUND.format(f"<p>The strike began on <{name}>9 May 1931</{name}> at noon.</p>"))
    assert re.search(r"^The strike began on “?9 May 1931”? at noon\.$", text, re.MULTILINE)


def test_the_page_around_is_left_out_and_known():
    article = article_of(AROUND.format(""))
    assert text_of(article.left_out) == "Home World\nCopyright The Gull"
    assert "Home" not in text_of(article.kept)


@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_list_under_body_is_kept_whole(place):
    items = "<ul><li>Pay rise of nine percent for crane drivers</li><li>Shorter nights</li></ul>"
    prose = "".join(
        f"<p>Harbour workers at pier {n} walked out on Monday after talks about pay broke down.</p>"
        for n in range(4)
    )
    first = f"<p>{'The port authority said on Tuesday it would wait for them. ' * 2}</p>"
    body = first + items + prose if place == "before" else first + prose + items
    text = read(f"<html><body><h1>Port strike</h1>{body}</body></html>")
    assert "crane drivers\nShorter nights" in text


def test_teasers_between_paragraphs_are_left_out():
    teaser = (
        '<div class="related"><p>Old story of a harbour that nobody asked for at all</p></div>'
        '<div><a href="/a">Read this other story of the ferry that ran aground a year ago</a></div>'
    )
    article = article_of(AROUND.format(teaser + '<div class="ad"><p>Advertisement</p></div>'))
    assert "Advertisement" not in text_of(article.kept)
    assert "Old story" not in text_of(article.kept)
    assert "ferry" not in text_of(article.kept)
    assert "Old story" in text_of(article.left_out)


def test_a_page_without_an_article_gives_all_that_it_shows():
    assert read("<table><tr><td>Ships</td><td>return.</td></tr></table>") == "Ships\treturn."


@pytest.mark.parametrize("by", ["<footer>— Ann Roe, of the union</footer>", "<cite>Ann Roe</cite>"])
def test_who_is_quoted_belongs_to_the_quotation(by):
    words = "We have stood at this quay for forty years, and nobody ever asked us about it."
    text = read(AROUND.format(f"<blockquote><p>{words}</p>{by}</blockquote>"))
    assert f"{words}\n{re.sub('<[^>]*>', '', by)}\n" in text


@pytest.mark.parametrize(
    "apart",
    [
        "<div role=dialog><h2>Your privacy</h2><p>{}</p></div>",
        "<div aria-modal=true><p>{}</p></div>",
        "<p hidden>{}</p>",
        "<div style='display: none'><p>{}</p></div>",
        "<div class=disqus><p>{}</p></div>",
        "<section id=comments><h2>2 comments</h2><p>{}</p></section>",
        "<ol class=comment-list><li>{}</li></ol>",
    ],
)
def test_notices_comments_and_what_is_hidden_are_left_out_and_known(apart):
    words = "We and our partners store information on your device, and you can change your mind."
    found = article_of(AROUND.format(apart.format(words)))
    assert words not in text_of(found.kept)
    assert words in text_of(found.left_out)
    assert "a third of the grain" in text_of(found.kept)


def test_a_page_that_scripts_show_is_read():
    page = AROUND.format("").replace("<article>", "<article style='display:none'>")
    assert "a third of the grain" in read(page)


def test_the_headline_and_headings_before_posts_stay():
    posts = "".join(
        f"<div class=post><h2>{hour}:20 News of {hour}</h2><p>Eleven ships wait.</p></div>"
        for hour in (14, 11, 8)
    )
    text = read(AROUND.format(posts))
    assert text.startswith("Port workers walk out\n")
    assert all(f"{hour}:20 News of {hour}\nEleven ships wait." in text for hour in (14, 11, 8))


def test_words_set_beside_the_article_once_more_are_left_out():
    aside = "<aside class=pullquote><p>{}</p></aside>"
    found = article_of(AROUND.format(aside.format("“A third of the grain”")))
    assert "“A third of the grain”" not in text_of(found.kept)
    assert "“A third of the grain”" in text_of(found.left_out)
