"""A page of text that scrolls: only what is in view is laid out and painted.

Motion is the jump and the tint that fades, Wheel turns notches into pixels.
"""

from collections.abc import Callable, Iterable
from functools import cached_property

from PySide6 import QtCore
from PySide6.QtCore import QObject, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QWidget

from pullquote.text.spans import Span
from pullquote.ui.reader.colours import Inks
from pullquote.ui.reader.layout.metrics import LEAST_ZOOM, MOST_ZOOM, Metrics, text_column
from pullquote.ui.reader.layout.page import TOP, Page
from pullquote.ui.reader.painting.paint import paint
from pullquote.ui.reader.ruler import WIDTH, Ruler
from pullquote.ui.reader.scene import Scene
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed

_NEAR = 2
"""Lines that stay visible above and below the caret."""


class Canvas(Themed, QAbstractScrollArea):
    """The scroll bar is kept, hidden, as the one place that knows how far; the ruler shows it."""

    view_changed = Signal()
    zoom_wished = Signal(int)
    """Steps in or out, from the wheel with Ctrl."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._metrics = Metrics.at(100)
        self._left, width = text_column(0)
        self._syncing = False
        self.has_document = False
        self.scene = Scene(Page("", self._metrics, width), Inks(theme, self._metrics))
        self.motion = Motion(self, self._scroll_to)
        self.ruler = Ruler(theme, self)
        self._wheel = Wheel()
        self._assemble()

    def _assemble(self) -> None:
        # To hand out one that Qt has made, PySide6 loads all kinds of widgets that there are.
        self.setViewport(QWidget())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(0, 0, WIDTH, 0)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.ruler.asked.connect(self._show_fraction)

    # What is shown

    def show_document(self, text: str) -> None:
        """Show a text from its start, with nothing marked in it."""
        self.has_document = True
        self._show(text)

    def clear(self) -> None:
        """Show an empty page."""
        self.has_document = False
        self._show("")

    def _show(self, text: str) -> None:
        self.motion.stop()
        old = self.scene
        # Inks remember the words of captions: a new document brings others.
        self.scene = Scene(Page(text, self._metrics, old.page.width), self._inks())
        self.scene.shown, self.scene.weak = old.shown, old.weak
        self.scene.caret.move(self.scene.page.chunks.starts[0])
        self.ruler.show_scene(self.scene if self.has_document else None)
        self._settle()

    def text(self) -> str:
        return self.scene.page.text

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.scene.inks = self._inks()
        self.ruler.set_theme(theme)
        self.viewport().update()

    def zoom(self) -> int:
        return self._metrics.zoom

    def set_zoom(self, percent: int) -> None:
        """The size of the text, 70 to 250."""
        percent = min(max(percent, LEAST_ZOOM), MOST_ZOOM)
        if percent != self._metrics.zoom:
            self._metrics = Metrics.at(percent)
            self.scene.inks = self._inks()
            self._arrange(self.scene.page.width)

    def _inks(self) -> Inks:
        return Inks(self._theme, self._metrics, self.viewport().devicePixelRatioF())

    def _arrange(self, width: int) -> None:
        self.motion.stop()
        self.scene.page.arrange(self._metrics, width)
        self.scene.forget()
        self.ruler.refresh()
        self._settle()

    # Scrolling

    def visible_span(self) -> Span:
        """From the first to the last piece of text in view."""
        return self.scene.page.in_view(self.viewport().height())

    def scroll_to(self, span: Span, *, flash: bool = True, middle: bool = False) -> None:
        """Bring words into view, if they are not, and tint them for a moment.

        With `middle`, only the middle two thirds count as in view.
        """
        page, height = self.scene.page, self.viewport().height()
        edge = height // 6 if middle else 0
        chunk = page.chunks.at(page.chunks.clamp(span.start))
        page.lay_out_around(chunk, height)
        top = page.line_top(page.place(span.start))
        bottom = page.line_bottom(page.place(span.end, before=True))
        # Of words that are longer than the view, the first half of it is enough.
        bottom = min(bottom, top + height // 2)
        if top < page.y + edge or bottom > page.y + height - edge:
            self._jump(top - height // 3)
        if flash:
            self.motion.flash(span, lambda where: self.paint_spans([where]))

    def _jump(self, y: int) -> None:
        page, height = self.scene.page, self.viewport().height()
        y = min(max(-TOP, y), page.lowest(height))
        # Only the last part of a long way is shown.
        near = y - height if y > page.y else y + height
        start = max(page.y, near) if y > page.y else min(page.y, near)
        self.motion.scroll(start, y)

    def _scroll_to(self, y: int) -> None:
        self.scene.page.scroll_to(y)
        self._settle()

    def scroll_by(self, pixels: int) -> None:
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + pixels)

    def reveal(self) -> None:
        """Scroll as little as shows the caret with a line or two around it."""
        page, height, caret = self.scene.page, self.viewport().height(), self.scene.caret
        top = page.line_top(page.place(caret.offset, before=caret.before))
        near = min(_NEAR, max(0, (height // page.metrics.line - 1) // 2)) * page.metrics.line
        if top - near < page.y:
            self.scroll_by(top - near - page.y)
        elif top + page.metrics.line + near > page.y + height:
            self.scroll_by(top + page.metrics.line + near - page.y - height)

    def _show_fraction(self, fraction: float) -> None:
        self.motion.stop()
        self._scroll_to(self.scene.page.y_at(fraction) - self.viewport().height() // 2)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        del dx  # the page is as wide as the view
        if self._syncing:
            return
        page, height = self.scene.page, self.viewport().height()
        before = page.y
        page.scroll_to(before - dy)
        # Where a height was only estimated, all below it moves; else what is in view already is
        # moved as it is, and only the strip that came in is painted.
        if page.settle(height):
            self.viewport().update()
        else:
            self.viewport().scroll(0, before - page.y)
        self._sync()

    def _settle(self) -> None:
        """Lay out what is in view and paint all of it."""
        self.scene.page.settle(self.viewport().height())
        self._sync()
        self.viewport().update()

    def _sync(self) -> None:
        """Let the scroll bar and the ruler know where the page is."""
        page, height = self.scene.page, self.viewport().height()
        bar = self.verticalScrollBar()
        # Moving the bar scrolls, and scrolling moves the bar.
        self._syncing = True
        bar.setRange(0, page.lowest(height) + TOP)
        bar.setPageStep(height)
        bar.setSingleStep(page.metrics.line)
        bar.setValue(page.y + TOP)
        self._syncing = False
        self.ruler.set_view(page.fraction_at(page.y), page.fraction_at(page.y + height))
        self.view_changed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom_wished.emit(1 if event.angleDelta().y() > 0 else -1)
        else:
            self.motion.stop()
            self.scroll_by(self._wheel.pixels(event, self._metrics.line))
        event.accept()

    # Places

    def hit(self, point: QPointF) -> tuple[int, bool]:
        """The boundary between characters nearest to a point of the viewport."""
        return self.scene.page.at(*self.on_page(point))

    def on_page(self, point: QPointF) -> tuple[float, int]:
        """A point of the viewport as a place of the page."""
        return point.x() - self._left, self.scene.page.y + int(point.y())

    def caret_rect(self) -> QRect:
        """Where the caret is in the viewport."""
        return self.rect_of(self.scene.caret.offset, before=self.scene.caret.before)

    def rect_of(self, offset: int, *, before: bool = False) -> QRect:
        """Where the caret would be at an offset, also out of view."""
        page = self.scene.page
        place = page.place(offset, before=before)
        return page.caret(place).translated(self._left, -page.y)

    # Painting

    def paint_pieces(self, pieces: Iterable[int]) -> None:
        """Paint some pieces of the text again, as far as they are in view."""
        page, viewport = self.scene.page, self.viewport()
        visible = page.visible(viewport.height())
        reach = page.metrics.line // 2
        for piece in pieces:
            if piece in visible:
                top = page.top(piece) - page.y - reach
                viewport.update(0, top, viewport.width(), page.heights[piece] + 2 * reach)

    def paint_spans(self, spans: Iterable[Span]) -> None:
        """Paint the pieces of these spans again, as far as they are in view."""
        visible = self.scene.page.visible(self.viewport().height())
        ranges = [self.scene.labels.pieces(span) for span in spans]
        self.paint_pieces({piece for piece in visible for pieces in ranges if piece in pieces})

    def paintEvent(self, event: QPaintEvent) -> None:
        viewport = self.viewport()
        if viewport.devicePixelRatioF() != self.scene.inks.ratio:
            self.scene.inks = self._inks()
        painter = QPainter(viewport)
        painter.fillRect(event.rect(), self._theme.color("page"))
        if self.has_document:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            flash = self.motion.flashed
            paint(
                painter,
                self.scene,
                self._left,
                viewport.height(),
                event.rect(),
                focused=self.hasFocus(),
                flash=(flash, self.motion.strength) if flash else None,
            )
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self.ruler.setGeometry(inside.right() + 1 - WIDTH, inside.top(), WIDTH, inside.height())
        self._left, width = text_column(inside.width())
        if width != self.scene.page.width:
            self._arrange(width)
        else:
            self._settle()


JUMP, FADE = 120, 600
"""Milliseconds."""


class Motion(QObject):
    """Runs one jump and one fade at a time; with `on` false, both are over at once."""

    def __init__(self, parent: QObject, scroll: Callable[[int], None]) -> None:
        super().__init__(parent)
        self.on = True
        self.flashed: Span | None = None
        self.strength = 0.0
        self._scroll = scroll
        self._repaint: Callable[[Span], None] = _nothing

    @cached_property
    def _jump(self) -> QtCore.QVariantAnimation:
        made = QtCore.QVariantAnimation(self)
        made.setDuration(JUMP)
        made.setEasingCurve(QtCore.QEasingCurve.Type.OutCubic)
        made.valueChanged.connect(self._scroll)
        return made

    @cached_property
    def _fade(self) -> QtCore.QVariantAnimation:
        made = QtCore.QVariantAnimation(self)
        made.setDuration(FADE)
        made.setStartValue(1.0)
        made.setEndValue(0.0)
        made.valueChanged.connect(self._faded)
        return made

    def scroll(self, start: int, end: int) -> None:
        self._stop_jump()
        if not self.on or start == end:
            self._scroll(end)
            return
        self._jump.setStartValue(start)
        self._jump.setEndValue(end)
        self._jump.start()

    def flash(self, span: Span, repaint: Callable[[Span], None]) -> None:
        """Tint the words and let it fade; `repaint` is called whenever they look different."""
        self.stop_flash()
        if self.on:
            self._repaint = repaint
            self.flashed = span
            self._fade.start()

    def stop_flash(self) -> None:
        if self.flashed is not None:
            self._fade.stop()
            self.flashed = None

    def stop(self) -> None:
        self._stop_jump()
        self.stop_flash()

    def _stop_jump(self) -> None:
        if "_jump" in vars(self):
            self._jump.stop()

    def _faded(self, strength: float) -> None:
        span = self.flashed
        self.strength = strength
        if strength <= 0:
            self.flashed = None
        if span:
            self._repaint(span)


def _nothing(span: Span) -> None:
    del span


class Wheel:
    """Turns wheel and touchpad into whole pixels and keeps the rest for the next time."""

    def __init__(self) -> None:
        self._rest = 0.0

    def pixels(self, event: QWheelEvent, line: int) -> int:
        """How far down the page; a notch is as many lines as the system says."""
        exact: QPoint = event.pixelDelta()
        if not exact.isNull():
            return -exact.y()
        notches = event.angleDelta().y() / 120
        self._rest -= notches * QApplication.wheelScrollLines() * line
        whole = int(self._rest)
        self._rest -= whole
        return whole
