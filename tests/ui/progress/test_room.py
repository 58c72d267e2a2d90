"""The Progress room: charts and tables of the same counts, in the window and alone."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel

from pullquote.assets import RESOURCES
from pullquote.model.schema_file import parse_schema
from pullquote.model.values import Annotator, NewDocument
from pullquote.store import Project
from pullquote.store.reads import LabelTally
from pullquote.ui.progress import chart_data
from pullquote.ui.progress.room import ProgressRoom
from pullquote.workflow.progress import PersonProgress, ProjectProgress

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.pullquote", name="Ferries", schema_toml=SCHEMA) as made:
        with made.operation("Set up", 0) as writer:
            ada = writer.add_annotator("Ada").id
            writer.add_annotator("Bo")
            for n in range(3):
                text = NewDocument(f"Ferry {n} sails.", f"{n}.txt", source="Quay News")
                document = writer.add_document(text)
                writer.add_annotation(document, ada, "speaker", 0, 5)
            writer.set_state(document, ada, "done")
        yield made


@pytest.fixture
def controller(project: Project, theme, host, qtbot) -> Iterator[ProgressRoom]:
    made = ProgressRoom(project, 1, theme, host)
    qtbot.addWidget(made.widget)
    made.widget.resize(1200, 800)
    made.widget.show()
    yield made
    made.close()


def cells(table, row: int) -> list[str]:
    return [table.item(row, column).text() for column in range(table.columnCount())]


def test_entering_counts_and_the_table_says_what_the_chart_shows(controller, qtbot) -> None:
    controller.enter()
    room = controller.widget
    qtbot.waitUntil(lambda: room.documents.table.rowCount() == 2)
    assert cells(room.documents.table, 0) == ["Ada", "1", "0", "0", "2", "3"]
    assert (
        room.documents.chart.accessibleDescription()
        == "Ada: 1 done, 2 not started; Bo: 3 not started"
    )
    assert cells(room.labels.table, 0) == ["Ada", "3", "3"]


def test_a_change_is_counted_when_the_hands_rest(controller, project, qtbot) -> None:
    controller.enter()
    room = controller.widget
    qtbot.waitUntil(lambda: room.documents.table.rowCount() == 2)
    stop = project.listen(controller.refresh)
    with project.operation("Done", 1) as writer:
        writer.set_state(1, 1, "done")
    qtbot.waitUntil(lambda: cells(room.documents.table, 0)[1] == "2")
    stop()


def test_by_source_is_chosen_by_keys(controller, qtbot) -> None:
    controller.enter()
    room = controller.widget
    qtbot.waitUntil(lambda: room.labels.table.rowCount() == 1)
    layer, *_ = room._by.findChildren(type(room._by._group.buttons()[0]))
    layer.setFocus()
    QTest.keyClick(layer, Qt.Key.Key_Right)
    QTest.keyClick(room._by._group.checkedButton(), Qt.Key.Key_Right)
    assert cells(room.labels.table, 0)[0] == "Quay News"


def test_the_csv_has_what_is_shown(controller, qtbot, tmp_path: Path) -> None:
    controller.enter()
    qtbot.waitUntil(lambda: controller.widget.documents.table.rowCount() == 2)
    with qtbot.waitSignal(controller.host.said) as said:
        controller.write(tmp_path / "out.csv")
    assert said.args == ["Written to out.csv.", False]
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert {"Ada", "Bo"} == {row["annotator"] for row in csv.DictReader(file)}


def test_a_chart_is_saved_by_its_button(controller, qtbot, tmp_path: Path, monkeypatch) -> None:
    controller.enter()
    room = controller.widget
    qtbot.waitUntil(lambda: room.documents.table.rowCount() == 2)
    offered = []

    def answer(_parent: object, _title: str, proposal: str, _kinds: str) -> tuple[str, str]:
        offered.append(proposal)
        return str(tmp_path / "documents"), "SVG (*.svg)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    room.documents.save.setFocus()
    with qtbot.waitSignal(controller.host.said) as said:
        QTest.keyClick(room.documents.save, Qt.Key.Key_Space)
    assert said.args == ["Written to documents.svg.", False]
    assert (tmp_path / "documents.svg").read_bytes().startswith(b"<?xml")
    assert offered == [str(tmp_path / "Documents.png")]


def test_a_project_without_documents_offers_the_next_step(tmp_path, theme, host, qtbot) -> None:
    with Project.create(tmp_path / "e.pullquote", name="Empty", schema_toml=SCHEMA) as empty:
        controller = ProgressRoom(empty, 0, theme, host)
        qtbot.addWidget(controller.widget)
        controller.widget.show()
        controller.enter()
        qtbot.waitUntil(lambda: controller.widget._empty.isVisible())
        (pane,) = controller.panes()
        pane.setFocus()
        with qtbot.waitSignal(host.ran) as told:
            QTest.keyClick(pane.focusProxy(), Qt.Key.Key_Space)
        assert told.args == ["import"]
        controller.close()


def test_labels_of_a_layer_that_the_schema_no_longer_has_are_shown_last() -> None:
    ada = PersonProgress(Annotator(1, "u", "Ada"), None, 0, 1, 0, 0, 5)
    labels = (LabelTally(1, "rumour", "hand", None, 2), LabelTally(1, "quote", "hand", None, 3))
    bars = chart_data.bars_by_layer(ProjectProgress(1, 0, (ada,), labels), parse_schema(SCHEMA))
    assert [part.key for part in bars.parts] == ["quote", "rumour"]
    assert bars.counts == ((3, 2),)


def test_the_adjudicated_version_is_no_annotator(controller, project, qtbot) -> None:
    with project.operation("Settle", 1) as writer:
        settled = writer.add_annotator("Adjudicated", "adjudicated").id
        document = project.document_rows(list(dict(project.texts())), 1)[0].id
        writer.set_state(document, settled, "in_progress")
    controller.enter()
    room = controller.widget
    qtbot.waitUntil(lambda: room.documents.table.rowCount() == 3)
    said = [label.text() for label in room.findChildren(QLabel)]
    assert any("3 documents, 2 annotators" in words for words in said)
