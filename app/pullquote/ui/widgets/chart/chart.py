"""What every chart has: a theme, words for what lies under the mouse, its picture as a file; and
the round numbers at an axis.
"""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QImage, QImageWriter, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QToolTip, QWidget

from pullquote.errors import PullquoteError
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed
from pullquote.ui.widgets.label import plain_tooltip
from pullquote.ui.widgets.paint import made_font, paint_text, smooth_painter
from pullquote.ui.widgets.popup import Menu

_MARGIN, _HEADING = 24, 36
_NARROWEST = 480
# A picture is looked at in papers and on slides: finer than the screen.
_SHARPNESS = 2


class CannotWritePicture(PullquoteError):
    template = "The picture {path} could not be written; check that its folder may be written to."


class Chart(Themed, QWidget):
    """`saved` has the file that a person had the chart written to, `failed` the error.

    A kind of chart gives `height_of`, `paint_marks` and `words_at`, and sets its description.
    """

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        # Where the dialog for the picture begins.
        self.folder = Path.home()
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def height_of(self, width: int) -> int:
        """The pixels that the chart needs where it is `width` pixels wide."""
        raise NotImplementedError

    def paint_marks(self, painter: QPainter, width: int) -> None:
        """Paint all from (0, 0), on the ground of the page."""
        raise NotImplementedError

    def words_at(self, place: QPointF) -> str:
        """What lies there, with its value; "" for nothing."""
        raise NotImplementedError

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def save(self, to: Path) -> None:
        """Write heading and chart as SVG, if the name says so, else as PNG.

        Raises CannotWritePicture.
        """
        written = self._svg() if to.suffix.lower() == ".svg" else self._png()
        try:
            to.write_bytes(written)
        except OSError as error:
            raise CannotWritePicture(path=to) from error

    def ask_where(self) -> None:
        """Let the person say where the picture goes, and write it."""
        proposal = self.folder / f"{self.accessibleName()}.png"
        filters = {"PNG (*.png)": ".png", "SVG (*.svg)": ".svg"}
        asked = self.tr("Save picture")
        path, kind = QFileDialog.getSaveFileName(self, asked, str(proposal), ";;".join(filters))
        if not path:
            return
        # What stands after a dot may be part of a name, and no other kind of picture is written.
        named = Path(path).suffix.lower() in filters.values()
        to = Path(path if named else path + filters.get(kind, ".png"))
        try:
            self.save(to)
        except CannotWritePicture as error:
            self.failed.emit(error)
        else:
            self.saved.emit(to)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.height_of(width)

    def sizeHint(self) -> QSize:
        width = max(self.width(), 200)
        return QSize(200, self.height_of(width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        with smooth_painter(self) as painter:
            self.paint_marks(painter, self.width())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            words = self.words_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), plain_tooltip(words), self)
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = Menu(parent=self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Save picture")).triggered.connect(self.ask_where)
        menu.popup(event.globalPos())

    # --- inside --------------------------------------------------------------------------------

    def _picture_size(self) -> QSize:
        width = max(self.width(), _NARROWEST)
        return QSize(width + 2 * _MARGIN, self.height_of(width) + _HEADING + 2 * _MARGIN)

    def _paint_picture(self, painter: QPainter, size: QSize) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRect(0, 0, size.width(), size.height()), self.theme.color("page"))
        painter.translate(_MARGIN, _MARGIN)
        width = size.width() - 2 * _MARGIN
        heading = QRect(0, 0, width, 24)
        ink = self.theme.color("ink")
        paint_text(painter, heading, self.accessibleName(), made_font(15, 600), ink)
        painter.translate(0, _HEADING)
        self.paint_marks(painter, width)

    def _png(self) -> bytes:
        size = self._picture_size()
        picture = QImage(size * _SHARPNESS, QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(_SHARPNESS)
        painter = QPainter(picture)
        self._paint_picture(painter, size)
        painter.end()
        written = _open_buffer()
        QImageWriter(written, QByteArray(b"PNG")).write(picture)
        return bytes(written.data().data())

    def _svg(self) -> bytes:
        from PySide6.QtSvg import QSvgGenerator

        size, written = self._picture_size(), _open_buffer()
        generator = QSvgGenerator()
        generator.setOutputDevice(written)
        generator.setSize(size)
        generator.setViewBox(QRect(0, 0, size.width(), size.height()))
        generator.setTitle(self.accessibleName())
        generator.setDescription(self.accessibleDescription())
        painter = QPainter(generator)
        self._paint_picture(painter, size)
        painter.end()
        return bytes(written.data().data())


def _open_buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def round_step(most: float, ticks: int) -> int:
    """1, 2 or 5 times a power of ten, the smallest that reaches `most` in `ticks` steps."""
    power = 1
    while power * 5 * ticks < most:
        power *= 10
    return next(digit * power for digit in (1, 2, 5) if digit * power * ticks >= most)


def axis_values(most: int, length: float, apart: float) -> range:
    """Whole numbers from 0 to `most` for an axis `length` pixels long, `apart` pixels or more from
    one to the next; three at least, eight at most beside 0.
    """
    ticks = min(8, max(3, int(length // apart)))
    return range(0, most + 1, round_step(most, ticks))
