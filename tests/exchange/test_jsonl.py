"""Writing `pullquote/1` and reading it back."""

import hashlib
import json
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from pullquote.exchange import jsonl
from pullquote.exchange.errors import ExportStopped, NotOurExport, ReadBackDiffers
from pullquote.exchange.export import corpus_losses, write_corpus
from pullquote.exchange.formats import export_format
from pullquote.exchange.selection import ExportSelection

write_jsonl = partial(write_corpus, export_format("jsonl"))
write_csv = partial(write_corpus, export_format("csv"))

FORMS = st.sampled_from(("out", "out.zip", "out.jsonl"))


def stored(document):
    """A document without what follows from the rest, which the writer fills."""
    return structs.replace(
        document,
        format="",
        annotations=tuple(
            structs.replace(
                label, text=None, attributes=label.set_attributes(), speaker_name=None,
                cluster=None, copy=1, copies=1, weight=1.0,
            )
            for label in document.annotations
        ),
        passages=tuple(structs.replace(p, kind="", copies=1) for p in document.passages),
    )  # fmt: skip


def contents(path: Path) -> dict[str, bytes]:
    if path.is_dir():
        return {file.name: file.read_bytes() for file in sorted(path.iterdir())}
    return {path.name: path.read_bytes()}


@given(data=st.data(), form=FORMS)
@settings(max_examples=60)
def test_written_read_written_again_is_the_same(data, form, any_corpus, tmp_path_factory):
    corpus = data.draw(any_corpus)
    folder = tmp_path_factory.mktemp("jsonl")
    write_jsonl(corpus, folder / form)
    with jsonl.read_export(folder / form) as export:
        found = tuple(export.documents())
        assert export.refused == []
        if form != "out.jsonl":
            assert export.speakers == corpus.speakers
    again = replace(corpus, each=lambda: iter(found))
    write_jsonl(again, folder / f"again-{form}")
    assert tuple(map(stored, found)) == tuple(corpus.each())
    first, second = contents(folder / form), contents(folder / f"again-{form}")
    assert list(first.values()) == list(second.values())


@given(data=st.data())
@settings(max_examples=40)
def test_every_offset_slices_to_its_text_and_every_line_is_one(data, any_corpus, tmp_path_factory):
    path = tmp_path_factory.mktemp("jsonl") / "out.jsonl"
    corpus = data.draw(any_corpus)
    write_jsonl(corpus, path)
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) == corpus.total
    for line in lines:
        row = json.loads(line)
        for found in row["annotations"]:
            assert row["text"][found["start"] : found["end"]] == found["text"]


@given(data=st.data(), form=FORMS)
@settings(max_examples=20)
def test_two_exports_are_the_same_bytes(data, form, any_corpus, tmp_path_factory):
    corpus = data.draw(any_corpus)
    folder = tmp_path_factory.mktemp("jsonl")
    write_jsonl(corpus, folder / form)
    before = contents(folder / form)
    write_jsonl(corpus, folder / form)
    assert contents(folder / form) == before


KINDS = {
    "object": dict, "array": list, "string": str, "integer": int, "number": (int, float),
    "boolean": bool, "null": type(None),
}  # fmt: skip


def valid(value, schema, root, where="$"):
    """The part of JSON Schema that the shipped file uses."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    assert not kinds or any(isinstance(value, KINDS[kind]) for kind in kinds), (where, value)
    assert value in schema.get("enum", [value]), where
    assert value == schema.get("const", value), where
    if isinstance(value, int | float):
        assert value >= schema.get("minimum", value), where
    for key, item, inner in parts(value, schema):
        assert inner is not False, (where, key)
        if inner is not True:
            valid(item, inner, root, f"{where}.{key}")


def parts(value, schema):
    if isinstance(value, list):
        return [(index, item, schema["items"]) for index, item in enumerate(value)]
    if not isinstance(value, dict):
        return []
    assert set(schema.get("required", [])) <= set(value)
    others = schema.get("additionalProperties", True)
    known = schema.get("properties", {})
    return [(key, item, known.get(key, others)) for key, item in value.items()]


@given(data=st.data())
@settings(max_examples=30)
def test_files_keep_to_the_json_schema_beside_them(data, any_corpus, tmp_path_factory):
    path = tmp_path_factory.mktemp("jsonl") / "out"
    write_jsonl(data.draw(any_corpus), path)
    root = json.loads((path / "fields.schema.json").read_text("utf-8"))
    for name, kind in (("documents.jsonl", "document"), ("speakers.jsonl", "speaker")):
        for line in (path / name).read_bytes().split(b"\n")[:-1]:
            valid(json.loads(line), root["$defs"][kind], root)
    valid(json.loads((path / "manifest.json").read_text("utf-8")), root["$defs"]["manifest"], root)


def test_keys_stand_in_the_order_of_the_json_schema(any_corpus, sample, tmp_path):
    write_jsonl(sample, tmp_path / "out")
    root = json.loads((tmp_path / "out" / "fields.schema.json").read_text("utf-8"))["$defs"]
    row = json.loads((tmp_path / "out" / "documents.jsonl").read_bytes().split(b"\n")[0])
    assert list(row) == root["document"]["required"] == list(root["document"]["properties"])
    assert list(row["annotations"][0]) == root["annotation"]["required"]


def test_weight_is_one_by_the_copies_of_the_words(sample, tmp_path):
    write_jsonl(sample, tmp_path / "out.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_bytes().splitlines()]
    quotes = [a for row in rows for a in row["annotations"] if a["layer"] == "quote"]
    assert [(q["cluster"], q["copy"], q["copies"], q["weight"]) for q in quotes] == [
        ("c1", 1, 4, 0.25),
        (None, 1, 1, 1.0),
        ("c1", 2, 4, 0.25),
    ]


def test_one_copy_keeps_the_first_that_an_annotator_labelled(sample, tmp_path):
    report = write_jsonl(sample, tmp_path / "out.jsonl", ExportSelection(copies="one"))
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_bytes().splitlines()]
    quotes = [a for row in rows for a in row["annotations"] if a["layer"] == "quote"]
    assert [(q["id"], q["weight"]) for q in quotes] == [("q1", 1.0), ("q2", 1.0)]
    assert report.annotations == 8
    assert [r["id"] for row in rows for r in row["relations"]] == ["r4", "r2", "r3", "r1"]


def test_done_only_keeps_what_the_chosen_are_done_with(sample, tmp_path):
    write_jsonl(sample, tmp_path / "out", ExportSelection(done_only=True))
    rows = [json.loads(x) for x in (tmp_path / "out" / "documents.jsonl").read_bytes().splitlines()]
    assert [row["document"] for row in rows] == ["d1"]
    assert {a["annotator"] for a in rows[0]["annotations"]} == {"Ana"}
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["options"]["documents"] == "done"
    assert manifest["counts"]["documents"] == 1


def test_one_plain_file_says_what_it_has_no_place_for(sample, tmp_path):
    report = write_jsonl(sample, tmp_path / "out.jsonl")
    lost = {loss.what: loss.count for loss in report.losses}
    assert lost == {
        "speakers' other names": 1,
        "merged speakers": 1,
        "decisions about duplicates": 1,
        "label schema": 1,
    }
    assert corpus_losses(export_format("jsonl"), sample, tmp_path / "out.jsonl") == report.losses
    assert write_jsonl(sample, tmp_path / "out").losses == ()


def test_stopping_leaves_the_earlier_export(sample, tmp_path):
    write_jsonl(sample, tmp_path / "out")
    before = contents(tmp_path / "out")
    with pytest.raises(ExportStopped):
        write_jsonl(sample, tmp_path / "out", ExportSelection(copies="one"), stop=lambda: True)
    assert contents(tmp_path / "out") == before
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", ["out", "out.zip", "out.jsonl"])
def test_what_is_not_an_export_is_never_replaced(name, sample, tmp_path):
    path = tmp_path / name
    if name == "out":
        path.mkdir()
        (path / "thesis.txt").write_text("irreplaceable")
    else:
        path.write_text('{"text": "irreplaceable"}\n')
    with pytest.raises(NotOurExport):
        write_jsonl(sample, path)
    assert b"irreplaceable" in b"".join(contents(path).values())


def test_an_export_with_another_file_in_it_is_not_replaced(sample, tmp_path):
    write_jsonl(sample, tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("mine")
    with pytest.raises(NotOurExport, match=r"also holds notes\.txt"):
        write_jsonl(sample, tmp_path / "out")
    assert (tmp_path / "out" / "notes.txt").read_text() == "mine"


def test_an_export_of_another_project_or_kind_is_not_replaced(sample, tmp_path):
    write_jsonl(sample, tmp_path / "out")
    other = replace(sample, project=structs.replace(sample.project, uid="p-2"))
    with pytest.raises(NotOurExport, match="of another project"):
        write_jsonl(other, tmp_path / "out")
    with pytest.raises(NotOurExport, match="its format is pullquote/1"):
        write_csv(sample, tmp_path / "out")


def test_an_archive_of_the_folder_itself_is_read_too(sample, tmp_path):
    write_jsonl(sample, tmp_path / "out")
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as archive:
        for file in (tmp_path / "out").iterdir():
            archive.write(file, f"out/{file.name}")
    with jsonl.read_export(tmp_path / "packed.zip") as export:
        assert len(list(export.documents())) == 3
        assert export.refused == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("documents.jsonl", b'"kind":"direct"', b'"kind":"indirect"'),
        ("documents.jsonl", b'"text":"said"', b'"text":"told"'),
        ("speakers.jsonl", b"Ida", b"Ada"),
        ("schema.toml", b"Statements", b"Other"),
    ],
)
def test_what_reads_back_otherwise_is_thrown_away(name, old, new, sample, tmp_path, monkeypatch):
    class Forgetful(jsonl._Writing):
        def fill(self, folder: Path) -> None:
            super().fill(folder)
            data = (folder / name).read_bytes()
            assert old in data
            (folder / name).write_bytes(data.replace(old, new))

    monkeypatch.setattr(jsonl, "_Writing", Forgetful)
    with pytest.raises(ReadBackDiffers):
        write_jsonl(sample, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_label_that_cuts_a_character_is_written_and_named(sample, tmp_path):
    first, *_ = sample.each()
    text = "👩‍👩‍👧"
    label = structs.replace(first.annotations[0], start=0, end=1)
    document = structs.replace(
        first, text=text, text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        annotations=(label,), relations=(), passages=(),
    )  # fmt: skip
    report = write_jsonl(replace(sample, each=lambda: iter((document,))), tmp_path / "out")
    assert [loss.count for loss in report.losses] == [1]
    with jsonl.read_export(tmp_path / "out") as export:
        assert [found.annotations for found in export.documents()] == [()]
        assert len(export.refused) == 1
