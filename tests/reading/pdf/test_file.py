import re
from collections.abc import Callable

import forms
import pypdfium2
import pytest
import scores
from reportlab.lib.pdfencrypt import StandardEncryption
from typeset import HEIGHT, WIDTH, News, Sheet, Style

from pullquote.model.values import Published
from pullquote.reading.documents import LEFT_OUT, LEFT_OUT_WORDS
from pullquote.reading.errors import (
    FileDamaged,
    FileEmpty,
    FileEncrypted,
    LettersUnreadable,
    PagesWithoutText,
    TextTooLong,
)
from pullquote.reading.values import Limits

GONE = {
    "running heads removed",
    "page numbers removed",
    "footnote marks removed",
    "letters outside the page",
}
FORMS = {name: make() for name, make in forms.FORMS.items()}


@pytest.fixture
def read_pdf(read_all, tmp_path) -> Callable[..., tuple[list, list]]:
    def read(pdf: bytes, limits: Limits | None = None) -> tuple[list, list]:
        path = tmp_path / "a.pdf"
        path.write_bytes(pdf)
        return read_all(path, limits)

    return read


def make_pdf(*pages: str, **options: object) -> bytes:
    sheet = Sheet.new(**options)
    for number, text in enumerate(pages):
        if number:
            sheet.next_page()
        for row, line in enumerate(text.split("\n")):
            sheet.text(line, 60, 760 - 14 * row, Style(size=12))
    return sheet.bytes()


@pytest.mark.parametrize("name", FORMS)
def test_form_is_read_whole(read_pdf, name):
    form = FORMS[name]
    [document], skipped = read_pdf(form.pdf)
    assert skipped == []
    found = scores.score(form.texts, document.text, form.loose)
    assert scores.missing(form.texts, document.text) == []
    assert (found.quotations_whole, found.disordered) == (found.quotations, 0)
    assert (found.lost, found.extra) == (0, 0)
    assert [words for words in form.gone if words in document.text] == []
    assert {what: int(document.metadata.get(what, 0)) for what in form.counts} == form.counts
    assert (LEFT_OUT in document.metadata) == bool(GONE & document.metadata.keys())


def test_score_over_all_forms(read_pdf):
    total = scores.Score()  # shown where an assertion fails
    for form in FORMS.values():
        [document], _ = read_pdf(form.pdf)
        total.add(scores.score(form.texts, document.text, form.loose))
    assert total.sentences > 2000
    assert total.sentences_whole >= 0.98 * total.sentences
    assert total.quotations_whole >= 0.98 * total.quotations
    assert total.disordered == 0


def test_what_is_known_of_a_file_is_kept(read_pdf):
    sheet = Sheet.new()
    sheet.canvas.setTitle("Harbour strike leaves two freighters at anchor")
    sheet.canvas.setAuthor("Ilse")
    sheet.text("The Marstad Gazette", 60, 800, Style(size=40))
    sheet.text("Harbour strike leaves two freighters at anchor", 60, 750, Style(size=20))
    sheet.flow(News(70).paragraphs(3), forms.columns(1, 720), Style())
    [document], _ = read_pdf(sheet.bytes())
    assert document.title == "Harbour strike leaves two freighters at anchor"
    assert document.metadata["author"] == "Ilse"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", document.metadata["pdf made on"])
    assert document.published.value is None
    assert document.reader == f"pdf pypdfium2 {pypdfium2.PYPDFIUM_INFO.version}"
    assert document.encoding == "pdf"


def test_headline_is_the_largest_of_four_words_or_more(read_pdf):
    sheet = Sheet.new()
    sheet.text("The Gazette", 60, 800, Style(size=40))
    sheet.text("Council postpones the lighthouse again", 60, 750, Style(size=20))
    sheet.flow(News(71).paragraphs(3), forms.columns(1, 720), Style())
    [document], _ = read_pdf(sheet.bytes())
    assert document.title == "Council postpones the lighthouse again"


def test_large_words_within_the_text_are_no_headline(read_pdf):
    [document], _ = read_pdf(FORMS["pull quote within a column"].pdf)
    assert document.title != "“My grandmother did not like it either”"


def test_day_of_issue_is_that_of_the_publisher(read_pdf):
    pdf = make_pdf("Harbour opens again, says the mayor of Marstad.")
    issued = b"%<prism:publicationDate>2026-02-12T08:00:00Z</prism:publicationDate>\n%%EOF\n"
    [document], _ = read_pdf(pdf + issued)
    assert (document.published.value, document.published.source) == ("2026-02-12", "metadata")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (make_pdf(""), PagesWithoutText),
        (make_pdf("Secret", encrypt=StandardEncryption("x", strength=128)), FileEncrypted),
        (b"%PDF-1.7\nnot at all", FileDamaged),
        (make_pdf("Harbour opens")[:300], FileDamaged),
        (b"", FileEmpty),
    ],
)
def test_bad_pdf_is_a_sentence(read_pdf, content, error):
    documents, [skipped] = read_pdf(content)
    assert documents == []
    assert type(skipped.reason) is error
    assert "a.pdf" in str(skipped.reason)


def test_scan_is_a_sentence(read_pdf):
    sheet = Sheet.new()
    sheet.picture(0, 0, WIDTH, HEIGHT)
    documents, [skipped] = read_pdf(sheet.bytes())
    assert documents == []
    assert type(skipped.reason) is PagesWithoutText


def test_letters_without_meaning_are_a_sentence(read_pdf):
    """Codes of a font's own, and nothing that says which letters they are."""
    sheet = Sheet.new(pageCompression=0)
    sheet.flow(News(72).paragraphs(3), forms.columns(1), Style(font=forms.SERIF))
    pdf = re.sub(rb"/ToUnicode \d+ 0 R", lambda found: b" " * len(found[0]), sheet.bytes())
    shifted = re.sub(
        rb"\(((?:[^()\\]|\\.)*)\) Tj",
        lambda found: (
            b"<" + "".join(f"{(code * 7) % 29 + 1:02x}" for code in found[1]).encode() + b"> Tj"
        ),
        pdf,
    )
    documents, [skipped] = read_pdf(shifted)
    assert documents == []
    assert type(skipped.reason) is LettersUnreadable


def test_end_of_a_file_that_is_missing_is_told(read_pdf):
    sheet = Sheet.new()
    sheet.flow(News(73).paragraphs(3), forms.columns(1), Style())
    [document], _ = read_pdf(sheet.bytes().rpartition(b"startxref")[0])
    assert document.metadata["ends too early"] == "1"


def test_pdf_is_not_read_beyond_the_limit(read_pdf):
    pdf = make_pdf(*["Ships return to the harbour."] * 9)
    _, [skipped] = read_pdf(pdf, Limits(text=50))
    assert isinstance(skipped.reason, TextTooLong)
    assert skipped.reason.values["characters"] < 100


def test_what_running_heads_say_and_what_is_left_out_can_be_looked_at(read_pdf):
    sheet = Sheet.new()
    for number in (1, 2, 3):
        if number > 1:
            sheet.next_page()
        sheet.text("The Marstad Gull", 60, 810, Style(size=8))
        sheet.text("Wednesday, 21 May 2025", 400, 810, Style(size=8))
        sheet.text(f"Page {number} of 3", 280, 25, Style(size=8))
        sheet.text("Cut away", -300, 400, Style(size=8))
        for line in range(20):
            name = "ABC"[number - 1] + chr(97 + line)
            words = f"Ferry {name} came late once more, said Ann Roe at the quay."
            sheet.text(words, 60, 740 - 14 * line, Style(size=12))
    [document], _ = read_pdf(sheet.bytes())
    assert document.source == "The Marstad Gull"
    assert document.metadata["outlet from"] == "running head: The Marstad Gull"
    assert document.published == Published(
        "2025-05-21", "header", "running head: Wednesday, 21 May 2025"
    )
    assert "Gull" not in document.text
    heads = [f"The Marstad Gull Wednesday, 21 May 2025 Page {n} of 3" for n in (1, 2, 3)]
    assert document.metadata[LEFT_OUT].split("\n") == [*heads, *["Cut away"] * 3]
    assert document.metadata[LEFT_OUT_WORDS] == str(3 * (7 + 4 + 2))
