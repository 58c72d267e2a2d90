"""What annotators did comes back through the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pullquote.assets import RESOURCES
from pullquote.cli.main import command_line
from pullquote.cli.terminal import user_login
from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.workflow.hand_out.operation import hand_out

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "news.pullquote"


@pytest.fixture
def returned(path, tmp_path) -> Path:
    """A hand-out with two labels, one of them in a document that was labelled here since."""
    with Project.create(path, name="news", schema_toml=SCHEMA) as project:
        with project.operation("Begin", 0) as writer:
            mara = writer.add_annotator("Mara Lind").id
            documents = [
                writer.add_document(NewDocument(text=f"“Aye,” said Oduya. {n}", name=f"{n}.txt"))
                for n in range(2)
            ]
        (made,) = hand_out(project, tmp_path / "out", [mara], 0, documents=documents)
        with project.operation("Here", 0) as writer:
            writer.add_annotation(documents[0], mara, "cue", 7, 11)
    with Project.open(made.path) as file:
        with file.operation("Work", file.annotators()[0].id) as writer:
            oduya = writer.add_speaker("Oduya").id
            for document in (1, 2):
                writer.add_annotation(document, file.annotators()[0].id, "quote", 0, 6)
                writer.add_annotation(
                    document, file.annotators()[0].id, "speaker", 12, 17, speaker=oduya
                )
    return made.path


def run(*arguments: object):
    return CliRunner().invoke(command_line(), ["collect", *map(str, arguments)])


def test_a_conflict_is_named_until_somebody_settles_it(path, returned):
    first = run(path, returned)
    assert first.exit_code == 1
    assert first.stdout == (
        "news-Mara Lind.pullquote (Mara Lind): documents 1 new, 0 changed, 0 the same,"
        " 1 in conflict.\n"
        "New in the register of speakers: 1 name and 0 aliases.\n"
    )
    assert first.stderr == (
        "1 left out:\n  news-Mara Lind.pullquote, 0.txt: Mara Lind has labelled it here and there"
        " since; say whose work is to stand\n"
        "--conflicts theirs, ours or both says whose work is to stand.\n"
    )
    second = run(path, returned, "--conflicts", "both")
    assert (second.exit_code, second.stderr) == (0, "")
    assert second.stdout.endswith(
        "1 conflict settled, side by side.\nNew annotators: Mara Lind (2).\n"
    )
    third = run(path, returned)
    assert (third.exit_code, third.stderr) == (0, "")
    assert "documents 0 new, 0 changed, 2 the same.\n" in third.stdout


def test_a_file_that_cannot_be_taken_is_named_and_the_others_are(path, returned, tmp_path):
    other = tmp_path / "other.pullquote"
    Project.create(other, name="Other news", schema_toml=SCHEMA).close()
    done = run(path, other, tmp_path / "none.pullquote", returned, "--conflicts", "ours")
    assert done.exit_code == 1
    assert "documents 1 new" in done.stdout
    assert done.stderr.startswith("2 left out:\n")
    assert f"{other} is of another project (Other news)" in done.stderr
    assert "There is no project at" in done.stderr


def test_a_project_that_is_open_elsewhere_is_refused(path, returned):
    with Project.open(path):
        done = run(path, returned)
    assert done.exit_code == 2
    assert "open read-only" in done.stderr


def test_whoever_collects_can_undo_it_in_the_window(path, returned):
    with Project.open(path) as project, project.operation("Begin", 0) as writer:
        owner = writer.add_annotator(user_login()).id
    run(path, returned, "--conflicts", "theirs")
    with Project.open(path) as project:
        assert project.undo(owner).name == "Collect"
