"""The mouse in the text: click, word, sentence, drag, and the edges of the chosen label."""

from html import escape
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip

from pullquote.text import segments
from pullquote.text.spans import Span
from pullquote.ui.reader.canvas import Canvas
from pullquote.ui.reader.input import hit_test
from pullquote.ui.reader.input.hit_test import HitTarget
from pullquote.ui.reader.input.label_edges import Edge

HOVER = 400
"""Milliseconds before a label says what it is."""
_SCROLL = 30
"""Milliseconds between two steps while the mouse is held beyond the text."""


class PointerHost(Protocol):
    """Whoever does what the mouse asks for.

    Offsets are code points of the text; points are pixels of the canvas's viewport.
    """

    def put_caret(self, offset: int, *, select: bool, before: bool) -> None: ...
    def choose(self, anchor: int, caret: int, *, before: bool) -> None: ...
    def select(self, span: Span) -> None: ...
    def paragraph_at(self, offset: int) -> Span: ...
    def click(self, thing: HitTarget | None) -> None: ...
    def begin_drag_of_extent(self) -> None: ...
    def drag_extent(self, edge: Edge, offset: int, *, by_word: bool) -> None: ...
    def end_drag_of_extent(self) -> None: ...


class Mouse(QObject):
    """What the buttons and the hand do over `canvas`; `host` does what follows from it."""

    def __init__(self, canvas: Canvas, host: PointerHost) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._host = host
        self._pressed: int | None = None
        self._anchor = Span(0, 0)
        self._dragged = False
        self._edge: Edge | None = None
        self._at = QPointF()
        self._last_press = QPointF()
        self._since_double = QTimer(self)
        self._since_double.setSingleShot(True)
        self._scrolling = QTimer(self)
        self._scrolling.setInterval(_SCROLL)
        self._scrolling.timeout.connect(self._scroll_on)
        self._hover = QTimer(self)
        self._hover.setSingleShot(True)
        self._hover.setInterval(HOVER)
        self._hover.timeout.connect(self._say_label)

    def press(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.leave()
        self._at = event.position()
        clicks = self._count_clicks(event)
        self._edge = self.edge_at(self._at) if clicks == 1 else None
        if self._edge:
            self._host.begin_drag_of_extent()
            return
        offset, before = self._canvas.hit(self._at)
        self._pressed, self._dragged = offset, clicks > 1
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if clicks == 1:
            # What is outlined is gone as soon as the caret moves: a click on it takes it.
            if shift or not self._is_on_outline():
                self._host.put_caret(offset, select=shift, before=before)
            self._anchor = Span(offset, offset)
            self._dragged = shift
        else:
            self._choose_unit(offset, clicks)

    def _count_clicks(self, event: QMouseEvent) -> int:
        """Qt tells of the second click; a third soon after, in the same place, is ours to see."""
        near = (self._at - self._last_press).manhattanLength() < QApplication.startDragDistance()
        third = self._since_double.isActive() and near
        self._last_press = self._at
        self._since_double.stop()
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self._since_double.start(QApplication.doubleClickInterval())
            return 2
        return 3 if third else 1

    def _choose_unit(self, offset: int, clicks: int) -> None:
        text = self._canvas.text()
        if clicks == 2:
            unit = segments.word_at(text, offset) or Span(offset, offset)
        else:
            paragraph = self._host.paragraph_at(offset)
            sentences = segments.sentences(text, paragraph)
            holding = [s for s in sentences if s.start <= offset <= s.end]
            unit = holding[0] if holding else paragraph
        self._anchor = unit
        self._host.select(unit)

    def move(self, event: QMouseEvent) -> None:
        self._at = event.position()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._point()
        elif self._edge or self._pressed is not None:
            if self._edge or self._is_drag():
                self._drag(event.modifiers())
            self._scroll_if_beyond()

    def _is_drag(self) -> bool:
        far = (self._at - self._last_press).manhattanLength() >= QApplication.startDragDistance()
        self._dragged = self._dragged or far
        return self._dragged

    def _point(self) -> None:
        on_edge = self.edge_at(self._at)
        shape = Qt.CursorShape.SizeHorCursor if on_edge else Qt.CursorShape.IBeamCursor
        viewport = self._canvas.viewport()
        if viewport.cursor().shape() != shape:
            viewport.setCursor(shape)
        self._hover.start()

    def _drag(self, modifiers: Qt.KeyboardModifier) -> None:
        offset, before = self._canvas.hit(self._at)
        by_word = not modifiers & Qt.KeyboardModifier.ControlModifier
        if self._edge:
            self._host.drag_extent(self._edge, offset, by_word=by_word)
            return
        over = self._anchor.union(Span(offset, offset))
        if by_word and over:
            over = segments.snap_to_words(self._canvas.text(), over)
        backward = offset < self._anchor.start
        anchor, caret = (over.end, over.start) if backward else (over.start, over.end)
        self._host.choose(anchor, caret, before=before)

    def release(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._scrolling.stop()
        pressed, self._pressed = self._pressed, None
        if self._edge:
            self._edge = None
            self._host.end_drag_of_extent()
        elif pressed is not None and not self._dragged:
            # The smallest thing there, or the next if it is chosen already.
            chosen = self._canvas.scene.chosen.label
            self._host.click(hit_test.next_target(self._targets_at(event.position()), chosen))

    def edge_at(self, at: QPointF) -> Edge | None:
        """The edge of the chosen label that can be caught there."""
        return hit_test.edge_at(self._canvas.scene, *self._canvas.on_page(at))

    def _is_on_outline(self) -> bool:
        return any(thing.kind == "outline" for thing in self._targets_at(self._at)[:1])

    def _targets_at(self, at: QPointF) -> list[HitTarget]:
        return hit_test.targets_at(self._canvas.scene, *self._canvas.on_page(at))

    def leave(self) -> None:
        self._hover.stop()
        QToolTip.hideText()

    def drop(self) -> None:
        """Forget what is held: the text under it changed."""
        self._pressed, self._edge = None, None
        self._scrolling.stop()
        self._hover.stop()

    def _scroll_if_beyond(self) -> None:
        height = self._canvas.viewport().height()
        beyond = self._at.y() < 0 or self._at.y() > height
        if beyond and not self._scrolling.isActive():
            self._scrolling.start()
        elif not beyond:
            self._scrolling.stop()

    def _scroll_on(self) -> None:
        """The further out, the faster."""
        height = self._canvas.viewport().height()
        beyond = min(0.0, self._at.y()) or max(0.0, self._at.y() - height)
        self._canvas.scroll_by(int(beyond / 2) or (1 if beyond > 0 else -1))
        self._drag(QApplication.keyboardModifiers())

    def _say_label(self) -> None:
        things = self._targets_at(self._at)
        label = self._canvas.scene.labels.get(things[0].id) if things else None
        said = label.said if label and things[0].kind == "label" else ""
        if said:
            at = self._canvas.viewport().mapToGlobal(self._at.toPoint() + QPoint(0, 12))
            # Qt guesses whether a tooltip is markup: so it is, with the words escaped.
            QToolTip.showText(at, f"<p>{escape(said)}</p>", self._canvas.viewport())
