"""pullquote export, and what pullquote import makes of it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pullquote.assets import RESOURCES
from pullquote.cli.main import command_line
from pullquote.model.values import NewDocument
from pullquote.store import Project

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command_line(), [str(argument) for argument in arguments])


@pytest.fixture
def news(tmp_path) -> Path:
    path = tmp_path / "news.pullquote"
    with (
        Project.create(path, name="News", schema_toml=SCHEMA) as project,
        project.operation("Label", 0) as writer,
    ):
        document = writer.add_document(NewDocument(text="“Aye,” said Oduya.", name="a.txt"))
        anna = writer.add_annotator("Anna").id
        writer.add_annotation(document, anna, "quote", 0, 6)
    return path


def test_jsonl_says_that_nothing_is_lost(news, tmp_path):
    done = call("export", news, "-f", "jsonl", "-o", tmp_path / "out")
    assert done.exit_code == 0
    assert done.stdout == (
        f"Exported 1 document with 1 label to {tmp_path / 'out'}, read back and compared.\n"
        "Nothing is lost.\n"
    )
    assert done.stderr == ""


def test_a_read_only_project_says_that_copies_are_not_known(news, tmp_path):
    with Project.open(news):
        done = call("export", news, "-f", "jsonl", "-o", tmp_path / "out")
    assert done.exit_code == 0
    assert "so every label counts as one that stands once" in done.stderr


def test_csv_names_what_is_lost(news, tmp_path):
    done = call("export", news, "-f", "csv", "-o", tmp_path / "out", "--annotator", "anna")
    assert done.exit_code == 0
    assert "Not kept:\n" in done.stdout
    assert "1  texts" in done.stdout


def test_options_reach_the_manifest(news, tmp_path):
    call("export", news, "-f", "csv", "-o", tmp_path / "out", "--spreadsheet", "--done-only",
         "--copies", "one", "--layer", "quote")  # fmt: skip
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["options"] == {
        "annotators": None,
        "layers": ["quote"],
        "documents": "done",
        "copies": "one",
        "split": None,
        "pseudonyms": False,
        "spreadsheet": True,
    }


def test_what_goes_wrong_is_one_sentence_and_code_2(news, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    refused = call("export", news, "-f", "csv", "-o", tmp_path / "mine")
    unknown = call("export", news, "-f", "csv", "-o", tmp_path / "out", "--annotator", "Carl")
    for done in (refused, unknown):
        assert done.exit_code == 2
        assert done.stderr.startswith("pullquote: ")
        assert len(done.stderr.splitlines()) == 1
    assert "There is no annotator called Carl in this project; there are Anna." in unknown.stderr
