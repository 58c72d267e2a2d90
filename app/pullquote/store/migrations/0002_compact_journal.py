"""The journal keeps the values of a row that came or went by their place, not by name.

A frozen script: the triggers are those in the record beside it. What was written before stays as it
is, and is read as well.
"""

import json
from pathlib import Path

from pullquote.store.sql.database import Database


def up(_migrator: object, db: Database) -> None:
    record = Path(__file__).with_suffix(".schema.json").read_text(encoding="utf-8")
    for kind, name, statement in json.loads(record):
        if kind == "trigger" and name.startswith("journal_"):
            db.run(f"DROP TRIGGER {name}")
            db.run(statement)
