"""A new project file that is written whole, from values, in one operation."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pullquote.model.schema_file import parse_schema
from pullquote.store.file import header_check
from pullquote.store.file.lock import HASTY, UnfinishedFile, flush_to_disk
from pullquote.store.file.new_file import make_tables
from pullquote.store.journal import operations
from pullquote.store.journal.operations import WriteContext
from pullquote.store.sql import full_text
from pullquote.store.sql.database import (
    APPLICATION,
    Database,
    connect,
    faults,
)
from pullquote.store.sql.fields import storable, to_json
from pullquote.store.sql.tables import OperationTable, ProjectTable
from pullquote.store.writer import Writer


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


@contextmanager
def fill_project(made: UnfinishedFile, beginning: ProjectDescription) -> Iterator[Writer]:
    """Make the project; what the block writes is its first operation, durable after it.

    That is a barrier: it cannot be undone. Raise SchemaError for a label schema that cannot be
    used.
    """
    schema = parse_schema(beginning.schema_toml)
    with faults(made.path, new=True):
        db = connect(made.file, "rwc", application_id=APPLICATION, **HASTY)
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
        name=storable(beginning.name),
        schema_toml=beginning.schema_toml,
        guidelines_md=storable(beginning.guidelines),
        settings=to_json(dict(beginning.settings)),
        handout_uid=beginning.operation,
        handout_annotator=beginning.annotator,
    )
