"""The tables: their columns, their cells, and that they come back as they were meant."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from pullquote.exchange import csv_files
from pullquote.exchange.corpus import ClusterRecord
from pullquote.exchange.errors import CannotWriteFile, ExportStopped, ReadBackDiffers
from pullquote.exchange.export import corpus_losses, write_corpus
from pullquote.exchange.formats import export_format
from pullquote.exchange.records import PassageRecord, RelationRecord
from pullquote.exchange.selection import ExportSelection

write_csv = partial(write_corpus, export_format("csv"))


def relation(uid: str, role: str) -> RelationRecord:
    return RelationRecord(
        uid=uid, annotator="Ana", kind="dated_by", head="f1", tail="t1", role=role
    )


def passage(label, copy: int) -> PassageRecord:
    return PassageRecord(start=label.start, end=label.end, cluster="c1", copy=copy)


def table(path: Path, name: str, encoding: str = "utf-8") -> list[dict[str, str]]:
    with (path / f"{name}.csv").open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def out(sample, tmp_path) -> Path:
    write_csv(sample, tmp_path / "out")
    return tmp_path / "out"


def test_columns_are_the_documented_ones(out):
    for name, columns in csv_files.columns().items():
        with (out / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert tuple(next(csv.reader(file))) == columns
    assert len(csv_files.columns()) == 8


def test_a_quote_comes_with_speaker_cue_and_date(out):
    first, second, third = table(out, "quotes")
    text = "“The port [of Vell] is open,”"
    assert first["text"] == text
    assert first["words_only"] == "The port is open,"
    assert (first["speaker"], first["speaker_name"], first["speaker_kind"]) == (
        "s1", "Ida Rønn", "person",
    )  # fmt: skip
    assert first["mention"] == "harbour master Ida Rønn"
    assert first["cue"] == "said"
    assert (first["date_value"], first["date_first_day"], first["date_last_day"]) == (
        "2026-04-28", "2026-04-28", "2026-04-28",
    )  # fmt: skip
    assert first["date_role"] == "utterance"
    assert (first["cluster"], first["copy"], first["copies"], first["weight"]) == (
        "c1", "1", "4", "0.25",
    )  # fmt: skip
    assert (first["utterance"], first["part"]) == ("q1", "1")
    # It continues the first, so it shares speaker and cue with it.
    assert (second["utterance"], second["part"]) == ("q1", "2")
    assert (second["speaker_name"], second["cue"]) == ("Ida Rønn", "said")
    assert (second["cluster"], second["copies"], second["weight"]) == ("", "1", "1")
    # It has no mention, only a speaker of its own.
    assert (third["mention"], third["speaker_name"]) == ("", "Ida Rønn")


def test_a_claim_takes_the_speaker_of_the_quote_around_it(out):
    rows = {row["claim"]: row for row in table(out, "claims")}
    assert (rows["f1"]["quote"], rows["f1"]["speaker_name"]) == ("q1", "Ida Rønn")
    assert (rows["b1"]["quote"], rows["b1"]["speaker_name"]) == ("", "")
    assert (rows["f2"]["certainty"], rows["f2"]["date"]) == ("planned", "")
    assert rows["f2"]["resolved"] == ""


def test_a_claim_with_two_dates_has_two_rows(sample, tmp_path):
    first, *others = sample.each()
    dated = structs.replace(
        first,
        relations=(
            relation("r8", "event"),
            relation("r9", "utterance"),
        ),
    )
    write_csv(replace(sample, each=lambda: iter((dated, *others))), tmp_path / "out")
    rows = [row for row in table(tmp_path / "out", "claims") if row["claim"] == "f1"]
    assert [(r["role"], r["value"], r["granularity"], r["resolved"]) for r in rows] == [
        ("utterance", "2026-04-28", "day", "true"),
        ("event", "2026-04-28", "day", "true"),
    ]


def test_labels_know_their_sentence_and_context(out):
    rows = {row["annotation"]: row for row in table(out, "annotations")}
    text = table(out, "annotations")[0]
    assert text["annotation"] == "q1"
    cue = rows["c1"]
    assert cue["left"].endswith("Ida Rønn ")
    assert cue["right"].startswith(" on Tuesday.")
    assert cue["paragraph"] == "2"
    assert rows["b1"]["paragraph"] == "1"
    assert (rows["b1"]["sentence_start"], rows["b1"]["sentence_end"]) == ("0", "15")
    assert json.loads(rows["t1"]["attributes"]) == {"value": "2026-04-28"}
    assert rows["q1"]["left"] == "Harbour reopens "


def test_zones_tell_page_furniture_and_repeats_here(sample, tmp_path):
    first, *_ = sample.each()
    [quote] = [a for a in first.annotations if a.uid == "q1"]
    [later] = [a for a in first.annotations if a.uid == "q2"]
    passages = (
        passage(quote, 3),
        passage(later, 4),
    )
    document = structs.replace(first, annotations=(quote, later), relations=(), passages=passages)
    corpus = replace(sample, each=lambda: iter((document,)))
    write_csv(corpus, tmp_path / "out")
    rows = table(tmp_path / "out", "annotations")
    assert [(r["zone"], r["copies_in_document"]) for r in rows] == [("body", "2"), ("repeat", "2")]
    furniture = {"c1": ClusterRecord("c1", "line", 4, 3, boilerplate=True)}
    write_csv(replace(corpus, clusters=furniture), tmp_path / "out")
    assert {r["zone"] for r in table(tmp_path / "out", "annotations")} == {"boilerplate"}


def test_relations_hold_the_computed_ones_too(out):
    rows = [r for r in table(out, "relations") if r["computed"] == "true"]
    assert [(r["kind"], r["head"], r["tail"], r["relation"]) for r in rows] == [
        ("inside", "f1", "q1", "")
    ]
    stored = [r["relation"] for r in table(out, "relations") if r["computed"] == "false"]
    assert stored == ["r4", "r2", "r3", "r1"]


def test_states_and_speakers_and_documents_are_counted(out):
    states = {(r["document"], r["annotator"]): r for r in table(out, "states")}
    assert (states["d1", "Ana"]["state"], states["d1", "Ana"]["annotations"]) == ("done", "6")
    assert (states["d2", "Ana"]["state"], states["d2", "Ana"]["annotations"]) == ("", "1")
    speakers = {r["speaker"]: r for r in table(out, "speakers")}
    assert (speakers["s1"]["quotes"], speakers["s1"]["documents"]) == ("3", "2")
    assert (speakers["s2"]["merged_into"], speakers["s2"]["quotes"]) == ("s1", "0")
    assert json.loads(speakers["s1"]["aliases"]) == [{"form": "Rønn", "document": None}]
    [document] = [r for r in table(out, "documents") if r["document"] == "d1"]
    assert (document["annotators_done"], document["characters"]) == ("1", "105")


def test_the_report_names_what_tables_do_not_hold(sample, tmp_path):
    report = write_csv(sample, tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["format"] == "pullquote-csv/1"
    assert {loss["what"]: loss["count"] for loss in manifest["losses"]} == {
        "label schema": 1,
        "decisions about duplicates": 1,
        "texts (only the words of labels and passages are kept)": 3,
        "makers and times of labels": 9,
    }
    assert corpus_losses(export_format("csv"), sample, tmp_path / "out") == report.losses


@given(data=st.data(), spreadsheet=st.booleans(), form=st.sampled_from(("out", "out.zip")))
@settings(max_examples=60)
def test_any_cell_comes_back(data, spreadsheet, form, any_corpus, tmp_path_factory):
    corpus = data.draw(any_corpus)
    path = tmp_path_factory.mktemp("csv") / form
    write_csv(corpus, path, ExportSelection(spreadsheet=spreadsheet))
    names = csv_files.columns()
    with io.TextIOWrapper(member(path, "annotations.csv"), "utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = [(d, a) for d in corpus.each() for a in d.annotations]
    assert len(rows) == len(expected)
    for row, (document, annotation) in zip(rows, expected, strict=True):
        assert list(row) == list(names["annotations"])
        text = document.text[annotation.start : annotation.end]
        assert row["text"] in ((text, "'" + text) if spreadsheet else (text,))
        assert row["annotator"].removeprefix("'" * spreadsheet) == annotation.annotator
        if spreadsheet:
            assert not any(
                cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values()
            )


def member(path: Path, name: str) -> io.BufferedIOBase:
    if path.is_dir():
        return (path / name).open("rb")
    with zipfile.ZipFile(path) as archive:
        return io.BytesIO(archive.read(name))


@given(data=st.data(), form=st.sampled_from(("out", "out.zip")))
@settings(max_examples=10)
def test_two_exports_are_the_same_bytes(data, form, any_corpus, tmp_path_factory):
    corpus = data.draw(any_corpus)
    path = tmp_path_factory.mktemp("csv") / form
    write_csv(corpus, path)
    before = everything(path)
    write_csv(corpus, path)
    assert everything(path) == before


def everything(path: Path) -> dict[str, bytes]:
    files = path.iterdir() if path.is_dir() else (path,)
    return {file.name: file.read_bytes() for file in files}


def test_spreadsheets_get_a_byte_order_mark_and_the_manifest_says_so(sample, tmp_path):
    write_csv(sample, tmp_path / "out", ExportSelection(spreadsheet=True))
    assert (tmp_path / "out" / "quotes.csv").read_bytes().startswith(b"\xef\xbb\xbfquote,")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["options"]["spreadsheet"] is True


def test_a_cell_larger_than_the_csv_module_reads_by_itself(sample, tmp_path):
    first, *_ = sample.each()
    text = "a" * 200_000
    label = structs.replace(first.annotations[0], start=0, end=len(text))
    document = structs.replace(first, text=text, annotations=(label,), relations=(), passages=())
    before = csv.field_size_limit()
    write_csv(replace(sample, each=lambda: iter((document,))), tmp_path / "out")
    assert csv.field_size_limit() == before


def test_a_file_that_says_something_else_is_thrown_away(sample, tmp_path, monkeypatch):
    class Forgetful(csv_files._Writing):
        def fill(self, folder: Path) -> None:
            super().fill(folder)
            file = folder / "quotes.csv"
            file.write_bytes(file.read_bytes().replace(b"said", b"told"))

    write_csv(sample, tmp_path / "out")
    before = everything(tmp_path / "out")
    monkeypatch.setattr(csv_files, "_Writing", Forgetful)
    with pytest.raises(ReadBackDiffers, match=r"quotes\.csv, row 1"):
        write_csv(sample, tmp_path / "out")
    assert everything(tmp_path / "out") == before


def test_tables_are_no_single_file(sample, tmp_path):
    with pytest.raises(CannotWriteFile, match=r"a folder or a \.zip"):
        write_csv(sample, tmp_path / "out.jsonl")


def test_a_file_that_is_no_longer_csv_is_thrown_away(sample, tmp_path, monkeypatch):
    class Torn(csv_files._Writing):
        def fill(self, folder: Path) -> None:
            super().fill(folder)
            file = folder / "claims.csv"
            file.write_bytes(file.read_bytes()[:-4] + b'"\xff')

    monkeypatch.setattr(csv_files, "_Writing", Torn)
    with pytest.raises(ReadBackDiffers, match=r"claims\.csv, row"):
        write_csv(sample, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_progress_goes_to_the_end_and_stopping_works_while_reading_back(sample, tmp_path):
    told: list[tuple[int, int]] = []
    write_csv(sample, tmp_path / "out", progress=lambda *step: told.append(step))
    assert told == sorted(told)
    assert told[-1] == (6, 6)
    with pytest.raises(ExportStopped):
        write_csv(sample, tmp_path / "new", stop=iter((False, True)).__next__)
    assert not (tmp_path / "new").exists()
