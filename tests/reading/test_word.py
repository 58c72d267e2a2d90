import io
import zipfile

import docx
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from pullquote.reading.errors import FileDamaged
from pullquote.reading.values import Limits


def make_word(*paragraphs: str) -> io.BytesIO:
    word = docx.Document()
    for text in paragraphs:
        word.add_paragraph(text)
    file = io.BytesIO()
    word.save(file)
    return file


def test_word_paragraphs_and_tables_in_order(read_all, tmp_path):
    path = tmp_path / "a.docx"
    word = docx.Document()
    word.add_paragraph("Harbour opens again", style="Title")
    first = word.add_paragraph("Ships\treturn")
    first.add_run(" at last.").add_break()
    table = word.add_table(1, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "merged"
    table.cell(0, 2).text = "cell"
    word.add_paragraph("The end.")
    word.core_properties.author = "Ilse"
    word.save(str(path))
    [document], skipped = read_all(path)
    assert skipped == []
    assert document.text == "Harbour opens again\nShips\treturn at last.\n\nmerged\ncell\nThe end."
    assert document.title == "Harbour opens again"
    assert document.metadata == {"author": "Ilse"}
    assert document.reader == f"docx python-docx {docx.__version__}"


def test_inserted_words_are_read_and_deleted_ones_are_not(read_all, tmp_path):
    path = tmp_path / "a.docx"
    word = docx.Document()
    paragraph = word.add_paragraph("Ships ")
    for tag, text_tag, text in (
        ("w:ins", "w:t", "will "), ("w:del", "w:delText", "may "), ("w:moveFrom", "w:t", "gone "),
    ):  # fmt: skip
        change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        words.text = text
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run("return.")
    word.save(str(path))
    [document], _ = read_all(path)
    assert document.text == "Ships will return."


def test_bad_word_documents_are_a_sentence(read_all, tmp_path):
    path = tmp_path / "a.docx"
    whole = make_word("Ships return.").getvalue()
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as packed:
        packed.writestr("a.txt", "no document")
    for content in (b"no zip at all", whole[: len(whole) // 2], other.getvalue()):
        path.write_bytes(content)
        documents, [skipped] = read_all(path)
        assert documents == []
        assert isinstance(skipped.reason, FileDamaged)


def test_word_document_that_would_unpack_to_gigabytes(read_all, tmp_path):
    path = tmp_path / "a.docx"
    whole = make_word("Ships return.")
    with zipfile.ZipFile(whole, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/bomb.xml", bytes(10_000_000))
    path.write_bytes(whole.getvalue())
    _, [skipped] = read_all(path, Limits(text=1_000_000))
    assert isinstance(skipped.reason, FileDamaged)
    assert "unpacks" in str(skipped.reason)
