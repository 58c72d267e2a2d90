"""Charts that are painted in the program's own colours and fonts, and saved as pictures."""

from pullquote.ui.widgets.chart.bar_chart import BarChart, BarPart, Bars
from pullquote.ui.widgets.chart.chart import CannotWritePicture

__all__ = ["BarChart", "BarPart", "Bars", "CannotWritePicture"]
