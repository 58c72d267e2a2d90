"""The verbs for assignments and hand-outs."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypedDict, Unpack
from uuid import uuid4

import peewee

from pullquote.model.values import Assignment, AssignmentRole, HandedDocument, Handout
from pullquote.store import plans
from pullquote.store.errors import AlreadyAssigned, NotThere, UnknownValue
from pullquote.store.journal import now
from pullquote.store.rows import delete, insert, plain, to_json, update
from pullquote.store.writing import Writing, broken_rule


class AssignmentFields(TypedDict, total=False):
    role: AssignmentRole
    position: int
    suggestions: bool
    batch: str


class PlanVerbs:
    _writing: Writing

    def add_assignment(
        self,
        document: int,
        annotator: int,
        role: AssignmentRole = "label",
        *,
        position: int = 0,
        suggestions: bool = True,
        batch: str = "",
        uid: str | None = None,
    ) -> Assignment:
        """Raise AlreadyAssigned where the annotator has the document in any role."""
        new = Assignment(
            0, uid or str(uuid4()), document, annotator, role, position, suggestions, plain(batch)
        )
        columns = {name: getattr(new, name) for name in _ASSIGNMENT}
        try:
            return replace(new, id=insert(self._writing.db, "assignment", **columns))
        except peewee.IntegrityError as error:
            match broken_rule(error):
                case "unique":
                    raise AlreadyAssigned(document=document, annotator=annotator) from error
                case "check":
                    raise UnknownValue(value=role, field="an assignment's role") from error
            raise NotThere(what="document or annotator for", id="this assignment") from error

    def change_assignment(self, assignment: int, **fields: Unpack[AssignmentFields]) -> Assignment:
        db = self._writing.db
        if fields:
            update(db, "assignment", assignment, **fields)
        there = plans.assignment(db, assignment)
        if there is None:
            raise NotThere(what="assignment", id=assignment)
        return there

    def remove_assignment(self, assignment: int) -> None:
        """What was labelled in the document stays."""
        if not delete(self._writing.db, "assignment", assignment):
            raise NotThere(what="assignment", id=assignment)

    def add_handout(
        self,
        annotator: int,
        documents: Iterable[HandedDocument],
        *,
        schema_sha256: str,
        uid: str | None = None,
        made_at: str | None = None,
    ) -> Handout:
        """Note that a file with these documents was made for an annotator."""
        handed = tuple(documents)
        new = Handout(0, uid or str(uuid4()), annotator, made_at or now(), handed, schema_sha256)
        listed = [{"uid": d.uid, "text": d.text, "head": d.head} for d in handed]
        columns = {"uid": new.uid, "annotator": annotator, "made_at": new.made_at}
        try:
            row = insert(
                self._writing.db,
                "handout",
                **columns,
                documents=to_json(listed),
                schema_sha256=schema_sha256,
            )
        except peewee.IntegrityError as error:
            raise NotThere(what="annotator", id=annotator) from error
        return replace(new, id=row)


_ASSIGNMENT = tuple(name for name in Assignment.__slots__ if name != "id")
