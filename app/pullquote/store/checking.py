"""What `check` looks at: the file, and whether its rows keep the rules."""

from collections.abc import Iterator

from pullquote.store.database import Database
from pullquote.store.values import CheckProblem


def problems(db: Database) -> Iterator[CheckProblem]:
    for (found,) in db.every("PRAGMA integrity_check"):
        if found != "ok":
            yield CheckProblem("file", f"The file is damaged: {found}.")
