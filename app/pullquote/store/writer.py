"""Who writes to a project: the verbs of one operation, long operations, and whose turn it is."""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from threading import get_ident
from typing import Any, TypedDict, Unpack

from pullquote.model.schema_file import parse_schema
from pullquote.store.content.adjudications import AdjudicationVerbs
from pullquote.store.content.annotations import AnnotationVerbs, StateVerbs
from pullquote.store.content.assignments import AssignmentVerbs
from pullquote.store.content.documents import DocumentVerbs
from pullquote.store.content.duplicates import DuplicateVerbs
from pullquote.store.content.people import PeopleVerbs
from pullquote.store.content.relations import RelationVerbs
from pullquote.store.errors import NestedOperation
from pullquote.store.journal.operations import WriteContext
from pullquote.store.sql.fields import to_json
from pullquote.store.sql.tables import ProjectTable


class ProjectFields(TypedDict, total=False):
    name: str
    schema_toml: str
    guidelines_md: str
    settings: Mapping[str, Any]


class Writer(
    DocumentVerbs,
    AnnotationVerbs,
    RelationVerbs,
    StateVerbs,
    AdjudicationVerbs,
    PeopleVerbs,
    AssignmentVerbs,
    DuplicateVerbs,
):
    """Each verb raises a WriteRefused on a broken rule; the operation can go on after it."""

    def __init__(self, writing: WriteContext) -> None:
        self._writing = writing

    def set_project(self, **fields: Unpack[ProjectFields]) -> None:
        """Raise SchemaError for a label schema that cannot be used."""
        columns: dict[str, Any] = dict(fields)
        if "schema_toml" in fields:
            parse_schema(fields["schema_toml"])
        if "settings" in fields:
            columns["settings"] = to_json(dict(fields["settings"]))
        if columns:
            self._writing.db.update(ProjectTable, 1, **columns)

    def end(self) -> None:
        """From here on every verb fails: the operation is over."""
        del self._writing


# Committing takes longer the more a step has written, and whoever asks meanwhile waits for it.
_LONGEST_SECONDS = 0.1


class FairLock:
    """Whoever asks while long work goes on is next when it lets go between two of its steps."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False
        self._owner: int | None = None

    @property
    def mine(self) -> bool:
        return self._owner == get_ident()

    @property
    def awaited(self) -> bool:
        """Whether somebody waits for a turn."""
        return bool(self._waiting)

    def __enter__(self) -> None:
        if self.mine:
            raise NestedOperation("an operation inside an operation")
        with self._guard:
            gate = threading.Lock() if self._taken else None
            self._taken = True
            if gate is not None:
                gate.acquire()
                self._waiting.append(gate)
        if gate is not None:
            gate.acquire()
        self._owner = get_ident()

    def __exit__(self, *_exception: object) -> None:
        with self._guard:
            self._owner = None
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


class LongWriter:
    """`with long.step() as writer:` is one transaction; between two steps others may write.

    `done` counts the units that are committed; a `total` among the details says of how many.
    """

    def __init__(
        self,
        name: str,
        actor: int,
        details: Mapping[str, Any],
        take_step: Callable[["LongWriter", int], AbstractContextManager[Writer]],
        turns: FairLock,
    ) -> None:
        self.name = name
        self.actor = actor
        self.operation: int | None = None
        self.done = 0
        self.in_step = 0
        self._details = dict(details)
        self._take_step = take_step
        self._turns = turns
        self._begun = 0.0

    def step(self, units: int = 1) -> AbstractContextManager[Writer]:
        """All or nothing of what is written inside; `units` of the whole are done after it."""
        return self._take_step(self, units)

    def begin_step(self, units: int) -> None:
        self.in_step, self._begun = units, time.monotonic()

    def count(self, units: int) -> None:
        """So many units more are done after the step under way."""
        self.in_step += units

    @property
    def has_time(self) -> bool:
        """Whether the step under way may go on, because nobody waits for it to end."""
        return not self._turns.awaited and time.monotonic() - self._begun < _LONGEST_SECONDS

    def note(self, **details: object) -> None:
        """Add to what the journal says about this operation, from the next step on."""
        self._details |= details

    @property
    def written(self) -> str:
        """How many units, in words: "29 of 300", or "29" where nobody knows of how many."""
        total = self._details.get("total")
        return f"{self.done:,} of {total:,}" if isinstance(total, int) else f"{self.done:,}"

    def details(self, done: int) -> dict[str, Any]:
        return {**self._details, "done": done}
