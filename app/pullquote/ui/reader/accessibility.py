"""What a screen reader learns of the reader: its text, its caret, and what the caret enters."""

from collections.abc import Hashable, Sequence
from typing import Protocol, cast

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleTextCursorEvent,
    QAccessibleTextInterface,
    QAccessibleTextSelectionEvent,
)
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import VoidPtr, getCppPointer

from pullquote.model.schema import Underline
from pullquote.text.offsets import Utf16Map
from pullquote.text.spans import Span
from pullquote.ui.reader.canvas import Canvas
from pullquote.ui.reader.text_interface import CompletedInterface
from pullquote.ui.reader.values import Outline, PaintedBlock, PaintedLabel

_TEXT_BASE = 1  # of the bases of AccessibleText
# They divide attributes from each other and names from values.
_SEPARATORS = str.maketrans(";:", ",,")
# IAccessible2's words for lines; it tells thick ones by their width.
_LINES: dict[Underline, str] = {
    "solid": "solid",
    "thick": "solid",
    "dashed": "dash",
    "dotted": "dotted",
    "double": "double",
    "dashdot": "dot-dash",
}


class TextHost(Protocol):
    """Whoever moves the caret for a screen reader; offsets are code points."""

    def set_caret(self, offset: int) -> None: ...
    def put_caret(self, offset: int) -> None: ...
    def select(self, span: Span) -> None: ...


class AccessibleText(QAccessibleWidget, QAccessibleTextInterface):
    """Offsets are UTF-16 units here, as Qt and the platforms behind it count."""

    def __init__(self, canvas: Canvas, host: TextHost) -> None:
        QAccessibleWidget.__init__(self, canvas, QAccessible.Role.EditableText, "")
        QAccessibleTextInterface.__init__(self)
        self._canvas = canvas
        self._host = host
        self._mapped: tuple[str, Utf16Map] = ("", Utf16Map(""))
        self._pointer = getCppPointer(self)[_TEXT_BASE]
        self._completed = CompletedInterface(self._pointer, self.selection, self.attributes)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> int:
        """Where Qt finds the text interface of this object; nowhere for all others.

        PySide takes only a VoidPtr for the pointer, against its own signature, and anything else,
        the object itself or None, ends the program when Qt calls what it points to.
        """
        if kind == QAccessible.InterfaceType.TextInterface:
            return cast("int", VoidPtr(self._pointer))
        return cast("int", VoidPtr(0))

    def state(self) -> QAccessible.State:
        state = QAccessibleWidget.state(self)
        state.readOnly = 1
        state.multiLine = 1
        state.selectableText = 1
        return state

    def text(self, what: QAccessible.Text | int, end: int | None = None) -> str:
        """The name or description, or with two numbers the text between them.

        Both bases have a method of this name, and Python only one.
        """
        if end is None:
            return QAccessibleWidget.text(self, QAccessible.Text(what))
        start = self.offset(int(cast("int", what)))
        return self._canvas.text()[start : self.offset(end)]

    def characterCount(self) -> int:
        return self.unit(len(self._canvas.text()))

    def cursorPosition(self) -> int:
        return self.unit(self._canvas.scene.caret.offset)

    def setCursorPosition(self, position: int) -> None:
        self._host.set_caret(self.offset(position))

    def selectionCount(self) -> int:
        return 1 if self._canvas.scene.caret.selection else 0

    def selection(self, number: int) -> tuple[int, int]:
        """Start and end; two zeros where nothing is selected."""
        chosen = self._canvas.scene.caret.selection
        return (self.unit(chosen.start), self.unit(chosen.end)) if chosen and not number else (0, 0)

    def attributes(self, unit: int) -> tuple[str, int, int]:
        """What the labels over a place say and how they look, and how far they are the same ones.

        IAccessible2 knows the ground and the line of text, but no labels: platforms may keep that
        one to themselves, so that each label is announced as well.
        """
        scene, offset = self._canvas.scene, self.offset(unit)
        spans = [label.span for label in scene.labels if scene.shows(label)]
        edges = {0, len(self._canvas.text())}.union(*((span.start, span.end) for span in spans))
        start = max((edge for edge in edges if edge <= offset), default=0)
        end = min((edge for edge in edges if edge > offset), default=offset)
        words = self._look(scene.labels_at(offset))
        return words, self.unit(start), self.unit(end)

    def _look(self, labels: Sequence[PaintedLabel]) -> str:
        """`labels` from the smallest."""
        if not labels:
            return ""
        said = " / ".join(label.said.translate(_SEPARATORS) for label in reversed(labels))
        tint = self._canvas.scene.inks.theme.layer(labels[0].layer).tint
        line = _LINES[labels[0].underline]
        ground = f"rgb({tint.red()},{tint.green()},{tint.blue()})"
        return f"background-color:{ground};text-underline-style:{line};label:{said};"

    def addSelection(self, start: int, end: int) -> None:
        self._host.select(self._span(start, end))

    def setSelection(self, number: int, start: int, end: int) -> None:
        del number  # there is one at most
        self.addSelection(start, end)

    def removeSelection(self, number: int) -> None:
        del number
        self._host.put_caret(self._canvas.scene.caret.offset)

    def characterRect(self, position: int) -> QRect:
        """On the screen; of a character out of view, where it would be."""
        page, offset = self._canvas.scene.page, self.offset(position)
        rect = self._canvas.rect_of(offset)
        chunk = page.chunks.at(offset)
        for box in page.layout(chunk).boxes(offset, offset + 1):
            rect.setWidth(max(1, round(box.right - box.left)))
        return QRect(self._canvas.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def offsetAtPoint(self, point: QPoint) -> int:
        inside = self._canvas.viewport().mapFromGlobal(point)
        offset, _ = self._canvas.hit(QPointF(inside))
        return self.unit(offset)

    def scrollToSubstring(self, start: int, end: int) -> None:
        self._canvas.scroll_to(self._span(start, end), flash=False)

    def _span(self, one: int, other: int) -> Span:
        """Whoever asks may give any two numbers."""
        start, end = sorted((self.offset(one), self.offset(other)))
        return Span(start, end)

    def unit(self, offset: int) -> int:
        return self._units().to_utf16(offset)

    def offset(self, unit: int) -> int:
        offset = self._units().from_utf16(max(0, unit))
        return min(offset, len(self._canvas.text()))

    def _units(self) -> Utf16Map:
        text = self._canvas.text()
        if self._mapped[0] is not text:
            self._mapped = text, Utf16Map(text)
        return self._mapped[1]


class Announcer:
    """Tells a screen reader that the caret moved, and what it moved into."""

    def __init__(self, canvas: Canvas, text: AccessibleText) -> None:
        self._canvas = canvas
        self._text = text
        self._inside: frozenset[Hashable] = frozenset()

    def caret_moved(self) -> None:
        text, caret = self._text, self._canvas.scene.caret
        position = text.unit(caret.offset)
        QAccessible.updateAccessibility(QAccessibleTextCursorEvent(self._canvas, position))
        if caret.selection:
            start, end = text.unit(caret.selection.start), text.unit(caret.selection.end)
            chosen = QAccessibleTextSelectionEvent(self._canvas, start, end)
            QAccessible.updateAccessibility(chosen)
        entered = self.entered()
        if entered:
            spoken = QAccessibleAnnouncementEvent(self._canvas, "; ".join(entered))
            QAccessible.updateAccessibility(spoken)

    def entered(self) -> list[str]:
        """What the caret is in and was not in before: the block, then labels, the largest first."""
        scene = self._canvas.scene
        inside: dict[Hashable, str] = {}
        block = scene.active_block()
        if block:
            inside[block] = _block_words(block)
        for label in reversed(scene.labels_at(scene.caret.offset)):
            inside[label.id] = label.said
        caret = scene.caret.offset
        for outline in scene.outlines_touching(caret, caret + 1):
            inside["outline", outline.id] = _outline_words(outline)
        new = [said for thing, said in inside.items() if thing not in self._inside]
        self._inside = frozenset(inside)
        return new


def _block_words(block: PaintedBlock) -> str:
    if block.copies_here > 1:
        said = QCoreApplication.translate("Reader", "repeated, %1 of %2")
        return said.replace("%1", str(block.copy)).replace("%2", str(block.copies_here))
    said = QCoreApplication.translate("Reader", "repeated elsewhere, in %1")
    return said.replace("%1", str(block.elsewhere))


def _outline_words(outline: Outline) -> str:
    said = QCoreApplication.translate("Reader", "%1, suggested")
    return said.replace("%1", f"{outline.caption.rstrip('?').capitalize()} {outline.value}".strip())
