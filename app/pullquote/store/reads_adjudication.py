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

    def adjudications(self, documents: Sequence[int] | None = None) -> list[Decision]:
        """What was decided between annotators, by document, the oldest first."""
        with self._reading() as db:
            return list(adjudications.decisions(db, documents))

    def versions(self, documents: Sequence[int] | None = None, *, least: int = 2) -> list[Versions]:
        """Of the documents that at least so many persons are done with, by id.

        Excluded documents are left out.
        """
        with self._reading() as db:
            return list(adjudications.versions(db, documents, least))

    def compared_documents(self) -> list[int]:
        """The documents that at least two persons are done with."""
        with self._reading() as db:
            return adjudications.compared(db)

    def adjudicated_and_done(self) -> list[tuple[int, int]]:
        """(document, person) of those who have done a document that is adjudicated."""
        with self._reading() as db:
            return adjudications.adjudicated_and_done(db)

    def adjudicated_extents(self) -> list[tuple[int, int, str, int, int]]:
        """(document, annotator, layer, start, end) of all labels in documents that are adjudicated.

        Of persons who have done them, and of the adjudicated version.
        """
        with self._reading() as db:
            return adjudications.extents(db)
