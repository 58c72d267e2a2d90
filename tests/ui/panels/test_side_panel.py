import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QRadioButton, QWidget

from pullquote.duplicates.diff import diff
from pullquote.ui.panels.side_panel import SidePanel
from pullquote.ui.panels.values import (
    CopiesShown,
    CopyRow,
    DateShown,
    LabelShown,
    RelationShown,
    TreeRow,
)
from pullquote.ui.services.arrangement import PANEL, PANEL_COMPACT
from pullquote.ui.theme.style import spread_theme

NAMED = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.List,
    QAccessible.Role.PageTab,
}

SET = {"kind": "direct", "status": "complete", "sure": "sure"}


@pytest.fixture
def panel(theme, schema, show):
    made = SidePanel(theme, diff)
    made.set_schema(schema)
    made.labels.show_tree([TreeRow(5, "quote", "“Indeed”")], 18)
    made.labels.show_label(
        LabelShown(
            5, "quote", "“Indeed”", attributes=SET, relations=(RelationShown("cued_by", "cue"),)
        )
    )
    made.copies.show_copies(CopiesShown("a b", 2, (CopyRow(2, 0, 3, "a b", "Talks"),)))
    return show(made)


def named(interface):
    """Every control under an interface, as (role, name)."""
    found = []
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child and child.isValid() and not child.state().invisible:
            found.append((child.role(), child.text(QAccessible.Text.Name)))
            found += named(child)
    return found


@pytest.mark.parametrize("width", [PANEL, PANEL_COMPACT])
def test_what_a_page_holds_fits_the_panel(panel, width):
    panel.setFixedWidth(width)
    for page in ("labels", "copies", "history"):
        panel.show_page(page)
        assert panel.minimumSizeHint().width() <= width


@pytest.mark.parametrize("page", ["labels", "copies", "history"])
def test_every_control_has_a_name(panel, page):
    panel.show_page(page)
    controls = [
        (role, name)
        for role, name in named(QAccessible.queryAccessibleInterface(panel))
        if role in NAMED
    ]
    assert len(controls) >= 4
    assert [role for role, name in controls if not name.strip()] == []


def test_making_the_panel_shows_no_window_of_its_own(theme, schema, qapp, qtbot):
    class Watch(QObject):
        def eventFilter(self, watched, event):  # noqa: N802
            if event.type() == QEvent.Type.Show and watched.isWidgetType() and watched.isWindow():
                shown.append(watched)
            return False

    shown = []
    watch = Watch()
    qapp.installEventFilter(watch)
    panel = SidePanel(theme, diff)
    qtbot.addWidget(panel)
    panel.set_schema(schema)
    for layer in schema.layers:
        label = LabelShown(
            5, layer.id, "x", relations=(RelationShown("cued_by", "cue"),), date=DateShown("2026")
        )
        panel.labels.show_label(label)
    qapp.removeEventFilter(watch)
    assert shown == []


def test_the_tabs_count_and_swap_the_pages(panel, qtbot, heard):
    changed = heard(panel.page_changed)
    assert [panel.tabs.accessibleTabName(n) for n in range(3)] == [
        "Labels, 18 labels",
        "Copies, 1 copy",
        "History",
    ]
    qtbot.mouseClick(panel.tabs, Qt.MouseButton.LeftButton, pos=panel.tabs.tabRect(1).center())
    assert panel.copies.isVisible()
    panel.tabs.setFocus()
    qtbot.keyClick(panel.tabs, Qt.Key.Key_Right)
    assert panel.history.isVisible()
    panel.show_page("labels")
    assert changed == ["copies", "history", "labels"]


@pytest.mark.parametrize("page", ["labels", "copies", "history"])
def test_escape_goes_back_to_the_text(panel, qtbot, heard, page):
    back = heard(panel.back_to_text)
    panel.show_page(page)
    panel.focus_page()
    qtbot.keyClick(panel.focusWidget(), Qt.Key.Key_Escape)
    assert len(back) == 1
    qtbot.keyClick(panel.focusWidget(), Qt.Key.Key_Escape, Qt.KeyboardModifier.ShiftModifier)
    assert len(back) == 1


def tabs_through(panel, qtbot, key=Qt.Key.Key_Tab):
    """What Tab comes to, from the tabs until it is there again."""
    panel.tabs.setFocus()
    reached = []
    for _ in range(40):
        qtbot.keyClick(panel.focusWidget(), key)
        if panel.focusWidget() is panel.tabs:
            return reached
        reached.append(panel.focusWidget())
    return reached


@pytest.mark.parametrize("page", ["labels", "copies", "history"])
def test_every_control_is_reached_by_tab(panel, qtbot, page):
    panel.show_page(page)
    wanted = {
        widget
        for widget in panel.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not (isinstance(widget, QRadioButton) and not widget.isChecked())
    }
    assert len(wanted) >= 3
    assert set(tabs_through(panel, qtbot)) == wanted - {panel.tabs}
    back = tabs_through(panel, qtbot, Qt.Key.Key_Backtab)
    assert set(back) == wanted - {panel.tabs}


def test_tab_goes_from_top_to_bottom_through_parts_made_later(panel, qtbot):
    label = LabelShown(
        5,
        "quote",
        "“Indeed”",
        attributes=SET,
        relations=(RelationShown("cued_by", "cue"),),
        unlabelled_copies=1,
    )
    for shown in (label, LabelShown(6, "date", "May", date=DateShown()), label):
        panel.labels.show_label(shown)
    reached = tabs_through(panel, qtbot)
    names = [widget.accessibleName() for widget in reached]
    assert names == [
        "Kind: Direct",
        "Speaker",
        "Choose a speaker",
        "Cue",
        "Status",
        "Certainty: Sure",
        "Note",
        "1 copy of this passage has no labels yet",
        "Labels in this document",
    ]


def test_tab_leaves_the_panel_at_its_end(theme, schema, show, qtbot):
    window = QWidget()
    row = QHBoxLayout(window)
    before, panel = QLineEdit(), SidePanel(theme, diff)
    panel.set_schema(schema)
    row.addWidget(before)
    row.addWidget(panel)
    show(window, 600)
    panel.labels.show_label(LabelShown(5, "quote", "“Indeed”"))
    panel.labels.tree.setFocus()
    qtbot.keyClick(panel.labels.tree, Qt.Key.Key_Tab)
    assert before.hasFocus()
    panel.tabs.setFocus()
    qtbot.keyClick(panel.tabs, Qt.Key.Key_Backtab)
    assert before.hasFocus()


def test_words_of_a_document_are_never_read_as_markup(panel):
    panel.labels.show_label(
        LabelShown(6, "quote", "<b>bold</b>", speaker="<i>x</i>", provenance="<u>y</u>", note="<s>")
    )
    formats = {label.textFormat() for label in panel.findChildren(QLabel)}
    assert formats == {Qt.TextFormat.PlainText}


def test_it_takes_another_theme(panel, any_theme, schema):
    spread_theme(panel, any_theme.with_layers(schema.layers))
    for page in ("labels", "copies", "history"):
        panel.show_page(page)
        assert panel.grab().toImage().pixelColor(panel.width() - 3, 400) in (
            any_theme.color("paper"),
            any_theme.color("page"),
        )
