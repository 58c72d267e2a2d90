from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from pullquote.ui.pages.empty_project import EmptyPage
from pullquote.ui.pages.recent_projects import RecentProject
from pullquote.ui.pages.welcome import WelcomePage
from pullquote.ui.theme.style import spread_theme

RECENT = [
    RecentProject("/x/harbour.pullquote", "Harbour", "1,284 documents, 6 of 18 done"),
    RecentProject("/y/jonas.pullquote", "Jonas", "180 documents, read-only", "read_only"),
    RecentProject("/z/gone.pullquote", "Gone <b>", "not found, is the disk plugged in?", "missing"),
]


def name_of(widget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def drop(widget, *urls: QUrl) -> bool:
    """Drag and drop `urls` onto the middle of `widget`; whether the drag was taken."""
    data = QMimeData()
    data.setUrls(list(urls))
    enter = QDragEnterEvent(
        QPoint(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        event = QDropEvent(
            QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)
    return enter.isAccepted()


class TestWelcome:
    @pytest.fixture
    def page(self, theme, qtbot):
        page = WelcomePage(theme)
        qtbot.addWidget(page)
        page.resize(1200, 800)
        page.show_recent(RECENT)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        return page

    def test_enter_opens_the_project_that_was_open_last_or_else_the_sample(self, page, qtbot):
        page.focus_first()
        with qtbot.waitSignal(page.recent_chosen) as told:
            qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
        assert told.args == [RECENT[0].path]
        page.show_recent([])
        page.focus_first()
        with qtbot.waitSignal(page.sample_clicked):
            qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)

    def test_arrows_go_through_the_ways_to_begin(self, page, qtbot):
        page.show_recent([])
        page.focus_first()
        qtbot.keyClick(page._steps[0], Qt.Key.Key_Down)
        assert page._steps[1].hasFocus()
        with qtbot.waitSignal(page.new_clicked):
            qtbot.keyClick(page._steps[1], Qt.Key.Key_Return)

    def test_every_way_is_a_signal(self, page, qtbot):
        signals = [page.sample_clicked, page.new_clicked, page.open_clicked, page.import_clicked]
        for step, signal in zip(page._steps, signals, strict=True):
            with qtbot.waitSignal(signal):
                qtbot.mouseClick(step, Qt.MouseButton.LeftButton)

    def test_recent_projects_are_opened_and_forgotten(self, page, qtbot):
        row = page._recent.rows()[1]
        with qtbot.waitSignal(page.recent_chosen) as told:
            qtbot.keyClick(row, Qt.Key.Key_Return)
        assert told.args == ["/y/jonas.pullquote"]
        with qtbot.waitSignal(page.recent_forgotten) as told:
            qtbot.keyClick(row, Qt.Key.Key_Delete)
        assert told.args == ["/y/jonas.pullquote"]

    def test_a_missing_file_is_said(self, page):
        assert "not found, is the disk plugged in?" in name_of(page._recent.rows()[2])

    def test_the_name_is_asked_with_a_proposal(self, page, qtbot):
        page.show_name("mara", proposed=True)
        assert page.name() == "mara"
        page._name.editor.selectAll()
        with qtbot.waitSignal(page.named) as told:
            qtbot.keyClicks(page._name.editor, "Mara Lind")
            qtbot.keyClick(page._name.editor, Qt.Key.Key_Return)
        assert told.args == ["Mara Lind"]

    def test_files_can_be_dropped(self, page, qtbot, tmp_path: Path):
        with qtbot.waitSignal(page.dropped) as told:
            assert drop(page.viewport(), QUrl.fromLocalFile(str(tmp_path / "ä b.txt")))
        assert told.args == [[str(tmp_path / "ä b.txt")]]

    def test_addresses_are_not_taken(self, page):
        assert not drop(page.viewport(), QUrl("https://example.org/article.html"))

    def test_a_narrow_window_stacks_the_columns(self, page, qtbot):
        page.resize(800, 560)
        qtbot.waitUntil(lambda: page.widget().width() <= page.viewport().width())

    def test_without_recent_projects_it_says_so(self, page):
        page.show_recent([])
        assert page._recent._none.isVisible()
        assert not page._recent.rows()


class TestEmpty:
    @pytest.fixture
    def page(self, theme, qtbot):
        page = EmptyPage()
        qtbot.addWidget(page)
        page.resize(900, 700)
        page.show()
        return page

    def test_the_button_asks_for_files(self, page, qtbot):
        with qtbot.waitSignal(page.choose_clicked):
            qtbot.mouseClick(page._zone.button, Qt.MouseButton.LeftButton)

    def test_several_files_and_folders_can_be_dropped(self, page, qtbot, tmp_path):
        urls = [QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.txt", "folder")]
        with qtbot.waitSignal(page.dropped) as told:
            assert drop(page, *urls)
        assert told.args == [[str(tmp_path / "a.txt"), str(tmp_path / "folder")]]
        assert not page._zone._over

    def test_nothing_can_be_dropped_into_a_read_only_project(self, page):
        page.show_read_only(True)
        assert not page.acceptDrops()
        assert not page._zone.button.isEnabled()

    def test_it_names_the_formats(self, page):
        page.show_formats(["Text", "HTML"])
        assert page._zone.sentence.text() == "Files or a folder. Text, HTML."


@pytest.mark.parametrize("size", [(1440, 860), (1000, 600), (800, 520)])
def test_pages_are_painted_in_both_palettes(any_theme, qtbot, size):
    welcome, empty = WelcomePage(any_theme), EmptyPage()
    for page in (welcome, empty):
        qtbot.addWidget(page)
        page.resize(*size)
    welcome.show_recent(RECENT)
    spread_theme(welcome, any_theme)
    for page in (welcome, empty):
        assert page.grab().toImage().pixelColor(2, 2) == any_theme.color("page")
