"""pullquote suggest, on a file of texts."""

import json

import pytest
from click.testing import CliRunner

from pullquote.assets import RESOURCES
from pullquote.cli.main import command_line
from pullquote.model.values import NewDocument, Published
from pullquote.store import Project

TEXT = "“We wait,” said Ada Holm on Tuesday."


def call(*arguments, command="suggest"):
    return CliRunner().invoke(command_line(), [command, *map(str, arguments)])


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "p.pullquote"
    schema = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
    with Project.create(path, name="Harbour", schema_toml=schema) as made:
        with made.operation("Import", 0) as writer:
            published = Published("2026-05-06", "field")
            writer.add_document(NewDocument(f"🚧 {TEXT}", "a.txt", published=published))
    return path


def predicted(tmp_path, *annotations, relations=(), **line):
    path = tmp_path / "model.jsonl"
    record = {"id": "a.txt", "annotations": annotations, "relations": relations, **line}
    path.write_text(json.dumps(record), encoding="utf-8")
    return path


def test_a_document_a_line_with_offsets_in_code_points(tmp_path):
    source, out = tmp_path / "docs.jsonl", tmp_path / "out.jsonl"
    documents = [{"id": "🚧", "text": f"🚧 {TEXT}", "publication_date": "2026-05-06"}]
    source.write_text("\n".join(map(json.dumps, documents)))
    result = call(source, "-o", out)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "1 document.\n")
    [record] = map(json.loads, out.read_text("utf-8").splitlines())
    text = documents[0]["text"]
    assert record["id"] == "🚧"
    said = {a["id"]: (a["layer"], text[a["start"] : a["end"]]) for a in record["annotations"]}
    assert set(said.values()) == {
        ("quote", "“We wait,”"),
        ("cue", "said"),
        ("speaker", "Ada Holm"),
        ("date", "Tuesday"),
    }
    [said_by] = [r for r in record["relations"] if r["type"] == "said_by"]
    assert (said[said_by["from"]][0], said[said_by["to"]][1]) == ("quote", "Ada Holm")
    dates = [a["attributes"]["value"] for a in record["annotations"] if a["layer"] == "date"]
    assert dates == ["2026-05-05"]


def test_lines_that_cannot_be_used_are_named(tmp_path):
    source = tmp_path / "docs.jsonl"
    source.write_text(
        '{"id": 1, "text": "A"}\n{"id": 2}\n{"id": 3, "text": "B", "publication_date": 5}\n'
    )
    result = call(source)
    assert result.exit_code == 1
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [1]
    assert "Line 2 of" in result.stderr
    assert "Line 3 of" in result.stderr


def test_another_file_is_refused_in_a_sentence(tmp_path):
    source = tmp_path / "a.sqlite"
    source.write_bytes(b"SQLite format 3\0\n" * 9)
    result = call(source)
    assert result.exit_code == 2
    assert result.stderr == f"pullquote: {source} is no file of JSON lines.\n"


def test_a_project_is_counted_by_layer_and_rule_and_not_changed(project):
    before = project.read_bytes()
    result = call(project)
    assert result.exit_code == 0
    said = result.stdout.splitlines()
    assert "Quote  1" in said
    assert said[said.index("Quote  1") + 1].split() == ["1", "said", "X"]
    assert project.read_bytes() == before
    assert call(project, "-o", "x.jsonl").exit_code == 2


def test_what_a_model_predicted_is_taken_in_where_its_words_stand(project, tmp_path):
    quote = {"id": 7, "layer": "quote", "start": 0, "end": 10, "text": "“We wait,”"}
    speaker = {"id": 8, "layer": "speaker", "start": 18, "end": 26, "text": "Ada Holm"}
    tied = [{"type": "said_by", "from": 7, "to": 8}]
    path = predicted(tmp_path, {**quote, "confidence": 0.8}, speaker, relations=tied)
    with Project.open(project) as opened:
        before = opened.dump()
    result = call(project, path, "--name", "Parrot 2", command="import-suggestions")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "Read 2 new suggestions for 1 document.",
        "Put where their words stand, not where the file says: 1.",
    ]
    assert "of Parrot 2" in call(project).stdout
    with Project.open(project) as opened:
        one, two = opened.foreign_suggestions(1)
        assert (one.span.of(opened.text(1)), one.source, one.confidence) == (
            "“We wait,”", "Parrot 2", 0.8,
        )  # fmt: skip
        assert one.attributes["said_by"] == two.external_id
        assert opened.check() == []
        [done] = [entry for entry in opened.history() if entry.name == "Import suggestions"]
        opened.undo_operation(done.operation, 0)
        assert opened.foreign_suggestions(1) == []
        assert opened.dump() != before  # whoever imported is there
    again = call(project, path, "--name", "Parrot 2", command="import-suggestions")
    assert again.stdout.startswith("Read 2 new")
    again = call(project, path, "--name", "Parrot 2", command="import-suggestions")
    assert again.stdout.splitlines()[:2] == [
        "Read 0 new suggestions for 1 document.",
        "There already: 2.",
    ]


@pytest.mark.parametrize(
    ("label", "why"),
    [
        ({"layer": "quote", "start": 0, "end": 4, "text": "I never said"}, "do not stand"),
        ({"layer": "sigh", "start": 0, "end": 4}, "no layer “sigh”"),
        ({"layer": "quote", "start": 4, "end": 4}, 'no "start" before its "end"'),
        ({"layer": "quote", "start": 4, "end": 900}, "behind the end"),
    ],
)
def test_what_does_not_stand_in_the_text_is_refused_by_name(project, tmp_path, label, why):
    path = predicted(tmp_path, label)
    result = call(project, path, "--name", "Parrot", command="import-suggestions")
    assert result.exit_code == 1
    assert "1 left out:" in result.stderr
    assert f"Line 1 of {path}, label 0" in result.stderr
    assert why in result.stderr


def test_unknown_documents_and_ties_are_named(project, tmp_path):
    label = {"id": "q", "layer": "quote", "start": 2, "end": 12}
    path = predicted(tmp_path, label, relations=[{"type": "said_by", "from": "q", "to": "z"}])
    result = call(project, path, "--name", "Parrot", command="import-suggestions")
    assert "the relation from q to z: it ties labels that are not there" in result.stderr
    path = predicted(tmp_path, label, id="b.txt")
    result = call(project, path, "--name", "Parrot", command="import-suggestions")
    assert "no document is called b.txt" in result.stderr
