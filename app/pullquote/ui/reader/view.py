"""The reader: labels, suggestions and a caret in a page of text, by keyboard and mouse."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QWidget

from pullquote.text.spans import Span
from pullquote.ui.reader import scene
from pullquote.ui.reader.canvas import Canvas
from pullquote.ui.reader.layout import caret_moves
from pullquote.ui.reader.layout.lanes import VersionLanes
from pullquote.ui.reader.values import (
    DifferenceLook,
    LabelId,
    LabelsShown,
    Outline,
    PaintedBlock,
    PaintedLabel,
    PaintedPlace,
)
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets.label import speak_for_widgets

if TYPE_CHECKING:
    # Loaded with the first screen reader, the first move of the mouse, the first edge to move.
    from pullquote.ui.reader.accessibility import AccessibleText, Announcer
    from pullquote.ui.reader.input.hit_test import HitTarget
    from pullquote.ui.reader.input.label_edges import Edge, ExtentEditor
    from pullquote.ui.reader.input.mouse import Mouse

_TABS = {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}

KeyFilter = Callable[[QKeyEvent], bool]


class Reader(Canvas):
    """Offsets are code points of the text that is shown; it is never changed."""

    caret_moved = Signal(int)
    selection_changed = Signal()
    label_clicked = Signal(object)
    """The id of a label, the next one below at the next click; None beside all labels."""
    outline_clicked = Signal(object)
    extent_dragged = Signal(object, object)
    """An id and the span its edges are at now; nothing is decided."""
    extent_changed = Signal(object, object)
    """An id and the span that was decided on."""
    extent_mode_changed = Signal(bool)
    context_menu_requested = Signal(int, QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.key_filter: KeyFilter | None = None
        self._extents: ExtentEditor | None = None
        speak_for_widgets()
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Document text"))

    def _show(self, text: str) -> None:
        if self._extents is not None:
            self._extents.forget()
        if "mouse" in vars(self):
            self.mouse.drop()
        super()._show(text)

    # What is marked

    def set_labels(self, labels: Iterable[PaintedLabel]) -> None:
        self.scene.set_labels(labels)
        self._repaint_all()

    def add_label(self, label: PaintedLabel) -> None:
        """Add one, or replace the one with its id."""
        old = self.scene.labels.get(label.id)
        self.paint_pieces(self.scene.add(label))
        self.ruler.repair(label.span, *([old.span] if old else []))

    def remove_label(self, label: LabelId) -> None:
        if self._extents is not None and label == self._extents.label:
            self._extents.forget()
        old = self.scene.labels.get(label)
        self.paint_pieces(self.scene.remove(label))
        if old is not None:
            self.ruler.repair(old.span)

    def set_selected(self, label: LabelId | None, partners: Collection[LabelId] = ()) -> None:
        """The label that stands out, and those related to it."""
        if self._extents is not None and label != self._extents.label:
            self._extents.leave()
        self.paint_pieces(self.scene.choose(label, partners))

    def selected(self) -> LabelId | None:
        return self.scene.chosen.label

    def set_blocks(self, blocks: Iterable[PaintedBlock]) -> None:
        self.scene.blocks = scene.block_index(blocks)
        self._repaint_all()

    def set_outlines(self, outlines: Sequence[Outline]) -> None:
        """Suggestions, their captions as they are to be read ("QUOTE?")."""
        self.paint_pieces(self.scene.set_outlines(outlines))
        self.ruler.update()

    def set_suggested(self, outlines: Sequence[Outline]) -> None:
        """The suggestions of the whole document, painted beside the outlines of the moment."""
        self.paint_pieces(self.scene.set_suggested(outlines))
        self.ruler.show_suggested()

    def set_find_hits(self, hits: Iterable[Span], current: Span | None = None) -> None:
        self.scene.hits, self.scene.hit = scene.hit_index(hits), current
        self.viewport().update()

    def set_versions(self, places: Iterable[PaintedPlace]) -> None:
        """Show the versions of some places in lanes; lines are higher where lanes are."""
        self.motion.stop()
        self.scene.page.set_versions(VersionLanes(places))
        self._settle()

    def set_differing(self, spans: Iterable[Span], difference: DifferenceLook = "versions") -> None:
        """Hatch the words in which versions differ; strike out what stands only in the text here,
        underline what stands only in the one there.
        """
        self.scene.differing, self.scene.difference = scene.hit_index(spans), difference
        self.viewport().update()

    def set_labels_shown(self, shown: LabelsShown) -> None:
        self.scene.shown = shown
        self.scene.forget()
        self._repaint_all()

    def set_weak(self, shown: bool) -> None:
        """Whether weak repeats show their bar."""
        self.scene.weak = shown
        self._repaint_all()

    def _repaint_all(self) -> None:
        self.ruler.refresh()
        self.viewport().update()

    # Caret and selection

    def caret(self) -> int:
        return self.scene.caret.offset

    def selection(self) -> Span:
        """Empty at the caret while nothing is chosen."""
        return self.scene.caret.selection

    def selected_text(self) -> str:
        return self.selection().of(self.text())

    def set_caret(self, offset: int) -> None:
        """Put the caret there, choose nothing, and bring it into view."""
        self.put_caret(self.scene.page.chunks.clamp(offset))
        self.reveal()

    def select(self, span: Span) -> None:
        self.choose(span.start, span.end)

    def paragraph_at(self, offset: int) -> Span:
        return caret_moves.paragraph_around(self.scene.page, offset)

    def put_caret(self, offset: int, *, select: bool = False, before: bool = False) -> None:
        """Without scrolling; `before` is the end of a line rather than the start of the next."""
        anchor = self.scene.caret.anchor if select else offset
        self.choose(anchor, offset, before=before)

    def choose(self, anchor: int, caret: int, *, before: bool = False) -> None:
        """Select from one offset to the other, the caret at the second, without scrolling."""
        was, old = self.scene.caret.selection, self.scene.caret.offset
        spans = self.scene.spans_at_caret()
        self.scene.caret.move(anchor)
        self.scene.caret.move(caret, select=True, before=before)
        self.paint_spans(spans + self.scene.spans_at_caret())
        if QAccessible.isActive() and (caret != old or self.scene.caret.selection != was):
            self._announcer.caret_moved()
        if caret != old:
            self.caret_moved.emit(caret)
        now = self.scene.caret.selection
        if now != was and (now or was):
            self.selection_changed.emit()

    def copy(self) -> None:
        """Put the selected words of the stored text on the clipboard, as plain text."""
        if self.selection():
            QGuiApplication.clipboard().setText(self.selected_text())

    def make_accessible_part(self) -> "AccessibleText":
        """What a screen reader asks."""
        from pullquote.ui.reader.accessibility import AccessibleText

        return AccessibleText(self, self)

    @cached_property
    def _announcer(self) -> "Announcer":
        from pullquote.ui.reader.accessibility import Announcer

        return Announcer(self, self.make_accessible_part())

    # Keys

    def event(self, event: QEvent) -> bool:
        # Qt would take Tab away to move the focus before the filter sees it.
        if isinstance(event, QKeyEvent) and _is_tab(event) and self._filtered(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The extent of a label first, then the window's own keys, then movement."""
        taken = self._extents is not None and self._extents.key(event)
        if not (taken or self._filtered(event) or self._moved(event)):
            event.ignore()

    def _filtered(self, event: QKeyEvent) -> bool:
        return self.key_filter is not None and self.key_filter(event)

    def _moved(self, event: QKeyEvent) -> bool:
        if pages := caret_moves.pages_of(event):
            self._turn(*pages)
        elif found := caret_moves.move_of(event):
            self._move(*found)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select(Span(0, len(self.text())))
        else:
            return False
        return True

    def _move(self, move: caret_moves.Move, select: bool) -> None:
        self.motion.stop()
        caret, page = self.scene.caret, self.scene.page
        chosen = caret.selection
        if (
            chosen
            and not select
            and move in {caret_moves.character_left, caret_moves.character_right}
        ):
            self.put_caret(chosen.start if move is caret_moves.character_left else chosen.end)
        else:
            offset, before = move(page, caret)
            goal = caret.goal
            self.put_caret(offset, select=select, before=before)
            caret.goal = goal if move in {caret_moves.line_up, caret_moves.line_down} else None
        self.reveal()

    def _turn(self, pages: int, select: bool) -> None:
        """By what fits in the view less one line; the caret keeps its place in the view."""
        lines = max(1, self.scene.page.lines_in_view(self.viewport().height()) - 1)
        top = self.caret_rect().top()
        caret = self.scene.caret
        offset, before = caret_moves.by_lines(self.scene.page, caret, pages * lines)
        goal = caret.goal
        self.put_caret(offset, select=select, before=before)
        caret.goal = goal
        if 0 <= top < self.viewport().height():
            self.scroll_by(self.caret_rect().top() - top)
        self.reveal()

    # Extent

    def start_extent(self) -> bool:
        """Let the keys move the edges of the chosen label; whether there is one."""
        return self._start_extent(by_keys=True)

    def begin_drag_of_extent(self) -> None:
        self._start_extent(by_keys=False)

    def drag_extent(self, edge: "Edge", offset: int, *, by_word: bool) -> None:
        if self._extents is not None:
            self._extents.drag(edge, offset, by_word=by_word)

    def end_drag_of_extent(self) -> None:
        if self._extents is not None:
            self._extents.keep()

    def _start_extent(self, *, by_keys: bool) -> bool:
        label = self.scene.labels.get(self.scene.chosen.label)
        if label is None:
            return False
        if self._extents is None:
            from pullquote.ui.reader.input.label_edges import ExtentEditor

            self._extents = ExtentEditor(self, self.add_label)
            self._extents.dragged.connect(self.extent_dragged)
            self._extents.changed.connect(self.extent_changed)
            self._extents.mode_changed.connect(self.extent_mode_changed)
        self._extents.start(label, self.text(), by_keys=by_keys)
        return True

    # The mouse

    @cached_property
    def mouse(self) -> "Mouse":
        from pullquote.ui.reader.input.mouse import Mouse

        return Mouse(self, self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.motion.stop()
        self.mouse.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.mouse.release(event)

    def click(self, thing: "HitTarget | None") -> None:
        if thing and thing.kind == "outline":
            self.outline_clicked.emit(thing.id)
        else:
            self.label_clicked.emit(thing.id if thing else None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        # What is said of a label under the mouse would cover the menu.
        self.mouse.leave()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            offset, before = self.hit(QPointF(event.pos()))
            if not self.selection().holds(offset):
                self.put_caret(offset, before=before)
            at = event.globalPos()
        else:
            offset = self.caret()
            at = self.viewport().mapToGlobal(self.caret_rect().bottomLeft())
        self.context_menu_requested.emit(offset, at)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self.mouse.leave()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.paint_spans(self.scene.spans_at_caret())
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.paint_spans(self.scene.spans_at_caret())
        super().focusOutEvent(event)


def _is_tab(event: QKeyEvent) -> bool:
    return event.type() == QEvent.Type.KeyPress and event.key() in _TABS
