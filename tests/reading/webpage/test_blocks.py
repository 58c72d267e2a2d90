import pytest
from lxml.html import document_fromstring

from pullquote.reading.webpage.blocks import find_blocks, text_of


def shown(page: str) -> str:
    return text_of(find_blocks(document_fromstring(page)))


def test_a_line_for_each_block():
    page = (
        "<head><title>No</title></head><script>var no;</script><h1>Harbour\n opens</h1>"
        "<p>Sh<b>ip</b>s <i>return</i>.<br>At last.</p><ul><li>One<li>Two</ul>tail<style>no</style>"
    )
    assert shown(page) == "Harbour opens\nShips return.\nAt last.\nOne\nTwo\ntail"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>on <center>9 May</center> at noon", "on 9 May at noon"),
        ("<p>on <figure>9 May</figure> at noon", "on 9 May at noon"),
        ("<h2>on <time>9 May</time></h2>", "on 9 May"),
        ("<p>un<wbr>break<wbr>able nego&shy;tiations", "unbreakable negotiations"),
        ("<p>漢<ruby>字<rp>(</rp><rt>ji</rt><rp>)</rp></ruby>", "漢字(ji)"),
        ("<pre>one\n  two</pre>", "one\ntwo"),
        ("<p>a &nbsp; b", "a \xa0 b"),
        ("<div>one<div>two</div>three</div>", "one\ntwo\nthree"),
        ("<table><tr><th>Port<th>Ships<tr><td>Marstad<td>9</table>", "Port\tShips\nMarstad\t9"),
        ("<table><tr><td><p>One<p>Two<td>Three</table>", "One\nTwo\nThree"),
        ("<p>seen <span hidden>not seen</span> again", "not seen\nseen again"),
    ],
)
def test_what_stands_in_a_line(page, text):
    assert shown(page) == text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>She said <q>No</q>.", "She said “No”."),
        ("<p>She said <q>He said <q>no</q></q>.", "She said “He said ‘no’”."),
        ("<html lang=de-AT><p>Sie sagte <q>Nein</q>.", "Sie sagte „Nein“."),
        ("<html lang=de><p lang=fr>Elle a dit <q>Non</q>.", "Elle a dit «Non»."),
        ("<p>She said “<q>No</q>”.", "She said “No”."),
        ("<p>She said <q>“No”</q>.", "She said “No”."),
    ],
)
def test_quotations_keep_the_marks_that_a_browser_shows(page, text):
    assert shown(page) == text


def test_what_the_page_hides_is_told_apart():
    blocks = find_blocks(
        document_fromstring(
            "<p>a<p style='Display: none'>b<p hidden>c<p>d<svg><text>e</text></svg>"
        )
    )
    assert [(block.text, block.hidden) for block in blocks] == [
        ("a", False), ("b", True), ("c", True), ("e", True), ("d", False),
    ]  # fmt: skip
