"""The first form of a project file: what the record beside this script says.

A frozen script, as every migration: it is what older files were made by. See README.md here.
"""

import json
from pathlib import Path

from pullquote.store.sql.database import Database

# Files of 0.1.0 have 0 here: their tables had the same names, and were other ones.
FORM = 1
ORDER = ("table", "index", "view", "trigger")
BEGINNINGS = (
    "INSERT INTO current VALUES (1, NULL)",
    "INSERT INTO document_fts (document_fts, rank) VALUES ('automerge', 16)",
    "INSERT INTO document_fts (document_fts, rank) VALUES ('crisismerge', 64)",
)


def up(_migrator: object, db: Database) -> None:
    record = Path(__file__).with_suffix(".schema.json").read_text(encoding="utf-8")
    made = [found for found in json.loads(record) if not found[1].startswith("schema_migration")]
    for _kind, _name, statement in sorted(made, key=lambda found: ORDER.index(found[0])):
        db.run(statement)
    for statement in BEGINNINGS:
        db.run(statement)
    db.run(f"PRAGMA user_version = {FORM}")
