"""What a file that somebody else made, or damaged, does to an import."""

import json
import zipfile
from functools import partial
from pathlib import Path

import pytest
from msgspec import structs

from pullquote.exchange import files as export_files
from pullquote.exchange import jsonl
from pullquote.exchange.errors import OtherFormat, UnreadableExport
from pullquote.exchange.export import write_corpus
from pullquote.exchange.formats import export_format

write_jsonl = partial(write_corpus, export_format("jsonl"))


@pytest.fixture
def out(sample, tmp_path) -> Path:
    write_jsonl(sample, tmp_path / "out")
    return tmp_path / "out"


def rows_of(out: Path) -> list[dict]:
    return [json.loads(line) for line in (out / "documents.jsonl").read_bytes().splitlines()]


def rewrite(out: Path, rows: list[dict]) -> None:
    lines = [json.dumps(row).encode() + b"\n" for row in rows]
    (out / "documents.jsonl").write_bytes(b"".join(lines))


def read(path: Path) -> tuple[list, list[str]]:
    with jsonl.read_export(path) as export:
        documents = list(export.documents())
    return documents, [str(refused) for refused in export.refused]


def test_a_broken_line_is_named_and_the_rest_is_read(out):
    lines = (out / "documents.jsonl").read_bytes().split(b"\n")
    lines[1] = lines[1][:100]
    (out / "documents.jsonl").write_bytes(b"\n".join(lines))
    documents, refused = read(out)
    assert [document.uid for document in documents] == ["d1", "d3"]
    assert len(refused) == 1
    assert refused[0].startswith("documents.jsonl, line 2: it is not a JSON object: ")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text": "other"}, "0 to 7 says “Harbour” and not “other”"),
        ({"end": 5000, "text": None}, "0 to 5000 is not a stretch of a text of 105 characters"),
        ({"end": 0}, "0 to 0 is not a stretch of a text of 105 characters"),
        ({"start": -1}, "“start” should be a whole number from 0"),
        ({"start": True}, "“start” should be a whole number from 0"),
        ({"start": 0.5}, "“start” should be a whole number from 0"),
        ({"layer": ""}, "“layer” should be text that is not empty"),
        ({"note": "a\0b"}, "“note” should be text"),
        ({"confidence": float("nan")}, "“confidence” should be a number from 0 to 1"),
        ({"confidence": float("inf")}, "“confidence” should be a number from 0 to 1"),
        ({"confidence": True}, "“confidence” should be a number from 0 to 1"),
        ({"note": float("nan")}, "“note” should be text"),
        ({"start": 10**30}, "“start” should be a whole number from 0"),
        ({"id": None}, "“id” should be text that is not empty"),
        ({"to_check": "all"}, "“to_check” should be one of extent, anchor, original"),
        ({"attributes": {"kind": 3}}, "“kind” should be text"),
        ({"attributes": []}, "“attributes” should be an object"),
        (
            {"origin": "guess"},
            (
                "“origin” should be one of hand, suggestion, suggestion_edited, carried, "
                "carried_edited, imported, adjudicated"
            ),
        ),
    ],
)
def test_an_annotation_that_does_not_fit_is_refused_by_name(out, change, sentence):
    rows = rows_of(out)
    [place] = [i for i, a in enumerate(rows[0]["annotations"]) if a["id"] == "b1"]
    rows[0]["annotations"][place].update(change)
    rewrite(out, rows)
    documents, refused = read(out)
    name = "" if change.get("id", "b1") is None else ", b1"
    assert refused == [f"documents.jsonl, line 1{name}: {sentence}."]
    assert len(documents[0].annotations) == 6
    assert len(documents) == 3


def plain(label):
    return structs.replace(label, attributes=label.set_attributes())


def test_what_is_escaped_or_null_comes_in_as_if_it_were_not(out):
    """Other programs write every character beyond ASCII as an escape, and nulls for defaults."""
    before, _ = read(out)
    rows = rows_of(out)
    for label in rows[0]["annotations"]:
        label.update({key: None for key in ("origin", "created_at", "copy") if not label[key]})
        label["later"] = {"deep": [10**400, None, "👩‍👩‍👧"]}
    rows[0].update(title=None, metadata=None, weight=0.5)
    rewrite(out, rows)
    after, refused = read(out)
    assert refused == []
    assert [plain(label) for label in after[0].annotations] == [
        plain(label) for label in before[0].annotations
    ]
    assert (after[0].title, after[1:]) == ("", before[1:])


def test_half_a_character_in_the_manifest_is_refused(out):
    manifest = (out / "manifest.json").read_text("utf-8")
    (out / "manifest.json").write_text(manifest.replace('"Trial"', '"\\ud800"'))
    with pytest.raises(UnreadableExport, match="half a character"):
        jsonl.read_export(out)


def test_a_span_through_a_character_is_refused(out):
    rows = rows_of(out)
    text = "She waved 👩‍👩‍👧 and left"
    rows[1].update(text=text, text_sha256=None)
    label = rows[1]["annotations"][0]
    label.update(start=0, end=text.index("👩") + 1, text=text[: text.index("👩") + 1])
    rewrite(out, rows)
    documents, refused = read(out)
    assert refused == ["documents.jsonl, line 2, f2: 0 to 11 cuts through a character."]
    assert documents[1].text == text


def test_relations_of_a_refused_annotation_are_refused_too(out):
    rows = rows_of(out)
    rows[0]["annotations"] = [a for a in rows[0]["annotations"] if a["id"] != "m1"]
    rewrite(out, rows)
    documents, refused = read(out)
    assert len(refused) == 1
    assert refused[0].startswith("documents.jsonl, line 1, relations: r1: it ties labels")
    assert [relation.uid for relation in documents[0].relations] == ["r4", "r2", "r3"]


def test_a_text_that_changed_since_is_refused_with_its_labels(out):
    rows = rows_of(out)
    rows[0]["text"] = rows[0]["text"].replace("Harbour", "Airport")
    rewrite(out, rows)
    documents, refused = read(out)
    assert [document.uid for document in documents] == ["d2", "d3"]
    assert "is not the one that was labelled" in refused[0]


@pytest.mark.parametrize("text", ["a\r\nb", "a\0", "\ufeffa"])
def test_a_text_with_other_line_ends_is_refused(out, text):
    rows = rows_of(out)
    rows[1].update(text=text, text_sha256=None, annotations=[])
    rewrite(out, rows)
    documents, refused = read(out)
    assert len(documents) == 2
    assert "the offsets cannot be trusted" in refused[0]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"\xff\xfe{}", "it is not UTF-8"),
        (b'{"text": "\\ud800"}', "it holds half a character"),
        (b"[" * 200_000, "it is nested too deeply"),
        (b'{"format": "pullquote/1", "later": ' + b"[" * 200_000, "it is nested too deeply"),
        (b'{"format": "pullquote/1", "text": "\\ud83d and \\u0041"}', "it holds half a character"),
        (b'{"format": "pullquote/1", "later": "\xff"}', "it is not UTF-8"),
        (b"[1]", "it is something else"),
        (b'{"format": "pullquote/9"}', "its format is “pullquote/9”"),
        (b'{"text": "a"}', "its format is “”"),
        (b'{"format": "pullquote/1", "text": "a", "name": "n"}', "“document” should be text"),
    ],
)
def test_a_line_that_is_no_document_is_refused(out, line, reason):
    with (out / "documents.jsonl").open("ab") as file:
        file.write(line + b"\n")
    documents, refused = read(out)
    assert len(documents) == 3
    assert len(refused) == 1
    assert refused[0].startswith("documents.jsonl, line 4: ")
    assert reason in refused[0]


def test_a_line_longer_than_any_document_is_refused_and_the_next_is_read(out, monkeypatch):
    monkeypatch.setattr(export_files, "LONGEST_LINE", 1 << 16)
    data = (out / "documents.jsonl").read_bytes()
    (out / "documents.jsonl").write_bytes(b'{"text": "' + b"a" * (1 << 20) + b'"}\n' + data)
    documents, refused = read(out)
    assert len(documents) == 3
    assert len(refused) == 1
    assert refused[0].startswith("documents.jsonl, line 1: ")


def test_the_same_document_or_label_twice_is_taken_once(out):
    rows = rows_of(out)
    rows[1]["annotations"].append({**rows[1]["annotations"][0], "id": "other"})
    rewrite(out, [*rows, rows[2]])
    documents, refused = read(out)
    assert [document.uid for document in documents] == ["d1", "d2", "d3"]
    assert refused == [
        "documents.jsonl, line 2, other: the same label is in the file already.",
        "documents.jsonl, line 4: the same document is in the file already.",
    ]


def test_an_export_of_a_later_version_is_refused_as_a_whole(out):
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    (out / "manifest.json").write_text(json.dumps({**manifest, "format": "pullquote/2"}))
    assert jsonl.is_export(out)
    with pytest.raises(OtherFormat, match="pullquote/2"):
        jsonl.read_export(out)


def test_what_is_an_export(out, sample, tmp_path):
    write_jsonl(sample, tmp_path / "a.zip")
    write_jsonl(sample, tmp_path / "b.jsonl")
    (tmp_path / "c.jsonl").write_text('{"text": "an article"}\n')
    (tmp_path / "d.jsonl").write_bytes(b"\xff\xfe")
    (tmp_path / "e.jsonl").write_bytes(b"[" * (2 << 20))
    (tmp_path / "f.txt").write_bytes((tmp_path / "b.jsonl").read_bytes())
    (tmp_path / "g.jsonl").write_text('{"text": "a", "format": "pullquote/1"}')
    (tmp_path / "empty").mkdir()
    ours = ("out", "a.zip", "b.jsonl", "g.jsonl")
    assert all(jsonl.is_export(tmp_path / name) for name in ours)
    others = ("c.jsonl", "d.jsonl", "e.jsonl", "f.txt", "empty", "missing", "missing.zip")
    assert not any(jsonl.is_export(tmp_path / name) for name in others)


def test_an_archive_that_swells_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", '{"format": "pullquote/1"}')
        archive.writestr("documents.jsonl", b"0" * (100 << 20))
    with pytest.raises(UnreadableExport, match="unpacks to far more"):
        jsonl.read_export(tmp_path / "bomb.zip")
    assert not jsonl.is_export(tmp_path / "bomb.zip")


def test_a_damaged_archive_is_refused(sample, tmp_path):
    write_jsonl(sample, tmp_path / "out.zip")
    data = bytearray((tmp_path / "out.zip").read_bytes())
    data[60:90] = bytes(30)
    (tmp_path / "out.zip").write_bytes(data)
    with pytest.raises(UnreadableExport):
        read(tmp_path / "out.zip")


def test_names_in_an_archive_never_become_paths(sample, tmp_path):
    write_jsonl(sample, tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip", "a") as archive:
        archive.writestr("../../escaped.txt", "no")
    documents, refused = read(tmp_path / "out.zip")
    assert (len(documents), refused) == (3, [])
    assert not list(tmp_path.parent.glob("escaped.txt"))


def test_one_plain_file_gives_the_names_of_speakers(sample, tmp_path):
    write_jsonl(sample, tmp_path / "out.jsonl")
    with jsonl.read_export(tmp_path / "out.jsonl") as export:
        assert len(list(export.documents())) == 3
        assert (export.project, export.schema_toml, export.speakers) == (None, None, ())
        assert export.speaker_names == {"s1": "Ida Rønn", "s2": "Ida Rønn"}


def test_an_archive_that_python_cannot_unpack_is_a_sentence(sample, tmp_path):
    write_jsonl(sample, tmp_path / "out.zip")
    data = bytearray((tmp_path / "out.zip").read_bytes())
    data[data.index(b"PK\x01\x02") + 6] = 148  # the version that is needed to unpack it
    (tmp_path / "out.zip").write_bytes(data)
    with pytest.raises(UnreadableExport):
        jsonl.read_export(tmp_path / "out.zip")
