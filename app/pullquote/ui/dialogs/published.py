"""The day of publication of one or many documents, set or cleared, with what hangs on it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget

from pullquote.labelling.label_dates import CountedDates
from pullquote.model.values import Published
from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.widgets import Field, Label, counted, day_words
from pullquote.ui.widgets.layout import Free, add_parts

Parse = Callable[[str], str | None]


class PublishedDialog(Dialog):
    """`given` has the `Published` to set; one without a value clears the day.

    `parse` makes a calendar value of what was typed, None of what is no date.
    """

    given = Signal(object)

    def __init__(
        self, dates: Sequence[CountedDates], parse: Parse, parent: QWidget | None = None
    ) -> None:
        super().__init__(self.tr("Day of publication"), QSize(520, 280), parent)
        self._dates, self._parse = dates, parse
        self.field = Field(self.tr("Published"), placeholder=self.tr("not known"))
        days = {one.day for one in dates}
        self.field.set_text((days.pop() or "") if len(days) == 1 else "")
        self._day = Label("", "meta", wrap=True)
        self.preview = Label("", "second", wrap=True)
        add_parts(self.body, self.field, 6, self._day, 12, self.preview, Free())
        self.add_foot(self.tr("Set the day"), self.tr("Cancel"), key="Enter")
        self.field.editor.textChanged.connect(self._check)
        self.field.editor.returnPressed.connect(self._give)
        self.field.cancelled.connect(self.reject)
        self.main_clicked.connect(self._give)
        self.field.editor.selectAll()
        self.field.setFocus()
        self._check()

    def _value(self) -> str | None:
        typed = self.field.text().strip()
        return self._parse(typed) if typed else None

    def _check(self) -> None:
        """Say what the day means, and how many documents and dates it changes."""
        typed, value = self.field.text().strip(), self._value()
        wrong = bool(typed) and value is None
        self.main.setText(self.tr("Set the day") if typed else self.tr("Clear the day"))
        self._day.set_role("warning" if wrong else "meta")
        self._day.setText(
            self.tr("Not a date: write 10 Feb 2026 or 2026-02-10.")
            if wrong
            else day_words(value, weekday=True, long=True)
            if value
            else self.tr("Dates counted from it stay open.")
        )
        changed = [] if wrong else [one for one in self._dates if one.day != value]
        self.preview.setText("" if wrong else self._preview_words(changed))
        self.main.setEnabled(bool(changed))

    def _preview_words(self, changed: Sequence[CountedDates]) -> str:
        if not changed:
            return self.tr("No document has another day.")
        one, many = self.tr("{} document gets it."), self.tr("{} documents get it.")
        words = [counted(len(changed), one, many)]
        if anew := sum(len(one.by_rule) for one in changed):
            one, many = self.tr("{} date is counted anew."), self.tr("{} dates are counted anew.")
            words.append(counted(anew, one, many))
        if otherwise := sum(len(one.otherwise) for one in changed):
            one = self.tr("{} that a person set stays, to be checked.")
            many = self.tr("{} that a person set stay, to be checked.")
            words.append(counted(otherwise, one, many))
        return " ".join(words)

    def _give(self) -> None:
        if self.main.isEnabled():
            value = self._value()
            self.given.emit(Published(value, "typed") if value else Published())
            self.accept()
