"""pullquote split: a small corpus in three parts."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pullquote.assets import RESOURCES
from pullquote.cli.main import command_line
from pullquote.model.values import NewDocument
from pullquote.store import Project

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
STOCK = "“We will not decide anything at all before the end of the spring,” the minister said."


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command_line(), [str(argument) for argument in arguments])


def add(project: Project, first: int, last: int) -> None:
    with project.operation("Label", 0) as writer:
        people = project.annotators()
        ana = people[0].id if people else writer.add_annotator("Ana").id
        for number in range(first, last):
            words = " ".join(f"word{number}x{place}" for place in range(40))
            text = f"{words}.\n{STOCK}\n"
            added = writer.add_document(NewDocument(text=text, name=f"{number:02}.txt"))
            start = text.index("“")
            writer.add_annotation(added, ana, "quote", start, text.index("”") + 1)


@pytest.fixture
def news(tmp_path) -> Path:
    path = tmp_path / "news.pullquote"
    with Project.create(path, name="News", schema_toml=SCHEMA) as project:
        add(project, 0, 10)
    return path


def parts(folder: Path) -> dict[str, list[str]]:
    found = {}
    for part in ("train", "dev", "test"):
        lines = (folder / f"{part}.jsonl").read_text("utf-8").splitlines()
        found[part] = [json.loads(line)["name"] for line in lines]
    return found


def test_three_files_a_table_and_what_would_have_leaked(news, tmp_path):
    done = call("split", news, "-o", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "train  8 documents, 8 labels" in done.stdout
    assert "8 labels of train stand in dev or test too and weigh 0" in done.stdout
    assert [len(names) for names in parts(tmp_path / "out").values()] == [8, 1, 1]
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    assert report["silenced"] == 8


def test_what_was_dealt_stays_where_it_is_unless_asked_otherwise(news, tmp_path):
    call("split", news, "-o", tmp_path / "out")
    before = parts(tmp_path / "out")
    with Project.open(news) as project:
        add(project, 10, 20)
    again = call("split", news, "-o", tmp_path / "out")
    assert "10 documents kept the part of an earlier split; --anew deals all" in again.stdout
    for part, names in parts(tmp_path / "out").items():
        assert set(before[part]) <= set(names)
    elsewhere = call("split", news, "-o", tmp_path / "two", "--keep", tmp_path / "out")
    assert "20 documents kept" in elsewhere.stdout
    assert parts(tmp_path / "two") == parts(tmp_path / "out")
    anew = call("split", news, "-o", tmp_path / "out", "--anew", "--seed", "5")
    assert "kept" not in anew.stdout


def test_shares_of_nothing_are_refused(news, tmp_path):
    done = call("split", news, "-o", tmp_path / "out", "--train", "0", "--dev", "0", "--test", "0")
    assert done.exit_code == 2
    assert "All three shares are 0" in done.stderr


def test_the_split_stands_in_the_columns_of_an_export(news, tmp_path):
    with Project.open(news, read_only=True):
        pass
    missing = call("split", news, "-o", tmp_path / "out", "--keep", tmp_path / "nowhere.csv")
    assert missing.exit_code == 2
    assert "cannot be read as a split" in missing.stderr


def test_a_file_that_is_no_split_is_not_kept(news, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("We go, she said.\n")
    result = call("split", news, "-o", tmp_path / "new", "--keep", other)
    assert result.exit_code == 2
    assert "it has no columns text_sha256 and split" in result.stderr
