"""The split in the export dialog: what comes of it is seen, also in the smallest window."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from pullquote.exchange.report import PartReport, SplitReport
from pullquote.ui.scenes import DIALOGS

REPORT = SplitReport(
    (PartReport("train", 8, 40, 0), PartReport("dev", 1, 5, 0), PartReport("test", 1, 5, 0)),
    groups=3, largest=4, kept=5, silenced=6, torn=7, would_leak=8,
)  # fmt: skip


def test_its_figures_are_scrolled_into_sight(qtbot, theme):
    window = QWidget()
    window.resize(800, 560)
    qtbot.addWidget(window)
    window.show()
    dialog = DIALOGS["export"](window, theme)
    form = dialog.split
    area = form.parentWidget()
    while not isinstance(area, QScrollArea):
        area = area.parentWidget()
    form._tick.setChecked(False)
    dialog.show()
    qtbot.waitExposed(dialog)

    def lowest() -> int:
        return form._leaks.mapTo(area.viewport(), QPoint(0, form._leaks.height())).y()

    qtbot.keyClick(form._tick, Qt.Key.Key_Space)
    dialog.show_split(REPORT)
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() > 0)
    assert lowest() <= area.viewport().height()
    assert form._counts.mapTo(area.viewport(), QPoint()).y() >= 0
    dialog.close()
