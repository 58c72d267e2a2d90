"""How far everybody is: counts over the whole project, one query each."""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from typing import NamedTuple

from pullquote.store.database import Database


class StateTally(NamedTuple):
    """Documents that one annotator has in one state.

    `value` "assigned" counts what was given to them, in whatever state. Excluded documents do not
    count.
    """

    annotator: int
    value: str
    documents: int


class LabelTally(NamedTuple):
    """Labels of one annotator, layer and origin, in the documents of one source."""

    annotator: int
    layer: str
    origin: str
    source: str | None
    labels: int


class ProgressReads(ABC):
    @abstractmethod
    def _reading(self) -> AbstractContextManager[Database]: ...

    def state_tallies(self) -> list[StateTally]:
        with self._reading() as db:
            return [StateTally(*row) for row in db.every(_STATES)]

    def assigned_not_started(self) -> dict[int, int]:
        """Of each annotator who was given documents, how many of them are not begun."""
        with self._reading() as db:
            return dict(db.every(_NOT_STARTED))

    def label_tallies(self) -> list[LabelTally]:
        with self._reading() as db:
            return [LabelTally(*row) for row in db.every(_LABELS)]


_STATES = """
SELECT s.annotator, s.value, count(*) FROM state s JOIN document d ON d.id = s.document
    WHERE d.excluded IS NULL GROUP BY s.annotator, s.value
UNION ALL
SELECT a.annotator, 'assigned', count(*) FROM assignment a JOIN document d ON d.id = a.document
    WHERE d.excluded IS NULL GROUP BY a.annotator
"""
_NOT_STARTED = """
SELECT a.annotator, count(*) - count(s.id) FROM assignment a
    JOIN document d ON d.id = a.document
    LEFT JOIN state s ON s.document = a.document AND s.annotator = a.annotator
    WHERE d.excluded IS NULL GROUP BY a.annotator
"""
_LABELS = """
SELECT a.annotator, a.layer, a.origin, d.source, count(*) FROM annotation a
    JOIN document d ON d.id = a.document WHERE d.excluded IS NULL
    GROUP BY a.annotator, a.layer, a.origin, d.source
    ORDER BY a.annotator, a.layer, a.origin, d.source
"""
