"""A format to write is one module and one row: everything else follows from the table."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pullquote.cli.main import command_line
from pullquote.exchange import formats
from pullquote.exchange.formats import ExportFormat, UnknownExportFormat, export_format
from pullquote.ui.dialogs.export import ExportDialog
from pullquote.workflow.export import preview_beside

WAIT = 10_000
WORDS = ExportFormat(
    "words", "Words", "words only", "the words of every label on a line", ("folder", "file"),
    "stub_format", suffix=".words",
)  # fmt: skip


@pytest.fixture(autouse=True)
def words(monkeypatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS, WORDS))
    # The command reads the table when it is imported.
    monkeypatch.delitem(sys.modules, "pullquote.cli.export", raising=False)
    yield
    sys.modules.pop("stub_format", None)


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command_line(), [str(argument) for argument in arguments])


def test_the_command_line_knows_the_format(ferry, hands, tmp_path) -> None:
    said = " ".join(call("export", "--help").output.split())
    assert "[jsonl|csv|words]" in said
    assert "words: the words of every label on a line." in said
    assert "words: a folder or one .words file." in said
    hands.keys("G", "Q", "Esc", "Esc")
    path = ferry.annotate.project.path
    for to in (tmp_path / "out", tmp_path / "out.words", tmp_path / "out.words"):
        done = call("export", path, "-f", "words", "-o", to)
        assert done.exit_code == 0
        assert "Exported 2 documents with 1 label" in done.output
        assert "1  places of labels" in done.output
    line = "quote\t“We wait for the pilots,”"
    assert (tmp_path / "out" / "labels.words").read_text("utf-8") == f"words/1\n{line}\n"
    assert (tmp_path / "out.words").read_text("utf-8") == f"words/1\n{line}\n"


@pytest.mark.parametrize("name", ["out.zip", "out.jsonl"])
def test_a_form_that_a_format_lacks_is_refused(name, ferry, tmp_path) -> None:
    done = call("export", ferry.annotate.project.path, "-f", "words", "-o", tmp_path / name)
    assert done.exit_code == 2
    assert "Words goes to a folder or one .words file" in done.stderr
    assert not (tmp_path / name).exists()


def test_the_window_offers_the_format_counts_its_losses_and_writes_it(
    ferry, hands, answer, tmp_path, qtbot
) -> None:
    hands.keys("G", "Q", "Esc", "Esc")
    qtbot.waitUntil(lambda: not ferry.projects.jobs.busy())
    told: list[str] = []

    def write(dialog) -> None:
        assert isinstance(dialog, ExportDialog)
        dialog._choose_format("words")
        dialog._forms._buttons["file"].click()
        dialog.set_folder(str(tmp_path / "out"))
        row = dialog.formats._rows["words"]
        qtbot.waitUntil(lambda: "loses 1" in row.accessibleName())
        told.append(row.accessibleName())
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: "read back, equal" in dialog.note.text())

    answer(write)
    hands.keys("Ctrl+E")
    assert told == ["Words, words only, loses 1"]
    assert (tmp_path / "out.words").read_text("utf-8").startswith("words/1\nquote\t")


def test_losses_come_from_the_format(ferry, hands, tmp_path) -> None:
    hands.keys("G", "Q", "Esc", "Esc")
    [loss] = preview_beside(ferry.annotate.project, "words", tmp_path / "out").losses
    assert (loss.what, loss.count, loss.where) == ("places of labels", 1, ("ferry.txt",))


def test_a_format_that_is_not_in_the_table_is_refused() -> None:
    with pytest.raises(UnknownExportFormat, match="“brat” to export to; there are: jsonl, csv"):
        export_format("brat")
