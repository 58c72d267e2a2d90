"""The part of the export dialog that deals documents to train, dev and test."""

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import QScrollArea, QWidget

from pullquote.exchange.report import PartReport, SplitReport
from pullquote.sampling.split import PARTS, SplitRequest, SplitShares
from pullquote.ui.widgets import CheckBox, Field, Icon, Label, counted, number
from pullquote.ui.widgets.layout import column_of, row_of
from pullquote.ui.widgets.paint import smooth_painter

_START = ("80", "10", "10")


class SplitForm(QWidget):
    """Off until it is ticked; `changed` whenever `request` gives something else."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tick = CheckBox(self.tr("Deal documents to train, dev and test"))
        self._shares = [Field(part) for part in PARTS]
        self._seed = Field(self.tr("Seed"))
        self._bar = _ShareBar()
        self._counts = Label("", "caption", wrap=True)
        self._icon = Icon("check", "good", 18)
        self._leaks = Label("", "meta", wrap=True)
        self._more = QWidget()
        for field, text in zip((*self._shares, self._seed), (*_START, "1"), strict=True):
            field.passes_esc = True
            field.set_text(text)
            field.editor.setMaxLength(6)
            field.edited.connect(self._tell)
        column_of(
            row_of(*((field, 1) for field in (*self._shares, self._seed)), gap=24),
            self._bar,
            self._counts,
            row_of((self._icon, 0, Qt.AlignmentFlag.AlignTop), (self._leaks, 1), gap=8),
            on=self._more,
            margins=(28, 6, 0, 0),
            gap=8,
        )
        column_of(self._tick, self._more, on=self)
        self._tick.toggled.connect(self._toggle)
        self._is_new = False
        # The figures have their height when their lines are set.
        self._scroll_timer = QTimer(self, singleShot=True, interval=0)
        self._scroll_timer.timeout.connect(self._scroll_to_figures)
        self._toggle()

    def request(self) -> SplitRequest | None:
        """None while it is off, and where what was typed gives no shares."""
        typed = [field.text().strip() for field in (*self._shares, self._seed)]
        if not self._tick.isChecked() or not all(text.isdecimal() for text in typed):
            return None
        *shares, seed = map(int, typed)
        return SplitRequest(SplitShares(*shares), seed) if any(shares) else None

    def turn_on(self) -> None:
        self._tick.setChecked(True)

    def is_complete(self) -> bool:
        """False while it is on and cannot be done."""
        return not self._tick.isChecked() or self.request() is not None

    def show_counting(self) -> None:
        self._counts.setText(
            self.tr("Each document and label says its part. Near documents stay together.")
        )
        self._icon.hide()
        words = self.tr("Counting what leaks …")
        self._leaks.setText(
            words if self.is_complete() else self.tr("Shares and seed are whole numbers.")
        )

    def show_report(self, report: SplitReport | None) -> None:
        """What comes of it; None where repeats are not up to date."""
        self._show_report(report)
        if self._is_new and self._tick.isChecked():
            self._is_new = False
            self._scroll_timer.start()

    def _show_report(self, report: SplitReport | None) -> None:
        self._icon.show()
        empty = [part.part for part in report.parts if not part.documents] if report else []
        well = report is not None and not empty
        self._icon.show_icon(*(("check", "good") if well else ("warning", "warning")))
        if report is None:
            words = self.tr("Repeats are not up to date: let them be found first.")
            self._leaks.setText(words)
            return
        counts = " · ".join(map(self._counted, report.parts))
        if report.kept:
            kept = counted(report.kept, self.tr("{} document"), self.tr("{} documents"))
            counts += self.tr(". {} keep the part that the export there gave them.").format(kept)
        self._counts.setText(counts)
        silenced = counted(
            report.silenced,
            self.tr("{} label of train stands in dev or test too, and weighs 0."),
            self.tr("{} labels of train stand in dev or test too, and weigh 0."),
        )
        at_random = self.tr("A random split would have torn {} groups apart and leaked {} labels.")
        at_random = at_random.format(number(report.torn), number(report.would_leak))
        nothing = self.tr("Nothing is in {}.").format(", ".join(empty)) if empty else ""
        self._leaks.setText(" ".join(filter(None, (nothing, silenced, at_random))))

    def _counted(self, part: PartReport) -> str:
        documents = counted(part.documents, self.tr("{} document"), self.tr("{} documents"))
        labels = counted(part.labels, self.tr("{} label"), self.tr("{} labels"))
        return f"{part.part}: {documents}, {labels}"

    def _scroll_to_figures(self) -> None:
        """In a small window they lie below what can be seen of the dialog."""
        part: QWidget | None = self
        while part is not None and not isinstance(part, QScrollArea):
            part = part.parentWidget()
        if part is not None:
            part.ensureWidgetVisible(self, 0, 16)

    def _toggle(self) -> None:
        self._is_new = self._tick.isChecked()
        self._more.setVisible(self._tick.isChecked())
        self._tell()

    def _tell(self) -> None:
        request = self.request()
        self._bar.show_shares(request.shares.of if request else ())
        self.show_counting()
        self.changed.emit()


class _ShareBar(QWidget):
    """The shares beside one another; the numbers stand above."""

    def __init__(self) -> None:
        super().__init__()
        self._shares: tuple[int, ...] = ()
        self.setFixedHeight(14)

    def show_shares(self, shares: tuple[int, ...]) -> None:
        self._shares = shares
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        whole, left = sum(self._shares), 0.0
        color = self.palette().color(QPalette.ColorRole.Accent)
        with smooth_painter(self) as painter:
            for place, share in enumerate(self._shares):
                width = share / whole * self.width()
                color.setAlphaF((1.0, 0.65, 0.35)[place])
                part = QRectF(left, 0, max(0.0, width - 3), self.height())
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color)
                painter.drawRoundedRect(part, 3, 3)
                left += width
