"""pullquote suggest, on a file of texts."""

import json

from click.testing import CliRunner

from pullquote.cli.main import command_line

TEXT = "“We wait,” said Ada Holm on Tuesday."


def call(*arguments):
    return CliRunner().invoke(command_line(), ["suggest", *map(str, arguments)])


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
    source = tmp_path / "a.pullquote"
    source.write_bytes(b"SQLite format 3\0\n" * 9)
    result = call(source)
    assert result.exit_code == 2
    assert result.stderr == f"pullquote: {source} is no file of JSON lines.\n"
