import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.model.values import Published
from pullquote.reading import peek
from pullquote.reading.errors import BrokenLine, FileEmpty, LineWithoutField, RowWithoutText
from pullquote.text.canonical import canonical


def test_fields_are_guessed_and_the_others_kept(read_all, tmp_path):
    path = tmp_path / "a.jsonl"
    record = {
        "id": 7, "headline": "Harbour opens", "meta": {"outlet": "Krona", "pages": [1, 2]},
        "date": "2031-04-02T10:00:00Z", "body": "Ships, at last.\n", "empty": None,
    }  # fmt: skip
    path.write_text(json.dumps(record) + "\n")
    [document], skipped = read_all(path, source="meta.outlet")
    assert skipped == []
    assert document.text == "Ships, at last.\n"
    assert (document.title, document.source, document.name) == ("Harbour opens", "Krona", "7")
    assert document.published == Published("2031-04-02", "field", "2031-04-02T10:00:00Z")
    assert document.metadata == {"meta.pages": "[1, 2]"}
    assert (document.origin_row, document.reader) == (1, "jsonl 1")


def test_broken_lines_are_named_by_number_and_the_rest_is_read(read_all, tmp_path):
    path = tmp_path / "a.jsonl"
    lines = [
        '{"text": "one"}', '{"text": "cut', "", "[1]", '{"title": "no text"}', '{"text": " "}',
        "[" * 100_000, '{"text": ' + "9" * 5000 + "}", '{"text": "last"}',
    ]  # fmt: skip
    path.write_text("\n".join(lines))
    documents, skipped = read_all(path)
    assert [(d.text, d.origin_row) for d in documents] == [("one", 1), ("last", 9)]
    assert [(s.row, type(s.reason)) for s in skipped] == [
        (2, BrokenLine), (4, BrokenLine), (5, LineWithoutField), (6, RowWithoutText),
        (7, BrokenLine), (8, BrokenLine),
    ]  # fmt: skip
    assert all(f"Line {s.row} of a.jsonl" in str(s.reason) for s in skipped)


def test_missing_field_that_was_asked_for_names_line_and_fields(read_all, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "one", "t": "two"}\n{"text": "three"}\n')
    [document], [skipped] = read_all(path, text="t")
    assert document.text == "two"
    assert str(skipped.reason) == (
        "Line 2 of a.jsonl has no field 't', so it was left out. It has: text."
    )


def test_a_text_that_is_null_is_no_text(read_all, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": null}\n{"text": null, "body": "one"}\n{"body": "two", "t": null}\n')
    documents, [skipped] = read_all(path)
    assert [document.text for document in documents] == ["one", "two"]
    assert str(skipped.reason) == "Line 1 of a.jsonl holds no text, so it was left out."
    documents, _ = read_all(path, text="body", title="t")
    assert [document.text for document in documents] == ["two"]


def test_texts_in_objects_are_paragraphs(read_all, tmp_path):
    path = tmp_path / "a.jsonl"
    texts = [[{"p": "One."}, {"p": "Two."}], ["One.", {"kind": "plain", "text": "Two."}]]
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    documents, _ = read_all(path)
    assert [document.text for document in documents] == ["One.\nTwo."] * 2


def test_why_a_line_is_broken_reads_as_a_sentence(read_all, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a\tb"}\n')
    _, [skipped] = read_all(path)
    assert "(Invalid control character at character 12)" in str(skipped.reason)


def test_lone_surrogates_are_replaced_and_counted(read_all, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(r'{"text": "a\ud83d b\ud83d\ude00", "title": "\udc00x", "k\ud800": "\ud800"}')
    [document], _ = read_all(path)
    assert (document.text, document.replaced) == ("a\ufffd b😀", 1)
    assert (document.title, document.metadata) == ("\ufffdx", {"k\ufffd": "\ufffd"})


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_byte_order_marks(read_all, tmp_path, encoding):
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"text": "“Schön”"}\n{"text": "zwei"}\n'.encode(encoding))
    documents, _ = read_all(path)
    assert [d.text for d in documents] == ["“Schön”", "zwei"]


def test_empty_file(read_all, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("")
    _, [skipped] = read_all(path)
    assert isinstance(skipped.reason, FileEmpty)


@given(st.lists(st.text(min_size=1), min_size=1, max_size=5), st.booleans())
def test_any_text_comes_out_canonical_and_nothing_else(read_all, tmp_path, texts, escaped):
    path = tmp_path / "a.jsonl"
    lines = [json.dumps({"text": text}, ensure_ascii=escaped) for text in texts]
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass" if escaped else "replace"))
    documents, skipped = read_all(path)
    expected = [canonical(json.loads(line)["text"]).text for line in path.read_bytes().split(b"\n")]
    assert [d.text for d in documents] == [text for text in expected if text.strip()]
    assert len(documents) + len(skipped) == len(texts)


def test_peek_gathers_the_fields_of_the_first_lines(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('oops\n\n{"id": 1, "text": "one"}\n{"text": "two", "when": "2031"}\n')
    columns = peek(path)
    assert columns.names == ("id", "text", "when")
    assert columns.first == ("1", "one", "")
    assert columns.guess == {"text": "text", "id": "id"}


def test_a_list_of_texts_is_a_text_of_paragraphs(read_all, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": ["Varga said no.", "Olsen said yes."], "tags": ["a", 1]}\n')
    [document], skipped = read_all(path)
    assert document.text == "Varga said no.\nOlsen said yes."
    assert document.metadata == {"tags": '["a", 1]'}
    assert not skipped


@pytest.mark.parametrize(
    "record",
    [
        {"meta": {"id": 7, "pub": {"date": "2026-02-24"}}, "headline": {"main": "Pier closes"},
         "body": [{"type": "p", "text": "One."}, {"type": "p", "text": "Two."}]},
        {"source": {"id": "no-id", "name": "Harbour Post"}, "title": "Pier closes", "docid": 7,
         "publishedAt": "2026-02-24T09:00:00Z", "content": "One.\nTwo."},
        {"id": 7, "date": "2026-02-24", "title": {"rendered": "Pier closes"},
         "content": {"rendered": "One.\nTwo.", "protected": False}},
        {"id": 7, "date": "2026-02-24", "title": "Pier closes",
         "text": {"paragraphs": ["One.", "Two."]}},
        {"id": 7, "date": "2026-02-24", "title": "Pier closes", "text": [["One."], ["Two."]]},
        {"data": {"id": 7, "attributes": {"title": "Pier closes", "date": "2026-02-24",
                                          "body": "One.\nTwo."}}},
    ],
)  # fmt: skip
def test_fields_are_found_in_the_objects_that_hold_them(read_all, tmp_path, record):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(record) + "\n")
    [document], skipped = read_all(path)
    assert skipped == []
    assert (document.text, document.title) == ("One.\nTwo.", "Pier closes")
    assert (document.external_id, document.published.value) == ("7", "2026-02-24")
    assert document.source == ("Harbour Post" if "source" in record else None)


def test_sentences_in_lists_of_lists_are_paragraphs(read_all, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": [["We wait.", "Long."], ["Go."]]}) + "\n")
    [document], _ = read_all(path)
    assert document.text == "We wait. Long.\nGo."


def test_lines_of_a_list_of_objects_are_read(read_all, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('[\n{"text": "We wait."},\n{"text": "They go."} ,\n{"text": "End."}\n]\n')
    documents, skipped = read_all(path)
    assert [one.text for one in documents] == ["We wait.", "They go.", "End."]
    assert skipped == []


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    "shape",
    [
        lambda rows: rows,
        lambda rows: {"status": "ok", "total": 2, "articles": rows},
    ],
)
def test_one_list_of_objects_is_read_in_whatever_lines_it_is_written(
    read_all, tmp_path, shape, indent
):
    rows = [{"id": "a", "title": "Pier", "text": "We wait. 🚢"}, {"id": "b", "text": "They go."}]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(shape(rows), indent=indent, ensure_ascii=False))
    documents, skipped = read_all(path)
    assert [(one.name, one.text, one.origin_row) for one in documents] == [
        ("a", "We wait. 🚢", 1), ("b", "They go.", 2),
    ]  # fmt: skip
    assert skipped == []
    assert peek(path).names == ("id", "title", "text")


def test_one_object_over_many_lines_is_one_document(read_all, tmp_path):
    path = tmp_path / "a.jsonl"
    text = "The ferry waits for its pilots until noon. " * 6
    path.write_text(json.dumps({"text": text, "tags": [{"name": "ferry"}]}, indent=1))
    [document], skipped = read_all(path)
    assert (document.text, skipped) == (text, [])


def test_what_is_no_object_in_a_list_is_named_by_its_number(read_all, tmp_path):
    path = tmp_path / "a.json"
    path.write_text('[{"text": "We wait."},\n 7,\n {"head": "No text."}]')
    [document], skipped = read_all(path)
    assert document.text == "We wait."
    assert [one.row for one in skipped] == [2, 3]
    assert "Number 2 of the list in a.json is no object (int)" in str(skipped[0].reason)


def test_a_list_that_breaks_off_is_read_as_lines(read_all, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "We wai\n{"text": "They go."}\n')
    [document], [skipped] = read_all(path)
    assert (document.text, skipped.row) == ("They go.", 1)


def test_what_describes_an_export_is_no_document(read_all, tmp_path):
    path = tmp_path / "columns.json"
    path.write_text(json.dumps({"format": "pullquote-csv/1", "tables": {}}, indent=1))
    assert "export of Pullquote" in str(read_all(path)[1][0].reason)
