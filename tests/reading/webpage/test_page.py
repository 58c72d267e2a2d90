import pytest

from pullquote.model.values import Published
from pullquote.reading.documents import LEFT_OUT, LEFT_OUT_WORDS
from pullquote.reading.errors import FileDamaged, NoText, NotText

BODY = "".join(
    f"<p>The minister said on Tuesday that pier {number} of the harbour would open in spring, "
    "and that nobody had objected to it so far.</p>"
    for number in range(1, 7)
)
HEAD = """
<title>Harbour opens | Krona</title>
<meta property="og:title" content="Harbour <b>opens</b> &amp; ships return">
<meta property="og:site_name" content="Krona">
<meta property="article:published_time" content="2031-04-02T23:30:00+02:00">
<link rel="canonical" href="https://www.krona.example/harbour">
<meta name="author" content="Ilse Brandt">
"""


def page(head: str, body: str) -> str:
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>"


def test_article_without_the_page_around_it(read_all, tmp_path):
    path = tmp_path / "a.html"
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/n'>News</a></li></ul></nav>"
    path.write_text(page(HEAD, f"{menu}<article><h1>Harbour opens</h1>{BODY}</article>"))
    [document], skipped = read_all(path)
    assert skipped == []
    assert "pier 6 of the harbour" in document.text
    assert "Home" not in document.text
    assert document.title == "Harbour <b>opens</b> & ships return"
    assert (document.source, document.url) == ("Krona", "https://www.krona.example/harbour")
    assert document.language == "en"
    assert document.published == Published(
        "2031-04-02", "metadata", "article:published_time: 2031-04-02T23:30:00+02:00"
    )
    assert document.metadata == {
        "author": "Ilse Brandt", LEFT_OUT_WORDS: "2", LEFT_OUT: "Home\nNews",
    }  # fmt: skip
    assert document.reader.startswith("html trafilatura ")


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        # A link of the page has that name.
        ("Grain is dear - Plains Tribune", "<a href='/'>Plains Tribune</a>",
         ("Grain is dear", "Plains Tribune")),
        # It stands behind the headline.
        ("Grain is dear – Gazeta Nowa", "<h1>Grain is dear</h1>", ("Grain is dear", "Gazeta Nowa")),
        ("Grain | Markets | Dunmere Post", "<h1>Grain</h1>", ("Grain", "Dunmere Post")),
        # The headline is a heading of less rank, with the outlet at either side.
        ("Grain is dear | Plains Tribune", "<h2>Grain is dear</h2>",
         ("Grain is dear", "Plains Tribune")),
        ("Plains Notes: Grain is dear", "<h3>Grain is dear</h3>",
         ("Grain is dear", "Plains Notes")),
        ("Grain is dear: more to come", "<h2>Other matters</h2>",
         ("Grain is dear: more to come", None)),
        # A part of the headline, and a section.
        ("Grain is dear - minister", "", ("Grain is dear - minister", None)),
        ("Grain is dear | News", "<h1>Grain is dear</h1>", ("Grain is dear", None)),
    ],
)  # fmt: skip
def test_the_outlet_is_no_part_of_the_title(read_all, tmp_path, title, body, expected):
    path = tmp_path / "a.html"
    path.write_text(page(f"<title>{title}</title>", f"<article>{body}{BODY}</article>"))
    [document], _ = read_all(path)
    assert (document.title, document.source) == expected


def test_a_title_loses_what_the_page_calls_itself(read_all, tmp_path):
    path = tmp_path / "a.html"
    head = '<title>Port - Krona</title><meta property="og:site_name" content="Krona">'
    path.write_text(page(head, BODY))
    [document], _ = read_all(path)
    assert (document.title, document.source) == ("Port", "Krona")


def test_body_that_is_repeated_stays_repeated(read_all, tmp_path):
    path = tmp_path / "a.html"
    path.write_text(page("", f"<article><h1>Harbour opens</h1>{BODY}{BODY}</article>"))
    [document], _ = read_all(path)
    assert document.text.count("pier 3 of the harbour") == 2


def test_address_that_is_no_web_address_is_left_out(read_all, tmp_path):
    path = tmp_path / "a.html"
    path.write_text(page('<link rel="canonical" href="javascript:alert(1)">', BODY))
    [document], _ = read_all(path)
    assert (document.url, document.source) == (None, None)


def test_declared_charset(read_all, tmp_path):
    path = tmp_path / "a.html"
    text = page('<meta charset="windows-1251">', f"<article>{BODY}<p>Порт откроется.</p></article>")
    path.write_bytes(text.encode("cp1251"))
    [document], _ = read_all(path)
    assert "Порт откроется." in document.text
    assert document.encoding == "cp1251"


def test_control_characters_are_replaced_and_counted(read_all, tmp_path):
    path = tmp_path / "a.html"
    path.write_text(
        page("", f"<article>{BODY}<p>Ships\x00 re\x1fturn&#2;&#x0b;&#13;.</p></article>")
    )
    [document], _ = read_all(path)
    assert "Ships\ufffd re\ufffdturn\ufffd\ufffd" in document.text
    assert document.replaced == 4


@pytest.mark.parametrize("form", ["{}", "&#{:d};", "&#{:02d};", "&#x{:X};", "&#X0{:x};", "&#{:d}a"])
def test_no_control_character_makes_a_page_unreadable(read_all, tmp_path, form):
    path = tmp_path / "a.html"
    for code in (*range(33), *range(127, 160), 0xD800, 0xDFFF, 0xFFFE, 0xFFFF, 0x10FFFF):
        character = form.format(code) if "&" in form else chr(code)
        content = page("", f"<article>{BODY}<p>Ships{character}return.</p></article>")
        path.write_bytes(content.encode("utf-8", "replace"))
        [document], _ = read_all(path)
        assert "pier 6" in document.text


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (page("", "<div>" * 5000 + BODY), FileDamaged),
        (page("<title>x</title>", "<script>1</script>"), NoText),
        ("<!-- nothing -->", FileDamaged),
        (bytes(range(256)) * 40, NotText),
    ],
)
def test_bad_page_is_a_sentence(read_all, tmp_path, content, error):
    path = tmp_path / "a.html"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    documents, [skipped] = read_all(path)
    assert documents == []
    assert type(skipped.reason) is error


@pytest.mark.parametrize(
    "content",
    [
        "<p>Ships <b>return", "Just words about Ships.", "<" * 50_000 + " Ships return.",
        "<?xml version='1.0' encoding='latin-1'?><html><body><p>Ships return.</p></body></html>",
        "<p>Ships\x00 return.</p>" * 3, "<p>" + "&amp;" * 20_000 + "Ships return.</p>",
        "<table><tr><td>Ships</td><td>return.</td></tr></table>",
    ],
)  # fmt: skip
def test_broken_markup_is_read_as_far_as_it_goes(read_all, tmp_path, content):
    path = tmp_path / "a.html"
    path.write_text(content)
    [document], skipped = read_all(path)
    assert skipped == []
    assert "Ships" in document.text


def test_nothing_is_fetched(read_all, tmp_path, monkeypatch):
    import socket

    def refuse(*args: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    path = tmp_path / "a.html"
    head = (
        '<base href="http://localhost:1/"><link rel="canonical" href="http://localhost:1/a">'
        '<!DOCTYPE html SYSTEM "http://localhost:1/x.dtd">'
    )
    path.write_text(page(head, f'<article><img src="http://localhost:1/b.png">{BODY}</article>'))
    [document], _ = read_all(path)
    assert "pier 2" in document.text
