"""The verbs for the adjudicated version and for the decisions that made it."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from pullquote.adjudication.values import Decision, Outcome
from pullquote.model.values import Annotator
from pullquote.store import adjudications
from pullquote.store.errors import NameTaken, NotThere
from pullquote.store.journal import now
from pullquote.store.rows import delete, insert, plain, to_json, update
from pullquote.store.write_people import PeopleVerbs

NAME = "Adjudicated"
Sources = Sequence[tuple[str, str]]


class AdjudicationVerbs(PeopleVerbs):
    def adjudicated(self) -> Annotator:
        """Whose labels the adjudicated version is; made when it is first needed."""
        there = adjudications.adjudicated(self._writing.db)
        return there or self._new_adjudicated()

    def add_adjudication(
        self,
        document: int,
        outcome: Outcome,
        sources: Sources,
        results: Sequence[str],
        *,
        taken: Sequence[str] = (),
        note: str | None = None,
        uid: str | None = None,
    ) -> Decision:
        """See Decision for what each of these is."""
        new = Decision(
            0,
            uid or str(uuid4()),
            document,
            outcome,
            tuple(sources),
            tuple(results),
            tuple(taken),
            note and plain(note),
            self._writing.actor,
            now(),
        )
        return self.put_adjudication(new)

    def put_adjudication(self, new: Decision) -> Decision:
        """Write a decision with its own uid, maker and time; `new.id` is ignored."""
        row = insert(
            self._writing.db,
            "adjudication",
            uid=new.uid,
            document=new.document,
            outcome=new.outcome,
            sources=to_json(list(map(list, new.sources))),
            results=to_json(list(new.results)),
            taken=to_json(list(new.taken)),
            note=new.note and plain(new.note),
            by=new.by,
            at=new.at,
        )
        return replace(new, id=row)

    def change_adjudication(
        self, decision: int, sources: Sources, results: Sequence[str], taken: Sequence[str]
    ) -> None:
        """What it decided stays, on fewer or other labels."""
        columns = {
            "sources": to_json(list(map(list, sources))),
            "results": to_json(list(results)),
            "taken": to_json(list(taken)),
        }
        if not update(self._writing.db, "adjudication", decision, **columns):
            raise NotThere(what="decision", id=decision)

    def delete_adjudication(self, decision: int) -> None:
        """The labels that it put into the adjudicated version stay."""
        if not delete(self._writing.db, "adjudication", decision):
            raise NotThere(what="decision", id=decision)

    def _new_adjudicated(self) -> Annotator:
        for number in range(1, 100):
            name = NAME if number == 1 else f"{NAME} {number}"
            try:
                return self.add_annotator(name, "adjudicated")
            except NameTaken:
                continue
        raise NameTaken(name=NAME)
