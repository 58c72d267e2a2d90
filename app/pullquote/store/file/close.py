"""The end of an open project: one plain file, or, where it was lost meanwhile, a copy elsewhere."""

from contextlib import closing, suppress
from itertools import chain, count
from pathlib import Path

from pullquote.store.errors import (
    KeptElsewhere,
    NotKept,
    NotPutAway,
    ProjectError,
    WentElsewhere,
)
from pullquote.store.file import backups
from pullquote.store.file.project_file import make_plain
from pullquote.store.journal import operations
from pullquote.store.sql import full_text
from pullquote.store.sql.database import (
    Database,
    FileIdentity,
    Readers,
    backups_folder,
    connect,
    faults,
)


def put_away(path: Path, writer: Database, readers: Readers) -> ProjectError | None:
    """Close all connections; return why more than one plain file is left, if so."""
    readers.close()
    with closing(writer):
        with suppress(ProjectError), faults(path), operations.transaction(writer):
            full_text.forget_removed_documents(writer, 500)
        try:
            with faults(path):
                make_plain(writer)
        except ProjectError as error:
            return NotPutAway(path=path, what=error.values.get("what") or "the disk is full")
    return None


def put_away_lost(
    path: Path, writer: Database, readers: Readers, identity: FileIdentity, *, kept: bool
) -> ProjectError | None:
    """Close all connections to a file that is not at its path any more, or not as it was.

    What is there is left alone, a damaged log too: SQLite reads it as far as it is whole. Return
    where all that was saved is, unless it is `kept` already.
    """
    log_holds, moved = identity.log_holds(), identity.moved_to()
    if moved is not None and not _is_emptied(writer, path):
        moved = None
    told = None if moved or kept else _keep(path, writer)
    # Not the last to be closed: that one writes the log into whatever file is at the path now.
    if not log_holds:
        with suppress(ProjectError), faults(path), readers.borrow() as db:
            db.pragma("schema_version")
    writer.close()
    readers.close()
    if log_holds:
        identity.discard_log()
    if moved is None:
        return told
    with suppress(ProjectError), faults(moved), closing(connect(moved)) as db:
        make_plain(db)
    return WentElsewhere(path=path, to=moved)


def _is_emptied(writer: Database, path: Path) -> bool:
    """Whether all that stood in the log could be put into the file."""
    with suppress(ProjectError), faults(path):
        return bool(writer.value("PRAGMA wal_checkpoint(TRUNCATE)") == 0)
    return False


def _keep(path: Path, writer: Database) -> ProjectError:
    what = ""
    for folder in (path.parent, Path.home()):
        place = _free_place(folder, path)
        try:
            backups.save_copy(path, "ro", place, lost=writer)
        except ProjectError as error:
            what = what or str(error.values.get("what", error))
        else:
            return KeptElsewhere(path=path, to=place)
    return NotKept(path=path, what=what, backups=backups_folder(path))


def _free_place(folder: Path, path: Path) -> Path:
    numbers = chain([""], map(" {}".format, count(2)))
    names = (f"{path.stem} kept{number}{path.suffix}" for number in numbers)
    return next(place for name in names if not (place := folder / name).exists())
