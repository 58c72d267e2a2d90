"""Who writes to a project: the verbs of one operation, long operations, whose turn it is, and who
writes the log into the file.
"""

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from threading import get_ident
from typing import Any, Protocol, TypedDict, Unpack

from pullquote.model.schema_file import parse_schema
from pullquote.store.content.adjudications import AdjudicationVerbs
from pullquote.store.content.annotations import AnnotationVerbs, ForeignSuggestionVerbs, StateVerbs
from pullquote.store.content.assignments import AssignmentVerbs
from pullquote.store.content.documents import DocumentVerbs
from pullquote.store.content.duplicates import DuplicateVerbs
from pullquote.store.content.people import PeopleVerbs
from pullquote.store.content.relations import RelationVerbs
from pullquote.store.errors import NestedOperation
from pullquote.store.journal.operations import WriteContext
from pullquote.store.sql.database import CACHE, CACHE_OF_LONG_WORK, Database
from pullquote.store.sql.fields import to_json
from pullquote.store.sql.tables import ProjectTable
from pullquote.store.values import ChangedRow, ChangeKind


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
    ForeignSuggestionVerbs,
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


# Committing takes longer the more a step has written, and whoever asks meanwhile waits for it; a
# step costs less the more it writes. So steps are short while somebody is at work beside them.
_LONGEST_SECONDS = 0.3
_LONGEST_BESIDE_OTHERS = 0.001
# Where the disk is slow they may take half as long as it takes to commit them, up to this: else
# nearly all of the time would go into committing, and whoever waits would wait hardly less.
_LONGEST_ON_SLOW_DISKS = 0.016
_AT_WORK_SECONDS = 10
# How long the log gets before SQLite writes it into the file, in pages: its own measure.
_LONG_LOG = 1000
_LOG_SECONDS = 1.0


class FairLock:
    """Whoever asks while long work goes on is next when it lets go between two of its steps."""

    def __init__(self) -> None:
        self._called = -math.inf
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

    def note_call(self) -> None:
        """Somebody asks who does something at once: a person is at work."""
        self._called = time.monotonic()

    @property
    def at_work(self) -> bool:
        """Whether somebody did something at once a moment ago, and will again."""
        return time.monotonic() - self._called < _AT_WORK_SECONDS

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


class StepGuard(Protocol):
    """Looks at each step before it is committed."""

    def look_at(self, rows: Sequence[ChangedRow]) -> None:
        """May raise because of what the step changed."""
        ...

    def dangling(self) -> Exception:
        """What is to be raised where a reference leads nowhere."""
        ...


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
        *,
        kind: ChangeKind = "do",
        of: int | None = None,
        guard: StepGuard | None = None,
    ) -> None:
        self.name = name
        self.actor = actor
        self.kind = kind
        self.of = of
        self.guard = guard
        self.operation: int | None = None
        self.done = 0
        self.in_step = 0
        self._details = dict(details)
        self._take_step = take_step
        self._turns = turns
        self._begun = self._written = self._committing = 0.0

    def step(self, units: int = 1) -> AbstractContextManager[Writer]:
        """All or nothing of what is written inside; `units` of the whole are done after it."""
        return self._take_step(self, units)

    def begin_step(self, units: int) -> None:
        self.in_step, self._begun = units, time.monotonic()

    def begin_commit(self) -> None:
        self._written = time.monotonic()

    def end_step(self, operation: int, done: int) -> None:
        """It is committed."""
        self.operation, self.done = operation, done
        self._committing = time.monotonic() - self._written

    def count(self, units: int) -> None:
        """So many units more are done after the step under way."""
        self.in_step += units

    def goes_on(self, units: int) -> bool:
        """Count units that are written, and say whether the step has time for more."""
        self.count(units)
        return self.has_time

    @property
    def has_time(self) -> bool:
        """Whether the step under way may go on, because nobody waits for it to end."""
        longest = _LONGEST_SECONDS
        if self.has_company:
            longest = max(_LONGEST_BESIDE_OTHERS, self._committing / 2)
            longest = min(longest, _LONGEST_ON_SLOW_DISKS)
        return not self._turns.awaited and time.monotonic() - self._begun < longest

    @property
    def has_company(self) -> bool:
        """Whether somebody is at work beside it, who should not wait for what takes its time."""
        return self._turns.at_work

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


class LogUpkeep:
    """SQLite does it at whichever commit makes the log long, and who commits waits for it.

    While long work goes on, that does it now and then between two of its steps, so that no label
    waits, and pages that many steps change are written once. `settle` is for whoever has the turn
    to write.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._long = 0
        self._pages = _LONG_LOG
        self._last = time.monotonic()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Long work goes on."""
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def settle(self, db: Database) -> None:
        """See to it that the next commit writes the log into the file, or does not.

        Long work goes through the whole of some indexes at each step: with less memory these are
        read and written anew for a few rows.
        """
        pages = 0 if self._long else _LONG_LOG
        if pages != self._pages:
            db.pragma("wal_autocheckpoint", pages)
            db.pragma("cache_size", CACHE_OF_LONG_WORK if self._long else CACHE)
            self._pages = pages

    @property
    def is_due(self) -> bool:
        return time.monotonic() - self._last > _LOG_SECONDS

    def write(self, db: Database) -> None:
        """What somebody still reads in the log stays there too."""
        db.run("PRAGMA wal_checkpoint(PASSIVE)")
        self._last = time.monotonic()

    def _count(self, more: int) -> None:
        with self._guard:
            self._long += more
