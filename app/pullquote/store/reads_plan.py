"""The questions about who is to label what."""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager

from pullquote.model.values import Annotator, Assignment, HandedTo, Handout
from pullquote.store import heads, plans
from pullquote.store.database import Database
from pullquote.store.heads import Step
from pullquote.store.plans import Dealable


class PlanReads(ABC):
    @abstractmethod
    def _reading(self) -> AbstractContextManager[Database]: ...

    @property
    def handout(self) -> HandedTo | None:
        """For whom this file was made; None for a project that is nobody's hand-out."""
        with self._reading() as db:
            return plans.handed_to(db)

    def assignments(
        self, annotator: int | None = None, document: int | None = None
    ) -> list[Assignment]:
        """By annotator and position; of all, of one annotator, of one document."""
        with self._reading() as db:
            return plans.assignments(db, annotator, document)

    def open_characters(self) -> dict[int, int]:
        with self._reading() as db:
            return plans.open_characters(db)

    def dealable(self) -> list[Dealable]:
        with self._reading() as db:
            return plans.dealable(db)

    def named_documents(self) -> list[tuple[int, str, str | None]]:
        """Id, name, and the id it came with or None, of all documents."""
        with self._reading() as db:
            found = db.every("SELECT id, name, external_id FROM document ORDER BY id")
        return [(number, name, own) for number, name, own in found]

    def shared_characters(self) -> list[tuple[int, int, int]]:
        with self._reading() as db:
            return plans.shared_characters(db)

    def answerers(self, document: int) -> list[Annotator]:
        """The reference and the adjudicated version, where they have an answer to the document."""
        with self._reading() as db:
            return plans.answerers(db, document)

    def answered_documents(self) -> list[int]:
        """Those with a known answer, excluded ones left out."""
        with self._reading() as db:
            return plans.answered(db)

    def handouts(self) -> list[Handout]:
        """Oldest first."""
        with self._reading() as db:
            return plans.handouts(db)

    def work_operations(self, annotator: int) -> dict[int, list[Step]]:
        """For each document the operations that changed the annotator's work, oldest first."""
        with self._reading() as db:
            return heads.work(db, annotator)

    def annotation_uids(self, annotator: int) -> frozenset[str]:
        with self._reading() as db:
            found = db.every("SELECT uid FROM annotation WHERE annotator = ?", annotator)
        return frozenset(uid for (uid,) in found)
