import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from reportlab.pdfgen.canvas import Canvas

from pullquote import __version__
from pullquote.__main__ import asks_for_window, use_one_thread
from pullquote.assets import RESOURCES
from pullquote.cli.main import COMMANDS, LazyCommands, command_line
from pullquote.errors import PullquoteError
from pullquote.model.values import NewDocument
from pullquote.store.project import Project

ARTICLE = "Harbour of Marstad opens again\n\nMARSTAD (Krona) - Ship number {0} came in at last.\n"


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(ARTICLE.format(number))
    return tmp_path


def call(*arguments: str, group: LazyCommands | None = None) -> Result:
    return CliRunner().invoke(group or command_line(), arguments)


class Broken(PullquoteError):
    template = "The {thing} is broken; mend it."


@click.command()
@click.argument("path", required=False)
def opener(path: str | None) -> None:
    click.echo(f"opened {path}")


@click.command()
def breaker() -> None:
    raise Broken(thing="lamp")


WITH_WINDOW = LazyCommands(
    {**COMMANDS, "open": f"{__name__}:opener", "break": f"{__name__}:breaker"}
)


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    monkeypatch.setitem(sys.modules, __name__, sys.modules[__name__])


def test_new_project_is_made_and_never_overwritten(home):
    made = call("new", "corpus", "--name", "Harbours")
    assert (made.exit_code, made.stdout) == (0, "Made corpus.pullquote.\n")
    with Project.open(home / "corpus.pullquote") as project:
        assert project.name == "Harbours"
        assert [layer.id for layer in project.schema.layers][:2] == ["quote", "speaker"]
    again = call("new", "corpus")
    assert again.exit_code == 2
    assert again.stderr == (
        "pullquote: corpus.pullquote exists already; open it, or choose another name.\n"
    )


def test_bad_schema_is_refused_with_its_line(home):
    (home / "own.toml").write_text('format = "pullquote-schema/1"\nname = "x"\nnonsense = 1\n')
    refused = call("new", "corpus", "--schema", "own.toml")
    assert refused.exit_code == 2
    assert refused.stderr.startswith("pullquote: Line 3 of the label schema: ")
    assert not (home / "corpus.pullquote").exists()
    (home / "own.toml").write_bytes(b"\xff")
    assert "own.toml cannot be read" in call("new", "corpus", "--schema", "own.toml").stderr
    assert "none.toml cannot be read" in call("new", "corpus", "--schema", "none.toml").stderr


def test_import_says_what_it_read(home):
    call("new", "corpus")
    done = call("import", "corpus.pullquote", "0.txt", "1.txt", "--annotator", "Ilse")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "Read 2 documents.\n", "")
    with Project.open(home / "corpus.pullquote") as project:
        assert [annotator.name for annotator in project.annotators()] == ["Ilse"]
        assert project.history()[0].name == "Import"


def test_import_names_what_it_left_out_and_exits_with_1(home):
    call("new", "corpus")
    (home / "empty.txt").write_text("")
    (home / "crlf.txt").write_bytes(b"One\r\nTwo")
    call("import", "corpus.pullquote", "0.txt")
    done = call("import", "corpus.pullquote", "0.txt", "empty.txt", "crlf.txt", "none.txt")
    assert done.exit_code == 1
    assert done.stdout == (
        "Read 1 document.\nAmong them 1 with other line ends than LF, which became LF.\n"
    )
    assert done.stderr == (
        f"1 known already, from the same place:\n  {home / '0.txt'}\n"
        "2 left out:\n  empty.txt is empty.\n"
        "  none.txt is not there. Check the name and try again.\n"
    )


def test_import_reads_again_in_another_encoding(home):
    call("new", "corpus")
    (home / "old.txt").write_bytes("Minister Żółć powiedział w środę.".encode("cp1250"))
    done = call("import", "corpus.pullquote", "old.txt")
    assert done.stdout == (
        "Read 1 document.\n"
        "Among them 1 whose encoding is a guess; --encoding reads them again in another.\n"
    )
    done = call("import", "corpus.pullquote", "old.txt", "--encoding", "cp1252")
    assert done.stdout == (
        "Read 1 document.\nAmong them 1 that were not in UTF-8.\n"
        "Among them 1 that were here, read again.\n"
    )
    wrong = call("import", "corpus.pullquote", "old.txt", "--encoding", "hex")
    assert (wrong.exit_code, "'hex' is no encoding." in wrong.stderr) == (2, True)


def test_import_names_doubts_about_the_day(home):
    call("new", "corpus")
    (home / "day.txt").write_text("Last updated 2 March 2026\nShips return.")
    done = call("import", "corpus.pullquote", "day.txt")
    assert done.stderr == (
        "1 with a doubt about the day of publication:\n  day.txt: 2026-03-02 (Last updated "
        "2 March 2026). It is the day of a later change; the day of publication is not given.\n"
    )


def test_import_reads_tables_again_and_names_equal_texts(home):
    call("new", "corpus")
    (home / "a.csv").write_text("head,body\nHarbour,Ships return.\nHarbour,Rain.\n")
    done = call("import", "corpus.pullquote", "a.csv", "--text-column", "head")
    assert done.stderr == "1 with the same text as another document:\n  a.csv, line 3: as a.csv:2\n"
    done = call("import", "corpus.pullquote", "a.csv", "--text-column", "body", "--again")
    assert done.stdout == (
        "Read 2 documents.\nAmong them 2 that were here, read again.\n"
        "a.csv: the text from body; no field, kept as they are: head.\n"
    )
    assert (done.exit_code, done.stderr) == (0, "")


def test_import_names_days_that_are_none_and_links_that_lead_out(home):
    call("new", "corpus")
    (home / "in").mkdir()
    (home / "in" / "a.csv").write_text("date,text\nsoon,Ships return.\n2031-04-02,Ships leave.\n")
    (home / "in" / "link").symlink_to(home / "elsewhere.txt")
    done = call("import", "corpus.pullquote", "in")
    assert done.stdout == (
        "Read 2 documents.\na.csv: the text from text, the publication date from date.\n"
    )
    assert done.stderr == (
        "1 with a day of publication that is no certain one:\n"
        "  a.csv, line 2, column date: “soon” is no certain day.\n"
        "1 left out:\n  link is a link that leads out of the chosen folder, so it was left out. "
        "Choose what it leads to, to import that.\n"
    )
    assert done.exit_code == 1


def test_import_says_how_days_that_may_be_either_were_read(home):
    call("new", "corpus")
    days = ("03/04/2031", "05/04/2031", "04/25/2031", "04/26/2031")
    (home / "a.csv").write_text("date,text\n" + "".join(f"{day},On {day}.\n" for day in days))
    done = call("import", "corpus.pullquote", "a.csv")
    assert done.stdout == (
        "Read 4 documents.\na.csv: the text from text, the publication date from date.\n"
        "a.csv: days that may be either are read month first, as “04/25/2031” in the same column "
        "is one.\n"
    )
    assert (done.exit_code, done.stderr) == (0, "")


def test_import_says_what_was_done_to_pdfs(home):
    call("new", "corpus")
    for name in ("a.pdf", "b.pdf"):
        canvas = Canvas(name)
        canvas.drawString(60, 760, "Harbour workers walked out on Mon-")
        canvas.drawString(60, 746, f"day after talks, says {name}.")
        canvas.drawString(300, 30, "- 7 -")
        canvas.save()
    done = call("import", "corpus.pullquote", "a.pdf", "b.pdf")
    assert done.stdout == (
        "Read 2 documents.\n"
        "Among them 2 without words of menus, page heads, hidden text and the like.\n"
        "Among them 2 laid out anew: lines joined 2, hyphens joined 2, page numbers removed 2.\n"
    )


def test_import_maps_columns(home):
    call("new", "corpus")
    (home / "a.csv").write_text("text,words,when\nno,Ships return.,2031-04-02\n")
    columns = ["--text-column", "words", "--date-column", "when"]
    assert call("import", "corpus.pullquote", "a.csv", *columns).exit_code == 0
    with Project.open(home / "corpus.pullquote") as project:
        [document] = [document for document, _ in project.texts()]
        assert project.text(document) == "Ships return."
        assert project.document(document).published.value == "2031-04-02"
    for name in ("b.csv", "c.csv"):
        (home / name).write_text(f"text,words,when\n{name},Ships leave.,2031-04-02\n")
    done = call("import", "corpus.pullquote", "b.csv", "c.csv")
    assert done.stdout.endswith(
        "b.csv and 1 more like it: the text from text; no field, kept as they are: words, when.\n"
    )
    wrong = call("import", "corpus.pullquote", "a.csv", "--text-column", "body")
    assert wrong.exit_code == 1
    assert "a.csv has no column 'body'. Choose one of: text, words, when." in wrong.stderr


def test_a_project_whose_name_has_dots_gets_its_ending(home):
    assert call("new", "corpus of 3.5.2026").output == "Made corpus of 3.5.2026.pullquote.\n"
    assert (home / "corpus of 3.5.2026.pullquote").exists()


@pytest.mark.parametrize(
    "arguments", [["none.txt"], ["0.txt", "--encoding", "no-such"], ["broken.pdf"]]
)
def test_an_import_of_nothing_adds_nobody(home, arguments):
    call("new", "corpus.pullquote")
    (home / "broken.pdf").write_bytes(b"%PDF-1.4 and no more")
    assert call("import", "corpus.pullquote", *arguments, "--annotator", "Ilse").exit_code
    with Project.open(home / "corpus.pullquote", read_only=True) as project:
        assert [one.name for one in project.annotators() if one.kind == "person"] == []
        assert project.check() == []


def test_check_finds_nothing_in_a_sound_project(home):
    call("new", "corpus")
    call("import", "corpus.pullquote", "0.txt")
    sound = call("check", "corpus.pullquote")
    assert (sound.exit_code, sound.stdout, sound.stderr) == (0, "", "No problems found.\n")


def test_check_counts_one_problem_as_one(home):
    call("new", "corpus")
    call("import", "corpus.pullquote", "0.txt")
    link = sqlite3.connect(home / "corpus.pullquote")
    guards = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'text'"
    kept = link.execute(guards).fetchall()
    for name, _sql in kept:
        link.execute(f"DROP TRIGGER {name}")
    link.execute("UPDATE text SET content = replace(content, 'Ship', 'Boat')")
    for _name, sql in kept:
        link.execute(sql)
    link.commit()
    link.close()
    found = call("check", "corpus.pullquote")
    assert found.exit_code == 1
    assert len(found.stdout.splitlines()) == 1
    assert found.stderr == "1 problem.\n"


def test_copy_is_a_whole_project_and_replaces_nothing(home):
    call("new", "corpus")
    call("import", "corpus.pullquote", "0.txt")
    assert call("copy", "corpus.pullquote", "copy.pullquote").exit_code == 0
    with Project.open(home / "copy.pullquote") as project:
        assert len(list(project.texts())) == 1
    again = call("copy", "corpus.pullquote", "copy.pullquote")
    assert again.exit_code == 2
    assert "copy.pullquote exists already" in again.stderr


def test_a_file_too_damaged_to_open_is_a_problem_that_check_finds(home):
    call("new", "corpus.pullquote")
    path = home / "corpus.pullquote"
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    found = call("check", "corpus.pullquote")
    assert found.exit_code == 1
    assert "is damaged" in found.stdout
    assert "there is no backup beside it" in found.stdout
    assert found.stderr == "1 problem.\n"


@pytest.mark.parametrize("command", ["check", "copy", "import"])
def test_what_is_no_project_is_refused_in_a_sentence(home, command):
    more = {"check": [], "copy": ["to.pullquote"], "import": ["1.txt"]}[command]
    refused = call(command, "0.txt", *more)
    assert refused.exit_code == 2
    assert refused.stderr == (
        f"pullquote: {home / '0.txt'} is not a Pullquote project; "
        "choose a file that ends in .pullquote.\n"
    )
    missing = call(command, "none.pullquote", *more)
    assert missing.exit_code == 2
    assert missing.stderr.startswith(f"pullquote: There is no project at {home / 'none.pullquote'}")


def test_project_without_a_command_is_opened(home):
    assert call(group=WITH_WINDOW).output == "opened None\n"
    assert call("a.pullquote", group=WITH_WINDOW).output == "opened a.pullquote\n"
    assert call("0.txt", group=WITH_WINDOW).output == "opened 0.txt\n"
    mistyped = call("exprot", group=WITH_WINDOW)
    assert mistyped.exit_code == 2
    assert "No such command 'exprot'" in mistyped.stderr


def test_expected_failure_is_one_sentence(home):
    refused = call("break", group=WITH_WINDOW)
    assert refused.exit_code == 2
    assert refused.stderr == "pullquote: The lamp is broken; mend it.\n"


def test_usage_errors_exit_with_2():
    assert call("import").exit_code == 2
    assert call("new", "--wrong").exit_code == 2


def test_version():
    assert call("--version").output == f"Pullquote {__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name):
    shown = call(name, "--help")
    assert shown.exit_code == 0
    assert len(shown.output.splitlines()) > 5
    command = command_line().get_command(click.Context(command_line()), name)
    assert command is not None
    assert all(isinstance(p, click.Argument) or p.help for p in command.params)  # type: ignore[attr-defined]


def test_the_command_line_starts_light():
    code = (
        "import sys, pullquote.cli.main\n"
        "heavy = {'PySide6', 'numpy', 'rapidfuzz', 'trafilatura', 'peewee', 'lxml'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_ctrl_c_stops_an_import_at_a_whole_document(home):
    call("new", "corpus")
    with (home / "many.jsonl").open("w") as file:
        file.writelines(f'{{"text": "Ship number {n} came in."}}\n' for n in range(40_000))
    code = (
        "import os, signal, threading, time\n"
        "from pullquote.cli.main import command_line\n"
        "def interrupt():\n"
        "    while os.stat('corpus.pullquote').st_size < 1_000_000:\n"
        "        time.sleep(0.01)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "if __name__ == '__main__':\n"
        "    threading.Thread(target=interrupt, daemon=True).start()\n"
        "    command_line().main(['import', 'corpus.pullquote', 'many.jsonl'])\n"
    )
    (home / "program.py").write_text(code)
    done = subprocess.run(
        [sys.executable, "program.py"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == "Stopped before the end; what was read stays.\n"
    with Project.open(home / "corpus.pullquote") as project:
        assert 0 < len(list(project.texts())) < 40_000
        assert project.check() == []


def test_the_program_runs_a_command_without_the_window(home):
    code = (
        "import sys\n"
        "from pullquote.__main__ import main\n"
        "sys.argv = ['pullquote', 'new', 'corpus']\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
        "assert 'PySide6' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    shown = subprocess.run(
        [sys.executable, "-m", "pullquote", "check", "corpus.pullquote"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert shown.stderr == "No problems found.\n"


def test_an_export_comes_in_with_its_labels_and_leaves_equal(tmp_path):
    """Exported, imported into a new project and exported again, it is the same byte by byte."""
    schema = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
    with Project.create(tmp_path / "a.pullquote", name="A", schema_toml=schema) as project:
        with project.operation("Label", 0) as writer:
            document = writer.add_document(NewDocument("He said: “No 🚢.”", "a.txt"))
            who = writer.add_annotator("Mara Lind").id
            writer.add_annotation(document, who, "quote", 9, 16)
    a, b = str(tmp_path / "a"), str(tmp_path / "b")
    assert call("export", f"{a}.pullquote", "-f", "jsonl", "-o", a).exit_code == 0
    assert call("new", f"{b}.pullquote").exit_code == 0
    done = call("import", f"{b}.pullquote", a)
    assert done.exit_code == 0, done.output
    assert "1 label" in done.output
    assert call("export", f"{b}.pullquote", "-f", "jsonl", "-o", b).exit_code == 0
    for path in sorted(Path(a).iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True), (["open"], True), (["open", "a.pullquote"], True), (["a.pullquote"], True),
        (["open", "--help"], False), (["--version"], False), (["check", "a.pullquote"], False),
        (["a.pullquote", "-h"], False), (["folder"], False), (["demo"], False),
    ],
)  # fmt: skip
def test_what_asks_for_the_window_alone_comes_without_the_command_line(arguments, window):
    assert asks_for_window(arguments) == window


STARTED = """
import json, sys
from pullquote.__main__ import main
for arguments in json.loads(sys.argv[1]):
    sys.argv = ["pullquote", *arguments]
    try:
        main()
    except SystemExit as end:
        print(arguments[0], end.code or 0, flush=True)
"""


def started(*commands: list[str]) -> tuple[str, list[str]]:
    """As the program is started, but in one process: what went to standard error, exit codes.

    What it prints has to be printable, too.
    """
    done = subprocess.run(
        [sys.executable, "-c", STARTED, json.dumps(commands)],
        capture_output=True, text=True, check=False, errors="replace",
    )  # fmt: skip
    ends = [line for line in done.stdout.splitlines() if line[-2:] in (" 0", " 1", " 2")]
    return done.stderr, ends


@pytest.mark.skipif(sys.platform == "win32", reason="names are not bytes there")
@pytest.mark.parametrize("stem", ["n" * 240, "n" * 480, "m" * 220, "b\udcff"])
def test_no_name_of_a_file_ends_in_a_traceback(home, stem):
    name = f"{stem}.pullquote"
    said, ends = started(
        ["new", "news.pullquote"], ["new", name], ["copy", "news.pullquote", f"c{name}"],
        ["check", name], ["import", name, "0.txt"], ["history", name],
        ["collect", "news.pullquote", name],
        ["export", "news.pullquote", "-f", "csv", "-o", f"e{name}"],
        ["agreement", "news.pullquote", "-o", f"{name}.json"],
    )  # fmt: skip
    assert "Traceback" not in said
    assert len(ends) == 9, said


def test_what_cannot_be_written_to_is_one_sentence(home):
    (home / "file").write_text("x")
    said, ends = started(
        ["new", "news.pullquote"],
        ["demo", "--offscreen", "-o", "file"],
        ["export", "news.pullquote", "-f", "csv", "-o", "one.csv"],
    )
    assert ends == ["new 0", "demo 2", "export 2"]
    assert "file cannot be the folder of the sample (File exists)" in said
    assert "one.csv could not be written: CSV goes to a folder or a .zip" in said
    assert not (home / "one.csv").exists()


def test_a_bit_in_the_header_is_damage(home):
    assert call("new", "news.pullquote").exit_code == 0
    content = bytearray((home / "news.pullquote").read_bytes())
    content[47] ^= 64
    (home / "news.pullquote").write_bytes(content)
    done = call("check", "news.pullquote")
    assert done.exit_code == 1
    assert "is damaged" in done.stdout
    assert "What was found: unsupported file format." in done.stdout


def test_numpy_is_told_to_use_one_thread_and_a_users_own_word_counts(monkeypatch) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    use_one_thread()
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "4")
    use_one_thread()
    assert os.environ["OPENBLAS_NUM_THREADS"] == "4"
