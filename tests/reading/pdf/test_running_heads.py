from pullquote.reading.pdf.fragments import Fragment
from pullquote.reading.pdf.running_heads import find_running_heads

HEIGHT = 842.0


def line(text, y, x=60.0, size=10.0):
    return Fragment(text, x, x + 5 * len(text), y, size, bold=False, first=20)


def body(top=760.0, count=20):
    return [line(f"words of line {chr(97 + n)} that go on", top - 12 * n) for n in range(count)]


def out(*pages):
    found = find_running_heads([(page, HEIGHT) for page in pages])
    gone = [f.text for page in pages for f in page if id(f) in found.out]
    return gone, found.heads, found.numbers


def test_same_words_at_the_same_height_of_two_pages():
    one, two = ([line("The Gazette, page " + n, 810), *body()] for n in "12")
    assert out(one, two) == (["The Gazette, page 1", "The Gazette, page 2"], 2, 0)


def test_elsewhere_on_the_page_they_stay():
    one = [line("The Gazette", 810), *body()]
    two = [line("The Gazette", 790), *body()]
    assert out(one, two) == ([], 0, 0)


def test_lines_of_the_text_stay_though_they_are_alike():
    """Its first lines, with no gap between them and the rest."""
    assert out(body(), body()) == ([], 0, 0)


def test_heads_beside_a_number_that_counts_the_pages():
    one = [line("Harbour and Trade", 810), line("12", 810, 500), *body()]
    two = [line("13", 810), line("Tuesday", 810, 400), *body()]
    assert out(one, two) == (["Harbour and Trade", "12", "13", "Tuesday"], 2, 2)


def test_heads_of_pages_with_one_line():
    one, two = (
        [line("The Gazette", 800), line(text, 730), line("www.gazette.example", 40)]
        for text in (
            "“We have waited for eleven months and nobody has",
            "called us so far,” she said.",
        )
    )
    assert out(one, two)[1:] == (4, 0)


def test_number_alone_on_a_single_page():
    assert out([*body(), line("- 7 -", 40, 290)]) == (["- 7 -"], 0, 1)
    assert out([*body(), line("Seite 3 von 9", 40, 290)]) == (["Seite 3 von 9"], 0, 1)
    assert out([*body(), line("and seven", 40, 290)]) == ([], 0, 0)


def test_number_within_the_text_stays():
    lines = body()
    lines.insert(3, line("1998", 730, 400))
    assert out(lines) == ([], 0, 0)


def test_pages_that_are_alike_stay():
    one, two = ([line("Ships return to the harbour.", 760)] for _ in range(2))
    assert out(one, two) == ([], 0, 0)
