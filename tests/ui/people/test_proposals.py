"""Proposals that stand in a project, as sentences, taken and refused by the mouse."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from pullquote.assets import RESOURCES
from pullquote.store import Project
from pullquote.store.merge.speaker_proposals import proposal_verbs, read_proposals
from pullquote.ui.people.proposals import ProposalsPresenter

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")


def test_what_a_file_says_otherwise_is_taken_or_left(tmp_path: Path, theme, qtbot) -> None:
    with Project.create(tmp_path / "p.pullquote", name="p", schema_toml=SCHEMA) as project:
        with project.operation("Set up", 0) as writer:
            ada = writer.add_annotator("Ada").id
            brev = writer.add_speaker("Anton Brev").id
            short = writer.add_speaker("A. Brev").id
            verbs, at = proposal_verbs(writer), "2026-03-01T10:00:00Z"
            verbs.propose("merge", short, brev, "", ada, at)
            verbs.propose("kind", brev, None, "organisation", ada, at)
        window = QWidget()
        qtbot.addWidget(window)
        proposing = ProposalsPresenter(project, ada, window)
        table = proposing.dialog.list
        said = [table.item(row, 0).text() for row in range(table.rowCount())]
        assert said == [
            "“Anton Brev” is of the kind organisation",
            "“A. Brev” and “Anton Brev” are one speaker",
        ]
        QTest.mouseClick(proposing.dialog._refuse, Qt.MouseButton.LeftButton)
        assert project.speaker(brev).kind == "person"
        QTest.mouseClick(proposing.dialog._take, Qt.MouseButton.LeftButton)
        assert project.speaker(short).merged_into == brev
        assert read_proposals(project) == []
        assert not proposing.dialog._take.isEnabled()
        project.undo(ada)
        assert len(read_proposals(project)) == 1
