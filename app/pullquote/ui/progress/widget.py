"""The widget of the Progress room: how far everybody is, and what was annotated, a section each."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from pullquote.model.schema import Schema
from pullquote.ui.progress import chart_data
from pullquote.ui.progress.section import Section
from pullquote.ui.services.room import RoomWidget
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import Button, Label, Line, MessageLine, Segments, counted
from pullquote.ui.widgets.chart import BarChart
from pullquote.ui.widgets.key_strip import KeyStrip
from pullquote.ui.widgets.layout import INHERITED, Free, column_of, row_of
from pullquote.workflow.progress import ProjectProgress

_MARGIN = 32


class ProgressWidget(RoomWidget):
    """Shows counts; `export_clicked` asks for a file, `import_clicked` for articles."""

    export_clicked = Signal()
    import_clicked = Signal()

    def __init__(self, theme: Theme, schema: Schema) -> None:
        super().__init__()
        self._schema = schema
        self._progress: ProjectProgress | None = None
        self.strip = KeyStrip()
        self.error = MessageLine("error")
        self.export = Button(self.tr("Export as CSV"))
        self.export.clicked.connect(self.export_clicked)
        self._sentence = Label("", "second", wrap=True)
        names = {
            "layer": self.tr("By layer"),
            "origin": self.tr("By origin"),
            "source": self.tr("By source"),
        }
        self._by = Segments(names, self.tr("Labels"), "layer")
        self._by.chosen.connect(lambda _value: self._show_labels())
        self.documents = Section(self.tr("Documents"), theme)
        self.labels = Section(self.tr("Labels"), theme, self._by)
        self._empty = self._make_empty()
        self._body = QScrollArea()
        self._pages = QStackedWidget()
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.error.hide()
        self._fill_body()
        self._pages.addWidget(self._body)
        self._pages.addWidget(self._empty)
        column_of(self._make_head(), self.error, (self._pages, 1), self.strip, on=self)

    def show_progress(self, progress: ProjectProgress) -> None:
        self._progress = progress
        self._pages.setCurrentWidget(self._body if progress.documents else self._empty)
        self.export.setEnabled(bool(progress.documents))
        self._sentence.setText(self._counts(progress))
        bars = chart_data.bars_by_state(progress, self._states())
        self.documents.show_bars(bars, self.tr("Annotator"))
        self._show_labels()

    def show_error(self, sentence: str) -> None:
        self.error.show_message("error", sentence)
        self.error.setVisible(bool(sentence))

    def panes(self) -> list[QWidget]:
        """Where F6 goes: the button, the tables."""
        if self._pages.currentWidget() is self._empty:
            return [self._empty]
        return [self.export, self.documents.table, self._by, self.labels.table]

    def charts(self) -> list[BarChart]:
        return [self.documents.chart, self.labels.chart]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for section in (self.documents, self.labels):
            section.set_width(self.width() - 2 * _MARGIN)

    # --- inside --------------------------------------------------------------------------------

    def _show_labels(self) -> None:
        progress, by = self._progress, self._by.value()
        if progress is None:
            return
        if by == "origin":
            bars = chart_data.bars_by_origin(progress, self._origins())
        elif by == "source":
            bars = chart_data.bars_by_source(progress, self._schema, self.tr("unknown"))
        else:
            bars = chart_data.bars_by_layer(progress, self._schema)
        first = self.tr("Source") if by == "source" else self.tr("Annotator")
        self.labels.show_bars(bars, first)

    def _counts(self, progress: ProjectProgress) -> str:
        persons = sum(one.annotator.kind == "person" for one in progress.people)
        parts = [
            counted(progress.documents, self.tr("{} document"), self.tr("{} documents")),
            counted(persons, self.tr("{} annotator"), self.tr("{} annotators")),
            counted(
                sum(tally.labels for tally in progress.labels),
                self.tr("{} label"),
                self.tr("{} labels"),
            ),
        ]
        if progress.excluded:
            one, many = self.tr("{} document excluded"), self.tr("{} documents excluded")
            parts.append(counted(progress.excluded, one, many))
        return ", ".join(parts) + "."

    def _states(self) -> dict[str, str]:
        return {
            "done": self.tr("done"),
            "in_progress": self.tr("in progress"),
            "skipped": self.tr("skipped"),
            "not_started": self.tr("not started"),
        }

    def _origins(self) -> dict[str, str]:
        return {
            "hand": self.tr("by hand"),
            "suggestion": self.tr("suggestion taken"),
            "suggestion_edited": self.tr("suggestion changed"),
            "carried": self.tr("carried"),
            "carried_edited": self.tr("carried and changed"),
            "imported": self.tr("imported"),
            "adjudicated": self.tr("adjudicated"),
        }

    def _make_empty(self) -> QWidget:
        page = QWidget()
        button = Button(self.tr("Import articles"), main=True)
        button.clicked.connect(self.import_clicked)
        column = QVBoxLayout(page)
        column.addStretch(2)
        for part in (
            Label(self.tr("No documents yet: there is nothing to count."), "heading"),
            button,
        ):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
            column.addSpacing(16)
        column.addStretch(3)
        page.setFocusProxy(button)
        return page

    def _make_head(self) -> QVBoxLayout:
        first = row_of(Label(self.tr("Progress"), "room"), Free(), self.export, gap=INHERITED)
        return column_of(first, self._sentence, margins=(_MARGIN, 16, _MARGIN, 16), gap=2)

    def _fill_body(self) -> None:
        inner = QFrame()
        inner.setProperty("ground", "page")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column_of(
            self.documents,
            Line(),
            self.labels,
            Free(),
            on=inner,
            margins=(_MARGIN, 8, _MARGIN, 32),
            gap=24,
        )
        self._body.setWidget(inner)
        self._body.setWidgetResizable(True)
        self._body.setFrameShape(QFrame.Shape.NoFrame)
        self._body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
