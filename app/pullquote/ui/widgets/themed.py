"""What paints with a theme, and how it comes to another one."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStyledItemDelegate, QWidget

from pullquote.ui.theme.palette import Theme

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
