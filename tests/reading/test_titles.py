from hashlib import sha256
from pathlib import Path
from textwrap import fill as wrap

import pytest

from pullquote.reading.publication_date import find_source, host
from pullquote.reading.titles import find_title

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

PROSE = (
    "The harbour of Marstad will open again in spring, the ministry of fisheries said on Tuesday "
    "after a winter in which hardly a ship came in. Nobody objected."
)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Harbour of Marstad opens again\n\n" + PROSE, "Harbour of Marstad opens again"),
        (" date 2031-04-02 Harbour of Marstad opens again - Ministry\n" + PROSE,
         "Harbour of Marstad opens again - Ministry"),
        (" date 2031-04-02 404\nOops!\nThe page you requested was not found.\n"
         "Ministry names no day for the harbour\n(KRONA) " + PROSE,
         "Ministry names no day for the harbour"),
        ("All Sections\nEng Deu Support Us\nJoin the Coast Daily community on Patreon!\n"
         "Support Journalism\n\nTeam gathers for talks in Marstad, envoy says\n\n"
         "Ilse BrandtThursday, 3 April 2031, 12:58\n" + PROSE,
         "Team gathers for talks in Marstad, envoy says"),
        ("Home | News | Coast\nCoast > Harbours\n4 min read\nHarbour opens at last, says mayor\n",
         "Harbour opens at last, says mayor"),
        ("By Ilse Brandt\n3 April 2031\n© Krona / Jon HalmA pier.\nOld pier to be torn down\n",
         "Old pier to be torn down"),
        ("# Harbour opens\n\n" + PROSE, "Harbour opens"),
        ("Ministers resign\n\nMARSTAD (Krona) - " + PROSE, "Ministers resign"),
        ("Harbour opens after the storm | Coast Daily\n" + PROSE, "Harbour opens after the storm"),
        ("Title: Harbour opens after the storm\n" + PROSE, "Harbour opens after the storm"),
        ("Will the harbour open in spring?\n" + PROSE, "Will the harbour open in spring?"),
        ("What went wrong at the dam\n" + PROSE, "What went wrong at the dam"),
        ("港口将于春季重新开放。部长周二在新闻发布会上说没有人反对。",
         "港口将于春季重新开放。部长周二在新闻发布会上说没有人反对。"),
        ("\n\nKARVIA CITY, Marstad (Krona) _\n\nShips returned to the harbour on Tuesday. At last.",
         "Ships returned to the harbour on Tuesday."),
        ("MARSTAD _\n\nShips returned to the harbour on Tuesday. At last.",
         "Ships returned to the harbour on Tuesday."),
        ("KARVIA CITY, Mar. — Ships returned to the harbour. At last.",
         "Ships returned to the harbour."),
        ("GOLD PRICES - UP AGAIN IN MARSTAD\n" + PROSE, "GOLD PRICES - UP AGAIN IN MARSTAD"),
        ("Strike ends\n\nThe port opened again on Monday, the ministry said on Tuesday.",
         "Strike ends"),
        ("Strike\n\n" + PROSE, "Strike"),
        ("שביתה בנמל\n\nעובדי הנמל יצאו לשביתה ביום שני לאחר שהשיחות על השכר נכשלו, כך נמסר.",
         "שביתה בנמל"),
        ("罢工\n\n港口工人星期一罢工，因为工资谈判破裂，港务局在声明中说。", "罢工"),
        ("Marstad\nWill the harbour open again in spring?\n" + PROSE,
         "Will the harbour open again in spring?"),
        ("Home\nCoast\nHarbour of Marstad opens again\n" + PROSE,
         "Harbour of Marstad opens again"),
        ("Hi", "Hi"),
        ("12:30\n***\n", "12:30"),
        ("", ""),
    ],
)  # fmt: skip
def test_title_is_the_first_line_that_is_no_furniture(text: str, title: str) -> None:
    assert find_title(text) == title


def test_text_without_a_headline_is_called_by_its_first_sentence() -> None:
    assert find_title("MARSTAD (Krona) - Ships are back. They came at night.") == "Ships are back."
    long = find_title(PROSE)
    assert long == (
        "The harbour of Marstad will open again in spring, the ministry of fisheries said on "
        "Tuesday after a winter in which hardly a ship came in."
    )


def test_title_of_one_endless_line_is_short_and_whole_graphemes() -> None:
    family = "👨‍👩‍👧"
    title = find_title("x" * 498 + family + "y" * 1_000_000)
    assert title == "x" * 498


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("MARSTAD (Krona) - The harbour opens.", "Krona"),
        ("MARSTAD, 3 April (Krona Press) — The harbour opens.", "Krona Press"),
        ("Marstad, April 3 (Krona) - The harbour opens.", "Krona"),
        ("Title of it\nMARSTAD, April 3. /KRONA/. The harbour opens.", "KRONA"),
        ("Title of it\n(KRONA) The harbour opens.", "KRONA"),
        ("(Updated) The harbour opens.", None),
        ("THE HARBOUR (Marstad) opens.", None),
        ("KARVIA CITY, Marstad (Krona) _\n\nShips returned.", "Krona"),
        ("The harbour (Marstad) opens.", None),
        ("The harbour opens.\n\nSubscribe to Coast.Daily Telegram channel, RSS!", "Coast.Daily"),
        ("Join the Coast Daily community on Patreon\nThe harbour opens.", "Coast Daily"),
        ("Subscribe to our newsletter\nThe harbour opens.", None),
        ("Subscribe to the newsletter", None),
        ("The harbour opens.\nFollow Ilse Brandt on Telegram", None),
        ("MARSTAD - The harbour opens.", None),
        ("The harbour opens.", None),
    ],
)
def test_source_is_what_the_text_says_of_itself(text: str, source: str | None) -> None:
    assert find_source(text, None) == source


def test_source_falls_back_to_the_host_of_the_address() -> None:
    assert find_source("The harbour opens.", "https://www.coast.example/a?b=c") == "coast.example"
    assert find_source("MARSTAD (Krona) - Open.", "https://coast.example/") == "Krona"
    assert host("coast.example/news/1") == "coast.example"
    assert host("https://[broken") is None
    assert host("just words") is None


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the five real articles are not here")
@pytest.mark.parametrize(
    ("number", "title", "source"),
    [
        (0, "67d9efd4faaab057", "72e0d6bf4deb649d"),
        (1, "cf84caba8ebe1f18", "6c139310cdc37746"),
        (3, "706f32d0ca93c31b", "f8fe40ad4b137b88"),
    ],
)
def test_real_articles(number: int, title: str, source: str) -> None:
    """By the first letters of their SHA-256: the words of the articles are not ours to repeat."""
    text = _article(number)
    assert _digest(find_title(text)) == title
    assert _digest(find_source(text, None) or "") == source


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the five real articles are not here")
@pytest.mark.parametrize(("number", "source"), [(2, None), (4, "dbd16bcbdb46aa4a")])
def test_real_articles_without_a_headline(number: int, source: str | None) -> None:
    text = _article(number)
    title = find_title(text)
    assert text.startswith(title)
    found = find_source(text, None)
    assert (found and _digest(found)) == source


def _article(number: int) -> str:
    return next(CORPUS.glob(f"{number:03}_*.txt")).read_text("utf-8")


def _digest(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:16]


@pytest.mark.parametrize("columns", [40, 60, 72])
def test_title_of_a_wrapped_text_goes_on_over_its_lines(columns):
    headline = "Harbour workers of Marstad walk out after eleven months of talks about their pay"
    told = "The harbour workers walked out on Monday as talks failed, and the ships had to wait."
    body = wrap(" ".join([told] * 9), columns)
    assert find_title(f"{wrap(headline, columns)}\n\n{body}") == headline
    assert find_title(f"{wrap(headline, columns)}\nBy Ada Lind\n{body}") == headline
    assert find_title(body) == told


@pytest.mark.parametrize("marked", ['"Grain pier to close"', "'Grain pier to close'"])
def test_marks_around_a_stated_title_are_no_part_of_it(marked):
    front = f"---\ntitle: {marked}\ndate: 2026-02-24\n---\n\nThe harbour council voted on Monday.\n"
    assert find_title(front) == "Grain pier to close"
    assert find_title('Title: "No" is no answer, she said\n\nText.') == (
        '"No" is no answer, she said'
    )


def test_the_marks_of_a_quoted_mail_are_no_part_of_the_title():
    assert find_title("> > Grain pier to close on Monday\n>\n> The council voted.\n") == (
        "Grain pier to close on Monday"
    )
