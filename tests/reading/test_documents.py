import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.reading.documents import GUESSED, RESOLVED, resolve_references, stated_author


@pytest.mark.parametrize(
    ("text", "plain", "count"),
    [
        ("&ldquo;No,&rdquo; said R&amp;D", "“No,” said R&D", 3),
        ("&#8217;til &#x2019;", "’til ’", 2),
        ("AT&T; &nosuch; &amp &; a&b=c;", "AT&T; &nosuch; &amp &; a&b=c;", 0),
        ("&amp;quot;", "&quot;", 1),
    ],
)
def test_references_become_characters(text, plain, count):
    assert resolve_references(text) == (plain, count)


@given(st.text().filter(lambda text: "&" not in text or ";" not in text))
def test_other_text_stays(text):
    assert resolve_references(text) == (text, 0)


def test_what_was_resolved_is_told(read_all, tmp_path):
    (tmp_path / "a.txt").write_text("&ldquo;We begin today,&rdquo; said Ann Roe.")
    (tmp_path / "a.csv").write_text("title,text\nR&amp;D,said &quot;no&quot;\n")
    [document], _ = read_all(tmp_path / "a.txt")
    assert document.text == "“We begin today,” said Ann Roe."
    assert document.metadata == {RESOLVED: "2"}
    [document], _ = read_all(tmp_path / "a.csv")
    assert (document.title, document.text) == ("R&D", 'said "no"')


def test_a_guess_is_called_one(read_all, tmp_path):
    (tmp_path / "a.txt").write_bytes("Łukasz Żółć pojechał do Łodzi.".encode("cp1250"))
    (tmp_path / "a.csv").write_bytes(
        "text\nŁukasz Żółć pojechał do Łodzi.\nplain\n".encode("cp1250")
    )
    [document], _ = read_all(tmp_path / "a.txt")
    assert (document.encoding, document.metadata) == ("cp1250", {GUESSED: "cp1250"})
    documents, _ = read_all(tmp_path / "a.csv")
    assert [document.metadata.get(GUESSED) for document in documents] == ["cp1250", "cp1250"]


@pytest.mark.parametrize(
    "said",
    ["(anonymous)", "(unspecified)", "[author]", "Anonymous", "unknown", "python-docx", " ", None],
)
def test_an_author_that_is_nobody_is_none(said: str | None) -> None:
    assert stated_author(said) == {}


def test_an_author_is_whoever_the_file_names() -> None:
    assert stated_author(" Ilse\u00a0 Brandt (Harbour Post)\n") == {
        "author": "Ilse Brandt (Harbour Post)"
    }
