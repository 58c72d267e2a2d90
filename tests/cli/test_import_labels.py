"""Labels that come back through the command line."""

import json
from pathlib import Path

import pytest

from pullquote.assets import RESOURCES
from pullquote.cli.import_ import import_labels
from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.workflow.export import export

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")


@pytest.fixture
def exported(tmp_path) -> Path:
    with Project.create(tmp_path / "a.pullquote", name="a", schema_toml=SCHEMA) as project:
        with project.operation("Label", 0) as writer:
            anna = writer.add_annotator("Anna").id
            for name in ("a.txt", "b.txt"):
                document = writer.add_document(NewDocument(text="“Aye,” said Oduya.", name=name))
                writer.add_annotation(document, anna, "quote", 0, 6)
        export(project, "jsonl", tmp_path / "out")
    return tmp_path / "out"


def test_what_came_is_said_and_what_was_there_stays(exported, tmp_path, capsys):
    with Project.create(tmp_path / "b.pullquote", name="b", schema_toml=SCHEMA) as project:
        for _ in range(2):
            assert import_labels(
                project, exported, 0, progress=lambda done, total: None, stop=lambda: False
            )
    assert capsys.readouterr().out == (
        "Read 2 new documents with 2 labels and 0 relations.\n"
        "Read 0 new documents with 0 labels and 0 relations.\n"
        "There already, and left as they are: 2 documents and 2 labels.\n"
    )


def test_what_was_left_out_is_named(exported, tmp_path, capsys):
    path = exported / "documents.jsonl"
    first, second = map(json.loads, path.read_bytes().splitlines())
    first["annotations"][0]["text"] = "“Nay,”"
    path.write_text(json.dumps(first) + "\n" + json.dumps(second) + "\n")
    with Project.create(tmp_path / "b.pullquote", name="b", schema_toml=SCHEMA) as project:
        assert not import_labels(
            project, exported, 0, progress=lambda done, total: None, stop=lambda: False
        )
    said = capsys.readouterr()
    assert said.out == "Read 2 new documents with 1 label and 0 relations.\n"
    assert said.err.startswith("1 left out:\n  documents.jsonl, line 1, ")
    assert "says ““Aye,”” and not ““Nay,””." in said.err
