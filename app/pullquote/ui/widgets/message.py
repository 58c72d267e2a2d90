"""A line under the head that says what happened, what is safe, and what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from pullquote.ui.widgets.button import LinkButton
from pullquote.ui.widgets.icon import Icon
from pullquote.ui.widgets.label import Label, set_property

# kind: icon and its tone
KINDS = {
    "error": ("warning", "warning"),
    "warning": ("warning", "warning"),
    "read_only": ("lock", ""),
    "unknown": ("calendar", ""),
    "note": ("note", ""),
}


# Long paths may go on in the next line.
_BREAKS = {ord(sign): f"{sign}\u200b" for sign in "/\\"}


class MessageLine(QFrame):
    """Kinds: error, warning, read_only, unknown, note; `acted` is the action's button."""

    acted = Signal()

    def __init__(
        self, kind: str = "note", text: str = "", action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._said = ""
        self._icon = Icon("note")
        self._text = Label("", "medium", wrap=True)
        self._action = LinkButton("")
        self._action.clicked.connect(self.acted)
        self.setMinimumHeight(40)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(32, 4, 20, 4)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        self.show_message(kind, text, action)

    def show_message(self, kind: str, text: str, action: str = "") -> None:
        icon, tone = KINDS[kind]
        self._icon.show_icon(icon, tone)
        self._said = text
        self._text.setText(text.translate(_BREAKS))
        self._action.setText(action)
        self._action.setHidden(not action)
        self.setAccessibleName(text)
        set_property(self, "kind", kind)

    def text(self) -> str:
        return self._said

    def set_indent(self, left: int) -> None:
        """Let the icon begin where the text of the place begins."""
        self._row.setContentsMargins(left, 4, 20, 4)
