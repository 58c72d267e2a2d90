"""What waits for the first paint comes after it, and once."""

from PySide6.QtWidgets import QApplication, QWidget

from pullquote.ui.services.room import FirstPaint


def test_it_comes_once_after_the_paint(qtbot) -> None:
    widget, came = QWidget(), []
    qtbot.addWidget(widget)
    FirstPaint(widget, lambda: came.append(1))
    QApplication.processEvents()
    assert came == []
    widget.show()
    widget.repaint()
    assert came == []
    qtbot.waitUntil(lambda: came == [1])
    widget.repaint()
    QApplication.processEvents()
    assert came == [1]
