"""pullquote plugins: listed, set, switched on and off, asked about all documents."""

import json
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from pullquote.assets import RESOURCES
from pullquote.cli.main import command_line
from pullquote.model.values import NewDocument
from pullquote.plugins.machine import Machine
from pullquote.store import Project
from pullquote.workflow.hand_out.operation import hand_out

TEXT = "🚧 “We wait,” said Ada Holm."
ECHO = """
import os
open(os.environ['ASKED'], 'a').write('x')
if 'Broken' in document['text']:
    raise RuntimeError('no model')
quotes = [a for a in document['suggestions']['annotations'] if a['layer'] == 'quote']
asked = {'characters': len(document['text']), 'to': '127.0.0.1:1'}
return {'annotations': quotes, 'sent': asked}
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("PULLQUOTE_SETTINGS", str(tmp_path / "settings"))
    monkeypatch.setenv("ASKED", str(tmp_path / "asked"))
    path = tmp_path / "p.pullquote"
    schema = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
    with Project.create(path, name="Harbour", schema_toml=schema) as made:
        with made.operation("Import", 0) as writer:
            for number in range(2):
                writer.add_document(NewDocument(f"{TEXT} {number}", f"{number}.txt"))
            writer.add_annotator("Bo")
    return path


@pytest.fixture
def asked(tmp_path):
    def count():
        path = tmp_path / "asked"
        return len(path.read_text()) if path.exists() else 0

    return count


def call(*arguments):
    return CliRunner().invoke(command_line(), ["plugins", *map(str, arguments)])


def test_those_of_the_program_are_listed_and_off(project):
    assert [line.split()[0] for line in call().stdout.splitlines()[::2]] == ["http", "spacy"]
    listed = call(project)
    assert listed.exit_code == 0
    assert [line.rpartition(" ")[2] for line in listed.stdout.splitlines()[::2]] == ["off", "off"]


def test_one_is_asked_only_when_it_is_on_and_once_about_the_same_words(project, install, asked):
    install(ECHO)
    refused = call(project, "--run", "parrot")
    assert refused.exit_code == 2
    assert "parrot is not switched on for this project on this machine" in refused.stderr
    assert asked() == 0
    done = call(project, "--on", "parrot", "--run", "parrot")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "parrot is on.",
        "Read 2 new suggestions for 2 documents.",
        f"{2 * len(TEXT) + 4} characters sent to 127.0.0.1:1.",
    ]
    with Project.open(project) as opened:
        one = opened.foreign_suggestions(1)[0]
        assert (one.source, one.span.of(opened.text(1))) == ("parrot", "“We wait,”")
        assert opened.tool_names() == ["parrot"]
        assert opened.check() == []
    again = call(project, "--run", "parrot")
    assert again.stdout.splitlines()[1:] == ["There already: 2."]
    assert asked() == 2


def test_on_and_off_are_operations_and_both_sides_must_agree(project, install):
    plugin = install(ECHO)
    assert call(project, "--on", "parrot").stdout == "parrot is on.\n"
    assert call(project, "--on", "parrot").stdout == "parrot is on already.\n"
    with Project.open(project) as opened:
        assert opened.settings["plugins"] == {"parrot": "1.0"}
        assert Machine().allows(opened.uid, plugin)
        [step] = [h for h in opened.history() if h.name == "Plug-in switched on: parrot"]
        opened.undo_operation(step.operation, 0)
        assert "plugins" not in opened.settings
    assert call(project, "--on", "parrot").stdout == "parrot is on.\n"
    assert call(project, "--off", "parrot").stdout == "parrot is off.\n"
    with Project.open(project) as opened:
        assert opened.settings["plugins"] == {}
        assert not Machine().allows(opened.uid, plugin)


def test_a_project_from_elsewhere_starts_nothing_here(project, install, asked, monkeypatch):
    install(ECHO)
    call(project, "--on", "parrot")
    monkeypatch.setenv("PULLQUOTE_SETTINGS", str(project.parent / "another machine"))
    listed = call(project).stdout
    assert "parrot  of aviary 1.0: on in the project, not on this machine" in listed
    assert call(project, "--run", "parrot").exit_code == 2
    assert asked() == 0
    assert call(project, "--on", "parrot").stdout == "parrot is on.\n"
    assert call(project, "--run", "parrot").exit_code == 0


def test_in_a_hand_out_none_is_on(project, install, tmp_path):
    install(ECHO)
    call(project, "--on", "parrot", "--run", "parrot")
    with Project.open(project) as opened:
        bo = next(a.id for a in opened.annotators() if a.name == "Bo")
        [made] = hand_out(opened, tmp_path / "out", [bo], 0, documents=[1, 2])
    with Project.open(made.path) as given:
        assert "plugins" not in given.settings
        assert given.foreign_suggestions(1)[0].source == "parrot"
    refused = call(made.path, "--on", "parrot")
    assert refused.exit_code == 2
    assert "is a hand-out, in which no plug-in runs" in refused.stderr
    assert "no plug-in runs in it" in call(made.path).stdout


def test_what_the_plan_gives_without_suggestions_is_not_asked_about(project, install, asked):
    install(ECHO)
    with Project.open(project) as opened, opened.operation("Plan", 0) as writer:
        bo = next(a.id for a in opened.annotators() if a.name == "Bo")
        writer.add_assignment(1, bo, suggestions=False)
    done = call(project, "--on", "parrot", "--run", "parrot")
    said = "Not asked about 1 document, which the plan gives without suggestions."
    assert done.stdout.splitlines()[-1] == said
    assert asked() == 1


def test_failures_are_named_and_the_rest_is_asked(project, install):
    install(ECHO)
    with Project.open(project) as opened, opened.operation("Import", 0) as writer:
        writer.add_document(NewDocument("Broken", "b.txt"))
        writer.add_document(NewDocument(f"{TEXT} more", "c.txt"))
    done = call(project, "--on", "parrot", "--run", "parrot")
    assert done.exit_code == 1
    assert "The plug-in parrot failed (RuntimeError: no model), asked about “b.txt”" in done.stderr
    assert "Read 3 new suggestions for 3 documents." in done.stdout
    assert "Last time" not in call(project).stdout


def test_one_that_only_fails_is_not_asked_for_ever(project, install, asked):
    install("import os\nopen(os.environ['ASKED'], 'a').write('x')\nraise OSError('gone')")
    with Project.open(project) as opened, opened.operation("Import", 0) as writer:
        for number in range(5):
            writer.add_document(NewDocument(f"More {number}", f"m{number}.txt"))
    done = call(project, "--on", "parrot", "--run", "parrot")
    assert done.exit_code == 1
    assert "failed too often in a row" in done.stderr
    assert asked() == 3
    assert "Last time: The plug-in parrot failed (OSError: gone)" in call(project).stdout


def test_what_is_set_stands_on_the_machine_and_in_no_project(project):
    address = "http://127.0.0.1:4242"
    done = call(project, "--set", "http", f"address={address}", "--set", "http", "seconds=7.5")
    assert f"7.5 seconds, address={address}" in done.stdout
    call(project, "--on", "http")
    with Project.open(project) as opened:
        assert "4242" not in str(dict(opened.settings))
    with closing(sqlite3.connect(project)) as db:
        assert "4242" not in "".join(db.iterdump())
    call("--set", "http", "address=")
    assert Machine().settings("http").options == {}
    refused = call("--set", "http", "key=secret")
    assert refused.exit_code == 2
    assert "http has no key to set" in refused.stderr
    assert call("--set", "http", "seconds=soon").exit_code == 2
    call("--set", "http", "seconds=nan")
    assert Machine().settings("http").seconds == 1, "a limit that ends it"
    assert call("--set", "http", "address").exit_code == 2
    assert call("--set", "absent", "a=b").exit_code == 2
    assert call("--on", "http").exit_code == 2


def test_a_damaged_file_of_the_machine_allows_nothing(project, install, tmp_path):
    plugin = install(ECHO)
    call(project, "--on", "parrot")
    file = tmp_path / "settings" / "plugins.json"
    assert json.loads(file.read_text("utf-8"))["allowed"]
    with Project.open(project) as opened:
        for damaged in ("{", "[]", '{"allowed": 5, "plugins": [1]}', '{"allowed": {"x": 1}}'):
            file.write_text(damaged, "utf-8")
            assert not Machine().allows(opened.uid, plugin)
            assert Machine().settings("parrot").seconds == 30
    assert call(project, "--on", "parrot").exit_code == 0


def test_an_address_with_a_key_in_it_is_not_kept(tmp_path, project):
    refused = call("--set", "http", "address=http://me:s3cret@127.0.0.1")
    assert refused.exit_code == 2
    assert "s3cret" not in refused.output
    kept = (tmp_path / "settings").rglob("*.json")
    assert not any("s3cret" in path.read_text() for path in kept)
