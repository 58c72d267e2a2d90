"""Annotators and the register of speakers: read and written, and what a name may be."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypedDict, Unpack
from unicodedata import category
from uuid import UUID, uuid5

import peewee
from peewee import SQL, Model, fn

from pullquote.model.values import Alias, Annotator, AnnotatorKind, Speaker, SpeakerKind
from pullquote.store.errors import AnnotatorInUse, NameTaken, NotThere, SpeakerInUse, UnfitName
from pullquote.store.sql.database import (
    ASKED,
    Database,
    Statement,
    WriteContext,
    delete,
    insert,
    new_uid,
    storable,
    to_json,
    update,
)
from pullquote.store.sql.tables import (
    AliasTable,
    AnnotationTable,
    AnnotatorTable,
    AssignmentTable,
    HandoutTable,
    RejectionTable,
    SpeakerTable,
    StateTable,
    details,
)
from pullquote.text.folding import fold

_ANNOTATOR_FIELDS = [getattr(AnnotatorTable, field.name) for field in fields(Annotator)]
_SPEAKER_FIELDS = [
    getattr(SpeakerTable, field.name) for field in fields(Speaker) if field.name != "aliases"
]
_ALIAS_FIELDS = [getattr(AliasTable, field.name) for field in fields(Alias)]
_ANNOTATORS = Statement(
    lambda: AnnotatorTable.select(*_ANNOTATOR_FIELDS).order_by(AnnotatorTable.id)
)
_ANNOTATOR = Statement(
    lambda: AnnotatorTable.select(*_ANNOTATOR_FIELDS).where(AnnotatorTable.id == ASKED)
)
_SPEAKERS = Statement(lambda: SpeakerTable.select(*_SPEAKER_FIELDS).order_by(SpeakerTable.id))
_SPEAKER = Statement(lambda: SpeakerTable.select(*_SPEAKER_FIELDS).where(SpeakerTable.id == ASKED))
_SPEAKER_OF_UID = Statement(
    lambda: SpeakerTable.select(SpeakerTable.id).where(SpeakerTable.uid == ASKED)
)
_SPEAKERS_CALLED = Statement(
    lambda: (
        SpeakerTable.select(SpeakerTable.id, SpeakerTable.name)
        .where((SpeakerTable.uid == ASKED) | (SpeakerTable.name == SQL("? COLLATE NOCASE")))
        .order_by(SpeakerTable.id)
    )
)
_ALIASES = Statement(lambda: AliasTable.select(*_ALIAS_FIELDS).order_by(AliasTable.id))
_ALIASES_OF = Statement(
    lambda: (
        AliasTable.select(*_ALIAS_FIELDS).where(AliasTable.speaker == ASKED).order_by(AliasTable.id)
    )
)
_SAME_ALIAS = Statement(
    lambda: AliasTable.select(*_ALIAS_FIELDS).where(
        AliasTable.speaker == ASKED, AliasTable.folded == ASKED, AliasTable.document >> ASKED
    )
)
_USES_OF_SPEAKERS = Statement(
    lambda: (
        AnnotationTable.select(AnnotationTable.speaker, fn.COUNT(AnnotationTable.id))
        .where(AnnotationTable.speaker.is_null(False))
        .group_by(AnnotationTable.speaker)
    )
)
# By hand: a chain is followed inside SQLite, and Peewee says it in four times the words.
_CHAIN = """
    WITH RECURSIVE chain (id, next) AS (
        SELECT id, merged_into FROM speaker WHERE id = ?
        UNION SELECT s.id, s.merged_into FROM chain c JOIN speaker s ON s.id = c.next)
    SELECT id FROM chain WHERE next IS NULL
"""


def folded_name(name: str) -> str:
    """The form in which two spellings of one name are equal."""
    return fold(name).text.strip()


def read_annotators(db: Database) -> list[Annotator]:
    return [Annotator(*row) for row in db.every(_ANNOTATORS)]


def read_annotator(db: Database, row: int) -> Annotator | None:
    found = db.first(_ANNOTATOR, row)
    return None if found is None else Annotator(*found)


def read_speakers(db: Database) -> list[Speaker]:
    aliases: dict[int, list[Alias]] = defaultdict(list)
    for row in db.every(_ALIASES):
        alias = Alias(*row)
        aliases[alias.speaker].append(alias)
    return [_speaker_from_row(row, aliases.get(row[0], [])) for row in db.every(_SPEAKERS)]


def read_speaker(db: Database, row: int) -> Speaker | None:
    found = db.first(_SPEAKER, row)
    if found is None:
        return None
    aliases = [Alias(*alias) for alias in db.every(_ALIASES_OF, row)]
    return _speaker_from_row(found, aliases)


def count_speaker_uses(db: Database) -> dict[int, int]:
    """How many annotations name each speaker; one that was merged counts for itself."""
    return dict(db.every(_USES_OF_SPEAKERS))


def follow_merges(db: Database, row: int) -> int:
    """The speaker that this one was merged into in the end, itself if it was not."""
    found: int | None = db.value(_CHAIN, row)
    return row if found is None else found


def _speaker_from_row(row: tuple[Any, ...], aliases: list[Alias]) -> Speaker:
    found = Speaker(*row[:-1])
    return replace(found, aliases=tuple(aliases), external_ids=json.loads(row[-1]))


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


class PeopleVerbs:
    _writing: WriteContext

    def add_annotator(
        self, name: str, kind: AnnotatorKind = "person", uid: str | None = None
    ) -> Annotator:
        """Raise NameTaken for a name that differs in case only, UnfitName for one of no use."""
        name, uid = check_annotator_name(storable(name)), uid or new_uid()
        try:
            row = insert(self._writing.db, AnnotatorTable, uid=uid, name=name, kind=kind)
        except peewee.IntegrityError as error:
            raise NameTaken(name=name) from error
        return Annotator(row, uid, name, kind)

    def change_annotator(self, annotator: int, **changed: Unpack[AnnotatorFields]) -> Annotator:
        """Raise NameTaken for the name of somebody else, UnfitName for one of no use."""
        db = self._writing.db
        clean = {k: storable(v) if isinstance(v, str) else v for k, v in changed.items()}
        if "name" in changed:
            check_annotator_name(storable(changed["name"]))
        try:
            found = not clean or update(db, AnnotatorTable, annotator, **clean)
        except peewee.IntegrityError as error:
            raise NameTaken(name=changed.get("name")) from error
        there = read_annotator(db, annotator)
        if not found or there is None:
            raise NotThere(what="annotator", id=annotator)
        return there

    def remove_annotator(self, annotator: int) -> None:
        """With what was assigned. Raise AnnotatorInUse for one who has done anything."""
        db = self._writing.db
        there = read_annotator(db, annotator)
        if there is None:
            raise NotThere(what="annotator", id=annotator)
        for table, reason in _USES.items():
            theirs = details(table).columns["annotator"] == annotator
            if table.select().where(theirs).exists(db):
                raise AnnotatorInUse(name=there.name, reason=reason)
        AssignmentTable.delete().where(AssignmentTable.annotator == annotator).execute(db)
        try:
            delete(db, AnnotatorTable, annotator)
        except peewee.IntegrityError as error:
            raise AnnotatorInUse(name=there.name, reason="the history names them") from error

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
        row = insert(
            db,
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
        if clean and not update(self._writing.db, SpeakerTable, speaker, **clean):
            raise NotThere(what="speaker", id=speaker)
        return self._speaker(speaker)

    def add_alias(self, speaker: int, form: str, document: int | None = None) -> Alias:
        """The one that is there, where the speaker has it already."""
        db, form = self._writing.db, storable(form)
        folded = folded_name(form)
        known = db.first(_SAME_ALIAS, speaker, folded, document)
        if known is not None:
            return Alias(*known)
        uid = new_uid()
        new = Alias(0, uid, speaker, form, document)
        columns = {"uid": uid, "speaker": speaker, "form": form, "document": document}
        try:
            return replace(new, id=insert(db, AliasTable, **columns, folded=folded))
        except peewee.IntegrityError as error:
            raise NotThere(what="speaker", id=speaker) from error

    def delete_alias(self, alias: int) -> None:
        if not delete(self._writing.db, AliasTable, alias):
            raise NotThere(what="alias", id=alias)

    def merge_speaker(self, speaker: int, into: int) -> Speaker:
        """Return the one that stands for both; no annotation changes."""
        db = self._writing.db
        target = follow_merges(db, self._speaker(into).id)
        if target == speaker:
            names = {"name": self._speaker(speaker).name, "into": self._speaker(into).name}
            raise SpeakerInUse(reason="that one is merged into it already", **names)
        if not update(db, SpeakerTable, speaker, merged_into=target):
            raise NotThere(what="speaker", id=speaker)
        return self._speaker(target)

    def _speaker(self, row: int) -> Speaker:
        found = read_speaker(self._writing.db, row)
        if found is None:
            raise NotThere(what="speaker", id=row)
        return found

    def _known(self, name: str, uid: str | None) -> int | None:
        db = self._writing.db
        if uid is not None:
            known: int | None = db.value(_SPEAKER_OF_UID, uid)
            return known
        folded = folded_name(name)
        own = str(uuid5(UUID(self._writing.project_uid), folded))
        for row, there in db.every(_SPEAKERS_CALLED, own, name):
            if folded_name(there) == folded:
                return follow_merges(db, row)
        return None


LONGEST_NAME = 100
_LINE_BREAKS = frozenset({"Cc", "Zl", "Zp"})


def check_annotator_name(name: str) -> str:
    """The name itself. Raise UnfitName for line breaks, control characters and a long one."""
    if len(name) > LONGEST_NAME or any(map(_is_break, name)):
        raise UnfitName(longest=LONGEST_NAME)
    return name


def fit_annotator_name(name: str, end: str = "") -> str:
    """What can be had of a name that came from elsewhere, with `end` after it."""
    line = "".join(" " if _is_break(letter) else letter for letter in name)
    return line[: LONGEST_NAME - len(end)] + end


def _is_break(letter: str) -> bool:
    return category(letter) in _LINE_BREAKS
