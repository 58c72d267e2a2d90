"""Each count has one source, wherever it stands."""

import csv
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QLabel

from pullquote.exchange.selection import ExportSelection
from pullquote.labelling.open_document import OpenDocument
from pullquote.model.values import NewDocument
from pullquote.store import Project
from pullquote.text.segments import word_count
from pullquote.workflow.export import export


def test_quotes_of_a_speaker_are_those_of_the_export(sample_file: Path, tmp_path: Path) -> None:
    with Project.open(sample_file, read_only=True) as project:
        export(project, "csv", tmp_path / "out", ExportSelection())
        with (tmp_path / "out" / "speakers.csv").open(encoding="utf-8", newline="") as lines:
            exported = {row["name"]: int(row["quotes"]) for row in csv.DictReader(lines)}
        here = {s.name: project.quotes_of(s.id) for s in project.speakers()}
    assert here == exported
    assert sum(here.values()) > 10


def test_words_of_a_document_are_counted_alike_in_head_panel_dialog_and_choice(
    ferry, hands, answer
) -> None:
    count = word_count(hands.reader.text())
    assert f"{count} words" in ferry.room.page.head._facts.text()
    facts = [label.text() for label in ferry.room.panel.labels.document.findChildren(QLabel)]
    shown = [value.text() for name, value in ferry.room.panel.labels.document._lines]
    assert str(count) in shown, facts

    def look(dialog: QDialog) -> None:
        assert any(f"{count} words" in label.text() for label in dialog.findChildren(QLabel))

    answer(look)
    ferry.run("properties")
    hands.keys("Ctrl+A")
    QApplication.processEvents()
    heading = ferry.room.panel.labels.words._heading.accessibleName()
    assert heading.startswith(f"{count} words chosen")


def test_the_words_of_a_long_text_are_counted_while_one_reads(ferry, qtbot) -> None:
    project = ferry.annotate.project
    text = "One line of eight words, no more here.\n" * 6000
    with project.operation("Import", 0) as writer:
        long = writer.add_document(NewDocument(text, "long.txt"))
    assert OpenDocument(project, 1, long).word_count is None
    ferry.annotate.open(long)
    assert "words" not in ferry.room.page.head._facts.text()
    qtbot.waitUntil(lambda: "48,000 words" in ferry.room.page.head._facts.text())
