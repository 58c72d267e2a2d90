"""Annotators and speakers of files that came back, as those of the project.

New names unite with the register of speakers, the rest is proposed.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from uuid import UUID, uuid5

from pullquote.model.values import Alias, AnnotatorKind, ProposalKind, Speaker
from pullquote.store.content.people import fit_annotator_name, folded_name
from pullquote.store.merge.annotator_work import known_operations, removed_uids
from pullquote.store.merge.foreign_project import ForeignProject
from pullquote.store.merge.restore import restore_verbs
from pullquote.store.merge.speaker_proposals import proposal_verbs
from pullquote.store.project import Project
from pullquote.store.writer import Writer
from pullquote.workflow.collect.conflicts import annotator_beside

_COMPARED: tuple[ProposalKind, ...] = ("kind", "name", "note")


@dataclass(slots=True)
class NewInRegister:
    """`aliases` are pairs of a speaker's name and the new form; `proposals` are counted."""

    names: list[str] = field(default_factory=list)
    aliases: list[tuple[str, str]] = field(default_factory=list)
    proposals: int = 0

    def add(self, other: "NewInRegister") -> None:
        self.names += other.names
        self.aliases += other.aliases
        self.proposals += other.proposals

    def __bool__(self) -> bool:
        return bool(self.names or self.aliases or self.proposals)


class CollectRegister:
    """The speakers of the project, and whom those of the files are among them.

    `rows` gives the row of each speaker of the project by uid, `called` those who are called so
    everywhere, by folded name; `removed` are the uids of aliases that were taken away, `parted`
    those of whom speakers speak for.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self.removed = removed_uids(project, "alias")
        self.parted = removed_uids(project, "represents")
        self.rows: dict[str, int] = {}
        self._read()

    def unite(self, writer: Writer, file: ForeignProject, by: int) -> NewInRegister:
        """Take what somebody changed in a file; `by` is the annotator who is said to propose."""
        self._read()
        return _Uniting(self, self._project, writer, file, by).run()

    def find(self, speaker: Speaker) -> Speaker | None:
        """By uid, else by name."""
        uid = speaker.uid if speaker.uid in self.rows else self._named.get(_fold(speaker))
        return None if uid is None else self.speakers[uid]

    def add(self, writer: Writer, speaker: Speaker) -> Speaker:
        added = writer.add_speaker(
            speaker.name,
            speaker.kind,
            note=speaker.note,
            external_ids=speaker.external_ids,
            uid=speaker.uid,
        )
        self._enter(added)
        return added

    def _read(self) -> None:
        self.speakers: dict[str, Speaker] = {}
        self._named: dict[str, str] = {}
        self.called: dict[str, set[int]] = defaultdict(set)
        for speaker in self._project.speakers():
            self._enter(speaker)

    def _enter(self, speaker: Speaker) -> None:
        self.speakers[speaker.uid] = speaker
        self.rows[speaker.uid] = speaker.id
        self._named.setdefault(_fold(speaker), speaker.uid)
        self.called[_fold(speaker)].add(speaker.id)
        for alias in speaker.aliases:
            if alias.document is None:
                self.called[folded_name(alias.form)].add(speaker.id)


class _Uniting:
    """One file and the register."""

    def __init__(
        self,
        register: CollectRegister,
        project: Project,
        writer: Writer,
        file: ForeignProject,
        by: int,
    ) -> None:
        self._register = register
        self._project = project
        self._writer = writer
        self._file = file
        self._by = by
        self._resolved = project.merged_speaker
        self._new = NewInRegister()
        self._columns: dict[int, set[str]] = defaultdict(set)
        self._aliases: set[int] = set()
        self._note_changes()

    def run(self) -> NewInRegister:
        theirs = {speaker.id: speaker for speaker in self._file.speakers}
        changed = sorted(
            (speaker for speaker in theirs.values() if speaker.id in self._columns),
            key=lambda speaker: speaker.uid,
        )
        for speaker in changed:
            self._speaker(speaker)
        for speaker in changed:
            target = theirs.get(speaker.merged_into or 0)
            if target is not None and "merged_into" in self._columns[speaker.id]:
                self._merge(speaker, target)
        for speaker in sorted(theirs.values(), key=lambda speaker: speaker.uid):
            for alias in sorted(speaker.aliases, key=lambda alias: alias.uid):
                if alias.id in self._aliases:
                    self._alias(speaker, alias)
        for one in sorted(self._file.represents, key=lambda one: one.uid):
            if one.document is None and one.uid not in self._register.parted:
                here, body = self._there(theirs[one.speaker]), self._there(theirs[one.institution])
                if here.id != body.id:
                    self._writer.add_represents(here.id, body.id, uid=one.uid)
        return self._new

    def _note_changes(self) -> None:
        """What was changed since the file was made, by operations that this project lacks."""
        known = known_operations(self._project, {one.operation for one in self._file.touched})
        own = self._file.handout.handout if self._file.handout else ""
        for one in self._file.touched:
            if one.operation in known or one.operation == own:
                continue
            if one.table == "speaker":
                self._columns[one.row] |= one.columns
            else:
                self._aliases.add(one.row)

    def _speaker(self, speaker: Speaker) -> None:
        here = self._register.find(speaker)
        if here is None:
            self._register.add(self._writer, speaker)
            self._new.names.append(speaker.name)
            return
        for column in _COMPARED:
            value = getattr(speaker, column)
            says = column in self._columns[speaker.id] and value
            if says and value != getattr(here, column):
                self._propose(column, here.id, None, value)

    def _merge(self, speaker: Speaker, target: Speaker) -> None:
        one, other = self._there(speaker), self._there(target)
        if self._resolved(one.id) != self._resolved(other.id):
            self._propose("merge", one.id, other.id, "")

    def _alias(self, speaker: Speaker, alias: Alias) -> None:
        here, folded = self._there(speaker), folded_name(alias.form)
        place = self._file.documents.get(alias.document) if alias.document is not None else ""
        document = self._document(place)
        if place is None or (place and document is None):
            return
        called = {self._resolved(row) for row in self._register.called[folded]}
        if self._resolved(here.id) in called:
            return
        uid = str(uuid5(UUID(self._project.uid), f"{here.uid} {folded} {place}"))
        if called and not place:
            self._propose("alias", here.id, min(called), alias.form)
        elif uid not in self._register.removed and restore_verbs(self._writer).put_alias(
            Alias(0, uid, here.id, alias.form, document)
        ):
            self._new.aliases.append((here.name, alias.form))
            if not place:
                self._register.called[folded].add(here.id)

    def _there(self, speaker: Speaker) -> Speaker:
        return self._register.find(speaker) or self._register.add(self._writer, speaker)

    def _document(self, uid: str | None) -> int | None:
        return self._project.find_document(uid) if uid else None

    def _propose(self, kind: ProposalKind, speaker: int, other: int | None, value: str) -> None:
        at = self._file.last[0]
        verbs = proposal_verbs(self._writer)
        self._new.proposals += verbs.propose(kind, speaker, other, value, self._by, at)


def _fold(speaker: Speaker) -> str:
    return folded_name(speaker.name)


class CollectAnnotators:
    """Known by uid: two people of one name stay two, and the second gets a number.

    `rows` gives the row of each uid; `added` the names of those that are new.
    """

    def __init__(self, project: Project) -> None:
        there = project.annotators()
        self.rows = {annotator.uid: annotator.id for annotator in there}
        self.added: list[str] = []
        self._described = {annotator.uid: (annotator.name, annotator.kind) for annotator in there}
        self._taken = {annotator.name.casefold() for annotator in there}

    def meet(self, file: ForeignProject) -> None:
        for annotator in file.annotators:
            self._described.setdefault(annotator.uid, (annotator.name, annotator.kind))

    def here(self, uid: str) -> str:
        """Whose work it is here: a project has one adjudicated version."""
        if self.kind(uid) != "adjudicated" or uid in self.rows:
            return uid
        return next((other for other in self.rows if self.kind(other) == "adjudicated"), uid)

    def name(self, uid: str) -> str:
        return self._described[uid][0]

    def row(self, writer: Writer, uid: str) -> int:
        """A new one if need be."""
        if uid not in self.rows:
            self._add(writer, uid, *self._described[uid])
        return self.rows[uid]

    def beside(self, writer: Writer, uid: str, slot: int) -> int:
        """Who stands beside an annotator, a new one if need be; slot 1 is the annotator's own."""
        own = annotator_beside(uid, slot)
        if own not in self.rows and slot > 1:
            kind: AnnotatorKind = "person" if self.kind(uid) == "person" else "reference"
            self._described[own] = (self.name(uid), kind)
        return self.row(writer, own)

    def kind(self, uid: str) -> AnnotatorKind:
        return self._described[uid][1]

    def _add(self, writer: Writer, uid: str, name: str, kind: AnnotatorKind) -> None:
        names = (
            fit_annotator_name(name, "" if number == 1 else f" ({number})") for number in count(1)
        )
        free = next(name for name in names if name.casefold() not in self._taken)
        self.rows[uid] = writer.add_annotator(free, kind, uid).id
        self._taken.add(free.casefold())
        self._described[uid] = (free, kind)
        self.added.append(free)
