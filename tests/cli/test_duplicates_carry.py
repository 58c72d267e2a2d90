"""pullquote carry, on a project with a story in three papers."""

import pytest
from click.testing import CliRunner

from pullquote.assets import RESOURCES
from pullquote.cli.main import command_line
from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.workflow.find_duplicates import refresh_duplicates

STORY = (
    "Ships wait 🚢 in the bay.\n"
    "“We wait for the pilots until the tide turns and the fog is gone,” the harbour master told "
    "reporters in the old hall, and the crews went home for the night.\n"
)
QUOTE = "“We wait for the pilots until the tide turns and the fog is gone,”"


def call(*arguments):
    return CliRunner().invoke(command_line(), ["carry", *map(str, arguments)])


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "p.pullquote"
    schema = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
    with Project.create(found, name="Harbour", schema_toml=schema) as made:
        with made.operation("Import", 0) as writer:
            mara = writer.add_annotator("Mara").id
            for number, text in enumerate((STORY, STORY, STORY.replace("fog", "thick fog"))):
                writer.add_document(NewDocument(text, f"{number}.txt", raw_sha256=f"{number}"))
            start = STORY.index(QUOTE)
            writer.add_annotation(1, mara, "quote", start, start + len(QUOTE))
        refresh_duplicates(made)
    return found


def labels(path):
    with Project.open(path, read_only=True) as project:
        return [len(project.annotations(document)) for document in (1, 2, 3)]


def test_a_preview_counts_and_changes_nothing(path):
    before = path.read_bytes()
    result = call(path, "--preview")
    assert (result.exit_code, result.stdout) == (0, "Would carry 2 labels to 2 documents.\n")
    assert path.read_bytes() == before


def test_labels_are_carried_and_what_differs_is_left_and_counted(path):
    result = call(path, "--only-exact", "--as", "mara")
    assert (result.exit_code, result.stdout) == (1, "Carried 1 label to 1 document.\n")
    assert result.stderr == "        1 left: the words differ\n"
    assert labels(path) == [1, 1, 0]
    assert call(path).stdout == "Carried 1 label to 1 document.\n"
    again = call(path)
    assert (again.exit_code, again.stdout) == (0, "Carried 0 labels to 0 documents.\n")
    assert again.stderr == "        2 left: labelled there already\n"


def test_nobody_is_named_in_vain(path):
    result = call(path, "--as", "Jon")
    assert result.exit_code == 2
    assert "Mara" in result.stderr


def test_where_repeats_were_never_looked_for_it_says_so(tmp_path):
    path = tmp_path / "p.pullquote"
    schema = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
    with Project.create(path, name="p", schema_toml=schema) as project:
        with project.operation("Set up", 0) as writer:
            writer.add_annotator("Ana")
    result = call(path)
    assert result.exit_code == 2
    assert "was never looked for" in result.stderr
