"""What the verbs of a writer have in common."""

import sqlite3
from dataclasses import dataclass

import peewee

from pullquote.model.schema import Schema
from pullquote.store.database import Database, cause


@dataclass(frozen=True, slots=True)
class Writing:
    """The connection inside an operation, and for whom it writes."""

    db: Database
    actor: int | None
    project_uid: str
    schema: Schema


def broken_rule(error: peewee.IntegrityError) -> str:
    """Which of the rules of the tables: "unique", "reference", "trigger", "check", "null"."""
    code = getattr(cause(error), "sqlite_errorcode", 0)
    return _RULES.get(code, "")


_RULES = {
    sqlite3.SQLITE_CONSTRAINT_UNIQUE: "unique",
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY: "unique",
    sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY: "reference",
    sqlite3.SQLITE_CONSTRAINT_TRIGGER: "trigger",
    sqlite3.SQLITE_CONSTRAINT_CHECK: "check",
    sqlite3.SQLITE_CONSTRAINT_NOTNULL: "null",
}
