"""pullquote plan and pullquote handout."""

import getpass
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pullquote.assets import RESOURCES
from pullquote.cli.main import command_line
from pullquote.model.values import NewDocument
from pullquote.store import DocumentQuery, Project
from pullquote.workflow.find_duplicates import is_current, refresh_duplicates

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command_line(), [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def unsearched(tmp_path_factory) -> Path:
    """A project whose repeats are not known."""
    path = tmp_path_factory.mktemp("unsearched") / "news.pullquote"
    with (
        Project.create(path, name="News", schema_toml=SCHEMA) as project,
        project.operation("Set up", 0) as writer,
    ):
        writer.add_annotator("Anna")
        for number, letter in enumerate("abcdef", 1):
            words = " ".join(f"{letter}{n}" for n in range(20))
            new = NewDocument(text=words, name=f"{letter}.txt", external_id=f"x{number}")
            writer.add_document(new)
    return path


@pytest.fixture(scope="module")
def searched(unsearched, tmp_path_factory) -> Path:
    path = Path(shutil.copy(unsearched, tmp_path_factory.mktemp("searched")))
    with Project.open(path) as project:
        refresh_duplicates(project)
    return path


@pytest.fixture
def news(searched, tmp_path) -> Path:
    """A project whose repeats are found, as they are before any deal."""
    return Path(shutil.copy(searched, tmp_path))


@pytest.fixture
def new_file(unsearched, tmp_path) -> Path:
    return Path(shutil.copy(unsearched, tmp_path))


def assigned(path: Path, name: str) -> list[str]:
    with Project.open(path, read_only=True) as project:
        who = next(one.id for one in project.annotators() if one.name == name)
        return [project.document(given.document).name for given in project.assignments(who)]


def test_a_plan_says_what_each_gets(new_file):
    done = call("plan", new_file, "--annotators", "anna, Bo", "--overlap", "0.34")
    assert done.exit_code == 0, done.stderr
    assert done.stdout == "Anna: 4 documents, 2 shared.\nBo: 4 documents, 2 shared.\n"
    assert done.stderr == ""
    assert len(set(assigned(new_file, "Anna")) & set(assigned(new_file, "Bo"))) == 2


def test_a_preview_deals_nothing(new_file):
    done = call("plan", new_file, "--annotators", "Anna,Bo", "--preview")
    assert done.exit_code == 0
    assert "Repeats are not known yet" in done.stderr
    with Project.open(new_file, read_only=True) as project:
        assert [who.name for who in project.annotators()] == ["Anna"]
        assert project.assignments() == []


def test_a_plan_says_what_it_left(news):
    call("plan", news, "--annotators", "Anna", "--documents", "a.txt,x2", "--documents", "3")
    assert set(assigned(news, "Anna")) == {"a.txt", "b.txt", "c.txt"}
    done = call("plan", news, "--annotators", "Anna")
    assert done.stdout == "Anna: 3 documents.\nAssigned before, and left so: 3 documents.\n"


def test_a_plan_says_to_whom_a_named_document_is_assigned(news):
    call("plan", news, "--annotators", "Anna,Bo", "--documents", "1,2,3", "--overlap", "1")
    done = call("plan", news, "--annotators", "Dea", "--documents", "2,4")
    assert done.exit_code == 1
    assert done.stdout == "Dea: 1 document.\n"
    assert done.stderr == "Document 2, b.txt, is assigned already, to Anna and Bo; that stays.\n"
    assert assigned(news, "Dea") == ["d.txt"]


def test_training_documents_come_first(news):
    with Project.open(news) as project, project.operation("Answer", 0) as writer:
        writer.set_state(4, writer.add_annotator("Answers", "reference").id, "done")
    done = call("plan", news, "--annotators", "Anna,Bo", "--training", "d.txt", "--overlap", "0")
    assert done.exit_code == 0
    assert "1 to train with" in done.stdout
    assert assigned(news, "Anna")[0] == assigned(news, "Bo")[0] == "d.txt"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--annotators", ","], "nobody to deal documents to"),
        (["--annotators", "Anna", "--per-document", "2"], "cannot go to 2 of 1 annotators"),
        (["--annotators", "Anna", "--per-document", "0"], "cannot go to 0 annotators; ask for 1"),
        (["--annotators", "Anna", "--overlap", "7"], "7.0 is not a share"),
        (["--annotators", "Anna", "--training", "a.txt"], "Nobody knows the answer of a.txt"),
        (["--annotators", "Anna", "--documents", "z.txt"], "no document called z.txt"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_in_a_sentence(news, arguments, sentence):
    done = call("plan", news, *arguments)
    assert done.exit_code == 2
    assert sentence in done.stderr


def test_a_file_that_is_in_the_way_is_told_with_what_replaces_it(news, tmp_path):
    call("handout", news, "-o", tmp_path / "out", "--annotators", "Anna", "--documents", "1")
    again = call("handout", news, "-o", tmp_path / "out")
    assert again.exit_code == 2
    assert "choose another folder, or let it be replaced (--replace).\n" in again.stderr
    into_file = call("handout", news, "-o", news)
    assert into_file.exit_code == 2
    assert f"{news} is a file, not a folder; choose a folder for the files." in into_file.stderr


def test_a_handout_waits_for_no_search_of_repeats(new_file, tmp_path):
    done = call("handout", new_file, "-o", tmp_path, "--annotators", "Anna", "--documents", "a.txt")
    assert done.exit_code == 0, done.stderr
    with Project.open(new_file, read_only=True) as project:
        assert not is_current(project)


def test_files_are_made_for_all_who_have_documents(news, tmp_path):
    call("plan", news, "--annotators", "Anna,Bo", "--overlap", "0")
    done = call("handout", news, "-o", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    assert done.stdout == (
        f"Made {tmp_path / 'out' / 'news-Anna.pullquote'} for Anna: 3 documents.\n"
        f"Made {tmp_path / 'out' / 'news-Bo.pullquote'} for Bo: 3 documents.\n"
    )
    with Project.open(tmp_path / "out" / "news-Bo.pullquote") as given:
        assert given.handout.name == "Bo"
        assert given.check() == []


def test_documents_that_are_named_go_to_those_who_are_named(news, tmp_path):
    done = call("handout", news, "-o", tmp_path, "--annotators", "anna", "--documents", "a.txt,6")
    assert done.stdout.endswith("for Anna: 2 documents.\n")
    assert assigned(news, "Anna") == ["a.txt", "f.txt"]


def test_the_one_who_hands_out_is_not_made_an_annotator(news, tmp_path, monkeypatch):
    monkeypatch.setattr(getpass, "getuser", lambda: "somebody else")
    call("handout", news, "-o", tmp_path, "--annotators", "Anna", "--documents", "1")
    monkeypatch.setattr(getpass, "getuser", lambda: "ANNA")
    call("handout", news, "-o", tmp_path, "--annotators", "Anna", "--replace")
    with Project.open(news, read_only=True) as project:
        assert [who.name for who in project.annotators()] == ["Anna"]
        newest, older = project.history()[:2]
        assert (newest.name, newest.actor, older.actor) == ("Hand out to Anna", 1, None)


def test_whoever_opens_the_project_can_take_back_what_the_command_line_did(
    news, tmp_path, monkeypatch
):
    monkeypatch.setattr(getpass, "getuser", lambda: "somebody else")
    with Project.open(news, read_only=True) as project:
        before = project.dump()
    call("plan", news, "--annotators", "Anna,Bo")
    call("handout", news, "-o", tmp_path / "out")
    returned = tmp_path / "out" / "news-Bo.pullquote"
    with Project.open(returned) as file, file.operation("Work", 1) as writer:
        writer.set_state(file.document_ids(DocumentQuery())[0], 1, "done")
    call("collect", news, returned)
    with Project.open(news) as project:
        names = []
        for done in project.history()[:3]:
            names.append(done.name)
            assert done.actor is None
            project.undo_operation(done.operation, 1)
        assert names == ["Collect", "Hand out to 2 annotators", "Deal documents"]
        assert project.dump() == before


def test_what_cannot_be_handed_out_is_refused_in_a_sentence(news, tmp_path):
    out = ["-o", tmp_path / "out"]
    refused = {
        ("--annotators", "Zoe"): "no annotator called Zoe in this project; there are Anna",
        ("--annotators", "Anna"): "Anna has no documents to hand out",
        (): "No documents are assigned to anybody",
        ("--annotators", "Anna", "--documents", "z"): "no document called z",
    }
    for arguments, sentence in refused.items():
        done = call("handout", news, *out, *arguments)
        assert (done.exit_code, sentence in done.stderr) == (2, True), done.stderr
    call("handout", news, *out, "--annotators", "Anna", "--documents", "1")
    again = call("handout", news, *out)
    assert again.exit_code == 2
    assert "exists already" in again.stderr
