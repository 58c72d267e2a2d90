import pytest

from pullquote.model.values import Published
from pullquote.reading import ReadOptions, count, peek, read
from pullquote.reading.documents import GUESSED, UNREAD_DAY
from pullquote.reading.errors import (
    BrokenRow,
    ColumnMissing,
    FileEmpty,
    NoRows,
    NoTextColumn,
    NotText,
    RaggedRow,
    RowTooLong,
    RowWithoutText,
    TableOfExport,
)
from pullquote.reading.values import Limits

HEADING = "id,Headline,Outlet,Link,Date,Body,lang,desk\n"
ROW = (
    "7,Harbour opens,Krona,https://krona.example/7,2031-04-02,"
    '"Ships, at last.\r\n""Yes.""",en,sea\n'
)


def test_columns_are_guessed_and_the_others_kept(read_all, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes((HEADING + ROW).encode())
    [document], skipped = read_all(path)
    assert skipped == []
    assert document.text == 'Ships, at last.\n"Yes."'
    assert document.newline == "crlf"
    assert (document.title, document.source) == ("Harbour opens", "Krona")
    assert document.url == "https://krona.example/7"
    assert document.published == Published("2031-04-02", "field", "2031-04-02")
    assert (document.external_id, document.language) == ("7", "en")
    assert document.metadata == {"desk": "sea"}
    assert (document.name, document.origin_row, document.reader) == ("7", 2, "csv 1")


def test_a_row_is_known_again_in_a_longer_file(read_all, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(("text\n" + "one\n").encode())
    [before], _ = read_all(path)
    path.write_bytes(("text\n" + "one\ntwo\n").encode())
    [again, new], _ = read_all(path)
    assert before == again
    assert (new.text, new.name, new.origin_row) == ("two", "a.csv:3", 3)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "text;title\nOne, two;Harbour opens\n"),
        ("a.csv", "sep=;\ntext;title\nOne, two;Harbour opens\n"),
        ("a.tsv", "text\ttitle\nOne, two\tHarbour opens\n"),
        ("a.csv", "text|title\nOne, two|Harbour opens\n"),
        ("a.csv", "\ufefftext,title\r\n\"One, two\",Harbour opens\r\n"),
        ("a.csv", "text,title\r\"One, two\",Harbour opens\r"),
        ("a.csv", "\n\ntext,title\n\n\"One, two\",Harbour opens\n\n"),
    ],
)  # fmt: skip
def test_dialects(read_all, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content.encode())
    [document], skipped = read_all(path)
    assert skipped == []
    assert (document.text, document.title) == ("One, two", "Harbour opens")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_encodings(read_all, tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes('title,text\nGrüße,"“Schön”, sagte Müller."\n'.encode(encoding))
    [document], _ = read_all(path)
    assert (document.title, document.text) == ("Grüße", "“Schön”, sagte Müller.")


def test_line_in_another_encoding_leaves_the_others_alone(read_all, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("text\n“Schön”\n".encode() + "Grüße aus Köln\n".encode("cp1252"))
    documents, _ = read_all(path)
    assert [(d.text, d.encoding) for d in documents] == [
        ("“Schön”", "utf-8"),
        ("Grüße aus Köln", "cp1252"),
    ]


def test_the_encoding_is_guessed_once_from_all_rows_that_need_it(read_all, tmp_path):
    path = tmp_path / "a.tsv"
    rows = [
        "„Der Kahn kommt spät“, sagte sie.",
        "Nobody knows why.",
        "Für die Behörde ist das ein großes Problem; die Straße bleibt gesperrt.",
    ]
    path.write_bytes("\n".join(["text", *rows]).encode("cp1252"))
    documents, _ = read_all(path)
    assert [(d.text, d.encoding, d.metadata) for d in documents] == [
        (row, "cp1252", {GUESSED: "cp1252"}) for row in rows
    ]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_the_bytes_of_a_row_are_the_same_in_any_encoding(tmp_path, end):
    path = tmp_path / "a.csv"
    path.write_bytes(f'text{end}"Grüße aus{end}Köln"{end}ä{end}'.encode("cp1252"))
    hashes = {
        tuple(item.raw_sha256 for item in read(path, ReadOptions(encoding=encoding)))
        for encoding in ("", "cp1252", "mac-latin2", "cp850")
    }
    assert len(hashes) == 1


def test_a_table_that_surely_is_in_utf8_stays_as_it_is(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text\nplain\n“Schön”\n", encoding="utf-8")
    documents = list(read(path, ReadOptions(encoding="cp1252")))
    assert [(d.text, d.encoding) for d in documents] == [("plain", "utf-8"), ("“Schön”", "utf-8")]


def test_ragged_rows_are_named_by_line_and_the_rest_is_read(read_all, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('title,text\na,"one\nline more"\nb\nc,three,four\nd,five\n')
    documents, skipped = read_all(path)
    assert [d.text for d in documents] == ["one\nline more", "five"]
    assert [(type(s.reason), s.row) for s in skipped] == [(RaggedRow, 4), (RaggedRow, 5)]
    assert str(skipped[0].reason) == (
        "The row at line 4 of a.csv does not fit the heading (cells: 1 instead of 2), "
        "so it was left out."
    )


def test_mark_that_is_never_closed_costs_one_row(read_all, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('title,text\na,"one\nb,two\nc,three\n')
    documents, [skipped] = read_all(path)
    assert [d.text for d in documents] == ["two", "three"]
    assert isinstance(skipped.reason, BrokenRow)
    assert skipped.row == 2


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ('"one', "a quotation mark is never closed"),
        ('"one"x', "a quotation mark inside a cell is not doubled"),
        ("o\rne", "a carriage return stands in a cell without quotation marks"),
    ],
)
def test_broken_row_says_why(read_all, tmp_path, row, why):
    path = tmp_path / "a.csv"
    path.write_bytes(f"text\n{row}\ntwo\n".encode())
    documents, [skipped] = read_all(path)
    assert [d.text for d in documents] == ["two"]
    assert f"({why})" in str(skipped.reason)
    path.write_bytes(f"{row}\ntwo\n".encode())
    _, [skipped] = read_all(path)
    assert "line 1 of a.csv" in str(skipped.reason)


def test_huge_cells_are_read(read_all, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("title,text\na," + "word " * 200_000 + "\n")
    [document], _ = read_all(path)
    assert len(document.text) == 1_000_000
    _, [skipped] = read_all(path, Limits(text=1000))
    assert isinstance(skipped.reason, RowTooLong)
    assert "line 2 of a.csv" in str(skipped.reason)


def test_asked_columns_win_over_guessed_ones(read_all, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text,other,title\nwrong,right,a title\n")
    [document], _ = read_all(path, text="other", title="")
    assert (document.text, document.title) == ("right", "right")
    assert document.metadata == {"text": "wrong", "title": "a title"}


@pytest.mark.parametrize(
    ("content", "columns", "error"),
    [
        (b"a,b\n1,2\n", {}, NoTextColumn),
        (b"a,text\n1,2\n", {"text": "body"}, ColumnMissing),
        (b"a,text\n1,2\n", {"source": "paper"}, ColumnMissing),
        (b"a,text\n", {}, NoRows),
        (b"\n\n", {}, NoRows),
        (b"", {}, FileEmpty),
        (bytes(range(256)) * 20, {}, NotText),
    ],
)
def test_table_that_cannot_be_read_is_a_sentence(read_all, tmp_path, content, columns, error):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    documents, [skipped] = read_all(path, **columns)
    assert documents == []
    assert type(skipped.reason) is error
    assert "a.csv" in str(skipped.reason)


def test_row_without_text_is_named(read_all, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("title,text\na,  \nb,two\n")
    documents, [skipped] = read_all(path)
    assert [d.text for d in documents] == ["two"]
    assert isinstance(skipped.reason, RowWithoutText)
    assert skipped.row == 2


def test_heading_with_the_same_name_twice_or_none(read_all, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text,note,note,\none,x,y,z\n")
    [document], _ = read_all(path)
    assert document.metadata == {"note": "x", "note (3)": "y", "column 4": "z"}


@pytest.mark.parametrize(
    "day",
    ["03/04/2031", "soon", "1970-01-01", "2031-13-45", "99999", "5 May or 6 May 2031", "demain"],
)
def test_day_that_is_none_is_kept_aside_and_named_by_its_column(read_all, tmp_path, day):
    path = tmp_path / "a.csv"
    path.write_text(f" date ,text\n{day},Ships at last.\n")
    [document], _ = read_all(path)
    assert document.published == Published()
    assert document.metadata == {"date": day, UNREAD_DAY: "date"}


@pytest.mark.parametrize("nothing", ["", " ", "-", "—", "?"])
def test_day_that_is_not_given_is_not_named(read_all, tmp_path, nothing):
    path = tmp_path / "a.csv"
    path.write_text(f"date,text\n{nothing},Ships at last.\n")
    assert read_all(path)[0][0].metadata == {}


def test_peek_shows_names_a_row_and_a_guess(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Headline,Body,desk\nHarbour opens," + "word " * 500 + ",sea\n")
    columns = peek(path)
    assert columns.names == ("Headline", "Body", "desk")
    assert columns.first[0] == "Harbour opens"
    assert len(columns.first[1]) <= 200
    assert columns.guess == {"title": "Headline", "text": "Body"}
    assert count(path) == 3


@pytest.mark.parametrize(
    ("name", "content", "texts"),
    [
        ("a.csv", 'id,text\n1,"One, two",\n2,"Three",,\n', ["One, two", "Three"]),
        ("a.csv", "id;text\n1;One, two;\n", ["One, two"]),
        ("a.tsv", "id\ttext\n1\tOne\t\t\n", ["One"]),
        ("a.csv", "id,text,\n1,One,\n2,Two\n", ["One"]),
    ],
)
def test_empty_cells_too_many_at_the_end_of_a_row_are_no_cells(
    read_all, tmp_path, name, content, texts
):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    documents, skipped = read_all(path)
    assert [document.text for document in documents] == texts
    assert len(skipped) == content.count("\n") - 1 - len(texts)


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (
            'id,text\n1,"He said \\"no\\", twice."\n2,"Plain."\n',
            ['He said "no", twice.', "Plain."],
        ),
        (
            'text\n"\\"No\\" to it"\n"C:\\new and \\"yes\\""\n',
            ['"No" to it', r'C:\new and "yes"'],
        ),
        (
            'text,a\n"One\n\\"two\\"",x\n"Ends in a backslash\\\\",y\n',
            ['One\n"two"', "Ends in a backslash\\\\"],
        ),
        ("id,text\n1,'No, twice.'\n2,'Plain'\n", ["No, twice.", "Plain"]),
        ("id,text\n1,'It''s so, he said.'\n2,Tis\n", ["It's so, he said.", "Tis"]),
        ("id,text\n1,'tis the crews' turn\n", ["'tis the crews' turn"]),
    ],
)
def test_marks_are_known_however_a_table_writes_them(read_all, tmp_path, content, texts):
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8")
    documents, skipped = read_all(path)
    assert [document.text for document in documents] == texts
    assert not skipped


def test_a_mark_that_is_never_closed_costs_its_row_only(read_all, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('text,a\n"One,1\n"Two \\"x\\"",2\nThree,3\n', encoding="utf-8")
    documents, skipped = read_all(path)
    assert [document.text for document in documents] == ['Two "x"', "Three"]
    assert [(one.row, type(one.reason)) for one in skipped] == [(2, BrokenRow)]


def test_tables_of_an_export_are_no_documents(read_all, tmp_path):
    heading = "document,name,published_from,characters,words,text_sha256\n"
    (tmp_path / "documents.csv").write_text(heading + "d1,a.txt,field,9,2,ff\n")
    (tmp_path / "quotes.csv").write_text("quote,document,start,end\nq1,d1,0,4\n")
    (tmp_path / "own.csv").write_text("text\nwords of an article\n")
    described = '{"format": "pullquote-csv/1", "tables": {"documents": {}, "quotes": {}}}'
    (tmp_path / "columns.json").write_text(described)
    for name in ("documents.csv", "quotes.csv"):
        documents, [skipped] = read_all(tmp_path / name)
        assert (documents, type(skipped.reason)) == ([], TableOfExport)
        with pytest.raises(TableOfExport):
            peek(tmp_path / name)
    [document], _ = read_all(tmp_path / "own.csv")
    assert document.text == "words of an article"
    (tmp_path / "columns.json").unlink()
    _, [skipped] = read_all(tmp_path / "documents.csv")
    assert isinstance(skipped.reason, TableOfExport)


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        # The marks are those of the text …
        ('1\t"We wait," she said. "Long."\n2\t"All of it."\n',
         ['"We wait," she said. "Long."', '"All of it."']),
        ('1\t5" and "found"\n2\t"Nobody" asked us\n', ['5" and "found"', '"Nobody" asked us']),
        # … or stand around cells.
        ('1\t"We ""wait"""\n2\t"a\tb"\n', ['We "wait"', "a\tb"]),
        ('1\t"All of it."\n2\tNo marks.\n', ["All of it.", "No marks."]),
        ('1\t"Two\nlines"\n2\tB b.\n', ["Two\nlines", "B b."]),
    ],
)  # fmt: skip
def test_marks_in_a_table_with_tabs_may_be_those_of_its_texts(read_all, tmp_path, rows, texts):
    path = tmp_path / "a.tsv"
    path.write_text("id\tbody\n" + rows)
    documents, skipped = read_all(path)
    assert ([one.text for one in documents], skipped) == (texts, [])


def test_columns_are_known_in_other_languages(read_all, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(
        "Nr;Datum;Quelle;Überschrift;Text;Wert\r\n"
        "1;24.02.2026;Hafenpost;Kai schließt;„Wir warten“, sagte sie.;1.234,50\r\n".encode("cp1252")
    )
    [document], _ = read_all(path)
    assert (document.title, document.source) == ("Kai schließt", "Hafenpost")
    assert (document.published.value, document.text) == ("2026-02-24", "„Wir warten“, sagte sie.")
    assert document.metadata["Wert"] == "1.234,50"


@pytest.mark.parametrize("nothing", ["nan", "NaN", "NaT", "NULL", "<NA>", "#N/A", "\\N"])
def test_what_programs_write_for_nothing_is_nothing(read_all, tmp_path, nothing):
    path = tmp_path / "a.csv"
    path.write_text(
        f"id,title,date,source,text\n1,{nothing},{nothing},{nothing},Ships return at last.\n"
        f"2,Nan Madol,2026-02-24,NAN,{nothing}\n"
    )
    [document], [skipped] = read_all(path)
    assert (document.title, document.source) == ("Ships return at last.", None)
    assert (document.published.value, document.metadata) == (None, {})
    assert isinstance(skipped.reason, RowWithoutText)
