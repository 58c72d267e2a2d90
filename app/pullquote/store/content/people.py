"""Annotators and the register of speakers: read and written, and what a name may be."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import TypedDict, Unpack
from unicodedata import category
from uuid import UUID, uuid5

import peewee
from peewee import Model, fn

from pullquote.model.values import (
    Alias,
    Annotator,
    AnnotatorKind,
    Represents,
    Speaker,
    SpeakerKind,
)
from pullquote.store.errors import NameTaken, NotThere, WriteProblem
from pullquote.store.journal.operations import Verbs, require
from pullquote.store.sql.database import Database
from pullquote.store.sql.fields import new_uid, storable, to_json
from pullquote.store.sql.statements import ASKED, Records, Statement, delete_statement, select
from pullquote.store.sql.tables import (
    AliasTable,
    AnnotationTable,
    AnnotatorTable,
    AssignmentTable,
    HandoutTable,
    ProposalTable,
    RejectionTable,
    RelationTable,
    RepresentsTable,
    SpeakerTable,
    StateTable,
)
from pullquote.text.folding import fold

ANNOTATORS = Records(AnnotatorTable, Annotator)
ALL_ANNOTATORS = ANNOTATORS.by()
ANNOTATOR = ANNOTATORS.by("id")
ANNOTATORS_OF_KIND = ANNOTATORS.by("kind")
_Quote = AnnotationTable.alias()
_SPEAKERS = Records(SpeakerTable, Speaker, "aliases")
_ALL_SPEAKERS = _SPEAKERS.by()
_SPEAKER = _SPEAKERS.by("id")
_SPEAKER_OF_UID = select(SpeakerTable, "id", by=["uid"])
_MERGED_INTO = select(SpeakerTable, "merged_into", by=["id"])
_SPEAKERS_CALLED = Statement(
    lambda: (
        SpeakerTable.select(SpeakerTable.id, SpeakerTable.name)
        .where((SpeakerTable.uid == ASKED) | (SpeakerTable.name.collate("NOCASE") == ASKED))
        .order_by(SpeakerTable.id)
    )
)
REPRESENTS = Records(RepresentsTable, Represents)
ALL_REPRESENTS = REPRESENTS.by()
_REPRESENTS_OF = REPRESENTS.by("speaker")
ALIASES = Records(AliasTable, Alias)
_ALL_ALIASES = ALIASES.by()
_ALIASES_OF = ALIASES.by("speaker")
_ALIASES_CALLED = ALIASES.by("speaker", "folded")
_DELETE_ASSIGNMENTS = delete_statement(AssignmentTable, "annotator")
USES_OF_SPEAKERS = Statement(
    lambda: (
        AnnotationTable.select(AnnotationTable.speaker, fn.COUNT(AnnotationTable.id))
        .where(AnnotationTable.speaker.is_null(False))
        .group_by(AnnotationTable.speaker)
    )
)
"""How many annotations name each speaker; one that was merged counts for itself."""


QUOTES_OF_SPEAKER = Statement(
    lambda: AnnotationTable.select(fn.COUNT(AnnotationTable.id)).where(
        AnnotationTable.speaker == ASKED, AnnotationTable.layer == "quote"
    )
)
"""The quotes that name a speaker themselves; one with a mention names none."""
QUOTES_OF_MENTIONS = Statement(
    lambda: (
        RelationTable.select(fn.COUNT(RelationTable.id))
        .join(AnnotationTable, on=(AnnotationTable.id == RelationTable.tail))
        .join(_Quote, on=(_Quote.id == RelationTable.head))
        .where(
            AnnotationTable.speaker == ASKED,
            RelationTable.kind == "said_by",
            _Quote.layer == "quote",
        )
    )
)
"""The quotes whose mention is of a speaker."""


def folded_name(name: str) -> str:
    """The form in which two spellings of one name are equal."""
    return fold(name).text.strip()


def read_speakers(db: Database) -> list[Speaker]:
    aliases: dict[int, list[Alias]] = defaultdict(list)
    for alias in db.all(_ALL_ALIASES):
        aliases[alias.speaker].append(alias)
    every = db.all(_ALL_SPEAKERS)
    return [replace(one, aliases=tuple(aliases.get(one.id, ()))) for one in every]


def read_speaker(db: Database, row: int) -> Speaker | None:
    found = db.one(_SPEAKER, row)
    return found and replace(found, aliases=tuple(db.all(_ALIASES_OF, row)))


def follow_merges(db: Database, row: int) -> int:
    """The speaker that this one was merged into in the end, itself if it was not."""
    last, seen = row, set[int]()
    while (further := db.value(_MERGED_INTO, last)) is not None:
        if further in seen:
            return row
        seen.add(further)
        last = further
    return last


class SpeakerFields(TypedDict, total=False):
    name: str
    kind: SpeakerKind
    note: str | None
    external_ids: Mapping[str, str]


class AnnotatorFields(TypedDict, total=False):
    name: str
    pseudonym: str | None


# What an annotator may have, and why they cannot be removed then.
_USES: dict[type[Model], str] = {
    AnnotationTable: "there are labels of theirs",
    StateTable: "they have begun a document",
    RejectionTable: "they have turned suggestions down",
    HandoutTable: "a file was handed out to them",
}


_USES_OF_SPEAKER = {
    select(AnnotationTable, "id", by=["speaker"]): "labels name them",
    select(SpeakerTable, "id", by=["merged_into"]): "others were merged into them",
}
_SPEAKER_IN_USE = "{name} cannot be removed: {reason}."
_ABOUT_SPEAKERS: dict[type[Model], tuple[str, ...]] = {
    AliasTable: ("speaker",),
    RepresentsTable: ("speaker", "institution"),
    ProposalTable: ("speaker", "other"),
}
_IN_USE = "{name} cannot be removed: {reason}; change the name instead."


class PeopleVerbs(Verbs):
    def add_annotator(
        self, name: str, kind: AnnotatorKind = "person", uid: str | None = None
    ) -> Annotator:
        """Raise NameTaken for a name that differs in case only, WriteProblem for one of no use."""
        name, uid = check_annotator_name(storable(name)), uid or new_uid()
        try:
            row = self._writing.db.insert(AnnotatorTable, uid=uid, name=name, kind=kind)
        except peewee.IntegrityError as error:
            raise NameTaken(name=name) from error
        return Annotator(row, uid, name, kind)

    def change_annotator(self, annotator: int, **changed: Unpack[AnnotatorFields]) -> Annotator:
        """Raise NameTaken for the name of somebody else, WriteProblem for one of no use."""
        clean = {k: storable(v) if isinstance(v, str) else v for k, v in changed.items()}
        if "name" in changed:
            check_annotator_name(storable(changed["name"]))
        try:
            self._update(AnnotatorTable, "annotator", annotator, **clean)
        except peewee.IntegrityError as error:
            raise NameTaken(name=changed.get("name")) from error
        return require("annotator", annotator, self._writing.db.one(ANNOTATOR, annotator))

    def remove_annotator(self, annotator: int) -> None:
        """With what was assigned. Raise WriteProblem for one who has done anything."""
        db = self._writing.db
        name = require("annotator", annotator, db.one(ANNOTATOR, annotator)).name
        for table, reason in _USES.items():
            if db.first(select(table, "id", by=["annotator"]), annotator):
                raise WriteProblem(_IN_USE, name=name, reason=reason)
        db.run(_DELETE_ASSIGNMENTS, (annotator,))
        try:
            db.delete(AnnotatorTable, annotator)
        except peewee.IntegrityError as error:
            raise WriteProblem(_IN_USE, name=name, reason="the history names them") from error

    def add_speaker(
        self,
        name: str,
        kind: SpeakerKind = "person",
        *,
        note: str | None = None,
        external_ids: Mapping[str, str] | None = None,
        uid: str | None = None,
    ) -> Speaker:
        """The one who is there, where the name (or the given uid) is known already."""
        db, name = self._writing.db, storable(name)
        known = self._known(name, uid)
        if known is not None:
            return self._speaker(known)
        own = str(uuid5(UUID(self._writing.project_uid), folded_name(name)))
        if uid is None and db.value(_SPEAKER_OF_UID, own):
            own = new_uid()  # whose name was this once is called something else now
        row = db.insert(
            SpeakerTable,
            uid=uid or own,
            name=name,
            kind=kind,
            note=note and storable(note),
            external_ids=to_json(dict(external_ids or {})),
        )
        return self._speaker(row)

    def change_speaker(self, speaker: int, **changed: Unpack[SpeakerFields]) -> Speaker:
        clean = {k: storable(v) if isinstance(v, str) else v for k, v in changed.items()}
        if "external_ids" in changed:
            clean["external_ids"] = to_json(dict(changed["external_ids"]))
        self._update(SpeakerTable, "speaker", speaker, **clean)
        return self._speaker(speaker)

    def delete_speaker(self, speaker: int) -> None:
        """With the names. Raise WriteProblem for one whom a label names, or who stands for others.

        What returned files propose about them goes, too.
        """
        db, name = self._writing.db, self._speaker(speaker).name
        for statement, reason in _USES_OF_SPEAKER.items():
            if db.first(statement, speaker):
                raise WriteProblem(_SPEAKER_IN_USE, name=name, reason=reason)
        for table, columns in _ABOUT_SPEAKERS.items():
            for column in columns:
                db.run(delete_statement(table, column), (speaker,))
        db.delete(SpeakerTable, speaker)

    def part_speaker(self, speaker: int) -> Speaker:
        """Take a merge back: the speaker stands for itself again."""
        self._update(SpeakerTable, "speaker", speaker, merged_into=None)
        return self._speaker(speaker)

    def add_represents(
        self,
        speaker: int,
        institution: int,
        document: int | None = None,
        uid: str | None = None,
    ) -> Represents:
        """The one that is there, where that is known already. Raise WriteProblem for oneself."""
        if speaker == institution:
            raise WriteProblem("Nobody speaks for themselves in this sense; choose somebody else.")
        for known in self._writing.db.all(_REPRESENTS_OF, speaker):
            if (known.institution, known.document) == (institution, document):
                return known
        new = Represents(0, uid or new_uid(), speaker, institution, document)
        return self._writing.db.add(REPRESENTS, new)

    def delete_represents(self, represents: int) -> None:
        self._delete(RepresentsTable, "represents", represents)

    def add_alias(self, speaker: int, form: str, document: int | None = None) -> Alias:
        """The one that is there, where the speaker has it already."""
        db, form = self._writing.db, storable(form)
        folded = folded_name(form)
        for known in db.all(_ALIASES_CALLED, speaker, folded):
            if known.document == document:
                return known
        new = Alias(0, new_uid(), speaker, form, document)
        try:
            row = db.insert(AliasTable, **ALIASES.by_column(new), folded=folded)
        except peewee.IntegrityError as error:
            raise NotThere(what="speaker", id=speaker) from error
        return replace(new, id=row)

    def delete_alias(self, alias: int) -> None:
        self._delete(AliasTable, "alias", alias)

    def merge_speaker(self, speaker: int, into: int) -> Speaker:
        """Return the one that stands for both; no annotation changes."""
        db = self._writing.db
        target = follow_merges(db, self._speaker(into).id)
        if target == speaker:
            names = {"name": self._speaker(speaker).name, "into": self._speaker(into).name}
            circle = "{name} cannot be merged into {into}: that one is merged into it already."
            raise WriteProblem(circle, **names)
        self._update(SpeakerTable, "speaker", speaker, merged_into=target)
        return self._speaker(target)

    def _speaker(self, row: int) -> Speaker:
        return require("speaker", row, read_speaker(self._writing.db, row))

    def _known(self, name: str, uid: str | None) -> int | None:
        db = self._writing.db
        if uid is not None:
            known: int | None = db.value(_SPEAKER_OF_UID, uid)
            return known
        folded = folded_name(name)
        own = str(uuid5(UUID(self._writing.project_uid), folded))
        for row, called in db.every(_SPEAKERS_CALLED, own, name):
            if folded_name(called) == folded:
                return follow_merges(db, row)
        return None


LONGEST_NAME = 100
_LINE_BREAKS = frozenset({"Cc", "Zl", "Zp"})


def check_annotator_name(name: str) -> str:
    """The name itself. Raise WriteProblem for line breaks, control characters and a long one."""
    if len(name) > LONGEST_NAME or any(map(_is_break, name)):
        raise WriteProblem(
            "The name of an annotator is one line of at most {longest} characters, without control "
            "characters; choose another one.",
            longest=LONGEST_NAME,
        )
    return name


def fit_annotator_name(name: str, end: str = "") -> str:
    """What can be had of a name that came from elsewhere, with `end` after it."""
    line = "".join(" " if _is_break(letter) else letter for letter in name)
    return line[: LONGEST_NAME - len(end)] + end


def _is_break(letter: str) -> bool:
    return category(letter) in _LINE_BREAKS
