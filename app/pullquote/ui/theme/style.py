"""The style sheet and the Qt palette, both made from one theme, and how they reach the program."""

from collections.abc import Iterable
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QStyledItemDelegate, QStyleFactory, QWidget

from pullquote.assets import RESOURCES
from pullquote.ui.theme.fonts import PROGRAM, TEXT, load_fonts, program_font
from pullquote.ui.theme.palette import Theme

# Small widgets that paint themselves know no theme: they ask Qt's palette for these roles.
_ROLES = {
    QPalette.ColorRole.Window: "paper",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "page",
    QPalette.ColorRole.AlternateBase: "sunk",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.PlaceholderText: "ink3",
    QPalette.ColorRole.Button: "sunk",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.BrightText: "on_accent",
    QPalette.ColorRole.Highlight: "sel",
    QPalette.ColorRole.HighlightedText: "ink",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "ink",
    QPalette.ColorRole.ToolTipText: "page",
    QPalette.ColorRole.Light: "page",
    QPalette.ColorRole.Midlight: "accent_t",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "field",
    QPalette.ColorRole.Shadow: "ink2",
}


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Give the whole program the look of `theme`; may be called again at any time."""
    wanted = style_sheet(theme)
    if application.styleSheet() == wanted == application.property(_SHEET):
        # Polishing every widget again costs as much as making them.
        return
    load_fonts()
    if not application.styleSheet():
        # Once there is a style sheet, the style is wrapped in one of its own.
        application.setStyle(QStyleFactory.create("Fusion"))
        application.setFont(program_font())
    application.setPalette(qt_palette(theme))
    application.setProperty(_SHEET, wanted)
    application.setStyleSheet(wanted)


_SHEET = "pullquote_sheet"


def change_theme(application: QApplication, theme: Theme, in_sight: Iterable[QWidget]) -> None:
    """Give what is `in_sight` the look of `theme`; the rest gets it by `apply_look` when it comes.

    A style sheet of the program is looked through for each widget that there is, seen or not.
    """
    wanted = style_sheet(theme)
    if not application.styleSheet():
        apply_theme(application, theme)
    application.setPalette(qt_palette(theme))
    application.setProperty(_SHEET, wanted)
    for part in in_sight:
        apply_look(part)


def apply_look(part: QWidget) -> None:
    """Give a part that comes into sight the look that the program has now."""
    application = QApplication.instance()
    wanted = application.property(_SHEET) if application is not None else None
    if not isinstance(wanted, str) or not isinstance(application, QApplication):
        return
    own = "" if wanted == application.styleSheet() else wanted
    if part.styleSheet() != own:
        part.setStyleSheet(own)


def qt_palette(theme: Theme) -> QPalette:
    made = QPalette()
    for role, name in _ROLES.items():
        made.setColor(role, theme.color(name))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.color("ink3"))
    return made


def style_sheet(theme: Theme) -> str:
    """resources/themes/style.qss with the colours of `theme` in place of their roles."""
    template = Template((RESOURCES / "themes" / "style.qss").read_text(encoding="utf-8"))
    colours = {role: colour.name() for role, colour in theme.roles.items()}
    field = theme.color("field")
    # A scroll bar stays quiet until the mouse is on it.
    thumb = f"rgba({field.red()}, {field.green()}, {field.blue()}, 110)"
    return template.substitute(colours, program=PROGRAM, text=TEXT, thumb=thumb)


if TYPE_CHECKING:
    _Widget = QWidget
else:
    # Qt's class itself comes after the one that is mixed in.
    _Widget = object


class Themed(_Widget):
    """A widget that paints with a theme, or makes others that do; mixed in before Qt's class."""

    _theme: Theme

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()


class ThemedDelegate(QStyledItemDelegate):
    """Paints rows with a theme."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme


def spread_theme(root: QWidget, theme: Theme) -> None:
    """Give a theme to all that is in `root`; what is in no window yet gets it from its owner."""
    for widget in (root, *root.findChildren(QWidget)):
        if isinstance(widget, Themed):
            widget.set_theme(theme)
