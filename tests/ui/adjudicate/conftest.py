import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument, Published
from pullquote.store import Project
from pullquote.ui.adjudicate.room import AdjudicateRoom
from pullquote.ui.services.arrangement import arrangement_for
from pullquote.ui.theme.palette import Theme

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
FERRY = """Ferry to stay in port, minister says

“The ferry will not sail before May. The ice is too thick,” minister Olga Senn said on Monday.

She called the pier “a ruin” and left the hall. “We will see,” she added."""


class Room:
    """A room at work on a project, and the hands that press its keys."""

    def __init__(self, project: Project, actor: int, controller: AdjudicateRoom) -> None:
        self.project, self.actor, self.controller = project, actor, controller
        self.room, self.reader = controller.widget, controller.widget.page.reader
        self.told: list[tuple[str, bool]] = []
        self.errors: list[object] = []
        controller.host.said.connect(lambda sentence, undo: self.told.append((sentence, undo)))
        controller.host.failed.connect(self.errors.append)

    def keys(self, *names: str) -> None:
        for name in names:
            pressed = QKeySequence(name)[0]
            target = QApplication.focusWidget()
            assert target is not None
            QTest.keyClick(target, pressed.key(), pressed.keyboardModifiers())
            self.wait()

    def type(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)

    def wait(self) -> None:
        for _ in range(3):
            QApplication.processEvents()
        while self.controller.tasks.busy() or self.controller.waits():
            QApplication.processEvents()

    def words(self, words: str) -> None:
        """Choose words of the text, with Shift and the arrows."""
        self.reader.set_caret(self.reader.text().index(words))
        self.keys(*["Shift+Right"] * len(words))

    @property
    def open(self) -> int:
        return self.controller.open_items.counts().open

    def item(self):
        return self.controller.presenter.item

    def settled(self) -> list[tuple[str, str, str]]:
        """Layer, words and origin of the adjudicated version of the document in sight."""
        own, item = self.project.adjudicated(), self.item()
        if own is None:
            return []
        document = item.document if item else self.project.versions()[0].document
        text = self.project.text(document)
        labels = self.project.annotations(document, own.id)
        return [(label.layer, label.span.of(text), label.origin) for label in labels]


@pytest.fixture
def enter(qtbot, theme: Theme, host) -> Iterator[Callable[..., Room]]:
    """Enter the room of a project, in a window of a size."""
    rooms: list[Room] = []

    def make(path: Path, size: tuple[int, int] = (1368, 860), *, read_only: bool = False) -> Room:
        project = Project.open(path, read_only=read_only)
        actor = next(a.id for a in project.annotators() if a.kind == "person")
        controller = AdjudicateRoom(project, actor, theme, host)
        project.listen(controller.refresh)
        controller.widget.set_motion(False)
        qtbot.addWidget(controller.widget)
        controller.widget.resize(*size)
        controller.arrange(arrangement_for(size[0] + 72))
        controller.widget.show()
        controller.widget.activateWindow()
        qtbot.waitUntil(controller.widget.isActiveWindow)
        made = Room(project, actor, controller)
        rooms.append(made)
        controller.enter()
        made.wait()
        return made

    yield make
    for room in rooms:
        room.controller.close()
        room.project.close()


@pytest.fixture
def schema() -> str:
    """What the ferry project is labelled with."""
    return SCHEMA


@pytest.fixture
def ferry_path(tmp_path: Path, schema: str) -> Path:
    """One document that three have done: they agree on a speaker, not on a quote and a term."""
    path = tmp_path / "ferry.pullquote"
    with Project.create(path, name="Ferry", schema_toml=schema) as project:
        with project.operation("Begin", 0) as writer:
            people = [writer.add_annotator(name).id for name in ("Mara", "Teo", "Ines")]
            document = writer.add_document(
                NewDocument(FERRY, "ferry.txt", "Ferry to stay in port", "Quay News",
                            published=Published("2026-02-10", "field"), raw_sha256="a",
                            origin="ferry.txt")
            )  # fmt: skip
        mara, teo, ines = people
        whole = "“The ferry will not sail before May. The ice is too thick,”"
        first = "“The ferry will not sail before May."
        term = "“a ruin”"
        for who, quote in ((mara, whole), (teo, first), (ines, whole)):
            with project.operation("Label", who) as writer:
                for layer, words in (("quote", quote), ("speaker", "minister Olga Senn")):
                    start = FERRY.index(words)
                    writer.add_annotation(document, who, layer, start, start + len(words))
                if who != ines:
                    start = FERRY.index(term)
                    layer = "quote" if who == mara else "not_quote"
                    writer.add_annotation(document, who, layer, start, start + len(term))
                writer.set_state(document, who, "done")
    return path


@pytest.fixture
def ferry(enter, ferry_path: Path) -> Room:
    return enter(ferry_path)


@pytest.fixture
def sample_path(sample_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sample_file, tmp_path / "sample.pullquote"))
