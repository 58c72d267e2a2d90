"""The verbs that put back what stood in a project before, with its own ids, makers and times."""

from dataclasses import replace
from typing import Any

import peewee
from peewee import Model

from pullquote.model.values import Alias, Annotation, DuplicateDecision, Relation, State
from pullquote.store.content.annotations import ANNOTATIONS, STATES
from pullquote.store.content.duplicates import DECISIONS
from pullquote.store.content.people import ALIASES, folded_name
from pullquote.store.content.relations import RELATIONS
from pullquote.store.errors import AlreadyThere, NotThere, WrongRelation
from pullquote.store.journal.images import Image
from pullquote.store.journal.operations import WriteContext, now
from pullquote.store.sql.database import broken_rule
from pullquote.store.sql.fields import mapping_from_json, storable
from pullquote.store.sql.statements import ASKED, Statement, select
from pullquote.store.sql.tables import (
    AliasTable,
    ChangeTable,
    DocumentTable,
    DuplicateDecisionTable,
    ProjectTable,
    table_name,
)
from pullquote.store.writer import Writer

_OF_FILE = select(
    DocumentTable, "id", "origin", by=("raw_sha256", "origin_row", "part"), order=["id"]
)
_UPDATES = Statement(
    lambda: (
        ChangeTable.select(ChangeTable.before, ChangeTable.after)
        .where(
            ChangeTable.tab == table_name(DocumentTable),
            ChangeTable.document == ASKED,
            ChangeTable.before.is_null(False),
            ChangeTable.after.is_null(False),
        )
        .order_by(ChangeTable.id)
    )
)


class RestoreVerbs:
    """For imports of labels that a project wrote; `id` of the values that are given is ignored.

    What a person sets by hand goes through the verbs of Writer: these do not look at the schema.
    """

    def __init__(self, writing: WriteContext) -> None:
        self._db = writing.db

    def put_project_uid(self, uid: str) -> None:
        """Make the project the one that `uid` names."""
        self._db.update(ProjectTable, 1, uid=uid)

    def put_annotation(self, new: Annotation) -> int:
        """Raise AlreadyThere for the same uid, or the same label of the same annotator."""
        try:
            return self._db.add(ANNOTATIONS, replace(new, note=new.note and storable(new.note))).id
        except peewee.IntegrityError as error:
            if broken_rule(error) == "unique":
                raise AlreadyThere(layer=new.layer, start=new.start, end=new.end) from error
            raise

    def put_relation(self, new: Relation) -> int:
        """Raise WrongRelation for one that is there, or that relates what cannot be related."""
        try:
            return self._db.add(RELATIONS, new).id
        except peewee.IntegrityError as error:
            raise WrongRelation(kind=new.kind, reason="it is there already") from error

    def put_state(self, state: State) -> None:
        """For an annotator without a state in the document."""
        self._db.add(STATES, state)

    def put_alias(self, alias: Alias) -> bool:
        """False where the speaker has that name already."""
        columns = ALIASES.by_column(alias)
        return self._unless_there(AliasTable, **columns, folded=folded_name(alias.form))

    def put_decision(self, decision: DuplicateDecision, by: int) -> None:
        """Nothing happens where it is there already. Raise NotThere for an unknown text."""
        columns = DECISIONS.by_column(decision)
        try:
            self._unless_there(DuplicateDecisionTable, **columns, by=by or None, at=now())
        except peewee.IntegrityError as error:
            raise NotThere(what="text", id=decision.a_text) from error

    def document_of(
        self, raw_sha256: str, origin: str, origin_row: int, part: int = 0
    ) -> int | None:
        """The document that was read from this file, here or in another folder or machine.

        That is one of the same bytes, row, part and file name; None where there are several.
        """
        if not raw_sha256:
            return None
        found = self._db.every(_OF_FILE, raw_sha256, origin_row, part)
        place = storable(origin)
        here = [row for row, there in found if there == place]
        elsewhere = [row for row, there in found if _last_part(there) == _last_part(place)]
        return next((rows[0] for rows in (here, elsewhere) if len(rows) == 1), None)

    def set_by_hand(self, document: int) -> dict[str, tuple[Any, Any]]:
        """The columns of a document that are not what they were when it was read: what they were,
        and what they are. Of operations that were folded away nothing is known.
        """
        first: Image = {}
        last: Image = {}
        for before, after in self._db.every(_UPDATES, document):
            first = mapping_from_json(before) | first
            last |= mapping_from_json(after)
        return {name: (was, last[name]) for name, was in first.items() if was != last.get(name)}

    def _unless_there(self, table: type[Model], **columns: Any) -> bool:  # noqa: ANN401 - any columns
        try:
            self._db.insert(table, **columns)
        except peewee.IntegrityError as error:
            if broken_rule(error) != "unique":
                raise
            return False
        return True


def restore_verbs(writer: Writer) -> RestoreVerbs:
    """These verbs inside the operation of `writer`."""
    return RestoreVerbs(writer._writing)  # noqa: SLF001 - of this room


def _last_part(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]
