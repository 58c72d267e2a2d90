"""What entering a room for the first time costs, in counts: parts made, libraries loaded."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pullquote.store import Project
from pullquote.ui.widgets.key_strip import KeyLine

# Beyond what is painted while a room reads: head, waiting page or empty list, strip of keys.
MOST_WIDGETS = {
    "clusters": 80, "agreement": 50, "adjudicate": 95, "timeline": 100, "speakers": 120,
    "progress": 90,
}  # fmt: skip

ENTER = """
import json, sys, threading
from importlib.abc import MetaPathFinder
from pathlib import Path
from PySide6.QtWidgets import QWidget
from pullquote.ui.screenshots import posed_window, process_events, wait_for_tasks

class Heavy(MetaPathFinder):
    found = {}
    def find_spec(self, name, path=None, target=None):
        if name in {"numpy", "rapidfuzz"}:
            here = threading.current_thread() is threading.main_thread()
            self.found.setdefault(name, "the window" if here else "another")
        return None

sys.meta_path.insert(0, Heavy())
with posed_window(Path(sys.argv[1]), name="Ada", read_only=False) as window:
    wait_for_tasks(window)
    assert Heavy.found == {}, Heavy.found
    window.rooms.go(sys.argv[2])
    widgets = len(window.rooms.current.widget.findChildren(QWidget))
    process_events()
    wait_for_tasks(window)
    print(json.dumps([widgets, Heavy.found]))
"""


@pytest.fixture
def compared(project_path: Path) -> Path:
    """Two people have done the first document, and differ."""
    with Project.open(project_path) as project, project.operation("Set up", 0) as writer:
        for name, end in (("Ada", 7), ("Bo", 20)):
            person = writer.add_annotator(name).id
            writer.add_annotation(1, person, "quote", 0, end)
            writer.set_state(1, person, "done")
    return project_path


@pytest.mark.parametrize("room", sorted(MOST_WIDGETS))
def test_a_room_is_there_before_its_figures_and_libraries(compared, room) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ENTER, str(compared), room],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    widgets, loaded = json.loads(done.stdout)
    assert widgets <= MOST_WIDGETS[room]
    assert "the window" not in loaded.values()
    assert (room in {"progress", "speakers"}) == (loaded == {})


ACTS = {"text_commands", "text_menu", "panel_edits", "copies_presenter"}


def test_a_key_that_is_pressed_before_the_first_paint_counts(
    make_window, project_path, hands_of
) -> None:
    window = make_window()
    assert window.open_project(project_path)
    assert not ACTS & set(vars(window.annotate))
    hands_of(window).keys("G", "Q")
    labels = window.annotate.project.annotations(1, window.projects.actor)
    assert [label.layer for label in labels] == ["quote"]


def test_what_acts_comes_after_the_first_paint(make_window, project_path, qtbot) -> None:
    window = make_window()
    assert window.open_project(project_path)
    window.repaint()
    assert not ACTS & set(vars(window.annotate))
    qtbot.waitUntil(lambda: set(vars(window.annotate)) >= ACTS)
    assert window.room.page.strip.findChild(KeyLine).accessibleName()
