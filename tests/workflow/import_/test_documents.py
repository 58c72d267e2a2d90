import csv
import json
import multiprocessing
import os
import signal
import sys
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from pullquote.assets import RESOURCES
from pullquote.calendar.dateline import LATER_CHANGE
from pullquote.model.values import Published
from pullquote.reading import Limits, ReadOptions
from pullquote.reading.errors import (
    FileEmpty,
    NotText,
    RaggedRow,
    ReaderDied,
    RowWithoutText,
    TookTooLong,
    TookTooMuchMemory,
    UnknownEncoding,
    UnknownFormat,
    WorkedOn,
)
from pullquote.store.project import Project
from pullquote.store.values import DocumentQuery
from pullquote.workflow.import_.documents import Changed, import_paths

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text("utf-8")
ARTICLE = "Harbour of Marstad opens again\n\nMARSTAD (Krona) - Ship number {0} came in at last.\n"


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "p.pullquote", name="p", schema_toml=SCHEMA) as project:
        yield project


@pytest.fixture
def actor(project):
    from pullquote.cli.people import acting_person

    return acting_person(project, "Ilse")


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(200):
        (folder / f"{number:03}.txt").write_text(ARTICLE.format(number))
    return folder


def table(folder: Path, rows: int) -> Path:
    path = folder / "rows.csv"
    path.write_text("id,text\n" + "".join(f"r{n},Row {n} of the table.\n" for n in range(rows)))
    return path


def names(project, report):
    return [project.document(document).name for document in report.documents]


def test_folder_becomes_documents_in_its_order(project, actor, corpus):
    told = []
    report = import_paths(project, [corpus], actor, progress=lambda *step: told.append(step))
    assert names(project, report) == [f"{number:03}.txt" for number in range(200)]
    assert (report.changed, report.skipped, report.already) == ((), (), ())
    assert not report.stopped
    assert told == sorted(told)
    assert told[-1] == (200, 200)
    document = project.document(report.documents[7])
    assert document.title == "Harbour of Marstad opens again"
    assert document.source == "Krona"
    assert project.text(document.id) == ARTICLE.format(7)


def test_import_is_one_operation_that_can_be_undone(project, actor, corpus):
    before = project.dump()
    import_paths(project, [corpus], actor)
    assert project.undo_name(actor) == "Import"
    project.undo(actor)
    assert project.dump() == before


def test_bad_files_are_named_and_the_rest_is_read(project, actor, tmp_path):
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "picture.png").write_bytes(b"x")
    (tmp_path / "crlf.txt").write_bytes(b"One\r\ntwo\x00")
    (tmp_path / "old.txt").write_bytes("Grüße aus Köln".encode("cp1252"))
    with table(tmp_path, 2).open("a") as file:
        file.write("ragged\n")
    paths = [
        tmp_path / name for name in ("empty.txt", "picture.png", "crlf.txt", "old.txt", "rows.csv")
    ]
    report = import_paths(project, paths, actor)
    assert names(project, report) == ["crlf.txt", "old.txt", "r0", "r1"]
    assert [type(s.reason) for s in report.skipped] == [FileEmpty, UnknownFormat, RaggedRow]
    crlf, old = str(paths[2]), str(paths[3])
    assert report.changed == (
        Changed(crlf, 0, "newlines", "crlf"),
        Changed(crlf, 0, "characters", "1"),
        Changed(old, 0, "guess", "cp1252"),
    )


def test_texts_are_read_again_in_another_encoding(project, actor, tmp_path):
    words = "Minister Żółć powiedział w środę."
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_bytes(f"{words} {name}".encode("cp1250"))
    paths = [tmp_path / name for name in ("a.txt", "b.txt", "c.txt")]
    first = import_paths(project, paths, actor, options=ReadOptions(encoding="cp1252"))
    a, b, c = first.documents
    with project.operation("Work", actor) as writer:
        writer.set_state(b, actor, "in_progress")
        writer.change_document(c, published=Published("2026-03-02", "typed"), excluded="a test")
    uids = [project.document(document).uid for document in (a, c)]
    before = project.dump()
    again = import_paths(project, paths, actor, options=ReadOptions(encoding="windows-1250"))
    assert again.again == again.documents
    assert [project.document(one).uid for one in again.again] == uids
    assert [project.text(one) for one in again.again] == [f"{words} a.txt", f"{words} c.txt"]
    assert [type(s.reason) for s in again.skipped] == [WorkedOn]
    assert project.document(again.again[1]).published == Published("2026-03-02", "typed")
    assert project.document(again.again[1]).excluded == "a test"
    same = import_paths(project, paths, actor, options=ReadOptions(encoding="cp1250"))
    assert (same.documents, len(same.already)) == ((), 2)
    project.undo(actor)
    assert project.dump() == before
    with pytest.raises(UnknownEncoding):
        import_paths(project, paths, actor, options=ReadOptions(encoding="hex"))


def test_all_rows_that_were_guessed_wrong_are_read_again_in_place(project, actor, tmp_path):
    path = tmp_path / "a.tsv"
    rows = ["„Der Kahn kommt spät“, sagte sie.", "Nobody knows.", "Grüße aus Köln"]
    path.write_bytes("\n".join(["text", *rows]).encode("cp1252"))
    first = import_paths(project, [path], actor, options=ReadOptions(encoding="mac-latin2"))
    again = import_paths(project, [path], actor, options=ReadOptions(encoding="cp1252"))
    assert (len(first.documents), len(again.again), len(again.already)) == (3, 2, 1)
    texts = [project.text(one) for one in project.document_ids(DocumentQuery())]
    assert sorted(texts) == sorted(rows)


def test_texts_that_surely_are_in_another_encoding_are_left_and_named(project, actor, tmp_path):
    contents = {
        "a.txt": "“Schön”".encode(),
        "b.txt": "“Schön”".encode("utf-16"),
        "c.txt": "“Schön”".encode("cp1252"),
        "d.txt": b"plain",
        "e.txt": bytes(range(256)) * 4,
    }
    for name, raw in contents.items():
        (tmp_path / name).write_bytes(raw)
    paths = [tmp_path / name for name in contents]
    report = import_paths(project, paths, actor, options=ReadOptions(encoding="cp1252"))
    assert [project.text(one) for one in report.documents] == ["“Schön”"] * 3 + ["plain"]
    kept = [(Path(c.origin).name, c.value) for c in report.changed if c.what == "encoding kept"]
    assert kept == [("a.txt", "utf-8"), ("b.txt", "utf-16")]
    assert [type(s.reason) for s in report.skipped] == [NotText]


def test_tables_are_read_again_with_other_columns(project, actor, tmp_path):
    path = tmp_path / "a.csv"
    rows = "1,Ships return.,Harbour opens,2031-04-02\n2,Rain again.,Weather,soon\n3,,Empty,\n"
    path.write_text("nr,story,head,day\n" + rows)
    wrong = ReadOptions(columns={"text": "head", "title": "story", "id": "nr"})
    first = import_paths(project, [path], actor, options=wrong)
    assert first.tables == (path,)
    uids = [project.document(document).uid for document in first.documents]
    with project.operation("Work", actor) as writer:
        writer.change_document(first.documents[0], excluded="a test")
        writer.add_annotation(first.documents[2], actor, "quote", 0, 5)
    before = project.dump()
    assert len(import_paths(project, [path], actor, options=wrong).already) == 3
    right = ReadOptions(
        columns={"text": "story", "title": "head", "published": "day", "id": "nr"}, again=True
    )
    report = import_paths(project, [path], actor, options=right)
    again = [project.document(document) for document in report.again]
    assert report.again == report.documents
    assert [(one.uid, one.title, one.excluded) for one in again] == [
        (uids[0], "Harbour opens", "a test"), (uids[1], "Weather", None),
    ]  # fmt: skip
    assert [project.text(one.id) for one in again] == ["Ships return.", "Rain again."]
    assert again[0].published.value == "2031-04-02"
    assert [(c.row, c.what, c.value) for c in report.changed] == [(3, "day", "day: “soon”")]
    # Without a text now, it stays as it was; so would the labels on it.
    assert [(s.row, type(s.reason)) for s in report.skipped] == [(4, RowWithoutText)]
    assert project.text(first.documents[2]) == "Empty"
    same = import_paths(project, [path], actor, options=right)
    assert (same.documents, len(same.already)) == ((), 2)
    project.undo(actor)
    assert project.dump() == before


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
@pytest.mark.parametrize(
    ("long", "doubts"),
    [
        ("The ferry waits for its pilots until noon. " * 12, ["body text"]),
        ("A short one.", []),
        ("<p>" + "The ferry waits for its pilots. " * 12, []),
        ("x" * 900, []),
    ],
)
def test_a_column_of_prose_that_is_far_longer_than_the_text_is_a_doubt(
    project, actor, tmp_path, suffix, long, doubts
):
    path = tmp_path / f"a.{suffix}"
    rows = [{"text": f"Teaser number {n}.", "body text": long} for n in range(4)]
    with path.open("w", newline="") as file:
        if suffix == "csv":
            writer = csv.DictWriter(file, ["text", "body text"])
            writer.writeheader()
            writer.writerows(rows)
        else:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    report = import_paths(project, [path], actor)
    assert report.read == 4
    found = [(c.row, c.value) for c in report.changed if c.what == "column"]
    assert found == [(0, column) for column in doubts]


def test_what_a_person_set_stays_however_often_it_is_read_again(project, actor, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("text,head,desk,day\nShips return.,Harbour opens,North,2031-04-02\n")
    first = import_paths(
        project, [path], actor, options=ReadOptions(columns={"text": "text", "title": "desk"})
    )
    (document,) = first.documents
    with project.operation("Edit", actor) as writer:
        note = {**project.document(document).metadata, "note": "ask Ilse"}
        writer.change_document(document, title="Ferries sail again", metadata=note)
    with project.operation("Edit", actor) as writer:
        writer.change_document(document, source="By mistake")
    with project.operation("Edit", actor) as writer:
        writer.change_document(document, source=project.document(document).source and None)
    right = {"text": "text", "title": "head", "source": "desk", "published": "day"}
    options = ReadOptions(columns=right, again=True)
    again = project.document(import_paths(project, [path], actor, options=options).again[0])
    assert (again.title, again.metadata["note"]) == ("Ferries sail again", "ask Ilse")
    assert (again.source, again.published.value) == ("North", "2031-04-02")
    assert import_paths(project, [path], actor, options=options).again == ()
    other = import_paths(
        project, [path], actor,
        options=ReadOptions(columns={"text": "text", "title": "head", "id": "desk"}, again=True),
    )  # fmt: skip
    again = project.document(other.again[0])
    assert (again.title, again.metadata["note"]) == ("Ferries sail again", "ask Ilse")
    assert again.external_id == "North"


def test_rows_that_somebody_has_worked_on_stay_and_are_named(project, actor, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("story,head\nShips return.,Harbour opens\n")
    wrong = ReadOptions(columns={"text": "head"})
    [document] = import_paths(project, [path], actor, options=wrong).documents
    with project.operation("Work", actor) as writer:
        writer.add_annotation(document, actor, "quote", 0, 5)
    before = project.dump()
    again = ReadOptions(columns={"text": "story"}, again=True)
    report = import_paths(project, [path], actor, options=again)
    assert [(s.row, type(s.reason)) for s in report.skipped] == [(2, WorkedOn)]
    assert (report.documents, project.dump()) == ((), before)


def test_equal_texts_are_named_as_they_come_in(project, actor, tmp_path):
    for name, words in (("a.txt", "Ships."), ("b.txt", "Ships."), ("c.txt", "Ships")):
        (tmp_path / name).write_text(words)
    report = import_paths(project, [tmp_path], actor)
    assert [(Path(c.origin).name, c.what, c.value) for c in report.changed] == [
        ("b.txt", "equal", "a.txt")
    ]
    assert report.read == 3


def test_guesses_evidence_and_what_was_left_out_are_reported(project, actor, tmp_path):
    (tmp_path / "a.txt").write_bytes("Minister Żółć powiedział w środę.".encode("cp1250"))
    (tmp_path / "b.txt").write_text("Last updated 2 March 2026\nR&amp;D opens again.")
    prose = "<p>The minister said on Tuesday that the harbour would open again in spring.</p>" * 4
    (tmp_path / "c.html").write_text(f"<nav><a href=/>Home</a></nav><article>{prose}</article>")
    report = import_paths(
        project, [tmp_path / name for name in ("a.txt", "b.txt", "c.html")], actor
    )
    assert [(Path(c.origin).name, c.what, c.value) for c in report.changed] == [
        ("a.txt", "guess", "cp1250"), ("b.txt", "references", "1"), ("c.html", "left out", "1"),
    ]  # fmt: skip
    assert report.guessed == (tmp_path / "a.txt",)
    [dated] = report.dated
    found = project.document(report.documents[1]).published
    assert (dated.published, found.value) == (found, "2026-03-02")
    assert found.doubt == LATER_CHANGE


def test_only_the_same_file_from_the_same_place_is_known(project, actor, tmp_path):
    (tmp_path / "a.txt").write_text("Ships return.")
    (tmp_path / "b.txt").write_text("Ships return.")
    first = import_paths(project, [tmp_path / "a.txt"], actor)
    again = import_paths(project, [tmp_path / "a.txt", tmp_path / "b.txt"], actor)
    assert first.read == again.read == 1
    assert again.already == (str(tmp_path / "a.txt"),)
    assert names(project, again) == ["b.txt"]
    before = project.dump(), len(project.history())
    known = import_paths(project, [tmp_path], actor)
    assert (known.read, len(known.already)) == (0, 2)
    assert (project.dump(), len(project.history())) == before


def test_stopped_import_leaves_whole_documents(project, actor, corpus):
    done = 0

    def progress(reached: int, _total: int) -> None:
        nonlocal done
        done = reached

    report = import_paths(project, [corpus], actor, progress=progress, stop=lambda: done > 0)
    assert report.stopped
    assert 0 < report.read < 200
    assert len(project.document_ids(DocumentQuery())) == report.read
    rest = import_paths(project, [corpus], actor)
    assert rest.read + report.read == 200
    assert len(rest.already) == report.read


def test_what_was_done_to_a_pdf_is_reported(project, actor, tmp_path):
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path))
    for page in ("1", "2"):
        canvas.drawString(60, 810, "The Marstad Gazette")
        canvas.drawString(60, 760, "“We have waited for eleven months and nobody has cal-")
        canvas.drawString(60, 746, f"led us in all that time,” she said on day {page}.")
        canvas.drawString(300, 30, page)
        canvas.showPage()
    canvas.save()
    report = import_paths(project, [path], actor)
    gone, changed = report.changed
    assert (gone.what, gone.value) == ("left out", "8")
    assert (changed.origin, changed.what) == (str(path), "layout")
    assert changed.counts == {
        "lines joined": 2,
        "hyphens joined": 2,
        "running heads removed": 2,
        "page numbers removed": 2,
    }
    [document] = report.documents
    assert project.document(document).metadata["hyphens joined"] == "2"


def test_the_window_may_write_in_between(project, actor, corpus):
    def progress(_done: int, _total: int) -> None:
        with project.operation("Rename", actor) as writer:
            writer.set_project(name=f"{_done}")

    import_paths(project, [corpus], actor, progress=progress)
    assert project.name == "200"


@pytest.mark.skipif(sys.platform != "linux", reason="needs signals of Linux")
@pytest.mark.parametrize(
    ("sent", "seconds", "error"),
    # The second waits for so long, and a busy machine must give all others an answer meanwhile.
    [(signal.SIGKILL, None, ReaderDied), (signal.SIGSTOP, 5.0, TookTooLong)],
)
def test_file_that_ends_or_stalls_the_reader_is_named_and_the_rest_is_read(
    project, actor, corpus, sent, seconds, error, patience
):
    for path in corpus.iterdir():
        path.write_text(path.read_text() + "It is a long story. " * 200)
    ended = False

    def progress(done: int, _total: int) -> None:
        nonlocal ended
        if not ended and done >= 90:
            ended = True
            for child in multiprocessing.active_children():
                os.kill(child.pid, sent)

    options = ReadOptions(limits=Limits(seconds=seconds or patience))
    report = import_paths(project, [corpus], actor, options=options, progress=progress)
    assert ended
    [skipped] = report.skipped
    assert type(skipped.reason) is error
    name = Path(skipped.origin).name
    assert name in str(skipped.reason)
    others = [f"{number:03}.txt" for number in range(200) if f"{number:03}.txt" != name]
    # The document of that file is there too if it came before its reader ended.
    found = names(project, report)
    assert [one for one in found if one != name] == others
    assert found.count(name) <= 1


@pytest.mark.skipif(sys.platform != "linux", reason="needs signals of Linux")
def test_table_that_ends_the_reader_keeps_the_rows_before(project, actor, tmp_path):
    path = table(tmp_path, 20_000)
    (tmp_path / "sound.txt").write_text("Ships return.")
    ended = False

    def progress(done: int, _total: int) -> None:
        nonlocal ended
        if not ended and done >= 2_000:
            ended = True
            for child in multiprocessing.active_children():
                child.kill()

    report = import_paths(project, [path, tmp_path / "sound.txt"], actor, progress=progress)
    found = names(project, report)
    assert 2_000 <= report.read < 20_000
    assert found[:-1] == [f"r{number}" for number in range(report.read - 1)]
    assert found[-1] == "sound.txt"
    assert [type(skipped.reason) for skipped in report.skipped] == [ReaderDied]


@pytest.mark.skipif(sys.platform != "linux", reason="needs limits of Linux")
def test_file_that_needs_too_much_memory_is_named(project, actor, tmp_path, patience):
    (tmp_path / "long.txt").write_text("word " * 12_000_000)
    (tmp_path / "sound.txt").write_text("Ships return.")
    options = ReadOptions(limits=Limits(text=10**9, memory=270 * 2**20, seconds=patience))
    paths = [tmp_path / "long.txt", tmp_path / "sound.txt"]
    report = import_paths(project, paths, actor, options=options)
    assert [type(skipped.reason) for skipped in report.skipped] == [TookTooMuchMemory]
    assert names(project, report) == ["sound.txt"]


def test_names_from_files_never_become_paths(project, actor, tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text('{"id": "../../etc/passwd", "text": "Ships return."}\n')
    report = import_paths(project, [path], actor)
    assert names(project, report) == ["../../etc/passwd"]
    assert {made.name for made in tmp_path.iterdir()} <= {
        "rows.jsonl", "p.pullquote", "p.pullquote-wal", "p.pullquote-shm", "p.pullquote.lock",
        "p.backups",
    }  # fmt: skip
