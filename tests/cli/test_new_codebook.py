"""The labels of a project with their guidelines, out and in by the command line."""

import pytest
from click.testing import CliRunner, Result

from pullquote.assets import DEFAULT_SCHEMA
from pullquote.cli.main import command_line
from pullquote.model.schema_file import parse_schema
from pullquote.store import Project

TOML = DEFAULT_SCHEMA.read_text("utf-8")
EXPLAINED = TOML.replace('id = "quote"\n', 'id = "quote"\nguideline = "In marks. 🚧"\n', 1)


@pytest.fixture
def path(tmp_path):
    Project.create(tmp_path / "news.pullquote", name="news", schema_toml=TOML).close()
    return tmp_path / "news.pullquote"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command_line(), list(map(str, arguments)))


def test_guidelines_come_in_and_go_out_and_make_a_new_project(path, tmp_path):
    (tmp_path / "in.toml").write_text(EXPLAINED, "utf-8")
    assert run("codebook", path, "--take", tmp_path / "in.toml").stdout.startswith("The guidelines")
    assert "same already" in run("codebook", path, "--take", tmp_path / "in.toml").stdout
    assert run("codebook", path).stdout == EXPLAINED
    assert run("codebook", path, "-o", tmp_path / "out.toml").exit_code == 0
    assert (tmp_path / "out.toml").read_text("utf-8") == EXPLAINED
    assert run("new", tmp_path / "b", "--schema", tmp_path / "out.toml").exit_code == 0
    with Project.open(tmp_path / "b.pullquote", read_only=True) as made:
        assert made.schema == parse_schema(EXPLAINED)


def test_a_codebook_of_other_labels_is_refused_in_a_sentence(path, tmp_path):
    (tmp_path / "in.toml").write_text(TOML.replace('"Cue"', '"Verb"'), "utf-8")
    found = run("codebook", path, "--take", tmp_path / "in.toml")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "has other labels than this project" in found.stderr
