"""The page of the room with its figures: at the left all of them, at the right one taken apart,
the list of disagreements below.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from pullquote.ui.agreement.axis import MARGIN
from pullquote.ui.agreement.breakdown import Breakdown
from pullquote.ui.agreement.disagreement_list import LEAST, DisagreementsPanel
from pullquote.ui.agreement.figure_list import Figures
from pullquote.ui.agreement.folding_choice import FoldingChoice
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import CheckBox, Label, Line
from pullquote.ui.widgets.layout import column_of, row_of
from pullquote.ui.widgets.words import tr

_SIDE_BY_SIDE = 900
_STACKED = 640
_CHOICES = 28

# Margins and lines of the page between its head and its foot.
_AROUND = 12 + 12 + 1 + 2
_PANEL = (344, 456)


class FiguresPage(QWidget):
    """`target_made` has each widget that takes the keyboard, when it is made."""

    target_made = Signal(QWidget)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.layers = FoldingChoice(tr("Layer"))
        self.all_measures = CheckBox(tr("All measures"))
        self.figures = Figures(theme)
        self.bands = Label("", "caption", wrap=True)
        self.meaning = Label("", "meta", wrap=True)
        self.breakdown = Breakdown(theme)
        self.disagreements = DisagreementsPanel(theme)
        self._meanings: list[str] = []
        self._left = QWidget(self)
        self._upper = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        choices = row_of((self.layers, 1), self.all_measures, margins=(MARGIN, 0, 8, 0), gap=16)
        self._notes = notes = column_of(self.bands, self.meaning, margins=(MARGIN, 6, 8, 0), gap=4)
        self.meaning.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._left.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column_of(choices, 8, self.figures, notes, on=self._left)
        self._upper.addWidget(self._left, 1, Qt.AlignmentFlag.AlignTop)
        self._upper.addWidget(self.breakdown, 0, Qt.AlignmentFlag.AlignTop)
        column_of(self._upper, 12, Line(), (self.disagreements, 1), on=self, margins=(0, 12, 0, 0))
        self.breakdown.list_made.connect(self.target_made)

    def panes(self) -> list[QWidget]:
        return [self.figures, self.breakdown, self.disagreements]

    def targets(self) -> list[QWidget]:
        """What takes the keyboard so far."""
        pairs = self.breakdown.pairs
        return [self.figures.list, pairs.matrix, pairs.confusion, self.disagreements.list]

    def show_meaning(self, meaning: str, all_of_them: Sequence[str]) -> None:
        """What the chosen figure means; the line is as high as the longest of them needs."""
        self._meanings = list(all_of_them)
        self.meaning.setText(meaning)

    def fit(self, width: int, height: int) -> None:
        """Share the height: all figures first, the list at least a few rows."""
        beside = width - 2 * MARGIN >= _SIDE_BY_SIDE
        direction = QBoxLayout.Direction
        self._upper.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        self._upper.setSpacing(24 if beside else 16)
        panel = min(_PANEL[1], max(_PANEL[0], round(width / 3)))
        self.breakdown.setFixedWidth(panel + MARGIN if beside else width)
        self.breakdown.setContentsMargins(0 if beside else MARGIN, 0, MARGIN, 0)
        self._left.setFixedWidth(width - (panel + MARGIN + 24 if beside else 0))
        free = height - LEAST - _AROUND
        self.meaning.setFixedHeight(self._meanings_height(self._left.width() - MARGIN - 8))
        notes = self._notes.heightForWidth(self._left.width())
        above = _CHOICES + 8 + notes
        self.figures.setFixedHeight(self.figures.wanted_height(max(0, free - above)))
        left = above + self.figures.height()
        self._left.setFixedHeight(left)
        wanted = self.breakdown.wanted_height()
        self.breakdown.setFixedHeight(
            max(left, min(wanted, free)) if beside else min(wanted, _STACKED)
        )

    # --- inside --------------------------------------------------------------------------------

    def _meanings_height(self, width: int) -> int:
        self.meaning.ensurePolished()
        metrics, flags = self.meaning.fontMetrics(), int(Qt.TextFlag.TextWordWrap)
        room = QRect(0, 0, width, 1000)
        return max(
            (metrics.boundingRect(room, flags, m).height() for m in self._meanings), default=0
        )
