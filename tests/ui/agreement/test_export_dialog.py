"""Figures are written from the room, and a place that cannot be written to is said."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QRadioButton

from pullquote.ui.agreement.export_dialog import FiguresDialog


@pytest.fixture
def dialog_of(sample_room):
    """Open the dialog and let a function act on it, one step of a generator at a time."""

    def run(steps: Callable[[FiguresDialog], object]) -> None:
        timer = QTimer(interval=10)
        state: dict[str, object] = {}

        def step() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, FiguresDialog):
                return
            going = state.setdefault("going", steps(dialog))
            try:
                next(going)  # type: ignore[call-overload]
            except StopIteration:
                timer.stop()
                dialog.reject()
            except BaseException:
                timer.stop()
                dialog.reject()
                raise

        timer.timeout.connect(step)
        timer.start()
        sample_room.export()
        assert "going" in state, "no dialog came"

    return run


def choose(dialog: FiguresDialog, words: str) -> None:
    next(b for b in dialog.findChildren(QRadioButton) if words in b.text()).click()


def test_a_place_beside_the_project_is_proposed_for_each_format(dialog_of) -> None:
    def steps(dialog: FiguresDialog):
        assert Path(dialog.place.text()).name == "sample agreement"
        choose(dialog, "JSON")
        assert Path(dialog.place.text()).name == "sample agreement.json"
        yield

    dialog_of(steps)


def test_figures_are_written_as_one_file(dialog_of, tmp_path: Path) -> None:
    to = tmp_path / "figures.json"

    def steps(dialog: FiguresDialog):
        choose(dialog, "JSON")
        dialog.show_place(str(to))
        dialog.main.click()
        while dialog.main.text() != "Show the files":
            yield
        assert to.exists()
        assert dialog.note.text() == "Written to figures.json."

    dialog_of(steps)
    assert "detection.exact" in json.dumps(json.loads(to.read_text(encoding="utf-8")))


def test_figures_are_written_as_tables(dialog_of, tmp_path: Path) -> None:
    to = tmp_path / "figures"

    def steps(dialog: FiguresDialog):
        dialog.show_place(str(to))
        dialog.main.click()
        while dialog.main.text() != "Show the files":
            yield

    dialog_of(steps)
    assert list(to.glob("*.csv"))


def test_a_place_that_cannot_be_written_to_is_said_in_the_dialog(dialog_of, tmp_path) -> None:
    taken = tmp_path / "somebody's.json"
    taken.write_text("not ours", encoding="utf-8")

    def steps(dialog: FiguresDialog):
        choose(dialog, "JSON")
        dialog.show_place(str(taken))
        dialog.main.click()
        while not dialog.note.text():
            yield
        assert dialog.note.property("role") == "warning"
        assert dialog.main.isEnabled()

    dialog_of(steps)
    assert taken.read_text(encoding="utf-8") == "not ours"
