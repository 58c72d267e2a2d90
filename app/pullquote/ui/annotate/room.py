"""The Annotate room at work: joins list, text and panel over one open project."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from pullquote import labelling
from pullquote.errors import PullquoteError
from pullquote.store import Change, DocumentQuery, NotThere, Project
from pullquote.text.spans import Span
from pullquote.ui.annotate.document_presenter import DocumentPresenter
from pullquote.ui.annotate.documents_list import DocumentListPresenter
from pullquote.ui.annotate.widget import AnnotateWidget
from pullquote.ui.services.host import DocumentSearch, Host, Target, TextPlace
from pullquote.ui.services.preferences import Preferences
from pullquote.ui.services.room import Commands, FirstPaint, PersonChoice, Room
from pullquote.ui.theme.palette import Theme

if TYPE_CHECKING:
    # What acts, and shows nothing of its own: loaded after the first paint, or when it is needed.
    from pullquote.ui.actions.documents import DocumentActions
    from pullquote.ui.annotate.carry import CarryPresenter
    from pullquote.ui.annotate.commands import TextCommands, TextMenu
    from pullquote.ui.annotate.copies import CopiesPresenter
    from pullquote.ui.annotate.history import HistoryPresenter
    from pullquote.ui.annotate.navigation import NavigationHistory, TextFinder
    from pullquote.ui.annotate.panel_edits import PanelEdits
    from pullquote.ui.annotate.side_by_side import SideBySidePresenter
    from pullquote.ui.annotate.suggestions import SuggestionPresenter
    from pullquote.ui.pages.empty_project import EmptyPage
    from pullquote.ui.panels.history_page import HistoryPage

# After so many changes out of sight the whole room is read anew.
_MISSED_MOST = 50


class AnnotateRoom(Room):
    def __init__(
        self,
        project: Project,
        actor: int,
        theme: Theme,
        host: Host,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(project, actor, host, parent)
        self.widget: AnnotateWidget = AnnotateWidget(
            theme, partial(project.document_rows, annotator=actor), parent
        )
        self._theme = theme
        self.widget.panel.set_schema(project.schema)
        self.widget.documents.model.text_of = project.text
        self.document_presenter = DocumentPresenter(self.widget, project, actor)
        self.list_presenter = DocumentListPresenter(self.document_presenter, host)
        self._history: HistoryPresenter | None = None
        self._documents: DocumentActions | None = None
        self._preferences: Preferences | None = None
        self._begun = False
        self._missed: list[Change] = []
        self._moving_edges = False
        self._hints_later = QTimer(self, singleShot=True, interval=0)
        self._hints_later.timeout.connect(self._show_hints)
        self._show_whether_read_only()
        self._connect()

    def commands(self) -> Commands:
        return self._commands

    # --- what acts, and shows nothing of its own -----------------------------------------------

    def build(self) -> None:
        """Build what keys and mouse will ask for; after the first paint, if nothing asks before."""
        _ = self.text_menu, self.panel_edits, self.carry_presenter
        self._show_hints()

    @cached_property
    def text_commands(self) -> "TextCommands":
        from pullquote.ui.annotate.commands import TextCommands

        made = TextCommands(self.document_presenter, self.suggestions)
        made.relating_changed.connect(lambda _on: self._hints_later.start())
        made.copies_asked.connect(self.show_copies)
        made.carry_asked.connect(lambda takes: self.carry_presenter.ask(takes=takes))
        made.beside_asked.connect(self._show_beside)
        made.keys_asked.connect(lambda: self.host.run("keys"))
        made.said.connect(self.host.say)
        made.failed.connect(self.host.show_error)
        return made

    @cached_property
    def suggestions(self) -> "SuggestionPresenter":
        from pullquote.ui.annotate.suggestions import SuggestionPresenter

        made = SuggestionPresenter(self.document_presenter)
        if self._preferences is not None:
            made.want(self._preferences.suggests)
            made.learn_since(self._preferences.learns_since)
        made.more_changed.connect(self._keep_suggests)
        made.changed.connect(self._hints_later.start)
        return made

    @cached_property
    def text_menu(self) -> "TextMenu":
        from pullquote.ui.annotate.commands import TextMenu

        return TextMenu(self.document_presenter, self.text_commands)

    @cached_property
    def panel_edits(self) -> "PanelEdits":
        from pullquote.ui.annotate.panel_edits import PanelEdits

        made = PanelEdits(self.document_presenter, self.text_commands)
        made.said.connect(self.host.say)
        made.failed.connect(self.host.show_error)
        return made

    @cached_property
    def copies_presenter(self) -> "CopiesPresenter":
        from pullquote.ui.annotate.copies import CopiesPresenter

        made = CopiesPresenter(self.document_presenter, self.host)
        made.wanted.connect(self._open_copy)
        made.beside_wanted.connect(self._show_beside)
        made.offer_wanted.connect(lambda: self.carry_presenter.ask())
        made.failed.connect(self.host.show_error)
        return made

    @cached_property
    def carry_presenter(self) -> "CarryPresenter":
        from pullquote.ui.annotate.carry import CarryPresenter

        made = CarryPresenter(self.document_presenter, self.copies_presenter, self.host)
        made.carried.connect(self.focus_text)
        self.document_presenter.followed.connect(lambda _labels, _of: made.count_later.start())
        return made

    @cached_property
    def side_by_side(self) -> "SideBySidePresenter":
        from pullquote.ui.annotate.side_by_side import SideBySidePresenter

        made = SideBySidePresenter(self.document_presenter, self.host, self._theme)
        made.changed.connect(self.commands_changed)
        made.wanted.connect(self._open_copy)
        return made

    @cached_property
    def text_finder(self) -> "TextFinder":
        from pullquote.ui.annotate.navigation import TextFinder

        return TextFinder(self.document_presenter)

    @cached_property
    def navigation_history(self) -> "NavigationHistory":
        from pullquote.ui.annotate.navigation import NavigationHistory

        return NavigationHistory()

    @cached_property
    def _empty_page(self) -> "EmptyPage":
        from pullquote.ui.pages.empty_project import EmptyPage

        made = EmptyPage()
        made.show_read_only(self.project.read_only)
        made.choose_clicked.connect(lambda: self.host.run("import"))
        made.dropped.connect(self.host.take_files)
        return made

    def has_text(self) -> bool:
        return self.document_presenter.document is not None and not self._is_beside()

    def may_write(self) -> bool:
        return not self.document_presenter.looks_at_others

    def people_to_look_at(self) -> "Sequence[PersonChoice]":
        """Oneself, then the others who label."""
        presenter = self.document_presenter
        people = [a for a in self.project.annotators() if a.kind == "person"]
        people.sort(key=lambda a: (a.id != self.actor, a.name.casefold()))
        return [
            PersonChoice(a.name, chosen=a.id == presenter.wanted, look=partial(self.look_at, a.id))
            for a in people
        ]

    def look_at(self, annotator: int, _checked: bool = False) -> None:
        """Show somebody else's labels in place of one's own, to be read; or one's own again."""
        self._keep_typed()
        self.document_presenter.wanted = annotator
        document, caret = self.document_presenter.document, self.widget.page.reader.caret()
        if document is not None:
            self.document_presenter.open(document)
            self.widget.page.reader.set_caret(caret)
        self._show_whose()
        self.focus_text()
        self.commands_changed.emit()

    def _look_at_next(self) -> None:
        people = self.people_to_look_at()
        at = next((n for n, choice in enumerate(people) if choice.chosen), 0)
        if len(people) > 1:
            people[(at + 1) % len(people)].look()

    def _show_whose(self) -> None:
        """The line under the head says whose labels are shown, or why not those that are wanted."""
        presenter, page = self.document_presenter, self.widget.page
        read_only = self.project.read_only or presenter.looks_at_others
        self.widget.panel.set_read_only(read_only)
        page.head.set_read_only(read_only)
        if presenter.wanted == self.actor:
            page.notices.show_looking("")
            return
        name = self.project.annotator(presenter.wanted).name
        shown = self.tr("Labels of {}, to be looked at.").format(name)
        hidden = self.tr(
            "You have still to label this document yourself: labels of {} are not shown in it."
        ).format(name)
        page.notices.show_looking(shown if presenter.looks_at_others else hidden)

    # --- what the window asks ------------------------------------------------------------------

    def enter(self, target: Target | None = None) -> None:
        """The keyboard goes to the text, or to the search box where that is wanted."""
        if self._begun:
            self._catch_up()
        else:
            self._begun = True
            self._begin()
        if isinstance(target, DocumentSearch):
            self.widget.show_list()
            self.widget.documents.focus_search()
            return
        if isinstance(target, TextPlace):
            self.open(target.document, target.start)
            self._choose_label(target)
        self.focus_text()

    def _choose_label(self, place: TextPlace) -> None:
        """Where a label is meant, it is chosen."""
        doc, span = self.document_presenter.doc, Span(place.start, place.end)
        found = [a.id for a in doc.labels() if a.span == span] if doc is not None else []
        if found:
            self.document_presenter.select(found[0], reveal=True)

    def place(self) -> TextPlace | None:
        document, caret = self.document_presenter.document, self.widget.page.reader.caret()
        return TextPlace(document, caret, caret) if document else None

    def back(self) -> bool:
        return self._go(self.navigation_history.back)

    def focus_pane(self, pane: QWidget) -> None:
        self.widget.focus_pane(pane)

    def close(self) -> None:
        self._keep_typed()
        self._remember_stop()
        for timer in self.widget.findChildren(QTimer):
            timer.stop()
        self._hints_later.stop()
        self.document_presenter.finish()
        if "suggestions" in self.__dict__:
            self.suggestions.finish()
        self.widget.page.reader.key_filter = None

    def note(self, change: Change) -> None:
        self._missed.append(change)
        # Of so many the rows are not kept: all is read anew then.
        del self._missed[_MISSED_MOST + 1 :]

    def reveal(self, change: Change) -> None:
        """Move to what a change changed, if it is in one document."""
        self._go_to(change)
        self.focus_text()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        super().set_theme(theme)

    def set_preferences(self, preferences: Preferences) -> None:
        if self._preferences is None:
            self.widget.set_list_width(preferences.list_width)
        self._preferences = preferences
        self.widget.set_motion(preferences.motion)
        self.widget.page.reader.set_zoom(preferences.zoom)
        if self._is_beside():
            self.side_by_side.set_zoom(preferences.zoom)
        if "suggestions" in self.__dict__:
            self.suggestions.learn_since(preferences.learns_since)

    def show_error(self, sentence: str, *, unsaved: bool = False) -> None:
        notices = self.widget.page.notices
        (notices.show_unsaved if unsaved else notices.show_error)(sentence)

    def show_saved(self) -> None:
        self.widget.page.notices.show_saved()

    def show_busy(self, text: str, done: int, total: int) -> None:
        super().show_busy(text, done, total)
        if text:
            self.widget.page.busy.show_progress(done, total)
        else:
            self.widget.page.busy.stop()

    # --- going about ---------------------------------------------------------------------------

    def open(self, document: int, caret: int | None = None, *, jump: bool = True) -> None:
        """Show a document; with `caret`, that place of it. Where one was is kept for Back."""
        here = self.place()
        if jump and here is not None:
            self.navigation_history.leave(here)
        if document != self.document_presenter.document:
            self._keep_typed()
            self.widget.page.notices.forget_error()
            looked = self.document_presenter.looks_at_others
            self.document_presenter.open(document)
            if looked or self.document_presenter.wanted != self.actor:
                self._show_whose()
        if caret is not None:
            self.widget.page.reader.set_caret(caret)
            block = self.document_presenter.block_at(caret)
            span = Span(block.start, block.end) if block else Span(caret, caret)
            self.widget.page.reader.scroll_to(span)
        self.widget.documents.choose(document)
        self._hints_later.start()

    def _begin(self) -> None:
        """Fill the list and open the document to begin with."""
        self.list_presenter.begin()
        stopped = self._stopped()
        first = stopped.document if stopped is not None else self.list_presenter.first()
        if first is not None:
            self.open(first, stopped.start if stopped is not None else None, jump=False)
        else:
            self._show_empty()

    def _stopped(self) -> TextPlace | None:
        """Where this person was when the project was closed, if that is still there."""
        kept = self._preferences.stopped(self._whose()) if self._preferences is not None else None
        document = self.project.find_document(kept[0]) if kept is not None else None
        return TextPlace(document, kept[1], kept[1]) if kept and document is not None else None

    def _remember_stop(self) -> None:
        here = self.place()
        if here is not None and self._preferences is not None and self._exists(here.document):
            document = self.project.document(here.document).uid
            self._preferences.remember_stop(self._whose(), document, here.start)

    def _whose(self) -> str:
        known = (a.uid for a in self.project.annotators() if a.id == self.actor)
        return f"{self.project.uid}/{next(known, '')}"

    def forward(self) -> None:
        if not self._go(self.navigation_history.forward):
            self.host.say(self.tr("There is no place to go back to."), brief=True)

    def step_document(self, step: int) -> None:
        following = self.widget.documents.neighbour(step)
        if following is not None:
            self.open(following)
        else:
            self.host.say(
                self.tr("This is the last document of the list.")
                if step > 0
                else self.tr("This is the first document of the list.")
            )

    def done_and_next(self) -> None:
        """Ctrl+Enter: the document is done, the next one comes."""
        document = self.document_presenter.document
        if document is None:
            return
        following = self.widget.documents.neighbour(1)
        state = self.project.state(document, self.actor)
        if self._writable() and (state is None or state.value != "done"):
            try:
                labelling.edits.set_document_states(self.project, self.actor, [document], "done")
            except PullquoteError as error:
                self.host.show_error(error)
                return
            if any(a.role == "training" for a in self.project.assignments(self.actor, document)):
                self._give_feedback(document)
        if following is not None:
            self.open(following)
            self.focus_text()
        else:
            self.host.say(self.tr("Done. This was the last document of the list."))

    def focus_text(self) -> None:
        """Or what is shown in its place: a hidden reader would leave the keyboard in the bar."""
        self.widget.page.middle().setFocus(Qt.FocusReason.OtherFocusReason)

    def show_copies(self) -> None:
        """W: the Copies page, with the keyboard in it."""
        self.widget.show_panel()
        self.widget.panel.show_page("copies")
        self.copies_presenter.show()
        self.widget.panel.focus_page()
        self._show_hints()

    # --- documents -----------------------------------------------------------------------------

    def act(self, what: str, documents: list[int]) -> None:
        """Do something to documents, as `DocumentActions.act` names it."""
        if self._documents is None:
            from pullquote.ui.actions.documents import DocumentActions

            self._documents = DocumentActions(self.host, self.project, self.actor, self)
        self._documents.act(what, documents)

    def _act_here(self, what: str) -> None:
        if self.document_presenter.document is not None:
            self.act(what, [self.document_presenter.document])

    def _act_on_chosen(self, what: str) -> None:
        """On the rows that are chosen in the list, where they are several."""
        documents = self.widget.documents.view.documents()
        if len(documents) > 1:
            self.act(what, documents)
        else:
            self._act_here(what)

    def _give_feedback(self, document: int) -> None:
        from pullquote.ui.people.feedback import give_feedback

        give_feedback(self.host, self.project, self.actor, document)

    def _go_to(self, change: Change) -> None:
        """Move to what a change changed, if it is in one document."""
        rows = [r for r in change.rows if r.document is not None]
        there = [r.document for r in rows if r.table != "document" or r.what != "delete"]
        if not there or len(change.documents) > 1:
            return
        document = there[0]
        if document is None:
            return
        if document != self.document_presenter.document:
            self.open(document)
        labels = [r.row for r in rows if r.table == "annotation" and r.what != "delete"]
        if labels:
            self.document_presenter.select(labels[0], reveal=True)

    # --- following -----------------------------------------------------------------------------

    def refresh(self, change: Change) -> None:
        """Draw what a commit changed."""
        document = self.document_presenter.document
        gone = document is not None and change.touches("document", document)
        gone = gone and not self._exists(document)
        if not gone:
            self.document_presenter.refresh(change)
        self.list_presenter.refresh(change)
        if self._is_beside():
            self.side_by_side.refresh(change)
        if self._history is not None:
            self._history.refresh()
        if change.kind == "derived":
            self.copies_presenter.refresh()
        elif "annotation" in change.tables:
            self.copies_presenter.follow_labels()
        if gone and document is not None:
            self.navigation_history.forget(document)
            self._open_another()
        elif document is None and change.touches("document"):
            self._open_another()
        if change.touches("speaker") or change.touches("alias"):
            self.document_presenter.show_chosen()

    def _catch_up(self) -> None:
        missed, self._missed = self._missed, []
        if len(missed) <= _MISSED_MOST:
            for change in missed:
                self.refresh(change)
            return
        document = self.document_presenter.document
        self.list_presenter.refresh_all()
        if document is not None and self._exists(document):
            caret = self.widget.page.reader.caret()
            self.document_presenter.open(document)
            self.widget.page.reader.set_caret(caret)
        else:
            self._open_another()

    def _keep_typed(self) -> None:
        """A field of the panel keeps what is typed in it when it is left: before what it is about
        is gone.
        """
        focused = self.widget.window().focusWidget()
        if focused is not None and self.widget.panel.isAncestorOf(focused):
            self.focus_text()

    def _writable(self) -> bool:
        return not self.project.read_only and self.may_write()

    def _exists(self, document: int | None) -> bool:
        if document is None:
            return False
        try:
            self.project.document(document)
        except NotThere:
            return False
        return True

    def _open_another(self) -> None:
        near = (self.widget.documents.neighbour(step) for step in (1, -1))
        wanted = (found for found in (*near, self.list_presenter.first()) if self._exists(found))
        following = next(wanted, None)
        if following is not None:
            self.open(following, jump=False)
        else:
            self.document_presenter.clear()
            self._show_empty()
            self.commands_changed.emit()

    def _show_empty(self) -> None:
        if self._is_beside():
            self.side_by_side.leave()
        self.widget.page.show_instead(self._empty_page)
        self.widget.panel.labels.show_nothing()
        if self._history is not None:
            self._history.refresh()
        if self.widget.panel.has("copies"):
            self.copies_presenter.show()

    def _go(self, step: Callable[[TextPlace], TextPlace | None]) -> bool:
        here = self.place()
        place = step(here) if here is not None else None
        if place is None:
            return False
        if self._exists(place.document):
            self.open(place.document, place.start, jump=False)
            self.focus_text()
        return True

    # --- the strip -----------------------------------------------------------------------------

    def _show_hints(self) -> None:
        if "text_commands" in vars(self):
            self.widget.strip.show_keys(self.text_commands.hints(moving_edges=self._moving_edges))

    def _show_whether_read_only(self) -> None:
        widget, read_only = self.widget, self.project.read_only
        widget.page.head.set_read_only(read_only)
        widget.panel.set_read_only(read_only)
        if self.project.why_read_only != "asked":  # whoever asked for it knows
            widget.page.notices.show_read_only(self.project)

    @cached_property
    def _commands(self) -> Commands:
        """By the ids of the table of actions."""
        reader = self.widget.page.reader
        return {
            **{name: partial(self._run_in_text, name) for name in self.text_commands.names()},
            **{name: partial(self._run_in_text, name) for name in self._layer_commands()},
            "labels_of": self._look_at_next,
            "copy": reader.copy, "select_all": self._select_all,
            "find": lambda: self.text_finder.ask(), "find_next": lambda: self.text_finder.step(1),
            "find_previous": lambda: self.text_finder.step(-1),
            "dates_anew": lambda: self.panel_edits.count_dates_anew(),
            "properties": lambda: self._act_here("properties"),
            "published": lambda: self._act_on_chosen("published"),
            "exclude": lambda: self._act_here("exclude"),
            "skip": lambda: self._act_here("skip"),
            "remove_document": lambda: self._act_here("remove"),
            "done": self.done_and_next, "forward": self.forward,
            "next_document": lambda: self.step_document(1),
            "previous_document": lambda: self.step_document(-1),
            "list": self.widget.toggle_list, "panel": self.widget.toggle_panel,
        }  # fmt: skip

    def _layer_commands(self) -> list[str]:
        return [f"layer:{layer.id}" for layer in self.project.schema.layers]

    def _run_in_text(self, name: str) -> None:
        self.focus_text()
        self.text_commands.run(name)

    def _select_all(self) -> None:
        """All of the text, or of the list where the keyboard is in it."""
        reader, view = self.widget.page.reader, self.widget.documents.view
        if view.hasFocus():
            view.selectAll()
        else:
            reader.select(Span(0, len(reader.text())))

    def _connect(self) -> None:
        later, host = self._hints_later.start, self.host
        FirstPaint(self.widget, self.build)
        self.widget.page.reader.key_filter = lambda event: self.text_commands.take_key(event)
        self.document_presenter.moved.connect(later)
        self.document_presenter.opened.connect(lambda _document: self.commands_changed.emit())
        self.document_presenter.opened.connect(lambda _document: self._show_found())
        self.widget.documents.queried.connect(self._forget_found)
        self.widget.page.reader.extent_mode_changed.connect(self._extent_mode)
        self.list_presenter.wanted.connect(self.open)
        self.list_presenter.asked.connect(self.act)
        widget, page = self.widget, self.widget.page
        widget.panel.back_to_text.connect(self.focus_text)
        widget.panel.history_built.connect(self._show_history)
        widget.documents.left.connect(self.focus_text)
        widget.documents.entered.connect(lambda _document: self._entered())
        widget.documents.picked.connect(self._entered)
        widget.list_resized.connect(self._keep_list_width)
        page.head.done.connect(self.done_and_next)
        page.head.properties_asked.connect(lambda: self._act_here("properties"))
        page.head.list_asked.connect(widget.toggle_list)
        page.notices.copy_wanted.connect(lambda: host.run("save_copy"))
        page.notices.own_wanted.connect(lambda: self.look_at(self.actor))
        page.reader.zoom_wished.connect(lambda by: host.run("larger" if by > 0 else "smaller"))

    def _show_history(self, page: "HistoryPage") -> None:
        from pullquote.ui.annotate.history import HistoryPresenter

        self._history = HistoryPresenter(self.document_presenter, self.host, page)
        self._history.undo_wanted.connect(self.host.undo_operation)
        self._history.version_wanted.connect(self.host.go_back)
        self._history.jumped.connect(lambda document, _name: self._open_from_history(document))

    def _open_from_history(self, document: int) -> None:
        self.open(document)
        self.focus_text()

    def _show_found(self) -> None:
        """In a document that was found by its words these are marked, and the first is gone to."""
        asked, page = self.widget.documents.query().search, self.widget.page
        if not asked or page.find_bar.isVisible():
            return
        from pullquote.ui.documents.context import search_hits

        hits = search_hits(page.reader.text(), asked)
        page.reader.set_find_hits(hits, hits[0] if hits else None)
        if hits:
            page.reader.set_caret(hits[0].start)

    def _forget_found(self, query: DocumentQuery) -> None:
        if not query.search and self.widget.page.find_bar.isHidden():
            self.widget.page.reader.set_find_hits([])

    def _keep_list_width(self, width: int) -> None:
        if self._preferences is not None:
            self._preferences.list_width = width

    def _keep_suggests(self) -> None:
        if self._preferences is not None:
            self._preferences.suggests = self.suggestions.more

    def _extent_mode(self, on: bool) -> None:
        self._moving_edges = on
        self._hints_later.start()

    def _show_beside(self) -> None:
        """The copy that is chosen in the panel beside the text, or else the first one."""
        panel = self.widget.panel
        listed = panel.isVisible() and panel.page() == "copies"
        copy = panel.copies.chosen_copy() if listed else None
        self.side_by_side.open((copy.document, Span(copy.start, copy.end)) if copy else None)

    def _is_beside(self) -> bool:
        """Whether two texts are in sight."""
        return "side_by_side" in vars(self) and self.side_by_side.is_open

    def _open_copy(self, document: int, start: int) -> None:
        self.open(document, start)
        self.focus_text()

    def _entered(self) -> None:
        self.widget.shut_list_drawer()
        self.focus_text()
