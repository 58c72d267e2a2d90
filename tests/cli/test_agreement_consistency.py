"""pullquote consistency: the same words, labelled in two ways."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pullquote.assets import RESOURCES
from pullquote.cli.main import command_line
from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.workflow.find_duplicates import refresh_duplicates

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
WORDS = "“We will not decide anything at all before the end of the spring,”"


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command_line(), [str(argument) for argument in arguments])


@pytest.fixture
def news(tmp_path) -> Path:
    """Ana has done two articles with the same quotation, Bo a third one."""
    path = tmp_path / "news.pullquote"
    with Project.create(path, name="News", schema_toml=SCHEMA) as project:
        with project.operation("Label", 0) as writer:
            ana, bo = writer.add_annotator("Ana").id, writer.add_annotator("Bo").id
            for number, who in enumerate((ana, ana, bo)):
                text = f"Number {number} of the ships is late.\n{WORDS} the minister said.\n"
                document = writer.add_document(NewDocument(text=text, name=f"{number}.txt"))
                start = text.index("“")
                kind = "direct" if number != 1 else "partial"
                writer.add_annotation(
                    document, who, "quote", start, start + len(WORDS), attributes={"kind": kind}
                )
                writer.set_state(document, who, "done")
        refresh_duplicates(project)
    return path


def test_what_differs_is_listed_with_both_places(news):
    done = call("consistency", news)
    assert done.exit_code == 1
    assert done.stdout.startswith("attribute, kind (quote): “We will not decide")
    assert "0.txt 31–97, Ana: direct\n" in done.stdout
    assert "1.txt 31–97, Ana: partial\n" in done.stdout
    assert done.stdout.endswith("1 place labelled in two ways, by Ana, Bo.\n")


def test_of_one_annotator_and_as_json(news):
    assert call("consistency", news, "--annotator", "bo").exit_code == 0
    found = json.loads(call("consistency", news, "--json", "--annotator", "ana").stdout)
    assert [[place["label"] for place in row["places"]] for row in found] == [["direct", "partial"]]
    assert found[0]["places"][0]["text"] == WORDS


def test_a_name_that_is_not_there(news):
    done = call("consistency", news, "--annotator", "Cy")
    assert done.exit_code == 2
    assert "there are Ana, Bo" in done.stderr
