"""A project: one file with the corpus, the labels and the journal of all that was done."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from pullquote.model.schema import Schema
from pullquote.model.schema_file import parse_schema
from pullquote.store.content import duplicates
from pullquote.store.errors import (
    CannotReach,
    CannotReachMidway,
    DamagedIndex,
    DiskFull,
    DiskFullMidway,
    ProjectClosed,
    ProjectError,
    ProjectReplaced,
    ReadOnlyProject,
    UndoBlocked,
)
from pullquote.store.file import backups, project_file
from pullquote.store.journal import next_undo, operations
from pullquote.store.journal.next_undo import Replay
from pullquote.store.journal.operations import WriteContext
from pullquote.store.reads import Reads
from pullquote.store.sql import full_text
from pullquote.store.sql.database import Database, FileIdentity, Readers, faults
from pullquote.store.sql.fields import new_uid
from pullquote.store.values import (
    FOLD_KEEPS,
    Change,
    CheckProblem,
    DuplicateChanges,
    FoundDuplicates,
    Stamp,
)
from pullquote.store.writer import FairLock, LogUpkeep, LongWriter, Writer

if TYPE_CHECKING:
    from pullquote.store.journal.long_undo import LongReplay

Details = Mapping[str, Any]


class Project(Reads):
    """An open project file: made by `create` or `open`, and to be closed.

    Reading is safe from any thread. Writing goes through one connection and one operation at a
    time: `operation` for what is done at once, `long_operation` for what takes many transactions.
    Whoever listens gets each change after it is durable. What goes wrong with the file is a
    ProjectError, a broken rule a WriteRefused.
    """

    def __init__(self, file: project_file.OpenFile, *, backup: bool) -> None:
        self.path = file.path
        self.why_read_only = file.why
        self.notices = file.notices
        """What was found and done when it was opened that a person has to know of."""
        self._file = file
        self._turns = FairLock()
        self._readers = Readers(file.read_from, file.mode)
        self._log = LogUpkeep()
        self._listeners: list[Callable[[Change], None]] = []
        self._closed = self._kept = self._index_damaged = False
        has_writer = file.writer is not None
        self._identity = FileIdentity(file.path, _is_log_whole) if has_writer else None
        self._backups = backups.Backups(file.path)
        try:
            self._describe()
        except BaseException:
            self.close()
            raise
        if backup and not file.why and file.has_locks:
            self._backups.start()

    @classmethod
    def create(cls, path: Path, *, name: str, schema_toml: str) -> Self:
        """Raise SchemaError for a label schema that cannot be used."""
        parse_schema(schema_toml)
        project_file.create_empty(path, new_uid(), name, schema_toml)
        return cls._opened(path, read_only=False, backup=False)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Raise a ProjectError for a file that is no project, newer, damaged or half copied.

        A project that cannot be written, or that someone else has open, opens read-only:
        `why_read_only` is "file", "folder", "disk", "backup", "asked" or "locked by USER on HOST
        since TIME". A backup is made meanwhile, if anything changed since the newest one.
        """
        return cls._opened(path, read_only=read_only, backup=True)

    @classmethod
    def _opened(cls, path: Path, *, read_only: bool, backup: bool) -> Self:
        return cls(project_file.open_file(path.resolve(), read_only=read_only), backup=backup)

    def close(self) -> None:
        """Leave one plain file behind; long work in another thread ends as interrupted.

        Raise a ProjectError, when all is closed and nothing is lost, where one must know more: the
        disk is full, or the file was lost meanwhile and what was open is kept elsewhere.
        """
        if self._closed:
            return
        self._backups.wait()
        with self._turns:
            self._closed = True
            told = self._put_away()
        if told is not None:
            raise told

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        try:
            self.close()
        except ProjectError:
            if error is None:
                raise

    @property
    def read_only(self) -> bool:
        return bool(self.why_read_only)

    # --- writing ---

    @contextmanager
    def operation(self, name: str, actor: int, details: Details | None = None) -> Iterator[Writer]:
        """One named change, whole or not at all; durable once the block is left.

        A block that changes nothing leaves no operation. `actor` 0 is the program itself.
        """
        change = None
        with self._writing() as db, suppress(_NothingChanged), operations.transaction(db):
            operation = operations.begin(db, name, actor, details)
            with self._writer(db, operation, actor) as writer:
                yield writer
            rows = operations.changes_since(db, operation, 0)
            if not rows:
                raise _NothingChanged
            change = operations.change_record(operation, name, "do", rows)
            if "document" in change.tables:
                full_text.index_new_documents(db)
        self._tell(change)

    @contextmanager
    def long_operation(
        self, name: str, actor: int, details: Details | None = None
    ) -> Iterator[LongWriter]:
        """One named change over many transactions, kept or undone as a whole.

        If the block raises, or the program ends, what is done stands, as interrupted.
        """
        long = LongWriter(name, actor, details or {}, self._step, self._turns)
        with self._long_work(long):
            yield long

    @contextmanager
    def _long_work(self, long: LongWriter) -> Iterator[None]:
        try:
            with self._log.held():
                yield
        except BaseException as error:
            with suppress(ProjectError):
                self._end(long, "interrupted")
            midway = _MIDWAY.get(type(error)) if long.done else None
            if midway is not None and isinstance(error, ProjectError):
                raise midway(**error.values, written=long.written) from error
            raise
        self._end(long, "committed")

    def undo(self, actor: int) -> Change:
        """Take the actor's own last operation back; raise NothingToUndo or UndoBlocked.

        Many rows are put back in steps, as in `long_operation`: the change that is returned then
        names the documents and tables, and no rows. If the program ends meanwhile, what was put
        back stands, as interrupted: it can be undone to the end, and redone.
        """
        return self._replay(lambda db: next_undo.find_undo(db, actor), actor)

    def redo(self, actor: int) -> Change:
        """Do again what the actor undid last; raise NothingToRedo or UndoBlocked."""
        return self._replay(lambda db: next_undo.find_redo(db, actor), actor)

    def undo_operation(self, operation: int, actor: int) -> Change:
        """Take any older operation back, whoever did it; raise UndoBlocked."""
        return self._replay(lambda db: next_undo.find_take_back(db, operation), actor)

    def replace_duplicates(self, found: FoundDuplicates, stamp: Stamp) -> None:
        """Put what was found in the place of what was found before, in one transaction."""
        with self._writing() as db, operations.transaction(db):
            duplicates.replace_duplicates(db, found, stamp)
        tables = frozenset({"cluster", "passage", "stamp"})
        self._tell(Change(0, "", "derived", frozenset(), tables, ()))

    def update_duplicates(self, changes: DuplicateChanges, stamp: Stamp) -> bool:
        """Put what a later search found beside what an earlier one had left, in one transaction.

        False, and nothing is changed, where something else has been left since.
        """
        with self._writing() as db, operations.transaction(db):
            updated = duplicates.update_duplicates(db, changes, stamp)
        if updated:
            tables = frozenset({"cluster", "passage", "stamp"})
            self._tell(Change(0, "", "derived", frozenset(), tables, ()))
        return updated

    def name_version(self, name: str, actor: int) -> int:
        """Set a named mark in the journal and return its operation.

        Undo can go back past it, and `go_back` can go back to it.
        """
        from pullquote.store.journal import versions

        with self._writing() as db, operations.transaction(db):
            operation = versions.name_version(db, name, actor)
        self._tell(Change(operation, name, "barrier", frozenset(), frozenset(), ()))
        return operation

    def go_back(self, version: int, actor: int) -> Change | None:
        """Put the content back as it was at a named version, in one operation that can be undone.

        Texts, annotators, assignments, hand-outs and what was collected since stay: see
        `preview_version`. None if nothing differs. Raise VersionOutOfReach, or UndoBlocked where
        something that stays is in the way.
        """
        from pullquote.store.journal import versions

        with self._writing() as db:
            change = versions.go_back(db, version, actor)
        self._tell(change)
        return change

    def fold_history(self, name: str, actor: int, keep: int = FOLD_KEEPS) -> int:
        """Fold all but the last `keep` operations into a version, and return its operation.

        They stay in the history and cannot be undone any more: see `preview_fold`. A backup is made
        before. Raise NothingToFold.
        """
        from pullquote.store.journal import fold

        self.back_up("fold")
        with self._writing() as db:
            with operations.transaction(db):
                operation = fold.fold_operations(db, name, actor, keep)
            # The room is given back where nobody stands in the way; else it is used again.
            with suppress(ProjectError), faults(self.path):
                db.run("VACUUM")
        self._tell(Change(operation, name, "barrier", frozenset(), frozenset(), ()))
        return operation

    def listen(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Call `listener` after each commit, on the thread that wrote; the result stops it."""
        self._listeners.append(listener)

        def stop() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return stop

    # --- upkeep; the check is loaded by those who ask for it ---

    def lost(self) -> ProjectError | None:
        """Why nothing more can be saved: the file at the path is not the one that is open.

        That is looked up, at the cost of a few questions to the system. It may be over again.
        """
        if self._identity is None or self._closed:
            return None
        lock = self._file.lock
        if lock is not None and lock.is_marker and not lock.is_ours():
            return ProjectReplaced(path=self.path)
        return self._identity.problem()

    def save_copy(self, to: Path) -> None:
        """Of a project that was lost it holds all that the open connection has."""
        if self._file.writer is None or (self._file.has_locks and self.lost() is None):
            backups.save_copy(self._file.read_from, self._file.mode, to.resolve())
            return
        with self._turns:
            backups.save_copy(self.path, self._file.mode, to.resolve(), lost=self._file.writer)
            self._kept = True

    def back_up(self, why: str = "") -> Path | None:
        """Keep a copy beside the project; None if nothing changed since one, or without room.

        That is then the `backup_problem`. Older ones are thinned out: see `backups.surplus`. Raise
        ReadOnlyProject: whoever holds the lock makes them.
        """
        if self.read_only:
            raise ReadOnlyProject(path=self.path, why=self.why_read_only)
        lost = self.lost()
        if lost is not None:
            raise lost
        if self._file.has_locks:
            return self._backups.make(why)
        with self._turns:
            return self._backups.make(why)

    @property
    def backup_problem(self) -> ProjectError | None:
        """Why there is no backup of now, at opening or before long work: the disk, or damage."""
        return self._backups.problem

    def wait_for_backup(self) -> ProjectError | None:
        """Wait until the backup that is made after opening is there; gives `backup_problem`."""
        self._backups.wait()
        return self._backups.problem

    def check(self) -> list[CheckProblem]:
        # Looked at on request only, so it does not keep the first window waiting.
        from pullquote.store import check

        with self._reading() as db:
            return list(check.find_problems(db, self.schema))

    def dump(self) -> bytes:
        """All content in an order and with names that do not depend on row ids."""
        from pullquote.store import check

        with self._reading() as db:
            return check.dump(db)

    # --- inside ---

    @contextmanager
    def _reading(self) -> Iterator[Database]:
        if self._turns.mine and self._file.writer is not None:
            yield self._file.writer
            return
        lost = not self._readers.any_free and self.lost() is not None
        if self._file.writer is not None and (lost or not self._file.has_locks):
            # A new connection would be one to another file, or in the way of this one.
            with self._turns, self._faults():
                yield self._file.writer
            return
        with self._faults(), self._readers.borrow() as db:
            yield db

    @contextmanager
    def _writing(self, *, long: bool = False) -> Iterator[Database]:
        if self._file.writer is None:
            raise ReadOnlyProject(path=self.path, why=self.why_read_only)
        if not long:
            self._turns.note_call()
        with self._turns:
            if self._closed:
                raise ProjectClosed(path=self.path)
            lost = self.lost()
            if lost is not None:
                raise lost
            self._kept = False
            if self._identity is not None:
                self._identity.begin()
            try:
                with self._faults():
                    self._log.settle(self._file.writer)
                    yield self._file.writer
            finally:
                if self._identity is not None:
                    self._identity.note()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            with faults(self.path):
                yield
        except DamagedIndex:
            self._index_damaged = True
            raise

    @contextmanager
    def _writer(self, db: Database, operation: int, actor: int) -> Iterator[Writer]:
        operations.let_write(db, operation)
        writer = Writer(WriteContext(db, actor or None, self.uid, self.schema))
        try:
            yield writer
        finally:
            writer.end()
        operations.forbid_writing(db)

    @contextmanager
    def _step(self, long: LongWriter, units: int) -> Iterator[Writer]:
        dangling = long.guard.dangling if long.guard else None
        with self._writing(long=True) as db, operations.transaction(db, dangling):
            long.begin_step(units)
            operation, newest = long.operation, operations.last_change(db)
            if operation is None:
                operation = operations.begin(
                    db, long.name, long.actor, kind=long.kind, of=long.of, state="open"
                )
            with self._writer(db, operation, long.actor) as writer:
                yield writer
            rows = operations.changes_since(db, operation, newest)
            if long.guard is not None:
                long.guard.look_at(rows)
            change = operations.change_record(operation, long.name, long.kind, rows)
            if "document" in change.tables:
                full_text.index_new_documents(db)
            done = long.done + long.in_step
            operations.set_operation_details(db, operation, long.details(done))
            long.begin_commit()
        long.end_step(operation, done)
        self._tell(change)
        self._keep_log_short()

    def _keep_log_short(self) -> None:
        """What was written is safe in the log: where it cannot be moved, it is another time.

        Most of it is moved while others may write, for they would wait for the disk; only where
        all of it was moved does the log begin anew.
        """
        if self._log.is_due:
            with suppress(ProjectError):
                self._move_log()
            with suppress(ProjectError), self._writing(long=True) as db:
                self._log.write(db)

    def _move_log(self) -> None:
        if self._identity is None or not self._file.has_locks:
            return
        self._identity.begin()
        try:
            with self._faults(), self._readers.connect_mover() as db:
                if self.lost() is None:  # else it may be a connection to another file
                    self._log.write(db)
        finally:
            self._identity.note()

    def _end(self, long: LongWriter, state: str) -> None:
        if long.operation is None:
            return
        with self._writing(long=True) as db, operations.transaction(db):
            operations.set_operation_details(db, long.operation, long.details(long.done))
            operations.set_operation_state(db, long.operation, state)
        self._keep_log_short()

    def _put_away(self) -> ProjectError | None:
        # Needed once it is over.
        from pullquote.store.file import close

        writer, identity, told = self._file.writer, self._identity, None
        if writer is None or identity is None:
            self._readers.close()
            self._file.close()
            if self.why_read_only.startswith("locked"):
                project_file.make_plain_again(self.path)
        elif identity.holds() and identity.log_holds():
            told = close.put_away(self.path, writer, self._readers)
            if told is None:
                self._mend_index()
        else:
            told = close.put_away_lost(self.path, writer, self._readers, identity, kept=self._kept)
        if self._file.lock is not None:
            self._file.lock.release(left_over=told is not None)
        return told

    def _mend_index(self) -> None:
        """It is found out while the project is open, and made anew once it is closed."""
        if self._index_damaged or isinstance(self._backups.problem, DamagedIndex):
            with suppress(ProjectError, OSError):
                project_file.make_plain_and_anew(self.path)

    def _replay(self, find: Callable[[Database], Replay], actor: int) -> Change:
        # Loaded when something is undone: a project opens without it.
        from pullquote.store.journal import long_undo
        from pullquote.store.journal.undo import replay_at_once

        with self._writing(long=True) as db:
            replay = find(db)
            change = None
            if not long_undo.is_many(db, replay):
                self._turns.note_call()
                change = replay_at_once(db, replay, actor)
        if change is None:
            return self._replay_many(replay, actor)
        self._tell(change)
        return change

    def _replay_many(self, replay: Replay, actor: int) -> Change:
        """What is blocked midway is put back as it was, and says why."""
        from pullquote.store.journal import long_undo
        from pullquote.store.journal.undo import replay_at_once

        with self._reading() as db:
            long_replay = long_undo.LongReplay(db, replay)
        if not long_replay.in_steps:
            with self._writing() as db:
                change = replay_at_once(db, replay, actor)
            self._tell(change)
            return change
        try:
            return self._replay_in_steps(replay, long_replay, actor)
        except UndoBlocked:
            with suppress(UndoBlocked):
                self._replay(lambda _db: replay.turned(), actor)
            raise

    def _replay_in_steps(self, replay: Replay, long_replay: "LongReplay", actor: int) -> Change:
        operation, name, kind = replay
        details = {"total": long_replay.total}
        long = LongWriter(
            name,
            actor,
            details,
            self._step,
            self._turns,
            kind=kind,
            of=operation,
            guard=long_replay,
        )
        documents, tables = set[int](), set[str]()

        def note(change: Change) -> None:
            if change.operation == long.operation:
                documents.update(change.documents)
                tables.update(change.tables)

        stop = self.listen(note)
        try:
            with self._long_work(long):
                while not long_replay.is_over:
                    with long.step(0) as writer:
                        db = writer._writing.db  # noqa: SLF001 - of this room
                        long_replay.take_step(db, long.goes_on, has_company=long.has_company)
        finally:
            stop()
        return Change(long.operation or 0, name, kind, frozenset(documents), frozenset(tables), ())

    def _tell(self, change: Change | None) -> None:
        if change is None:
            return
        if "project" in change.tables:
            self._describe()
        for listener in tuple(self._listeners):
            listener(change)

    def _describe(self) -> None:
        self.uid, self.name, self.schema_toml = self.described()
        self.schema: Schema = parse_schema(self.schema_toml)


def _is_log_whole(path: Path) -> bool:
    # Needed where somebody else wrote into a log.
    from pullquote.store.file.wal_check import is_log_whole

    return is_log_whole(path)


_MIDWAY: Mapping[type[BaseException], type[ProjectError]] = {
    DiskFull: DiskFullMidway,
    CannotReach: CannotReachMidway,
}


class _NothingChanged(Exception):
    """Ends a transaction that has nothing to keep."""
