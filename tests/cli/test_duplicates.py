"""pullquote duplicates, on a project and on a file of texts."""

import json

import pytest
from click.testing import CliRunner

from pullquote.assets import RESOURCES
from pullquote.cli.duplicates import command
from pullquote.cli.main import command_line
from pullquote.model.values import NewDocument
from pullquote.store.project import Project

LINE = "Ferry to Orsund sails again"


def call(*arguments):
    return CliRunner().invoke(command_line(), ["duplicates", *map(str, arguments)])


@pytest.fixture
def docs(tmp_path):
    path = tmp_path / "docs.jsonl"

    def write(*lines):
        path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines))
        return path

    return write


def test_clusters_are_written_a_line_each_with_the_ids_as_given(docs, tmp_path):
    source = docs(
        {"id": "1", "text": f"{LINE}\n🚧\n{LINE}"}, {"id": 1, "text": f"🚧 {LINE.upper()}"}
    )
    out = tmp_path / "out.jsonl"
    result = call(source, "-o", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "2 documents, 1 cluster.\n"
    (cluster,) = map(json.loads, out.read_text().splitlines())
    assert cluster.keys() == {"cluster", "kind", "passages"}
    assert cluster["kind"] == "line"
    assert cluster["passages"] == [
        {"document": 1, "start": 0, "end": 29},
        {"document": "1", "start": 0, "end": 27},
        {"document": "1", "start": 30, "end": 57},
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["docs.jsonl", "out.jsonl"]


def test_clusters_go_to_standard_output_unless_told_otherwise(docs):
    result = call(docs({"id": 1, "text": f"{LINE}\n{LINE}"}))
    assert json.loads(result.stdout)["kind"] == "line"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "it is not JSON (Expecting property name"),
        ("[1]", "it is no object"),
        ('{"text": "a"}', 'it has no "id" that is a text or a whole number'),
        ('{"id": 1.5, "text": "a"}', 'it has no "id" that is a text or a whole number'),
        ('{"id": true, "text": "a"}', 'it has no "id" that is a text or a whole number'),
        ('{"id": 9}', 'it has no "text"'),
        ('{"id": 9, "text": null}', 'it has no "text"'),
        ('{"id": 1, "text": "twice"}', "its id 1 stood in an earlier line"),
        ("[" * 100_000, "it is nested too deeply"),
    ],
)
def test_broken_line_is_named_and_the_rest_used(docs, line, why):
    path = docs({"id": 1, "text": LINE}, "", line, {"id": 2, "text": LINE})
    result = call(path)
    assert result.exit_code == 1
    assert f"Line 3 of {path} is left out: {why}" in result.stderr
    assert len(json.loads(result.stdout)["passages"]) == 2


def test_line_that_is_not_utf8_is_named(tmp_path):
    path = tmp_path / "latin.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": 1, "text": "a"}\n{"id": 2, "text": "\xe9"}\n')
    result = call(path)
    assert result.exit_code == 1
    assert "Line 2" in result.stderr
    assert "it is not UTF-8 (byte 20)" in result.stderr


def test_lone_surrogates_and_carriage_returns_do_no_harm(docs):
    text = f"{LINE}\\r\\n\\ud800 \\u0000\\r\\n{LINE}"
    result = call(docs(f'{{"id": "\\udc00", "text": "{text}"}}'))
    passages = json.loads(result.stdout)["passages"]
    assert [p["document"] for p in passages] == ["\udc00", "\udc00"]
    assert (passages[0]["end"], passages[1]["start"]) == (27, 34)


def test_files_that_cannot_be_used_are_refused(docs, tmp_path):
    missing = call(tmp_path / "missing.jsonl")
    assert missing.exit_code == 2
    assert "missing.jsonl cannot be read: No such file or directory." in missing.stderr
    nowhere = call(docs({"id": 1, "text": LINE}), "-o", tmp_path / "no" / "out.jsonl")
    assert nowhere.exit_code == 2
    assert "could not be written: there is no such folder" in nowhere.stderr


def test_earlier_output_stays_when_a_new_one_fails(docs, tmp_path):
    out = tmp_path / "out.jsonl"
    out.mkdir()
    assert call(docs({"id": 1, "text": LINE}), "-o", out).exit_code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["docs.jsonl", "out.jsonl"]


def test_project_is_searched_and_counted(tmp_path):
    schema = (RESOURCES / "schemas" / "statements.toml").read_text("utf-8")
    path = tmp_path / "p.pullquote"
    with Project.create(path, name="p", schema_toml=schema) as project:
        with project.operation("Add", 0) as writer:
            writer.add_document(NewDocument(f"{LINE}\n\n{LINE}", "a.txt"))
    result = call(path)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "      1 short lines, such as headlines, menus and notices, in 2 places",
        "      1 repeated passages in all",
    ]
    with Project.open(path) as project:
        assert project.clusters()[0].kind == "line"


def test_project_that_is_none_is_refused(tmp_path):
    path = tmp_path / "p.pullquote"
    path.write_text("no project")
    assert call(path).exit_code == 2


def test_help_says_what_goes_in_and_out():
    text = CliRunner().invoke(command, ["--help"]).stdout
    assert '{"id", "text"}' in text
