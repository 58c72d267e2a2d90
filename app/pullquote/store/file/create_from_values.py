"""A new project file that is written whole, from values, in one operation."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pullquote.model.schema_file import parse_schema
from pullquote.store.errors import CannotWrite, ProjectExists
from pullquote.store.file import header_check
from pullquote.store.file.backups import flush_to_disk
from pullquote.store.file.lock import LockedElsewhere, ProjectLock
from pullquote.store.file.new_file import make_tables
from pullquote.store.journal import operations
from pullquote.store.journal.operations import WriteContext
from pullquote.store.sql import full_text
from pullquote.store.sql.database import (
    APPLICATION,
    Database,
    connect,
    discard_database,
    faults,
)
from pullquote.store.sql.fields import storable, to_json
from pullquote.store.sql.tables import OperationTable, ProjectTable
from pullquote.store.writer import Writer

# Of a file that is nobody's yet nothing has to outlast a power cut before it is whole.
_HASTY = {"journal_mode": "MEMORY", "synchronous": "OFF", "cache_size": -32000}


@dataclass(frozen=True, slots=True)
class ProjectDescription:
    """What a new file says of itself; `operation` is the uid of the operation that writes it.

    `annotator` is the uid of the one for whom it is made.
    """

    uid: str
    name: str
    schema_toml: str
    operation: str
    annotator: str
    guidelines: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class UnfinishedFile:
    """A whole file under a name of its own, beside the `path` it is for."""

    path: Path
    placed: bool = False
    replaced: bool = False

    @property
    def file(self) -> Path:
        return self.path.with_name(self.path.name + ".new")

    @property
    def older(self) -> Path:
        """Where an older file of that name is until all is done."""
        return self.path.with_name(self.path.name + ".old")

    def put_in_place(self) -> None:
        """Give it its name, for good once the block of `unfinished` is left."""
        try:
            if self.path.exists():
                self.path.replace(self.older)
                self.replaced = True
            self.file.replace(self.path)
            self.placed = True
            flush_to_disk(self.path.parent)
        except OSError as error:
            raise CannotWrite(path=self.path, what=error.strerror) from error

    def take_back(self) -> None:
        """Leave what stood there before."""
        with suppress(OSError):
            if self.placed:
                self.path.unlink()
            if self.replaced:
                self.older.replace(self.path)


@contextmanager
def unfinished_file(path: Path, *, replace: bool = False) -> Iterator[UnfinishedFile]:
    """A file to be written for `path`; if the block raises, all is as it was before.

    The path's lock is held meanwhile. Raise ProjectExists, unless it may be replaced, and
    CannotWrite for a file that somebody has open.
    """
    if path.exists() and not replace:
        raise ProjectExists(path=path)
    made = UnfinishedFile(path)
    lock = ProjectLock(path)
    try:
        lock.take()
        discard_database(made.file)
        yield made
        if made.replaced:
            made.older.unlink()
    except LockedElsewhere as holder:
        raise CannotWrite(path=path, what=f"it is open, {holder}") from None
    except OSError as error:
        made.take_back()
        raise CannotWrite(path=path, what=error.strerror) from error
    except BaseException:
        made.take_back()
        raise
    finally:
        with suppress(OSError):
            discard_database(made.file)
        lock.release()


@contextmanager
def fill_project(made: UnfinishedFile, beginning: ProjectDescription) -> Iterator[Writer]:
    """Make the project; what the block writes is its first operation, durable after it.

    That is a barrier: it cannot be undone. Raise SchemaError for a label schema that cannot be
    used.
    """
    schema = parse_schema(beginning.schema_toml)
    with faults(made.path, new=True):
        db = connect(made.file, "rwc", application_id=APPLICATION, **_HASTY)
        try:
            make_tables(db, header_check.known_migrations())
            with operations.transaction(db):
                _begin(db, beginning)
                writer = Writer(WriteContext(db, None, beginning.uid, schema))
                try:
                    yield writer
                finally:
                    writer.end()
                full_text.index_new_documents(db)
                operations.forbid_writing(db)
        finally:
            db.close()
    flush_to_disk(made.file)


def _begin(db: Database, beginning: ProjectDescription) -> None:
    operation = db.insert(
        OperationTable,
        uid=beginning.operation,
        name="Hand out",
        details=to_json({"reason": "handout"}),
        at=operations.now(),
        kind="barrier",
        state="committed",
    )
    operations.let_write(db, operation)
    db.insert(
        ProjectTable,
        id=1,
        uid=beginning.uid,
        name=beginning.name,
        schema_toml=beginning.schema_toml,
        guidelines_md=storable(beginning.guidelines),
        settings=to_json(dict(beginning.settings)),
        handout_uid=beginning.operation,
        handout_annotator=beginning.annotator,
    )
