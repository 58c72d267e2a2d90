"""Soft line feeds: what a wrapped text reads like, and what is never joined."""

import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.text.line_breaks import shown, soft_breaks, unwrapped
from pullquote.text.segments import paragraphs, quotations, sentences

ARTICLE = [
    "Harbour Strike Enters Its Second Week",
    (
        "HALDEN (Agency) - Dock workers in the port of Halden walked out again on Tuesday after"
        " talks with the owners of the cranes broke down, and no new date for a meeting has been"
        " set."
    ),
    (
        '"We have waited for nine months, and we have been told three different stories," said'
        ' Mira Olsen, who speaks for the union. "Nobody here believes the fourth one before it is'
        ' written down and signed by both sides. We shall see."'
    ),
    (
        "The owners said in a statement that they regretted the decision. Their offer of 4.5"
        " percent still stands, they wrote, although the price of fuel has risen since it was"
        " made."
    ),
    (
        '"There is a certain misunderstanding about the night shifts," the director, Jon Varga,'
        ' told reporters outside the town hall. "Nobody will be made to work three nights in a'
        ' row."'
    ),
    (
        "Most of the ships that were due this week have been sent to other ports. A ferry with"
        " 300 passengers waited outside the breakwater for two hours before it was let in, a"
        " spokeswoman for the coast guard said, adding that nobody on board had been hurt."
    ),
]
TEXT = "\n".join(ARTICLE)


def wrapped(paragraph_texts, columns, between="\n"):
    filled = (
        textwrap.fill(one, columns, break_long_words=False, break_on_hyphens=False)
        for one in paragraph_texts
    )
    return between.join(filled)


def flat(text, spans):
    return [" ".join(span.of(text).split()) for span in spans]


@pytest.mark.parametrize("columns", [50, 60, 66, 72, 80, 100])
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n    "])
def test_a_wrapped_article_reads_as_it_did_before(columns, between):
    text = wrapped(ARTICLE, columns, between)
    if between != "\n":
        assert flat(text, paragraphs(text)) == ARTICLE
    assert flat(text, quotations(text)) == flat(TEXT, quotations(TEXT))
    assert flat(text, sentences(text)) == flat(TEXT, sentences(TEXT))


def test_an_article_that_is_not_wrapped_has_no_soft_line_feed():
    assert not soft_breaks(TEXT)
    assert unwrapped(TEXT) is TEXT


def test_it_is_read_as_a_space_and_offsets_stay():
    text = wrapped(ARTICLE, 60)
    read = unwrapped(text)
    assert len(read) == len(text)
    assert [at for at, sign in enumerate(text) if read[at] != sign] == list(soft_breaks(text))
    assert read.split("\n") == ARTICLE


def test_a_quoted_mail_goes_on_below_the_same_marks():
    text = "\n".join("> " + line for line in wrapped(ARTICLE[1:2], 60).split("\n"))
    answered = text + "\nI do not think that this is so.\nWe shall see."
    assert len(paragraphs(answered)) == 3


def test_the_marks_of_a_quoted_mail_are_not_seen_inside_a_paragraph():
    text = "\n".join("> " + line for line in wrapped(ARTICLE[1:2], 60).split("\n"))
    at = soft_breaks(text)[0]
    assert text[at : at + 3] == "\n> "
    assert unwrapped(text)[at : at + 3] == "   "
    assert shown(text)[at : at + 3] == " \u200b\u200b"
    assert len(shown(text)) == len(unwrapped(text)) == len(text)


def test_after_a_hyphen_between_letters_nothing_is_seen():
    hyphened = [one.replace("coast guard", "coast-guard") for one in ARTICLE]
    text = "\n".join(textwrap.fill(one, 66) for one in hyphened)
    at = text.index("coast-\n") + len("coast-")
    assert at in soft_breaks(text)
    assert shown(text)[at] == "\u200b"
    assert unwrapped(text)[at] == " "
    assert len(shown(text)) == len(text)


def test_scripts_without_spaces_are_wrapped_anywhere():
    said = "港の労働者は火曜日に再びストライキに入り、会合の日程は決まっていないと述べた。"
    line = said * 6
    text = "\n".join(line[at : at + 36] for at in range(0, len(line), 36))
    assert len(paragraphs(text)) == 1
    assert "\u200b" in shown(text)


def test_right_to_left_text_goes_on_too():
    said = (
        "قال عمال الميناء إنهم سيعودون إلى العمل بعد أن تم توقيع الاتفاق بين الطرفين في المدينة. "
    )
    text = wrapped([said * 5, said * 4], 60, "\n\n")
    assert len(paragraphs(text)) == 2


HARD = {
    "verse": """\
The harbour lights go out by one by one,
And nobody has counted them tonight;
The ferries lie beneath a paper sun
Whose edges have been cut to fit the light.

We waited for the morning and the tide,
For somebody to tell us what was done.
But all that we were told was that he lied
about the lights, the tide, the paper sun.
""",
    "indented verse": """\
The harbour keeps its count of boats,
  and I keep mine of rain;
the oar that dips, the rope that floats,
  the lamp, the windowpane.

"Row me across," the stranger said,
  "before the light is gone."
I shook my old and heavy head
  and rowed him on and on.
""",
    "list": """\
What the union wants from the owners of the port:
- two nights off after each week of night shifts
- a new crane for the old quay, before the winter
- no fines for those who did not come in on Monday
1. the talks are to begin again before the end of May
2. the mayor is to be there when they are opened
3. nobody is to be dismissed while they last.
""",
    "table": """\
Ship          Tonnes     Arrived
Maren           1,200     Monday
Olaf            3,410     Tuesday
Nordlys           900     late
Port            2,000     not yet
Sum total       7,510     tonnes.
""",
    "menu": """\
Home
News
Sport
About us
Letters to the editor
subscribe now
log in
all sections
Weather, traffic and the tide.
""",
    "headers": """\
From: Mira Olsen
To: all members of the union
Date: Tue, 3 Mar 2026 08:12:00 +0100
Subject: what was said at the meeting
Reply-To: office
""",
    "transcript": """\
OLSEN: We have waited for nine months, and we have heard three stories.
VARGA: That is not so. There is one story, and it has not changed at all.
OLSEN: Then write it down, here, in front of all of these people tonight.
VARGA: I shall write it down when the talks have begun, and not any earlier.
OLSEN: So nobody is to know before that what it is that you have on offer?
""",
    "byline": """\
DOCK WORKERS WALK OUT OF TALKS AGAIN
By Mira Olsen and Jon Varga
Halden, Tuesday
Updated at noon
""",
    "code": """\
def harbour(ships, tide):
    for ship in ships:
        if ship.draught < tide:
            ship.enter()
    return ships
""",
    "recipe": """\
Fish soup for four people.

500 g of cod, in pieces
two onions, finely cut
one litre of stock
salt and pepper

Cook the onions. Add the rest. Serve it hot.
""",
}  # fmt: skip


@pytest.mark.parametrize("kind", HARD)
def test_what_is_set_in_lines_stays_in_lines(kind):
    assert not soft_breaks(HARD[kind])


def test_what_is_set_in_lines_stays_so_beside_wrapped_paragraphs():
    text = wrapped(ARTICLE, 60, "\n\n") + "\n\n" + HARD["list"] + "\n" + HARD["table"]
    last = text.index("What the union wants")
    assert soft_breaks(text)
    assert not [at for at in soft_breaks(text) if at >= last]


def test_items_of_a_list_go_on_below_themselves():
    text = """\
The bill was rejected on Tuesday. These are the five things that
everybody in the valley is talking about this week, and why:

1. The vote was 41 to 38. Nobody expected it to be so close, said
   Mira Olsen, who leads the opposition.
2. A new draft comes on 12 June.
3. "We count sandbags," said farmer Jon Varga, whose yard lies
   below the dyke.
- The prime minister is silent
* Friday is the day
"""
    starts = [span.of(text)[:6] for span in paragraphs(text)]
    assert starts == ["The bi", "1. The", "2. A n", '3. "We', "- The ", "* Frid"]


def test_a_few_lines_go_on_where_half_of_them_plainly_do():
    text = "The ferry waited outside the breakwater\nfor two hours before it\nwas let in."
    assert len(paragraphs(text)) == 1


WORDS = st.lists(
    st.sampled_from("the harbour a strike of ships in dockside talks ended 4.5 percent".split()),
    min_size=24,
    max_size=60,
)


@given(st.lists(WORDS, min_size=2, max_size=6), st.integers(45, 110))
def test_paragraphs_parted_by_blank_lines_come_back_whole(drawn, columns):
    given_ = [" ".join(words).capitalize() + " was said." for words in drawn]
    text = wrapped(given_, columns, "\n\n")
    assert flat(text, paragraphs(text)) == given_


@given(st.text(st.sampled_from('aB .\n"“”-–>|\t:1日é'), max_size=400))
def test_soft_line_feeds_are_line_feeds_between_words(text):
    found = soft_breaks(text)
    assert list(found) == sorted(set(found))
    for at in found:
        assert text[at] == "\n"
        assert text[at - 1] != "\n"
        assert text[at + 1] != "\n"


REAL = Path(__file__).parents[3] / "shared" / "corpus"


@pytest.mark.parametrize("columns", [60, 72, 100])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_real_articles_that_were_wrapped_give_the_same_quotations(columns, between):
    if not REAL.is_dir():
        pytest.skip(f"{REAL} is not there")
    for path in sorted(REAL.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert not soft_breaks(text)
        lines = wrapped([line for line in text.split("\n") if line.strip()], columns, between)
        assert flat(lines, quotations(lines)) == flat(text, quotations(text))
