"""The plot along the days: what is counted together, and how it is told without being seen."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from pullquote.ui.widgets.chart.day_chart import DayChart, count_days

FIRST = date(2026, 2, 3)


def later(*steps: int) -> list[date]:
    return [FIRST + timedelta(days=step) for step in steps]


def test_two_weeks_are_days_and_longer_is_shared_evenly():
    assert count_days([]) is None
    assert count_days(later(0)).counts == (1,)
    days = count_days(later(0, 0, 3, 13))
    assert (days.first, days.days, days.counts[0], len(days.counts)) == (FIRST, 1, 2, 14)
    longer = count_days(later(0, 14, 365))
    assert longer.days == 27
    assert sum(longer.counts) == 3
    assert len(longer.counts) <= 14
    assert longer.start(1) == FIRST + timedelta(days=27)


@pytest.fixture
def chart(qtbot, theme):
    made = DayChart("Places along time", theme)
    qtbot.addWidget(made)
    made.resize(320, 84)
    made.show()
    return made


def test_what_is_painted_is_said_too(chart):
    chart.show_days(count_days(later(0, 0, 9)))
    assert chart.accessibleDescription() == "3 Feb 2026: 2; 12 Feb 2026: 1"
    assert chart.words_at(QPointF(5, 20)) == "3 Feb 2026: 2"
    assert chart.words_at(QPointF(318, 20)) == "12 Feb 2026: 1"
    assert chart.words_at(QPointF(100, 20)).endswith(": 0")
    chart.show_days(count_days(later(0, 100)))
    assert chart.words_at(QPointF(5, 20)) == "3 Feb 2026 to 10 Feb 2026: 1"
    chart.show_days(None)
    assert chart.words_at(QPointF(5, 20)) == chart.accessibleDescription() == ""


@pytest.mark.parametrize("many", [1, 5, 900])
def test_however_many_there_are_they_stay_inside(chart, theme, many):
    chart.show_days(count_days(later(*[0] * many, 5)))
    image = chart.grab().toImage()
    mark = QColor(theme.color("dup_bar"))
    rows = [y for y in range(image.height()) for x in range(40)
            if image.pixelColor(x, y) == mark]  # fmt: skip
    assert 4 <= min(rows) <= max(rows) < 60
