"""The tables of a project file, Peewee models of some of them, and the triggers that journal them.

Lists, documents and labels go by plain SQL, which costs a fifteenth. The models stand for no
database; a query is given the one to run on, so that two projects can be open at once.
"""

from collections.abc import Iterable, Iterator

from peewee import AutoField, IntegerField, Model, TextField

from pullquote.store.sql.database import Database

# In an order in which a row may refer to rows of the tables before it.
CONTENT = (
    "project",
    "text",
    "document",
    "annotator",
    "assignment",
    "state",
    "speaker",
    "alias",
    "represents",
    "annotation",
    "relation",
    "rejection",
    "duplicate_decision",
    "adjudication",
    "handout",
    "collected",
    "proposal",
    "foreign_suggestion",
)

# Texts are append-only, so there is nothing of them to put back.
JOURNALLED = tuple(table for table in CONTENT if table != "text")
JOURNAL = ("operation", "change", "current")
DERIVED = (
    "stamp",
    "pair_match",
    "cluster",
    "passage",
    "document_repeats",
    "document_group",
    "document_counts",
    "document_fts",
    "search_due",
    "search_leftover",
)

# What SQLite and the migrations keep for themselves.
KEPT_BY_SQLITE = (
    "schema_migration",
    "sqlite_sequence",
    "document_fts_config",
    "document_fts_data",
    "document_fts_docsize",
    "document_fts_idx",
)


class Annotator(Model):
    id = AutoField()
    uid = TextField()
    name = TextField()
    kind = TextField()
    pseudonym = TextField(null=True)


class Speaker(Model):
    id = AutoField()
    uid = TextField()
    name = TextField()
    kind = TextField()
    note = TextField(null=True)
    external_ids = TextField()
    merged_into = IntegerField(null=True)


class Alias(Model):
    id = AutoField()
    uid = TextField()
    speaker = IntegerField()
    form = TextField()
    folded = TextField()
    document = IntegerField(null=True)


class DuplicateDecision(Model):
    id = AutoField()
    uid = TextField()
    kind = TextField()
    a_text = TextField()
    a_start = IntegerField()
    a_end = IntegerField()
    b_text = TextField(null=True)
    b_start = IntegerField(null=True)
    b_end = IntegerField(null=True)
    fingerprint = TextField()
    note = TextField(null=True)
    by = IntegerField(null=True)
    at = TextField()

    class Meta:
        table_name = "duplicate_decision"


def journal_triggers(db: Database, journalled: Iterable[str]) -> Iterator[str]:
    """Statements that make three triggers for each journalled table.

    An insert and a delete keep the whole row, an update the columns that changed. Outside an
    operation `current.operation` is NULL, which `change.operation` refuses.
    """
    for table in journalled:
        columns = [row[1] for row in db.run(f'PRAGMA table_info("{table}")')]
        yield _trigger(table, columns, "insert", before="NULL", after=_image("NEW", columns))
        yield _trigger(table, columns, "delete", before=_image("OLD", columns), after="NULL")
        yield _trigger(
            table,
            columns,
            "update",
            before=_changed("OLD", columns),
            after=_changed("NEW", columns),
        )


def _trigger(table: str, columns: list[str], event: str, *, before: str, after: str) -> str:
    side = "OLD" if event == "delete" else "NEW"
    document = "NULL"
    if table == "document":
        document = f"{side}.id"
    elif "document" in columns:
        document = f"{side}.document"
    changed = " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in columns)
    when = f"WHEN {changed}\n" if event == "update" else ""
    return (
        f"CREATE TRIGGER journal_{table}_{event} AFTER {event.upper()} ON {table}\n"
        f"{when}BEGIN INSERT INTO change (operation, tab, row, document, before, after) VALUES (\n"
        f"(SELECT operation FROM current), '{table}', {side}.id, {document},\n"
        f"{before},\n{after}); END"
    )


def _image(side: str, columns: list[str]) -> str:
    return "json_object(" + ", ".join(f"'{c}', {side}.\"{c}\"" for c in columns) + ")"


def _changed(side: str, columns: list[str]) -> str:
    pairs = " UNION ALL ".join(
        f'SELECT \'{c}\' AS k, {side}."{c}" AS v WHERE OLD."{c}" IS NOT NEW."{c}"' for c in columns
    )
    return f"(SELECT json_group_object(k, v) FROM ({pairs}))"
