"""The verbs that add, change and remove documents."""

import hashlib
from collections.abc import Mapping
from typing import Any, TypedDict, Unpack
from uuid import uuid4

import peewee

from pullquote.model.values import DecisionKind, DuplicateDecision, NewDocument, Published
from pullquote.store.errors import AlreadyImported, NotThere, UnknownValue
from pullquote.store.journal import now
from pullquote.store.models import DuplicateDecision as Decision
from pullquote.store.rows import delete, insert, plain, to_json, update
from pullquote.store.writing import Writing, broken_rule


class DocumentFields(TypedDict, total=False):
    name: str
    title: str
    source: str | None
    url: str | None
    language: str | None
    external_id: str | None
    published: Published
    version_of: int | None
    excluded: str | None
    metadata: Mapping[str, str]


class DocumentVerbs:
    _writing: Writing

    def add_document(self, new: NewDocument, uid: str | None = None) -> int:
        """Raise AlreadyImported for the same file from the same place."""
        db = self._writing.db
        digest = hashlib.sha256(new.text.encode()).hexdigest()
        if db.value("SELECT 1 FROM text WHERE sha256 = ?", digest) is None:
            insert(db, "text", sha256=digest, content=new.text, characters=len(new.text))
        try:
            return insert(
                db,
                "document",
                uid=uid or str(uuid4()),
                text_sha256=digest,
                raw_sha256=new.raw_sha256,
                origin=plain(new.origin),
                origin_row=new.origin_row,
                encoding=new.encoding,
                newline=new.newline,
                reader=new.reader,
                replaced=new.replaced,
                **_columns(
                    {
                        "name": new.name,
                        "title": new.title,
                        "source": new.source,
                        "url": new.url,
                        "language": new.language,
                        "external_id": new.external_id,
                        "published": new.published,
                        "excluded": new.excluded,
                        "metadata": new.metadata,
                    }
                ),
            )
        except peewee.IntegrityError as error:
            if broken_rule(error) == "unique":
                raise AlreadyImported(name=new.name) from error
            raise

    def change_document(self, document: int, **fields: Unpack[DocumentFields]) -> None:
        if fields and not update(self._writing.db, "document", document, **_columns(fields)):
            raise NotThere(what="document", id=document)

    def remove_document(self, document: int) -> None:
        """Its labels, states and decisions go with it, and come back with it."""
        if not delete(self._writing.db, "document", document):
            raise NotThere(what="document", id=document)

    def decide_duplicate(
        self,
        kind: DecisionKind,
        a_text: str,
        a_start: int,
        a_end: int,
        b_text: str | None = None,
        b_start: int | None = None,
        b_end: int | None = None,
        fingerprint: str = "",
        note: str | None = None,
    ) -> DuplicateDecision:
        """`a_text` and `b_text` are the SHA-256 of texts in the project."""
        evidence = (a_text, a_start, a_end, b_text, b_start, b_end)
        uid = str(uuid4())
        note = note and plain(note)
        columns = ("a_text", "a_start", "a_end", "b_text", "b_start", "b_end")
        query = Decision.insert(
            uid=uid,
            kind=kind,
            fingerprint=fingerprint,
            note=note,
            by=self._writing.actor,
            at=now(),
            **dict(zip(columns, evidence, strict=True)),
        )
        try:
            row: int = query.execute(self._writing.db)
        except peewee.IntegrityError as error:
            if broken_rule(error) == "reference":
                raise NotThere(what="text", id=a_text) from error
            raise UnknownValue(value=kind, field="a decision about these passages") from error
        return DuplicateDecision(row, uid, kind, *evidence, fingerprint=fingerprint, note=note)

    def delete_decision(self, decision: int) -> None:
        if not delete(self._writing.db, "duplicate_decision", decision):
            raise NotThere(what="decision", id=decision)


def _columns(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a document in which these fields are kept."""
    columns: dict[str, Any] = {}
    for name, content in fields.items():
        if name == "published":
            columns |= _published(content)
        elif name == "metadata":
            columns[name] = to_json(dict(content))
        else:
            columns[name] = plain(content) if isinstance(content, str) else content
    return columns


def _published(published: Published) -> dict[str, Any]:
    evidence = {"words": published.evidence, "start": published.start, "end": published.end}
    return {
        "published": published.value,
        "published_from": published.source,
        "published_evidence": to_json(evidence) if published.evidence else None,
    }
