from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from pullquote.ui.widgets.layout import INHERITED, Free, column_of, row_of


def test_what_stands_in_a_row_has_its_share_and_its_gap(qtbot):
    page, first, second = QWidget(), QLabel("a"), QLabel("b")
    qtbot.addWidget(page)
    row = row_of(first, 20, (second, 1), Free(2), on=page, margins=(1, 2, 3, 4), gap=5)
    assert page.layout() is row
    assert second.parent() is page
    assert (row.indexOf(first), row.indexOf(second), row.count()) == (0, 2, 4)
    assert (row.stretch(2), row.stretch(3), row.spacing()) == (1, 2, 5)
    margins = row.contentsMargins()
    assert (margins.left(), margins.top(), margins.right(), margins.bottom()) == (1, 2, 3, 4)


def test_a_row_in_a_column_may_take_over_its_gap(qtbot):
    page, label = QWidget(), QLabel("a")
    qtbot.addWidget(page)
    inner = row_of(label, gap=INHERITED)
    column = column_of((inner, 1), (QLabel("b"), 0, Qt.AlignmentFlag.AlignHCenter), on=page, gap=9)
    assert isinstance(inner, QHBoxLayout)
    assert inner.spacing() == 9
    assert column.itemAt(1).alignment() == Qt.AlignmentFlag.AlignHCenter
