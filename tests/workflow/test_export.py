"""From a project to files and back: everything that stands in it comes back the same."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.assets import RESOURCES
from pullquote.exchange.errors import NotOurExport
from pullquote.exchange.formats import FORMATS
from pullquote.exchange.selection import ExportSelection
from pullquote.model.values import NewDocument, Published
from pullquote.sampling.split import SplitRequest, SplitShares
from pullquote.store import Project
from pullquote.store.errors import UnknownAnnotator
from pullquote.store.values import DocumentQuery, Stamp
from pullquote.text.segments import grapheme_start
from pullquote.workflow import adjudicate, find_duplicates, worker
from pullquote.workflow.export import (
    ExportLayerUnknown,
    export,
    export_beside,
    preview_beside,
    shortened_paths,
)
from pullquote.workflow.import_ import labels
from pullquote.workflow.import_.labels import import_jsonl

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
TEXT = (
    "=Ferry\n“The ferry [to Orsa] sails again,” harbour master Ida Rønn said on Tuesday. 👩‍👩‍👧\n"
)


def contents(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.iterdir()}


def reopened(path: Path, exported: Path, name: str = "other") -> Project:
    project = Project.create(path / f"{name}.pullquote", name=name, schema_toml=SCHEMA)
    with project.operation("Add annotator", 0) as writer:
        writer.add_annotator("somebody else")
    report = import_jsonl(project, exported, project.annotators()[0].id)
    assert report.refused == ()
    return project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two documents, two annotators, a speaker with a merged one: each field is used once."""
    with Project.create(tmp_path / "news.pullquote", name="News", schema_toml=SCHEMA) as made:
        fill(made)
        yield made


def fill(project: Project) -> None:
    with project.operation("Add annotators", 0) as writer:
        anna, bo = writer.add_annotator("Anna").id, writer.add_annotator("Bo", "reference").id
        writer.set_project(guidelines_md="# Rules\n", settings={"languages": ["en"], "b": None})
    with project.operation("Label", anna) as writer:
        second = writer.add_document(
            NewDocument(
                text=TEXT + "again",
                name="b.txt",
                title="Again",
                source="Orsa Post",
                url="https://example.org/b",
                language="en",
                external_id="77",
                published=Published("2026-04-29", "header", "29 April", 0, 5, "two dates"),
                raw_sha256="ab" * 32,
                origin="/articles/b.csv",
                origin_row=3,
                part=2,
                encoding="cp1252",
                newline="crlf",
                reader="csv 1",
                replaced=2,
                excluded="an error page",
                metadata={"desk": "sea", "a": "é"},
            )
        )
        first = writer.add_document(NewDocument(text=TEXT, name="a.txt"))
        writer.change_document(second, version_of=first)
        ida = writer.add_speaker("Ida Rønn", note="harbour master", external_ids={"b": "7"})
        ronn = writer.add_speaker("Rønn")
        crew = writer.add_speaker("The crew", "unnamed")
        writer.add_alias(ida.id, "she", first)
        writer.add_alias(ida.id, "I. Rønn")
        writer.merge_speaker(ronn.id, ida.id)
        writer.merge_speaker(ida.id, crew.id)
        quote = at(writer, first, anna, "quote", "“The ferry [to Orsa] sails again,”", note="ok\n")
        mention = at(writer, first, anna, "speaker", "Ida Rønn", speaker=ronn.id)
        date = at(
            writer,
            first,
            anna,
            "date",
            "Tuesday",
            attributes={"value": "2026-04-28", "anchor": "publication"},
            origin="suggestion_edited",
            rule="dates/1",
            confidence=0.25,
        )
        checked = {"confirmed_at": "2026-05-01T08:00:00.000Z", "to_check": "anchor"}
        writer.change_annotation(date.id, **checked)
        claim = at(writer, first, anna, "claim", "The ferry [to Orsa] sails again")
        at(writer, first, bo, "quote", "👩‍👩‍👧", origin="carried", carried_from=quote.uid)
        writer.add_relation(
            "said_by", quote.id, mention.id, origin="suggestion", rule="said/1", confidence=0.5
        )
        writer.add_relation("dated_by", claim.id, date.id, "event")
        writer.set_state(first, anna, "done")
        writer.set_state(first, bo, "skipped", "not my language")
        writer.reject(first, anna, "date", 0, 6, "2026")
        sha = project.document(first).text_sha256
        writer.decide_duplicate("dismissed", sha, 0, 6, fingerprint="f00d", note="twice")


def at(writer, document, annotator, layer, words, **fields):
    start = TEXT.index(words)
    return writer.add_annotation(document, annotator, layer, start, start + len(words), **fields)


def found_again(project: Project) -> None:
    """Duplicates as a search for them would store them."""
    ids = {project.document(d).name: d for d in project.document_ids(DocumentQuery(excluded=None))}
    places = ((ids["a.txt"], 8, 41), (ids["b.txt"], 8, 41))
    passages = [
        SimpleNamespace(document=d, start=a, end=b, copy=n) for n, (d, a, b) in enumerate(places, 1)
    ]
    cluster = SimpleNamespace(
        fingerprint="f00d", kind="exact", passages=passages, similarity=0.98, boilerplate=False
    )
    project.replace_duplicates(
        SimpleNamespace(clusters=[cluster]),
        Stamp(find_duplicates.STAMP, find_duplicates.ENGINE, "", project.content_hash()),
    )


def test_export_import_export_is_byte_equal(project, tmp_path):
    found_again(project)
    report = export(project, "jsonl", tmp_path / "one")
    assert (report.documents, report.annotations, report.losses) == (2, 5, ())
    with reopened(tmp_path, tmp_path / "one") as other:
        found_again(other)
        export(other, "jsonl", tmp_path / "two")
        export(other, "csv", tmp_path / "csv-two")
        assert other.check() == []
    export(project, "csv", tmp_path / "csv-one")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert contents(tmp_path / "csv-one") == contents(tmp_path / "csv-two")


def adjudicated(project: Project) -> int:
    """Anna and Carl mark other words in one document; Anna's are taken, and one is left open."""
    with project.operation("Label", 1) as writer:
        carl = writer.add_annotator("Carl").id
        document = next(d for d in writer_documents(project) if project.document(d).name == "a.txt")
        at(writer, document, carl, "quote", "The ferry [to Orsa] sails again,")
        at(writer, document, carl, "claim", "The ferry [to Orsa] sails again")
        writer.set_state(document, carl, "done")
    for item in adjudicate.document_items(project, document)[:-1]:
        adjudicate.settle_items(project, item, "taken", 0, carl, note="as said")
    return document


def writer_documents(project: Project) -> list[int]:
    return project.document_ids(DocumentQuery(excluded=None))


def test_the_adjudicated_version_goes_out_and_comes_back_with_its_decisions(project, tmp_path):
    adjudicated(project)
    export(project, "jsonl", tmp_path / "one")
    with reopened(tmp_path, tmp_path / "one") as other:
        assert other.check() == []
        board = adjudicate.board(other)
        assert (len(board.documents), len(board.open)) == (1, len(adjudicate.board(project).open))
        assert board.settled == adjudicate.board(project).settled > 0
        export(other, "jsonl", tmp_path / "two")
        again = import_jsonl(other, tmp_path / "one", 0)
        assert (again.annotations, again.refused) == (0, ())
        assert len(other.adjudications()) == len(project.adjudications())
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_the_adjudicated_version_alone_is_a_selection_like_any_other(project, tmp_path):
    document = adjudicated(project)
    own = project.adjudicated()
    chosen = ExportSelection(annotators=("adjudicated",))
    export(project, "jsonl", tmp_path / "one.jsonl", chosen)
    lines = (tmp_path / "one.jsonl").read_text(encoding="utf-8").splitlines()
    found = next(json.loads(line) for line in lines if json.loads(line)["annotations"])
    labels = found["annotations"]
    assert len(labels) == len(project.annotations(document, own.id))
    assert {label["annotator"] for label in labels} == {"Adjudicated"}
    assert {(label["origin"], label["created_by"]) for label in labels} == {("adjudicated", "Carl")}
    assert found["adjudications"] == []
    report = export(project, "csv", tmp_path / "csv", chosen)
    with (tmp_path / "csv" / "annotations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["annotator"], row["origin"]) for row in rows} == {("Adjudicated", "adjudicated")}
    assert "makers and times of labels" in {loss.what for loss in report.losses}


def test_tables_say_that_they_hold_no_decisions(project, tmp_path):
    adjudicated(project)
    report = export(project, "csv", tmp_path / "csv")
    (loss,) = (loss for loss in report.losses if loss.what == "decisions between annotators")
    assert loss.count == len(project.adjudications())


def test_near_documents_are_told_by_their_group(tmp_path):
    story = "The harbour of Orsa opens again on Monday after a winter of ice, the council said.\n"
    texts = ("Wire report. " + story, story, "Grain is dear in Krona this year, bakers told us.")
    with Project.create(tmp_path / "a.pullquote", name="a", schema_toml=SCHEMA) as project:
        with project.operation("Add", 0) as writer:
            for number, text in enumerate(texts):
                day = Published(f"2026-04-{9 - number:02}", "typed")
                writer.add_document(NewDocument(text=text, name=f"{number}", published=day))
        export(project, "csv", tmp_path / "before")
        find_duplicates.refresh_duplicates(project)
        export(project, "csv", tmp_path / "after")
        export(project, "jsonl", tmp_path / "lines")
    found = []
    for name in ("before", "after"):
        with (tmp_path / name / "documents.csv").open(encoding="utf-8", newline="") as file:
            rows = sorted(csv.DictReader(file), key=lambda row: row["name"])
        found.append([(r["group_copies"], r["group_coverage"], r["representative"]) for r in rows])
        groups = [row["document_group"] for row in rows]
    assert found[0] == [("", "", "")] * 3
    coverage = found[1][0][1]
    assert found[1] == [("2", coverage, "false"), ("2", "1", "true"), ("1", "", "true")]
    assert 0.8 < float(coverage) < 1
    assert groups[0] == groups[1] != groups[2]
    lines = (tmp_path / "lines" / "documents.jsonl").read_text("utf-8").splitlines()
    record = next(one for one in map(json.loads, lines) if one["name"] == "0")
    assert record["group"] == {
        "id": groups[1],
        "copies": 2,
        "coverage": float(coverage),
        "representative": False,
    }
    assert record["weight"] == 0.5


def test_copies_are_found_again_after_an_import(tmp_path):
    story = "The harbour of Orsa opens again on Monday after a winter of ice, the council said.\n"
    with Project.create(tmp_path / "a.pullquote", name="a", schema_toml=SCHEMA) as project:
        with project.operation("Label", 0) as writer:
            anna = writer.add_annotator("Anna").id
            for number, lead in enumerate(("Wire report. ", "", "Harbours: ")):
                document = writer.add_document(NewDocument(text=lead + story, name=f"{number}"))
                writer.add_annotation(document, anna, "claim", len(lead), len(lead) + 33)
        find_duplicates.refresh_duplicates(project)
        assert export(project, "jsonl", tmp_path / "one").copies_known
        export(project, "csv", tmp_path / "csv")
    with reopened(tmp_path, tmp_path / "one") as other:
        find_duplicates.refresh_duplicates(other)
        export(other, "jsonl", tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    with (tmp_path / "csv" / "claims.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted((row["copy"], row["copies"]) for row in rows) == [
        ("1", "3"),
        ("2", "3"),
        ("3", "3"),
    ]
    assert sum(float(row["weight"]) for row in rows) == pytest.approx(1)


def test_two_exports_are_byte_equal(project, tmp_path):
    for kind, name in (("jsonl", "a.zip"), ("csv", "b.zip"), ("jsonl", "c.jsonl")):
        export(project, kind, tmp_path / name)
        before = (tmp_path / name).read_bytes()
        export(project, kind, tmp_path / name)
        assert (tmp_path / name).read_bytes() == before


def test_an_import_is_undone_as_a_whole(project, tmp_path):
    export(project, "jsonl", tmp_path / "one")
    with Project.create(tmp_path / "o.pullquote", name="o", schema_toml=SCHEMA) as other:
        with other.operation("Add annotator", 0) as writer:
            me = writer.add_annotator("Anna").id
        before = other.dump()
        import_jsonl(other, tmp_path / "one", me)
        assert (other.uid, other.name) == (project.uid, "News")
        other.undo(me)
        assert other.dump() == before
        assert other.name == "o"


def test_a_second_import_changes_nothing(project, tmp_path):
    export(project, "jsonl", tmp_path / "one")
    with reopened(tmp_path, tmp_path / "one") as other:
        before = other.dump()
        report = import_jsonl(other, tmp_path / "one", other.annotators()[0].id)
        assert (report.documents, report.known, report.annotations, report.already) == (0, 2, 0, 5)
        assert report.refused == ()
        assert other.dump() == before


def test_what_a_person_set_stays_and_the_rest_is_added(project, tmp_path):
    export(project, "jsonl", tmp_path / "one")
    with reopened(tmp_path, tmp_path / "one") as other:
        anna = next(a.id for a in other.annotators() if a.name == "Anna")
        [first] = [
            d for d in other.document_ids(DocumentQuery()) if other.document(d).name == "a.txt"
        ]
        quote = next(a for a in other.annotations(first, anna) if a.layer == "quote")
        with other.operation("Edit", anna) as writer:
            writer.change_annotation(quote.id, note="mine")
            writer.set_state(first, anna, "in_progress")
            mention = next(a for a in other.annotations(first, anna) if a.layer == "speaker")
            writer.delete_annotation(mention.id)
        report = import_jsonl(other, tmp_path / "one", anna)
        assert (report.annotations, report.relations, report.already) == (1, 1, 4)
        assert other.annotation(quote.id).note == "mine"
        state = other.state(first, anna)
        assert state is not None
        assert state.value == "in_progress"


def test_labels_find_the_document_that_was_read_from_the_same_file(project, tmp_path):
    export(project, "jsonl", tmp_path / "one")
    with Project.create(tmp_path / "o.pullquote", name="o", schema_toml=SCHEMA) as other:
        with other.operation("Read", 0) as writer:
            here = writer.add_document(
                NewDocument(
                    text=TEXT + "again",
                    name="mine",
                    raw_sha256="ab" * 32,
                    origin="C:\\news\\b.csv",
                    origin_row=3,
                    part=2,
                )
            )
        report = import_jsonl(other, tmp_path / "one", 0)
        assert (report.documents, report.known) == (1, 1)
        assert other.document(here).name == "mine"


def test_a_file_that_breaks_rules_is_taken_without_what_breaks_them(project, tmp_path):
    export(project, "jsonl", tmp_path / "one")
    path = tmp_path / "one" / "documents.jsonl"
    first, second = map(json.loads, path.read_bytes().split(b"\n")[:2])
    quote, mention = (
        next(a for a in first["annotations"] if a["layer"] == layer and a["annotator"] == "Anna")
        for layer in ("quote", "speaker")
    )
    date = next(a for a in first["annotations"] if a["layer"] == "date")
    quote["speaker"] = "nobody"
    date["text"] = "Monday"
    first["relations"].append(
        {"id": "wrong", "annotator": "Anna", "kind": "continues", "head": mention["id"],
         "tail": quote["id"], "role": "", "created_at": ""}
    )  # fmt: skip
    path.write_bytes(json.dumps(first).encode() + b"\n{\n" + json.dumps(second).encode() + b"\n")
    with Project.create(tmp_path / "o.pullquote", name="o", schema_toml=SCHEMA) as other:
        report = import_jsonl(other, tmp_path / "one", 0)
        assert other.check() == []
    said = [str(refused) for refused in report.refused]
    assert (report.documents, report.annotations, report.relations) == (2, 4, 1)
    assert len(said) == 5
    assert any("line 1" in s and date["id"] in s and "and not “Monday”" in s for s in said)
    assert any("line 1" in s and "it ties labels that are not there" in s for s in said)
    assert any("line 2: it is not a JSON object" in s for s in said)
    assert any(f"a.txt, {quote['id']}" in s and "its speaker nobody" in s for s in said)
    assert any("a.txt, wrong" in s and "starts at a label whose layer" in s for s in said)


def test_a_large_import_is_read_in_a_process_of_its_own(project, tmp_path, monkeypatch):
    monkeypatch.setattr(labels, "_SMALL", 0)
    export(project, "jsonl", tmp_path / "one")
    with reopened(tmp_path, tmp_path / "one") as other:
        export(other, "jsonl", tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_stopping_an_import_keeps_whole_documents(project, tmp_path):
    export(project, "jsonl", tmp_path / "one")
    with Project.create(tmp_path / "o.pullquote", name="o", schema_toml=SCHEMA) as other:
        report = import_jsonl(other, tmp_path / "one", 0, stop=lambda: True)
        assert report.stopped
        assert other.check() == []


def test_one_plain_file_brings_labels_and_names_of_speakers(project, tmp_path):
    export(project, "jsonl", tmp_path / "one.jsonl")
    with Project.create(tmp_path / "o.pullquote", name="o", schema_toml=SCHEMA) as other:
        report = import_jsonl(other, tmp_path / "one.jsonl", 0)
        assert (report.documents, report.annotations, report.refused) == (2, 5, ())
        assert [speaker.name for speaker in other.speakers()] == ["The crew"]
        assert (other.name, other.uid == project.uid) == ("o", False)


def test_labels_of_a_layer_that_was_removed_come_back(project, tmp_path):
    other_schema = SCHEMA.replace('id = "cue"', 'id = "verb"').replace(
        'to = ["cue"]', 'to = ["verb"]'
    )
    with project.operation("Schema", 0) as writer:
        writer.set_project(schema_toml=other_schema)
    with project.operation("Label", 1) as writer:
        writer.add_annotation(1, 1, "verb", 0, 6)
        writer.set_project(schema_toml=SCHEMA)
    export(project, "jsonl", tmp_path / "one")
    with reopened(tmp_path, tmp_path / "one") as other:
        export(other, "jsonl", tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_names_of_the_selection_are_checked(project, tmp_path):
    with pytest.raises(UnknownAnnotator, match="Carl"):
        export(project, "csv", tmp_path / "out", ExportSelection(annotators=("Carl",)))
    with pytest.raises(ExportLayerUnknown, match="nose"):
        export(project, "csv", tmp_path / "out", ExportSelection(layers=("nose",)))
    export(project, "csv", tmp_path / "out", ExportSelection(annotators=("bo",), layers=("quote",)))
    with (tmp_path / "out" / "annotations.csv").open(encoding="utf-8", newline="") as file:
        assert [row["annotator"] for row in csv.DictReader(file)] == ["Bo"]


def test_stale_duplicates_are_left_out(project, tmp_path):
    found_again(project)
    with project.operation("Read", 0) as writer:
        writer.add_document(NewDocument(text="More.", name="c.txt"))
    export(project, "jsonl", tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["duplicates"] is None
    rows = [json.loads(x) for x in (tmp_path / "out" / "documents.jsonl").read_bytes().splitlines()]
    assert all(row["passages"] == [] for row in rows)


def test_an_export_sees_one_moment(project, tmp_path):
    """What is written while it runs is not in it, not even in part."""
    anna = project.annotators()[0].id

    def meddle(done: int, total: int) -> None:
        with project.operation("Meddle", anna) as writer:
            for speaker in project.speakers():
                writer.change_speaker(speaker.id, name=speaker.name + "!")
            for document in project.document_ids(DocumentQuery(excluded=None)):
                writer.remove_document(document)

    report = export(project, "jsonl", tmp_path / "out", progress=meddle)
    assert report.documents == 2
    assert b"!" not in (tmp_path / "out" / "speakers.jsonl").read_bytes()
    assert project.document_ids(DocumentQuery(excluded=None)) == []


def test_a_process_of_its_own_writes_the_same(project, tmp_path):
    told = []
    export_beside(project, "jsonl", tmp_path / "one", progress=lambda *step: told.append(step))
    export(project, "jsonl", tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert told[-1] == (4, 4)
    with pytest.raises(worker.Stopped):
        export_beside(project, "jsonl", tmp_path / "one", stop=lambda: True)
    assert sorted(p.name for p in tmp_path.iterdir() if "part" in p.name) == []


def test_a_read_only_project_is_exported(project, tmp_path):
    project.close()
    with Project.open(tmp_path / "news.pullquote", read_only=True) as again:
        assert export(again, "csv", tmp_path / "out").documents == 2


def test_losses_are_counted_before_writing(project, tmp_path):
    beside = preview_beside(project, "csv", tmp_path / "out").losses
    assert beside == export(project, "csv", tmp_path / "out").losses
    assert preview_beside(project, "jsonl", tmp_path / "out").losses == ()
    lost = {loss.what for loss in preview_beside(project, "jsonl", tmp_path / "out.jsonl").losses}
    assert "merged speakers" in lost


def test_the_project_itself_is_never_overwritten(project, tmp_path):
    with pytest.raises(NotOurExport):
        export(project, "jsonl", project.path)
    assert project.check() == []


PIECES = (
    "word ", "“", "”", "\n", "=", ",", '"', "e\u0301", "👩‍👩‍👧", "🇺🇦", "\u2028", "\x85", "سلام",
    "ﬁ", "한",
)  # fmt: skip


@given(
    texts=st.lists(
        st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join),
        min_size=1,
        max_size=3,
    ),
    data=st.data(),
)
@settings(max_examples=15)
def test_any_project_comes_back_byte_for_byte(texts, data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("round")
    with Project.create(folder / "one.pullquote", name="=One", schema_toml=SCHEMA) as project:
        with project.operation("Label", 0) as writer:
            who = writer.add_annotator(data.draw(st.sampled_from(("Å", "=B,", "c\u00a0“d”"))))
            speaker = writer.add_speaker(data.draw(st.sampled_from(PIECES)))
            for number, text in enumerate(texts):
                document = writer.add_document(NewDocument(text=text, name=f"{number % 2}"))
                borders = [o for o in range(len(text) + 1) if grapheme_start(text, o) == o]
                spans = [(a, b) for a in borders for b in borders if a < b]
                for start, end in data.draw(st.sets(st.sampled_from(spans), max_size=4)):
                    fields = {"note": text or None, "speaker": speaker.id, "confidence": 1 / 3}
                    writer.add_annotation(document, who.id, "quote", start, end, **fields)
        export(project, "jsonl", folder / "one")
    with reopened(folder, folder / "one") as other:
        export(other, "jsonl", folder / "two")
    assert contents(folder / "one") == contents(folder / "two")
    for line in (folder / "one" / "documents.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        assert all(row["text"][a["start"] : a["end"]] == a["text"] for a in row["annotations"])


def rewritten(path: Path, change) -> None:
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    path.write_bytes(b"".join(json.dumps(change(row)).encode() + b"\n" for row in lines))


def said_by_import(project: Project, exported: Path) -> list[str]:
    report = import_jsonl(project, exported, 0)
    assert project.check() == []
    return [str(refused) for refused in report.refused]


def test_a_document_with_the_same_id_and_another_text_is_refused(project, tmp_path):
    export(project, "jsonl", tmp_path / "one")
    with reopened(tmp_path, tmp_path / "one") as other:
        rewritten(
            tmp_path / "one" / "documents.jsonl",
            lambda row: {**row, "text": row["text"] + "!", "text_sha256": None, "annotations": [],
                         "relations": [], "rejections": []},
        )  # fmt: skip
        said = said_by_import(other, tmp_path / "one")
    assert said == [
        f"documents.jsonl, {name}: the project has a document with this id and another text."
        for name in ("a.txt", "b.txt")
    ]


def test_a_bad_label_schema_is_named_and_the_rest_is_taken(project, tmp_path):
    export(project, "jsonl", tmp_path / "one")
    (tmp_path / "one" / "schema.toml").write_text('name = "x"\n')
    with Project.create(tmp_path / "o.pullquote", name="o", schema_toml=SCHEMA) as other:
        said = said_by_import(other, tmp_path / "one")
        assert (other.schema_toml, other.name) == (SCHEMA, "News")
    assert len(said) == 1
    assert said[0].startswith("schema.toml: Line ")


def test_a_project_with_documents_keeps_its_schema_and_name(project, tmp_path):
    export(project, "jsonl", tmp_path / "one")
    mine = SCHEMA.replace('name = "Statements"', 'name = "Mine"')
    with Project.create(tmp_path / "o.pullquote", name="o", schema_toml=mine) as other:
        with other.operation("Read", 0) as writer:
            writer.add_document(NewDocument(text="Mine.", name="mine"))
        said = said_by_import(other, tmp_path / "one")
        assert (other.schema.name, other.name) == ("Mine", "o")
    assert len(said) == 1
    assert said[0].startswith("schema.toml: the label schema is not that of this project")


def test_speakers_that_are_merged_in_a_circle_are_named(project, tmp_path):
    export(project, "jsonl", tmp_path / "one")
    register = tmp_path / "one" / "speakers.jsonl"
    uids = [json.loads(line)["speaker"] for line in register.read_bytes().splitlines()]
    into = dict(zip(uids, [*uids[1:], uids[0]], strict=True))
    rewritten(register, lambda row: {**row, "merged_into": into[row["speaker"]]})
    with Project.create(tmp_path / "o.pullquote", name="o", schema_toml=SCHEMA) as other:
        said = said_by_import(other, tmp_path / "one")
    assert len(said) == 1
    assert "is merged into it already" in said[0]


def test_decisions_that_cannot_be_are_named(project, tmp_path):
    export(project, "jsonl", tmp_path / "one")
    path = tmp_path / "one" / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    [good] = manifest["decisions"]
    manifest["decisions"] = [
        {**good, "uid": "other text", "a_text": "00"},
        {**good, "uid": "no second", "kind": "the_same"},
        {**good, "uid": "backwards", "a_start": 9},
    ]
    path.write_text(json.dumps(manifest))
    with Project.create(tmp_path / "o.pullquote", name="o", schema_toml=SCHEMA) as other:
        said = said_by_import(other, tmp_path / "one")
        assert other.decisions() == []
    assert len(said) == 3
    assert any("decision other text: There is no text 00" in s for s in said)
    assert any("“b_text” should be there" in s for s in said)
    assert any("“a_end” should be after the start" in s for s in said)


def test_a_speaker_of_the_same_name_is_the_same_speaker(project, tmp_path):
    export(project, "jsonl", tmp_path / "one")
    with Project.create(tmp_path / "o.pullquote", name="o", schema_toml=SCHEMA) as other:
        with other.operation("Add", 0) as writer:
            here = writer.add_speaker("ida rønn").id
        assert said_by_import(other, tmp_path / "one") == []
        names = sorted(speaker.name for speaker in other.speakers())
        assert names == ["Rønn", "The crew", "ida rønn"]
        assert {alias.form for alias in other.speaker(here).aliases} == {"she", "I. Rønn"}


# --- paths ---


@pytest.mark.parametrize(
    ("paths", "short"),
    [
        (["/home/x/news/a.txt"], ["a.txt"]),
        (["C:\\news\\b.csv", "\\\\host\\news\\c.csv"], ["b.csv", "c.csv"]),
        (["file:///home/x/a.txt", "~/a.html"], ["a.txt", "a.html"]),
        (["/x/one/a.txt", "/x/two/a.txt", "/x/b.txt"], ["b.txt", "one/a.txt", "two/a.txt"]),
        (["/a.txt", "/x/a.txt"], ["a.txt", "x/a.txt"]),
        (["a.txt", "folder/a.txt", "https://example.org/home/a.html", "", "/"], []),
    ],
)
def test_paths_on_this_computer_are_names_outside(paths, short):
    assert list(shortened_paths(paths).values()) == short


def test_two_paths_with_one_name_stay_two():
    assert sorted(shortened_paths(["/a.txt", "//a.txt"]).values()) == ["a.txt", "a.txt"]


@pytest.fixture
def twins(project):
    """Two documents of the same bytes, from two folders of this computer."""
    with project.operation("Import", 1) as writer:
        for folder in ("one", "two"):
            path = f"/home/anna/secret/{folder}/same.txt"
            writer.add_document(NewDocument(TEXT, "same.txt", raw_sha256="cd" * 32, origin=path))
    return project


@pytest.mark.parametrize("kind", [row.id for row in FORMATS])
def test_no_export_says_where_files_lay(twins, tmp_path, kind):
    export(twins, kind, tmp_path / "out")
    whole = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert b"/articles" not in whole
    assert b"/home/anna" not in whole
    assert b"b.csv" in whole
    export(twins, kind, tmp_path / "paths", ExportSelection(with_paths=True))
    whole = b"".join(
        path.read_bytes() for path in (tmp_path / "paths").rglob("*") if path.is_file()
    )
    assert b"/home/anna/secret/one/same.txt" in whole


def test_files_with_one_name_come_back_as_they_went(twins, tmp_path):
    export(twins, "jsonl", tmp_path / "one")
    with reopened(tmp_path, tmp_path / "one") as other:
        documents = other.document_ids(DocumentQuery(excluded=None))
        assert sorted(other.document(id_).origin for id_ in documents) == [
            "",
            "b.csv",
            "one/same.txt",
            "two/same.txt",
        ]
        assert import_jsonl(other, tmp_path / "one", 0).documents == 0


# --- what the schema does not know ---


def test_labels_that_the_schema_does_not_know_are_kept_and_named(project, tmp_path):
    export(project, "jsonl", tmp_path / "one")
    path = tmp_path / "one" / "documents.jsonl"
    first, *rest = path.read_bytes().split(b"\n")
    record = json.loads(first)
    quote, date = (
        next(a for a in record["annotations"] if a["layer"] == layer) for layer in ("quote", "date")
    )
    quote["attributes"] = {"kind": "shouted", "mood": "bad"}
    date["attributes"]["value"] = "2026-13-45"
    mention = next(a for a in record["annotations"] if a["layer"] == "speaker")
    for made in ({"layer": "nolayer", "id": "new"}, {"layer": "nolayer", "id": "newer"}):
        start = len(made["id"])
        span = {"start": start, "end": start + 2, "text": record["text"][start : start + 2]}
        record["annotations"].append({**mention, "speaker": None, "attributes": {}, **made, **span})
    path.write_bytes(b"\n".join([json.dumps(record).encode(), *rest]))
    with Project.create(tmp_path / "o.pullquote", name="o", schema_toml=SCHEMA) as other:
        report = import_jsonl(other, tmp_path / "one", 0)
        assert report.refused == ()
        assert [(each.labels, each.sentence) for each in report.unknown] == [
            (1, "A label has the attribute “mood”, which its layer does not have."),
            (1, "A label has the value “kind: shouted”, which its attribute does not allow."),
            (1, "A label has the value “value: 2026-13-45”, which its attribute does not allow."),
            (2, "A label is on the layer “nolayer”, which the schema does not have."),
        ]
        found = [problem.sentence for problem in other.check()]
        assert len(found) == 4
        assert "“nolayer”" in found[3]
        assert found[3].endswith("(2 labels, the first in a.txt).")
        export(other, "jsonl", tmp_path / "two")
        assert b"nolayer" in (tmp_path / "two" / "documents.jsonl").read_bytes()


@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_what_an_export_dealt_keeps_its_part_as_the_project_grows(tmp_path, kind):
    def add(project: Project, first: int, last: int) -> None:
        with project.operation("Import", 0) as writer:
            for number in range(first, last):
                words = " ".join(f"word{number}x{place}" for place in range(30))
                writer.add_document(NewDocument(text=f"{words}.", name=f"{number:02}.txt"))
        find_duplicates.refresh_duplicates(project)

    def parts(path: Path) -> dict[str, str]:
        if kind == "csv":
            with (path / "documents.csv").open(encoding="utf-8", newline="") as file:
                return {row["name"]: row["split"] for row in csv.DictReader(file)}
        lines = (path / "documents.jsonl").read_text("utf-8").splitlines()
        return {row["name"]: row["split"] for row in map(json.loads, lines)}

    out = tmp_path / "out"
    with Project.create(tmp_path / "news.pullquote", name="News", schema_toml=SCHEMA) as project:
        add(project, 0, 20)
        chosen = ExportSelection(split=SplitRequest(SplitShares(), 1))
        export(project, kind, out, chosen)
        before = parts(out)
        add(project, 20, 60)
        preview = preview_beside(project, kind, out, chosen)
        report = export(project, kind, out, chosen)
        after = parts(out)
        assert report.split.kept == 20
        assert preview.split == report.split
        assert {name: after[name] for name in before} == before
        other = ExportSelection(split=SplitRequest(SplitShares(), 2))
        assert export(project, kind, out, other).split.kept == 0
