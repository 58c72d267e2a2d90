"""What a project answers about the versions of several people and what was decided."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager

from pullquote.adjudication.values import Decision, Versions
from pullquote.model.values import Annotator
from pullquote.store import adjudications
from pullquote.store.database import Database


class AdjudicationReads(ABC):
    @abstractmethod
    def _reading(self) -> AbstractContextManager[Database]: ...

    def adjudicated(self) -> Annotator | None:
        """Whose labels the adjudicated version is, None before there is one."""
        with self._reading() as db:
            return adjudications.adjudicated(db)

    def adjudications(self, document: int | None = None) -> list[Decision]:
        """What was decided between annotators: of one document or of all, oldest first."""
        with self._reading() as db:
            return adjudications.decisions(db, document)

    def versions(self, documents: Sequence[int] | None = None, *, least: int = 2) -> list[Versions]:
        """Of the documents that at least so many persons are done with, by id.

        Excluded documents are left out.
        """
        with self._reading() as db:
            return list(adjudications.versions(db, documents, least))

    def count_compared(self) -> int:
        """How many documents at least two persons are done with."""
        with self._reading() as db:
            return adjudications.count_compared(db)
