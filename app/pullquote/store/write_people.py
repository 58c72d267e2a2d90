"""The verbs for annotators, the register of speakers and the project itself."""

from collections.abc import Mapping
from typing import Any, TypedDict, Unpack
from uuid import UUID, uuid4, uuid5

import peewee

from pullquote.model.schema_file import parse_schema
from pullquote.model.values import Alias, Annotator, AnnotatorKind, Speaker, SpeakerKind
from pullquote.store import models, speakers
from pullquote.store.errors import AnnotatorInUse, NameTaken, NotThere, SpeakerInUse
from pullquote.store.names import checked
from pullquote.store.rows import delete, plain, to_json, update
from pullquote.store.writing import Writing


class SpeakerFields(TypedDict, total=False):
    name: str
    kind: SpeakerKind
    note: str | None


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
    _writing: Writing

    def add_annotator(
        self, name: str, kind: AnnotatorKind = "person", uid: str | None = None
    ) -> Annotator:
        """Raise NameTaken for a name that differs in case only, UnfitName for one of no use."""
        name, uid = checked(plain(name)), uid or str(uuid4())
        try:
            query = models.Annotator.insert(uid=uid, name=name, kind=kind)
            row: int = query.execute(self._writing.db)
        except peewee.IntegrityError as error:
            raise NameTaken(name=name) from error
        return Annotator(row, uid, name, kind)

    def change_annotator(self, annotator: int, **fields: Unpack[AnnotatorFields]) -> Annotator:
        """Raise NameTaken for the name of somebody else, UnfitName for one of no use."""
        db = self._writing.db
        clean = {k: plain(v) if isinstance(v, str) else v for k, v in fields.items()}
        if "name" in fields:
            checked(plain(fields["name"]))
        try:
            found = not clean or update(db, "annotator", annotator, **clean)
        except peewee.IntegrityError as error:
            raise NameTaken(name=fields.get("name")) from error
        there = speakers.annotator(db, annotator)
        if not found or there is None:
            raise NotThere(what="annotator", id=annotator)
        return there

    def remove_annotator(self, annotator: int) -> None:
        """With what was assigned. Raise AnnotatorInUse for one who has done anything."""
        db = self._writing.db
        there = speakers.annotator(db, annotator)
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
        uid: str | None = None,
    ) -> Speaker:
        """The one who is there, where the name (or the given uid) is known already."""
        db, name = self._writing.db, plain(name)
        known = self._known(name, uid)
        if known is not None:
            return self._speaker(known)
        own = str(uuid5(UUID(self._writing.project_uid), speakers.folded_name(name)))
        if uid is None and db.value("SELECT 1 FROM speaker WHERE uid = ?", own):
            own = str(uuid4())  # whose name was this once is called something else now
        query = models.Speaker.insert(
            uid=uid or own, name=name, kind=kind, note=note and plain(note)
        )
        return self._speaker(query.execute(db))

    def change_speaker(self, speaker: int, **fields: Unpack[SpeakerFields]) -> Speaker:
        clean = {k: plain(v) if isinstance(v, str) else v for k, v in fields.items()}
        if clean and not update(self._writing.db, "speaker", speaker, **clean):
            raise NotThere(what="speaker", id=speaker)
        return self._speaker(speaker)

    def add_alias(self, speaker: int, form: str, document: int | None = None) -> Alias:
        """The one that is there, where the speaker has it already."""
        db, form = self._writing.db, plain(form)
        folded = speakers.folded_name(form)
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
        query = models.Alias.insert(
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
        target = speakers.merged(db, self._speaker(into).id)
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
        found = speakers.speaker(self._writing.db, row)
        if found is None:
            raise NotThere(what="speaker", id=row)
        return found

    def _known(self, name: str, uid: str | None) -> int | None:
        db = self._writing.db
        if uid is not None:
            known: int | None = db.value("SELECT id FROM speaker WHERE uid = ?", uid)
            return known
        folded = speakers.folded_name(name)
        own = str(uuid5(UUID(self._writing.project_uid), folded))
        sql = "SELECT id, name FROM speaker WHERE uid = ? OR name = ? COLLATE NOCASE ORDER BY id"
        for row, there in db.run(sql, (own, name)).fetchall():
            if speakers.folded_name(there) == folded:
                return speakers.merged(db, row)
        return None
