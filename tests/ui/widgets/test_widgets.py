import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pullquote.ui.widgets import (
    BusyLine,
    Button,
    CheckBox,
    ChoiceField,
    ElidedLabel,
    Field,
    IconButton,
    KeyCap,
    Label,
    MessageLine,
    RadioButton,
    SearchBox,
    Segments,
    StatusShape,
    counted,
    day_words,
    key_name,
    number,
    plain_tooltip,
)


@pytest.fixture
def shown(qtbot, theme):
    """Show a widget beside a line edit that can take its focus."""

    def show(widget):
        window = QWidget()
        column = QVBoxLayout(window)
        column.addWidget(widget)
        column.addWidget(QLineEdit())
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        widget.window_for_test = window
        return widget

    return show


def name_of(widget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_a_title_with_markup_is_shown_as_it_is(shown):
    label = shown(Label("<b>Harbour</b> &amp; port"))
    assert label.textFormat() == Qt.TextFormat.PlainText
    elided = shown(ElidedLabel("<img src=x> " * 40))
    elided.resize(80, 20)
    assert elided.elided()
    assert "<img" not in elided.toolTip().replace("&lt;img", "")
    assert plain_tooltip("") == ""


def test_text_that_fits_has_no_tool_tip(shown):
    label = shown(ElidedLabel("Short"))
    assert not label.elided()
    assert label.toolTip() == ""


@pytest.mark.parametrize(
    ("key", "linux", "mac"),
    [
        ("Q", "Q", "Q"),
        ("Ctrl+Return", "Ctrl+Enter", "⌘Enter"),
        ("Ctrl++", "Ctrl++", "⌘+"),
        ("Alt+Left", "Alt+←", "⌥←"),
        ("+", "+", "+"),
        ("Ctrl+Shift+Z", "Ctrl+Shift+Z", "⌘⇧Z"),
    ],
)
def test_keys_have_the_names_of_the_machine(key, linux, mac):
    assert key_name(key, "linux") == linux
    assert key_name(key, "darwin") == mac


def test_a_key_cap_without_a_key_is_not_there(shown):
    assert shown(KeyCap("")).isHidden()
    assert not shown(KeyCap("F2")).isHidden()


def test_a_button_is_wide_enough_for_its_words_and_its_key(shown):
    plain, keyed = shown(Button("Export")), shown(Button("Export", "Ctrl+Enter", main=True))
    assert keyed.sizeHint().width() > plain.sizeHint().width() + 60
    assert name_of(keyed) == "Export"


def test_icon_buttons_are_named(shown):
    button = shown(IconButton("more", "More actions", "F10"))
    assert name_of(button) == "More actions"
    assert "F10" in button.toolTip()
    assert min(button.width(), button.height()) >= 24


class TestSegments:
    def test_a_click_chooses_and_tells(self, shown, qtbot):
        segments = shown(Segments(["direct", "partial", "indirect"]))
        segments.set_value("direct")
        with qtbot.waitSignal(segments.chosen) as told:
            qtbot.mouseClick(segments._buttons["partial"], Qt.MouseButton.LeftButton)
        assert told.args == ["partial"]
        assert segments.value() == "partial"

    def test_arrows_choose(self, shown, qtbot):
        segments = shown(Segments(["sure", "unsure"]))
        segments.set_value("sure")
        segments._buttons["sure"].setFocus()
        with qtbot.waitSignal(segments.chosen):
            qtbot.keyClick(segments._buttons["sure"], Qt.Key.Key_Right)
        assert segments.value() == "unsure"

    def test_setting_a_value_tells_nobody(self, shown, qtbot):
        segments = shown(Segments(["sure", "unsure"]))
        with qtbot.assertNotEmitted(segments.chosen):
            segments.set_value("unsure")
            segments.set_value(None)
        assert segments.value() is None

    def test_the_next_value_goes_round(self, shown):
        segments = shown(Segments(["a", "b"]))
        assert [segments.next_value() for _ in range(3)] == ["a", "b", "a"]

    def test_choosing_moves_nothing(self, shown):
        segments = shown(Segments(["direct", "partial"]))
        before = segments.sizeHint()
        segments.set_value("partial")
        assert segments.sizeHint() == before

    def test_buttons_say_what_they_choose(self, shown):
        segments = shown(Segments({"direct": "Direct speech"}))
        segments.setAccessibleName("Kind")
        assert name_of(segments._buttons["direct"]) == "Kind: Direct speech"


class TestField:
    def test_typing_tells_each_key_and_enter_commits(self, shown, qtbot):
        field = shown(Field("Speaker", "S"))
        edited, committed = [], []
        field.edited.connect(edited.append)
        field.committed.connect(committed.append)
        qtbot.keyClicks(field.editor, "Ana")
        qtbot.keyClick(field.editor, Qt.Key.Key_Return)
        assert edited == ["A", "An", "Ana"]
        assert committed == ["Ana"]

    def test_leaving_commits_only_what_changed(self, shown, qtbot):
        field = shown(Field("Note"))
        committed = []
        field.committed.connect(committed.append)
        field.set_text("kept")
        other = field.window_for_test.findChildren(QLineEdit)[-1]
        field.editor.setFocus()
        other.setFocus()
        assert committed == []
        field.editor.setFocus()
        qtbot.keyClicks(field.editor, "!")
        other.setFocus()
        assert committed == ["!kept"]

    def test_escape_puts_the_value_back(self, shown, qtbot):
        field = shown(Field("Note"))
        field.set_text("kept")
        with qtbot.waitSignal(field.cancelled):
            qtbot.keyClicks(field.editor, "x")
            qtbot.keyClick(field.editor, Qt.Key.Key_Escape)
        assert field.text() == "kept"

    def test_a_read_only_field_commits_nothing(self, shown, qtbot):
        field = shown(Field("File", read_only=True))
        field.set_text("/somewhere")
        with qtbot.assertNotEmitted(field.committed):
            qtbot.keyClick(field.editor, Qt.Key.Key_Return)

    def test_it_is_named_by_its_caption(self, shown):
        assert name_of(shown(Field("Said on")).editor) == "Said on"
        assert name_of(shown(ChoiceField("Documents")).box) == "Documents"


def test_a_choice_field_gives_keys_not_words(shown, qtbot):
    field = shown(ChoiceField("Documents"))
    field.set_choices([("all", "All"), ("done", "Done only")], "done")
    assert field.value() == "done"
    with qtbot.waitSignal(field.chosen) as told:
        qtbot.keyClick(field.box, Qt.Key.Key_Up)
    assert told.args == ["all"]


class TestSearchBox:
    def test_it_waits_until_the_fingers_rest(self, shown, qtbot):
        box = shown(SearchBox("Search", "Ctrl+K"))
        searched = []
        box.searched.connect(searched.append)
        qtbot.keyClicks(box.editor, "har")
        assert searched == []
        qtbot.waitUntil(lambda: searched == ["har"])
        assert not box._timer.isActive()

    def test_enter_searches_at_once_and_once(self, shown, qtbot):
        box = shown(SearchBox("Search"))
        searched = []
        box.searched.connect(searched.append)
        qtbot.keyClicks(box.editor, "h")
        with qtbot.waitSignal(box.entered):
            qtbot.keyClick(box.editor, Qt.Key.Key_Return)
        assert not box._timer.isActive()
        assert searched == ["h"]

    def test_escape_clears_and_then_leaves(self, shown, qtbot):
        box = shown(SearchBox("Search"))
        box.set_text("x")
        with qtbot.waitSignal(box.searched) as told:
            qtbot.keyClick(box.editor, Qt.Key.Key_Escape)
        assert told.args == [""]
        with qtbot.waitSignal(box.left):
            qtbot.keyClick(box.editor, Qt.Key.Key_Escape)


def test_boxes_are_chosen_by_click_and_space(shown, qtbot):
    for button in (shown(CheckBox("Write JSONL too")), shown(RadioButton("All copies"))):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert button.isChecked()
        assert name_of(button)
        button.grab()


def test_a_message_says_what_to_do(shown, qtbot):
    line = shown(MessageLine("error", "Not saved: the disk is full.", "Try again"))
    assert line.text() == "Not saved: the disk is full."
    with qtbot.waitSignal(line.acted):
        qtbot.mouseClick(line._action, Qt.MouseButton.LeftButton)
    line.show_message("read_only", "Read-only: the file is locked.")
    assert line._action.isHidden()


@pytest.mark.parametrize("state", [None, "not_started", "in_progress", "done", "skipped"])
def test_states_are_told_apart_by_shape(theme, qtbot, state):
    shape = StatusShape(state, 24)
    qtbot.addWidget(shape)
    others = [s for s in ("not_started", "in_progress", "done", "skipped") if s != state]
    mine = shape.grab().toImage()
    for other in others:
        if {state, other} == {None, "not_started"}:
            continue
        shape.set_state(other)
        assert shape.grab().toImage() != mine


def test_the_busy_line_grows_with_the_work(shown):
    line = shown(BusyLine())
    line.resize(200, 2)
    line.show_progress(1, 2)
    image = line.grab().toImage()
    accent = image.pixelColor(10, 0)
    assert image.pixelColor(99, 0) == accent
    assert image.pixelColor(102, 0) != accent
    line.show_progress(0, 0)
    assert line._timer.isActive()
    line.stop()
    assert not line._timer.isActive()


def test_numbers_and_days_in_words():
    assert number(1284) == "1,284"
    assert counted(1, "{} copy", "{} copies") == "1 copy"
    assert counted(2000, "{} copy", "{} copies") == "2,000 copies"
    assert day_words("2026-02-10") == "10 Feb 2026"
    assert day_words("2026-02-10", weekday=True) == "Tue 10 Feb 2026"
    assert day_words("2026-02") == "Feb 2026"
    assert day_words("2026-W07") == "2026-W07"
    assert day_words(None) == ""


def test_a_hint_stands_behind_the_words_for_an_empty_field(qtbot, theme):
    field = Field("Speaker", placeholder="Not set")
    field.resize(300, 40)
    qtbot.addWidget(field)
    field.show()
    field.set_text("", "mention “he”")
    words = field.editor.fontMetrics().horizontalAdvance("Not set")
    assert field._hint.isVisible()
    assert field._hint.x() > words
