"""Plain text on screen: nothing a document brings is ever read as markup; what of it screen readers
are told, and when they are not; and the caps of keys.
"""

import html
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache, partial
from typing import TYPE_CHECKING
from unicodedata import bidirectional
from weakref import ref

from PySide6.QtCore import QObject, QPointF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAccessibleWidget,
    QFrame,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)
from shiboken6 import getCppPointer, isValid

from pullquote.text.offsets import Utf16Map
from pullquote.text.spans import Span
from pullquote.ui.theme.fonts import text_font

if TYPE_CHECKING:
    _Widget = QWidget
else:
    _Widget = object

_ONE_LINE = (
    Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextSingleLine
)


def plain_tooltip(text: str) -> str:
    """`text` so that a tool tip shows it as it is; Qt takes anything like a tag for markup."""
    return f"<span>{html.escape(text)}</span>" if text else ""


def set_tooltip(widget: QWidget, text: str) -> None:
    """Show `text` over the widget, as it is; screen readers get it without Qt's markup."""
    widget.setToolTip(plain_tooltip(text))
    if widget.accessibleDescription() != text:
        widget.setAccessibleDescription(text)


class SpokenPart(QAccessibleWidget):
    """What a screen reader asks of a widget that is words or a picture."""

    def __init__(self, widget: "Spoken", role: QAccessible.Role) -> None:
        super().__init__(widget, role, "")
        # Not to keep the widget: this is kept until Qt deletes it with the widget.
        self._widget = ref(widget)

    def text(self, what: QAccessible.Text) -> str:
        widget = self._widget()
        if what == QAccessible.Text.Name and widget is not None:
            return widget.accessibleName()
        return super().text(what)


class Spoken(_Widget):
    """Has a role for screen readers, and a name that changes in silence; before Qt's class.

    Qt tells them of each change of a name. Of words beside the text that change with every step of
    its caret they must not be told: they read them when they get there.
    """

    spoken_role = QAccessible.Role.StaticText
    _said = ""

    def make_accessible_part(self) -> SpokenPart:
        return SpokenPart(self, self.spoken_role)

    def accessibleName(self) -> str:
        return self._said

    def setAccessibleName(self, name: str) -> None:
        self._said = name


@cache
def speak_for_widgets() -> None:
    """Let widgets answer that can `make_accessible_part`; before the first screen reader asks.

    Qt keeps the first answer that it gets for each widget.
    """
    QAccessible.installFactory(_accessible_part)


def _accessible_part(_class: str, thing: QObject) -> QAccessibleInterface | None:
    make: Callable[[], QAccessibleInterface] | None = getattr(thing, "make_accessible_part", None)
    if make is None and isinstance(thing, QStackedWidget):
        # Qt calls it a layered pane, which is read out each time that one comes into it.
        make = partial(QAccessibleWidget, thing, QAccessible.Role.Pane, "")
    if make is None:
        return None
    # Never the same twice: Qt asks again for a window that is going, and deletes both.
    part = make()
    kept = _kept_parts()
    kept.append(part)
    if len(kept) % _MANY == 0:
        kept[:] = [one for one in kept if isValid(one)]
    return part


_MANY = 1_000


@cache
def _kept_parts() -> list[QAccessibleInterface]:
    """Who deletes them is Qt, with their widgets; Python must not before, even at its end."""
    return []


def announce(widget: QWidget, words: str) -> None:
    """Let a screen reader say `words` now, wherever it is."""
    if words and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


# After the last change, before what changed is told.
_REST_MS = 1_000
# Without a listener: a key calls this often.
_NOTHING = nullcontext()


class Silence(QObject):
    """Keeps what `part` shows from being told while the focus is elsewhere.

    Qt tells of each field that a step of the caret fills, shows or hides, a hundred at a time. Who
    listens reads the part when it gets there. What came into sight or went is told a second after
    the last change, of the outermost alone: whoever keeps what it was told looks no further into
    what is hidden.
    """

    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        self._part = part
        self._told: set[int] | None = None  # what was in sight when all was told
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.tell)

    def keep(self) -> AbstractContextManager[None]:
        """Nothing that happens meanwhile is told, unless the focus is in the part."""
        return self._keep() if QAccessible.isActive() and not self._holds_focus() else _NOTHING

    @contextmanager
    def _keep(self) -> Iterator[None]:
        if self._told is None:
            self._told = {_address(widget) for widget in self._in_sight(self._part)}
        self._rest.start()
        QAccessible.setActive(False)
        try:
            yield
        finally:
            QAccessible.setActive(True)

    def tell(self) -> None:
        """Tell what came into sight since the last time, and what went."""
        told, self._told = self._told, None
        if told is not None:
            self._tell_differences(self._part, told)

    def _tell_differences(self, above: QWidget, told: set[int]) -> None:
        for widget in _children(above):
            shown = widget.isVisible()
            if shown != (_address(widget) in told):
                kind = QAccessible.Event.ObjectShow if shown else QAccessible.Event.ObjectHide
                QAccessible.updateAccessibility(QAccessibleEvent(widget, kind))
            elif shown:
                self._tell_differences(widget, told)

    def _in_sight(self, above: QWidget) -> Iterator[QWidget]:
        for widget in _children(above):
            if widget.isVisible():
                yield widget
                yield from self._in_sight(widget)

    def _holds_focus(self) -> bool:
        focused = self._part.window().focusWidget()
        return focused is not None and _is_in(focused, self._part)


def _is_in(widget: QWidget, part: QWidget) -> bool:
    return widget is part or part.isAncestorOf(widget)


def _children(widget: QWidget) -> list[QWidget]:
    return [child for child in widget.children() if isinstance(child, QWidget)]


def _address(widget: QWidget) -> int:
    # What Qt makes has another Python object each time.
    return int(getCppPointer(widget)[0])


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at the properties again of a widget that it has looked at."""
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet selects by; no change costs nothing."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        restyle(widget)


def discard_widget(widget: QWidget) -> None:
    """Take a widget away: out of sight at once, out of memory when the event loop comes by."""
    widget.hide()
    widget.deleteLater()


class Label(Spoken, QLabel):
    """Text in one of the roles of the style sheet.

    Roles: room, title, heading, strong, medium, second, value, caption, meta, words, small-words,
    accent, warning, repeat; "" is a row's text.
    """

    def __init__(
        self, text: str = "", role: str = "", *, wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        # Qt tells of other words only where the name is empty.
        QLabel.setAccessibleName(self, "words")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("role", role)
        self.setText(text)

    def accessibleName(self) -> str:
        return self._said or self.text()

    def set_role(self, role: str) -> None:
        set_property(self, "role", role)


class ElidedLabel(Spoken, QFrame):
    """One line that ends in an ellipsis where it does not fit; the tool tip then has all of it."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self._tell_rest()
        self.updateGeometry()
        self.update()

    def set_role(self, role: str) -> None:
        set_property(self, "role", role)
        self.updateGeometry()

    def elided(self) -> bool:
        return self.fontMetrics().horizontalAdvance(self._line()) > self.contentsRect().width()

    def sizeHint(self) -> QSize:
        metrics, around = self.fontMetrics(), self.contentsMargins()
        return QSize(
            metrics.horizontalAdvance(self._line()) + 1 + around.left() + around.right(),
            metrics.height() + around.top() + around.bottom(),
        )

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        hint = self.sizeHint()
        return QSize(min(hint.width(), metrics.averageCharWidth() * 4), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_rest()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            line = self.fontMetrics().elidedText(
                self._line(), Qt.TextElideMode.ElideRight, self.contentsRect().width()
            )
            painter.drawText(self.contentsRect(), _ONE_LINE, line)

    def _line(self) -> str:
        return self._text.replace("\n", " ")

    def _tell_rest(self) -> None:
        set_tooltip(self, self._text if self.elided() else "")


_SIGNS = {
    "Return": "Enter",
    "PgDown": "PgDn",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
}
_MAC = {"Ctrl": "⌘", "Shift": "⇧", "Alt": "⌥", "Meta": "⌃"}


def key_name(key: str, platform: str = sys.platform) -> str:
    """A stroke as Qt writes it ("Ctrl+Return") with the names on this machine's keys."""
    *modifiers, last = _strokes(key)
    last = _SIGNS.get(last, last)
    if platform == "darwin":
        return "".join(_MAC.get(name, name) for name in modifiers) + last
    return "+".join((*modifiers, last))


def _strokes(key: str) -> list[str]:
    """The parts of a stroke; the plus key is a part too ("Ctrl++")."""
    if key.endswith("+"):
        return [*filter(None, key[:-1].split("+")), "+"]
    return key.split("+")


TextFormat = tuple[Span, QTextCharFormat]

# More than fits into the lines of any panel; a quote may be a megabyte.
_MOST = 1_200
_BREAKS = re.compile("[\n\r\u2028\u2029\t]")


class TextBlock:
    """`text` in at most `lines` lines of `width` pixels, `pitch` pixels apart.

    `formats` count in code points of `text`. The paragraph runs from the right where its first
    letter does.
    """

    def __init__(
        self,
        text: str,
        font: QFont,
        width: int,
        *,
        lines: int,
        pitch: int,
        formats: Sequence[TextFormat] = (),
    ) -> None:
        self._font, self._width, self._pitch = font, width, pitch
        self._formats = formats
        shown = _BREAKS.sub(" ", text[:_MOST])
        cut = len(text) > _MOST
        self._layout = self._lay_out(shown + "…" if cut else shown)
        while self._layout.lineCount() > lines:
            last = self._layout.lineAt(lines - 1)
            end = Utf16Map(shown).from_utf16(last.textStart() + last.textLength())
            # A line that was cut may still be too long with its ellipsis.
            shown = shown[: min(end, len(shown) - 1)].rstrip()
            self._layout = self._lay_out(shown + "…")

    @property
    def height(self) -> int:
        return self._layout.lineCount() * self._pitch

    def paint(self, painter: QPainter, left: int, top: int, colour: QColor) -> None:
        painter.setPen(colour)
        self._layout.draw(painter, QPointF(left, top))

    def _lay_out(self, text: str) -> QTextLayout:
        layout = QTextLayout(text, self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        if _from_right(text):
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
        layout.setTextOption(option)
        layout.setFormats(_ranges(text, self._formats))
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self._width)
            slack = self._pitch - line.height()
            line.setPosition(QPointF(0, (layout.lineCount() - 1) * self._pitch + slack / 2))
        layout.endLayout()
        return layout


class ElidedText(Spoken, QWidget):
    """Words of a document in at most `lines` lines; as high as they need."""

    def __init__(
        self, lines: int = 2, size: int = 14, pitch: int = 22, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words = ""
        self._lines, self._size, self._pitch = lines, size, pitch
        self._block: TextBlock | None = None
        self._block_width = 0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(pitch)

    def words(self) -> str:
        return self._words

    def show_words(self, words: str) -> None:
        if words != self._words:
            self._words = words
            self._block = None
            self.setAccessibleName(words[:_MOST])
            self.setFixedHeight(self._laid_out(self.width()).height)
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.setFixedHeight(self._laid_out(self.width()).height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            colour = self.palette().color(QPalette.ColorRole.WindowText)
            self._laid_out(self.width()).paint(painter, 0, 0, colour)

    def _laid_out(self, width: int) -> TextBlock:
        if self._block is None or self._block_width != width:
            self._block_width = width
            self._block = TextBlock(
                self._words, text_font(self._size), width, lines=self._lines, pitch=self._pitch
            )
        return self._block


def _from_right(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    directions = map(bidirectional, text)
    return next((d for d in directions if d in {"L", "R", "AL"}), "L") != "L"


def _ranges(text: str, formats: Sequence[TextFormat]) -> list[QTextLayout.FormatRange]:
    offsets = Utf16Map(text)
    ranges = []
    for span, look in formats:
        start, end = (offsets.to_utf16(min(at, len(text))) for at in (span.start, span.end))
        found = QTextLayout.FormatRange()
        found.start, found.length, found.format = start, end - start, look
        ranges.append(found)
    return ranges


class KeyCap(Spoken, QLabel):
    """The keys of one stroke in a cap; empty text hides it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        QLabel.setAccessibleName(self, "key")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_key(text)

    def accessibleName(self) -> str:
        return self.text()

    def set_key(self, text: str) -> None:
        self.setText(key_name(text))
        # Shown without a parent, it would be a window of its own for a moment and take the focus.
        if self.parent() or not text:
            self.setHidden(not text)
