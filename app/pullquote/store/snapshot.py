"""A project as it stands at one moment, whatever is written to it meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from pullquote.store.database import Database
from pullquote.store.reads import Reads


@contextmanager
def snapshot(project: Reads) -> Iterator[Reads]:
    """All answers are of the same moment; for one thread, and not inside an operation of its own.

    While it lasts the write-ahead log cannot be emptied, so it is for minutes, not for hours.
    """
    with project._reading() as db:  # noqa: SLF001 - of this room, and no business of others
        db.run("BEGIN")
        try:
            yield _Snapshot(db)
        finally:
            db.run("ROLLBACK")


class _Snapshot(Reads):
    def __init__(self, db: Database) -> None:
        self._db = db

    @contextmanager
    def _reading(self) -> Iterator[Database]:
        yield self._db
