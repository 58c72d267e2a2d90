"""What agreement is measured on: whole tables as tuples, of all documents or of some."""

import json
from abc import ABC, abstractmethod
from collections.abc import Collection
from contextlib import AbstractContextManager
from typing import Any

from pullquote.store.database import Database

Row = tuple[Any, ...]


class AgreementReads(ABC):
    """`documents` None stands for all that somebody has done."""

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Database]: ...

    def done_rows(self, documents: Collection[int] | None = None) -> list[Row]:
        """Document, annotator."""
        return self._some(_DONE, "document", documents)

    def done_document_rows(self, documents: Collection[int] | None = None) -> list[Row]:
        """Id, characters, why it is excluded or None, publication date or None."""
        return self._some(_DOCUMENTS, "d.id", documents)

    def label_rows(self, documents: Collection[int] | None = None) -> list[Row]:
        """Id, document, annotator, layer, start, end, attributes as JSON, speaker or None, origin,
        and what it was carried from: None, an id, or a uid that is not there any more.

        Labels of documents that their annotator has not done are among them.
        """
        return self._some(_LABELS, "a.document", documents)

    def relation_rows(self, documents: Collection[int] | None = None) -> list[Row]:
        """Id, document, annotator, kind, head, tail, role; not done ones are among them."""
        return self._some(_RELATIONS, "document", documents)

    def done_names(self, documents: Collection[int] | None = None) -> dict[int, str]:
        """The names by document."""
        return dict(self._some(_NAMES, "d.id", documents))

    def done_texts(self, documents: Collection[int] | None = None) -> dict[int, str]:
        """The texts by document."""
        return dict(self._some(_TEXTS, "d.id", documents))

    def speaker_rows(self) -> list[Row]:
        """Id, name, and the id of what it was merged into or None."""
        with self._reading() as db:
            return db.every("SELECT id, name, merged_into FROM speaker")

    def passage_rows(self) -> list[Row]:
        """Document, start, end, cluster, copy, boilerplate; of documents that somebody has done."""
        with self._reading() as db:
            return db.every(_PASSAGES)

    def _some(self, sql: str, column: str, documents: Collection[int] | None) -> list[Row]:
        with self._reading() as db:
            if documents is None:
                return db.every(sql)
            joint = "AND" if " WHERE " in sql else "WHERE"
            some = f"{sql} {joint} {column} IN (SELECT value FROM json_each(?))"
            return db.every(some, json.dumps(list(documents)))


_DONE = "SELECT document, annotator FROM state WHERE value = 'done'"
_IS_DONE = "d.id IN (SELECT document FROM state WHERE value = 'done')"
_JOINED = "FROM document d JOIN text t ON t.sha256 = d.text_sha256"
_DOCUMENTS = f"""
    SELECT d.id, t.characters, d.excluded, d.published {_JOINED} WHERE {_IS_DONE}
"""
_NAMES = f"SELECT d.id, d.name FROM document d WHERE {_IS_DONE}"
_TEXTS = f"SELECT d.id, t.content {_JOINED} WHERE {_IS_DONE}"
_LABELS = """
    SELECT a.id, a.document, a.annotator, a.layer, a.start, a."end", a.attributes, a.speaker,
           a.origin, coalesce(s.id, a.carried_from)
    FROM annotation a LEFT JOIN annotation s ON s.uid = a.carried_from
"""
_RELATIONS = "SELECT id, document, annotator, kind, head, tail, role FROM relation"
_PASSAGES = """
    SELECT p.document, p.start, p."end", p.cluster, p.copy, c.boilerplate
    FROM passage p JOIN cluster c ON c.id = p.cluster
    WHERE p.document IN (SELECT document FROM state WHERE value = 'done')
"""
