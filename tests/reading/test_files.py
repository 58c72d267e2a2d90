import hashlib
import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pullquote.model.values import Published
from pullquote.reading import FORMATS, Limits, TableColumns, count, expand, peek, read
from pullquote.reading.errors import (
    FileEmpty,
    FileMissing,
    FileTooLarge,
    FileUnreadable,
    LinkLeadsOut,
    NotAFile,
    NoText,
    NotText,
    TextTooLong,
    UnknownFormat,
)

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files")


@contextmanager
def somebody_else() -> Iterator[None]:
    """Go on under another user id: root may read everything."""
    if os.geteuid() == 0:
        os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(0)
    else:
        yield


def test_text_file_keeps_every_character_and_where_it_came_from(read_all, tmp_path):
    path = tmp_path / "harbour.txt"
    text = "Harbour of Marstad opens again\n\n“Yes,” he said 👍🏽 — at  last.\u2028\u00a0Done. "
    path.write_text(text, "utf-8")
    [document], skipped = read_all(path)
    assert skipped == []
    assert document.text == text
    assert document.name == "harbour.txt"
    assert document.title == "Harbour of Marstad opens again"
    assert document.origin == str(path)
    assert document.origin_row == 0
    assert document.raw_sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert (document.encoding, document.newline, document.replaced) == ("utf-8", "lf", 0)
    assert document.reader == "text 1"
    assert document.published == Published()


def test_what_is_changed_is_counted(read_all, tmp_path):
    path = tmp_path / "odd.txt"
    path.write_bytes(b"\xef\xbb\xbfOne\r\ntwo\rthree\x00four\n")
    [document], _ = read_all(path)
    assert document.text == "One\ntwo\nthree\ufffdfour\n"
    assert (document.encoding, document.newline, document.replaced) == ("utf-8-sig", "mixed", 1)


def test_mixed_encodings_are_counted_too(read_all, tmp_path):
    path = tmp_path / "mixed.txt"
    path.write_bytes("“Ja”, sagte er. „Schön“, sagte sie.".encode() * 3 + b" caf\xe9")
    [document], _ = read_all(path)
    assert document.text.endswith(" caf\ufffd")
    assert (document.encoding, document.replaced) == ("utf-8", 1)


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("empty.txt", b"", FileEmpty),
        ("blank.txt", b" \n\r\n\t", NoText),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(99), NotText),
        ("picture.png", b"\x89PNG\r\n\x1a\n", UnknownFormat),
        ("long.txt", b"word " * 300, TextTooLong),
        ("large.txt", b"word " * 900, FileTooLarge),
    ],
)
def test_bad_file_is_named_in_a_sentence(read_all, tmp_path, name, content, error):
    path = tmp_path / name
    path.write_bytes(content)
    documents, [skipped] = read_all(path, Limits(file=4000, text=1000))
    assert documents == []
    assert type(skipped.reason) is error
    assert (skipped.origin, skipped.row) == (str(path), 0)
    assert name in str(skipped.reason)
    assert str(pickle.loads(pickle.dumps(skipped.reason))) == str(skipped.reason)


def test_one_endless_line_is_a_text(read_all, tmp_path):
    path = tmp_path / "line.txt"
    path.write_text("word " * 400_000, "utf-8")
    [document], _ = read_all(path)
    assert len(document.text) == 2_000_000
    assert len(document.title) <= 500


def test_missing_file(read_all, tmp_path):
    _, [skipped] = read_all(tmp_path / "nothing.txt")
    assert isinstance(skipped.reason, FileMissing)


@posix
def test_pipe_is_not_waited_for(read_all, tmp_path):
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    _, [skipped] = read_all(path)
    assert isinstance(skipped.reason, NotAFile)


@posix
def test_unreadable_file_and_folder_are_named(read_all, tmp_path):
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents[:3]:
        parent.chmod(0o755)
    file, folder = tmp_path / "secret.txt", tmp_path / "closed"
    file.write_text("Nobody may read this.")
    folder.mkdir()
    (folder / "inside.txt").write_text("Nor this.")
    file.chmod(0)
    folder.chmod(0)
    with somebody_else():
        assert expand([tmp_path]).files == [folder, file]
        for path in (file, folder):
            _, [skipped] = read_all(path)
            assert isinstance(skipped.reason, FileUnreadable)
            assert "Permission denied" in str(skipped.reason)
    folder.chmod(0o755)


def test_what_lies_in_a_closed_folder_is_named(read_all, tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / "inside.txt").write_text("Nobody may read this.")
    tmp_path.chmod(0)
    try:
        with somebody_else():
            paths = [folder / "inside.txt", folder]
            assert expand(paths).files == paths
            assert all(read_all(path)[1] for path in paths)
    finally:
        tmp_path.chmod(0o755)


def test_folders_are_read_in_order_without_hidden_files(tmp_path):
    for name in ("b/2.txt", "b/1.txt", "a.txt", "B.txt", "b.txt", ".hidden", ".git/x.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    found = [str(path.relative_to(tmp_path)) for path in expand([tmp_path]).files]
    assert found == ["a.txt", "b/1.txt", "b/2.txt", "B.txt", "b.txt"]


def test_each_file_is_read_once(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b").mkdir()
    twice = [tmp_path / "a.txt", tmp_path, tmp_path / "b" / ".." / "a.txt"]
    assert expand(twice).files == [tmp_path / "a.txt"]


@posix
def test_loop_of_links_ends(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("x")
    (tmp_path / "in" / "loop").symlink_to(tmp_path)
    (tmp_path / "in" / "self").symlink_to("self")
    found = expand([tmp_path]).files
    assert [path.name for path in found] == ["a.txt", "self"]
    [skipped] = read(found[1])
    assert "self" in str(skipped.reason)


@posix
def test_links_out_of_a_folder_are_named_and_those_inside_are_followed_once(tmp_path):
    secret, chosen = tmp_path / "secret", tmp_path / "chosen"
    for path in (secret / "a.txt", chosen / "b" / "real.txt", tmp_path / "chosen too" / "c.txt"):
        path.parent.mkdir(parents=True)
        path.write_text("Harbour opens")
    (chosen / "a file out").symlink_to(secret / "a.txt")
    (chosen / "a folder out").symlink_to(secret)
    (chosen / "beside").symlink_to(tmp_path / "chosen too")
    (chosen / "nowhere").symlink_to(secret / "none.txt")
    (chosen / "twice.txt").symlink_to(chosen / "b" / "real.txt")
    (chosen / "b" / "up").symlink_to("../b")
    found = expand([chosen])
    assert [path.name for path in found.files] == ["real.txt"]
    assert [Path(link.origin).name for link in found.left_out] == [
        "a file out", "a folder out", "beside", "nowhere",
    ]  # fmt: skip
    assert all(isinstance(link.reason, LinkLeadsOut) for link in found.left_out)
    both = expand([chosen, tmp_path / "chosen too"]).files
    assert [path.name for path in both] == ["real.txt", "c.txt"]
    assert expand([chosen / "a file out"]).files == [chosen / "a file out"]
    (tmp_path / "link").symlink_to(chosen)
    assert len(expand([tmp_path / "link"]).files) == 1


@posix
def test_name_that_is_no_text_can_be_stored(read_all, tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text("Harbour opens")
    [document], _ = read_all(path)
    assert document.name == "caf\\xe9.txt"
    document.origin.encode()


def test_markdown_and_names_without_a_suffix_are_text(read_all, tmp_path):
    for name in ("note.MD", "note"):
        path = tmp_path / name
        path.write_text("# Harbour opens again, says mayor\n\nAt last.")
        [document], _ = read_all(path)
        assert document.title == "Harbour opens again, says mayor"
        assert document.text.startswith("# ")


def test_only_tables_have_columns(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("text,title\n1,2\n")
    assert peek(path) == TableColumns()
    assert count(path) == 1


@posix
def test_peeking_at_an_unreadable_table_says_so(tmp_path):
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop.name)
    with pytest.raises(FileUnreadable, match=r"loop\.csv cannot be opened"):
        peek(loop)
    with pytest.raises(FileMissing):
        peek(tmp_path / "none.csv")


def test_every_suffix_has_one_format():
    suffixes = [suffix for kind in FORMATS for suffix in kind.suffixes]
    assert len(suffixes) == len(set(suffixes))


def test_readers_are_imported_only_on_use():
    code = (
        "import sys, pullquote.reading, pullquote.workflow.worker\n"
        "heavy = {'trafilatura', 'lxml', 'docx', 'pypdfium2', 'chardet', 'numpy'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_the_packages_it_says_what_to_install(tmp_path):
    for name in ("a.html", "a.pdf", "a.docx"):
        (tmp_path / name).write_text("x")
    code = (
        "import sys; from pathlib import Path\n"
        "for name in ('trafilatura', 'lxml', 'docx', 'pypdfium2'): sys.modules[name] = None\n"
        "from pullquote.reading import read\n"
        "for name in ('a.html', 'a.pdf', 'a.docx'):\n"
        "    [skipped] = read(Path(sys.argv[1]) / name)\n"
        "    print(skipped.reason)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], check=True, capture_output=True, text=True
    )
    assert done.stdout.count("install Pullquote again.") == 3


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the five real articles are not here")
def test_publication_dates_of_real_articles(read_all):
    found = [read_all(path)[0][0].published for path in expand([CORPUS]).files]
    assert [published.value for published in found] == [
        "2026-02-12", "2026-02-10", None, "2025-02-13", None,
    ]  # fmt: skip
    assert [published.source for published in found] == [
        "header", "header", "unknown", "header", "unknown",
    ]  # fmt: skip


def test_an_archive_is_told_from_an_export_of_tables(tmp_path):
    named = {"export.zip": {"columns.json": '{"format": "pullquote-csv/1"}'},
             "other.zip": {"a.txt": "A text."}, "odd.zip": {"columns.json": "[]"},
             "none.zip": {"columns.json": "{"}}  # fmt: skip
    for name, held in named.items():
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for inside, content in held.items():
                archive.writestr(inside, content)
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "sheet.xlsx").write_bytes((tmp_path / "other.zip").read_bytes())
    refused = {
        path.name: type(next(iter(read(path))).reason).__name__ for path in tmp_path.iterdir()
    }
    assert refused == {
        "export.zip": "TableOfExport", "other.zip": "Archive", "odd.zip": "Archive",
        "none.zip": "Archive", "broken.zip": "Archive", "sheet.xlsx": "UnknownFormat",
    }  # fmt: skip
