import io
import zipfile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml

from pullquote.reading.documents import LEFT_OUT, LEFT_OUT_WORDS
from pullquote.reading.errors import FileDamaged, FileEncrypted
from pullquote.reading.values import Limits

RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def new_word():
    word = docx.Document()
    word.core_properties.author = ""
    return word


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
    assert document.reader == f"docx 2 python-docx {docx.__version__}"


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


def set_words(paragraph, *parts):
    """Runs of a paragraph: words, or (words, the element of their properties)."""
    for part in parts:
        words, xml = part if isinstance(part, tuple) else (part, "")
        run = paragraph.add_run(words)
        if xml:
            run._r.insert(0, parse_xml(f"<w:rPr {nsdecls('w')}>{xml}</w:rPr>"))


def test_hidden_words_are_left_out_counted_and_kept_to_be_looked_at(read_all, tmp_path):
    path = tmp_path / "a.docx"
    word = new_word()
    whisper = word.styles.add_style("Whisper", WD_STYLE_TYPE.CHARACTER)
    whisper.font.hidden = True
    softer = word.styles.add_style("Softer", WD_STYLE_TYPE.CHARACTER)
    softer.base_style = whisper
    aside = word.styles.add_style("Aside", WD_STYLE_TYPE.PARAGRAPH)
    aside.font.hidden = True
    shown = (" Shown.", '<w:vanish w:val="0"/>')
    set_words(word.add_paragraph("Ships"), (" secret one", "<w:vanish/>"), shown)
    word.add_paragraph("Tide").add_run(" secret two", style=softer)
    word.add_paragraph("secret three", style=aside)
    set_words(word.add_paragraph("secret four", style=aside), shown)
    word.add_paragraph("")
    word.add_paragraph("The end.")
    word.save(str(path))
    [document], _ = read_all(path)
    assert document.text == "Ships Shown.\nTide\n Shown.\n\nThe end."
    assert document.metadata == {
        LEFT_OUT_WORDS: "8", LEFT_OUT: "secret one\nsecret two\nsecret three\nsecret four",
    }  # fmt: skip


def test_headers_footers_and_deleted_words_are_counted(read_all, tmp_path):
    path = tmp_path / "a.docx"
    word = new_word()
    paragraph = word.add_paragraph("Ships return.")
    paragraph._p.append(
        parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>never</w:delText><w:tab/></w:r></w:del>")
    )
    word.sections[0].header.paragraphs[0].text = "The Gull"
    word.sections[0].footer.paragraphs[0].text = "Page 1"
    word.save(str(path))
    [document], _ = read_all(path)
    assert document.text == "Ships return."
    assert document.metadata == {LEFT_OUT_WORDS: "5", LEFT_OUT: "never\nThe Gull\nPage 1"}


def add_notes(word, kind, notes):
    """`notes` are xml of w:footnote or w:endnote; the last paragraph points at 2 and 1."""
    xml = f"<w:{kind}s {nsdecls('w')}>{notes}</w:{kind}s>"
    name = PackURI(f"/word/{kind}s.xml")
    part = Part(name, "application/xml", xml.encode(), word.part.package)
    word.part.relate_to(part, f"{RELATED}/{kind}s")
    for number in (2, 1):
        mark = f'<w:{kind}Reference {nsdecls("w")} w:id="{number}"/>'
        word.paragraphs[-1].add_run()._r.append(parse_xml(mark))


def test_notes_stand_at_the_end_in_the_order_of_their_marks(read_all, tmp_path):
    path = tmp_path / "a.docx"
    word = new_word()
    word.add_paragraph("Ships return.")
    of = "<w:{0} w:id='{1}'{3}><w:p><w:r><w:t xml:space='preserve'> {2}</w:t></w:r></w:p></w:{0}>"
    notes = [of.format("footnote", *one) for one in (
        (0, "line", " w:type='separator'"), (1, "Second note.", ""), (2, "First note.", ""),
        (3, "Nobody points here.", ""),
    )]  # fmt: skip
    add_notes(word, "footnote", "".join(notes))
    add_notes(word, "endnote", of.format("endnote", 1, "Last note.", ""))
    word.save(str(path))
    [document], _ = read_all(path)
    assert document.text == "Ships return.\nFirst note.\nSecond note.\nLast note."
    assert document.metadata == {
        "notes at the end": "3", LEFT_OUT_WORDS: "3", LEFT_OUT: "Nobody points here.",
    }  # fmt: skip


def test_signs_of_symbol_fonts_hyphens_and_formulas(read_all, tmp_path):
    path = tmp_path / "a.docx"
    word = new_word()
    run = word.add_paragraph().add_run("20")._r
    inside = (
        'sym w:font="Symbol" w:char="F0B0"', 'sym w:font="Wingdings" w:char="F04A"',
        'sym w:font="Arial" w:char="00E9"', 'sym w:font="Webdings" w:char="F021"', "softHyphen",
        "noBreakHyphen",
    )  # fmt: skip
    for one in inside:
        run.append(
            parse_xml(f"<w:{one.partition(' ')[0]} {nsdecls('w')} {one.partition(' ')[2]}/>")
        )
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    word.paragraphs[0]._p.append(
        parse_xml(f'<m:oMath xmlns:m="{math}"><m:r><m:t>x=1</m:t></m:r></m:oMath>')
    )
    word.save(str(path))
    [document], _ = read_all(path)
    assert document.text == "20°☺é\ufffd\u2011x=1"
    assert document.replaced == 1


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


@pytest.mark.parametrize(("place", "value"), [(8, 1), (10, 99)])
def test_a_part_that_is_encrypted_or_packed_otherwise_is_damage(read_all, tmp_path, place, value):
    """The mark of it in the list of parts, at the end of the file."""
    path = tmp_path / "a.docx"
    docx.Document().save(path)
    content = bytearray(path.read_bytes())
    entry = content.index(b"word/styles.xml", content.index(b"PK\x01\x02")) - 46
    content[entry + place] |= value
    path.write_bytes(content)
    _, (refused,) = read_all(path)
    assert isinstance(refused.reason, FileDamaged)


def test_a_document_with_a_password_says_so(read_all, tmp_path):
    path = tmp_path / "a.docx"
    stream = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024) + stream + bytes(512))
    _, (refused,) = read_all(path)
    assert isinstance(refused.reason, FileEncrypted)
