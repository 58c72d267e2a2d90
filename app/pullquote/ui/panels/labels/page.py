"""The Labels page: what is chosen, over the tree of the document's labels."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from pullquote.model.schema import Schema
from pullquote.ui.panels.form.date_field import Parse
from pullquote.ui.panels.labels.document_facts import DocumentFacts
from pullquote.ui.panels.labels.tree import ROW, Tree
from pullquote.ui.panels.section import Editable, Heading, Schemed
from pullquote.ui.panels.values import DocumentShown, LabelShown, OpenHead, TreeRow, WordsShown
from pullquote.ui.theme.palette import Theme
from pullquote.ui.theme.style import Themed
from pullquote.ui.widgets import Line, counted
from pullquote.ui.widgets.label import Silence
from pullquote.ui.widgets.layout import INHERITED, column_of
from pullquote.ui.widgets.paint import MARGIN
from pullquote.ui.widgets.words import tr

if TYPE_CHECKING:
    from pullquote.ui.panels.form.speaker_field import Complete
    from pullquote.ui.panels.labels.chosen_words import ChosenWords, OpenPart
    from pullquote.ui.panels.labels.inspector import Inspector, LabelForm
    from pullquote.ui.panels.labels.suggestion import SuggestionPart, SuggestionShown

_Part = TypeVar("_Part", "Inspector", "ChosenWords", "OpenPart", "SuggestionPart")
_IDLE_MS = 200


class LabelsPage(Themed, QWidget):
    """Shows a label, words, a suggestion or the document: the last `show_...` of the four counts.

    Edits name the label they are about. `label_pointed` asks to select a label and stay here,
    `label_entered` to go to it in the text; `part_missed` names the layer of a part that a label
    does not have yet.

    A project opens on a document: what shows labels and words is built, and its modules loaded,
    a little later while nobody waits, or when it is needed.
    """

    attribute_changed = Signal(int, str, str)
    note_changed = Signal(int, str)
    date_typed = Signal(int, str)
    role_changed = Signal(int, str)
    speaker_chosen = Signal(int)
    speaker_new = Signal(str)
    speaker_unknown = Signal()
    label_pointed = Signal(int)
    label_entered = Signal(int)
    label_removed = Signal(int)
    part_missed = Signal(str)
    layer_wanted = Signal(str)
    copies_wanted = Signal()
    published_changed = Signal(str)
    document_note_changed = Signal(str)
    dates_checked = Signal()
    suggestion_accepted = Signal()
    suggestion_rejected = Signal()
    other_wanted = Signal(int)
    following_wanted = Signal(int)
    back_to_text = Signal()
    counted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._schema: Schema | None = None
        self._read_only = False
        self._parse: Parse = lambda typed: typed
        self._complete: Complete = lambda _typed: ()
        self._register: Callable[[], int] = lambda: 0
        self.document = DocumentFacts(theme)
        self.heading = Heading(theme, tr("In this document"))
        self.tree = Tree(theme)
        self._idle = QTimer(self, singleShot=True, interval=_IDLE_MS)
        self._idle.timeout.connect(self.build)
        self._silence = Silence(self)
        self._parts = column_of(self.document)
        self._scroll = _Shrinking(self._parts, self._silence)
        head = column_of(self.heading, margins=(MARGIN, 14, MARGIN, 8), gap=INHERITED)
        self.tree.setMinimumHeight(3 * ROW)
        column_of(self._scroll, Line(), head, (self.tree, 1), on=self)
        self.document.published_changed.connect(self.published_changed)
        self.document.note_changed.connect(self.document_note_changed)
        self.document.dates_checked.connect(self.dates_checked)
        self.document.left.connect(self.back_to_text)
        self.tree.label_pointed.connect(self.label_pointed)
        self.tree.label_entered.connect(self.label_entered)
        self.tree.label_removed.connect(self.label_removed)

    @cached_property
    def inspector(self) -> "Inspector":
        from pullquote.ui.panels.labels.inspector import Inspector

        part = Inspector(self._theme, self._prepare)
        part.copies_wanted.connect(self.copies_wanted)
        return self._add(part)

    @cached_property
    def words(self) -> "ChosenWords":
        from pullquote.ui.panels.labels.chosen_words import ChosenWords

        part = ChosenWords(self._theme)
        part.layer_wanted.connect(self.layer_wanted)
        return self._add(part)

    @cached_property
    def open_part(self) -> "OpenPart":
        from pullquote.ui.panels.labels.chosen_words import OpenPart

        part = OpenPart(self._theme)
        part.part_wanted.connect(self.part_missed)
        part.label_wanted.connect(self.label_entered)
        return self._add(part, -1)  # below the others

    @cached_property
    def suggestion(self) -> "SuggestionPart":
        from pullquote.ui.panels.labels.suggestion import SuggestionPart

        part = SuggestionPart(self._theme)
        part.accepted.connect(self.suggestion_accepted)
        part.rejected.connect(self.suggestion_rejected)
        part.other_wanted.connect(self.other_wanted)
        part.following_wanted.connect(self.following_wanted)
        return self._add(part)

    def build(self) -> None:
        """Build what a label or chosen words will need."""
        _ = self.inspector, self.words, self.open_part

    def set_schema(self, schema: Schema) -> None:
        self._schema = schema
        parts: tuple[Schemed, ...] = (*self._built(), self.document, self.tree)
        for part in parts:
            part.set_schema(schema)
        self._idle.start()

    def set_read_only(self, read_only: bool) -> None:
        self._read_only = read_only
        parts: tuple[Editable, ...] = (self.document, *self._forms())
        for part in parts:
            part.set_read_only(read_only)

    def set_parse(self, parse: Parse) -> None:
        """How a typed date is read; None for what is no date."""
        self._parse = parse
        self.document.published.set_parse(parse)
        for form in self._forms():
            if form.date:
                form.date.set_parse(parse)

    def set_register(self, complete: "Complete", size: Callable[[], int]) -> None:
        """`complete` gives the candidates for what is typed, `size` the number of all speakers."""
        self._complete, self._register = complete, size
        for form in self._forms():
            if form.speaker:
                form.speaker.set_register(complete, size)

    def show_label(self, label: LabelShown) -> None:
        with self._silence.keep():
            self.inspector.show_label(label)
            self._show_only(self.inspector)
            self.tree.select_label(label.label)

    def show_words(self, words: WordsShown, head: OpenHead | None = None) -> None:
        with self._silence.keep():
            self.words.show_words(words, head)
            self._show_only(self.words, head)

    def show_suggestion(self, suggestion: "SuggestionShown") -> None:
        with self._silence.keep():
            self.suggestion.show_suggestion(suggestion)
            self._show_only(self.suggestion)

    def show_document(self, document: DocumentShown, head: OpenHead | None = None) -> None:
        with self._silence.keep():
            self.document.show_document(document)
            self._show_only(self.document, head)

    def show_unlabelled(self, copies: int) -> None:
        """How many copies of the label shown have none, which is known a little later."""
        with self._silence.keep():
            self.inspector.show_unlabelled(copies)

    def show_copy(self, said: str) -> None:
        """Which copy has the words of the suggestion shown, which is known a little later."""
        with self._silence.keep():
            self.suggestion.show_copy(said)

    def show_nothing(self) -> None:
        """There is no document."""
        with self._silence.keep():
            self._show_only(None)
            self.show_tree((), 0)

    def show_tree(self, rows: Sequence[TreeRow], labels: int, suggestions: int = 0) -> None:
        """`rows` in their order on screen; the label shown by the inspector is selected there."""
        with self._silence.keep():
            shown = self.inspector.shown() if self._shows_label() else None
            self.tree.show_rows(rows, shown.label if shown else None)
            said = (
                counted(labels, tr("1 label"), tr("{} labels")) if labels else tr("no labels yet")
            )
            if suggestions:
                more = counted(suggestions, tr("1 suggestion"), tr("{} suggestions"))
                said = f"{said}, {more}"
            self.heading.show_text(tr("In this document"), said)
            self.counted.emit(labels)

    def edit(self) -> None:
        """Go to the first field of the label shown."""
        form = self._form()
        if form:
            self._reach(form.first_field())

    def edit_attribute(self, attribute: str) -> None:
        """Go to the field of an attribute, by its id, of the label shown."""
        form = self._form()
        field = form.field_of(attribute) if form else None
        if field:
            self._reach(field)

    def edit_speaker(self, prefill: str = "") -> None:
        """Open the register's completion on the best match of `prefill`."""
        form = self._form()
        if form and form.speaker:
            self._scroll.ensureWidgetVisible(form.speaker)
            form.speaker.edit(prefill)

    def edit_note(self) -> None:
        """Go to the note of the label shown, else of the document."""
        form = self._form()
        self._reach(form.note if form else self.document.note)

    def _reach(self, widget: QWidget) -> None:
        self._scroll.ensureWidgetVisible(widget)
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _built(self) -> "list[Inspector | ChosenWords | OpenPart | SuggestionPart]":
        names = ("inspector", "words", "open_part", "suggestion")
        return [getattr(self, name) for name in names if name in vars(self)]

    def _add(self, part: _Part, place: int = 0) -> _Part:
        part.hide()
        if self._schema is not None:
            part.set_schema(self._schema)
        self._parts.insertWidget(place, part)
        return part

    def _shows_label(self) -> bool:
        return "inspector" in vars(self) and not self.inspector.isHidden()

    def _form(self) -> "LabelForm | None":
        """The form of the label that is shown."""
        return self.inspector.form() if self._shows_label() else None

    def _forms(self) -> "list[LabelForm]":
        return self.inspector.forms() if "inspector" in vars(self) else []

    def _prepare(self, form: "LabelForm") -> None:
        form.set_read_only(self._read_only)
        form.attribute_changed.connect(self.attribute_changed)
        form.note_changed.connect(self.note_changed)
        form.date_typed.connect(self.date_typed)
        form.role_changed.connect(self.role_changed)
        form.label_wanted.connect(self.label_entered)
        form.part_missed.connect(self.part_missed)
        form.left.connect(self.back_to_text)
        if form.date:
            form.date.set_parse(self._parse)
        if form.speaker:
            form.speaker.set_register(self._complete, self._register)
            form.speaker.known.connect(self.speaker_chosen)
            form.speaker.named.connect(self.speaker_new)
            form.speaker.nobody.connect(self.speaker_unknown)

    def _show_only(self, part: QWidget | None, head: OpenHead | None = None) -> None:
        """What stays is not hidden in between: a screen reader is told of each time."""
        shown = [part]
        if head:
            self.open_part.show_head(head)
            shown.append(self.open_part)
        for other in (*self._built(), self.document):
            other.setVisible(other in shown)
        if not self._shows_label():
            self.tree.select_label(head.label if head else None)


class _Shrinking(QScrollArea):
    """As high as what it shows; in a low window it scrolls and leaves room for the tree."""

    def __init__(self, column: QVBoxLayout, silence: Silence) -> None:
        super().__init__()
        self._column = column
        self._silence = silence
        self._fitting = False
        inner = QWidget()
        inner.setLayout(column)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
        self.setWidget(inner)
        inner.installEventFilter(self)

    def sizeHint(self) -> QSize:
        # Without a wrapped text in it, the column has no height for a width.
        height = self._column.totalHeightForWidth(self.width())
        return QSize(self.width(), height if height >= 0 else self._column.totalSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(160, self.sizeHint().height()))

    def event(self, event: QEvent) -> bool:
        if not QAccessible.isActive():
            return super().event(event)
        with self._silence.keep():  # its bars come and go while it finds its height
            return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Where it stands asks for its layout anew, which may ask this again before it is done.
        if event.type() == QEvent.Type.LayoutRequest and not self._fitting:
            self._fitting = True
            with self._silence.keep():
                self.updateGeometry()
            self._fitting = False
        return super().eventFilter(watched, event)
