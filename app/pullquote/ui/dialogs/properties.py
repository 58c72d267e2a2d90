"""What is known about a document, each word of it to be corrected; excluding it, with a reason."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from pullquote.model.values import Document, Published
from pullquote.reading.documents import GUESSED, LEFT_OUT, LEFT_OUT_WORDS
from pullquote.ui.dialogs.base import Dialog
from pullquote.ui.widgets import (
    CheckBox,
    Field,
    Icon,
    Label,
    Line,
    counted,
    day_words,
    number,
    set_tooltip,
)
from pullquote.ui.widgets.layout import (
    Free,
    Part,
    add_parts,
    add_to_grid,
    column_of,
    grid_with,
    row_of,
)

Parse = Callable[[str], str | None]

_NEWLINES = {"crlf": "Windows line ends", "cr": "old Mac line ends", "mixed": "mixed line ends"}


class PropertiesDialog(Dialog):
    """`changed` has what differs from the document shown: title, source, url, language,
    external_id, published (a `Published`), excluded (a reason or None).

    `parse` makes a calendar value of what was typed, None of what is no date.
    """

    changed = Signal(dict)

    def __init__(self, parse: Parse, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Document"), QSize(640, 520), parent)
        self._parse = parse
        self._document: Document | None = None
        self.fields = {
            "title": Field(self.tr("Title")),
            "source": Field(self.tr("Source")),
            "url": Field(self.tr("Address")),
            "external_id": Field(self.tr("Id in your own data")),
            "language": Field(self.tr("Language"), placeholder=self.tr("not known")),
        }
        self.published = Field(self.tr("Published"), placeholder=self.tr("not known"))
        self._evidence = Label("", "meta", wrap=True)
        self._evidence_icon = Icon("calendar", size=16)
        self.excluded = CheckBox(self.tr("Excluded from the corpus"))
        self.reason = Field(self.tr("Reason"), placeholder=self.tr("error page, advertisement …"))
        self._facts = Label("", "caption", wrap=True)
        self._left_out = QPlainTextEdit()
        self._left_out.setReadOnly(True)
        self._left_out.setAccessibleName(self.tr("What was left out"))
        self._left_out.hide()
        self._show_left_out = CheckBox(self.tr("Show what was left out"))
        self._assemble_fields()
        self.add_foot(self.tr("Keep"), self.tr("Cancel"))
        for field in (*self.fields.values(), self.published, self.reason):
            field.edited.connect(self._check)
            field.cancelled.connect(self.reject)
        self.excluded.toggled.connect(self._check)
        self._show_left_out.toggled.connect(self._left_out.setVisible)
        self.main_clicked.connect(self._keep)

    def show_document(self, document: Document, words: int, *, read_only: bool = False) -> None:
        self._document = document
        for name, field in self.fields.items():
            field.set_text(getattr(document, name) or "")
            field.set_read_only(read_only)
        self.published.set_text(document.published.value or "")
        self.published.set_read_only(read_only)
        self.excluded.setChecked(document.excluded is not None)
        self.excluded.setDisabled(read_only)
        self.reason.set_text(document.excluded or "")
        self.reason.set_read_only(read_only)
        self._facts.setText(self._facts_of(document, words))
        self._left_out.setPlainText(document.metadata.get(LEFT_OUT, ""))
        self._show_left_out.setChecked(False)
        self._show_left_out.setVisible(LEFT_OUT in document.metadata)
        self._check()
        self.fields["title"].setFocus()

    def changes(self) -> dict[str, object]:
        """What differs from the document shown."""
        document = self._document
        if document is None:
            return {}
        found: dict[str, object] = {}
        for name, field in self.fields.items():
            typed = field.text().strip()
            if typed != (getattr(document, name) or ""):
                found[name] = typed if name == "title" else typed or None
        value = self._value()
        if value != document.published.value:
            found["published"] = Published(value, "typed") if value else Published()
        excluded = self.reason.text().strip() if self.excluded.isChecked() else None
        if excluded != document.excluded:
            found["excluded"] = excluded
        return found

    def _assemble_fields(self) -> None:
        grid = grid_with(24, 12)
        grid.addWidget(self.fields["title"], 0, 0, 1, 2)
        grid.addWidget(self.fields["source"], 1, 0, Qt.AlignmentFlag.AlignTop)
        add_to_grid(grid, self._published_column(), 1, 1)
        grid.addWidget(self.fields["url"], 2, 0, 1, 2)
        grid.addWidget(self.fields["external_id"], 3, 0)
        grid.addWidget(self.fields["language"], 3, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        seen: tuple[Part, ...] = (self._facts, self._show_left_out, (self._left_out, 1), Free())
        add_parts(self.body, grid, 12, Line(), 8, self.excluded, self.reason, 12, *seen)

    def _published_column(self) -> QVBoxLayout:
        top = Qt.AlignmentFlag.AlignTop
        evidence = row_of((self._evidence_icon, 0, top), (self._evidence, 1, top), gap=6)
        # Three lines of room: the fields below stay where they are, but for a long doubt.
        self._evidence.setMinimumHeight(54)
        self._evidence.setAlignment(top)
        return column_of(self.published, evidence, gap=6)

    def _value(self) -> str | None:
        typed = self.published.text().strip()
        return self._parse(typed) if typed else None

    def _check(self) -> None:
        """Say what the date means and why it is believed, and whether all can be kept."""
        typed, value = self.published.text().strip(), self._value()
        wrong = bool(typed) and value is None
        no_reason = self.excluded.isChecked() and not self.reason.text().strip()
        self.reason.setVisible(self.excluded.isChecked())
        self.main.setDisabled(wrong or no_reason or not self.changes())
        self._evidence.setText(self._evidence_words(typed, value))
        is_doubted = value is not None and self._doubt_of(value) is not None
        self._evidence.set_role("warning" if wrong else "meta")
        self._evidence_icon.show_icon(
            *(("warning", "warning") if wrong or is_doubted else ("calendar", ""))
        )
        set_tooltip(self._evidence, self._evidence.text())

    def _doubt_of(self, value: str) -> str | None:
        """Of the day that was read, not of one that is typed now."""
        published = self._document.published if self._document else Published()
        return published.doubt if value == published.value else None

    def _evidence_words(self, typed: str, value: str | None) -> str:
        if not typed:
            return self.tr("Dates counted from it stay open.")
        if value is None:
            return self.tr("Not a date: write 10 Feb 2026 or 2026-02-10.")
        day = day_words(value, weekday=True, long=True)
        published = self._document.published if self._document else Published()
        if value != published.value or published.source == "typed":
            return day
        found = {
            "field": self.tr("{}, from the data"),
            "metadata": self.tr("{}, from the page’s own data “{}”"),
            "header": self.tr("{}, from the line “{}”"),
            "dateline": self.tr("{}, from the dateline “{}”"),
        }.get(published.source, "{}")
        said = found.format(day, published.evidence)
        return f"{said}. {published.doubt}" if published.doubt else said

    def _facts_of(self, document: Document, words: int) -> str:
        facts = [
            document.origin + (f":{document.origin_row}" if document.origin_row else ""),
            counted(words, self.tr("{} word"), self.tr("{} words")),
            counted(document.characters, self.tr("{} character"), self.tr("{} characters")),
            self.tr("{}, a guess").format(document.encoding)
            if GUESSED in document.metadata
            else document.encoding,
            self.tr(_NEWLINES[document.newline]) if document.newline in _NEWLINES else "",
            self.tr("{} unreadable").format(number(document.replaced)) if document.replaced else "",
            self.tr("{} words left out").format(number(int(left_out)))
            if (left_out := document.metadata.get(LEFT_OUT_WORDS, "")).isdecimal()
            else "",
        ]
        return " · ".join(fact for fact in facts if fact)

    def _keep(self) -> None:
        self.changed.emit(self.changes())
        self.accept()
