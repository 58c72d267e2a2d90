"""A line under the head that says what happened, what is safe, and what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from pullquote.ui.widgets.button import LinkButton
from pullquote.ui.widgets.icon import Icon
from pullquote.ui.widgets.label import ElidedLabel, set_property

# kind: icon and its tone
KINDS = {
    "error": ("warning", "warning"),
    "warning": ("warning", "warning"),
    "read_only": ("lock", ""),
    "unknown": ("calendar", ""),
    "note": ("note", ""),
}


class MessageLine(QFrame):
    """Kinds: error, warning, read_only, unknown, note; `acted` is the action's button."""

    acted = Signal()

    def __init__(
        self, kind: str = "note", text: str = "", action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = Icon("note")
        self._text = ElidedLabel("", "medium")
        self._action = LinkButton("")
        self._action.clicked.connect(self.acted)
        self.setFixedHeight(40)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(32, 0, 20, 0)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        self.show_message(kind, text, action)

    def show_message(self, kind: str, text: str, action: str = "") -> None:
        icon, tone = KINDS[kind]
        self._icon.show_icon(icon, tone)
        self._text.set_text(text)
        self._action.setText(action)
        self._action.setHidden(not action)
        self.setAccessibleName(text)
        set_property(self, "kind", kind)

    def text(self) -> str:
        return self._text.text()

    def set_indent(self, left: int) -> None:
        """Let the icon begin where the text of the place begins."""
        self._row.setContentsMargins(left, 0, 20, 0)
