"""Annotators and the register of speakers: read and written, and what a name may be."""

import json
from collections.abc import Mapping
from typing import Any, TypedDict, Unpack
from unicodedata import category
from uuid import UUID, uuid4, uuid5

import peewee

from pullquote.model.schema_file import parse_schema
from pullquote.model.values import Alias, Annotator, AnnotatorKind, Speaker, SpeakerKind
from pullquote.store.errors import AnnotatorInUse, NameTaken, NotThere, SpeakerInUse, UnfitName
from pullquote.store.sql import tables
from pullquote.store.sql.database import Database, WriteContext, delete, storable, to_json, update
from pullquote.text.folding import fold

_ANNOTATOR = "SELECT id, uid, name, kind, pseudonym FROM annotator "
_SPEAKER = "SELECT id, uid, name, kind, note, merged_into, external_ids FROM speaker "
_ALIAS = "SELECT id, uid, speaker, form, document FROM alias "


def folded_name(name: str) -> str:
    """The form in which two spellings of one name are equal."""
    return fold(name).text.strip()


def read_annotators(db: Database) -> list[Annotator]:
    return [Annotator(*row) for row in db.every(_ANNOTATOR + "ORDER BY id")]


def read_annotator(db: Database, row: int) -> Annotator | None:
    found = db.first(_ANNOTATOR + "WHERE id = ?", row)
    return None if found is None else Annotator(*found)


def read_speakers(db: Database) -> list[Speaker]:
    aliases: dict[int, list[Alias]] = {}
    for row in db.every(_ALIAS + "ORDER BY id"):
        aliases.setdefault(row[2], []).append(Alias(*row))
    found = db.every(_SPEAKER + "ORDER BY id")
    return [_speaker_from_row(row, aliases.get(row[0], [])) for row in found]


def read_speaker(db: Database, row: int) -> Speaker | None:
    found = db.first(_SPEAKER + "WHERE id = ?", row)
    if found is None:
        return None
    aliases = [Alias(*a) for a in db.every(_ALIAS + "WHERE speaker = ? ORDER BY id", row)]
    return _speaker_from_row(found, aliases)


def count_speaker_uses(db: Database) -> dict[int, int]:
    """How many annotations name each speaker; one that was merged counts for itself."""
    sql = "SELECT speaker, count(*) FROM annotation WHERE speaker IS NOT NULL GROUP BY speaker"
    return dict(db.every(sql))


def follow_merges(db: Database, row: int) -> int:
    """The speaker that this one was merged into in the end, itself if it was not."""
    sql = """
        WITH RECURSIVE chain (id, next) AS (
            SELECT id, merged_into FROM speaker WHERE id = ?
            UNION SELECT s.id, s.merged_into FROM chain c JOIN speaker s ON s.id = c.next)
        SELECT id FROM chain WHERE next IS NULL
    """
    found: int | None = db.value(sql, row)
    return row if found is None else found


def _speaker_from_row(row: tuple[Any, ...], aliases: list[Alias]) -> Speaker:
    values = (*row[:6], tuple(aliases), json.loads(row[6]))
    return Speaker(*values)


class SpeakerFields(TypedDict, total=False):
    name: str
    kind: SpeakerKind
    note: str | None
    external_ids: Mapping[str, str]


class AnnotatorFields(TypedDict, total=False):
    name: str
    pseudonym: str | None


class ProjectFields(TypedDict, total=False):
    name: str
    schema_toml: str
    guidelines_md: str
    settings: Mapping[str, Any]


# What an annotator may have, and why they cannot be removed then.
_USES = {
    "annotation": "there are labels of theirs",
    "state": "they have begun a document",
    "rejection": "they have turned suggestions down",
    "handout": "a file was handed out to them",
}


class PeopleVerbs:
    _writing: WriteContext

    def add_annotator(
        self, name: str, kind: AnnotatorKind = "person", uid: str | None = None
    ) -> Annotator:
        """Raise NameTaken for a name that differs in case only, UnfitName for one of no use."""
        name, uid = check_annotator_name(storable(name)), uid or str(uuid4())
        try:
            query = tables.Annotator.insert(uid=uid, name=name, kind=kind)
            row: int = query.execute(self._writing.db)
        except peewee.IntegrityError as error:
            raise NameTaken(name=name) from error
        return Annotator(row, uid, name, kind)

    def change_annotator(self, annotator: int, **fields: Unpack[AnnotatorFields]) -> Annotator:
        """Raise NameTaken for the name of somebody else, UnfitName for one of no use."""
        db = self._writing.db
        clean = {k: storable(v) if isinstance(v, str) else v for k, v in fields.items()}
        if "name" in fields:
            check_annotator_name(storable(fields["name"]))
        try:
            found = not clean or update(db, "annotator", annotator, **clean)
        except peewee.IntegrityError as error:
            raise NameTaken(name=fields.get("name")) from error
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
            if db.value(f"SELECT 1 FROM {table} WHERE annotator = ? LIMIT 1", annotator):
                raise AnnotatorInUse(name=there.name, reason=reason)
        db.run("DELETE FROM assignment WHERE annotator = ?", (annotator,))
        try:
            delete(db, "annotator", annotator)
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
        if uid is None and db.value("SELECT 1 FROM speaker WHERE uid = ?", own):
            own = str(uuid4())  # whose name was this once is called something else now
        query = tables.Speaker.insert(
            uid=uid or own,
            name=name,
            kind=kind,
            note=note and storable(note),
            external_ids=to_json(dict(external_ids or {})),
        )
        return self._speaker(query.execute(db))

    def change_speaker(self, speaker: int, **fields: Unpack[SpeakerFields]) -> Speaker:
        clean = {k: storable(v) if isinstance(v, str) else v for k, v in fields.items()}
        if "external_ids" in fields:
            clean["external_ids"] = to_json(dict(fields["external_ids"]))
        if clean and not update(self._writing.db, "speaker", speaker, **clean):
            raise NotThere(what="speaker", id=speaker)
        return self._speaker(speaker)

    def add_alias(self, speaker: int, form: str, document: int | None = None) -> Alias:
        """The one that is there, where the speaker has it already."""
        db, form = self._writing.db, storable(form)
        folded = folded_name(form)
        known = db.first(
            "SELECT id, uid, speaker, form, document FROM alias"
            " WHERE speaker = ? AND folded = ? AND document IS ?",
            speaker,
            folded,
            document,
        )
        if known is not None:
            return Alias(*known)
        uid = str(uuid4())
        query = tables.Alias.insert(
            uid=uid, speaker=speaker, form=form, folded=folded, document=document
        )
        try:
            return Alias(query.execute(db), uid, speaker, form, document)
        except peewee.IntegrityError as error:
            raise NotThere(what="speaker", id=speaker) from error

    def delete_alias(self, alias: int) -> None:
        if not delete(self._writing.db, "alias", alias):
            raise NotThere(what="alias", id=alias)

    def merge_speaker(self, speaker: int, into: int) -> Speaker:
        """Return the one that stands for both; no annotation changes."""
        db = self._writing.db
        target = follow_merges(db, self._speaker(into).id)
        if target == speaker:
            names = {"name": self._speaker(speaker).name, "into": self._speaker(into).name}
            raise SpeakerInUse(reason="that one is merged into it already", **names)
        if not update(db, "speaker", speaker, merged_into=target):
            raise NotThere(what="speaker", id=speaker)
        return self._speaker(target)

    def set_project(self, **fields: Unpack[ProjectFields]) -> None:
        """Raise SchemaError for a label schema that cannot be used."""
        columns: dict[str, Any] = dict(fields)
        if "schema_toml" in fields:
            parse_schema(fields["schema_toml"])
        if "settings" in fields:
            columns["settings"] = to_json(dict(fields["settings"]))
        if columns:
            update(self._writing.db, "project", 1, **columns)

    def _speaker(self, row: int) -> Speaker:
        found = read_speaker(self._writing.db, row)
        if found is None:
            raise NotThere(what="speaker", id=row)
        return found

    def _known(self, name: str, uid: str | None) -> int | None:
        db = self._writing.db
        if uid is not None:
            known: int | None = db.value("SELECT id FROM speaker WHERE uid = ?", uid)
            return known
        folded = folded_name(name)
        own = str(uuid5(UUID(self._writing.project_uid), folded))
        sql = "SELECT id, name FROM speaker WHERE uid = ? OR name = ? COLLATE NOCASE ORDER BY id"
        for row, there in db.run(sql, (own, name)).fetchall():
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
