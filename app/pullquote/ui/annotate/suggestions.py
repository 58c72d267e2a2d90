"""Suggestions in the text: found in the background when a document opens, taken and turned down by
keys, the next one after each answer.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from pullquote.labelling.open_document import OpenDocument
from pullquote.labelling.open_suggestions import OpenSuggestions, SuggestedGroup
from pullquote.store import Change
from pullquote.suggest.confidence import Band
from pullquote.suggest.document import SuggestedLabel, Suggestions, suggest_labels
from pullquote.suggest.learned import Learned
from pullquote.text.spans import Span
from pullquote.ui.annotate.document_presenter import DocumentPresenter
from pullquote.ui.reader.values import Outline
from pullquote.ui.services.tasks import Progress, Stop, Tasks
from pullquote.ui.view_models import reader_view
from pullquote.ui.widgets.words import counted, tr
from pullquote.workflow.find_duplicates import SameWords, same_words
from pullquote.workflow.learned import LEAST, done_documents, learn
from pullquote.workflow.worker import run_in_process, run_on_project


def _tr(sentence: str) -> str:
    """Marks a sentence for translation; it is translated where it is shown."""
    return sentence


# In code points. What is longer is read in a process: a thread that computes for long would make
# the keys wait for it.
_LONG = 50_000
# With another day of publication, another plan, or another tool, other suggestions are right.
_ASK_ANEW = frozenset({"document", "assignment", "foreign_suggestion"})
# So many more than before, and a tenth more, are learned from anew.
_MORE_DOCUMENTS = 5
# In milliseconds.
_LATER = 50


# Of fewer answered suggestions a share says nothing.
_TOLD = 10
# What each rule of `suggest` saw, in the words of who reads the text.
WHY = {
    "X said": _tr("The speaker and the verb stand behind the words"),
    "said X": _tr("The verb and the speaker stand behind the words"),
    "X said Q": _tr("The speaker and the verb stand before the words"),
    "said X: Q": _tr("The verb and the speaker stand before the words"),
    "X said … Q": _tr("The sentence reports what somebody said, and the words are a part of it"),
    "X called Q": _tr("The words are the object of a verb that names or judges"),
    "X verbed Q": _tr("The words are the object of the verb before them"),
    "outer report": _tr("One report holds another: the outer one speaks"),
    "what X calls": _tr("The words are in “what somebody calls”: the sentence speaks"),
    "passive": _tr("The verb is a passive: “by” names the speaker"),
    "according to": _tr("“According to” names the speaker"),
    "X: Q": _tr("A name and a colon stand before the words"),
    "signature": _tr("A dash and a name stand behind the words"),
    "later": _tr("The sentence says at its end who speaks"),
    "X's words": _tr("They are called somebody's words"),
    "his words": _tr("They are called somebody's words"),
    "in X's view": _tr("They are somebody's view"),
    "continuation": _tr("The words go on after a report in the same paragraph"),
    "same sentence": _tr("Another quotation of the sentence has this speaker"),
    "before its report": _tr("The next quotation has this speaker"),
    "report before in paragraph": _tr("The sentence before reports what somebody said"),
    "report before": _tr("The paragraph before reports what somebody said"),
    "colon before": _tr("The paragraph before ends with a colon"),
    "paragraph before": _tr("Somebody spoke in the paragraph before: a guess"),
    "learned": _tr("What is labelled here speaks for this name more than for others"),
    "subject": _tr("The sentence is about this person: a guess"),
    "X said far": _tr("A report stands in the sentence, at a distance: a guess"),
    "indirect: X said that": _tr("A verb of saying and “that” stand before the words"),
    "indirect: X said clause": _tr("A verb of saying stands before the clause"),
    "indirect: clause, X said": _tr("The sentence says at its end who speaks"),
    "indirect: according": _tr("“According to” names the speaker"),
    "claim": _tr("The clause states something of a day"),
    "": _tr("Words in quotation marks; who says them is open"),
    "none": _tr("The words say the date by themselves"),
    "publication": _tr("The date is counted from the day of publication"),
    "date": _tr("The date is counted from the date before it"),
}


def why_suggested(head: SuggestedLabel) -> str:
    """Sentences: what the rule saw and how often that is right, or whose suggestion it is."""
    share = f"{round(100 * head.confidence)} %"
    if head.source:
        claimed = tr("{name} suggests it, and holds it for right with {share}.")
        said = claimed if head.confidence else tr("{name} suggests it.")
        said = said.format(name=head.source, share=share)
        known = head.band is not None and head.band.of >= _TOLD
        return f"{said} {_told_here(head.band)}" if head.band is not None and known else said
    why = tr(WHY.get(head.rule, head.rule))
    if head.band is not None and head.band.of >= _TOLD:
        return f"{why}. {_told_here(head.band)}"
    return tr("{why}. Of such cases {share} were right.").format(why=why, share=share)


def _told_here(band: Band) -> str:
    share = f"{round(100 * band.right / band.of)} %"
    return tr("This rule: right in {share} of {cases} here.").format(share=share, cases=band.of)


def _copy_in_words(copy: SameWords, document: int, span: Span) -> str:
    if copy.document != document:
        title = " ".join(copy.title.split())
        return tr("The copy in “{title}” has the same words").format(title=title)
    if copy.start > span.start:
        return tr("The copy below has the same words")
    return tr("The copy above has the same words")


class SuggestionPresenter(QObject):
    """`said` is a sentence for the strip, `failed` an error, `changed` that another one or none is
    in focus, `more_changed` that other kinds of suggestions are wanted: `more`, of `document.MORE`.
    """

    said = Signal(str)
    failed = Signal(object)
    changed = Signal()
    more_changed = Signal()

    def __init__(self, presenter: DocumentPresenter) -> None:
        super().__init__(presenter)
        self._presenter = presenter
        self._asked: list[SuggestedGroup] = []
        self._tasks = Tasks(self)
        self.more: frozenset[str] = frozenset()
        self._learned, self._since = Learned(), ""
        self._open: OpenSuggestions | None = None
        self.focused: SuggestedGroup | None = None
        self._painted: dict[tuple[str, Span], tuple[Outline, ...]] = {}
        # A label is painted first; what it answers goes a moment later.
        self._later = QTimer(self, singleShot=True, interval=_LATER)
        self._later.timeout.connect(self._show)
        self._page = presenter.widget.panel.labels
        self._page.following_wanted.connect(self._focus_following)
        presenter.moved.connect(self.show_page)
        presenter.widget.page.reader.caret_moved.connect(self._forget_question)
        presenter.opened.connect(self._ask)
        presenter.followed.connect(self._follow)
        if presenter.document is not None:
            self._ask(presenter.document)

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """By the names of the table of actions."""
        return {
            "next_suggestion": lambda: self.step(1),
            "previous_suggestion": lambda: self.step(-1),
            "why": self._why,
            "take_sure": self._take_sure,
            "suggest_indirect": lambda: self._switch("indirect"),
            "suggest_claims": lambda: self._switch("claims"),
        }

    @property
    def left(self) -> tuple[SuggestedGroup, ...]:
        """What is not answered yet."""
        return self._open.left if self._open else ()

    def counts(self) -> str:
        """How many there are, and how many of them are doubtful; "" for none."""
        if not self.left:
            return ""
        all_ = counted(len(self.left), self.tr("1 suggestion"), self.tr("{} suggestions"))
        doubtful = sum(not group.is_sure for group in self.left)
        return f"{all_}, {self.tr('{} doubtful').format(doubtful)}" if doubtful else all_

    def finish(self) -> None:
        """Stop looking."""
        self._tasks.finish()

    # --- in focus ------------------------------------------------------------------------------

    def step(self, step: int) -> None:
        """To the next suggestion, or the one before, from where the caret is."""
        left = self.left
        if not left:
            self.said.emit(self.tr("Nothing more is suggested in this document."))
            return
        if self.focused in left:
            at = left.index(self.focused) + step
        else:
            caret = self._presenter.widget.page.reader.caret()
            after = [n for n, group in enumerate(left) if group.head.span.start >= caret]
            first = after[0] if after else len(left)
            at = first if step > 0 else first - 1
        self._focus(left[at % len(left)])

    def let_go(self) -> None:
        """Leave the suggestion in focus as it is, and what was asked without an answer."""
        self._asked = []
        if self.focused is not None:
            self.focused = None
            self._show()
            self._presenter.show_chosen()
            self.changed.emit()

    def focus_outline(self, outline: object) -> bool:
        """Focus the suggestion with this outline; False where it is none."""
        for group in self.left:
            ids = [reader_view.suggestion_id(label.layer, label.span) for label in group.labels]
            if outline in ids:
                self._focus(group)
                return True
        return False

    def take(self, *, without: str = "", speaker: Span | None = None) -> int | None:
        """Take the one in focus, without its part of a layer, or with another `speaker`.

        Gives its label, None where none is in focus.
        """
        group, open_ = self.focused, self._open
        if group is None or open_ is None:
            return None
        parts = tuple(part for part in group.parts if part.layer != without)
        wanted = group._replace(parts=parts)
        open_.take([wanted.said_by(speaker) if speaker else wanted])
        made = open_.doc.find(group.head.layer, group.head.span)
        self._go_on(group)
        return made.id if made else None

    def reject(self) -> None:
        """Turn the one in focus down."""
        if self.focused is not None and self._open is not None:
            group = self.focused
            self._open.reject(group)
            self._go_on(group)

    def other_speakers(self) -> list[Span]:
        """Who else may say the quote in focus, best first; empty where nobody says it."""
        if self.focused is None or self._open is None:
            return []
        suggested = {part.span for part in self.focused.parts}
        return [span for span in self._open.candidates(self.focused) if span not in suggested]

    def has_speaker(self) -> bool:
        """Whether the suggestion in focus can have a speaker."""
        schema, group = self._presenter.project.schema, self.focused
        return bool(group and schema.relation_between(group.head.layer, "speaker"))

    def show_page(self) -> None:
        """Say in the panel what is in focus, and why, unless a label is selected beside it."""
        group = self.focused
        if group is None or self._presenter.selected() is not None:
            return
        snapshot = self._presenter.snapshot
        if snapshot is None:
            return
        from pullquote.ui.view_models.suggestion_view import suggestion_shown

        others = [span.of(snapshot.text) for span in self.other_speakers()]
        shown = suggestion_shown(snapshot, self.left, group, others, why_suggested(group.head))
        read_only = self._presenter.read_only
        self._page.show_suggestion(shown._replace(read_only=read_only))
        self._look_for_copy(group)

    def _look_for_copy(self, group: SuggestedGroup) -> None:
        """Say in the panel, once it is known, which copy has the same words."""
        doc, span = self._presenter.doc, group.head.span
        block = self._presenter.block_at(span.start)
        if doc is None or block is None:
            return
        project, document = doc.project, doc.id

        def work(_progress: Progress, _stop: Stop) -> SameWords | None:
            return same_words(project, document, block, span)

        def show(copy: SameWords | None) -> None:
            if copy is not None and self.focused is group:
                self._page.show_copy(_copy_in_words(copy, document, span))

        self._tasks.run("copy", "", work, show, self._quiet)

    def _focus_following(self, place: int) -> None:
        left = self.left
        if self.focused in left:
            self._focus(left[(left.index(self.focused) + 1 + place) % len(left)])

    def _go_on(self, answered: SuggestedGroup) -> None:
        """To the next one behind what was answered."""
        behind = [g for g in self.left if g.head.span.start > answered.head.span.start]
        self.focused = None
        following = behind or self.left
        if following:
            self._focus(following[0])
        else:
            self._show()
            self._presenter.show_chosen()
            self.said.emit(self.tr("That was the last suggestion of this document."))
            self.changed.emit()

    def _focus(self, group: SuggestedGroup) -> None:
        reader = self._presenter.widget.page.reader
        self._presenter.select(None)
        reader.set_caret(group.head.span.start)
        self.focused = group
        self._show()
        reader.scroll_to(group.head.span, flash=False)
        self.show_page()
        self.changed.emit()

    def _why(self) -> None:
        if self.focused is None:
            self.said.emit(self.tr("Tab goes to a suggestion; H says why it is one."))
            return
        self._presenter.widget.show_panel()
        self.said.emit(why_suggested(self.focused.head))

    def want(self, more: frozenset[str]) -> None:
        """Suggest these kinds, too."""
        if more != self.more:
            self.more = more
            if self._presenter.doc is not None:
                self._ask(self._presenter.doc.id)

    def learn_since(self, instant: str) -> None:
        """Learn from what was done after `instant` only; forget what was learned before."""
        if instant != self._since:
            self._since, self._learned = instant, Learned()
            if self._presenter.doc is not None:
                self._ask(self._presenter.doc.id)

    def _switch(self, kind: str) -> None:
        self.want(self.more ^ {kind})
        on = kind in self.more
        if kind == "indirect":
            yes, no = self.tr("Indirect speech, too."), self.tr("No indirect speech.")
        else:
            yes, no = self.tr("Dated claims, too."), self.tr("No dated claims.")
        self.more_changed.emit()
        self.said.emit(yes if on else no)

    def _forget_question(self) -> None:
        self._asked = []

    def _take_sure(self) -> None:
        sure = [group for group in self.left if group.is_sure]
        if self._open is None or not sure:
            self.said.emit(self.tr("Nothing that is left is sure."))
            return
        if self._asked != sure:
            self._asked = list(sure)
            asks = counted(
                len(sure),
                self.tr("1 suggestion is sure: Ctrl+Shift+A again takes it."),
                self.tr("{} suggestions are sure: Ctrl+Shift+A again takes them."),
            )
            self.said.emit(asks)
            return
        self._asked = []
        self._open.take(sure)
        taken = counted(len(sure), self.tr("1 suggestion taken"), self.tr("{} suggestions taken"))
        self.let_go()
        self.said.emit(self.tr("{}; Ctrl+Z takes that back.").format(taken))

    # --- found, followed, shown ----------------------------------------------------------------

    def _ask(self, _document: int) -> None:
        self._open = self.focused = None
        self._asked = []
        self._painted.clear()
        self._show()
        self._look()
        self._learn()

    def _look(self) -> None:
        doc = self._presenter.doc
        if doc is None or not doc.suggests or self._presenter.read_only:
            return
        text, published = doc.text, doc.project.document(doc.id).published.value
        more, taught = self.more, self._learned.taught
        doc.learned = self._learned

        def work(_progress: Progress, stop: Stop) -> Suggestions:
            if len(text) > _LONG:
                return run_in_process(suggest_labels, text, published, more, taught, stop=stop)
            return suggest_labels(text, published, more, taught)

        self._tasks.run("suggestions", "", work, lambda found: self._found(doc, found), self._quiet)

    def _found(self, doc: OpenDocument, found: Suggestions) -> None:
        # What somebody looks at stays as it is.
        if self._presenter.doc is doc and doc.suggests and self.focused is None:
            self._open = OpenSuggestions(doc, found)
            self._show()
            self.changed.emit()

    def _learn(self) -> None:
        """From what is done, in a process, once that is enough, or more than before."""
        doc, since, known = self._presenter.doc, self._since, self._learned.documents
        if doc is None or self._presenter.read_only or self._tasks.busy("learned"):
            return
        project, annotator = doc.project, doc.annotator
        enough = known + max(_MORE_DOCUMENTS, known // 10) if known else LEAST

        def work(_progress: Progress, stop: Stop) -> Learned | None:
            if done_documents(project, annotator, since) < enough:
                return None
            return run_on_project(learn, project, annotator, since, stop=stop)

        def take(learned: Learned | None) -> None:
            if learned is not None and since == self._since:
                self._learned = learned
                if self.focused is None:
                    self._look()

        self._tasks.run("learned", "", work, take, self._quiet)

    def _quiet(self, error: Exception) -> None:
        if type(error).__name__ != "Stopped":
            self.failed.emit(error)

    def _follow(self, labels: set[int], change: Change) -> None:
        doc = self._presenter.doc if change.tables & _ASK_ANEW else None
        if doc and any(change.touches(table, doc.id) for table in _ASK_ANEW):
            self._ask(doc.id)
        elif self._open is not None:
            self._open.follow(labels, rejections="rejection" in change.tables)
            self._later.start()

    def _show(self) -> None:
        """Each label once, as a part of the suggestion in focus where it is one of it."""
        self._later.stop()
        snapshot = self._presenter.snapshot
        if snapshot is None:
            return
        shown: dict[object, Outline] = {}
        for group in self.left:
            focused = group is self.focused
            key = (group.head.layer, group.head.span)
            outlines = self._painted.get(key)
            if focused or outlines is None:
                outlines = reader_view.painted_suggestion(group, snapshot, focused=focused)
            if not focused:
                self._painted[key] = outlines
            for outline in outlines:
                if focused or outline.id not in shown:
                    shown[outline.id] = outline
        self._presenter.show_suggested(tuple(shown.values()), len(self.left))
