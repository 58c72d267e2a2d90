"""The Speakers room on an open project: the register, and what a person changes in it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint

from pullquote.errors import PullquoteError
from pullquote.store import Change, Project
from pullquote.store.merge.speaker_proposals import proposal_verbs
from pullquote.store.speakers_in_text import SpokenPlace
from pullquote.ui.dialogs.prompt import Prompt
from pullquote.ui.people.proposals import proposal_sentence
from pullquote.ui.services.host import Host, TextPlace
from pullquote.ui.services.list_room import ListRoom, MenuEntry, ReadWords
from pullquote.ui.services.room import Commands
from pullquote.ui.services.tasks import Progress, Stop
from pullquote.ui.speakers.look_alikes_panel import Question
from pullquote.ui.speakers.speaker_list import columns, kind_words, sort_rows
from pullquote.ui.speakers.widget import SpeakersWidget
from pullquote.ui.theme.palette import Theme
from pullquote.ui.widgets import counted
from pullquote.ui.widgets.words import tr
from pullquote.workflow.speakers import edits
from pullquote.workflow.speakers.overview import (
    Register,
    SpeakerPage,
    SpeakerRow,
    find_speakers,
    read_register,
    read_speaker_page,
)

_FOLLOWED = {"speaker", "alias", "represents", "annotation", "relation", "proposal"}


class SpeakersRoom(ListRoom):
    widget: SpeakersWidget

    def __init__(
        self,
        project: Project,
        actor: int,
        theme: Theme,
        host: Host,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(project, actor, SpeakersWidget(theme), host, parent)
        self.widget.set_read_only(project.read_only)
        self._register: Register | None = None
        self._order = "quotes"
        self._marked: SpeakerRow | None = None
        self._wanted: int | None = None
        """Who is to be chosen when the register has been read anew."""
        self._connect()

    def commands(self) -> Commands:
        return {
            "rename_speaker": self._rename,
            "merge_speaker": self._merge,
            "split_speaker": self._split,
            "add_speaker_name": self._add_name,
            "remove_speaker_name": self._remove_name,
            "remove_speaker": self._remove,
            "describe_speaker": self._describe,
            "speaks_for": self._set_represents,
            "search_speakers": self._search,
            "let_speaker_go": self._let_go,
        }

    def note(self, change: Change) -> None:
        self._stale = self._stale or bool(change.tables & _FOLLOWED)

    # --- what is read ----------------------------------------------------------------------------

    def _connect(self) -> None:
        widget = self.widget
        widget.head.sorted_by.connect(self._sort)
        widget.list.pointed.connect(lambda _row: self._chosen_later.start())
        widget.list.menu_wanted.connect(self._open_menu)
        widget.page.opened.connect(self._open_place)
        widget.alike.answered.connect(self._answer)
        widget.alike.pointed.connect(self._show_pair)

    def _has_read(self) -> bool:
        return self._register is not None

    def _read_words(self) -> ReadWords:
        return ReadWords(tr("Reading the register"), tr("The register was not read"), tr("Read it"))

    def _load(self) -> None:
        project, actor = self.project, self.actor

        def work(_progress: Progress, _stop: Stop) -> Register:
            return read_register(project, actor)

        self._read("register", tr("Reading the register"), work, self._take)

    def _take(self, register: Register) -> None:
        self._register = register
        self.widget.show_error("")
        both = [(one.kept.id, one.other.id) for one in register.alike]
        self.widget.delegate.alike = frozenset(one for pair in both for one in pair)
        names = {row.id: row.name for row in (*register.rows, *filter(None, [register.nobody]))}
        proposed = [
            Question(None, one.id, proposal_sentence(one, names))
            for one in register.proposals
            if one.speaker in names
        ]
        self.widget.alike.show_questions([*proposed, *(Question(one) for one in register.alike)])
        self._list()

    def _list(self) -> None:
        register, widget = self._register, self.widget
        if register is None:
            return
        chosen = self._wanted or getattr(self._chosen(), "id", None)
        self._wanted = None
        rows = sort_rows(find_speakers(register.rows, widget.search.text()), self._order)
        if register.nobody is not None and not widget.search.text().strip():
            rows.append(register.nobody)
        widget.model.show_rows(rows)
        widget.head.show_order(self._order)
        self._say_counts(register)
        if rows:
            widget.show_list()
        else:
            self._say_nothing(register)
        places = {row.id: at for at, row in enumerate(rows)}
        widget.list.choose(places.get(chosen or 0, 0) if rows else -1)
        widget.list.repaint_rows()
        self._read_chosen()
        widget.arrive()

    def _say_counts(self, register: Register) -> None:
        people = counted(len(register.rows), tr("{} speaker"), tr("{} speakers"))
        total = sum(row.names for row in register.rows)
        names = counted(total, tr("{} name for them"), tr("{} names for them"))
        self.widget.sentence.setText(f"{people}, {names}.")

    def _say_nothing(self, register: Register) -> None:
        searched = self.widget.search.text().strip()
        if searched and register.rows:
            said = tr("Nobody found for “{}”").format(searched)
            self.widget.show_notice(said, "", tr("Clear the search"))
        else:
            self.widget.show_notice(
                tr("Nobody speaks yet"),
                tr("Whoever is set as a speaker of a label stands here, with all their names."),
                tr("Label a text"),
            )

    def _act_on_notice(self) -> None:
        if self._register is None:
            self._load()
        elif self._register.rows:
            self.widget.search.set_text("")
        else:
            self.host.go("annotate")

    def _chosen(self) -> SpeakerRow | None:
        rows, at = self.widget.model.rows, self.widget.list.row()
        return rows[at] if 0 <= at < len(rows) else None

    def _read_chosen(self) -> None:
        project, actor = self.project, self.actor
        chosen, panel = self._chosen(), self.widget.page
        if chosen is None:
            panel.show_nothing()
            return
        speaker, what = chosen.id, kind_words(chosen)

        def work(_progress: Progress, _stop: Stop) -> SpeakerPage:
            return read_speaker_page(project, actor, speaker)

        def failed(error: Exception) -> None:
            # Who was chosen may be gone by now.
            panel.show_nothing()
            if not isinstance(error, PullquoteError):
                self.host.show_error(error)

        self._tasks.run("page", "", work, lambda page: panel.show_page(page, what), failed)

    # --- what a person does ----------------------------------------------------------------------

    def _sort(self, order: str) -> None:
        self._order = order
        self._list()

    def _search(self) -> None:
        self.widget.show_part("list")
        self._find()

    def _let_go(self) -> None:
        """Esc: nobody is marked, no message, no search."""
        self.widget.show_error("")
        if self._marked is not None:
            self._marked = None
            self.host.say(tr("Nobody is merged."), brief=True)
        elif self.widget.search.text():
            self.widget.search.set_text("")
        else:
            self.widget.focus_list()

    def _open_place(self, place: SpokenPlace) -> None:
        self.host.go("annotate", TextPlace(place.document, place.span.start, place.span.end))

    def _show_pair(self, question: Question) -> None:
        """The page shows the one that would be kept."""
        if question.alike is not None:
            rows = [row.id for row in self.widget.model.rows]
            if question.alike.kept.id in rows:
                self.widget.list.choose(rows.index(question.alike.kept.id))
                self._chosen_later.start()

    def _answer(self, question: Question, so: bool) -> None:
        project, actor = self.project, self.actor
        if question.alike is None:
            said = tr("Taken.") if so else tr("Left as it is; it is not proposed again.")
            self._change(partial(_decide, project, actor, question.proposal, so), said)
            return
        kept, other = question.alike.kept, question.alike.other
        if so:
            self._do_merge(other, kept)
        else:
            self._change(
                partial(edits.keep_apart, project, actor, other.id, kept.id),
                tr("{0} and {1} are not the same; that is not asked again.").format(
                    other.name, kept.name
                ),
            )

    def _merge(self) -> None:
        """Mark one; on another one, merge the first into it."""
        chosen, marked = self._may_change(), self._marked
        if chosen is None:
            return
        if marked is None:
            self._marked = chosen
            words = tr("Go to who {} is, and press M there. Esc lets go.")
            self.host.say(words.format(chosen.name))
            return
        self._marked = None
        if marked.id == chosen.id:
            self.host.say(tr("That is the same speaker: nobody was merged."), brief=True)
        else:
            self._do_merge(marked, chosen)

    def _do_merge(self, other: SpeakerRow, kept: SpeakerRow) -> None:
        mentions = counted(other.mentions, tr("{} mention"), tr("{} mentions"))
        documents = counted(len(other.documents), tr("{} document"), tr("{} documents"))
        said = tr("Merged: {0} in {1} of {2} are {3} now.").format(
            mentions, documents, other.name, kept.name
        )
        work = partial(edits.merge_speakers, self.project, self.actor, other.id, kept.id)
        self._change(work, said, kept.id)

    def _rename(self) -> None:
        chosen = self._may_change()
        if chosen is not None:
            words = tr("The name of now stays as one of the names.")
            dialog = self._prompt(tr("Rename"), tr("Name"), words, chosen.name)
            dialog.given.connect(
                lambda name: self._change(
                    partial(edits.rename_speaker, self.project, self.actor, chosen.id, name),
                    tr("Renamed: {0} is called {1} now.").format(chosen.name, name),
                )
            )
            dialog.ask()

    def _add_name(self) -> None:
        chosen = self._may_change()
        if chosen is not None:
            words = tr("Mentions in these words are known as {} everywhere.").format(chosen.name)
            dialog = self._prompt(tr("Add a name"), tr("Name"), words)
            dialog.given.connect(
                lambda form: self._change(
                    partial(edits.add_name, self.project, self.actor, chosen.id, form),
                    tr("{0} is a name of {1} now.").format(form, chosen.name),
                )
            )
            dialog.ask()

    def _describe(self) -> None:
        chosen = self._may_change()
        if chosen is not None:
            words = tr("Q numbers of Wikidata or URLs, with spaces between; “–” for none.")
            ids = " ".join(self.project.speaker(chosen.id).external_ids.values())
            dialog = self._prompt(tr("Ids elsewhere"), tr("Ids"), words, ids)
            dialog.given.connect(lambda given: self._set_ids(chosen, given))
            dialog.ask()

    def _set_ids(self, chosen: SpeakerRow, given: str) -> None:
        ids = [] if given == "–" else given.split()
        work = partial(
            edits.describe_speaker, self.project, self.actor, chosen.id, chosen.note, ids
        )
        self._change(work, tr("Ids of {} set.").format(chosen.name))

    def _set_represents(self) -> None:
        chosen = self._may_change()
        if chosen is not None:
            words = tr("Whom {} speaks for, in all documents. “–” for nobody.").format(chosen.name)
            dialog = self._prompt(tr("Speaks for"), tr("Name"), words)
            dialog.given.connect(
                lambda name: self._change(
                    partial(
                        edits.set_represents, self.project, self.actor, chosen.id,
                        "" if name == "–" else name,
                    ),
                    tr("Set whom {} speaks for.").format(chosen.name),
                )
            )  # fmt: skip
            dialog.ask()

    def _split(self) -> None:
        chosen, name = self._may_change(), self.widget.page.chosen_name()
        if chosen is None:
            return
        if name is None:
            self.host.say(tr("Choose a name of theirs first: F6 goes there."), brief=True)
            return
        mentions = counted(name.mentions, tr("{} mention"), tr("{} mentions"))
        self._change(
            partial(edits.split_speaker, self.project, self.actor, chosen.id, [name.form]),
            tr("Split: “{0}” with {1} is somebody else now.").format(name.form, mentions),
        )

    def _remove_name(self) -> None:
        chosen, name = self._may_change(), self.widget.page.chosen_name()
        if chosen is None or name is None:
            return
        if not name.aliases:
            said = tr("“{}” is no name in the register that could be removed.")
            self.host.say(said.format(name.form), brief=True)
            return
        self._change(
            partial(edits.remove_name, self.project, self.actor, name.aliases),
            tr("Removed: “{}” is no name any more. Labels stay.").format(name.form),
        )

    def _remove(self) -> None:
        chosen = self._may_change()
        if chosen is not None:
            self._change(
                partial(edits.remove_speaker, self.project, self.actor, chosen.id),
                tr("Removed: {}.").format(chosen.name),
            )

    def _may_change(self) -> SpeakerRow | None:
        """Who is chosen, where anything may be changed; else that is said."""
        if self.project.read_only:
            self.host.say(tr("Read-only: open a copy to change the register."), brief=True)
            return None
        return self._chosen()

    def _prompt(self, title: str, caption: str, sentence: str, value: str = "") -> Prompt:
        return Prompt(
            title, caption, action=title, sentence=sentence, value=value,
            parent=self.host.dialog_parent,
        )  # fmt: skip

    def _change(self, change: Callable[[], object], said: str, wanted: int | None = None) -> None:
        """In a thread: a split may rewrite thousands of labels."""

        def work(_progress: Progress, _stop: Stop) -> None:
            change()

        def done(_answer: object) -> None:
            self._wanted = wanted
            self.host.say(said, undo=True)

        self.host.work("register", "", work, done)

    def _open_menu(self, place: QPoint) -> None:
        entries = _menu_entries() if self._chosen() is not None else ()
        self._make_menu(entries, {"name": tr("Name"), **columns()}).popup(place)


def _decide(project: Project, actor: int, proposal: int, take: bool) -> None:
    name = "Proposal taken" if take else "Proposal refused"
    with project.operation(name, actor) as writer:
        verbs = proposal_verbs(writer)
        (verbs.take if take else verbs.refuse)(proposal)


def _menu_entries() -> list[MenuEntry]:
    return [
        MenuEntry(tr("Rename\tF2"), "rename_speaker"),
        MenuEntry(tr("Merge with another\tM"), "merge_speaker"),
        MenuEntry(tr("Add a name\t+"), "add_speaker_name"),
        MenuEntry(tr("Ids elsewhere\tE"), "describe_speaker"),
        MenuEntry(tr("Speaks for\tR"), "speaks_for"),
        MenuEntry(tr("Remove\tDel"), "remove_speaker"),
    ]
