import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QWidget

from pullquote.ui.services.arrangement import arrangement_for
from pullquote.ui.shell.rail import Rail, RailEntry
from pullquote.ui.shell.top_bar import TopBar, initials
from pullquote.ui.widgets import key_strip as key_strip_module
from pullquote.ui.widgets.drawer import Drawer
from pullquote.ui.widgets.key_strip import KeyStrip

ROOMS = [
    RailEntry("annotate", "Annotate", "annotate", "Ctrl+1"),
    RailEntry("clusters", "Clusters", "clusters", "Ctrl+2"),
]


def name_of(widget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


@pytest.mark.parametrize(
    ("width", "rail", "panel", "list_is_drawer", "panel_is_drawer"),
    [
        (1440, 72, 368, False, False),
        (1279, 72, 344, False, False),
        (1199, 48, 344, True, False),
        (999, 48, 344, True, True),
        (800, 48, 344, True, True),
    ],
)
def test_narrow_windows_fold_their_sides(width, rail, panel, list_is_drawer, panel_is_drawer):
    made = arrangement_for(width)
    assert (made.rail, made.panel) == (rail, panel)
    assert (made.list_is_drawer, made.panel_is_drawer) == (list_is_drawer, panel_is_drawer)


class TestTopBar:
    def test_the_name_stands_in_the_middle_of_the_window(self, theme, qtbot):
        bar = TopBar()
        qtbot.addWidget(bar)
        bar.show_project("Harbour dispute", "/x/harbour.pullquote")
        bar.show_annotator("Mara Lind")
        bar.resize(1200, 40)
        bar.show()
        assert abs(bar._name.geometry().center().x() - 600) <= 1

    def test_a_long_name_never_covers_its_neighbours(self, theme, qtbot):
        bar = TopBar()
        qtbot.addWidget(bar)
        for menu in ("File", "Edit", "Label", "Go", "View", "Help"):
            bar.menu_bar.addMenu(menu)
        bar.show_project("A very long name " * 20)
        bar.show_annotator("Mara Lind")
        bar.resize(800, 40)
        bar.show()
        assert bar._name.x() >= bar.menu_bar.geometry().right()
        assert bar._name.geometry().right() <= bar._saved.x()
        assert bar._name.elided()

    def test_menus_have_round_corners(self, theme, qtbot):
        bar = TopBar()
        qtbot.addWidget(bar)
        menu = bar.menu_bar.addMenu("File")
        menu.addAction("Open")
        menu.aboutToShow.emit()
        assert menu.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        assert menu.grab().toImage().pixelColor(0, 0).alpha() == 0

    def test_not_saved_is_said_in_words(self, theme, qtbot):
        bar = TopBar()
        qtbot.addWidget(bar)
        bar.show_project("X")
        bar.show_saved(False, "The disk is full.")
        assert bar._saved.accessibleName() == "Not saved"
        assert "disk is full" in bar._saved.toolTip()

    def test_the_annotator_is_a_named_button(self, theme, qtbot):
        bar = TopBar()
        qtbot.addWidget(bar)
        bar.show_project("X")
        bar.show_annotator("Mara Lind")
        assert "Mara Lind" in name_of(bar._annotator)
        with qtbot.waitSignal(bar.annotator_clicked):
            qtbot.mouseClick(bar._annotator, Qt.MouseButton.LeftButton)


def test_initials_of_any_name():
    names = ("Mara Lind", "mara", "Ana van der Berg", "", "Ö")
    assert [initials(name) for name in names] == ["ML", "M", "AB", "", "Ö"]


class TestRail:
    def test_only_the_rooms_given_are_shown_and_a_click_tells(self, theme, qtbot):
        rail = Rail(ROOMS)
        qtbot.addWidget(rail)
        rail.choose("annotate")
        rail.show()
        with qtbot.waitSignal(rail.chosen) as told:
            qtbot.mouseClick(rail._steps["clusters"], Qt.MouseButton.LeftButton)
        assert told.args == ["clusters"]
        assert rail.room() == "clusters"

    def test_compact_steps_keep_their_names(self, theme, qtbot):
        rail = Rail(ROOMS)
        qtbot.addWidget(rail)
        rail.set_compact(True)
        assert rail.width() == 48
        step = rail._steps["annotate"]
        assert name_of(step) == "Annotate"
        assert "Ctrl+1" in step.toolTip()
        assert min(step.width(), step.height()) >= 24
        rail.grab()

    def test_rooms_can_be_changed(self, theme, qtbot):
        rail = Rail(ROOMS)
        qtbot.addWidget(rail)
        rail.show_rooms(ROOMS[:1])
        assert list(rail._steps) == ["annotate"]
        assert rail.room() is None


class TestKeyStrip:
    @pytest.fixture
    def strip(self, theme, qtbot):
        strip = KeyStrip()
        qtbot.addWidget(strip)
        strip.resize(712, 40)
        strip.show()
        return strip

    def test_keys_are_said_and_can_be_clicked(self, strip, qtbot):
        strip.show_keys([("Q", "quote"), None, ("Q 1", "quote too")])
        strip.grab()
        assert "Q: quote" in strip._keys.accessibleName()
        with qtbot.waitSignal(strip.pressed) as told:
            place = strip._keys.place_of("Q")
            qtbot.mouseClick(strip._keys, Qt.MouseButton.LeftButton, pos=place)
        assert told.args == ["Q"]

    def test_hints_that_do_not_fit_are_left_out_whole(self, strip):
        strip.show_keys([(f"Ctrl+{n}", f"does the thing number {n}") for n in range(9)])
        strip.grab()
        assert 0 < len(strip._keys._places) < 9

    def test_a_message_goes_by_itself_and_has_its_undo(self, strip, qtbot, monkeypatch):
        strip._timer.setInterval(30)
        strip.show_message("Quote carried to 3 copies.", undo=True)
        assert strip.message() == "Quote carried to 3 copies."
        qtbot.waitUntil(lambda: strip.message() == "")
        strip.show_message("Again.", undo=True)
        with qtbot.waitSignal(strip.undo_clicked):
            qtbot.mouseClick(strip._message.undo, Qt.MouseButton.LeftButton)
        assert strip.message() == ""

    def test_a_message_stays_six_seconds(self, strip):
        assert strip._timer.interval() == key_strip_module.MESSAGE_MS == 6000

    def test_busy_work_can_be_stopped_and_the_keys_stay(self, strip, qtbot):
        strip.show_keys([("Q", "quote")])
        strip.show_busy("Finding repeats: 540 of 1,284 documents")
        strip.grab()
        assert strip._keys._places
        with qtbot.waitSignal(strip.stop_clicked):
            qtbot.mouseClick(strip._busy.stop, Qt.MouseButton.LeftButton)
        strip.show_busy("")
        assert strip._busy.isHidden()

    def test_a_count_that_grows_does_not_push_the_keys(self, strip):
        strip.show_busy("Finding repeats: 540 of 1,284 documents")
        wide = strip._busy.sizeHint().width()
        strip.show_busy("Finding repeats: 5 of 1,284 documents")
        assert strip._busy.sizeHint().width() == wide


class TestDrawer:
    def test_it_lies_at_its_edge_and_follows_the_window(self, theme, qtbot):
        window = QWidget()
        qtbot.addWidget(window)
        window.resize(1000, 600)
        window.show()
        drawer = Drawer(window, "right", 344)
        drawer.set_motion(False)
        drawer.hold(QLabel("labels"))
        drawer.open()
        qtbot.waitUntil(lambda: drawer.x() == 1000 - 344)
        window.resize(900, 500)
        assert (drawer.x(), drawer.height()) == (900 - 344, 500)
        with qtbot.waitSignal(drawer.shut):
            qtbot.keyClick(drawer, Qt.Key.Key_Escape)
        assert drawer.isHidden()

    def test_it_leaves_the_strip_below_it_free(self, theme, qtbot):
        window = QWidget()
        qtbot.addWidget(window)
        window.resize(800, 500)
        drawer = Drawer(window, "left", 288, 40)
        drawer.open()
        assert drawer.height() == 460
        window.resize(800, 600)
        window.show()
        qtbot.waitUntil(lambda: drawer.height() == 560)


def test_the_frame_is_painted_in_both_palettes(any_theme, qtbot):
    bar, rail = TopBar(), Rail(ROOMS)
    for widget in (bar, rail):
        qtbot.addWidget(widget)
    bar.show_project("Harbour")
    bar.show_annotator("Mara Lind")
    bar.resize(1000, 40)
    rail.resize(72, 600)
    rail.choose("annotate")
    assert bar.grab().toImage().pixelColor(4, 4) == any_theme.color("paper")
    image = rail.grab().toImage()
    assert image.pixelColor(1, 8 + 32) == any_theme.color("accent")
    assert image.pixelColor(4, 8 + 32) == any_theme.color("paper")
    bar.show_annotator("A name so long that it must be cut short before the window ends")
    bar._annotator.setFocus()
    bar.show()
    bar.grab()
    assert bar._annotator.geometry().right() < 1000
