"""The Timeline room: what is in sight, and what its keys and the mouse do."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument, Published
from pullquote.store import Project
from pullquote.ui.services.host import TextPlace
from pullquote.ui.services.tasks import Tasks
from pullquote.ui.timeline.room import TimelineRoom
from pullquote.ui.timeline.timeline_chart import HEAD, NOWHERE, ROW

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
TEXT = "🚢 “We wait,” Ada Lind said. Talks began on Tuesday."
DAYS = (("2026-02-05", "2026-02-03"), ("2026-03-20", "2026-02-10"), (None, "2026-02"))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Three copies; what Ada says there, and claims of nobody, with another date in each."""
    with Project.create(tmp_path / "a.pullquote", name="A", schema_toml=SCHEMA) as made:
        with made.operation("Begin", 0) as writer:
            who = writer.add_annotator("Anna").id
            ada = writer.add_speaker("Ada Lind").id
            for number, (day, value) in enumerate(DAYS):
                published = Published(day, "field" if day else "unknown")
                new = NewDocument(f"{TEXT} {number}", f"{number}.txt", source=f"Post {number}",
                                  published=published)  # fmt: skip
                document = writer.add_document(new)
                for layer, words, more in (
                    ("quote", "“We wait,”", {"speaker": ada}), ("claim", "Talks began", {}),
                    ("date", "Tuesday", {"attributes": {"value": value}}),
                ):  # fmt: skip
                    start = TEXT.index(words)
                    label = writer.add_annotation(
                        document, who, layer, start, start + len(words), **more
                    )
                    if layer == "date":
                        writer.add_relation("dated_by", label.id - 1, label.id, "event")
        yield made


@pytest.fixture
def room(project: Project, theme, host, in_sight) -> TimelineRoom:
    return in_sight(TimelineRoom(project, 1, theme, host))


def press(key, held=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, held)


def heading(room: TimelineRoom) -> str:
    return room.widget.heading.text()


@pytest.fixture
def gone(host) -> list[tuple[str, object]]:
    """Where the room led to."""
    found: list[tuple[str, object]] = []
    host.gone.connect(lambda room, target: found.append((room, target)))
    return found


def table(room: TimelineRoom) -> list[str]:
    model = room.widget.model
    return [model.index(row).data() for row in range(model.rowCount())]


def test_the_arrows_go_along_the_days_and_the_rows(entered, rest):
    assert entered.widget.chart.hasFocus()
    seen = [heading(entered)]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_Up):
        press(key)
        rest()
        seen.append(heading(entered))
    assert seen == [
        "Ada Lind, Thu 5 Feb 2026",
        "Ada Lind, Fri 20 Mar 2026",
        "Ada Lind, no certain day",
        "Nobody named, no certain day",
        "Nobody named, Tue 3 Feb 2026",
        "Ada Lind, Thu 5 Feb 2026",
    ]
    assert entered.widget.chart.accessibleDescription() == "Ada Lind, Thu 5 Feb 2026: 1 quote"


def test_the_table_has_the_same_numbers_and_leads_the_chart(entered, rest, gone):
    assert table(entered) == [
        "Ada Lind, Thu 5 Feb 2026: 1 quote",
        "Ada Lind, Fri 20 Mar 2026: 1 quote",
        "Ada Lind, no certain day: 1 quote",
        "Nobody named, Tue 3 Feb 2026: 1 dated claim, dates differ between copies",
        "Nobody named, Tue 10 Feb 2026: 1 dated claim, dates differ between copies",
        "Nobody named, no certain day: 1 dated claim, dates differ between copies",
    ]
    entered.focus_pane(entered.panes()[1])
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    rest()
    assert entered.widget.chart.cell == 3
    assert heading(entered) == "Nobody named, Tue 3 Feb 2026"
    (place,) = entered.widget.places_model.rows
    assert entered.widget.places_model.index(0).data() == (
        "Talks began, Claim, Post 0, said 5 Feb 2026, speaks of 3 Feb 2026, "
        "≠ in copies: 10 Feb 2026 (Post 1), 1 to 28 Feb 2026 (Post 2)"
    )
    press(Qt.Key.Key_Return)
    assert gone == [("annotate", TextPlace(1, place.start, place.end))]


def test_enter_opens_the_text_from_the_chart_and_the_places(entered, gone):
    start = TEXT.index("“We")
    place = TextPlace(1, start, start + len("“We wait,”"))
    press(Qt.Key.Key_Return)
    entered.focus_pane(entered.panes()[2])
    press(Qt.Key.Key_Return)
    assert gone == [("annotate", place)] * 2


def test_zoom_keeps_the_place(entered, rest):
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Minus)
    rest()
    assert entered.widget.zoom_choice.value() == "week"
    press(Qt.Key.Key_Minus)
    rest()
    assert heading(entered) == "Ada Lind, March 2026"
    assert "Nobody named, February 2026: 1 dated claim, in 3 places" in table(entered)[-1]
    press(Qt.Key.Key_Plus)
    rest()
    assert heading(entered) == "Ada Lind, 16 to 22 Mar 2026"


def test_filter_by_words_and_by_kind_and_esc_clears(entered, rest):
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(QApplication.focusWidget(), "talks")
    rest()
    assert len(table(entered)) == 3
    QTest.keyClicks(QApplication.focusWidget(), "zebra")
    rest()
    assert entered.widget.notice.isVisible()
    entered.widget.notice.acted.emit()
    rest()
    assert len(table(entered)) == 6
    assert entered.widget.chart.hasFocus()
    buttons = entered.widget.show_choice._buttons
    QTest.mouseClick(buttons["differ"], Qt.MouseButton.LeftButton)
    rest()
    assert [row.partition(",")[0] for row in table(entered)] == ["Nobody named"] * 3
    QTest.mouseClick(entered.widget.kind_choice._buttons["source"], Qt.MouseButton.LeftButton)
    rest()
    assert [row.partition(",")[0] for row in table(entered)] == ["Post 0", "Post 1", "Post 2"]
    press(Qt.Key.Key_Escape)
    rest()
    assert len(table(entered)) == 5


def test_a_click_chooses_and_a_drag_moves(entered, rest):
    chart = entered.widget.chart
    place = QPoint(chart.width() - NOWHERE // 2, HEAD + ROW // 2)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place)
    rest()
    assert heading(entered) == "Ada Lind, no certain day"
    assert chart.words_at(QPointF(place)) == "Ada Lind, no certain day: 1 quote"
    assert entered.widget.across.isVisible()
    before = chart.reach()[0]
    middle = QPoint(chart.width() // 2, HEAD + ROW // 2)
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(chart, middle - QPoint(80, 0))
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=middle - QPoint(80, 0))
    assert chart.reach()[0] == before + 80
    entered.widget.across.setValue(3)
    assert chart.reach()[0] == 3


@pytest.mark.parametrize("ending", [".svg", ".png"])
def test_p_writes_a_picture(entered, host, tmp_path, monkeypatch, ending):
    to = tmp_path / f"timeline{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(to), ""))
    said: list[str] = []
    host.said.connect(lambda words, _undo: said.append(words))
    press(Qt.Key.Key_P)
    assert to.stat().st_size > 2000
    assert said == [f"Written to {to.name}."]


def test_a_label_that_is_made_comes_into_sight(entered, project, rest):
    with project.operation("Label", 1) as writer:
        writer.add_annotation(2, 1, "quote", 0, 4)
    rest()
    assert entered.widget.sentence.text().endswith(
        "4 quotes and 3 dated claims. 3 have other dates than copies of them."
    )
    assert "Nobody named, Fri 20 Mar 2026: 1 quote" in table(entered)


def test_a_small_room_shows_one_part_at_a_time(entered, rest):
    widget = entered.widget
    widget.resize(728, 480)
    assert [widget.chart.isVisible(), widget.table.isVisible(), widget.places.isVisible()] == [
        True, False, False,
    ]  # fmt: skip
    QTest.mouseClick(widget.parts._buttons["places"], Qt.MouseButton.LeftButton)
    assert widget.places.isVisible()
    assert not widget.chart.isVisible()
    assert widget.places in entered.panes()


def test_without_labels_the_next_step_is_offered(tmp_path, theme, host, gone, qtbot):
    with Project.create(tmp_path / "b.pullquote", name="B", schema_toml=SCHEMA) as project:
        made = TimelineRoom(project, 0, theme, host)
        qtbot.addWidget(made.widget)
        made.widget.show()
        made.enter()
        qtbot.waitUntil(lambda: not any(one.busy() for one in made.findChildren(Tasks)))
        assert made.widget.notice.words().startswith("Nothing is said yet")
        made.widget.notice.acted.emit()
        assert gone == [("annotate", None)]
        made.close()
