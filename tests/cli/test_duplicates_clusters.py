"""pullquote clusters: what is repeated, what stands most often first."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pullquote.assets import RESOURCES
from pullquote.cli.main import command_line
from pullquote.model.values import NewDocument, Published
from pullquote.store import Project
from pullquote.workflow.find_duplicates import refresh_duplicates

OFTEN = "The harbour of Orsund stays shut until the storm of this week has passed the islands."
TWICE = "Nobody at the ministry wanted to say a word about the ferries that lie there for months."

OWN = ("Gulls sleep.", "Seven boats were painted yellow.", "A baker counts her loaves at dawn.")


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command_line(), [str(argument) for argument in arguments])


@pytest.fixture
def news(tmp_path) -> Path:
    path = tmp_path / "news.pullquote"
    schema = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
    with Project.create(path, name="News", schema_toml=schema) as project:
        with project.operation("Import", 0) as writer:
            for number in range(3):
                text = f"{OWN[number]}\n{OFTEN}\n" + (f"{TWICE}\n" if number else "")
                day = Published(f"2026-03-0{number + 1}", "field")
                writer.add_document(
                    NewDocument(text, f"{number}.txt", source=f"Post {number % 2}", published=day)
                )
        refresh_duplicates(project)
    return path


def test_they_are_listed_with_sources_and_days(news):
    lines = call("clusters", news).stdout.splitlines()
    assert lines[0].startswith("3 places, 3 documents, 2 sources, 2026-03-01 to 2026-03-03 (")
    assert lines[1].strip().startswith("The harbour of Orsund")
    assert lines[2].startswith("2 places, 2 documents")


def test_of_many_the_rest_is_counted(news):
    assert call("clusters", news, "--most", "1").stdout.splitlines()[-1] == "and 1 more."


def test_all_of_them_with_their_places_as_json(news):
    often, twice = json.loads(call("clusters", news, "--json").stdout)
    assert (often["copies"], twice["copies"]) == (3, 2)
    assert often["text"].startswith("The harbour of Orsund")
    assert [place["document"] for place in twice["places"]] == ["1.txt", "2.txt"]
    assert (twice["first_day"], twice["last_day"]) == ("2026-03-02", "2026-03-03")


def test_where_nothing_is_repeated_it_says_so(tmp_path):
    path = tmp_path / "alone.pullquote"
    schema = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
    Project.create(path, name="Alone", schema_toml=schema).close()
    assert call("clusters", path).stdout.startswith("Nothing is known to be repeated")
    assert call("clusters", path, "--most", -1).exit_code == 2
