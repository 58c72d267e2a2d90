"""How each annotator compares with the adjudicated version, as a table."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from pullquote.adjudication.scores import ALL, Compared, Score
from pullquote.model.schema import Schema
from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.theme.fonts import program_font
from pullquote.ui.widgets import ChoiceField, Label, Segments, number
from pullquote.ui.widgets.layout import add_layout, row_of
from pullquote.ui.widgets.row_list import set_up_table

_SIZE = QSize(720, 380)
_ROW = 36
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ComparisonDialog(Dialog):
    """`names` are what annotators are called; empty where names are hidden."""

    def __init__(
        self,
        compared: Sequence[Compared],
        names: Mapping[int, str],
        schema: Schema,
        parent: QWidget | None = None,
    ) -> None:
        title = "Compared with the adjudicated version"
        super().__init__(title, _SIZE, parent)
        self.heading.setText(self.tr("Compared with the adjudicated version"))
        self._compared, self._names = compared, names
        ways = {"exact": self.tr("Same ends"), "overlap": self.tr("Any words in common")}
        self.how = Segments(ways, self.tr("Counted as the same"), "exact")
        self.layer = ChoiceField(self.tr("Layer"))
        layers = [(layer.id, layer.name) for layer in schema.layers]
        self.layer.set_choices([(ALL, self.tr("All layers")), *layers], ALL)
        self.table = QTableWidget()
        self.table.setAccessibleName(title)
        self._fill()
        self.how.chosen.connect(lambda _how: self.show_scores())
        self.layer.chosen.connect(lambda _layer: self.show_scores())
        self.add_foot(self.tr("Close"))
        self.main_clicked.connect(self.accept)
        self.show_scores()

    def show_scores(self) -> None:
        """The counts and shares for the layer that is chosen."""
        layer, exact = self.layer.value(), self.how.value() == "exact"
        for row, one in enumerate(self._compared):
            scores = one.exact if exact else one.overlap
            score = scores.get(layer, Score(0, 0, 0))
            name = self._names.get(one.annotator, self.tr("Annotator {}").format(row + 1))
            cells = [
                name,
                number(one.documents),
                number(score.annotated),
                number(score.wanted),
                number(score.matched),
                *map(self._share, (score.precision, score.recall, score.f1)),
            ]
            for column, words in enumerate(cells):
                self.table.setItem(row, column, _cell(words, right=column > 0))

    def _share(self, value: float | None) -> str:
        return self.tr("none") if value is None else f"{value:.2f}"

    def _fill(self) -> None:
        heads = (
            self.tr("Annotator"),
            self.tr("Documents"),
            self.tr("Marked"),
            self.tr("Adjudicated"),
            self.tr("Same"),
            self.tr("Precision"),
            self.tr("Recall"),
            self.tr("F1"),
        )
        table = self.table
        table.setColumnCount(len(heads))
        table.setRowCount(len(self._compared))
        for column, head in enumerate(heads):
            table.setHorizontalHeaderItem(column, _cell(head, right=column > 0))
        set_up_table(table, _ROW)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setFrameShape(QFrame.Shape.NoFrame)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        row = row_of((self.layer, 1), (self.how, 0, Qt.AlignmentFlag.AlignBottom), gap=24)
        said = self.tr(
            "Only documents in which nothing is left to settle. Precision is the share of an "
            "annotator's labels that stand in the adjudicated version, recall the share of the "
            "adjudicated labels that the annotator had."
        )
        none = self.tr("No document is settled to its end yet: there is nothing to compare with.")
        self.body.setSpacing(16)
        self.body.addWidget(Label(said if self._compared else none, "second", wrap=True))
        if self._compared:
            add_layout(self.body, row)
            self.body.addWidget(table, 1)
        else:
            self.body.addStretch()


def _cell(words: str, *, right: bool) -> QTableWidgetItem:
    item = QTableWidgetItem(words)
    item.setTextAlignment(_RIGHT if right else _LEFT)
    if right:
        item.setFont(program_font(13, 400, tabular=True))
    return item
